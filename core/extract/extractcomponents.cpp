// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/extractcomponents.h"

#include "extract/formats.h"
#include "sdk/services.h"

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "x-gives": {
    "{to}": {"type": "string"}, "title": {"type": "string"}, "language": {"type": "string"}, "source_name": {"type": "string"},
    "keywords": {"type": "array", "items": {"type": "string"}},
    "document": {"type": "object", "properties": {"format": {"type": "string"}, "reader": {"type": "string"}, "facts": {"type": "object"},
    "outline": {"type": "array", "items": {"type": "object", "properties": {"level": {"type": "integer"}, "title": {"type": "string"}}}}}}
  },
  "properties": {
    "content": {
      "type": "string", "minLength": 1, "default": "content_base64", "title": "Content",
      "description": "The field with the file as base64, for documents that name no original."
    },
    "to": {
      "type": "string", "minLength": 1, "default": "source_text", "title": "Text",
      "description": "The field that takes the text."
    }
  }
})";

/// Where a document's bytes are: its original, a field in base64, or a text.
Result<ExtractInput> inputOf(const Json &data, const QByteArray &contentField, RunContext &context)
{
    ExtractInput input;
    const Json original = data.value("original");
    input.name = original.value("name").toString(data.value("source_name").toString());
    if (const QString hash = original.value("hash").toString(); !hash.isEmpty()) {
        OriginalSource *originals = context.originals();
        if (!originals)
            return fail(ErrorCode::Unsupported, u"The originals of this workspace cannot be reached from here."_s);
        Result<QString> path = originals->path(hash);
        if (!path)
            return std::unexpected(path.error());
        input.path = std::move(*path);
        return input;
    }
    const Json content = data.value(contentField);
    if (!content.isString())
        return fail(ErrorCode::InputInvalid, u"The document names no original and has no field \"%1\"."_s.arg(QString::fromUtf8(contentField)),
                    Json::object({{"path", "/original"}}));
    auto decoded = QByteArray::fromBase64Encoding(content.utf8().toByteArray(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return fail(ErrorCode::InputInvalid, u"The field \"%1\" is not base64."_s.arg(QString::fromUtf8(contentField)),
                    Json::object({{"path", "/" + contentField}}));
    input.bytes = std::move(*decoded);
    return input;
}

class ExtractTextStep final : public Step
{
public:
    ExtractTextStep(const QByteArray &content, const QByteArray &to)
        : m_content(content)
        , m_to(to)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        Result<ExtractInput> from = inputOf(input.data, m_content, context);
        if (!from)
            return StepResult::failed(from.error());
        from->isCancelled = [&context] { return context.isCancelled(); };
        const Result<ExtractedDocument> document = extractDocument(*from);
        if (!document) {
            Error error = document.error();
            error.text = (from->name.isEmpty() ? u"The document"_s : from->name) + u' ' + error.text;
            return StepResult::failed(std::move(error));
        }
        StepResult result;
        const auto fill = [&](const char *key, const Json &value) {
            if (!input.data.contains(key) && !(value.isString() && value.utf8().isEmpty()) && !(value.isArray() && value.isEmpty()))
                result.edit.set(key, value);
        };
        fill("title", document->title);
        fill("keywords", Json::array(document->keywords));
        fill("language", document->language);
        fill("source_name", from->name);
        result.edit.set(m_to, document->text);
        result.edit.set("document", document->structure());
        return result;
    }

private:
    QByteArray m_content;
    QByteArray m_to;
};

class ExtractTextComponent final : public Component
{
public:
    const ComponentDescriptor &descriptor() const override
    {
        static const ComponentDescriptor descriptor{
            .name = u"extract_text"_s,
            .title = u"Extract text"_s,
            .category = u"extract"_s,
            .description
            = u"Reads the document's original (PDF, office files, mail, web pages, images, …) and gives its text with title, facts, and the place "
              "of every paragraph in the original."_s,
            .icon = u"document-scan"_s,
            .configSchema = Json::parse(kConfigSchema).value_or(Json()),
            .outputs = {{u"out"_s, u"The document with its text"_s}},
            .isolation = Isolation::Child,
            .cacheable = true,
        };
        return descriptor;
    }

    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override
    {
        return std::make_shared<const ExtractTextStep>(config.value("content").toString(u"content_base64"_s).toUtf8(),
                                                       config.value("to").toString(u"source_text"_s).toUtf8());
    }
};

class ExtractFileStep final : public Step
{
public:
    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Json &data = input.data;
        if (const QString format = data.value("check").toString(); !format.isEmpty()) {
            const Extractor *extractor = findExtractor(format);
            const QString problem = extractor ? problemWith(*extractor) : u"this program was built without its reader"_s;
            return problem.isEmpty() ? StepResult() : StepResult::failed(Error::make(ErrorCode::Unsupported, problem));
        }
        ExtractInput from;
        from.name = data.value("name").toString();
        from.path = data.value("path").toString();
        from.from = data.value("from").toInt();
        from.to = data.value("to").toInt(-1);
        from.firstPart = int(data.value("first_part").toInt(1));
        from.maxParts = int(data.value("max_parts").toInt());
        for (const Json &index : data.value("child").items())
            from.child.append(int(index.toInt()));
        from.isCancelled = [&context] { return context.isCancelled(); };
        QByteArray within;
        const Result<ExtractedDocument> document = extractDocument(from, data.value("keep").toBool() ? &within : nullptr);
        if (!document)
            return StepResult::failed(document.error());
        StepResult result;
        result.edit.set("extracted", document->toJson());
        if (!within.isEmpty())
            result.edit.set("bytes", within.toBase64());
        return result;
    }
};

class ExtractFileComponent final : public Component
{
public:
    const ComponentDescriptor &descriptor() const override
    {
        static const ComponentDescriptor descriptor{
            .name = kExtractFile,
            .title = u"Extract a file"_s,
            .category = u"extract"_s,
            .description = u"Reads a file for the program itself."_s,
            .icon = u"document-scan"_s,
            .configSchema = Json::object(),
            .outputs = {{u"out"_s, u"The text"_s}},
            .isolation = Isolation::Child,
        };
        return descriptor;
    }

    Result<std::shared_ptr<const Step>> prepare(const Json &) const override { return std::make_shared<const ExtractFileStep>(); }
};

} // namespace

Json extractRequest(const ExtractInput &input)
{
    Json request = Json::object({{"name", input.name}, {"path", input.path}, {"first_part", input.firstPart}, {"max_parts", input.maxParts}});
    if (input.from > 0 || input.to >= 0) {
        request.insert("from", input.from);
        request.insert("to", input.to);
    }
    Json child = Json::array();
    for (const int index : input.child)
        child.append(index);
    request.insert("child", child);
    return request;
}

std::vector<std::shared_ptr<Component>> extractComponents()
{
    return {std::make_shared<ExtractTextComponent>()};
}

std::vector<std::shared_ptr<Component>> extractHostComponents()
{
    return {std::make_shared<ExtractFileComponent>()};
}

} // namespace Millrace
