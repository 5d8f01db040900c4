// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>

namespace Millrace {

/// An action with icon, key and a tooltip that names the key, as every action here has them. The parent owns it.
[[nodiscard]] QAction *makeAction(QObject *parent, QStringView iconName, const QString &text, const QKeySequence &key = {});

/// "Retry (Ctrl+R)".
[[nodiscard]] QString withKey(const QString &text, const QKeySequence &key);

} // namespace Millrace
