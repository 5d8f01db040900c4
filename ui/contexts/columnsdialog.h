// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextcolumn.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QTimer;

namespace Millrace {

class ContextSource;

/// Which columns the table has, in which order; and new ones from a field of the document, by a JMESPath expression that is tried on a
/// context while it is typed. Opened with open(); on acceptance the caller asks for columns().
class ColumnsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `sample`: the context that expressions are tried on; 0: none.
    ColumnsDialog(ContextSource *source, const QList<ContextColumn> &columns, ContextKey sample, QWidget *parent = nullptr);

    [[nodiscard]] QList<ContextColumn> columns() const;

private:
    void addItem(const ContextColumn &column, bool select = false);
    void addField();
    void removeField();
    void move(int by);
    void reset();
    void tryExpression();
    void suggest(const Json &document);
    void updateButtons();

    ContextSource *m_source;
    ContextKey m_sample;
    QListWidget *m_list;
    QPushButton *m_up;
    QPushButton *m_down;
    QPushButton *m_remove;
    QLineEdit *m_expression;
    QPushButton *m_add;
    QLabel *m_answer;
    QTimer *m_pause;
    quint64 m_generation = 0;
};

/// The expressions of the short values in a document's data, as suggestions: "data.model_used".
[[nodiscard]] QStringList fieldExpressions(const Json &document);

} // namespace Millrace
