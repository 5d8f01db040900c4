// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents that nobody here wrote, held against the tools that others use to read them: PDFs and books as packages install them, office files
// that pandoc makes of installed documentation. The measure is told at `similarity()`. What a tool or a package lacks is skipped.
#include "extract/formats.h"
#include "reference.h"
#include "sdk/jsonschema.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestDocuments : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static Result<ExtractedDocument> read(const QString &path)
    {
        ExtractInput input;
        input.name = QFileInfo(path).fileName();
        input.path = path;
        return extractDocument(input);
    }

    static QStringList installed(const QStringList &folders, const QStringList &names)
    {
        QStringList paths;
        for (const QString &folder : folders) {
            QDirIterator it(folder, names, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
            while (it.hasNext())
                paths.append(it.next());
        }
        paths.sort();
        return paths;
    }

    /// A document of the example library in another format, by pandoc.
    QString made(const QString &from, const QString &format)
    {
        const QString path = m_folder.filePath(QFileInfo(from).completeBaseName() + u'-' + format + u'.' + format);
        if (!QFile::exists(path))
            (void)outputOf(u"pandoc"_s, {from, u"-o"_s, path});
        return path;
    }

    /// What must hold of every extracted document.
    static void check(const ExtractedDocument &document)
    {
        const QByteArray text = document.text.toUtf8();
        qint64 last = 0;
        for (const TextBlock &block : document.blocks) {
            QVERIFY(block.from >= last && block.to > block.from && block.to <= text.size());
            const QByteArrayView piece = QByteArrayView(text).sliced(block.from, block.to - block.from);
            QVERIFY(!QString::fromUtf8(piece).contains(QChar::ReplacementCharacter) || document.text.contains(QChar::ReplacementCharacter));
            if (block.kind == BlockKind::Heading)
                QVERIFY(piece.startsWith(QByteArray(block.level, '#') + ' '));
            if (block.kind != BlockKind::Code)
                QVERIFY2(!piece.contains('\n'), piece.toByteArray().constData());
            for (const TextCell &cell : block.cells)
                QVERIFY(cell.from >= block.from && cell.to >= cell.from && cell.to <= block.to);
            QVERIFY(block.place.part < document.parts.size());
            if (block.place.part >= 0) {
                const DocumentPart &part = document.parts[block.place.part];
                QVERIFY(part.from <= block.from && block.to <= part.to);
            }
            last = block.to;
        }
        // No text stands outside of the blocks but blank lines.
        qint64 covered = 0;
        for (const TextBlock &block : document.blocks)
            covered += block.to - block.from;
        QVERIFY(text.size() - covered <= 2 * std::max<qsizetype>(document.blocks.size() - 1, 0));
        const Result<ExtractedDocument> back = ExtractedDocument::fromJson(document.toJson());
        QVERIFY(back);
        QCOMPARE(back->toJson().toBytes(), document.toJson().toBytes());

        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/resources/schemas/document.schema.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Result<JsonSchema> schema = JsonSchema::compile(*Json::parse(file.readAll()));
        QVERIFY(schema);
        for (const SchemaProblem &problem : schema->check(document.structure()))
            QFAIL(qPrintable(QString::fromUtf8(problem.path) + u": "_s + problem.message));
    }

private Q_SLOTS:
    void everyFormatReadsItsOwnSample()
    {
        for (const auto &extractor : extractors())
            QVERIFY2(problemWith(*extractor).isEmpty(), qPrintable(extractor->descriptor().id + u": "_s + problemWith(*extractor)));
    }

    void pdfAgreesWithPdftotext_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path : installed({u"/usr/share/developers-reference"_s, u"/usr/share/doc"_s}, {u"*.pdf"_s}))
            QTest::newRow(qPrintable(path)) << path;
        const QString more = qEnvironmentVariable("MILLRACE_CORPUS");
        if (!more.isEmpty()) {
            for (const QString &path : installed({more}, {u"*.pdf"_s}))
                QTest::newRow(qPrintable(path)) << path;
        }
    }
    void pdfAgreesWithPdftotext()
    {
        QFETCH(QString, path);
        if (!findExtractor(u"pdf") || !hasTool(u"pdftotext"_s))
            QSKIP("no poppler");
        const QByteArray reference = outputOf(u"pdftotext"_s, {path, u"-"_s});
        const Result<ExtractedDocument> document = read(path);
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        check(*document);
        QVERIFY(!document->partial);
        QCOMPARE(document->parts.size(), document->partCount);
        QCOMPARE(QByteArray::number(document->partCount), QByteArray::number(reference.count('\f')));
        const double words = similarity(document->text, QString::fromUtf8(reference), 1);
        const double runs = similarity(document->text, QString::fromUtf8(reference), 3);
        qInfo("%d pages, %lld blocks, %lld headings of %lld in the outline, words %.4f, runs of three %.4f", document->partCount,
              qint64(document->blocks.size()), qint64(std::ranges::count(document->blocks, BlockKind::Heading, &TextBlock::kind)),
              qint64(document->outline.size()), words, runs);
        QVERIFY2(words >= 0.97, qPrintable(QString::number(words)));
        QVERIFY2(runs >= 0.93, qPrintable(QString::number(runs)));
    }

    void officeFilesAgreeWithPandoc_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("format");
        const QString manual = u"/usr/share/developers-reference/"_s;
        const QStringList sources{manual + u"best-pkging-practices.html"_s, manual + u"de/developer-duties.html"_s,
                                  manual + u"fr/beyond-pkging.html"_s};
        for (const QString &source : std::as_const(sources)) {
            if (!QFile::exists(source))
                continue;
            for (const char *format : {"docx", "odt", "epub"})
                QTest::newRow(qPrintable(source.section(u'/', -2) + u' ' + QLatin1StringView(format))) << source << QString::fromLatin1(format);
        }
    }
    void officeFilesAgreeWithPandoc()
    {
        QFETCH(QString, source);
        QFETCH(QString, format);
        if (!findExtractor(format) || !hasTool(u"pandoc"_s))
            QSKIP("no pandoc, or the format is not read here");
        const QString path = made(source, format);
        if (!QFile::exists(path))
            QSKIP("pandoc cannot convert it");
        const Result<ExtractedDocument> document = read(path);
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        check(*document);
        QVERIFY(!document->partial);
        QCOMPARE(document->format, format);
        const QString reference = QString::fromUtf8(outputOf(u"pandoc"_s, {path, u"-t"_s, u"plain"_s, u"--wrap=none"_s}));
        const double words = similarity(document->text, reference, 1);
        const double runs = similarity(document->text, reference, 3);
        qInfo("%lld blocks, words %.4f, runs of three %.4f", qint64(document->blocks.size()), words, runs);
        // Of a page that became a chapter, navigation is left out, which pandoc keeps.
        QVERIFY2(words >= (format == "epub"_L1 ? 0.96 : 0.99), qPrintable(QString::number(words)));
        QVERIFY2(runs >= (format == "epub"_L1 ? 0.96 : 0.99), qPrintable(QString::number(runs)));
    }

    void booksAgreeWithPandoc_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path : installed({u"/usr/share/developers-reference"_s, u"/usr/share/doc/debian-policy"_s}, {u"*.epub"_s}))
            QTest::newRow(qPrintable(path)) << path;
    }
    void booksAgreeWithPandoc()
    {
        QFETCH(QString, path);
        if (!findExtractor(u"epub") || !hasTool(u"pandoc"_s))
            QSKIP("no pandoc");
        const Result<ExtractedDocument> document = read(path);
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        check(*document);
        QVERIFY(!document->title.isEmpty());
        QVERIFY(!document->language.isEmpty());
        QVERIFY(!document->outline.isEmpty());
        const QString reference = QString::fromUtf8(outputOf(u"pandoc"_s, {path, u"-t"_s, u"plain"_s, u"--wrap=none"_s}));
        const double words = similarity(document->text, reference, 1);
        qInfo("%d chapters, %lld entries of contents, words %.4f, runs of three %.4f", document->partCount, qint64(document->outline.size()), words,
              similarity(document->text, reference, 3));
        QVERIFY2(words >= 0.99, qPrintable(QString::number(words)));
    }

    void picturesAgreeWithExiftool_data()
    {
        QTest::addColumn<QString>("path");
        QStringList paths = installed({u"/usr/share/qt6/doc/global"_s, u"/usr/share/doc"_s}, {u"*.jpg"_s, u"*.png"_s, u"*.gif"_s}).mid(0, 25);
        if (const QString more = qEnvironmentVariable("MILLRACE_CORPUS"); !more.isEmpty())
            paths += installed({more}, {u"*.jpg"_s, u"*.gif"_s, u"*.tif"_s, u"*.webp"_s});
        for (const QString &path : std::as_const(paths))
            QTest::newRow(qPrintable(path)) << path;
    }
    void picturesAgreeWithExiftool()
    {
        QFETCH(QString, path);
        if (!findExtractor(u"image") || !hasTool(u"exiftool"_s))
            QSKIP("no Exiv2, or no exiftool");
        const Result<ExtractedDocument> document = read(path);
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        check(*document);
        const Result<Json> printed = Json::parse(outputOf(u"exiftool"_s, {u"-json"_s, path}));
        QVERIFY(printed);
        const Json reference = printed->at(0);
        QCOMPARE(document->facts.value("width").toInt(), reference.value("ImageWidth").toInt());
        QCOMPARE(document->facts.value("height").toInt(), reference.value("ImageHeight").toInt());
        QCOMPARE(document->facts.value("media_type").toString(), reference.value("MIMEType").toString());
        if (reference.contains("Make") && reference.contains("Model"))
            QCOMPARE(document->facts.value("camera").toString(),
                     (reference.value("Make").toString() + u' ' + reference.value("Model").toString()).trimmed());
        if (const QString taken = reference.value("DateTimeOriginal").toString(); !taken.isEmpty())
            QCOMPARE(document->facts.value("taken_at").toString().left(19).replace(u'T', u' ').replace(u'-', u':'), taken.left(19));
    }

    void filesOfACorpusAreReadOrRefused()
    {
        const QString corpus = qEnvironmentVariable("MILLRACE_CORPUS");
        if (corpus.isEmpty())
            QSKIP("MILLRACE_CORPUS names no folder");
        QMap<QString, std::array<int, 3>> counts;
        for (const QString &path : installed({corpus}, {u"*"_s})) {
            const Result<ExtractedDocument> document = read(path);
            std::array<int, 3> &count = counts[document ? document->format : u"refused ."_s + QFileInfo(path).suffix().toLower()];
            ++count[0];
            if (!document) {
                if (qEnvironmentVariableIsSet("MILLRACE_VERBOSE"))
                    qInfo("%s %s", qPrintable(path), qPrintable(document.error().text));
                continue;
            }
            count[1] += document->partial ? 1 : 0;
            count[2] += document->warnings.isEmpty() ? 0 : 1;
            check(*document);
            if (QTest::currentTestFailed()) {
                qWarning("in %s", qPrintable(path));
                return;
            }
        }
        for (auto it = counts.cbegin(); it != counts.cend(); ++it)
            qInfo("%-16s %5d files, %d partial, %d with warnings", qPrintable(it.key()), it.value()[0], it.value()[1], it.value()[2]);
    }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "tst_documents.moc"
