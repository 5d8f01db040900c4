// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/metrics.h"

#include "common/theme.h"

#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace Millrace {

int Metrics::unit()
{
    const QFontMetricsF metrics(Theme::font(TextRole::Body));
    return std::max(4, static_cast<int>(std::lround(metrics.height() / 4)));
}

int Metrics::readingWidth()
{
    return QFontMetrics(Theme::font(TextRole::Reading)).averageCharWidth() * 75;
}

} // namespace Millrace
