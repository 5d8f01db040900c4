// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a person has it: a window on an X server, moved by keys that come from outside. Skipped where there is no Xvfb or xdotool.
#include "sdk/error.h"
#include "sdk/json.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kLongMs = 60'000;

/// An X server on a display of its own choice, for as long as this lives.
class XServer
{
public:
    XServer()
    {
        m_server.setStandardErrorFile(QProcess::nullDevice());
        m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1366x768x24"_s, u"-nolisten"_s, u"tcp"_s});
        if (m_server.waitForReadyRead(kLongMs))
            m_display = u':' + QString::fromLatin1(m_server.readLine().trimmed());
    }
    ~XServer()
    {
        m_server.terminate();
        m_server.waitForFinished(kLongMs);
    }
    [[nodiscard]] QString display() const { return m_display; }

private:
    QProcess m_server;
    QString m_display;
};

} // namespace

class TestXWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysGoToTheContextsAndOutAgain()
    {
        if (QStandardPaths::findExecutable(u"Xvfb"_s).isEmpty() || QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("needs Xvfb and xdotool");
        const XServer server;
        QVERIFY(!server.display().isEmpty());
        const QTemporaryDir folder;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DISPLAY"_s, server.display());
        environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        environment.insert(u"HOME"_s, folder.path());
        for (const QString &place : {u"CONFIG"_s, u"STATE"_s, u"CACHE"_s, u"DATA"_s})
            environment.insert(u"XDG_%1_HOME"_s.arg(place), folder.filePath(place));
        const auto run = [&](const QString &program, const QStringList &arguments) {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(program, arguments);
            return process.waitForFinished(kLongMs) && process.exitCode() == 0 ? process.readAllStandardOutput().trimmed() : QByteArray();
        };
        const QString workspace = folder.filePath(u"x.millrace"_s);
        QVERIFY(!run(QStringLiteral(MILLRACE_BIN_DIR "/millrace"), {u"init"_s, u"-w"_s, workspace, u"--example"_s}).isEmpty());

        QProcess workbench;
        workbench.setProcessEnvironment(environment);
        workbench.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        workbench.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-workbench"), {u"--workspace"_s, workspace, u"--pane"_s, u"home"_s});
        QVERIFY(workbench.waitForStarted(kLongMs));
        // The name says that the workspace is open; the window has it after that.
        const QByteArray window = run(u"xdotool"_s, {u"search"_s, u"--sync"_s, u"--onlyvisible"_s, u"--name"_s, u"^x — Millrace"_s});
        QVERIFY(!window.isEmpty());
        const QString id = QString::fromLatin1(window.split('\n').constFirst());
        const auto xdotool = [&](const QStringList &arguments) {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(u"xdotool"_s, arguments);
            return process.waitForFinished(kLongMs) && process.exitCode() == 0;
        };
        // No window manager gives the focus here.
        QVERIFY(xdotool({u"windowfocus"_s, u"--sync"_s, id}));
        QVERIFY(xdotool({u"key"_s, u"ctrl+3"_s}));
        QVERIFY(xdotool({u"key"_s, u"ctrl+q"_s}));
        QVERIFY(workbench.waitForFinished(kLongMs));
        QCOMPARE(workbench.exitStatus(), QProcess::NormalExit);
        QCOMPARE(workbench.exitCode(), 0);
        QFile settings(folder.filePath(u"CONFIG/millrace/settings.json"_s));
        QVERIFY(settings.open(QIODevice::ReadOnly));
        const Result<Json> kept = Json::parse(settings.readAll());
        QVERIFY(kept);
        QCOMPARE(kept->value("window").value("pane").toString(), u"contexts"_s);
    }
};

QTEST_GUILESS_MAIN(TestXWindow)
#include "tst_xwindow.moc"
