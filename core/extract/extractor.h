// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extracteddocument.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Millrace {

/// A format that is read, and by what.
struct FormatDescriptor
{
    QString id; ///< "pdf"
    QString title; ///< "PDF document"
    QStringList extensions; ///< "pdf", the usual one first
    QStringList mediaTypes;
    QString library; ///< "poppler"; "Millrace" where the reader is our own
    QString version; ///< of the library that runs
    bool foreign = false; ///< it parses with a library or an archive: only in a limited child process
    bool hasPages = false; ///< its parts can be asked for one range at a time

    friend bool operator==(const FormatDescriptor &, const FormatDescriptor &) = default;
};

/// What is to be read, and how much of it.
struct ExtractInput
{
    QString name; ///< the file's own name, for titles and messages
    QString path; ///< where the bytes lie; empty: they are `bytes`
    QByteArray bytes;
    qint64 from = 0; ///< the document is these bytes of them
    qint64 to = -1; ///< -1: to the end
    int firstPart = 1; ///< of a format with pages
    int maxParts = 0; ///< 0: all that there are
    QList<int> child; ///< a document within it: an index at each level
    std::function<bool()> isCancelled;

    /// Its bytes; FileRefused beyond `limit`, FileUnreadable.
    [[nodiscard]] Result<QByteArray> all(qint64 limit) const;
    [[nodiscard]] bool stops() const { return isCancelled && isCancelled(); }
};

/// Reads one format. Stateless; any thread, though foreign ones belong into a process of their own.
class Extractor
{
public:
    virtual ~Extractor();
    [[nodiscard]] virtual const FormatDescriptor &descriptor() const = 0;
    /// The text with its structure. FileRefused with a reason where the bytes are no such document, or nothing of it can be read; a
    /// document of which some can be read comes as partial. Texts of errors continue a sentence that begins with the file's name:
    /// "is encrypted".
    [[nodiscard]] virtual Result<ExtractedDocument> extract(const ExtractInput &input) const = 0;
    /// The bytes and name of a document within it; NotFound.
    [[nodiscard]] virtual Result<ExtractInput> child(const ExtractInput &input, int index) const;
    /// A small document of the format, and a word that reading it must give: how the product knows that the parser works here.
    [[nodiscard]] virtual std::pair<QByteArray, QString> sample() const = 0;
};

/// "is damaged: " and what is wrong, as an error that refuses the file.
[[nodiscard]] std::unexpected<Error> refuse(const QString &text);

} // namespace Millrace
