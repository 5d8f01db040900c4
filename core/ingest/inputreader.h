// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/largejson.h"
#include "sdk/error.h"
#include "sdk/json.h"

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QFileInfo;
class QIODevice;
QT_END_NAMESPACE

namespace Millrace {

class DocumentReader;
struct ExtractInput;
struct ExtractedDocument;

/// One context found in an input, or why there is none: either `error` is set, or `document` says what was found.
struct Submission
{
    QString name; ///< the file as the caller named it
    int line = 0; ///< of a JSON Lines or CSV file, from 1; 0 where the whole file is meant
    QByteArray original; ///< its bytes as they were read, for quarantine; empty where nothing was read
    Json document; ///< an S2 context document, or the parts of one: always has an object `data`
    std::optional<LargeDocument> large; ///< where `data` is too large for a tree: `document` then holds the other members alone
    bool isWholeFile = false; ///< the document is the file, not a part of it or a context that lay in it
    bool isAttachment = false; ///< it lay in the one before
    QString mediaType; ///< of the file, where the reader knows it better than its name says
    QString notice; ///< how the file was read, where that is a guess
    std::optional<Error> error; ///< its text starts with name, line and JSON Pointer: "f.jsonl:12: /data/title: duplicate key"

    friend bool operator==(const Submission &, const Submission &) = default;
};

/// "best-pkging_practices.en.html" is "Best pkging practices".
[[nodiscard]] QString titleFromName(const QString &name);

/// How many of each came out of a reading: files = taken in + refused + skipped, where a file counts once.
struct InputTotals
{
    qint64 files = 0;
    qint64 filesTaken = 0; ///< gave at least one document
    qint64 filesRefused = 0; ///< gave only errors
    qint64 filesSkipped = 0; ///< hidden, or a link to a file that was read already
    qint64 documents = 0;
    qint64 errors = 0;
    bool cancelled = false;

    friend bool operator==(const InputTotals &, const InputTotals &) = default;
};

struct InputOptions
{
    bool followsLinks = true; ///< in folders; what is given by its name is read in any case
    QString type = QStringLiteral("article"); ///< `type` of what is no S2 document itself
    qint64 maxDocument = 8 * 1024 * 1024; ///< bytes of one text, JSON document, JSON line or CSV record held as a tree
    qint64 maxLarge = 512 * 1024 * 1024; ///< bytes of one JSON document that is checked as a stream
    bool takesLarge = false; ///< deliver JSON objects beyond maxDocument as `large`; else they are refused
    int maxFolders = 64; ///< levels of folders below a given one
    const DocumentReader *documents = nullptr; ///< reads PDF, office files, …; without it they are refused
    /// Told while a document of many pages is read, what there is of it so far.
    std::function<void(const QString &name, const ExtractedDocument &soFar)> onPages;
    /// Whether the pages of this document that were read suffice; they are kept, and marked as a part.
    std::function<bool()> isEnough;
};

/// Turns paths into submissions, one at a time, so that memory stays bounded by one document.
///
/// Taken in: JSON (an object, or an array of them), JSON Lines, CSV and TSV (a context a row), text, Markdown,
/// reStructuredText, HTML; folders with all their files, sorted by name, hidden ones and second links to a file passed over.
/// An object with an object `data` is an S2 context document; any other object becomes `data`. Text becomes
/// `data.source_text` with `title`, `source_name`, and `language` and `keywords` where the document names them; what its blocks are and where
/// they stand in the file becomes `data.document` (ExtractedDocument::structure()). Every format that the document reader offers becomes the
/// same; what lies in it (a mail's attachments) follows as documents of their own, named "mail.eml/report.pdf", with their bytes; the mails of a box
/// without, as they stand in it. Of a text beyond `maxDocument` the beginning is taken, and marked as a part. Every JSON
/// is parsed strictly. What cannot be taken in is delivered as a submission with an error; the rest goes on.
///
/// A value; use it from any one thread.
class InputReader
{
public:
    /// Takes one submission; false ends the reading.
    using Sink = std::function<bool(Submission &&)>;
    using IsCancelled = std::function<bool()>;

    explicit InputReader(InputOptions options = {});

    /// Reads files and folders in the order given.
    InputTotals read(const QStringList &paths, const Sink &sink, const IsCancelled &isCancelled = {}) const;
    /// Reads bytes that came without a file (pasted, from a pipe) as the kind that `name` and the bytes say.
    InputTotals readBytes(const QString &name, const QByteArray &bytes, const Sink &sink) const;

private:
    struct Run;
    enum class Place : quint8 { File, Part, Attachment };
    void readPath(Run &run, const QString &path, const QString &name, int depth) const;
    void readFolder(Run &run, const QString &path, const QString &name, int depth) const;
    void readFile(Run &run, const QFileInfo &info, const QString &name) const;
    void readDevice(Run &run, QIODevice *device, const QString &name, qint64 size) const;
    void readLargeJson(Run &run, QIODevice *device, const QString &name, qint64 size) const;
    void readArray(Run &run, QIODevice *device, const QString &name) const;
    void readJson(Run &run, const QByteArray &bytes, const QString &name) const;
    void readJsonLines(Run &run, QIODevice *device, const QString &name) const;
    void readCsv(Run &run, QIODevice *device, const QString &name) const;
    void readText(Run &run, const QByteArray &bytes, const QString &name, const QString &format, bool isPart = false) const;
    void readDocument(Run &run, QIODevice *device, const QString &name, const QString &format) const;
    void readWithin(Run &run, const ExtractInput &input, const ExtractedDocument &document, const QString &name) const;
    void deliverDocument(Run &run, const ExtractedDocument &document, const QByteArray &original, const QString &name, Place place) const;
    void deliverObject(Run &run, const Json &value, const QByteArray &original, const QString &name, int line, const QByteArray &pointer) const;

    InputOptions m_options;
};

} // namespace Millrace
