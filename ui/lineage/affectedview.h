// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "lineage/affectedmodel.h"
#include "lineage/lineagedoor.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;

/// Everything that something led to, or that it came from, however far away, as a list that can be narrowed, walked and written to a file. Main thread.
class AffectedView final : public QWidget
{
    Q_OBJECT

public:
    AffectedView(LineageDoor door, QWidget *parent = nullptr);

    void setSubject(const QString &node, const QString &title, const QString &asOf);
    void refresh();
    [[nodiscard]] AffectedModel *model() const { return m_model; }
    void askExport();
    /// Writes what is listed (all of it) as "csv" or "json".
    void exportTo(const QString &path, const QString &format);

Q_SIGNALS:
    void shown();
    void failed(const Millrace::Error &error);
    void noticeRequested(const Millrace::Notice &notice);
    void workStarted(const QString &title, const QFuture<void> &work);
    /// The person wants to see what surrounds this one.
    void focusRequested(const QString &node);
    void replayRequested(const QStringList &nodes);

private:
    [[nodiscard]] Json args() const;
    void askNext();
    void showSums(const Json &answer);

    LineageDoor m_door;
    Answers m_answers;
    Answers m_exports; ///< what goes wrong with a file leaves the list as it is
    QString m_subject;
    QString m_title;
    QString m_asOf;
    QList<AffectedRow> m_rows; ///< so far
    QString m_after; ///< where the list goes on; empty: it is whole
    bool m_isAsking = false;

    QComboBox *m_direction;
    QComboBox *m_kind;
    QLabel *m_sums;
    QPushButton *m_replay;
    QPushButton *m_export;
    AffectedModel *m_model;
    QTreeView *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace Millrace
