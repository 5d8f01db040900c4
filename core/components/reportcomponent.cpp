// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/reportcomponent.h"

#include "components/documentfields.h"
#include "components/texttemplate.h"
#include "components/transformercomponent.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["text"],
  "properties": {
    "text": {
      "type": "string", "minLength": 1, "title": "Text", "contentMediaType": "text/x-django-template",
      "description": "The report's wording; {{ title }} and other fields are filled in, {% for %} and {% if %} go through lists and choose."
    },
    "format": {"type": "string", "enum": ["markdown", "html", "plain"], "default": "markdown", "title": "Format", "description": "The form the text is written in."}
  }
})";

constexpr auto kGives = R"({
  "formatted_content": {"type": "object", "properties": {"format": {"type": "string"}, "word_count": {"type": "integer"}, "reading_time": {"type": "string"},
  "content": {"type": "string"}}}
})";

/// Words as a reader counts them: what stands in tags, and the marks of tables and headings, is none.
qint64 wordsOf(QString text, QStringView format)
{
    static const QRegularExpression tag(u"<[^<>]*>"_s);
    if (format == "html"_L1)
        text.replace(tag, u" "_s);
    return countWords(text);
}

/// Lines that held a tag alone leave gaps; a gap is one empty line.
QString withoutGaps(const QString &text)
{
    static const QRegularExpression gap(u"[ \\t]*\\n(?:[ \\t]*\\n){2,}"_s);
    QString out = text;
    return out.replace(gap, u"\n\n"_s).trimmed();
}

class ReportStep final : public Step
{
public:
    ReportStep(const TextTemplate &text, const QString &format)
        : m_text(text)
        , m_format(format)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<QString> filled = m_text.render(input.data);
        if (!filled)
            return StepResult::failed(filled.error());
        const QString text = withoutGaps(*filled);
        if (text.isEmpty())
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, u"The report says nothing: the fields it names are empty."_s));
        const qint64 words = wordsOf(text, m_format);
        StepResult result;
        result.edit.set("formatted_content",
                        Json::object({{"format", m_format}, {"word_count", words}, {"reading_time", readingTime(words)}, {"content", text}}));
        return result;
    }

private:
    TextTemplate m_text;
    QString m_format;
};

} // namespace

const ComponentDescriptor &ReportComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"report"_s,
        .title = u"Report"_s,
        .category = u"generate"_s,
        .description
        = u"Writes what earlier steps found as a text in a wording of your own: sentences, lists and tables with the document's fields."_s,
        .icon = u"view-pages-single"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ReportComponent::prepare(const Json &config) const
{
    Result<TextTemplate> text = TextTemplate::compile(config.value("text").toString());
    if (!text) {
        text.error().detail = Json::object({{"path", "/text"}});
        return std::unexpected(text.error());
    }
    return std::make_shared<const ReportStep>(*text, config.value("format").toString(u"markdown"_s));
}

} // namespace Millrace
