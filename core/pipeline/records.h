// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"
#include "sdk/json.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <array>
#include <optional>

namespace Millrace {

/// A context's integer key inside one workspace: grows with creation. Outside, contexts have their id.
using ContextKey = qint64;

/// One context as lists show it.
struct ContextSummary
{
    ContextKey key = 0;
    QString id;
    QString type;
    QString title; ///< data.title, or the file's name, or empty
    ContextStatus status = ContextStatus::Pending;
    QString outcome; ///< port by which it left its pipeline; empty until then
    QString pipeline; ///< the pipeline's id
    QString pipelineTitle;
    QString node; ///< where it is, or would go next
    int attempt = 0;
    int steps = 0; ///< finished steps
    QString reason; ///< why it rests where it rests
    qint64 createdAt = 0; ///< microseconds since the epoch
    qint64 updatedAt = 0;
    qint64 startedAt = 0; ///< 0 until the first step started
    qint64 endedAt = 0;
    QString run; ///< the run it was submitted in
    QString supersededBy; ///< id of the context that replaced it

    friend bool operator==(const ContextSummary &, const ContextSummary &) = default;
};

/// The values are stored: never renumber.
enum class TransitionKind : quint8 {
    Started = 0, ///< a step began
    Finished = 1, ///< a step ended, with whatever came of it
    Control = 2, ///< somebody cancelled, retried or fixed
    Suspended = 3, ///< a step began and waits: for its children, a person, a signal
};

/// One recorded change of a context.
struct TransitionRecord
{
    qint64 seq = 0; ///< order in the workspace
    qint64 at = 0; ///< microseconds since the epoch
    ContextStatus from = ContextStatus::Pending;
    ContextStatus to = ContextStatus::Pending;
    TransitionKind kind = TransitionKind::Started;
    QString node;
    QString component;
    int step = 0; ///< with kind Finished and success: the number of the step this made (from 1); else 0
    int visit = 1;
    int attempt = 1;
    QString actor; ///< principal id
    QString actorName;
    qint64 durationUs = 0; ///< of the attempt, with kind Finished
    Json edit; ///< RFC 6902 array, or null
    QString port; ///< with kind Finished: the port it left by
    Json reason; ///< null, an Error as JSON, or an array of {"path","message","severity"}

    friend bool operator==(const TransitionRecord &, const TransitionRecord &) = default;
};

/// How many contexts are in each state. Always balanced: submitted() is their sum.
struct StatusCounts
{
    std::array<qint64, kAllStatuses.size()> count{};

    [[nodiscard]] qint64 of(ContextStatus status) const { return count.at(static_cast<std::size_t>(status)); }
    [[nodiscard]] qint64 &of(ContextStatus status) { return count.at(static_cast<std::size_t>(status)); }
    [[nodiscard]] qint64 submitted() const;
    /// Contexts that will move by themselves.
    [[nodiscard]] qint64 active() const { return of(ContextStatus::Pending) + of(ContextStatus::Processing) + of(ContextStatus::Retrying); }
    /// `{"submitted","pending","processing","retrying","awaiting_review","quarantined","completed","failed","cancelled"}`
    [[nodiscard]] Json toJson() const;

    friend bool operator==(const StatusCounts &, const StatusCounts &) = default;
};

/// Which contexts a list shows. Empty parts do not restrict.
struct ContextFilter
{
    QList<ContextStatus> statuses;
    QString pipeline; ///< pipeline id
    QString type;
    QString outcome;
    QString run;
    QString text; ///< full-text words over titles and texts
    enum class Children : quint8 { With, Without, Only };
    Children children = Children::With; ///< contexts that steps made of others
    bool noType = false; ///< only contexts without a type
    bool noOutcome = false; ///< only contexts that have not left their pipeline

    friend bool operator==(const ContextFilter &, const ContextFilter &) = default;
};

/// What contexts can be grouped by.
enum class ContextFacet : quint8 { Status, Pipeline, Type, Outcome, Run };

/// One value of a facet and how many contexts have it. The counts of all values of a facet add up to all that pass the filter.
struct FacetCount
{
    QString value; ///< as ContextFilter takes it (a status by its name); empty: contexts without one
    QString title; ///< of a pipeline or run; else empty
    qint64 count = 0;

    friend bool operator==(const FacetCount &, const FacetCount &) = default;
};

/// Sorts that an index serves at a million rows.
enum class ContextOrder : quint8 { Created, Updated };

/// What has changed since the last one. Keys are unique within a list; a reset means: read everything again.
struct ChangeSet
{
    qint64 sequence = 0; ///< newest transition covered
    QList<ContextKey> added;
    QList<ContextKey> updated;
    bool reset = false;

    friend bool operator==(const ChangeSet &, const ChangeSet &) = default;
};

/// One finished step of a context with what it took: what a replay's bill is made of.
struct StepUse
{
    int step = 0;
    QString node;
    QString component;
    QString port;
    qint64 durationUs = 0;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0;

    friend bool operator==(const StepUse &, const StepUse &) = default;
};

/// One submission of several contexts as one job.
struct RunSummary
{
    QString id;
    QString pipeline;
    QString title;
    qint64 createdAt = 0;
    StatusCounts counts; ///< of what was submitted
    StatusCounts children; ///< of what steps made of it

    friend bool operator==(const RunSummary &, const RunSummary &) = default;
};

} // namespace Millrace

Q_DECLARE_METATYPE(Millrace::ChangeSet)
