// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/theme.h"

#include <QSize>
#include <QStringList>

#include <expected>
#include <optional>

namespace Millrace {

/// What the workbench was called with.
struct WorkbenchOptions
{
    QString workspace; ///< empty: the last one used
    QString pane; ///< empty: the last one shown
    QString open; ///< id of what the pane shows at first; empty: as it was left
    std::optional<ThemeMode> theme; ///< nothing: as the settings say
    QString screenshot; ///< write a picture here and exit; empty: be a window
    QSize size = QSize(1280, 800);
    bool sizeGiven = false;
    double scale = 0; ///< 0: the desktop's
    bool timeStart = false; ///< print the time from the program's start to the first rows, and exit
    bool help = false;
    bool version = false;

    /// Reads the arguments (the program's name first). The error is one line that says what is wrong.
    [[nodiscard]] static std::expected<WorkbenchOptions, QString> parse(const QStringList &arguments);
    [[nodiscard]] static QString helpText();
};

} // namespace Millrace
