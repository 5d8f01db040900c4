// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/templatefield.h"

#include "common/actions.h"
#include "common/errortext.h"
#include "common/jsonhighlighter.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QTextCursor>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPauseMs = 150;
constexpr int kFewestLines = 5;
constexpr int kMostLines = 14;

void growWithText(QPlainTextEdit *editor, int fewest, int most)
{
    const int lines = std::clamp(editor->document()->blockCount() + 1, fewest, most);
    const int frame = 2 * editor->frameWidth() + static_cast<int>(2 * editor->document()->documentMargin());
    editor->setFixedHeight(lines * editor->fontMetrics().lineSpacing() + frame);
}

bool isField(const QDropEvent *event)
{
    return event->mimeData()->hasFormat(QLatin1StringView(kFieldPathMime));
}

} // namespace

// --- the editor ------------------------------------------------------------------------------------------------------------

TemplateEdit::TemplateEdit(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_completion(
          new TextCompletion(this, [this](const QString &text, qsizetype cursor, bool asked) { return templateOffer(m_words, text, cursor, asked); }))
{
    setProperty("field", true);
    setTabChangesFocus(true);
    setFont(Theme::font(TextRole::Fixed));
    setAcceptDrops(true);
    highlightTemplate(this);
}

void TemplateEdit::bindField(const QString &path)
{
    QTextCursor cursor = textCursor();
    const QString before = toPlainText().first(cursor.position());
    const qsizetype open = std::max(before.lastIndexOf("{{"_L1), before.lastIndexOf("{%"_L1));
    const qsizetype close = std::max(before.lastIndexOf("}}"_L1), before.lastIndexOf("%}"_L1));
    const QString name = templatePath(path);
    cursor.insertText(open > close ? name : u"{{ %1 }}"_s.arg(name));
    setTextCursor(cursor);
    setFocus(Qt::OtherFocusReason);
}

void TemplateEdit::dragEnterEvent(QDragEnterEvent *event)
{
    if (isField(event) && !isReadOnly())
        event->acceptProposedAction();
    else
        QPlainTextEdit::dragEnterEvent(event);
}

void TemplateEdit::dragMoveEvent(QDragMoveEvent *event)
{
    if (!isField(event)) {
        QPlainTextEdit::dragMoveEvent(event);
        return;
    }
    // Where it would go.
    setTextCursor(cursorForPosition(event->position().toPoint()));
    event->acceptProposedAction();
}

void TemplateEdit::dropEvent(QDropEvent *event)
{
    if (!isField(event) || isReadOnly()) {
        QPlainTextEdit::dropEvent(event);
        return;
    }
    setTextCursor(cursorForPosition(event->position().toPoint()));
    bindField(QString::fromUtf8(event->mimeData()->data(QLatin1StringView(kFieldPathMime))));
    event->acceptProposedAction();
}

// --- the preview -----------------------------------------------------------------------------------------------------------

TemplatePreview::TemplatePreview(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_pause(new QTimer(this))
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Preview"));
    setPlaceholderText(tr("Nothing to show yet."));
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPauseMs);
    connect(m_pause, &QTimer::timeout, this, &TemplatePreview::render);
}

void TemplatePreview::setSupport(const TemplateSupport &support)
{
    m_support = support;
    m_pause->start();
}

void TemplatePreview::follow(const QString &text)
{
    m_text = text;
    m_pause->start();
}

void TemplatePreview::render()
{
    if (!m_support.render || !m_support.words.document.isObject())
        return;
    const quint64 generation = ++m_generation;
    m_support.render(m_text, m_support.words.document, [this, generation](const Result<QString> &text) {
        if (generation != m_generation)
            return;
        m_hasProblem = !text;
        QPalette colors = palette();
        colors.setColor(QPalette::Text, m_hasProblem ? Theme::color(ContextStatus::Failed) : Theme::color(ThemeRole::Text));
        setPalette(colors);
        setPlainText(text ? *text : ErrorText::of(text.error()).paragraph());
        Q_EMIT rendered();
    });
}

// --- the field -------------------------------------------------------------------------------------------------------------

TemplateField::TemplateField(const Json &schema, QWidget *parent)
    : SchemaField(parent)
    , m_title(schema.value("title").toString())
    , m_editor(new TemplateEdit(this))
    , m_shown(new QWidget(this))
    , m_preview(new TemplatePreview(m_shown))
{
    m_editor->setAccessibleName(m_title);
    auto *caption = makeLabel(TextRole::Secondary, tr("Preview"), m_shown);
    auto *larger = new QPushButton(tr("Larger…"), m_shown);
    larger->setProperty("link", true);
    larger->setAutoDefault(false);
    larger->setToolTip(withKey(tr("Edit in a window of its own"), Qt::ALT | Qt::Key_Return));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(caption);
    head->addStretch(1);
    head->addWidget(larger);
    auto *shown = new QVBoxLayout(m_shown);
    shown->setContentsMargins(0, 0, 0, 0);
    shown->setSpacing(0);
    shown->addLayout(head);
    shown->addWidget(m_preview);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Metrics::gap(1));
    layout->addWidget(m_editor);
    layout->addWidget(m_shown);
    setFocusProxy(m_editor);
    growWithText(m_editor, kFewestLines, kMostLines);
    growWithText(m_preview, kFewestLines, kFewestLines);
    connect(larger, &QPushButton::clicked, this, &TemplateField::enlarge);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        growWithText(m_editor, kFewestLines, kMostLines);
        m_preview->follow(m_editor->toPlainText());
        if (!m_isSetting)
            Q_EMIT edited({});
    });
    connect(m_preview, &TemplatePreview::rendered, this, [this] { growWithText(m_preview, kFewestLines, kMostLines); });
}

void TemplateField::setValue(const std::optional<Json> &value)
{
    const QString text = !value ? QString() : value->isString() ? value->toString() : QString::fromUtf8(value->toBytes());
    if (m_editor->toPlainText() == text)
        return;
    m_isSetting = true;
    m_editor->setPlainText(text);
    m_isSetting = false;
}

std::optional<Json> TemplateField::value() const
{
    const QString text = m_editor->toPlainText();
    return text.isEmpty() ? std::nullopt : std::optional(Json(text));
}

void TemplateField::setTemplates(const TemplateSupport &support)
{
    m_support = support;
    m_editor->setWords(support.words);
    m_preview->setSupport(support);
    m_preview->follow(m_editor->toPlainText());
}

void TemplateField::enlarge()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(m_title);
    auto *editor = new TemplateEdit(dialog);
    auto *preview = new TemplatePreview(dialog);
    editor->setWords(m_support.words);
    editor->setAccessibleName(m_title);
    editor->setPlainText(m_editor->toPlainText());
    editor->setReadOnly(m_editor->isReadOnly());
    preview->setFont(Theme::font(TextRole::Reading));
    preview->setSupport(m_support);
    preview->follow(editor->toPlainText());
    auto *sides = new QSplitter(dialog);
    sides->setChildrenCollapsible(false);
    sides->addWidget(editor);
    sides->addWidget(preview);
    auto *hint = makeLabel(TextRole::Secondary, tr("{{ offers the fields of the document, {% what chooses and repeats; Ctrl+Space asks."), dialog);
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *back = buttons->addButton(tr("Take the changes back"), QDialogButtonBox::ResetRole);
    QPushButton *done = buttons->addButton(tr("Done"), QDialogButtonBox::AcceptRole);
    back->setEnabled(false);
    back->setAutoDefault(false);
    done->setDefault(true);
    auto *layout = new QVBoxLayout(dialog);
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(sides, 1);
    layout->addWidget(hint);
    layout->addWidget(buttons);
    dialog->resize(Metrics::gap(260), Metrics::gap(150));
    sides->setSizes({Metrics::gap(130), Metrics::gap(130)});
    connect(editor, &QPlainTextEdit::textChanged, preview, [editor, preview] { preview->follow(editor->toPlainText()); });
    // The field has every letter at once, so that nothing hangs on how the window is closed.
    connect(editor, &QPlainTextEdit::textChanged, this, [this, editor, back, before = m_editor->toPlainText()] {
        back->setEnabled(editor->toPlainText() != before);
        if (!m_editor->isReadOnly() && m_editor->toPlainText() != editor->toPlainText())
            m_editor->setPlainText(editor->toPlainText());
    });
    connect(back, &QPushButton::clicked, editor, [editor, before = m_editor->toPlainText()] {
        QTextCursor all(editor->document());
        all.select(QTextCursor::Document);
        all.insertText(before); // undone by the editor's own undo
    });
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    dialog->open();
    editor->setFocus();
    editor->moveCursor(QTextCursor::End);
}

} // namespace Millrace
