// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "pipeline/records.h"

#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace Millrace::Sim {

using Random = std::mt19937_64;

[[nodiscard]] inline int below(Random &random, int n)
{
    return static_cast<int>(random() % static_cast<quint64>(n));
}

/// How a simulated step ends: a function of who asks, so that the component and the reference know it alike.
struct Outcome
{
    bool fails = false;
    ErrorCategory category = ErrorCategory::Retryable;
    bool rejects = false;
    bool again = false; ///< what it sets for the loop's condition
};
/// `name`: the document's, and of a child its place as well.
[[nodiscard]] Outcome outcomeOf(const Json &config, const QByteArray &name, const QByteArray &node, int visit, int attempt);
[[nodiscard]] QByteArray nameOf(const Json &data);

/// A pipeline made at random, as the reference sees it: branches by port and by condition, ways for errors, a loop, a split and its join, limits
/// of nodes and of links, which may hold things up but never for good.
struct Graph
{
    enum class Kind : quint8 { Step, Split, Join };
    struct Link
    {
        QByteArray port;
        int to;
        QByteArray flag; ///< a member of the data that must be true; empty: always
        int maxItems = 0;
        int maxBytes = 0;
    };
    struct Node
    {
        QByteArray id;
        Kind kind = Kind::Step;
        bool writes = false;
        Json config = Json::object();
        int maxAttempts = 3;
        int maxVisits = 100;
        std::vector<Link> links;
        int concurrency = 0;
        int perSecond = 0;
    };
    std::vector<Node> nodes;
    bool skipsFailed = false; ///< what the join does with children that failed

    /// `calm`: no step fails, and none writes outside.
    [[nodiscard]] static Graph random(Random &random, bool calm = false);
    /// Not within a loop, nor before the join: there a pipeline has none for children, and parents with a failed child wait for somebody.
    void limit(Random &random, bool hasLoop, bool calm);
    [[nodiscard]] PipelineDefinition definition(const QString &id, const QString &title) const;
    [[nodiscard]] int find(const QByteArray &id) const;
    [[nodiscard]] static Json document(Random &random, const QString &name);
};

/// The state machine of a context written down a second time, plainly: takes a history row by row and says where it goes astray.
class Reference
{
public:
    Reference(const Graph &graph, const Json &data, bool isChild, int firstNode);

    /// Empty: the row is what follows. `endings`: how often the process ended, which lost leases need; `closings`: how often the workspace was
    /// closed, which leases that were given back need.
    [[nodiscard]] QString feed(const TransitionRecord &row, int endings, int closings);
    [[nodiscard]] ContextStatus status() const { return m_status; }
    [[nodiscard]] bool isWaiting() const { return m_waits; }
    [[nodiscard]] const Json &trail() const { return m_trail; }
    [[nodiscard]] const QByteArray &outcome() const { return m_outcome; }
    [[nodiscard]] const std::set<QByteArray> &writes() const { return m_writes; } ///< "node/visit/attempt" of steps that write and were started
    [[nodiscard]] bool hasSplit() const { return m_hasSplit; }
    [[nodiscard]] bool hasJoined() const { return m_hasJoined; }

private:
    [[nodiscard]] ContextStatus succeed(const QByteArray &port);
    [[nodiscard]] ContextStatus go(const QByteArray &port, ContextStatus without);
    [[nodiscard]] std::optional<int> next(const QByteArray &port) const;

    const Graph &m_graph;
    QByteArray m_name;
    std::map<QByteArray, bool> m_flags;
    bool m_isChild;
    int m_node;
    std::map<int, int> m_visits;
    int m_attempt = 0;
    int m_base = 0;
    int m_steps = 0;
    bool m_open = false;
    bool m_waits = false;
    bool m_woken = false;
    int m_forks = 0;
    bool m_hasSplit = false;
    bool m_hasJoined = false;
    ContextStatus m_status = ContextStatus::Pending;
    QByteArray m_outcome;
    Json m_trail = Json::array();
    std::set<QByteArray> m_writes;
};

} // namespace Millrace::Sim
