// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QFuture>
#include <QString>

#include <memory>

namespace Millrace::Cli {

/// What a verb is going to do with the workspace.
enum class DoorMode : quint8 {
    View, ///< read only, no engine
    Change, ///< write, but leave the work to somebody else
    Either, ///< as Change; where the place allows only looking, as View
    Work, ///< write, with the engine running
};

struct DoorOptions
{
    QString path;
    DoorMode mode = DoorMode::View;
    bool create = false;
    int runners = 0;
    bool synchronousFull = true;
    Json settings;
};

/// The way a verb reaches a workspace: the file itself, or the process that has it open. The verbs do not see the difference.
///
/// Made and used on the main thread; answers come through futures. Deleting a local door stops the engine after its commit.
class Door
{
public:
    /// Opens the file; where another process owns it, connects to that one. An owner that is just leaving is waited for, at most
    /// a second. WorkspaceLocked (text names process and host) where it does not answer.
    [[nodiscard]] static Result<std::unique_ptr<Door>> open(const DoorOptions &options);
    virtual ~Door();

    [[nodiscard]] virtual QFuture<Result<Json>> execute(const QString &command, const Json &args) = 0;
    /// True where another process does the work.
    [[nodiscard]] virtual bool isRemote() const = 0;
    /// True where the place of the file allows only looking.
    [[nodiscard]] virtual bool isReadOnly() const = 0;
    /// Every command's description, as `millrace commands --json` prints it.
    [[nodiscard]] virtual Json commands() const = 0;
};

} // namespace Millrace::Cli
