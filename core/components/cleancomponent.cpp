// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/cleancomponent.h"

#include "components/documentfields.h"
#include "components/movedspans.h"
#include "components/textfield.h"
#include "text/textrepair.h"

#include <ranges>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "encoding": {
    "type": "boolean", "default": true, "title": "Repair the encoding",
    "description": "UTF-8 that somebody read as Windows-1252: \"Ã¤\" becomes \"ä\"."
  },
  "boilerplate": {
    "type": "boolean", "default": true, "title": "Remove headers and footers",
    "description": "Lines that stand at the edge of at least half of the pages; pages end at a form feed."
  },
  "least_pages": {
    "type": "integer", "minimum": 2, "maximum": 1000, "default": 3, "title": "Least pages",
    "description": "A line on fewer pages stays."
  },
  "hyphens": {
    "type": "boolean", "default": true, "title": "Join divided words",
    "description": "Words that a hyphen divides at a line end."
  },
  "whitespace": {
    "type": "boolean", "default": true, "title": "Tidy white space",
    "description": "Special and needless blanks, control characters, more than one blank line."
  },
  "keep_original": {
    "type": "string", "title": "Keep the original in",
    "description": "A field that takes the text as it was; without it, it is in the history alone."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"changed": {"type": "boolean"}, "characters_before": {"type": "integer"},
  "characters_after": {"type": "integer"}, "encoding_repairs": {"type": "integer"}, "joined_words": {"type": "integer"},
  "boilerplate_lines": {"type": "integer"}, "boilerplate": {"type": "array", "items": {"type": "string"}}}},
  "{keep_original}": {"type": "string"}
})";

class CleanStep final : public Step
{
public:
    CleanStep(const TextField &field, const RepairWish &wish, const QByteArray &original)
        : m_field(field)
        , m_wish(wish)
        , m_original(original)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        const RepairedText repaired = repairedText(*text, m_wish);
        StepResult result;
        const bool isChanged = repaired.text != *text;
        if (isChanged) {
            result.edit.replace(m_field.pointer(), repaired.text);
            const Utf8Offsets source(*text);
            const Utf8Offsets target(repaired.text);
            std::vector<MovedPiece> pieces;
            for (const RepairedText::Piece &piece : repaired.pieces)
                pieces.push_back(
                    {source.at(piece.source.from), source.at(piece.source.to), target.at(piece.target.from), target.at(piece.target.to)});
            for (const MovedPiece &piece : pieces | std::views::take(kMostRefs))
                result.lineage.append(
                    {QString::fromUtf8(m_field.pointer()), piece.from, piece.to, m_field.pointer(), piece.targetFrom, piece.targetTo});
            if (hasSpansIn(input.data, m_field.pointer()))
                result.edit.replace("/document", withMovedSpans(input.data, pieces, BetweenPieces::Dropped).value("document"));
            if (!m_original.isEmpty())
                result.edit.set(m_original, *text);
        }
        result.edit.set(m_field.into(),
                        Json::object({{"changed", isChanged},
                                      {"characters_before", text->size()},
                                      {"characters_after", repaired.text.size()},
                                      {"encoding_repairs", repaired.mojibake},
                                      {"joined_words", repaired.hyphens},
                                      {"boilerplate_lines", repaired.boilerplateLines},
                                      {"boilerplate", Json::array(repaired.boilerplate)}}));
        return result;
    }

private:
    static constexpr qsizetype kMostRefs = 20000;

    TextField m_field;
    RepairWish m_wish;
    QByteArray m_original;
};

} // namespace

const ComponentDescriptor &CleanComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"clean"_s,
        .title = u"Clean text"_s,
        .category = u"transform"_s,
        .description = u"Repairs a text out of a file: broken encoding, headers and footers of pages, words divided at line ends, white space."_s,
        .icon = u"edit-clear-all"_s,
        .version = 2,
        .configSchema = giving(textSchema(kOwn, "cleaning", false), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> CleanComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "cleaning");
    if (!field)
        return std::unexpected(field.error());
    RepairWish wish;
    wish.mojibake = config.value("encoding").toBool(true);
    wish.boilerplate = config.value("boilerplate").toBool(true);
    wish.hyphens = config.value("hyphens").toBool(true);
    wish.whitespace = config.value("whitespace").toBool(true);
    wish.leastPages = static_cast<int>(config.value("least_pages").toInt(3));
    return std::make_shared<const CleanStep>(*field, wish, config.value("keep_original").toString().toUtf8());
}

} // namespace Millrace
