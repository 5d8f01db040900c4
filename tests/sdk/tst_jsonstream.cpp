// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/jsonstream.h"
#include "tests/sdk/randomjson.h"
#include "tests/sdk/s2documents.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <limits>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Result<JsonShape> check(const QByteArray &text, qsizetype piece = std::numeric_limits<qsizetype>::max())
{
    JsonStreamChecker checker;
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype size = std::min(piece, text.size() - i);
        if (auto fed = checker.feed(QByteArrayView(text).sliced(i, size)); !fed)
            return std::unexpected(fed.error());
        i += size;
    }
    return checker.finish();
}

/// Memory of this process in KiB that cannot be given back.
qint64 residentKiB()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4 : 0;
}

} // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

class TestJsonStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhereTheRootsMembersAre()
    {
        const QByteArray text = " {\"a\" : 12 ,\"b\\u00e4\":[1, {\"x\":2}]\n,\"c\":\"t\\\"x\",\"d\":null,\"e\":-1.5e3}\n";
        for (qsizetype piece = 1; piece < text.size(); ++piece) {
            const auto shape = check(text, piece);
            QVERIFY(shape);
            QCOMPARE(shape->type, Json::Type::Object);
            QCOMPARE(shape->size, text.size());
            QVERIFY(shape->hasAllMembers);
            QStringList found;
            for (const JsonShape::Member &member : shape->members)
                found.append(QString::fromUtf8(member.key + '=' + text.sliced(member.from, member.to - member.from)));
            QCOMPARE(found, (QStringList{u"a=12"_s, u"bä=[1, {\"x\":2}]"_s, u"c=\"t\\\"x\""_s, u"d=null"_s, u"e=-1.5e3"_s}));
        }
    }

    void knowsTheTypeOfTheRoot_data()
    {
        QTest::addColumn<Json::Type>("type");
        QTest::newRow("1") << Json::Type::Number;
        QTest::newRow("0 ") << Json::Type::Number;
        QTest::newRow("\"a\"") << Json::Type::String;
        QTest::newRow("[[{}]]") << Json::Type::Array;
        QTest::newRow("{}") << Json::Type::Object;
        QTest::newRow("false") << Json::Type::Bool;
        QTest::newRow("null") << Json::Type::Null;
    }
    void knowsTheTypeOfTheRoot()
    {
        const auto shape = check(QTest::currentDataTag());
        QVERIFY(shape);
        QTEST(shape->type, "type");
        QVERIFY(shape->members.isEmpty());
    }

    void keepsDuplicateKeysWhereAsked()
    {
        JsonStreamChecker checker(JsonStreamChecker::Duplicates::Keep);
        QVERIFY(checker.feed(R"({"a":1,"a":{"b":2,"b":3}})"));
        const auto shape = checker.finish();
        QVERIFY(shape);
        QCOMPARE(shape->members, (QList<JsonShape::Member>{{"a", 5, 6}, {"a", 11, 24}}));
    }

    void tellsKeysApartThatDifferInLengthAlone()
    {
        for (const char *text : {R"({"a":1,"a\u0000":2,"a\u0000\u0000":3,"":4,"\u0000":5})",
                                 R"({"xxxxxxxxxxxxxxxxx":1,"xxxxxxxxxxxxxxxxxx":2,"xxxxxxxxxxxxxxxxxxx":3})"}) {
            for (int seed = 0; seed < 50; ++seed) // every checker hashes with a seed of its own
                QVERIFY(check(text));
        }
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("") << ErrorCode::JsonSyntax << 0 << 1 << 1;
        QTest::newRow("{\n \"a\": tru\n}") << ErrorCode::JsonSyntax << 11 << 2 << 10;
        QTest::newRow("1 2") << ErrorCode::JsonSyntax << 2 << 1 << 3;
        QTest::newRow("[\"\xff\"]") << ErrorCode::JsonEncoding << 2 << 1 << 3;
        QTest::newRow("\"\\ud800x\"") << ErrorCode::JsonEncoding << 7 << 1 << 8;
        QTest::newRow("{\"a\":{\"k\":1,\n\"k\":2}}") << ErrorCode::JsonDuplicateKey << 13 << 2 << 1;
        QTest::newRow("[1") << ErrorCode::JsonSyntax << 2 << 1 << 3;
        QTest::newRow("1.") << ErrorCode::JsonSyntax << 2 << 1 << 3;
    }
    void saysWhatIsWrongAndWhere()
    {
        for (const qsizetype piece : {qsizetype(1), qsizetype(100)}) {
            const auto shape = check(QTest::currentDataTag(), piece);
            QVERIFY(!shape);
            QTEST(shape.error().code, "code");
            QTEST(static_cast<int>(shape.error().detail.value("offset").toInt()), "offset");
            QTEST(static_cast<int>(shape.error().detail.value("line").toInt()), "line");
            QTEST(static_cast<int>(shape.error().detail.value("column").toInt()), "column");
        }
    }

    void findsDuplicatesInEveryOpenObject()
    {
        const auto path = [](const QByteArray &text) { return check(text, 5).error().detail.value("path").toString(); };
        QCOMPARE(path(R"({"a":1,"b":{"a":1},"a":2})"), u"/a"_s);
        QCOMPARE(path(R"({"a":[0,{"x/y":{"k":1},"x\/y":2}]})"), u"/a/1/x~1y"_s);
        QCOMPARE(path(R"({"\u0061":1,"a":2})"), u"/a"_s);
        QCOMPARE(path(R"({"\ud83d\ude00":1,"😀":2})"), u"/\U0001F600"_s);
        QVERIFY(check(R"([{"a":1},{"a":1}])"));
        QByteArray many = "{";
        for (int i = 0; i < 5000; ++i)
            many += "\"k" + QByteArray::number(i) + "\":{\"k1\":1},";
        QVERIFY(check(many + "\"last\":1}"));
        QCOMPARE(path(many + "\"k4321\":1}"), u"/k4321"_s);
    }

    void longKeysAreComparedWholeHoweverTheyAreCut()
    {
        const QByteArray key(300'000, 'k');
        const QByteArray same = "{\"" + key + "\":1,\"" + key + "\":2}";
        const QByteArray different = "{\"" + key + "a\":1,\"" + key + "b\":2}";
        for (const qsizetype piece : {qsizetype(1000), qsizetype(65536), qsizetype(99'991), same.size()}) {
            QCOMPARE(check(same, piece).error().code, ErrorCode::JsonDuplicateKey);
            const auto shape = check(different, piece);
            QVERIFY(shape);
            QVERIFY(!shape->hasAllMembers);
        }
    }

    void refusesDepthAtOnce()
    {
        const QByteArray deepest = QByteArray(512, '[') + QByteArray(512, ']');
        QVERIFY(check(deepest));
        QCOMPARE(check('[' + deepest + ']').error().code, ErrorCode::JsonDepth);
        QCOMPARE(check(QByteArray("{\"a\":").repeated(1'000'000)).error().code, ErrorCode::JsonDepth);
    }

    void anErrorStays()
    {
        JsonStreamChecker checker;
        QVERIFY(!checker.feed("]"));
        QVERIFY(!checker.feed("1"));
        QCOMPARE(checker.finish().error().detail.value("offset").toInt(), 0);
    }

    void agreesWithTheParserOnRandomDocuments()
    {
        RandomJson random(12);
        for (int i = 0; i < 3000; ++i) {
            const QByteArray text = random.value(4).toBytes(i % 2 ? Json::Format::Pretty : Json::Format::Compact);
            const auto shape = check(text, 1 + random.below(20));
            const auto json = Json::parseStrict(text);
            QVERIFY(json);
            QVERIFY2(shape, text.constData());
            QCOMPARE(shape->members.size(), json->isObject() ? json->size() : 0);
            for (qsizetype m = 0; m < shape->members.size(); ++m) {
                const JsonShape::Member &member = shape->members.at(m);
                QCOMPARE(member.key, json->members()[static_cast<std::size_t>(m)].key);
                QCOMPARE(Json::parse(QByteArrayView(text).sliced(member.from, member.to - member.from)).value(), json->value(member.key));
            }
        }
    }

    void largeTextTakesLittleMemory()
    {
        // 100 MB: a list of S2's final documents, fed in pieces of 64 KiB.
        const QByteArray document = kS2Documents.back() + ',';
        const qint64 before = residentKiB();
        QElapsedTimer timer;
        timer.start();
        JsonStreamChecker checker;
        QVERIFY(checker.feed("{\"list\":["));
        QByteArray piece = document.repeated(64 * 1024 / document.size());
        for (qint64 fed = 0; fed < 100'000'000; fed += piece.size())
            QVERIFY(checker.feed(piece));
        QVERIFY(checker.feed("0]}"));
        const auto shape = checker.finish();
        QVERIFY(shape);
        QVERIFY(shape->size > 100'000'000);
        QCOMPARE(shape->members.size(), 1);
        if (kIsSanitized)
            QSKIP("the thread sanitizer has its own time and memory");
        QVERIFY2(residentKiB() - before < 20'000, qPrintable(u"%1 KiB"_s.arg(residentKiB() - before)));
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
    }

    void aMillionKeysTakeLittleMemory()
    {
        if (kIsSanitized)
            QSKIP("a sanitizer keeps bytes of its own for each of the program's, and keeps what was freed");
        const qint64 before = residentKiB();
        JsonStreamChecker checker;
        QVERIFY(checker.feed("{"));
        for (int i = 0; i < 1'000'000; ++i)
            QVERIFY(checker.feed("\"key" + QByteArray::number(i) + "\":1,"));
        QVERIFY(!checker.feed("\"key77\":1}"));
        QVERIFY2(residentKiB() - before < 100'000, qPrintable(u"%1 KiB"_s.arg(residentKiB() - before)));
    }
};

QTEST_APPLESS_MAIN(TestJsonStream)
#include "tst_jsonstream.moc"
