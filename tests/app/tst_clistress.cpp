// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A folder that nobody prepared: all documentation of the machine, or the folder MILLRACE_STRESS_FOLDER. Nobody knows what is in it, so
// nothing is said about single files; but everything has to add up.
#include "program.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

/// What intake should find below a folder, counted in another way: every file once, by whatever name, hidden ones left out.
struct Expected
{
    qint64 files = 0; ///< that are there, and links that lead nowhere
    qint64 structured = 0; ///< of them: JSON and CSV, which may hold any number of contexts
    QSet<std::pair<quint64, quint64>> seen; ///< device and inode

    void count(const QString &folder)
    {
        const QDir dir(folder);
        for (const QFileInfo &info : dir.entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
            struct stat facts = {};
            if (::stat(QFile::encodeName(info.filePath()).constData(), &facts) != 0) {
                ++files;
                continue;
            }
            const std::pair<quint64, quint64> identity{facts.st_dev, facts.st_ino};
            if (seen.contains(identity))
                continue;
            seen.insert(identity);
            if (S_ISDIR(facts.st_mode)) {
                count(info.filePath());
                continue;
            }
            ++files;
            static const QSet<QString> suffixes{u"json"_s, u"jsonl"_s, u"ndjson"_s, u"csv"_s, u"tsv"_s};
            structured += suffixes.contains(info.suffix().toLower()) ? 1 : 0;
        }
    }
};

} // namespace

class TstCliStress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileOfAFolderIsAccountedFor();
};

void TstCliStress::everyFileOfAFolderIsAccountedFor()
{
    const QString folder = qEnvironmentVariable("MILLRACE_STRESS_FOLDER", u"/usr/share/doc"_s);
    Expected expected;
    expected.count(folder);
    if (expected.files < 1000)
        QSKIP("the folder holds too little");
    Program program;
    QCOMPARE(program.on(u"init"_s).code, 0);

    const ProgramRun run = program.run({u"run"_s, u"-w"_s, program.workspace(), u"brief"_s, folder, u"--json"_s}, 600'000);
    QVERIFY2(run.code == 0 || run.code == 1, run.err.last(std::min<qsizetype>(run.err.size(), 2000)).constData());
    const Json sums = run.json();
    const qint64 submitted = sums.value("submitted").toInt();
    qint64 states = 0;
    for (const JsonMember &member : sums.members())
        states += member.key == "submitted" ? 0 : member.value.toInt();
    QCOMPARE(states, submitted);
    for (const char *resting : {"pending", "processing", "retrying"})
        QCOMPARE(sums.value(resting).toInt(), 0);

    // One line for each that was not taken in: its name, a reason, a code.
    qint64 refused = 0;
    static const QRegularExpression line(u"^millrace: (refused|quarantined) /.+: .+ \\[[a-z_]+\\.[a-z_]+\\]$"_s);
    for (const QString &text : QString::fromUtf8(run.err).split(u'\n', Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch match = line.match(text);
        if (!match.hasMatch())
            continue;
        refused += match.captured(1) == "refused"_L1 ? 1 : 0;
    }
    qInfo("%lld files: %lld contexts, %lld refused, in %.1f s", expected.files, submitted, refused, double(run.milliseconds) / 1000);
    if (expected.structured == 0)
        QCOMPARE(submitted + refused, expected.files);

    const ProgramRun checked = program.on(u"check"_s);
    QVERIFY2(checked.code == 0, checked.out.constData());

    // Every sentence of every text stands in its source, where its citation says.
    const ProgramRun exported = program.run({u"export"_s, u"-w"_s, program.workspace(), u"--format"_s, u"jsonl"_s}, 300'000);
    QCOMPARE(exported.code, 0);
    qint64 documents = 0;
    qint64 citations = 0;
    for (const QByteArray &text : exported.out.split('\n')) {
        if (text.isEmpty())
            continue;
        ++documents;
        const Json document = Json::parseStrict(text).value_or(Json());
        const Json &data = document.value("data");
        for (const Json &citation : data.value("citations").items()) {
            ++citations;
            const Json *field = data.find(citation.value("at").utf8());
            const Json *source = data.find(citation.value("source").utf8());
            QVERIFY(field && source);
            const qint64 from = citation.value("from").toInt();
            const qint64 sourceFrom = citation.value("source_from").toInt();
            QCOMPARE(field->utf8().sliced(from, citation.value("to").toInt() - from).toByteArray(),
                     source->utf8().sliced(sourceFrom, citation.value("source_to").toInt() - sourceFrom).toByteArray());
        }
    }
    QCOMPARE(documents, submitted);
    qInfo("%lld citations, all exact", citations);
}

QTEST_GUILESS_MAIN(TstCliStress)
#include "tst_clistress.moc"
