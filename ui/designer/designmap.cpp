// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designmap.h"

#include "common/theme.h"
#include "designer/canvas.h"

#include <QPainter>

namespace Millrace {

Minimap *makeDesignMap(Canvas *canvas)
{
    const auto paint = [canvas](QPainter &painter, const Minimap::Mapping &map) {
        const DesignScene &scene = canvas->scene();
        for (int group = 0; group < scene.graph().groups.size(); ++group)
            painter.fillRect(map(scene.group(group)), Theme::color(ThemeRole::Hover));
        for (int node = 0; node < scene.graph().nodes.size(); ++node) {
            QRectF card = map(scene.card(node));
            card.setSize(card.size().expandedTo({2, 2}));
            painter.fillRect(card, scene.mark(node).errors > 0 ? Theme::color(ContextStatus::Failed) : Theme::color(ThemeRole::ControlBorder));
        }
    };
    // Sources come and go without the definition.
    const auto paintSources = [canvas](QPainter &painter, const Minimap::Mapping &map) {
        for (int source = 0; source < canvas->scene().sources().size(); ++source) {
            QRectF rect = map(canvas->scene().source(source));
            rect.setSize(rect.size().expandedTo({2, 2}));
            painter.fillRect(rect, Theme::color(ThemeRole::Accent));
        }
    };
    auto *map = new Minimap(canvas,
                            {.bounds = [canvas] { return canvas->scene().bounds(); },
                             .view = [canvas] { return canvas->view(); },
                             .scrollBy = [canvas](QPoint pixels) { canvas->scrollBy(pixels); },
                             .paint = paint,
                             .paintLive = paintSources});
    QObject::connect(canvas, &Canvas::viewChanged, map, &Minimap::viewChanged);
    return map;
}

} // namespace Millrace
