// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/minimap.h"

namespace Millrace {

class Canvas;

/// The overview of a canvas, in its corner. Owned by the canvas.
[[nodiscard]] Minimap *makeDesignMap(Canvas *canvas);

} // namespace Millrace
