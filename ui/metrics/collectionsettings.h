// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"

#include <QDialog>
#include <QHash>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Millrace {

class Workspace;

/// What is measured, how long each step of it is kept, and who else gets it. Main thread.
class CollectionSettings final : public QDialog
{
    Q_OBJECT

public:
    explicit CollectionSettings(Workspace *workspace, QWidget *parent = nullptr);

    /// As `metrics.settings` has it.
    void show(const Json &settings);
    /// As `metrics.configure` takes it.
    [[nodiscard]] Json args() const;
    using QDialog::show;

Q_SIGNALS:
    void failed(const Millrace::Error &error);

private:
    Workspace *m_workspace;
    Answers m_answers;
    QLabel *m_size;
    QFormLayout *m_form;
    Json m_shown; ///< what the door said: what it does not know is neither shown nor sent
    QCheckBox *m_enabled;
    QHash<QByteArray, QSpinBox *> m_days; ///< by step: "10s"
    QLabel *m_others;
    QCheckBox *m_prometheus;
    QCheckBox *m_otlp;
    QLineEdit *m_otlpUrl;
    QSpinBox *m_otlpEvery;
    QCheckBox *m_graphite;
    QLineEdit *m_graphiteHost;
    QSpinBox *m_graphitePort;
    QLineEdit *m_graphitePrefix;
    QPushButton *m_save;
};

} // namespace Millrace
