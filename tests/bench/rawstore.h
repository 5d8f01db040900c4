// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Millrace {

/// What the yardstick writes of one context: ready bytes, nothing to make.
struct RawContext
{
    QByteArray document;
    QList<QByteArray> deltas; ///< one per step
};

/// The raw limit: what this machine's disk and SQLite allow for the same promises when nothing is worked out.
///
/// SQLite's C interface, prepared statements, WAL, synchronous=FULL, 16 KiB pages. Per transition one version-checked update of the context's row
/// with the whole document and one history row with the delta's bytes; per step one effect row with a hash; two transitions a step;
/// 100 transitions a commit. The seconds that the transitions took; the contexts' first rows are there before the clock starts.
[[nodiscard]] Result<double> measureRaw(const QString &path, const QList<RawContext> &contexts);

} // namespace Millrace
