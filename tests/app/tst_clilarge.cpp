// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kMegabyte = 1'000'000;

/// A run and the most memory that the process had (VmHWM), in bytes.
struct MeasuredRun : ProgramRun
{
    qint64 peak = 0;
};

MeasuredRun measured(const Program &program, const QString &verb, const QStringList &arguments)
{
    MeasuredRun run;
    QElapsedTimer timer;
    timer.start();
    QProcess process;
    program.prepare(process);
    process.start(Program::binary(), QStringList{verb, u"-w"_s, program.workspace()} + arguments);
    if (!process.waitForStarted())
        return run;
    static const QRegularExpression highest(u"VmHWM:\\s+(\\d+) kB"_s);
    while (!process.waitForFinished(5) && timer.elapsed() < 300'000) {
        QFile status(u"/proc/%1/status"_s.arg(process.processId()));
        if (status.open(QIODevice::ReadOnly))
            run.peak = std::max(run.peak, highest.match(QString::fromUtf8(status.readAll())).captured(1).toLongLong() * 1024);
    }
    run.milliseconds = timer.elapsed();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    if (process.exitStatus() == QProcess::NormalExit)
        run.code = process.exitCode();
    return run;
}

const QByteArray kNumbers = R"("numbers":[9007199254740993,18446744073709551615,1.10,1e400,-0.0,1E+2])";

} // namespace

/// Documents far larger than anybody writes (R13), through the program: time, memory, words of refusal, and bytes that stay.
class TstCliLarge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHundredMegabytesAreTakenInAsAStream_data();
    void aHundredMegabytesAreTakenInAsAStream();
    void aGigabyteIsRefusedWithItsSize();
    void aMillionLevelsAreRefusedAtOnce_data();
    void aMillionLevelsAreRefusedAtOnce();
    void aMillionKeysKeepTheirOrder();

private:
    static std::unique_ptr<Program> fresh();
};

std::unique_ptr<Program> TstCliLarge::fresh()
{
    auto program = std::make_unique<Program>();
    const ProgramRun made = program->on(u"init"_s);
    if (made.code != 0)
        qFatal("init: %s", made.err.constData());
    return program;
}

void TstCliLarge::aHundredMegabytesAreTakenInAsAStream_data()
{
    QTest::addColumn<bool>("isArray");
    QTest::newRow("one context") << false;
    QTest::newRow("an array of contexts") << true;
}

void TstCliLarge::aHundredMegabytesAreTakenInAsAStream()
{
    QFETCH(bool, isArray);
    const auto program = fresh();
    const QByteArray text = QByteArray("The wheel turns while the water of the river runs. ").repeated(isArray ? 200 : 2);
    QByteArray bytes = isArray ? "[" : R"({"id":"ctx_large","type":"article","data":{"title":"Large",)" + kNumbers + R"(,"rows":[)";
    bytes.reserve(101 * kMegabyte);
    int count = 0;
    for (; bytes.size() < 100 * kMegabyte; ++count) {
        bytes += count > 0 ? ",\n" : "";
        const QByteArray row = R"("title":"Row )" + QByteArray::number(count) + R"(","text":")" + text + "\"";
        bytes += isArray ? R"({"type":"article","data":{)" + row + "}}" : '{' + row + '}';
    }
    bytes += isArray ? "]" : "]}}";
    const QString input = program->write(u"large.json"_s, bytes);

    const MeasuredRun run = measured(*program, u"submit"_s, {u"article"_s, input});
    qInfo("%lld MB in %.2f s with %lld MB", bytes.size() / kMegabyte, double(run.milliseconds) / 1000, run.peak / kMegabyte);
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.outLines().size(), isArray ? count : 1);
    QVERIFY(run.milliseconds <= 10'000);
    QVERIFY(run.peak > 0);
    QVERIFY(run.peak <= 200 * kMegabyte);
    if (isArray)
        return;
    // What comes out again is what went in, byte for byte.
    const ProgramRun shown = program->on(u"export"_s, {u"--format"_s, u"jsonl"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    QVERIFY(shown.out.contains(kNumbers));
    bytes.replace(",\n", ",");
    const qsizetype from = bytes.indexOf(R"("rows":)");
    QVERIFY(shown.out.contains(QByteArrayView(bytes).sliced(from).chopped(2)));
    QCOMPARE(program->on(u"check"_s).code, 0);
}

void TstCliLarge::aGigabyteIsRefusedWithItsSize()
{
    const auto program = fresh();
    const QString input = program->write(u"huge.json"_s, R"({"data":{"a":")");
    QVERIFY(QFile::resize(input, qint64(1) << 30));
    const MeasuredRun run = measured(*program, u"submit"_s, {u"article"_s, input});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains("is 1024 MiB; one document may have 512 MiB"), run.err.constData());
    QVERIFY(run.milliseconds <= 1000);
    QVERIFY(run.peak <= 200 * kMegabyte);
}

void TstCliLarge::aMillionLevelsAreRefusedAtOnce_data()
{
    QTest::addColumn<QByteArray>("open");
    QTest::addColumn<QByteArray>("close");
    QTest::newRow("arrays") << QByteArray("[") << QByteArray("]");
    QTest::newRow("objects") << QByteArray(R"({"a":)") << QByteArray("}");
    QTest::newRow("within a context") << QByteArray(R"({"data":[{"a":)") << QByteArray("}]}");
    QTest::newRow("over the bound of one tree") << QByteArray(R"({ "aaaaaaaaaaaaaaa":)") << QByteArray("}");
}

void TstCliLarge::aMillionLevelsAreRefusedAtOnce()
{
    QFETCH(QByteArray, open);
    QFETCH(QByteArray, close);
    const auto program = fresh();
    const QString small = program->write(u"small.json"_s, "[1]");
    const QString deep = program->write(u"deep.json"_s, open.repeated(1'000'000) + '1' + close.repeated(1'000'000));
    // What starting the program costs is measured beside it; the best of five is what the machine can do.
    qint64 plain = std::numeric_limits<qint64>::max();
    qint64 refused = plain;
    for (int i = 0; i < 5; ++i) {
        plain = std::min(plain, program->on(u"submit"_s, {u"article"_s, small}).milliseconds);
        const ProgramRun run = program->on(u"submit"_s, {u"article"_s, deep});
        refused = std::min(refused, run.milliseconds);
        QCOMPARE(run.code, 1);
        QVERIFY2(run.err.contains("[json.depth]"), run.err.constData());
    }
    qInfo("refused in %lld ms, %lld ms of it for the program itself", refused, plain);
    QVERIFY(refused - plain <= 50);
}

void TstCliLarge::aMillionKeysKeepTheirOrder()
{
    const auto program = fresh();
    QByteArray data = "{";
    for (int i = 1'000'000; i > 0; --i)
        data += "\"key" + QByteArray::number(i) + "\":" + QByteArray::number(i) + (i > 1 ? "," : "}");
    const QString input = program->write(u"keys.json"_s, R"({"id":"ctx_keys","type":"article","data":)" + data + '}');
    const MeasuredRun run = measured(*program, u"submit"_s, {u"article"_s, input});
    QVERIFY2(run.code == 0, run.err.constData());
    qInfo("a million keys in %.2f s with %lld MB", double(run.milliseconds) / 1000, run.peak / kMegabyte);
    QVERIFY(run.milliseconds <= 10'000);
    const ProgramRun shown = program->on(u"export"_s, {u"--format"_s, u"jsonl"_s});
    QVERIFY(shown.out.contains(data));
}

QTEST_GUILESS_MAIN(TstCliLarge)
#include "tst_clilarge.moc"
