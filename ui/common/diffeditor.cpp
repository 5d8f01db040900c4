// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/diffeditor.h"

#include "common/metrics.h"
#include "common/theme.h"

#include <QPainter>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QColor markColor(DiffLine::Mark mark)
{
    switch (mark) {
    case DiffLine::Mark::Added:
        return Theme::color(ContextStatus::Completed);
    case DiffLine::Mark::Removed:
        return Theme::color(ContextStatus::Failed);
    case DiffLine::Mark::Changed:
        break;
    }
    return Theme::color(ContextStatus::Retrying);
}

QChar markSign(DiffLine::Mark mark)
{
    return mark == DiffLine::Mark::Added ? u'+' : mark == DiffLine::Mark::Removed ? u'−' : u'~';
}

QColor tintColor(DiffTint::Kind kind)
{
    switch (kind) {
    case DiffTint::Kind::Added:
        return Theme::color(ThemeRole::DiffAdded);
    case DiffTint::Kind::Removed:
        return Theme::color(ThemeRole::DiffRemoved);
    case DiffTint::Kind::Changed:
        break;
    }
    return Theme::color(ThemeRole::DiffChanged);
}

} // namespace

DiffEditor::DiffEditor(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(new QWidget(this))
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Differences"));
    document()->setDocumentMargin(Metrics::gap(2));
    m_gutter->installEventFilter(this);
    connect(this, &QPlainTextEdit::updateRequest, m_gutter, [this](const QRect &rect, int dy) {
        if (dy != 0) {
            m_gutter->scroll(0, dy);
        } else {
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
        }
    });
    if (Theme *theme = Theme::current()) {
        connect(theme, &Theme::changed, this, &DiffEditor::dress);
    }
    dress();
}

int DiffEditor::gutterWidth() const
{
    return Metrics::gap(8);
}

void DiffEditor::dress()
{
    setFont(Theme::font(TextRole::Body));
    setViewportMargins(gutterWidth(), 0, 0, 0);
    fill();
}

void DiffEditor::setLines(const QList<DiffLine> &lines)
{
    if (lines == m_lines) {
        return;
    }
    m_lines = lines;
    fill();
}

void DiffEditor::fill()
{
    clear();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    QTextCharFormat plain;
    QTextCharFormat heading;
    heading.setFont(Theme::font(TextRole::Fixed));
    heading.setForeground(Theme::color(ThemeRole::Secondary));
    bool first = true;
    int index = 0;
    m_lineOf.clear();
    for (const DiffLine &line : m_lines) {
        if (!first) {
            cursor.insertBlock();
            if (line.isHeading) {
                // Plain text editors know no margins between blocks.
                cursor.insertBlock();
                m_lineOf.append(-1);
            }
        }
        first = false;
        m_lineOf.append(index++);
        qsizetype at = 0;
        for (const DiffTint &tint : line.tints) {
            cursor.insertText(line.text.sliced(at, tint.from - at), plain);
            QTextCharFormat tinted;
            tinted.setBackground(tintColor(tint.kind));
            tinted.setFontStrikeOut(tint.kind == DiffTint::Kind::Removed);
            cursor.insertText(line.text.sliced(tint.from, tint.length), tinted);
            at = tint.from + tint.length;
        }
        cursor.insertText(line.text.sliced(at), line.isHeading ? heading : plain);
    }
    cursor.endEditBlock();
    moveCursor(QTextCursor::Start);
    m_gutter->update();
}

void DiffEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    const QRect area = contentsRect();
    m_gutter->setGeometry(area.left(), area.top(), gutterWidth(), area.height());
}

bool DiffEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_gutter && event->type() == QEvent::Paint) {
        paintGutter();
        return true;
    }
    return QPlainTextEdit::eventFilter(watched, event);
}

void DiffEditor::paintGutter()
{
    QPainter painter(m_gutter);
    painter.fillRect(m_gutter->rect(), palette().color(QPalette::Base));
    QFont sign = Theme::font(TextRole::Fixed);
    sign.setWeight(QFont::DemiBold);
    painter.setFont(sign);
    for (QTextBlock block = firstVisibleBlock(); block.isValid() && block.blockNumber() < m_lineOf.size(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > m_gutter->height()) {
            break;
        }
        const int index = m_lineOf[block.blockNumber()];
        if (index < 0) {
            continue;
        }
        const DiffLine &line = m_lines[index];
        const QColor color = markColor(line.mark);
        painter.fillRect(QRectF(gutterWidth() - 5, box.top(), 3, box.height()), color);
        if (line.isHeading) {
            painter.setPen(color);
            painter.drawText(QRectF(Metrics::gap(2), box.top(), Metrics::gap(4), box.height()), Qt::AlignCenter, markSign(line.mark));
        }
    }
}

} // namespace Millrace
