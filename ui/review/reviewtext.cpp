// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewtext.h"

#include "review/spellcheck.h"

#include <QAbstractTextDocumentLayout>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMimeData>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

ReviewText::ReviewText(QWidget *parent)
    : ReadingText(parent)
    , m_spelling(new SpellCheck(document()))
{
    connect(document(), &QTextDocument::contentsChange, this, &ReviewText::follow);
    connect(document(), &QTextDocument::contentsChanged, this, [this] {
        if (m_isOurs || !m_editing)
            return;
        const bool changed = rendered() != m_before;
        if (changed != m_changed) {
            m_changed = changed;
            Q_EMIT changedChanged(changed);
        }
    });
    connect(this, &QTextEdit::cursorPositionChanged, this, [this] {
        if (!m_isOurs && hasFocus())
            Q_EMIT sentenceEntered(static_cast<int>(spanAt(spans(), textCursor().position())));
    });
}

void ReviewText::setReading(const Reading &reading)
{
    setEditing(false);
    m_isOurs = true;
    const bool was = std::exchange(m_changed, false);
    m_reading = reading;
    setUndoRedoEnabled(false);
    setContent({}, Form::Plain); // the same text anew where it had been edited
    setContent(reading.text, reading.form);
    m_before = rendered();
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0);
    m_isOurs = false;
    if (was)
        Q_EMIT changedChanged(false);
}

void ReviewText::setCited(const QList<CitedSpan> &spans)
{
    m_cited = spans;
    setSpans(spans);
}

void ReviewText::setEditing(bool editing)
{
    if (m_editing == editing)
        return;
    m_editing = editing;
    if (editing && !isUndoRedoEnabled())
        setUndoRedoEnabled(true);
    setTextInteractionFlags(editing ? Qt::TextEditorInteraction : Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    viewport()->setCursor(Qt::IBeamCursor);
    if (editing) {
        setFocus(Qt::OtherFocusReason);
        ensureCursorVisible();
    }
    Q_EMIT editingChanged(editing);
}

std::optional<QList<FieldEdit>> ReviewText::edits() const
{
    return applyRenderedEdit(m_reading, m_before, rendered());
}

void ReviewText::revert()
{
    const bool editing = m_editing;
    const QList<CitedSpan> cited = m_cited;
    setReading(Reading(m_reading));
    setCited(cited);
    Q_EMIT sentenceEntered(-1);
    setEditing(editing);
}

void ReviewText::restore(const QString &text)
{
    if (text == rendered())
        return;
    m_isOurs = true;
    if (const auto edits = applyRenderedEdit(m_reading, m_before, text)) {
        QString whole = m_reading.text;
        for (auto part = m_reading.parts.crbegin(); part != m_reading.parts.crend(); ++part) {
            for (const FieldEdit &edit : *edits) {
                if (edit.pointer == part->pointer)
                    whole.replace(part->from, part->to - part->from, edit.text);
            }
        }
        setContent(whole, m_reading.form);
    } else {
        QTextCursor cursor(document());
        cursor.select(QTextCursor::Document);
        cursor.insertText(text);
    }
    m_changed = rendered() != m_before;
    moveCursor(QTextCursor::Start);
    m_isOurs = false;
    Q_EMIT changedChanged(m_changed);
}

void ReviewText::follow(int position, int removed, int added)
{
    if (m_isOurs || !m_editing || (removed == added && removed == 0))
        return;
    QList<CitedSpan> moved = spans();
    const int by = added - removed;
    if (by == 0)
        return;
    for (CitedSpan &span : moved) {
        if (span.from >= position + removed)
            span.from += by;
        if (span.to >= position + removed)
            span.to += by;
        span.from = std::min(span.from, document()->characterCount() - 1);
        span.to = std::clamp(span.to, span.from, document()->characterCount() - 1);
    }
    const int current = this->current();
    setSpans(moved);
    setCurrent(current);
}

bool ReviewText::nextMisspelt()
{
    const QTextCursor found = m_spelling->next(textCursor().selectionEnd());
    if (found.isNull())
        return false;
    setTextCursor(found);
    ensureCursorVisible();
    return true;
}

void ReviewText::offerSuggestions()
{
    QTextCursor word = textCursor();
    if (!word.hasSelection())
        word.select(QTextCursor::WordUnderCursor);
    if (!m_spelling->isMisspelt(word.selectedText()))
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList suggestions = m_spelling->suggestions(word.selectedText());
    for (const QString &suggestion : suggestions) {
        connect(menu->addAction(suggestion), &QAction::triggered, this, [this, word, suggestion]() mutable {
            setEditing(true);
            word.insertText(suggestion);
            setTextCursor(word);
        });
    }
    if (suggestions.isEmpty())
        menu->addAction(tr("No suggestion"))->setEnabled(false);
    menu->addSeparator();
    connect(menu->addAction(tr("Add “%1” to my dictionary").arg(word.selectedText())), &QAction::triggered, this,
            [this, text = word.selectedText()] { m_spelling->learn(text); });
    menu->popup(viewport()->mapToGlobal(cursorRect(word).bottomLeft()));
    if (!menu->actions().isEmpty())
        menu->setActiveAction(menu->actions().constFirst());
}

void ReviewText::paintEvent(QPaintEvent *event)
{
    ReadingText::paintEvent(event);
    Q_EMIT painted();
}

void ReviewText::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_editing)
            setEditing(false);
        else
            Q_EMIT leaveRequested();
        return;
    }
    ReadingText::keyPressEvent(event);
}

void ReviewText::insertFromMimeData(const QMimeData *source)
{
    // The text's own form stays: what is pasted brings words, no look.
    if (source->hasText())
        textCursor().insertText(source->text());
}

void ReviewText::contextMenuEvent(QContextMenuEvent *event)
{
    QTextCursor word = cursorForPosition(event->pos());
    word.select(QTextCursor::WordUnderCursor);
    if (event->reason() == QContextMenuEvent::Mouse && m_spelling->isMisspelt(word.selectedText())) {
        setTextCursor(word);
        offerSuggestions();
        return;
    }
    ReadingText::contextMenuEvent(event);
}

} // namespace Millrace
