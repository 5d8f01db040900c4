// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QCommandLineOption>
#include <QList>
#include <QStringList>

namespace Millrace::Cli {

class Call;

// What `millrace pipeline` does beside looking and pausing; `arguments` are those behind the action. The exit code.

// --- pipelinehistory.cpp
[[nodiscard]] int listVersions(Call &call, const QStringList &arguments);
[[nodiscard]] int diffVersions(Call &call, const QStringList &arguments);
[[nodiscard]] int restoreVersion(Call &call, const QStringList &arguments);
[[nodiscard]] int publishDraft(Call &call, const QStringList &arguments);
[[nodiscard]] int listDrafts(Call &call, const QStringList &arguments);

// --- pipelinefiles.cpp
[[nodiscard]] int validateFiles(Call &call, const QStringList &arguments);
[[nodiscard]] int importFiles(Call &call, const QStringList &arguments);
[[nodiscard]] int exportPipeline(Call &call, const QStringList &arguments);

// --- pipelinetrial.cpp
[[nodiscard]] int tryPipeline(Call &call, const QStringList &arguments);

} // namespace Millrace::Cli
