// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/statuschip.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"
#include "common/theme.h"

#include <QPainter>
#include <QPixmapCache>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

int signSide()
{
    return Metrics::gap(3) + Metrics::gap(1) / 2;
}

QString words(ContextStatus status, const QString &suffix)
{
    return suffix.isEmpty() ? StatusStyle::word(status) : StatusStyle::word(status) + u' ' + suffix;
}

void paintSign(QPainter *painter, const QPoint &topLeft, ContextStatus status)
{
    painter->drawPixmap(topLeft,
                        Icons::pixmap(StatusStyle::iconName(status), signSide(), painter->device()->devicePixelRatio(), Theme::color(status)));
}

/// A chip as a picture, drawn once for each status, width, theme and scale: a table shows the same few in every row.
QPixmap chipPicture(ContextStatus status, const QSize &size, qreal ratio)
{
    const QString key = u"chip/%1/%2x%3/%4/%5/%6/%7"_s.arg(static_cast<int>(status))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio)
                            .arg(Theme::color(status).rgba(), 0, 16)
                            .arg(Theme::color(ThemeRole::Surface).rgba(), 0, 16)
                            .arg(Metrics::unit());
    QPixmap picture;
    if (!QPixmapCache::find(key, &picture)) {
        picture = QPixmap((QSizeF(size) * ratio).toSize());
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        StatusChip::paint(&painter, QRect(QPoint(0, 0), size), status);
        painter.end();
        QPixmapCache::insert(key, picture);
    }
    return picture;
}

} // namespace

QSize StatusChip::size(ContextStatus status, const QString &suffix)
{
    const QFontMetrics metrics(Theme::font(TextRole::Label));
    return {Metrics::gap(2) + signSide() + Metrics::gap(1) + metrics.horizontalAdvance(words(status, suffix)) + Metrics::gap(2), Metrics::gap(5)};
}

void StatusChip::paint(QPainter *painter, const QRect &rect, ContextStatus status, const QString &suffix)
{
    const QSize full = size(status, suffix);
    const int bare = signSide() + Metrics::gap(3);
    const int width = full.width() <= rect.width() ? full.width() : std::min(bare, rect.width());
    const QRect chip(rect.left(), rect.top() + (rect.height() - full.height()) / 2, width, full.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Theme::color(ThemeRole::Separator));
    painter->setBrush(Theme::color(ThemeRole::Surface));
    const qreal radius = chip.height() / 2.0;
    painter->drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const bool withWord = width == full.width();
    const int left = withWord ? chip.left() + Metrics::gap(2) : chip.left() + (chip.width() - signSide()) / 2;
    paintSign(painter, QPoint(left, chip.top() + (chip.height() - signSide()) / 2), status);
    if (withWord) {
        painter->setFont(Theme::font(TextRole::Label));
        painter->setPen(Theme::color(status));
        painter->drawText(chip.adjusted(Metrics::gap(3) + signSide(), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, words(status, suffix));
    }
    painter->restore();
}

StatusChipDelegate::StatusChipDelegate(QObject *parent)
    : RowDelegate(parent)
{}

void StatusChipDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant value = index.data(kStatusRole);
    if (!value.isValid()) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    paintBackground(painter, option);
    const QRect place = content(option.rect);
    if (!place.isEmpty())
        painter->drawPixmap(place.topLeft(),
                            chipPicture(static_cast<ContextStatus>(value.toInt()), place.size(), painter->device()->devicePixelRatio()));
    painter->restore();
}

QSize StatusChipDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant value = index.data(kStatusRole);
    if (!value.isValid())
        return RowDelegate::sizeHint(option, index);
    return {StatusChip::size(static_cast<ContextStatus>(value.toInt())).width() + Metrics::gap(5), Metrics::rowHeight()};
}

StatusCountButton::StatusCountButton(ContextStatus status, QWidget *parent)
    : QAbstractButton(parent)
    , m_status(status)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    setCount(0);
}

void StatusCountButton::setCount(qint64 count)
{
    if (count == m_count)
        return;
    m_count = count;
    setText(tr("%1 %2", "count and status").arg(Format::count(count), StatusStyle::wordInSentence(m_status)));
    setAccessibleName(text());
    setToolTip(tr("%1. %2").arg(text(), StatusStyle::meaning(m_status)));
    updateGeometry();
    update();
}

QSize StatusCountButton::sizeHint() const
{
    const QFontMetrics metrics(Theme::font(TextRole::Label));
    return {signSide() + Metrics::gap(5) + metrics.horizontalAdvance(text()), Metrics::gap(6)};
}

void StatusCountButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? Theme::color(ThemeRole::Accent) : QColor(Qt::transparent));
        painter.setBrush(Theme::color(ThemeRole::Hover));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::controlRadius(), Metrics::controlRadius());
    }
    paintSign(&painter, QPoint(Metrics::gap(2), (height() - signSide()) / 2), m_status);
    painter.setFont(Theme::font(TextRole::Label));
    painter.setPen(Theme::color(ThemeRole::Text));
    painter.drawText(rect().adjusted(Metrics::gap(3) + signSide(), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

StatusLabel::StatusLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusLabel::setStatus(ContextStatus status)
{
    m_status = status;
    setAccessibleName(StatusStyle::word(status));
    setToolTip(StatusStyle::meaning(status));
    updateGeometry();
    update();
}

QSize StatusLabel::sizeHint() const
{
    return StatusChip::size(m_status);
}

void StatusLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    StatusChip::paint(&painter, rect(), m_status);
}

} // namespace Millrace
