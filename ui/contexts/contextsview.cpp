// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextsview.h"

#include "common/emptystate.h"
#include "common/errortext.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/searchfield.h"
#include "common/statusstyle.h"
#include "contexts/columnsdialog.h"
#include "contexts/contextdetail.h"
#include "contexts/contextstable.h"
#include "contexts/contextsums.h"
#include "contexts/csvexport.h"
#include "contexts/documentexport.h"
#include "contexts/exportdialog.h"
#include "contexts/facetpanel.h"
#include "contexts/filterchip.h"
#include "contexts/timelineview.h"
#include "sdk/id.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kCountsMs = 250;
constexpr int kLongestCountsMs = 10'000;
constexpr int kDetailMs = 60;
constexpr qsizetype kMostActedOn = 10'000;

QToolButton *barButton(const QString &icon, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Icons::icon(icon));
    button->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace

ContextsView::ContextsView(ContextSource *source, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_answers(this)
    , m_model(new ContextsModel(source, this))
    , m_sums(new ContextSums(source, this))
    , m_header(new PaneHeader(tr("Contexts"), this))
    , m_search(new SearchField(tr("Find in titles and texts"), this))
    , m_group(barButton(u"view-list-tree"_s, tr("Groups with counts (Ctrl+G)"), this))
    , m_sort(barButton(u"view-sort"_s, tr("Order (Ctrl+Shift+O)"), this))
    , m_columnsButton(barButton(u"view-file-columns"_s, tr("Columns (Ctrl+Shift+L)"), this))
    , m_exportButton(barButton(u"document-export-table"_s, tr("Export the table as CSV (Ctrl+Shift+E)"), this))
    , m_summary(new ElidedLabel(TextRole::Secondary, this))
    , m_clear(new QPushButton(tr("Clear filter"), this))
    , m_news(new QPushButton(this))
    , m_splitter(new QSplitter(this))
    , m_facets(new FacetPanel(source, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new ContextsTable(m_model, this))
    , m_empty(new EmptyState(this))
    , m_count(makeLabel(TextRole::Secondary, {}, this))
    , m_sumText(makeLabel(TextRole::Secondary, {}, this))
    , m_retrySelected(new QPushButton(this))
    , m_cancelSelected(new QPushButton(this))
    , m_detail(new ContextDetail(source, this))
{
    m_answers.onError([this](const Error &error) { fail(error); });
    makeHeader();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto *middle = new QWidget(this);
    auto *middleLayout = new QVBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->setSpacing(0);
    middleLayout->addWidget(m_stack, 1);
    middleLayout->addWidget(makeFooter());
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_facets);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 1);
    m_facets->setMinimumWidth(Metrics::gap(44));
    middle->setMinimumWidth(Metrics::gap(80));
    m_detail->setMinimumWidth(Metrics::gap(90));
    m_facets->hide();
    for (QWidget *surface : {static_cast<QWidget *>(m_facets), middle, static_cast<QWidget *>(m_detail)}) {
        surface->setAutoFillBackground(true);
        surface->setBackgroundRole(QPalette::Base);
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(makeFilterBar());
    auto *line = new QWidget(this);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_table);
    m_countsTimer.setSingleShot(true);
    m_countsTimer.setInterval(kCountsMs);
    m_detailTimer.setSingleShot(true);
    m_detailTimer.setInterval(kDetailMs);
    wire();
    makeActions();
    showFilter();
    showFooter();
}

ContextsView::~ContextsView() = default;

void ContextsView::makeHeader()
{
    m_search->setMinimumWidth(Metrics::gap(60));
    m_search->setToolTip(tr("Find in titles and texts (Ctrl+F)"));
    m_search->setAccessibleName(tr("Find"));
    m_group->setCheckable(true);
    for (QWidget *control : {static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_group), static_cast<QWidget *>(m_sort),
                             static_cast<QWidget *>(m_columnsButton), static_cast<QWidget *>(m_exportButton)}) {
        m_header->addControl(control);
    }
}

QWidget *ContextsView::makeFilterBar()
{
    m_chipBar = new QWidget(this);
    auto *layout = new QHBoxLayout(m_chipBar);
    layout->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(2));
    layout->setSpacing(Metrics::gap(1) + 2);
    m_chips.append(new FilterChip(std::nullopt, m_chipBar));
    for (const ContextStatus status : kAllStatuses) {
        m_chips.append(new FilterChip(status, m_chipBar));
    }
    for (FilterChip *chip : std::as_const(m_chips)) {
        layout->addWidget(chip);
        connect(chip, &FilterChip::clicked, this, [this, chip] { toggleStatus(chip); });
    }
    // Beside the chips, not under them: a filter must not move all that is below, nor ask the window for room.
    m_chipBar->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_chipBar->setFixedHeight(Metrics::gap(8));
    m_clear->setStyleSheet(u"QPushButton { min-height: 0; padding: 0 %1px; }"_s.arg(Metrics::gap(2))); // as low as a chip
    m_clear->setFixedHeight(Metrics::gap(6));
    m_clear->setProperty("link", true);
    m_clear->setToolTip(tr("Show all contexts again (Esc)"));
    m_summary->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(m_summary);
    layout->addWidget(m_clear);
    layout->addStretch(1);
    return m_chipBar;
}

QWidget *ContextsView::makeFooter()
{
    auto *footer = new QWidget(this);
    footer->setFixedHeight(Metrics::gap(9));
    auto *layout = new QHBoxLayout(footer);
    layout->setContentsMargins(Metrics::gap(3), 0, Metrics::gap(2), 0);
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(m_count);
    layout->addWidget(m_sumText, 1);
    m_sumText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (QPushButton *button : {m_news, m_retrySelected, m_cancelSelected}) {
        button->setProperty("link", true);
        button->hide();
        layout->addWidget(button);
    }
    m_news->setToolTip(tr("Read the list again (F5)"));
    m_retrySelected->setToolTip(tr("Try the failed and quarantined ones of the selection again (R)"));
    m_cancelSelected->setToolTip(tr("Cancel those of the selection that are not finished (Shift+Del)"));
    return footer;
}

void ContextsView::makeActions()
{
    const auto add = [this](const QString &text, QStringView icon, const QKeySequence &keys, Qt::ShortcutContext context, auto act) {
        auto *action = new QAction(Icons::icon(icon), text, this);
        action->setShortcut(keys);
        action->setShortcutContext(context);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    const Qt::ShortcutContext window = Qt::WindowShortcut;
    const Qt::ShortcutContext here = Qt::WidgetWithChildrenShortcut; // letters must not fire while somebody writes elsewhere
    add(tr("Find in contexts"), u"search", QKeySequence::Find, window, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    add(tr("Show all contexts again"), u"edit-clear", Qt::Key_Escape, here, [this] { setFilter({}); });
    add(tr("Groups with counts"), u"view-list-tree", Qt::CTRL | Qt::Key_G, window, [this] { setGroupsShown(m_facets->isHidden()); });
    add(tr("Order…"), u"view-sort", Qt::CTRL | Qt::SHIFT | Qt::Key_O, window, [this] { chooseSort(); });
    add(tr("Columns…"), u"view-file-columns", Qt::CTRL | Qt::SHIFT | Qt::Key_L, window, [this] { editColumns(); });
    add(tr("Export the table as CSV…"), u"document-export-table", Qt::CTRL | Qt::SHIFT | Qt::Key_E, window, [this] { askTableExport(); });
    add(tr("Read the list again"), u"view-refresh", Qt::Key_F5, window, [this] { refresh(); });
    add(tr("Retry the chosen contexts"), u"edit-redo", Qt::Key_R, here, [this] { runOnSelection(u"context.retry"_s, canRetry); });
    add(tr("Cancel the chosen contexts…"), u"dialog-cancel", Qt::SHIFT | Qt::Key_Delete, here,
        [this] { runOnSelection(u"context.cancel"_s, canCancel); });
    auto *copy = new QAction(Icons::icon(u"edit-copy"), tr("Copy the chosen rows"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &ContextsView::copyRows);
    m_table->addAction(copy);
    addActions(m_detail->actions());
}

void ContextsView::wire()
{
    connect(m_group, &QToolButton::clicked, this, &ContextsView::setGroupsShown);
    connect(m_sort, &QToolButton::clicked, this, &ContextsView::chooseSort);
    connect(m_columnsButton, &QToolButton::clicked, this, &ContextsView::editColumns);
    connect(m_exportButton, &QToolButton::clicked, this, &ContextsView::askTableExport);
    connect(m_clear, &QPushButton::clicked, this, [this] { setFilter({}); });
    connect(m_news, &QPushButton::clicked, this, &ContextsView::refresh);
    connect(m_retrySelected, &QPushButton::clicked, this, [this] { runOnSelection(u"context.retry"_s, canRetry); });
    connect(m_cancelSelected, &QPushButton::clicked, this, [this] { runOnSelection(u"context.cancel"_s, canCancel); });
    connect(m_search, &SearchField::searchChanged, this, [this](const QString &text) {
        ContextFilter filter = m_model->filter();
        filter.text = text;
        setFilter(filter);
    });
    const auto toTable = [this] { m_table->setFocus(Qt::OtherFocusReason); };
    connect(m_search, &SearchField::downRequested, this, toTable);
    connect(m_search, &SearchField::leaveRequested, this, toTable);
    connect(&m_countsTimer, &QTimer::timeout, this, [this] {
        askCounts();
        m_facets->refresh();
    });
    connect(m_model, &ContextsModel::loaded, this, [this] {
        if (m_wanted != 0 && m_table->setCurrentKey(m_wanted)) {
            m_wanted = 0;
        }
        if (m_table->currentKey() == 0 && m_detail->key() == 0 && !m_model->keys().isEmpty()) {
            m_table->setCurrentKey(m_model->keyAt(0));
        }
        showState();
        if (m_model->keys().isEmpty() && !m_isReady) {
            m_isReady = true;
            Q_EMIT ready();
        }
    });
    connect(m_model, &ContextsModel::rowsRead, this, [this] {
        if (!m_isReady) {
            m_isReady = true;
            Q_EMIT ready();
        }
    });
    connect(m_model, &ContextsModel::loadFailed, this, &ContextsView::fail);
    connect(m_model, &ContextsModel::stateChanged, this, &ContextsView::showState);
    connect(m_sums, &ContextSums::changed, this, &ContextsView::showFooter);
    connect(m_table, &ContextsTable::currentKeyChanged, this, [this] {
        if (m_detail->key() == 0) {
            m_detail->setContext(m_table->currentKey());
        } else {
            m_detailTimer.start();
        }
    });
    connect(&m_detailTimer, &QTimer::timeout, this, [this] {
        if (const ContextKey key = m_table->currentKey(); key != 0) {
            m_detail->setContext(key);
        }
    });
    connect(m_table, &ContextsTable::selectionCountChanged, this, [this] {
        showFooter();
        askSums();
    });
    connect(m_table, &ContextsTable::columnsRequested, this, &ContextsView::editColumns);
    connect(m_table, &ContextsTable::detailRequested, this, [this] { m_detail->timeline()->setFocus(Qt::OtherFocusReason); });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_model->filter() == ContextFilter()) {
            Q_EMIT startRequested();
        } else {
            setFilter({});
        }
    });
    connect(m_facets, &FacetPanel::filterRequested, this, &ContextsView::setFilter);
    connect(m_facets, &FacetPanel::failed, this, &ContextsView::fail);
    connect(m_detail, &ContextDetail::retryRequested, this, [this](const QStringList &ids) { run(u"context.retry"_s, ids); });
    connect(m_detail, &ContextDetail::cancelRequested, this, [this](const QStringList &ids) { run(u"context.cancel"_s, ids); });
    connect(m_detail, &ContextDetail::decisionRequested, this, &ContextsView::decide);
    connect(m_detail, &ContextDetail::contextRequested, this, [this](const QString &id) { open({.contextId = id, .keepsFilter = true}); });
    connect(m_detail, &ContextDetail::failed, this, &ContextsView::fail);
    connect(m_detail, &ContextDetail::saved, this,
            [this](const QString &path) { Q_EMIT noticeRequested({.severity = Notice::Severity::Success, .what = tr("Exported to %1").arg(path)}); });
}

void ContextsView::decide(const QString &id, const QString &decision, const Json &shown)
{
    // A decision counts for what was on the screen: not for what an author, or another person, has made of it since.
    const auto tell = [this](const Result<Json> &answer) {
        if (!answer)
            fail(answer.error());
    };
    m_source->execute(u"review.show"_s, Json::object({{"id", id}})).then(this, [this, decision, shown, tell](const Result<Json> &answer) {
        if (!answer) {
            fail(answer.error());
            return;
        }
        const Json item = answer->value("items").at(0);
        if (item.value("data") != shown) {
            m_detail->contextChanged();
            fail(Error::make(ErrorCode::Conflict, u"the document is otherwise by now than it was shown"_s));
            return;
        }
        const Json args = Json::object(
            {{"item", item.value("item")}, {"revision", item.value("revision")}, {"decision", Json(decision)}, {"key", Json(newId())}});
        m_source->execute(u"review.decide"_s, args).then(this, tell);
    });
}

void ContextsView::refresh()
{
    m_model->refresh();
    askCounts();
    m_facets->refresh();
    m_detail->contextChanged();
    m_answers.ask("pipelines", m_source->pipelines(), [this](const QList<PipelineDefinition> &pipelines) {
        m_pipelineTitles.clear();
        for (const PipelineDefinition &pipeline : pipelines) {
            m_pipelineTitles.insert(pipeline.id, pipeline.title);
        }
        showFilter();
    });
}

void ContextsView::applyChanges(const ChangeSet &changes)
{
    Q_EMIT m_source->changed(changes);
    if (changes.reset || changes.updated.contains(m_detail->key())) {
        m_detail->contextChanged();
    }
    if (!m_countsTimer.isActive()) {
        m_countsTimer.start();
    }
}

void ContextsView::open(const PaneTarget &target)
{
    if (!target.keepsFilter) {
        setFilter(target.filter);
    }
    if (target.contextId.isEmpty()) {
        return;
    }
    m_answers.ask("find", m_source->find(target.contextId), [this, target](const std::optional<ContextKey> &key) {
        if (!key) {
            fail(Error::make(ErrorCode::NotFound, u"No context has this id."_s, Json::object({{"id", Json(target.contextId)}})));
            return;
        }
        m_detail->setContext(*key, target.step);
        m_detailTimer.stop();
        if (!m_table->setCurrentKey(*key)) {
            m_wanted = *key;
        }
    });
}

PaneTarget ContextsView::place() const
{
    PaneTarget target{.pane = u"contexts"_s, .filter = m_model->filter(), .step = m_detail->step()};
    if (m_detail->key() != 0 && m_detail->summary()) {
        target.contextId = m_detail->summary()->id;
    }
    return target;
}

Json ContextsView::saveState() const
{
    Json sizes = Json::array();
    for (const int size : m_splitter->sizes()) {
        sizes.append(Json(size));
    }
    return Json::object({{"columns", columnsToJson(m_table->columns())},
                         {"order", Json(m_model->order() == ContextOrder::Created ? "created" : "updated")},
                         {"descending", Json(m_model->isDescending())},
                         {"groups", Json(!m_facets->isHidden())},
                         {"group_by", Json(int(m_facets->facet()))},
                         {"sizes", m_detailPlaced ? sizes : Json()},
                         {"tab", Json(int(m_detail->tab()))}});
}

void ContextsView::restoreState(const Json &state)
{
    if (!state.isObject()) {
        return;
    }
    m_model->setColumns(columnsFromJson(state.value("columns")));
    m_model->setOrder(state.value("order").toString() == "updated"_L1 ? ContextOrder::Updated : ContextOrder::Created,
                      state.value("descending").toBool(true));
    m_facets->setFacet(ContextFacet(state.value("group_by").toInt(int(ContextFacet::Pipeline))));
    setGroupsShown(state.value("groups").toBool());
    m_detail->setTab(ContextDetail::Tab(state.value("tab").toInt()));
    QList<int> sizes;
    for (const Json &size : state.value("sizes").items()) {
        sizes.append(int(size.toInt()));
    }
    if (sizes.size() == m_splitter->count()) {
        m_splitter->setSizes(sizes);
        m_detailPlaced = true;
    }
}

void ContextsView::setFilter(const ContextFilter &filter)
{
    const bool changed = filter != m_model->filter();
    m_model->setFilter(filter);
    if (m_search->text().trimmed() != filter.text) {
        m_search->setText(filter.text);
    }
    showFilter();
    if (changed) {
        m_facets->setFilter(filter);
        askCounts();
    }
}

void ContextsView::setGroupsShown(bool shown)
{
    m_group->setChecked(shown);
    if (shown != m_facets->isHidden()) {
        return;
    }
    // The groups take their room from the table and give it back; the context beside it keeps its own.
    QList<int> sizes = m_splitter->sizes();
    const int width = shown ? Metrics::gap(50) : 0;
    m_facets->setVisible(shown);
    sizes[1] += sizes[0] - width;
    sizes[0] = width;
    m_splitter->setSizes(sizes);
    if (shown) {
        m_facets->setFilter(m_model->filter());
    }
}

QString ContextsView::filterText() const
{
    const ContextFilter &filter = m_model->filter();
    QStringList parts;
    if (!filter.statuses.isEmpty()) {
        QStringList words;
        for (const ContextStatus status : filter.statuses) {
            words.append(words.isEmpty() ? StatusStyle::word(status) : StatusStyle::wordInSentence(status));
        }
        const QString last = words.takeLast();
        parts.append(words.isEmpty() ? last : tr("%1 or %2").arg(words.join(u", "_s), last));
    }
    if (!filter.pipeline.isEmpty()) {
        parts.append(tr("pipeline %1").arg(m_pipelineTitles.value(filter.pipeline, filter.pipeline)));
    }
    if (!filter.type.isEmpty()) {
        parts.append(tr("type %1").arg(filter.type));
    }
    if (!filter.outcome.isEmpty()) {
        parts.append(tr("outcome %1").arg(filter.outcome));
    }
    if (filter.noType) {
        parts.append(tr("no type"));
    }
    if (filter.noOutcome) {
        parts.append(tr("no outcome"));
    }
    if (!filter.run.isEmpty()) {
        parts.append(tr("run %1").arg(Format::shortId(filter.run)));
    }
    if (!filter.text.isEmpty()) {
        parts.append(tr("with “%1”").arg(filter.text));
    }
    return parts.join(u" · "_s);
}

void ContextsView::showFilter()
{
    const ContextFilter &filter = m_model->filter();
    for (FilterChip *chip : std::as_const(m_chips)) {
        chip->setChecked(chip->status() ? filter.statuses.contains(*chip->status()) : filter.statuses.isEmpty());
    }
    const QString text = filterText();
    m_summary->setText(tr("Only: %1").arg(text));
    m_summary->setVisible(!text.isEmpty());
    m_clear->setVisible(!text.isEmpty());
    arrangeChips();
}

void ContextsView::showState()
{
    const bool filtered = m_model->filter() != ContextFilter();
    if (m_model->isReady() && !m_model->isLoading() && m_model->keys().isEmpty()) {
        if (filtered) {
            m_empty->setContent(u"search"_s, tr("Nothing matches."), tr("Clear filter"));
        } else {
            m_empty->setContent(u"document-import"_s, tr("No contexts yet. Add files on Home, and follow them here."), tr("Go to Home"));
            m_detail->setContext(0);
        }
        m_detail->setVisible(filtered); // one invitation is enough
        m_stack->setCurrentWidget(m_empty);
    } else if (!m_model->keys().isEmpty()) {
        m_stack->setCurrentWidget(m_table);
        m_detail->show();
    }
    showFooter();
    askSums();
}

void ContextsView::showFooter()
{
    const qint64 selected = m_table->selectedCount();
    const qint64 all = m_model->keys().size();
    QString count = all == 1 ? tr("1 context") : tr("%1 contexts").arg(Format::count(all));
    if (selected > 1) {
        count += u" · "_s + tr("%1 selected").arg(Format::count(selected));
    }
    m_count->setText(m_model->isReady() ? count : tr("Reading…"));
    QStringList sums;
    for (const FieldSum &sum : m_sums->sums()) {
        const QLocale locale = Format::locale();
        const auto number = [&locale](double value) { return locale.toString(value, 'f', value == std::floor(value) ? 0 : 2); };
        sums.append(tr("%1: %2 in sum, %3 on average").arg(sum.header, number(sum.sum), number(sum.sum / double(sum.count))));
    }
    m_sumText->setText(sums.join(u" · "_s));
    m_sumText->setToolTip(sums.join(u'\n'));
    m_news->setVisible(m_model->staleCount() > 0);
    m_news->setText(tr("%1 new or changed").arg(Format::count(m_model->staleCount())));
    const bool several = selected > 1 && !m_source->isReadOnly();
    m_retrySelected->setVisible(several);
    m_retrySelected->setText(tr("Retry"));
    m_cancelSelected->setVisible(several);
    m_cancelSelected->setText(tr("Cancel"));
}

void ContextsView::askCounts()
{
    ContextFilter filter = m_model->filter();
    filter.statuses.clear();
    QElapsedTimer elapsed;
    elapsed.start();
    m_answers.ask("counts", m_source->counts(filter), [this, elapsed](const StatusCounts &counts) {
        // Counting again and again is to take a tenth of the time at most.
        m_countsTimer.setInterval(int(std::clamp<qint64>(10 * elapsed.elapsed(), kCountsMs, kLongestCountsMs)));
        for (FilterChip *chip : std::as_const(m_chips)) {
            chip->setCount(chip->status() ? counts.of(*chip->status()) : counts.submitted());
        }
        arrangeChips();
    });
}

void ContextsView::askSums()
{
    const qint64 selected = m_model->expressions().isEmpty() ? 0 : m_table->selectedCount();
    if (m_model->expressions().isEmpty() || selected > ContextSums::kMost || (selected <= 1 && m_model->keys().size() > ContextSums::kMost)) {
        m_sums->ask({}, {});
        return;
    }
    m_sums->ask(selected > 1 ? m_table->selectedKeys() : m_model->keys(), m_model->columns());
}

void ContextsView::toggleStatus(FilterChip *chip)
{
    ContextFilter filter = m_model->filter();
    if (!chip->status()) {
        filter.statuses.clear();
    } else if (QApplication::keyboardModifiers() & Qt::ControlModifier) {
        if (filter.statuses.removeAll(*chip->status()) == 0) {
            filter.statuses.append(*chip->status());
            std::ranges::sort(filter.statuses);
        }
    } else {
        const QList<ContextStatus> alone = {*chip->status()};
        filter.statuses = filter.statuses == alone ? QList<ContextStatus>() : alone;
    }
    setFilter(filter);
    showFilter(); // also where nothing changed: the button has switched itself
}

void ContextsView::arrangeChips()
{
    const auto width = [this] {
        int sum = 0;
        for (const FilterChip *chip : std::as_const(m_chips)) {
            sum += chip->sizeHint().width() + m_chipBar->layout()->spacing();
        }
        return sum;
    };
    for (FilterChip *chip : std::as_const(m_chips)) {
        chip->setCompact(chip->count() == 0 && !chip->isChecked());
    }
    // Room for the words beside them is kept also while there are none, or the chips would change with every filter.
    const int beside = Metrics::gap(8) + m_clear->sizeHint().width();
    if (width() > m_chipBar->width() - Metrics::paneMargin() - Metrics::gap(4) - beside) {
        for (FilterChip *chip : std::as_const(m_chips)) {
            chip->setCompact(true);
        }
    }
}

void ContextsView::chooseSort()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, ContextOrder order, bool descending) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_model->order() == order && m_model->isDescending() == descending);
        connect(action, &QAction::triggered, this, [this, order, descending] { m_model->setOrder(order, descending); });
    };
    add(tr("Newest first"), ContextOrder::Created, true);
    add(tr("Oldest first"), ContextOrder::Created, false);
    add(tr("Last changed first"), ContextOrder::Updated, true);
    add(tr("Longest unchanged first"), ContextOrder::Updated, false);
    menu->popup(m_sort->mapToGlobal(QPoint(0, m_sort->height())));
}

void ContextsView::editColumns()
{
    auto *dialog = new ColumnsDialog(m_source, m_table->columns(), m_detail->key(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_model->setColumns(dialog->columns());
        askSums();
    });
    dialog->open();
}

void ContextsView::copyRows()
{
    const qint64 selected = m_table->selectedCount();
    if (selected == 0 || selected > kMostActedOn) {
        if (selected > 0) {
            Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                    .what = tr("Too much to copy"),
                                    .why = tr("At most %1 rows go to the clipboard.").arg(Format::count(kMostActedOn)),
                                    .remedy = tr("Export the table as CSV instead."),
                                    .actionText = tr("Export…"),
                                    .action = [this] { askTableExport(); }});
        }
        return;
    }
    const QList<ContextKey> keys = m_table->selectedKeys();
    QList<ContextColumn> columns = m_table->columns();
    columns.removeIf([](const ContextColumn &column) { return !column.visible; });
    QStringList expressions;
    for (const ContextColumn &column : std::as_const(columns)) {
        if (column.kind == ContextColumn::Kind::Field) {
            expressions.append(column.expression);
        }
    }
    m_answers.ask("copyRows", m_source->rows(keys), [this, columns, expressions](const QList<ContextSummary> &rows) {
        QList<ContextKey> found;
        for (const ContextSummary &row : rows) {
            found.append(row.key);
        }
        m_answers.ask("copyFields", m_source->fields(found, expressions), [columns, rows](const QList<QList<Json>> &fields) {
            QStringList lines;
            for (qsizetype i = 0; i < rows.size(); ++i) {
                ContextTableRow row{rows[i], {}};
                for (const Json &field : fields.value(i)) {
                    row.fields.append(FieldValue::of(field));
                }
                QList<CsvCell> cells;
                qsizetype field = 0;
                for (const ContextColumn &column : columns) {
                    cells.append(csvCell(row, column, field));
                    field += column.kind == ContextColumn::Kind::Field;
                }
                lines.append(tabbedLine(cells));
            }
            QApplication::clipboard()->setText(lines.join(u'\n'));
        });
    });
}

void ContextsView::askTableExport()
{
    auto *dialog = new QFileDialog(this, tr("Export the table"), u"contexts.csv"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Tables (*.csv)"));
    dialog->setDefaultSuffix(u"csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &ContextsView::exportCsv);
    dialog->open();
}

void ContextsView::exportCsv(const QString &path)
{
    auto *job = new CsvExport(m_source, path, m_model->keys(), m_table->columns(), this);
    connect(job, &CsvExport::finished, this, [this, path](const Result<qint64> &rows) {
        if (rows) {
            Q_EMIT noticeRequested({.severity = Notice::Severity::Success, .what = tr("%1 rows exported to %2").arg(Format::count(*rows), path)});
        } else if (rows.error().code != ErrorCode::Cancelled) {
            fail(rows.error());
        }
    });
    Q_EMIT workStarted(tr("Exporting %1").arg(QFileInfo(path).fileName()), job->start());
}

void ContextsView::askExport()
{
    if (!m_model->isReady()) {
        connect(m_model, &ContextsModel::loaded, this, &ContextsView::askExport, Qt::SingleShotConnection);
        return;
    }
    auto *dialog = new ExportDialog(m_table->selectedCount(), m_model->keys().size(), m_model->filter() != ContextFilter(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const ExportFormat format = dialog->format();
        const QList<ContextKey> keys = dialog->exportsChosen() ? m_table->selectedKeys() : m_model->keys();
        const bool lines = format == ExportFormat::JsonLines;
        auto *place = new QFileDialog(this, tr("Export"), lines ? u"contexts.jsonl"_s : u"contexts.json"_s);
        place->setAttribute(Qt::WA_DeleteOnClose);
        place->setAcceptMode(needsFolder(format) ? QFileDialog::AcceptOpen : QFileDialog::AcceptSave);
        if (needsFolder(format)) {
            place->setFileMode(QFileDialog::Directory);
            place->setLabelText(QFileDialog::Accept, tr("Export here"));
        } else {
            place->setNameFilter(lines ? tr("JSON Lines (*.jsonl)") : tr("JSON (*.json)"));
            place->setDefaultSuffix(lines ? u"jsonl"_s : u"json"_s);
        }
        connect(place, &QFileDialog::fileSelected, this, [this, keys, format](const QString &path) { exportDocuments(keys, format, path); });
        place->open();
    });
    dialog->open();
}

void ContextsView::exportDocuments(const QList<ContextKey> &keys, ExportFormat format, const QString &path)
{
    auto *job = new DocumentExport(m_source, format, path, keys, this);
    connect(job, &DocumentExport::finished, this, [this, path](const Result<ExportedDocuments> &documents) {
        if (!documents) {
            if (documents.error().code != ErrorCode::Cancelled) {
                fail(documents.error());
            }
            return;
        }
        Notice notice{.severity = documents->without > 0 ? Notice::Severity::Warning : Notice::Severity::Success,
                      .what = documents->written == 1 ? tr("1 context exported to %1").arg(path)
                                                      : tr("%1 contexts exported to %2").arg(Format::count(documents->written), path)};
        if (documents->without > 0) {
            notice.why = tr("%1 left out: they have no finished text of this kind.").arg(Format::count(documents->without));
        }
        Q_EMIT noticeRequested(notice);
    });
    Q_EMIT workStarted(tr("Exporting %1").arg(QFileInfo(path).fileName()), job->start());
}

void ContextsView::run(const QString &command, const QStringList &ids)
{
    const auto act = [this, command, ids] {
        m_source->execute(command, Json::object({{"ids", Json::array(ids)}})).then(this, [this](const Result<Json> &answer) {
            if (!answer) {
                fail(answer.error());
                return;
            }
            // Some may have moved on meanwhile; the door says which.
            if (const Json &refused = answer->value("refused"); !refused.isEmpty()) {
                const ErrorText why = ErrorText::of(Error::fromJson(refused.at(0).value("error")));
                Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                        .what = tr("%n contexts stay as they are", nullptr, int(refused.size())),
                                        .why = why.what,
                                        .remedy = why.remedy});
            }
        });
    };
    if (command != "context.cancel"_L1) {
        act();
        return;
    }
    // The one thing here that cannot be undone.
    const int count = int(ids.size());
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Cancel"), tr("Cancel %n contexts?", nullptr, count), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("What is done is kept. The remaining steps never run; this cannot be undone."));
    QPushButton *yes = box->addButton(tr("Cancel %n contexts", nullptr, count), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, act);
    box->open();
}

void ContextsView::runOnSelection(const QString &command, bool (*allowed)(ContextStatus))
{
    if (m_source->isReadOnly()) {
        return;
    }
    if (m_table->selectedCount() > kMostActedOn) {
        Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                .what = tr("Too many are selected"),
                                .why = tr("At most %1 contexts are changed at once.").arg(Format::count(kMostActedOn)),
                                .remedy = tr("Select fewer, or filter first.")});
        return;
    }
    QList<ContextKey> keys = m_table->selectedKeys();
    if (keys.isEmpty() && m_detail->key() != 0) {
        keys.append(m_detail->key());
    }
    if (keys.isEmpty()) {
        return;
    }
    m_answers.ask("selection", m_source->rows(keys), [this, command, allowed](const QList<ContextSummary> &rows) {
        QStringList ids;
        for (const ContextSummary &row : rows) {
            if (allowed(row.status)) {
                ids.append(row.id);
            }
        }
        if (!ids.isEmpty()) {
            run(command, ids);
        }
    });
}

void ContextsView::fail(const Error &error)
{
    Q_EMIT noticeRequested(Notice::fromError(error));
    if (!m_isReady) {
        m_isReady = true;
        Q_EMIT ready();
    }
}

void ContextsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeChips();
    if (!m_detailPlaced && width() > Metrics::gap(200)) {
        // Until the person moves it, and then as it was left: the table keeps a little more than half, where that is enough for it.
        const int groups = m_facets->isHidden() ? 0 : Metrics::gap(50);
        const int share = width() > Metrics::gap(400) ? 40 : 47;
        const int detail = std::max(Metrics::gap(120), (width() - groups) * share / 100);
        m_splitter->setSizes({groups, width() - groups - detail, detail});
    }
}

} // namespace Millrace
