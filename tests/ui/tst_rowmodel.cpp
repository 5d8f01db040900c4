// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/rowmodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

struct Row
{
    int id = 0;
    QString text;

    friend bool operator==(const Row &, const Row &) = default;
};

class Model final : public RowModel<Row, int>
{
public:
    using RowModel::RowModel;

protected:
    [[nodiscard]] int columns() const override { return 2; }
    [[nodiscard]] int idOf(const Row &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const Row &row, int column, int role) const override
    {
        return role == Qt::DisplayRole ? (column == 0 ? QVariant(row.id) : QVariant(row.text)) : QVariant();
    }
    [[nodiscard]] QVariant header(int, int) const override { return {}; }
};

} // namespace

class TestRowModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selectionByIdSurvivesInsertionRemovalAndReordering()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setRows({{1, u"a"_s}, {2, u"b"_s}, {3, u"c"_s}});
        QItemSelectionModel selection(&model);
        selection.setCurrentIndex(model.index(1, 0), QItemSelectionModel::SelectCurrent);
        model.setRows({{9, u"new"_s}, {3, u"c"_s}, {2, u"B"_s}});
        QCOMPARE(selection.currentIndex().row(), 2);
        QCOMPARE(model.row(selection.currentIndex().row()).text, u"B"_s);
        model.setRows({{2, u"B"_s}});
        QCOMPARE(selection.currentIndex().row(), 0);
    }

    void unchangedRowsEmitNothing()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setRows({{1, u"a"_s}, {2, u"b"_s}});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRows({{1, u"a"_s}, {2, u"b"_s}});
        QCOMPARE(changed.size(), 0);
        model.setRows({{1, u"a"_s}, {2, u"x"_s}});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
        QCOMPARE(inserted.size(), 0);
        QCOMPARE(reset.size(), 0);
    }

    void theFirstOfTwoRowsWithOneIdCounts()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setRows({{1, u"a"_s}, {1, u"b"_s}, {2, u"c"_s}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(0).text, u"a"_s);
        QCOMPARE(model.rowOf(2), 1);
        QCOMPARE(model.rowOf(7), -1);
    }

    void anyChangeLeadsToTheGivenRows()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        QRandomGenerator random(42);
        for (int round = 0; round < 200; ++round) {
            QList<Row> rows;
            QSet<int> used;
            const int count = random.bounded(12);
            while (rows.size() < count) {
                const int id = random.bounded(20);
                if (!used.contains(id)) {
                    used.insert(id);
                    rows.append({id, QString::number(random.bounded(3))});
                }
            }
            model.setRows(rows);
            QCOMPARE(model.rows(), rows);
        }
    }
};

QTEST_MAIN(TestRowModel)
#include "tst_rowmodel.moc"
