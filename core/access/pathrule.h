// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>
#include <QStringList>

namespace Millrace {

/// The path with every symbolic link on its way resolved, if it lies in one of the folders (or is one of them), whether or not there is
/// something yet. PathDenied otherwise: also for a relative one, for "..", for a link that leads out or nowhere.
///
/// What is checked is what is handed on, so that a link cannot come to lead elsewhere by its name; somebody who may rename folders on the
/// way still can. Touches the disk.
[[nodiscard]] Result<QString> confinedTo(const QStringList &folders, const QString &path);

} // namespace Millrace
