// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include <cmath>
#include <random>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}";

constexpr const char *kSyllables[] = {"ka", "le", "mi", "no", "ru", "sa", "te", "vi", "wo", "xu", "ba", "de", "fi", "go", "hu", "ja", "pe", "zi"};

/// Ten KiB of sentences of a vocabulary in which few words are common and most are rare.
QByteArray textOf(std::mt19937_64 &random)
{
    QByteArray text;
    for (int words = 0; text.size() < 10 * 1024; ++words) {
        const double at = std::uniform_real_distribution<double>(0, 1)(random);
        int n = static_cast<int>(std::pow(20'000.0, at));
        for (; n > 0; n /= 18)
            text += kSyllables[n % 18];
        text += words % 90 == 89 ? ".\n\n" : words % 12 == 11 ? ". " : " ";
    }
    return text;
}

double processorSeconds()
{
    rusage use = {};
    ::getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

qint64 residentKib()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4 : 0;
}

} // namespace

/// From files to completed contexts with their originals, duplicates, signatures and full text. MILLRACE_DOCUMENTS says how many; 4,000 without it.
class IngestBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void takesTexts()
    {
        const int count = qEnvironmentVariableIsSet("MILLRACE_DOCUMENTS") ? qEnvironmentVariableIntValue("MILLRACE_DOCUMENTS") : 4'000;
        const QTemporaryDir folder;
        std::mt19937_64 random(3);
        for (int i = 0; i < count; ++i) {
            QFile file(folder.filePath(u"text-%1.txt"_s.arg(i)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(textOf(random));
        }
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const double before = processorSeconds();
        QElapsedTimer timer;
        timer.start();
        const Json answer = workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({folder.path()})}}));
        QCOMPARE(answer.value("submitted").toInt(), count);
        const double read = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        workspace.untilIdle();
        const double worked = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        while (true) {
            const Json info = workspace.run(u"workspace.info"_s);
            if (info.value("indexed").toInt() >= info.value("sequence").toInt())
                break;
            QTest::qWait(20);
        }
        const double all = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        const double used = processorSeconds() - before;
        qInfo("%d texts of 10 KiB: read and submitted %.0f a second, completed %.0f, with full text %.0f; %.2f ms of processor time each, %lld MB "
              "resident",
              count, count / read, count / worked, count / all, used / count * 1e3, static_cast<long long>(residentKib() / 1024));
        // Two cores take 1,000 a second where each costs 2 ms of one; the clock would tell what else the machine does.
        QVERIFY2(used / count < 0.002, qPrintable(QString::number(used / count * 1e3)));
        // However many there are.
        QVERIFY2(residentKib() < 200 * 1024, qPrintable(QString::number(residentKib())));
    }
};

QTEST_GUILESS_MAIN(IngestBench)
#include "tst_ingestbench.moc"
