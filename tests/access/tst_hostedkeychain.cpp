// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/hostedkeychain.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// The keychain through its child process, without one: no session bus, one that never answers, hosts that misbehave. No test touches
/// a keychain that anybody uses.
class TstHostedKeychain : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    [[nodiscard]] QString host(const QByteArray &script) const
    {
        const QString path = m_dir.filePath(u"host"_s);
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + script) < 0
            || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            qFatal("no host");
        return path;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qputenv("XDG_RUNTIME_DIR", m_dir.path().toUtf8());
    }
    void init() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

    void withoutASessionBusNothingIsStarted()
    {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        HostedKeychain keychain({.program = host("touch " + m_dir.filePath(u"started"_s).toUtf8())});
        QVERIFY(!keychain.problem().isEmpty());
        QVERIFY(!keychain.read(u"a"_s));
        QVERIFY(!QFile::exists(m_dir.filePath(u"started"_s)));
    }

    void aBusThatIsNotThereIsAnError()
    {
        HostedKeychain keychain({.program = QStringLiteral(MILLRACE_BIN_DIR "/millrace")});
        QVERIFY(keychain.problem().isEmpty());
        QElapsedTimer timer;
        timer.start();
        const auto read = keychain.read(u"a"_s);
        QVERIFY(!read);
        QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
    }

    void aBusThatNeverAnswersIsGivenUpAndLeftAlone()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        qputenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=127.0.0.1,port=" + QByteArray::number(silent.serverPort()));
        HostedKeychain keychain({.program = QStringLiteral(MILLRACE_BIN_DIR "/millrace"), .timeoutMs = 700});
        QElapsedTimer timer;
        timer.start();
        const auto written = keychain.write(u"a"_s, u"value"_s);
        QVERIFY(!written);
        QVERIFY2(written.error().text.contains(u"did not answer"_s), qPrintable(written.error().text));
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
        timer.restart();
        QVERIFY(!keychain.problem().isEmpty());
        QVERIFY(!keychain.read(u"a"_s));
        QVERIFY(timer.elapsed() < 100);
    }

    void valuesTravelOverPipesAlone()
    {
        const QByteArray arguments = m_dir.filePath(u"arguments"_s).toUtf8();
        const QByteArray input = m_dir.filePath(u"input"_s).toUtf8();
        qputenv("MILLRACE_SECRET_OTHER", "of the environment");
        HostedKeychain keychain(
            {.program = host("echo \"$@\" > '" + arguments + "'; env >> '" + arguments + "'; cat > '" + input + "'; printf '{\"done\":true}'\n")});
        QVERIFY(keychain.write(u"a"_s, u"the value"_s));
        qunsetenv("MILLRACE_SECRET_OTHER");
        QFile said(QString::fromUtf8(arguments));
        QVERIFY(said.open(QIODevice::ReadOnly));
        const QByteArray seen = said.readAll();
        QVERIFY(seen.startsWith("keychain-host\n"));
        QVERIFY(!seen.contains("the value") && !seen.contains("of the environment"));
        QFile given(QString::fromUtf8(input));
        QVERIFY(given.open(QIODevice::ReadOnly));
        QCOMPARE(given.readAll(), R"({"do":"write","name":"a","value":"the value"})"_ba);
    }

    void answersAreUnderstood()
    {
        QCOMPARE(HostedKeychain({.program = host(R"(cat > /dev/null; printf '{"value":"v"}')")}).read(u"a"_s).value(), u"v"_s);
        QCOMPARE(HostedKeychain({.program = host(R"(cat > /dev/null; printf '{"missing":true}')")}).read(u"a"_s).value(), std::nullopt);
        QVERIFY(HostedKeychain({.program = host(R"(cat > /dev/null; printf '{"missing":true}')")}).remove(u"a"_s));
        const auto refused = HostedKeychain({.program = host(R"(cat > /dev/null; printf '{"error":"no"}')")}).read(u"a"_s);
        QVERIFY(!refused);
        QVERIFY(refused.error().text.contains(u"no"_s));
    }

    void aHostThatSaysNothingIsAnError()
    {
        QVERIFY(!HostedKeychain({.program = host("exit 3")}).read(u"a"_s));
        QVERIFY(!HostedKeychain({.program = host("echo garbage")}).read(u"a"_s));
        QVERIFY(!HostedKeychain({.program = m_dir.filePath(u"absent"_s)}).read(u"a"_s));
    }
};

QTEST_GUILESS_MAIN(TstHostedKeychain)
#include "tst_hostedkeychain.moc"
