// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/splitcomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "items": {
      "type": "string", "minLength": 1, "title": "Items",
      "description": "JMESPath over the document's data; each item of the list becomes a child. Without it the whole data does, once for every link."
    },
    "as": {
      "type": "string", "minLength": 1, "title": "Field",
      "description": "The child's field that takes the item. Without it an item that is an object is the child's data, any other goes into \"item\"."
    },
    "keep": {
      "type": "array", "items": {"type": "string"}, "title": "Fields to keep",
      "description": "Fields of the document that every child gets too."
    },
    "required": {
      "type": "boolean", "default": false, "title": "Needs items",
      "description": "A document without the list, or with an empty one, is refused. Without, it goes on alone."
    }
  }
})";

constexpr auto kGives = R"({"{as}": {}})";

class SplitStep final : public Step
{
public:
    SplitStep(std::optional<JmesPath> items, const QByteArray &field, const QStringList &keep, bool needsItems)
        : m_items(std::move(items))
        , m_field(field)
        , m_keep(keep)
        , m_needsItems(needsItems)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        StepResult result;
        if (!m_items) {
            result.children.append({u"item"_s, {}, 0, input.data});
            return result;
        }
        const Result<Json> items = m_items->evaluate(input.data);
        if (!items)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, items.error().text, items.error().detail));
        if (!items->isArray() && !items->isNull())
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, u"What is to be split is no list."_s));
        if (m_needsItems && items->isEmpty())
            return StepResult::failed(
                Error::make(ErrorCode::InputInvalid, u"There is nothing to be split: the document has no such list, or an empty one."_s));
        for (const Json &item : items->items())
            result.children.append({u"item"_s, {}, 0, childOf(item, input.data)});
        return result;
    }

private:
    Json childOf(const Json &item, const Json &data) const
    {
        Json child = Json::object();
        for (const QString &key : m_keep) {
            if (data.contains(key.toUtf8()))
                child.insert(key.toUtf8(), data.value(key.toUtf8()));
        }
        if (!m_field.isEmpty() || !item.isObject()) {
            child.insert(m_field.isEmpty() ? "item"_ba : m_field, item);
            return child;
        }
        for (const JsonMember &member : item.members())
            child.insert(member.key, member.value);
        return child;
    }

    std::optional<JmesPath> m_items;
    QByteArray m_field;
    QStringList m_keep;
    bool m_needsItems;
};

} // namespace

const ComponentDescriptor &SplitComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"split"_s,
        .title = u"Split"_s,
        .category = u"flow"_s,
        .description = u"Makes a child of every item of a list, or one for every way; a join brings them together again."_s,
        .icon = u"split"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"The document"_s}, {u"item"_s, u"Each child"_s, true}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> SplitComponent::prepare(const Json &config) const
{
    auto items = expressionOf(config, "items");
    if (!items)
        return std::unexpected(items.error());
    return std::make_shared<const SplitStep>(std::move(*items), config.value("as").toString().toUtf8(), config.value("keep").toStringList(),
                                             config.value("required").toBool());
}

} // namespace Millrace
