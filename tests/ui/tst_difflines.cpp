// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/difflines.h"
#include "sdk/error.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestDiffLines : public QObject
{
    Q_OBJECT

    using Mark = DiffLine::Mark;
    using Tint = DiffTint::Kind;

    static Json json(const char *text) { return *Json::parse(text); }

private Q_SLOTS:
    void anAddedFieldIsAHeadingAndItsValueWithoutTints()
    {
        const DiffText diff = diffText(json(R"({"a":1})"), json(R"({"a":1,"b":"new"})"));
        QCOMPARE(diff.added, 1);
        QCOMPARE(diff.lines, (QList<DiffLine>{{.mark = Mark::Added, .isHeading = true, .text = u"b"_s}, {.mark = Mark::Added, .text = u"new"_s}}));
    }

    void aRemovedFieldIsMarkedRemoved()
    {
        const DiffText diff = diffText(json(R"({"a":1,"b":true})"), json(R"({"a":1})"));
        QCOMPARE(diff.removed, 1);
        QCOMPARE(diff.lines,
                 (QList<DiffLine>{{.mark = Mark::Removed, .isHeading = true, .text = u"b"_s}, {.mark = Mark::Removed, .text = u"true"_s}}));
    }

    void aChangedTextHasTintsUnderTheChangedWordsAlone()
    {
        const DiffText diff = diffText(json(R"({"t":"the quick fox"})"), json(R"({"t":"the slow fox"})"));
        QCOMPARE(diff.changed, 1);
        QCOMPARE(diff.lines.size(), 2);
        QCOMPARE(diff.lines[1].text, u"the quickslow fox"_s);
        QCOMPARE(diff.lines[1].tints, (QList<DiffTint>{{4, 5, Tint::Removed}, {9, 4, Tint::Added}}));
    }

    void aChangedNumberShowsBothValues()
    {
        const DiffText diff = diffText(json(R"({"n":1})"), json(R"({"n":22})"));
        QCOMPARE(diff.lines[1].text, u"1 → 22"_s);
        QCOMPARE(diff.lines[1].tints, (QList<DiffTint>{{0, 1, Tint::Removed}, {4, 2, Tint::Changed}}));
    }

    void tintsAreCutAtLineEnds()
    {
        const DiffText diff = diffText(json(R"({"t":"a\nb"})"), json(R"({"t":"x\ny"})"));
        for (const DiffLine &line : diff.lines) {
            QVERIFY(!line.text.contains(u'\n'));
            for (const DiffTint &tint : line.tints) {
                QVERIFY(tint.from >= 0 && tint.length > 0 && tint.from + tint.length <= line.text.size());
            }
        }
    }

    void longUnchangedStretchesAreFolded()
    {
        const QString same = u"word "_s.repeated(2000);
        const DiffText diff = diffText(Json::object({{"t", Json(same + u"old "_s + same)}}), Json::object({{"t", Json(same + u"new "_s + same)}}));
        QVERIFY(diff.lines[1].text.size() < 1000);
        QVERIFY(diff.lines[1].text.contains(u"…"));
        QCOMPARE(diff.lines[1].tints.size(), 2);
    }

    void equalValuesGiveNothing() { QCOMPARE(diffText(json("[1,2]"), json("[1,2]")), DiffText()); }

    void pathsAreWrittenAsPeopleWriteThem()
    {
        QCOMPARE(dottedPath("/generated_content/body/1/content"), u"generated_content.body[1].content"_s);
        QCOMPARE(dottedPath("/a~1b"), u"a/b"_s);
        QCOMPARE(dottedPath(""), QString());
    }
};

QTEST_GUILESS_MAIN(TestDiffLines)
#include "tst_difflines.moc"
