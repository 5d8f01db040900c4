// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinediff.h"

#include "pipeline/fielddiff.h"

#include <QHash>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongestValue = 80; ///< in the text

QLatin1StringView kindName(FieldChange::Kind kind)
{
    switch (kind) {
    case FieldChange::Kind::Added:
        return "added"_L1;
    case FieldChange::Kind::Removed:
        return "removed"_L1;
    case FieldChange::Kind::Changed:
        return "changed"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

Json changesOf(const QList<FieldChange> &changes)
{
    Json list = Json::array();
    for (const FieldChange &change : changes)
        list.append(Json::object({{"path", change.path}, {"kind", kindName(change.kind)}, {"before", change.before}, {"after", change.after}}));
    return list;
}

Json without(Json json, std::initializer_list<const char *> members)
{
    for (const char *member : members)
        json.remove(member);
    return json;
}

QString shown(const Json &value)
{
    const QString text = QString::fromUtf8(value.toBytes());
    return text.size() > kLongestValue ? text.first(kLongestValue) + u'…' : text;
}

/// Parts of both lists that belong together: by their key, equal keys in their order.
struct Pair
{
    QByteArray key;
    const Json *before = nullptr;
    const Json *after = nullptr;
    int nth = 0; ///< of those with this key
};

template <typename Key>
QList<Pair> pairs(const Json &before, const Json &after, Key keyOf)
{
    QList<Pair> all;
    QHash<std::pair<QByteArray, int>, qsizetype> places;
    QHash<QByteArray, int> seen;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const QByteArray key = keyOf(before.at(i), i);
        const int nth = seen[key]++;
        places.insert({key, nth}, all.size());
        all.append({key, &before.at(i), nullptr, nth});
    }
    seen.clear();
    for (qsizetype i = 0; i < after.size(); ++i) {
        const QByteArray key = keyOf(after.at(i), i);
        const int nth = seen[key]++;
        const auto place = places.constFind({key, nth});
        if (place == places.cend())
            all.append({key, nullptr, &after.at(i), nth});
        else
            all[*place].after = &after.at(i);
    }
    return all;
}

class Comparison
{
public:
    Json run(const Json &before, const Json &after)
    {
        const QList<FieldChange> changes = fieldDiff(without(before, {"nodes", "links", "groups", "notes", "version"}),
                                                     without(after, {"nodes", "links", "groups", "notes", "version"}));
        tell(u"pipeline"_s, changes);
        const Json nodes = compareNodes(before.value("nodes"), after.value("nodes"));
        const Json links = compareLinks(before.value("links"), after.value("links"));
        const Json groups = compareOthers(u"group"_s, before.value("groups"), after.value("groups"));
        const Json notes = compareOthers(u"note"_s, before.value("notes"), after.value("notes"));
        const bool same = changes.isEmpty() && nodes.isEmpty() && links.isEmpty() && groups.isEmpty() && notes.isEmpty();
        return Json::object({{"same", same},
                             {"pipeline", changesOf(changes)},
                             {"nodes", nodes},
                             {"links", links},
                             {"groups", groups},
                             {"notes", notes},
                             {"text", m_lines.join(u'\n')}});
    }

private:
    void tell(const QString &what, const QList<FieldChange> &changes)
    {
        if (!changes.isEmpty())
            m_lines.append(u"~ "_s + what);
        for (const FieldChange &change : changes) {
            const QString path = QString::fromUtf8(change.path);
            if (change.kind == FieldChange::Kind::Added)
                m_lines.append(u"    + %1: %2"_s.arg(path, shown(change.after)));
            else if (change.kind == FieldChange::Kind::Removed)
                m_lines.append(u"    - %1: %2"_s.arg(path, shown(change.before)));
            else
                m_lines.append(u"    %1: %2 → %3"_s.arg(path, shown(change.before), shown(change.after)));
        }
    }

    Json compareNodes(const Json &before, const Json &after)
    {
        Json list = Json::array();
        for (const Pair &pair : pairs(before, after, [](const Json &node, qsizetype) { return node.value("id").utf8().toByteArray(); })) {
            const Json &node = pair.after ? *pair.after : *pair.before;
            const QString name = u"node %1 (%2)"_s.arg(QString::fromUtf8(pair.key), node.value("component").toString());
            QLatin1StringView kind = pair.before ? "removed"_L1 : "added"_L1;
            QList<FieldChange> changes;
            if (pair.before && pair.after) {
                changes = fieldDiff(*pair.before, *pair.after);
                if (changes.isEmpty())
                    continue;
                const bool moved = without(*pair.before, {"position"}).isEquivalent(without(*pair.after, {"position"}));
                kind = moved ? "moved"_L1 : "changed"_L1;
                if (moved)
                    m_lines.append(u"> %1 moved"_s.arg(name));
                else
                    tell(name, fieldDiff(without(*pair.before, {"position"}), without(*pair.after, {"position"})));
            } else {
                m_lines.append((pair.after ? u"+ "_s : u"- "_s) + name);
            }
            list.append(Json::object({{"id", pair.key},
                                      {"kind", kind},
                                      {"title", node.value("title").toString()},
                                      {"component", node.value("component")},
                                      {"changes", changesOf(changes)}}));
        }
        return list;
    }

    static Json endOf(const Json &end, const char *usualPort)
    {
        return Json::object({{"node", end.value("node")}, {"port", end.value("port").toString(QString::fromLatin1(usualPort))}});
    }

    Json compareLinks(const Json &before, const Json &after)
    {
        const auto ends
            = [](const Json &link, qsizetype) { return Json::array({endOf(link.value("from"), "out"), endOf(link.value("to"), "in")}).toBytes(); };
        Json list = Json::array();
        for (const Pair &pair : pairs(before, after, ends)) {
            const Json &link = pair.after ? *pair.after : *pair.before;
            const Json from = endOf(link.value("from"), "out");
            const Json to = endOf(link.value("to"), "in");
            const QString name = u"link %1.%2 → %3"_s.arg(from.value("node").toString(), from.value("port").toString(), to.value("node").toString());
            QList<FieldChange> changes;
            if (pair.before && pair.after) {
                changes = fieldDiff(without(*pair.before, {"from", "to"}), without(*pair.after, {"from", "to"}));
                if (changes.isEmpty())
                    continue;
                tell(name, changes);
            } else {
                m_lines.append((pair.after ? u"+ "_s : u"- "_s) + name);
            }
            const auto kind = pair.before ? pair.after ? "changed"_L1 : "removed"_L1 : "added"_L1;
            list.append(Json::object({{"kind", kind}, {"from", from}, {"to", to}, {"nth", pair.nth}, {"changes", changesOf(changes)}}));
        }
        return list;
    }

    Json compareOthers(const QString &what, const Json &before, const Json &after)
    {
        const auto id
            = [](const Json &part, qsizetype i) { return part.contains("id") ? "i" + part.value("id").toBytes() : "#" + QByteArray::number(i); };
        Json list = Json::array();
        for (const Pair &pair : pairs(before, after, id)) {
            const Json &part = pair.after ? *pair.after : *pair.before;
            const QString name
                = u"%1 %2"_s.arg(what, part.value("title").toString(part.value("text").toString(QString::fromUtf8(pair.key.sliced(1)))));
            QList<FieldChange> changes;
            if (pair.before && pair.after) {
                changes = fieldDiff(*pair.before, *pair.after);
                if (changes.isEmpty())
                    continue;
                tell(name, changes);
            } else {
                m_lines.append((pair.after ? u"+ "_s : u"- "_s) + name);
            }
            const auto kind = pair.before ? pair.after ? "changed"_L1 : "removed"_L1 : "added"_L1;
            Json json = Json::object({{"kind", kind}, {"changes", changesOf(changes)}});
            if (part.contains("id"))
                json.insert("id", part.value("id"));
            else
                json.insert("index", pair.key.sliced(1).toInt());
            list.append(json);
        }
        return list;
    }

    QStringList m_lines;
};

} // namespace

Json pipelineDiff(const Json &before, const Json &after)
{
    return Comparison().run(before, after);
}

} // namespace Millrace
