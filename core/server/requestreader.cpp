// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/requestreader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace http = boost::beast::http;

namespace Millrace {

namespace {

constexpr std::size_t kMostFields = 100;
constexpr quint64 kMostReserved = 64 * 1024; ///< an announced length is no reason to hold so much memory

QByteArrayView viewOf(boost::beast::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

/// What the parser tells goes into the request.
class RequestReader::Parser final : public http::basic_parser<true>
{
public:
    explicit Parser(ServedRequest &request)
        : m_request(request)
    {}

    [[nodiscard]] int version() const { return m_version; }
    [[nodiscard]] bool hasTooManyFields() const { return m_tooMany; }

private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(http::verb, Text method, Text target, int version, Error &) override
    {
        m_version = version;
        m_request.m_method = m_request.add(viewOf(method));
        m_request.m_target = m_request.add(viewOf(target));
    }
    void on_response_impl(int, Text, int, Error &) override {}
    void on_field_impl(http::field, Text name, Text value, Error &error) override
    {
        if (m_request.m_fields.size() >= kMostFields) {
            m_tooMany = true;
            error = http::error::header_limit;
            return;
        }
        const ServedRequest::Span named = m_request.add(viewOf(name));
        char *text = m_request.m_text.data() + named.at;
        std::transform(text, text + named.size, text, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        m_request.m_fields.push_back({named, m_request.add(viewOf(value))});
    }
    void on_header_impl(Error &) override
    {
        m_request.keepsAlive = keep_alive();
        m_request.wantsUpgrade = upgrade();
        m_request.isHttp10 = m_version < 11;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, Error &) override
    {
        if (length)
            m_request.body.reserve(static_cast<qsizetype>(std::min<quint64>(*length, kMostReserved)));
    }
    std::size_t on_body_impl(Text body, Error &) override
    {
        m_request.body.append(viewOf(body));
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Error &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error &) override
    {
        m_request.body.append(viewOf(body));
        return body.size();
    }
    void on_finish_impl(Error &) override {}

    ServedRequest &m_request;
    int m_version = 11;
    bool m_tooMany = false;
};

QByteArrayView ServedRequest::path() const
{
    const QByteArrayView whole = target();
    const qsizetype end = whole.indexOf('?');
    return end < 0 ? whole : whole.first(end);
}

QByteArrayView ServedRequest::query() const
{
    const QByteArrayView whole = target();
    const qsizetype at = whole.indexOf('?');
    return at < 0 ? QByteArrayView() : whole.sliced(at + 1);
}

QByteArrayView ServedRequest::header(QByteArrayView name) const
{
    for (const Field &field : m_fields) {
        if (text(field.name) == name)
            return text(field.value);
    }
    return {};
}

int ServedRequest::count(QByteArrayView name) const
{
    return static_cast<int>(std::ranges::count_if(m_fields, [&](const Field &field) { return text(field.name) == name; }));
}

ServedRequest::Span ServedRequest::add(QByteArrayView text)
{
    const Span span{m_text.size(), text.size()};
    m_text.append(text);
    return span;
}

RequestReader::RequestReader(qsizetype headerBytes, qint64 bodyBytes)
    : m_headerBytes(headerBytes)
    , m_bodyBytes(bodyBytes)
{
    reset();
}

RequestReader::~RequestReader() = default;

void RequestReader::reset()
{
    m_request.body = QByteArray();
    m_request.m_text.resize(0);
    m_request.m_fields.clear();
    m_request.m_method = {};
    m_request.m_target = {};
    m_parser = std::make_unique<Parser>(m_request);
    m_parser->header_limit(static_cast<std::uint32_t>(m_headerBytes));
    m_parser->body_limit(static_cast<std::uint64_t>(m_bodyBytes));
    m_parser->eager(false);
    m_state = State::Header;
    m_failure = 0;
}

bool RequestReader::limitBody(qint64 bytes)
{
    m_parser->body_limit(static_cast<std::uint64_t>(bytes)); // of chunks; an announced length was looked at with the headers
    const auto announced = m_parser->content_length();
    return !announced || *announced <= static_cast<std::uint64_t>(bytes);
}

void RequestReader::accept()
{
    m_parser->eager(true);
    m_state = m_parser->is_done() ? State::Done : State::Body;
}

bool RequestReader::expectsContinue() const
{
    return m_request.header("expect").compare("100-continue", Qt::CaseInsensitive) == 0;
}

qsizetype RequestReader::feed(QByteArrayView bytes)
{
    qsizetype used = 0;
    while (used < bytes.size() && (m_state == State::Header || m_state == State::Body)) {
        boost::beast::error_code error;
        const std::size_t taken = m_parser->put(boost::asio::const_buffer(bytes.data() + used, static_cast<std::size_t>(bytes.size() - used)), error);
        used += static_cast<qsizetype>(taken);
        if (error && error != http::error::need_more) {
            m_state = State::Failed;
            m_failure = error == http::error::body_limit ? 413
                : error == http::error::header_limit     ? 431
                : error == http::error::bad_version      ? 505
                                                         : 400;
            return used;
        }
        if (m_state == State::Header && m_parser->is_header_done()) {
            m_state = State::Checking;
            return used;
        }
        if (m_parser->is_done()) {
            m_state = State::Done;
            return used;
        }
        if (error || taken == 0)
            return used;
    }
    return used;
}

} // namespace Millrace
