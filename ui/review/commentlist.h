// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QWidget>

class QLineEdit;
class QVBoxLayout;
class QPushButton;

namespace Millrace {

/// What people say about a document: each comment with its place in the text, open or resolved, and a line to write another.
class CommentList final : public QWidget
{
    Q_OBJECT

public:
    explicit CommentList(QWidget *parent = nullptr);

    /// The comments as `review.show` gives them.
    void setComments(const Json &comments);
    [[nodiscard]] qsizetype open() const;
    /// Goes to the next (or previous) comment that is not resolved; false where there is none.
    bool step(int by);
    /// The comment that is gone to; empty: none.
    [[nodiscard]] QString currentId() const { return m_current; }
    /// Resolves the current comment, or opens it again.
    void resolveCurrent();
    /// Puts the cursor into the line for a new comment, which is about the words named (empty: about the whole).
    void startComment(const QString &about);
    void setWritable(bool writable);
    /// What is half typed was about another item.
    void clearLine();

Q_SIGNALS:
    void commentRequested(const QString &text);
    void resolveRequested(const QString &comment, bool resolved);
    /// The person goes to a comment: its place is wanted on the screen.
    void placeRequested(const Millrace::Json &comment);
    void leaveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuild();
    void setCurrent(const QString &id);

    Json m_comments = Json::array();
    QString m_current;
    QVBoxLayout *m_rows;
    QLineEdit *m_line;
    bool m_writable = true;
};

} // namespace Millrace
