// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/factscomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/facts.h"

#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "kinds": {
    "type": "array", "title": "Kinds", "description": "What is looked for; nothing named: all of it.",
    "items": {"enum": ["date", "amount", "email", "url", "phone", "address", "organisation", "place", "person"]}
  },
  "least_confidence": {
    "type": "number", "minimum": 0, "maximum": 1, "default": 0.6, "title": "Least confidence",
    "description": "What is less sure is left out."
  },
  "date_order": {
    "enum": ["auto", "day_first", "month_first"], "default": "auto", "title": "Dates of numbers",
    "description": "How 03/05/2024 is read where the text does not tell."
  },
  "limit": {
    "type": "integer", "minimum": 1, "maximum": 100000, "default": 5000, "title": "Most facts",
    "description": "A text with more ends here, and says so."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"language": {"type": "string"}, "counts": {"type": "object"}, "list": {"type": "array",
  "items": {"type": "object", "properties": {"kind": {"type": "string"}, "text": {"type": "string"}, "value": {}, "or": {},
  "currency": {"type": "string"}, "currency_is_assumed": {"type": "boolean"}, "code": {"type": "string"}, "confidence": {"type": "number"},
  "from": {"type": "integer"}, "to": {"type": "integer"}}}}, "ends_early": {"type": "boolean"}}}
})";

constexpr std::array kKinds = {FactKind::Date,    FactKind::Amount,       FactKind::Email, FactKind::Url,   FactKind::Phone,
                               FactKind::Address, FactKind::Organisation, FactKind::Place, FactKind::Person};

class FactsStep final : public Step
{
public:
    FactsStep(const TextField &field, const FactWish &wish, qsizetype limit)
        : m_field(field)
        , m_wish(wish)
        , m_limit(limit)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        FactWish wish = m_wish;
        // "en-US" says more than "en" where a date could be two.
        const QByteArray declared = input.data.value("language").toString().toUtf8();
        const QByteArray language = m_field.languageOf(input.data, *text);
        wish.language = declared.startsWith(language) ? declared : language;
        const std::vector<Fact> facts = findFacts(*text, wish);
        if (context.isCancelled())
            return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled."_s));

        StepResult result;
        const Utf8Offsets offsets(*text);
        Json list = Json::array();
        std::map<FactKind, qint64> counts;
        for (const Fact &fact : facts) {
            ++counts[fact.kind];
            if (list.size() >= m_limit)
                continue;
            const QString written = text->sliced(fact.span.from, fact.span.size());
            result.lineage.append(
                spanRef(m_field, offsets, fact.span, m_field.intoPointer() + "/list/" + QByteArray::number(list.size()) + "/text", written));
            list.append(toJson(fact, written, offsets));
        }
        Json countJson = Json::object();
        for (const auto &[kind, count] : counts)
            countJson.insert(factKindName(kind), count);
        Json report = Json::object({{"language", language}, {"counts", countJson}, {"list", list}});
        if (list.size() < qsizetype(facts.size()))
            report.insert("ends_early", true);
        result.edit.set(m_field.into(), report);
        return result;
    }

private:
    static Json toJson(const Fact &fact, const QString &written, const Utf8Offsets &offsets)
    {
        const bool isNumber = fact.kind == FactKind::Amount;
        const auto valueOf = [isNumber](const QString &text) { return isNumber ? Json::number(text.toLatin1()) : Json(text); };
        Json json = Json::object({{"kind", factKindName(fact.kind).toByteArray()}, {"text", written}, {"value", valueOf(fact.value)}});
        if (!fact.other.isEmpty())
            json.insert("or", valueOf(fact.other));
        if (!fact.detail.isEmpty())
            json.insert(isNumber ? "currency" : "code", fact.detail);
        if (fact.isAssumed)
            json.insert("currency_is_assumed", true);
        json.insert("confidence", rounded(fact.confidence));
        json.insert("from", offsets.at(fact.span.from));
        json.insert("to", offsets.at(fact.span.to));
        return json;
    }

    TextField m_field;
    FactWish m_wish;
    qsizetype m_limit;
};

} // namespace

const ComponentDescriptor &FactsComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"facts"_s,
        .title = u"Find facts"_s,
        .category = u"extract"_s,
        .description
        = u"Finds dates, amounts, addresses of every kind and names of organisations, places and people, each with its place and how sure it is."_s,
        .icon = u"view-list-details"_s,
        .version = 3,
        .configSchema = giving(textSchema(kOwn, "facts", true), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> FactsComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "facts");
    if (!field)
        return std::unexpected(field.error());
    FactWish wish;
    wish.leastConfidence = config.value("least_confidence").toDouble(0.6);
    const QString order = config.value("date_order").toString();
    wish.dateOrder = order == "day_first"_L1 ? DateOrder::DayFirst : order == "month_first"_L1 ? DateOrder::MonthFirst : DateOrder::Auto;
    if (const QStringList kinds = config.value("kinds").toStringList(); !kinds.isEmpty()) {
        wish.kinds = 0;
        for (const FactKind kind : kKinds) {
            if (kinds.contains(QString::fromLatin1(factKindName(kind))))
                wish.kinds |= 1U << quint32(kind);
        }
    }
    return std::make_shared<const FactsStep>(*field, wish, config.value("limit").toInt(5000));
}

} // namespace Millrace
