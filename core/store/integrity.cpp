// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/integrity.h"

#include "pipeline/records.h"
#include "store/codec.h"
#include "store/contextrepository.h"
#include "store/eventrepository.h"
#include "store/originalrepository.h"
#include "store/outboxrepository.h"
#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostProblems = 1000;
constexpr qint64 kStepsPerContext = 65536;

class Checker
{
public:
    Checker(Connection &db, const std::function<bool(double)> &progress)
        : m_db(db)
        , m_progress(progress)
    {}

    Result<IntegrityReport> run()
    {
        const std::array parts
            = {&Checker::checkStructure, &Checker::checkKeyframes, &Checker::checkBlobs,  &Checker::checkOriginals, &Checker::checkHistories,
               &Checker::checkTallies,   &Checker::checkEvents,    &Checker::checkOutbox, &Checker::checkReviews};
        double share = 0;
        for (const auto part : parts) {
            if (const auto done = (this->*part)(); !done) {
                if (done.error().code == ErrorCode::Cancelled)
                    return std::unexpected(done.error());
                problem(u"file"_s, done.error().text); // a page that cannot be read is a finding; the other parts go on
            }
            share += 1.0 / parts.size();
            if (!m_progress(share))
                return fail(ErrorCode::Cancelled, u"the check was cancelled"_s);
        }
        return m_report;
    }

private:
    void problem(const QString &where, const QString &message)
    {
        if (m_report.problems.size() < kMostProblems)
            m_report.problems.append(Json::object({{"where", where}, {"message", message}}));
    }

    template <typename Read>
    Result<void> forEach(const char *sql, Read read)
    {
        Statement &statement = m_db.prepared(sql);
        statement.bind();
        while (true) {
            const auto row = statement.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                break;
            read(statement);
        }
        statement.reset();
        return {};
    }

    Result<void> checkStructure()
    {
        const auto checked = forEach("PRAGMA integrity_check(100)", [&](const Statement &s) {
            if (s.text(0) != "ok"_L1)
                problem(u"file"_s, s.text(0));
        });
        if (!checked)
            return checked;
        return forEach("PRAGMA foreign_key_check", [&](const Statement &s) {
            problem(u"%1, row %2"_s.arg(s.text(0), s.text(1)), u"it points to a row of %1 that is not there"_s.arg(s.text(2)));
        });
    }

    Result<void> checkKeyframes()
    {
        return forEach("SELECT id, codec, hash, data FROM keyframe ORDER BY id", [&](const Statement &s) {
            ++m_report.keyframes;
            const qint64 id = s.integer(0);
            const auto codec = static_cast<Codec>(s.integer(1));
            const auto bytes = unpack(s.blobView(3), codec);
            if (!bytes || contentHash(*bytes, codec) != s.integer(2))
                problem(u"context %1, document at step %2"_s.arg(id / kStepsPerContext).arg(id % kStepsPerContext),
                        u"the stored document is damaged"_s);
        });
    }

    /// What else is kept with a hash: inputs as they came, lineage, pipelines, templates, results.
    Result<void> checkBlobs()
    {
        const auto check = [&](const char *sql, const QString &what) {
            return forEach(sql, [&](const Statement &s) {
                const auto codec = static_cast<Codec>(s.integer(1));
                const auto bytes = unpack(s.blobView(3), codec);
                if (!bytes || contentHash(*bytes, codec) != s.integer(2))
                    problem(what + u' ' + s.text(0), u"what is stored is damaged"_s);
            });
        };
        const std::array kinds = {
            std::pair{"SELECT context, codec, hash, bytes FROM raw_input", u"the input as it came, context key"_s},
            std::pair{"SELECT seq, lineage_codec, lineage_hash, lineage FROM transition WHERE lineage IS NOT NULL", u"the lineage of transition"_s},
            std::pair{"SELECT id || ' version ' || version, 0, hash, definition FROM pipeline", u"pipeline"_s},
            std::pair{"SELECT id || ' version ' || version, 0, hash, body FROM template", u"template"_s},
            std::pair{"SELECT component, codec, hash, result FROM step_cache", u"a kept result of"_s},
            std::pair{"SELECT pipeline, codec, hash, definition FROM draft", u"the draft of"_s},
            std::pair{"SELECT (SELECT pipeline FROM draft WHERE pk = draft_edit.draft) || ' ' || seq, codec, hash, body FROM draft_edit",
                      u"an edit of the draft of"_s},
            std::pair{"SELECT node, codec, hash, body FROM draft_mark", u"what is pinned at"_s},
            std::pair{"SELECT pipeline, codec, hash, body FROM trial", u"a trial of"_s},
            std::pair{"SELECT node, codec, hash, body FROM trial_step", u"a trial's step at"_s},
            std::pair{"SELECT id, 0, hash, body FROM review_item WHERE hash <> 0", u"review item"_s}, // what an upgrade made has none
            std::pair{"SELECT id, codec, hash, body FROM review_decision", u"review decision"_s},
            std::pair{"SELECT id, 0, hash, body FROM review_comment", u"review comment"_s},
            std::pair{"SELECT pk, codec, hash, body FROM model_text", u"what a model was asked or answered, key"_s},
        };
        Result<void> all;
        for (const auto &[sql, what] : kinds) {
            if (auto done = check(sql, what); !done)
                all = std::move(done); // a table that cannot be read hides nothing of the others
        }
        return all;
    }

    Result<void> checkOriginals()
    {
        OriginalRepository originals(m_db);
        return forEach("SELECT pk, lower(hex(hash)), name, size FROM original WHERE complete = 1 ORDER BY pk", [&](const Statement &s) {
            ++m_report.originals;
            const auto read = originals.read({s.integer(0), {s.text(1), s.text(2), {}, s.integer(3)}}, [](QByteArrayView) { return Result<void>(); });
            if (!read)
                problem(u"original %1 (%2)"_s.arg(s.text(1), s.text(2)), u"the stored file is damaged"_s);
        });
    }

    Result<void> checkHistories()
    {
        Statement &history = m_db.prepared("SELECT seq, context, at, kind, from_status, to_status, node, step, visit, attempt, duration_us, port, "
                                           "codec, hash, edit, reason FROM transition WHERE context = :context ORDER BY seq");
        return forEach("SELECT pk, id, status, steps, started, attempt, envelope IS NOT NULL FROM context ORDER BY pk", [&](const Statement &row) {
            ++m_report.contexts;
            if (m_report.contexts % 4096 == 0)
                (void)m_progress(0.5);
            checkHistory(row, history);
        });
    }

    void checkHistory(const Statement &row, Statement &history)
    {
        const QString name = row.text(1);
        const auto status = static_cast<ContextStatus>(row.integer(2));
        std::optional<ContextStatus> last;
        int steps = 0;
        bool open = false;
        history.bind(row.integer(0));
        while (true) {
            const auto next = history.step();
            if (!next) {
                problem(u"context "_s + name, next.error().text);
                history.reset();
                return;
            }
            if (!*next)
                break;
            ++m_report.transitions;
            const NewTransition t = read(history);
            const QString where = u"context %1, transition %2"_s.arg(name).arg(history.integer(0));
            const auto edit = unpack(history.blobView(14), static_cast<Codec>(history.integer(12)));
            if (!edit || transitionHash(t, *edit, history.blobView(15)) != history.integer(13))
                problem(where, u"the recorded change is damaged"_s);
            if (last && t.from != *last)
                problem(where, u"it starts from %1, but the one before ended in %2"_s.arg(statusName(t.from), statusName(*last)));
            if (!isTransitionAllowed(t.from, t.to))
                problem(where, u"%1 to %2 is not allowed"_s.arg(statusName(t.from), statusName(t.to)));
            if (t.step > 0 && t.step != ++steps)
                problem(where, u"it says step %1 where step %2 follows"_s.arg(t.step).arg(steps));
            if ((t.kind == TransitionKind::Finished || t.kind == TransitionKind::Suspended) && !open)
                problem(where, u"a step finished that had not started"_s);
            if (t.kind == TransitionKind::Started && open)
                problem(where, u"a step started before the one before had finished"_s);
            open = t.kind == TransitionKind::Started;
            last = t.to;
        }
        history.reset();
        if (last && *last != status)
            problem(u"context "_s + name, u"it is %1, but its history ends in %2"_s.arg(statusName(status), statusName(*last)));
        if (steps != row.integer(3))
            problem(u"context "_s + name, u"it counts %1 steps, its history %2"_s.arg(row.integer(3)).arg(steps));
        if (open != (row.integer(4) != 0))
            problem(u"context "_s + name, u"whether a step is running differs between the row and the history"_s);
    }

    static NewTransition read(const Statement &s)
    {
        NewTransition t;
        t.context = s.integer(1);
        t.at = s.integer(2);
        t.kind = static_cast<TransitionKind>(s.integer(3));
        t.from = static_cast<ContextStatus>(s.integer(4) & 7);
        t.to = static_cast<ContextStatus>(s.integer(5) & 7);
        t.node = static_cast<int>(s.integer(6));
        t.step = static_cast<int>(s.integer(7));
        t.visit = static_cast<int>(s.integer(8));
        t.attempt = static_cast<int>(s.integer(9));
        t.durationUs = s.integer(10);
        t.port = s.isNull(11) ? u"out"_s : s.text(11);
        return t;
    }

    Result<void> checkTallies()
    {
        const auto counted = forEach(
            "SELECT coalesce(a.run, b.run), coalesce(a.status, b.status), coalesce(a.n, 0), coalesce(b.n, 0) FROM "
            "(SELECT run, pipeline, child, status, n FROM tally WHERE n <> 0) a FULL JOIN "
            "(SELECT run, pipeline, origin = 1 AS child, status, count(*) AS n FROM context GROUP BY run, pipeline, child, status) b "
            "ON a.run = b.run AND a.pipeline = b.pipeline AND a.child = b.child AND a.status = b.status WHERE coalesce(a.n, 0) <> coalesce(b.n, 0)",
            [&](const Statement &s) {
                problem(u"run %1"_s.arg(s.integer(0)),
                        u"the tally of %1 says %2, the contexts %3"_s.arg(statusName(static_cast<ContextStatus>(s.integer(1) & 7)))
                            .arg(s.integer(2))
                            .arg(s.integer(3)));
            });
        if (!counted)
            return counted;
        return checkQueuesAndForks();
    }

    Result<void> checkQueuesAndForks()
    {
        const auto queued
            = forEach("SELECT coalesce(a.pipeline, b.pipeline), coalesce(a.node, b.node), coalesce(a.n, 0), coalesce(b.n, 0) FROM "
                      "(SELECT pipeline, node, status, n, bytes FROM node_load WHERE n <> 0 OR bytes <> 0) a FULL JOIN "
                      "(SELECT pipeline, node, status, count(*) AS n, sum(bytes) AS bytes FROM context WHERE node >= 0 AND status NOT IN (5, 7) "
                      "GROUP BY pipeline, node, status) b ON a.pipeline = b.pipeline AND a.node = b.node AND a.status = b.status "
                      "WHERE coalesce(a.n, 0) <> coalesce(b.n, 0) OR coalesce(a.bytes, 0) <> coalesce(b.bytes, 0)",
                      [&](const Statement &s) {
                          problem(u"pipeline version %1"_s.arg(s.integer(0)),
                                  u"the queue at node %1 says %2 contexts, there are %3, or their bytes differ"_s.arg(s.integer(1))
                                      .arg(s.integer(2))
                                      .arg(s.integer(3)));
                      });
        if (!queued)
            return queued;
        return forEach(
            "SELECT f.context, f.total, f.ended, f.failed, count(k.context), total(c.status IN (5, 7)), total(c.status IN (4, 6)) FROM fork f "
            "LEFT JOIN child k ON k.fork = f.pk LEFT JOIN context c ON c.pk = k.context GROUP BY f.pk "
            "HAVING f.total <> count(k.context) OR f.ended <> total(c.status IN (5, 7)) OR f.failed <> total(c.status IN (4, 6))",
            [&](const Statement &s) {
                problem(u"context %1"_s.arg(s.integer(0)),
                        u"it counts %1 children, %2 ended and %3 failed; there are %4, %5 and %6"_s.arg(s.integer(1))
                            .arg(s.integer(2))
                            .arg(s.integer(3))
                            .arg(s.integer(4))
                            .arg(s.integer(5))
                            .arg(s.integer(6)));
            });
    }

    Result<void> checkEvents()
    {
        const auto read
            = forEach("SELECT seq, topic, key, at, context, actor, codec, hash, payload, depth FROM event ORDER BY seq", [&](const Statement &s) {
                  const auto payload = unpack(s.blobView(8), static_cast<Codec>(s.integer(6)));
                  const StoredEvent event{.seq = s.integer(0),
                                          .topic = s.text(1),
                                          .key = s.text(2),
                                          .at = s.integer(3),
                                          .context = s.isNull(4) ? std::nullopt : std::optional(s.integer(4)),
                                          .actor = s.integer(5),
                                          .payload = payload.value_or(QByteArray()),
                                          .depth = static_cast<int>(s.integer(9))};
                  ++m_report.events;
                  if (!payload || eventHash(event) != s.integer(7))
                      problem(u"event %1"_s.arg(event.seq), u"the stored event is damaged"_s);
              });
        if (!read)
            return read;
        // A delivery under way holds the next of its key back: it must know when its context comes to rest.
        return forEach(
            "SELECT d.subscription, d.event, d.state, e.seq IS NULL, d.context IS NULL, c.pk IS NULL, c.status IN (4, 5, 6, 7) FROM delivery d "
            "LEFT JOIN event e ON e.seq = d.event LEFT JOIN context c ON c.pk = d.context "
            "WHERE e.seq IS NULL OR (d.state < 2) <> (c.pk IS NOT NULL) OR (d.state = 1 AND c.status IN (4, 5, 6, 7))",
            [&](const Statement &s) {
                const QString what = s.integer(3) != 0 ? u"the event is not there"_s
                    : s.integer(2) == 2                ? u"it waits, and has a context"_s
                    : s.integer(5) != 0                ? u"its context is not there"_s
                                                       : u"it is under way, but its context has come to rest"_s;
                problem(u"delivery of event %1 to subscription %2"_s.arg(s.integer(1)).arg(s.integer(0)), what);
            });
    }

    Result<void> checkOutbox()
    {
        const auto keys = allRows(m_db.prepared("SELECT pk FROM outbox ORDER BY pk").bind(), [](const Statement &s) { return s.integer(0); });
        if (!keys)
            return std::unexpected(keys.error());
        OutboxRepository outbox(m_db);
        for (const qint64 key : *keys) {
            ++m_report.effects;
            const auto effect = outbox.find(key);
            if (!effect)
                return std::unexpected(effect.error());
            if (*effect && (*effect)->isDamaged)
                problem(u"outbox, effect %1"_s.arg(key), u"what is stored is damaged"_s);
            else if (*effect && ((*effect)->state == EffectState::Waiting) != (*effect)->dueAt.has_value())
                problem(u"outbox, effect %1"_s.arg(key), u"whether it waits differs from whether it has a due time"_s);
        }
        const auto counted
            = forEach("SELECT coalesce(a.run, b.run), coalesce(a.state, b.state), coalesce(a.n, 0), coalesce(b.n, 0) FROM "
                      "(SELECT run, pipeline, state, n FROM outbox_load WHERE n <> 0) a FULL JOIN "
                      "(SELECT run, pipeline, state, count(*) AS n FROM outbox GROUP BY run, pipeline, state) b "
                      "ON a.run = b.run AND a.pipeline = b.pipeline AND a.state = b.state WHERE coalesce(a.n, 0) <> coalesce(b.n, 0)",
                      [&](const Statement &s) {
                          problem(u"run %1"_s.arg(s.integer(0)),
                                  u"it counts %1 effects in state %2; there are %3"_s.arg(s.integer(2)).arg(s.integer(1)).arg(s.integer(3)));
                      });
        if (!counted)
            return counted;
        // A step that waits for its effects must have some that have not ended.
        return forEach("SELECT c.id FROM suspension s JOIN context c ON c.pk = s.context WHERE s.kind = 4 AND c.waits = 1 AND c.status IN (1, 2) "
                       "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.context = c.pk AND o.node = c.node AND o.visit = c.visit AND o.awaited = 1 "
                       "AND o.state IN (0, 1))",
                       [&](const Statement &s) { problem(u"context "_s + s.text(0), u"it waits for effects that have all ended"_s); });
    }

    /// An open item belongs to a context that waits for it, and such a context has one. In a pack decided items wait as well.
    Result<void> checkReviews()
    {
        // By the context's items: by the state's, each context would look at all that wait.
        return forEach("SELECT c.id, count(i.pk), c.status = 3 FROM context c LEFT JOIN review_item i ON i.context = c.pk AND +i.state = 0 "
                       "WHERE c.status = 3 OR i.pk IS NOT NULL GROUP BY c.pk HAVING (c.status > 3 AND count(i.pk) > 0) OR (c.status = 3 AND "
                       "count(i.pk) <> 1 AND NOT (count(i.pk) = 0 AND EXISTS (SELECT 1 FROM meta WHERE key = 'pack_of')))",
                       [&](const Statement &s) {
                           problem(u"context "_s + s.text(0),
                                   s.integer(2) != 0 ? u"it waits for a review, and has %1 open items"_s.arg(s.integer(1))
                                                     : u"it has an open review item, and does not wait for it"_s);
                       });
    }

    Connection &m_db;
    const std::function<bool(double)> &m_progress;
    IntegrityReport m_report;
};

} // namespace

Json IntegrityReport::toJson() const
{
    return Json::object({
        {"ok", isOk()},
        {"problems", problems},
        {"contexts", contexts},
        {"transitions", transitions},
        {"keyframes", keyframes},
        {"events", events},
        {"effects", effects},
        {"originals", originals},
    });
}

Result<IntegrityReport> checkIntegrity(Connection &db, const std::function<bool(double)> &progress)
{
    return Checker(db, progress).run();
}

} // namespace Millrace
