// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/sourceview.h"

#include "common/ground.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace Millrace {

namespace {

constexpr qint64 kWholeBytes = 96 * 1024;
constexpr qint64 kAroundBytes = 32 * 1024;

/// The next beginning of a UTF-8 character at or after `at`.
qint64 characterAt(const QByteArray &utf8, qint64 at)
{
    while (at < utf8.size() && (static_cast<uchar>(utf8[at]) & 0xC0) == 0x80) {
        ++at;
    }
    return at;
}

} // namespace

SourceView::SourceView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Source"));
    document()->setDocumentMargin(Metrics::gap(4));
    if (Theme *theme = Theme::current()) {
        connect(theme, &Theme::changed, this, &SourceView::dress);
    }
    dress();
}

void SourceView::dress()
{
    QFont face = Theme::font(TextRole::Reading);
    face.setPointSizeF(face.pointSizeF() - 1.5);
    setFont(face);
    setGround(this, ThemeRole::Surface);
    mark();
}

void SourceView::setSource(const QByteArray &utf8, const QString &context, const QByteArray &pointer, const QList<Citation> &citations)
{
    const bool same = utf8 == m_source && context == m_context && pointer == m_pointer;
    m_context = context;
    m_pointer = pointer;
    m_citations = citations;
    if (!same) {
        m_source = utf8;
        m_current = -1;
        showAround(0, 0);
    }
    mark();
}

void SourceView::showAround(qint64 from, qint64 to)
{
    const bool whole = m_source.size() <= kWholeBytes;
    m_from = whole ? 0 : characterAt(m_source, std::max<qint64>(0, from - kAroundBytes));
    m_to = whole ? m_source.size() : characterAt(m_source, std::min<qint64>(m_source.size(), to + kAroundBytes));
    setPlainText(QString::fromUtf8(QByteArrayView(m_source).sliced(m_from, m_to - m_from)));
}

void SourceView::setCurrent(int citation)
{
    m_current = citation >= 0 && citation < m_citations.size() ? citation : -1;
    if (m_current < 0) {
        mark();
        return;
    }
    const Citation &c = m_citations[m_current];
    if (c.sourceFrom < m_from || c.sourceTo > m_to) {
        showAround(std::min<qint64>(c.sourceFrom, m_source.size()), std::min<qint64>(c.sourceTo, m_source.size()));
    }
    mark();
    QTextCursor cursor(document());
    const QByteArrayView shown = QByteArrayView(m_source).sliced(m_from, m_to - m_from);
    cursor.setPosition(int(utf16Offset(shown, c.sourceFrom - m_from)));
    setTextCursor(cursor);
    centerCursor();
}

void SourceView::mark()
{
    const QByteArrayView shown = QByteArrayView(m_source).sliced(m_from, m_to - m_from);
    QList<QTextEdit::ExtraSelection> selections;
    for (int i = 0; i < m_citations.size(); ++i) {
        const Citation &c = m_citations[i];
        if (c.context != m_context || c.source != m_pointer || c.sourceFrom < m_from || c.sourceTo > m_to) {
            continue;
        }
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(int(utf16Offset(shown, c.sourceFrom - m_from)));
        selection.cursor.setPosition(int(utf16Offset(shown, c.sourceTo - m_from)), QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::DotLine);
        selection.format.setUnderlineColor(Theme::color(i == m_current ? ThemeRole::Accent : ThemeRole::ControlBorder));
        if (i == m_current) {
            selection.format.setBackground(Theme::color(ThemeRole::Selection));
        }
        selections.append(selection);
    }
    setExtraSelections(selections);
}

void SourceView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || textCursor().hasSelection()) {
        return;
    }
    const int position = cursorForPosition(event->position().toPoint()).position();
    const qint64 byte = m_from + utf8Offset(toPlainText(), position);
    if (const qsizetype citation = citationAtSource(m_citations, m_context, m_pointer, byte); citation >= 0) {
        m_current = int(citation);
        mark();
        Q_EMIT citationChosen(m_current);
    }
}

} // namespace Millrace
