// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/alertrule.h"

namespace Millrace {

/// The state machine of alerts.
///
/// A condition that holds is pending until it has held as long as its rule says; then it fires, until it holds no more: resolved. Invariants:
/// 1. For a rule and a set of labels there is at most one that is not over.
/// 2. What has fired stays in the book until somebody has acknowledged it, also where it is resolved; if it fires again before that, it is the
///    same alert.
/// 3. What never fired leaves no trace.
class AlertBook
{
public:
    AlertBook() = default;
    explicit AlertBook(const QList<StoredAlert> &open);

    enum class What : quint8 { Began, Fired, Resolved, Gone };
    struct Change
    {
        What what = What::Began;
        StoredAlert alert; ///< as it is now

        friend bool operator==(const Change &, const Change &) = default;
    };
    /// What a rule saw at `now`, in microseconds: all sets of labels that it knows of.
    [[nodiscard]] QList<Change> judge(const AlertRule &rule, const QList<AlertReading> &readings, const QByteArray &unit, qint64 now);
    /// Rules that are not there any more, or switched off: their alerts resolve.
    [[nodiscard]] QList<Change> settle(const QStringList &rules, qint64 now);
    /// It has been stored under this key.
    void keyed(const StoredAlert &alert, qint64 key);
    void acknowledge(qint64 key, qint64 at);

    [[nodiscard]] const QList<StoredAlert> &open() const { return m_open; }

private:
    void end(qsizetype i, qint64 now, QList<Change> &changes);
    void forgetOver();

    QList<StoredAlert> m_open;
};

/// What is still to be written where `earlier` could not be: of each alert how it is now, and before that that it fired, if it did.
[[nodiscard]] QList<AlertBook::Change> owedChanges(const QList<AlertBook::Change> &earlier, const QList<AlertBook::Change> &later);

/// Whether one of the silences that hold now covers it.
[[nodiscard]] bool isSilenced(const StoredAlert &alert, const QList<StoredSilence> &silences, qint64 now);

} // namespace Millrace
