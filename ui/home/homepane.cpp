// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/homepane.h"

#include "common/card.h"
#include "common/emptystate.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/rowdelegate.h"
#include "common/settings.h"
#include "common/statuspane.h"
#include "home/intakecard.h"
#include "home/needtile.h"
#include "home/resultsmodel.h"
#include "home/runlist.h"
#include "home/welcome.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kNeeds = {ContextStatus::AwaitingReview, ContextStatus::Quarantined, ContextStatus::Failed};
/// Reasons are gathered from the newest contexts of a status: enough to name the commonest one.
constexpr int kReasonSample = 200;
constexpr int kResults = 30;
constexpr int kRunsAsked = 20;
constexpr qsizetype kRunsShown = 5;
constexpr auto kWords = "data.formatted_content.word_count";

QString commonest(const QList<ContextSummary> &contexts)
{
    QHash<QString, int> counts;
    for (const ContextSummary &context : contexts) {
        if (!context.reason.isEmpty())
            ++counts[context.reason];
    }
    QString best;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const int leading = counts.value(best);
        if (it.value() > leading || (it.value() == leading && it.key() < best))
            best = it.key();
    }
    return best;
}

QWidget *titled(QLabel *title, QWidget *content, QWidget *parent)
{
    auto *card = new Card(parent);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, Metrics::gap(2), 1, Metrics::gap(2));
    layout->setSpacing(Metrics::gap(1));
    // As high as a title with a button beside it, so that titles of neighbouring cards stand on one line.
    title->setMinimumHeight(Metrics::gap(7));
    title->setContentsMargins(Metrics::gap(4), 0, Metrics::gap(4), 0);
    layout->addWidget(title);
    layout->addWidget(content, 1);
    return card;
}

} // namespace

HomePane::HomePane(Workspace *workspace, Settings *settings, QWidget *parent)
    : Pane(workspace, parent)
    , m_settings(settings)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    if (!workspace) {
        auto *welcome = new Welcome(settings, this);
        connect(welcome, &Welcome::actionRequested, this, &Pane::windowActionRequested);
        connect(welcome, &Welcome::workspaceRequested, this, &Pane::workspaceRequested);
        outer->addWidget(welcome);
        return;
    }
    m_header = new PaneHeader(tr("Home"), this);
    auto *gallery = new QPushButton(tr("Gallery"), this);
    gallery->setProperty("link", true);
    gallery->setToolTip(tr("Pipelines to try on the documents that come with them"));
    connect(gallery, &QPushButton::clicked, this, [this] { Q_EMIT openRequested({.pane = u"gallery"_s}); });
    auto *sources = new QPushButton(tr("Sources"), this);
    sources->setProperty("link", true);
    sources->setToolTip(tr("Folders that are watched, and what becomes of their files"));
    connect(sources, &QPushButton::clicked, this, [this] { Q_EMIT openRequested({.pane = u"sources"_s}); });
    m_header->addControl(sources);
    m_header->addControl(gallery);
    m_awaited = {"counts"_L1, "runs"_L1, "results"_L1};

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::gap(1), Metrics::paneMargin(), Metrics::paneMargin());
    layout->setSpacing(Metrics::gap(4));
    layout->addWidget(makeNeeds());
    auto *lower = new QHBoxLayout;
    lower->setSpacing(Metrics::gap(4));
    lower->addWidget(makeResults(), 5);
    lower->addWidget(makeSide(), 3);
    layout->addLayout(lower, 1);

    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    outer->addWidget(m_header);
    outer->addWidget(scroll, 1);
    setFocusProxy(m_resultView);
}

QWidget *HomePane::makeNeeds()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Metrics::gap(4));
    for (const ContextStatus status : kNeeds) {
        auto *tile = new NeedTile(status, box);
        connect(tile, &QAbstractButton::clicked, this, [this, status] {
            PaneTarget target{.pane = statusPane(status)};
            target.filter.statuses = {status};
            Q_EMIT openRequested(target);
        });
        layout->addWidget(tile, 1);
        m_tiles.append(tile);
    }
    return box;
}

QWidget *HomePane::makeResults()
{
    m_results = new ResultsModel(this);
    m_resultView = new QTreeView(this);
    m_resultView->setModel(m_results);
    m_resultView->setItemDelegate(new RowDelegate(m_resultView));
    m_resultView->setRootIsDecorated(false);
    m_resultView->setUniformRowHeights(true);
    m_resultView->setAllColumnsShowFocus(true);
    m_resultView->setFrameShape(QFrame::NoFrame);
    m_resultView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_resultView->setAccessibleName(tr("Recent results"));
    QHeaderView *header = m_resultView->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(static_cast<int>(ResultsModel::Column::Title), QHeaderView::Stretch);
    header->setMinimumSectionSize(Metrics::gap(14));
    m_resultView->viewport()->installEventFilter(this);
    connect(m_resultView, &QTreeView::activated, this, [this](const QModelIndex &index) {
        PaneTarget target{.pane = u"contexts"_s};
        target.filter.statuses = {ContextStatus::Completed};
        target.contextId = m_results->row(index.row()).context.id;
        Q_EMIT openRequested(target);
    });

    m_noResults = new EmptyState(this);
    connect(m_noResults, &EmptyState::buttonClicked, this, &HomePane::fillWithExample);
    m_resultPages = new QStackedWidget(this);
    m_resultPages->addWidget(m_resultView);
    m_resultPages->addWidget(m_noResults);

    auto *all = new QPushButton(tr("Show all"), this);
    all->setProperty("link", true);
    all->setToolTip(tr("Show every completed context"));
    connect(all, &QPushButton::clicked, this, [this] {
        ContextFilter filter;
        filter.statuses = {ContextStatus::Completed};
        openContexts(filter);
    });
    auto *card = new Card(this);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, Metrics::gap(2), 1, Metrics::gap(1));
    layout->setSpacing(Metrics::gap(1));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(Metrics::gap(2) + 2, 0, Metrics::gap(2), 0);
    top->addWidget(makeLabel(TextRole::Section, tr("Recent results"), card));
    top->addStretch(1);
    top->addWidget(all);
    layout->addLayout(top);
    layout->addWidget(m_resultPages, 1);
    return card;
}

QWidget *HomePane::makeSide()
{
    m_runs = new RunList(this);
    m_noRuns = new EmptyState(this);
    m_noRuns->setContent(u"chronometer"_s, tr("Each submission is shown here with its progress."));
    connect(m_runs, &RunList::runRequested, this, [this](const QString &run) {
        ContextFilter filter;
        filter.run = run;
        openContexts(filter);
    });
    auto *runs = new QWidget(this);
    auto *runsLayout = new QVBoxLayout(runs);
    runsLayout->setContentsMargins(Metrics::gap(2), 0, Metrics::gap(2), 0);
    runsLayout->setSpacing(0);
    runsLayout->addWidget(m_runs);
    runsLayout->addWidget(m_noRuns, 1);
    runsLayout->addStretch(1);

    m_intake = new IntakeCard(this);
    connect(m_intake, &IntakeCard::filesRequested, this, [this] { Q_EMIT windowActionRequested(u"intake.files"_s); });
    connect(m_intake, &IntakeCard::pasteRequested, this, [this] { Q_EMIT windowActionRequested(u"intake.paste"_s); });
    connect(m_intake, &IntakeCard::pipelineChosen, this,
            [this](const QString &pipeline) { m_settings->setValue("/window/last_pipeline", Json(pipeline)); });
    connect(m_intake, &IntakeCard::filesDropped, this,
            [this](const QStringList &paths) { Q_EMIT intakeRequested({.pipeline = m_intake->pipeline(), .paths = paths}); });
    connect(m_intake, &IntakeCard::textDropped, this,
            [this](const QString &text) { Q_EMIT intakeRequested({.pipeline = m_intake->pipeline(), .text = text}); });

    auto *side = new QWidget(this);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Metrics::gap(4));
    layout->addWidget(titled(makeLabel(TextRole::Section, tr("Runs"), side), runs, side), 1);
    layout->addWidget(m_intake);
    return side;
}

void HomePane::keyPressEvent(QKeyEvent *event)
{
    if (workspace() && event->matches(QKeySequence::Paste))
        Q_EMIT windowActionRequested(u"intake.paste"_s);
    else
        Pane::keyPressEvent(event);
}

bool HomePane::eventFilter(QObject *watched, QEvent *event)
{
    // Titles come first: where there is little room, the other columns go.
    if (event->type() == QEvent::Resize && watched == m_resultView->viewport()) {
        const int width = m_resultView->viewport()->width();
        m_resultView->setColumnHidden(static_cast<int>(ResultsModel::Column::Took), width < Metrics::gap(125));
        m_resultView->setColumnHidden(static_cast<int>(ResultsModel::Column::Pipeline), width < Metrics::gap(110));
    }
    return Pane::eventFilter(watched, event);
}

void HomePane::openContexts(const ContextFilter &filter)
{
    Q_EMIT openRequested({.pane = u"contexts"_s, .filter = filter});
}

void HomePane::fillWithExample()
{
    QFuture<Result<Json>> filled = workspace()->execute(u"example.create"_s, Json::object(), workspace()->actor());
    Q_EMIT workStarted(tr("Filling with the example"), QFuture<void>(filled));
    answers().ask("example", filled, [this](const Json &) { scheduleRefresh(); });
}

void HomePane::arrived(const char *question)
{
    if (m_awaited.removeOne(QLatin1StringView(question)) && m_awaited.isEmpty())
        setReady();
}

void HomePane::refresh()
{
    if (!workspace()) {
        setReady();
        return;
    }
    answers().ask("counts", workspace()->counts(), [this](const StatusCounts &counts) { showCounts(counts); });
    answers().ask("runs", workspace()->runs(kRunsAsked), [this](const QList<RunSummary> &runs) {
        const QList<RunSummary> shown = RunList::ordered(runs, kRunsShown);
        m_runs->setRuns(shown);
        m_noRuns->setVisible(shown.isEmpty());
        arrived("runs");
    });
    answers().ask("pipelines", workspace()->pipelines(), [this](const QList<PipelineDefinition> &pipelines) {
        m_intake->setPipelines(pipelines, m_settings->value("/window/last_pipeline").toString());
    });
}

void HomePane::showCounts(const StatusCounts &counts)
{
    qint64 needs = 0;
    for (NeedTile *tile : std::as_const(m_tiles)) {
        const ContextStatus status = tile->status();
        tile->setCount(counts.of(status));
        needs += tile->count();
        // Lists are asked for again only where their count has moved: at a million contexts that is what costs.
        if (tile->count() == 0)
            tile->setReason({});
        else if (!m_counts || m_counts->of(status) != tile->count())
            askReasons(status);
    }
    const qint64 completed = counts.of(ContextStatus::Completed);
    if (completed == 0)
        showResults({}, {});
    else if (!m_counts || m_counts->of(ContextStatus::Completed) != completed)
        askResults();
    m_counts = counts;
    const bool offersExample = counts.submitted() == 0 && !workspace()->isReadOnly();
    m_noResults->setContent(u"document-multiple"_s,
                            offersExample ? tr("Nothing is here yet. Drop your files, or look at the example first.")
                                          : tr("Nothing is finished yet. Results appear here with their titles."),
                            offersExample ? tr("Fill with the example") : QString());
    if (counts.submitted() == 0)
        m_header->setNote(tr("Nothing has been submitted yet"));
    else if (needs == 0)
        m_header->setNote(tr("%1. Nothing needs you").arg(RunList::sums(counts)));
    else
        m_header->setNote(RunList::sums(counts));
    arrived("counts");
}

void HomePane::askReasons(ContextStatus status)
{
    // One question per status: their answers must not displace each other.
    static constexpr std::array kQuestions = {"review reasons", "quarantine reasons", "failure reasons"};
    const auto at = std::ranges::find(kNeeds, status) - kNeeds.begin();
    const char *question = kQuestions.at(static_cast<std::size_t>(at));
    ContextFilter filter;
    filter.statuses = {status};
    answers().ask(question, workspace()->firstContextKeys(filter, ContextOrder::Updated, true, kReasonSample),
                  [this, at, question](const QList<ContextKey> &keys) {
                      answers().ask(question, workspace()->contextRows(keys),
                                    [this, at](const QList<ContextSummary> &rows) { m_tiles.at(at)->setReason(commonest(rows)); });
                  });
}

void HomePane::askResults()
{
    ContextFilter filter;
    filter.statuses = {ContextStatus::Completed};
    filter.children = ContextFilter::Children::Without; // parts of a result are no results
    answers().ask("results", workspace()->firstContextKeys(filter, ContextOrder::Updated, true, kResults), [this](const QList<ContextKey> &newest) {
        answers().ask("results", workspace()->contextRows(newest), [this](const QList<ContextSummary> &contexts) {
            QList<ContextKey> present;
            for (const ContextSummary &context : contexts)
                present += context.key;
            answers().ask("results", workspace()->contextFields(present, {QLatin1StringView(kWords)}),
                          [this, contexts](const QList<QList<Json>> &fields) { showResults(contexts, fields); });
        });
    });
}

void HomePane::showResults(const QList<ContextSummary> &contexts, const QList<QList<Json>> &fields)
{
    QList<ResultRow> rows;
    rows.reserve(contexts.size());
    for (qsizetype i = 0; i < contexts.size(); ++i) {
        const Json words = i < fields.size() && !fields.at(i).isEmpty() ? fields.at(i).first() : Json();
        rows.append({contexts.at(i), words.toInt(-1)});
    }
    m_results->setRows(rows);
    m_resultPages->setCurrentIndex(rows.isEmpty() ? 1 : 0);
    arrived("results");
}

} // namespace Millrace
