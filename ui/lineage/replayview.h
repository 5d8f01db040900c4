// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "common/rowmodel.h"
#include "lineage/lineagedoor.h"
#include "lineage/replaybill.h"

#include <QTimer>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTreeView;
class QTreeWidget;

namespace Millrace {

class DiffEditor;
class EmptyState;

/// The contexts of a replay.
class ReplayModel final : public RowModel<ReplayedContext, QString>
{
    Q_OBJECT

public:
    // No type of its own: behind one lupdate loses the namespace, and the texts of the classes below their translations.
    enum class Column { Title, Status, Changed, Decision };

    using RowModel::RowModel;

protected:
    [[nodiscard]] int columns() const override { return 4; }
    [[nodiscard]] QString idOf(const ReplayedContext &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const ReplayedContext &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// A selection done again as one job: the bill first, then how far it is, then old against new field by field, and what becomes of it. Main thread.
class ReplayView final : public QWidget
{
    Q_OBJECT

public:
    ReplayView(LineageDoor door, bool isReadOnly, QWidget *parent = nullptr);

    /// Shows the bill for these nodes; nothing is done before the person says so.
    void plan(const QStringList &nodes);
    void refresh();
    [[nodiscard]] const QString &job() const { return m_job; }
    [[nodiscard]] ReplayModel *model() const { return m_model; }
    [[nodiscard]] bool hasBill() const { return !m_nodes.isEmpty(); }

Q_SIGNALS:
    void shown();
    void failed(const Millrace::Error &error);
    void noticeRequested(const Millrace::Notice &notice);
    void openRequested(const Millrace::PaneTarget &target);

private:
    QWidget *makeBill();
    QWidget *makeJob();
    [[nodiscard]] Json planArgs() const;
    void askPlan();
    void showBill(const ReplayBill &bill);
    void start();
    void chooseJob(const QString &job);
    void askState();
    void takeState(const Json &answer);
    void showJob();
    void compare();
    void decide(bool adopts, const QStringList &ids);
    [[nodiscard]] QStringList open() const; ///< all that nobody has decided
    [[nodiscard]] QStringList chosenOpen() const;

    LineageDoor m_door;
    bool m_isReadOnly;
    Answers m_answers;
    QTimer m_again; ///< while a job runs
    QStringList m_nodes; ///< of the bill that is shown
    QString m_job;
    QString m_state;
    Json m_counts;
    QList<ReplayedContext> m_contexts;
    QList<ReplayedContext> m_coming; ///< pages of the answer that is being read
    Json m_after; ///< where it goes on; null: from the beginning
    std::pair<QString, QString> m_compared; ///< old and new
    quint64 m_comparing = 0;

    QTreeWidget *m_jobs;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QLabel *m_billTitle;
    QComboBox *m_version;
    QComboBox *m_from;
    QCheckBox *m_sinks;
    QFormLayout *m_lines;
    QTreeWidget *m_notDone;
    QPushButton *m_start;
    QLabel *m_jobTitle;
    QProgressBar *m_progress;
    QCheckBox *m_publish;
    QCheckBox *m_only;
    QPushButton *m_adopt;
    QPushButton *m_discard;
    ReplayModel *m_model;
    QTreeView *m_list;
    QLabel *m_diffTitle;
    DiffEditor *m_diff;
};

} // namespace Millrace
