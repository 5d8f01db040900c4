// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/gatherer.h"

#include <algorithm>
#include <span>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

// A block as ExtractedDocument::structure() writes it: kind, from, to, part, and where it stands in the file, cells.
constexpr qsizetype kFrom = 1;
constexpr qsizetype kPart = 3;
constexpr qsizetype kPlaceFrom = 4;
constexpr qsizetype kCells = 6;

QString textAt(QByteArrayView text, const Json &span, qsizetype from)
{
    const qint64 begin = std::clamp<qint64>(span.at(from).toInt(), 0, text.size());
    return QString::fromUtf8(text.sliced(begin, std::clamp<qint64>(span.at(from + 1).toInt() - begin, 0, text.size() - begin)));
}

/// The rows of a spreadsheet's tables by the names in their first row; nothing where it has none.
QList<Json> rowsOf(const Json &data)
{
    const Json text = data.value("source_text");
    QList<Json> rows;
    QList<QByteArray> names;
    qint64 part = -1;
    for (const Json &block : data.value("document").value("blocks").items()) {
        if (!block.at(0).toString().startsWith("tr"_L1) || !block.at(kCells).isArray())
            continue;
        const bool isHead = names.isEmpty() || block.at(kPart).toInt(-1) != part;
        part = block.at(kPart).toInt(-1);
        if (isHead)
            names.clear();
        Json row = Json::object();
        for (const Json &cell : block.at(kCells).items()) {
            const qint64 column = std::clamp<qint64>(cell.at(2).toInt(), 0, 10'000);
            const QString value = textAt(text.utf8(), cell, 0).trimmed();
            while (names.size() <= column)
                names.append("column " + QByteArray::number(names.size() + 1));
            if (isHead && !value.isEmpty()) {
                const QByteArray head = value.toUtf8();
                names[column] = names.contains(head) ? head + " (" + QByteArray::number(column + 1) + ')' : head;
            }
            row.insert(names.at(column), value);
        }
        if (!isHead)
            rows.append(row);
    }
    return rows;
}

/// A box of mails, which come behind it.
bool isBox(const Json &data)
{
    const std::span<const Json> children = data.value("document").value("children").items();
    return std::ranges::any_of(children, [](const Json &child) { return child.contains("from"); });
}

/// Of a text what says something by itself. A mail's head is told by its facts.
Json itemOf(const Json &data)
{
    const Json &document = data.value("document");
    if (!document.isObject())
        return data;
    Json item = Json::object();
    for (const JsonMember &member : data.members()) {
        if (member.key != "document")
            item.insert(member.key, member.value);
    }
    if (document.value("format").toString() != "eml"_L1)
        return item;
    for (const JsonMember &fact : document.value("facts").members()) {
        if (!item.contains(QByteArrayView(fact.key)))
            item.insert(fact.key, fact.value);
    }
    const QByteArrayView text = data.value("source_text").utf8();
    for (const Json &block : document.value("blocks").items()) {
        if (block.at(kPlaceFrom).toInt() > 0) {
            item.insert("source_text", QString::fromUtf8(text.sliced(std::clamp<qint64>(block.at(kFrom).toInt(), 0, text.size()))));
            return item;
        }
    }
    item.insert("source_text", QString());
    return item;
}

} // namespace

Gatherer::Gatherer(QByteArray list, InputReader::Sink sink, qsizetype most)
    : m_list(std::move(list))
    , m_sink(std::move(sink))
    , m_most(most)
{}

bool Gatherer::take(Submission &&input)
{
    if (m_file.name.isEmpty() || (input.name != m_file.name && !input.name.startsWith(m_file.name + u'/'))) {
        if (!finish())
            return false;
        m_file.name = input.name;
    }
    const Json &data = input.document.value("data");
    if (m_list.isEmpty() || input.error || input.large || data.value(QByteArrayView(m_list)).isArray())
        return m_isGoing = m_sink(std::move(input));
    if (input.isAttachment && !m_items.isEmpty()) {
        Json attachments = m_items.last().value("attachments");
        if (!attachments.isArray())
            attachments = Json::array();
        attachments.append(itemOf(data));
        m_items.last().insert("attachments", attachments);
        m_size += data.value("source_text").utf8().size();
        return m_isGoing;
    }
    m_file.document = Json::object({{"type", input.document.value("type")}});
    m_file.notice = input.notice;
    if (input.isWholeFile) {
        m_own = data;
        m_file.mediaType = input.mediaType;
    }
    if (const QList<Json> rows = input.isWholeFile ? rowsOf(data) : QList<Json>(); !rows.isEmpty()) {
        for (const Json &row : rows)
            add(row);
    } else if (!input.isWholeFile || !isBox(data)) {
        add(itemOf(data));
    }
    return m_isGoing;
}

void Gatherer::add(const Json &item)
{
    const qsizetype size = item.toBytes().size();
    if (!m_items.isEmpty() && m_size + size > m_most && m_isGoing)
        m_isGoing = deliver(false);
    m_items.append(item);
    m_size += size;
}

bool Gatherer::deliver(bool isAll)
{
    ++m_delivered;
    Json list = Json::array();
    for (const Json &item : std::as_const(m_items))
        list.append(item);
    const QString title = m_own.value("title").toString(titleFromName(m_file.name));
    Json data = isAll && m_own.isObject() ? m_own : Json::object();
    data.insert("title", m_delivered > 1 ? u"%1 (%2)"_s.arg(title).arg(m_delivered) : title);
    data.insert("source_name", m_file.name.section(u'/', -1));
    data.insert(m_list, list);
    Submission all = m_file;
    all.isWholeFile = isAll;
    all.document.insert("data", data);
    m_items.clear();
    m_size = 0;
    return m_sink(std::move(all));
}

bool Gatherer::finish()
{
    if (m_isGoing && !m_items.isEmpty())
        m_isGoing = deliver(m_delivered == 0);
    m_file = {};
    m_own = {};
    m_items.clear();
    m_size = 0;
    m_delivered = 0;
    return m_isGoing;
}

} // namespace Millrace
