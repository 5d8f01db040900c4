// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/facetpanel.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/statuschip.h"
#include "common/statusstyle.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kLongestPauseMs = 10'000;
}

std::optional<QString> facetValue(const ContextFilter &filter, ContextFacet facet)
{
    const auto kept = [](const QString &value, bool none = false) { return value.isEmpty() && !none ? std::nullopt : std::optional(value); };
    switch (facet) {
    case ContextFacet::Status:
        return kept(filter.statuses.size() == 1 ? QString(statusName(filter.statuses.constFirst())) : QString());
    case ContextFacet::Pipeline:
        return kept(filter.pipeline);
    case ContextFacet::Type:
        return kept(filter.type, filter.noType);
    case ContextFacet::Outcome:
        return kept(filter.outcome, filter.noOutcome);
    case ContextFacet::Run:
        return kept(filter.run);
    }
    return {};
}

ContextFilter withFacet(ContextFilter filter, ContextFacet facet, const std::optional<QString> &wanted)
{
    const QString value = wanted.value_or(QString());
    const bool none = wanted && value.isEmpty();
    switch (facet) {
    case ContextFacet::Status: {
        filter.statuses.clear();
        if (const std::optional<ContextStatus> status = statusFromName(value)) {
            filter.statuses.append(*status);
        }
        break;
    }
    case ContextFacet::Pipeline:
        filter.pipeline = value;
        break;
    case ContextFacet::Type:
        filter.type = value;
        filter.noType = none;
        break;
    case ContextFacet::Outcome:
        filter.outcome = value;
        filter.noOutcome = none;
        break;
    case ContextFacet::Run:
        filter.run = value;
        break;
    }
    return filter;
}

void FacetModel::setFacet(ContextFacet facet)
{
    setRows({});
    m_facet = facet;
}

QVariant FacetModel::cell(const FacetCount &row, int column, int role) const
{
    const std::optional<ContextStatus> status = m_facet == ContextFacet::Status ? statusFromName(row.value) : std::nullopt;
    switch (role) {
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (column == 1 ? Qt::AlignRight : Qt::AlignLeft));
    case kStatusRole:
        return status && column == 0 ? QVariant(int(*status)) : QVariant();
    case Qt::DisplayRole:
        if (column == 1) {
            return Format::count(row.count);
        }
        if (status) {
            return StatusStyle::word(*status);
        }
        return row.value.isEmpty() ? tr("none") : row.title.isEmpty() ? row.value : row.title;
    case Qt::ToolTipRole:
        return row.value.isEmpty() ? QVariant() : QVariant(row.value);
    default:
        return {};
    }
}

QVariant FacetModel::header(int, int) const
{
    return {};
}

FacetPanel::FacetPanel(ContextSource *source, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_answers(this)
    , m_by(new QComboBox(this))
    , m_model(new FacetModel(this))
    , m_view(new QTableView(this))
    , m_total(makeLabel(TextRole::Secondary, {}, this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_pause.setSingleShot(true);
    m_pause.setInterval(0);
    connect(&m_pause, &QTimer::timeout, this, &FacetPanel::ask);
    m_by->addItem(tr("By pipeline"), int(ContextFacet::Pipeline));
    m_by->addItem(tr("By status"), int(ContextFacet::Status));
    m_by->addItem(tr("By type"), int(ContextFacet::Type));
    m_by->addItem(tr("By outcome"), int(ContextFacet::Outcome));
    m_by->addItem(tr("By run"), int(ContextFacet::Run));
    m_by->setAccessibleName(tr("Group by"));
    m_by->setToolTip(tr("What the groups are made by"));

    m_view->setModel(m_model);
    m_view->setItemDelegateForColumn(0, new StatusChipDelegate(m_view));
    m_view->setItemDelegateForColumn(1, new RowDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setMouseTracking(true);
    m_view->setTabKeyNavigation(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setAccessibleName(tr("Groups"));
    m_view->horizontalHeader()->hide();
    m_view->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_view->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(Metrics::rowHeight());
    m_total->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_total->setContentsMargins(Metrics::gap(2), 0, Metrics::gap(2) + 2, 0);
    m_total->setFixedHeight(Metrics::gap(9));

    auto *head = new QHBoxLayout;
    head->setContentsMargins(Metrics::gap(2), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
    head->addWidget(m_by, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_total);
    connect(m_by, &QComboBox::currentIndexChanged, this, [this] {
        m_model->setFacet(facet());
        ask();
        Q_EMIT facetChanged();
    });
    connect(m_view, &QTableView::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (m_view->hasFocus() && facetValue(m_filter, facet()) != m_model->row(index.row()).value) {
            choose(index.row());
        }
    });
}

ContextFacet FacetPanel::facet() const
{
    return ContextFacet(m_by->currentData().toInt());
}

void FacetPanel::setFacet(ContextFacet facet)
{
    m_by->setCurrentIndex(std::max(0, m_by->findData(int(facet))));
}

void FacetPanel::setFilter(const ContextFilter &filter)
{
    m_filter = filter;
    showSelection();
    ask();
}

void FacetPanel::refresh()
{
    if (!m_pause.isActive()) {
        m_pause.start();
    }
}

void FacetPanel::ask()
{
    m_pause.stop();
    if (!isVisibleTo(parentWidget())) {
        return;
    }
    QElapsedTimer elapsed;
    elapsed.start();
    m_answers.ask("facets", m_source->facets(withFacet(m_filter, facet(), std::nullopt), facet()), [this, elapsed](const QList<FacetCount> &facets) {
        // Grouping a million takes its time; it is to take a tenth of it at most.
        m_pause.setInterval(int(std::clamp<qint64>(10 * elapsed.elapsed(), 0, kLongestPauseMs)));
        m_model->setRows(facets);
        m_total->setText(tr("Together %1").arg(Format::count(total())));
        showSelection();
    });
}

qint64 FacetPanel::total() const
{
    qint64 sum = 0;
    for (const FacetCount &row : m_model->rows()) {
        sum += row.count;
    }
    return sum;
}

void FacetPanel::choose(int row)
{
    const QString value = m_model->row(row).value;
    const bool again = value == facetValue(m_filter, facet());
    Q_EMIT filterRequested(withFacet(m_filter, facet(), again ? std::nullopt : std::optional(value)));
}

void FacetPanel::showSelection()
{
    const std::optional<QString> value = facetValue(m_filter, facet());
    const int row = value ? m_model->rowOf(*value) : -1;
    if (row >= 0) {
        m_view->selectRow(row);
    } else {
        m_view->clearSelection();
    }
}

} // namespace Millrace
