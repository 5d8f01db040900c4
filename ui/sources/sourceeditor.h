// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "sources/sourceinfo.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Millrace {

/// What a watched folder is asked to do, as a form: for a new one, or for one that is changed. Says at once what is missing; the rest is the
/// door's to check. Return saves, Escape leaves. Main thread.
class SourceEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceEditor(QWidget *parent = nullptr);

    void setPipelines(const QList<PipelineDefinition> &pipelines);
    /// An info without an id is a new source, with the folder that it may have.
    void edit(const SourceInfo &source);
    /// The arguments of `source.add`.
    [[nodiscard]] Json args() const;
    /// What the door had against it.
    void showProblem(const QString &problem);

Q_SIGNALS:
    void saveRequested(const Millrace::Json &args);
    void cancelRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeForm();
    void chooseFolder(QLineEdit *into, const QString &title);
    /// Nothing: the source's own, or what is usual for a new one.
    void choosePipeline(const std::optional<QString> &id);
    void check();
    void save();

    SourceInfo m_source;
    QLabel *m_title;
    QLineEdit *m_folder;
    QLineEdit *m_name;
    QComboBox *m_pipeline;
    QButtonGroup *m_after;
    QLineEdit *m_moveTo;
    QWidget *m_moveRow;
    QLabel *m_afterNote;
    QCheckBox *m_recursive;
    QLineEdit *m_include;
    QLineEdit *m_exclude;
    QCheckBox *m_links;
    QSpinBox *m_settle;
    QSpinBox *m_rest;
    QFormLayout *m_rows = nullptr;
    QLabel *m_problem;
    QPushButton *m_save;
    QPushButton *m_cancel;
};

} // namespace Millrace
