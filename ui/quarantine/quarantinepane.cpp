// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "quarantine/quarantinepane.h"

#include "common/actions.h"
#include "common/emptystate.h"
#include "common/format.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/rowdelegate.h"
#include "common/searchfield.h"
#include "quarantine/quarantinedetail.h"
#include "quarantine/quarantinemodel.h"
#include "workspace/workspace.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kPage = 200;
constexpr qint64 kMostRefreshed = 1'000;
constexpr int kCountEveryMs = 1'000;

} // namespace

QuarantinePane::QuarantinePane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_header(new PaneHeader(tr("Quarantine"), this))
    , m_search(new SearchField(tr("Search"), this))
    , m_pipeline(new QComboBox(this))
    , m_code(new QComboBox(this))
    , m_model(new QuarantineModel(this))
    , m_list(new QTreeView(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
    , m_detail(new QuarantineDetail(workspace, this))
    , m_splitter(new QSplitter(this))
{
    m_search->setAccessibleName(tr("Search in quarantine"));
    m_pipeline->setAccessibleName(tr("Pipeline"));
    m_code->setAccessibleName(tr("Reason"));
    for (QComboBox *box : {m_pipeline, m_code}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
    }
    m_search->setMinimumWidth(Metrics::gap(45));
    m_header->addControl(m_search);
    m_header->addControl(m_pipeline);
    m_header->addControl(m_code);

    setUpRows(m_list, m_model);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("In quarantine"));
    QHeaderView *header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setMinimumSectionSize(Metrics::gap(14));
    header->setSectionResizeMode(static_cast<int>(QuarantineModel::Column::Title), QHeaderView::Stretch);
    header->setSectionResizeMode(static_cast<int>(QuarantineModel::Column::Reason), QHeaderView::Stretch);
    header->setSectionResizeMode(static_cast<int>(QuarantineModel::Column::Since), QHeaderView::ResizeToContents);
    header->setSectionResizeMode(static_cast<int>(QuarantineModel::Column::Passes), QHeaderView::ResizeToContents);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 4);
    m_splitter->setStretchFactor(1, 5);
    m_splitter->setSizes({Metrics::gap(120), Metrics::gap(150)});
    m_detail->setAutoFillBackground(true);
    m_detail->setBackgroundRole(QPalette::Base);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_list);
    makeActions();

    connect(m_search, &SearchField::searchChanged, this, [this](const QString &text) {
        Json filter = m_filter;
        filter.remove("text");
        if (!text.isEmpty())
            filter.insert("text", Json(text));
        setFilter(filter);
    });
    connect(m_search, &SearchField::downRequested, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_search, &SearchField::leaveRequested, m_list, qOverload<>(&QWidget::setFocus));
    const auto choose = [this](QComboBox *box, const char *key) {
        connect(box, &QComboBox::activated, this, [this, box, key] {
            Json filter = m_filter;
            filter.remove(key);
            if (const QString value = box->currentData().toString(); !value.isEmpty())
                filter.insert(key, Json(value));
            setFilter(filter);
        });
    };
    choose(m_pipeline, "pipeline");
    choose(m_code, "code");
    connect(m_model, &QuarantineModel::moreWanted, this, [this] { ask(true); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) { m_detail->show(index.isValid() ? m_model->row(index.row()).value("id").toString() : QString()); });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QuarantinePane::showState);
    connect(m_list, &QTreeView::activated, this, [this] { m_detail->setPage(QuarantineDetail::Page::Content); });
    connect(m_detail, &QuarantineDetail::failed, this, [this](const Error &error) {
        m_wanted.clear();
        showError(error);
    });
    connect(m_detail, &QuarantineDetail::shown, this, &QuarantinePane::setReady);
    connect(m_detail, &QuarantineDetail::changedChanged, this, &QuarantinePane::showState);
    connect(m_detail, &QuarantineDetail::sent, this, [this](const QString &id) {
        // The next one comes into its place, and the keyboard stays where it was: in the editor, for who mends one after the other.
        if (m_list->currentIndex().isValid() && m_model->row(m_list->currentIndex().row()).value("id").toString() == id)
            step(1);
        scheduleRefresh();
    });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] { setFilter(Json::object()); });
    m_facetsPause.setSingleShot(true);
    m_facetsPause.setInterval(kCountEveryMs);
    connect(&m_facetsPause, &QTimer::timeout, this, [this] {
        if (m_countsAgain && isVisible())
            askFacets();
    });
    fillBoxes();
    showState();
}

QuarantinePane::~QuarantinePane()
{
    // The parts go after this object's own members, and still tell of it.
    m_detail->disconnect(this);
    m_list->selectionModel()->disconnect(this);
}

PaneInfo QuarantinePane::info()
{
    return {u"quarantine"_s, tr("Quarantine"), u"status-quarantined"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new QuarantinePane(workspace, parent); }};
}

void QuarantinePane::makeActions()
{
    const auto add = [this](const QString &icon, const QString &text, const QKeySequence &key, auto then) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setAutoRepeat(false);
        connect(action, &QAction::triggered, this, then);
        addAction(action);
        return action;
    };
    add(u"document-send"_s, tr("Send it back in as it stands in the editor"), Qt::CTRL | Qt::Key_Return, [this] { m_detail->sendBack(); });
    m_retry = add(u"edit-redo"_s, tr("Retry the chosen"), Qt::Key_R, [this] {
        // With a mend beside it that nobody has sent, "as it is" is what stands on the screen.
        const QStringList ids = selected();
        if (m_detail->isChanged() && ids == QStringList{m_detail->id()})
            m_detail->sendBack();
        else if (!ids.isEmpty())
            retry(Json::object({{"ids", Json::array(ids)}}));
    });
    m_retryAll = add(u"edit-redo"_s, tr("Retry everything that is listed"), Qt::CTRL | Qt::SHIFT | Qt::Key_R,
                     [this] { retry(Json::object({{"filter", m_filter}})); });
    m_discard = add(u"edit-undo"_s, tr("Discard what was typed"), Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace, [this] { m_detail->discard(); });
    add(u"go-down"_s, tr("Next problem"), Qt::Key_F8, [this] { m_detail->editor()->stepProblem(1); });
    add(u"go-up"_s, tr("Previous problem"), Qt::SHIFT | Qt::Key_F8, [this] { m_detail->editor()->stepProblem(-1); });
    add(u"go-down"_s, tr("Next context"), Qt::ALT | Qt::Key_Down, [this] { step(1); });
    add(u"go-up"_s, tr("Previous context"), Qt::ALT | Qt::Key_Up, [this] { step(-1); });
    add(u"document-edit"_s, tr("Show the content"), Qt::ALT | Qt::Key_1, [this] { m_detail->setPage(QuarantineDetail::Page::Content); });
    add(u"text-plain"_s, tr("Show the content as it came"), Qt::ALT | Qt::Key_2, [this] { m_detail->setPage(QuarantineDetail::Page::Raw); });
    add(u"view-history"_s, tr("Show the passes"), Qt::ALT | Qt::Key_3, [this] { m_detail->setPage(QuarantineDetail::Page::Passes); });
    add(u"document-edit"_s, tr("Write a note"), Qt::CTRL | Qt::Key_M, [this] { m_detail->focusNote(); });
    add(u"go-jump"_s, tr("Choose where it goes back in"), Qt::CTRL | Qt::Key_B, [this] { m_detail->focusNode(); });
    add(u"view-list-details"_s, tr("Go to the list"), Qt::CTRL | Qt::Key_L, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    add(u"edit-find"_s, tr("Search in quarantine"), QKeySequence::Find, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    add(u"edit-clear-all"_s, tr("Show everything in quarantine"), Qt::CTRL | Qt::SHIFT | Qt::Key_X, [this] { setFilter(Json::object()); });
    add(u"go-jump"_s, tr("Show the context"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, [this] {
        if (!m_detail->id().isEmpty())
            Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = m_detail->id()});
    });
    auto *retry = new QToolButton(this);
    retry->setDefaultAction(m_retry);
    retry->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_header->addControl(retry);
}

QStringList QuarantinePane::selected() const
{
    QStringList ids;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows())
        ids.append(m_model->row(index.row()).value("id").toString());
    return ids;
}

void QuarantinePane::setFilter(const Json &filter)
{
    m_filter = filter;
    {
        const QSignalBlocker quiet(m_search);
        if (m_search->text().trimmed() != filter.value("text").toString())
            m_search->setText(filter.value("text").toString());
    }
    fillBoxes();
    ask(false);
}

void QuarantinePane::open(const PaneTarget &target)
{
    if (!target.contextId.isEmpty()) {
        m_wanted = target.contextId;
        m_detail->show(target.contextId);
        showRows(m_model->rows());
    } else if (!target.filter.statuses.isEmpty()) {
        Json filter = Json::object();
        if (!target.filter.pipeline.isEmpty())
            filter.insert("pipeline", Json(target.filter.pipeline));
        setFilter(filter);
    }
}

PaneTarget QuarantinePane::place() const
{
    return {.contextId = m_detail->id(), .keepsFilter = true};
}

Json QuarantinePane::saveState() const
{
    Json sizes = Json::array();
    for (const int size : m_splitter->sizes())
        sizes.append(Json(size));
    return Json::object({{"filter", m_filter}, {"sizes", sizes}});
}

void QuarantinePane::restoreState(const Json &state)
{
    if (state.value("filter").isObject())
        m_filter = state.value("filter");
    QList<int> sizes;
    for (const Json &size : state.value("sizes").items())
        sizes.append(static_cast<int>(size.toInt()));
    if (sizes.size() == 2)
        m_splitter->setSizes(sizes);
    m_search->setText(m_filter.value("text").toString());
}

void QuarantinePane::refresh()
{
    ask(false);
    askFacets();
    if (!m_detail->id().isEmpty())
        m_detail->show(m_detail->id());
}

void QuarantinePane::askFacets()
{
    m_countsAgain = m_isCounting || m_facetsPause.isActive();
    if (m_countsAgain)
        return;
    m_isCounting = true;
    QElapsedTimer took;
    took.start();
    workspace()->execute(u"quarantine.facets"_s, Json::object(), workspace()->actor()).then(this, [this, took](const Result<Json> &facets) {
        m_isCounting = false;
        // Where a lot is to be counted it is counted less often: others read too.
        m_facetsPause.start(std::max(kCountEveryMs, static_cast<int>(std::min<qint64>(took.elapsed(), 15'000)) * 4));
        if (facets)
            showFacets(*facets);
        else
            showError(facets.error());
    });
}

void QuarantinePane::ask(bool more)
{
    Json args = m_filter;
    args.insert("limit", Json(more ? kPage : std::clamp<qint64>(m_model->rowCount(), kPage, kMostRefreshed)));
    if (more)
        args.insert("after", m_after);
    answers().ask("rows", workspace()->execute(u"quarantine.list"_s, args, workspace()->actor()), [this, more](const Json &answer) {
        QList<Json> rows = more ? m_model->rows() : QList<Json>();
        rows.append(QList<Json>(answer.value("items").items().begin(), answer.value("items").items().end()));
        m_after = answer.value("after");
        showRows(rows);
    });
}

void QuarantinePane::showRows(const QList<Json> &rows)
{
    m_model->setMore(false);
    m_model->setRows(rows);
    m_model->setMore(!m_after.isNull());
    const bool narrowed = !m_filter.isEmpty();
    m_empty->setContent(u"status-quarantined"_s,
                        narrowed ? tr("Nothing in quarantine has this.")
                                 : tr("Nothing is in quarantine. What a step refuses waits here to be mended."),
                        narrowed ? tr("Show everything in quarantine") : QString());
    const bool showsOne = !m_detail->id().isEmpty() && (m_detail->isChanged() || m_detail->id() == m_wanted);
    m_pages->setCurrentIndex(rows.isEmpty() && !showsOne ? 1 : 0);
    if (rows.isEmpty()) {
        if (!showsOne)
            m_detail->show({});
        setReady();
    }
    if (const int row = m_wanted.isEmpty() ? -1 : m_model->rowOf(m_wanted); row >= 0) {
        m_wanted.clear();
        m_list->setCurrentIndex(m_model->index(row, 0));
        m_list->scrollTo(m_list->currentIndex());
    } else if (m_wanted.isEmpty() && !m_list->currentIndex().isValid() && !rows.isEmpty()) {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
    showState();
}

void QuarantinePane::showFacets(const Json &facets)
{
    if (facets == m_facets)
        return;
    // Nobody's choice is taken from under their hand: the next count fills the boxes.
    if (m_pipeline->view()->isVisible() || m_code->view()->isVisible()) {
        m_countsAgain = true;
        return;
    }
    m_facets = facets;
    fillBoxes();
    showState();
}

void QuarantinePane::fillBoxes()
{
    const auto fill = [&](QComboBox *box, const char *list, const char *key, const char *title, const QString &everything) {
        box->clear();
        box->addItem(everything, QString());
        for (const Json &one : m_facets.value(list).items()) {
            const QString value = one.value(key).toString();
            box->addItem(tr("%1 (%2)").arg(one.value(title).toString(value), Format::count(one.value("n").toInt())), value);
        }
        box->setCurrentIndex(std::max(0, box->findData(m_filter.value(key).toString())));
    };
    fill(m_pipeline, "pipelines", "pipeline", "title", tr("All pipelines"));
    fill(m_code, "codes", "code", "code", tr("All reasons"));
}

void QuarantinePane::showState()
{
    const auto chosen = static_cast<int>(selected().size());
    const bool writable = !workspace()->isReadOnly();
    m_retry->setEnabled(writable && chosen > 0);
    m_retry->setIconText(chosen > 1 ? tr("Retry %n contexts", nullptr, chosen) : tr("Retry"));
    m_retryAll->setEnabled(writable && m_model->rowCount() > 0);
    m_discard->setEnabled(m_detail->isChanged());
    QStringList note;
    if (!m_facets.isNull())
        note.append(tr("%n contexts", nullptr, static_cast<int>(m_facets.value("all").toInt())));
    if (!writable)
        note.append(tr("only to look at"));
    m_header->setNote(note.join(u" · "_s));
}

void QuarantinePane::retry(const Json &which)
{
    answers().ask("retry", workspace()->execute(u"quarantine.retry"_s, which, workspace()->actor()), [this, which](const Json &answer) {
        const auto refused = static_cast<int>(answer.value("refused").size());
        const auto done = static_cast<int>(answer.value("retried").toInt());
        const bool more = answer.value("more").toBool() && done > 0;
        Q_EMIT noticeRequested({.severity = refused > 0 ? Notice::Severity::Warning : Notice::Severity::Info,
                                .what = tr("%n contexts are at work again", nullptr, done),
                                .why = refused > 0 ? answer.value("refused").at(0).value("error").value("text").toString() : QString(),
                                .actionText = more ? tr("Retry the next") : QString(),
                                .action = [this, which] { retry(which); }});
        scheduleRefresh();
    });
}

void QuarantinePane::step(int by)
{
    const int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() + by : 0;
    if (row >= 0 && row < m_model->rowCount())
        m_list->setCurrentIndex(m_model->index(row, 0));
}

} // namespace Millrace
