// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extracteddocument.h"
#include "extract/ziparchive.h"

#include <QHash>

QT_BEGIN_NAMESPACE
class QXmlStreamReader;
QT_END_NAMESPACE

namespace Millrace {

/// The package that docx, xlsx and pptx are: parts that name each other by relationships.
class OoxmlPackage
{
public:
    struct Relationship
    {
        QString type; ///< its last word: "officeDocument", "slide", "footnotes"
        QString target; ///< name of a part; empty where it leads out of the package
    };

    [[nodiscard]] static Result<OoxmlPackage> open(const ExtractInput &input);

    [[nodiscard]] const ZipArchive &archive() const { return *m_archive; }
    /// The part that the package is about.
    [[nodiscard]] const QString &mainPart() const { return m_main; }
    /// By id.
    [[nodiscard]] QHash<QString, Relationship> relationships(const QString &part) const;
    /// The first target of a type; empty where there is none.
    [[nodiscard]] QString related(const QString &part, QLatin1StringView type) const;
    /// Title, author, times, … as docProps/core.xml has them.
    void readProperties(ExtractedDocument &document) const;

private:
    std::unique_ptr<ZipArchive> m_archive;
    QString m_main;
};

/// Opens the package and has a `Reader(package, document)` read it into a document that says what read it.
template <typename Reader>
Result<ExtractedDocument> extractOoxml(const ExtractInput &input, const FormatDescriptor &format, PlaceUnit unit)
{
    const Result<OoxmlPackage> package = OoxmlPackage::open(input);
    if (!package)
        return std::unexpected(package.error());
    ExtractedDocument document;
    document.format = format.id;
    document.reader = format.library + u' ' + format.version;
    document.unit = unit;
    Reader(*package, document).read();
    return document;
}

/// What stops an XML part, told as a problem of a partial document; nothing where it was read to its end.
void noteXmlEnd(const QXmlStreamReader &xml, const QString &part, ExtractedDocument &document);

/// Dublin Core and its relatives, as docx, odt and epub use them: one element's text goes where it belongs.
void takeProperty(QStringView element, const QString &text, ExtractedDocument &document);

} // namespace Millrace
