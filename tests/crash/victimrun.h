// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/workspace.h"

#include <QHash>
#include <QProcessEnvironment>
#include <QTemporaryDir>

namespace Millrace {

/// A workspace whose owner is killed again and again, and the account of what was promised about it.
class VictimRun
{
public:
    VictimRun();

    struct Kill
    {
        bool atWork = true; ///< count the time from its first promise; else from the start of its process
        qint64 afterUs = 0;
    };
    /// Starts the victim with `count` new contexts, and ends it with SIGKILL, at the moment given or at the fault point; without either it
    /// runs to its end. True where it ended as it should: by SIGKILL, or with exit code 0.
    [[nodiscard]] bool start(int count, std::optional<Kill> kill, const QString &faultPoint = {});
    /// So much may its victims take of the system's memory for data (RLIMIT_DATA).
    void limitData(qint64 bytes) { m_dataLimit = bytes; }
    /// True where the last victim died by SIGKILL.
    [[nodiscard]] bool wasKilled() const { return m_killed; }
    /// What is wrong with the file as it is now, measured against the promises so far; empty where nothing is. Opens it as its next owner
    /// would, without working on it; `check` and the sums have to be right as they are now.
    [[nodiscard]] QString problemAfterReopening();
    /// Lets everything come to its end, and then counts: every context completed, every effect there under exactly one key, every history
    /// without a gap, `check` content. Empty where nothing is wrong.
    [[nodiscard]] QString problemAtTheEnd();

    [[nodiscard]] const QList<qint64> &openingTimesUs() const { return m_openingUs; }
    [[nodiscard]] qint64 contexts() const { return m_contexts; }
    [[nodiscard]] qint64 started() const { return m_started; }
    [[nodiscard]] qint64 ticks() const { return m_ticks; }
    /// Submissions that went the conditional way, and those that left by their way for errors; steps whose result was there already.
    [[nodiscard]] qint64 aside() const { return m_aside; }
    [[nodiscard]] qint64 mended() const { return m_mended; }
    [[nodiscard]] qint64 hits() const { return m_hits; }

private:
    [[nodiscard]] Result<std::unique_ptr<Workspace>> open(bool runEngine) const;
    struct Promises
    {
        QStringList ids;
        qint64 sequence = 0;
        qint64 event = 0;
    };
    [[nodiscard]] Promises promises() const;
    [[nodiscard]] QString problemWithHistories(Workspace &workspace);
    [[nodiscard]] QString problemWithEffects();
    [[nodiscard]] QString problemWithLines();
    [[nodiscard]] QString problemWithEvents(Workspace &workspace);
    [[nodiscard]] QString problemWithDeliveries(Workspace &workspace, const QString &subscription, const QHash<qint64, QString> &events,
                                                bool ordered);

    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    int m_starts = 0;
    qint64 m_dataLimit = 0; ///< 0: as much as there is
    bool m_killed = false;
    QList<qint64> m_openingUs;
    qint64 m_contexts = 0;
    qint64 m_children = 0;
    qint64 m_started = 0; ///< by events and the schedule
    qint64 m_ticks = 0;
    qint64 m_aside = 0;
    qint64 m_mended = 0;
    qint64 m_hits = 0;
};

} // namespace Millrace
