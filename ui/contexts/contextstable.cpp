// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextstable.h"

#include "common/metrics.h"
#include "common/statuschip.h"
#include "common/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Selections larger than this are not kept over a reset: looking up each key would cost frames.
constexpr qint64 kRemembered = 10'000;
constexpr int kLeastTitle = 58; ///< steps of the grid

using Kind = ContextColumn::Kind;

int usualWidth(const ContextColumn &column)
{
    switch (column.kind) {
    case Kind::Status:
        return StatusChip::size(ContextStatus::AwaitingReview).width() + Metrics::gap(6);
    case Kind::Title:
        return kLeastTitle * Metrics::unit();
    case Kind::Steps:
    case Kind::Attempt:
        return Metrics::gap(15);
    case Kind::Created:
    case Kind::Updated:
        return Metrics::gap(32);
    case Kind::Duration:
        return Metrics::gap(23);
    case Kind::Id:
    case Kind::Run:
        return Metrics::gap(37);
    case Kind::Reason:
        return Metrics::gap(60);
    case Kind::Pipeline:
        return Metrics::gap(30);
    case Kind::Field: {
        const int words = QFontMetrics(Theme::font(TextRole::Body)).horizontalAdvance(column.header());
        return std::clamp(words + Metrics::gap(8), Metrics::gap(22), Metrics::gap(60));
    }
    default:
        return Metrics::gap(21);
    }
}

/// The same columns in the same order, whatever their widths.
bool sameColumns(const QList<ContextColumn> &a, const QList<ContextColumn> &b)
{
    return std::ranges::equal(a, b, [](ContextColumn x, ContextColumn y) {
        x.width = y.width = 0;
        return x == y;
    });
}

/// One delegate for all columns, so that the status chip is where the model says there is a status.
class CellDelegate final : public QStyledItemDelegate
{
public:
    CellDelegate(const ContextsModel *model, const QHeaderView *header, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
        , m_header(header)
        , m_chip(new StatusChipDelegate(this))
        , m_text(new TextDelegate(this))
    {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Kind kind = m_model->columns()[index.column()].kind;
        QStyleOptionViewItem item = option;
        // The row is what is current, not a cell of it.
        item.state &= ~QStyle::State_HasFocus;
        item.viewItemPosition = m_header->visualIndex(index.column()) == 0 ? QStyleOptionViewItem::Beginning : QStyleOptionViewItem::Middle;
        if (kind == Kind::Status) {
            m_chip->paint(painter, item, index);
            return;
        }
        if (kind == Kind::Id || kind == Kind::Run) {
            static const QFont fixed = Theme::font(TextRole::Fixed);
            item.font = fixed;
            item.fontMetrics = QFontMetrics(fixed);
        }
        if (kind != Kind::Title) {
            item.palette.setColor(QPalette::Text, Theme::color(ThemeRole::Secondary));
        }
        m_text->paint(painter, item, index);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override { return m_text->sizeHint(option, index); }

private:
    /// Asks the model for what a text cell has, and not for eight other roles.
    class TextDelegate final : public RowDelegate
    {
    public:
        using RowDelegate::RowDelegate;

    protected:
        void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
        {
            option->text = index.data(Qt::DisplayRole).toString();
            option->displayAlignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
            option->features |= QStyleOptionViewItem::HasDisplay;
        }
    };

    const ContextsModel *m_model;
    const QHeaderView *m_header;
    StatusChipDelegate *m_chip;
    TextDelegate *m_text;
};

} // namespace

ContextsTable::ContextsTable(ContextsModel *model, QWidget *parent)
    : EvenRowsTable(Metrics::rowHeight(), parent)
    , m_model(model)
{
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(ExtendedSelection);
    setMouseTracking(true);
    setAccessibleName(tr("Contexts"));
    connect(model, &ContextsModel::modelAboutToBeReset, this, &ContextsTable::remember);
    setModel(model);
    setItemDelegate(new CellDelegate(model, horizontalHeader(), this));
    connect(model, &ContextsModel::modelReset, this, &ContextsTable::recall);
    setUpHeader();
    setUpColumns();
}

void ContextsTable::setUpHeader()
{
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setHighlightSections(false);
    header->setSortIndicatorShown(true);
    header->setMinimumSectionSize(Metrics::gap(10));
    header->setFixedHeight(Metrics::gap(8));
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setTextElideMode(Qt::ElideRight);
    connect(header, &QHeaderView::customContextMenuRequested, this, &ContextsTable::headerMenu);
    connect(header, &QHeaderView::sectionClicked, this, &ContextsTable::sortBy);
    connect(header, &QHeaderView::sectionMoved, this, [this] {
        if (!m_settingUp) {
            Q_EMIT columnsChanged();
        }
    });
    connect(header, &QHeaderView::sectionResized, this, [this](int section, int, int size) {
        if (!m_settingUp && size > 0) {
            m_model->setColumnWidth(section, size);
            fitTitle();
            Q_EMIT columnsChanged();
        }
    });
}

void ContextsTable::setUpColumns()
{
    m_settingUp = true;
    QHeaderView *header = horizontalHeader();
    const QList<ContextColumn> &columns = m_model->columns();
    m_shownColumns = columns;
    header->setSortIndicator(-1, Qt::DescendingOrder);
    for (int i = 0; i < columns.size(); ++i) {
        // The model's order is the order shown; moved sections are the view's until the columns are set again.
        header->moveSection(header->visualIndex(i), i);
        header->setSectionHidden(i, !columns[i].visible);
        if (columns[i].visible) {
            header->resizeSection(i, columns[i].width > 0 ? columns[i].width : usualWidth(columns[i]));
        }
        if (columns[i].order() == m_model->order()) {
            header->setSortIndicator(i, m_model->isDescending() ? Qt::DescendingOrder : Qt::AscendingOrder);
        }
    }
    m_settingUp = false;
    fitTitle();
}

void ContextsTable::fitTitle()
{
    // What is left of the width is the title's, unless the person gave it a width.
    int others = 0;
    int title = -1;
    for (int i = 0; i < m_model->columnCount(); ++i) {
        if (m_model->columns()[i].kind == Kind::Title && m_model->columns()[i].visible && m_model->columns()[i].width == 0) {
            title = i;
        } else if (!isColumnHidden(i)) {
            others += columnWidth(i);
        }
    }
    if (title >= 0) {
        const bool settingUp = std::exchange(m_settingUp, true);
        // Where even the least is more than there is room for, an end with dots is better than one that is cut.
        const int room = viewport()->width() - horizontalHeader()->sectionPosition(title);
        const int least = std::clamp(room, Metrics::gap(kLeastTitle) / 2, Metrics::gap(kLeastTitle));
        int width = std::max(least, viewport()->width() - others);
        if (others + width > viewport()->width()) {
            // Not all fit: the title gives or takes what makes the last one in sight end at the edge, rather than in the middle of its words.
            int left = viewport()->width();
            for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
                const int logical = horizontalHeader()->logicalIndex(visual);
                if (logical != title && !isColumnHidden(logical)) {
                    left -= columnWidth(logical);
                    if (visual > horizontalHeader()->visualIndex(title) && left >= least * 4 / 5) {
                        width = left;
                    }
                }
            }
        }
        setColumnWidth(title, width);
        m_settingUp = settingUp;
    }
}

QList<ContextColumn> ContextsTable::columns() const
{
    QList<ContextColumn> columns;
    for (int visual = 0; visual < m_model->columnCount(); ++visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        ContextColumn column = m_model->columns()[logical];
        column.visible = !isColumnHidden(logical);
        columns.append(column);
    }
    return columns;
}

void ContextsTable::headerMenu(const QPoint &pos)
{
    const int section = horizontalHeader()->logicalIndexAt(pos);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (section >= 0) {
        QAction *hide = menu->addAction(tr("Hide “%1”").arg(m_model->columns()[section].header()));
        connect(hide, &QAction::triggered, this, [this, section] {
            setColumnHidden(section, true);
            m_model->setColumns(columns());
            Q_EMIT columnsChanged();
        });
    }
    connect(menu->addAction(tr("Columns…")), &QAction::triggered, this, &ContextsTable::columnsRequested);
    menu->popup(horizontalHeader()->viewport()->mapToGlobal(pos));
}

void ContextsTable::sortBy(int section)
{
    const std::optional<ContextOrder> order = m_model->columns()[section].order();
    const bool same = order == m_model->order();
    if (order) {
        m_model->setOrder(*order, same ? !m_model->isDescending() : true);
    }
    // The indicator shows what is, also after a click on a column without an index.
    for (int i = 0; i < m_model->columnCount(); ++i) {
        if (m_model->columns()[i].order() == m_model->order()) {
            horizontalHeader()->setSortIndicator(i, m_model->isDescending() ? Qt::DescendingOrder : Qt::AscendingOrder);
        }
    }
}

QList<ContextKey> ContextsTable::selectedKeys() const
{
    QList<std::pair<int, int>> ranges;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        ranges.append({range.top(), range.bottom()});
    }
    std::ranges::sort(ranges);
    QList<ContextKey> keys;
    int next = 0;
    for (const auto &[top, bottom] : ranges) {
        for (int row = std::max(top, next); row <= bottom; ++row) {
            keys.append(m_model->keyAt(row));
        }
        next = std::max(next, bottom + 1);
    }
    return keys;
}

qint64 ContextsTable::selectedCount() const
{
    qint64 count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        count += range.left() == 0 ? range.height() : 0;
    }
    return count;
}

ContextKey ContextsTable::currentKey() const
{
    return currentIndex().isValid() ? m_model->keyAt(currentIndex().row()) : 0;
}

bool ContextsTable::setCurrentKey(ContextKey key)
{
    const int row = m_model->rowOf(key);
    m_memory.current = key;
    if (row < 0) {
        return false;
    }
    const int column = std::max(0, horizontalHeader()->logicalIndexAt(0));
    const QModelIndex index = m_model->index(row, column);
    if (currentIndex().row() != row) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    scrollTo(index);
    return true;
}

void ContextsTable::remember()
{
    const int height = rowHeight();
    const int value = verticalScrollBar()->value();
    const ContextKey waited = m_memory.current;
    m_memory = {};
    m_memory.atTop = value == 0;
    m_memory.top = m_model->keyAt(value / height);
    m_memory.topOffset = value % height;
    m_memory.current = currentIndex().isValid() ? currentKey() : waited;
    const qint64 count = selectedCount();
    m_memory.everything = count > 0 && count == m_model->rowCount();
    if (count <= kRemembered) {
        m_memory.selected = selectedKeys();
    }
}

void ContextsTable::recall()
{
    m_recalling = true;
    if (!sameColumns(m_shownColumns, m_model->columns())) {
        setUpColumns();
    }
    executeDelayedItemsLayout();
    const Memory memory = m_memory;
    if (memory.everything && memory.selected.size() != 1) {
        selectAll();
    } else if (!memory.selected.isEmpty()) {
        QItemSelection selection;
        const QSet<ContextKey> wanted(memory.selected.begin(), memory.selected.end());
        const auto select = [&](int row) {
            if (row >= 0) {
                selection.append(QItemSelectionRange(m_model->index(row, 0), m_model->index(row, m_model->columnCount() - 1)));
            }
        };
        if (m_model->order() == ContextOrder::Created || wanted.size() < 4) {
            for (const ContextKey key : wanted) {
                select(m_model->rowOf(key));
            }
        } else {
            for (int row = 0; row < m_model->rowCount(); ++row) {
                if (wanted.contains(m_model->keyAt(row))) {
                    select(row);
                }
            }
        }
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    if (const int row = memory.current != 0 ? m_model->rowOf(memory.current) : -1; row >= 0) {
        selectionModel()->setCurrentIndex(m_model->index(row, 0),
                                          memory.selected.isEmpty() && !memory.everything
                                              ? QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows
                                              : QItemSelectionModel::NoUpdate);
    }
    const int row = memory.atTop ? 0 : m_model->rowOf(memory.top);
    if (row >= 0) {
        verticalScrollBar()->setValue(row * rowHeight() + memory.topOffset);
    }
    m_recalling = false;
    m_memory.current = memory.current;
    tellViewport();
    Q_EMIT selectionCountChanged();
}

void ContextsTable::rowsInserted(const QModelIndex &parent, int start, int end)
{
    EvenRowsTable::rowsInserted(parent, start, end);
    // Rows that come in above what is looked at must not move it. At the very top the newest are what is looked at.
    const int height = rowHeight();
    const int value = verticalScrollBar()->value();
    if (value > 0 && start * height <= value) {
        executeDelayedItemsLayout();
        verticalScrollBar()->setValue(value + (end - start + 1) * height);
    }
    tellViewport();
}

void ContextsTable::tellViewport()
{
    const int height = rowHeight();
    const int first = verticalScrollBar()->value() / height;
    m_model->setViewport(first, first + viewport()->height() / height + 1);
}

void ContextsTable::updateGeometries()
{
    EvenRowsTable::updateGeometries();
    tellViewport();
}

void ContextsTable::scrollContentsBy(int dx, int dy)
{
    EvenRowsTable::scrollContentsBy(dx, dy);
    if (dy != 0) {
        tellViewport();
    }
}

void ContextsTable::resizeEvent(QResizeEvent *event)
{
    EvenRowsTable::resizeEvent(event);
    fitTitle();
    tellViewport();
}

void ContextsTable::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT detailRequested();
        return;
    }
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        // To the first or last row; within a row there is nothing to go to.
        const int row = event->key() == Qt::Key_Home ? 0 : m_model->rowCount() - 1;
        if (row >= 0) {
            selectionModel()->setCurrentIndex(
                m_model->index(row, std::max(0, currentIndex().column())),
                (event->modifiers() & Qt::ShiftModifier ? QItemSelectionModel::Select : QItemSelectionModel::ClearAndSelect)
                    | QItemSelectionModel::Rows);
        }
        return;
    }
    EvenRowsTable::keyPressEvent(event);
}

void ContextsTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    EvenRowsTable::selectionChanged(selected, deselected);
    if (!m_recalling) {
        Q_EMIT selectionCountChanged();
    }
}

void ContextsTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    EvenRowsTable::currentChanged(current, previous);
    if (current.isValid() && (m_recalling || current.row() != previous.row() || !previous.isValid())) {
        m_memory.current = currentKey();
        Q_EMIT currentKeyChanged(m_memory.current);
    }
}

} // namespace Millrace
