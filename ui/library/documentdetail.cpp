// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/documentdetail.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/statusstyle.h"
#include "library/documentdelegate.h"
#include "library/documenttext.h"
#include "library/pageview.h"
#include "sdk/clock.h"
#include "workspace/workspace.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kDocumentRole = Qt::UserRole + 1;
constexpr int kContextRole = Qt::UserRole + 2;
constexpr int kSimilar = 20; ///< documents
constexpr qsizetype kTold = 600; ///< characters of a passage, in a tooltip
constexpr qsizetype kFoundShown = 15; ///< words of a kind
constexpr qsizetype kMostRows = 20'000; ///< of a table that is shown
constexpr qint64 kMostTable = 64 * 1024 * 1024; ///< bytes of a file that is read again for its rows
constexpr qint64 kMostJson = 4 * 1024 * 1024;

/// With its left edge where the title has its own.
QWidget *inLine(QWidget *list)
{
    auto *box = new QWidget(list->parentWidget());
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(Metrics::paneMargin() - Metrics::gap(2), Metrics::gap(2), Metrics::gap(2), 0);
    layout->addWidget(list);
    return box;
}

QToolButton *tool(const QString &icon, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Icons::icon(icon));
    button->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

QString factName(const QString &key)
{
    QString name = key;
    name.replace(u'_', u' ');
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

QString factValue(const Json &value)
{
    if (value.isString()) {
        const auto time = value.toString().size() >= 19 ? parseIso(value.toString()) : std::nullopt;
        return time ? Format::clockTime(*time) : value.toString();
    }
    if (value.isArray()) {
        QStringList parts;
        for (const Json &item : value.items())
            parts.append(item.isString() ? item.toString() : QString::fromUtf8(item.toBytes()));
        return parts.join(u", "_s);
    }
    return QString::fromUtf8(value.toBytes());
}

QString kindName(const QString &kind)
{
    const std::pair<const char *, QString> names[] = {{"date", DocumentDetail::tr("Dates")},
                                                      {"amount", DocumentDetail::tr("Amounts")},
                                                      {"email", DocumentDetail::tr("E-mail")},
                                                      {"url", DocumentDetail::tr("Addresses on the web")},
                                                      {"phone", DocumentDetail::tr("Telephone")},
                                                      {"address", DocumentDetail::tr("Addresses")},
                                                      {"organisation", DocumentDetail::tr("Organisations")},
                                                      {"place", DocumentDetail::tr("Places")},
                                                      {"person", DocumentDetail::tr("Persons")}};
    for (const auto &[id, name] : names) {
        if (kind == QLatin1StringView(id))
            return name;
    }
    return factName(kind);
}

/// A passage on one line, without the marks of headings and lists.
QString withoutMarks(QString passage)
{
    static const QRegularExpression marks(u"^\\s*(?:#{1,6}|[->])\\s+"_s, QRegularExpression::MultilineOption);
    return passage.remove(marks).simplified();
}

QString statusWord(const QString &name)
{
    const std::optional<ContextStatus> status = statusFromName(name);
    return status ? StatusStyle::word(*status) : name;
}

/// Whether the facts were found in this very text: most of them stand in it where they say. Those that were masked since do not.
bool standWhereTheySay(const Json &facts, const QByteArray &text)
{
    qsizetype right = 0;
    for (const Json &fact : facts.items()) {
        const qint64 from = fact.value("from").toInt(-1);
        const qint64 to = fact.value("to").toInt(-1);
        if (from >= 0 && to > from && to <= text.size() && QByteArrayView(text).sliced(from, to - from) == fact.value("text").utf8())
            ++right;
    }
    return right * 2 > facts.size();
}

bool isPicture(const LibraryDocument &document)
{
    return document.format == "pdf"_L1 || document.mediaType.startsWith("image/"_L1);
}

} // namespace

DocumentDetail::DocumentDetail(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_all(new QWidget(this))
    , m_title(new ElidedLabel(TextRole::Title, this))
    , m_line(new ElidedLabel(TextRole::Secondary, this))
    , m_open(tool(u"document-open"_s, tr("Open the original in its program"), this))
    , m_export(tool(u"document-save-as"_s, tr("Save the original as it came"), this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_text(new DocumentText(this))
    , m_noText(new EmptyState(this))
    , m_textPages(new QStackedWidget(this))
    , m_matchBar(new QWidget(this))
    , m_matches(makeLabel(TextRole::Secondary, {}, this))
    , m_original(new PageView(this))
    , m_noOriginal(new EmptyState(this))
    , m_originalPages(new QStackedWidget(this))
    , m_pageNumber(makeLabel(TextRole::Secondary, {}, this))
    , m_pageBar(new QWidget(this))
    , m_tableTabs(new QTabBar(this))
    , m_table(new QTableView(this))
    , m_facts(new QWidget(this))
    , m_factRows(new QFormLayout)
    , m_related(new QTreeWidget(this))
    , m_similar(new QTreeWidget(this))
    , m_noSimilar(new EmptyState(this))
    , m_similarPages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    makeHead();
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &title : {tr("Text"), tr("Original"), tr("Tables"), tr("Facts"), tr("Related"), tr("Similar")})
        m_tabs->addTab(title);
    m_pages->addWidget(makeText());
    m_pages->addWidget(makeOriginal());

    auto *tables = new QWidget(this);
    auto *tablesLayout = new QVBoxLayout(tables);
    tablesLayout->setContentsMargins(0, 0, 0, 0);
    tablesLayout->setSpacing(0);
    m_tableTabs->setDrawBase(false);
    m_tableTabs->setExpanding(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->verticalHeader()->setDefaultSectionSize(Metrics::compactRowHeight());
    m_table->setAccessibleName(tr("Table in the document"));
    tablesLayout->addWidget(m_tableTabs);
    tablesLayout->addWidget(m_table, 1);
    m_pages->addWidget(tables);

    m_facts->setLayout(m_factRows);
    m_factRows->setContentsMargins(Metrics::paneMargin(), Metrics::gap(4), Metrics::paneMargin(), Metrics::gap(4));
    m_factRows->setHorizontalSpacing(Metrics::gap(6));
    m_factRows->setVerticalSpacing(Metrics::gap(2));
    m_factRows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *factScroll = new QScrollArea(this);
    factScroll->setWidgetResizable(true);
    factScroll->setFrameShape(QFrame::NoFrame);
    factScroll->setWidget(m_facts);
    m_pages->addWidget(factScroll);

    m_related->setColumnCount(2);
    m_related->setHeaderHidden(true);
    m_related->setFrameShape(QFrame::NoFrame);
    m_related->setItemDelegate(new RowDelegate(m_related));
    m_related->setRootIsDecorated(false);
    m_related->setIndentation(Metrics::gap(3));
    m_related->setAccessibleName(tr("Versions, duplicates and contexts"));
    m_related->header()->setStretchLastSection(false);
    m_related->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_related->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(m_related, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        if (const QString context = item->data(0, kContextRole).toString(); !context.isEmpty())
            Q_EMIT contextRequested(context);
        else if (const QString document = item->data(0, kDocumentRole).toString(); !document.isEmpty())
            Q_EMIT documentRequested(document);
    });
    m_pages->addWidget(inLine(m_related));
    m_pages->addWidget(makeSimilar());

    auto *layout = new QVBoxLayout(m_all);
    layout->setContentsMargins(0, Metrics::gap(2), 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(1));
    head->setSpacing(Metrics::gap(2));
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_title);
    names->addWidget(m_line);
    head->addLayout(names, 1);
    head->addWidget(m_open);
    head->addWidget(m_export);
    layout->addLayout(head);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(Metrics::gap(4), 0, Metrics::gap(4), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(m_pages, 1);

    m_empty->setContent(u"document-preview"_s, tr("Choose a document to read it beside its original."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_all);
    m_stack->addWidget(new QWidget(this)); // where there is nothing to choose
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);

    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { m_isPageOurs = false; });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        if (!m_isTurning)
            m_isPageOurs = false; // by key or wheel
        m_pages->setCurrentIndex(tab);
        if (Page(tab) == Page::Original)
            openOriginal();
        else if (Page(tab) == Page::Similar)
            askSimilar();
    });
    connect(m_tableTabs, &QTabBar::currentChanged, this, &DocumentDetail::showTable);
}

void DocumentDetail::makeHead()
{
    connect(m_export, &QToolButton::clicked, this, [this] { Q_EMIT exportRequested(m_entry.document); });
    connect(m_open, &QToolButton::clicked, this, [this] {
        // The file where it lies, if it is the same still; else what is kept of it.
        const QFileInfo there(m_entry.document.path);
        if (there.isFile() && there.size() == m_entry.document.size) {
            QDesktopServices::openUrl(QUrl::fromLocalFile(there.absoluteFilePath()));
            return;
        }
        Q_EMIT exportRequested(m_entry.document);
    });
}

QWidget *DocumentDetail::makeText()
{
    connect(m_noText, &EmptyState::buttonClicked, this, [this] {
        if (m_refusal.isEmpty())
            setPage(Page::Related);
        else
            Q_EMIT contextRequested(m_contextId);
    });
    m_textPages->addWidget(m_text);
    m_textPages->addWidget(m_noText);
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new QHBoxLayout(m_matchBar);
    bar->setContentsMargins(Metrics::paneMargin(), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    auto *before = tool(u"go-up"_s, tr("The place before (Shift+F3)"), this);
    auto *after = tool(u"go-down"_s, tr("The next place (F3)"), this);
    before->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F3));
    after->setShortcut(QKeySequence(Qt::Key_F3));
    bar->addWidget(m_matches, 1);
    bar->addWidget(before);
    bar->addWidget(after);
    connect(before, &QToolButton::clicked, this, [this] { m_text->stepMatch(-1); });
    connect(after, &QToolButton::clicked, this, [this] { m_text->stepMatch(1); });
    connect(m_text, &DocumentText::matchesChanged, this, [this] {
        m_matchBar->setVisible(!m_sought.isEmpty());
        m_matches->setText(m_text->matchCount() == 0 ? tr("The words do not stand in this text")
                                                     : tr("Place %1 of %2").arg(m_text->currentMatch() + 1).arg(m_text->matchCount()));
    });
    connect(m_text, &DocumentText::partChosen, this, [this](int number) {
        if (!isPicture(m_entry.document))
            return;
        m_wantedPage = number;
        setPage(Page::Original);
        m_original->goToPage(number);
    });
    m_matchBar->hide();
    layout->addWidget(m_matchBar);
    layout->addWidget(m_textPages, 1);
    return box;
}

QWidget *DocumentDetail::makeOriginal()
{
    m_originalPages->addWidget(m_original);
    m_originalPages->addWidget(m_noOriginal);
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new QHBoxLayout(m_pageBar);
    bar->setContentsMargins(Metrics::paneMargin(), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    auto *smaller = tool(u"zoom-out"_s, tr("Smaller (Ctrl+-)"), this);
    auto *larger = tool(u"zoom-in"_s, tr("Larger (Ctrl++)"), this);
    auto *fit = tool(u"zoom-fit-width"_s, tr("Fit the width (Ctrl+0)"), this);
    auto *toText = tool(u"text-x-generic"_s, tr("Show this page's text"), this);
    bar->addWidget(m_pageNumber, 1);
    for (QToolButton *button : {toText, smaller, larger, fit})
        bar->addWidget(button);
    connect(smaller, &QToolButton::clicked, this, [this] { m_original->zoomBy(1 / 1.2); });
    connect(larger, &QToolButton::clicked, this, [this] { m_original->zoomBy(1.2); });
    connect(fit, &QToolButton::clicked, m_original, &PageView::fitWidth);
    connect(toText, &QToolButton::clicked, this, [this] {
        setPage(Page::Text);
        m_text->goToPart(m_original->currentPage());
    });
    connect(m_original, &PageView::currentPageChanged, this,
            [this](int number) { m_pageNumber->setText(tr("Page %1 of %2").arg(number).arg(m_original->pageCount())); });
    connect(m_original, &PageView::opened, this, [this] {
        m_originalPages->setCurrentWidget(m_original);
        m_pageBar->show();
        if (m_wantedPage > 0)
            m_original->goToPage(m_wantedPage);
    });
    connect(m_original, &PageView::shown, this, &DocumentDetail::shown);
    connect(m_original, &PageView::failed, this, [this] {
        m_pageBar->hide();
        m_noOriginal->setContent(u"document-close"_s,
                                 tr("The original cannot be drawn: it is damaged, protected or too large. Its text is beside it."),
                                 tr("Save the original"));
        m_originalPages->setCurrentWidget(m_noOriginal);
        Q_EMIT shown();
    });
    connect(m_noOriginal, &EmptyState::buttonClicked, this, [this] { Q_EMIT exportRequested(m_entry.document); });
    m_pageBar->hide();
    layout->addWidget(m_pageBar);
    layout->addWidget(m_originalPages, 1);
    return box;
}

QWidget *DocumentDetail::makeSimilar()
{
    m_similar->setColumnCount(2);
    m_similar->setHeaderHidden(true);
    m_similar->setFrameShape(QFrame::NoFrame);
    m_similar->setItemDelegate(new RowDelegate(m_similar));
    m_similar->setRootIsDecorated(false);
    m_similar->setIndentation(Metrics::gap(5));
    m_similar->setAccessibleName(tr("Similar documents"));
    m_similar->header()->setStretchLastSection(false);
    m_similar->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_similar->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(m_similar, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        if (const QString document = item->data(0, kDocumentRole).toString(); !document.isEmpty())
            Q_EMIT documentRequested(document);
        else if (const QString context = item->data(0, kContextRole).toString(); !context.isEmpty())
            Q_EMIT contextRequested(context);
    });
    connect(m_noSimilar, &EmptyState::buttonClicked, this, [this] {
        m_similarOf.clear();
        askSimilar();
    });
    m_similarPages->addWidget(inLine(m_similar));
    m_similarPages->addWidget(m_noSimilar);
    return m_similarPages;
}

void DocumentDetail::askSimilar()
{
    const QString id = m_entry.document.id;
    if (id.isEmpty() || id == m_similarOf)
        return;
    m_similarOf = id;
    m_similar->clear();
    m_similarPages->setCurrentIndex(0);
    m_answers.ask("similar", m_workspace->execute(u"library.similar"_s, Json::object({{"id", id}, {"limit", kSimilar}}), m_workspace->actor()),
                  [this](const Json &answer) { showSimilar(answer); });
}

void DocumentDetail::showSimilar(const Json &answer)
{
    for (const Json &json : answer.value("similar").items()) {
        const LibraryDocument document = LibraryDocument::fromJson(json.value("document"));
        const QString title = document.title.isEmpty() ? json.value("title").toString(document.name) : document.title;
        auto *item = new QTreeWidgetItem(m_similar, {title, tr("%1 % alike").arg(qRound(json.value("similarity").toDouble() * 100))});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(1, Theme::color(ThemeRole::Secondary));
        item->setFont(0, Theme::font(TextRole::Strong));
        item->setIcon(0, formatSign(document.format));
        item->setToolTip(0, document.path.isEmpty() ? document.name : document.path);
        item->setData(0, kDocumentRole, document.id);
        item->setData(0, kContextRole, json.value("context").toString());
        for (const Json &passage : json.value("passages").items()) {
            const QString theirs = passage.value("other").value("text").toString();
            const QString own = passage.value("own").value("text").toString();
            auto *line = new QTreeWidgetItem(item, {withoutMarks(theirs)});
            line->setFirstColumnSpanned(true);
            line->setForeground(0, Theme::color(ThemeRole::Secondary));
            line->setToolTip(
                0, tr("<p>%1</p><p><b>In this document:</b> %2</p>").arg(theirs.left(kTold).toHtmlEscaped(), own.left(kTold).toHtmlEscaped()));
            line->setData(0, kDocumentRole, document.id);
            line->setData(0, kContextRole, json.value("context").toString());
        }
    }
    m_similar->expandAll();
    if (m_similar->topLevelItemCount() > 0) {
        m_similar->setCurrentItem(m_similar->topLevelItem(0));
        Q_EMIT shown();
        return;
    }
    const Json &index = answer.value("index");
    if (index.value("model").isNull() && !index.value("learning").toBool())
        m_noSimilar->setContent(u"edit-find"_s, tr("What is alike is learnt from the documents themselves, once there are some with text."),
                                tr("Look again"));
    else if (index.value("learning").toBool() || index.value("behind").toInt() > 0 || index.value("meaning_behind").toInt() > 0)
        m_noSimilar->setContent(u"edit-find"_s, tr("Nothing like it is known yet: the index is still taking in documents."), tr("Look again"));
    else
        m_noSimilar->setContent(u"edit-find"_s, tr("No other document is like this one."), {});
    m_similarPages->setCurrentWidget(m_noSimilar);
    Q_EMIT shown();
}

DocumentDetail::Page DocumentDetail::page() const
{
    return Page(m_tabs->currentIndex());
}

void DocumentDetail::setPage(Page page)
{
    m_isPageOurs = false;
    goTo(page);
}

void DocumentDetail::choosePage()
{
    if (!m_isPageOurs)
        return;
    const bool isImage = m_entry.document.mediaType.startsWith("image/"_L1);
    if (isImage && page() == Page::Text)
        goTo(Page::Original);
    else if (!isImage && page() == Page::Original)
        goTo(Page::Text);
}

void DocumentDetail::goTo(Page page)
{
    const QScopedValueRollback turning(m_isTurning, true);
    if (m_tabs->isTabVisible(int(page)))
        m_tabs->setCurrentIndex(int(page));
}

void DocumentDetail::showReading(const QString &id)
{
    if (id != m_readingId) {
        m_entry = {};
        m_original->close();
        m_isOriginalOpen = false;
        m_wantedPage = 0;
        m_contextId.clear();
        m_context = {};
        m_similarOf.clear();
        m_readingId = id;
        for (const Page page : {Page::Tables, Page::Facts, Page::Related, Page::Similar})
            showTab(page, false);
        m_text->setSought({});
        m_matchBar->hide();
        m_answers.forget("document");
        m_answers.forget("context");
        m_answers.forget("found");
        m_found = {};
    }
    QFuture<Result<Json>> asked = m_workspace->execute(u"reading.get"_s, Json::object({{"id", id}}), m_workspace->actor());
    asked.then(this, [this, id](const Result<Json> &answer) {
        if (id != m_readingId)
            return;
        if (!answer) {
            m_readingId.clear();
            Q_EMIT readingEnded(m_entry.document.path);
            return;
        }
        LibraryDocument &document = m_entry.document;
        document.path = answer->value("path").toString();
        document.name = answer->value("name").toString();
        document.title = answer->value("title").toString();
        document.format = u"pdf"_s;
        showHead();
        m_line->setText(tr("%1 of %2 pages read · %3")
                            .arg(Format::count(answer->value("pages").toInt()), Format::count(answer->value("all_pages").toInt()), document.path));
        // The file is where it came from, and can be looked at all the while.
        showTab(Page::Original, QFileInfo::exists(document.path));
        m_stack->setCurrentWidget(m_all);
        m_textPages->setCurrentWidget(m_text);
        m_text->setText(answer->value("text").toString(), answer->value("document"));
        if (page() == Page::Original)
            openOriginal();
        Q_EMIT shown();
    });
}

void DocumentDetail::show(const LibraryEntry &entry, const QString &sought)
{
    m_sought = sought;
    const bool wasReading = !std::exchange(m_readingId, QString()).isEmpty();
    if (wasReading && !entry.id().isEmpty())
        showTab(Page::Facts, true);
    if (entry.id().isEmpty()) {
        m_entry = {};
        m_stack->setCurrentIndex(m_canChoose ? 0 : 2);
        return;
    }
    m_stack->setCurrentWidget(m_all);
    const bool isSame = entry.id() == m_entry.id() && entry.context == m_entry.context;
    m_entry = entry;
    showHead();
    m_text->setSought(sought);
    m_matchBar->setVisible(!sought.isEmpty());
    if (!isSame) {
        m_original->close();
        m_isOriginalOpen = false;
        m_wantedPage = 0;
        m_contextId.clear();
        m_context = {};
        m_similarOf.clear();
        showTab(Page::Tables, false);
    }
    if (!entry.document.id.isEmpty()) {
        m_answers.ask("document", m_workspace->execute(u"library.get"_s, Json::object({{"id", entry.document.id}}), m_workspace->actor()),
                      [this](const Json &answer) { showDocument(answer); });
        if (page() == Page::Original)
            openOriginal();
        else if (page() == Page::Similar)
            askSimilar();
    } else {
        m_related->clear();
        m_contextId = entry.context;
        m_answers.ask("context", m_workspace->execute(u"context.get"_s, Json::object({{"id", entry.context}, {"step", 0}}), m_workspace->actor()),
                      [this](const Json &context) { showContext(context); });
    }
}

/// QTabBar lays its tabs out anew after the last call alone, and only where that one changed something.
void DocumentDetail::showTab(Page page, bool isShown)
{
    const QScopedValueRollback turning(m_isTurning, true);
    if (m_tabs->isTabVisible(int(page)) != isShown)
        m_tabs->setTabVisible(int(page), isShown);
}

void DocumentDetail::showHead()
{
    const LibraryDocument &document = m_entry.document;
    m_title->setText(document.title.isEmpty() ? document.name : document.title);
    QStringList line;
    if (!document.format.isEmpty())
        line << formatName(document.format) << Format::bytes(document.size);
    if (document.version > 1 || !document.isLatest)
        line << (document.isLatest ? tr("version %1").arg(document.version) : tr("version %1, there is a newer one").arg(document.version));
    if (!document.path.isEmpty())
        line << document.path;
    m_line->setText(line.join(u" · "_s));
    const bool hasOriginal = !document.hash.isEmpty();
    m_open->setVisible(hasOriginal);
    m_export->setVisible(hasOriginal);
    showTab(Page::Original, hasOriginal && isPicture(document));
    showTab(Page::Related, !document.id.isEmpty());
    showTab(Page::Similar, !document.id.isEmpty());
    choosePage();
}

void DocumentDetail::showDocument(const Json &answer)
{
    m_entry.document = LibraryDocument::fromJson(answer.value("document"));
    showHead();
    m_related->clear();
    const auto documents = [](const Json &list) {
        QList<LibraryDocument> found;
        for (const Json &json : list.items())
            found.append(LibraryDocument::fromJson(json));
        return found;
    };
    const QList<LibraryDocument> versions = documents(answer.value("versions"));
    if (versions.size() > 1)
        addRelated(tr("Versions"), versions, true);
    addRelated(tr("The same bytes"), documents(answer.value("duplicates")), false);
    QList<LibraryDocument> near;
    QList<double> likeness;
    for (const Json &json : answer.value("near").items()) {
        LibraryDocument document = LibraryDocument::fromJson(json.value("document"));
        if (document.id.isEmpty() || document.hash == m_entry.document.hash)
            continue;
        near.append(document);
        likeness.append(json.value("similarity").toDouble());
    }
    addRelated(tr("Nearly the same text"), near, false, likeness);
    const Json contexts = answer.value("contexts");
    m_contextCount = contexts.size();
    const std::optional<ContextStatus> status = statusFromName(contexts.at(0).value("status").toString());
    m_refusal = contexts.size() == 1 && (status == ContextStatus::Quarantined || status == ContextStatus::Failed)
        ? contexts.at(0).value("reason").toString()
        : QString();
    if (contexts.size() > 0) {
        auto *section = new QTreeWidgetItem(m_related, {tr("Made from it")});
        section->setFont(0, Theme::font(TextRole::Section));
        section->setFlags(Qt::ItemIsEnabled);
        for (const Json &context : contexts.items()) {
            const QString title = context.value("title").toString();
            auto *item = new QTreeWidgetItem(
                section, {title.isEmpty() ? context.value("id").toString() : title, statusWord(context.value("status").toString())});
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            item->setForeground(1, Theme::color(ThemeRole::Secondary));
            item->setData(0, kContextRole, context.value("id").toString());
            item->setIcon(0, Icons::icon(u"view-list-details"_s));
            item->setToolTip(0, tr("Show this context with its history"));
        }
    }
    if (m_related->topLevelItemCount() == 0) {
        auto *item = new QTreeWidgetItem(m_related, {tr("Nothing else belongs to this document yet.")});
        item->setFlags(Qt::ItemIsEnabled);
        item->setForeground(0, Theme::color(ThemeRole::Secondary));
    }
    m_related->expandAll();
    const QString context = !m_entry.context.isEmpty() ? m_entry.context : contexts.at(0).value("id").toString();
    if (context.isEmpty()) {
        m_context = {};
        m_found = {};
        showNoText(false);
        showFacts();
        Q_EMIT shown();
        return;
    }
    if (context == m_contextId)
        return;
    m_contextId = context;
    m_answers.ask("context", m_workspace->execute(u"context.get"_s, Json::object({{"id", context}, {"step", 0}}), m_workspace->actor()),
                  [this](const Json &json) { showContext(json); });
}

void DocumentDetail::addRelated(const QString &title, const QList<LibraryDocument> &documents, bool ofVersions, const QList<double> &likeness)
{
    if (documents.isEmpty())
        return;
    auto *section = new QTreeWidgetItem(m_related, {title});
    section->setFont(0, Theme::font(TextRole::Section));
    section->setFlags(Qt::ItemIsEnabled);
    for (qsizetype i = 0; i < documents.size(); ++i) {
        const LibraryDocument &document = documents.at(i);
        const bool isThis = document.id == m_entry.document.id;
        QString name = document.title.isEmpty() ? document.name : document.title;
        const QString right = i < likeness.size() ? tr("%1, %2 % alike").arg(document.name).arg(qRound(likeness.at(i) * 100))
            : ofVersions                          ? tr("version %1, %2").arg(document.version).arg(Format::clockTime(document.takenAt))
                                                  : document.name;
        auto *item = new QTreeWidgetItem(section, {isThis ? tr("%1 (this one)").arg(name) : name, right});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(1, Theme::color(ThemeRole::Secondary));
        item->setIcon(0, formatSign(document.format));
        item->setToolTip(0, document.path.isEmpty() ? document.name : document.path);
        if (!isThis)
            item->setData(0, kDocumentRole, document.id);
    }
}

void DocumentDetail::showContext(const Json &context)
{
    m_context = context;
    m_found = {};
    m_answers.ask("found", m_workspace->execute(u"context.get"_s, Json::object({{"id", m_contextId}}), m_workspace->actor()),
                  [this, id = m_contextId](const Json &now) {
                      if (id != m_contextId)
                          return;
                      m_found = now.value("data");
                      showFacts();
                  });
    const Json data = context.value("data");
    const QString text = data.value("source_text").toString();
    const Json structure = data.value("document");
    if (!text.isEmpty())
        m_textPages->setCurrentWidget(m_text);
    else
        showNoText(m_contextCount > 1 || !structure.isObject());
    m_text->setText(text, structure);
    showTables(text, structure);
    if (text.isEmpty())
        askRecords();
    showFacts();
    if (page() != Page::Original || !isPicture(m_entry.document))
        Q_EMIT shown();
}

void DocumentDetail::askRecords()
{
    static const QStringList formats{u"csv"_s, u"tsv"_s, u"json"_s, u"jsonl"_s};
    const QString id = m_entry.document.id;
    const qint64 most = m_entry.document.format == "json"_L1 ? kMostJson : kMostTable;
    if (id.isEmpty() || !formats.contains(m_entry.document.format) || m_entry.document.size > most)
        return;
    m_answers.ask("records", m_workspace->execute(u"library.text"_s, Json::object({{"id", id}}), m_workspace->actor()),
                  [this, id](const Json &records) {
                      if (id != m_entry.document.id)
                          return;
                      const QString text = records.value("text").toString();
                      const Json structure = records.value("document");
                      m_textPages->setCurrentWidget(m_text);
                      m_text->setText(text, structure);
                      showTables(text, structure);
                  });
}

void DocumentDetail::showNoText(bool hasRecords)
{
    if (!m_refusal.isEmpty())
        m_noText->setContent(u"dialog-warning"_s, tr("It could not be taken in: %1").arg(Format::withoutFolders(m_refusal)),
                             tr("Show where it waits"));
    else if (hasRecords && m_contextCount > 0)
        m_noText->setContent(u"view-list-details"_s, tr("Each of its records became a context of its own."), tr("Show what was made from it"));
    else
        m_noText->setContent(u"text-x-generic"_s, tr("No text was found in it."));
    m_textPages->setCurrentWidget(m_noText);
}

void DocumentDetail::beginFacts(const QString &title)
{
    m_factsTitle = title;
}

void DocumentDetail::addFactRow(const QString &name, QWidget *value)
{
    if (!m_factsTitle.isEmpty()) {
        auto *title = makeLabel(TextRole::Section, std::exchange(m_factsTitle, {}), m_facts);
        title->setContentsMargins(0, m_factRows->rowCount() > 0 ? Metrics::gap(4) : 0, 0, Metrics::gap(1));
        m_factRows->addRow(title);
    }
    m_factRows->addRow(makeLabel(TextRole::Secondary, name, m_facts), value);
}

void DocumentDetail::addLine(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *label = new ElidedLabel(TextRole::Body, m_facts);
    label->setElideMode(Qt::ElideMiddle);
    label->setText(value);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    addFactRow(name, label);
}

void DocumentDetail::addFact(const QString &name, const QString &value, Qt::TextFormat format)
{
    if (value.isEmpty())
        return;
    auto *label = makeLabel(TextRole::Body, value, m_facts);
    label->setWordWrap(true);
    label->setMinimumWidth(Metrics::gap(10)); // however long its longest word is
    label->setTextFormat(format);
    label->setTextInteractionFlags(format == Qt::RichText ? Qt::TextBrowserInteraction : Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(label, &QLabel::linkActivated, this,
            [this](const QString &link) { showPlaces(QString::fromUtf8(QByteArray::fromPercentEncoding(link.toUtf8()))); });
    addFactRow(name, label);
}

void DocumentDetail::showPlaces(const QString &link)
{
    m_sought = link;
    setPage(Page::Text);
    if (link.startsWith(u'=')) {
        m_text->setSought(link.sliced(1));
    } else {
        QList<std::pair<qint64, qint64>> places;
        for (const QString &place : link.split(u','))
            places.append({place.section(u'-', 0, 0).toLongLong(), place.section(u'-', 1).toLongLong()});
        m_text->setSoughtPlaces(places);
    }
    m_matchBar->show();
}

/// What steps have found in it; a click on a word shows its places.
void DocumentDetail::showFound(const Json &found)
{
    struct Word
    {
        QString text;
        QStringList places; ///< "FROM-TO"; none: wherever it stands
    };
    const auto links = [](const QList<Word> &words) {
        QStringList shown;
        for (const Word &word : words) {
            if (shown.size() == kFoundShown) {
                shown.append(tr("and %n more", nullptr, int(words.size() - kFoundShown)));
                break;
            }
            const QString link = word.places.isEmpty() ? u'=' + word.text : word.places.join(u',');
            shown.append(u"<a href=\"%1\">%2</a>"_s.arg(QString::fromLatin1(QUrl::toPercentEncoding(link)), word.text.toHtmlEscaped()));
        }
        return shown.join(u", "_s);
    };
    const Json facts = found.value("facts").value("list");
    const bool hasPlaces = standWhereTheySay(facts, m_context.value("data").value("source_text").toString().toUtf8());
    QStringList tags;
    for (const Json &tag : found.value("tags").items())
        tags.append(tag.isString() ? tag.toString() : tag.value("tag").toString());
    addFact(tr("Tags"), tags.join(u", "_s));
    const Json &classified = found.value("classification");
    if (const QString label = classified.value("label").toString(); !label.isEmpty())
        addFact(tr("Class"), tr("%1, sure to %2 %").arg(label).arg(qRound(classified.value("confidence").toDouble() * 100)));
    QStringList kinds;
    QHash<QString, QList<Word>> words;
    for (const Json &fact : facts.items()) {
        const QString kind = fact.value("kind").toString();
        const QString text = fact.value("text").toString().simplified();
        if (text.isEmpty())
            continue;
        if (!kinds.contains(kind))
            kinds.append(kind);
        QList<Word> &list = words[kind];
        auto word = std::ranges::find(list, text, &Word::text);
        if (word == list.end())
            word = list.insert(list.end(), {text, {}});
        if (hasPlaces)
            word->places.append(u"%1-%2"_s.arg(fact.value("from").toInt()).arg(fact.value("to").toInt()));
    }
    for (const QString &kind : std::as_const(kinds))
        addFact(kindName(kind), links(words.value(kind)), Qt::RichText);
    QList<Word> keywords;
    for (const Json &word : found.value("keywords").items())
        keywords.append({word.isString() ? word.toString() : QString::fromUtf8(word.toBytes()), {}});
    addFact(tr("Keywords"), links(keywords), Qt::RichText);
}

void DocumentDetail::showFacts()
{
    while (m_factRows->rowCount() > 0)
        m_factRows->removeRow(0);
    const LibraryDocument &document = m_entry.document;
    const Json &data = m_found.isObject() ? m_found : m_context.value("data");
    const Json structure = m_context.value("data").value("document");
    beginFacts(tr("Found in it"));
    showFound(data);
    beginFacts(tr("The document"));
    if (const QString code = data.value("language").toString(); !code.isEmpty()) {
        const QLocale::Language language = QLocale::codeToLanguage(code.section(u'-', 0, 0));
        addFact(tr("Language"), language == QLocale::AnyLanguage ? code : QLocale::languageToString(language));
    }
    for (const JsonMember &fact : structure.value("facts").members())
        addFact(factName(QString::fromUtf8(fact.key)), factValue(fact.value));
    addFact(tr("Read by"), structure.value("reader").toString());
    QStringList notes;
    for (const Json &warning : structure.value("warnings").items())
        notes.append(warning.toString());
    addFact(tr("Told by the reader"), notes.join(u'\n'));
    QStringList problems;
    for (const Json &problem : structure.value("problems").items())
        problems.append(tr("Part %1: %2").arg(problem.value("number").toInt()).arg(problem.value("text").toString()));
    addFact(tr("Not read"), problems.join(u'\n'));
    beginFacts(tr("The file"));
    addLine(tr("Name"), document.name);
    addLine(tr("Folder"), document.path.isEmpty() ? QString() : QFileInfo(document.path).absolutePath());
    addFact(tr("Format"), formatName(document.format));
    addLine(tr("Media type"), document.mediaType);
    addFact(tr("Size"), document.size > 0 ? Format::bytes(document.size) : QString());
    addFact(tr("Changed"), Format::clockTime(document.modifiedAt));
    addFact(tr("Taken in"), Format::clockTime(document.takenAt));
    addLine(tr("Hash"), document.hash);
    m_factsTitle.clear();
}

void DocumentDetail::showTables(const QString &text, const Json &structure)
{
    m_tables.clear();
    const QSignalBlocker quiet(m_tableTabs);
    while (m_tableTabs->count() > 0)
        m_tableTabs->removeTab(0);
    const QByteArray utf8 = text.toUtf8();
    const Json parts = structure.value("parts");
    QStringList names;
    QList<QList<QStringList>> tables;
    int last = -1;
    qsizetype rows = 0;
    for (const Json &block : structure.value("blocks").items()) {
        const QString kind = block.at(0).toString();
        if (!kind.startsWith("tr"_L1) || ++rows > kMostRows)
            continue;
        if (const int table = kind.sliced(2).toInt(); tables.isEmpty() || table != last) {
            last = table;
            const Json &part = parts.at(block.at(3).toInt(-1));
            const QString sheet = part.value("kind").toString() == "sheet"_L1 ? part.value("name").toString() : QString();
            names.append(part.value("title").toString(sheet));
            tables.append(QList<QStringList>());
        }
        QStringList cells;
        for (const Json &cell : block.at(6).items()) {
            const qint64 from = cell.at(0).toInt();
            const qint64 to = cell.at(1).toInt();
            const auto column = static_cast<qsizetype>(cell.at(2).toInt(cells.size() + 1));
            if (from < 0 || to < from || to > utf8.size() || column > 1'000)
                continue;
            while (cells.size() < column - 1)
                cells.append(QString());
            cells.append(QString::fromUtf8(QByteArrayView(utf8).sliced(from, to - from)));
        }
        tables.last().append(cells);
    }
    for (qsizetype i = 0; i < tables.size(); ++i) {
        if (tables.at(i).size() < 2)
            continue; // one row is layout, no table
        m_tables.append(tables.at(i));
        m_tableTabs->addTab(names.at(i).isEmpty() ? tr("Table %1").arg(m_tables.size()) : names.at(i));
    }
    m_tableTabs->setVisible(m_tables.size() > 1);
    showTab(Page::Tables, !m_tables.isEmpty());
    if (!m_tables.isEmpty())
        showTable(0);
}

void DocumentDetail::showTable(int table)
{
    if (table < 0 || table >= m_tables.size())
        return;
    const QList<QStringList> &rows = m_tables.at(table);
    qsizetype columns = 0;
    for (const QStringList &row : rows)
        columns = std::max(columns, row.size());
    auto *model = new QStandardItemModel(static_cast<int>(std::max<qsizetype>(rows.size() - 1, 0)), static_cast<int>(columns), m_table);
    // The first row heads the columns, as it nearly always does.
    for (int column = 0; column < columns; ++column)
        model->setHeaderData(column, Qt::Horizontal, rows.isEmpty() ? QString() : rows.first().value(column));
    for (int row = 1; row < rows.size(); ++row) {
        for (int column = 0; column < rows.at(row).size(); ++column) {
            auto *item = new QStandardItem(rows.at(row).at(column));
            bool isNumber = false;
            Q_UNUSED(item->text().toDouble(&isNumber));
            if (isNumber)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            model->setItem(row - 1, column, item);
        }
    }
    const QAbstractItemModel *old = m_table->model();
    m_table->setModel(model);
    delete old;
    m_table->resizeColumnsToContents();
    for (int column = 0; column < columns; ++column)
        m_table->setColumnWidth(column, std::min(m_table->columnWidth(column), Metrics::gap(80)));
}

void DocumentDetail::openOriginal()
{
    const LibraryDocument &document = m_entry.document;
    if (m_isOriginalOpen || !isPicture(document))
        return;
    if (!m_readingId.isEmpty()) {
        m_isOriginalOpen = true;
        m_original->open(document.path);
        return;
    }
    if (document.id.isEmpty())
        return;
    m_isOriginalOpen = true;
    m_folder = std::make_unique<QTemporaryDir>();
    const QString path = m_folder->filePath(u"original"_s);
    const QString id = document.id;
    m_answers.ask("original", m_workspace->execute(u"original.export"_s, Json::object({{"document", id}, {"path", path}}), m_workspace->actor()),
                  [this, path, id](const Json &) {
                      if (m_entry.document.id == id)
                          m_original->open(path);
                  });
}

} // namespace Millrace
