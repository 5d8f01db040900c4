// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/alertbook.h"
#include "workspace/commandtable.h"
#include "workspace/metricdesk.h"
#include "workspace/readers.h"

#include <QHash>
#include <QSet>
#include <QThreadPool>

#include <atomic>

namespace Millrace {

class Engine;

/// Watches: holds the rules against what is measured, keeps what they said, and tells people.
///
/// An alert, its event and its notices are written in one commit; notices go out afterwards, until they are taken, and keep nobody waiting.
class AlertWork
{
public:
    struct Options
    {
        const Clock &clock;
        Readers &readers;
        Engine &engine;
        MetricRecorder &recorder;
        /// Posts a notice; blocks.
        std::function<Result<void>(const QString &url, const QByteArray &body, const std::atomic<bool> &cancelled)> post = {};
        std::function<void()> changed = {};
        std::function<void(const RaisedAlert &)> raised = {};
    };
    [[nodiscard]] static Result<std::unique_ptr<AlertWork>> make(Options options);
    ~AlertWork();

    /// After every tick of ten seconds, on the thread that measures.
    void tick(qint64 nowUs);
    /// No notice goes out any more.
    void stop();

    static void addCommands(CommandTable &table, const std::function<AlertWork *()> &work, const Clock &clock);

private:
    explicit AlertWork(Options options);

    [[nodiscard]] Result<void> load(Reader &reader);
    /// Those that ship, with what people saved over them and beside them.
    [[nodiscard]] static Result<QList<AlertRule>> rulesOf(MetricRepository &repository);
    [[nodiscard]] Result<QList<AlertReading>> read(const AlertRule &rule, qint64 nowUs) const;
    /// A rule and its labels.
    using AlertName = std::pair<QString, QByteArray>;
    [[nodiscard]] static AlertName nameOf(const StoredAlert &alert) { return {alert.rule, alert.labels}; }
    [[nodiscard]] AlertRule ruleOf(const QString &id) const;
    void write(const QList<AlertBook::Change> &changes, qint64 nowUs);
    /// `keys`: of alerts that this commit has inserted.
    [[nodiscard]] Result<void> note(WriteScope &scope, MetricRepository &repository, const AlertBook::Change &change,
                                    const QList<StoredSilence> &silences, QHash<AlertName, qint64> &keys);
    void tellUnwritten(qint64 nowUs);
    void sendNotices(qint64 nowUs);
    void rulesChanged();
    [[nodiscard]] static Result<Json> list(Reader &reader, qint64 now, bool isOpen, int limit);

    const Options m_options;
    mutable std::mutex m_mutex;
    QList<AlertRule> m_rules;
    AlertBook m_book;
    QHash<QString, QList<AlertReading>> m_last; ///< what each rule saw last
    QList<AlertBook::Change> m_unwritten; ///< their commit failed; the thread that measures
    QSet<AlertName> m_told; ///< of them, that were raised all the same; the thread that measures, and the engine's while that one waits
    std::atomic<bool> m_hasStaleRules = false;
    std::atomic<bool> m_isSending = false;
    std::atomic<bool> m_isStopping = false;
    std::atomic<bool> m_hasNotices = true; ///< there may be some that were not taken
    QThreadPool m_sender;
};

} // namespace Millrace
