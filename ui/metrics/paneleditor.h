// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "metrics/boardinfo.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QWidget;

namespace Millrace {

class PanelCard;
class Workspace;

/// What a panel asks and how it shows the answers, with the panel beside it as it would be. Main thread.
class PanelEditor final : public QDialog
{
    Q_OBJECT

public:
    PanelEditor(Workspace *workspace, const PanelInfo &panel, bool isNew, QWidget *parent = nullptr);

    /// As it was edited; its id and place are those that were given.
    [[nodiscard]] const PanelInfo &panel() const { return m_panel; }
    /// A choice of metric as `metrics.list` has it; for what is chosen from.
    void setMetrics(const QList<MetricChoice> &metrics);

private:
    QWidget *makeForm();
    QWidget *makeQuestions();
    void showPanel();
    void showQuestion();
    void showLabels();
    void take();
    void takeQuestion();
    void addQuestion();
    void removeQuestion();
    void askPreview();
    [[nodiscard]] const MetricChoice *metric(const QString &name) const;
    [[nodiscard]] QString title(const PanelQuery &query) const;

    Workspace *m_workspace;
    Answers m_answers;
    PanelInfo m_panel;
    QList<MetricChoice> m_metrics;
    bool m_isShowing = false; ///< what changes is changed by us

    QLineEdit *m_title;
    QComboBox *m_kind;
    QListWidget *m_questions;
    QPushButton *m_add;
    QPushButton *m_remove;
    QComboBox *m_metric;
    QLabel *m_help;
    QComboBox *m_function;
    QWidget *m_by;
    QLineEdit *m_where;
    QLineEdit *m_legend;
    QLineEdit *m_least;
    QLineEdit *m_greatest;
    QLineEdit *m_threshold;
    QCheckBox *m_logarithmic;
    QPushButton *m_save;
    PanelCard *m_preview;
    QTimer m_pause;
};

/// "node=a|b, pipeline=c" as the door takes it, and back. Parts without "=" are left out.
[[nodiscard]] Json labelFilter(const QString &text);
[[nodiscard]] QString labelFilterText(const Json &where);

} // namespace Millrace
