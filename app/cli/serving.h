// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "server/host.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace Millrace {
class Workspace;
}

namespace Millrace::Cli {

class Call;

/// Opens the workspace with the user's settings, to work and to serve.
[[nodiscard]] Result<std::unique_ptr<Workspace>> openToServe(const Call &call);
/// What every server of this workspace has: the socket beside the owner's, the place for what outlives it, and what the settings say under `server`.
[[nodiscard]] HostOptions hostOptionsFor(const Workspace &workspace, const Json &settings);
/// The token in that file; TokenInvalid where there is none in it.
[[nodiscard]] Result<QByteArray> tokenIn(const QString &path);

} // namespace Millrace::Cli
