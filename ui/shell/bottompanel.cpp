// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/bottompanel.h"

#include "common/emptystate.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "shell/logbuffer.h"
#include "shell/noticemodel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QWidget *makeProblems(NoticeModel *notices, QWidget *parent)
{
    auto *stack = new QStackedWidget(parent);
    auto *view = new QTreeView(stack);
    view->setModel(notices);
    view->setItemDelegate(new RowDelegate(view));
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setAllColumnsShowFocus(true);
    view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->header()->resizeSection(static_cast<int>(NoticeModel::Column::Time), Metrics::gap(24));
    view->header()->resizeSection(static_cast<int>(NoticeModel::Column::What), Metrics::gap(70));
    view->header()->resizeSection(static_cast<int>(NoticeModel::Column::Why), Metrics::gap(100));
    auto *empty = new EmptyState(stack);
    empty->setContent(u"status-completed"_s, BottomPanel::tr("No messages since the window was opened."));
    stack->addWidget(empty);
    stack->addWidget(view);
    const auto choose = [stack, notices] { stack->setCurrentIndex(notices->rowCount() > 0 ? 1 : 0); };
    QObject::connect(notices, &QAbstractItemModel::rowsInserted, stack, choose);
    QObject::connect(notices, &QAbstractItemModel::rowsRemoved, stack, choose);
    choose();
    return stack;
}

} // namespace

BottomPanel::BottomPanel(NoticeModel *notices, LogBuffer *log, QWidget *parent)
    : QWidget(parent)
    , m_notices(notices)
    , m_log(log)
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_lines(new QPlainTextEdit(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Messages"));
    m_tabs->addTab(tr("Log"));
    auto *close = new QToolButton(this);
    close->setIcon(Icons::icon(u"window-close", ThemeRole::Secondary));
    close->setToolTip(tr("Hide this panel (Ctrl+J)"));
    close->setAccessibleName(close->toolTip());
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::gap(3), 0, Metrics::gap(2), 0);
    bar->addWidget(m_tabs);
    bar->addStretch(1);
    bar->addWidget(close);
    m_lines->setReadOnly(true);
    m_lines->setFrameShape(QFrame::NoFrame);
    m_lines->setFont(Theme::font(TextRole::Fixed));
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_pages->addWidget(makeProblems(m_notices, m_pages));
    m_pages->addWidget(m_lines);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    connect(close, &QToolButton::clicked, this, &BottomPanel::closeRequested);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    if (m_log) {
        connect(m_log, &LogBuffer::grown, this, [this] {
            if (isVisible())
                showLog();
        });
    }
}

void BottomPanel::setPage(Page page)
{
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

void BottomPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showLog();
}

void BottomPanel::showLog()
{
    if (!m_log)
        return;
    m_lines->setPlainText(m_log->lines().join(u'\n'));
    m_lines->moveCursor(QTextCursor::End);
}

} // namespace Millrace
