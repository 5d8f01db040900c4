// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/worddiffview.h"

#include "common/ground.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "common/worddiff.h"

#include <QTextFrame>

#include <algorithm>

namespace Millrace {

WordDiffView::WordDiffView(QWidget *parent)
    : QTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("What was changed"));
    document()->setDocumentMargin(0);
    if (Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, &WordDiffView::write);
    write();
}

void WordDiffView::setTexts(const QString &before, const QString &after)
{
    if (before == m_before && after == m_after)
        return;
    m_before = before;
    m_after = after;
    write();
}

void WordDiffView::write()
{
    setGround(this, ThemeRole::Reading);
    document()->setDefaultFont(Theme::font(TextRole::Reading));
    clear();
    QTextCursor cursor(document());
    QTextBlockFormat block;
    block.setLineHeight(145, QTextBlockFormat::ProportionalHeight);
    block.setBottomMargin(Metrics::gap(3));
    cursor.setBlockFormat(block);
    cursor.beginEditBlock();
    for (const WordRun &run : wordDiff(m_before, m_after)) {
        QTextCharFormat format;
        if (run.kind == WordRun::Kind::Removed) {
            format.setBackground(Theme::color(ThemeRole::DiffRemoved));
            format.setFontStrikeOut(true);
        } else if (run.kind == WordRun::Kind::Added) {
            format.setBackground(Theme::color(ThemeRole::DiffAdded));
            format.setFontUnderline(true);
        }
        cursor.insertText(run.text, format);
    }
    cursor.endEditBlock();
    center();
    moveCursor(QTextCursor::Start);
}

void WordDiffView::center()
{
    const int side = std::max(Metrics::gap(4), (viewport()->width() - Metrics::readingWidth()) / 2);
    QTextFrameFormat format = document()->rootFrame()->frameFormat();
    format.setLeftMargin(side);
    format.setRightMargin(side);
    format.setTopMargin(Metrics::gap(6));
    format.setBottomMargin(Metrics::gap(8));
    document()->rootFrame()->setFrameFormat(format);
}

void WordDiffView::resizeEvent(QResizeEvent *event)
{
    center();
    QTextEdit::resizeEvent(event);
}

} // namespace Millrace
