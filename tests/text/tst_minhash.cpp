// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/minhash.h"

#include <QRandomGenerator>
#include <QSet>
#include <QStringList>
#include <QTest>

#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QStringList randomWords(QRandomGenerator &random, int count)
{
    QStringList words;
    for (int i = 0; i < count; ++i)
        words.append(QString::number(random.bounded(1'000'000'000), 36));
    return words;
}

double jaccard(const QStringList &a, const QStringList &b)
{
    const auto runs = [](const QStringList &words) {
        QSet<QString> set;
        for (qsizetype i = 0; i + 4 <= words.size(); ++i)
            set.insert(words.sliced(i, 4).join(u' '));
        return set;
    };
    const QSet<QString> x = runs(a);
    const QSet<QString> y = runs(b);
    const qsizetype common = (QSet<QString>(x) & y).size();
    return double(common) / double(x.size() + y.size() - common);
}

} // namespace

class TestMinHash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTheSameOnEveryMachine()
    {
        // Kept in workspaces: a change of these values needs another kVersion.
        const MinHash hash = MinHash::of(u"The quick brown fox jumps over the lazy dog.");
        QCOMPARE(hash.shingles(), 6);
        QCOMPARE(hash.toBase64().first(26), "1:BgAAAPR9eCHBzYoBnzPZE+f2"_ba);
        QCOMPARE(hash.bandKeys(32).size(), size_t(32));
    }

    void estimatesTheJaccardIndexWithinItsError()
    {
        QRandomGenerator random(4711);
        double squares = 0;
        int pairs = 0;
        for (int changed = 0; changed <= 60; changed += 5) {
            const QStringList a = randomWords(random, 400);
            QStringList b = a;
            for (int i = 0; i < changed; ++i)
                b[random.bounded(400)] = u"other%1"_s.arg(i);
            const double truth = jaccard(a, b);
            const double estimate = MinHash::of(a.join(u' ')).similarity(MinHash::of(b.join(u' ')));
            QVERIFY2(std::abs(truth - estimate) < 4 * 0.044, qPrintable(u"%1 for %2"_s.arg(estimate).arg(truth)));
            squares += (truth - estimate) * (truth - estimate);
            ++pairs;
        }
        QVERIFY2(std::sqrt(squares / pairs) < 0.06, qPrintable(QString::number(std::sqrt(squares / pairs))));
    }

    void passesOverCaseBlanksAndForms()
    {
        const MinHash hash = MinHash::of(u"The ﬁle—and its “copy”—are here, co\u00ADoperating.");
        QCOMPARE(hash.similarity(MinHash::of(u"the FILE and   its copy\n are here cooperating")), 1.0);
        QCOMPARE(normalizedTextHash(u"The ﬁle — “copy”"), normalizedTextHash(u" the file,\ncopy "));
        QVERIFY(normalizedTextHash(u"copy") != normalizedTextHash(u"copies"));
    }

    void scriptsWithoutBlanksHaveWordsToo()
    {
        const MinHash hash = MinHash::of(u"这是一个关于软件许可的文档");
        QCOMPARE(hash.shingles(), 10);
        QVERIFY(hash.similarity(MinHash::of(u"这是一个关于软件许可的文件")) > 0.5);
    }

    void nothingIsLikeNothing()
    {
        QVERIFY(MinHash::of(u" — ").isEmpty());
        QCOMPARE(MinHash().similarity(MinHash()), 0.0);
        QVERIFY(MinHash().bandKeys().empty());
        QVERIFY(normalizedTextHash(u" … ").isEmpty());
        QCOMPARE(MinHash::of(u"one two").similarity(MinHash::of(u"One two!")), 1.0);
    }

    void comesBackAsItWent()
    {
        const MinHash hash = MinHash::of(u"a b c d e f g");
        QCOMPARE(MinHash::fromBase64(hash.toBase64()), hash);
        QCOMPARE(hash.toBase64().size(), 690);
        for (const QByteArray &wrong : {QByteArray(), "2:AAAA"_ba, "1:AAAA"_ba, hash.toBase64().chopped(3), "1:****"_ba})
            QVERIFY(!MinHash::fromBase64(wrong));
    }

    void likeTextsShareAKey()
    {
        QRandomGenerator random(1);
        const QStringList a = randomWords(random, 300);
        QStringList b = a;
        b[100] = u"x"_s;
        b[200] = u"y"_s;
        const auto shared = [](const MinHash &x, const MinHash &y) {
            const auto keys = x.bandKeys();
            const auto others = y.bandKeys();
            return std::ranges::any_of(keys, [&](quint64 key) { return std::ranges::find(others, key) != others.end(); });
        };
        QVERIFY(shared(MinHash::of(a.join(u' ')), MinHash::of(b.join(u' '))));
        QVERIFY(!shared(MinHash::of(a.join(u' ')), MinHash::of(randomWords(random, 300).join(u' '))));
    }
};

QTEST_APPLESS_MAIN(TestMinHash)
#include "tst_minhash.moc"
