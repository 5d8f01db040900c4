// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/mergecomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "x-takes": {"{list}": {"type": "array", "x-unless": "fields"}},
  "properties": {
    "list": {
      "type": "string", "minLength": 1, "default": "joined", "title": "List",
      "description": "Where the parts are: a list of texts or documents, such as a join gathers."
    },
    "fields": {
      "type": "array", "items": {"type": "string"}, "title": "Fields",
      "description": "Instead of a list: texts of the document, in this order."
    },
    "text": {"type": "string", "minLength": 1, "default": "source_text", "title": "Text of a part", "description": "Where a part that is a document has its text."},
    "title": {"type": "string", "minLength": 1, "default": "title", "title": "Title of a part", "description": "Where a part that is a document has its title."},
    "headings": {"type": "boolean", "default": true, "title": "Headings", "description": "Each part that has a title begins with it."},
    "separator": {"type": "string", "default": "\n\n", "title": "Between parts", "description": "What is put between two texts."},
    "gather": {
      "type": "array", "items": {"type": "string"}, "title": "Lists to gather",
      "description": "Members of the parts, such as keywords or tags, whose items come together in the document, each once."
    },
    "remove_list": {"type": "boolean", "default": false, "title": "Remove the list", "description": "Afterwards; what was in it is in the history."},
    "into": {"type": "string", "minLength": 1, "default": "source_text", "title": "Result field", "description": "The document's field that takes the text."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "string"},
  "merged_from": {"type": "array", "items": {"type": "object", "properties": {"source": {"type": "string"}, "title": {"type": "string"},
  "from": {"type": "integer"}, "to": {"type": "integer"}}}},
  "{gather.*}": {"type": "array", "items": {}}
})";

struct MergeConfig
{
    QByteArray list;
    QList<QByteArray> fields;
    QByteArray text;
    QByteArray title;
    bool hasHeadings = true;
    QString separator;
    QStringList gather;
    bool removesList = false;
    QByteArray into;
};

struct Part
{
    QByteArray pointer; ///< of its text
    QString title;
    QString text;
};

class MergeStep final : public Step
{
public:
    explicit MergeStep(const MergeConfig &config)
        : m_config(config)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        qsizetype without = 0;
        const Result<QList<Part>> parts = partsOf(input.data, without);
        if (!parts)
            return StepResult::failed(parts.error());
        StepResult result;
        QByteArray merged;
        Json report = Json::array();
        const QByteArray target = '/' + escapePointerToken(m_config.into);
        for (const Part &part : *parts) {
            if (!merged.isEmpty())
                merged += m_config.separator.toUtf8();
            if (m_config.hasHeadings && !part.title.isEmpty())
                merged += "# " + part.title.simplified().toUtf8() + "\n\n";
            const QByteArray text = part.text.toUtf8();
            result.lineage.append({QString::fromUtf8(part.pointer), 0, text.size(), target, merged.size(), merged.size() + text.size()});
            report.append(
                Json::object({{"source", part.pointer}, {"title", part.title}, {"from", merged.size()}, {"to", merged.size() + text.size()}}));
            merged += text;
        }
        result.edit.set(m_config.into, merged);
        result.edit.set("merged_from", report);
        for (const QString &name : m_config.gather)
            result.edit.set(name.toUtf8(), gathered(input.data, name));
        if (m_config.removesList && m_config.fields.isEmpty())
            result.edit.remove(m_config.list);
        if (without > 0) {
            result.reasons
                = Json::array({Json::object({{"path", m_config.list}, {"message", u"%1 parts have no text."_s.arg(without)}, {"severity", "info"}})});
        }
        return result;
    }

private:
    [[nodiscard]] Result<QList<Part>> partsOf(const Json &data, qsizetype &without) const
    {
        QList<Part> parts;
        const auto add = [&](const Json *value, const QByteArray &pointer, const QString &title) {
            if (value && value->isString() && !value->utf8().isEmpty())
                parts.append({pointer, title, value->toString()});
            else
                ++without;
        };
        for (const QByteArray &field : m_config.fields)
            add(data.find(field), field, {});
        if (m_config.fields.isEmpty()) {
            const Json *list = data.find(m_config.list);
            if (!list || !list->isArray())
                return fail(ErrorCode::InputInvalid, u"The document has no list in %1."_s.arg(QString::fromUtf8(m_config.list)),
                            Json::object({{"path", m_config.list}}));
            for (qsizetype i = 0; i < list->size(); ++i) {
                const Json &item = list->at(i);
                const QByteArray pointer = m_config.list + '/' + QByteArray::number(i);
                if (item.isString()) {
                    add(&item, pointer, {});
                } else {
                    const Json *title = item.find(m_config.title);
                    add(item.find(m_config.text), pointer + m_config.text, title ? title->toString() : QString());
                }
            }
        }
        if (parts.isEmpty())
            return fail(ErrorCode::InputInvalid, u"No part has a text."_s, Json::object({{"path", m_config.list}}));
        return parts;
    }

    [[nodiscard]] Json gathered(const Json &data, const QString &name) const
    {
        QStringList all = textOrList(data.value(name));
        const Json *list = data.find(m_config.list);
        for (const Json &part : list ? list->items() : std::span<const Json>()) {
            for (const QString &item : textOrList(part.value(name))) {
                if (!all.contains(item))
                    all.append(item);
            }
        }
        return Json::array(all);
    }

    MergeConfig m_config;
};

} // namespace

const ComponentDescriptor &MergeComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"merge"_s,
        .title = u"Merge texts"_s,
        .category = u"transform"_s,
        .description = u"Makes one text of the texts of a list or of several fields, and keeps for each part where it came from."_s,
        .icon = u"document-multiple"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> MergeComponent::prepare(const Json &config) const
{
    MergeConfig merge;
    merge.list = fieldPointer(config.value("list").toString(u"joined"_s));
    for (const QString &field : config.value("fields").toStringList())
        merge.fields.append(fieldPointer(field));
    merge.text = fieldPointer(config.value("text").toString(u"source_text"_s));
    merge.title = fieldPointer(config.value("title").toString(u"title"_s));
    merge.hasHeadings = config.value("headings").toBool(true);
    merge.separator = config.value("separator").toString(u"\n\n"_s);
    merge.gather = config.value("gather").toStringList();
    merge.removesList = config.value("remove_list").toBool();
    merge.into = config.value("into").toString(u"source_text"_s).toUtf8();
    return std::make_shared<const MergeStep>(merge);
}

} // namespace Millrace
