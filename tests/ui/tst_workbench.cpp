// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The program from outside: exit codes, and pictures without a display.
#include <QDir>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

class TestWorkbench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongArgumentsExitWithTwoAndSaySo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown pane") << QStringList{u"--pane"_s, u"kitchen"_s};
        QTest::newRow("unknown theme") << QStringList{u"--theme"_s, u"pink"_s};
        QTest::newRow("bad size") << QStringList{u"--size"_s, u"wide"_s};
        QTest::newRow("bad scale") << QStringList{u"--scale"_s, u"0"_s};
        QTest::newRow("unknown option") << QStringList{u"--no-such-option"_s};
    }

    void wrongArgumentsExitWithTwoAndSaySo()
    {
        QFETCH(QStringList, arguments);
        QCOMPARE(run(arguments), 2);
        QVERIFY(m_errors.contains("millrace-workbench: "));
    }

    void helpAndVersionNeedNoDisplay()
    {
        QCOMPARE(run({u"--help"_s}), 0);
        QVERIFY(m_output.contains("--screenshot"));
        QCOMPARE(run({u"--version"_s}), 0);
        QVERIFY(m_output.startsWith("millrace-workbench "));
    }

    void aWorkspaceThatCannotBeOpenedExitsWithThree()
    {
        QCOMPARE(run({u"--workspace"_s, m_folder.filePath(u"absent.millrace"_s), u"--screenshot"_s, picture()}), 3);
        QVERIFY(m_errors.contains("absent.millrace"));
        QVERIFY(!QFile::exists(picture()));
    }

    void aPictureHasTheSizeThatWasAskedFor()
    {
        QCOMPARE(run({u"--screenshot"_s, picture(), u"--size"_s, u"900x600"_s, u"--theme"_s, u"dark"_s}), 0);
        const QImage image(picture());
        QCOMPARE(image.size(), QSize(900, 600));
        QVERIFY(image.pixelColor(450, 40).lightness() < 80);
    }

    void aPictureCanBeScaled()
    {
        QCOMPARE(run({u"--screenshot"_s, picture(), u"--size"_s, u"900x600"_s, u"--scale"_s, u"1.5"_s}), 0);
        QCOMPARE(QImage(picture()).size(), QSize(1350, 900));
    }

    void aPictureLeavesTheSettingsAlone()
    {
        QCOMPARE(run({u"--screenshot"_s, picture()}), 0);
        QVERIFY(!QFile::exists(m_folder.filePath(u"config/millrace/settings.json"_s)));
    }

    void aCrashLeavesAReportThatTheNextStartOffers()
    {
        const QStringList arguments{u"--screenshot"_s, picture(), u"--size"_s, u"1280x800"_s, u"--theme"_s, u"light"_s};
        QCOMPARE(run(arguments), 0);
        const QImage before(picture());

        QProcess program;
        QProcessEnvironment window = environment();
        window.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        program.setProcessEnvironment(window);
        program.setChildProcessModifier([] {
            constexpr rlimit none{0, 0};
            ::setrlimit(RLIMIT_CORE, &none);
        });
        program.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-workbench"), {});
        QVERIFY(program.waitForStarted());
        const QString started = u"\"pid\":%1,"_s.arg(program.processId());
        QTRY_VERIFY_WITH_TIMEOUT(log().contains(started), 30'000);
        QCOMPARE(::kill(static_cast<pid_t>(program.processId()), SIGSEGV), 0);
        QVERIFY(program.waitForFinished(30'000));
        QCOMPARE(program.exitStatus(), QProcess::CrashExit);
        const QString folder = m_folder.filePath(u"state/millrace/crashes"_s);
        const QStringList reports = QDir(folder).entryList({u"millrace-workbench-*.crash.txt"_s}, QDir::Files);
        QCOMPARE(reports.size(), 1);
        QFile report(folder + u'/' + reports.first());
        QVERIFY(report.open(QIODevice::ReadOnly));
        QVERIFY(report.readAll().contains("SIGSEGV"));

        QCOMPARE(run(arguments), 0);
        QVERIFY(before != QImage(picture()));
        // A picture is nobody's answer; it stays offered until a person gives one.
        QVERIFY(report.remove());
        QCOMPARE(run(arguments), 0);
        QCOMPARE(QImage(picture()), before);
    }

private:
    [[nodiscard]] QString picture() const { return m_folder.filePath(u"picture.png"_s); }

    int run(const QStringList &arguments)
    {
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-workbench"), arguments);
        const bool finished = program.waitForFinished(60'000);
        m_output = program.readAllStandardOutput();
        m_errors = program.readAllStandardError();
        return finished && program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1;
    }

    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s, u"MILLRACE_SETTINGS"_s})
            environment.remove(name);
        environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
        environment.insert(u"XDG_CACHE_HOME"_s, m_folder.filePath(u"cache"_s));
        environment.insert(u"XDG_STATE_HOME"_s, m_folder.filePath(u"state"_s));
        return environment;
    }

    [[nodiscard]] QString log() const
    {
        QFile file(m_folder.filePath(u"state/millrace/logs/millrace.jsonl"_s));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    QTemporaryDir m_folder;
    QByteArray m_output;
    QByteArray m_errors;
};

QTEST_GUILESS_MAIN(TestWorkbench)
#include "tst_workbench.moc"
