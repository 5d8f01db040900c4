// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/clock.h"
#include "sdk/json.h"

#include <QList>

#include <functional>
#include <map>
#include <mutex>

namespace Millrace {

/// From best to worst. Off is not asked of: something that is not used.
enum class HealthStatus : quint8 { Off, Healthy, Degraded, Failing };

[[nodiscard]] QLatin1StringView healthStatusName(HealthStatus status);

/// What a look at something came to.
struct HealthFinding
{
    HealthStatus status = HealthStatus::Healthy;
    QString reason; ///< what is wrong, or in a few words what is there
    struct Part
    {
        QString id;
        QString title;
        HealthStatus status = HealthStatus::Healthy;
        QString reason;
    };
    QList<Part> parts; ///< its own status is at least the worst of theirs
};

/// One thing to look at. Any thread; it should be quick, and does not have to be.
struct HealthCheck
{
    QString id;
    QString title;
    bool isDependency = false; ///< its parts lie outside: they are counted as such
    std::function<HealthFinding()> look;
};

/// Looks at everything at once, each on a thread of its own, and waits no longer than a limit for any of it: what does not answer is failing. It
/// remembers since when each has been as it is.
class HealthBook
{
public:
    HealthBook(const Clock &clock, QList<HealthCheck> checks);
    ~HealthBook(); ///< waits for looks that have not come back

    /// {"status","checked_at","duration_ms","nodes","dependencies"}; the worst counts. Any thread.
    [[nodiscard]] Json look(int limitMs);

private:
    struct State;

    [[nodiscard]] qint64 sinceOf(const QString &id, HealthStatus status, qint64 now);

    const Clock &m_clock;
    const QList<HealthCheck> m_checks;
    std::shared_ptr<State> m_state;
    std::mutex m_mutex;
    std::map<QString, std::pair<HealthStatus, qint64>> m_since;
};

} // namespace Millrace
