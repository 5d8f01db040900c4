// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/queueview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/searchfield.h"
#include "review/reviewrows.h"
#include "review/typedletters.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kPage = 200;
constexpr qint64 kMostRefreshed = 1'000;

/// A choice that restricts nothing, and the others with how many they have.
void fill(QComboBox *box, const QString &everything, const QList<std::pair<QString, QVariant>> &choices, const QVariant &current)
{
    box->clear();
    box->addItem(everything, QVariant());
    for (const auto &[text, data] : choices)
        box->addItem(text, data);
    const int at = current.isNull() ? 0 : box->findData(current);
    box->setCurrentIndex(std::max(0, at));
}

} // namespace

QueueView::QueueView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_order(u"age"_s)
    , m_search(new SearchField(tr("Search in titles"), this))
    , m_pipeline(new QComboBox(this))
    , m_label(new QComboBox(this))
    , m_whose(new QComboBox(this))
    , m_sort(new QComboBox(this))
    , m_model(new QueueModel(this))
    , m_list(new QTreeView(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) {
        m_nextCount = QDeadlineTimer();
        Q_EMIT failed(error);
    });
    m_search->setAccessibleName(tr("Search in titles"));
    m_pipeline->setAccessibleName(tr("Pipeline"));
    m_label->setAccessibleName(tr("Label"));
    m_whose->setAccessibleName(tr("Whose"));
    m_sort->setAccessibleName(tr("Order"));
    m_whose->addItem(tr("Everybody's"));
    m_whose->addItem(tr("Assigned to me"), Json::object({{"assignee", "me"}}).toBytes());
    m_whose->addItem(tr("Assigned to nobody"), Json::object({{"assignee", "nobody"}}).toBytes());
    m_whose->addItem(tr("Held by me"), Json::object({{"claimed", "mine"}}).toBytes());
    m_whose->addItem(tr("Held by others"), Json::object({{"claimed", "others"}}).toBytes());
    m_whose->addItem(tr("Escalated"), Json::object({{"escalated", true}}).toBytes());
    m_whose->addItem(tr("With the author"), Json::object({{"author", "unfinished"}}).toBytes());
    m_sort->addItem(tr("Oldest first"), u"age"_s);
    m_sort->addItem(tr("Newest first"), u"newest"_s);
    m_sort->addItem(tr("Lowest confidence first"), u"confidence"_s);
    m_sort->addItem(tr("Highest confidence first"), u"confidence_down"_s);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(2));
    m_search->setMinimumWidth(Metrics::gap(45));
    bar->addWidget(m_search, 1);
    for (QComboBox *box : {m_pipeline, m_label, m_whose, m_sort}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
        keepTypedLetters(box);
        bar->addWidget(box);
        connect(box, &QComboBox::activated, this, &QueueView::choose);
    }
    using Column = QueueModel::Column;
    setUpRows(m_list, m_model);
    setUpColumns(m_list->header(), Column::Title, {{Column::Label, 32}, {Column::Pipeline, 40}, {Column::Since, 32}, {Column::Holder, 32}});
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Waiting for review"));
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    m_empty->setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_list);

    connect(m_search, &SearchField::searchChanged, this, &QueueView::choose);
    connect(m_search, &SearchField::downRequested, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_search, &SearchField::leaveRequested, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_model, &QueueModel::moreWanted, this, [this] { ask(true); });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueueView::selectionChanged);
    connect(m_list, &QTreeView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT openRequested(m_model->row(index.row()).value("item").toString()); });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] { Q_EMIT queueChosen(Json::object(), m_order); });
    showFacets({});
}

void QueueView::setQueue(const Json &filter, const QString &order)
{
    m_filter = filter;
    m_order = order;
    m_isOurs = true;
    m_search->setText(filter.value("text").toString());
    m_sort->setCurrentIndex(std::max(0, m_sort->findData(order)));
    int whose = 0;
    for (int i = 1; i < m_whose->count(); ++i) {
        const auto means = Json::parse(m_whose->itemData(i).toByteArray());
        const JsonMember &member = means->members()[0];
        if (filter.value(member.key) == member.value)
            whose = i;
    }
    m_whose->setCurrentIndex(whose);
    showFacets(m_facets);
    m_isOurs = false;
}

void QueueView::choose()
{
    if (m_isOurs)
        return;
    Json filter = Json::object();
    if (const QString text = m_search->text().trimmed(); !text.isEmpty())
        filter.insert("text", Json(text));
    if (const QStringList chosen = m_pipeline->currentData().toStringList(); chosen.size() == 2) {
        filter.insert("pipeline", Json(chosen.at(0)));
        filter.insert("node", Json(chosen.at(1)));
    }
    if (const QString label = m_label->currentData().toString(); !label.isEmpty())
        filter.insert("label", Json(label));
    if (const auto whose = Json::parse(m_whose->currentData().toByteArray()); whose && whose->isObject())
        filter.insert(whose->members()[0].key, whose->members()[0].value);
    Q_EMIT queueChosen(filter, m_sort->currentData().toString());
}

QStringList QueueView::selected() const
{
    QStringList items;
    for (const Json &row : selectedRows())
        items.append(row.value("item").toString());
    return items;
}

QList<Json> QueueView::selectedRows() const
{
    QList<Json> rows;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows())
        rows.append(m_model->row(index.row()));
    return rows;
}

QString QueueView::currentItem() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? m_model->row(index.row()).value("item").toString() : QString();
}

QString QueueView::title() const
{
    QStringList parts;
    if (m_pipeline->currentIndex() > 0)
        parts.append(m_pipeline->currentText());
    if (m_label->currentIndex() > 0)
        parts.append(m_label->currentText());
    if (m_whose->currentIndex() > 0)
        parts.append(m_whose->currentText());
    return parts.join(u", "_s);
}

void QueueView::focusSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

void QueueView::refresh()
{
    ask(false);
    // They count everything that waits: where that takes long it is asked less often, others read too.
    if (!m_nextCount.hasExpired())
        return;
    m_nextCount = QDeadlineTimer(QDeadlineTimer::Forever);
    QElapsedTimer took;
    took.start();
    const auto counted = m_workspace->execute(u"review.facets"_s, Json::object(), m_workspace->actor());
    m_answers.ask("facets", counted, [this, took](const Json &facets) {
        m_nextCount.setRemainingTime(took.elapsed() * 4);
        if (facets == m_facets)
            return;
        m_isOurs = true;
        showFacets(facets);
        m_isOurs = false;
    });
}

void QueueView::ask(bool more)
{
    const qint64 limit = more ? kPage : std::clamp<qint64>(m_model->rowCount(), kPage, kMostRefreshed);
    Json args = Json::object({{"filter", m_filter}, {"order", Json(m_order)}, {"limit", Json(limit)}});
    if (more)
        args.insert("after", m_after);
    m_answers.ask("items", m_workspace->execute(u"review.list"_s, args, m_workspace->actor()), [this, more](const Json &answer) {
        QList<Json> rows = more ? m_model->rows() : QList<Json>();
        rows.append(QList<Json>(answer.value("items").items().begin(), answer.value("items").items().end()));
        m_after = answer.value("after");
        m_model->setMore(false);
        m_model->setRows(rows);
        m_model->setMore(!m_after.isNull());
        const bool narrowed = !m_filter.isEmpty();
        m_empty->setContent(u"task-complete"_s, narrowed ? tr("Nothing waits in this queue.") : tr("Nothing waits for review."),
                            narrowed ? tr("Show the whole queue") : QString());
        // The keyboard stays where the queue was: what was just decided can be taken back by its key.
        const bool isHere = window()->focusWidget() == m_list || window()->focusWidget() == m_empty;
        m_pages->setCurrentIndex(rows.isEmpty() ? 1 : 0);
        if (isHere)
            m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
        if (!rows.isEmpty() && !m_list->currentIndex().isValid())
            m_list->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
        Q_EMIT selectionChanged();
    });
}

void QueueView::showFacets(const Json &facets)
{
    m_facets = facets;
    const auto counted = [](const QString &text, const Json &count) { return tr("%1 (%2)").arg(text, Format::count(count.toInt())); };
    QList<std::pair<QString, QVariant>> pipelines;
    for (const Json &one : facets.value("pipelines").items()) {
        const QString question = one.value("question").toString();
        const QString title = one.value("title").toString(one.value("pipeline").toString());
        pipelines.append({counted(question.isEmpty() ? title : tr("%1: %2").arg(title, question), one.value("open")),
                          QStringList{one.value("pipeline").toString(), one.value("node").toString()}});
    }
    const QVariant pipeline = m_filter.contains("pipeline")
        ? QVariant(QStringList{m_filter.value("pipeline").toString(), m_filter.value("node").toString()})
        : QVariant();
    fill(m_pipeline, tr("All pipelines"), pipelines, pipeline);
    QList<std::pair<QString, QVariant>> labels;
    for (const Json &one : facets.value("labels").items()) {
        if (const QString label = one.value("label").toString(); !label.isEmpty())
            labels.append({counted(label, one.value("open")), label});
    }
    fill(m_label, tr("All labels"), labels, m_filter.contains("label") ? QVariant(m_filter.value("label").toString()) : QVariant());
    m_label->setVisible(!labels.isEmpty());
}

} // namespace Millrace
