// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/publishcomponent.h"

#include "components/documentfields.h"
#include "components/filetargets.h"
#include "components/httptarget.h"

#include <QCryptographicHash>
#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"schema({
  "type": "object",
  "additionalProperties": false,
  "required": ["to", "at"],
  "properties": {
    "to": {
      "enum": ["folder", "json_lines", "csv", "site", "http"], "title": "As",
      "description": "A file in a folder, a line of a JSON Lines or CSV file, a page of a web site with search, or a request to an address."
    },
    "at": {
      "type": "string", "minLength": 1, "title": "Where",
      "description": "The folder, which must be there; the file; or the address. A path begins with / or ~/."
    },
    "name": {
      "type": "string", "minLength": 1, "title": "File name",
      "description": "For a folder or site: JMESPath over the document that gives the file's name, as in join('', [slug, '.md']). A site's has no extension."
    },
    "title": {"type": "string", "minLength": 1, "default": "title", "title": "Page title", "description": "For a site: JMESPath over the document."},
    "summary": {"type": "string", "minLength": 1, "title": "Page summary", "description": "For a site: JMESPath over the document."},
    "tags": {"type": "string", "minLength": 1, "title": "Page tags", "description": "For a site: JMESPath that gives a list of texts."},
    "site_title": {"type": "string", "minLength": 1, "default": "Published", "title": "Site title"},
    "content": {
      "type": "string", "minLength": 1, "title": "Content",
      "description": "JMESPath over the document: a text is written as it is, anything else as JSON. Without it the whole document."
    },
    "columns": {
      "type": "array", "minItems": 1, "title": "Columns", "description": "For CSV: the columns in their order.",
      "items": {
        "type": "object", "required": ["title", "value"], "additionalProperties": false,
        "properties": {
          "title": {"type": "string", "title": "Title"},
          "value": {"type": "string", "minLength": 1, "title": "Value", "description": "JMESPath over the document."}
        }
      }
    },
    "formulas": {
      "type": "boolean", "default": false, "title": "Formulas",
      "description": "For CSV: texts that begin with =, +, - or @ are written as they are, and run by spreadsheets. Without, an apostrophe keeps them texts."
    },
    "if_exists": {
      "enum": ["replace", "refuse", "number"], "default": "replace", "title": "A file of this name",
      "description": "In a folder, where it has other content: replace it as a whole, fail, or give the new one a number. Pages of a site are told apart by their documents."
    },
    "method": {"enum": ["POST", "PUT", "PATCH"], "default": "POST", "title": "Method"},
    "headers": {
      "type": "object", "additionalProperties": {"type": "string", "x-secret": true}, "title": "Headers",
      "description": "Names and values. \"secret:NAME\" in a value stands for a secret."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 30, "title": "Longest wait for an answer, seconds"},
    "per_minute": {"type": "integer", "minimum": 0, "default": 0, "title": "Requests a minute"},
    "wait": {
      "type": "boolean", "default": true, "title": "Wait for it",
      "description": "The document goes on when it is published, or has failed to be. Without, it goes on at once."
    },
    "into": {
      "type": "string", "minLength": 1, "default": "published", "title": "Field",
      "description": "The field that takes where it went, where the step waits for it."
    }
  }
})schema";

constexpr auto kGives = R"({"{into}": {}})";

enum class Form : quint8 { File, JsonLine, CsvLine, Page, Request };

/// Whether a spreadsheet would take a text for a formula and run it. Signed numbers and telephone numbers are none.
bool isFormula(QByteArrayView text)
{
    if (text.isEmpty() || !QByteArrayView("=+-@\t\r").contains(text.front()))
        return false;
    return (text.front() != '+' && text.front() != '-') || std::ranges::any_of(text.sliced(1), [](char c) {
               return (c < '0' || c > '9') && c != ' ' && c != '.' && c != ',' && c != '/' && c != '(' && c != ')' && c != '-';
           });
}

/// A field of CSV (RFC 4180).
QByteArray csvField(const Json &value, bool keepsFormulas)
{
    QByteArray text = value.isNull() ? QByteArray() : value.isString() ? value.utf8().toByteArray() : value.toBytes();
    if (!keepsFormulas && value.isString() && isFormula(text))
        text.prepend('\'');
    if (!text.contains(',') && !text.contains('"') && !text.contains('\n') && !text.contains('\r'))
        return text;
    text.replace("\"", "\"\"");
    return '"' + text + '"';
}

class PublishStep final : public Step
{
public:
    struct Column
    {
        QString title;
        JmesPath value;
    };

    Form form = Form::File;
    QString at;
    std::optional<JmesPath> name;
    std::optional<JmesPath> content;
    std::optional<JmesPath> title;
    std::optional<JmesPath> summary;
    std::optional<JmesPath> tags;
    QString site;
    QList<Column> columns;
    QString ifExists;
    HttpCall call;
    bool waits = true;
    bool keepsFormulas = false;
    QByteArray into;

    StepResult run(const StepInput &input, RunContext &) const override
    {
        if (input.wake == Wake::Fulfilled)
            return ended(input.effects);
        Result<EffectDraft> draft = draftFor(input.data);
        if (!draft)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, draft.error().text, draft.error().detail));
        StepResult result;
        draft->publishes = true;
        result.effects.append(std::move(*draft));
        if (waits)
            result.suspension.emplace().what = Suspension::For::Effects;
        return result;
    }

private:
    StepResult ended(const QList<EffectOutcome> &effects) const
    {
        StepResult result;
        Json answers = Json::array();
        for (const EffectOutcome &effect : effects) {
            if (effect.state == "delivered"_L1) {
                answers.append(effect.answer);
                if (effect.answer.value("replaced").toBool())
                    result.reasons = Json::array(
                        {Json::object({{"path", ""}, {"message", u"It took the place of a file with other content."_s}, {"severity", "info"}})});
                continue;
            }
            const bool isDiscarded = effect.state == "discarded"_L1;
            return StepResult::failed(Error::make(isDiscarded ? ErrorCode::EffectDiscarded : ErrorCode::EffectFailed,
                                                  isDiscarded        ? u"Somebody discarded it before it was published."_s
                                                      : effect.error ? u"It could not be published: %1"_s.arg(effect.error->text)
                                                                     : u"It could not be published."_s,
                                                  effect.error ? Json::object({{"last", effect.error->toJson()}}) : Json()));
        }
        result.edit.set(into, answers.size() == 1 ? answers.at(0) : answers);
        return result;
    }

    Result<EffectDraft> draftFor(const Json &data) const
    {
        EffectDraft draft;
        draft.address = at;
        if (form == Form::CsvLine)
            return csv(data, draft);
        const Result<Json> what = content ? content->evaluate(data) : Result<Json>(data);
        if (!what)
            return std::unexpected(what.error());
        if (what->isNull())
            return fail(ErrorCode::InputInvalid, u"There is nothing to publish: the content is null."_s);
        switch (form) {
        case Form::File:
        case Form::Page:
            return file(data, *what, draft);
        case Form::JsonLine:
            draft.target = u"lines"_s;
            draft.request = Json::object({{"header", ""}});
            draft.body = what->toBytes() + '\n';
            return draft;
        default:
            draft.target = u"http"_s;
            draft.body = what->isString() ? what->utf8().toByteArray() : what->toBytes();
            HttpCall request = call;
            request.headers.emplaceBack("Content-Type", what->isString() ? "text/plain; charset=utf-8" : "application/json");
            draft.request = callToJson(request);
            return draft;
        }
    }

    Result<EffectDraft> file(const Json &data, const Json &what, EffectDraft &draft) const
    {
        const Result<Json> chosen = name->evaluate(data);
        if (!chosen)
            return std::unexpected(chosen.error());
        if (!chosen->isString() && !chosen->isNumber())
            return fail(ErrorCode::InputInvalid, u"The file's name is no text."_s);
        if (const QString problem = problemWithFileName(chosen->utf8()); !problem.isEmpty())
            return fail(ErrorCode::InputInvalid, u"\"%1\": %2"_s.arg(QString::fromUtf8(chosen->utf8().left(200)), problem));
        if (form == Form::Page)
            return page(data, chosen->utf8(), what, draft);
        draft.target = u"folder"_s;
        draft.request = Json::object({{"name", QString::fromUtf8(chosen->utf8())}, {"if_exists", ifExists}});
        draft.body = what.isString() ? what.utf8().toByteArray() : what.toBytes(Json::Format::Pretty) + '\n';
        return draft;
    }

    Result<EffectDraft> page(const Json &data, QByteArrayView called, const Json &what, EffectDraft &draft) const
    {
        if (!what.isString())
            return fail(ErrorCode::InputInvalid, u"A page's content is a text."_s);
        const auto of = [&data](const std::optional<JmesPath> &expression) { return expression ? expression->evaluate(data) : Result<Json>(Json()); };
        const Result<Json> heading = of(title);
        const Result<Json> words = of(summary);
        const Result<Json> labels = of(tags);
        for (const Result<Json> *part : {&heading, &words, &labels}) {
            if (!*part)
                return std::unexpected(part->error());
        }
        draft.target = u"site"_s;
        draft.request = Json::object({{"name", QString::fromUtf8(called)},
                                      {"title", heading->toString(QString::fromUtf8(called))},
                                      {"summary", words->toString()},
                                      {"tags", Json::array(labels->toStringList())},
                                      {"site", site}});
        // A text that was written in a form says so itself; any other is looked at.
        const Json &formatted = data.value("formatted_content");
        if (const Json &format = formatted.value("format"); format.isString() && formatted.value("content") == what)
            draft.request.insert("form", format);
        // The same document again renews its page; another one of this name gets a page of its own.
        if (const Json from = data.value("source_name"); from.isString())
            draft.request.insert("from", QString::fromLatin1(QCryptographicHash::hash(from.utf8(), QCryptographicHash::Sha256).toHex().left(16)));
        draft.body = what.utf8().toByteArray();
        return draft;
    }

    Result<EffectDraft> csv(const Json &data, EffectDraft &draft) const
    {
        QByteArrayList titles;
        QByteArrayList fields;
        for (const Column &column : columns) {
            const Result<Json> value = column.value.evaluate(data);
            if (!value)
                return std::unexpected(value.error());
            titles.append(csvField(column.title, true));
            fields.append(csvField(*value, keepsFormulas));
        }
        draft.target = u"lines"_s;
        draft.request = Json::object({{"header", QString::fromUtf8(titles.join(',') + "\r\n")}});
        draft.body = fields.join(',') + "\r\n";
        return draft;
    }
};

std::unexpected<Error> wrong(const QString &text, const char *path)
{
    return fail(ErrorCode::ComponentConfig, text, Json::object({{"path", path}}));
}

/// The path as it is meant, or why it is none.
Result<QString> placeOf(const QString &at)
{
    const QString path = at == "~"_L1 || at.startsWith("~/"_L1) ? QDir::homePath() + at.sliced(1) : at;
    if (!path.startsWith(u'/') || path.contains(QChar(u'\0')))
        return wrong(u"\"%1\" is no place: a path begins with / or ~/."_s.arg(at), "/at");
    return QDir::cleanPath(path);
}

} // namespace

const ComponentDescriptor &PublishComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"publish"_s,
        .title = u"Publish"_s,
        .category = u"connect"_s,
        .description = u"Writes a file or a line, or sends a request: once, and only what may be published."_s,
        .icon = u"document-export"_s,
        .version = 2,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Published"_s}},
        .effect = Effect::Writes,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> PublishComponent::prepare(const Json &config) const
{
    auto step = std::make_shared<PublishStep>();
    const QString to = config.value("to").toString();
    step->form = to == "json_lines"_L1 ? Form::JsonLine
        : to == "csv"_L1               ? Form::CsvLine
        : to == "site"_L1              ? Form::Page
        : to == "http"_L1              ? Form::Request
                                       : Form::File;
    step->keepsFormulas = config.value("formulas").toBool();
    step->waits = config.value("wait").toBool(true);
    step->into = config.value("into").toString(u"published"_s).toUtf8();
    step->ifExists = config.value("if_exists").toString(u"replace"_s);
    auto name = expressionOf(config, "name");
    auto content = expressionOf(config, "content");
    if (!name || !content)
        return std::unexpected(name ? content.error() : name.error());
    step->name = std::move(*name);
    auto title = config.contains("title") ? expressionOf(config, "title") : expressionOf(Json::object({{"title", "title"}}), "title");
    auto summary = expressionOf(config, "summary");
    auto tags = expressionOf(config, "tags");
    for (const auto *part : {&title, &summary, &tags}) {
        if (!*part)
            return std::unexpected(part->error());
    }
    step->title = std::move(*title);
    step->summary = std::move(*summary);
    step->tags = std::move(*tags);
    step->site = config.value("site_title").toString(u"Published"_s);
    step->content = std::move(*content);
    for (const Json &column : config.value("columns").items()) {
        auto value = JmesPath::compile(column.value("value").toString());
        if (!value)
            return wrong(value.error().text, "/columns");
        step->columns.append({column.value("title").toString(), std::move(*value)});
    }
    if ((step->form == Form::File || step->form == Form::Page) != step->name.has_value())
        return wrong(u"A file name is for a folder or site, and needed there."_s, "/name");
    if (step->form == Form::Page && !step->content)
        return wrong(u"A page needs its content."_s, "/content");
    if ((step->form == Form::CsvLine) == step->columns.isEmpty())
        return wrong(u"Columns are for CSV, and needed there."_s, "/columns");
    if (step->form == Form::Request) {
        const QUrl url(config.value("at").toString());
        if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1) || !url.userInfo().isEmpty())
            return wrong(u"The address begins with http:// or https:// and holds no password."_s, "/at");
        step->at = url.toString();
        step->call.method = config.value("method").toString(u"POST"_s).toLatin1();
        step->call.timeoutMs = static_cast<qint64>(config.value("timeout_s").toDouble(30) * 1000);
        step->call.perMinute = static_cast<int>(config.value("per_minute").toInt());
        for (const JsonMember &header : config.value("headers").members()) {
            const QByteArray value = header.value.utf8().toByteArray();
            (value.contains("secret:") ? step->call.secretHeaders : step->call.headers).emplaceBack(header.key, value);
        }
        return step;
    }
    const Result<QString> place = placeOf(config.value("at").toString());
    if (!place)
        return std::unexpected(place.error());
    step->at = *place;
    return step;
}

} // namespace Millrace
