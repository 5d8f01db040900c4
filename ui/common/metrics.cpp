// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/metrics.h"

#include "common/theme.h"

#include <QFontDatabase>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QScreen>

#include <algorithm>
#include <cmath>

namespace Millrace {

int Metrics::unit()
{
    // Every cell that is painted asks several times: measured anew only where the desktop's font or its scale is another.
    static QFont measured;
    static double scale = 0;
    static int unit = 0;
    const QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const QScreen *screen = QGuiApplication::primaryScreen();
    const double now = screen ? screen->logicalDotsPerInchY() : 0;
    if (unit == 0 || font != measured || now != scale) {
        measured = font;
        scale = now;
        unit = std::max(4, static_cast<int>(std::lround(QFontMetricsF(Theme::font(TextRole::Body)).height() / 4)));
    }
    return unit;
}

int Metrics::readingWidth()
{
    return QFontMetrics(Theme::font(TextRole::Reading)).averageCharWidth() * 75;
}

} // namespace Millrace
