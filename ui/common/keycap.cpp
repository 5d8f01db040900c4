// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/keycap.h"

#include "common/metrics.h"
#include "common/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Millrace {

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
