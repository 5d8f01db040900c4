// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/documentview.h"

#include "common/icons.h"
#include "common/jsonhighlighter.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongText = 4000;
constexpr qsizetype kLongestText = 50'000; ///< a longer line takes longer than a frame to lay out
constexpr qsizetype kPieceUnits = 12'000; ///< laid out and coloured well within a frame

/// Cuts at line ends into pieces of about kPieceUnits.
QStringList piecesOf(const QString &text)
{
    QStringList pieces;
    qsizetype from = 0;
    while (text.size() - from > kPieceUnits) {
        const qsizetype end = text.indexOf(u'\n', from + kPieceUnits);
        if (end < 0) {
            break;
        }
        pieces.append(text.sliced(from, end - from));
        from = end + 1;
    }
    pieces.append(text.sliced(from));
    return pieces;
}

} // namespace

DocumentView::DocumentView(QWidget *parent)
    : QWidget(parent)
    , m_title(makeLabel(TextRole::Secondary, {}, this))
    , m_note(makeLabel(TextRole::Secondary, {}, this))
    , m_showAll(new QPushButton(tr("Show more"), this))
    , m_editor(new QPlainTextEdit(this))
{
    m_showAll->setProperty("link", true);
    m_showAll->setToolTip(tr("Show more of the long texts; Copy takes all of them"));
    m_showAll->hide();
    auto *copy = new QToolButton(this);
    copy->setIcon(Icons::icon(u"edit-copy"));
    copy->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    copy->setToolTip(tr("Copy the whole document (Ctrl+Shift+C)"));
    copy->setAccessibleName(tr("Copy the whole document"));
    copy->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    auto *bar = new QWidget(this);
    bar->setFixedHeight(Metrics::gap(9));
    auto *head = new QHBoxLayout(bar);
    head->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_note);
    head->addWidget(m_showAll);
    head->addWidget(copy);
    m_editor->setReadOnly(true);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setUndoRedoEnabled(false);
    m_editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_editor->setFont(Theme::font(TextRole::Fixed));
    m_editor->document()->setDocumentMargin(Metrics::gap(4));
    m_editor->setAccessibleName(tr("Document"));
    highlightJson(m_editor);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_editor, 1);
    m_fillTimer.setSingleShot(true);
    m_fillTimer.setInterval(0);
    connect(&m_fillTimer, &QTimer::timeout, this, &DocumentView::fillNext);
    connect(copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(QString::fromUtf8(m_document.toBytes(Json::Format::Pretty))); });
    connect(m_showAll, &QPushButton::clicked, this, [this] {
        m_more = true;
        print();
    });
}

QString DocumentView::text() const
{
    return m_editor->toPlainText();
}

void DocumentView::setDocument(const Json &document, const QString &title)
{
    m_title->setText(title);
    if (document == m_document && !m_editor->document()->isEmpty()) {
        return;
    }
    m_more = false;
    m_document = document;
    print();
}

void DocumentView::print()
{
    const quint64 generation = ++m_generation;
    QtConcurrent::run([document = m_document, longest = m_more ? kLongestText : kLongText] {
        return jsonText(document, longest);
    }).then(this, [this, generation](const JsonText &text) {
        if (generation == m_generation) {
            fill(text);
        }
    });
}

void DocumentView::fill(const JsonText &text)
{
    m_note->setText(text.shortened == 0 ? QString() : tr("%n long texts shortened", nullptr, text.shortened));
    m_showAll->setVisible(text.shortened > 0 && !m_more);
    m_waiting = piecesOf(text.text);
    const int scroll = m_editor->verticalScrollBar()->value();
    m_editor->setPlainText(m_waiting.takeFirst());
    m_editor->verticalScrollBar()->setValue(scroll);
    if (m_waiting.isEmpty()) {
        Q_EMIT shown();
    } else {
        m_fillTimer.start();
    }
}

void DocumentView::fillNext()
{
    if (m_waiting.isEmpty()) {
        return;
    }
    QTextCursor cursor(m_editor->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(u'\n' + m_waiting.takeFirst());
    if (m_waiting.isEmpty()) {
        Q_EMIT shown();
    } else {
        m_fillTimer.start();
    }
}

} // namespace Millrace
