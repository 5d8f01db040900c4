// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "victimrun.h"

#include "support/testcomponents.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSet>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The workspace answers on its own threads, so a test may simply wait.
template <typename T>
T waited(QFuture<T> future)
{
    future.waitForFinished();
    return future.result();
}

} // namespace

VictimRun::VictimRun()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"HOME"_s, m_folder.path());
    m_environment.insert(u"XDG_CACHE_HOME"_s, m_folder.filePath(u"cache"_s));
}

bool VictimRun::start(int count, std::optional<Kill> kill, const QString &faultPoint)
{
    QProcess process;
    QProcessEnvironment environment = m_environment;
    if (!faultPoint.isEmpty())
        environment.insert(u"MILLRACE_FAULT_POINT"_s, faultPoint);
    process.setProcessEnvironment(environment);
    if (m_dataLimit > 0)
        process.setChildProcessModifier([bytes = static_cast<rlim_t>(m_dataLimit)] {
            const rlimit limit{bytes, bytes};
            ::setrlimit(RLIMIT_DATA, &limit);
        });
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-crash-victim"),
                  {m_folder.filePath(u"w.millrace"_s), m_folder.filePath(u"promises"_s), m_folder.filePath(u"effects"_s), u"r%1"_s.arg(++m_starts),
                   QString::number(count)});
    if (!process.waitForStarted())
        return false;
    if (kill) {
        // The moment is what is under test, so this waits for time and for nothing else.
        const auto wait = [&process](qint64 us) {
            QElapsedTimer timer;
            for (timer.start(); timer.nsecsElapsed() < us * 1000 && process.state() == QProcess::Running;)
                process.waitForFinished(1);
        };
        const qint64 before = QFileInfo(m_folder.filePath(u"promises"_s)).size();
        while (kill->atWork && process.state() == QProcess::Running && QFileInfo(m_folder.filePath(u"promises"_s)).size() == before)
            wait(500);
        wait(kill->afterUs);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    }
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(60'000))
        return false;
    m_killed = process.exitStatus() == QProcess::CrashExit;
    return m_killed || process.exitCode() == 0;
}

Result<std::unique_ptr<Workspace>> VictimRun::open(bool runEngine) const
{
    WorkspaceOptions options;
    options.path = m_folder.filePath(u"w.millrace"_s);
    options.create = !QFile::exists(options.path); // killed before there was a file
    options.runEngine = runEngine;
    options.runners = 2;
    options.indexPath = options.path + u".index"_s;
    for (const std::shared_ptr<Component> &component : testComponents())
        options.extraComponents.append(component);
    return Workspace::open(options);
}

VictimRun::Promises VictimRun::promises() const
{
    Promises promises;
    QFile file(m_folder.filePath(u"promises"_s));
    if (!file.open(QIODevice::ReadOnly))
        return promises;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("id "))
            promises.ids.append(QString::fromUtf8(line.mid(3)));
        else if (line.startsWith("seq "))
            promises.sequence = std::max(promises.sequence, line.mid(4).toLongLong());
        else if (line.startsWith("event "))
            promises.event = std::max(promises.event, line.mid(6).toLongLong());
    }
    return promises;
}

QString VictimRun::problemAfterReopening()
{
    QElapsedTimer timer;
    timer.start();
    const Result<std::unique_ptr<Workspace>> workspace = open(false);
    m_openingUs.append(timer.nsecsElapsed() / 1000);
    if (!workspace)
        return u"cannot be opened: "_s + workspace.error().text;
    if (const QString problem = (*workspace)->engineState().problem; !problem.isEmpty())
        return u"the engine says: "_s + problem;

    const Promises promised = promises();
    const Result<QList<ContextKey>> keys = waited((*workspace)->contextKeys({}, ContextOrder::Created, false));
    if (!keys)
        return keys.error().text;
    const Result<QList<ContextSummary>> rows = waited((*workspace)->contextRows(*keys));
    if (!rows)
        return rows.error().text;
    QSet<QString> there;
    for (const ContextSummary &row : *rows)
        there.insert(row.id);
    for (const QString &id : promised.ids) {
        if (!there.contains(id))
            return u"%1 was acknowledged and is lost"_s.arg(id);
    }
    const Result<Json> info = waited((*workspace)->execute(u"workspace.info"_s, Json::object(), (*workspace)->actor()));
    if (!info)
        return info.error().text;
    if (info->value("sequence").toInt() < promised.sequence)
        return u"transition %1 was announced; the file ends at %2"_s.arg(promised.sequence).arg(info->value("sequence").toInt());
    // Later work would even out a commit that left a wrong sum or a lost reference.
    const Result<StatusCounts> counts = waited((*workspace)->counts());
    if (!counts)
        return counts.error().text;
    if (counts->submitted() != keys->size())
        return u"the sums say %1 contexts, and there are %2"_s.arg(counts->submitted()).arg(keys->size());
    const Result<Json> checked = waited((*workspace)->execute(u"workspace.check"_s, Json::object(), (*workspace)->actor()));
    if (!checked)
        return checked.error().text;
    return checked->value("ok").toBool() ? QString() : u"check: "_s + QString::fromUtf8(checked->value("problems").toBytes());
}

QString VictimRun::problemAtTheEnd()
{
    const Result<std::unique_ptr<Workspace>> opened = open(true);
    if (!opened)
        return u"cannot be opened: "_s + opened.error().text;
    Workspace &workspace = **opened;
    // It would be due for ever; where the first victim did not come to it, there is none.
    const Result<Json> stopped
        = waited(workspace.execute(u"schedule.enable"_s, Json::object({{"id", "tick"}, {"enabled", false}}), workspace.actor()));
    if (!stopped && stopped.error().code != ErrorCode::NotFound)
        return stopped.error().text;
    const Result<Json> done = waited(workspace.execute(u"engine.wait"_s, Json::object({{"wait_s", 60}}), workspace.actor()));
    if (!done)
        return done.error().text;

    const Result<StatusCounts> counts = waited(workspace.counts());
    if (!counts)
        return counts.error().text;
    m_contexts = counts->submitted();
    if (counts->of(ContextStatus::Completed) != m_contexts)
        return u"not all completed: "_s + QString::fromUtf8(counts->toJson().toBytes());
    const Result<Json> checked = waited(workspace.execute(u"workspace.check"_s, Json::object(), workspace.actor()));
    if (!checked)
        return checked.error().text;
    if (!checked->value("ok").toBool())
        return u"check: "_s + QString::fromUtf8(checked->value("problems").toBytes());
    if (const QString problem = problemWithHistories(workspace); !problem.isEmpty())
        return problem;
    if (const QString problem = problemWithEvents(workspace); !problem.isEmpty())
        return problem;
    const Result<Json> kept = waited(workspace.execute(u"cache.stats"_s, Json::object(), workspace.actor()));
    if (!kept)
        return kept.error().text;
    m_hits = kept->value("components").at(0).value("hits").toInt();
    return problemWithEffects();
}

QString VictimRun::problemWithHistories(Workspace &workspace)
{
    m_children = 0;
    m_started = 0;
    m_aside = 0;
    m_mended = 0;
    const Result<QList<ContextKey>> keys = waited(workspace.contextKeys({}, ContextOrder::Created, false));
    if (!keys)
        return keys.error().text;
    for (const ContextKey key : *keys) {
        const Result<QList<TransitionRecord>> rows = waited(workspace.contextHistory(key));
        if (!rows)
            return rows.error().text;
        ContextStatus status = ContextStatus::Pending;
        QStringList finished;
        bool hasErred = false;
        qint64 sequence = 0;
        for (const TransitionRecord &row : *rows) {
            if (row.from != status)
                return u"context %1: transition %2 begins at another state than the one before ended in"_s.arg(key).arg(row.seq);
            if (row.seq <= sequence)
                return u"context %1: transition %2 is out of order"_s.arg(key).arg(row.seq);
            status = row.to;
            sequence = row.seq;
            if (row.kind == TransitionKind::Finished && row.step > 0)
                finished.append(row.node);
            hasErred |= row.node == "check"_L1 && row.port == "error"_L1;
        }
        // What was submitted, one of its two children, or what an event or the schedule started.
        if (finished == QStringList{u"known"_s, u"b"_s}) {
            ++m_children;
            continue;
        }
        if (finished == QStringList{u"h"_s}) {
            ++m_started;
            continue;
        }
        const auto document = waited(workspace.contextDocument(key, -1));
        if (!document || document->value("data").value("joined").toBytes() != "[1,2]")
            return u"context %1: its children were joined wrongly"_s.arg(key);
        QStringList expected{u"a"_s, u"split"_s, u"join"_s, u"c"_s};
        if (document->value("data").value("lane").toInt() == 0)
            expected.append(u"aside"_s);
        expected += {u"d"_s, u"check"_s};
        if (hasErred)
            expected.append(u"mend"_s);
        expected += {u"e"_s, u"f"_s};
        if (finished != expected)
            return u"context %1: its steps were %2"_s.arg(key).arg(finished.join(u", "_s));
        m_aside += document->value("data").value("lane").toInt() == 0;
        m_mended += hasErred;
    }
    if (m_children * 3 != (m_contexts - m_started) * 2)
        return u"of %1 contexts %2 are children; two of three should be"_s.arg(m_contexts - m_started).arg(m_children);
    return {};
}

/// Every submission that completed published one event, every event became one context of each subscription, every due time one of the
/// schedule.
QString VictimRun::problemWithEvents(Workspace &workspace)
{
    QHash<qint64, QString> all; // their keys
    QHash<qint64, QString> finished;
    QSet<QString> publishers;
    for (qint64 after = 0;;) {
        const Result<Json> page = waited(workspace.execute(u"event.list"_s, Json::object({{"after", after}, {"limit", 10'000}}), workspace.actor()));
        if (!page)
            return page.error().text;
        const Json events = page->value("events");
        for (const Json &event : events.items()) {
            all.insert(event.value("seq").toInt(), event.value("key").toString());
            if (event.value("topic").toString() != "crash.done"_L1)
                continue;
            finished.insert(event.value("seq").toInt(), event.value("key").toString());
            publishers.insert(event.value("context").toString());
        }
        after = page->value("last").toInt();
        if (!page->value("more").toBool())
            break;
    }
    const qint64 submitted = m_contexts - m_started - m_children;
    if (finished.size() != submitted || publishers.size() != submitted)
        return u"%1 submissions published %2 events, from %3 of them"_s.arg(submitted).arg(finished.size()).arg(publishers.size());
    if (const qint64 promised = promises().event; promised > 0 && !all.contains(promised))
        return u"event %1 was acknowledged and is lost"_s.arg(promised);
    if (const QString problem = problemWithDeliveries(workspace, u"each"_s, all, true); !problem.isEmpty())
        return problem;
    if (const QString problem = problemWithDeliveries(workspace, u"any"_s, finished, false); !problem.isEmpty())
        return problem;

    const Result<Json> schedules = waited(workspace.execute(u"schedule.list"_s, Json::object(), workspace.actor()));
    if (!schedules)
        return schedules.error().text;
    ContextFilter ticks;
    ticks.run = u"schedule:tick"_s;
    const Result<QList<ContextKey>> started = waited(workspace.contextKeys(ticks, ContextOrder::Created, false));
    if (!started)
        return started.error().text;
    m_ticks = started->size();
    const qint64 fired = schedules->value("schedules").at(0).value("fired").toInt();
    if (fired != m_ticks)
        return u"the schedule says %1 starts; there are %2 contexts"_s.arg(fired).arg(m_ticks);
    if (m_started != m_ticks + all.size() + finished.size())
        return u"%1 contexts were started; events and schedule account for %2"_s.arg(m_started).arg(m_ticks + all.size() + finished.size());
    return {};
}

QString VictimRun::problemWithDeliveries(Workspace &workspace, const QString &subscription, const QHash<qint64, QString> &events, bool ordered)
{
    ContextFilter filter;
    filter.run = u"subscription:"_s + subscription;
    const Result<QList<ContextKey>> keys = waited(workspace.contextKeys(filter, ContextOrder::Created, false));
    if (!keys)
        return keys.error().text;
    QSet<qint64> seen;
    QHash<QString, qint64> newest;
    for (const ContextKey key : *keys) {
        const Result<Json> document = waited(workspace.contextDocument(key, -1));
        if (!document)
            return document.error().text;
        const Json event = document->value("data").value("event");
        const qint64 seq = event.value("seq").toInt();
        if (!events.contains(seq) || seen.contains(seq))
            return u"subscription %1: event %2 became a second context, or is not its own"_s.arg(subscription).arg(seq);
        seen.insert(seq);
        qint64 &before = newest[event.value("key").toString()];
        if (ordered && seq < before)
            return u"subscription %1: event %2 came after event %3 of the same key"_s.arg(subscription).arg(seq).arg(before);
        before = seq;
    }
    if (seen.size() != events.size())
        return u"subscription %1 got %2 of %3 events"_s.arg(subscription).arg(seen.size()).arg(events.size());
    return {};
}

/// A step killed between its effect and its commit is tried again, and sends the same key, by which a receiver knows it. So each child has
/// one key, however often it stands there.
QString VictimRun::problemWithEffects()
{
    QFile file(m_folder.filePath(u"effects"_s));
    if (m_contexts == 0)
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return u"there are no effects"_s;
    QSet<QByteArray> keys;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (!line.isEmpty())
            keys.insert(line);
    }
    if (keys.size() != m_children)
        return u"%1 children had their effect under %2 keys"_s.arg(m_children).arg(keys.size());
    return problemWithLines();
}

/// What went through the outbox into a file stands there once, whenever its writer was killed.
QString VictimRun::problemWithLines()
{
    const qint64 submitted = m_contexts - m_started - m_children;
    QFile file(m_folder.filePath(u"effects.lines"_s));
    if (submitted == 0)
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return u"nothing was published"_s;
    QByteArrayList lines = file.readAll().split('\n');
    if (!lines.takeLast().isEmpty())
        return u"the last published line is cut off"_s;
    const QSet<QByteArray> different(lines.cbegin(), lines.cend());
    if (lines.size() != submitted || different.size() != submitted)
        return u"%1 submissions are published in %2 lines, %3 of them different"_s.arg(submitted).arg(lines.size()).arg(different.size());
    return {};
}

} // namespace Millrace
