// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/normalizecomponent.h"

#include "components/documentfields.h"
#include "components/movedspans.h"
#include "components/textfield.h"
#include "text/values.h"

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "unicode": {
      "enum": ["nfc", "nfkc", "none"], "default": "nfc", "title": "Unicode form",
      "description": "Of every text of the document: NFC leaves what a reader sees, NFKC also takes ligatures and wide forms apart."
    },
    "values": {
      "type": "array", "title": "Values",
      "description": "Fields that hold one value each. With * in the path, every item of a list: rows.*.date.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["field", "as"],
        "properties": {
          "field": {"type": "string", "minLength": 1, "title": "Field"},
          "as": {"enum": ["date", "number", "amount", "quantity", "text"], "title": "As"},
          "date_order": {"enum": ["auto", "day_first", "month_first"], "default": "auto", "title": "Dates of numbers"}
        }
      }
    },
    "language": {
      "type": "string", "minLength": 2, "default": "auto", "title": "Language",
      "description": "Decides whether 1.234 is a thousand and 03/05 in May: a tag such as \"de\" or \"en-US\", or \"auto\" for the document's own `language`."
    },
    "into": {"type": "string", "minLength": 1, "default": "normalization", "title": "Result field", "description": "What was changed, what could be two things, what could not be read."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"texts_changed": {"type": "integer"}, "values": {}, "unread": {}, "ambiguous": {}}}
})";

struct ValueRule
{
    QList<QByteArray> tokens; ///< of the pointer; "*" is every item
    QString as;
    DateOrder order = DateOrder::Auto;
};

/// What became of one value.
struct Normalized
{
    Json value;
    QString other;
    double confidence = 1;
};

class NormalizeStep final : public Step
{
public:
    NormalizeStep(std::optional<QString::NormalizationForm> form, const QList<ValueRule> &rules, const QByteArray &language, const QByteArray &into)
        : m_form(form)
        , m_rules(rules)
        , m_language(language)
        , m_into(into)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const QByteArray language = m_language.isEmpty() ? input.data.value("language").toString().toUtf8() : m_language;
        Report report;
        StepResult result;
        Json data = m_form ? inForm(input.data, report) : input.data;
        if (hasSpansIn(data, "/source_text") && data.value("source_text") != input.data.value("source_text"))
            data = withMovedSpans(data, input.data.value("source_text").utf8(), data.value("source_text").utf8());
        for (const ValueRule &rule : m_rules)
            data = withValue(data, rule, 0, {}, language, report, result);
        data.insert(
            QByteArrayView(m_into),
            Json::object({{"texts_changed", report.texts}, {"values", report.values}, {"unread", report.unread}, {"ambiguous", report.ambiguous}}));
        result.edit = Edit::between(input.data, data);
        if (report.unread > 0 || report.ambiguous > 0) {
            result.port = u"unclear"_s;
            result.reasons = report.reasons;
        }
        return result;
    }

private:
    struct Report
    {
        qint64 texts = 0;
        qint64 unread = 0;
        qint64 ambiguous = 0;
        Json values = Json::array();
        Json reasons = Json::array();
    };

    [[nodiscard]] Json inForm(const Json &value, Report &report) const
    {
        if (value.isString()) {
            const QString text = value.toString();
            const QString normal = text.normalized(*m_form);
            if (normal == text)
                return value;
            ++report.texts;
            return Json(normal);
        }
        Json copy = value;
        if (value.isArray()) {
            for (qsizetype i = 0; i < value.size(); ++i)
                copy.replaceAt(i, inForm(value.at(i), report));
        } else if (value.isObject()) {
            for (const JsonMember &member : value.members())
                copy.insert(QByteArrayView(member.key), inForm(member.value, report));
        }
        return copy;
    }

    [[nodiscard]] Json withValue(const Json &value, const ValueRule &rule, qsizetype depth, const QByteArray &pointer, const QByteArray &language,
                                 Report &report, StepResult &result) const
    {
        if (depth == rule.tokens.size())
            return normalized(value, rule, pointer, language, report, result);
        const QByteArray &token = rule.tokens[depth];
        Json copy = value;
        if (value.isArray() && token == "*") {
            for (qsizetype i = 0; i < value.size(); ++i)
                copy.replaceAt(i, withValue(value.at(i), rule, depth + 1, pointer + '/' + QByteArray::number(i), language, report, result));
        } else if (value.isArray()) {
            bool isIndex = false;
            if (const qsizetype index = token.toLongLong(&isIndex); isIndex && index >= 0 && index < value.size())
                copy.replaceAt(index, withValue(value.at(index), rule, depth + 1, pointer + '/' + token, language, report, result));
        } else if (value.isObject() && value.contains(QByteArrayView(token))) {
            copy.insert(token, withValue(value.value(token), rule, depth + 1, pointer + '/' + escapePointerToken(token), language, report, result));
        }
        return copy;
    }

    [[nodiscard]] Json normalized(const Json &value, const ValueRule &rule, const QByteArray &pointer, const QByteArray &language, Report &report,
                                  StepResult &result) const
    {
        const QString text = value.toString();
        if (!value.isString() || text.trimmed().isEmpty()) // a number is one, and nothing stays nothing
            return value;
        const std::optional<Normalized> read = readValue(text, rule, language);
        if (!read) {
            ++report.unread;
            report.reasons.append(
                Json::object({{"path", pointer}, {"message", u"\"%1\" is no %2."_s.arg(text.left(80), rule.as)}, {"severity", "warning"}}));
            return value;
        }
        Json entry = Json::object({{"path", pointer}, {"text", value}, {"value", read->value}, {"confidence", rounded(read->confidence)}});
        if (!read->other.isEmpty()) {
            ++report.ambiguous;
            entry.insert("or", read->other);
            report.reasons.append(
                Json::object({{"path", pointer},
                              {"message",
                               u"\"%1\" was taken for %2, and may be %3."_s.arg(
                                   text, read->value.isString() ? read->value.toString() : QString::fromUtf8(read->value.toBytes()), read->other)},
                              {"severity", "warning"}}));
        }
        report.values.append(entry);
        const QByteArray target = read->value.isObject() ? pointer + "/value" : pointer;
        result.lineage.append(
            {QString::fromUtf8(pointer), 0, text.toUtf8().size(), target, 0, read->value.isString() ? read->value.utf8().size() : 0});
        return read->value;
    }

    [[nodiscard]] static std::optional<Normalized> readValue(const QString &text, const ValueRule &rule, const QByteArray &language)
    {
        if (rule.as == "date"_L1) {
            const std::optional<FoundDate> date = readDate(text, language, rule.order);
            return date ? std::optional(Normalized{date->iso, date->other, date->confidence}) : std::nullopt;
        }
        if (rule.as == "number"_L1) {
            const std::optional<ReadNumber> number = readNumber(text, language);
            return number ? std::optional(Normalized{Json::number(number->literal), QString::fromLatin1(number->other), number->confidence})
                          : std::nullopt;
        }
        if (rule.as == "amount"_L1) {
            const std::optional<FoundAmount> amount = readAmount(text, language);
            if (!amount)
                return std::nullopt;
            Json value = Json::object({{"value", Json::number(amount->number)}, {"currency", amount->currency}});
            if (amount->isCurrencyAssumed)
                value.insert("currency_is_assumed", true);
            return Normalized{value, QString::fromLatin1(amount->otherNumber), amount->confidence};
        }
        if (rule.as == "quantity"_L1) {
            const std::optional<ReadQuantity> quantity = readQuantity(text, language);
            if (!quantity)
                return std::nullopt;
            return Normalized{Json::object({{"value", quantity->value},
                                            {"unit", quantity->baseUnit},
                                            {"written", Json::number(quantity->number)},
                                            {"written_unit", quantity->unit}}),
                              {},
                              quantity->confidence};
        }
        return Normalized{text.simplified(), {}, 1};
    }

    std::optional<QString::NormalizationForm> m_form;
    QList<ValueRule> m_rules;
    QByteArray m_language;
    QByteArray m_into;
};

} // namespace

const ComponentDescriptor &NormalizeComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"normalize"_s,
        .title = u"Normalize"_s,
        .category = u"transform"_s,
        .description
        = u"Brings texts to one Unicode form, and dates, numbers, amounts and quantities to one way of writing; what may be two things is told."_s,
        .icon = u"format-text-code"_s,
        .version = 4,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"All clear"_s}, {u"unclear"_s, u"Unread or ambiguous"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> NormalizeComponent::prepare(const Json &config) const
{
    const QString form = config.value("unicode").toString(u"nfc"_s);
    std::optional<QString::NormalizationForm> unicode;
    if (form != "none"_L1)
        unicode = form == "nfkc"_L1 ? QString::NormalizationForm_KC : QString::NormalizationForm_C;
    QList<ValueRule> rules;
    for (const Json &item : config.value("values").items()) {
        ValueRule rule;
        const auto tokens = splitPointer(fieldPointer(item.value("field").toString()));
        if (!tokens)
            return fail(ErrorCode::ComponentConfig, u"\"%1\" names no field."_s.arg(item.value("field").toString()),
                        Json::object({{"path", u"/values/%1/field"_s.arg(rules.size())}}));
        rule.tokens = *tokens;
        rule.as = item.value("as").toString();
        const QString order = item.value("date_order").toString();
        rule.order = order == "day_first"_L1 ? DateOrder::DayFirst : order == "month_first"_L1 ? DateOrder::MonthFirst : DateOrder::Auto;
        rules.append(rule);
    }
    const QString language = config.value("language").toString(u"auto"_s);
    return std::make_shared<const NormalizeStep>(unicode, rules, language == "auto"_L1 ? QByteArray() : language.toUtf8(),
                                                 config.value("into").toString(u"normalization"_s).toUtf8());
}

} // namespace Millrace
