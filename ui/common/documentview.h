// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/jsontext.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Millrace {

/// A context's document at one step, as coloured JSON. Printing is done beside the window's thread; very long texts within it are shortened
/// until asked for, and long documents are filled in piece by piece, so that no document holds up a frame.
class DocumentView final : public QWidget
{
    Q_OBJECT

public:
    explicit DocumentView(QWidget *parent = nullptr);

    /// `title` says which step this is. The place is kept where the text is nearly the same.
    void setDocument(const Json &document, const QString &title);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    /// All of the last document's text is in the view.
    void shown();

private:
    void print();
    void fill(const JsonText &text);
    void fillNext();

    Json m_document;
    bool m_more = false; ///< more of the long texts is wanted
    quint64 m_generation = 0;
    QStringList m_waiting; ///< pieces not yet in the editor
    QTimer m_fillTimer;
    QLabel *m_title;
    QLabel *m_note;
    QPushButton *m_showAll;
    QPlainTextEdit *m_editor;
};

} // namespace Millrace
