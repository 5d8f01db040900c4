// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/csvreader.h"

#include "extract/charset.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kChunk = 256 * 1024;

} // namespace

CsvReader::CsvReader(QIODevice *device, qint64 maxRecord)
    : m_device(device)
    , m_maxRecord(maxRecord)
{}

bool CsvReader::fill()
{
    if (m_at > 0) {
        m_buffer.remove(0, m_at);
        m_at = 0;
    }
    const QByteArray more = m_device->read(kChunk);
    m_buffer += more;
    return !more.isEmpty();
}

void CsvReader::sniff()
{
    m_started = true;
    (void)fill();
    if (m_buffer.startsWith("\xEF\xBB\xBF"))
        m_at = 3;
    const std::array<char, 3> candidates{',', ';', '\t'};
    std::array<int, 3> counts{};
    bool quoted = false;
    for (qsizetype i = m_at; i < m_buffer.size(); ++i) {
        const char c = m_buffer[i];
        if (c == '"')
            quoted = !quoted;
        else if (c == '\n' && !quoted)
            break;
        for (size_t k = 0; k < candidates.size() && !quoted; ++k)
            counts[k] += c == candidates[k] ? 1 : 0;
    }
    m_delimiter = candidates[size_t(std::ranges::max_element(counts) - counts.begin())];
}

std::optional<CsvRecord> CsvReader::next()
{
    if (!m_started)
        sniff();
    if (m_ended)
        return std::nullopt;

    CsvRecord record;
    record.line = m_line;
    QByteArray field;
    enum class State : quint8 { FieldStart, Plain, Quoted, QuoteInQuoted } state = State::FieldStart;
    bool any = false;
    const auto note = [&](const QString &problem) {
        if (record.problem.isEmpty())
            record.problem = problem;
    };
    const auto finish = [&]() -> CsvRecord {
        if (record.raw.endsWith('\r'))
            record.raw.chop(1);
        if (state == State::Plain && field.endsWith('\r'))
            field.chop(1);
        record.fields.append(field);
        if (const qsizetype bad = firstInvalidUtf8(record.raw); bad >= 0)
            note(u"invalid UTF-8 at byte %1 of the record"_s.arg(bad));
        return record;
    };
    while (true) {
        if (m_at >= m_buffer.size() && !fill()) {
            m_ended = true;
            if (!any)
                return std::nullopt;
            if (state == State::Quoted)
                note(u"a quoted field is not closed before the end of the file"_s);
            return finish();
        }
        const char c = m_buffer[m_at++];
        if (c == '\n') {
            ++m_line;
            if (state != State::Quoted) {
                if (!any || record.raw == "\r") {
                    // A blank line.
                    record = {};
                    record.line = m_line;
                    field.clear();
                    state = State::FieldStart;
                    any = false;
                    continue;
                }
                return finish();
            }
        }
        any = true;
        record.raw += c;
        if (record.raw.size() > m_maxRecord) {
            m_ended = true;
            note((state == State::Quoted ? u"a record is larger than %1 bytes; its quote is most likely not closed"_s
                                         : u"a record is larger than %1 bytes"_s)
                     .arg(m_maxRecord));
            record.raw.truncate(4096);
            record.fields.clear();
            return record;
        }
        switch (state) {
        case State::FieldStart:
            if (c == '"') {
                state = State::Quoted;
            } else if (c == m_delimiter) {
                record.fields.append(QByteArray());
            } else {
                field += c;
                state = State::Plain;
            }
            break;
        case State::Plain:
            if (c == m_delimiter) {
                record.fields.append(std::exchange(field, {}));
                state = State::FieldStart;
            } else {
                if (c == '"')
                    note(u"a quote stands within an unquoted field"_s);
                field += c;
            }
            break;
        case State::Quoted:
            if (c == '"')
                state = State::QuoteInQuoted;
            else
                field += c;
            break;
        case State::QuoteInQuoted:
            if (c == '"') {
                field += c;
                state = State::Quoted;
            } else if (c == m_delimiter) {
                record.fields.append(std::exchange(field, {}));
                state = State::FieldStart;
            } else if (c != '\r') {
                note(u"text follows a closing quote"_s);
                field += c;
                state = State::Plain;
            }
            break;
        }
    }
}

} // namespace Millrace
