// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <vector>

namespace Millrace {

/// An HTTP/1 request as it came. Views are good until the reader is reset.
class ServedRequest
{
public:
    QByteArrayView method() const { return text(m_method); }
    /// Path and query, as sent.
    QByteArrayView target() const { return text(m_target); }
    QByteArrayView path() const;
    QByteArrayView query() const;
    /// The first header of that name (lower case); null where there is none.
    [[nodiscard]] QByteArrayView header(QByteArrayView name) const;
    /// How many headers of that name there are.
    [[nodiscard]] int count(QByteArrayView name) const;
    [[nodiscard]] qsizetype headerCount() const { return static_cast<qsizetype>(m_fields.size()); }
    /// In lower case.
    [[nodiscard]] QByteArrayView headerName(qsizetype index) const { return text(m_fields[static_cast<std::size_t>(index)].name); }
    [[nodiscard]] QByteArrayView headerValue(qsizetype index) const { return text(m_fields[static_cast<std::size_t>(index)].value); }

    QByteArray body;
    bool keepsAlive = true;
    bool isHttp10 = false;
    bool wantsUpgrade = false;

private:
    friend class RequestReader;
    struct Span
    {
        qsizetype at = 0;
        qsizetype size = 0;
    };
    struct Field
    {
        Span name;
        Span value;
    };
    [[nodiscard]] QByteArrayView text(Span span) const { return QByteArrayView(m_text).sliced(span.at, span.size); }
    [[nodiscard]] Span add(QByteArrayView text);

    QByteArray m_text; ///< every header's text, one after the other: a request costs no allocation for them once the connection is warm
    Span m_method;
    Span m_target;
    std::vector<Field> m_fields;
};

/// Takes a connection's bytes apart into requests, without a socket. Knows RFC 9112 through Boost.Beast's parser: what it refuses (two lengths, a length
/// beside chunks, a bare CR) is refused.
///
/// feed() stops once after the headers, so that a request can be refused before a byte of its body is looked at, and once after the body.
class RequestReader
{
public:
    enum class State : quint8 { Header, Checking, Body, Done, Failed };

    RequestReader(qsizetype headerBytes, qint64 bodyBytes);
    ~RequestReader();

    /// Takes from the front of `bytes` what it can use and says how much that was. Unused bytes are to come again, with more behind them.
    [[nodiscard]] qsizetype feed(QByteArrayView bytes);
    [[nodiscard]] State state() const { return m_state; }
    /// In Checking: this request's body may not be longer than so; false where it says that it is.
    [[nodiscard]] bool limitBody(qint64 bytes);
    /// After Checking: go on with the body.
    void accept();
    /// Ready for the next request.
    void reset();

    [[nodiscard]] ServedRequest &request() { return m_request; }
    /// True where the client waits for leave to send the body.
    [[nodiscard]] bool expectsContinue() const;
    /// 400, 413, 431, 501 or 505, where it failed.
    [[nodiscard]] int failure() const { return m_failure; }

private:
    class Parser;

    std::unique_ptr<Parser> m_parser;
    ServedRequest m_request;
    qsizetype m_headerBytes;
    qint64 m_bodyBytes;
    State m_state = State::Header;
    int m_failure = 0;
};

} // namespace Millrace
