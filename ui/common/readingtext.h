// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/citationmap.h"

#include <QTextBrowser>
#include <QTextDocument>

namespace Millrace {

/// A text set for reading: the reading face, lines of at most 75 characters in the middle, cited sentences marked with a dotted line.
/// Loads nothing from anywhere: pictures and styles that a document names outside itself stay away. Links open outside, on a click.
class ReadingText : public QTextBrowser
{
    Q_OBJECT

public:
    enum class Form : quint8 { Markdown, Html, Plain };

    explicit ReadingText(QWidget *parent = nullptr);

    /// The Markdown that is set: GitHub's, without HTML in it.
    [[nodiscard]] static QTextDocument::MarkdownFeatures markdownFeatures();

    void setContent(const QString &text, Form form);
    /// The text as its positions count it.
    [[nodiscard]] QString rendered() const { return document()->toRawText(); }
    void setSpans(const QList<CitedSpan> &spans);
    [[nodiscard]] const QList<CitedSpan> &spans() const { return m_spans; }
    /// The index of the chosen span; -1: none.
    [[nodiscard]] int current() const { return m_current; }
    /// Marks a span and brings it into sight.
    void setCurrent(int span);

Q_SIGNALS:
    /// The person chose a cited sentence.
    void spanChosen(int span);

protected:
    /// True while the text is another than was set, and must not be set anew for another look.
    [[nodiscard]] virtual bool isBeingEdited() const { return false; }
    QVariant loadResource(int type, const QUrl &name) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void dress();
    void center();
    void mark();
    [[nodiscard]] int spanUnder(const QPoint &pos) const;

    QString m_content;
    Form m_form = Form::Plain;
    QList<CitedSpan> m_spans;
    int m_current = -1;
    int m_hovered = -1;
    QPoint m_pressed;
};

} // namespace Millrace
