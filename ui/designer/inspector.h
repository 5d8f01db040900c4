// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/canvas.h"

#include <QWidget>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QDoubleSpinBox;
class QStackedWidget;
class QTabBar;

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
    /// To the field that a person wants first: a step's title or settings, a note's text, a group's name.
    void focusTitle();
    void focusContent();
    [[nodiscard]] ConfigEditor *config() const { return m_config; }
    [[nodiscard]] SchemaForm *form() const { return m_form; }
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
    void showLink();
    void setNode(QByteArrayView key, const Json &value, const QString &label, const QByteArray &where = {});
    void setNodeLimit(const char *key, const Json &value);
    void setNodeRetry(int attempts);
    void setLink(QByteArrayView key, const Json &value, const QString &label);
    void make(const DraftEditor &editor, const QString &label, const QString &mergeKey);
    bool eventFilter(QObject *watched, QEvent *event) override;

    Canvas *m_canvas;
    bool m_isShowing = false; ///< fields are being filled, not typed in
    QStackedWidget *m_pages;
    QLineEdit *m_pipelineTitle = nullptr;
    QPlainTextEdit *m_pipelineText = nullptr;
    QLabel *m_nodeKind = nullptr;
    QLabel *m_nodeText = nullptr;
    QLineEdit *m_nodeTitle = nullptr;
    QTabBar *m_ways = nullptr;
    QStackedWidget *m_settings = nullptr;
    SchemaForm *m_form = nullptr;
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
