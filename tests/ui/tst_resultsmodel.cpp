// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/resultsmodel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestResultsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsSayTitleWordsAndTime()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ResultsModel model;
        const QAbstractItemModelTester tester(&model);
        ContextSummary context;
        context.key = 7;
        context.id = u"ctx_7"_s;
        context.title = u"A title"_s;
        context.pipelineTitle = u"Article"_s;
        context.startedAt = 1'000'000;
        context.endedAt = 13'340'000;
        model.setRows({{context, 1250}});
        QCOMPARE(text(model, ResultsModel::Column::Title), u"A title"_s);
        QCOMPARE(text(model, ResultsModel::Column::Pipeline), u"Article"_s);
        QCOMPARE(text(model, ResultsModel::Column::Words), u"1,250"_s);
        QCOMPARE(text(model, ResultsModel::Column::Took), u"12.3 s"_s);
        QVERIFY(!text(model, ResultsModel::Column::Finished).isEmpty());
    }

    void withoutTitleTheIdStandsInAndUnknownWordsStayEmpty()
    {
        ResultsModel model;
        const QAbstractItemModelTester tester(&model);
        ContextSummary context;
        context.key = 1;
        context.id = u"ctx_1"_s;
        model.setRows({{context, -1}});
        QCOMPARE(text(model, ResultsModel::Column::Title), u"ctx_1"_s);
        QVERIFY(text(model, ResultsModel::Column::Words).isEmpty());
        QVERIFY(text(model, ResultsModel::Column::Took).isEmpty());
    }

    void numbersAreRightAlignedUnderTheirHeaders()
    {
        ResultsModel model;
        const int words = static_cast<int>(ResultsModel::Column::Words);
        QVERIFY(Qt::Alignment(model.headerData(words, Qt::Horizontal, Qt::TextAlignmentRole).toInt()) & Qt::AlignRight);
    }

private:
    static QString text(const ResultsModel &model, ResultsModel::Column column) { return model.index(0, static_cast<int>(column)).data().toString(); }
};

QTEST_GUILESS_MAIN(TestResultsModel)
#include "tst_resultsmodel.moc"
