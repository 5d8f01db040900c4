// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentspane.h"

#include "agents/agentmodels.h"
#include "agents/connectview.h"
#include "agents/heldview.h"
#include "agents/inspectorview.h"
#include "agents/policyview.h"
#include "agents/requestsview.h"
#include "agents/serving.h"
#include "common/actions.h"
#include "common/emptystate.h"
#include "common/errortext.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QAction>
#include <QCoreApplication>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr QKeyCombination kTryKey = Qt::ALT | Qt::Key_4;

} // namespace

AgentsPane::AgentsPane(Workspace *workspace, Serving *serving, ForeignServer *foreign, QWidget *parent)
    : Pane(workspace, parent)
    , m_serving(serving)
    , m_header(new PaneHeader(tr("Agents"), this))
    , m_switch(new QCheckBox(tr("Agents may come in"), this))
    , m_inspect(new QPushButton(tr("Try tools"), this))
    , m_add(new QPushButton(tr("Let an agent in…"), this))
    , m_splitter(new QSplitter(this))
    , m_model(new AgentsModel(this))
    , m_list(new QListView(this))
    , m_tabs(new QTabBar(this))
    , m_tabPages(new QStackedWidget(this))
    , m_held(new HeldView(!workspace->isReadOnly(), this))
    , m_policy(new PolicyView(!workspace->isReadOnly(), this))
    , m_log(new RequestsView(workspace, this))
    , m_inspector(new InspectorView(workspace, foreign, this))
    , m_connect(new ConnectView(this))
    , m_detail(new QWidget(this))
    , m_right(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_add->setToolTip(withKey(tr("Give a program that agents run in a token and what it has to be told"), Qt::Key_Insert));
    m_add->setEnabled(!workspace->isReadOnly());
    m_switch->setVisible(serving && !workspace->isReadOnly());
    m_inspect->setToolTip(withKey(tr("Call the tools of this workspace, or of another MCP server, by hand"), kTryKey));
    m_header->addControl(m_switch);
    m_header->addControl(m_inspect);
    m_header->addControl(m_add);
    if (serving) {
        connect(serving, &Serving::changed, this, &AgentsPane::showServing);
        connect(m_switch, &QCheckBox::clicked, serving, &Serving::wished);
        showServing();
    }
    m_list->setModel(m_model);
    m_list->setItemDelegate(new AgentDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Agents"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("About the agent"));
    for (const QString &title : {tr("Waits for you"), tr("May do"), tr("Log"), tr("Try")})
        m_tabs->addTab(title);
    for (QWidget *page :
         {static_cast<QWidget *>(m_held), static_cast<QWidget *>(m_policy), static_cast<QWidget *>(m_log), static_cast<QWidget *>(m_inspector)})
        m_tabPages->addWidget(page);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto *detail = new QVBoxLayout(m_detail);
    detail->setContentsMargins(0, 0, 0, 0);
    detail->setSpacing(0);
    detail->addLayout(tabs);
    detail->addWidget(m_tabPages, 1);
    m_right->addWidget(m_detail);
    m_right->addWidget(m_connect);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_right);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_list->setMinimumWidth(Metrics::gap(60));
    m_right->setMinimumWidth(Metrics::gap(110));
    m_splitter->setSizes({Metrics::gap(76), Metrics::gap(210)});
    for (QWidget *surface : {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_right)}) {
        surface->setAutoFillBackground(true);
        surface->setBackgroundRole(QPalette::Base);
    }
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_list);
    makeActions();

    connect(&workspace->agents(), &AgentDesk::clientsChanged, this, &AgentsPane::scheduleRefresh);
    connect(&workspace->agents(), &AgentDesk::callsChanged, this, &AgentsPane::scheduleRefresh);
    connect(m_add, &QPushButton::clicked, this, &AgentsPane::letIn);
    connect(m_inspect, &QPushButton::clicked, this, &AgentsPane::inspect);
    connect(m_empty, &EmptyState::buttonClicked, this, &AgentsPane::letIn);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { m_hasChosenTab = true; });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_tabPages->setCurrentIndex(tab);
        showCurrent();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_right->setCurrentWidget(m_detail);
        showCurrent();
    });
    connect(m_held, &HeldView::allowRequested, this,
            [this](const QString &id, bool always) { change("decide", u"call.allow"_s, Json::object({{"id", id}, {"always", always}})); });
    connect(m_held, &HeldView::refuseRequested, this, [this](const QString &id) { change("decide", u"call.refuse"_s, Json::object({{"id", id}})); });
    connect(m_policy, &PolicyView::changeRequested, this, [this](const Json &policy) {
        if (const AgentInfo *agent = current()) {
            Json args = policy;
            args.insert("id", agent->id);
            change("policy", u"client.policy"_s, args);
        }
    });
    connect(m_policy, &PolicyView::tokenRequested, this, &AgentsPane::renew);
    connect(m_policy, &PolicyView::revokeRequested, this, &AgentsPane::revoke);
    connect(m_policy, &PolicyView::undoRequested, this, &AgentsPane::undo);
    connect(m_log, &RequestsView::failed, this, &AgentsPane::showError);
    connect(m_log, &RequestsView::saved, this, [this](const QString &path, qint64 requests) {
        Q_EMIT noticeRequested(
            {.severity = Notice::Severity::Success, .what = tr("%n request(s) saved", nullptr, static_cast<int>(requests)), .why = path});
    });
    connect(m_connect, &ConnectView::addRequested, this, &AgentsPane::add);
    connect(m_connect, &ConnectView::leaveRequested, this, [this] {
        m_right->setCurrentWidget(m_detail);
        if (m_model->rowCount() == 0)
            showPage(m_empty);
        else
            m_list->setFocus();
        scheduleRefresh();
    });
    connect(m_connect, &ConnectView::written, this, [this](const QString &path, const QString &backup) {
        Q_EMIT noticeRequested({.severity = Notice::Severity::Success,
                                .what = tr("The configuration is in %1").arg(path),
                                .why = backup.isEmpty() ? QString() : tr("As it was before it is in %1").arg(backup)});
    });
}

PaneInfo AgentsPane::info(Serving *serving, ForeignServer *foreign)
{
    return {u"agents"_s, tr("Agents"), u"network-connect"_s,
            [serving, foreign](Workspace *workspace, QWidget *parent) -> Pane * { return new AgentsPane(workspace, serving, foreign, parent); }};
}

void AgentsPane::showServing()
{
    m_switch->setChecked(m_serving->isOn());
    m_switch->setToolTip(tr("Programs on this computer that have a token may work in this workspace")
                         + (m_serving->isOn() ? u'\n' + m_serving->url() : QString()));
}

void AgentsPane::makeActions()
{
    QAction *letIn = makeAction(this, u"list-add"_s, tr("Let an agent in"), Qt::Key_Insert);
    letIn->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    letIn->setEnabled(!workspace()->isReadOnly());
    connect(letIn, &QAction::triggered, this, &AgentsPane::letIn);
    addAction(letIn);
    const std::array tabs = {std::pair(Tab::Waiting, tr("What waits for you")), std::pair(Tab::Policy, tr("What the agent may do")),
                             std::pair(Tab::Log, tr("What agents asked"))};
    QAction *inspect = makeAction(this, u"view-list-details"_s, tr("Call a tool by hand"), kTryKey);
    inspect->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(inspect, &QAction::triggered, this, &AgentsPane::inspect);
    addAction(inspect);
    for (const auto &[tab, text] : tabs) {
        QAction *action = makeAction(this, u"view-list-details"_s, text, Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(tab)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, tab = tab] {
            setTab(tab);
            m_tabPages->currentWidget()->setFocus();
        });
        addAction(action);
    }
    QAction *revoke = makeAction(this, u"dialog-cancel"_s, tr("Shut the agent out"), Qt::Key_Delete);
    revoke->setShortcutContext(Qt::WidgetShortcut);
    revoke->setEnabled(!workspace()->isReadOnly());
    connect(revoke, &QAction::triggered, this, &AgentsPane::revoke);
    m_list->addAction(revoke);
}

void AgentsPane::setTab(Tab tab)
{
    m_hasChosenTab = true;
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

void AgentsPane::refresh()
{
    answers().ask("calls", workspace()->execute(u"call.list"_s, Json::object(), workspace()->actor()), [this](const Json &calls) {
        showCalls(calls);
        answers().ask("clients", workspace()->execute(u"client.list"_s, Json::object(), workspace()->actor()),
                      [this](const Json &clients) { showAgents(clients); });
    });
}

void AgentsPane::showCalls(const Json &answer)
{
    QList<HeldInfo> calls;
    for (const Json &call : answer.value("calls").items())
        calls.append(HeldInfo::fromJson(call));
    m_held->setCalls(calls);
    m_tabs->setTabText(0, calls.isEmpty() ? tr("Waits for you") : tr("Waits for you  %1").arg(calls.size()));
    // What waits for the person comes first, unless the person looks at something else.
    if (!m_hasChosenTab)
        m_tabs->setCurrentIndex(static_cast<int>(calls.isEmpty() ? Tab::Policy : Tab::Waiting));
}

void AgentsPane::showAgents(const Json &answer)
{
    QList<AgentInfo> agents;
    QList<AgentInfo> revoked;
    int connected = 0;
    for (const Json &json : answer.value("clients").items()) {
        const AgentInfo agent = AgentInfo::fromJson(json);
        connected += agent.sessions.isEmpty() ? 0 : 1;
        (agent.isRevoked ? revoked : agents).append(agent);
    }
    const auto mayComeIn = static_cast<int>(agents.size());
    agents += revoked;
    m_model->setRows(agents);
    QStringList note{tr("%n agent(s) with a token", nullptr, mayComeIn)};
    if (connected > 0)
        note.append(tr("%n connected", nullptr, connected));
    m_header->setNote(agents.isEmpty() ? QString() : note.join(u" · "_s));
    if (workspace()->isReadOnly())
        m_empty->setContent(u"network-connect"_s, tr("No agent was let in."));
    else
        m_empty->setContent(
            u"network-connect"_s,
            tr("No agent was let in yet. Each gets a token and rules of its own; what it does appears in this window under its name, and "
               "can be taken back."),
            tr("Let an agent in"));
    const bool isConnecting = m_right->currentWidget() == m_connect;
    const bool isTrying = static_cast<Tab>(m_tabs->currentIndex()) == Tab::Try;
    showPage(agents.isEmpty() && !isConnecting && !isTrying ? static_cast<QWidget *>(m_empty) : m_splitter);
    if (const int row = m_wanted.isEmpty() ? -1 : m_model->rowOf(m_wanted); row >= 0 && !isConnecting) {
        m_wanted.clear();
        m_list->setCurrentIndex(m_model->index(row, 0));
    } else if (!m_list->currentIndex().isValid() && !agents.isEmpty() && !isConnecting) {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
    if (!isConnecting)
        showCurrent();
    setReady();
}

void AgentsPane::showPage(QWidget *page)
{
    const bool hadFocus = !focusWidget() || focusWidget() == m_list || focusWidget() == m_add;
    m_pages->setCurrentWidget(page);
    setFocusProxy(page == m_empty ? static_cast<QWidget *>(m_add) : m_list);
    if (hadFocus && isVisible() && m_right->currentWidget() != m_connect)
        setFocus();
}

const AgentInfo *AgentsPane::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

void AgentsPane::showCurrent()
{
    const AgentInfo *agent = current();
    answers().ask("tools", workspace()->execute(u"tool.list"_s, agent ? Json::object({{"client", agent->id}}) : Json::object(), workspace()->actor()),
                  [this](const Json &tools) {
                      m_policy->setTools(tools);
                      m_inspector->setTools(tools);
                  });
    m_inspector->setClient(agent && !agent->isRevoked ? agent->id : QString(), agent ? agent->name : QString());
    if (!agent)
        return;
    m_policy->show(*agent);
    m_log->setClient(agent->id);
    if (static_cast<Tab>(m_tabs->currentIndex()) == Tab::Log)
        m_log->refresh();
}

void AgentsPane::inspect()
{
    m_right->setCurrentWidget(m_detail);
    setTab(Tab::Try);
    showPage(m_splitter);
    showCurrent();
    m_inspector->setFocus();
}

QString AgentsPane::bridgeProgram()
{
    return QCoreApplication::applicationDirPath() + u"/millrace"_s;
}

void AgentsPane::letIn()
{
    if (workspace()->isReadOnly())
        return;
    m_pages->setCurrentWidget(m_splitter);
    m_right->setCurrentWidget(m_connect);
    m_connect->begin(bridgeProgram(), workspace()->path());
}

void AgentsPane::add(const QString &name)
{
    QFuture<Result<Json>> added = workspace()->execute(u"client.add"_s, Json::object({{"name", name}}), workspace()->actor());
    added.then(this, [this](const Result<Json> &answer) {
        if (!answer) {
            // Beside the fields that it is about.
            m_connect->showProblem(ErrorText::of(answer.error()).paragraph());
            return;
        }
        m_wanted = answer->value("client").value("id").toString();
        m_connect->setToken(answer->value("token").toString());
        scheduleRefresh();
    });
}

void AgentsPane::renew()
{
    const AgentInfo *agent = current();
    if (!agent)
        return;
    change("renew", u"client.renew"_s, Json::object({{"id", agent->id}}), [this, name = agent->name, id = agent->id](const Json &answer) {
        if (!answer.value("token").isString())
            return;
        m_wanted = id;
        m_right->setCurrentWidget(m_connect);
        m_connect->beginWith(bridgeProgram(), workspace()->path(), name, answer.value("token").toString());
    });
}

void AgentsPane::revoke()
{
    const AgentInfo *agent = current();
    if (!agent || agent->isRevoked)
        return;
    change("revoke", u"client.revoke"_s, Json::object({{"id", agent->id}}), [this, name = agent->name](const Json &) {
        Q_EMIT noticeRequested({.severity = Notice::Severity::Info,
                                .what = tr("%1 is shut out").arg(name),
                                .why = tr("Its token is worth nothing any more; what it did stays"),
                                .remedy = tr("“New token” lets it in again.")});
    });
}

/// What would be taken back is said first: it cannot be put back with one key.
void AgentsPane::undo()
{
    const AgentInfo *agent = current();
    if (!agent)
        return;
    const Json args = Json::object({{"id", agent->id}, {"dry_run", true}});
    change("undo", u"client.undo"_s, args, [this, agent = *agent](const Json &answer) {
        const auto undone = static_cast<int>(answer.value("undone").size());
        const auto kept = static_cast<int>(answer.value("kept").size());
        Notice notice{.severity = undone > 0 ? Notice::Severity::Warning : Notice::Severity::Info,
                      .what = undone > 0 ? tr("%n thing(s) that %1 did can be taken back", nullptr, undone).arg(agent.name)
                                         : tr("Nothing that %1 did can be taken back").arg(agent.name),
                      .why = kept > 0 ? tr("%n cannot", nullptr, kept) : QString()};
        if (undone > 0) {
            notice.actionText = tr("Take back");
            notice.action = [this, agent] { undoNow(agent); };
        }
        Q_EMIT noticeRequested(notice);
    });
}

void AgentsPane::undoNow(const AgentInfo &agent)
{
    change("undo", u"client.undo"_s, Json::object({{"id", agent.id}}), [this, agent](const Json &answer) {
        const auto kept = static_cast<int>(answer.value("kept").size());
        QStringList reasons;
        for (const Json &deed : answer.value("kept").items())
            reasons.append(u"%1: %2"_s.arg(deed.value("command").toString(), deed.value("reason").value("text").toString()));
        reasons.removeDuplicates();
        Q_EMIT noticeRequested(
            {.severity = kept > 0 ? Notice::Severity::Warning : Notice::Severity::Success,
             .what = tr("%n thing(s) that %1 did were taken back", nullptr, static_cast<int>(answer.value("undone").size())).arg(agent.name),
             .why = reasons.mid(0, 3).join(u"; "_s)});
    });
}

void AgentsPane::change(const char *question, const QString &command, const Json &args, const std::function<void(const Json &)> &then)
{
    answers().ask(question, workspace()->execute(command, args, workspace()->actor()), [this, then](const Json &answer) {
        if (then)
            then(answer);
        scheduleRefresh();
    });
}

Json AgentsPane::saveState() const
{
    Json sizes = Json::array();
    for (const int size : m_splitter->sizes())
        sizes.append(size);
    return Json::object({{"sizes", sizes}});
}

void AgentsPane::restoreState(const Json &state)
{
    QList<int> sizes;
    for (const Json &size : state.value("sizes").items())
        sizes.append(static_cast<int>(size.toInt()));
    if (sizes.size() == m_splitter->count())
        m_splitter->setSizes(sizes);
}

} // namespace Millrace
