// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/emailextractor.h"

#include "extract/charset.h"
#include "extract/htmltext.h"
#include "extract/mime.h"
#include "extract/plaintext.h"

#include <QBuffer>
#include <QDateTime>
#include <QFile>
#include <QMimeDatabase>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxMessage = qint64(64) * 1024 * 1024;
constexpr int kMaxTextParts = 200;
constexpr qsizetype kMaxMessages = 100'000;
constexpr qsizetype kChunk = 256 * 1024;
constexpr qsizetype kLongLine = 64 * 1024;
constexpr qsizetype kMaxHeader = 256 * 1024;

struct Contents
{
    std::vector<const MimePart *> texts;
    std::vector<const MimePart *> attachments;
    bool isEncrypted = false;
};

bool isText(const MimePart &part)
{
    return part.type.value == "text/plain" || part.type.value == "text/html";
}

bool isAttached(const MimePart &part)
{
    return part.disposition.value == "attachment" || (!part.fileName().isEmpty() && !isText(part));
}

bool isBlank(const QByteArray &message, const MimePart &part)
{
    return QByteArrayView(message).sliced(part.from, part.to - part.from).trimmed().isEmpty();
}

/// Which parts are the mail's text, and which lie in it. As deep as parsedMessage() goes.
void sort(const QByteArray &message, const MimePart &part, Contents &contents)
{
    if (part.type.value == "multipart/encrypted")
        contents.isEncrypted = true;
    if (part.type.value == "multipart/alternative") {
        // The same text in several forms. The plain one is the sender's words; a blank one is none.
        const MimePart *chosen = nullptr;
        for (const MimePart &form : part.parts) {
            if (form.type.value == "text/plain" && !isBlank(message, form)) {
                chosen = &form;
                break;
            }
            if (form.type.value == "text/html" || form.isMultipart())
                chosen = &form;
        }
        for (const MimePart &form : part.parts) {
            if (&form == chosen || (!isText(form) && !form.isMultipart()))
                sort(message, form, contents);
        }
        return;
    }
    if (part.isMultipart()) {
        for (const MimePart &inner : part.parts)
            sort(message, inner, contents);
        return;
    }
    if (isText(part) && !isAttached(part)) {
        if (contents.texts.size() < kMaxTextParts && !isBlank(message, part))
            contents.texts.push_back(&part);
    } else if (part.type.value != "application/pgp-signature" && part.type.value != "application/pkcs7-signature") {
        contents.attachments.push_back(&part);
    }
}

QString attachmentName(const MimePart &part, qsizetype index)
{
    if (const QString name = part.fileName(); !name.isEmpty())
        return name;
    const QString number = QString::number(index + 1);
    if (part.type.value == "message/rfc822")
        return u"message-"_s + number + u".eml"_s;
    const QString suffix = QMimeDatabase().mimeTypeForName(QString::fromLatin1(part.type.value)).preferredSuffix();
    return u"attachment-"_s + number + (suffix.isEmpty() ? QString() : u'.' + suffix);
}

/// "Mon, 3 Mar 2025 10:00:00 +0100 (CET)" as ISO 8601 in UTC; as it stands where it is no date.
QString isoDate(const QString &text)
{
    const QString plain = text.section(u'(', 0, 0).trimmed();
    const QDateTime moment = QDateTime::fromString(plain, Qt::RFC2822Date);
    return moment.isValid() ? moment.toUTC().toString(Qt::ISODate) : text.left(100);
}

TextDocument textOf(const QByteArray &message, const MimePart &part, ExtractedDocument &document)
{
    const QByteArray body = decodedBody(message, part);
    const QString charset = part.type.parameters.value("charset");
    std::optional<QByteArray> declared = charset.isEmpty() ? std::nullopt : std::optional(charset.toLatin1());
    if (!declared && part.type.value == "text/html")
        declared = declaredHtmlCharset(body);
    const Result<DecodedText> decoded = decodedText(body, declared);
    if (!decoded) {
        document.partial = true;
        document.problems.append({0, u"a part of the text "_s + decoded.error().text});
        return {};
    }
    if (!decoded->warning.isEmpty())
        document.warnings.append(decoded->warning);
    TextDocument text = part.type.value == "text/html" ? textFromHtml(decoded->text) : textFromPlain(decoded->text, TextMarkup::Mail);
    decoded->placesToBytes(text.blocks);
    const bool asItStands = part.encoding != "base64" && part.encoding != "quoted-printable";
    for (TextBlock &block : text.blocks) {
        block.place.from = asItStands && block.place.from >= 0 ? block.place.from + part.from : part.from;
        block.place.to = asItStands && block.place.to >= 0 ? block.place.to + part.from : part.to;
    }
    return text;
}

} // namespace

const FormatDescriptor &EmailExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{u"eml"_s, u"Mail"_s, {u"eml"_s}, {u"message/rfc822"_s}, u"Millrace"_s, QStringLiteral(MILLRACE_VERSION),
                                             true,     false};
    return descriptor;
}

Result<ExtractedDocument> EmailExtractor::extract(const ExtractInput &input) const
{
    const Result<QByteArray> message = input.all(kMaxMessage);
    if (!message)
        return std::unexpected(message.error());
    const MimePart root = parsedMessage(*message);
    if (root.headers.isEmpty())
        return refuse(u"is no mail: it has no header"_s);
    Contents contents;
    sort(*message, root, contents);

    ExtractedDocument document;
    document.format = descriptor().id;
    document.reader = descriptor().library + u' ' + descriptor().version;
    document.unit = PlaceUnit::Byte;
    document.title = root.header("subject").left(300);
    document.language = root.header("content-language").section(u',', 0, 0).left(35);

    BlockWriter head;
    head.place(0, root.from);
    head.heading(1, document.title);
    constexpr std::pair<const char *, const char *> fields[]
        = {{"from", "From"}, {"to", "To"}, {"cc", "Cc"}, {"date", "Date"}, {"message-id", ""}, {"in-reply-to", ""}, {"list-id", ""}};
    for (const auto &[name, label] : fields) {
        const QString value = root.header(name).left(4000);
        if (value.isEmpty())
            continue;
        const bool isDate = qstrcmp(name, "date") == 0;
        document.facts.insert(isDate ? "sent_at"_ba : QByteArray(name).replace('-', '_'), isDate ? isoDate(value) : value);
        if (*label != '\0')
            head.item(0, u"-"_s, QLatin1StringView(label) + u": "_s + value);
    }
    TextDocument top;
    head.finish(top);
    document.append(top);
    for (const MimePart *part : contents.texts)
        document.append(textOf(*message, *part, document));
    for (size_t i = 0; i < contents.attachments.size(); ++i) {
        const MimePart &part = *contents.attachments[i];
        document.children.append(
            {attachmentName(part, qsizetype(i)), QString::fromLatin1(part.type.value.left(100)), decodedBody(*message, part).size()});
    }
    if (contents.isEncrypted)
        document.warnings.append(u"The mail is encrypted; its text was not read."_s);
    return document;
}

Result<ExtractInput> EmailExtractor::child(const ExtractInput &input, int index) const
{
    const Result<QByteArray> message = input.all(kMaxMessage);
    if (!message)
        return std::unexpected(message.error());
    const MimePart root = parsedMessage(*message);
    Contents contents;
    sort(*message, root, contents);
    if (index < 0 || size_t(index) >= contents.attachments.size())
        return fail(ErrorCode::NotFound, u"has no attachment %1"_s.arg(index + 1));
    const MimePart &part = *contents.attachments[size_t(index)];
    ExtractInput child;
    child.name = attachmentName(part, index);
    child.bytes = decodedBody(*message, part);
    return child;
}

std::pair<QByteArray, QString> EmailExtractor::sample() const
{
    return {"From: a@example.org\nSubject: =?utf-8?q?Mill?=\n =?utf-8?b?cmFjZQ==?=\nDate: Mon, 3 Mar 2025 10:00:00 +0100\n\nIt works.\n"_ba,
            u"Millrace"_s};
}

const FormatDescriptor &MailboxExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{
        u"mbox"_s, u"Mailbox"_s, {u"mbox"_s}, {u"application/mbox"_s}, u"Millrace"_s, QStringLiteral(MILLRACE_VERSION), true, false};
    return descriptor;
}

Result<ExtractedDocument> MailboxExtractor::extract(const ExtractInput &input) const
{
    QFile file(input.path);
    QBuffer buffer;
    QIODevice *device = &file;
    if (input.path.isEmpty()) {
        buffer.setData(input.bytes);
        device = &buffer;
    }
    if (!device->open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"cannot be read: "_s + device->errorString());

    ExtractedDocument document;
    document.format = descriptor().id;
    document.reader = descriptor().library + u' ' + descriptor().version;
    document.unit = PlaceUnit::Byte;
    BlockWriter list;
    qint64 from = -1;
    QByteArray header; ///< of the mail that is open
    bool inHeader = false;
    const auto close = [&](qint64 to) {
        if (from < 0)
            return;
        const MimePart mail = parsedMessage(header);
        const QString name = u"message-%1.eml"_s.arg(document.children.size() + 1);
        list.place(from, to);
        list.item(0, QString::number(document.children.size() + 1) + u'.',
                  QStringList{isoDate(mail.header("date")), mail.header("from"), mail.header("subject")}.join(u", "_s).left(1000));
        document.children.append({name, u"message/rfc822"_s, to - from, from, to});
        header.clear();
    };
    bool afterBlank = true;
    bool begins = true; // a line, and not the rest of one that is longer than kLongLine
    const auto take = [&](QByteArrayView line, qint64 at) {
        const bool isRest = !begins;
        begins = line.endsWith('\n');
        if (isRest) {
            if (inHeader && header.size() < kMaxHeader)
                header += line;
            return;
        }
        if (afterBlank && line.startsWith("From ")) {
            close(at);
            from = at + line.size();
            inHeader = true;
            afterBlank = false;
            return;
        }
        const bool isBlank = line.trimmed().isEmpty();
        inHeader = inHeader && !isBlank;
        if (inHeader && header.size() < kMaxHeader)
            header += line;
        afterBlank = isBlank && line.endsWith('\n');
    };
    QByteArray pending;
    qint64 base = 0; // where it stands in the mailbox
    bool isOver = false;
    while (!isOver && document.children.size() < kMaxMessages && !input.stops()) {
        const QByteArray more = device->read(kChunk);
        isOver = more.isEmpty();
        pending += more;
        qsizetype at = 0;
        while (at < pending.size()) {
            const qsizetype end = pending.indexOf('\n', at);
            if (end < 0 && !isOver && pending.size() - at < kLongLine)
                break;
            const qsizetype stop = end < 0 ? pending.size() : end + 1;
            take(QByteArrayView(pending).sliced(at, stop - at), base + at);
            at = stop;
        }
        base += at;
        pending.remove(0, at);
    }
    close(base);
    if (!isOver) {
        document.partial = true;
        document.problems.append({int(document.children.size()), u"there are more mails than are read, or the time was over"_s});
    }
    if (document.children.isEmpty())
        return refuse(u"is a mailbox without mails"_s);
    list.finish(document);
    document.facts.insert("messages", document.children.size());
    return document;
}

std::pair<QByteArray, QString> MailboxExtractor::sample() const
{
    return {"From a@example.org Mon Mar  3 10:00:00 2025\nFrom: a@example.org\nTo: b@example.org\nSubject: Millrace\n\nIt works.\n"_ba,
            u"Millrace"_s};
}

} // namespace Millrace
