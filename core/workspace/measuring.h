// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ai/meteredmodels.h"
#include "metrics/health.h"
#include "metrics/query.h"
#include "workspace/commandtable.h"
#include "workspace/alertwork.h"
#include "workspace/metricwork.h"
#include "workspace/readers.h"

#include <QThreadPool>

#include <atomic>
#include <mutex>
#include <optional>
#include <set>

namespace Millrace {

class Engine;
class HttpService;
class MetricDesk;
class Workspace;
struct ReviewDecision;
struct ReviewItem;
struct StoredPipeline;

/// Measurements of one open workspace: the registry that everything counts in, the thread that keeps what was counted, and the commands that tell
/// of it.
///
/// The table of commands keeps it, so that it is there as long as any command; of() finds it there.
class Measuring
{
public:
    /// `isOn`: false counts nothing, and costs nothing; what was measured before can be asked for.
    Measuring(const Clock &clock, bool isOn);
    ~Measuring();
    Measuring(const Measuring &) = delete;
    Measuring &operator=(const Measuring &) = delete;

    static void addTo(CommandTable &table, const Clock &clock, bool isOn);
    /// Null where a table has no commands of measurements yet.
    [[nodiscard]] static Measuring *of(const CommandTable &table);
    /// The models, counted where measuring is on. Before the engine is made, which counts where they do.
    [[nodiscard]] ModelService *counted(ModelService &models, const QString &usualProvider);
    /// Where it measures, and what health is asked of; it all has to be there until stop().
    struct Place
    {
        QString path; ///< of the workspace's file
        Readers *readers = nullptr;
        Engine *engine = nullptr; ///< null where the workspace is only read
        HttpService *http = nullptr; ///< posts notices of alerts
        std::function<QList<HealthFinding::Part>()> providers;
        std::function<QList<HealthFinding::Part>()> plugins;
        std::function<HealthFinding()> agents;
    };
    /// From now on health can be asked for, and where there is an engine it is measured.
    [[nodiscard]] Result<void> begin(Place place);
    /// Says what changes on the workspace's thread.
    void attach(Workspace &workspace);
    /// What was measured last is handed to the engine; before that is stopped.
    void stop();
    /// Lets go of the workspace's connections; after the last reader, before the file is closed.
    void end();

    /// Any thread.
    void countCommand(const QString &command, qint64 waitUs, qint64 runUs, bool succeeded);
    /// A client's request has been answered; `tool` may be empty.
    void countRequest(const QString &client, const QString &transport, const QString &method, const QString &tool, qint64 us, bool succeeded);
    /// What a client's call waited for before its command began: "check" (its policy, its folders) or "person" (somebody's word).
    void countAdmission(const QString &client, const char *phase, qint64 us);
    void countDecision(const ReviewDecision &decision, const ReviewItem &item);
    /// Marks beside the curves that a version of a pipeline was stored just now, if it was: "publish" or "restore".
    [[nodiscard]] Result<void> markVersion(WriteScope &scope, const QString &kind, const StoredPipeline &stored, qint64 actor);

private:
    struct List;

    void addQueryCommands(CommandTable &table);
    void addSettingCommands(CommandTable &table);
    void addBoardCommands(CommandTable &table);
    void addHealthCommands(CommandTable &table);
    void addSlowCommands(CommandTable &table);
    [[nodiscard]] Result<Json> slow(Reader &reader, const Json &args);
    void tellDesk(void (MetricDesk::*changed)());
    [[nodiscard]] Result<Json> list(Reader &reader, const Json &args);
    void sampleNow();
    [[nodiscard]] Result<void> post(const QString &url, const QByteArray &body, const std::atomic<bool> &cancelled) const;
    [[nodiscard]] const MetricRecorder *recorder() const { return m_work ? &m_work->recorder() : nullptr; }
    [[nodiscard]] Result<QList<StoredSeries>> series(Reader &reader) const;
    /// `since`: of the oldest point, in seconds.
    [[nodiscard]] Result<MetricAnswer> ask(Reader &reader, const Json &args, qint64 since) const;
    /// Several at once: what was measured is gone through once for all that ask about the same time.
    [[nodiscard]] QList<Result<MetricAnswer>> askAll(Reader &reader, const QList<Json> &queries, qint64 since) const;
    [[nodiscard]] Result<void> record(const Json &args);
    void knowNames(const QList<StoredSeries> &stored);
    void know(const QByteArray &name, MetricLabels labels); ///< under m_customMutex

    const Clock &m_clock;
    const bool m_isOn;
    const qint64 m_startedUs;
    MetricRegistry m_registry;
    std::mutex m_customMutex;
    std::set<QByteArray> m_customNames; ///< of what was recorded from outside, in earlier openings too
    std::set<std::pair<QByteArray, MetricLabels>> m_customSeries; ///< the same with what tells things of one name apart
    Place m_place;
    std::optional<MeteredModels> m_models;
    std::unique_ptr<MetricWork> m_work; ///< null where the workspace is only read, or nothing is to be measured
    std::unique_ptr<AlertWork> m_alerts; ///< with it
    std::unique_ptr<HealthBook> m_health;
    QThreadPool m_lookers;
    std::atomic<MetricDesk *> m_desk = nullptr; ///< owned by the workspace
};

} // namespace Millrace
