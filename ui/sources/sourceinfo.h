// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace Millrace {

/// What has become of the files of a source; the order is that of the tabs.
enum class SourceFileKind : quint8 { Failed, Taken, PutAway, Taking, Gone };
inline constexpr int kSourceFileKinds = 5;
/// "put_away", as the door says it.
[[nodiscard]] QString sourceFileKindName(SourceFileKind kind);

/// A watched folder, as `source.list` describes it.
struct SourceInfo
{
    QString id;
    QString title;
    QString folder;
    QString pipeline; ///< empty: as each document says
    bool isRecursive = true;
    QStringList include;
    QStringList exclude;
    QString after; ///< "leave", "move" or "delete"
    QString moveTo;
    bool linksDuplicates = false;
    qint64 settleMs = 0;
    qint64 restMs = 0; ///< before it is moved or deleted
    bool isPaused = false;
    QString problem; ///< why it cannot be looked at now
    qint64 lookedAt = 0; ///< microseconds; 0: not yet
    qint64 waiting = 0; ///< seen, and still changing or next in line
    QList<qint64> counts; ///< by SourceFileKind
    Json args; ///< of `source.add`, by which it can be made anew

    [[nodiscard]] qint64 count(SourceFileKind kind) const { return counts.value(static_cast<qsizetype>(kind)); }
    [[nodiscard]] static SourceInfo fromJson(const Json &json);

    friend bool operator==(const SourceInfo &, const SourceInfo &) = default;
};

/// A file of a watched folder, as `source.files` describes it.
struct SourceFile
{
    QString path; ///< below the folder
    SourceFileKind kind = SourceFileKind::Taking;
    qint64 size = 0;
    qint64 changedAt = 0; ///< when its state changed, microseconds
    int attempts = 0;
    QString document; ///< id; empty: none was made of it
    Json reason; ///< the error, or null

    [[nodiscard]] static SourceFile fromJson(const Json &json);

    friend bool operator==(const SourceFile &, const SourceFile &) = default;
};

} // namespace Millrace
