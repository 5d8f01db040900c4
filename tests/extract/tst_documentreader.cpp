// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/documentreader.h"

#include "engine/componentprocess.h"
#include "extract/formats.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// A PDF of so many pages; each says its number.
static QByteArray pdfOf(int pages)
{
    QByteArray out = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n";
    QByteArray kids;
    for (int i = 0; i < pages; ++i)
        kids += QByteArray::number(4 + 2 * i) + " 0 R ";
    out += "2 0 obj<</Type/Pages/Kids[" + kids + "]/Count " + QByteArray::number(pages) + ">>endobj\n";
    out += "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n";
    for (int i = 0; i < pages; ++i) {
        const QByteArray stream = "BT /F 18 Tf 20 50 Td (This is page number " + QByteArray::number(i + 1) + " of the book.) Tj ET";
        out += QByteArray::number(4 + 2 * i) + " 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 100]/Contents " + QByteArray::number(5 + 2 * i)
            + " 0 R/Resources<</Font<</F 3 0 R>>>>>>endobj\n" + QByteArray::number(5 + 2 * i) + " 0 obj<</Length " + QByteArray::number(stream.size())
            + ">>stream\n" + stream + "\nendstream endobj\n";
    }
    return out + "trailer<</Root 1 0 R>>\n";
}

class TestDocumentReader : public QObject
{
    Q_OBJECT

    std::unique_ptr<ComponentProcessPool> m_pool;
    QTemporaryDir m_folder;

    DocumentReader reader(qint64 limitUs = 20'000'000)
    {
        DocumentReaderOptions options;
        options.limitUs = limitUs;
        options.run = [this](const QString &component, const Json &config, const StepInput &input, qint64 deadlineUs,
                             const std::function<bool()> &isCancelled) { return m_pool->run(component, config, input, deadlineUs, isCancelled); };
        return DocumentReader(options);
    }

    ExtractInput file(const QString &name, const QByteArray &bytes)
    {
        ExtractInput input;
        input.name = name;
        input.path = m_folder.filePath(name);
        QFile out(input.path);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(input.path));
        return input;
    }

private Q_SLOTS:
    void initTestCase()
    {
        ComponentProcessOptions options;
        options.program = QStringLiteral(MILLRACE_BIN_DIR "/extracthost");
        options.maxProcesses = 2;
        m_pool = std::make_unique<ComponentProcessPool>(options);
    }

    void offersWhatWorks()
    {
        const DocumentReader documents = reader();
        const Json formats = documents.formats();
        QVERIFY(formats.size() >= 8);
        for (const Json &format : formats.items()) {
            QVERIFY2(format.value("works").toBool(), qPrintable(format.value("id").toString() + u": "_s + format.value("reason").toString()));
            QVERIFY(!format.value("library").toString().isEmpty());
            QVERIFY(!format.value("version").toString().isEmpty());
        }
        QVERIFY(!documents.offers(u"rtf"_s));
        const DocumentReader alone{DocumentReaderOptions()};
        QVERIFY(alone.offers(u"html"_s));
        QVERIFY(!alone.offers(u"docx"_s));
        QVERIFY(alone.problem(u"docx"_s).contains("child process"_L1));
    }

    void pagesComeAsTheyAreRead()
    {
        if (!findExtractor(u"pdf"))
            QSKIP("no poppler");
        const DocumentReader documents = reader();
        QList<int> seen;
        const auto document = documents.read(file(u"book.pdf"_s, pdfOf(1000)), u"pdf"_s,
                                             [&](const ExtractedDocument &soFar) { seen.append(int(soFar.parts.size())); });
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        QCOMPARE(document->partCount, 1000);
        QCOMPARE(document->parts.size(), 1000);
        QVERIFY(!document->partial);
        QVERIFY(seen.size() >= 5);
        QCOMPARE(seen.first(), 16);
        QCOMPARE(document->blocks.size(), 1000);
        QVERIFY(std::ranges::is_sorted(seen));
        // Every page's block names its page, and stands within it.
        for (int i = 0; i < 1000; ++i) {
            const TextBlock &block = document->blocks[i];
            QCOMPARE(document->parts[block.place.part].number, i + 1);
            QCOMPARE(document->text.toUtf8().sliced(block.from, block.to - block.from),
                     "This is page number " + QByteArray::number(i + 1) + " of the book.");
        }
    }

    void aPageThatCrashesItsReaderCostsThatPage()
    {
        if (!findExtractor(u"pdf"))
            QSKIP("no poppler");
        const auto document = reader().read(file(u"hostile.pdf"_s, pdfOf(60) + "%crash 7 33"), u"pdf"_s);
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        QVERIFY(document->partial);
        QCOMPARE(document->problems.size(), 2);
        QCOMPARE(document->problems[0].number, 7);
        QVERIFY(document->problems[0].text.contains("crash"_L1));
        QCOMPARE(document->problems[1].number, 33);
        QCOMPARE(document->parts.size(), 58);
        QVERIFY(document->text.contains("number 8 of"_L1));
        QVERIFY(!document->text.contains("number 33 of"_L1));
    }

    void aDocumentThatAlwaysCrashesIsRefusedAndTheNextIsRead()
    {
        if (!findExtractor(u"pdf"))
            QSKIP("no poppler");
        QByteArray pages = "%crash";
        for (int i = 1; i <= 30; ++i)
            pages += ' ' + QByteArray::number(i);
        const auto refused = reader().read(file(u"worst.pdf"_s, pdfOf(30) + pages), u"pdf"_s);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileRefused);
        QVERIFY2(refused.error().text.contains("crash"_L1), qPrintable(refused.error().text));
        QVERIFY(reader().read(file(u"good.pdf"_s, pdfOf(3)), u"pdf"_s));
    }

    void bytesWithoutAFileAreReadToo()
    {
        ExtractInput input;
        input.name = u"mail.eml"_s;
        input.bytes = "From: a@example.org\nTo: b@example.org\nSubject: Hello\n\nThe text.\n";
        const auto document = reader().read(input, u"eml"_s);
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        QCOMPARE(document->title, u"Hello"_s);
    }

    void readsWhatLiesInAMail()
    {
        const QByteArray attachment = pdfOf(1).toBase64();
        const QByteArray mail
            = "From: a@example.org\nSubject: Report\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSee there.\n--x\n"
              "Content-Type: application/pdf; name=report.pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n"
            + attachment + "\n--x--\n";
        const DocumentReader documents = reader();
        ExtractInput input = file(u"mail.eml"_s, mail);
        const auto document = documents.read(input, u"eml"_s);
        QVERIFY(document);
        QCOMPARE(document->children.size(), 1);
        QCOMPARE(document->children[0].name, u"report.pdf"_s);
        QCOMPARE(document->children[0].mediaType, u"application/pdf"_s);
        input.child = {0};
        const auto within = documents.read(input, {});
        QVERIFY2(within, within ? "" : qPrintable(within.error().text));
        QVERIFY(within->text.contains("page number 1"_L1));
        input.child = {1};
        QCOMPARE(documents.read(input, {}).error().code, ErrorCode::NotFound);
        input.child = {0, 0, 0, 0, 0};
        QVERIFY(!documents.read(input, {}));
    }

    void leavesOutWhatIsTooLong()
    {
        DocumentReaderOptions options;
        options.maxText = 1000;
        ExtractInput input;
        input.name = u"long.txt"_s;
        for (int i = 0; i < 100; ++i)
            input.bytes += "A paragraph of some words, the number of which is " + QByteArray::number(i) + ".\n\n";
        const auto document = DocumentReader(options).read(input, u"text"_s);
        QVERIFY(document);
        QVERIFY(document->partial);
        QVERIFY(document->text.toUtf8().size() <= 1000);
        QVERIFY(document->text.endsWith(u'.'));
        QCOMPARE(document->blocks.back().to, document->text.toUtf8().size());
    }

    void stopsWhenItIsAsked()
    {
        ExtractInput input = file(u"long.pdf"_s, pdfOf(500));
        input.isCancelled = [] { return true; };
        const auto stopped = reader().read(input, u"pdf"_s);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

    void whatWasReadBeforeTheStopIsKeptAndMarked()
    {
        if (!findExtractor(u"pdf"))
            QSKIP("no poppler");
        bool isEnough = false;
        ExtractInput input = file(u"long.pdf"_s, pdfOf(500));
        input.isCancelled = [&isEnough] { return isEnough; };
        const auto document = reader().read(input, u"pdf"_s, [&isEnough](const ExtractedDocument &) { isEnough = true; });
        QVERIFY2(document, document ? "" : qPrintable(document.error().text));
        QCOMPARE(document->parts.size(), 16);
        QVERIFY(document->partial);
        QCOMPARE(document->problems.size(), 1);
        QCOMPARE(document->problems.first().number, 17);
    }
};

QTEST_GUILESS_MAIN(TestDocumentReader)
#include "tst_documentreader.moc"
