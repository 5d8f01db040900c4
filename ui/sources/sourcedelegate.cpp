// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourcedelegate.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/theme.h"
#include "sources/sourcesmodel.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Millrace {

QString SourceDelegate::stateWord(const SourceInfo &source)
{
    return source.isPaused ? tr("Paused") : source.problem.isEmpty() ? tr("Watched") : tr("Cannot be looked at");
}

QString SourceDelegate::stateIcon(const SourceInfo &source)
{
    return source.isPaused ? u"media-playback-pause"_s : source.problem.isEmpty() ? u"view-visible"_s : u"dialog-warning"_s;
}

QColor SourceDelegate::stateColor(const SourceInfo &source)
{
    return source.isPaused         ? Theme::color(ThemeRole::Secondary)
        : source.problem.isEmpty() ? Theme::color(ContextStatus::Completed)
                                   : Theme::color(ContextStatus::Failed);
}

QString SourceDelegate::sums(const SourceInfo &source)
{
    QStringList parts{tr("%1 taken in").arg(Format::count(source.count(SourceFileKind::Taken) + source.count(SourceFileKind::PutAway)))};
    if (const qint64 failed = source.count(SourceFileKind::Failed); failed > 0)
        parts.append(tr("%1 failed").arg(Format::count(failed)));
    if (const qint64 waiting = source.waiting + source.count(SourceFileKind::Taking); waiting > 0)
        parts.append(tr("%1 waiting").arg(Format::count(waiting)));
    return parts.join(u" · "_s);
}

QSize SourceDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {Metrics::gap(60), Metrics::gap(13)};
}

void SourceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintBackground(painter, option);
    const auto source = index.data(SourcesModel::InfoRole).value<SourceInfo>();
    const QRect inside = option.rect.adjusted(Metrics::gap(4), Metrics::gap(2), -Metrics::gap(4), -Metrics::gap(2));
    const int icon = Metrics::gap(5);
    const double ratio = option.widget ? option.widget->devicePixelRatio() : 1.0;
    painter->drawPixmap(QPoint(inside.left(), inside.top() + (inside.height() - icon) / 2),
                        Icons::pixmap(stateIcon(source), icon, ratio, stateColor(source)));
    const QRect texts = inside.adjusted(icon + Metrics::gap(3), 0, 0, 0);
    const QRect upper(texts.left(), texts.top(), texts.width(), texts.height() / 2);
    const QRect lower(texts.left(), upper.bottom() + 1, texts.width(), texts.height() - upper.height());

    const QFont small = Theme::font(TextRole::Secondary);
    const bool isUsual = !source.isPaused && source.problem.isEmpty();
    const QString right = isUsual ? Format::clockTime(source.lookedAt) : QString();
    const QString below = isUsual ? sums(source) : u"%1 · %2"_s.arg(stateWord(source), sums(source));
    const int rightWidth = right.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(right) + Metrics::gap(3);
    const QFont strong = Theme::font(TextRole::Strong);
    painter->setFont(strong);
    painter->setPen(Theme::color(ThemeRole::Text));
    painter->drawText(upper.adjusted(0, 0, -rightWidth, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(strong).elidedText(source.title.simplified(), Qt::ElideRight, upper.width() - rightWidth));
    painter->setFont(small);
    painter->setPen(Theme::color(ThemeRole::Secondary));
    painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, right);
    painter->setPen(isUsual ? Theme::color(ThemeRole::Secondary) : stateColor(source));
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(small).elidedText(below, Qt::ElideRight, lower.width()));
}

} // namespace Millrace
