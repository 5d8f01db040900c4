// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/edit.h"
#include "tests/sdk/randomjson.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json json(const QByteArray &text)
{
    return Json::parse(text).value_or(Json("not JSON"));
}

} // namespace

class TestEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appliesWhatRfc6902Says_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("expected"); // empty: a conflict
        const auto row = [](const char *name, const char *document, const char *patch, const char *expected) {
            QTest::newRow(name) << QByteArray(document) << QByteArray(patch) << QByteArray(expected);
        };
        // Appendix A of RFC 6902
        row("A.1 add a member", R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])", R"({"foo":"bar","baz":"qux"})");
        row("A.2 add an item", R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])", R"({"foo":["bar","qux","baz"]})");
        row("A.3 remove a member", R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])", R"({"foo":"bar"})");
        row("A.4 remove an item", R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])", R"({"foo":["bar","baz"]})");
        row("A.5 replace", R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])", R"({"baz":"boo","foo":"bar"})");
        row("A.6 move a member", R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
            R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])", R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})");
        row("A.7 move an item", R"({"foo":["all","grass","cows","eat"]})", R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])",
            R"({"foo":["all","cows","eat","grass"]})");
        row("A.8 test", R"({"baz":"qux","foo":["a",2,"c"]})",
            R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}])", R"({"baz":"qux","foo":["a",2,"c"]})");
        row("A.9 test fails", R"({"baz":"qux"})", R"([{"op":"test","path":"/baz","value":"bar"}])", "");
        row("A.10 nested", R"({"foo":"bar"})", R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])",
            R"({"foo":"bar","child":{"grandchild":{}}})");
        row("A.11 unknown members", R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])", R"({"foo":"bar","baz":"qux"})");
        row("A.12 no parent", R"({"foo":"bar"})", R"([{"op":"add","path":"/baz/bat","value":"qux"}])", "");
        row("A.14 escapes", R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])", R"({"/":9,"~1":10})");
        row("A.15 text is no number", R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":"10"}])", "");
        row("A.16 append", R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])", R"({"foo":["bar",["abc","def"]]})");
        // further
        row("add replaces", R"({"a":1,"b":2})", R"([{"op":"add","path":"/a","value":3}])", R"({"a":3,"b":2})");
        row("whole document", R"({"a":1})", R"([{"op":"replace","path":"","value":[1]}])", "[1]");
        row("copy", R"({"a":{"x":1}})", R"([{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/b/x","value":2}])",
            R"({"a":{"x":1},"b":{"x":2}})");
        row("test by value", R"({"a":1.0})", R"([{"op":"test","path":"/a","value":1}])", R"({"a":1.0})");
        row("test of an order", R"({"a":{"x":1,"y":2}})", R"([{"op":"test","path":"/a","value":{"y":2,"x":1}}])", R"({"a":{"x":1,"y":2}})");
        row("remove what is not there", R"({"a":1})", R"([{"op":"remove","path":"/b"}])", "");
        row("replace what is not there", R"({"a":1})", R"([{"op":"replace","path":"/b","value":1}])", "");
        row("behind the end", "[1]", R"([{"op":"add","path":"/2","value":1}])", "");
        row("at the end", "[1]", R"([{"op":"add","path":"/1","value":2}])", "[1,2]");
        row("leading zero", "[1,2]", R"([{"op":"remove","path":"/01"}])", "");
        row("minus", "[1,2]", R"([{"op":"remove","path":"/-"}])", "");
        row("negative", "[1,2]", R"([{"op":"remove","path":"/-1"}])", "");
        row("huge index", "[1,2]", R"([{"op":"remove","path":"/99999999999999999999"}])", "");
        row("bad pointer", R"({"a":1})", R"([{"op":"remove","path":"a"}])", "");
        row("bad escape", R"({"a~":1})", R"([{"op":"remove","path":"/a~"}])", "");
        row("into itself", R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b/c"}])", "");
        row("onto itself", R"({"a":1,"b":2})", R"([{"op":"move","from":"/b","path":"/b"}])", R"({"a":1,"b":2})");
        row("through a text", R"({"a":"x"})", R"([{"op":"add","path":"/a/0","value":1}])", "");
        row("test a null that is not there", R"({"a":1})", R"([{"op":"test","path":"/b","value":null}])", "");
        row("all or nothing", R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}])", "");
    }
    void appliesWhatRfc6902Says()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, expected);
        const Json before = json(document);
        const auto edit = Edit::fromJson(json(patch));
        QVERIFY(edit);
        const auto after = edit->appliedTo(before);
        QCOMPARE(before.toBytes(), document);
        if (expected.isEmpty()) {
            QVERIFY(!after);
            QCOMPARE(after.error().code, ErrorCode::PatchConflict);
            QVERIFY(after.error().detail.value("index").isNumber());
        } else {
            QVERIFY(after);
            QCOMPARE(after->toBytes(), expected);
        }
    }

    void aConflictNamesItsOperationAndPath()
    {
        Edit edit;
        edit.set("a", 1);
        edit.remove("/b/c");
        const auto after = edit.appliedTo(Json::object());
        QCOMPARE(after.error().detail.value("index").toInt(), 1);
        QCOMPARE(after.error().detail.value("path").toString(), u"/b/c"_s);
    }

    void refusesWhatIsNoPatch_data()
    {
        QTest::addColumn<QByteArray>("patch");
        for (const char *patch : {"{}", "1", "[1]", "[{}]", R"([{"op":"add","path":"/a"}])", R"([{"op":"add","value":1}])",
                                  R"([{"op":"spoil","path":"/a"}])", R"([{"op":"move","path":"/a"}])", R"([{"op":"copy","path":"/a","from":1}])",
                                  R"([{"op":"remove","path":1}])", R"([{"path":"/a","value":1}])", R"([null])", R"([[]])"})
            QTest::newRow(patch) << QByteArray(patch);
    }
    void refusesWhatIsNoPatch()
    {
        QFETCH(QByteArray, patch);
        const auto edit = Edit::fromJson(json(patch));
        QVERIFY(!edit);
        QCOMPARE(edit.error().code, ErrorCode::InvalidArgument);
    }

    void betweenWritesSmallEdits_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("edit");
        const auto row = [](const char *name, const char *before, const char *after, const char *edit) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QByteArray(edit);
        };
        row("nothing", R"({"a":1})", R"({"a":1})", "[]");
        row("new member", R"({"a":1})", R"({"a":1,"b":2})", R"([{"op":"add","path":"/b","value":2}])");
        row("deep", R"({"a":{"b":{"c":1,"d":2}}})", R"({"a":{"b":{"c":3,"d":2}}})", R"([{"op":"replace","path":"/a/b/c","value":3}])");
        row("gone", R"({"a":1,"b":2})", R"({"b":2})", R"([{"op":"remove","path":"/a"}])");
        row("appended", R"([1,2])", R"([1,2,3])", R"([{"op":"add","path":"/-","value":3}])");
        row("other order", R"({"a":1,"b":2})", R"({"b":2,"a":1})", R"([{"op":"replace","path":"","value":{"b":2,"a":1}}])");
        row("other literal", R"({"a":1.0})", R"({"a":1})", R"([{"op":"replace","path":"/a","value":1}])");
        row("strange key", R"({"a/b~":1})", R"({"a/b~":2})", R"([{"op":"replace","path":"/a~1b~0","value":2}])");
    }
    void betweenWritesSmallEdits()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QTEST(Edit::between(json(before), json(after)).toJson().toBytes(), "edit");
    }

    void betweenKeepsDuplicateKeys()
    {
        const Json before = json(R"({"a":1,"a":2})");
        const Json after = json(R"({"a":1,"a":3})");
        QCOMPARE(Edit::between(before, after).appliedTo(before).value().toBytes(), after.toBytes());
        QCOMPARE(Edit::between(json(R"({"a":3})"), after).appliedTo(json(R"({"a":3})")).value().toBytes(), after.toBytes());
    }

    void replayingGivesTheSameBytes()
    {
        RandomJson random(20260101);
        for (int i = 0; i < 20'000; ++i) {
            const Json before = random.value(4);
            Json after = random.below(10) == 0 ? random.value(4) : random.changed(before);
            for (int more = random.below(3); more > 0; --more)
                after = random.changed(after);
            const QByteArray bytes = before.toBytes();
            const Edit edit = Edit::between(before, after);
            const auto replayed = edit.appliedTo(before);
            QVERIFY2(replayed, edit.toJson().toBytes().constData());
            QCOMPARE(replayed->toBytes(), after.toBytes());
            QCOMPARE(before.toBytes(), bytes);
            QCOMPARE(edit.isEmpty(), before == after);
            const auto stored = Edit::fromJson(Json::parse(edit.toJson().toBytes()).value());
            QVERIFY(stored);
            QCOMPARE(*stored, edit);
        }
    }

    void copiesOfCopiesAreRefusedBeforeTheyFillTheMemory()
    {
        const Json document = Json::object({{"a", Json::array({Json(QByteArray(1000, 'x'))})}});
        Json patch = Json::array();
        for (int i = 0; i < 60; ++i)
            patch.append(Json::object({{"op", "copy"}, {"from", "/a"}, {"path", "/a/-"}})); // each doubles it
        const auto doubled = Edit::fromJson(patch).value().appliedTo(document);
        QVERIFY(!doubled);
        QCOMPARE(doubled.error().code, ErrorCode::PatchConflict);

        Json grown = document;
        const Edit doubling = Edit::fromJson(Json::array({patch.at(0)})).value();
        int times = 0;
        while (const auto next = doubling.appliedTo(grown)) {
            grown = *next;
            QVERIFY(++times < 30);
        }
        QVERIFY(grown.toBytes().size() < 64 * 1024 * 1024);
    }

    void whatAnEditMakesCanBeReadAgain()
    {
        const QByteArray deepest = QByteArray(512, '[') + QByteArray(512, ']');
        const Json document = Json::object({{"deep", json(deepest.sliced(1, 1022))}});
        QVERIFY(Json::parse(document.toBytes()));
        Edit deeper = Edit::fromJson(json(R"([{"op":"add","path":"/outer","value":{}},{"op":"copy","from":"/deep","path":"/outer/deep"}])")).value();
        QCOMPARE(deeper.appliedTo(document).error().code, ErrorCode::PatchConflict);
        Edit moved = Edit::fromJson(json(R"([{"op":"add","path":"/outer","value":{}},{"op":"move","from":"/deep","path":"/outer/deep"}])")).value();
        QCOMPARE(moved.appliedTo(document).error().code, ErrorCode::PatchConflict);
        Edit added;
        added.set("other", json(deepest));
        QCOMPARE(added.appliedTo(document).error().code, ErrorCode::PatchConflict);
        Edit whole;
        whole.replace("", json(deepest));
        QCOMPARE(whole.appliedTo(document).value().toBytes(), deepest);
    }

    void manyRemovalsFromALargeObjectReplaceIt()
    {
        Json before = Json::object();
        Json after = Json::object();
        for (int i = 0; i < 20'000; ++i) {
            before.insert("key" + QByteArray::number(i), i);
            if (i % 2)
                after.insert("key" + QByteArray::number(i), i);
        }
        const Edit edit = Edit::between(before, after);
        QCOMPARE(edit.toJson().size(), 1);
        QCOMPARE(edit.appliedTo(before).value().toBytes(), after.toBytes());
    }

    void hostilePatchesAreRefusedOrApplied()
    {
        Edit deep;
        deep.add("/x" + QByteArray("/x").repeated(100'000), 1);
        QVERIFY(!deep.appliedTo(Json::object()));
        Edit many;
        for (int i = 0; i < 10'000; ++i)
            many.add("/list/0", i);
        QCOMPARE(many.appliedTo(json(R"({"list":[]})")).value().value("list").size(), 10'000);
    }
};

QTEST_APPLESS_MAIN(TestEdit)
#include "tst_edit.moc"
