// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/detectlanguagecomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/languagedetector.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "least_confidence": {
    "type": "number", "minimum": 0, "maximum": 1, "default": 0.7, "title": "Least confidence",
    "description": "An answer that is less sure leaves by `unsure` and does not become the document's language."
  },
  "overwrite": {
    "type": "boolean", "default": false, "title": "Replace what the document says",
    "description": "Without it, a `language` that the document brings stays."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"language": {"type": "string"}, "name": {"type": "string"}, "confidence": {"type": "number"},
  "is_mixed": {"type": "boolean"}, "bytes_read": {"type": "integer"}, "shares": {"type": "array", "items": {"type": "object",
  "properties": {"language": {"type": "string"}, "name": {"type": "string"}, "share": {"type": "number"}}}},
  "declared": {"type": "string"}}},
  "language": {"type": "string"}
})";

QString nameOf(const QByteArray &code)
{
    const QLocale::Language language = QLocale::codeToLanguage(QString::fromLatin1(code).section(u'-', 0, 0));
    return language == QLocale::AnyLanguage ? QString::fromLatin1(code) : QLocale::languageToString(language);
}

class DetectLanguageStep final : public Step
{
public:
    DetectLanguageStep(const TextField &field, double least, bool overwrites)
        : m_field(field)
        , m_least(least)
        , m_overwrites(overwrites)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        const DetectedLanguage found = detectLanguage(*text);
        Json shares = Json::array();
        for (const LanguageShare &share : found.shares)
            shares.append(Json::object({{"language", share.code}, {"name", nameOf(share.code)}, {"share", rounded(share.share)}}));
        const bool isSure = !found.code.isEmpty() && found.confidence >= m_least;
        const QString declared = input.data.value("language").toString();
        Json report = Json::object({{"language", found.code.isEmpty() ? Json() : Json(found.code)},
                                    {"name", found.code.isEmpty() ? Json() : Json(nameOf(found.code))},
                                    {"confidence", rounded(found.confidence)},
                                    {"is_mixed", found.isMixed},
                                    {"bytes_read", found.lettersRead},
                                    {"shares", shares}});
        if (!declared.isEmpty())
            report.insert("declared", declared);
        StepResult result;
        result.edit.set(m_field.into(), report);
        if (isSure && (declared.isEmpty() || m_overwrites))
            result.edit.set("language", found.code);
        if (!isSure) {
            result.port = u"unsure"_s;
            const QString why = found.code.isEmpty()
                ? u"Nothing in the text tells its language."_s
                : u"Perhaps %1: confidence %2 is below %3."_s.arg(nameOf(found.code)).arg(rounded(found.confidence)).arg(m_least);
            result.reasons = Json::array({Json::object({{"path", m_field.pointer()}, {"message", why}, {"severity", "info"}})});
        }
        return result;
    }

private:
    TextField m_field;
    double m_least;
    bool m_overwrites;
};

} // namespace

const ComponentDescriptor &DetectLanguageComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"detect_language"_s,
        .title = u"Detect language"_s,
        .category = u"extract"_s,
        .description = u"Tells which language a text is written in, with its confidence; what cannot be told leaves by its own port."_s,
        .icon = u"languages"_s,
        .configSchema = giving(textSchema(kOwn, "detected_language", false), kGives),
        .outputs = {{u"out"_s, u"Detected"_s}, {u"unsure"_s, u"Cannot be told"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> DetectLanguageComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "detected_language");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const DetectLanguageStep>(*field, config.value("least_confidence").toDouble(0.7), config.value("overwrite").toBool());
}

} // namespace Millrace
