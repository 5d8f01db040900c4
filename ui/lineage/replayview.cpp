// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/replayview.h"

#include "common/diffeditor.h"
#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/statusstyle.h"
#include "lineage/lineagetext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kAgainMs = 2'000; ///< each time compares every context of the job
constexpr int kPage = 500;
constexpr int kJobRole = Qt::UserRole + 1;

enum Page : int { EmptyPage, BillPage, JobPage };

} // namespace

// --- the model -------------------------------------------------------------------------------------------------------------

QVariant ReplayModel::cell(const ReplayedContext &row, int column, int role) const
{
    const std::optional<ContextStatus> status = statusFromName(row.status);
    if (role == Qt::DecorationRole)
        return Column(column) == Column::Status && status ? QVariant(Icons::status(*status)) : QVariant();
    if (role == Qt::TextAlignmentRole && Column(column) == Column::Changed)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && Column(column) == Column::Title)
        return tr("%1, anew as %2").arg(row.of, row.id);
    if (role == Qt::ToolTipRole && !row.passedOver.isEmpty())
        return tr("Passed over, since they write outside: %1").arg(row.passedOver.join(u", "_s));
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(column)) {
    case Column::Title:
        return row.title.isEmpty() ? Format::shortId(row.of) : row.title;
    case Column::Status:
        return status ? StatusStyle::word(*status) : row.status;
    case Column::Changed:
        return row.changed < 0 ? QVariant(u"…"_s) : QVariant(Format::count(row.changed));
    case Column::Decision:
        return row.decision == "adopted"_L1 ? tr("adopted") : row.decision == "discarded"_L1 ? tr("discarded") : tr("open");
    }
    return {};
}

QVariant ReplayModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole && Column(column) == Column::Changed)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(column)) {
    case Column::Title:
        return tr("Context");
    case Column::Status:
        return tr("Status");
    case Column::Changed:
        return tr("Fields that differ");
    case Column::Decision:
        return tr("Decision");
    }
    return {};
}

// --- the view --------------------------------------------------------------------------------------------------------------

ReplayView::ReplayView(LineageDoor door, bool isReadOnly, QWidget *parent)
    : QWidget(parent)
    , m_door(std::move(door))
    , m_isReadOnly(isReadOnly)
    , m_answers(this)
    , m_jobs(new QTreeWidget(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_billTitle(new ElidedLabel(TextRole::Title, this))
    , m_version(new QComboBox(this))
    , m_from(new QComboBox(this))
    , m_sinks(new QCheckBox(tr("Run the steps that write outside, too"), this))
    , m_lines(new QFormLayout)
    , m_notDone(new QTreeWidget(this))
    , m_start(new QPushButton(this))
    , m_jobTitle(new ElidedLabel(TextRole::Strong, this))
    , m_progress(new QProgressBar(this))
    , m_publish(new QCheckBox(tr("Run what was passed over"), this))
    , m_only(new QCheckBox(tr("Only the chosen one"), this))
    , m_adopt(new QPushButton(this))
    , m_discard(new QPushButton(this))
    , m_model(new ReplayModel(this))
    , m_list(new QTreeView(this))
    , m_diffTitle(new ElidedLabel(TextRole::Secondary, this))
    , m_diff(new DiffEditor(this))
{
    m_answers.onError([this](const Error &error) {
        Q_EMIT failed(error);
        Q_EMIT shown();
    });
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &ReplayView::askState);
    m_jobs->setItemDelegate(new RowDelegate(m_jobs));
    m_jobs->setFrameShape(QFrame::NoFrame);
    m_jobs->setRootIsDecorated(false);
    m_jobs->setUniformRowHeights(true);
    m_jobs->setHeaderLabels({tr("Replays"), tr("State")});
    m_jobs->header()->setStretchLastSection(false);
    m_jobs->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_jobs->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_jobs->setAccessibleName(tr("Replays"));
    m_empty->setContent(
        u"view-refresh"_s,
        tr("Select something in the graph and replay it: what it will cost is shown first, and what comes out is compared with what was there."));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeBill());
    m_pages->addWidget(makeJob());
    auto *splitter = new QSplitter(this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_jobs);
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    m_jobs->setMinimumWidth(Metrics::gap(48));
    splitter->setSizes({Metrics::gap(64), Metrics::gap(240)});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_jobs);
    m_jobs->hide();

    connect(m_jobs, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *item) {
        if (item)
            chooseJob(item->data(0, kJobRole).toString());
    });
}

QWidget *ReplayView::makeBill()
{
    auto *page = new QWidget(this);
    m_version->addItem(tr("On the version that each ran on"), u"original"_s);
    m_version->addItem(tr("On the newest version"), u"latest"_s);
    m_version->setAccessibleName(tr("Version"));
    m_from->addItem(tr("From the first step that used what is selected"), u"change"_s);
    m_from->addItem(tr("From what was submitted"), u"start"_s);
    m_from->setAccessibleName(tr("From where"));
    m_notDone->setItemDelegate(new RowDelegate(m_notDone));
    m_notDone->setFrameShape(QFrame::NoFrame);
    m_notDone->setRootIsDecorated(false);
    m_notDone->setUniformRowHeights(true);
    m_notDone->setHeaderLabels({tr("Left out"), tr("Why")});
    m_notDone->setAccessibleName(tr("Left out"));
    m_start->setDefault(true);
    m_lines->setHorizontalSpacing(Metrics::gap(6));
    m_lines->setVerticalSpacing(Metrics::gap(2));
    auto *options = new QHBoxLayout;
    options->setSpacing(Metrics::gap(3));
    options->addWidget(m_from);
    options->addWidget(m_version);
    options->addWidget(m_sinks);
    options->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(3));
    auto *cancel = new QPushButton(tr("Not now"), page);
    buttons->addWidget(m_start);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::gap(4), Metrics::paneMargin(), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(4));
    layout->addWidget(m_billTitle);
    layout->addLayout(options);
    layout->addLayout(m_lines);
    layout->addLayout(buttons);
    layout->addWidget(m_notDone, 1);
    layout->addStretch();
    connect(m_version, &QComboBox::activated, this, &ReplayView::askPlan);
    connect(m_from, &QComboBox::activated, this, &ReplayView::askPlan);
    connect(m_sinks, &QCheckBox::toggled, this, &ReplayView::askPlan);
    connect(m_start, &QPushButton::clicked, this, &ReplayView::start);
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_nodes.clear();
        showJob();
    });
    return page;
}

QWidget *ReplayView::makeJob()
{
    auto *page = new QWidget(this);
    setUpRows(m_list, m_model);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Contexts of the replay"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(int(ReplayModel::Column::Title), QHeaderView::Stretch);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(Metrics::gap(30));
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(3));
    bar->addWidget(m_jobTitle, 1);
    bar->addWidget(m_progress);
    bar->addWidget(m_publish);
    bar->addWidget(m_only);
    bar->addWidget(m_adopt);
    bar->addWidget(m_discard);
    auto *below = new QWidget(page);
    auto *column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_diffTitle->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    column->addWidget(m_diffTitle);
    column->addWidget(m_diff, 1);
    auto *splitter = new QSplitter(Qt::Vertical, page);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(splitter, 1);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        showJob();
        compare();
    });
    connect(m_list, &QTreeView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = m_model->row(index.row()).id, .keepsFilter = true});
    });
    connect(m_only, &QCheckBox::toggled, this, &ReplayView::showJob);
    connect(m_adopt, &QPushButton::clicked, this, [this] { decide(true, chosenOpen()); });
    connect(m_discard, &QPushButton::clicked, this, [this] { decide(false, chosenOpen()); });
    return page;
}

// --- the bill --------------------------------------------------------------------------------------------------------------

void ReplayView::plan(const QStringList &nodes)
{
    m_nodes = nodes;
    m_start->setEnabled(false);
    m_start->setText(tr("Replay"));
    m_billTitle->setText(tr("What it would cost"));
    m_pages->setCurrentIndex(BillPage);
    askPlan();
}

Json ReplayView::planArgs() const
{
    return Json::object({{"nodes", Json::array(m_nodes)},
                         {"version", m_version->currentData().toString()},
                         {"from", m_from->currentData().toString()},
                         {"sinks", m_sinks->isChecked()}});
}

void ReplayView::askPlan()
{
    if (m_nodes.isEmpty())
        return;
    m_answers.ask("plan", m_door(u"lineage.replay_plan"_s, planArgs()), [this](const Json &answer) { showBill(ReplayBill::of(answer)); });
}

void ReplayView::showBill(const ReplayBill &bill)
{
    while (m_lines->rowCount() > 0)
        m_lines->removeRow(0);
    for (const auto &[name, value] : bill.lines()) {
        QLabel *number = makeLabel(TextRole::Strong, value, this);
        m_lines->addRow(makeLabel(TextRole::Secondary, name, this), number);
    }
    m_notDone->clear();
    for (const auto &[id, why] : bill.notDone) {
        auto *item = new QTreeWidgetItem(m_notDone, {Format::shortId(id), why});
        item->setToolTip(0, id);
    }
    m_notDone->setVisible(!bill.notDone.isEmpty());
    m_start->setEnabled(bill.contexts > 0 && !m_isReadOnly);
    m_start->setText(bill.contexts > 0 ? tr("Replay %n context(s)", nullptr, int(bill.contexts)) : tr("Nothing to replay"));
    m_start->setToolTip(m_isReadOnly ? tr("This workspace can only be read.") : tr("The old ones stay as they are until you adopt what comes out."));
    m_pages->setCurrentIndex(BillPage);
    Q_EMIT shown();
}

void ReplayView::start()
{
    m_start->setEnabled(false);
    m_answers.ask("start", m_door(u"lineage.replay"_s, planArgs()), [this](const Json &answer) {
        m_nodes.clear();
        const QString job = answer.value("job").toString();
        if (job.isEmpty()) {
            Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                    .what = tr("Nothing was replayed"),
                                    .why = answer.value("refused").at(0).value("error").value("text").toString()});
            return showJob();
        }
        chooseJob(job);
        refresh();
    });
}

// --- the job ---------------------------------------------------------------------------------------------------------------

void ReplayView::refresh()
{
    m_answers.ask("jobs", m_door(u"lineage.jobs"_s, Json::object()), [this](const Json &answer) {
        const QSignalBlocker quiet(m_jobs);
        m_jobs->clear();
        for (const Json &job : answer.value("jobs").items()) {
            const QString state = job.value("state").toString();
            const QString word = state == "running"_L1 ? tr("running")
                : state == "ready"_L1                  ? tr("to be decided")
                : state == "adopted"_L1                ? tr("adopted")
                : state == "discarded"_L1              ? tr("discarded")
                                                       : tr("partly adopted");
            auto *item = new QTreeWidgetItem(
                m_jobs,
                {tr("%1 · %n context(s)", nullptr, int(job.value("contexts").toInt())).arg(LineageText::time(job.value("at").toString())), word});
            item->setData(0, kJobRole, job.value("job").toString());
            item->setToolTip(0, job.value("title").toString());
            if (job.value("job").toString() == m_job)
                m_jobs->setCurrentItem(item);
        }
        m_jobs->setVisible(m_jobs->topLevelItemCount() > 0);
        if (m_job.isEmpty() && m_nodes.isEmpty() && m_jobs->topLevelItemCount() > 0) {
            m_jobs->setCurrentItem(m_jobs->topLevelItem(0));
            chooseJob(m_jobs->topLevelItem(0)->data(0, kJobRole).toString());
        } else if (m_nodes.isEmpty()) {
            showJob();
        }
        Q_EMIT shown();
    });
    if (!m_job.isEmpty())
        askState();
}

void ReplayView::chooseJob(const QString &job)
{
    m_nodes.clear();
    if (m_job != job) {
        m_contexts.clear();
        m_model->setRows({});
        m_state.clear();
        m_compared = {};
        m_diff->setLines({});
        m_diffTitle->clear();
    }
    m_job = job;
    m_coming.clear();
    m_after = {};
    showJob();
    askState();
}

void ReplayView::askState()
{
    if (m_job.isEmpty())
        return;
    Json args = Json::object({{"job", m_job}, {"limit", kPage}});
    if (!m_after.isNull())
        args.insert("after", m_after);
    m_answers.ask("state", m_door(u"lineage.replay_state"_s, args), [this](const Json &answer) { takeState(answer); });
}

void ReplayView::takeState(const Json &answer)
{
    for (const Json &context : answer.value("contexts").items())
        m_coming.append(ReplayedContext::fromJson(context));
    m_state = answer.value("state").toString();
    m_counts = answer.value("counts");
    m_after = answer.value("after");
    if (!m_after.isNull())
        return askState();
    m_contexts = std::exchange(m_coming, {});
    m_model->setRows(m_contexts);
    if (!m_list->currentIndex().isValid() && m_model->rowCount() > 0)
        m_list->setCurrentIndex(m_model->index(0, 0));
    showJob();
    compare();
    if (m_state == "running"_L1)
        m_again.start();
    Q_EMIT shown();
}

QStringList ReplayView::chosenOpen() const
{
    QStringList ids;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows()) {
        if (m_model->row(index.row()).decision == "open"_L1)
            ids.append(m_model->row(index.row()).id);
    }
    // One that is only looked at is not a choice among many, unless that is said; then it is that one or, where it is decided already, none.
    const QStringList all = open();
    const bool isOnly = m_only->isChecked() && all.size() > 1 && m_list->selectionModel()->selectedRows().size() == 1;
    return ids.size() > 1 || isOnly ? ids : all;
}

QStringList ReplayView::open() const
{
    QStringList ids;
    for (const ReplayedContext &context : m_model->rows()) {
        if (context.decision == "open"_L1)
            ids.append(context.id);
    }
    return ids;
}

void ReplayView::showJob()
{
    if (!m_nodes.isEmpty())
        return;
    m_pages->setCurrentIndex(m_job.isEmpty() ? EmptyPage : JobPage);
    const qsizetype all = m_contexts.size();
    const qsizetype done = std::ranges::count_if(m_contexts, [](const ReplayedContext &context) { return context.changed >= 0; });
    const bool isRunning = m_state == "running"_L1;
    m_jobTitle->setText(isRunning ? tr("%1 of %n context(s) done", nullptr, int(all)).arg(done)
                                  : tr("%n context(s), old against new", nullptr, int(all)));
    m_progress->setVisible(isRunning);
    m_progress->setRange(0, int(std::max<qsizetype>(all, 1)));
    m_progress->setValue(int(done));
    const int open = int(chosenOpen().size());
    m_only->setVisible(this->open().size() > 1 && m_list->selectionModel()->selectedRows().size() == 1 && !m_isReadOnly);
    m_publish->setVisible(open > 0 && !isRunning
                          && std::ranges::any_of(m_contexts, [](const ReplayedContext &context) { return !context.passedOver.isEmpty(); }));
    m_publish->setToolTip(tr("The steps that write outside were passed over; with this they run when the new ones are adopted."));
    m_adopt->setText(tr("Adopt %n", nullptr, open));
    m_adopt->setToolTip(tr("The new ones take the place of the old ones, which are marked as superseded."));
    m_adopt->setEnabled(open > 0 && !isRunning && !m_isReadOnly);
    m_discard->setText(isRunning ? tr("Stop and discard") : tr("Discard %n", nullptr, open));
    m_discard->setToolTip(tr("The old ones stay as they are."));
    m_discard->setEnabled(open > 0 && !m_isReadOnly);
}

void ReplayView::compare()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const ReplayedContext &one = m_model->row(index.row());
    const std::pair pair(one.of, one.id);
    if (one.changed < 0) {
        m_diffTitle->setText(tr("It is not done yet."));
        m_diff->setLines({});
        m_compared = {};
        return;
    }
    if (pair == m_compared)
        return;
    m_compared = pair;
    const quint64 generation = ++m_comparing;
    m_answers.ask("old", m_door(u"context.get"_s, Json::object({{"id", pair.first}})), [this, pair, generation](const Json &before) {
        m_answers.ask("new", m_door(u"context.get"_s, Json::object({{"id", pair.second}})), [this, generation, before](const Json &after) {
            QtConcurrent::run([a = before.value("data"), b = after.value("data")] {
                return diffText(a, b);
            }).then(this, [this, generation](const DiffText &diff) {
                if (generation != m_comparing)
                    return;
                m_diff->setLines(diff.lines);
                QStringList parts;
                if (diff.changed > 0)
                    parts.append(tr("%n field(s) changed", nullptr, diff.changed));
                if (diff.added > 0)
                    parts.append(tr("%n added", nullptr, diff.added));
                if (diff.removed > 0)
                    parts.append(tr("%n removed", nullptr, diff.removed));
                m_diffTitle->setText(parts.isEmpty() ? tr("Both have the same data.") : parts.join(u" · "_s));
                Q_EMIT shown();
            });
        });
    });
}

void ReplayView::decide(bool adopts, const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    Json args = Json::object({{"job", m_job}});
    if (ids.size() < open().size())
        args.insert("ids", Json::array(ids));
    if (adopts && m_publish->isVisibleTo(this) && m_publish->isChecked())
        args.insert("sinks", true);
    m_answers.ask("decide", m_door(adopts ? u"lineage.adopt"_s : u"lineage.discard"_s, args), [this, adopts](const Json &answer) {
        const int count = int(answer.value(adopts ? "adopted" : "discarded").toInt());
        const Json refused = answer.value("refused");
        Q_EMIT noticeRequested({.severity = refused.isEmpty() ? Notice::Severity::Success : Notice::Severity::Warning,
                                .what = adopts ? tr("%n context(s) adopted", nullptr, count) : tr("%n context(s) discarded", nullptr, count),
                                .why = refused.isEmpty() ? QString() : refused.at(0).value("error").value("text").toString()});
        refresh();
    });
}

} // namespace Millrace
