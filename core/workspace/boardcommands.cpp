// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on dashboards, and on what is marked beside their curves.
#include "metrics/dashboards.h"
#include "sdk/id.h"
#include "workspace/commandschema.h"
#include "workspace/measuring.h"
#include "workspace/metricdesk.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qint64 kSecondUs = 1'000'000;
constexpr qsizetype kLongestNote = 2'000;
constexpr int kBehindShipped = 1'000; ///< people's own come after those that ship

std::unexpected<Error> noDashboard(const QString &id)
{
    return fail(ErrorCode::NotFound, u"there is no dashboard \"%1\""_s.arg(id));
}

struct Board
{
    Json body;
    bool isShipped = false;
    bool isChanged = false;
    int position = 0;
};

/// Those that ship, with what people saved over them, and people's own.
Result<QList<Board>> boardsOf(MetricRepository &repository)
{
    const auto stored = repository.dashboards();
    if (!stored)
        return std::unexpected(stored.error());
    QList<Board> boards;
    for (const Json &json : shippedDashboards())
        boards.append({json, true, false, static_cast<int>(boards.size())});
    for (const StoredDashboard &saved : *stored) {
        const Json body = Json::parse(saved.body).value_or(Json());
        const auto it = std::ranges::find(boards, saved.id, [](const Board &board) { return board.body.value("id").toString(); });
        if (it == boards.end())
            boards.append({body, false, false, saved.position});
        else
            *it = {body, true, true, it->position};
    }
    return boards;
}

Json toJson(const Board &board)
{
    Json json = board.body;
    json.insert("shipped", board.isShipped);
    json.insert("changed", board.isChanged);
    json.insert("position", board.position);
    return json;
}

Json annotationToJson(const StoredAnnotation &annotation)
{
    return Json::object({{"id", annotation.key},
                         {"at", annotation.at / kSecondUs},
                         {"until", annotation.until ? Json(*annotation.until / kSecondUs) : Json()},
                         {"kind", annotation.kind},
                         {"text", annotation.text},
                         {"severity", annotation.severity},
                         {"link", annotation.link.isEmpty() ? Json() : Json::parse(annotation.link).value_or(Json())}});
}

bool isShippedDashboard(const QString &id)
{
    const QList<Json> shipped = shippedDashboards();
    return std::ranges::any_of(shipped, [&](const Json &json) { return json.value("id").toString() == id; });
}

} // namespace

void Measuring::tellDesk(void (MetricDesk::*changed)())
{
    if (MetricDesk *desk = m_desk)
        QMetaObject::invokeMethod(desk, changed, Qt::QueuedConnection);
}

void Measuring::addBoardCommands(CommandTable &table)
{
    table.add(info("dashboard.list", "List dashboards", "Those that ship and those that people made.", Access::Read, "contexts.read", schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> {
                  MetricRepository repository(reader.db);
                  const auto boards = boardsOf(repository);
                  if (!boards)
                      return std::unexpected(boards.error());
                  Json list = Json::array();
                  for (const Board &board : *boards) {
                      list.append(Json::object({{"id", board.body.value("id")},
                                                {"title", board.body.value("title")},
                                                {"description", board.body.value("description")},
                                                {"shipped", board.isShipped},
                                                {"changed", board.isChanged},
                                                {"position", board.position},
                                                {"panels", board.body.value("panels").size()}}));
                  }
                  return Json::object({{"dashboards", list}});
              });
    table.add(info("dashboard.get", "Get a dashboard", "Its panels with their queries, as dashboard.save takes them.", Access::Read, "contexts.read",
                   schema({{"id", text("of the dashboard")}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  MetricRepository repository(reader.db);
                  const auto boards = boardsOf(repository);
                  if (!boards)
                      return std::unexpected(boards.error());
                  for (const Board &board : *boards) {
                      if (board.body.value("id") == call.args.value("id"))
                          return toJson(board);
                  }
                  return noDashboard(call.args.value("id").toString());
              });
    table.add(info("dashboard.save", "Save a dashboard",
                   "Makes a dashboard, or replaces the one of that id; of one that ships, what is saved is shown in its place until it is reset.",
                   Access::Write, "contexts.run", schema({{"dashboard", anyObject()}}, {u"dashboard"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actor) -> Result<Json> {
                  Json board = call.args.value("dashboard");
                  if (auto fits = checkDashboard(board); !fits)
                      return std::unexpected(fits.error());
                  QString id = board.value("id").toString();
                  if (id.isEmpty()) {
                      id = newId();
                      board.insert("id", id);
                  }
                  const int position = static_cast<int>(board.value("position").toInt(kBehindShipped));
                  for (const char *name : {"shipped", "changed", "position"})
                      board.remove(name);
                  if (auto saved = MetricRepository(scope.db).save({id, position, board.toBytes()}, scope.now, actor); !saved)
                      return std::unexpected(saved.error());
                  scope.afterCommit.emplace_back([this] { tellDesk(&MetricDesk::dashboardsChanged); });
                  return Json::object({{"id", id}});
              });
    const auto drop = [this](WriteScope &scope, const QString &id) -> Result<Json> {
        const auto removed = MetricRepository(scope.db).removeDashboard(id);
        if (!removed)
            return std::unexpected(removed.error());
        if (!*removed && !isShippedDashboard(id))
            return noDashboard(id);
        scope.afterCommit.emplace_back([this] { tellDesk(&MetricDesk::dashboardsChanged); });
        return Json::object({{"id", id}});
    };
    table.add(info("dashboard.remove", "Remove a dashboard", "One that people made.", Access::Write, "contexts.run",
                   schema({{"id", text("of the dashboard")}}, {u"id"_s})),
              [drop](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  if (isShippedDashboard(id))
                      return fail(ErrorCode::TransitionRefused, u"\"%1\" ships with the program; it can be reset, not removed"_s.arg(id));
                  return drop(scope, id);
              });
    table.add(info("dashboard.reset", "Reset a dashboard", "One that ships is as it was shipped.", Access::Write, "contexts.run",
                   schema({{"id", text("of the dashboard")}}, {u"id"_s})),
              [drop](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  return isShippedDashboard(id) ? drop(scope, id) : Result<Json>(noDashboard(id));
              });
    table.add(info("annotation.list", "List annotations", "What happened beside the curves: alerts, and what people noted.", Access::Read,
                   "contexts.read",
                   schema({{"from", Json::object({{"type", Json::array({"string", "number"})}})},
                           {"to", Json::object({{"type", Json::array({"string", "number"})}})},
                           {"kinds", texts("only of these kinds")}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const qint64 now = m_clock.nowUs() / kSecondUs;
                  const auto from = call.args.contains("from") ? metricTime(call.args.value("from"), now, 0) : std::optional(now - 86'400);
                  const auto to = call.args.contains("to") ? metricTime(call.args.value("to"), now, 0) : std::optional(now);
                  if (!from || !to)
                      return fail(ErrorCode::InvalidArgument, u"a time is -6h, now, seconds since 1970 or ISO 8601"_s);
                  const auto found = MetricRepository(reader.db).annotations(*from * kSecondUs, *to * kSecondUs + kSecondUs - 1);
                  if (!found)
                      return std::unexpected(found.error());
                  const QStringList kinds = call.args.value("kinds").toStringList();
                  Json list = Json::array();
                  for (const StoredAnnotation &annotation : *found) {
                      if (kinds.isEmpty() || kinds.contains(annotation.kind))
                          list.append(annotationToJson(annotation));
                  }
                  return Json::object({{"annotations", list}});
              });
    table.add(info("annotation.add", "Note something beside the curves", "A moment, or a span of time, with a text.", Access::Write, "contexts.run",
                   schema({{"text", text("what happened")},
                           {"at", Json::object({{"type", Json::array({"string", "number"})}})},
                           {"until", Json::object({{"type", Json::array({"string", "number"})}})}},
                          {u"text"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actor) -> Result<Json> {
                  const qint64 now = scope.now / kSecondUs;
                  const auto at = call.args.contains("at") ? metricTime(call.args.value("at"), now, 0) : std::optional(now);
                  const bool isSpan = call.args.contains("until");
                  const auto until = isSpan ? metricTime(call.args.value("until"), now, 0) : at;
                  if (!at || !until || *until < *at)
                      return fail(ErrorCode::InvalidArgument,
                                  u"a time is -6h, now, seconds since 1970 or ISO 8601, and an end is not before its beginning"_s);
                  const StoredAnnotation note{.key = 0,
                                              .at = *at * kSecondUs,
                                              .until = isSpan ? std::optional(*until * kSecondUs) : std::nullopt,
                                              .kind = u"note"_s,
                                              .text = call.args.value("text").toString().left(kLongestNote),
                                              .severity = {},
                                              .link = {}};
                  const auto key = MetricRepository(scope.db).add(note, actor);
                  if (!key)
                      return std::unexpected(key.error());
                  scope.afterCommit.emplace_back([this] { tellDesk(&MetricDesk::annotationsChanged); });
                  return Json::object({{"id", *key}});
              });
    table.add(info("annotation.remove", "Remove a note", "One that somebody added; what the workspace marks itself stays.", Access::Write,
                   "contexts.run", schema({{"id", integer("of the note", 1)}}, {u"id"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto removed = MetricRepository(scope.db).removeNote(call.args.value("id").toInt());
                  if (!removed)
                      return std::unexpected(removed.error());
                  if (!*removed)
                      return fail(ErrorCode::NotFound, u"there is no such note"_s);
                  scope.afterCommit.emplace_back([this] { tellDesk(&MetricDesk::annotationsChanged); });
                  return Json::object({{"id", call.args.value("id")}});
              });
}

} // namespace Millrace
