// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designgraph.h"
#include "sdk/error.h"

#include <QFuture>
#include <QObject>

namespace Millrace {

/// What the designer reads and asks for: the part of the door it stands on, so that tests can put something in its place. Lives on the main
/// thread; answers come through futures; commands and errors are the door's.
class DesignerSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual ComponentTable components() const = 0;
    /// Runs a command of the door as the person at the window.
    [[nodiscard]] virtual QFuture<Result<Json>> execute(const QString &command, const Json &args) = 0;
    [[nodiscard]] virtual bool isReadOnly() const = 0;

Q_SIGNALS:
    /// Drafts, versions or pins of these pipelines are otherwise than they were, whoever did it.
    void pipelinesChanged(const QStringList &ids);
    /// Watched folders or their files are otherwise than they were.
    void sourcesChanged();
    /// These trials have new steps, or are in another state.
    void trialsChanged(const QStringList &ids);
};

} // namespace Millrace
