// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace Millrace {

enum class ThemeMode : quint8 { System, Light, Dark };

/// What a colour is for. The values of both palettes stand in theme.cpp, and nowhere else in the window.
enum class ThemeRole : quint8 {
    Window,
    Surface,
    Raised,
    Separator,
    ControlBorder,
    Text,
    Secondary,
    Accent,
    OnAccent, ///< text on an accent surface
    Selection,
    Hover,
    Reading, ///< behind long texts
    Track, ///< the empty part of a bar
    DiffAdded,
    DiffRemoved,
    DiffChanged,
};

inline constexpr int kThemeRoles = static_cast<int>(ThemeRole::DiffChanged) + 1;
inline constexpr int kChartColors = 6;

/// What a text is; decides size and weight.
enum class TextRole : quint8 {
    Body,
    Strong, ///< body, semi-bold
    Secondary,
    Label, ///< under icons, in chips
    Section, ///< heads a group within a pane
    Title, ///< heads a pane
    Number, ///< the one number that matters
    Reading, ///< long texts; grows with the reading zoom
    Fixed, ///< ids, JSON, durations in code
};

/// One of the two palettes. A plain table: what the contrast test computes with.
struct ThemeColors
{
    std::array<QRgb, kThemeRoles> roles;
    std::array<QRgb, kAllStatuses.size()> statuses;
    std::array<QRgb, kChartColors> charts;

    [[nodiscard]] QColor of(ThemeRole role) const { return QColor::fromRgb(roles.at(static_cast<std::size_t>(role))); }
    [[nodiscard]] QColor of(ContextStatus status) const { return QColor::fromRgb(statuses.at(static_cast<std::size_t>(status))); }

    [[nodiscard]] static const ThemeColors &light();
    [[nodiscard]] static const ThemeColors &dark();
};

/// Contrast of two opaque colours by WCAG 2.2 (relative luminance), 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

/// The window's colours, fonts and style sheet, for the whole application. One is made by the program after QApplication and
/// lives as long; widgets use the static getters, which answer for it (and for the light palette where there is none).
///
/// In mode System it follows the desktop's light or dark at once. Main thread only.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(ThemeMode mode, QObject *parent = nullptr);
    ~Theme() override;

    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    void setMode(ThemeMode mode);

    [[nodiscard]] static Theme *current();
    [[nodiscard]] static bool isDark();
    [[nodiscard]] static QColor color(ThemeRole role);
    [[nodiscard]] static QColor color(ContextStatus status);
    /// Accent, teal, amber, violet, rose, grey; further indexes begin again.
    [[nodiscard]] static QColor chartColor(int index);
    [[nodiscard]] static QFont font(TextRole role);
    /// Milliseconds a motion may take; 0 where the desktop asks for none.
    [[nodiscard]] static int motionMs();

    /// Points added to reading text (Ctrl + and Ctrl −), −3 to 12.
    [[nodiscard]] static int readingZoom();
    void setReadingZoom(int points);

Q_SIGNALS:
    /// Palette, fonts or reading zoom are others now; widgets that only paint with palette roles need not listen.
    void changed();

private:
    void apply();
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString styleSheet() const;

    ThemeMode m_mode;
    bool m_dark = false;
    int m_readingZoom = 0;
};

} // namespace Millrace
