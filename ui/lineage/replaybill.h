// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QCoreApplication>
#include <QList>
#include <QString>

namespace Millrace {

/// What a replay would do and what it took the last time, as `lineage.replay_plan` tells it.
struct ReplayBill
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::ReplayBill)

public:
    qint64 contexts = 0; ///< that can be replayed
    qint64 reused = 0; ///< steps
    qint64 again = 0;
    qint64 passedOver = 0;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0;
    qint64 durationUs = 0;
    bool runsSinks = false;
    QList<std::pair<QString, QString>> notDone = {}; ///< id and why, in English

    [[nodiscard]] static ReplayBill of(const Json &plan);
    /// Name and value, line by line.
    [[nodiscard]] QList<std::pair<QString, QString>> lines() const;
    /// Millionths of a currency that the price table does not name: "0.0123".
    [[nodiscard]] static QString cost(qint64 micros);
};

/// One context of a replay and the one it was made anew from, as `lineage.replay_state` tells it.
struct ReplayedContext
{
    QString id = {};
    QString of = {};
    QString title = {};
    QString status = {};
    QString outcome = {};
    QString decision = {}; ///< "open", "adopted", "discarded"
    qint64 changed = -1; ///< fields; -1: not known yet
    QStringList passedOver = {}; ///< nodes

    [[nodiscard]] static ReplayedContext fromJson(const Json &json);
    friend bool operator==(const ReplayedContext &, const ReplayedContext &) = default;
};

} // namespace Millrace
