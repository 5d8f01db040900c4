// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.h"

#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;
using namespace Millrace::Sim;

/// Any graph of pure components gives the same documents however it is run: fused or not, by one runner or eight, in any order, killed
/// or not. MILLRACE_FAULT_SEED repeats a graph, MILLRACE_SIM_SEEDS says how many are tried.
class TestProperties : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    enum class Ends : quint8 { Never, Killed, PowerCut };

    /// The documents a world comes to; an empty list with a reason where it does not.
    std::map<QString, QByteArray> documents(const World::Options &options, Ends ends, QString *problem)
    {
        World world(m_folder.path(), options);
        if (!world.open()) {
            *problem = u"it does not open"_s;
            return {};
        }
        for (int i = 0; i < 4; ++i)
            world.submit(3);
        if (options.stepped) {
            world.engine()->turn(); // what was submitted is there from here on, in every world
            world.settle();
            if (ends != Ends::Never) {
                for (int life = 0; life < 3; ++life) {
                    world.disk().dieAt(1 + below(world.random(), 60));
                    for (int i = 0; i < 200 && !world.disk().isDead(); ++i) {
                        if (world.engine()->queuedTasks() > 0)
                            world.engine()->runTask(static_cast<std::size_t>(below(world.random(), static_cast<int>(world.engine()->queuedTasks()))));
                        world.engine()->turn();
                    }
                    world.end(ends == Ends::Killed ? World::End::Killed : World::End::PowerCut);
                    if (const auto opened = world.open(); !opened) {
                        *problem = opened.error().text;
                        return {};
                    }
                }
            }
            if (!world.rest())
                *problem = u"it does not come to rest"_s;
        } else {
            auto idle = world.engine()->idle(0);
            idle.waitForFinished();
            world.settle();
        }
        if (problem->isEmpty())
            *problem = world.problem();
        if (problem->isEmpty())
            *problem = world.problemAtRest();
        return world.documents();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QHashSeed::setDeterministicGlobalSeed();
        QLoggingCategory::setFilterRules(u"millrace.engine=false"_s);
    }

    void anyGraphGivesTheSameHoweverItIsRun()
    {
        const bool isOne = qEnvironmentVariableIsSet("MILLRACE_FAULT_SEED");
        const quint64 from = isOne ? qEnvironmentVariable("MILLRACE_FAULT_SEED").toULongLong() : 1;
        const quint64 count = qEnvironmentVariableIsSet("MILLRACE_SIM_SEEDS") ? qEnvironmentVariable("MILLRACE_SIM_SEEDS").toULongLong()
            : isOne                                                           ? 1
                                                                              : 25;
        const struct
        {
            const char *name;
            World::Options options;
            Ends ends;
        } ways[] = {
            {"step by step, unfused", {.fuse = false, .calm = true}, Ends::Never},
            {"step by step, fused", {.calm = true}, Ends::Never},
            {"one runner, fused", {.stepped = false, .runners = 1, .calm = true}, Ends::Never},
            {"eight runners, fused", {.stepped = false, .runners = 8, .calm = true}, Ends::Never},
            {"one runner, unfused", {.stepped = false, .fuse = false, .runners = 1, .calm = true}, Ends::Never},
            {"eight runners, unfused", {.stepped = false, .fuse = false, .runners = 8, .calm = true}, Ends::Never},
            {"killed, fused", {.calm = true}, Ends::Killed},
            {"killed, unfused", {.fuse = false, .calm = true}, Ends::Killed},
            {"power cut, fused", {.calm = true}, Ends::PowerCut},
        };
        qint64 contexts = 0;
        for (quint64 seed = from; seed < from + count; ++seed) {
            std::map<QString, QByteArray> wanted;
            for (const auto &way : ways) {
                World::Options options = way.options;
                options.seed = seed;
                QString problem;
                const auto got = documents(options, way.ends, &problem);
                QVERIFY2(problem.isEmpty(), qPrintable(u"MILLRACE_FAULT_SEED=%1, %2: %3"_s.arg(seed).arg(QLatin1StringView(way.name), problem)));
                if (wanted.empty())
                    wanted = got;
                QVERIFY2(got == wanted, qPrintable(u"MILLRACE_FAULT_SEED=%1, %2: other documents"_s.arg(seed).arg(QLatin1StringView(way.name))));
            }
            contexts += static_cast<qint64>(wanted.size());
        }
        qInfo("%llu graphs, %lld contexts, each the same in %zu ways", static_cast<unsigned long long>(count), static_cast<long long>(contexts),
              std::size(ways));
    }
};

QTEST_GUILESS_MAIN(TestProperties)
#include "tst_properties.moc"
