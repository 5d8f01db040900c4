// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/metricrepository.h"

#include "sdk/json.h"
#include "store/codec.h"
#include "store/contextrepository.h"
#include "store/rows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostAnnotations = 5'000;

QByteArray infoToBytes(const MetricInfo &info)
{
    return Json::object({{"kind", static_cast<int>(info.kind)},
                         {"unit", QString::fromUtf8(info.unit)},
                         {"resolution", info.resolution},
                         {"group", QString::fromUtf8(info.group)},
                         {"title", info.title},
                         {"help", info.help}})
        .toBytes();
}

MetricInfo infoFromBytes(const QString &name, const QByteArray &bytes)
{
    const Json json = Json::parse(bytes).value_or(Json());
    return {.name = name.toUtf8(),
            .kind = static_cast<MetricKind>(std::clamp<qint64>(json.value("kind").toInt(), 0, 2)),
            .unit = json.value("unit").toString().toUtf8(),
            .resolution = json.value("resolution").toDouble(1),
            .group = json.value("group").toString().toUtf8(),
            .title = json.value("title").toString(),
            .help = json.value("help").toString()};
}

/// Damaged ones are left out: a hole in a curve, and nothing else.
QByteArray contentOf(const Statement &s, int codec, int hash, int data)
{
    const auto bytes = unpack(s.blobView(data), static_cast<Codec>(s.integer(codec)));
    return bytes && contentHash(*bytes) == s.integer(hash) ? *bytes : QByteArray();
}

StoredAlert alertOf(const Statement &s)
{
    return {.key = s.integer(0),
            .rule = s.text(1),
            .labels = s.blob(2),
            .state = static_cast<AlertState>(s.integer(3)),
            .severity = s.text(4),
            .title = s.text(5),
            .text = s.text(6),
            .value = s.text(7).toDouble(),
            .threshold = s.text(8).toDouble(),
            .since = s.integer(9),
            .firedAt = s.integer(10),
            .resolvedAt = s.integer(11),
            .acknowledgedAt = s.integer(12),
            .acknowledgedBy = s.text(13),
            .note = s.text(14)};
}

/// As SQLite reads a REAL without loss.
QString real(double value)
{
    return QString::number(value, 'g', 17);
}

} // namespace

QByteArray labelsToBytes(const MetricLabels &labels)
{
    Json json = Json::object();
    for (const auto &[name, value] : labels)
        json.insert(name, QString::fromUtf8(value));
    return json.toBytes();
}

MetricLabels labelsFromBytes(QByteArrayView bytes)
{
    MetricLabels labels;
    const Json json = Json::parse(bytes).value_or(Json());
    for (const JsonMember &member : json.members())
        labels.append({member.key, member.value.toString().toUtf8()});
    std::ranges::sort(labels);
    return labels;
}

Result<QList<StoredSeries>> MetricRepository::series()
{
    Statement &statement = m_db.prepared("SELECT pk, name, labels, info FROM metric_series ORDER BY pk");
    return allRows(statement.bind(), [](const Statement &s) {
        return StoredSeries{s.integer(0), infoFromBytes(s.text(1), s.blob(3)), labelsFromBytes(s.blobView(2))};
    });
}

Result<void> MetricRepository::add(const StoredSeries &series)
{
    const QByteArray labels = labelsToBytes(series.labels);
    const QByteArray info = infoToBytes(series.info);
    return m_db.prepared("INSERT OR IGNORE INTO metric_series (pk, name, labels, info) VALUES (:pk, :name, :labels, :info)")
        .bind(series.key, QString::fromUtf8(series.info.name), labels, info)
        .run();
}

Result<void> MetricRepository::add(const StoredTicks &ticks)
{
    const Sealed sealed = seal(ticks.data);
    return m_db.prepared("INSERT INTO metric_tick (first, last, codec, hash, data) VALUES (:first, :last, :codec, :hash, :data)")
        .bind(ticks.from, ticks.to, static_cast<int>(sealed.packed.codec), sealed.hash, sealed.packed.bytes)
        .run();
}

Result<QList<StoredTicks>> MetricRepository::ticks(qint64 from, qint64 to)
{
    Statement &statement
        = m_db.prepared("SELECT pk, first, last, codec, hash, data FROM metric_tick WHERE last >= :from AND first <= :to ORDER BY pk");
    return allRows(statement.bind(from, to),
                   [](const Statement &s) { return StoredTicks{s.integer(0), s.integer(1), s.integer(2), contentOf(s, 3, 4, 5)}; });
}

Result<std::optional<qint64>> MetricRepository::firstTick()
{
    Statement &statement = m_db.prepared("SELECT first FROM metric_tick ORDER BY last LIMIT 1");
    return oneRow(statement.bind(), [](const Statement &s) { return s.integer(0); });
}

Result<qint64> MetricRepository::lastTicks()
{
    Statement &statement = m_db.prepared("SELECT coalesce(max(pk), 0) FROM metric_tick");
    const auto last = oneRow(statement.bind(), [](const Statement &s) { return s.integer(0); });
    return last ? Result<qint64>(last->value_or(0)) : std::unexpected(last.error());
}

Result<void> MetricRepository::removeTicks(qint64 key)
{
    return m_db.prepared("DELETE FROM metric_tick WHERE pk = :pk").bind(key).run();
}

SealedBlock SealedBlock::of(StoredBlock block)
{
    Sealed sealed = seal(std::exchange(block.data, {}));
    return {std::move(block), std::move(sealed)};
}

Result<void> MetricRepository::put(const SealedBlock &one)
{
    const auto &[block, sealed] = one;
    return m_db
        .prepared("INSERT OR REPLACE INTO metric_block (level, detail, series, start, points, codec, hash, data) "
                  "VALUES (:level, :detail, :series, :start, :points, :codec, :hash, :data)")
        .bind(block.level, block.isDetail, block.series, block.start, block.points, static_cast<int>(sealed.packed.codec), sealed.hash,
              sealed.packed.bytes)
        .run();
}

Result<QList<StoredBlock>> MetricRepository::blocks(int level, bool isDetail, qint64 series, qint64 from, qint64 to)
{
    Statement &statement = m_db.prepared("SELECT start, points, codec, hash, data FROM metric_block WHERE level = :level AND detail = :detail "
                                         "AND series = :series AND start BETWEEN :from AND :to ORDER BY start");
    return allRows(statement.bind(level, isDetail, series, from, to), [&](const Statement &s) {
        return StoredBlock{level, isDetail, series, s.integer(0), static_cast<int>(s.integer(1)), contentOf(s, 2, 3, 4)};
    });
}

Result<std::optional<qint64>> MetricRepository::firstBlock(int level)
{
    Statement &statement = m_db.prepared("SELECT (SELECT b.start FROM metric_block b WHERE b.level = :level AND b.detail = 0 AND b.series = s.pk "
                                         "ORDER BY b.start LIMIT 1) AS first FROM metric_series s WHERE first IS NOT NULL ORDER BY first LIMIT 1");
    return oneRow(statement.bind(level), [](const Statement &s) { return s.integer(0); });
}

Result<void> MetricRepository::removeBlocks(int level, bool isDetail, qint64 series, qint64 before)
{
    return m_db.prepared("DELETE FROM metric_block WHERE level = :level AND detail = :detail AND series = :series AND start < :before")
        .bind(level, isDetail, series, before)
        .run();
}

Result<MetricRepository::Size> MetricRepository::size()
{
    Statement &statement = m_db.prepared("SELECT count(*), coalesce(sum(length(data)), 0) + (SELECT coalesce(sum(length(data)), 0) FROM metric_tick) "
                                         "FROM metric_block");
    const auto size = oneRow(statement.bind(), [](const Statement &s) { return Size{s.integer(0), s.integer(1)}; });
    return size ? Result<Size>(size->value_or(Size())) : std::unexpected(size.error());
}

Result<QList<StoredDashboard>> MetricRepository::dashboards()
{
    Statement &statement = m_db.prepared("SELECT id, position, body FROM dashboard ORDER BY position, id");
    return allRows(statement.bind(), [](const Statement &s) { return StoredDashboard{s.text(0), static_cast<int>(s.integer(1)), s.blob(2)}; });
}

Result<void> MetricRepository::save(const StoredDashboard &dashboard, qint64 at, qint64 actor)
{
    return m_db
        .prepared("INSERT OR REPLACE INTO dashboard (id, position, body, changed_at, actor) VALUES (:id, :position, :body, :changed_at, :actor)")
        .bind(dashboard.id, dashboard.position, dashboard.body, at, actor)
        .run();
}

Result<bool> MetricRepository::removeDashboard(const QString &id)
{
    if (auto removed = m_db.prepared("DELETE FROM dashboard WHERE id = :id").bind(id).run(); !removed)
        return std::unexpected(removed.error());
    return m_db.changes() > 0;
}

Result<qint64> MetricRepository::add(const StoredAnnotation &annotation, qint64 actor)
{
    const auto added = m_db.prepared("INSERT INTO annotation (at, until, kind, text, severity, link, actor) "
                                     "VALUES (:at, :until, :kind, :text, :severity, :link, :actor)")
                           .bind(annotation.at, annotation.until, annotation.kind, annotation.text, annotation.severity, annotation.link, actor)
                           .run();
    return added ? Result<qint64>(m_db.lastInsertId()) : std::unexpected(added.error());
}

Result<QList<StoredAnnotation>> MetricRepository::annotations(qint64 from, qint64 to)
{
    Statement &statement = m_db.prepared("SELECT pk, at, until, kind, text, severity, link FROM annotation "
                                         "WHERE at <= :to AND (at >= :from OR until >= :from2) ORDER BY at DESC LIMIT :most");
    auto found = allRows(statement.bind(to, from, from, kMostAnnotations), [](const Statement &s) {
        return StoredAnnotation{s.integer(0), s.integer(1), s.isNull(2) ? std::nullopt : std::optional(s.integer(2)), s.text(3), s.text(4),
                                s.text(5),    s.blob(6)};
    });
    if (found)
        std::ranges::reverse(*found);
    return found;
}

Result<bool> MetricRepository::wasSavedAt(qint64 version, qint64 at)
{
    Statement &statement = m_db.prepared("SELECT 1 FROM pipeline WHERE pk = :pk AND created_at = :at");
    const auto found = oneRow(statement.bind(version, at), [](const Statement &s) { return s.integer(0); });
    return found ? Result<bool>(found->has_value()) : std::unexpected(found.error());
}

Result<bool> MetricRepository::removeNote(qint64 key)
{
    if (auto removed = m_db.prepared("DELETE FROM annotation WHERE pk = :pk AND kind = 'note'").bind(key).run(); !removed)
        return std::unexpected(removed.error());
    return m_db.changes() > 0;
}

Result<QList<std::pair<QString, QByteArray>>> MetricRepository::rules()
{
    Statement &statement = m_db.prepared("SELECT id, body FROM alert_rule ORDER BY id");
    return allRows(statement.bind(), [](const Statement &s) { return std::pair(s.text(0), s.blob(1)); });
}

Result<void> MetricRepository::saveRule(const QString &id, const QByteArray &body, qint64 at, qint64 actor)
{
    return m_db.prepared("INSERT OR REPLACE INTO alert_rule (id, body, changed_at, actor) VALUES (:id, :body, :changed_at, :actor)")
        .bind(id, body, at, actor)
        .run();
}

Result<bool> MetricRepository::removeRule(const QString &id)
{
    if (auto removed = m_db.prepared("DELETE FROM alert_rule WHERE id = :id").bind(id).run(); !removed)
        return std::unexpected(removed.error());
    return m_db.changes() > 0;
}

Result<qint64> MetricRepository::save(const StoredAlert &alert)
{
    if (alert.key > 0) {
        const auto written
            = m_db.prepared("UPDATE alert SET state = :state, text = :text, value = :value, since = :since, fired_at = :fired_at, "
                            "resolved_at = :resolved_at WHERE pk = :pk")
                  .bind(static_cast<int>(alert.state), alert.text, real(alert.value), alert.since, alert.firedAt, alert.resolvedAt, alert.key)
                  .run();
        return written ? Result<qint64>(alert.key) : std::unexpected(written.error());
    }
    const auto added
        = m_db.prepared("INSERT INTO alert (rule, labels, state, severity, title, text, value, threshold, since, fired_at, resolved_at, "
                        "acknowledged_at, acknowledged_by, note) VALUES (:rule, :labels, :state, :severity, :title, :text, :value, :threshold, "
                        ":since, :fired_at, :resolved_at, 0, '', '')")
              .bind(alert.rule, alert.labels, static_cast<int>(alert.state), alert.severity, alert.title, alert.text, real(alert.value),
                    real(alert.threshold), alert.since, alert.firedAt, alert.resolvedAt)
              .run();
    return added ? Result<qint64>(m_db.lastInsertId()) : std::unexpected(added.error());
}

Result<void> MetricRepository::removeAlert(qint64 key)
{
    return m_db.prepared("DELETE FROM alert WHERE pk = :pk").bind(key).run();
}

Result<QList<StoredAlert>> MetricRepository::openAlerts()
{
    Statement &statement
        = m_db.prepared("SELECT pk, rule, labels, state, severity, title, text, value, threshold, since, fired_at, resolved_at, acknowledged_at, "
                        "acknowledged_by, note FROM alert WHERE state < 2 OR acknowledged_at = 0 ORDER BY pk DESC");
    return allRows(statement.bind(), alertOf);
}

Result<QList<StoredAlert>> MetricRepository::alerts(int limit)
{
    Statement &statement
        = m_db.prepared("SELECT pk, rule, labels, state, severity, title, text, value, threshold, since, fired_at, resolved_at, acknowledged_at, "
                        "acknowledged_by, note FROM alert ORDER BY pk DESC LIMIT :limit");
    return allRows(statement.bind(limit), alertOf);
}

Result<void> MetricRepository::acknowledge(qint64 key, qint64 at, const QString &by, const QString &note)
{
    return m_db.prepared("UPDATE alert SET acknowledged_at = :at, acknowledged_by = :by, note = :note WHERE pk = :pk AND acknowledged_at = 0")
        .bind(at, by, note, key)
        .run();
}

Result<QList<StoredSilence>> MetricRepository::silences(qint64 now)
{
    Statement &statement = m_db.prepared("SELECT pk, rule, labels, until, reason, actor FROM alert_silence WHERE until > :now ORDER BY pk");
    return allRows(statement.bind(now),
                   [](const Statement &s) { return StoredSilence{s.integer(0), s.text(1), s.blob(2), s.integer(3), s.text(4), s.text(5)}; });
}

Result<void> MetricRepository::add(const StoredSilence &silence)
{
    return m_db.prepared("INSERT INTO alert_silence (rule, labels, until, reason, actor) VALUES (:rule, :labels, :until, :reason, :actor)")
        .bind(silence.rule, silence.labels, silence.until, silence.reason, silence.actor)
        .run();
}

Result<void> MetricRepository::removeSilences(const QString &rule, const QByteArray &labels)
{
    return m_db.prepared("DELETE FROM alert_silence WHERE rule = :rule AND labels = :labels").bind(rule, labels).run();
}

Result<qint64> MetricRepository::eventsSince(const QString &topic, qint64 since, int most)
{
    // Bounded by what is looked at, not by what is found: a busy bus must not make an alert's rule expensive.
    const bool isPrefix = topic.endsWith(u'*');
    Statement &statement = isPrefix
        ? m_db.prepared("SELECT count(*) FROM (SELECT topic, at FROM event ORDER BY seq DESC LIMIT :most) "
                        "WHERE at >= :since AND substr(topic, 1, length(:topic)) = :again")
        : m_db.prepared("SELECT count(*) FROM (SELECT at FROM event WHERE topic = :topic ORDER BY seq DESC LIMIT :most) WHERE at >= :since");
    if (isPrefix)
        statement.bind(most, since, topic.chopped(1), topic.chopped(1));
    else
        statement.bind(topic, most, since);
    const auto n = oneRow(statement, [](const Statement &s) { return s.integer(0); });
    return n ? Result<qint64>(n->value_or(0)) : std::unexpected(n.error());
}

Result<void> MetricRepository::add(const StoredNotice &notice)
{
    return m_db.prepared("INSERT INTO alert_notice (url, body, attempts, due_at, problem) VALUES (:url, :body, 0, :due_at, '')")
        .bind(notice.url, notice.body, notice.dueAt)
        .run();
}

Result<QList<StoredNotice>> MetricRepository::notices(qint64 now, int limit)
{
    Statement &statement
        = m_db.prepared("SELECT pk, url, body, attempts, due_at, problem FROM alert_notice WHERE due_at <= :now ORDER BY due_at, pk LIMIT :limit");
    return allRows(statement.bind(now, limit), [](const Statement &s) {
        return StoredNotice{s.integer(0), s.text(1), s.blob(2), static_cast<int>(s.integer(3)), s.integer(4), s.text(5)};
    });
}

Result<void> MetricRepository::postpone(qint64 key, qint64 dueAt, const QString &problem)
{
    return m_db.prepared("UPDATE alert_notice SET attempts = attempts + 1, due_at = :due_at, problem = :problem WHERE pk = :pk")
        .bind(dueAt, problem, key)
        .run();
}

Result<void> MetricRepository::removeNotice(qint64 key)
{
    return m_db.prepared("DELETE FROM alert_notice WHERE pk = :pk").bind(key).run();
}

Result<QList<MetricRepository::NodeLoad>> MetricRepository::nodeLoads()
{
    Statement &statement = m_db.prepared("SELECT p.id, p.version, p.pk, l.node, sum(l.n), sum(l.bytes) FROM node_load l JOIN pipeline p ON p.pk = "
                                         "l.pipeline GROUP BY l.pipeline, l.node");
    return allRows(statement.bind(), [](const Statement &s) {
        return NodeLoad{s.text(0), static_cast<int>(s.integer(1)), s.integer(2), static_cast<int>(s.integer(3)), s.integer(4), s.integer(5)};
    });
}

Result<QList<std::pair<int, qint64>>> MetricRepository::contextCounts()
{
    Statement &statement = m_db.prepared("SELECT status, sum(n) FROM tally GROUP BY status ORDER BY status");
    return allRows(statement.bind(), [](const Statement &s) { return std::pair(static_cast<int>(s.integer(0)), s.integer(1)); });
}

Result<std::optional<qint64>> MetricRepository::oldestDue(qint64 now)
{
    const auto lanes = ContextRepository(m_db).lanes();
    if (!lanes)
        return std::unexpected(lanes.error());
    std::optional<qint64> oldest;
    for (const ContextRepository::Lane &lane : *lanes) {
        Statement &statement = m_db.prepared("SELECT due_at FROM context WHERE pipeline = :pipeline AND priority = :priority AND due_at IS NOT NULL "
                                             "AND due_at <= :now ORDER BY due_at LIMIT 1");
        const auto due = oneRow(statement.bind(lane.pipeline, lane.priority, now), [](const Statement &s) { return s.integer(0); });
        if (!due)
            return std::unexpected(due.error());
        if (*due)
            oldest = oldest ? std::min(*oldest, **due) : **due;
    }
    return oldest;
}

Result<QList<std::pair<int, qint64>>> MetricRepository::outboxCounts()
{
    Statement &statement = m_db.prepared("SELECT state, sum(n) FROM outbox_load GROUP BY state ORDER BY state");
    return allRows(statement.bind(), [](const Statement &s) { return std::pair(static_cast<int>(s.integer(0)), s.integer(1)); });
}

Result<qint64> MetricRepository::openReviews()
{
    return m_db.scalar("SELECT count(*) FROM review_item WHERE state = 0");
}

Result<QList<MetricRepository::CacheUse>> MetricRepository::cacheUses()
{
    Statement &statement = m_db.prepared("SELECT component, hits, misses, bytes FROM cache_use ORDER BY component");
    return allRows(statement.bind(), [](const Statement &s) { return CacheUse{s.text(0), s.integer(1), s.integer(2), s.integer(3)}; });
}

} // namespace Millrace
