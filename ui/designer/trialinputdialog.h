// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace Millrace {

class ConfigEditor;
class DesignerSource;
class SearchField;

/// What a pipeline is tried on.
struct TrialInput
{
    QString title;
    Json input; ///< as `pipeline.try` takes it; null: nothing chosen yet

    friend bool operator==(const TrialInput &, const TrialInput &) = default;
};

/// Asks what to try a pipeline on: one of its samples, a document that went through it, any context by its id, a file, or what is typed in. What is
/// chosen is shown and may be changed before it is tried.
class TrialInputDialog final : public QDialog
{
    Q_OBJECT

public:
    TrialInputDialog(DesignerSource *source, const QString &pipeline, const TrialInput &last, const QString &verb, QWidget *parent = nullptr);

    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] SearchField *search() const { return m_search; }
    [[nodiscard]] ConfigEditor *editor() const { return m_editor; }
    void openFile(const QString &path);

Q_SIGNALS:
    void chosen(const Millrace::TrialInput &input);

private:
    void showChoices();
    void look(const TrialInput &input);
    void take(const Json &answer);
    void askFile();
    void finish();
    void showProblem(const QString &text);

    DesignerSource *m_source;
    Answers m_answers;
    QString m_pipeline;
    QList<std::pair<TrialInput, QString>> m_choices; ///< and what it is
    TrialInput m_chosen;
    bool m_isTyped = false; ///< the text is no longer what was chosen
    SearchField *m_search;
    QListWidget *m_list;
    QLabel *m_title;
    ConfigEditor *m_editor;
    QLabel *m_problem;
    QPushButton *m_try;
};

} // namespace Millrace
