// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/workspace.h"

#include <QObject>

namespace Millrace {

/// An alert that has just begun to fire, for a notice on the desktop.
struct RaisedAlert
{
    qint64 id = 0;
    QString title;
    QString severity; ///< info, warning, critical
    QString text;

    friend bool operator==(const RaisedAlert &, const RaisedAlert &) = default;
};

/// Says when something about measurements is otherwise than it was; what it is, commands tell (`metrics.*`, `alert.*`, `dashboard.*`,
/// `annotation.*`). Owned by the workspace, on its thread.
class MetricDesk final : public QObject
{
    Q_OBJECT

public:
    explicit MetricDesk(QObject *parent)
        : QObject(parent)
    {}
    /// Null where the workspace is only read.
    [[nodiscard]] static MetricDesk *of(const Workspace &workspace)
    {
        return workspace.findChild<MetricDesk *>(QString(), Qt::FindDirectChildrenOnly);
    }

Q_SIGNALS:
    void alertsChanged();
    /// Its rule wants it on the desktop, and nobody has silenced it.
    void alertRaised(const Millrace::RaisedAlert &alert);
    void dashboardsChanged();
    void annotationsChanged();
};

} // namespace Millrace
