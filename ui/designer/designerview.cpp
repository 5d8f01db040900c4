// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designerview.h"

#include "common/componenttext.h"
#include "common/errortext.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/searchfield.h"
#include "designer/autolayout.h"
#include "designer/componentlist.h"
#include "designer/designersource.h"
#include "designer/draftdocument.h"
#include "designer/insertpopup.h"
#include "designer/inspector.h"
#include "designer/minimap.h"
#include "designer/nodesearch.h"
#include "designer/pipelinesources.h"
#include "designer/problemtext.h"
#include "designer/trialdocument.h"
#include "designer/trialpanel.h"
#include "designer/versionlist.h"
#include "designer/waitinglist.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kValidateMs = 120;
constexpr int kPollMs = 1'000;
constexpr qsizetype kMostInputs = 50; ///< of as many pipelines it is remembered what they were tried on

StatusCounts countsOf(const Json &json)
{
    StatusCounts counts;
    for (const ContextStatus status : kAllStatuses)
        counts.of(status) = json.value(QString(statusName(status))).toInt();
    return counts;
}

/// Since then: "42 s".
QString ageOf(const Json &at)
{
    const QDateTime time = QDateTime::fromString(at.toString(), Qt::ISODateWithMs);
    return time.isValid() ? Format::shortDuration(std::max<qint64>(0, time.msecsTo(QDateTime::currentDateTimeUtc())) * 1000) : QString();
}

DiffKind diffKind(const Json &kind)
{
    const QString name = kind.toString();
    return name == "added"_L1  ? DiffKind::Added
        : name == "removed"_L1 ? DiffKind::Removed
        : name == "changed"_L1 ? DiffKind::Changed
        : name == "moved"_L1   ? DiffKind::Moved
                               : DiffKind::Same;
}

/// Where a node stands is no difference.
bool isModified(const Json &node, const QHash<QString, Json> &base)
{
    const auto found = base.constFind(node.value("id").toString());
    if (found == base.cend())
        return true;
    if (node == *found)
        return false;
    Json a = node;
    Json b = *found;
    a.remove("position");
    b.remove("position");
    return !a.isEquivalent(b);
}

} // namespace

DesignerView::DesignerView(DesignerSource *source, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_answers(this)
    , m_document(new DraftDocument(source, this))
    , m_header(new PaneHeader({}, this))
    , m_search(new SearchField(tr("Find steps: words, is:invalid, is:modified"), this))
    , m_found(makeLabel(TextRole::Secondary, {}, this))
    , m_splitter(new QSplitter(this))
    , m_components(new ComponentList(this))
    , m_canvas(new Canvas(this))
    , m_minimap(new Minimap(m_canvas))
    , m_hint(makeLabel(TextRole::Secondary, {}, this))
    , m_empty(makeLabel(TextRole::Body, tr("Nothing here yet. Press / to add the first step, or drag one from the left."), m_canvas))
    , m_popup(new InsertPopup(this))
    , m_tabs(new QTabWidget(this))
    , m_inspector(new Inspector(m_canvas, this))
    , m_problems(new ProblemList(this))
    , m_versions(new VersionList(this))
    , m_waiting(new WaitingList(source, this))
    , m_sources(new PipelineSources(source, this))
    , m_columns(new QSplitter(this))
    , m_rows(new QSplitter(Qt::Vertical, this))
    , m_trials(new TrialDocument(source, this))
    , m_trialPanel(new TrialPanel(m_trials, this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT noticeRequested(Notice::fromError(error)); });
    m_canvas->setComponents(source->components());
    m_canvas->setReadOnly(source->isReadOnly());
    m_components->setComponents(m_canvas->components());
    m_versions->setReadOnly(source->isReadOnly());
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_empty->setWordWrap(true);
    auto *over = new QVBoxLayout(m_canvas);
    over->addWidget(m_empty);

    makeTabs();
    auto *middle = new QWidget(this);
    auto *middleLayout = new QVBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->setSpacing(0);
    middleLayout->addWidget(m_canvas, 1);
    m_hint->setContentsMargins(Metrics::gap(3), 0, Metrics::gap(3), 0);
    m_hint->setFixedHeight(Metrics::compactRowHeight());
    m_hint->setMinimumWidth(1);
    m_hint->setAutoFillBackground(true);
    m_hint->setBackgroundRole(QPalette::Base);
    middleLayout->addWidget(m_hint);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_components);
    m_splitter->addWidget(middle);
    m_splitter->setStretchFactor(1, 1);
    // The trial is below the canvas, and beside the settings: fields are dragged from it into them.
    m_rows->addWidget(m_splitter);
    m_rows->addWidget(m_trialPanel);
    m_rows->setStretchFactor(0, 1);
    m_columns->addWidget(m_rows);
    m_columns->addWidget(m_tabs);
    m_columns->setStretchFactor(0, 1);
    for (QSplitter *splitter : {m_rows, m_columns}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    m_components->setMinimumWidth(Metrics::gap(40));
    m_tabs->setMinimumWidth(Metrics::gap(60));
    m_splitter->setSizes({Metrics::gap(46), Metrics::gap(160)});
    m_columns->setSizes({Metrics::gap(206), Metrics::gap(72)});
    m_rows->setSizes({Metrics::gap(100), Metrics::gap(76)});
    for (QWidget *surface : {static_cast<QWidget *>(m_components), static_cast<QWidget *>(m_tabs), static_cast<QWidget *>(m_trialPanel)}) {
        surface->setAutoFillBackground(true);
        surface->setBackgroundRole(QPalette::Base);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_columns, 1);
    setFocusProxy(m_canvas);

    makeActions();
    makeHeader();
    connectDocument();
    connectCanvas();
    connectTrials();
    m_validate.setSingleShot(true);
    m_validate.setInterval(kValidateMs);
    connect(&m_validate, &QTimer::timeout, this, &DesignerView::validate);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &DesignerView::askLoad);
    connect(m_popup, &InsertPopup::chosen, this, [this](const QString &id) {
        if (const auto then = std::exchange(m_onChosen, {}))
            then(id);
        m_canvas->setFocus();
    });
    connect(m_components, &ComponentList::addRequested, this, [this](const QString &component) {
        m_canvas->addComponent(component);
        m_canvas->setFocus();
    });
    m_answers.ask("components", source->execute(u"component.list"_s, Json::object()), [this](const Json &answer) {
        QList<std::pair<QString, QString>> problems;
        for (const Json &problem : answer.value("problems").items())
            problems.append({problem.value("file").toString(), problem.value("reason").toString()});
        m_components->setProblems(problems);
    });
    showActions();
}

void DesignerView::makeTabs()
{
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_inspector, tr("Settings"));
    m_tabs->addTab(m_problems, tr("Problems"));
    m_tabs->addTab(m_versions, tr("Versions"));
    m_tabs->addTab(m_waiting, tr("Waiting"));
    m_tabs->setTabVisible(int(Tab::Waiting), false); // until it is asked for
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setElideMode(Qt::ElideRight);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_tabs->currentWidget() == m_versions)
            askVersions();
    });
    connect(m_problems, &ProblemList::shown, this, [this](const QString &node, int link) {
        const QList<LinkRef> links = linksOf(m_document->definition());
        if (link >= 0 && link < links.size())
            m_canvas->select({.nodes = {}, .notes = {}, .groups = {}, .links = {links.at(link)}});
        else if (!node.isEmpty())
            m_canvas->setCurrent(node);
    });
    m_problems->setWords([this](const DesignProblem &problem) { return inWords(problem); });
    connect(m_problems, &ProblemList::fixRequested, this, &DesignerView::fix);
    connect(m_versions, &VersionList::compareRequested, this, &DesignerView::compare);
    connect(m_versions, &VersionList::restoreRequested, this, &DesignerView::restore);
    connect(m_waiting, &WaitingList::openRequested, this, &DesignerView::openRequested);
    connect(m_inspector, &Inspector::editMade, m_document, &DraftDocument::apply);
    connect(m_inspector, &Inspector::fieldLeft, m_document, &DraftDocument::seal);
}

void DesignerView::connectDocument()
{
    connect(m_document, &DraftDocument::opened, this, [this] {
        for (const char *question : {"from", "diff", "load", "versions"})
            m_answers.forget(question);
        compare(0);
        m_load = {};
        m_waiting->show({});
        m_tabs->setTabVisible(int(Tab::Waiting), false);
        m_sources->setPipeline(m_document->state().pipeline, m_document->state().publishedVersion > 0);
        m_canvas->forgetView();
        m_canvas->select({});
        m_search->clear();
        m_versions->setVersions(Json::array());
    });
    connect(m_document, &DraftDocument::changed, this, &DesignerView::showDefinition);
    connect(m_document, &DraftDocument::stateChanged, this, [this] {
        m_sources->publishedIs(m_document->isOpen() && m_document->state().publishedVersion > 0);
        showState();
        showActions();
    });
    connect(m_document, &DraftDocument::leaving, m_inspector, &Inspector::flush);
    connect(m_document, &DraftDocument::discarded, this, &DesignerView::tellDiscarded);
    connect(m_document, &DraftDocument::failed, this, [this](const Error &error) {
        Q_EMIT noticeRequested(Notice::fromError(error));
        Q_EMIT ready();
    });
    connect(m_document, &DraftDocument::conflicted, this, [this] {
        Notice notice;
        notice.severity = Notice::Severity::Warning;
        notice.what = tr("Somebody else edited this draft at the same moment.");
        notice.why = tr("Your last edit was left out; what is shown is theirs.");
        Q_EMIT noticeRequested(notice);
    });
    connect(m_document, &DraftDocument::published, this, [this](int version) {
        Notice notice;
        notice.severity = Notice::Severity::Success;
        notice.what = tr("Published as version %1.").arg(version);
        Q_EMIT noticeRequested(notice);
        askVersions();
    });
    connect(m_document, &DraftDocument::publishRefused, this, [this](const Json &problems) {
        fail(tr("The draft was not published."), tr("%n problem(s) keep it from running.", nullptr, int(problems.size())));
        validate();
        setTab(Tab::Problems);
    });
    connect(m_document, &DraftDocument::publishOutrun, this, [this](int base, int newest, const QString &note) {
        Notice notice;
        notice.severity = Notice::Severity::Warning;
        notice.what = tr("The draft was not published.");
        notice.why = tr("It began from version %1, and version %2 was published meanwhile.").arg(base).arg(newest);
        notice.actionText = tr("Publish all the same");
        notice.action = [this, note, pipeline = m_document->state().pipeline] { publishOver(pipeline, note); };
        notice.otherText = tr("See what differs");
        notice.other = [this] {
            setTab(Tab::Versions);
            askVersions();
        };
        Q_EMIT noticeRequested(notice);
    });
}

/// The message may have stayed while another pipeline was opened: it is about the one that it was about.
void DesignerView::publishOver(const QString &pipeline, const QString &note)
{
    if (m_document->state().pipeline == pipeline) {
        m_document->publish(note, true);
        return;
    }
    const Json args = Json::object({{"pipeline", pipeline}, {"note", note}, {"over", true}});
    m_answers.ask("publish", m_source->execute(u"draft.publish"_s, args), [this](const Json &answer) {
        Notice notice;
        notice.severity = Notice::Severity::Success;
        notice.what = tr("Published as version %1.").arg(answer.value("version").toInt());
        Q_EMIT noticeRequested(notice);
    });
}

void DesignerView::connectCanvas()
{
    connect(m_canvas, &Canvas::editMade, m_document, &DraftDocument::apply);
    connect(m_canvas, &Canvas::selectionChanged, this, &DesignerView::showActions);
    connect(m_canvas, &Canvas::insertRequested, this, &DesignerView::insert);
    connect(m_canvas, &Canvas::nodeActivated, this, [this](const QString &) { openCurrent(); });
    connect(m_canvas, &Canvas::noteActivated, this, [this] {
        setTab(Tab::Inspector);
        m_inspector->refresh();
        m_inspector->focusContent();
    });
    connect(m_canvas, &Canvas::groupActivated, this, [this] {
        setTab(Tab::Inspector);
        m_inspector->refresh();
        m_inspector->focusTitle();
    });
    connect(m_canvas, &Canvas::linkActivated, this, &DesignerView::listWaiting);
    connect(m_canvas, &Canvas::menuRequested, this, &DesignerView::showMenu);
    connect(m_canvas, &Canvas::filesDropped, this, &DesignerView::takeFiles);
    connect(m_canvas, &Canvas::sourceMenuRequested, this, &DesignerView::showSourceMenu);
    connect(m_sources, &PipelineSources::changed, this, [this] {
        m_canvas->setSources(m_sources->list());
        m_minimap->forget();
    });
    connect(m_sources, &PipelineSources::failed, this, [this](const Error &error) { Q_EMIT noticeRequested(Notice::fromError(error)); });
    connect(m_sources, &PipelineSources::added, this, [this](const QString &title) {
        Notice notice;
        notice.severity = Notice::Severity::Success;
        notice.what = tr("%1 is watched.").arg(title);
        notice.why = tr("What comes to rest in it goes through this pipeline.");
        Q_EMIT noticeRequested(notice);
    });
    connect(m_canvas, &Canvas::failed, this, &DesignerView::fail);
    connect(m_canvas, &Canvas::hinted, this, &DesignerView::showHint);
    connect(m_canvas, &Canvas::viewChanged, this, [this] { showHint({}); });
    connect(m_canvas, &Canvas::viewChanged, this, [this] {
        if (QAction *zoom = action(u"zoom.normal"_s))
            zoom->setText(tr("Zoom to 100 % (now %1 %)").arg(m_canvas->zoomPercent()));
    });
    connect(m_search, &SearchField::searchChanged, this, &DesignerView::showSearch);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { nextFound(1); });
    connect(m_search, &SearchField::downRequested, this, [this] {
        nextFound(1);
        m_canvas->setFocus();
    });
    connect(m_search, &SearchField::leaveRequested, m_canvas, qOverload<>(&QWidget::setFocus));
}

// --- showing ---------------------------------------------------------------------------------------------------------------

void DesignerView::showDefinition(bool glides)
{
    if (m_compared > 0)
        return; // the comparison stays until it is ended
    m_canvas->setDefinition(m_document->definition(), glides);
    m_minimap->forget();
    m_empty->setVisible(m_canvas->scene().graph().nodes.isEmpty() && m_canvas->scene().graph().notes.isEmpty());
    m_inspector->refresh();
    showMarks();
    showTrialTitles();
    showSearch();
    showHint({});
    m_validate.start();
}

/// What the pointer is on; else how much there is.
void DesignerView::showHint(const QString &sentence)
{
    const DesignGraph &graph = m_canvas->scene().graph();
    m_hint->setText(!sentence.isEmpty() ? sentence
                                        : tr("%n step(s)", nullptr, int(graph.nodes.size())) + u" · "_s
                            + tr("%n link(s)", nullptr, int(graph.links.size())) + u" · "_s + tr("%1 %").arg(m_canvas->zoomPercent()));
}

void DesignerView::showState()
{
    const DraftState &state = m_document->state();
    m_header->setTitle(state.title);
    QStringList facts;
    if (m_compared > 0)
        facts.append(tr("Compared with version %1").arg(m_compared));
    else if (state.publishedVersion == 0)
        facts.append(tr("Draft, never published"));
    else if (state.isModified)
        facts.append(tr("Draft of version %1").arg(state.baseVersion));
    else
        facts.append(tr("Version %1").arg(state.baseVersion));
    if (state.publishedVersion > state.baseVersion && state.baseVersion > 0)
        facts.append(tr("version %1 is newer").arg(state.publishedVersion));
    if (!m_document->isSaved())
        facts.append(tr("saving"));
    m_header->setNote(facts.join(u" · "_s));
}

void DesignerView::showMarks()
{
    QHash<QString, NodeMark> marks;
    QHash<LinkRef, LinkMark> links;
    if (m_compared > 0) {
        for (const auto &[id, kind] : m_nodeDiff.asKeyValueRange())
            marks[id].diff = kind;
        for (const auto &[link, kind] : m_linkDiff.asKeyValueRange())
            links[link].diff = kind;
        m_canvas->setMarks(marks, links);
        return;
    }
    for (const DesignProblem &problem : m_problems->problems())
        ++(problem.isWarning ? marks[problem.node].warnings : marks[problem.node].errors);
    if (m_document->state().baseVersion > 0 && !m_document->base().isNull()) {
        if (const Json &nodes = m_document->base().value("nodes"); m_baseNodes != nodes || m_base.isEmpty()) {
            m_baseNodes = nodes;
            m_base.clear();
            for (const Json &node : nodes.items())
                m_base.insert(node.value("id").toString(), node);
        }
        for (const DesignNode &node : m_canvas->scene().graph().nodes) {
            if (isModified(node.json, m_base))
                marks[node.id].isModified = true;
        }
    }
    for (const Json &pin : m_document->pins().items())
        marks[pin.value("node").toString()].isPinned = true;
    for (const QString &node : m_document->breakpoints())
        marks[node].isBreakpoint = true;
    showTrialMarks(marks);
    for (const Json &node : m_load.value("nodes").items()) {
        StatusCounts counts = countsOf(node.value("counts"));
        // What is over is no longer here.
        counts.of(ContextStatus::Completed) = 0;
        counts.of(ContextStatus::Cancelled) = 0;
        marks[node.value("node").toString()].counts = counts.count;
    }
    for (const Json &link : m_load.value("links").items()) {
        const PortRef from{link.value("from").value("node").toString(), link.value("from").value("port").toString()};
        const PortRef to{link.value("to").value("node").toString(), link.value("to").value("port").toString(u"in"_s)};
        links.insert({from, to, 0}, {link.value("count").toInt(), ageOf(link.value("oldest_at")), link.value("full").toBool(), DiffKind::Same});
    }
    m_canvas->setMarks(marks, links);
    m_minimap->update();
}

void DesignerView::refresh()
{
    askLoad();
    if (m_tabs->currentWidget() == m_versions)
        askVersions();
}

void DesignerView::setLive(bool live)
{
    if (live)
        m_poll.start();
    else
        m_poll.stop();
}

void DesignerView::setTab(Tab tab)
{
    if (m_tabs->isHidden())
        showPanels(true);
    m_tabs->setCurrentIndex(int(tab));
}

// --- asking ----------------------------------------------------------------------------------------------------------------

void DesignerView::validate()
{
    m_validate.stop();
    if (!m_document->isOpen())
        return;
    if (m_isValidating) {
        m_isStale = true;
        return;
    }
    m_isValidating = true;
    const auto show = [this](const QList<DesignProblem> &problems) {
        QHash<QString, QString> titles;
        for (const DesignNode &node : m_canvas->scene().graph().nodes)
            titles.insert(node.id, node.title);
        m_problems->setProblems(problems, titles);
        m_tabs->setTabText(int(Tab::Problems), problems.isEmpty() ? tr("Problems") : tr("Problems (%1)").arg(problems.size()));
        showMarks();
        showActions();
        Q_EMIT ready();
    };
    m_source->execute(u"pipeline.validate"_s, Json::object({{"definition", m_document->definition()}}))
        .then(this, [this, show, of = m_document->definition()](const Result<Json> &answer) {
            m_isValidating = false;
            if (std::exchange(m_isStale, false))
                m_validate.start();
            if (of != m_document->definition())
                return; // the next answer is on its way
            if (answer)
                show(DesignProblem::fromJson(answer->value("problems")));
            else
                show(DesignProblem::fromJson(answer.error().detail.value("problems")));
        });
}

/// Core's English sentence in the person's language, with the titles of steps for their ids.
DesignProblem DesignerView::inWords(DesignProblem problem) const
{
    const auto named = [this](const QString &id) {
        if (const DesignNode *node = m_canvas->scene().graph().find(id))
            return node->title;
        const auto component = m_canvas->components().constFind(id);
        return component == m_canvas->components().cend() ? id : ComponentText::of(component->name, component->title, component->description).title;
    };
    problem.message = ProblemText::message(problem.message, named);
    Json fixes = Json::array();
    for (Json fix : problem.fixes.items()) {
        fix.insert("label", ProblemText::fix(fix.value("label").toString(), named));
        fixes.append(fix);
    }
    problem.fixes = fixes;
    return problem;
}

void DesignerView::askLoad()
{
    if (!m_document->isOpen() || m_document->state().publishedVersion == 0)
        return;
    const Json args = Json::object({{"id", m_document->state().pipeline}});
    m_answers.ask("load", m_source->execute(u"pipeline.load"_s, args), [this](const Json &load) {
        if (load == m_load)
            return;
        m_load = load;
        showMarks();
        showWaitingFacts();
        if (m_tabs->currentWidget() == m_waiting)
            m_waiting->refresh();
    });
}

void DesignerView::askVersions()
{
    if (!m_document->isOpen() || m_document->state().publishedVersion == 0)
        return;
    const Json args = Json::object({{"pipeline", m_document->state().pipeline}});
    m_answers.ask("versions", m_source->execute(u"pipeline.versions"_s, args),
                  [this](const Json &answer) { m_versions->setVersions(answer.value("versions")); });
}

// --- comparing -------------------------------------------------------------------------------------------------------------

void DesignerView::compare(int version)
{
    if (version == 0) {
        if (m_compared == 0)
            return;
        m_compared = 0;
        m_versions->setDifference({});
        m_canvas->setReadOnly(m_source->isReadOnly());
        showDefinition(false);
        showState();
        showActions();
        return;
    }
    m_document->whenSaved([this, version] {
        const QString pipeline = m_document->state().pipeline;
        m_answers.ask("from", m_source->execute(u"pipeline.get"_s, Json::object({{"id", pipeline}, {"version", version}})),
                      [this, version, pipeline](const Json &from) {
                          const Json args = Json::object({{"pipeline", pipeline}, {"from", version}, {"to", "draft"}});
                          m_answers.ask("diff", m_source->execute(u"pipeline.diff"_s, args), [this, version, from](const Json &answer) {
                              m_compared = version;
                              showDifference(from, answer);
                          });
                      });
    });
}

/// Both versions in one picture: the draft, with what it lacks beside it.
void DesignerView::showDifference(const Json &from, const Json &answer)
{
    m_nodeDiff.clear();
    m_linkDiff.clear();
    DraftEditor both(m_document->definition());
    for (const Json &node : answer.value("nodes").items()) {
        const QString id = node.value("id").toString();
        m_nodeDiff.insert(id, diffKind(node.value("kind")));
        if (m_nodeDiff.value(id) != DiffKind::Removed)
            continue;
        for (const Json &was : from.value("nodes").items()) {
            if (was.value("id").toString() == id)
                both.addNode(was, positionOf(was).value_or(QPointF()));
        }
    }
    for (const Json &link : answer.value("links").items()) {
        const PortRef out{link.value("from").value("node").toString(), link.value("from").value("port").toString(u"out"_s)};
        const PortRef in{link.value("to").value("node").toString(), link.value("to").value("port").toString(u"in"_s)};
        const DiffKind kind = diffKind(link.value("kind"));
        if (kind == DiffKind::Removed)
            both.connect(out, in);
        // Of links with the same ends each has its own difference.
        int nth = 0;
        while (m_linkDiff.contains({out, in, nth}))
            ++nth;
        m_linkDiff.insert({out, in, nth}, kind);
    }
    m_canvas->setReadOnly(true);
    m_canvas->setDefinition(both.definition());
    m_empty->hide();
    m_minimap->forget();
    m_versions->setDifference(answer.value("same").toBool() ? tr("Nothing differs.") : answer.value("text").toString());
    showMarks();
    showState();
    showActions();
    m_canvas->fitAll();
}

void DesignerView::restore(int version)
{
    m_document->whenSaved([this, version] {
        const QString pipeline = m_document->state().pipeline;
        const Json args = Json::object({{"pipeline", pipeline}, {"version", version}, {"note", tr("Restored version %1").arg(version)}});
        m_answers.ask("restore", m_source->execute(u"pipeline.restore"_s, args), [this, pipeline](const Json &answer) {
            Notice notice;
            notice.severity = Notice::Severity::Success;
            notice.what = tr("Restored as version %1.").arg(answer.value("version").toInt());
            Q_EMIT noticeRequested(notice);
            compare(0);
            m_document->open(pipeline);
            askVersions();
        });
    });
}

// --- searching -------------------------------------------------------------------------------------------------------------

void DesignerView::showSearch()
{
    const QString query = m_search->text().trimmed();
    if (query.isEmpty()) {
        m_canvas->setLit({});
        m_found->clear();
        return;
    }
    const QList<int> found = searchNodes(m_canvas->scene(), query);
    m_canvas->setLit(m_canvas->scene().graph().ids(found));
    m_found->setText(tr("%1 of %2").arg(found.size()).arg(m_canvas->scene().graph().nodes.size()));
}

void DesignerView::nextFound(int step)
{
    const QList<int> found = searchNodes(m_canvas->scene(), m_search->text().trimmed());
    if (found.isEmpty())
        return;
    const qsizetype here = found.indexOf(m_canvas->scene().graph().indexOf(m_canvas->current()));
    const qsizetype next = here < 0 ? 0 : (here + step + found.size()) % found.size();
    m_canvas->setCurrent(m_canvas->scene().graph().nodes.at(found.at(next)).id);
}

void DesignerView::nextProblem(int step)
{
    QStringList nodes;
    for (const DesignProblem &problem : m_problems->problems()) {
        if (!problem.node.isEmpty() && !nodes.contains(problem.node))
            nodes.append(problem.node);
    }
    setTab(Tab::Problems);
    if (nodes.isEmpty())
        return;
    const qsizetype here = nodes.indexOf(m_canvas->current());
    m_canvas->setCurrent(nodes.at(here < 0 ? 0 : (here + step + nodes.size()) % nodes.size()));
}

// --- doing -----------------------------------------------------------------------------------------------------------------

void DesignerView::insert(QPointF place, int fromNode, int fromPort)
{
    // By name: somebody else may edit while one chooses.
    const DesignNode *before = fromNode >= 0 ? &m_canvas->scene().graph().nodes.at(fromNode) : nullptr;
    const QString beforeId = before ? before->id : QString();
    const QString beforePort = before && fromPort >= 0 ? before->outputs.at(fromPort).name : QString();
    m_onChosen = [this, place, beforeId, beforePort, fromNode, fromPort](const QString &component) {
        const DesignNode *node = m_canvas->scene().graph().find(beforeId);
        const DesignScene::PortHit from{m_canvas->scene().graph().indexOf(beforeId), node && fromPort >= 0 ? node->portOf(beforePort) : -1};
        if (fromNode >= 0 && (!node || (fromPort >= 0 && from.port < 0)))
            return;
        const QPointF corner = fromPort >= 0 || fromNode < 0 ? place - QPointF(0, DesignLayout::kCardHead / 2)
                                                             : place - QPointF(DesignLayout::kCardWidth, DesignLayout::kCardHead / 2);
        // With the keys there is no place: behind what is chosen.
        if (place.isNull() && fromNode < 0)
            m_canvas->addComponent(component);
        else
            m_canvas->addComponent(component, corner, from);
    };
    m_popup->ask(tr("Add a step: type what it should do"), InsertPopup::components(m_canvas->components()));
}

void DesignerView::connectByKey()
{
    const DesignGraph &graph = m_canvas->scene().graph();
    const int from = graph.indexOf(m_canvas->current());
    if (from < 0)
        return;
    const DesignNode &node = graph.nodes.at(from);
    // By name: somebody else may edit while one chooses.
    const auto ask = [this, id = node.id](const QString &port) {
        const DesignGraph &now = m_canvas->scene().graph();
        const DesignNode *source = now.find(id);
        const int number = source ? source->portOf(port) : -1;
        if (number < 0)
            return;
        m_onChosen = [this, id, port](const QString &target) {
            const DesignGraph &then = m_canvas->scene().graph();
            const DesignNode *here = then.find(id);
            if (here && here->portOf(port) >= 0 && then.indexOf(target) >= 0)
                m_canvas->connectNodes(then.indexOf(id), here->portOf(port), then.indexOf(target));
        };
        m_popup->ask(tr("Lead “%1” of %2 to").arg(source->outputs.at(number).title, source->title),
                     InsertPopup::targets(now, m_canvas->components(), now.indexOf(id), number));
    };
    QList<InsertPopup::Choice> ports;
    for (int port = 0; port < node.outputs.size(); ++port)
        ports.append(
            {{.id = node.outputs.at(port).name, .title = node.outputs.at(port).title, .detail = node.outputs.at(port).name, .iconName = u"go-next"_s},
             node.outputs.at(port).name,
             {}});
    if (ports.size() == 2) { // its way out and the one for what fails: the first is meant
        ask(node.outputs.first().name);
        return;
    }
    m_onChosen = [this, ask](const QString &port) {
        // The popup closes first.
        QTimer::singleShot(0, this, [ask, port] { ask(port); });
    };
    m_popup->ask(tr("By which way out of %1").arg(node.title), ports);
}

/// Asked again while it goes on, it stops.
void DesignerView::layOut()
{
    if (m_layout.isRunning()) {
        m_layout.cancel();
        return;
    }
    if (m_canvas->isReadOnly() || m_canvas->scene().graph().nodes.isEmpty())
        return;
    const Json of = m_document->definition();
    m_layout = QtConcurrent::run([graph = m_canvas->scene().graph()](QPromise<Result<QHash<QString, QPointF>>> &promise) {
        promise.addResult(autoLayout(graph, [&promise](qsizetype done, qsizetype all) {
            promise.setProgressRange(0, int(all));
            promise.setProgressValue(int(done));
            return !promise.isCanceled();
        }));
    });
    m_layout
        .then(this,
              [this, of](const Result<QHash<QString, QPointF>> &places) {
                  m_layout = {};
                  showActions();
                  if (!places) {
                      Q_EMIT noticeRequested(Notice::fromError(places.error()));
                      return;
                  }
                  if (of != m_document->definition())
                      return; // it was changed meanwhile: the places are no longer for it
                  DraftEditor editor(of);
                  editor.moveNodes(*places);
                  const DraftEdit edit = editor.finish(tr("Lay out"));
                  if (edit.isEmpty())
                      return;
                  m_document->applyGliding(edit);
                  m_canvas->fit(DesignLayout::bounds(DesignGraph::of(m_document->definition(), m_canvas->components())));
              })
        .onCanceled(this, [this] {
            m_layout = {};
            showActions();
        });
    Q_EMIT workStarted(tr("Laying out %1").arg(m_document->state().title), QFuture<void>(m_layout));
    showActions();
}

void DesignerView::openCurrent()
{
    const DesignNode *node = m_canvas->scene().graph().find(m_canvas->current());
    if (!node)
        return;
    const QString inner = node->json.value("config").value("pipeline").toString();
    if (node->component == "pipeline"_L1 && !inner.isEmpty()) {
        Q_EMIT subflowRequested(inner);
        return;
    }
    setTab(Tab::Inspector);
    m_inspector->focusContent();
}

/// A link opens on what waits in it; where nothing does, on its settings.
void DesignerView::listWaiting(const LinkRef &link)
{
    const DesignGraph &graph = m_canvas->scene().graph();
    for (int i = 0; i < graph.links.size(); ++i) {
        if (graph.links.at(i).ref == link && (m_canvas->scene().linkMark(i).waiting > 0 || m_canvas->scene().linkMark(i).isFull)) {
            showWaiting();
            return;
        }
    }
    setTab(Tab::Inspector);
    m_inspector->refresh();
    m_inspector->focusTitle();
}

/// What waits in the chosen link, else at the chosen step.
void DesignerView::showWaiting()
{
    const DesignGraph &graph = m_canvas->scene().graph();
    const auto titleOf = [&graph](const QString &id) {
        const DesignNode *node = graph.find(id);
        return node ? node->title : id;
    };
    WaitingPlace place{.pipeline = m_document->state().pipeline};
    if (m_canvas->selection().links.size() == 1) {
        const LinkRef &link = m_canvas->selection().links.first();
        const DesignNode *from = graph.find(link.from.node);
        const int port = from ? from->portOf(link.from.port) : -1;
        place.node = link.to.node;
        place.from = link.from;
        place.title = tr("From “%1” of %2 to %3")
                          .arg(port < 0 ? link.from.port : from->outputs.at(port).title, titleOf(link.from.node), titleOf(link.to.node));
    } else if (!m_canvas->current().isEmpty()) {
        place.node = m_canvas->current();
        place.title = tr("At %1").arg(titleOf(place.node));
    } else {
        return;
    }
    m_waiting->show(place);
    showWaitingFacts();
    m_tabs->setTabVisible(int(Tab::Waiting), true);
    // All four names in full.
    m_tabs->setMinimumWidth(std::max(m_tabs->minimumWidth(), m_tabs->tabBar()->sizeHint().width()));
    setTab(Tab::Waiting);
    m_waiting->focusList();
}

/// How much waits where the list looks, how long, and what holds it.
void DesignerView::showWaitingFacts()
{
    const WaitingPlace &place = m_waiting->place();
    QStringList facts;
    for (const Json &link : m_load.value("links").items()) {
        if (!place.from || link.value("from").value("node").toString() != place.from->node
            || link.value("from").value("port").toString() != place.from->port || link.value("to").value("node").toString() != place.node)
            continue;
        facts.append(tr("%n wait(s)", nullptr, int(link.value("count").toInt())) + u", "_s + Format::bytes(link.value("bytes").toInt()));
        if (const QString age = ageOf(link.value("oldest_at")); !age.isEmpty())
            facts.append(tr("the oldest for %1").arg(age));
        if (const qint64 limit = link.value("limit_items").toInt(); limit > 0)
            facts.append(tr("at most %1 may wait").arg(Format::count(limit)));
        if (const qint64 limit = link.value("limit_bytes").toInt(); limit > 0)
            facts.append(tr("at most %1").arg(Format::bytes(limit)));
        if (link.value("full").toBool())
            facts.append(tr("full: the step before it holds back"));
    }
    m_waiting->setFacts(facts.join(u" · "_s));
}

void DesignerView::extractSubflow()
{
    const QStringList nodes = m_canvas->selection().nodes;
    if (nodes.isEmpty() || m_canvas->isReadOnly())
        return;
    const DesignNode *first = m_canvas->scene().graph().find(nodes.first());
    const QString title = tr("%1: %2").arg(m_document->state().title, first ? first->title : QString());
    const QString pipeline = m_document->state().pipeline;
    const QString id = u"%1-%2"_s.arg(pipeline, nodes.first());
    const auto refuse = [this] {
        fail(tr("These steps cannot become a pipeline of their own."),
             tr("They must be entered at their first step alone, and left by one way out of one step, which is what it gives in the end."));
    };
    const std::optional<Json> part = m_canvas->editor().extractSubflow(nodes, id, title);
    if (!part) {
        refuse();
        return;
    }
    // Under an id that nothing else has: there may be one of that name from an earlier time.
    m_answers.ask("extract", m_source->execute(u"pipeline.import"_s, Json::object({{"definition", *part}, {"as", "copy"}})),
                  [this, refuse, nodes, title, pipeline](const Json &answer) {
                      if (m_document->state().pipeline != pipeline || m_canvas->isReadOnly())
                          return;
                      if (answer.value("version").toInt() == 0) {
                          fail(tr("These steps cannot become a pipeline of their own."),
                               tr("They cannot run by themselves. What they would become is kept as a draft: “%1”.").arg(title));
                          return;
                      }
                      // What was edited meanwhile stays.
                      DraftEditor editor = m_canvas->editor();
                      if (editor.extractSubflow(nodes, answer.value("pipeline").toString(), title))
                          m_document->apply(editor.finish(tr("Make %n step(s) a pipeline of their own", nullptr, int(nodes.size()))));
                      else
                          refuse();
                  });
}

void DesignerView::fix(const Json &fix)
{
    const auto patch = Edit::fromJson(fix.value("patch"));
    if (!patch || m_canvas->isReadOnly())
        return;
    const auto after = patch->appliedTo(m_document->definition());
    if (!after) {
        Q_EMIT noticeRequested(Notice::fromError(after.error()));
        return;
    }
    m_document->apply({fix.value("label").toString(), *patch, Edit::between(*after, m_document->definition()), {}});
}

void DesignerView::fail(const QString &what, const QString &why)
{
    Notice notice;
    notice.severity = Notice::Severity::Warning;
    notice.what = what;
    notice.why = why;
    Q_EMIT noticeRequested(notice);
}

Json DesignerView::saveState() const
{
    const auto sizesOf = [](const QSplitter *splitter) {
        Json sizes = Json::array();
        for (const int size : splitter->sizes())
            sizes.append(size);
        return sizes;
    };
    Json inputs = Json::object();
    // Documents that were written here stay here.
    for (const auto &[pipeline, input] : m_inputs.asKeyValueRange()) {
        const bool refers = input.input.contains("context") || input.input.contains("sample") || input.input.contains("path");
        if (refers && inputs.size() < kMostInputs)
            inputs.insert(pipeline, Json::object({{"title", input.title}, {"input", input.input}}));
    }
    Json state = Json::object({{"pipeline", m_document->state().pipeline}});
    state.insert("inputs", inputs);
    state.insert("trial", !m_trialPanel->isHidden());
    // A hidden panel has no size to be remembered.
    if (!m_components->isHidden())
        state.insert("sizes", sizesOf(m_splitter));
    if (!m_tabs->isHidden())
        state.insert("columns", sizesOf(m_columns));
    if (!m_trialPanel->isHidden())
        state.insert("rows", sizesOf(m_rows));
    return state;
}

void DesignerView::restoreState(const Json &state)
{
    const auto restore = [&state](const char *key, QSplitter *splitter) {
        QList<int> sizes;
        for (const Json &size : state.value(key).items())
            sizes.append(int(size.toInt()));
        if (sizes.size() == splitter->count())
            splitter->setSizes(sizes);
    };
    restore("sizes", m_splitter);
    restore("columns", m_columns);
    restore("rows", m_rows);
    for (const JsonMember &input : state.value("inputs").members())
        m_inputs.insert(QString::fromUtf8(input.key), {input.value.value("title").toString(), input.value.value("input")});
    if (state.value("trial").toBool())
        showTrialPanel(true);
}

} // namespace Millrace
