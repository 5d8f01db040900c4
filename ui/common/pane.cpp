// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/pane.h"

#include "workspace/workspace.h"

#include <QShowEvent>

namespace Millrace {

namespace {
constexpr int kGatherMs = 120;
}

Pane::Pane(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
{
    m_answers.onError([this](const Error &error) { showError(error); });
    m_gather.setSingleShot(true);
    m_gather.setInterval(kGatherMs);
    connect(&m_gather, &QTimer::timeout, this, [this] {
        if (isVisible())
            refresh();
        else
            m_stale = true;
    });
    if (m_workspace) {
        connect(m_workspace, &Workspace::changed, this, [this](const ChangeSet &changes) {
            if (isVisible())
                changesArrived(changes);
            else
                m_stale = true;
        });
    }
}

Pane::~Pane() = default;

void Pane::open(const PaneTarget &) {}

PaneTarget Pane::place() const
{
    return {};
}

bool Pane::askExport()
{
    return false;
}

Json Pane::saveState() const
{
    return {};
}

void Pane::restoreState(const Json &) {}

void Pane::changesArrived(const ChangeSet &)
{
    scheduleRefresh();
}

void Pane::scheduleRefresh()
{
    if (!m_gather.isActive())
        m_gather.start();
}

void Pane::setReady()
{
    if (m_ready)
        return;
    m_ready = true;
    Q_EMIT ready();
}

void Pane::showError(const Error &error)
{
    Q_EMIT noticeRequested(Notice::fromError(error));
    // Whoever waits for the first data need not wait longer: the message says what is wrong.
    setReady();
}

void Pane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale && !event->spontaneous()) {
        m_stale = false;
        refresh();
    }
}

} // namespace Millrace
