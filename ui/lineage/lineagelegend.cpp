// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagelegend.h"

#include "common/metrics.h"
#include "lineage/lineagepainter.h"
#include "lineage/lineagetext.h"

#include <QEvent>
#include <QPainter>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kTies{LineageTie::Direct, LineageTie::Indirect, LineageTie::Masked};

int lineWidth()
{
    return Metrics::gap(9);
}

} // namespace

LineageLegend::LineageLegend(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    QStringList lines;
    for (const LineageTie tie : kTies)
        lines.append(tr("%1: %2").arg(LineageText::tieName(tie), LineageText::tieMeaning(tie)));
    setToolTip(lines.join(u'\n'));
    setAccessibleName(tr("Kinds of edges"));
    setAccessibleDescription(lines.join(u' '));
}

int LineageLegend::widthOf(int tie) const
{
    return lineWidth() + Metrics::gap(2)
        + QFontMetrics(Theme::font(TextRole::Label)).horizontalAdvance(LineageText::tieName(kTies.at(std::size_t(tie)))) + Metrics::gap(4);
}

QSize LineageLegend::sizeHint() const
{
    return {widthOf(0) + widthOf(1) + widthOf(2), Metrics::compactRowHeight()};
}

bool LineageLegend::event(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    return QWidget::event(event);
}

void LineageLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    int x = 0;
    for (int tie = 0; tie < int(kTies.size()); ++tie) {
        LineagePainter::sample(painter, QLineF(x + 0.5, height() / 2.0, x + lineWidth(), height() / 2.0), kTies.at(std::size_t(tie)));
        painter.setFont(Theme::font(TextRole::Label));
        painter.setPen(Theme::color(ThemeRole::Secondary));
        painter.drawText(QRect(x + lineWidth() + Metrics::gap(2), 0, widthOf(tie), height()), Qt::AlignVCenter | Qt::AlignLeft,
                         LineageText::tieName(kTies.at(std::size_t(tie))));
        x += widthOf(tie);
    }
}

} // namespace Millrace
