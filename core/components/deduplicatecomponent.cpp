// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/deduplicatecomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/minhash.h"

#include <QHash>

#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "list": {
    "type": "string", "minLength": 1, "title": "List",
    "description": "A list of the document whose repeated items are taken out; without it only the fingerprints are made."
  },
  "list_text": {
    "type": "string", "minLength": 1, "default": "source_text", "title": "Text of an item",
    "description": "Where an item that is an object has its text."
  },
  "likeness": {
    "type": "number", "minimum": 0.5, "maximum": 1, "default": 0.9, "title": "Least likeness",
    "description": "Items as like as this are the same; 1: only those that read alike."
  }
)";

constexpr auto kTakes = R"({"{field}": {"type": "string", "x-unless": "list"}, "{list}": {"type": "array"}})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"text_hash": {"type": "string"}, "minhash": {"type": "string"}, "shingles": {"type": "integer"},
  "items": {"type": "integer"}, "removed": {"type": "array", "items": {"type": "object", "properties": {"item": {"type": "integer"},
  "of": {"type": "integer"}, "likeness": {"type": "number"}, "text": {"type": "string"}, "like_text": {"type": "string"}}}}}}
})";

constexpr qint64 kFewShingles = 8; ///< below them likeness says little: only equal texts are duplicates

constexpr qsizetype kTextTold = 300; ///< of an item that was taken out, and of the one it is like

class DeduplicateStep final : public Step
{
public:
    DeduplicateStep(const TextField &field, const QByteArray &list, const QByteArray &listText, double likeness)
        : m_field(field)
        , m_list(list)
        , m_listText(listText)
        , m_likeness(likeness)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        StepResult result;
        Json report = Json::object();
        const Json *text = input.data.find(m_field.pointer());
        if (text && text->isString()) {
            const QString source = text->toString();
            const MinHash hash = MinHash::of(source);
            report = Json::object({{"text_hash", normalizedTextHash(source)}, {"minhash", hash.toBase64()}, {"shingles", hash.shingles()}});
        } else if (m_list.isEmpty()) {
            return StepResult::failed(m_field.textOf(input.data).error());
        }
        if (!m_list.isEmpty()) {
            const Json *list = input.data.find(m_list);
            if (!list || !list->isArray())
                return StepResult::failed(
                    Error::make(ErrorCode::InputInvalid, u"The document has no list there."_s, Json::object({{"path", m_list}})));
            Json removed = Json::array();
            const Json kept = withoutDuplicates(*list, removed, context);
            if (context.isCancelled())
                return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled."_s));
            report.insert("items", list->size());
            report.insert("removed", removed);
            if (!removed.isEmpty())
                result.edit.replace(m_list, kept);
        }
        result.edit.set(m_field.into(), report);
        return result;
    }

private:
    [[nodiscard]] QString textOf(const Json &item) const
    {
        if (item.isString())
            return item.toString();
        const Json *text = item.find(m_listText);
        return text ? text->toString() : QString();
    }

    [[nodiscard]] Json withoutDuplicates(const Json &list, Json &removed, const RunContext &context) const
    {
        std::vector<MinHash> hashes(size_t(list.size()));
        QHash<QByteArray, qsizetype> byHash;
        QHash<quint64, QList<qsizetype>> byBand;
        Json kept = Json::array();
        for (qsizetype i = 0; i < list.size() && !context.isCancelled(); ++i) {
            const QString text = textOf(list.at(i));
            const QByteArray hash = normalizedTextHash(text);
            qsizetype same = -1;
            double likeness = 0;
            if (!hash.isEmpty() && byHash.contains(hash)) {
                same = byHash.value(hash);
                likeness = 1;
            } else if (!hash.isEmpty() && m_likeness < 1) {
                const MinHash own = MinHash::of(text);
                const std::vector<quint64> bands = own.bandKeys();
                if (own.shingles() >= kFewShingles) {
                    for (const quint64 band : bands) {
                        for (const qsizetype other : byBand.value(band)) {
                            if (const double value = own.similarity(hashes[size_t(other)]); value >= m_likeness && value > likeness) {
                                same = other;
                                likeness = value;
                            }
                        }
                    }
                }
                if (same < 0 && own.shingles() >= kFewShingles) {
                    for (const quint64 band : bands)
                        byBand[band].append(i);
                    hashes[size_t(i)] = own;
                }
            }
            if (same >= 0) {
                removed.append(Json::object({{"item", i},
                                             {"of", same},
                                             {"likeness", rounded(likeness)},
                                             {"text", text.left(kTextTold)},
                                             {"like_text", textOf(list.at(same)).left(kTextTold)}}));
                continue;
            }
            if (!hash.isEmpty())
                byHash.insert(hash, i);
            kept.append(list.at(i));
        }
        return kept;
    }

    TextField m_field;
    QByteArray m_list;
    QByteArray m_listText;
    double m_likeness;
};

} // namespace

const ComponentDescriptor &DeduplicateComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"deduplicate"_s,
        .title = u"Deduplicate"_s,
        .category = u"validate"_s,
        .description = u"Gives a document the fingerprints by which equal and similar ones are found, and takes repeated items out of its lists."_s,
        .icon = u"edit-duplicate"_s,
        .version = 3,
        .configSchema = giving(taking(textSchema(kOwn, "duplicate", false), kTakes), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> DeduplicateComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "duplicate");
    if (!field)
        return std::unexpected(field.error());
    const QByteArray list = fieldPointer(config.value("list").toString());
    if (!splitPointer(list))
        return fail(ErrorCode::ComponentConfig, u"\"%1\" names no field."_s.arg(config.value("list").toString()), Json::object({{"path", "/list"}}));
    return std::make_shared<const DeduplicateStep>(*field, list, fieldPointer(config.value("list_text").toString(u"source_text"_s)),
                                                   config.value("likeness").toDouble(0.9));
}

} // namespace Millrace
