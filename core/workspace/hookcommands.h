// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QFuture>

#include <functional>
#include <memory>

namespace Millrace {

class CommandTable;
class Engine;
class SecretStore;

/// What the commands of hooks are made of; both are there once the workspace is open.
struct HookParts
{
    std::function<Engine *()> engine;
    std::function<std::shared_ptr<SecretStore>()> secrets;
    std::function<QFuture<Result<Json>>(std::function<Result<Json>()>)> inBackground;
};

/// Hooks: programs outside that tell of something by a signed POST (`core/server` listens). A hook is a source, an event topic of its own, and, where it
/// names a pipeline, a subscription: so that each delivery is one event, kept, and starts one context, exactly once. Its secret is kept where secrets
/// are, as "hook-ID", never in the file.
void addHookCommands(CommandTable &table, const HookParts &parts);

} // namespace Millrace
