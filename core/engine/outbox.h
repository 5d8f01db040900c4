// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"
#include "sdk/effecttarget.h"
#include "store/outboxrepository.h"

#include <QHash>
#include <QSet>

#include <map>
#include <memory>
#include <optional>

namespace Millrace {

/// Carries out what steps want done outside the workspace. The essay stands at the top of outbox.cpp.
///
/// Owned by the engine and used on its thread, inside its turn's transaction; the targets run on threads of the outbox.
class Outbox
{
public:
    using Targets = QHash<QString, std::shared_ptr<EffectTarget>>;

    struct Options
    {
        const Ledger *ledger = nullptr;
        RunServices services;
        Targets targets;
        int threads = 8; ///< 0: runQueued() does it
        std::function<double()> random; ///< [0, 1), for jitter
        std::function<void()> arrived; ///< results have come; any thread
    };

    explicit Outbox(Options options);
    /// Asks what runs to stop, and waits a moment for it.
    ~Outbox();
    Outbox(const Outbox &) = delete;
    Outbox &operator=(const Outbox &) = delete;

    /// What was being sent when the process ended waits again.
    [[nodiscard]] Result<void> recover(WriteScope &scope) const;

    /// Takes what has come from the threads, and gives up what does not answer: land() would have something to write.
    [[nodiscard]] bool takeNews();
    /// Whether start() would find something.
    [[nodiscard]] bool isDue(qint64 now) const;
    /// Nothing is being sent, and nothing has come that is not written.
    [[nodiscard]] bool isAtRest() const;
    /// When it is worth looking again, on the wall clock; nothing while only a landing can change that.
    [[nodiscard]] std::optional<qint64> nextDue() const { return m_mayStart && hasRoom() ? m_nextDue : std::nullopt; }
    [[nodiscard]] bool isSending() const { return !m_flights.empty(); }

    /// Writes what came of deliveries.
    [[nodiscard]] Result<void> land(WriteScope &scope);
    /// Marks what is due as being sent; it goes out when the commit is there.
    [[nodiscard]] Result<void> start(WriteScope &scope);
    void committed();
    /// After a commit that failed: what came is kept and written with the next one, what was marked is not sent.
    void forget();
    /// Pipelines may go on that were paused.
    void lookAgain()
    {
        m_mayStart = true;
        m_nextDue = 0;
    }
    /// Asks what runs to stop; nothing new begins. waitForAnswers() gives it a moment to say how far it came.
    void stop();
    void waitForAnswers() const;

    // --- without threads
    [[nodiscard]] std::size_t queued() const;
    void runQueued(std::size_t index);

private:
    struct Control;
    struct Batch;
    struct Arrival;
    struct Round;
    struct State; ///< shared with the threads, which may outlive the outbox

    struct Flight
    {
        std::shared_ptr<Control> control;
        QString target;
        QString address;
        QList<qint64> effects;
        qint64 limitUs = 0; ///< how long it may take
    };

    static void work(std::shared_ptr<State> state);
    static void carryOut(const std::shared_ptr<State> &state, Batch batch);
    void startThread();
    [[nodiscard]] Result<void> landOne(WriteScope &scope, qint64 key, const DeliveryResult &result);
    [[nodiscard]] Result<void> startOne(WriteScope &scope, const OutboxRepository::Due &candidate, Round &round);
    [[nodiscard]] bool hasRoom() const;

    Options m_options;
    const Clock &m_clock;
    std::shared_ptr<State> m_state;
    std::map<quint64, Flight> m_flights; ///< with the threads, by number
    std::vector<Arrival> m_taken; ///< to be written
    std::vector<Batch> m_starting; ///< marked in the commit in hand
    std::optional<qint64> m_nextDue = 0;
    bool m_mayStart = true; ///< something has changed since start() found nothing that could go
    qint64 m_nextDeepLook = 0; ///< monotonic
    quint64 m_number = 0;
};

} // namespace Millrace
