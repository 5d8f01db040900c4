// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/scriptcomponent.h"

#include "components/documentfields.h"

#include <QJSEngine>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMaxSource = 256 * 1024;
constexpr qint64 kTimeoutMs = 10'000;

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["source"],
  "properties": {
    "source": {
      "type": "string", "minLength": 1, "maxLength": 262144, "title": "JavaScript",
      "description": "Defines function run(data, context), which gives the new data, or {port, data}, or changes data in place. context has id, type, node, visit and attempt."
    },
    "ports": {
      "type": "array", "uniqueItems": true, "items": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "default": [], "title": "Ports",
      "description": "Ways out beside `out`."
    },
    "timeout_ms": {"type": "integer", "minimum": 1, "maximum": 600000, "default": 10000, "title": "Time limit, in milliseconds"}
  }
})";

/// Gives a function that calls the user's one and answers in JSON. It keeps its own copies of what it needs, so that a script that
/// replaces JSON or console harms only itself. It notes whether the context was looked at, however the script came by it.
constexpr auto kPrelude = R"JS(
(function (global) {
    const parse = JSON.parse, stringify = JSON.stringify, lines = [];
    let asked = false;
    const noted = plain => {
        const result = {};
        for (const key of Object.keys(plain)) {
            let value = plain[key];
            Object.defineProperty(result, key, {
                enumerable: true, configurable: true, get() { asked = true; return value; }, set(other) { value = other; }
            });
        }
        return result;
    };
    const text = value => typeof value === 'string' ? value : (stringify(value) || String(value));
    const log = (...values) => { if (lines.length < 100) lines.push(values.map(text).join(' ').slice(0, 1000)); };
    global.console = { log: log, info: log, warn: log, error: log, debug: log };
    return function (run, dataText, contextText) {
        const data = parse(dataText);
        let port = 'out', result;
        try {
            result = run(data, noted(parse(contextText)));
        } catch (error) {
            const line = error && error.lineNumber ? error.lineNumber : 0;
            return stringify({ thrown: String(error), line: line, log: lines });
        }
        if (result === undefined)
            result = data;
        const keys = result !== null && typeof result === 'object' && !Array.isArray(result) ? Object.keys(result) : [];
        if (typeof (result || {}).port === 'string' && keys.every(key => key === 'port' || key === 'data')) {
            port = result.port;
            result = result.data === undefined ? data : result.data;
        }
        // The data last but one: writing them may look at the context still.
        return stringify({ port: port, data: result, log: lines, get asked() { return asked; } });
    };
})(this)
)JS";

/// Interrupts an engine when its time is over; harmless once the engine is done.
class Watchdog
{
public:
    Watchdog(QJSEngine &engine, qint64 limitMs)
        : m_thread([this, &engine, limitMs](const std::stop_token &stop) {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait_for(lock, stop, std::chrono::milliseconds(limitMs), [] { return false; }) && !stop.stop_requested())
                engine.setInterrupted(true);
        })
    {}

private:
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

/// The document as JavaScript can read it: its JSON.parse refuses numbers beyond a double, so that they are null to the script;
/// withLiteralsOf() puts them back.
Json readableByScripts(const Json &json)
{
    if (json.isNumber())
        return std::isinf(json.toDouble()) ? Json() : json;
    if (json.isArray()) {
        Json result = Json::array();
        for (const Json &item : json.items())
            result.append(readableByScripts(item));
        return result;
    }
    if (json.isObject()) {
        Json result = Json::object();
        for (const JsonMember &member : json.members())
            result.insert(QByteArrayView(member.key), readableByScripts(member.value));
        return result;
    }
    return json;
}

Error scriptError(const QString &text, qint64 line)
{
    Error error = Error::make(ErrorCode::ComponentFailed, line > 0 ? u"Line %1: %2"_s.arg(line).arg(text) : text, Json::object({{"line", line}}));
    // The same script over the same document fails again: trying again is for what comes from outside.
    error.category = ErrorCategory::Recoverable;
    return error;
}

class ScriptStep final : public Step
{
public:
    ScriptStep(const QString &source, const QStringList &ports, qint64 timeoutMs)
        : m_source(source)
        , m_ports(ports)
        , m_timeoutMs(timeoutMs)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const qint64 leftMs = (context.deadlineUs() - context.clock().monotonicUs()) / 1000;
        const qint64 limitMs = qMin(m_timeoutMs, leftMs);
        if (limitMs <= 0 || context.isCancelled())
            return StepResult::failed(Error::make(ErrorCode::Cancelled, u"The step was cancelled before the script ran."_s));
        QJSEngine engine;
        const Watchdog watchdog(engine, limitMs);
        const QJSValue call = engine.evaluate(QString::fromLatin1(kPrelude));
        const QJSValue run = engine.evaluate(m_source + u"\n;typeof run === 'function' ? run : undefined"_s, u"script"_s);
        if (engine.isInterrupted())
            return timedOut(limitMs);
        if (run.isError())
            return StepResult::failed(scriptError(run.toString(), run.property(u"lineNumber"_s).toInt()));
        if (!run.isCallable())
            return StepResult::failed(Error::make(ErrorCode::ComponentConfig, u"The script defines no function run(data, context)."_s));
        const Json about = Json::object(
            {{"id", input.contextId}, {"type", input.contextType}, {"node", input.node}, {"visit", input.visit}, {"attempt", input.attempt}});
        const QJSValue answer = call.call({run, QString::fromUtf8(readableByScripts(input.data).toBytes()), QString::fromUtf8(about.toBytes())});
        if (engine.isInterrupted())
            return timedOut(limitMs);
        if (!answer.isString())
            return StepResult::failed(scriptError(answer.toString(), answer.property(u"lineNumber"_s).toInt()));
        return resultOf(input, answer.toString());
    }

private:
    static StepResult timedOut(qint64 limitMs)
    {
        return StepResult::failed(Error::make(ErrorCode::ComponentTimeout, u"The script did not end within %1 ms."_s.arg(limitMs)));
    }

    StepResult resultOf(const StepInput &input, const QString &text) const
    {
        if (!text.isValidUtf16())
            return StepResult::failed(Error::make(ErrorCode::ComponentOutput, u"The script's result is not JSON: a surrogate stands alone."_s));
        const Result<Json> answer = Json::parse(text.toUtf8());
        if (!answer)
            return StepResult::failed(Error::make(ErrorCode::ComponentOutput, u"The script's result is not JSON: "_s + answer.error().text));
        if (answer->contains("thrown"))
            return StepResult::failed(scriptError(answer->value("thrown").toString(), answer->value("line").toInt()));
        const Json &data = answer->value("data");
        if (!data.isObject())
            return StepResult::failed(Error::make(ErrorCode::ComponentOutput, u"The script's result is no object."_s));
        StepResult result;
        result.port = answer->value("port").toString();
        if (!m_ports.contains(result.port))
            return StepResult::failed(
                Error::make(ErrorCode::ComponentOutput, u"The script left by port \"%1\"; there are %2."_s.arg(result.port, m_ports.join(", "_L1))));
        result.edit = Edit::between(input.data, withLiteralsOf(input.data, data));
        result.reusable = !answer->value("asked").toBool(); // the same data in another context would give something else
        if (!answer->value("log").isEmpty()) {
            result.reasons = Json::array();
            for (const Json &line : answer->value("log").items())
                result.reasons.append(Json::object({{"path", ""}, {"message", line}, {"severity", "info"}}));
        }
        return result;
    }

    QString m_source;
    QStringList m_ports;
    qint64 m_timeoutMs;
};

} // namespace

Json withLiteralsOf(const Json &before, const Json &after)
{
    if (before.isNumber()) {
        const double number = before.toDouble();
        const bool isSame = (after.isNumber() && after.toDouble() == number) || (after.isNull() && std::isinf(number));
        return isSame ? before : after;
    }
    if (before.isArray() && after.isArray()) {
        Json result = Json::array();
        for (qsizetype i = 0; i < after.size(); ++i)
            result.append(i < before.size() ? withLiteralsOf(before.at(i), after.at(i)) : after.at(i));
        return result;
    }
    if (before.isObject() && after.isObject()) {
        Json result = Json::object();
        for (const JsonMember &member : before.members()) {
            const QByteArrayView key(member.key);
            if (after.contains(key))
                result.insert(key, withLiteralsOf(before.value(key), after.value(key)));
        }
        for (const JsonMember &member : after.members()) {
            const QByteArrayView key(member.key);
            if (!before.contains(key))
                result.insert(key, member.value);
        }
        return result;
    }
    return after;
}

const ComponentDescriptor &ScriptComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"script"_s,
        .title = u"Script"_s,
        .category = u"script"_s,
        .description = u"Changes the document with a JavaScript function, in a process of its own with limits of time and memory."_s,
        .icon = u"code-function"_s,
        .version = 2,
        .configSchema = jsonLiteral(kConfigSchema),
        .outputs = {{u"out"_s, u"Out"_s}},
        .isolation = Isolation::Child,
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ScriptComponent::prepare(const Json &config) const
{
    const QString source = config.value("source").toString();
    if (source.trimmed().isEmpty() || source.size() > kMaxSource)
        return fail(ErrorCode::ComponentConfig, u"The script is empty or longer than %1 characters."_s.arg(kMaxSource),
                    Json::object({{"path", "/source"}}));
    // The Function constructor parses a body and runs none of it, whatever brackets the source closes.
    QJSEngine engine;
    const QJSValue parsed = engine.globalObject().property(u"Function"_s).callAsConstructor({source});
    if (parsed.isError()) {
        const qint64 line = parsed.property(u"lineNumber"_s).toInt();
        return fail(ErrorCode::ComponentConfig, u"The script cannot be read: line %1: %2"_s.arg(line).arg(parsed.toString()),
                    Json::object({{"path", "/source"}, {"line", line}}));
    }
    QStringList ports{u"out"_s};
    ports.append(config.value("ports").toStringList());
    return std::make_shared<const ScriptStep>(source, ports, config.value("timeout_ms").toInt(kTimeoutMs));
}

} // namespace Millrace
