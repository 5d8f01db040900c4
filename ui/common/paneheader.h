// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace Millrace {

/// The bar over every pane: title, a quiet line beside it, and the pane's actions on the right.
class PaneHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit PaneHeader(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// The line beside the title, secondary text; empty hides it.
    void setNote(const QString &note);
    /// Adds a control at the right end, in the order of the calls. The header owns it.
    void addControl(QWidget *control);

private:
    QLabel *m_title;
    QLabel *m_note;
    QHBoxLayout *m_controls;
};

} // namespace Millrace
