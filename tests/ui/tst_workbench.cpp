// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The program from outside: exit codes, and pictures without a display.
#include <QDir>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

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

private:
    [[nodiscard]] QString picture() const { return m_folder.filePath(u"picture.png"_s); }

    int run(const QStringList &arguments)
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s, u"MILLRACE_SETTINGS"_s})
            environment.remove(name);
        environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
        environment.insert(u"XDG_CACHE_HOME"_s, m_folder.filePath(u"cache"_s));
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-workbench"), arguments);
        const bool finished = program.waitForFinished(60'000);
        m_output = program.readAllStandardOutput();
        m_errors = program.readAllStandardError();
        return finished && program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1;
    }

    QTemporaryDir m_folder;
    QByteArray m_output;
    QByteArray m_errors;
};

QTEST_GUILESS_MAIN(TestWorkbench)
#include "tst_workbench.moc"
