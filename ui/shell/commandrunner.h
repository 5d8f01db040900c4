// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/notice.h"

#include <QFuture>
#include <QObject>
#include <QPointer>

namespace Millrace {

class Workspace;

/// Runs commands of the door for the window's menus and palette, as the person who works here, and says what came of them. Owned
/// by the window.
class CommandRunner final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void setWorkspace(Workspace *workspace);

    /// `title` says in the status bar and in the closing message what is done; empty: only errors are told.
    void run(const QString &command, const Json &args, const QString &title);
    /// For the palette: the answer, made for programs, goes to the log as it is.
    void runAndShow(const QString &command, const Json &args);
    /// Checks the whole workspace and says what was found.
    void check();

Q_SIGNALS:
    void noticeRequested(const Millrace::Notice &notice);
    void workStarted(const QString &title, const QFuture<void> &work);
    void logRequested();

private:
    QPointer<Workspace> m_workspace;
};

} // namespace Millrace
