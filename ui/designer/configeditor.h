// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/jsonschema.h"

#include <QHash>
#include <QPlainTextEdit>
#include <QTimer>

class QLabel;

namespace Millrace {

class TextCompletion;

/// A JSON object as coloured text to edit. What can be read is told while one types; what cannot is marked at its line once the typing pauses, with
/// the reason below, changes nothing, and is there again when one comes back to its subject.
class ConfigEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit ConfigEditor(QWidget *parent = nullptr);

    /// What the value is to be like: its keys and values are offered, and what does not fit is marked at its line; it is told nevertheless.
    void setSchema(const Json &schema);
    /// Whose value it is. What was typed for another one is told, and no longer shown; what of it could not be read yet is kept.
    void setSubject(const QString &subject);
    [[nodiscard]] const QString &subject() const { return m_subject; }
    /// Shows a value. Where the text says the same already, it stays as it was typed.
    void setValue(const Json &value);
    /// What was last read.
    [[nodiscard]] const Json &value() const { return m_value; }
    void setReadOnly(bool readOnly);
    [[nodiscard]] TextCompletion *completion() const { return m_completion; }
    [[nodiscard]] QPlainTextEdit *editor() const { return m_editor; }
    [[nodiscard]] QString problem() const;
    /// Tells what was typed at once.
    void flush();

Q_SIGNALS:
    void valueEdited(const Millrace::Json &value);

private:
    void read(bool tellsProblems);
    void check();
    void showProblem(const QString &text, int line);

    QPlainTextEdit *m_editor;
    QLabel *m_problem;
    TextCompletion *m_completion;
    QTimer m_pause; ///< nobody has typed for a while
    QTimer m_due; ///< something was typed a while ago
    struct Unread
    {
        Json value; ///< that it was begun from
        QString text;
    };
    QHash<QString, Unread> m_unread; ///< by subject
    QString m_subject;
    QString m_text; ///< as it was last set or typed
    Json m_schema;
    JsonSchema m_compiled;
    Json m_value;
    bool m_isOurs = false; ///< the text is being set, not typed
};

} // namespace Millrace
