// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/componentlist.h"

#include "common/componenttext.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/searchfield.h"
#include "common/theme.h"
#include "designer/canvas.h"
#include "designer/insertpopup.h"
#include "shell/fuzzy.h"

#include <QFileInfo>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QMap>
#include <QMimeData>
#include <QPainter>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kNameRole = Qt::UserRole + 1;
constexpr int kIconRole = Qt::UserRole + 2;
constexpr int kAboutRole = Qt::UserRole + 3; ///< what it does and needs, or why there is none
constexpr int kReasonRole = Qt::UserRole + 4; ///< why it cannot be loaded

class ComponentModel final : public QStandardItemModel
{
public:
    using QStandardItemModel::QStandardItemModel;

    [[nodiscard]] QStringList mimeTypes() const override { return {kComponentMime}; }
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override
    {
        auto *data = new QMimeData;
        if (!indexes.isEmpty())
            data->setData(kComponentMime, indexes.first().data(kNameRole).toString().toUtf8());
        return data;
    }
};

/// A row with icon and title, and the reason below where it cannot be loaded; a heading is smaller, without an icon.
class ComponentDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        const bool isHeading = !(index.flags() & Qt::ItemIsEnabled);
        QRect row = option.rect.adjusted(Metrics::gap(4), 0, -Metrics::gap(3), 0);
        if (isHeading) {
            painter->setFont(Theme::font(TextRole::Label));
            painter->setPen(Theme::color(ThemeRole::Secondary));
            painter->drawText(row.adjusted(0, 0, 0, -Metrics::gap(1)), Qt::AlignBottom | Qt::AlignLeft, index.data().toString());
        } else {
            paintBackground(painter, option);
            const int side = Metrics::smallIcon();
            const QString reason = index.data(kReasonRole).toString();
            const bool isThere = reason.isEmpty();
            if (!isThere) {
                const QRect below = row.adjusted(side + Metrics::gap(3), row.height() / 2, 0, 0);
                painter->setFont(Theme::font(TextRole::Label));
                painter->setPen(Theme::color(ThemeRole::Secondary));
                painter->drawText(below, Qt::AlignTop | Qt::AlignLeft, painter->fontMetrics().elidedText(reason, Qt::ElideRight, below.width()));
                row.setHeight(row.height() / 2);
            }
            const QIcon icon = Icons::icon(index.data(kIconRole).toString(), ThemeRole::Secondary);
            icon.paint(painter, QRect(row.left(), row.center().y() - side / 2 + 1, side, side), Qt::AlignCenter,
                       isThere ? QIcon::Normal : QIcon::Disabled);
            painter->setFont(Theme::font(TextRole::Body));
            painter->setPen(Theme::color(isThere ? ThemeRole::Text : ThemeRole::Secondary));
            const QRect text = row.adjusted(side + Metrics::gap(3), 0, 0, 0);
            painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                              painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        }
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        if (!(index.flags() & Qt::ItemIsEnabled) && index.row() > 0)
            return {0, Metrics::gap(9)};
        return {0, index.data(kReasonRole).toString().isEmpty() ? Metrics::rowHeight() : 2 * Metrics::rowHeight() - Metrics::gap(2)};
    }
};

} // namespace

ComponentList::ComponentList(QWidget *parent)
    : QWidget(parent)
    , m_search(new SearchField(tr("Find a step"), this))
    , m_model(new ComponentModel(this))
    , m_list(new QListView(this))
    , m_about(makeLabel(TextRole::Secondary, {}, this))
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ComponentDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Steps to add"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Metrics::gap(2), 0, 0);
    layout->setSpacing(Metrics::gap(1));
    auto *top = new QVBoxLayout;
    top->setContentsMargins(Metrics::gap(3), 0, Metrics::gap(3), 0);
    top->addWidget(m_search);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    m_about->setWordWrap(true);
    m_about->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_about->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(3), Metrics::gap(2));
    m_about->setAccessibleName(tr("What the step does and needs"));
    m_about->hide();
    layout->addWidget(m_about);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ComponentList::tell);
    connect(m_list, &QListView::entered, this, [this](const QModelIndex &index) {
        if (!index.data(kAboutRole).toString().isEmpty()) // a heading has nothing to say
            tell(index);
    });
    connect(m_search, &SearchField::searchChanged, this, &ComponentList::fill);
    connect(m_search, &SearchField::downRequested, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        fill();
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QString name = m_model->index(row, 0).data(kNameRole).toString();
            if (!name.isEmpty()) {
                Q_EMIT addRequested(name);
                return;
            }
        }
    });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        if (const QString name = index.data(kNameRole).toString(); !name.isEmpty())
            Q_EMIT addRequested(name);
    });
}

void ComponentList::setComponents(const ComponentTable &components)
{
    m_components = components;
    fill();
}

void ComponentList::setPlugins(const ComponentPlugins &plugins)
{
    m_plugins = plugins;
    fill();
}

void ComponentList::tell(const QModelIndex &index)
{
    const QString about = index.data(kAboutRole).toString();
    m_about->setText(about);
    // Once it is there it stays as it is: rows must not move under the pointer that asks about them.
    if (!about.isEmpty() && m_about->isHidden()) {
        m_about->setFixedHeight(4 * m_about->fontMetrics().lineSpacing() + m_about->contentsMargins().top() + m_about->contentsMargins().bottom());
        m_about->show();
    }
}

void ComponentList::setProblems(const QList<std::pair<QString, QString>> &problems)
{
    m_problems = problems;
    fill();
}

void ComponentList::focusSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

void ComponentList::fill()
{
    const QString words = m_search->text().trimmed();
    QMap<QString, QList<const ComponentDescriptor *>> byCategory;
    for (const ComponentDescriptor &component : std::as_const(m_components)) {
        const ComponentText text = ComponentText::of(component.name, component.title, component.description);
        if (words.isEmpty() || fuzzyMatch(words, text.title) || text.description.contains(words, Qt::CaseInsensitive)
            || component.name.contains(words, Qt::CaseInsensitive))
            byCategory[categoryTitle(component.category)].append(&component);
    }
    m_model->clear();
    const auto heading = [this](const QString &title) {
        auto *item = new QStandardItem(title);
        item->setFlags(Qt::NoItemFlags);
        m_model->appendRow(item);
    };
    for (auto it = byCategory.begin(); it != byCategory.end(); ++it) {
        heading(it.key());
        std::ranges::sort(*it, {}, [](const ComponentDescriptor *one) { return ComponentText::of(one->name, one->title, one->description).title; });
        for (const ComponentDescriptor *component : *it) {
            const ComponentText text = ComponentText::of(component->name, component->title, component->description);
            auto *item = new QStandardItem(text.title);
            item->setData(component->name, kNameRole);
            item->setData(iconOf(*component), kIconRole);
            const QString needs = componentNeeds(*component, m_plugins);
            const QString about = needs.isEmpty() ? text.description : text.description + u'\n' + needs;
            item->setData(about, kAboutRole);
            item->setToolTip(about);
            item->setData(text.title + u": "_s + about, Qt::AccessibleTextRole);
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
            m_model->appendRow(item);
        }
    }
    QList<std::pair<QString, QString>> problems = m_problems;
    problems.removeIf(
        [&words](const auto &problem) { return !words.isEmpty() && !QFileInfo(problem.first).fileName().contains(words, Qt::CaseInsensitive); });
    if (!problems.isEmpty())
        heading(tr("Cannot be loaded"));
    for (const auto &[file, reason] : std::as_const(problems)) {
        auto *item = new QStandardItem(QFileInfo(file).fileName());
        item->setData(u"dialog-warning"_s, kIconRole);
        item->setData(reason, kReasonRole);
        item->setData(file + u'\n' + reason, kAboutRole);
        item->setToolTip(reason);
        item->setData(tr("%1 cannot be loaded: %2").arg(item->text(), reason), Qt::AccessibleTextRole);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        m_model->appendRow(item);
    }
    tell(m_list->currentIndex());
}

} // namespace Millrace
