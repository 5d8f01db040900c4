// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QList>
#include <QString>

namespace Millrace {

/// How a node treats failed attempts.
struct RetryPolicy
{
    enum class Backoff : quint8 { Fixed, Exponential };

    int maxAttempts = 3;
    Backoff backoff = Backoff::Exponential;
    qint64 delayMs = 1000;
    qint64 maxDelayMs = 60'000;
    double jitter = 0.1; ///< the delay is spread by this share either way

    /// The delay before attempt `attempt + 1`, in microseconds. `random` in [0, 1).
    [[nodiscard]] qint64 delayUs(int attempt, double random) const;

    friend bool operator==(const RetryPolicy &, const RetryPolicy &) = default;
};

/// How much of a node may happen at once. Zero: no limit.
struct NodeLimits
{
    int concurrency = 0; ///< attempts at the same time
    double perSecond = 0; ///< attempts begun a second
    int maxVisits = 100; ///< entries of one context, where the node is in a loop

    friend bool operator==(const NodeLimits &, const NodeLimits &) = default;
};

struct PipelineNode
{
    QString id; ///< unique in the pipeline
    QString title;
    QString component;
    Json config = Json::object();
    RetryPolicy retry;
    qint64 timeoutMs = 60'000;
    NodeLimits limits;
    bool caches = false; ///< results are kept and used again where data, config and version are the same
    Json extra = Json::object(); ///< fields of the file this version does not know, and `position`

    friend bool operator==(const PipelineNode &, const PipelineNode &) = default;
};

struct PortRef
{
    QString node;
    QString port;

    friend bool operator==(const PortRef &, const PortRef &) = default;
};

/// What may wait behind a link before the node in front of it holds back. Zero: no limit.
struct LinkLimits
{
    qint64 maxItems = 0;
    qint64 maxBytes = 0;

    [[nodiscard]] bool isSet() const { return maxItems > 0 || maxBytes > 0; }
    friend bool operator==(const LinkLimits &, const LinkLimits &) = default;
};

struct PipelineLink
{
    PortRef from;
    PortRef to;
    QString condition; ///< JMESPath; empty: always
    Json extra = Json::object();
    LinkLimits limits;

    friend bool operator==(const PipelineLink &, const PipelineLink &) = default;
};

/// A pipeline as its file says it (`millrace.pipeline/1`). A plain value; unknown fields survive a round trip.
struct PipelineDefinition
{
    QString id;
    QString title;
    QString description;
    int version = 0; ///< as stored in a workspace; 0: not stored yet
    QList<PipelineNode> nodes;
    QList<PipelineLink> links;
    Json groups = Json::array();
    Json notes = Json::array();
    Json extra = Json::object();

    /// S2's short form: a chain whose nodes are named by their components (a second "transformer" becomes "transformer_2").
    [[nodiscard]] static PipelineDefinition chain(const QString &id, const QString &title, const QStringList &components);
    /// Reads the file form, or an array of component names. The error's detail lists every problem.
    [[nodiscard]] static Result<PipelineDefinition> fromJson(const Json &json);
    /// Reads the file form as far as it goes: nodes and links stand where they stand in `json`. `problems` becomes [{"path","message"}].
    [[nodiscard]] static PipelineDefinition read(const Json &json, Json *problems);
    [[nodiscard]] Json toJson() const;

    /// True for one path from first to last by ports `out`: such a pipeline is shown as a list of components.
    [[nodiscard]] bool isChain() const;
    /// What S2's `pipeline` field says: component names for a chain, node ids for a graph.
    [[nodiscard]] Json shorthand() const;
    [[nodiscard]] const PipelineNode *find(QStringView node) const;
    /// The node without an incoming link; the first of the list where all have one. Empty for an empty pipeline.
    [[nodiscard]] QString firstNode() const;
    /// The links leaving a node by a port, in the file's order.
    [[nodiscard]] QList<PipelineLink> linksFrom(QStringView node, QStringView port) const;

    friend bool operator==(const PipelineDefinition &, const PipelineDefinition &) = default;
};

} // namespace Millrace
