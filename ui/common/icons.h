// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/theme.h"

#include <QIcon>

namespace Millrace {

/// Icons by name: Millrace's own (resources/icons) first, then Breeze's. All are one-coloured and follow the palette, also
/// after the theme has changed, and are sharp at every device pixel ratio. Main thread only.
class Icons
{
public:
    /// The icon in the colour of the role; disabled ones in the control border's colour.
    [[nodiscard]] static QIcon icon(QStringView name, ThemeRole role = ThemeRole::Text);
    /// The sign of a status in the status' colour.
    [[nodiscard]] static QIcon status(ContextStatus status);
    /// The pixmap of a name in any colour, for delegates; `size` in device-independent pixels.
    [[nodiscard]] static QPixmap pixmap(QStringView name, int size, qreal devicePixelRatio, const QColor &color);
    /// True where the name is known.
    [[nodiscard]] static bool has(QStringView name);
};

} // namespace Millrace
