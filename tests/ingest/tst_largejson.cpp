// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/inputreader.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestLargeJson : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static QList<ArrayElement> elementsOf(const QByteArray &bytes, qint64 most = 1000)
    {
        QBuffer buffer;
        buffer.setData(bytes);
        if (!buffer.open(QIODevice::ReadOnly))
            return {};
        ArraySplitter splitter(&buffer, most);
        QList<ArrayElement> elements;
        while (auto element = splitter.next())
            elements.append(*element);
        return elements;
    }

    QList<Submission> read(const QString &name, const QByteArray &bytes, InputOptions options)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        file.close();
        QList<Submission> submissions;
        InputReader(options).read({path}, [&](Submission &&submission) {
            submissions.append(std::move(submission));
            return true;
        });
        return submissions;
    }

    static InputOptions small(bool takesLarge)
    {
        InputOptions options;
        options.maxDocument = 200;
        options.maxLarge = 100'000;
        options.takesLarge = takesLarge;
        return options;
    }

private Q_SLOTS:
    void dividesAnArray()
    {
        const QList<ArrayElement> elements = elementsOf(" [ {\"a\":\"x],}\\\"\"},\n[1,[2]], 3 ,\"s\" ] \n");
        QCOMPARE(elements.size(), 4);
        QCOMPARE(elements[0].bytes, "{\"a\":\"x],}\\\"\"}"_ba);
        QCOMPARE(elements[1].bytes, "[1,[2]]"_ba);
        QCOMPARE(elements[1].line, 2);
        QCOMPARE(elements[2].bytes.trimmed(), "3"_ba);
        QCOMPARE(elements[3].index, 3);
        QVERIFY(elementsOf("[]").isEmpty());
    }

    void saysWhereAnArrayIsBroken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no array") << "{}"_ba;
        QTest::newRow("not closed") << "[1,2"_ba;
        QTest::newRow("in a string") << "[\"abc"_ba;
        QTest::newRow("a byte that is none of JSON") << "[{\"a\":1},\0\0"_ba + QByteArray(5000, '\0');
        QTest::newRow("text after it") << "[1] x"_ba;
        QTest::newRow("empty") << ""_ba;
    }
    void saysWhereAnArrayIsBroken()
    {
        QFETCH(QByteArray, bytes);
        const QList<ArrayElement> elements = elementsOf(bytes);
        QVERIFY(!elements.isEmpty());
        QVERIFY(!elements.last().problem.isEmpty());
        QVERIFY(elements.last().bytes.isEmpty());
    }

    void passesOverAnElementThatIsTooLarge()
    {
        const QList<ArrayElement> elements = elementsOf("[1,\"" + QByteArray(5000, 'x') + "\",2]");
        QCOMPARE(elements.size(), 3);
        QVERIFY(elements[1].problem.contains("larger than 1000"_L1));
        QCOMPARE(elements[2].bytes, "2"_ba);
    }

    void readsALargeArrayElementByElement()
    {
        QByteArray bytes = "[";
        for (int i = 0; i < 50; ++i)
            bytes += "{\"title\":\"T" + QByteArray::number(i) + "\"},\n";
        bytes += "{\"x\":1,\"x\":2}]";
        const QList<Submission> got = read(u"a.json"_s, bytes, small(false));
        QCOMPARE(got.size(), 51);
        QCOMPARE(got[49].document.find("/data/title")->toString(), u"T49"_s);
        QCOMPARE(got[50].error->code, ErrorCode::JsonDuplicateKey);
        QVERIFY2(got[50].error->text.contains("a.json:51: /50/x: "_L1), qPrintable(got[50].error->text));
    }

    void refusesALargeObjectWhereNobodyTakesIt()
    {
        const QByteArray bytes = "{\"title\":\"" + QByteArray(1000, 'x') + "\"}";
        const QList<Submission> got = read(u"a.json"_s, bytes, small(false));
        QCOMPARE(got.size(), 1);
        QCOMPARE(got[0].error->code, ErrorCode::JsonTooLarge);
        QCOMPARE(read(u"b.json"_s, "{\"title\":\"" + QByteArray(200'000, 'x') + "\"}", small(true))[0].error->code, ErrorCode::JsonTooLarge);
    }

    void placesTheDataOfALargeContext()
    {
        const QByteArray data = "{\"title\":\"T\",\"source_text\":\"" + QByteArray(1000, 'x') + "\"}";
        const QByteArray bytes = "{\"id\":\"c1\",\"pipeline\":[\"template\"], \"data\": " + data + ",\"type\":\"article\"}";
        const QList<Submission> got = read(u"a.json"_s, bytes, small(true));
        QCOMPARE(got.size(), 1);
        QVERIFY(!got[0].error);
        QVERIFY(got[0].large);
        QCOMPARE(bytes.sliced(got[0].large->dataFrom, got[0].large->dataTo - got[0].large->dataFrom), data);
        QCOMPARE(got[0].document.toBytes(), R"({"id":"c1","pipeline":["template"],"type":"article"})"_ba);
    }

    void takesALargePlainObjectAsDataWhole()
    {
        const QByteArray bytes = "{\"title\":\"" + QByteArray(1000, 'x') + "\"}";
        const QList<Submission> got = read(u"a.json"_s, bytes, small(true));
        QVERIFY(got[0].large);
        QCOMPARE(got[0].large->dataFrom, 0);
        QCOMPARE(got[0].large->dataTo, bytes.size());
        QCOMPARE(got[0].document.toBytes(), R"({"type":"article"})"_ba);
    }

    void refusesALargeObjectThatIsWrong()
    {
        const QByteArray filler = "\"f\":\"" + QByteArray(1000, 'x') + "\"";
        QCOMPARE(read(u"a.json"_s, "{" + filler + ",\"a\":1,\"a\":2}", small(true))[0].error->code, ErrorCode::JsonDuplicateKey);
        QCOMPARE(read(u"a.json"_s, "{" + filler, small(true))[0].error->code, ErrorCode::JsonSyntax);
        QCOMPARE(read(u"a.json"_s, "{" + filler + ",\"pipeline\":[],\"data\":7}", small(true))[0].error->detail.value("path").toString(), u"/data"_s);
    }
};

QTEST_GUILESS_MAIN(TestLargeJson)
#include "tst_largejson.moc"
