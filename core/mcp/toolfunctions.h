// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/call.h"

/// Tools that are more than one command: that put arguments into another form, wait for what they began, or tell only a part.
namespace Millrace::Mcp {

void ingestFiles(const CallPtr &call, const Json &args);
void listComponents(const CallPtr &call, const Json &args);
void runComponent(const CallPtr &call, const Json &args);
void tryPipeline(const CallPtr &call, const Json &args);
void runPipeline(const CallPtr &call, const Json &args);
void getRun(const CallPtr &call, const Json &args);
void diffContexts(const CallPtr &call, const Json &args);
void workspaceStatus(const CallPtr &call, const Json &args);
void readMore(const CallPtr &call, const Json &args);

} // namespace Millrace::Mcp
