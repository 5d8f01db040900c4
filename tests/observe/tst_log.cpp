// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/log.h"

#include "sdk/clock.h"
#include "sdk/error.h"
#include "sdk/json.h"

#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcOwn, "millrace.test")
Q_LOGGING_CATEGORY(lcForeign, "somebody.else")

QStringList s_stderr;

void keepInsteadOfStderr(QtMsgType, const QMessageLogContext &, const QString &message)
{
    s_stderr.append(message);
}

} // namespace

/// What the program says, as lines of JSON.
class TstLog : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QtMessageHandler m_before = nullptr;

    [[nodiscard]] LogOptions options(LogLevel level = LogLevel::Info) const
    {
        LogOptions options;
        options.program = u"test"_s;
        options.version = u"1.2.3"_s;
        options.level = level;
        options.file.folder = m_dir->path();
        return options;
    }
    [[nodiscard]] QList<Json> lines() const
    {
        QFile file(LogFile::pathOf(m_dir->path(), 0));
        QList<Json> lines;
        if (!file.open(QIODevice::ReadOnly))
            return lines;
        while (!file.atEnd()) {
            const Result<Json> line = Json::parseStrict(file.readLine().trimmed());
            lines.append(line ? *line : Json("not JSON"));
        }
        return lines;
    }
    [[nodiscard]] QStringList messages() const
    {
        QStringList messages;
        for (const Json &line : lines())
            messages.append(line.value("message").toString());
        return messages;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        s_stderr.clear();
        m_before = qInstallMessageHandler(keepInsteadOfStderr);
    }
    void cleanup()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules({});
    }

    void aLineSaysWhenWhoWhereAndWhat()
    {
        const qint64 before = Clock::system().nowUs();
        {
            const Log log(options());
            qCWarning(lcOwn).noquote() << "something" << u"\"quoted\"\nand a line"_s;
        }
        QCOMPARE(lines().size(), 1);
        const Json line = lines().first();
        const auto time = parseIso(line.value("time").toString());
        QVERIFY(time && *time >= before && *time <= Clock::system().nowUs());
        QVERIFY(line.value("time").toString().endsWith(u'Z'));
        QCOMPARE(line.value("time").toString().size(), u"2023-05-15T10:30:00.123456Z"_s.size());
        QCOMPARE(line.value("level").toString(), u"warning"_s);
        QCOMPARE(line.value("category").toString(), u"millrace.test"_s);
        QCOMPARE(line.value("message").toString(), u"something \"quoted\"\nand a line"_s);
        QCOMPARE(line.value("pid").toInt(), qint64(::getpid()));
        QCOMPARE(line.value("thread").toInt(), qint64(::gettid()));
        QCOMPARE(line.value("program").toString(), u"test"_s);
        QCOMPARE(line.value("version").toString(), u"1.2.3"_s);
    }

    void levelsDecideWhatIsWritten_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<QStringList>("written");
        QTest::newRow("debug") << int(LogLevel::Debug) << QStringList{u"d"_s, u"i"_s, u"w"_s, u"c"_s};
        QTest::newRow("info") << int(LogLevel::Info) << QStringList{u"i"_s, u"w"_s, u"c"_s};
        QTest::newRow("warning") << int(LogLevel::Warning) << QStringList{u"w"_s, u"c"_s};
        QTest::newRow("error") << int(LogLevel::Error) << QStringList{u"c"_s};
        QTest::newRow("off") << int(LogLevel::Off) << QStringList();
    }

    void levelsDecideWhatIsWritten()
    {
        QFETCH(int, level);
        QFETCH(QStringList, written);
        {
            const Log log(options(static_cast<LogLevel>(level)));
            qCDebug(lcOwn, "d");
            qCInfo(lcOwn, "i");
            qCWarning(lcOwn, "w");
            qCCritical(lcOwn, "c");
        }
        QCOMPARE(messages(), written);
        // Whatever the file takes, warnings reach stderr.
        QCOMPARE(s_stderr, (QStringList{u"w"_s, u"c"_s}));
    }

    void whatOthersSayReachesStderrAsBefore()
    {
        const Log log(options());
        qCInfo(lcForeign, "info of somebody else");
        qCInfo(lcOwn, "info of ours");
        QCOMPARE(s_stderr, QStringList{u"info of somebody else"_s});
    }

    void secretsAreInNeitherFileNorStderrNorEars()
    {
        QStringList heard;
        Log log(options());
        log.setListener([&heard](QLatin1StringView, const QString &, const QString &message) { heard.append(message); });
        Log::conceal(u"learned-value-1"_s);
        qCWarning(lcOwn).noquote() << "with learned-value-1 and Authorization: Bearer other-value-2";
        const QString all = messages().join(u'\n') + s_stderr.join(u'\n') + heard.join(u'\n');
        QCOMPARE(all.count(u"[redacted]"_s), 6);
        QVERIFY(!all.contains(u"learned-value-1"_s) && !all.contains(u"other-value-2"_s));
    }

    void secretsOfTheEnvironmentAreKnownFromTheStart()
    {
        qputenv("MILLRACE_SECRET_SOME", "environment-value-3");
        LogOptions own = LogOptions::standard(u"test"_s, u"1"_s);
        qunsetenv("MILLRACE_SECRET_SOME");
        own.file.folder = m_dir->path();
        const Log log(own);
        qCWarning(lcOwn) << "environment-value-3";
        QVERIFY(!messages().join(u'\n').contains(u"environment-value-3"_s));
    }

    void longMessagesAreCut()
    {
        const Log log(options());
        qCWarning(lcOwn).noquote() << QString(1'000'000, u'x');
        QCOMPARE(lines().first().value("message").toString().size(), 8192);
        QVERIFY(lines().first().value("cut").toBool());
    }

    void aStormIsCutAndCounted()
    {
        const Log log(options());
        for (int i = 0; i < 5000; ++i)
            qCWarning(lcOwn, "storm");
        QCOMPARE(lines().size(), 2000);
        QCOMPARE(s_stderr.size(), 5000);
    }

    void manyThreadsMayLogAtOnce()
    {
        {
            const Log log(options());
            std::vector<std::thread> threads;
            for (int t = 0; t < 8; ++t)
                threads.emplace_back([t] {
                    for (int i = 0; i < 100; ++i)
                        qCInfo(lcOwn).noquote() << t << i;
                });
            for (std::thread &thread : threads)
                thread.join();
        }
        QStringList all = messages();
        QCOMPARE(all.size(), 800);
        QCOMPARE(all.removeDuplicates(), 0);
    }

    void ignoredMessagesGoNowhere()
    {
        LogOptions own = options();
        own.ignored = {u"of no use"_s};
        const Log log(own);
        qWarning("of no use to anybody");
        QVERIFY(lines().isEmpty() && s_stderr.isEmpty());
    }

    void withoutAPlaceTheProgramGoesOn()
    {
        LogOptions own = options();
        own.file.folder = u"/proc/nobody/logs"_s;
        const Log log(own);
        qCWarning(lcOwn, "still said");
        QCOMPARE(s_stderr, QStringList{u"still said"_s});
    }

    void afterItsEndMessagesGoWhereTheyWent()
    {
        {
            const Log log(options());
        }
        qCInfo(lcOwn, "after");
        QCOMPARE(s_stderr, QStringList{u"after"_s});
        QVERIFY(lines().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstLog)
#include "tst_log.moc"
