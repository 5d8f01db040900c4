// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designersource.h"

namespace Millrace {

class Workspace;

/// The door's own designer source. The workspace must outlive it.
class WorkspaceDesignerSource final : public DesignerSource
{
    Q_OBJECT

public:
    WorkspaceDesignerSource(Workspace *workspace, QObject *parent);

    [[nodiscard]] ComponentTable components() const override;
    [[nodiscard]] QFuture<Result<Json>> execute(const QString &command, const Json &args) override;
    [[nodiscard]] bool isReadOnly() const override;

private:
    Workspace *m_workspace;
};

} // namespace Millrace
