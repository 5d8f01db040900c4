// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// fuzz_wire --runs N | --seconds S [--seed S] [--only NAME] [--last FILE]
//
// Feeds mutated texts to what reads the words of others that are no documents: children, model endpoints, pipelines and submissions, schedules,
// templates, rules, kept models and vectors, queries, and the configs and data of every component that is pure. One execution is one text given
// to one of them. What must hold: it ends within five seconds of the processor; what was read is written and read back the same; a refusal has its
// reason. A broken promise prints the seed, the execution and the text in hexadecimal, and ends with 1; what a crash leaves no time to print
// stands in the file of --last.
#include "ai/chatcodec.h"
#include "components/generatedcontent.h"
#include "components/qualityrule.h"
#include "components/registry.h"
#include "components/sitetarget.h"
#include "components/texttemplate.h"
#include "fuzz/mutator.h"
#include "observe/redactor.h"
#include "pipeline/contextdocument.h"
#include "pipeline/definition.h"
#include "pipeline/draftedit.h"
#include "pipeline/schedule.h"
#include "sdk/http.h"
#include "sdk/jsonschema.h"
#include "sdk/stepwire.h"
#include "search/passageindex.h"
#include "search/passagesplitter.h"
#include "support/testcontext.h"
#include "text/latentspace.h"
#include "text/minhash.h"
#include "text/textclassifier.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <limits>
#include <vector>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNowUs = 1'763'762'400'000'000; ///< 21 November 2025
constexpr qint64 kDayUs = 86'400'000'000;

const QList<QByteArray> kJsonPieces{"{",       "}",
                                    "[",       "]",
                                    ",",       ":",
                                    "\"",      "\\",
                                    "\\u0000", "\\ud83d\\ude00",
                                    "null",    "true",
                                    "-1",      "0",
                                    "1e308",   "99999999999999999999",
                                    "1.10",    "\"a\":1",
                                    "\"id\":", "{}",
                                    "[]",      "\"\"",
                                    "[[[[",    "\n",
                                    "data: ",  "\xc3\xa9",
                                    "\xff"};

const QList<QByteArray> kWords{" ",        "\n",          "\n\n",
                               "-",        "*",           "/",
                               ",",        "\"",          "'",
                               "(",        ")",           "{{",
                               "}}",       "{%",          "%}",
                               "|",        ".",           "#",
                               "`",        "**",          "[a](http://b.c)",
                               "<b>",      "</script>",   "&lt;",
                               "é",        "日本",        "\xf0\x9f\x98\x80",
                               "\xcc\x81", "\xff",        "0",
                               "59",       "99999999999", "AND",
                               "NOT",      "NEAR(",       ":"};

struct Target
{
    QString name;
    Mutator texts;
    std::function<QString(const QByteArray &)> problem; ///< empty: all promises were kept
};

/// What both directions of a value must hold, for a value that was read of JSON.
template <typename Value, typename Read, typename Write>
QString roundTrip(const QByteArray &text, Read read, Write write)
{
    const Result<Json> json = Json::parse(text);
    if (!json)
        return {};
    const Result<Value> value = read(*json);
    if (!value)
        return value.error().text.isEmpty() ? u"a refusal without a reason"_s : QString();
    const Json written = write(*value);
    const Result<Value> again = read(written);
    return again && write(*again) == written ? QString() : u"what was written is read otherwise"_s;
}

QString modelProblem(const QByteArray &text)
{
    for (const auto &answer : {decodeChatAnswer(text), decodeChatStream(text)}) {
        if (!answer && answer.error().text.isEmpty())
            return u"a refusal without a reason"_s;
    }
    if (const auto answer = decodeEmbeddingAnswer(text, 2)) {
        if (answer->vectors.size() != 2 || answer->vectors[0].size() != answer->vectors[1].size() || answer->vectors[0].empty())
            return u"vectors that are not alike"_s;
        for (const std::vector<float> &vector : answer->vectors) {
            double length = 0;
            for (const float value : vector)
                length += double(value) * double(value);
            if (!std::isfinite(length) || (length != 0 && std::abs(length - 1) > 1e-3))
                return u"a vector of another length than 1"_s;
        }
    }
    return chatErrorText(text).size() > 300 ? u"an error that is too long"_s : QString();
}

QString contentProblem(const QByteArray &text)
{
    const auto content = readGeneratedContent(QString::fromUtf8(text));
    if (!content)
        return content.error().text.isEmpty() ? u"a refusal without a reason"_s : QString();
    const auto again = normalizedContent(*content);
    return again && *again == *content ? QString() : u"content that is not in its own form"_s;
}

QString pipelineProblem(const QByteArray &text)
{
    const Result<Json> json = Json::parse(text);
    if (!json)
        return {};
    Json problems = Json::array();
    (void)PipelineDefinition::read(*json, &problems);
    const auto definition = PipelineDefinition::fromJson(*json);
    if (definition && json->isObject() && !problems.isEmpty())
        return u"what has problems was taken"_s;
    if (!definition)
        return {};
    const auto again = PipelineDefinition::fromJson(definition->toJson());
    (void)definition->shorthand();
    (void)definition->firstNode();
    return again && again->toJson() == definition->toJson() ? QString() : u"what was written is read otherwise"_s;
}

QString timeProblem(const QByteArray &text)
{
    const QString words = QString::fromUtf8(text);
    if (const auto us = parseIso(words); us && parseIso(isoMicroseconds(*us)) != us)
        return u"a time that is written as another"_s;
    if (const qint64 wait = retryAfterUs(text, kNowUs); wait < 0 || wait > kDayUs)
        return u"a wait of more than a day"_s;
    const auto zone = Cron::zoneNamed(words);
    const auto cron = Cron::parse(words, zone.value_or(QTimeZone::utc()));
    if (!cron)
        return cron.error().text.isEmpty() ? u"a refusal without a reason"_s : QString();
    const auto next = cron->next(kNowUs);
    if (next && (*next <= kNowUs || cron->latest(*next, kNowUs) != next))
        return u"a due time that is none"_s;
    return {};
}

QString ruleProblem(const QByteArray &text, const QList<Json> &documents)
{
    const Result<Json> json = Json::parse(text);
    const auto rule = json ? QualityRule::compile(*json) : Result<QualityRule>(std::unexpected(json.error()));
    for (const Json &document : documents) {
        const auto finding = rule ? rule->check(document, kNowUs) : std::nullopt;
        if (finding && !(finding->score >= 0 && finding->score <= 1))
            return u"a score beyond its range"_s;
    }
    return {};
}

QString classifierProblem(const QByteArray &text)
{
    const Result<Json> json = Json::parse(text);
    const auto model = json ? TextClassifier::fromJson(*json) : Result<TextClassifier>(std::unexpected(json.error()));
    if (!model)
        return {};
    const auto answers = model->classify(u"The invoice of March is overdue, please pay"_s);
    for (const auto &answer : answers) {
        if (!(answer.probability >= 0 && answer.probability <= 1))
            return u"a probability beyond its range"_s;
    }
    return answers.size() == model->labels().size() ? QString() : u"a class without an answer"_s;
}

QString queryProblem(const PassageIndex &index, const QByteArray &text)
{
    for (const Finding &finding : index.find(QString::fromUtf8(text), 10)) {
        for (const auto &[from, length] : finding.matches) {
            if (from < 0 || length < 0 || from + length > finding.snippet.size())
                return u"a match outside of its snippet"_s;
        }
    }
    (void)index.search({QString::fromUtf8(text)}, 5, {});
    return {};
}

QString passagesProblem(const QByteArray &text)
{
    const QByteArray utf8 = QString::fromUtf8(text).toUtf8();
    qsizetype last = 0;
    for (const PassageSpan &span : splitPassages(utf8)) {
        const auto divides = [&utf8](qsizetype at) { return at < utf8.size() && (uchar(utf8.at(at)) & 0xC0) == 0x80; };
        if (span.from < last || span.to <= span.from || span.to > utf8.size() || divides(span.from) || divides(span.to))
            return u"a passage lies outside of the text"_s;
        last = span.to;
    }
    return {};
}

/// What is published is well formed, and holds no element but those that Markdown has.
QString pageProblem(const QByteArray &text)
{
    static const QSet<QString> known{u"x"_s,  u"p"_s,     u"h2"_s,     u"h3"_s,    u"h4"_s, u"ul"_s, u"ol"_s,         u"li"_s,
                                     u"a"_s,  u"em"_s,    u"strong"_s, u"code"_s,  u"hr"_s, u"br"_s, u"blockquote"_s, u"pre"_s,
                                     u"tr"_s, u"table"_s, u"thead"_s,  u"tbody"_s, u"td"_s, u"th"_s};
    // Control characters are no XML; they are another matter than the elements.
    QString words = QString::fromUtf8(text);
    words.removeIf([](QChar c) { return (c.unicode() < 32 && c != u'\n' && c != u'\t') || c.isNonCharacter() || c.isSurrogate(); });
    QByteArray html = htmlOfText(words);
    html.replace("<hr>", "<hr/>").replace("<br>", "<br/>");
    QXmlStreamReader reader("<x>" + html + "</x>");
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && !known.contains(reader.name().toString()))
            return u"an element that nobody wrote: "_s + reader.name().toString();
    }
    return reader.hasError() ? u"a page that is not well formed: "_s + reader.errorString() : QString();
}

/// Configs and data as people and pipelines give them, to whatever computes in this process.
class Components
{
public:
    Components()
    {
        for (const auto &component : builtinComponents()) {
            const ComponentDescriptor &descriptor = component->descriptor();
            if (descriptor.effect != Effect::Pure || descriptor.isolation != Isolation::InProcess)
                continue;
            if (auto schema = JsonSchema::compile(descriptor.configSchema))
                m_all.push_back({component, std::move(*schema)});
        }
        m_context.fakeClock.jumpTo(kNowUs);
    }

    /// The text is {"config","data"}.
    QString problem(const QByteArray &text)
    {
        const Result<Json> json = Json::parseStrict(text);
        if (!json || !json->value("data").isObject())
            return {};
        const auto &[component, schema] = m_all[m_next++ % m_all.size()];
        Json config = json->value("config").isObject() ? json->value("config") : Json::object();
        // What another one's config says, this one refuses; what is left is enough to run.
        const auto problems = schema.check(config);
        if (!problems.empty())
            config = Json::object();
        const auto step = component->prepare(config);
        if (!step)
            return step.error().text.isEmpty() ? u"a refusal without a reason"_s : QString();
        StepInput input;
        input.data = json->value("data");
        input.contextId = u"c"_s;
        const StepResult result = (*step)->run(input, m_context);
        if (result.error)
            return result.error->text.isEmpty() ? component->descriptor().name + u": an error without a reason"_s : QString();
        const auto after = result.edit.appliedTo(input.data);
        if (!after)
            return component->descriptor().name + u": an edit that cannot be applied: "_s + after.error().text;
        const auto back = stepResultFromJson(Json::parse(stepResultToJson(result).toBytes()).value_or(Json()));
        return back && stepResultToJson(*back) == stepResultToJson(result)
            ? QString()
            : component->descriptor().name + u": a result that does not survive its journey"_s;
    }

private:
    std::vector<std::pair<std::shared_ptr<Component>, JsonSchema>> m_all;
    std::size_t m_next = 0;
    TestContext m_context;
};

std::vector<Target> targets(quint64 seed, const QString &only, const QString &folder)
{
    std::vector<Target> list;
    const auto add = [&](const QString &name, const QList<QByteArray> &samples, const QList<QByteArray> &dictionary,
                         const std::function<QString(const QByteArray &)> &problem) {
        if (only.isEmpty() || only == name)
            list.push_back({name, Mutator(seed + list.size(), samples, dictionary), problem});
    };
    add(u"step"_s,
        {R"({"port":"out","edit":[{"op":"add","path":"/a","value":1}],"lineage":[{"from":"/a","to":"/b","spans":[[0,4]]}],"usage":[{"provider":"p","model":"m","tokens_in":1,"tokens_out":2}],"reasons":[{"path":"/a","message":"m","severity":"error"}]})",
         R"({"children":[{"id":"c1","type":"t","data":{"x":1}}],"events":[{"topic":"t","data":{}}],"effects":[{"target":"folder","address":"/tmp","request":{},"body":"eA=="}],"originals":[{"hash":"00","name":"n"}]})",
         R"({"suspension":{"until_us":5,"signal":"s","children":true,"effects":true,"state":{}},"error":{"code":"file_refused","text":"t"},"retry_after_us":7})",
         R"({"data":{"a":1},"context_id":"c","context_type":"t","node":"n","visit":1,"attempt":2,"key":"AAEC","wake":"children","children":[{"id":"x","data":{}}],"effects":[{"state":"done","answer":{}}]})"},
        kJsonPieces, [](const QByteArray &text) {
            QString problem = roundTrip<StepResult>(text, stepResultFromJson, stepResultToJson);
            if (problem.isEmpty())
                problem = roundTrip<StepInput>(text, [](const Json &json) { return Result<StepInput>(stepInputFromJson(json)); }, stepInputToJson);
            if (problem.isEmpty())
                problem
                    = roundTrip<Suspension>(text, [](const Json &json) { return Result<Suspension>(suspensionFromJson(json)); }, suspensionToJson);
            (void)askedOriginal(Json::parse(text).value_or(Json()));
            return problem;
        });
    add(u"model"_s,
        {R"({"model":"m","choices":[{"message":{"content":"text"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
         "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":[{\"text\":\"a\"}]}}]}\n\ndata: "
         "{\"choices\":[{\"finish_reason\":\"stop\"}]}\r\ndata: [DONE]\n",
         R"({"model":"m","data":[{"index":1,"embedding":[0.5,1e3]},{"index":0,"embedding":[3,4.0]}],"usage":{"prompt_tokens":1}})",
         R"({"error":{"message":"no such model"}})"},
        kJsonPieces, modelProblem);
    add(u"content"_s,
        {R"({"introduction":"i","body":[{"heading":"h","content":"c"}],"conclusion":"e"})",
         "Here it is:\n```json\n{\"Body\":[\"a\",\"b\"],\"Intro\":\"x\"}\n```\n", R"({"article":{"introduction":"i","body":{"h":"c","g":"d"}}})",
         "# Title\n\nText.\n\n## Head\n\nMore.\n\n## Conclusion\n\nEnd.\n"},
        kJsonPieces + kWords, contentProblem);
    add(u"pipeline"_s,
        {R"({"format":"millrace.pipeline/1","id":"p","title":"P","nodes":[{"id":"a","component":"clean","config":{"x":1},"retry":{"max_attempts":2,"backoff":"fixed","jitter":0.5},"timeout_ms":5,"limits":{"concurrency":1,"per_second":2.5},"position":[1,2]},{"id":"b","component":"tag"}],"links":[{"from":{"node":"a","port":"out"},"to":{"node":"b","port":"in"},"condition":"a > `1`","limits":{"max_items":5}}],"groups":[],"notes":[]})",
         R"(["template","ai_generator","transformer"])"},
        kJsonPieces, pipelineProblem);
    add(u"context"_s,
        {R"({"id":"c","type":"article","status":"processing","pipeline":["a","b"],"data":{"title":"t"},"processing":{"current_component":"a","completed_components":["x"]},"created_at":"2023-05-15T10:30:00Z","updated_at":"2023-05-15T10:30:01.5Z","more":1})"},
        kJsonPieces, [](const QByteArray &text) {
            // A submission leaves out what the workspace fills in.
            const Result<Json> json = Json::parse(text);
            const auto document = json ? ContextDocument::fromJson(*json) : Result<ContextDocument>(std::unexpected(json.error()));
            if (document && (document->id.isEmpty() || document->type.isEmpty() || document->createdAt <= 0 || document->updatedAt <= 0))
                return QString();
            return roundTrip<ContextDocument>(text, ContextDocument::fromJson, [](const auto &value) { return value.toJson(); });
        });
    add(u"draft"_s,
        {R"({"label":"Move 3 nodes","patch":[{"op":"replace","path":"/nodes/0/position","value":[1,2]}],"inverse":[{"op":"replace","path":"/nodes/0/position","value":[0,0]}],"merge_key":"k"})"},
        kJsonPieces,
        [](const QByteArray &text) { return roundTrip<DraftEdit>(text, DraftEdit::fromJson, [](const auto &value) { return value.toJson(); }); });
    add(u"schedule"_s,
        {R"({"when":{"cron":"*/5 8-18 * * MON-FRI"},"time_zone":"Europe/Berlin","missed":"all","data":{"a":1},"type":"t"})",
         R"({"when":{"every_s":90,"from":"2025-11-20T10:00:00Z"},"missed":"skip"})", R"({"when":{"at":"2025-11-22T10:00:00Z"}})"},
        kJsonPieces + QList<QByteArray>{"*/", "1-5", "@daily", "FEB", "30", "America/New_York", "every_s", "cron", "at"}, [](const QByteArray &text) {
            const auto read = [](const Json &json) { return Schedule::fromJson(json, kNowUs); };
            const Result<Json> json = Json::parse(text);
            const auto schedule = json ? read(*json) : Result<Schedule>(std::unexpected(json.error()));
            if (schedule) {
                const auto next = schedule->next(kNowUs);
                if (next && *next <= kNowUs)
                    return u"a due time that has passed"_s;
                const auto due = schedule->dueBy(kNowUs + kDayUs, next.value_or(kNowUs));
                if (due.starts.size() > Schedule::kMostAtOnce || due.missed > Schedule::kMostCounted)
                    return u"more starts than are made"_s;
            }
            return roundTrip<Schedule>(text, read, [](const Schedule &value) { return value.toJson(); });
        });
    add(u"time"_s,
        {"2023-05-15T10:30:00.123456Z", "2024-02-29T23:59:60+14:00", "120", "Wed, 21 Oct 2025 07:28:00 GMT", "*/5 1-3,7 1 JAN-MAR mon",
         "0 0 31 */2 5#2"},
        {"-", "+", ":", "T", "Z", ".", "*", "/", ",", " ", "00", "99", "9999", "-0001", "FEB", "SUN", "@yearly", "30", "Europe/Berlin", "W", "\xff"},
        timeProblem);
    add(u"template"_s,
        {"Dear {{ name|title }},\n{% for item in items %}{% if item.price > 3 %}- {{ item.name|upper }}: {{ item.price|floatformat:2 }}\n{% endif "
         "%}{% empty %}none{% endfor %}",
         "{% with a=name %}{{ a|default:\"x\"|truncatewords:3 }}{% endwith %}{# note #}{{ items.0.name }}"},
        kWords
            + QList<QByteArray>{"{% for x in items %}", "{% endfor %}", "{% if a %}", "{% else %}", "{% endif %}", "|join:\",\"", "|length",
                                "|slice:\":2\"", "{% include \"x\" %}", "{{ a.b.c.d }}"},
        [fields
         = Json::parse(R"({"name":"anna berg","items":[{"name":"a","price":1.5},{"name":"b","price":4}],"a":{"b":{"c":null}}})").value_or(Json())](
            const QByteArray &text) {
            const auto compiled = TextTemplate::compile(QString::fromUtf8(text));
            if (!compiled)
                return compiled.error().text.isEmpty() ? u"a refusal without a reason"_s : QString();
            const auto rendered = compiled->render(fields);
            return rendered || !rendered.error().text.isEmpty() ? QString() : u"an error without a reason"_s;
        });
    const QList<Json> documents{
        Json::parse(
            R"({"title":"A report","source_text":"On 3 March 2026 EUR 1,240.00 went to Anna Berg. It was paid.","items":[{"id":1},{"id":1}],"date":"2025-11-01T00:00:00Z","n":1e308})")
            .value_or(Json()),
        Json::parse(R"({"title":"","items":[],"formatted_content":{"content":"EUR 12 went to Anna Berg. EUR 12 went to Anna Berg."}})")
            .value_or(Json())};
    add(u"rule"_s,
        {R"({"path":"title","rule":"min_length","value":3,"severity":"warning","message":"short"})",
         R"({"path":"/title","rule":"pattern","value":"^[A-Z].*$","weight":2,"dimension":"validity"})",
         R"({"path":"formatted_content.content","rule":"from_source","source":"source_text","value":0.9})",
         R"({"path":"date","rule":"max_age","value":30})", R"({"path":"items","rule":"unique_items","value":"id"})",
         R"({"path":"formatted_content.content","rule":"no_repeats"})", R"({"path":"n","rule":"expression","value":"n > `1`"})",
         R"({"path":"n","rule":"one_of","value":[1,"a",null]})"},
        kJsonPieces + QList<QByteArray>{"required", "max", "(a+)+$", "(?R)", "type", "not_empty", "/items/0/id", "..", "~1"},
        [documents](const QByteArray &text) { return ruleProblem(text, documents); });
    const auto learned = TextClassifier::learned({{u"the invoice is overdue"_s, u"bill"_s},
                                                  {u"please pay the invoice of March"_s, u"bill"_s},
                                                  {u"lunch on Friday"_s, u"other"_s},
                                                  {u"see you at lunch"_s, u"other"_s}});
    add(u"classifier"_s, {learned ? learned->toJson().toBytes() : "{}"_ba, "{}"}, kJsonPieces, classifierProblem);
    const auto space = LatentSpace::learned({{u"mill"_s, u"river"_s, u"grain"_s},
                                             {u"mill"_s, u"grain"_s, u"stone"_s},
                                             {u"river"_s, u"boat"_s, u"stone"_s},
                                             {u"boat"_s, u"river"_s},
                                             {u"grain"_s, u"stone"_s}},
                                            {.dimensions = 3});
    add(u"space"_s, {space ? space->toBytes() : "x"_ba}, {QByteArray(4, '\xff'), QByteArray(8, '\0'), "\x7f", "mill"}, [](const QByteArray &text) {
        const auto read = LatentSpace::fromBytes(text);
        if (read && read->vectorOf({u"mill"_s, u"boat"_s}).size() != std::size_t(read->dimensions()))
            return u"a vector of other dimensions"_s;
        return QString();
    });
    add(u"signature"_s, {MinHash::of(u"a text of some words that has a signature of its own"_s).toBase64()}, {"1:", "=", "A", "//", ":"},
        [](const QByteArray &text) {
            const auto hash = MinHash::fromBase64(text);
            if (!hash)
                return QString();
            (void)hash->bandKeys();
            return MinHash::fromBase64(hash->toBase64()) == hash ? QString() : u"a signature that is written otherwise"_s;
        });
    std::shared_ptr<PassageIndex> index = PassageIndex::open(folder + u"/index"_s).value_or(nullptr);
    if (index) {
        (void)index->add({{u"1"_s, u"A mill"_s, u"/source_text"_s, u"The mill stands at the river. Café, naïve, 日本語, 😀 and more."_s, 1},
                          {u"2"_s, u"NEAR \"quotes\""_s, u"/source_text"_s, u"A boat AND a river, OR none: column* ^first {x} - y."_s, 2}});
        add(u"query"_s,
            {"mill river", "\"the mill\" AND boat*", "title:mill NEAR(river, 2) OR ^a", "caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"}, kWords,
            [index](const QByteArray &text) { return queryProblem(*index, text); });
    }
    const QList<QByteArray> prose{
        "# Head\n\nA paragraph. Another sentence of it! And more?\n\n- one\n- two\n\n" + QByteArray("Words without an end ").repeated(120)
            + "\n\n日本語。もう一つ。\n",
        "> quoted\n\n1. a\n2. b\n\n| a | b |\n|---|---|\n| 1 | `c` |\n\n```\n<code>\n```\n---\n**bold** *it* [l](https://e.org/?a=b&c=\"d\")\n"};
    add(u"passages"_s, prose, kWords, passagesProblem);
    add(u"page"_s, prose, kWords, pageProblem);
    add(u"redactor"_s,
        {"Authorization: Bearer abcdef0123456789\nkey=sk-12345678901234 https://u:p@host/x password: \"hunter2\"\n{\"token\":\"abc\"}"}, kWords,
        [redactor = std::make_shared<Redactor>()](const QByteArray &text) {
            const QString secret = u"Tr0ub4dor&3"_s;
            redactor->learn(secret);
            return redactor->redacted(QString::fromUtf8(text) + secret).contains(secret) ? u"a secret that was told is still there"_s : QString();
        });
    add(u"component"_s,
        {R"({"config":{},"data":{"title":"A report","source_text":"On 3 March 2026 EUR 1,240.00 went to Anna Berg (a.berg@example.org). It was late.\n\n## Next\n\nPay it soon.","items":[{"id":1,"name":"x"},{"id":2}],"tags":["a"],"language":"en"}})",
         R"({"config":{"field":"body","into":"found","rules":[{"tag":"t","words":["pay"],"match":"fuzzy"}],"fields":{"a":"b"}},"data":{"body":"Sehr geehrte Frau Müller, am 3. März 2026 sind 1.240,50 € fällig. IBAN DE89 3704 0044 0532 0130 00."}})",
         R"({"config":{"table":[{"code":"DE","name":"Germany"},{"code":"FR","name":"France"}],"value":"country","key":"code","match":"fuzzy"},"data":{"country":"D E","source_text":""}})",
         R"({"config":{"expression":"items[].id","path":"items","by":"id","into":"x"},"data":{"items":[{"id":1},{"id":1},{"id":"a\u0000b"}],"source_text":["no text"],"generated_content":{"introduction":"i","body":[{"heading":"h","content":"c"}],"conclusion":"e"},"template":{"sections":[]}}})",
         R"({"config":{"rules":[{"path":"title","rule":"required"}],"size":100,"unit":"sentences"},"data":{"source_text":"mill (2.1-1) unstable; urgency=low\n\n  * parser: Fix it. (Closes: #12)\n\n -- A <a@b>  Mon, 03 Mar 2025 10:00:00 +0100\n","document":{"blocks":[{"from":0,"to":4}]}}})"},
        kJsonPieces
            + QList<QByteArray>{"\"source_text\":", "\"field\":\"title\",", "\"into\":\"/a/b\",", "\"language\":\"de\",", "EUR 5 ", "3.3.2025 "},
        [components = std::make_shared<Components>()](const QByteArray &text) { return components->problem(text); });
    return list;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"runs"_s, u"Executions to make."_s, u"N"_s},
                       {u"seconds"_s, u"Time to run."_s, u"S"_s},
                       {u"seed"_s, u"Where chance starts."_s, u"S"_s, u"1"_s},
                       {u"only"_s, u"One reader alone."_s, u"NAME"_s},
                       {u"last"_s, u"Where each text is written before it is given to anybody."_s, u"FILE"_s},
                       {u"list"_s, u"Names the readers."_s}});
    parser.addHelpOption();
    parser.process(application);
    const qint64 runs = parser.isSet(u"runs"_s) ? parser.value(u"runs"_s).toLongLong() : std::numeric_limits<qint64>::max();
    const qint64 ms = parser.isSet(u"seconds"_s) ? parser.value(u"seconds"_s).toLongLong() * 1000 : std::numeric_limits<qint64>::max();
    const quint64 seed = parser.value(u"seed"_s).toULongLong();
    // What a template lacks is told in the log by its library; here it is what is asked for.
    qputenv("QT_LOGGING_RULES", "kf.texttemplate=false");
    const QTemporaryDir folder;
    std::vector<Target> all = targets(seed, parser.value(u"only"_s), folder.path());
    if (parser.isSet(u"list"_s)) {
        for (const Target &target : all)
            std::printf("%s\n", qPrintable(target.name));
        return 0;
    }
    if (all.empty() || (!parser.isSet(u"runs"_s) && !parser.isSet(u"seconds"_s)))
        parser.showHelp(2);
    QElapsedTimer timer;
    timer.start();
    qint64 executions = 0;
    for (; executions < runs && (executions % 64 != 0 || timer.elapsed() < ms); ++executions) {
        Target &target = all[size_t(executions) % all.size()];
        const QByteArray text = target.texts.next();
        if (QFile last(parser.value(u"last"_s)); parser.isSet(u"last"_s) && last.open(QIODevice::WriteOnly))
            last.write(text);
        // Of the processor: a busy machine is no finding.
        const std::clock_t begun = std::clock();
        QString problem = target.problem(text);
        if (const std::clock_t took = (std::clock() - begun) / (CLOCKS_PER_SEC / 1000); took > 5000)
            problem = u"it took %1 ms"_s.arg(took);
        if (!problem.isEmpty()) {
            std::printf("%s: %s, with seed %llu at execution %lld:\n%s\n", qPrintable(target.name), qPrintable(problem),
                        static_cast<unsigned long long>(seed), static_cast<long long>(executions), text.toHex().constData());
            return 1;
        }
    }
    std::printf("%lld executions, nothing broken\n", static_cast<long long>(executions));
    return 0;
}
