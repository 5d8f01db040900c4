// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents that mean harm, or came to some. Each has to end read, partial or refused with a reason, within its time and its process's
// memory; the next one is read as if nothing had been (R14, R20).
#include "extract/documentreader.h"

#include "engine/componentprocess.h"
#include "extract/formats.h"
#include "extract/officeextractors.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestHostile : public QObject
{
    Q_OBJECT

    std::unique_ptr<ComponentProcessPool> m_pool;
    std::unique_ptr<DocumentReader> m_reader;
    QTemporaryDir m_folder;

    Result<ExtractedDocument> read(const QString &name, const QByteArray &bytes)
    {
        ExtractInput input;
        input.name = name;
        input.path = m_folder.filePath(name);
        QFile file(input.path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(input.path));
        file.close();
        return m_reader->read(input, formatOf(name, bytes.first(std::min<qsizetype>(bytes.size(), 8192))));
    }

    /// What is left of a document must still be one.
    static void verifyWhole(const Result<ExtractedDocument> &document)
    {
        if (!document) {
            QVERIFY2(document.error().code == ErrorCode::FileRefused || document.error().code == ErrorCode::Unsupported,
                     qPrintable(QString(errorCodeName(document.error().code)) + u": "_s + document.error().text));
            QVERIFY(!document.error().text.isEmpty());
            return;
        }
        const Result<ExtractedDocument> back = ExtractedDocument::fromJson(document->toJson());
        QVERIFY2(back, back ? "" : qPrintable(back.error().text));
    }

    /// A zip whose directory says what it likes of its one entry.
    static QByteArray zipSaying(const QByteArray &name, quint32 size, quint32 attributes = 0, quint16 madeBy = 0x0314)
    {
        QByteArray zip = storedZip({{name, "x"}});
        const qsizetype entry = zip.indexOf("PK\x01\x02");
        qToLittleEndian<quint16>(madeBy, zip.data() + entry + 4);
        qToLittleEndian<quint32>(size, zip.data() + entry + 24);
        qToLittleEndian<quint32>(attributes, zip.data() + entry + 38);
        return zip;
    }

    static QStringList realFiles()
    {
        QStringList paths;
        for (const char *path :
             {"/usr/share/doc/shared-mime-info/shared-mime-info-spec.pdf", "/usr/share/developers-reference/developers-reference.epub",
              "/usr/share/qt6/doc/global/template/images/Qt-header-bg.jpg"}) {
            if (QFile::exists(QString::fromLatin1(path)))
                paths.append(QString::fromLatin1(path));
        }
        return paths;
    }

    static QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Real files, and every reader's own sample.
    static QList<std::pair<QString, QByteArray>> victims()
    {
        QList<std::pair<QString, QByteArray>> list;
        for (const QString &path : realFiles())
            list.append({QFileInfo(path).fileName(), bytesOf(path)});
        for (const auto &extractor : extractors())
            list.append({u"sample."_s + extractor->descriptor().extensions.first(), extractor->sample().first});
        return list;
    }

private Q_SLOTS:
    void initTestCase()
    {
        ComponentProcessOptions options;
        options.program = QStringLiteral(MILLRACE_BIN_DIR "/extracthost");
        options.maxProcesses = 2;
        options.memoryMiB = 256;
        m_pool = std::make_unique<ComponentProcessPool>(options);
        DocumentReaderOptions reader;
        reader.limitUs = 20'000'000;
        reader.run = [this](const QString &component, const Json &config, const StepInput &input, qint64 deadlineUs,
                            const std::function<bool()> &isCancelled) { return m_pool->run(component, config, input, deadlineUs, isCancelled); };
        m_reader = std::make_unique<DocumentReader>(std::move(reader));
    }

    void archivesThatMeanHarmAreRefused_data()
    {
        QTest::addColumn<QByteArray>("zip");
        QTest::addColumn<QString>("reason");
        const QByteArray main = "word/document.xml";
        QTest::newRow("a gigabyte") << zipSaying(main, 1'000'000'001) << u"bomb"_s;
        QTest::newRow("a ratio of 100") << zipSaying(main, 2'000'000) << u"bomb"_s;
        QTest::newRow("a size of 64 bits that is not told") << zipSaying(main, 0xffffffff) << u"bomb"_s;
        QTest::newRow("a way out") << zipSaying("../../etc/passwd", 1) << u"leads out"_s;
        QTest::newRow("a way out of Windows") << zipSaying("a\\..\\..\\b", 1) << u"leads out"_s;
        QTest::newRow("an absolute name") << zipSaying("/etc/passwd", 1) << u"leads out"_s;
        QTest::newRow("a drive") << zipSaying("C:/a", 1) << u"leads out"_s;
        QTest::newRow("a symbolic link") << zipSaying(main, 1, 0120777u << 16) << u"symbolic link"_s;
        QTest::newRow("the same name twice") << storedZip({{main, "a"}, {main, "b"}}) << u"two entries"_s;
        QTest::newRow("no document") << storedZip({{"a.txt", "text"}}) << u"not a document"_s;
        QByteArray broken = storedZip({{main, "x"}});
        broken.truncate(broken.indexOf("PK\x01\x02") + 20);
        QTest::newRow("no end") << broken << u"damaged"_s;
        QByteArray many = storedZip({{main, "x"}});
        const qsizetype end = many.lastIndexOf("PK\x05\x06");
        qToLittleEndian<quint16>(60'000, many.data() + end + 10);
        QTest::newRow("entries that are not there") << many << u"breaks off"_s;
        // zip64: 200,000 entries.
        QByteArray zip64 = "PK\x03\x04" + QByteArray(26, '\0');
        const qsizetype record = zip64.size();
        zip64 += "PK\x06\x06" + QByteArray(52, '\0');
        qToLittleEndian<quint64>(200'000, zip64.data() + record + 32);
        const qsizetype locator = zip64.size();
        zip64 += "PK\x06\x07" + QByteArray(16, '\0');
        qToLittleEndian<quint64>(quint64(record), zip64.data() + locator + 8);
        zip64 += QByteArray("PK\x05\x06\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0", 22) + QByteArray(300'000, '\0');
        zip64.truncate(locator + 20 + 22);
        QTest::newRow("200,000 entries") << zip64 << u"damaged"_s;
    }
    void archivesThatMeanHarmAreRefused()
    {
        QFETCH(QByteArray, zip);
        QFETCH(QString, reason);
        if (!findExtractor(u"docx"))
            QSKIP("no KArchive");
        const auto refused = read(u"a.docx"_s, zip);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileRefused);
        QVERIFY2(refused.error().text.contains(reason), qPrintable(refused.error().text));
    }

    void entitiesDoNotGrow()
    {
        if (!findExtractor(u"docx"))
            QSKIP("no KArchive");
        QByteArray xml = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">";
        for (char c = 'b'; c <= 'k'; ++c)
            xml += QByteArray("<!ENTITY ") + c + " \"" + QByteArray(QByteArray("&") + char(c - 1) + ";").repeated(10) + "\">";
        xml += "]><w:document "
               "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>before</w:t></w:r></w:p>"
               "<w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>";
        QElapsedTimer timer;
        timer.start();
        const auto document = read(u"laughs.docx"_s, storedZip({{"word/document.xml", xml}}));
        verifyWhole(document);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(!document || document->partial);
        QVERIFY(!document || document->text.size() < 100'000);
        // Nor do entities reach for files.
        const auto file = read(u"file.xml"_s, "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><x><p>a &f; b</p></x>");
        verifyWhole(file);
        QVERIFY(!file || !file->text.contains("root:"_L1));
    }

    void nestingIsBounded_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        const auto word = [](const QByteArray &body) {
            return storedZip(
                {{"word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" + body}});
        };
        QTest::newRow("paragraphs") << u"a.docx"_s << word(QByteArray("<w:p><w:r><w:t>a</w:t>").repeated(30'000));
        QTest::newRow("tables") << u"b.docx"_s << word(QByteArray("<w:tbl><w:tr><w:tc>").repeated(30'000));
        QTest::newRow("elements") << u"c.xml"_s << QByteArray("<a>x").repeated(200'000);
        QTest::newRow("elements beside each other, deep")
            << u"c2.xml"_s << QByteArray(QByteArray("<a>").repeated(9'000) + QByteArray("<x/>").repeated(1'000'000));
        QTest::newRow("emphasis that never ends") << u"c3.xml"_s
                                                  << QByteArray(QByteArray("<a><b>").repeated(4'500) + QByteArray("x<!-- -->").repeated(200'000));
        QTest::newRow("quotes in quotes") << u"c4.md"_s << QByteArray(">").repeated(1'000'000);
        QTest::newRow("JSON") << u"d.json"_s << QByteArray("[").repeated(100'000);
        QTest::newRow("lists") << u"e.html"_s << QByteArray("<ul><li>x").repeated(50'000);
        QByteArray mail = "From: a@b\nTo: c\nSubject: s\n";
        for (int i = 0; i < 5000; ++i)
            mail += "Content-Type: multipart/mixed; boundary=" + QByteArray::number(i) + "\n\n--" + QByteArray::number(i) + '\n';
        QTest::newRow("mails") << u"f.eml"_s << mail;
        QTest::newRow("PDF arrays") << u"g.pdf"_s
                                    << QByteArray("%PDF-1.4\n1 0 obj " + QByteArray("[").repeated(200'000) + "\ntrailer<</Root 1 0 R>>\n");
        QTest::newRow("PDF pages that hold each other")
            << u"h.pdf"_s
            << QByteArray("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>endobj\n"
                          "trailer<</Root 1 0 R>>\n");
    }
    void nestingIsBounded()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QElapsedTimer timer;
        timer.start();
        verifyWhole(read(name, bytes));
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
    }

    void aLargePdfThatLeadsNowhereIsNotSearched()
    {
        // poppler would look for objects through all of it, byte by byte.
        if (!findExtractor(u"pdf"))
            QSKIP("no poppler");
        const auto readAt = [this](const QByteArray &head, const QByteArray &end) {
            ExtractInput input;
            input.name = u"large.pdf"_s;
            input.path = m_folder.filePath(input.name);
            QFile file(input.path);
            if (!file.open(QIODevice::WriteOnly) || file.write(head) < 0 || !file.resize(qint64(1) << 30) || !file.seek(qint64(1) << 30)
                || file.write(end) < 0)
                qFatal("cannot write %s", qPrintable(input.path));
            file.close();
            return m_reader->read(input, u"pdf"_s);
        };
        QElapsedTimer timer;
        timer.start();
        for (const QByteArray &end : {""_ba, "startxref\n99999\n%%EOF\n"_ba, "startxref\nnowhere\n%%EOF\n"_ba}) {
            const auto refused = readAt("%PDF-1.4\n", end);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::FileRefused);
            QVERIFY2(refused.error().text.contains("not searched"_L1), qPrintable(refused.error().text));
        }
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        // One as large that says where its objects are is read.
        const QByteArray sample = findExtractor(u"pdf")->sample().first;
        QByteArray table = "xref\n0 6\n0000000000 65535 f \n";
        for (int object = 1; object <= 5; ++object)
            table += QByteArray::number(sample.indexOf(QByteArray::number(object) + " 0 obj")).rightJustified(10, '0') + " 00000 n \n";
        const auto read = readAt(sample, table + "trailer<</Root 1 0 R/Size 6>>\nstartxref\n" + QByteArray::number(qint64(1) << 30) + "\n%%EOF\n");
        QVERIFY2(read, read ? "" : qPrintable(read.error().text));
        QVERIFY(read->text.contains("Millrace"_L1));
    }

    void truncatedFilesEndSomehow()
    {
        int partial = 0;
        int refused = 0;
        int whole = 0;
        for (const auto &[name, bytes] : victims()) {
            for (int sixteenths = 0; sixteenths < 16; ++sixteenths) {
                const auto document = read(name, bytes.first(bytes.size() * sixteenths / 16));
                if (bytes.size() * sixteenths / 16 > 0)
                    verifyWhole(document);
                ++(!document ? refused : document->partial ? partial : whole);
            }
        }
        qInfo("%d whole, %d partial, %d refused", whole, partial, refused);
    }

    void flippedBytesEndSomehow()
    {
        QRandomGenerator random(20261121);
        int partial = 0;
        int refused = 0;
        int whole = 0;
        for (const auto &[name, bytes] : victims()) {
            for (int i = 0; i < (bytes.size() > 10'000 ? 6 : 12); ++i) {
                QByteArray damaged = bytes;
                for (int k = 0; k < 1 + i % 8; ++k)
                    damaged[random.bounded(int(damaged.size()))] = char(random.bounded(256));
                const auto document = read(name, damaged);
                verifyWhole(document);
                ++(!document ? refused : document->partial ? partial : whole);
            }
        }
        qInfo("%d whole, %d partial, %d refused", whole, partial, refused);
    }

    void wrongExtensionsCostNothing()
    {
        for (const auto &extractor : extractors()) {
            if (!extractor->descriptor().foreign)
                continue;
            const auto [bytes, word] = extractor->sample();
            for (const QString &name : {u"name.txt"_s, u"name.bin"_s, u"name"_s}) {
                const auto document = read(name, bytes);
                QVERIFY2(document, qPrintable(extractor->descriptor().id + u": "_s + (document ? QString() : document.error().text)));
                QVERIFY(document->text.contains(word));
            }
        }
        // A name promises nothing either.
        for (const char *name : {"a.pdf", "a.docx", "a.xlsx", "a.epub", "a.jpg"}) {
            const auto text = read(QString::fromLatin1(name), "This is a text, whatever its name says.\n");
            QVERIFY(text);
            QCOMPARE(text->format, u"text"_s);
        }
        const auto strange = read(u"a line\nand another\x7f.txt"_s, "Text.\n");
        QVERIFY(strange);
    }

    void theNextOneIsRead()
    {
        for (const auto &extractor : extractors()) {
            const auto [bytes, word] = extractor->sample();
            const auto document = read(u"last."_s + extractor->descriptor().extensions.first(), bytes);
            QVERIFY2(document, qPrintable(extractor->descriptor().id));
            QVERIFY(document->text.contains(word));
        }
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
