// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/schemaform.h"
#include "common/templatefield.h"
#include "designer/canvas.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <optional>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QDoubleSpinBox;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace Millrace {

class ConfigEditor;
class SchemaForm;

/// What is chosen, to be read and changed: a step, a link, a note, a group, or the pipeline itself where nothing is. It asks for edits; typing
/// in one field is one edit.
class Inspector final : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(Canvas *canvas, QWidget *parent = nullptr);

    /// Shows what is chosen as it is now.
    void refresh();
    /// What was typed and not told yet becomes an edit of what it was typed for.
    void flush();
    /// To the field that a person wants first: a step's title or settings, a note's text, a group's name.
    void focusTitle();
    void focusContent();
    [[nodiscard]] ConfigEditor *config() const { return m_config; }
    [[nodiscard]] SchemaForm *form() const { return m_form; }
    /// What comes to the step, as far as is known: templates are previewed with it. `expected` also has the fields that the steps before this one
    /// say they give; both are offered while settings are written.
    void setDocument(const Json &data, const Json &expected);
    /// References to the secrets that there are ("secret:crm"), offered where one may stand.
    void setSecrets(const QStringList &references);
    /// What is wrong with settings stands at their fields, too: asked for the step that is shown. The paths are pointers into its settings.
    void setProblems(const std::function<QList<FormProblem>(const QString &node)> &problems);
    /// Puts a field of that document where a setting was last written; false where none was.
    bool bindField(const QString &path);
    /// What the editing of prompts and templates needs.
    void setTemplateSupport(const TemplateSupport &support);
    [[nodiscard]] const TemplateSupport &templateSupport() const { return m_support; }
    /// Opens the prompt or template that is written in a window of its own; false where there is none.
    bool enlargeText();
    /// The settings as a form, or as JSON.
    void showForm(bool form);

Q_SIGNALS:
    void editMade(const Millrace::DraftEdit &edit);
    /// The field is left: the next edit is one of its own.
    void fieldLeft();

private:
    enum Page : quint8 { PipelinePage, NodePage, LinkPage, NotePage, GroupPage, ManyPage };

    QWidget *makePipelinePage();
    QWidget *makeNodePage();
    QWidget *makeLinkPage();
    QWidget *makeNotePage();
    QWidget *makeGroupPage();
    QWidget *makeManyPage();
    void showNode();
    void showConfig();
    void useForm(const QString &component, const Json &schema);
    void showLink();
    void setNode(QByteArrayView key, const Json &value, const QString &label, const QByteArray &where = {});
    void setNodeLimit(const char *key, const Json &value);
    void setNodeRetry(int attempts);
    void setLinkLimit(int most);
    void setLink(QByteArrayView key, const Json &value, const QString &label);
    void make(const DraftEditor &editor, const QString &label, const QString &mergeKey);
    void setTemplates();
    void noteField(QWidget *now);
    bool eventFilter(QObject *watched, QEvent *event) override;

    /// What the fields are of. Another thing may be chosen already when the last letters are told.
    struct Shown
    {
        QString node;
        QString note;
        QString group;
        std::optional<LinkRef> link;
    };

    Canvas *m_canvas;
    Shown m_shown;
    bool m_isShowing = false; ///< fields are being filled, not typed in
    QStackedWidget *m_pages;
    QLineEdit *m_pipelineTitle = nullptr;
    QPlainTextEdit *m_pipelineText = nullptr;
    QLabel *m_nodeKind = nullptr;
    QLabel *m_nodeText = nullptr;
    QLineEdit *m_nodeTitle = nullptr;
    QPointer<QWidget> m_lastField; ///< of the settings, that was written in
    TemplateSupport m_support;
    QStringList m_secrets;
    std::function<QList<FormProblem>(const QString &node)> m_problems;
    QTabBar *m_ways = nullptr;
    QStackedWidget *m_settings = nullptr;
    QVBoxLayout *m_formPlace = nullptr;
    QList<SchemaForm *> m_forms; ///< the one used last is the last
    SchemaForm *m_form = nullptr; ///< the one that is shown
    QString m_formOf; ///< the component whose form it is
    ConfigEditor *m_config = nullptr;
    QSpinBox *m_timeout = nullptr;
    QSpinBox *m_attempts = nullptr;
    QSpinBox *m_concurrency = nullptr;
    QDoubleSpinBox *m_perSecond = nullptr;
    QCheckBox *m_cache = nullptr;
    QLabel *m_linkEnds = nullptr;
    QLineEdit *m_condition = nullptr;
    QSpinBox *m_maxItems = nullptr;
    QPlainTextEdit *m_noteText = nullptr;
    QLineEdit *m_groupTitle = nullptr;
    QLabel *m_many = nullptr;
};

} // namespace Millrace
