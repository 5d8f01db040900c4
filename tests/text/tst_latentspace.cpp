// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/latentspace.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

LatentSpace learn(const std::vector<QStringList> &texts, int dimensions)
{
    LatentSpace::Options options;
    options.dimensions = dimensions;
    auto space = LatentSpace::learned(texts, options);
    return space ? std::move(*space) : LatentSpace();
}

/// Texts about mills and about ships; "craft" and "vessel" never stand in one text.
std::vector<QStringList> twoTopics()
{
    const QList<QStringList> mills{{u"mill"_s, u"wheel"_s, u"water"_s, u"race"_s},
                                   {u"wheel"_s, u"sluice"_s, u"water"_s, u"grain"_s},
                                   {u"grain"_s, u"mill"_s, u"stone"_s, u"race"_s},
                                   {u"stone"_s, u"sluice"_s, u"wheel"_s, u"mill"_s}};
    const QList<QStringList> ships{{u"craft"_s, u"sail"_s, u"mast"_s, u"keel"_s},
                                   {u"vessel"_s, u"sail"_s, u"mast"_s, u"anchor"_s},
                                   {u"craft"_s, u"keel"_s, u"anchor"_s, u"crew"_s},
                                   {u"vessel"_s, u"keel"_s, u"crew"_s, u"sail"_s}};
    std::vector<QStringList> texts;
    for (const auto &topic : {mills, ships}) {
        for (const QStringList &text : topic)
            texts.insert(texts.end(), {text, text});
    }
    return texts;
}

} // namespace

class TestLatentSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsUsedAlikeLieClose()
    {
        const LatentSpace space = learn(twoTopics(), 2);
        QCOMPARE(space.dimensions(), 2);
        const auto vector = [&](const QString &word) { return space.vectorOf({word}); };
        QVERIFY(cosine(vector(u"craft"_s), vector(u"vessel"_s)) > 0.95F);
        QVERIFY(std::abs(cosine(vector(u"craft"_s), vector(u"mill"_s))) < 0.2F);
    }

    void vectorsHaveLengthOne()
    {
        const LatentSpace space = learn(twoTopics(), 4);
        const auto vector = space.vectorOf({u"mill"_s, u"sail"_s, u"sail"_s});
        QVERIFY(std::abs(cosine(vector, vector) - 1) < 1e-5F);
        const auto none = space.vectorOf({u"unheard"_s});
        QCOMPARE(cosine(none, none), 0.0F);
        QCOMPARE(std::ssize(none), space.dimensions());
    }

    void theSameTextsGiveTheSameSpace()
    {
        const LatentSpace one = learn(twoTopics(), 3);
        QCOMPARE(learn(twoTopics(), 3).toBytes(), one.toBytes());
        QCOMPARE(learn(twoTopics(), 3).id(), one.id());
        QVERIFY(learn(twoTopics(), 2).id() != one.id());
    }

    void bytesGoBothWays()
    {
        const LatentSpace space = learn(twoTopics(), 3);
        const QByteArray bytes = space.toBytes();
        const auto again = LatentSpace::fromBytes(bytes);
        QVERIFY(again);
        QCOMPARE(again->toBytes(), bytes);
        QCOMPARE(again->id(), space.id());
        QCOMPARE(again->vectorOf({u"mill"_s}), space.vectorOf({u"mill"_s}));
        for (qsizetype length = 0; length < bytes.size(); length += 7)
            QVERIFY(!LatentSpace::fromBytes(bytes.first(length)));
        QVERIFY(!LatentSpace::fromBytes(bytes + '\0'));
    }

    void tooLittleIsRefused()
    {
        QVERIFY(!LatentSpace::learned(std::vector<QStringList>(), {}));
        QVERIFY(!LatentSpace::learned({{u"one"_s}, {u"two"_s}, {u"three"_s}}, {}));
        LatentSpace::Options options;
        options.isCancelled = [] { return true; };
        QCOMPARE(LatentSpace::learned(twoTopics(), options).error().code, ErrorCode::Cancelled);
    }

    /// Halves of real sections: each half's nearest other half should be its own other one. Words alone (cosine of the same weights
    /// without the space) are what it is measured against.
    void realTextsFindTheirOtherHalves()
    {
        const QString folder = qEnvironmentVariable("MILLRACE_LIBRARY");
        if (folder.isEmpty() || !QDir(folder).exists())
            QSKIP("there is no library of texts here");
        std::vector<QStringList> halves;
        QDirIterator files(folder + u"/en"_s, QDir::Files, QDirIterator::Subdirectories);
        QStringList paths;
        while (files.hasNext())
            paths.append(files.next());
        paths.sort();
        for (const QString &path : std::as_const(paths)) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            QString text = QString::fromUtf8(file.readAll());
            text.remove(QRegularExpression(u"<(script|style)[^>]*>.*?</\\1>|<[^>]*>"_s, QRegularExpression::DotMatchesEverythingOption));
            const QStringList terms = termsOf(text);
            if (terms.size() < 120)
                continue;
            QStringList odd;
            QStringList even;
            for (qsizetype i = 0; i < terms.size(); ++i)
                (i / 40 % 2 == 0 ? even : odd).append(terms.at(i));
            halves.push_back(even);
            halves.push_back(odd);
        }
        if (halves.size() < 20)
            QSKIP("too few texts");
        const LatentSpace space = learn(halves, 64);
        std::vector<std::vector<float>> vectors;
        for (const QStringList &half : halves)
            vectors.push_back(space.vectorOf(half));
        qsizetype right = 0;
        for (std::size_t i = 0; i < vectors.size(); ++i) {
            std::size_t best = i == 0 ? 1 : 0;
            for (std::size_t j = 0; j < vectors.size(); ++j) {
                if (j != i && cosine(vectors[i], vectors[j]) > cosine(vectors[i], vectors[best]))
                    best = j;
            }
            right += best == (i ^ 1U);
        }
        qInfo("%zu halves, %lld terms, %d dimensions: %.1f %% found their other half", vectors.size(), qlonglong(space.termCount()),
              space.dimensions(), 100.0 * double(right) / double(vectors.size()));
        QVERIFY(right * 10 >= qsizetype(vectors.size()) * 8);
    }
};

QTEST_GUILESS_MAIN(TestLatentSpace)
#include "tst_latentspace.moc"
