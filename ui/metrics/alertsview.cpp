// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/alertsview.h"

#include "common/actions.h"
#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "metrics/ruleeditor.h"
#include "workspace/workspace.h"

#include <QHeaderView>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kShown = 200;

QTreeView *makeList(QAbstractItemModel *model, int stretched, const QString &name, QWidget *parent)
{
    auto *list = new QTreeView(parent);
    setUpRows(list, model);
    list->setAccessibleName(name);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list->header()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    return list;
}

} // namespace

AlertsView::AlertsView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_alerts(new AlertsModel(this))
    , m_rules(new RulesModel(this))
    , m_alertList(makeList(m_alerts, static_cast<int>(AlertsModel::Column::What), tr("Problems"), this))
    , m_ruleList(makeList(m_rules, static_cast<int>(RulesModel::Column::Condition), tr("Rules"), this))
    , m_acknowledge(new QPushButton(tr("Acknowledge"), this))
    , m_acknowledgeAll(new QPushButton(tr("Acknowledge all"), this))
    , m_silence(new QToolButton(this))
    , m_silences(makeLabel(TextRole::Secondary, {}, this))
    , m_new(new QPushButton(tr("New rule…"), this))
    , m_edit(new QPushButton(tr("Edit…"), this))
    , m_toggle(new QPushButton(this))
    , m_remove(new QPushButton(tr("Remove"), this))
    , m_calm(new EmptyState(this))
    , m_alertPages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_alertList->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeAlerts());
    splitter->addWidget(makeRules());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_alertList);
    makeActions();
    showState();
}

QWidget *AlertsView::makeAlerts()
{
    m_calm->setContent(u"status-completed"_s,
                       tr("No problems. What a rule finds stays here until somebody has acknowledged it, even when it is over."));
    m_alertPages->addWidget(m_alertList);
    m_alertPages->addWidget(m_calm);
    m_alertPages->setCurrentWidget(m_calm);
    m_silence->setText(tr("Silence"));
    m_silence->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_silence->setIcon(Icons::icon(u"notifications-disabled"));
    m_silence->setPopupMode(QToolButton::InstantPopup);
    m_silence->setToolTip(tr("Tell nobody of this rule for a while; what it finds is still listed"));
    auto *menu = new QMenu(m_silence);
    const std::array times = {std::pair(60, tr("For an hour")), std::pair(8 * 60, tr("For eight hours")), std::pair(24 * 60, tr("For a day")),
                              std::pair(7 * 24 * 60, tr("For a week")), std::pair(0, tr("Not any more"))};
    for (const auto &[minutes, text] : times) {
        if (minutes == 0)
            menu->addSeparator();
        connect(menu->addAction(text), &QAction::triggered, this, [this, minutes = minutes] { silence(minutes); });
    }
    m_silence->setMenu(menu);
    auto *box = new QWidget(this);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(2));
    bar->addWidget(makeLabel(TextRole::Section, tr("Problems"), box));
    bar->addSpacing(Metrics::gap(2));
    bar->addWidget(m_silences, 1);
    bar->addWidget(m_silence);
    bar->addWidget(m_acknowledge);
    bar->addWidget(m_acknowledgeAll);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_alertPages, 1);
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertsView::acknowledge);
    connect(m_acknowledgeAll, &QPushButton::clicked, this, &AlertsView::acknowledgeAll);
    connect(m_alertList->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AlertsView::showState);
    return box;
}

QWidget *AlertsView::makeRules()
{
    auto *box = new QWidget(this);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(2));
    bar->addWidget(makeLabel(TextRole::Section, tr("Rules"), box));
    bar->addStretch(1);
    for (QPushButton *button : {m_remove, m_toggle, m_edit, m_new})
        bar->addWidget(button);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_ruleList, 1);
    connect(m_new, &QPushButton::clicked, this, &AlertsView::newRule);
    connect(m_edit, &QPushButton::clicked, this, &AlertsView::editRule);
    connect(m_toggle, &QPushButton::clicked, this, &AlertsView::toggleRule);
    connect(m_remove, &QPushButton::clicked, this, &AlertsView::removeRule);
    connect(m_ruleList, &QTreeView::doubleClicked, this, &AlertsView::editRule);
    connect(m_ruleList->selectionModel(), &QItemSelectionModel::currentChanged, this, &AlertsView::showState);
    return box;
}

void AlertsView::makeActions()
{
    const auto add = [this](QWidget *place, QStringView icon, const QString &text, const QKeySequence &key, QPushButton *button) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, button, &QPushButton::click);
        place->addAction(action);
        button->setToolTip(action->toolTip());
    };
    add(this, u"dialog-ok-apply", tr("Acknowledge the chosen problems"), Qt::Key_A, m_acknowledge);
    add(this, u"dialog-ok-apply", tr("Acknowledge all problems"), QKeySequence(u"Shift+A"_s), m_acknowledgeAll);
    add(this, u"list-add", tr("New rule"), Qt::Key_Insert, m_new);
    add(m_ruleList, u"document-edit", tr("Edit the rule"), Qt::Key_Return, m_edit);
    add(m_ruleList, u"edit-delete", tr("Remove the rule"), Qt::Key_Delete, m_remove);
}

void AlertsView::refresh()
{
    m_answers.ask("alerts", m_workspace->execute(u"alert.list"_s, Json::object({{"open", true}, {"limit", kShown}}), m_workspace->actor()),
                  [this](const Json &answer) { showAlerts(answer); });
    m_answers.ask("rules", m_workspace->execute(u"alert.rules"_s, Json::object(), m_workspace->actor()),
                  [this](const Json &answer) { showRules(answer); });
}

void AlertsView::showAlerts(const Json &answer)
{
    QList<AlertInfo> alerts;
    for (const Json &alert : answer.value("alerts").items())
        alerts.append(AlertInfo::fromJson(alert));
    m_alerts->setRows(alerts);
    m_alertPages->setCurrentWidget(alerts.isEmpty() ? static_cast<QWidget *>(m_calm) : m_alertList);
    if (!m_alertList->currentIndex().isValid() && !alerts.isEmpty())
        m_alertList->setCurrentIndex(m_alerts->index(0, 0));
    QStringList silences;
    for (const Json &silence : answer.value("silences").items())
        silences.append(tr("until %1").arg(Format::clockTime(momentOf(silence.value("until")))));
    m_silences->setText(silences.isEmpty() ? QString() : tr("Silenced: %1").arg(silences.join(u", "_s)));
    Q_EMIT counted(static_cast<int>(answer.value("unacknowledged").toInt()));
    showState();
}

void AlertsView::showRules(const Json &answer)
{
    QList<RuleInfo> rules;
    for (const Json &rule : answer.value("rules").items())
        rules.append(RuleInfo::fromJson(rule));
    m_rules->setRows(rules);
    if (!m_ruleList->currentIndex().isValid() && !rules.isEmpty())
        m_ruleList->setCurrentIndex(m_rules->index(0, 0));
    showState();
}

void AlertsView::showState()
{
    const bool canChange = !m_workspace->isReadOnly();
    const bool hasAlert = m_alertList->selectionModel()->hasSelection();
    const RuleInfo *rule = chosenRule();
    m_acknowledge->setEnabled(canChange && hasAlert);
    m_acknowledgeAll->setEnabled(canChange && m_alerts->rowCount() > 0);
    m_silence->setEnabled(canChange && hasAlert);
    m_new->setEnabled(canChange);
    m_edit->setEnabled(canChange && rule);
    m_toggle->setEnabled(canChange && rule);
    m_toggle->setText(rule && !rule->isEnabled ? tr("Watch") : tr("Do not watch"));
    m_remove->setEnabled(canChange && rule && !rule->isShipped);
}

Json AlertsView::chosenAlerts() const
{
    Json ids = Json::array();
    for (const QModelIndex &index : m_alertList->selectionModel()->selectedRows())
        ids.append(m_alerts->row(index.row()).key);
    return ids;
}

const RuleInfo *AlertsView::chosenRule() const
{
    const QModelIndex index = m_ruleList->currentIndex();
    return index.isValid() ? &m_rules->row(index.row()) : nullptr;
}

void AlertsView::change(const char *question, const QString &command, const Json &args)
{
    m_answers.ask(question, m_workspace->execute(command, args, m_workspace->actor()), [this](const Json &) { refresh(); });
}

void AlertsView::acknowledge()
{
    change("acknowledge", u"alert.acknowledge"_s, Json::object({{"ids", chosenAlerts()}}));
}

void AlertsView::acknowledgeAll()
{
    change("acknowledge", u"alert.acknowledge"_s, Json::object({{"all", true}}));
}

void AlertsView::silence(int minutes)
{
    const QModelIndex index = m_alertList->currentIndex();
    if (index.isValid())
        change("silence", u"alert.silence"_s, Json::object({{"rule", m_alerts->row(index.row()).rule}, {"minutes", minutes}}));
}

void AlertsView::newRule()
{
    RuleInfo rule;
    rule.severity = u"warning"_s;
    rule.kind = u"threshold"_s;
    rule.op = u">"_s;
    edit(rule, true);
}

void AlertsView::editRule()
{
    if (const RuleInfo *rule = chosenRule(); rule && m_edit->isEnabled())
        edit(*rule, false);
}

void AlertsView::edit(const RuleInfo &rule, bool isNew)
{
    auto *editor = new RuleEditor(m_workspace, rule, isNew, this);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &QDialog::accepted, this, [this, editor] { change("rule", u"alert.save"_s, Json::object({{"rule", editor->rule().toJson()}})); });
    editor->open();
}

void AlertsView::toggleRule()
{
    if (const RuleInfo *rule = chosenRule()) {
        RuleInfo other = *rule;
        other.isEnabled = !other.isEnabled;
        change("rule", u"alert.save"_s, Json::object({{"rule", other.toJson()}}));
    }
}

void AlertsView::removeRule()
{
    const RuleInfo *rule = chosenRule();
    if (!rule)
        return;
    const Json before = rule->toJson();
    change("rule", u"alert.remove"_s, Json::object({{"id", rule->id}}));
    Notice notice{.severity = Notice::Severity::Info, .what = tr("The rule \"%1\" was removed").arg(rule->title)};
    notice.actionText = tr("Undo");
    notice.action = [view = QPointer(this), before] {
        if (view)
            view->change("rule", u"alert.save"_s, Json::object({{"rule", before}}));
    };
    Q_EMIT noticeRequested(notice);
}

} // namespace Millrace
