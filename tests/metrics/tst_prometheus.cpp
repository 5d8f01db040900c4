// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/wire.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QUrl>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Ends with the test, by its own process id.
class Program
{
public:
    Program(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(program, arguments);
        if (!m_process.waitForStarted(10'000))
            qFatal("%s does not start: %s", qPrintable(program), qPrintable(m_process.errorString()));
    }
    ~Program()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }
    QByteArray line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20'000)) {}
        return m_process.readLine().trimmed();
    }
    QProcess *operator->() { return &m_process; }

private:
    QProcess m_process;
};

QString millrace()
{
    return QStringLiteral(MILLRACE_BIN_DIR "/millrace");
}

void run(const QStringList &arguments)
{
    Program program(millrace(), arguments);
    if (!program->waitForFinished(60'000) || program->exitCode() != 0)
        qFatal("%s: %s", qPrintable(arguments.join(u' ')), program->readAllStandardError().constData());
}

bool writes(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

/// A real Prometheus scrapes a real `millrace serve`, and answers what it found.
class TestPrometheus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"prometheus", "promtool"}) {
            if (QStandardPaths::findExecutable(QString::fromLatin1(name)).isEmpty())
                QSKIP(qPrintable(u"%1 (the Debian package of that name) is not installed"_s.arg(QString::fromLatin1(name))));
        }
        for (const char *name : {"XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) {
            const QString folder = m_folder.filePath(QString::fromLatin1(name).toLower());
            QDir().mkpath(folder);
            qputenv(name, folder.toLocal8Bit());
        }
        qunsetenv("MILLRACE_TOKEN");
    }

    void whatWasCountedIsScrapedAndAskedFor()
    {
        const QString file = m_folder.filePath(u"w.millrace"_s);
        const QString tokenFile = m_folder.filePath(u"scraper.token"_s);
        run({u"init"_s, u"-w"_s, file});
        Program serve(millrace(), {u"serve"_s, u"-w"_s, file, u"--port"_s, u"0"_s, u"--token-file"_s, tokenFile});
        const QUrl url(QString::fromUtf8(serve.line()));
        QVERIFY(url.port() > 0);
        const QString note = m_folder.filePath(u"note.json"_s);
        QVERIFY(writes(note, R"({"id":"n","type":"note","data":{"source_text":"Mills grind."}})"));
        run({u"run"_s, u"-w"_s, file, u"clean"_s, note});

        QFile token(tokenFile);
        QVERIFY(token.open(QIODevice::ReadOnly));
        Wire wire(quint16(url.port()));
        wire.send(request("GET", "/metrics", "Authorization: Bearer " + token.readAll().trimmed() + "\r\n"));
        const Reply text = wire.reply();
        QCOMPARE(text.status, 200);
        checkText(text.body);

        const int port = freePort();
        QVERIFY(writes(m_folder.filePath(u"prometheus.yml"_s),
                       u"global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n- job_name: millrace\n"
                       "  authorization: {credentials_file: '%1'}\n  static_configs: [{targets: ['127.0.0.1:%2']}]\n"_s.arg(tokenFile)
                           .arg(url.port())
                           .toUtf8()));
        Program prometheus(u"prometheus"_s,
                           {u"--config.file="_s + m_folder.filePath(u"prometheus.yml"_s), u"--storage.tsdb.path="_s + m_folder.filePath(u"tsdb"_s),
                            u"--web.listen-address=127.0.0.1:%1"_s.arg(port), u"--log.level=error"_s});
        QTRY_COMPARE_WITH_TIMEOUT(answerOf(port, "millrace_up"), u"1"_s, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(answerOf(port, "sum(millrace_contexts_total{status=\"completed\"})"), u"1"_s, 20'000);
        QCOMPARE(answerOf(port, "sum(millrace_step_duration_seconds_count)"), u"1"_s);
        // Its own percentiles are made of our buckets.
        QVERIFY(answerOf(port, "histogram_quantile(0.95, sum by (le) (millrace_step_duration_seconds_bucket))").toDouble() > 0);
        QCOMPARE(answerOf(port, "up{job=\"millrace\"}"), u"1"_s);
    }

private:
    void checkText(const QByteArray &text)
    {
        QProcess check;
        check.start(u"promtool"_s, {u"check"_s, u"metrics"_s});
        check.write(text);
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished(20'000));
        QCOMPARE(QString::fromUtf8(check.readAllStandardError() + check.readAllStandardOutput()), QString());
        QCOMPARE(check.exitCode(), 0);
    }
    static int freePort()
    {
        QTcpServer server;
        return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
    }
    /// The value of an instant query that has one result; empty where it has none, or nobody answers yet.
    static QString answerOf(int port, const QByteArray &query)
    {
        QTcpSocket there;
        there.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(port));
        if (!there.waitForConnected(1'000))
            return {};
        there.abort();
        Wire wire{quint16(port)};
        wire.send(request("GET", "/api/v1/query?query=" + query.toPercentEncoding(), "Connection: close\r\n"));
        const Json json = wire.reply().json();
        const Json *value = json.find("/data/result/0/value/1");
        return value ? value->toString() : QString();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPrometheus)
#include "tst_prometheus.moc"
