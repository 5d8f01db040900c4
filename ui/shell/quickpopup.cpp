// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/quickpopup.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/rowmodel.h"
#include "common/theme.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPointer>
#include <QTextLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kItemRole = Qt::UserRole + 1;
constexpr int kVisibleRows = 11;

/// Title with the typed letters marked, detail, and something at the right end.
class QuickDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, Metrics::gap(9)}; }
};

} // namespace

class QuickModel final : public RowModel<QuickItem, QString>
{
public:
    using RowModel::RowModel;

protected:
    [[nodiscard]] int columns() const override { return 1; }
    [[nodiscard]] QString idOf(const QuickItem &item) const override { return item.id; }
    [[nodiscard]] QVariant cell(const QuickItem &item, int, int role) const override
    {
        if (role == Qt::DisplayRole)
            return item.title;
        if (role == Qt::AccessibleTextRole)
            return u"%1 %2 %3"_s.arg(item.title, item.detail, item.trailing).simplified();
        if (role == kItemRole)
            return QVariant::fromValue(&item);
        return {};
    }
    [[nodiscard]] QVariant header(int, int) const override { return {}; }
};

namespace {

void QuickDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QuickItem &item = *index.data(kItemRole).value<const QuickItem *>();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Theme::color(ThemeRole::Selection));
        painter->drawRoundedRect(option.rect.adjusted(Metrics::gap(1), 0, -Metrics::gap(1), 0), Metrics::controlRadius(), Metrics::controlRadius());
    }
    QRect rect = option.rect.adjusted(Metrics::gap(3), 0, -Metrics::gap(3), 0);
    const int side = Metrics::smallIcon();
    const QIcon icon = item.status ? Icons::status(*item.status) : Icons::icon(item.iconName, ThemeRole::Secondary);
    icon.paint(painter, QRect(rect.left(), rect.center().y() - side / 2 + 1, side, side));
    rect.setLeft(rect.left() + side + Metrics::gap(3));

    const QColor secondary = Theme::color(ThemeRole::Secondary);
    painter->setFont(Theme::font(TextRole::Secondary));
    if (!item.trailing.isEmpty()) {
        painter->setPen(secondary);
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, item.trailing);
        rect.setRight(rect.right() - painter->fontMetrics().horizontalAdvance(item.trailing) - Metrics::gap(4));
    }

    const QFont font = Theme::font(TextRole::Body);
    const QFontMetrics metrics(font);
    QTextLayout layout(metrics.elidedText(item.title, Qt::ElideRight, rect.width()), font);
    QList<QTextLayout::FormatRange> marks;
    for (const int position : item.marked) {
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        format.setForeground(Theme::color(ThemeRole::Accent));
        marks.append({position, 1, format});
    }
    layout.setFormats(marks);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(rect.width());
    layout.endLayout();
    painter->setPen(Theme::color(item.enabled ? ThemeRole::Text : ThemeRole::ControlBorder));
    layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2));

    const int used = static_cast<int>(line.naturalTextWidth()) + Metrics::gap(3);
    if (!item.detail.isEmpty() && used + Metrics::gap(10) < rect.width()) {
        rect.setLeft(rect.left() + used);
        painter->setFont(Theme::font(TextRole::Secondary));
        painter->setPen(secondary);
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, painter->fontMetrics().elidedText(item.detail, Qt::ElideRight, rect.width()));
    }
    painter->restore();
}

} // namespace

QuickPopup::QuickPopup(QWidget *window)
    : QFrame(window)
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_hint(makeLabel(TextRole::Secondary, {}, this))
    , m_model(new QuickModel(this))
{
    hide();
    setFrameShape(QFrame::NoFrame);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 70));
    setGraphicsEffect(shadow);

    m_list->setModel(m_model);
    m_list->setItemDelegate(new QuickDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_hint->setContentsMargins(Metrics::gap(3), 0, Metrics::gap(3), 0);
    m_hint->setWordWrap(true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(2), Metrics::gap(2), Metrics::gap(2), Metrics::gap(2));
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    layout->addWidget(m_hint);
    m_hint->hide();

    m_field->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) { seek(text); });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_list->setCurrentIndex(index);
        chooseCurrent();
    });
}

QuickPopup::~QuickPopup() = default;

const QList<QuickItem> &QuickPopup::items() const
{
    return m_model->rows();
}

void QuickPopup::prepare() {}

void QuickPopup::look(const QuickItem &) {}

bool QuickPopup::accept(const QString &)
{
    return false;
}

void QuickPopup::popUp()
{
    for (QuickPopup *other : parentWidget()->findChildren<QuickPopup *>(Qt::FindDirectChildrenOnly)) {
        if (other != this)
            other->close();
    }
    if (!isVisible())
        m_before = QApplication::focusWidget();
    prepare();
    {
        const QSignalBlocker quiet(m_field);
        m_field->clear();
    }
    seek({});
    place();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void QuickPopup::showItems(const QList<QuickItem> &items)
{
    m_model->setRows(items);
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->scrollToTop();
    place();
}

void QuickPopup::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    place();
}

void QuickPopup::close()
{
    if (!isVisible())
        return;
    const QPointer<QWidget> before = m_before;
    m_before = nullptr;
    hide();
    if (before && before->isVisible())
        before->setFocus(Qt::PopupFocusReason);
}

void QuickPopup::place()
{
    const QWidget *window = parentWidget();
    const int width = std::min(Metrics::gap(160), window->width() - Metrics::gap(12));
    const int rows = std::clamp(m_model->rowCount(), 1, kVisibleRows);
    m_list->setFixedHeight(rows * Metrics::gap(9) + 2);
    setFixedWidth(width);
    layout()->activate();
    resize(width, sizeHint().height());
    move((window->width() - width) / 2, window->height() / 9);
}

void QuickPopup::chooseCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QuickItem item = m_model->row(index.row());
    if (item.enabled)
        choose(item);
}

void QuickPopup::moveCurrent(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    const int wanted = m_list->currentIndex().row() + rows;
    // Single steps go round, pages stop at the ends.
    const int row = std::abs(rows) == 1 ? (wanted + count) % count : std::clamp(wanted, 0, count - 1);
    m_list->setCurrentIndex(m_model->index(row, 0));
    look(m_model->row(row));
}

bool QuickPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    } else if (watched == m_field && event->type() == QEvent::FocusOut) {
        // The focus went elsewhere by a click or a shortcut; a menu or another window's activation may come back.
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::MouseFocusReason || reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason)
            hide();
    } else if (watched == m_field && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Down:
            moveCurrent(1);
            return true;
        case Qt::Key_Up:
            moveCurrent(-1);
            return true;
        case Qt::Key_PageDown:
            moveCurrent(kVisibleRows);
            return true;
        case Qt::Key_PageUp:
            moveCurrent(-kVisibleRows);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!accept(m_field->text()))
                chooseCurrent();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void QuickPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::color(ThemeRole::ControlBorder));
    painter.setBrush(Theme::color(ThemeRole::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::cardRadius(), Metrics::cardRadius());
}

} // namespace Millrace
