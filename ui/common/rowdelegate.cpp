// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/rowdelegate.h"

#include "common/metrics.h"
#include "common/theme.h"

#include <QCache>
#include <QPainter>
#include <QStaticText>
#include <QTreeView>

#include <cmath>

namespace Millrace {

RowDelegate::RowDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

namespace {

/// A text as it stands in a cell of some width.
struct Line
{
    QString text;
    QFont font;
    int width = 0;
    Qt::TextElideMode elide = Qt::ElideRight;

    friend bool operator==(const Line &, const Line &) = default;
    friend std::size_t qHash(const Line &line, std::size_t seed) { return qHashMulti(seed, line.text, line.width); }
};

constexpr int kLinesKept = 4000;

/// Shaping is most of what a row costs, and a table is painted several times before its texts are others: shaped lines are kept.
void drawLine(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &item)
{
    static QCache<Line, QStaticText> kept(kLinesKept);
    const Line line{item.text, item.font, rect.width(), item.textElideMode == Qt::ElideNone ? Qt::ElideRight : item.textElideMode};
    QStaticText *shaped = kept.object(line);
    if (!shaped) {
        // One line always: a line break in a title must not push the text out of the row.
        QString text = item.text;
        text.replace(u'\n', u' ');
        shaped = new QStaticText(item.fontMetrics.elidedText(text, line.elide, rect.width()));
        shaped->setTextFormat(Qt::PlainText);
        shaped->prepare({}, item.font);
        kept.insert(line, shaped);
    }
    const QSizeF size = shaped->size();
    const bool right = item.displayAlignment & Qt::AlignRight;
    const bool centred = item.displayAlignment & Qt::AlignHCenter;
    const double x = right ? rect.right() + 1 - size.width() : centred ? rect.center().x() - size.width() / 2 : rect.left();
    painter.drawStaticText(QPointF(std::round(x), rect.top() + std::floor((rect.height() - size.height()) / 2)), *shaped);
}

} // namespace

void RowDelegate::paintBackground(QPainter *painter, const QStyleOptionViewItem &option)
{
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, Theme::color(ThemeRole::Selection));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, Theme::color(ThemeRole::Hover));
    // The bar at the row's beginning says which row the keyboard is on, selected or not.
    const bool first = option.viewItemPosition == QStyleOptionViewItem::Beginning || option.viewItemPosition == QStyleOptionViewItem::OnlyOne;
    if (first && (option.state & QStyle::State_Selected)) {
        const QRect bar(option.rect.left(), option.rect.top(), 3, option.rect.height());
        painter->fillRect(bar, Theme::color((option.state & QStyle::State_Active) ? ThemeRole::Accent : ThemeRole::ControlBorder));
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(Theme::color(ThemeRole::Accent));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

QRect RowDelegate::content(const QRect &cell)
{
    return cell.adjusted(Metrics::gap(2) + 2, 0, -Metrics::gap(2) - 2, 0);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    painter->save();
    paintBackground(painter, item);
    QRect rect = content(item.rect);
    if (item.features & QStyleOptionViewItem::HasDecoration) {
        const int side = Metrics::smallIcon();
        const QRect place(rect.left(), rect.center().y() - side / 2 + 1, side, side);
        item.icon.paint(painter, place, Qt::AlignCenter, (item.state & QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled);
        rect.setLeft(place.right() + 1 + Metrics::gap(2));
    }
    painter->setFont(item.font);
    const QVariant foreground = index.data(Qt::ForegroundRole);
    painter->setPen(foreground.isValid()
                        ? qvariant_cast<QBrush>(foreground).color()
                        : item.palette.color((item.state & QStyle::State_Enabled) ? QPalette::Normal : QPalette::Disabled, QPalette::Text));
    drawLine(*painter, rect, item);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    // Two pixels more: shaped text may be a fraction wider than its advance, and must not lose its end for that.
    int width = item.fontMetrics.horizontalAdvance(item.text) + Metrics::gap(5) + 2;
    if (item.features & QStyleOptionViewItem::HasDecoration)
        width += Metrics::smallIcon() + Metrics::gap(2);
    return {width, Metrics::rowHeight()};
}

void setUpRows(QTreeView *list, QAbstractItemModel *model)
{
    list->setModel(model);
    list->setItemDelegate(new RowDelegate(list));
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAllColumnsShowFocus(true);
    list->setFrameShape(QFrame::NoFrame);
}

} // namespace Millrace
