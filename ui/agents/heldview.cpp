// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/heldview.h"

#include "common/actions.h"
#include "common/emptystate.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

HeldView::HeldView(bool canDecide, QWidget *parent)
    : QWidget(parent)
    , m_canDecide(canDecide)
    , m_model(new HeldModel(this))
    , m_view(new QTreeView(this))
    , m_sentence(makeLabel(TextRole::Section, {}, this))
    , m_facts(new QPlainTextEdit(this))
    , m_allow(new QPushButton(tr("Allow"), this))
    , m_always(new QPushButton(tr("Allow always"), this))
    , m_refuse(new QPushButton(tr("Refuse"), this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Calls that wait"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(static_cast<int>(HeldModel::Column::Wants), QHeaderView::Stretch);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_facts->setReadOnly(true);
    m_facts->setFrameShape(QFrame::NoFrame);
    m_facts->setFont(Theme::font(TextRole::Fixed));
    m_facts->setAccessibleName(tr("What it would change"));
    m_allow->setProperty("primary", true);
    m_allow->setToolTip(withKey(tr("Run it as it stands here"), Qt::Key_A));
    m_always->setToolTip(withKey(tr("Run it, and ask no more about this tool of this agent"), Qt::SHIFT | Qt::Key_A));
    m_refuse->setToolTip(withKey(tr("Tell the agent that it may not"), Qt::Key_X));
    m_empty->setContent(u"checkmark"_s, tr("No call waits. What an agent wants to change, and you want to be asked about, appears here."));

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(2));
    for (QPushButton *button : {m_allow, m_always, m_refuse})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *below = new QVBoxLayout;
    below->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::gap(4), Metrics::gap(3));
    below->setSpacing(Metrics::gap(3));
    below->addWidget(m_sentence);
    below->addWidget(m_facts, 1);
    below->addLayout(buttons);
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addLayout(below, 2);
    m_pages->addWidget(page);
    m_pages->addWidget(m_empty);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);
    m_pages->setCurrentWidget(m_empty);
    setFocusProxy(m_view);

    const auto add = [this](const QString &text, const QString &icon, const QKeySequence &key, QPushButton *button) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, button, &QPushButton::click);
        addAction(action);
    };
    add(tr("Allow the call"), u"dialog-ok-apply"_s, Qt::Key_A, m_allow);
    add(tr("Allow such calls always"), u"dialog-ok"_s, Qt::SHIFT | Qt::Key_A, m_always);
    add(tr("Refuse the call"), u"dialog-cancel"_s, Qt::Key_X, m_refuse);
    connect(m_allow, &QPushButton::clicked, this, [this] {
        if (const HeldInfo *call = current())
            Q_EMIT allowRequested(call->id, false);
    });
    connect(m_always, &QPushButton::clicked, this, [this] {
        if (const HeldInfo *call = current())
            Q_EMIT allowRequested(call->id, true);
    });
    connect(m_refuse, &QPushButton::clicked, this, [this] {
        if (const HeldInfo *call = current())
            Q_EMIT refuseRequested(call->id);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &HeldView::showCurrent);
}

void HeldView::setCalls(const QList<HeldInfo> &calls)
{
    const bool hadFocus = focusWidget() && focusWidget()->hasFocus();
    m_model->setRows(calls);
    if (!m_view->currentIndex().isValid() && !calls.isEmpty())
        m_view->setCurrentIndex(m_model->index(0, 0));
    m_pages->setCurrentIndex(calls.isEmpty() ? 1 : 0);
    if (hadFocus && !calls.isEmpty())
        m_view->setFocus();
    showCurrent();
}

const HeldInfo *HeldView::current() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

void HeldView::showCurrent()
{
    const HeldInfo *call = current();
    for (QPushButton *button : {m_allow, m_always, m_refuse})
        button->setEnabled(call && m_canDecide);
    if (!call)
        return;
    m_sentence->setText(call->sentence());
    QStringList lines = call->facts();
    if (!lines.isEmpty())
        lines.append(QString());
    lines.append(tr("Arguments"));
    lines.append(QString::fromUtf8(call->args.toBytes(Json::Format::Pretty)));
    if (const QString text = lines.join(u'\n'); m_facts->toPlainText() != text)
        m_facts->setPlainText(text);
}

} // namespace Millrace
