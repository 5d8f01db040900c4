// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "metrics/alertinfo.h"
#include "metrics/boardinfo.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Millrace {

class Workspace;

/// A rule as a form: what is watched, when it is a problem, and who is told; with what it would say now. Main thread.
class RuleEditor final : public QDialog
{
    Q_OBJECT

public:
    RuleEditor(Workspace *workspace, const RuleInfo &rule, bool isNew, QWidget *parent = nullptr);

    [[nodiscard]] RuleInfo rule() const;
    void setMetrics(const QList<MetricChoice> &metrics);

private:
    void showKind();
    void showFunctions();
    void askTest();
    void changed();

    Workspace *m_workspace;
    Answers m_answers;
    RuleInfo m_rule;
    QList<MetricChoice> m_metrics;
    QTimer m_pause;

    QFormLayout *m_form;
    QLineEdit *m_title;
    QComboBox *m_severity;
    QComboBox *m_kind;
    QLineEdit *m_topic;
    QComboBox *m_metric;
    QComboBox *m_function;
    QLineEdit *m_where;
    QLineEdit *m_by;
    QComboBox *m_op;
    QLineEdit *m_value;
    QSpinBox *m_window;
    QSpinBox *m_holds;
    QCheckBox *m_enabled;
    QCheckBox *m_desktop;
    QLineEdit *m_webhook;
    QLabel *m_says;
    QPushButton *m_save;
};

} // namespace Millrace
