// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/dashboards.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostBytes = 1024 * 1024;
constexpr qsizetype kMostPanels = 100;
constexpr std::array kKinds = {"line", "area", "stacked", "bar", "histogram", "heatmap", "table", "value"};

Json query(const char *metric, const char *function, std::initializer_list<Json> by = {}, const char *legend = nullptr, const Json &where = {})
{
    Json json = Json::object({{"metric", metric}, {"function", function}});
    if (by.size() > 0)
        json.insert("by", Json::array(by));
    if (legend)
        json.insert("legend", legend);
    if (!where.isNull())
        json.insert("where", where);
    return json;
}

/// Lays panels out in rows of twelve columns, as they come.
class Board
{
public:
    Board(const char *id, const char *title, const char *description)
        : m_json(Json::object({{"id", id}, {"title", title}, {"description", description}, {"range", "6h"}, {"refresh", "10s"}}))
    {}

    Board &panel(const char *title, const char *kind, int w, std::initializer_list<Json> queries, int h = 3)
    {
        if (m_x + w > 12) {
            m_x = 0;
            m_y += m_rowHeight;
            m_rowHeight = 0;
        }
        m_panels.append(Json::object({{"id", u"p%1"_s.arg(m_panels.size() + 1)},
                                      {"title", title},
                                      {"kind", kind},
                                      {"x", m_x},
                                      {"y", m_y},
                                      {"w", w},
                                      {"h", h},
                                      {"queries", Json::array(queries)}}));
        m_x += w;
        m_rowHeight = std::max(m_rowHeight, h);
        return *this;
    }

    [[nodiscard]] Json json() const
    {
        Json json = m_json;
        json.insert("panels", m_panels);
        return json;
    }

private:
    Json m_json;
    Json m_panels = Json::array();
    int m_x = 0;
    int m_y = 0;
    int m_rowHeight = 0;
};

Json overview()
{
    return Board("overview", "Overview", "How the workspace is: what runs, what waits, what fails, what it costs.")
        .panel("Documents", "value", 3, {query("millrace_contexts_total", "increase")}, 2)
        .panel("Under way", "value", 3, {query("millrace_engine_in_flight", "last")}, 2)
        .panel("Waiting for people", "value", 3, {query("millrace_reviews_open", "last")}, 2)
        .panel("Disk free", "value", 3, {query("millrace_disk_free_bytes", "last")}, 2)
        .panel("Documents by state", "stacked", 6, {query("millrace_contexts_total", "rate", {"status"}, "{{status}}")})
        .panel("Step duration", "line", 6,
               {query("millrace_step_duration_seconds", "p50", {}, "p50"), query("millrace_step_duration_seconds", "p95", {}, "p95"),
                query("millrace_step_duration_seconds", "p99", {}, "p99")})
        .panel("Queue", "area", 6, {query("millrace_queue_depth", "max", {"pipeline"}, "{{pipeline}}")})
        .panel("Failed steps", "bar", 6,
               {query("millrace_steps_total", "increase", {"pipeline", "node"}, "{{pipeline}} / {{node}}", Json::object({{"result", "failed"}}))})
        .panel("Tokens", "stacked", 6, {query("gen_ai_client_token_usage", "sum", {"gen_ai_token_type"}, "{{gen_ai_token_type}}")})
        .panel("Processor and memory", "line", 6, {query("process_cpu_seconds_total", "rate", {}, "processors")})
        .json();
}

Json engine()
{
    return Board("engine", "Engine", "Where documents spend their time.")
        .panel("Steps a second", "stacked", 6, {query("millrace_steps_total", "rate", {"node"}, "{{node}}")})
        .panel("Slowest nodes (p95)", "line", 6, {query("millrace_step_duration_seconds", "p95", {"pipeline", "node"}, "{{pipeline}} / {{node}}")})
        .panel("Step duration", "heatmap", 6, {query("millrace_step_duration_seconds", "heatmap")}, 4)
        .panel("Document duration", "line", 6,
               {query("millrace_context_duration_seconds", "p50", {}, "p50"), query("millrace_context_duration_seconds", "p95", {}, "p95")}, 4)
        .panel("Wait before a step (p95)", "line", 6, {query("millrace_step_wait_seconds", "p95", {"node"}, "{{node}}")})
        .panel("Oldest waiting", "line", 6, {query("millrace_queue_age_seconds", "max")})
        .panel("Queue by node", "table", 6, {query("millrace_queue_depth", "last", {"pipeline", "node"}, "{{pipeline}} / {{node}}")})
        .panel("Outbox", "line", 6, {query("millrace_outbox", "last", {"state"}, "{{state}}")})
        .json();
}

Json models()
{
    return Board("models", "Models", "What providers are asked, how fast they answer, and what it costs.")
        .panel("Calls", "stacked", 6,
               {query("gen_ai_client_operation_duration_seconds", "rate", {"gen_ai_provider_name"}, "{{gen_ai_provider_name}}")})
        .panel("Duration (p95)", "line", 6,
               {query("gen_ai_client_operation_duration_seconds", "p95", {"gen_ai_request_model"}, "{{gen_ai_request_model}}")})
        .panel("Tokens", "stacked", 6, {query("gen_ai_client_token_usage", "sum", {"gen_ai_token_type"}, "{{gen_ai_token_type}}")})
        .panel("Cost", "bar", 6, {query("millrace_model_cost_total", "increase", {"gen_ai_request_model"}, "{{gen_ai_request_model}}")})
        .panel("Results by error", "bar", 12, {query("gen_ai_client_operation_duration_seconds", "increase", {"error_type"}, "{{error_type}}")})
        .json();
}

Json agents()
{
    return Board("agents", "Agents", "Who asks for what, how long each waits for its answer, and what waits for a person.")
        .panel("Requests", "stacked", 6, {query("millrace_requests_total", "rate", {"client"}, "{{client}}")})
        .panel("Average response", "line", 6,
               {query("millrace_request_duration_seconds", "avg", {"client"}, "{{client}}"),
                query("millrace_request_duration_seconds", "avg", {}, "all, weighted by requests")})
        .panel("Tools", "bar", 6, {query("millrace_tool_calls_total", "increase", {"tool"}, "{{tool}}")})
        .panel("Before a command begins (p95)", "line", 6, {query("millrace_request_phase_seconds", "p95", {"phase"}, "{{phase}}")})
        .panel("Failed requests", "bar", 6,
               {query("millrace_requests_total", "increase", {"client"}, "{{client}}", Json::object({{"result", "failed"}}))})
        .panel("Failed calls of tools", "table", 6,
               {query("millrace_tool_calls_total", "increase", {"client", "tool"}, "{{client}} / {{tool}}", Json::object({{"result", "failed"}}))})
        .json();
}

Json server()
{
    return Board("server", "Server and commands", "What goes through the door, by which way, and where its time goes.")
        .panel("Requests by transport", "stacked", 6, {query("millrace_requests_total", "rate", {"transport"}, "{{transport}}")})
        .panel("Request duration", "line", 6,
               {query("millrace_request_duration_seconds", "p50", {}, "p50"), query("millrace_request_duration_seconds", "p95", {}, "p95"),
                query("millrace_request_duration_seconds", "p99", {}, "p99")})
        .panel("Request duration", "heatmap", 6, {query("millrace_request_duration_seconds", "heatmap")}, 4)
        .panel("Commands by phase (average)", "stacked", 6, {query("millrace_command_phase_seconds", "avg", {"phase"}, "{{phase}}")}, 4)
        .panel("Commands", "stacked", 6, {query("millrace_commands_total", "rate", {"command"}, "{{command}}")})
        .panel("Slowest commands (p95)", "line", 6,
               {query("millrace_command_phase_seconds", "p95", {"command"}, "{{command}}", Json::object({{"phase", "run"}}))})
        .panel("Failed commands", "bar", 12,
               {query("millrace_commands_total", "increase", {"command"}, "{{command}}", Json::object({{"result", "failed"}}))})
        .json();
}

Json reviews()
{
    return Board("reviews", "Reviews", "What waits for people, how they decide, and how long it takes.")
        .panel("Waiting for people", "value", 3, {query("millrace_reviews_open", "last")}, 2)
        .panel("Decisions", "value", 3, {query("millrace_review_decisions_total", "increase")}, 2)
        .panel("Wait for a decision (p95)", "value", 3, {query("millrace_review_wait_seconds", "p95")}, 2)
        .panel("Work on a decision (p50)", "value", 3, {query("millrace_review_work_seconds", "p50")}, 2)
        .panel("Waiting for people", "area", 6, {query("millrace_reviews_open", "max")})
        .panel("Decisions", "stacked", 6, {query("millrace_review_decisions_total", "rate", {"decision"}, "{{decision}}")})
        .panel("Decisions by pipeline", "bar", 6,
               {query("millrace_review_decisions_total", "increase", {"pipeline", "decision"}, "{{pipeline}} / {{decision}}")})
        .panel("Wait for a decision", "heatmap", 6, {query("millrace_review_wait_seconds", "heatmap")})
        .json();
}

Json store()
{
    return Board("store", "Store", "What reaching the disk takes.")
        .panel("Commits a second", "line", 6, {query("millrace_commit_duration_seconds", "rate")})
        .panel("Commit duration", "line", 6,
               {query("millrace_commit_duration_seconds", "p50", {}, "p50"), query("millrace_commit_duration_seconds", "p99", {}, "p99")})
        .panel("Transitions of a commit", "heatmap", 6, {query("millrace_commit_transitions", "heatmap")})
        .panel("File and log", "area", 6,
               {query("millrace_store_file_bytes", "max", {}, "file"), query("millrace_store_wal_bytes", "max", {}, "log")})
        .panel("Cache hits", "line", 6, {query("millrace_cache_hits_total", "rate", {"level"}, "{{level}}")})
        .panel("Cache misses", "line", 6, {query("millrace_cache_misses_total", "rate", {"level"}, "{{level}}")})
        .json();
}

Json machine()
{
    return Board("system", "System", "What this program takes of the machine, and what is left of it.")
        .panel("Processors of this program", "line", 6, {query("process_cpu_seconds_total", "rate", {}, "this program")})
        .panel("Processors of the machine", "area", 6, {query("millrace_machine_cpu_ratio", "avg", {}, "busy")})
        .panel("Memory of this program", "area", 6, {query("process_resident_memory_bytes", "max")})
        .panel("Memory of the machine", "area", 6, {query("millrace_machine_memory_available_bytes", "min", {}, "available")})
        .panel("Load", "line", 4, {query("millrace_machine_load", "avg", {}, "load")})
        .panel("Threads and open files", "line", 4,
               {query("process_threads", "max", {}, "threads"), query("process_open_fds", "max", {}, "open files")})
        .panel("Disk free", "area", 4, {query("millrace_disk_free_bytes", "min")})
        .json();
}

} // namespace

QList<Json> shippedDashboards()
{
    return {overview(), engine(), models(), reviews(), agents(), server(), store(), machine()};
}

Result<void> checkDashboard(const Json &dashboard)
{
    const auto wrong = [](const QString &text) { return fail(ErrorCode::InvalidArgument, text); };
    if (!dashboard.isObject() || dashboard.value("title").toString().trimmed().isEmpty())
        return wrong(u"a dashboard has a title"_s);
    if (dashboard.toBytes().size() > kMostBytes)
        return wrong(u"a dashboard has at most %1 bytes"_s.arg(kMostBytes));
    const Json &panels = dashboard.value("panels");
    if (!panels.isNull() && !panels.isArray())
        return wrong(u"the panels of a dashboard are an array"_s);
    if (panels.size() > kMostPanels)
        return wrong(u"a dashboard has at most %1 panels"_s.arg(kMostPanels));
    for (const Json &panel : panels.items()) {
        const QString kind = panel.value("kind").toString();
        if (std::ranges::none_of(kKinds, [&](const char *name) { return kind == QLatin1StringView(name); }))
            return wrong(u"\"%1\" is no kind of panel: line, area, stacked, bar, histogram, heatmap, table or value"_s.arg(kind));
        const qint64 x = panel.value("x").toInt(-1);
        const qint64 w = panel.value("w").toInt(0);
        if (x < 0 || panel.value("y").toInt(-1) < 0 || w < 1 || x + w > 12 || panel.value("h").toInt(0) < 1)
            return wrong(u"a panel lies within twelve columns: x, y, w and h"_s);
    }
    return {};
}

} // namespace Millrace
