// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/valueview.h"

#include "common/metrics.h"
#include "common/theme.h"
#include "metrics/queryanswer.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostNumbers = 4;

void paintWay(QPainter *painter, const QRect &place, const PlotLine &line)
{
    if (place.height() < Metrics::gap(4) || place.width() < Metrics::gap(8) || line.series().times.size() < 2)
        return;
    const double from = line.series().times.constFirst();
    const double to = line.series().times.constLast();
    const Extent extent = line.extent(from, to);
    if (extent.isEmpty)
        return;
    const double least = std::min(0.0, extent.least);
    const double span = extent.greatest > least ? extent.greatest - least : 1;
    painter->setPen(QPen(Theme::chartColor(0), 1));
    QPolygonF way;
    const auto draw = [&] {
        painter->drawPolyline(way);
        way.clear();
    };
    for (const QPointF &point : line.points(from, to, place.width())) {
        if (std::isnan(point.y()))
            draw();
        else
            way.append({place.left() + (point.x() - from) / (to - from) * (place.width() - 1),
                        place.bottom() - (point.y() - least) / span * (place.height() - 2)});
    }
    draw();
}

} // namespace

ValueView::ValueView(QWidget *parent)
    : QWidget(parent)
{}

void ValueView::setContent(const PlotContent &content)
{
    m_content = content;
    QStringList texts;
    for (const PlotLine &line : content.lines) {
        const LineSums sums = LineSums::of(line.series());
        texts.append(u"%1 %2"_s.arg(line.series().name, UnitText::value(content.isCounted ? sums.sum : sums.last, content.unit)).trimmed());
    }
    setAccessibleDescription(texts.join(u", "_s));
    update();
}

void ValueView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintTo(&painter, rect());
}

void ValueView::paintTo(QPainter *painter, const QRect &place) const
{
    const qsizetype count = std::min(m_content.lines.size(), kMostNumbers);
    if (count == 0)
        return;
    const QRect inside = place.adjusted(Metrics::gap(3), 0, -Metrics::gap(3), -Metrics::gap(2));
    const int gap = Metrics::gap(4);
    const int width = (inside.width() - gap * static_cast<int>(count - 1)) / static_cast<int>(count);
    for (qsizetype i = 0; i < count; ++i)
        paintOne(painter, {inside.left() + static_cast<int>(i) * (width + gap), inside.top(), width, inside.height()}, i, count == 1);
}

void ValueView::paintOne(QPainter *painter, const QRect &place, qsizetype index, bool isAlone) const
{
    const PlotLine &line = m_content.lines.at(index);
    const LineSums sums = LineSums::of(line.series());
    const double number = m_content.isCounted ? sums.sum : sums.last;
    const UnitText::Parts parts = UnitText::parts(sums.isEmpty ? std::nan("") : number, m_content.unit);
    QFont large = Theme::font(TextRole::Number);
    // Over a threshold it is said by a sign of its own, not by colour alone.
    const bool isOver = !sums.isEmpty && std::ranges::any_of(m_content.thresholds, [&](double threshold) { return number > threshold; });
    const QFontMetrics numbers(large);
    painter->setFont(large);
    painter->setPen(isOver ? Theme::color(ContextStatus::Failed) : Theme::color(ThemeRole::Text));
    const QString digits = isOver ? u"▲ "_s + parts.digits : parts.digits;
    const QRect top(place.left(), place.top(), place.width(), numbers.height());
    painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter, numbers.elidedText(digits, Qt::ElideRight, top.width()));
    const QFont small = Theme::font(TextRole::Secondary);
    const QFontMetrics texts(small);
    painter->setFont(small);
    painter->setPen(Theme::color(ThemeRole::Secondary));
    const int beside = numbers.horizontalAdvance(digits) + Metrics::gap(1);
    // On the line that the number stands on.
    const QRect unit(place.left() + beside, top.top(), std::max(0, place.width() - beside),
                     numbers.ascent() + texts.descent() + (top.height() - numbers.height()) / 2);
    painter->drawText(unit, Qt::AlignLeft | Qt::AlignBottom, parts.unit);
    QStringList under;
    if (!isAlone && !line.series().name.isEmpty())
        under.append(line.series().name);
    if (index < m_content.earlier.size()) {
        const LineSums before = LineSums::of(m_content.earlier.at(index).series());
        if (!before.isEmpty)
            under.append(tr("before %1").arg(UnitText::value(m_content.isCounted ? before.sum : before.last, m_content.unit)));
    }
    int bottom = top.bottom() + 1;
    if (!under.isEmpty()) {
        painter->drawText(QRect(place.left(), bottom, place.width(), texts.height()), Qt::AlignLeft | Qt::AlignVCenter,
                          texts.elidedText(under.join(u" · "_s), Qt::ElideMiddle, place.width()));
        bottom += texts.height();
    }
    paintWay(painter, QRect(place.left(), bottom + Metrics::gap(1), place.width(), place.bottom() - bottom - Metrics::gap(1)), line);
}

} // namespace Millrace
