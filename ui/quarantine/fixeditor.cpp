// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "quarantine/fixeditor.h"

#include "common/icons.h"
#include "common/jsonhighlighter.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

/// The strip with the line numbers.
class FixMargin final : public QWidget
{
public:
    explicit FixMargin(FixEditor *editor)
        : QWidget(editor)
        , m_editor(editor)
    {}

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintMargin(event); }

private:
    FixEditor *m_editor;
};

FixEditor::FixEditor(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_margin(new FixMargin(this))
{
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::font(TextRole::Fixed));
    setTabStopDistance(QFontMetricsF(font()).horizontalAdvance(u' ') * 2);
    setTabChangesFocus(true);
    setAccessibleName(tr("Content to mend"));
    highlightJson(this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &FixEditor::layOutMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    if (Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, &FixEditor::mark);
    layOutMargin();
}

int FixEditor::marginWidth() const
{
    const int digits = static_cast<int>(QString::number(std::max(1, blockCount())).size());
    return Metrics::gap(3) + Metrics::smallIcon() + fontMetrics().horizontalAdvance(u'9') * std::max(2, digits) + Metrics::gap(2);
}

void FixEditor::layOutMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_margin->setGeometry(inner.left(), inner.top(), marginWidth(), inner.height());
}

void FixEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOutMargin();
}

void FixEditor::setContent(const QString &text)
{
    QString shown;
    shown.reserve(text.size());
    for (const QChar c : text) {
        // A document ends its lines and frames with these, and gives them back as ends of lines.
        if (c == QChar::LineSeparator || c == QChar::ParagraphSeparator || c == u'\ufdd0' || c == u'\ufdd1')
            shown += u"\\u%1"_s.arg(static_cast<uint>(c.unicode()), 4, 16, QChar(u'0'));
        else
            shown += c;
    }
    setPlainText(shown);
}

QString FixEditor::content() const
{
    return document()->toRawText().replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n');
}

void FixEditor::setProblems(const QList<LineProblem> &problems)
{
    if (problems == m_problems)
        return;
    m_problems = problems;
    mark();
}

void FixEditor::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const LineProblem &problem : std::as_const(m_problems)) {
        const QTextBlock block = document()->findBlockByNumber(problem.line - 1);
        if (problem.line <= 0 || !block.isValid())
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Theme::color(problem.isError ? ContextStatus::Failed : ContextStatus::Retrying));
        marks.append(mark);
        QTextEdit::ExtraSelection line;
        line.cursor = QTextCursor(block);
        line.format.setBackground(Theme::color(problem.isError ? ThemeRole::DiffRemoved : ThemeRole::DiffChanged));
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.prepend(line);
    }
    setExtraSelections(marks);
    m_margin->update();
}

void FixEditor::moveTo(const LineProblem &problem)
{
    const QTextBlock block = document()->findBlockByNumber(std::max(0, problem.line - 1));
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::clamp(problem.column - 1, 0, std::max(0, block.length() - 1)));
    setTextCursor(cursor);
    centerCursor();
}

void FixEditor::goTo(const LineProblem &problem)
{
    moveTo(problem);
    setFocus(Qt::OtherFocusReason);
}

QList<LineProblem> FixEditor::placedProblems() const
{
    QList<LineProblem> placed = m_problems;
    placed.removeIf([](const LineProblem &problem) { return problem.line <= 0; });
    std::ranges::stable_sort(placed, {}, &LineProblem::line);
    return placed;
}

void FixEditor::showFirstProblem()
{
    if (const QList<LineProblem> placed = placedProblems(); !placed.isEmpty())
        moveTo(placed.constFirst());
}

bool FixEditor::stepProblem(int by)
{
    const QList<LineProblem> placed = placedProblems();
    if (placed.isEmpty())
        return false;
    const int here = textCursor().blockNumber() + 1;
    const auto ahead = std::ranges::find_if(placed, [&](const LineProblem &problem) { return problem.line > here; });
    if (by > 0) {
        goTo(ahead == placed.end() ? placed.constFirst() : *ahead);
    } else {
        const auto behind = std::ranges::find_last_if(placed, [&](const LineProblem &problem) { return problem.line < here; });
        goTo(behind.empty() ? placed.constLast() : *behind.begin());
    }
    return true;
}

bool FixEditor::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int line = cursorForPosition(help->pos()).blockNumber() + 1;
        QStringList told;
        for (const LineProblem &problem : std::as_const(m_problems)) {
            if (problem.line == line)
                told.append(problem.message);
        }
        QToolTip::showText(help->globalPos(), told.join(u'\n'), this);
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void FixEditor::paintMargin(QPaintEvent *event)
{
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), Theme::color(ThemeRole::Window));
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom())
            break;
        const int line = block.blockNumber() + 1;
        const auto problem = std::ranges::find(m_problems, line, &LineProblem::line);
        const int height = fontMetrics().height();
        if (problem != m_problems.end()) {
            const ContextStatus status = problem->isError ? ContextStatus::Failed : ContextStatus::Retrying;
            painter.drawPixmap(QPointF(Metrics::gap(1), place.top() + (height - Metrics::smallIcon()) / 2.0),
                               Icons::pixmap(u"sign-warning", Metrics::smallIcon(), devicePixelRatioF(), Theme::color(status)));
        }
        painter.setPen(Theme::color(line == textCursor().blockNumber() + 1 ? ThemeRole::Text : ThemeRole::Secondary));
        painter.drawText(QRectF(0, place.top(), m_margin->width() - Metrics::gap(2), height), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(line));
    }
}

} // namespace Millrace
