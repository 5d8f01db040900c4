// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPlainTextEdit>

namespace Millrace {

/// Something wrong with a text, at its line.
struct LineProblem
{
    int line = 0; ///< from 1; 0: of the whole
    int column = 0; ///< from 1; 0: of the whole line
    QString path; ///< JSON Pointer
    QString message;
    bool isError = true;

    friend bool operator==(const LineProblem &, const LineProblem &) = default;
};

/// A JSON text to be mended: line numbers, colours, and each problem marked at its line, in the margin and under the words. Every character of it
/// comes back as it was given, which QPlainTextEdit's own plain text does not promise.
class FixEditor final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit FixEditor(QWidget *parent = nullptr);

    /// Shows a text, and forgets what could be undone. What Qt keeps for its own ends (U+2028, U+2029) is shown as JSON's escape of it.
    void setContent(const QString &text);
    /// The text as it stands. Unlike toPlainText() it keeps no-break spaces.
    [[nodiscard]] QString content() const;
    void setProblems(const QList<LineProblem> &problems);
    [[nodiscard]] const QList<LineProblem> &problems() const { return m_problems; }
    /// Puts the cursor to the next (or previous) problem with a line; false where there is none.
    bool stepProblem(int by);
    /// Puts the cursor there and the keyboard with it.
    void goTo(const LineProblem &problem);
    /// Puts the cursor to the first problem with a line; the keyboard stays where it is.
    void showFirstProblem();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    friend class FixMargin;
    void paintMargin(QPaintEvent *event);
    void moveTo(const LineProblem &problem);
    [[nodiscard]] QList<LineProblem> placedProblems() const;
    [[nodiscard]] int marginWidth() const;
    void layOutMargin();
    void mark();

    QWidget *m_margin;
    QList<LineProblem> m_problems;
};

} // namespace Millrace
