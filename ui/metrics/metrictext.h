// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/plotcontent.h"

#include <QString>

namespace Millrace {

/// The words for what the door names in English or by code. Pure functions.
struct MetricText
{
    [[nodiscard]] static QString kind(PanelKind kind);
    [[nodiscard]] static QString kindIcon(PanelKind kind);
    /// "95th percentile", "per second".
    [[nodiscard]] static QString function(const QString &function);
    [[nodiscard]] static QString severity(const QString &severity);
    /// Of an alert: "fires", "waits".
    [[nodiscard]] static QString state(const QString &state);
    /// Of a part of the workspace.
    [[nodiscard]] static QString health(const QString &status);
    [[nodiscard]] static QString healthIcon(const QString &status);
};

} // namespace Millrace
