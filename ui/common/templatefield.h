// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/schemafield.h"
#include "common/templatetext.h"
#include "sdk/error.h"

#include <QPlainTextEdit>

class QTimer;

namespace Millrace {

/// Fills in a text with the fields of a document, and tells what came of it, now or later.
using TemplateRender = std::function<void(const QString &text, const Json &document, const std::function<void(const Result<QString> &)> &then)>;

/// What the editing of templates needs of the rest of the program.
struct TemplateSupport
{
    TemplateWords words;
    TemplateRender render; ///< null: there is no preview
};

/// Prompts and templates as text: coloured, with fields, filters and tags offered, fields of a document dropped in as {{ field }}.
class TemplateEdit final : public QPlainTextEdit, public FieldTarget
{
    Q_OBJECT

public:
    explicit TemplateEdit(QWidget *parent = nullptr);

    void setWords(const TemplateWords &words) { m_words = words; }
    [[nodiscard]] const TemplateWords &words() const { return m_words; }
    [[nodiscard]] TextCompletion *completion() const { return m_completion; }
    /// Within {{ }} and {% %} the bare name.
    void bindField(const QString &path) override;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    TemplateWords m_words;
    TextCompletion *m_completion;
};

/// The text as it is filled in from the document, followed as it is written; what keeps it from that in its place.
class TemplatePreview final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit TemplatePreview(QWidget *parent = nullptr);

    void setSupport(const TemplateSupport &support);
    void follow(const QString &text);
    [[nodiscard]] bool hasProblem() const { return m_hasProblem; }

Q_SIGNALS:
    void rendered();

private:
    void render();

    TemplateSupport m_support;
    QString m_text;
    QTimer *m_pause;
    quint64 m_generation = 0;
    bool m_hasProblem = false;
};

/// A field for a text that is a template: the editor, and below it the preview. Alt+Return opens it in a window of its own.
class TemplateField final : public SchemaField
{
    Q_OBJECT

public:
    TemplateField(const Json &schema, QWidget *parent);

    void setValue(const std::optional<Json> &value) override;
    [[nodiscard]] std::optional<Json> value() const override;
    void setReadOnly(bool readOnly) override { m_editor->setReadOnly(readOnly); }
    void setTemplates(const TemplateSupport &support) override;
    /// In a window of its own, with the preview beside it.
    void enlarge();
    [[nodiscard]] TemplateEdit *editor() const { return m_editor; }
    [[nodiscard]] TemplatePreview *preview() const { return m_preview; }

private:
    QString m_title;
    TemplateEdit *m_editor;
    QWidget *m_shown;
    TemplatePreview *m_preview;
    TemplateSupport m_support;
    bool m_isSetting = false;
};

} // namespace Millrace
