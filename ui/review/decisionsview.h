// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "sdk/json.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class DecisionModel;
class EmptyState;
class Workspace;

/// What was decided, the newest first: mine, or everybody's. Each can be taken back or corrected, however old it is.
class DecisionsView final : public QWidget
{
    Q_OBJECT

public:
    explicit DecisionsView(Workspace *workspace, QWidget *parent = nullptr);

    /// The decision that is gone to; null where there is none.
    [[nodiscard]] Json current() const;
    void refresh();

Q_SIGNALS:
    void contextRequested(const QString &context);
    void currentChanged();
    void failed(const Millrace::Error &error);

private:
    void ask(bool more);
    void showCurrent();

    Workspace *m_workspace;
    Answers m_answers;
    Json m_before; ///< where the next page begins
    DecisionModel *m_model;
    QTreeView *m_list;
    QCheckBox *m_everybody;
    QLabel *m_detail;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

/// What taking a decision back found: "The pipeline had gone on: a new context takes its place. Already published: …". Empty where it was
/// still in place.
[[nodiscard]] QString outcomeText(const Json &undone);

} // namespace Millrace
