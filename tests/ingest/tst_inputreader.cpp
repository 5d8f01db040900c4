// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/inputreader.h"

#include "extract/documentreader.h"
#include "extract/formats.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestInputReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &bytes)
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    static QList<Submission> readAll(const InputReader &reader, const QStringList &paths, InputTotals *totals = nullptr)
    {
        QList<Submission> submissions;
        const InputTotals all = reader.read(paths, [&](Submission &&submission) {
            submissions.append(std::move(submission));
            return true;
        });
        if (totals)
            *totals = all;
        return submissions;
    }

    QList<Submission> readBytes(const QString &name, const QByteArray &bytes)
    {
        QList<Submission> submissions;
        InputReader().readBytes(name, bytes, [&](Submission &&submission) {
            submissions.append(std::move(submission));
            return true;
        });
        return submissions;
    }

private Q_SLOTS:
    void init()
    {
        m_folder.remove();
        m_folder = QTemporaryDir();
        QVERIFY(m_folder.isValid());
    }

    void takesAContextDocumentAsItIs()
    {
        const QByteArray bytes = R"({"id":"c1","type":"brief","pipeline":["template"],"data":{"title":"A","n":1.10}})";
        const QList<Submission> got = readBytes(u"a.json"_s, bytes);
        QCOMPARE(got.size(), 1);
        QVERIFY(!got[0].error);
        QCOMPARE(got[0].document.toBytes(), bytes);
        QCOMPARE(got[0].original, bytes);
    }

    void takesAnyOtherObjectAsData()
    {
        const QList<Submission> got = readBytes(u"a.json"_s, R"({"title":"A","keywords":["x"]})");
        QCOMPARE(got.size(), 1);
        QCOMPARE(got[0].document.toBytes(), R"({"type":"article","data":{"title":"A","keywords":["x"]}})"_ba);
    }

    void takesEveryObjectOfAnArray()
    {
        const QList<Submission> got = readBytes(u"a.json"_s, R"([{"title":"A"},7,{"title":"B"}])");
        QCOMPARE(got.size(), 3);
        QVERIFY(!got[0].error);
        QCOMPARE(got[1].error->code, ErrorCode::ContextInvalid);
        QVERIFY(got[1].error->text.startsWith("a.json: /1: "_L1));
        QCOMPARE(got[2].document.find("/data/title")->toString(), u"B"_s);
        QVERIFY(readBytes(u"a.json"_s, "[]")[0].error);
        QVERIFY(readBytes(u"a.json"_s, "3")[0].error);
    }

    void refusesDataThatIsNoObject()
    {
        const QList<Submission> got = readBytes(u"a.json"_s, R"({"pipeline":["template"],"data":[1]})");
        QCOMPARE(got[0].error->detail.value("path").toString(), u"/data"_s);
    }

    void placesJsonErrorsByFileLineAndPath()
    {
        const QList<Submission> got
            = readBytes(u"f.jsonl"_s, "{\"title\":\"A\"}\n\n{\"title\":}\n{\"data\":{\"title\":1,\"title\":2}}\n{\"title\":\"B\"}");
        QCOMPARE(got.size(), 4);
        QVERIFY(!got[0].error);
        QCOMPARE(got[0].line, 1);
        QCOMPARE(got[1].error->code, ErrorCode::JsonSyntax);
        QVERIFY2(got[1].error->text.startsWith("f.jsonl:3: "_L1), qPrintable(got[1].error->text));
        QCOMPARE(got[1].error->detail.value("line").toInt(), 3);
        QCOMPARE(got[1].original, "{\"title\":}"_ba);
        QCOMPARE(got[2].error->code, ErrorCode::JsonDuplicateKey);
        QVERIFY2(got[2].error->text.startsWith("f.jsonl:4: /data/title: "_L1), qPrintable(got[2].error->text));
        QCOMPARE(got[3].line, 5);
        QVERIFY(!got[3].error);
    }

    void refusesALineThatIsTooLongAndReadsTheNext()
    {
        InputOptions options;
        options.maxDocument = 1000;
        const QString path = write(u"a.jsonl"_s, "{\"t\":\"" + QByteArray(5000, 'x') + "\"}\n{\"title\":\"B\"}\n");
        const QList<Submission> got = readAll(InputReader(options), {path});
        QCOMPARE(got.size(), 2);
        QCOMPARE(got[0].error->code, ErrorCode::JsonTooLarge);
        QCOMPARE(got[1].line, 2);
        QVERIFY(!got[1].error);
    }

    void makesAContextOfEveryCsvRow()
    {
        const QList<Submission> got = readBytes(u"a.csv"_s, "title,keywords,source_text\nA,\"x; y\",\"Line one.\nLine two.\"\nB,only\nC,,z\n");
        QCOMPARE(got.size(), 3);
        QCOMPARE(got[0].document.toBytes(),
                 R"({"type":"article","data":{"title":"A","keywords":["x","y"],"source_text":"Line one.\nLine two."}})"_ba);
        QCOMPARE(got[0].line, 2);
        QVERIFY2(got[1].error->text.startsWith("a.csv:4: 2 fields"_L1), qPrintable(got[1].error->text));
        QCOMPARE(got[1].original, "B,only"_ba);
        QCOMPARE(got[2].line, 5);
    }

    void refusesACsvHeaderThatNamesNothing()
    {
        QCOMPARE(readBytes(u"a.csv"_s, "a,,c\n1,2,3\n")[0].document.value("data"), Json::parse(R"({"a":"1","column 2":"2","c":"3"})").value());
        QVERIFY(readBytes(u"a.csv"_s, "a,a\n1,2\n")[0].error->text.contains("twice"_L1));
        QVERIFY(readBytes(u"a.csv"_s, "a,b\n")[0].error);
    }

    void readsATableInTheCharsetOfItsCountry()
    {
        const QString table = u"Straße;Ort;Größe\nMühlgasse;Köln;groß\nAm Bäckerweg;München;größer\n"_s;
        const QList<Submission> western = readBytes(u"a.csv"_s, table.toLatin1());
        QCOMPARE(western.size(), 2);
        QCOMPARE(western[0].document.value("data").value("Straße").toString(), u"Mühlgasse"_s);
        QVERIFY2(western[0].notice.startsWith(u"a.csv: "_s), qPrintable(western[0].notice));
        const QByteArray wide = QByteArray("\xFF\xFE", 2) + QByteArray(reinterpret_cast<const char *>(table.utf16()), table.size() * 2);
        const QList<Submission> sixteen = readBytes(u"a.csv"_s, wide);
        QCOMPARE(sixteen.size(), 2);
        QCOMPARE(sixteen[1].document.value("data").value("Größe").toString(), u"größer"_s);
    }

    void takesTheBeginningOfATextThatIsTooLong()
    {
        InputOptions options;
        options.maxDocument = 1000;
        QByteArray lines;
        for (int i = 0; i < 100; ++i)
            lines += "Line " + QByteArray::number(i) + " of a log.\n\n";
        const QList<Submission> got = readAll(InputReader(options), {write(u"a.log"_s, lines)});
        QCOMPARE(got.size(), 1);
        QVERIFY(!got[0].error);
        const Json data = got[0].document.value("data");
        QVERIFY(data.value("source_text").toString().startsWith(u"Line 0"_s));
        QVERIFY(data.value("source_text").toString().endsWith(u"of a log."_s));
        QVERIFY(data.value("document").value("partial").toBool());
    }

    void makesAContextOfAText()
    {
        const QList<Submission> got = readBytes(u"dir/my_notes.txt"_s, "Some words\nthat wrap. And more.\n");
        QCOMPARE(got.size(), 1);
        Json data = got[0].document.value("data");
        // Where the one paragraph stands in the text, and in the file.
        QCOMPARE(data.value("document").value("format").toString(), u"text"_s);
        QCOMPARE(data.value("document").value("blocks").toBytes(), R"([["p",0,31,-1,0,31]])"_ba);
        data.remove("document");
        QCOMPARE(data.toBytes(), R"({"title":"My notes","source_name":"my_notes.txt","source_text":"Some words that wrap. And more."})"_ba);
    }

    void namesTheLanguageOfAPage()
    {
        const QList<Submission> got = readBytes(u"p.html"_s, "<html lang='de'><title>Titel</title><p>Worte.</p>");
        QCOMPARE(got[0].document.find("/data/language")->toString(), u"de"_s);
        QCOMPARE(got[0].document.find("/data/title")->toString(), u"Titel"_s);
    }

    void refusesWhatIsNoTextWithAReason_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        QTest::newRow("image") << "\x89PNG\r\n\x1a\n"_ba << u"is a PNG image"_s;
        QTest::newRow("archive") << "\x1f\x8b\x08zzz"_ba << u"gzip"_s;
        QTest::newRow("NUL") << QByteArray("text\0text", 9) << u"binary"_s;
        QTest::newRow("noise") << "caf\xe9\x01\x02\x03\x04\x05"_ba << u"0xE9 at offset 3"_s;
        QTest::newRow("PDF, with nobody to read it") << "%PDF-1.7\n"_ba << u"is a PDF document"_s;
        QTest::newRow("empty") << ""_ba << u"is empty"_s;
        QTest::newRow("blank") << " \n \n"_ba << u"holds no text"_s;
    }
    void refusesWhatIsNoTextWithAReason()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        const QList<Submission> got = readBytes(u"x.txt"_s, bytes);
        QCOMPARE(got.size(), 1);
        QCOMPARE(got[0].error->code, ErrorCode::FileRefused);
        QVERIFY2(got[0].error->text.contains(reason), qPrintable(got[0].error->text));
        QVERIFY(got[0].error->text.startsWith("x.txt: "_L1));
    }

    void takesWhatTheDocumentReaderOffersAndWhatLiesInIt()
    {
        // A child process that is none: what it is asked is read here.
        DocumentReaderOptions documents;
        documents.run = [](const QString &, const Json &, const StepInput &step, qint64, const std::function<bool()> &) {
            ExtractInput input;
            input.name = step.data.value("name").toString();
            input.path = step.data.value("path").toString();
            input.from = step.data.value("from").toInt();
            input.to = step.data.value("to").toInt(-1);
            for (const Json &index : step.data.value("child").items())
                input.child.append(int(index.toInt()));
            const auto document = extractDocument(input);
            StepResult result;
            if (document)
                result.edit.set("extracted", document->toJson());
            else
                result.error = document.error();
            return result;
        };
        const DocumentReader reader(std::move(documents));
        InputOptions options;
        options.documents = &reader;
        const QByteArray mail
            = "From: a@example.org\nTo: b@example.org\nSubject: Report\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSee there.\n--x\n"
              "Content-Type: text/html; name=\"page.html\"\nContent-Disposition: attachment\n\n<h1>Page</h1><p>Words.</p>\n--x\n"
              "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\nUEsDBAo=\n--x--\n";
        const QString path = write(u"in/report.eml"_s, mail);
        InputTotals totals;
        QList<Submission> got = readAll(InputReader(options), {path}, &totals);
        QCOMPARE(got.size(), 3);
        QVERIFY(!got[0].error);
        QCOMPARE(got[0].document.find("/data/title")->toString(), u"Report"_s);
        QCOMPARE(got[0].mediaType, u"message/rfc822"_s);
        QVERIFY(got[0].isWholeFile);
        QCOMPARE(got[1].name, path + u"/page.html"_s);
        QCOMPARE(got[1].document.find("/data/source_text")->toString(), u"# Page\n\nWords."_s);
        QVERIFY(!got[1].isWholeFile);
        QVERIFY(got[2].error);
        QVERIFY2(got[2].error->text.contains("a.zip: is a damaged zip archive"_L1), qPrintable(got[2].error->text));
        QCOMPARE(totals.files, 1);
        QCOMPARE(totals.filesTaken, 1);
        QCOMPARE(totals.documents, 2);
        QCOMPARE(totals.errors, 1);

        // Two of one name are two files.
        const QByteArray part = "Content-Type: text/html; name=\"page.html\"\nContent-Disposition: attachment\n\n<p>Words.</p>\n--x";
        got = readAll(
            InputReader(options),
            {write(u"in/twice.eml"_s,
                   "From: a@example.org\nTo: b@example.org\nSubject: Twice\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSee there.\n--x\n"
                       + part + '\n' + part + "--\n")});
        QCOMPARE(got.size(), 3);
        QVERIFY(got[1].name != got[2].name);

        const QByteArray box = "From a@example.org Mon Mar  3 10:00:00 2025\nFrom: a@example.org\nTo: c\nSubject: One\n\nFirst.\n\nFrom "
                               "b@example.org Mon Mar  3 10:00:00 "
                               "2025\nFrom: b@example.org\nTo: c\nSubject: Two\n\nSecond.\n";
        got = readAll(InputReader(options), {write(u"in/box"_s, box)});
        QCOMPARE(got.size(), 3);
        QCOMPARE(got[2].document.find("/data/title")->toString(), u"Two"_s);
        QVERIFY(got[2].document.find("/data/source_text")->toString().endsWith("Second."_L1));
        QVERIFY(!got[2].document.find("/data/source_text")->toString().contains("First"_L1));
    }

    void readsFoldersInOrderOnceEachWithSumsThatAddUp()
    {
        write(u"in/b.txt"_s, "Second."_ba);
        write(u"in/a.txt"_s, "First."_ba);
        write(u"in/sub/c.md"_s, "# Third\n\nText."_ba);
        write(u"in/.hidden"_s, "x"_ba);
        write(u"in/d.bin"_s, QByteArray(20, '\0'));
        const QString in = m_folder.filePath(u"in"_s);
        QVERIFY(QFile::link(in, in + u"/sub/loop"_s));
        QVERIFY(QFile::link(in + u"/b.txt"_s, in + u"/0link.txt"_s));
        QVERIFY(QFile::link(in + u"/nowhere"_s, in + u"/z.txt"_s));
        QCOMPARE(::mkfifo(qPrintable(in + u"/pipe"_s), 0600), 0);
        InputTotals totals;
        const QList<Submission> got = readAll(InputReader(), {in}, &totals);
        QStringList names;
        for (const Submission &submission : got)
            names.append(submission.name.mid(in.size() + 1) + (submission.error ? u"!"_s : QString()));
        QCOMPARE(names, (QStringList{u"a.txt"_s, u"b.txt"_s, u"d.bin!"_s, u"pipe!"_s, u"sub/c.md"_s, u"z.txt!"_s}));
        QCOMPARE(totals.files, 8);
        QCOMPARE(totals.filesTaken, 3);
        QCOMPARE(totals.filesRefused, 3);
        QCOMPARE(totals.filesSkipped, 2);
        QCOMPARE(totals.documents, 3);
        QCOMPARE(totals.errors, 3);
    }

    void aNameThatIsNoUtf8CostsNobodyElse()
    {
        const QString in = m_folder.filePath(u"names"_s);
        for (const char *name : {"a.txt", "b.txt", "y.txt", "z.txt"})
            write(u"names/"_s + QLatin1StringView(name), "Text."_ba);
        const QByteArray strange = QFile::encodeName(in) + "/m\xff\xfe.txt";
        const int file = ::open(strange.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (file < 0)
            QSKIP("this file system takes no such name");
        ::close(file);
        const QList<Submission> got = readAll(InputReader(), {in});
        QCOMPARE(got.size(), 5);
        QCOMPARE(std::ranges::count_if(got, [](const Submission &submission) { return !submission.error; }), 4);
        const auto refused = std::ranges::find_if(got, [](const Submission &submission) { return submission.error.has_value(); });
        QCOMPARE(refused->error->code, ErrorCode::FileRefused);
        QVERIFY2(refused->error->text.contains("not UTF-8"_L1), qPrintable(refused->error->text));
    }

    void goesOnAfterAPathThatDoesNotExist()
    {
        const QString path = write(u"a.txt"_s, "Text."_ba);
        const QList<Submission> got = readAll(InputReader(), {m_folder.filePath(u"none"_s), path});
        QCOMPARE(got.size(), 2);
        QCOMPARE(got[0].error->code, ErrorCode::FileUnreadable);
        QVERIFY(!got[1].error);
    }

    void stopsWhenToldTo()
    {
        const QString path = write(u"a.jsonl"_s, QByteArray("{\"title\":\"x\"}\n").repeated(100));
        int taken = 0;
        InputTotals totals = InputReader().read({path}, [&](Submission &&) { return ++taken < 5; });
        QCOMPARE(taken, 5);
        QVERIFY(totals.cancelled);
        taken = 0;
        totals = InputReader().read(
            {path},
            [&](Submission &&) {
                ++taken;
                return true;
            },
            [&] { return taken >= 7; });
        QCOMPARE(taken, 7);
        QVERIFY(totals.cancelled);
    }
};

QTEST_GUILESS_MAIN(TestInputReader)
#include "tst_inputreader.moc"
