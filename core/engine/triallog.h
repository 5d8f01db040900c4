// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner.h"
#include "pipeline/definition.h"

#include <QHash>
#include <QSet>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>

namespace Millrace {

/// What a node gives in place of running.
struct TrialPin
{
    QString port;
    Json data;

    friend bool operator==(const TrialPin &, const TrialPin &) = default;
};

/// One entry of a context into a node, as it went in a trial.
struct TrialStep
{
    int number = 0; ///< from 1, in the order of their beginnings
    qint64 stamp = 0; ///< grows with every change of any step
    QString node;
    QString context; ///< id in the trial's own ledger
    int visit = 1;
    QString state; ///< running, done, failed, waits, pinned, passed_over
    QString port;
    Json input;
    Json output;
    qint64 inputBytes = 0;
    qint64 outputBytes = 0;
    qint64 at = 0;
    qint64 durationUs = 0;
    Json notes = Json::array();
    std::optional<Error> error;
    qsizetype children = 0;
    Json wouldSend = Json::array();
    Json events = Json::array();
    Json usage = Json::array();

    friend bool operator==(const TrialStep &, const TrialStep &) = default;
};

/// A context that waits for somebody to let it go on.
struct TrialPause
{
    QString context;
    QString node;
    int visit = 1;
    QString reason; ///< breakpoint, review, signal, time
    Json data;
    Json question;
    QStringList ports;

    friend bool operator==(const TrialPause &, const TrialPause &) = default;
};

/// What the components of a trial have in common: what is to be done otherwise, and what has happened. Any thread.
class TrialLog
{
public:
    struct Options
    {
        QHash<QString, TrialPin> pins;
        QSet<QString> breakpoints;
        const ComponentRegistry *registry = nullptr;
        RunServices services;
        QString of; ///< id of the workspace's context whose document is tried; empty: none. It is neither like itself nor its own source
        /// The program's own components write outside through effects alone; nothing is known of the others.
        std::function<bool(const QString &component)> onlyDrafts;
        std::function<void()> changed;
        int mostSteps = 10'000;
        bool stopsAtFirst = false; ///< as at a breakpoint
    };
    explicit TrialLog(Options options);

    [[nodiscard]] const Options &options() const { return m_options; }

    /// A step began; its number, or 0 where the trial has had too many.
    int begin(const StepInput &input);
    void update(int number, const std::function<void(TrialStep &)> &change);
    void pause(const TrialPause &pause);
    void resume(const QString &context);
    /// Whether the next step to begin, whosever it is, pauses as at a breakpoint.
    void stopAtNext(bool stops);
    /// True once where the next step is to pause.
    [[nodiscard]] bool takeStop();
    [[nodiscard]] QList<TrialPause> pauses() const;
    /// Steps that changed after a stamp, in the order of their numbers.
    [[nodiscard]] QList<TrialStep> steps(qint64 after = 0) const;
    [[nodiscard]] qint64 stamp() const;
    [[nodiscard]] bool hasTooMany() const;
    /// What still runs will not end.
    void close(const Error &reason);

    /// What is remembered from one run of a visit to the next.
    struct Visit
    {
        int step = 0;
        QString pausedFor; ///< reason of its pause
        std::optional<Json> data; ///< in place of the context's own, from a breakpoint on
    };
    [[nodiscard]] Visit visit(const StepInput &input) const;
    void remember(const StepInput &input, const Visit &visit);

    void keep(const QList<NewOriginal> &originals);
    [[nodiscard]] std::optional<NewOriginal> original(const QString &hash) const;

private:
    Options m_options;
    mutable std::mutex m_mutex;
    std::vector<TrialStep> m_steps;
    QList<TrialPause> m_pauses;
    std::map<std::tuple<QString, QString, int>, Visit> m_visits;
    QHash<QString, NewOriginal> m_originals;
    qint64 m_stamp = 0;
    qint64 m_shownBytes = 0; ///< of the inputs and outputs that are kept
    bool m_tooMany = false;
    bool m_stopsAtNext = false;
};

/// The same components, run in a trial: they say what goes in and out, pause where they would wait, and nothing of them reaches outside.
[[nodiscard]] ComponentRegistry trialRegistry(const std::shared_ptr<TrialLog> &log);

} // namespace Millrace
