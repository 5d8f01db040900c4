// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/fielddiff.h"
#include "sdk/error.h"
#include "tests/sdk/randomjson.h"
#include "tests/sdk/s2documents.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// "+/path after", "-/path before" or "~/path before after".
QStringList lines(const QList<FieldChange> &changes)
{
    QStringList lines;
    for (const FieldChange &change : changes) {
        const QString path = QString::fromUtf8(change.path);
        const QString before = QString::fromUtf8(change.before.toBytes());
        const QString after = QString::fromUtf8(change.after.toBytes());
        switch (change.kind) {
        case FieldChange::Kind::Added:
            lines.append(u"+%1 %2"_s.arg(path, after));
            break;
        case FieldChange::Kind::Removed:
            lines.append(u"-%1 %2"_s.arg(path, before));
            break;
        case FieldChange::Kind::Changed:
            lines.append(u"~%1 %2 %3"_s.arg(path, before, after));
            break;
        }
    }
    return lines;
}

QStringList diff(const char *before, const char *after)
{
    return lines(fieldDiff(Json::parse(before).value(), Json::parse(after).value()));
}

} // namespace

class TestFieldDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalDocumentsDifferNowhere()
    {
        for (const QByteArray &text : kS2Documents)
            QVERIFY(fieldDiff(Json::parse(text).value(), Json::parse(text).value()).isEmpty());
        QVERIFY(diff(R"({"a":1,"b":2})", R"({"b":2,"a":1})").isEmpty());
    }

    void changesAreToldLeafByLeaf()
    {
        QCOMPARE(diff(R"({"a":{"x":1,"y":2},"b":"t"})", R"({"a":{"x":1,"y":3},"b":"u"})"), (QStringList{u"~/a/y 2 3"_s, u"~/b \"t\" \"u\""_s}));
        QCOMPARE(diff(R"({"a":1})", R"({"a":{"x":1}})"), QStringList{u"~/a 1 {\"x\":1}"_s});
        QCOMPARE(diff("1", "1.0"), QStringList{u"~ 1 1.0"_s});
        QCOMPARE(diff(R"({"a/b~":1})", R"({"a/b~":2})"), QStringList{u"~/a~1b~0 1 2"_s});
    }

    void whatCameOrWentWholeIsOneChange()
    {
        QCOMPARE(diff(R"({"a":1,"b":{"x":[1]}})", R"({"a":1})"), QStringList{u"-/b {\"x\":[1]}"_s});
        QCOMPARE(diff(R"({"a":1})", R"({"a":1,"b":{"x":[1]}})"), QStringList{u"+/b {\"x\":[1]}"_s});
    }

    void newFieldsStandWhereTheDocumentHasThem()
    {
        QCOMPARE(diff(R"({"a":1,"b":2,"c":3})", R"({"n":0,"a":1,"m":0,"b":5,"c":4,"z":0})"),
                 (QStringList{u"+/n 0"_s, u"+/m 0"_s, u"~/b 2 5"_s, u"~/c 3 4"_s, u"+/z 0"_s}));
        QCOMPARE(diff(R"({"a":1,"b":2})", R"({"b":2,"n":0,"a":1})"), QStringList{u"+/n 0"_s});
    }

    void listsAreMatchedByPositionBetweenEqualEnds()
    {
        QCOMPARE(diff("[1,2,3]", "[1,2,3,4]"), QStringList{u"+/3 4"_s});
        QCOMPARE(diff("[1,2,3]", "[0,1,2,3]"), QStringList{u"+/0 0"_s});
        QCOMPARE(diff("[1,2,3]", "[1,3]"), QStringList{u"-/1 2"_s});
        QCOMPARE(diff("[1,1,1]", "[1,1]"), QStringList{u"-/2 1"_s});
        QCOMPARE(diff(R"([{"a":1},{"b":1}])", R"([{"a":1},{"b":2},3])"), (QStringList{u"~/1/b 1 2"_s, u"+/2 3"_s}));
        QCOMPARE(diff("[]", "[1]"), QStringList{u"+/0 1"_s});
    }

    void stepsOfS2AreWhatComponentsAdded()
    {
        const auto stage = [](int i) { return Json::parse(kS2Documents.at(static_cast<std::size_t>(i))).value(); };
        const QStringList paths = [&] {
            QStringList list;
            for (const FieldChange &change : fieldDiff(stage(2), stage(3)))
                list.append(QString::fromUtf8(change.path));
            return list;
        }();
        QCOMPARE(paths,
                 (QStringList{u"/status"_s, u"/data/formatted_content"_s, u"/processing/current_component"_s, u"/processing/completed_components/2"_s,
                              u"/processing/end_time"_s, u"/processing/duration_ms"_s, u"/updated_at"_s}));
    }

    void changesNameWhatIsThere()
    {
        RandomJson random(7);
        for (int i = 0; i < 3000; ++i) {
            const Json before = random.value(4);
            const Json after = random.changed(before);
            const QList<FieldChange> changes = fieldDiff(before, after);
            for (const FieldChange &change : changes) {
                if (change.kind != FieldChange::Kind::Added && before.find(change.path))
                    QVERIFY(change.kind == FieldChange::Kind::Changed || *before.find(change.path) == change.before);
                if (change.kind != FieldChange::Kind::Removed) {
                    QVERIFY(after.find(change.path));
                    QCOMPARE(*after.find(change.path), change.after);
                }
                QVERIFY(change.kind != FieldChange::Kind::Changed || change.before != change.after);
            }
            QVERIFY(!changes.isEmpty() || before.isEquivalent(after));
        }
    }
};

QTEST_APPLESS_MAIN(TestFieldDiff)
#include "tst_fielddiff.moc"
