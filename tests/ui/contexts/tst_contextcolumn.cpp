// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextcell.h"
#include "contexts/contextcolumn.h"
#include "common/jsontext.h"
#include "sdk/error.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestContextColumn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsSurviveTheSettings()
    {
        QList<ContextColumn> columns = defaultColumns();
        columns.move(0, 3);
        columns[1].visible = false;
        columns[2].width = 321;
        columns.insert(1, ContextColumn::field(u"data.tone"_s, u"Voice"_s));
        QCOMPARE(columnsFromJson(columnsToJson(columns)), columns);
    }

    void withoutSettingsThereAreTheUsualOnes()
    {
        QCOMPARE(columnsFromJson({}), defaultColumns());
        QCOMPARE(columnsFromJson(*Json::parse(R"([{"id":"unheard of"},7])")), defaultColumns());
    }

    void whatOlderSettingsDoNotKnowIsThereButNotShown()
    {
        const QList<ContextColumn> columns = columnsFromJson(*Json::parse(R"([{"id":"title"},{"id":"title"},{"id":"status"}])"));
        QCOMPARE(columns.size(), defaultColumns().size());
        QCOMPARE(columns[0].kind, ContextColumn::Kind::Title);
        QCOMPARE(columns[1].kind, ContextColumn::Kind::Status);
        QVERIFY(columns[1].visible);
        QVERIFY(!columns[2].visible);
    }

    void onlyTimesWithAnIndexSort()
    {
        for (const ContextColumn &column : defaultColumns()) {
            const bool time = column.kind == ContextColumn::Kind::Created || column.kind == ContextColumn::Kind::Updated;
            QCOMPARE(column.order().has_value(), time);
        }
    }

    void aFieldsHeaderIsItsLastName()
    {
        QCOMPARE(ContextColumn::field(u"data.formatted_content.word_count"_s).header(), u"Word count"_s);
        QCOMPARE(ContextColumn::field(u"data.tone"_s, u"Voice"_s).header(), u"Voice"_s);
    }

    void aLongFieldIsOneShortLine()
    {
        const FieldValue value = FieldValue::of(Json(u"two\nlines "_s.repeated(1000)));
        QVERIFY(value.text.size() < 250);
        QVERIFY(!value.text.contains(u'\n'));
        QVERIFY(!value.isNumber);
        QVERIFY(FieldValue::of(Json(3)).isNumber);
        QCOMPARE(FieldValue::of(Json()).text, QString());
    }

    void filesGetWholeIdsIsoTimesAndMilliseconds()
    {
        ContextTableRow row;
        row.summary.id = u"0198f2c1-7a3e-7000-9b2d-4fd20ca1b3c4"_s;
        row.summary.status = ContextStatus::Completed;
        row.summary.createdAt = 1'684'146'600'000'000;
        row.summary.startedAt = row.summary.createdAt;
        row.summary.endedAt = row.summary.createdAt + 1'500;
        const auto cell = [&row](ContextColumn::Kind kind) {
            ContextColumn column;
            column.kind = kind;
            return csvCell(row, column, -1);
        };
        QCOMPARE(cell(ContextColumn::Kind::Id).text, row.summary.id);
        QCOMPARE(cell(ContextColumn::Kind::Created).text, u"2023-05-15T10:30:00.000000Z"_s);
        QCOMPARE(cell(ContextColumn::Kind::Duration), (CsvCell{u"1.500"_s, true}));
        QCOMPARE(cell(ContextColumn::Kind::Status).text, u"completed"_s);
    }

    void aFilterIsToldFromASummaryPartByPart()
    {
        const ContextSummary s{.type = u"article"_s, .status = ContextStatus::Failed, .pipeline = u"p"_s, .run = u"r"_s};
        QVERIFY(passes(s, {}));
        QVERIFY(passes(s, {.statuses = {ContextStatus::Failed, ContextStatus::Pending}, .pipeline = u"p"_s, .type = u"article"_s, .run = u"r"_s}));
        QVERIFY(!passes(s, {.statuses = {ContextStatus::Pending}}));
        QVERIFY(!passes(s, {.pipeline = u"q"_s}));
        QVERIFY(!passes(s, {.type = u"brief"_s}));
        QVERIFY(!passes(s, {.outcome = u"out"_s}));
        QVERIFY(!passes(s, {.run = u"s"_s}));
    }

    void longTextsAreShortenedForTheEyeAndCounted()
    {
        const Json json = Json::object({{"a", Json(u"ö"_s.repeated(500))}, {"b", Json::array({Json(u"x"_s.repeated(500)), Json("short")})}});
        const JsonText shortened = jsonText(json, 100);
        QCOMPARE(shortened.shortened, 2);
        QVERIFY(shortened.text.size() < 400);
        QVERIFY(shortened.text.contains(u"(+400)"));
        QVERIFY(shortened.text.contains(u"short"));
        QCOMPARE(jsonText(json, 0).shortened, 0);
        QCOMPARE(*Json::parse(jsonText(json, 0).text.toUtf8()), json);
    }
};

QTEST_MAIN(TestContextColumn)
#include "tst_contextcolumn.moc"
