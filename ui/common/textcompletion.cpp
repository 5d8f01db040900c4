// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/textcompletion.h"

#include "common/metrics.h"
#include "common/theme.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kMostShown = 8;
constexpr qsizetype kMostChoices = 200;
} // namespace

QList<TextChoice> fittingChoices(const QList<TextChoice> &words, const QString &written)
{
    QList<TextChoice> first;
    QList<TextChoice> others;
    for (const TextChoice &word : words) {
        if (word.text.startsWith(written, Qt::CaseInsensitive))
            first.append(word);
        else if (word.text.contains(written, Qt::CaseInsensitive))
            others.append(word);
    }
    return first + others;
}

TextCompletion::TextCompletion(QPlainTextEdit *editor, Source source)
    : QObject(editor)
    , m_editor(editor)
    , m_source(std::move(source))
    , m_list(new QListWidget(editor))
{
    m_list->hide();
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setFont(Theme::font(TextRole::Fixed));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAutoFillBackground(true);
    m_list->setAccessibleName(tr("What may be written here"));
    editor->installEventFilter(this);
    connect(m_list, &QListWidget::itemClicked, this, &TextCompletion::take);
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (isOpen() && m_editor->textCursor().position() < m_offer.from)
            m_list->hide();
    });
}

TextCompletion::~TextCompletion() = default;

bool TextCompletion::isOpen() const
{
    return m_list->isVisible();
}

bool TextCompletion::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide) {
        m_list->hide();
        return false;
    }
    // Keys of the list come before the window's actions on them.
    if (event->type() == QEvent::ShortcutOverride && isOpen()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Tab) {
            event->accept();
            return true;
        }
    }
    if (event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    if (press->key() == Qt::Key_Space && press->modifiers() == Qt::ControlModifier) {
        offer(true);
        return true;
    }
    if (isOpen() && pressed(press->key()))
        return true;
    // After the editor has it.
    const bool types = !press->text().isEmpty() && press->text().at(0).isPrint() && !(press->modifiers() & Qt::ControlModifier);
    if (types || (isOpen() && press->key() == Qt::Key_Backspace))
        QTimer::singleShot(0, this, [this] { offer(false); });
    return false;
}

bool TextCompletion::pressed(int key)
{
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int by = key == Qt::Key_Down ? 1 : -1;
        m_list->setCurrentRow((m_list->currentRow() + by + m_list->count()) % m_list->count());
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        take();
        return true;
    case Qt::Key_Escape:
        m_list->hide();
        return true;
    default:
        return false;
    }
}

void TextCompletion::offer(bool asked)
{
    if (m_editor->isReadOnly())
        return;
    const qsizetype cursor = m_editor->textCursor().position();
    const QString text = m_editor->toPlainText();
    m_offer = m_source(text, cursor, asked);
    const QString written = text.sliced(m_offer.from, cursor - m_offer.from);
    // What stands there already needs no list.
    if (m_offer.choices.isEmpty() || (m_offer.choices.size() == 1 && m_offer.choices.first().text == written && !asked)) {
        m_list->hide();
        return;
    }
    m_offer.choices = m_offer.choices.first(std::min(m_offer.choices.size(), kMostChoices));
    m_list->clear();
    for (const TextChoice &choice : std::as_const(m_offer.choices)) {
        auto *item = new QListWidgetItem(choice.detail.isEmpty() ? choice.text : choice.text + u"   "_s + choice.detail, m_list);
        item->setData(Qt::AccessibleTextRole, choice.text);
    }
    m_list->setCurrentRow(0);
    place();
    m_list->show();
    m_list->raise();
}

/// Under the cursor where there is room in the window, else above it.
void TextCompletion::place()
{
    QWidget *window = m_editor->window();
    if (m_list->parentWidget() != window)
        m_list->setParent(window);
    const int row = std::max(m_list->sizeHintForRow(0), Metrics::compactRowHeight());
    const int height = row * std::min(m_list->count(), kMostShown) + 2 * m_list->frameWidth();
    const int width = std::clamp(m_list->sizeHintForColumn(0) + Metrics::gap(8), Metrics::gap(40), Metrics::gap(100));
    const QRect cursor = m_editor->cursorRect();
    QPoint at = m_editor->viewport()->mapTo(window, cursor.bottomLeft());
    if (at.y() + height > window->height())
        at.setY(m_editor->viewport()->mapTo(window, cursor.topLeft()).y() - height);
    at.setX(std::max(0, std::min(at.x(), window->width() - width)));
    m_list->setGeometry(QRect(at, QSize(width, height)));
}

void TextCompletion::take()
{
    const int row = m_list->currentRow();
    m_list->hide();
    if (row < 0)
        return;
    const TextChoice choice = m_offer.choices.at(row);
    QTextCursor cursor = m_editor->textCursor();
    const int end = cursor.position();
    cursor.setPosition(int(m_offer.from));
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    cursor.insertText(choice.text);
    if (choice.back > 0)
        cursor.setPosition(cursor.position() - choice.back);
    m_editor->setTextCursor(cursor);
}

} // namespace Millrace
