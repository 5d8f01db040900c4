// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/librarysidebar.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/theme.h"
#include "library/documentdelegate.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kFilterRole = Qt::UserRole + 1; ///< the JSON of the filter that a row leads to
constexpr int kSectionRole = Qt::UserRole + 2;
constexpr int kSearchRole = Qt::UserRole + 3; ///< the name of a saved search
constexpr qsizetype kMostShown = 12;

QString languageName(const QString &code)
{
    const QLocale::Language language = QLocale::codeToLanguage(code);
    return language == QLocale::AnyLanguage ? code : QLocale::languageToString(language);
}

QString dayName(const QString &day)
{
    const QDate date = QDate::fromString(day, Qt::ISODate);
    return date.isValid() ? Format::locale().toString(date, QLocale::ShortFormat) : day;
}

/// What comes in without a folder that is watched has a way in for its source.
QString sourceName(const QString &id, const QString &title)
{
    if (id == "cli"_L1)
        return LibrarySidebar::tr("Command line");
    if (id == "drop"_L1)
        return LibrarySidebar::tr("Added in the window");
    if (id == "paste"_L1)
        return LibrarySidebar::tr("Pasted");
    if (id == "door"_L1)
        return LibrarySidebar::tr("Sent by a program");
    return title.isEmpty() ? id : title;
}

} // namespace

LibrarySidebar::LibrarySidebar(QWidget *parent)
    : QTreeView(parent)
    , m_model(new QStandardItemModel(0, 2, this))
{
    setModel(m_model);
    setItemDelegate(new RowDelegate(this));
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(Metrics::gap(3));
    setUniformRowHeights(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Groups and saved searches"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setMinimumSectionSize(Metrics::gap(8));
    connect(this, &QTreeView::clicked, this, &LibrarySidebar::choose);
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (hasFocus())
            choose(index);
    });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) { m_collapsed.insert(index.data(kSectionRole).toString()); });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { m_collapsed.remove(index.data(kSectionRole).toString()); });
}

void LibrarySidebar::setFacets(const Json &facets)
{
    m_facets = facets;
    build();
}

void LibrarySidebar::setFilter(const LibraryFilter &filter)
{
    m_filter = filter;
    build();
}

void LibrarySidebar::setSearches(const QList<SavedSearch> &searches)
{
    m_searches = searches;
    build();
}

void LibrarySidebar::addRow(QStandardItem *section, const QString &text, const QString &count, bool isActive, const LibraryFilter &leadsTo)
{
    auto *name = new QStandardItem(text);
    auto *number = new QStandardItem(count);
    number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    number->setForeground(Theme::color(ThemeRole::Secondary));
    if (isActive) {
        name->setFont(Theme::font(TextRole::Strong));
        name->setForeground(Theme::color(ThemeRole::Accent));
        name->setToolTip(tr("Shown alone; a click shows all again"));
    }
    name->setData(leadsTo.toJson().toBytes(), kFilterRole);
    section->appendRow({name, number});
}

void LibrarySidebar::build()
{
    struct Section
    {
        QString name;
        QString title;
        QString LibraryFilter::*member;
        QString (*shown)(const QString &);
    };
    const auto asIs = [](const QString &value) { return value; };
    const Section sections[] = {{u"format"_s, tr("Format"), &LibraryFilter::format, &formatName},
                                {u"language"_s, tr("Language"), &LibraryFilter::language, &languageName},
                                {u"tag"_s, tr("Tag"), &LibraryFilter::tag, asIs},
                                {u"source"_s, tr("Source"), &LibraryFilter::source, asIs},
                                {u"day"_s, tr("Taken in"), &LibraryFilter::day, &dayName}};
    const QString current = currentIndex().data().toString();
    m_model->removeRows(0, m_model->rowCount());
    const auto addSection = [this](const QString &name, const QString &title) {
        auto *item = new QStandardItem(title);
        item->setFont(Theme::font(TextRole::Label));
        item->setForeground(Theme::color(ThemeRole::Secondary));
        item->setData(name, kSectionRole);
        item->setSelectable(false);
        auto *empty = new QStandardItem;
        empty->setSelectable(false);
        m_model->appendRow({item, empty});
        return item;
    };
    if (!m_searches.isEmpty()) {
        QStandardItem *item = addSection(u"searches"_s, tr("Saved searches"));
        for (const SavedSearch &search : std::as_const(m_searches)) {
            addRow(item, search.name, {}, search.filter == m_filter, search.filter == m_filter ? LibraryFilter() : search.filter);
            item->child(item->rowCount() - 1)->setData(search.name, kSearchRole);
        }
    }
    for (const Section &section : sections) {
        const Json values = m_facets.value(section.name.toLatin1().constData());
        const QString &active = m_filter.*section.member;
        if (values.size() == 0 || (values.size() == 1 && active.isEmpty() && section.name != "tag"_L1 && section.name != "format"_L1))
            continue; // one group alone tells nothing apart
        QStandardItem *item = addSection(section.name, section.title);
        qsizetype shown = 0;
        for (const Json &value : values.items()) {
            const QString of = value.value("value").toString();
            const bool isActive = of == active;
            if (of.isEmpty() || (++shown > kMostShown && !isActive))
                continue;
            LibraryFilter leadsTo = m_filter;
            leadsTo.*section.member = isActive ? QString() : of;
            const QString title = section.name == "source"_L1 ? sourceName(of, value.value("title").toString()) : section.shown(of);
            addRow(item, title, Format::count(value.value("count").toInt()), isActive, leadsTo);
        }
    }
    for (const Json &value : m_facets.value("duplicates").items()) {
        if (value.value("value").toString() != "true"_L1 && value.value("value").toString() != "1"_L1)
            continue;
        QStandardItem *item = addSection(u"duplicates"_s, tr("Duplicates"));
        LibraryFilter leadsTo = m_filter;
        const bool isActive = m_filter.hasDuplicates == true;
        leadsTo.hasDuplicates = isActive ? std::nullopt : std::optional(true);
        addRow(item, tr("Same bytes"), Format::count(value.value("count").toInt()), isActive, leadsTo);
    }
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        setExpanded(index, !m_collapsed.contains(index.data(kSectionRole).toString()));
        setFirstColumnSpanned(row, {}, true);
        for (int child = 0; child < m_model->rowCount(index); ++child) {
            if (!current.isEmpty() && m_model->index(child, 0, index).data().toString() == current)
                setCurrentIndex(m_model->index(child, 0, index));
        }
    }
}

void LibrarySidebar::choose(const QModelIndex &index)
{
    const QModelIndex row = index.siblingAtColumn(0);
    if (row.data(kSectionRole).isValid()) {
        setExpanded(row, !isExpanded(row));
        return;
    }
    if (const auto filter = Json::parse(row.data(kFilterRole).toByteArray()))
        Q_EMIT filterRequested(LibraryFilter::fromJson(*filter));
}

void LibrarySidebar::removeSearch(const QModelIndex &index)
{
    if (const QString name = index.siblingAtColumn(0).data(kSearchRole).toString(); !name.isEmpty())
        Q_EMIT searchRemoved(name);
}

void LibrarySidebar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete)
        removeSearch(currentIndex());
    else
        QTreeView::keyPressEvent(event);
}

void LibrarySidebar::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (index.siblingAtColumn(0).data(kSearchRole).toString().isEmpty())
        return;
    QMenu menu(this);
    menu.addAction(Icons::icon(u"edit-delete"), tr("Remove this search (Delete)"), this, [this, index] { removeSearch(index); });
    menu.exec(event->globalPos());
}

} // namespace Millrace
