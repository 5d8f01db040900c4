// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/theme.h"

#include <QAbstractScrollArea>

namespace Millrace {

/// Gives a text a ground of its own. To be called again on Theme::changed: the style sheet, which is applied anew with each theme, puts the palette
/// back that it found on the viewport, so that the viewport does not follow the widget's.
inline void setGround(QAbstractScrollArea *area, ThemeRole ground)
{
    QPalette colors = QPalette();
    colors.setColor(QPalette::Base, Theme::color(ground));
    colors.setColor(QPalette::Text, Theme::color(ThemeRole::Text));
    area->setPalette(colors);
    area->viewport()->setPalette(colors);
}

} // namespace Millrace
