// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/readingtext.h"

#include "common/ground.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QDesktopServices>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

ReadingText::ReadingText(QWidget *parent)
    : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setAccessibleName(tr("Text"));
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    viewport()->setMouseTracking(true);
    connect(this, &QTextBrowser::anchorClicked, this, [](const QUrl &url) {
        if (url.scheme() == "https"_L1 || url.scheme() == "http"_L1) {
            QDesktopServices::openUrl(url);
        }
    });
    if (Theme *theme = Theme::current()) {
        connect(theme, &Theme::changed, this, &ReadingText::dress);
    }
    dress();
}

QTextDocument::MarkdownFeatures ReadingText::markdownFeatures()
{
    return QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML;
}

QVariant ReadingText::loadResource(int, const QUrl &)
{
    return {};
}

void ReadingText::setContent(const QString &text, Form form)
{
    if (text == m_content && form == m_form) {
        return;
    }
    m_content = text;
    m_form = form;
    m_spans.clear();
    m_current = -1;
    m_hovered = -1;
    dress();
}

void ReadingText::dress()
{
    setGround(this, ThemeRole::Reading);
    if (isBeingEdited()) {
        mark();
        return;
    }
    const QFont face = Theme::font(TextRole::Reading);
    document()->setDefaultFont(face);
    document()->setDocumentMargin(0);
    const int scroll = verticalScrollBar()->value();
    switch (m_form) {
    case Form::Markdown:
        document()->setMarkdown(m_content, markdownFeatures());
        break;
    case Form::Html:
        document()->setHtml(m_content);
        break;
    case Form::Plain:
        document()->setPlainText(m_content);
        break;
    }
    static constexpr std::array kHeadings = {1.7, 1.35, 1.15, 1.05};
    if (m_form == Form::Plain) {
        // Whatever is long comes as plain text, and formatting each of its paragraphs would hold up the window.
        center();
        mark();
        verticalScrollBar()->setValue(scroll);
        return;
    }
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        QTextBlockFormat format = block.blockFormat();
        const int level = format.headingLevel();
        if (level > 0) {
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            QTextCharFormat heading = cursor.charFormat();
            heading.clearProperty(QTextFormat::FontSizeAdjustment); // it would win over the size
            heading.setFontPointSize(face.pointSizeF() * kHeadings.at(std::size_t(std::min(level, 4) - 1)));
            heading.setFontWeight(QFont::DemiBold);
            cursor.setCharFormat(heading);
            format.setTopMargin(block == document()->begin() ? 0 : Metrics::gap(level == 1 ? 6 : 5));
            format.setBottomMargin(Metrics::gap(2));
        } else if (format.hasProperty(QTextFormat::BlockCodeLanguage) || format.hasProperty(QTextFormat::BlockCodeFence)) {
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            QTextCharFormat code;
            code.setFont(Theme::font(TextRole::Fixed), QTextCharFormat::FontPropertiesSpecifiedOnly);
            cursor.mergeCharFormat(code);
            format.setBackground(Theme::color(ThemeRole::Hover));
        } else if (m_form != Form::Html) {
            format.setLineHeight(145, QTextBlockFormat::ProportionalHeight);
            if (!block.textList()) {
                format.setBottomMargin(Metrics::gap(3));
            }
        }
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
    cursor.endEditBlock();
    center();
    mark();
    verticalScrollBar()->setValue(scroll);
}

void ReadingText::center()
{
    const int side = std::max(Metrics::gap(4), (viewport()->width() - Metrics::readingWidth()) / 2);
    QTextFrameFormat format = document()->rootFrame()->frameFormat();
    if (int(format.leftMargin()) != side) {
        format.setLeftMargin(side);
        format.setRightMargin(side);
        format.setTopMargin(Metrics::gap(6));
        format.setBottomMargin(Metrics::gap(8));
        document()->rootFrame()->setFrameFormat(format);
    }
}

void ReadingText::setSpans(const QList<CitedSpan> &spans)
{
    m_spans = spans;
    m_current = -1;
    m_hovered = -1;
    mark();
}

void ReadingText::setCurrent(int span)
{
    m_current = span >= 0 && span < m_spans.size() ? span : -1;
    mark();
    if (m_current >= 0) {
        // Without moving the person's own cursor, and only as far as needed.
        QTextCursor cursor(document());
        cursor.setPosition(m_spans[m_current].from);
        const QRect top = cursorRect(cursor);
        cursor.setPosition(m_spans[m_current].to);
        const QRect bottom = cursorRect(cursor);
        if (top.top() < 0 || bottom.bottom() > viewport()->height()) {
            verticalScrollBar()->setValue(verticalScrollBar()->value() + top.top() - viewport()->height() / 3);
        }
    }
}

void ReadingText::mark()
{
    QList<QTextEdit::ExtraSelection> selections;
    for (int i = 0; i < m_spans.size(); ++i) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(m_spans[i].from);
        selection.cursor.setPosition(m_spans[i].to, QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::DotLine);
        selection.format.setUnderlineColor(Theme::color(i == m_current ? ThemeRole::Accent : ThemeRole::ControlBorder));
        if (i == m_current) {
            selection.format.setBackground(Theme::color(ThemeRole::Selection));
        } else if (i == m_hovered) {
            selection.format.setBackground(Theme::color(ThemeRole::Hover));
        }
        selections.append(selection);
    }
    setExtraSelections(selections);
}

int ReadingText::spanUnder(const QPoint &pos) const
{
    const QPointF at = pos + QPoint(horizontalScrollBar()->value(), verticalScrollBar()->value());
    const int position = document()->documentLayout()->hitTest(at, Qt::ExactHit);
    return position < 0 ? -1 : int(spanAt(m_spans, position));
}

void ReadingText::mouseMoveEvent(QMouseEvent *event)
{
    QTextBrowser::mouseMoveEvent(event);
    const int hovered = event->buttons() == Qt::NoButton ? spanUnder(event->position().toPoint()) : -1;
    if (hovered >= 0) {
        viewport()->setCursor(Qt::PointingHandCursor);
    }
    if (hovered != m_hovered) {
        m_hovered = hovered;
        viewport()->setCursor(hovered >= 0 ? Qt::PointingHandCursor : Qt::IBeamCursor);
        viewport()->setToolTip(hovered >= 0 ? tr("Show where this comes from") : QString());
        mark();
    }
}

void ReadingText::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->position().toPoint();
    QTextBrowser::mousePressEvent(event);
}

void ReadingText::mouseReleaseEvent(QMouseEvent *event)
{
    QTextBrowser::mouseReleaseEvent(event);
    const QPoint pos = event->position().toPoint();
    const bool clicked = event->button() == Qt::LeftButton && (pos - m_pressed).manhattanLength() < QApplication::startDragDistance()
        && !textCursor().hasSelection() && anchorAt(pos).isEmpty();
    if (const int span = clicked ? spanUnder(pos) : -1; span >= 0) {
        setCurrent(span);
        Q_EMIT spanChosen(span);
    }
}

void ReadingText::leaveEvent(QEvent *event)
{
    QTextBrowser::leaveEvent(event);
    if (m_hovered >= 0) {
        m_hovered = -1;
        mark();
    }
}

void ReadingText::resizeEvent(QResizeEvent *event)
{
    center();
    QTextBrowser::resizeEvent(event);
}

} // namespace Millrace
