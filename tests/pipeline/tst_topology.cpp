// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/topology.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestTopology : public QObject
{
    Q_OBJECT

    /// Nodes a, b, c, … and links as "ab" (from a to b).
    static PipelineDefinition graph(int nodes, const QStringList &links)
    {
        PipelineDefinition pipeline;
        for (int i = 0; i < nodes; ++i) {
            PipelineNode node;
            node.id = QChar(u'a' + i);
            pipeline.nodes.append(node);
        }
        for (const QString &link : links)
            pipeline.links.append({{link.first(1), u"out"_s}, {link.last(1), u"in"_s}, {}, Json::object(), {}});
        return pipeline;
    }

private Q_SLOTS:
    void loopsAreFound_data()
    {
        QTest::addColumn<QStringList>("links");
        QTest::addColumn<QStringList>("loops");
        QTest::newRow("a chain") << QStringList{u"ab"_s, u"bc"_s, u"cd"_s} << QStringList();
        QTest::newRow("a diamond is no loop") << QStringList{u"ab"_s, u"ac"_s, u"bd"_s, u"cd"_s} << QStringList();
        QTest::newRow("a node on itself") << QStringList{u"ab"_s, u"bb"_s} << QStringList{u"b"_s};
        QTest::newRow("all of them") << QStringList{u"ab"_s, u"bc"_s, u"cd"_s, u"da"_s} << QStringList{u"abcd"_s};
        QTest::newRow("two apart") << QStringList{u"ab"_s, u"ba"_s, u"bc"_s, u"cd"_s, u"dc"_s} << QStringList({u"ab"_s, u"cd"_s});
        QTest::newRow("two that share a node are one") << QStringList{u"ab"_s, u"ba"_s, u"bc"_s, u"cb"_s} << QStringList{u"abc"_s};
    }
    void loopsAreFound()
    {
        QFETCH(QStringList, links);
        QFETCH(QStringList, loops);
        QMap<int, QString> found;
        const auto loopOf = loopsOf(graph(4, links));
        for (const QString &node : {u"a"_s, u"b"_s, u"c"_s, u"d"_s}) {
            if (loopOf.contains(node))
                found[loopOf.value(node)] += node;
        }
        QStringList sorted = found.values();
        sorted.sort();
        QCOMPARE(sorted, loops);
    }

    void aVeryLongChainIsNoDangerToTheStack()
    {
        PipelineDefinition pipeline = PipelineDefinition::chain(u"p"_s, u"P"_s, QStringList(50'000, u"x"_s));
        QVERIFY(loopsOf(pipeline).isEmpty());
        pipeline.links.append({{pipeline.nodes.last().id, u"out"_s}, {pipeline.nodes.first().id, u"in"_s}, {}, Json::object(), {}});
        QCOMPARE(loopsOf(pipeline).size(), 50'000);
    }

    void reachIsFoundBothWays()
    {
        const PipelineDefinition pipeline = graph(4, {u"ab"_s, u"bc"_s, u"cb"_s});
        QCOMPARE(reachableFrom(pipeline, {u"b"_s}), (QSet<QString>{u"b"_s, u"c"_s}));
        QCOMPARE(leadingTo(pipeline, u"b"_s), (QSet<QString>{u"a"_s, u"b"_s, u"c"_s}));
        QCOMPARE(reachableFrom(pipeline, {u"d"_s}), (QSet<QString>{u"d"_s}));
    }
};

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"
