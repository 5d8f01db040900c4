// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/templatefield.h"

#include <QDialog>
#include <QHash>

class QLabel;
class QListWidget;
class QPushButton;

namespace Millrace {

class DesignerSource;
class SchemaForm;

/// The workspace's content templates: each in its newest version, looked at and changed; saving makes a version more, which steps take from then on.
/// What was changed is kept while another one is looked at, and asked about where the dialog is closed.
class TemplatesDialog final : public QDialog
{
    Q_OBJECT

public:
    TemplatesDialog(DesignerSource *source, const TemplateSupport &support, QWidget *parent = nullptr);

    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] SchemaForm *form() const { return m_form; }
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }

    /// A new one; with `like` a template as the one that is shown.
    void make(bool like);
    void save();
    void reject() override;

private:
    void ask();
    void showList();
    void showCurrent();
    void showState();
    void takeEdit();
    [[nodiscard]] QString current() const;
    [[nodiscard]] Json shown(const QString &id) const;
    [[nodiscard]] static Json schema();

    DesignerSource *m_source;
    Answers m_answers;
    QHash<QString, Json> m_stored;
    QHash<QString, Json> m_changed; ///< and not saved
    QString m_wanted; ///< is chosen when the list has come
    QListWidget *m_list;
    SchemaForm *m_form;
    QLabel *m_problem;
    QPushButton *m_like;
    QPushButton *m_save;
};

} // namespace Millrace
