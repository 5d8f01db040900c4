// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/triallog.h"

#include <QFuture>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace Millrace {

class Engine;

/// What is tried, and on what.
struct TrialOptions
{
    PipelineDefinition definition;
    QString to; ///< the last node to run; empty: all
    QString only; ///< this node alone
    Json data = Json::object();
    QString contextType;
    QString contextId = QStringLiteral("trial");
    /// Versions of pipelines that steps send documents through.
    QList<PipelineDefinition> others;
    TrialLog::Options log; ///< `changed` is called on any thread, once more when the trial is over
};

/// A document on its way through a pipeline that nobody will find in the workspace afterwards.
///
/// It has an engine of its own with its ledger in memory, so that everything goes as in a real run; only the components are told to keep to
/// themselves (trialcomponents.cpp). One attempt for each step, no rates, no limits of links, no kept results. Any thread; deleting it cancels.
class Trial
{
public:
    enum class State : quint8 { Running, Paused, Done, Failed, Cancelled };

    /// Begins at once. PipelineInvalid where what is to run cannot; NotFound where `to` or `only` is no node, or nothing leads to it.
    [[nodiscard]] static Result<std::unique_ptr<Trial>> begin(TrialOptions options);
    ~Trial();
    Trial(const Trial &) = delete;
    Trial &operator=(const Trial &) = delete;

    /// The part of a pipeline that a trial runs: all that lies on the way to a node, or the node alone.
    [[nodiscard]] static Result<PipelineDefinition> partOf(const PipelineDefinition &pipeline, const QString &to, const QString &only);

    [[nodiscard]] State state() const;
    [[nodiscard]] bool isOver() const;
    /// What went wrong beside the steps.
    [[nodiscard]] std::optional<Error> error() const;
    [[nodiscard]] QStringList nodes() const;
    [[nodiscard]] const TrialLog &log() const { return *m_log; }
    /// How many contexts there are, by state.
    [[nodiscard]] StatusCounts counts() const;
    /// The parents of contexts that steps made, by id, in the order in which they were made.
    [[nodiscard]] QList<std::pair<QString, QString>> families() const;

    /// Lets a context go on; `answer` has "data" in place of its document (or what comes with a signal), and "port" for a review. Conflict where it
    /// does not wait. `stops`: the next step that begins pauses again.
    [[nodiscard]] Result<void> goOn(const QString &context, const Json &answer, bool stops = false);
    /// Ends at once; what runs is asked to stop.
    void cancel();
    /// Cancels it and waits for its end.
    void stop();

private:
    explicit Trial(TrialOptions options);
    void run();
    [[nodiscard]] Result<Json> start(Engine &engine);
    /// Looks at the ledger when nothing moves: true where the trial is over.
    [[nodiscard]] Result<bool> look(Engine &engine);
    [[nodiscard]] Result<void> letGoOn(Engine &engine);
    void end(State state, const std::optional<Error> &error);

    TrialOptions m_options;
    PipelineDefinition m_definition;
    std::shared_ptr<TrialLog> m_log;
    ComponentRegistry m_registry;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    State m_state = State::Running;
    std::optional<Error> m_error;
    bool m_cancelled = false;
    Engine *m_engine = nullptr; ///< while it runs
    std::vector<std::pair<QString, Json>> m_answers; ///< for contexts that are to go on
    StatusCounts m_counts;
    QList<std::pair<QString, QString>> m_families;
    std::thread m_thread;
};

[[nodiscard]] QLatin1StringView trialStateName(Trial::State state);

} // namespace Millrace
