// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/extracteddocument.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr std::array kUnits{""_L1, "byte"_L1, "paragraph"_L1, "row"_L1};

QString kindName(const TextBlock &block)
{
    switch (block.kind) {
    case BlockKind::Heading:
        return u'h' + QString::number(block.level);
    case BlockKind::Item:
        return u"li"_s + QString::number(block.level);
    case BlockKind::Code:
        return u"code"_s;
    case BlockKind::Row:
        return u"tr"_s + QString::number(block.level);
    case BlockKind::Paragraph:
        break;
    }
    return u"p"_s;
}

Json blockToJson(const TextBlock &block)
{
    Json json = Json::array({kindName(block), block.from, block.to});
    const bool hasPlace = block.place.from >= 0;
    if (block.place.part >= 0 || hasPlace || !block.cells.isEmpty())
        json.append(block.place.part);
    if (hasPlace || !block.cells.isEmpty()) {
        json.append(block.place.from);
        json.append(block.place.to);
    }
    if (!block.cells.isEmpty()) {
        Json cells = Json::array();
        for (const TextCell &cell : block.cells)
            cells.append(Json::array({cell.from, cell.to, cell.column}));
        json.append(cells);
    }
    return json;
}

TextBlock blockFromJson(const Json &json)
{
    TextBlock block;
    const QString kind = json.at(0).toString();
    const auto levelOf = [&kind](qsizetype prefix) { return kind.sliced(prefix).toInt(); };
    if (kind == "code"_L1) {
        block.kind = BlockKind::Code;
    } else if (kind.startsWith("li"_L1)) {
        block.kind = BlockKind::Item;
        block.level = levelOf(2);
    } else if (kind.startsWith("tr"_L1)) {
        block.kind = BlockKind::Row;
        block.level = levelOf(2);
    } else if (kind.startsWith(u'h')) {
        block.kind = BlockKind::Heading;
        block.level = levelOf(1);
    }
    block.from = json.at(1).toInt();
    block.to = json.at(2).toInt();
    block.place = {int(json.at(3).toInt(-1)), json.at(4).toInt(-1), json.at(5).toInt(-1)};
    for (const Json &cell : json.at(6).items())
        block.cells.append({cell.at(0).toInt(), cell.at(1).toInt(), int(cell.at(2).toInt())});
    return block;
}

void insertText(Json &json, const char *key, const QString &text)
{
    if (!text.isEmpty())
        json.insert(key, text);
}

} // namespace

QLatin1StringView placeUnitName(PlaceUnit unit)
{
    return kUnits[size_t(unit)];
}

void ExtractedDocument::append(const TextDocument &next)
{
    const auto moveParts = [this](const TextDocument &from, qint64 by) {
        for (DocumentPart part : from.parts) {
            part.from += by;
            part.to += by;
            parts.append(part);
        }
    };
    // A text ends where its last block does.
    qint64 by = blocks.isEmpty() ? 0 : blocks.back().to;
    if (next.text.isEmpty()) {
        moveParts(next, by);
        return;
    }
    if (!text.isEmpty()) {
        text += "\n\n"_L1;
        by += 2;
    }
    const int partsBefore = int(parts.size());
    int tables = 0;
    for (const TextBlock &block : std::as_const(blocks))
        tables = block.kind == BlockKind::Row ? std::max(tables, block.level) : tables;
    text += next.text;
    for (TextBlock block : next.blocks) {
        block.from += by;
        block.to += by;
        if (block.place.part >= 0)
            block.place.part += partsBefore;
        if (block.kind == BlockKind::Row)
            block.level += tables;
        for (TextCell &cell : block.cells) {
            cell.from += by;
            cell.to += by;
        }
        blocks.append(std::move(block));
    }
    // The part before reaches up to here, so that no byte of the text is in none.
    if (!parts.isEmpty() && !next.parts.isEmpty())
        parts.back().to = by;
    moveParts(next, by);
}

Json ExtractedDocument::structure() const
{
    Json json = Json::object({{"format", format}, {"reader", reader}});
    if (!facts.isEmpty())
        json.insert("facts", facts);
    if (unit != PlaceUnit::None)
        json.insert("unit", placeUnitName(unit));
    if (partCount > 0)
        json.insert("part_count", partCount);
    if (!parts.isEmpty()) {
        Json list = Json::array();
        for (const DocumentPart &part : parts) {
            Json one = Json::object({{"kind", part.kind}, {"number", part.number}, {"from", part.from}, {"to", part.to}});
            insertText(one, "name", part.name);
            insertText(one, "title", part.title);
            list.append(one);
        }
        json.insert("parts", list);
    }
    if (!outline.isEmpty()) {
        Json list = Json::array();
        for (const OutlineEntry &entry : outline) {
            Json one = Json::object({{"level", entry.level}, {"title", entry.title}});
            if (entry.part >= 0)
                one.insert("part", entry.part);
            list.append(one);
        }
        json.insert("outline", list);
    }
    Json list = Json::array();
    for (const TextBlock &block : blocks)
        list.append(blockToJson(block));
    json.insert("blocks", list);
    if (!children.isEmpty()) {
        Json within = Json::array();
        for (const ChildDocumentInfo &child : children) {
            Json one = Json::object({{"name", child.name}, {"media_type", child.mediaType}, {"size", child.size}});
            if (child.from >= 0) {
                one.insert("from", child.from);
                one.insert("to", child.to);
            }
            within.append(one);
        }
        json.insert("children", within);
    }
    if (!warnings.isEmpty())
        json.insert("warnings", Json::array(warnings));
    if (partial)
        json.insert("partial", true);
    if (!problems.isEmpty()) {
        Json missing = Json::array();
        for (const PartProblem &problem : problems)
            missing.append(Json::object({{"number", problem.number}, {"text", problem.text}}));
        json.insert("problems", missing);
    }
    return json;
}

Json ExtractedDocument::toJson() const
{
    Json json = Json::object();
    insertText(json, "title", title);
    insertText(json, "language", language);
    if (!keywords.isEmpty())
        json.insert("keywords", Json::array(keywords));
    json.insert("text", text);
    json.insert("structure", structure());
    return json;
}

Result<ExtractedDocument> ExtractedDocument::fromJson(const Json &json)
{
    ExtractedDocument document;
    document.title = json.value("title").toString();
    document.language = json.value("language").toString();
    document.keywords = json.value("keywords").toStringList();
    document.text = json.value("text").toString();
    const Json structure = json.value("structure");
    document.format = structure.value("format").toString();
    document.reader = structure.value("reader").toString();
    if (structure.value("facts").isObject())
        document.facts = structure.value("facts");
    const QString unit = structure.value("unit").toString();
    document.unit = PlaceUnit(std::max<qsizetype>(0, std::ranges::find(kUnits, unit) - kUnits.begin()) % qsizetype(kUnits.size()));
    document.partCount = int(structure.value("part_count").toInt());
    for (const Json &part : structure.value("parts").items())
        document.parts.append({part.value("kind").toString(), int(part.value("number").toInt()), part.value("name").toString(),
                               part.value("title").toString(), part.value("from").toInt(), part.value("to").toInt()});
    for (const Json &entry : structure.value("outline").items())
        document.outline.append({int(entry.value("level").toInt()), entry.value("title").toString(), int(entry.value("part").toInt(-1))});
    const qint64 size = json.value("text").utf8().size();
    qint64 last = 0;
    for (const Json &item : structure.value("blocks").items()) {
        document.blocks.append(blockFromJson(item));
        const TextBlock &block = document.blocks.back();
        if (block.from < last || block.to < block.from || block.to > size || block.place.part >= document.parts.size())
            return fail(ErrorCode::ComponentOutput, u"A block of the extracted text lies outside of it."_s);
        last = block.to;
    }
    for (const Json &child : structure.value("children").items())
        document.children.append({child.value("name").toString(), child.value("media_type").toString(), child.value("size").toInt(),
                                  child.value("from").toInt(-1), child.value("to").toInt(-1)});
    document.warnings = structure.value("warnings").toStringList();
    for (const Json &problem : structure.value("problems").items())
        document.problems.append({int(problem.value("number").toInt()), problem.value("text").toString()});
    document.partial = structure.value("partial").toBool();
    return document;
}

} // namespace Millrace
