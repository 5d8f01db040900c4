// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Millrace {

class MainWindow;

/// Says in the window that an earlier run of a program ended unexpectedly, and offers its report: to be shown, or deleted. Once it was
/// shown, deleted or dismissed it is offered no more; a window that is closed with the message still there offers it again.
/// Of several reports the newest is offered. False where there is none.
bool offerCrashReport(MainWindow *window, const QString &folder);

} // namespace Millrace
