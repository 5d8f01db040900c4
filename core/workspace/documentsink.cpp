// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/documentsink.h"

#include "components/transformercomponent.h"

#include <QDir>
#include <QSaveFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Error writeError(const QString &path, const QString &reason)
{
    return Error::make(ErrorCode::FileWrite, u"%1 cannot be written: %2"_s.arg(path, reason), Json::object({{"path", path}}));
}

/// One stream of documents, as lines or as the items of an array.
class StreamSink : public DocumentSink
{
public:
    StreamSink(ExportFormat format, const StreamWriter &write)
        : m_isArray(format == ExportFormat::JsonArray)
        , m_write(write)
    {}

    Result<bool> add(const Json &document) override
    {
        const QByteArray separator = m_isArray ? (m_count == 0 ? "[\n" : ",\n") : "";
        ++m_count;
        if (const Result<void> written = m_write(separator + document.toBytes() + (m_isArray ? "" : "\n")); !written)
            return std::unexpected(written.error());
        return true;
    }

    Result<void> finish() override { return m_isArray ? m_write(m_count == 0 ? "[]\n" : "\n]\n") : Result<void>(); }

private:
    bool m_isArray;
    StreamWriter m_write;
    qint64 m_count = 0;
};

/// A stream into a file, which is there when it is complete.
class FileSink final : public DocumentSink
{
public:
    FileSink(ExportFormat format, const QString &path)
        : m_file(path)
        , m_stream(format, [this](const QByteArray &bytes) { return write(bytes); })
    {}

    Result<bool> add(const Json &document) override { return m_stream.add(document); }
    Result<void> finish() override
    {
        if (const Result<void> written = m_stream.finish(); !written)
            return written;
        if (const Result<void> opened = write({}); !opened)
            return opened;
        return m_file.commit() ? Result<void>() : std::unexpected(writeError(m_file.fileName(), m_file.errorString()));
    }

private:
    Result<void> write(const QByteArray &bytes)
    {
        const bool open = m_file.isOpen() || m_file.open(QIODevice::WriteOnly);
        if (!open || m_file.write(bytes) != bytes.size())
            return std::unexpected(writeError(m_file.fileName(), m_file.errorString()));
        return {};
    }

    QSaveFile m_file;
    StreamSink m_stream;
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
        const std::optional<QString> text = finishedText(document.value("data"), m_format);
        if (!text)
            return false;
        if (!m_folder.mkpath(u"."_s))
            return std::unexpected(writeError(m_folder.path(), u"the folder cannot be made"_s));
        QString name = exportFileName(document);
        for (int n = 2; m_names.contains(name); ++n)
            name = exportFileName(document) + u'-' + QString::number(n);
        m_names.insert(name);
        QSaveFile file(m_folder.filePath(name + m_suffix));
        const QByteArray bytes = text->toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
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

std::unique_ptr<DocumentSink> makeFileSink(ExportFormat format, const QString &path)
{
    if (needsFolder(format))
        return std::make_unique<FolderSink>(format, path);
    return std::make_unique<FileSink>(format, path);
}

std::unique_ptr<DocumentSink> makeStreamSink(ExportFormat format, const StreamWriter &write)
{
    return std::make_unique<StreamSink>(format, write);
}

QString exportFileName(const Json &document)
{
    const QString id = slug(document.value("id").toString(), 40);
    const QString title = slug(document.value("data").value("title").toString(), 75);
    const QString name = title.isEmpty() ? id : (id.isEmpty() ? title : title + u'-' + id);
    return name.isEmpty() ? u"context"_s : name;
}

} // namespace Millrace
