// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/keycap.h"

#include "common/metrics.h"
#include "common/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <array>

namespace Millrace {

/// As Qt asks for them in tooltips, menus and here: its own catalogue is another package, which may not be there.
[[maybe_unused]] constexpr std::array kKeyNames = {
    QT_TRANSLATE_NOOP("QShortcut", "Ctrl"),   QT_TRANSLATE_NOOP("QShortcut", "Shift"),     QT_TRANSLATE_NOOP("QShortcut", "Space"),
    QT_TRANSLATE_NOOP("QShortcut", "Esc"),    QT_TRANSLATE_NOOP("QShortcut", "Backspace"), QT_TRANSLATE_NOOP("QShortcut", "Return"),
    QT_TRANSLATE_NOOP("QShortcut", "Ins"),    QT_TRANSLATE_NOOP("QShortcut", "Del"),       QT_TRANSLATE_NOOP("QShortcut", "Home"),
    QT_TRANSLATE_NOOP("QShortcut", "End"),    QT_TRANSLATE_NOOP("QShortcut", "Left"),      QT_TRANSLATE_NOOP("QShortcut", "Up"),
    QT_TRANSLATE_NOOP("QShortcut", "Right"),  QT_TRANSLATE_NOOP("QShortcut", "Down"),      QT_TRANSLATE_NOOP("QShortcut", "PgUp"),
    QT_TRANSLATE_NOOP("QShortcut", "PgDown"),
};

QString KeyCap::name(const QKeySequence &key)
{
    if (key == QKeySequence(Qt::Key_Backspace))
        return QStringLiteral("⌫");
    return key.toString(QKeySequence::NativeText);
}

QSize KeyCap::size(const QString &name)
{
    if (name.isEmpty())
        return {};
    const QFontMetrics metrics(Theme::font(TextRole::Label));
    const int height = metrics.height() + Metrics::gap(1);
    return {std::max(height, metrics.horizontalAdvance(name) + Metrics::gap(2)), height};
}

void KeyCap::paint(QPainter *painter, const QRect &rect, const QString &name, bool enabled)
{
    if (name.isEmpty())
        return;
    QRect cap({}, size(name));
    cap.moveCenter(rect.center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Theme::color(enabled ? ThemeRole::ControlBorder : ThemeRole::Separator));
    painter->setBrush(Theme::color(ThemeRole::Window));
    painter->drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::controlRadius() - 1, Metrics::controlRadius() - 1);
    painter->setFont(Theme::font(TextRole::Label));
    painter->setPen(Theme::color(enabled ? ThemeRole::Secondary : ThemeRole::ControlBorder));
    painter->drawText(cap, Qt::AlignCenter, name);
    painter->restore();
}

} // namespace Millrace
