// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/librarypane.h"

#include "common/actions.h"
#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/searchfield.h"
#include "library/documentdelegate.h"
#include "library/documentdetail.h"
#include "library/librarymodel.h"
#include "library/librarysidebar.h"
#include "library/readingstrip.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QFileDialog>
#include <QInputDialog>
#include <QListView>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kIndexMs = 2'500;
}

LibraryPane::LibraryPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_header(new PaneHeader(tr("Library"), this))
    , m_search(new SearchField(tr("Search in all documents"), this))
    , m_save(new QToolButton(this))
    , m_clear(new QToolButton(this))
    , m_byMeaning(new QToolButton(this))
    , m_splitter(new QSplitter(this))
    , m_sidebar(new LibrarySidebar(this))
    , m_model(new LibraryModel(workspace, this))
    , m_list(new QListView(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
    , m_readings(new ReadingStrip(this))
    , m_detail(new DocumentDetail(workspace, this))
{
    makeHeader();
    m_list->setModel(m_model);
    m_list->setItemDelegate(new DocumentDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Documents"));
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_sidebar);
    auto *middle = new QWidget(this);
    auto *column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_readings);
    column->addWidget(m_pages, 1);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setStretchFactor(2, 3);
    m_sidebar->setMinimumWidth(Metrics::gap(44));
    middle->setMinimumWidth(Metrics::gap(75));
    m_detail->setMinimumWidth(Metrics::gap(90));
    m_splitter->setSizes({Metrics::gap(48), Metrics::gap(100), Metrics::gap(150)});
    for (QWidget *surface : {static_cast<QWidget *>(m_sidebar), middle, static_cast<QWidget *>(m_detail)}) {
        surface->setAutoFillBackground(true);
        surface->setBackgroundRole(QPalette::Base);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_list);
    makeActions();

    connect(m_search, &SearchField::searchChanged, this, [this](const QString &words) {
        LibraryFilter filter = m_model->filter();
        filter.query = words;
        setFilter(filter);
    });
    connect(m_search, &SearchField::downRequested, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_search, &SearchField::leaveRequested, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_sidebar, &LibrarySidebar::filterRequested, this, &LibraryPane::setFilter);
    connect(m_sidebar, &LibrarySidebar::searchRemoved, this, [this](const QString &name) {
        QList<SavedSearch> searches = m_sidebar->searches();
        searches.removeIf([&](const SavedSearch &search) { return search.name == name; });
        m_sidebar->setSearches(searches);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryPane::showCurrent);
    m_again.setSingleShot(true);
    m_again.setInterval(kIndexMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (!m_model->filter().query.isEmpty())
            m_model->refresh();
        askFacets(); // languages and tags are the index's
    });
    connect(m_model, &LibraryModel::failed, this, [this](const Error &error) {
        m_empty->setContent(u"dialog-warning"_s, error.text, tr("Show all documents"));
        m_pages->setCurrentIndex(1);
        showError(error);
    });
    connect(m_model, &LibraryModel::loaded, this, [this] {
        const bool isEmpty = m_model->entries().isEmpty();
        m_pages->setCurrentIndex(isEmpty ? 1 : 0);
        if (!m_wanted.isEmpty())
            choose(m_wanted);
        if (!m_wantedPath.isEmpty()) {
            const auto found = std::ranges::find(m_model->entries(), m_wantedPath, [](const LibraryEntry &entry) { return entry.document.path; });
            if (found != m_model->entries().end()) {
                m_wantedPath.clear();
                choose(found->id());
            }
        }
        if (!m_model->filter().query.isEmpty() && m_model->lag() != LibraryModel::Lag())
            m_again.start(); // until the index has come up
        if (!m_list->currentIndex().isValid() && !isEmpty && !m_isApart && m_detail->readingId().isEmpty())
            m_list->setCurrentIndex(m_model->index(0));
        m_detail->setCanChoose(!isEmpty);
        if (isEmpty) {
            if (m_detail->readingId().isEmpty())
                m_detail->show({}, {});
            setReady();
        }
        showFilter();
        showColumns();
    });
    connect(workspace, &Workspace::sourcesChanged, this, [this] {
        if (isVisible())
            askReadings();
    });
    connect(m_readings, &ReadingStrip::chosen, this, [this](const QString &id) {
        m_list->setCurrentIndex({});
        m_detail->showReading(id);
    });
    connect(m_readings, &ReadingStrip::stopRequested, this, [this](const QString &id) {
        answers().ask("stop", this->workspace()->execute(u"reading.stop"_s, Json::object({{"id", id}}), this->workspace()->actor()),
                      [](const Json &) {});
    });
    connect(m_detail, &DocumentDetail::readingEnded, this, [this](const QString &path) {
        m_wantedPath = path;
        m_model->refresh();
    });
    connect(m_detail, &DocumentDetail::shown, this, &LibraryPane::setReady);
    connect(m_detail, &DocumentDetail::failed, this, &LibraryPane::showError);
    connect(m_detail, &DocumentDetail::exportRequested, this, &LibraryPane::exportOriginal);
    connect(m_detail, &DocumentDetail::documentRequested, this, &LibraryPane::choose);
    connect(m_detail, &DocumentDetail::contextRequested, this,
            [this](const QString &id) { Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = id}); });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (m_model->filter().isEmpty())
            Q_EMIT windowActionRequested(u"intake.files"_s);
        else
            showEverything();
    });
}

PaneInfo LibraryPane::info()
{
    return {u"library"_s, tr("Library"), u"folder-documents"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new LibraryPane(workspace, parent); }};
}

void LibraryPane::makeHeader()
{
    m_search->setMinimumWidth(Metrics::gap(80));
    for (QToolButton *button : {m_save, m_clear})
        button->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
    m_byMeaning->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_header->addControl(m_search);
    m_header->addControl(m_byMeaning);
    m_header->addControl(m_clear);
    m_header->addControl(m_save);
    auto *sources = new QToolButton(this);
    sources->setIcon(Icons::icon(u"folder-download"));
    sources->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
    sources->setToolTip(tr("Sources: folders that are watched, and what becomes of their files"));
    sources->setAccessibleName(tr("Sources"));
    connect(sources, &QToolButton::clicked, this, [this] {
        PaneTarget target{.pane = u"sources"_s};
        target.sourceId = m_model->filter().source;
        Q_EMIT openRequested(target);
    });
    m_header->addControl(sources);
}

void LibraryPane::makeActions()
{
    const auto add = [this](const QString &icon, const QString &text, const QKeySequence &key, auto then) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, then);
        addAction(action);
        return action;
    };
    add(u"edit-find"_s, tr("Search in all documents"), QKeySequence::Find, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    m_save->setDefaultAction(add(u"bookmark-new"_s, tr("Save this search"), Qt::CTRL | Qt::Key_D, [this] { saveSearch(); }));
    m_clear->setDefaultAction(add(u"edit-clear-all"_s, tr("Show all documents"), Qt::CTRL | Qt::SHIFT | Qt::Key_X, [this] { showEverything(); }));
    QAction *byMeaning = add(u"edit-find"_s, tr("Search by meaning too"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, [this] {
        LibraryFilter filter = m_model->filter();
        filter.byWordsAlone = !m_byMeaning->defaultAction()->isChecked();
        setFilter(filter);
    });
    byMeaning->setIconText(tr("By meaning too"));
    byMeaning->setToolTip(
        withKey(tr("Ranks by words and by what texts mean, and finds what has none of the words. Off: by words alone."), byMeaning->shortcut()));
    byMeaning->setCheckable(true);
    byMeaning->setChecked(true);
    m_byMeaning->setDefaultAction(byMeaning);
    const std::pair<DocumentDetail::Page, QString> pages[] = {{DocumentDetail::Page::Text, tr("Show the text")},
                                                              {DocumentDetail::Page::Original, tr("Show the original")},
                                                              {DocumentDetail::Page::Tables, tr("Show the tables")},
                                                              {DocumentDetail::Page::Facts, tr("Show the facts")},
                                                              {DocumentDetail::Page::Related, tr("Show what belongs to it")},
                                                              {DocumentDetail::Page::Similar, tr("Show similar documents")}};
    int number = 1;
    for (const auto &[page, text] : pages)
        add(u"view-preview"_s, text, QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number++)), [this, page] { m_detail->setPage(page); });
    add(u"document-save-as"_s, tr("Save the original"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] {
        if (const QModelIndex index = m_list->currentIndex(); index.isValid())
            exportOriginal(m_model->entries().at(index.row()).document);
    });
}

const LibraryFilter &LibraryPane::filter() const
{
    return m_model->filter();
}

void LibraryPane::showEverything()
{
    LibraryFilter everything;
    everything.byWordsAlone = m_model->filter().byWordsAlone;
    setFilter(everything);
}

void LibraryPane::setFilter(const LibraryFilter &filter)
{
    m_byMeaning->defaultAction()->setChecked(!filter.byWordsAlone);
    if (filter.query != m_search->text().trimmed()) {
        const QSignalBlocker quiet(m_search);
        m_search->setText(filter.query);
    }
    m_model->setFilter(filter);
    m_sidebar->setFilter(filter);
    askFacets();
    showFilter();
}

void LibraryPane::showFilter()
{
    const bool isNarrow = !m_model->filter().isEmpty();
    m_save->defaultAction()->setEnabled(isNarrow);
    m_clear->defaultAction()->setEnabled(isNarrow);
    const qsizetype shown = m_model->entries().size();
    const bool seeks = !m_model->filter().query.isEmpty();
    if (m_total >= 0) {
        QStringList note{seeks ? tr("%1 found").arg(m_model->canFetchMore({}) ? tr("more than %1").arg(Format::count(shown)) : Format::count(shown))
                               : tr("%n document(s)", nullptr, static_cast<int>(m_total))};
        if (const QString lag = seeks ? lagText() : QString(); !lag.isEmpty())
            note.append(lag);
        m_header->setNote(note.join(u" · "_s));
    }
    m_byMeaning->setVisible(seeks);
    if (seeks || isNarrow)
        m_empty->setContent(u"edit-find"_s, tr("No document has this."), tr("Show all documents"));
    else
        m_empty->setContent(
            u"folder-documents"_s,
            tr("Nothing has been taken in yet. Drop files or a folder anywhere on this window: text, PDF, office files, mail and more."),
            workspace()->isReadOnly() ? QString() : tr("Choose files"));
}

/// Where nothing was taken in yet, there is nothing to group and nothing to read: the invitation stands alone.
void LibraryPane::showColumns()
{
    const bool isBare
        = m_model->entries().isEmpty() && m_model->filter().isEmpty() && m_detail->readingId().isEmpty() && m_sidebar->searches().isEmpty();
    m_sidebar->setVisible(!isBare);
    m_detail->setVisible(!isBare);
}

QString LibraryPane::lagText() const
{
    const LibraryModel::Lag &lag = m_model->lag();
    if (lag.isMore)
        return tr("the index is behind: more than %1 are not searched yet").arg(Format::count(lag.documents));
    if (lag.documents > 0)
        return tr("the index is behind: %n not searched yet", nullptr, static_cast<int>(lag.documents));
    if (lag.byMeaning > 0 && !m_model->filter().byWordsAlone)
        return tr("%n searched by words alone as yet", nullptr, static_cast<int>(lag.byMeaning));
    return {};
}

void LibraryPane::askReadings()
{
    answers().ask("readings", workspace()->execute(u"reading.list"_s, Json::object(), workspace()->actor()),
                  [this](const Json &answer) { showReadings(answer.value("readings")); });
}

void LibraryPane::showReadings(const Json &readings)
{
    m_readings->setReadings(readings);
    if (!m_detail->readingId().isEmpty())
        m_detail->showReading(m_detail->readingId());
    else if (readings.size() > 0 && m_model->entries().isEmpty() && m_model->filter().isEmpty())
        m_detail->showReading(readings.at(0).value("id").toString()); // nothing else is there to be read
    showColumns();
}

void LibraryPane::refresh()
{
    m_model->refresh();
    askFacets();
    askReadings();
    m_again.start();
}

void LibraryPane::askFacets()
{
    const LibraryFilter filter = m_model->filter();
    const auto ask = [this](const char *question, const LibraryFilter &of, auto then) {
        Json args = of.toArgs();
        args.insert("ranking", of.byWordsAlone ? "text" : "hybrid");
        answers().ask(question, workspace()->execute(u"library.facets"_s, args, workspace()->actor()), then);
    };
    ask("facets", filter, [this, filter, ask](const Json &answer) {
        m_total = answer.value("total").toInt();
        m_facets = answer.value("facets");
        m_sidebar->setFacets(m_facets);
        showFilter();
        // A group that is chosen keeps the others of its kind beside it, so that one click leads to them.
        static constexpr std::tuple<const char *, const char *, QString LibraryFilter::*> kKinds[]
            = {{"format", "formats", &LibraryFilter::format},
               {"language", "languages", &LibraryFilter::language},
               {"tag", "tags", &LibraryFilter::tag},
               {"source", "sources", &LibraryFilter::source},
               {"day", "days", &LibraryFilter::day}};
        for (const auto &[kind, question, member] : kKinds) {
            if ((filter.*member).isEmpty())
                continue;
            LibraryFilter wider = filter;
            wider.*member = QString();
            ask(question, wider, [this, kind](const Json &others) {
                m_facets.insert(kind, others.value("facets").value(kind));
                m_sidebar->setFacets(m_facets);
            });
        }
    });
}

void LibraryPane::showCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    m_wantedPath.clear();
    m_isApart = false;
    m_detail->show(m_model->entries().at(index.row()), m_model->filter().query);
}

void LibraryPane::choose(const QString &id)
{
    m_wanted.clear();
    m_isApart = false;
    if (const int row = m_model->rowOf(id); row >= 0) {
        m_list->setCurrentIndex(m_model->index(row));
        m_list->scrollTo(m_list->currentIndex());
        return;
    }
    // It is not in the list (an older version, or far down): shown all the same.
    m_isApart = true;
    m_list->setCurrentIndex({});
    LibraryEntry entry;
    entry.document.id = id;
    m_detail->show(entry, {});
}

void LibraryPane::open(const PaneTarget &target)
{
    if (!target.sourceId.isEmpty()) {
        LibraryFilter filter;
        filter.byWordsAlone = m_model->filter().byWordsAlone;
        filter.source = target.sourceId;
        setFilter(filter);
    }
    if (!target.documentId.isEmpty())
        return choose(target.documentId);
    if (target.contextId.isEmpty())
        return;
    answers().ask("origin", workspace()->execute(u"context.origin"_s, Json::object({{"id", target.contextId}}), workspace()->actor()),
                  [this](const Json &answer) {
                      const QString id = answer.value("document").value("id").toString();
                      if (!id.isEmpty())
                          choose(id);
                  });
}

PaneTarget LibraryPane::place() const
{
    return {.pane = u"library"_s, .documentId = m_detail->documentId()};
}

void LibraryPane::saveSearch()
{
    const LibraryFilter filter = m_model->filter();
    if (filter.isEmpty())
        return;
    bool isGiven = false;
    QString name = filter.query.isEmpty() ? formatName(filter.format) : filter.query;
    name = QInputDialog::getText(this, tr("Save this search"), tr("Name"), QLineEdit::Normal, name, &isGiven).trimmed();
    if (!isGiven || name.isEmpty())
        return;
    QList<SavedSearch> searches = m_sidebar->searches();
    searches.removeIf([&](const SavedSearch &search) { return search.name == name; });
    searches.append({name, filter});
    m_sidebar->setSearches(searches);
}

void LibraryPane::exportOriginal(const LibraryDocument &document)
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the original"), document.name, {}, nullptr, QFileDialog::DontConfirmOverwrite);
    if (path.isEmpty())
        return;
    QFuture<Result<Json>> written
        = workspace()->execute(u"original.export"_s, Json::object({{"document", document.id}, {"path", path}}), workspace()->actor());
    Q_EMIT workStarted(tr("Saving %1").arg(document.name), QFuture<void>(written));
    answers().ask("export", written, [](const Json &) {});
}

Json LibraryPane::saveState() const
{
    Json searches = Json::array();
    for (const SavedSearch &search : m_sidebar->searches())
        searches.append(Json::object({{"name", search.name}, {"filter", search.filter.toJson()}}));
    Json state = Json::object({{"searches", searches}, {"ranking", m_model->filter().byWordsAlone ? "text" : "hybrid"}});
    // Hidden columns have no size to be remembered.
    if (!m_sidebar->isHidden()) {
        Json sizes = Json::array();
        for (const int size : m_splitter->sizes())
            sizes.append(size);
        state.insert("sizes", sizes);
    }
    if (m_detail->isPageChosen())
        state.insert("page", int(m_detail->page()));
    return state;
}

void LibraryPane::restoreState(const Json &state)
{
    QList<SavedSearch> searches;
    for (const Json &search : state.value("searches").items())
        searches.append({search.value("name").toString(), LibraryFilter::fromJson(search.value("filter"))});
    m_sidebar->setSearches(searches);
    if (state.value("ranking").toString() == "text"_L1) {
        LibraryFilter filter = m_model->filter();
        filter.byWordsAlone = true;
        setFilter(filter);
    }
    QList<int> sizes;
    for (const Json &size : state.value("sizes").items())
        sizes.append(static_cast<int>(size.toInt()));
    if (sizes.size() == m_splitter->count())
        m_splitter->setSizes(sizes);
    if (state.contains("page"))
        m_detail->setPage(DocumentDetail::Page(std::clamp<qint64>(state.value("page").toInt(), 0, int(DocumentDetail::Page::Similar))));
}

} // namespace Millrace
