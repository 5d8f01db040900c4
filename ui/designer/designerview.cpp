// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designerview.h"

#include "common/componenttext.h"
#include "common/emptystate.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/searchfield.h"
#include "designer/componentlist.h"
#include "designer/designersource.h"
#include "designer/designmap.h"
#include "designer/draftdocument.h"
#include "designer/insertpopup.h"
#include "designer/inspector.h"
#include "designer/nodesearch.h"
#include "designer/pipelinesources.h"
#include "designer/problemtext.h"
#include "designer/trialdocument.h"
#include "designer/trialpanel.h"
#include "designer/versionlist.h"
#include "designer/waitinglist.h"

#include <QAction>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kValidateMs = 120;
constexpr int kPollMs = 1'000;
constexpr qsizetype kMostInputs = 50; ///< of as many pipelines it is remembered what they were tried on

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
    , m_minimap(makeDesignMap(m_canvas))
    , m_hint(makeLabel(TextRole::Secondary, {}, this))
    , m_empty(new EmptyState(m_canvas))
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
    m_empty->setContent(u"view-process-tree"_s, tr("Nothing here yet. Press / to add the first step, or drag one from the left."),
                        source->isReadOnly() ? QString() : tr("Add a step"));
    m_empty->setMinimumWidth(Metrics::gap(110));
    connect(m_empty, &EmptyState::buttonClicked, this, [this] { m_actions.value(u"insert"_s)->trigger(); });
    auto *over = new QVBoxLayout(m_canvas);
    over->addWidget(m_empty, 0, Qt::AlignCenter); // around it the canvas takes what is dropped

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
        for (const Json &component : answer.value("components").items()) {
            if (const QString file = component.value("plugin").toString(); !file.isEmpty())
                m_plugins.insert(component.value("name").toString(), file);
        }
        m_components->setPlugins(m_plugins);
    });
    m_answers.ask("secrets", source->execute(u"secret.list"_s, Json::object()), [this](const Json &answer) {
        QStringList references;
        for (const Json &secret : answer.value("secrets").items())
            references.append(u"secret:"_s + secret.value("name").toString());
        m_inspector->setSecrets(references);
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
    connect(m_versions, &VersionList::runsRequested, this, &DesignerView::listRuns);
    connect(m_waiting, &WaitingList::openRequested, this, &DesignerView::openRequested);
    connect(m_inspector, &Inspector::editMade, m_document, &DraftDocument::apply);
    connect(m_inspector, &Inspector::fieldLeft, m_document, &DraftDocument::seal);
}

void DesignerView::connectDocument()
{
    connect(m_document, &DraftDocument::opened, this, [this] {
        for (const char *question : {"from", "to", "diff", "load", "versions"})
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
        m_versions->setDraft(!m_source->isReadOnly());
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
    connect(m_document, &DraftDocument::conflicted, this, [this](int edits, bool waited) {
        Notice notice;
        notice.severity = Notice::Severity::Warning;
        notice.what = tr("Somebody else edited this draft at the same moment.");
        notice.why = tr("Your last %n edit(s) were left out; what is shown is theirs.", nullptr, edits);
        if (waited)
            notice.why += u' ' + tr("What was to follow them (a publish, an export) was not done.");
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
        facts.append(m_comparedTo == 0 ? tr("Compared with version %1").arg(m_compared)
                                       : tr("Version %1 compared with version %2").arg(m_comparedTo).arg(m_compared));
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
        m_canvas->setFrameDiffs(m_noteDiff, m_groupDiff);
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
    showLoadMarks(marks, links);
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

/// With pointers into the step's settings. Of one step: saying thousands of problems in words takes long.
QList<FormProblem> DesignerView::atFieldsOf(const QString &node) const
{
    QList<FormProblem> found;
    for (const DesignProblem &problem : m_problems->problems()) {
        if (problem.node != node || problem.path.isEmpty())
            continue;
        const QByteArray config = "/nodes/" + problem.path.split('/').value(2) + "/config";
        if (problem.path.startsWith(config + '/'))
            found.append({problem.path.sliced(config.size()), inWords(problem).message});
    }
    return found;
}

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
        m_inspector->setProblems([this](const QString &node) { return atFieldsOf(node); });
        m_tabs->setTabText(int(Tab::Problems), problems.isEmpty() ? tr("Problems") : tr("Problems (%1)").arg(problems.size()));
        showMarks();
        showActions();
        showExpected(); // what steps before it give may be something else now
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
    const qsizetype notes = searchNotes(m_canvas->scene(), query).size();
    m_found->setText(tr("%1 of %2").arg(found.size()).arg(m_canvas->scene().graph().nodes.size())
                     + (notes > 0 ? u" · "_s + tr("%n note(s)", nullptr, int(notes)) : QString()));
}

void DesignerView::nextFound(int step)
{
    const DesignScene &scene = m_canvas->scene();
    const QList<int> found = searchNodes(scene, m_search->text().trimmed());
    const QStringList notes = searchNotes(scene, m_search->text().trimmed()); // come after the steps
    const qsizetype count = found.size() + notes.size();
    if (count == 0)
        return;
    qsizetype here = found.indexOf(scene.graph().indexOf(m_canvas->current()));
    if (here < 0 && m_canvas->selection().notes.size() == 1)
        here = notes.indexOf(m_canvas->selection().notes.first()) < 0 ? -1 : found.size() + notes.indexOf(m_canvas->selection().notes.first());
    const qsizetype next = here < 0 ? 0 : (here + step + count) % count;
    if (next < found.size()) {
        m_canvas->setCurrent(scene.graph().nodes.at(found.at(next)).id);
        return;
    }
    const QString id = notes.at(next - found.size());
    m_canvas->select({.nodes = {}, .notes = {id}, .groups = {}, .links = {}});
    if (const auto note = std::ranges::find(scene.graph().notes, id, &DesignNote::id); note != scene.graph().notes.cend())
        m_canvas->reveal(note->rect);
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
