// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/librarymodel.h"

#include "workspace/workspace.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kPage = 200;
constexpr qsizetype kMostAtOnce = 1000; ///< the door gives no more in one answer

LibraryEntry entryOf(const Json &hit)
{
    LibraryEntry entry;
    entry.document = LibraryDocument::fromJson(hit.value("document"));
    entry.context = hit.value("context").toString();
    // Of several things in a file each has its own name.
    const QString title = hit.value("title").toString();
    entry.isPart = hit.value("document").value("is_part").toBool();
    if (entry.document.title.isEmpty() || (entry.isPart && !title.isEmpty()))
        entry.document.title = title;
    entry.snippet = hit.value("snippet").toString();
    entry.isByMeaning = hit.value("found_by").toString() == "meaning"_L1;
    for (const Json &match : hit.value("matches").items())
        entry.matches.emplace_back(static_cast<int>(match.at(0).toInt()), static_cast<int>(match.at(1).toInt()));
    return entry;
}

} // namespace

LibraryModel::LibraryModel(Workspace *workspace, QObject *parent)
    : QAbstractListModel(parent)
    , m_workspace(workspace)
    , m_answers(this)
{
    m_answers.onError([this](const Error &error) {
        m_isAsking = false;
        m_hasMore = false;
        Q_EMIT failed(error);
    });
}

void LibraryModel::setFilter(const LibraryFilter &filter)
{
    m_filter = filter;
    ask(kPage, true);
}

void LibraryModel::refresh()
{
    ask(std::clamp<qsizetype>(m_entries.size(), kPage, kMostAtOnce), true);
}

int LibraryModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find_if(m_entries, [&](const LibraryEntry &entry) { return entry.id() == id; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

int LibraryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant LibraryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LibraryEntry &entry = m_entries.at(index.row());
    switch (role) {
    case EntryRole:
        return QVariant::fromValue(entry);
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return entry.document.title.isEmpty() ? entry.document.name : entry.document.title;
    case Qt::ToolTipRole:
        return entry.document.path.isEmpty() ? entry.document.name : entry.document.path;
    default:
        return {};
    }
}

bool LibraryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && !m_isAsking;
}

void LibraryModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(kPage, false);
}

void LibraryModel::ask(qsizetype wanted, bool anew)
{
    m_isAsking = true;
    const bool seeks = !m_filter.query.isEmpty();
    Json args = m_filter.toArgs();
    args.insert("limit", qint64(wanted));
    if (seeks)
        args.insert("ranking", m_filter.byWordsAlone ? "text" : "hybrid");
    if (!anew && seeks)
        args.insert("skip", qint64(m_entries.size()));
    else if (!anew && !m_entries.isEmpty())
        args.insert("after", m_entries.last().document.id);
    m_answers.ask("documents", m_workspace->execute(seeks ? u"library.search"_s : u"library.list"_s, args, m_workspace->actor()),
                  [this, wanted, anew, seeks](const Json &answer) {
                      m_isAsking = false;
                      const Json &index = answer.value("index");
                      m_lag = {index.value("behind").toInt(), index.value("at_least").toBool(), index.value("meaning_behind").toInt()};
                      QList<LibraryEntry> entries;
                      for (const Json &json : answer.value(seeks ? "hits" : "documents").items())
                          entries.append(seeks ? entryOf(json) : LibraryEntry{.document = LibraryDocument::fromJson(json)});
                      m_hasMore = seeks ? entries.size() == wanted : !answer.value("next").isNull();
                      if (anew) {
                          replaceBy(entries);
                          Q_EMIT loaded();
                      } else if (!entries.isEmpty()) {
                          const int from = static_cast<int>(m_entries.size());
                          beginInsertRows({}, from, from + static_cast<int>(entries.size()) - 1);
                          m_entries += entries;
                          endInsertRows();
                      }
                  });
}

void LibraryModel::replaceBy(const QList<LibraryEntry> &entries)
{
    if (entries == m_entries)
        return;
    // What came new at the top is inserted, so that the view stays where it is; any other difference begins anew.
    const qsizetype added = entries.size() - m_entries.size();
    if (!m_entries.isEmpty() && added > 0 && entries.sliced(added) == m_entries) {
        beginInsertRows({}, 0, static_cast<int>(added) - 1);
        m_entries = entries;
        endInsertRows();
        return;
    }
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

} // namespace Millrace
