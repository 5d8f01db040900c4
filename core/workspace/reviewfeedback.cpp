// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The review's door, as far as it teaches: pace, accuracy by threshold, agreement, examples.
#include "review/reviewdesk.h"
#include "review/statistics.h"
#include "sdk/clock.h"
#include "store/reviewhistory.h"
#include "workspace/commandschema.h"
#include "workspace/reviewargs.h"
#include "workspace/reviewjson.h"
#include "workspace/workspace_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;
using namespace ReviewArgs;

namespace {

constexpr qint64 kDayUs = 86'400'000'000;
constexpr qint64 kHourUs = 3'600'000'000;

Json sumsToJson(const QList<ReviewerSum> &sums, qint64 actor, const QList<qint64> &took, const Json &person)
{
    qint64 total = 0;
    qint64 today = 0;
    qint64 hour = 0;
    QHash<ReviewKind, qint64> kinds;
    for (const ReviewerSum &sum : sums) {
        if (sum.actor != actor)
            continue;
        total += sum.total;
        today += sum.sinceDay;
        hour += sum.sinceHour;
        kinds[sum.kind] += sum.total;
    }
    QList<qint64> sorted = took;
    std::ranges::sort(sorted);
    Json json = Json::object({{"by", person},
                              {"today", today},
                              {"last_hour", hour},
                              {"total", total},
                              {"median_ms", sorted.isEmpty() ? 0 : sorted.at(sorted.size() / 2) / 1000}});
    for (const ReviewKind kind : {ReviewKind::Approved, ReviewKind::Rejected, ReviewKind::Edited, ReviewKind::Escalated, ReviewKind::Skipped})
        json.insert(QByteArray(reviewKindName(kind).data()), kinds.value(kind));
    return json;
}

Json thresholdToJson(const Threshold &t)
{
    return Json::object({{"at", t.at},
                         {"n", t.count},
                         {"coverage", t.coverage},
                         {"right", t.right},
                         {"accuracy", 1 - t.error},
                         {"error", t.error},
                         {"low", t.interval.low},
                         {"high", t.interval.high}});
}

/// What a version of the pipeline lets pass by itself.
struct Sample
{
    double weight = 1; ///< one that is drawn stands for so many
    bool isUnseen = false; ///< something passes, and nothing is drawn
};

Result<QHash<qint64, Sample>> samplesOf(Reader &reader, const QList<ReviewHistory::Grade> &grades, const QString &node)
{
    QHash<qint64, Sample> samples;
    for (const ReviewHistory::Grade &grade : grades) {
        if (samples.contains(grade.version))
            continue;
        const auto stored = reader.catalog.pipelineByKey(grade.version);
        if (!stored)
            return std::unexpected(stored.error());
        Sample &sample = samples[grade.version];
        for (const PipelineNode &one : *stored ? (*stored)->definition.nodes : QList<PipelineNode>()) {
            if (one.component != "review"_L1 || (!node.isEmpty() && one.id != node))
                continue;
            const double share = one.config.value("check_share").toDouble();
            if (share > 0)
                sample.weight = 1 / share;
            else
                sample.isUnseen = sample.isUnseen || one.config.contains("approve_at");
        }
    }
    return samples;
}

/// How far people agree who were asked the same: every pair of them, and all together.
Json agreementToJson(const QList<ReviewRepository::Rating> &ratings, const ReviewJson &out)
{
    QMap<qint64, QMap<qint64, int>> items;
    QSet<qint64> raters;
    for (const ReviewRepository::Rating &rating : ratings) {
        items[rating.item][rating.actor] = rating.kind == ReviewKind::Rejected ? 0 : 1; // approved and edited are both a yes
        raters.insert(rating.actor);
    }
    QList<QList<int>> values;
    qint64 shared = 0;
    for (const auto &of : std::as_const(items)) {
        values.append(of.values());
        shared += of.size() > 1 ? 1 : 0;
    }
    QList<qint64> people(raters.cbegin(), raters.cend());
    std::ranges::sort(people);
    Json pairs = Json::array();
    for (qsizetype a = 0; a < people.size(); ++a) {
        for (qsizetype b = a + 1; b < people.size(); ++b) {
            QList<std::pair<int, int>> both;
            for (const auto &of : std::as_const(items)) {
                if (of.contains(people.at(a)) && of.contains(people.at(b)))
                    both.emplaceBack(of.value(people.at(a)), of.value(people.at(b)));
            }
            if (both.isEmpty())
                continue;
            const auto kappa = cohensKappa(both);
            const auto agreed = std::ranges::count_if(both, [](const auto &pair) { return pair.first == pair.second; });
            pairs.append(Json::object({{"a", out.person(people.at(a))},
                                       {"b", out.person(people.at(b))},
                                       {"items", both.size()},
                                       {"agreed", agreed},
                                       {"kappa", kappa ? Json(*kappa) : Json()}}));
        }
    }
    const auto alpha = krippendorffsAlpha(values);
    return Json::object({{"items", shared}, {"raters", people.size()}, {"alpha", alpha ? Json(*alpha) : Json()}, {"pairs", pairs}});
}

} // namespace

void Workspace::Private::addReviewFeedbackCommands()
{
    table.add(info("review.stats", "See how the review goes",
                   "What waits, who decided how much today and in the last hour, and how long a decision takes.", Access::Read, "contexts.read",
                   placeSchema({{"since", text("count from then on as today, ISO 8601; midnight UTC by default")}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const qint64 now = clock.nowUs();
                  auto session = reviewerOf(reader.db, call.actor, now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const QString pipeline = call.args.value("pipeline").toString();
                  const QString node = call.args.value("node").toString();
                  const qint64 day = parseIso(call.args.value("since").toString()).value_or(now - now % kDayUs);
                  ReviewFilter filter;
                  filter.pipeline = pipeline;
                  filter.node = node;
                  QString next;
                  const auto counts = out.reviews().count(filter, out.viewer());
                  const auto oldest = out.reviews().list(filter, ReviewOrder::Age, out.viewer(), {}, 1, next);
                  const auto sums = out.reviews().sums(pipeline, node, day, now - kHourUs);
                  const auto paces = out.reviews().paces(pipeline, node, 10'000);
                  const auto states = out.reviews().states(pipeline, node);
                  if (!counts || !oldest || !sums || !paces || !states)
                      return std::unexpected(!counts       ? counts.error()
                                                 : !oldest ? oldest.error()
                                                 : !sums   ? sums.error()
                                                 : !paces  ? paces.error()
                                                           : states.error());
                  const auto first = oldest->isEmpty() ? std::optional<ReviewItem>() : out.reviews().find(oldest->first()).value_or(std::nullopt);
                  QSet<qint64> actors;
                  qint64 today = 0;
                  QHash<ReviewKind, qint64> verdicts;
                  for (const ReviewerSum &sum : *sums) {
                      actors.insert(sum.actor);
                      verdicts[sum.kind] += sum.total;
                      today += sum.kind == ReviewKind::Skipped ? 0 : sum.sinceDay;
                  }
                  QList<qint64> sorted(actors.cbegin(), actors.cend());
                  std::ranges::sort(sorted);
                  Json people = Json::array();
                  for (const qint64 actor : std::as_const(sorted))
                      people.append(sumsToJson(*sums, actor, paces->value(actor), out.person(actor)));
                  Json byState = Json::object();
                  for (const ReviewState state : {ReviewState::Open, ReviewState::Decided, ReviewState::TimedOut, ReviewState::Withdrawn})
                      byState.insert(QByteArray(reviewStateName(state).data()), states->value(state));
                  Json byVerdict = Json::object();
                  for (const ReviewKind kind : {ReviewKind::Approved, ReviewKind::Rejected, ReviewKind::Edited, ReviewKind::Escalated})
                      byVerdict.insert(QByteArray(reviewKindName(kind).data()), verdicts.value(kind));
                  return Json::object({{"waiting", counts->all},
                                       {"claimed", counts->claimed},
                                       {"oldest_at", first ? Json(isoMicroseconds(first->askedAt)) : Json()},
                                       {"decided_today", today},
                                       {"people", people},
                                       {"mine", sumsToJson(*sums, who.key, paces->value(who.key), out.person(who.key))},
                                       {"states", byState},
                                       {"verdicts", byVerdict}});
              });
    table.add(
        info("review.quality", "See what the decisions teach",
             "For every confidence: how much would pass without a person, and how often that would be wrong, with the interval of Clopper and "
             "Pearson; the lowest threshold that is certain enough for the error wanted; and how far people agree who were asked the same (Cohen's "
             "kappa, Krippendorff's alpha). What passes by itself counts by what `check_share` has drawn of it; `unseen`: some passed of which "
             "nothing "
             "was drawn.",
             Access::Read, "contexts.read",
             placeSchema({{"wanted_error", Json::object({{"type", "number"}, {"minimum", 0}, {"maximum", 1}, {"description", "0.02 by default"}})},
                          {"level",
                           Json::object(
                               {{"type", "number"}, {"minimum", 0.5}, {"maximum", 0.9999}, {"description", "of the intervals; 0.95 by default"}})}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            const QString pipeline = call.args.value("pipeline").toString();
            const QString node = call.args.value("node").toString();
            const auto grades = ReviewHistory(reader.db).grades(pipeline, node);
            const auto ratings = out.reviews().ratings(pipeline, node);
            if (!grades || !ratings)
                return std::unexpected(grades ? ratings.error() : grades.error());
            const auto samples = samplesOf(reader, *grades, node);
            if (!samples)
                return std::unexpected(samples.error());
            QList<Graded> graded;
            qint64 decided = 0;
            bool isUnseen = false;
            for (const ReviewHistory::Grade &grade : *grades) {
                const Sample sample = samples->value(grade.version);
                const bool isRight = grade.verdict == ReviewKind::Approved;
                graded.append({.confidence = static_cast<double>(grade.confidence) / 1e6,
                               .right = isRight ? grade.count : 0,
                               .wrong = isRight ? 0 : grade.count,
                               .weight = grade.isCheck ? sample.weight : 1});
                decided += grade.count;
                isUnseen = isUnseen || sample.isUnseen;
            }
            const double level = call.args.value("level").toDouble(0.95);
            const QList<Threshold> found = thresholds(graded, level);
            const auto chosen = lowestThreshold(found, call.args.value("wanted_error").toDouble(0.02), level);
            Json list = Json::array();
            for (const Threshold &threshold : found)
                list.append(thresholdToJson(threshold));
            return Json::object({{"decided", decided},
                                 {"unseen", isUnseen},
                                 {"thresholds", list},
                                 {"chosen", chosen ? thresholdToJson(*chosen) : Json()},
                                 {"note", chosen ? "" : "There are too few decisions, or too many wrong ones, to be certain of so small an error."},
                                 {"agreement", agreementToJson(*ratings, out)}});
        });
    table.add(
        info("review.examples", "Get decisions as examples", "Each standing decision with the document before it and after it, newest first.",
             Access::Read, "contexts.read",
             placeSchema({{"limit", limitSchema("most to give, 100 by default", 1'000)}, {"before", text("where the list before ended")}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            const auto limit = static_cast<int>(call.args.value("limit").toInt(kUsualPage));
            const auto found = out.reviews().decisions(0, call.args.value("pipeline").toString(), call.args.value("node").toString(), true,
                                                       call.args.value("before").toString().toLongLong(), limit);
            if (!found)
                return std::unexpected(found.error());
            Json examples = Json::array();
            for (const ReviewDecision &decision : *found) {
                const auto item = out.reviews().find(decision.item);
                const auto json = out.decision(decision);
                if (!item || !json || !*item)
                    return std::unexpected(!item ? item.error() : !json ? json.error() : Error::make(ErrorCode::NotFound, u"an item is gone"_s));
                if (decision.kind == ReviewKind::Skipped)
                    continue;
                const std::optional<int> step = (*item)->decidedStep;
                const auto before = readData(reader.db, (*item)->context, step ? *step - 1 : -1);
                if (!before)
                    return before;
                Json after = *before;
                if (decision.body.contains("edit")) {
                    const auto edit = Edit::fromJson(decision.body.value("edit"));
                    const auto edited = edit ? edit->appliedTo(*before) : Result<Json>(std::unexpected(edit.error()));
                    if (edited)
                        after = *edited;
                }
                examples.append(Json::object({{"id", decision.id},
                                              {"decision", json->value("decision")},
                                              {"context", json->value("context")},
                                              {"at", json->value("at")},
                                              {"by", json->value("by")},
                                              {"answers", json->value("answers")},
                                              {"note", json->value("note")},
                                              {"before", *before},
                                              {"after", after}}));
            }
            return Json::object({{"examples", examples}, {"before", found->size() == limit ? Json(QString::number(found->last().key)) : Json()}});
        });
}

} // namespace Millrace
