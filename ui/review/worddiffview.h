// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>

namespace Millrace {

/// Two texts laid over each other for reading: what is gone is struck out, what is new underlined, each on its tint.
class WordDiffView final : public QTextEdit
{
    Q_OBJECT

public:
    explicit WordDiffView(QWidget *parent = nullptr);

    void setTexts(const QString &before, const QString &after);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void write();
    void center();

    QString m_before;
    QString m_after;
};

} // namespace Millrace
