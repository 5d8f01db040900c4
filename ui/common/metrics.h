// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Millrace {

/// The grid everything is laid out on. Its unit is a quarter of a line of body text, 4 px at 100 %, so that a larger font
/// makes a larger window and not a crowded one. Main thread only, after the application's font is set.
class Metrics
{
public:
    /// One step of the grid, about 4 px.
    [[nodiscard]] static int unit();
    /// `units` steps of the grid: 1 tight, 2 within a group, 3 between controls, 4 between groups, 6 around panes.
    [[nodiscard]] static int gap(int units) { return units * unit(); }

    [[nodiscard]] static int rowHeight() { return gap(7); }
    [[nodiscard]] static int compactRowHeight() { return gap(6); }
    [[nodiscard]] static int barHeight() { return gap(10); }
    [[nodiscard]] static int statusBarHeight() { return gap(7); }
    [[nodiscard]] static int activityBarWidth() { return gap(19); }
    [[nodiscard]] static int paneMargin() { return gap(6); }

    [[nodiscard]] static int smallIcon() { return gap(4); }
    [[nodiscard]] static int barIcon() { return gap(5); }
    [[nodiscard]] static int largeIcon() { return gap(12); }

    [[nodiscard]] static int cardRadius() { return 6; }
    [[nodiscard]] static int controlRadius() { return 4; }
    /// The width of a readable line: 75 characters of the reading font.
    [[nodiscard]] static int readingWidth();
};

} // namespace Millrace
