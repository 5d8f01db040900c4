// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/component.h"

#include <QObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

/// A node's config, checked and ready: made once, run for every document, from several threads at once.
class WordCountStep final : public Step
{
public:
    WordCountStep(const Json &config)
        : m_field(config.value("field").toString(u"source_text"_s).toUtf8())
        , m_least(config.value("least").toInt())
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const QString text = input.data.value(m_field).toString();
        qint64 words = 0;
        static const QRegularExpression word(u"\\w+"_s, QRegularExpression::UseUnicodePropertiesOption);
        for (auto match = word.globalMatch(text); match.hasNext(); match.next()) {
            if (++words % 1024 == 0 && context.isCancelled())
                return StepResult::failed(Error::make(ErrorCode::Cancelled, u"The count was cancelled."_s));
        }
        StepResult result;
        result.edit.set("words", Json(words));
        if (words < m_least)
            result.port = u"short"_s;
        return result;
    }

private:
    QByteArray m_field;
    qint64 m_least;
};

class WordCountComponent final : public Component
{
public:
    const ComponentDescriptor &descriptor() const override
    {
        static const ComponentDescriptor descriptor{
            .name = u"word_count"_s,
            .title = u"Count words"_s,
            .category = u"transform"_s,
            .description = u"Counts the words of a field, and sends short texts by a way of their own."_s,
            .icon = u"view-list-text"_s,
            .configSchema = Json::parse(R"({
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "field": {"type": "string", "minLength": 1, "default": "source_text", "title": "Field"},
                    "least": {"type": "integer", "minimum": 0, "default": 0, "title": "Short below", "description": "Texts with fewer words leave by `short`."}
                }
            })")
                                .value(),
            .outputs = {{u"out"_s, u"Counted"_s}, {u"short"_s, u"Too short"_s}},
            .cacheable = true,
        };
        return descriptor;
    }

    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override { return std::make_shared<const WordCountStep>(config); }
};

} // namespace

class WordCountPlugin : public QObject, public ComponentPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID MILLRACE_COMPONENT_PLUGIN_IID FILE "wordcountplugin.json")
    Q_INTERFACES(Millrace::ComponentPlugin)

public:
    QList<std::shared_ptr<Component>> components() const override { return {std::make_shared<WordCountComponent>()}; }
};

#include "wordcountplugin.moc"
