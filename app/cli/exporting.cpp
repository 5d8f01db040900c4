// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

Error writeError(const QString &path, const QString &reason)
{
    return Error::make(ErrorCode::FileWrite, u"%1 cannot be written: %2"_s.arg(path, reason));
}

/// One stream of documents, as lines or as the items of an array.
class StreamSink final : public DocumentSink
{
public:
    StreamSink(bool isArray, const QString &path, Console &console)
        : m_isArray(isArray)
        , m_path(path)
        , m_console(console)
    {}

    Result<bool> add(const Json &document) override
    {
        const QByteArray separator = m_isArray ? (m_count == 0 ? "[\n" : ",\n") : "";
        ++m_count;
        if (const Result<void> written = write(separator + document.toBytes() + (m_isArray ? "" : "\n")); !written)
            return std::unexpected(written.error());
        return true;
    }

    Result<void> finish() override
    {
        if (m_isArray) {
            if (const Result<void> written = write(m_count == 0 ? "[]\n" : "\n]\n"); !written)
                return written;
        }
        if (const Result<void> opened = open(); !opened)
            return opened;
        if (!m_path.isEmpty() && !m_file.commit())
            return std::unexpected(writeError(m_path, m_file.errorString()));
        return {};
    }

private:
    Result<void> open()
    {
        if (m_path.isEmpty() || m_file.isOpen())
            return {};
        m_file.setFileName(m_path);
        if (!m_file.open(QIODevice::WriteOnly))
            return std::unexpected(writeError(m_path, m_file.errorString()));
        return {};
    }

    Result<void> write(const QByteArray &bytes)
    {
        if (const Result<void> opened = open(); !opened)
            return opened;
        if (m_path.isEmpty()) {
            m_console.write(bytes);
            return m_console.hasFailed() ? std::unexpected(writeError(u"stdout"_s, u"its reader is gone or its disk is full"_s)) : Result<void>();
        }
        return m_file.write(bytes) == bytes.size() ? Result<void>() : std::unexpected(writeError(m_path, m_file.errorString()));
    }

    bool m_isArray;
    QString m_path;
    Console &m_console;
    QSaveFile m_file;
    qint64 m_count = 0;
};

/// The finished texts, one file each.
class FolderSink final : public DocumentSink
{
public:
    FolderSink(ExportFormat format, const QString &path)
        : m_format(format == ExportFormat::Markdown ? u"markdown"_s : u"html"_s)
        , m_suffix(format == ExportFormat::Markdown ? u".md"_s : u".html"_s)
        , m_folder(path)
    {}

    Result<bool> add(const Json &document) override
    {
        const Json &formatted = document.value("data").value("formatted_content");
        if (formatted.value("format").toString() != m_format || !formatted.value("content").isString())
            return false;
        if (!m_folder.mkpath(u"."_s))
            return std::unexpected(writeError(m_folder.path(), u"the folder cannot be made"_s));
        QString name = exportFileName(document);
        for (int n = 2; m_names.contains(name); ++n)
            name = exportFileName(document) + u'-' + QString::number(n);
        m_names.insert(name);
        QSaveFile file(m_folder.filePath(name + m_suffix));
        const QByteArrayView text = formatted.value("content").utf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), text.size()) != text.size() || !file.commit())
            return std::unexpected(writeError(file.fileName(), file.errorString()));
        return true;
    }
    Result<void> finish() override { return {}; }

private:
    QString m_format;
    QString m_suffix;
    QDir m_folder;
    QSet<QString> m_names;
};

/// Letters, digits, dot and hyphen; everything else becomes one hyphen.
QString slug(const QString &text, int maxBytes)
{
    QString out;
    for (const char32_t u : text.toUcs4()) {
        if (QChar::isLetterOrNumber(u) || u == U'_' || u == U'.')
            out += QString::fromUcs4(&u, 1);
        else if (!out.isEmpty() && !out.endsWith(u'-'))
            out += u'-';
    }
    while (out.toUtf8().size() > maxBytes)
        out.chop(out.size() > 1 && out.back().isLowSurrogate() ? 2 : 1);
    while (out.startsWith(u'.') || out.startsWith(u'-'))
        out.remove(0, 1);
    while (out.endsWith(u'-') || out.endsWith(u'.'))
        out.chop(1);
    return out;
}

} // namespace

DocumentSink::~DocumentSink() = default;

std::optional<ExportFormat> exportFormat(QStringView name)
{
    if (name == "jsonl"_L1)
        return ExportFormat::JsonLines;
    if (name == "json"_L1)
        return ExportFormat::JsonArray;
    if (name == "markdown"_L1)
        return ExportFormat::Markdown;
    if (name == "html"_L1)
        return ExportFormat::Html;
    return {};
}

std::unique_ptr<DocumentSink> makeSink(ExportFormat format, const QString &out, Console &console)
{
    if (format == ExportFormat::Markdown || format == ExportFormat::Html)
        return std::make_unique<FolderSink>(format, out);
    return std::make_unique<StreamSink>(format == ExportFormat::JsonArray, out, console);
}

Result<ExportSums> exportDocuments(Call &call, Door &door, const Json &filter, const QStringList &ids, DocumentSink &sink)
{
    ExportSums sums;
    const auto addOne = [&](const QString &id) -> Result<void> {
        const Result<Json> document = call.execute(door, u"context.get"_s, Json::object({{"id", id}}));
        if (!document && document.error().code == ErrorCode::NotFound) {
            call.console().note(Console::harmless(document.error().text));
            ++sums.unknown;
            return {};
        }
        if (!document)
            return std::unexpected(document.error());
        const Result<bool> added = sink.add(*document);
        if (!added)
            return std::unexpected(added.error());
        ++(*added ? sums.exported : sums.without);
        return {};
    };

    for (const QString &id : ids) {
        if (const Result<void> added = addOne(id); !added)
            return std::unexpected(added.error());
    }
    Json page = filter;
    page.insert("limit", 1000);
    bool more = ids.isEmpty();
    while (more) {
        const Result<Json> answer = call.execute(door, u"context.list"_s, page);
        if (!answer)
            return std::unexpected(answer.error());
        for (const Json &context : answer->value("contexts").items()) {
            if (const Result<void> added = addOne(context.value("id").toString()); !added)
                return std::unexpected(added.error());
        }
        const QString next = answer->value("next").toString();
        more = !next.isEmpty();
        page.insert("after", next);
    }
    if (const Result<void> finished = sink.finish(); !finished)
        return std::unexpected(finished.error());
    return sums;
}

QString exportFileName(const Json &document)
{
    const QString id = slug(document.value("id").toString(), 40);
    const QString title = slug(document.value("data").value("title").toString(), 75);
    const QString name = title.isEmpty() ? id : (id.isEmpty() ? title : title + u'-' + id);
    return name.isEmpty() ? u"context"_s : name;
}

} // namespace Millrace::Cli
