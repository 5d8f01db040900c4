// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/clock.h"
#include "sdk/edit.h"
#include "sdk/error.h"
#include "sdk/export.h"
#include "sdk/json.h"

#include <QList>
#include <QString>
#include <QtPlugin>

#include <memory>
#include <optional>

/// Grows with every incompatible change of these headers; a plugin built for another one is refused with both numbers.
#define MILLRACE_SDK_VERSION 3

namespace Millrace {

class EffectTarget;
class HttpService;
class ModelService;
class OriginalSource;
class PassageSource;
class SimilaritySource;
class TemplateSource;

/// What running a component can do beside computing. Pure steps are fused and may be run again at will; the others are
/// started durably first, and carry an idempotency key.
enum class Effect : quint8 { Pure, Reads, Writes, Network };

/// Where a component runs: in the workbench's own process, or in a limited child process that may die without harm.
enum class Isolation : quint8 { InProcess, Child };

struct PortDescriptor
{
    QString name;
    QString title;
    bool spawns = false; ///< what goes out here are children: every link of it whose condition holds gets one

    friend bool operator==(const PortDescriptor &, const PortDescriptor &) = default;
};

/// What the product knows of a kind of step before running it. English text; the window translates by `name`.
struct MILLRACE_SDK_EXPORT ComponentDescriptor
{
    QString name; ///< stable id: "ai_generator"
    QString title;
    QString category; ///< generate, transform, validate, script, extract, connect, flow
    QString description;
    QString icon; ///< Breeze icon name
    int version = 1;
    Json configSchema; ///< JSON Schema 2020-12 of the config object, with titles, descriptions and defaults
    QList<PortDescriptor> outputs; ///< first is the usual one: "out"
    Effect effect = Effect::Pure;
    Isolation isolation = Isolation::InProcess;
    bool joins = false; ///< a child that arrives here has ended; its parent waits here for it
    bool cacheable = false; ///< the same data, config and version give the same result: it may be kept and used again
    bool decides = false; ///< asks a person: what is behind it in a pipeline is only published where the answer was yes

    [[nodiscard]] Json toJson() const;

    friend bool operator==(const ComponentDescriptor &, const ComponentDescriptor &) = default;
};

[[nodiscard]] MILLRACE_SDK_EXPORT QLatin1StringView effectName(Effect effect);

/// What a step waits for before it is run once more in the same visit: its children, a person's decision, a signal, the end of its own
/// effects, or (Time) only the end of its timeout.
struct Suspension
{
    enum class For : quint8 { Children = 0, Review = 1, Signal = 2, Time = 3, Effects = 4 }; ///< stored: never renumber

    For what = For::Children;
    int need = 0; ///< children that must have ended; 0: all
    bool skipsFailed = false; ///< a child that failed or rests in quarantine counts as ended
    bool cancelsRest = true; ///< children that are still on their way when it goes on are cancelled
    qint64 timeoutUs = 0; ///< from now on; 0: waits for as long as it takes
    QString signal; ///< its name
    Json question; ///< for the reviewer

    friend bool operator==(const Suspension &, const Suspension &) = default;
};

/// A document that a step sends on its own way, as a context whose parent is this one.
struct ChildDocument
{
    QString port = QStringLiteral("item"); ///< it enters where this port leads; unused with a pipeline
    QString pipeline; ///< id of another pipeline to go through; empty: this one
    int version = 0; ///< 0: the newest
    Json data;

    friend bool operator==(const ChildDocument &, const ChildDocument &) = default;
};

/// How a child stands when its parent goes on.
struct ChildOutcome
{
    QString contextId;
    int position = 0; ///< among the children of its step, from 0
    QString status; ///< "completed", "failed", …
    QString outcome; ///< the port it left its pipeline by; "joined" for one that ended at a join
    Json data;

    friend bool operator==(const ChildOutcome &, const ChildOutcome &) = default;
};

/// An event for the workspace's bus, published in the commit that records the step.
struct EventDraft
{
    QString topic;
    QString key; ///< events of the same key are delivered in order
    Json payload;

    friend bool operator==(const EventDraft &, const EventDraft &) = default;
};

/// A file that a step found within another one (an attachment, a picture): kept as an original in the commit that records the step. What it
/// sends on its way with it names it as `data.original`, with originalHash() of the bytes.
struct NewOriginal
{
    QString name;
    QString mediaType;
    QByteArray bytes;

    friend bool operator==(const NewOriginal &, const NewOriginal &) = default;
};

/// Something to be done outside the workspace: written down in the commit that records the step, carried out after it by the target it names, and
/// tried again, under the same key, until it is done or given up. A dry replay drops it.
struct EffectDraft
{
    QString target; ///< id of an EffectTarget: "folder", "http"
    QString address; ///< where it goes, as people see it; a serial target gets what has the same address in order
    Json request; ///< what the target needs beside the body
    QByteArray body;
    bool publishes = false; ///< only for what a person approved, where the pipeline asks one: the step fails with PublishRefused otherwise

    friend bool operator==(const EffectDraft &, const EffectDraft &) = default;
};

/// How an effect of this visit ended.
struct EffectOutcome
{
    QString state; ///< "delivered", "failed", "discarded"; after a timeout also "waiting" and "sending"
    Json answer; ///< what the receiver said
    std::optional<Error> error; ///< the last, where it was not delivered

    friend bool operator==(const EffectOutcome &, const EffectOutcome &) = default;
};

/// Why a step runs: entered, or going on after its own suspension.
enum class Wake : quint8 { Entered = 0, Fulfilled = 1, TimedOut = 2 };

/// One try of one step: what it is given. Plain values.
struct StepInput
{
    Json data; ///< the context's `data`
    QString contextId;
    QString contextType;
    QString node;
    int visit = 1; ///< which entry into this node, from 1
    int attempt = 1; ///< which try within the visit, from 1
    QByteArray idempotencyKey; ///< same for all attempts of a visit; send it with every outside effect
    Wake wake = Wake::Entered;
    QList<ChildOutcome> children; ///< after a suspension for children: those of this visit or, at a join, of every split before it
    Json signal; ///< after a suspension for a signal: what came with it
    QList<EffectOutcome> effects; ///< after a suspension for effects: those of this visit, in the order of their drafts
    bool dry = false; ///< a replay that changes nothing outside: look, but do not write
};

/// Where a piece of a result came from: `[sourceFrom, sourceTo)` in UTF-8 bytes of a source's text became
/// `[targetFrom, targetTo)` in UTF-8 bytes of the field at `target`.
struct LineageRef
{
    QString source; ///< JSON Pointer within the same document ("/source_text"), or a context id followed by a pointer ("ID#/source_text")
    qint64 sourceFrom = 0;
    qint64 sourceTo = 0;
    QByteArray target; ///< JSON Pointer within `data`
    qint64 targetFrom = 0;
    qint64 targetTo = 0;

    friend bool operator==(const LineageRef &, const LineageRef &) = default;
};

/// What a model call used; zero where it does not apply.
struct Usage
{
    QString provider;
    QString model;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0; ///< millionths of the price table's currency
    bool isEstimated = false; ///< the provider told no token counts; these are reckoned from the texts

    friend bool operator==(const Usage &, const Usage &) = default;
};

/// What a step came to: an edit of `data` and the port it left by, or an error.
struct StepResult
{
    QString port = QStringLiteral("out");
    Edit edit;
    QList<LineageRef> lineage;
    QList<Usage> usage;
    Json reasons; ///< why it left by an unusual port: an array of {"path","message","severity"}
    QList<ChildDocument> children;
    std::optional<Suspension> suspension; ///< where set, the step stays: port and edit do not count yet
    QList<EventDraft> events;
    QList<EffectDraft> effects;
    QList<NewOriginal> originals;
    bool reusable = true; ///< false: it depended on more than data and config, so the same again may give something else
    std::optional<Error> error; ///< where set, everything above is ignored
    qint64 retryAfterUs = 0; ///< with a retryable error: do not try again sooner (Retry-After)

    [[nodiscard]] static StepResult failed(Error error, qint64 retryAfterUs = 0)
    {
        StepResult result;
        result.error = std::move(error);
        result.retryAfterUs = retryAfterUs;
        return result;
    }

    friend bool operator==(const StepResult &, const StepResult &) = default;
};

/// What a running step may ask for. Given for the length of one call, on the runner's thread. A service that is not there
/// is a null pointer (in a child process all but originals are).
class MILLRACE_SDK_EXPORT RunContext
{
public:
    virtual ~RunContext();
    [[nodiscard]] virtual const Clock &clock() const = 0;
    /// True once the step was cancelled or its time is over: return soon, with ErrorCode::Cancelled.
    [[nodiscard]] virtual bool isCancelled() const = 0;
    /// When the attempt's time is over, on Clock::monotonicUs().
    [[nodiscard]] virtual qint64 deadlineUs() const = 0;
    [[nodiscard]] virtual TemplateSource *templates() const = 0;
    [[nodiscard]] virtual ModelService *models() const = 0;
    [[nodiscard]] virtual PassageSource *passages() const = 0;
    [[nodiscard]] virtual HttpService *http() const { return nullptr; }
    [[nodiscard]] virtual OriginalSource *originals() const { return nullptr; }
    [[nodiscard]] virtual SimilaritySource *similarity() const { return nullptr; }
};

/// A component with its config checked and compiled: made once per node of a pipeline version, run many times, from several
/// threads at once.
class MILLRACE_SDK_EXPORT Step
{
public:
    virtual ~Step();
    /// Does the work. Reports failure in the result; throws nothing.
    [[nodiscard]] virtual StepResult run(const StepInput &input, RunContext &context) const = 0;
};

/// A kind of step. Stateless; lives as long as the registry that holds it; any thread.
class MILLRACE_SDK_EXPORT Component
{
public:
    virtual ~Component();
    [[nodiscard]] virtual const ComponentDescriptor &descriptor() const = 0;
    /// Compiles a config (already checked against the schema, defaults not filled in), or says what is wrong with it.
    [[nodiscard]] virtual Result<std::shared_ptr<const Step>> prepare(const Json &config) const = 0;
};

/// The root object of a plugin: a QObject that implements this and names it with Q_PLUGIN_METADATA and Q_INTERFACES.
class MILLRACE_SDK_EXPORT ComponentPlugin
{
public:
    virtual ~ComponentPlugin();
    /// The MILLRACE_SDK_VERSION the plugin was built with; asked first.
    [[nodiscard]] virtual int sdkVersion() const { return MILLRACE_SDK_VERSION; }
    [[nodiscard]] virtual QList<std::shared_ptr<Component>> components() const = 0;
    /// Where effects can go beside the built-in targets. They are called in the workbench's own process.
    [[nodiscard]] virtual QList<std::shared_ptr<EffectTarget>> targets() const { return {}; }
};

} // namespace Millrace

#define MILLRACE_COMPONENT_PLUGIN_IID "org.millrace.ComponentPlugin/1"
Q_DECLARE_INTERFACE(Millrace::ComponentPlugin, MILLRACE_COMPONENT_PLUGIN_IID)
