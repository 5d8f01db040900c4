// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages as they are sent, not as the standards wish them.
//
//  1. Lines end in LF or CRLF; a header goes on while lines begin with a blank.
//  2. A boundary is a line of its own, "--" and the boundary; the outer boundary ends inner parts that were never closed.
//  3. Every part is a range of the one message; nothing is copied before it is asked for.
//  4. Levels and parts are bounded; lines are looked at once for each level.
#include "extract/mime.h"

#include "extract/charset.h"

#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr int kMaxDepth = 20;
constexpr int kMaxParts = 2000;
constexpr qsizetype kMaxHeaders = 1000;
constexpr qsizetype kMaxHeaderSize = 64 * 1024;

QString textOf(QByteArrayView bytes, const QByteArray &charset)
{
    const bool isUtf8 = charset.isEmpty() || charset.compare("utf-8", Qt::CaseInsensitive) == 0;
    QStringDecoder decoder(isUtf8 ? "UTF-8" : charset.constData());
    if (!isUtf8 && decoder.isValid()) {
        const QString text = decoder.decode(bytes);
        if (!decoder.hasError())
            return text;
    }
    return firstInvalidUtf8(bytes) < 0 ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

/// Where the line that begins at `from` ends, its line end excluded; `next` is where the next one begins.
qsizetype lineEnd(QByteArrayView bytes, qsizetype from, qsizetype to, qsizetype &next)
{
    const qsizetype end = bytes.first(to).indexOf('\n', from);
    next = end < 0 ? to : end + 1;
    const qsizetype stop = end < 0 ? to : end;
    return stop > from && bytes[stop - 1] == '\r' ? stop - 1 : stop;
}

QByteArray decodedQ(QByteArrayView text, bool isHeader)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '_' && isHeader) {
            out += ' ';
        } else if (c != '=') {
            out += c;
        } else if (i + 1 < text.size() && (text[i + 1] == '\n' || text[i + 1] == '\r')) {
            // A soft line break.
            i += text[i + 1] == '\r' && i + 2 < text.size() && text[i + 2] == '\n' ? 2 : 1;
        } else {
            bool isHex = false;
            const int code = i + 2 < text.size() ? text.sliced(i + 1, 2).toByteArray().toInt(&isHex, 16) : 0;
            if (isHex) {
                out += char(code);
                i += 2;
            } else {
                out += c;
            }
        }
    }
    return out;
}

void readPart(QByteArrayView message, MimePart &part, qsizetype from, qsizetype to, int depth, int &count);

void readMultipart(QByteArrayView message, MimePart &part, int depth, int &count)
{
    const QByteArray boundary = "--" + part.type.parameters.value("boundary").toLatin1();
    if (boundary.size() <= 2)
        return;
    qsizetype open = -1; // where the part that is open begins
    const auto close = [&](qsizetype end) {
        if (open < 0 || count >= kMaxParts)
            return;
        // The line end before a boundary belongs to it.
        if (end > open && message[end - 1] == '\n')
            --end;
        if (end > open && message[end - 1] == '\r')
            --end;
        ++count;
        part.parts.emplace_back();
        readPart(message, part.parts.back(), open, end, depth + 1, count);
    };
    qsizetype next = part.from;
    for (qsizetype at = part.from; at < part.to; at = next) {
        const qsizetype end = lineEnd(message, at, part.to, next);
        const QByteArrayView line = message.sliced(at, end - at);
        if (!line.startsWith(boundary))
            continue;
        const QByteArrayView rest = line.sliced(boundary.size()).trimmed();
        if (!rest.isEmpty() && rest != "--")
            continue;
        close(at);
        open = rest == "--" ? -1 : next;
        if (open < 0)
            return;
    }
    close(part.to);
}

void readPart(QByteArrayView message, MimePart &part, qsizetype from, qsizetype to, int depth, int &count)
{
    qsizetype at = from;
    qsizetype next = from;
    while (at < to) {
        const qsizetype end = lineEnd(message, at, to, next);
        const QByteArrayView line = message.sliced(at, end - at);
        if (line.trimmed().isEmpty()) {
            at = next;
            break;
        }
        const qsizetype colon = line.indexOf(':');
        if (line[0] == ' ' || line[0] == '\t') {
            if (!part.headers.isEmpty() && part.headers.back().second.size() < kMaxHeaderSize)
                part.headers.back().second += ' ' + line.trimmed().toByteArray();
        } else if (colon > 0 && part.headers.size() < kMaxHeaders && !line.first(colon).contains(' ')) {
            part.headers.append({line.first(colon).toByteArray().toLower(), line.sliced(colon + 1).trimmed().toByteArray().left(kMaxHeaderSize)});
        } else if (!(at == from && line.startsWith("From "))) {
            break; // no header: the body begins without a blank line
        }
        at = next;
    }
    part.from = std::min(at, to);
    part.to = to;
    for (const auto &[name, value] : std::as_const(part.headers)) {
        if (name == "content-type" && part.type.value.isEmpty())
            part.type = parsedField(value);
        else if (name == "content-disposition")
            part.disposition = parsedField(value);
        else if (name == "content-transfer-encoding")
            part.encoding = value.trimmed().toLower();
    }
    // One that is none ("text") is read as plain text, too (RFC 2045, 5.2).
    if (!part.type.value.contains('/'))
        part.type.value = "text/plain"_ba;
    if (part.isMultipart() && depth < kMaxDepth)
        readMultipart(message, part, depth, count);
}

} // namespace

QString MimePart::header(QByteArrayView name) const
{
    const auto found = std::ranges::find_if(headers, [name](const auto &header) { return header.first == name; });
    return found == headers.end() ? QString() : decodedHeader(found->second);
}

QString MimePart::fileName() const
{
    QString name = disposition.parameters.value("filename");
    if (name.isEmpty())
        name = type.parameters.value("name");
    name.replace(u'\\', u'/');
    name = name.section(u'/', -1);
    name.removeIf([](QChar c) { return c.category() == QChar::Other_Control; });
    return name.left(200).trimmed();
}

MimePart parsedMessage(const QByteArray &message)
{
    MimePart part;
    int count = 0;
    readPart(message, part, 0, message.size(), 0, count);
    return part;
}

QByteArray decodedBody(const QByteArray &message, const MimePart &part)
{
    const QByteArrayView body = QByteArrayView(message).sliced(part.from, part.to - part.from);
    if (part.encoding == "base64")
        return QByteArray::fromBase64(body.toByteArray());
    if (part.encoding == "quoted-printable")
        return decodedQ(body, false);
    return body.toByteArray();
}

QString decodedHeader(QByteArrayView value)
{
    static const QRegularExpression word(u"=\\?([A-Za-z0-9_.:+-]{1,60})(?:\\*[A-Za-z0-9-]{0,20})?\\?([bBqQ])\\?([^?\\s]{0,4000})\\?="_s);
    const QString raw = QString::fromLatin1(value);
    QString out;
    QByteArray pending; // bytes of words that follow each other in one charset: a character may lie across them
    QByteArray pendingCharset;
    const auto flush = [&] {
        if (!pending.isEmpty())
            out += textOf(std::exchange(pending, {}), pendingCharset);
    };
    qsizetype at = 0;
    for (auto it = word.globalMatch(raw); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QStringView between = QStringView(raw).sliced(at, match.capturedStart() - at);
        const QByteArray charset = match.captured(1).toLatin1().toLower();
        // Blanks between two encoded words are none.
        if (!between.trimmed().isEmpty() || at == 0 || pending.isEmpty()) {
            flush();
            out += textOf(between.toLatin1(), {});
        } else if (charset != pendingCharset) {
            flush();
        }
        pendingCharset = charset;
        const QByteArray text = match.captured(3).toLatin1();
        pending += match.captured(2).compare(u"b", Qt::CaseInsensitive) == 0 ? QByteArray::fromBase64(text) : decodedQ(text, true);
        at = match.capturedEnd();
    }
    flush();
    out += textOf(QStringView(raw).sliced(at).toLatin1(), {});
    return out.simplified();
}

MimeField parsedField(QByteArrayView value)
{
    MimeField field;
    QHash<QByteArray, QMap<int, std::pair<bool, QByteArray>>> pieces; // RFC 2231: name → piece → extended, bytes
    qsizetype at = value.indexOf(';');
    field.value = (at < 0 ? value : value.first(at)).trimmed().toByteArray().toLower();
    while (at >= 0 && at < value.size()) {
        ++at;
        const qsizetype equals = value.indexOf('=', at);
        if (equals < 0)
            break;
        QByteArray name = value.sliced(at, equals - at).trimmed().toByteArray().toLower();
        QByteArray text;
        at = equals + 1;
        while (at < value.size() && (value[at] == ' ' || value[at] == '\t'))
            ++at;
        if (at < value.size() && value[at] == '"') {
            for (++at; at < value.size() && value[at] != '"'; ++at) {
                if (value[at] == '\\' && at + 1 < value.size())
                    ++at;
                text += value[at];
            }
            at = value.indexOf(';', std::min(at, value.size()));
        } else {
            const qsizetype end = value.indexOf(';', at);
            text = (end < 0 ? value.sliced(at) : value.sliced(at, end - at)).trimmed().toByteArray();
            at = end;
        }
        const bool extended = name.endsWith('*');
        if (extended)
            name.chop(1);
        int piece = 0;
        if (const qsizetype star = name.indexOf('*'); star >= 0) {
            piece = name.sliced(star + 1).toInt();
            name.truncate(star);
        }
        if (!name.isEmpty() && name.size() <= 60 && piece >= 0 && piece < 1000)
            pieces[name].insert(piece, {extended, text});
    }
    for (auto it = pieces.cbegin(); it != pieces.cend(); ++it) {
        QByteArray charset;
        QByteArray bytes;
        bool any = false;
        for (auto piece = it->cbegin(); piece != it->cend(); ++piece) {
            auto [extended, text] = *piece;
            if (extended && piece.key() == it->firstKey()) {
                const QList<QByteArray> marked = text.split('\'');
                if (marked.size() >= 3) {
                    charset = marked.first();
                    text = marked.mid(2).join('\'');
                }
            }
            any = any || extended;
            bytes += extended ? QByteArray::fromPercentEncoding(text) : text;
        }
        field.parameters.insert(it.key(), any ? textOf(bytes, charset) : decodedHeader(bytes));
    }
    return field;
}

bool looksLikeMessage(QByteArrayView head)
{
    int known = 0;
    bool hasAuthor = false;
    qsizetype next = 0;
    for (qsizetype at = 0; at < head.size(); at = next) {
        const qsizetype end = lineEnd(head, at, head.size(), next);
        const QByteArrayView line = head.sliced(at, end - at);
        if (line.isEmpty())
            return hasAuthor && known >= 3;
        if (line[0] == ' ' || line[0] == '\t') {
            if (at == 0)
                return false;
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || line.first(colon).contains(' '))
            return next >= head.size() && hasAuthor && known >= 3; // the last line may be cut off
        const QByteArray name = line.first(colon).toByteArray().toLower();
        hasAuthor = hasAuthor || name == "from" || name == "received" || name == "sender";
        known += name == "from" || name == "to" || name == "subject" || name == "date" || name == "message-id" || name == "received"
            || name == "mime-version" || name == "return-path" || name == "content-type" || name == "delivered-to" || name == "cc";
    }
    return hasAuthor && known >= 3;
}

bool looksLikeMailbox(QByteArrayView head)
{
    static const QRegularExpression line(u"^From \\S+ .*\\b\\d{4}\\b"_s);
    const qsizetype end = head.indexOf('\n');
    if (!head.startsWith("From ") || end < 0 || end > 300 || !line.match(QString::fromLatin1(head.first(end))).hasMatch())
        return false;
    return looksLikeMessage(head.sliced(end + 1));
}

} // namespace Millrace
