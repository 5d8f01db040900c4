// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "working.h"

#include "await.h"
#include "interrupt.h"

#include <QElapsedTimer>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// One line, redrawn while the engine works: a bar of what rests, the numbers, the time.
class WorkProgress
{
public:
    WorkProgress(Call &call, Door &door, const QString &run)
        : m_call(call)
        , m_door(door)
        , m_args(run.isEmpty() ? Json::object() : Json::object({{"run", run}}))
    {
        m_timer.start();
    }

    void tick()
    {
        if (m_asking.isValid() && m_asking.isFinished() && m_asking.resultCount() > 0) {
            if (const Result<Json> stats = m_asking.result())
                draw(*stats);
            m_asking = {};
        }
        if (!m_asking.isValid())
            m_asking = m_door.execute(u"stats"_s, m_args);
    }

private:
    void draw(const Json &stats)
    {
        const qint64 total = stats.value("submitted").toInt();
        const qint64 active = stats.value("pending").toInt() + stats.value("processing").toInt() + stats.value("retrying").toInt();
        const qint64 done = total - active;
        constexpr int kWidth = 30;
        const auto filled = total > 0 ? static_cast<int>(done * kWidth / total) : kWidth;
        QString line = u"[%1%2] %3/%4"_s.arg(QString(filled, u'#'), QString(kWidth - filled, u'.')).arg(done).arg(total);
        if (const qint64 failed = stats.value("failed").toInt() + stats.value("quarantined").toInt(); failed > 0)
            line += u"  %1 failed"_s.arg(failed);
        if (const qint64 retrying = stats.value("retrying").toInt(); retrying > 0)
            line += u"  %1 retrying"_s.arg(retrying);
        line += u"  %1 s"_s.arg(m_timer.elapsed() / 1000);
        m_call.console().progress(line);
    }

    Call &m_call;
    Door &m_door;
    Json m_args;
    QFuture<Result<Json>> m_asking;
    QElapsedTimer m_timer;
};

Result<Json> waitOnce(Call &call, Door &door, const QString &run, qint64 waitSeconds)
{
    // Another process may have its engine paused; `work` and `run` are the wish that it works.
    if (door.isRemote()) {
        const Result<Json> started = call.execute(door, u"engine.start"_s, Json::object());
        if (!started)
            return started;
    }
    Json args = Json::object({{"wait_s", waitSeconds}});
    if (!run.isEmpty())
        args.insert("run", run);
    // A remote door answers one call after the other: the sums come from the file meanwhile, which can be viewed beside its owner.
    std::unique_ptr<Door> view;
    if (Console::isNoteTerminal() && door.isRemote())
        view = call.open(DoorMode::View).value_or(nullptr);
    const bool drawn = Console::isNoteTerminal() && (view || !door.isRemote());
    WorkProgress progress(call, view ? *view : door, run);
    const Result<Json> waited
        = await(door.execute(u"engine.wait"_s, args), call.interrupt(), drawn ? std::function<void()>([&progress] { progress.tick(); }) : nullptr);
    call.console().clearProgress();
    return waited;
}

} // namespace

QList<QCommandLineOption> workingOptions()
{
    return {
        QCommandLineOption(u"wait"_s, u"Wait for retries that are due within this time; %1 where not given."_s.arg(kUsualWaitSeconds), u"SECONDS"_s),
        QCommandLineOption(u"runners"_s, u"Steps that run at once; as many as the machine has cores where not given."_s, u"N"_s)};
}

Result<Json> workUntilDone(Call &call, std::unique_ptr<Door> &door, const QString &run, qint64 waitSeconds)
{
    Result<Json> waited = waitOnce(call, *door, run, waitSeconds);
    for (int takeovers = 0; !waited && waited.error().code == ErrorCode::RemoteUnavailable && takeovers < 3; ++takeovers) {
        door.reset();
        Result<std::unique_ptr<Door>> next = call.open(DoorMode::Work);
        if (!next)
            return std::unexpected(next.error());
        door = std::move(*next);
        waited = waitOnce(call, *door, run, waitSeconds);
    }
    if (!waited) {
        if (call.interrupt().signalNumber() != 0)
            call.console().note(u"stopped after the commit in hand; `millrace work` goes on from there"_s);
        return std::unexpected(waited.error());
    }
    const Result<Json> stats = call.execute(*door, u"stats"_s, run.isEmpty() ? Json::object() : Json::object({{"run", run}}));
    if (!stats)
        return std::unexpected(stats.error());
    return *stats;
}

QString sumsLine(const Json &stats)
{
    static constexpr std::array kParts = {"completed", "failed", "quarantined", "cancelled", "awaiting_review", "retrying", "processing", "pending"};
    QStringList parts;
    for (const char *part : kParts) {
        if (const qint64 count = stats.value(part).toInt(); count > 0)
            parts.append(u"%1 %2"_s.arg(count).arg(QString::fromLatin1(part).replace(u'_', u' ')));
    }
    const qint64 submitted = stats.value("submitted").toInt();
    const QString line = u"%1 submitted = %2"_s.arg(submitted).arg(parts.isEmpty() ? u"0"_s : parts.join(u" + "_s));
    // A parent at a join rests until somebody has looked after its children: say what it waits for.
    const Json children = stats.value("children");
    QStringList held;
    for (const char *part : {"failed", "quarantined", "awaiting_review"}) {
        if (const qint64 count = children.value(part).toInt(); count > 0)
            held.append(u"%1 %2"_s.arg(count).arg(QString::fromLatin1(part).replace(u'_', u' ')));
    }
    if (held.isEmpty() || stats.value("processing").toInt() == 0)
        return line;
    return u"%1; of %2 children %3"_s.arg(line).arg(children.value("submitted").toInt()).arg(held.join(u", "_s));
}

} // namespace Millrace::Cli
