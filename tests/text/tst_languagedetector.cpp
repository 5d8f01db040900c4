// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/languagedetector.h"

#include "measures.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <map>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

struct Labelled
{
    QByteArray language;
    QString text;
};

const QList<Labelled> &labelled()
{
    static const QList<Labelled> texts = [] {
        QList<Labelled> read;
        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/text/languages.tsv"));
        if (file.open(QIODevice::ReadOnly)) {
            for (const QByteArray &line : file.readAll().split('\n')) {
                const QList<QByteArray> fields = line.split('\t');
                if (fields.size() == 3)
                    read.append({fields[0], QString::fromUtf8(fields[2])});
            }
        }
        return read;
    }();
    return texts;
}

} // namespace

class TestLanguageDetector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsThirtySevenLanguages()
    {
        std::map<QByteArray, std::pair<int, int>> byLanguage;
        std::map<QString, std::pair<int, int>> byLength;
        int right = 0;
        int longRight = 0;
        int longAll = 0;
        QStringList wrong;
        for (const Labelled &item : labelled()) {
            const DetectedLanguage found = detectLanguage(item.text);
            const bool isRight = found.code == item.language;
            right += isRight ? 1 : 0;
            auto &[hits, of] = byLanguage[item.language];
            hits += isRight ? 1 : 0;
            ++of;
            const qsizetype bytes = item.text.toUtf8().size();
            auto &[lengthHits, lengthOf] = byLength[bytes < 60 ? u"under 60 bytes"_s : bytes < 160 ? u"60 to 160"_s : u"160 and more"_s];
            lengthHits += isRight ? 1 : 0;
            ++lengthOf;
            if (bytes >= 160) {
                longRight += isRight ? 1 : 0;
                ++longAll;
            }
            if (!isRight)
                wrong.append(u"%1 as %2: %3"_s.arg(QString::fromLatin1(item.language), QString::fromLatin1(found.code),
                                                   item.text.first(std::min<qsizetype>(60, item.text.size()))));
        }
        qInfo().noquote() << "languages:" << byLanguage.size() << "accuracy:" << percent(right, labelled().size());
        for (const auto &[length, counts] : byLength)
            qInfo().noquote() << " " << length << percent(counts.first, counts.second);
        QStringList weak;
        for (const auto &[language, counts] : byLanguage) {
            if (counts.first * 10 < counts.second * 9)
                weak.append(u"%1 %2/%3"_s.arg(QString::fromLatin1(language)).arg(counts.first).arg(counts.second));
        }
        qInfo().noquote() << "  below nine in ten:" << weak.join(u", "_s);
        if (qEnvironmentVariableIsSet("MILLRACE_SHOW_WRONG"))
            qInfo().noquote() << wrong.join(u'\n');
        QVERIFY(byLanguage.size() >= 37);
        // Esperanto is not among CLD2's languages; Croatian, Bosnian and Serbian in Latin script are hardly told apart by anybody.
        QCOMPARE(byLanguage["eo"].first, 0);
        QVERIFY2(right >= 0.9 * double(labelled().size()), qPrintable(percent(right, labelled().size())));
        QVERIFY2(longRight >= 0.93 * longAll, qPrintable(percent(longRight, longAll)));
    }

    void promisesNoMoreThanIsTrue()
    {
        // Answers of like confidence, and how many of them are right.
        std::map<int, std::tuple<int, int, double>> bins;
        for (const Labelled &item : labelled()) {
            const DetectedLanguage found = detectLanguage(item.text);
            if (found.code.isEmpty())
                continue;
            auto &[hits, of, promised] = bins[int(found.confidence * 5)];
            hits += found.code == item.language ? 1 : 0;
            ++of;
            promised += found.confidence;
        }
        for (const auto &[bin, counts] : bins) {
            const auto &[hits, of, promised] = counts;
            qInfo().noquote() << u"promised %1, right %2"_s.arg(promised / of, 0, 'f', 2).arg(percent(hits, of));
            QVERIFY2(promised / of <= wilson(hits, of).second, qPrintable(QString::number(bin)));
        }
    }

    void saysNothingOfNothing()
    {
        for (const QString &text : {u""_s, u"12 345 — …"_s, u"\n\n"_s}) {
            const DetectedLanguage found = detectLanguage(text);
            QVERIFY(found.code.isEmpty());
            QCOMPARE(found.confidence, 0.0);
        }
    }

    void tellsAMixture()
    {
        const QString german = u"Die Pakete werden von der Werkzeugkette gebaut und danach in das Archiv hochgeladen, wo sie geprüft werden. "_s;
        const QString english = u"The packages are built by the tool chain and then uploaded to the archive, where they are checked again. "_s;
        const DetectedLanguage found = detectLanguage(german.repeated(3) + english.repeated(3));
        QVERIFY(found.isMixed);
        QVERIFY(found.confidence < 0.8);
        QCOMPARE(found.shares.size(), 2);
    }

    void longTextsCostNoMoreThanTheirSample()
    {
        const QString text = u"Ein Satz in deutscher Sprache, der nichts sagt. "_s.repeated(200'000);
        QCOMPARE(detectLanguage(text).code, "de"_ba);
    }
};

QTEST_APPLESS_MAIN(TestLanguageDetector)
#include "tst_languagedetector.moc"
