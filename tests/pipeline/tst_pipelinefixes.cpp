// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/validator.h"
#include "sdk/edit.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json parsed(QByteArray text)
{
    return Json::parse(text.replace('\'', '"')).value();
}

class NoStep final : public Step
{
public:
    [[nodiscard]] StepResult run(const StepInput &, RunContext &) const override { return {}; }
};

class Fake final : public Component
{
public:
    Fake(const QString &name, const QList<PortDescriptor> &outputs, const QByteArray &schema = "{'type':'object'}", bool joins = false)
    {
        m_descriptor.name = name;
        m_descriptor.outputs = outputs;
        m_descriptor.configSchema = parsed(schema);
        m_descriptor.joins = joins;
    }
    [[nodiscard]] const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override
    {
        if (config.value("mode").toString() == "broken"_L1)
            return fail(ErrorCode::ComponentConfig, u"this mode is broken"_s, Json::object({{"path", "/mode"}}));
        return std::make_shared<NoStep>();
    }

private:
    ComponentDescriptor m_descriptor;
};

const QStringList kNames{u"plain"_s, u"choose"_s, u"strict"_s, u"split"_s, u"join"_s};

const Component *lookup(const QString &name)
{
    static const Fake plain(u"plain"_s, {{u"out"_s, {}}});
    static const Fake choose(u"choose"_s, {{u"out"_s, {}}, {u"other"_s, {}}});
    static const Fake strict(u"strict"_s, {{u"out"_s, {}}},
                             "{'type':'object','additionalProperties':false,'required':['field','count'],'properties':{"
                             "'field':{'type':'string','minLength':1,'default':'text'},'count':{'type':'integer','minimum':1,'maximum':9},"
                             "'mode':{'enum':['fast','slow','broken']},'list':{'type':'array','items':{'type':'string'}}}}");
    static const Fake split(u"split"_s, {{u"out"_s, {}}, {u"item"_s, {}, true}});
    static const Fake join(u"join"_s, {{u"out"_s, {}}}, "{'type':'object'}", true);
    for (const Fake *fake : {&plain, &choose, &strict, &split, &join}) {
        if (fake->descriptor().name == name)
            return fake;
    }
    return nullptr;
}

QList<PipelineProblem> problemsOf(const Json &definition)
{
    return validatePipeline(definition, lookup, kNames);
}

Json pipeline(const QByteArray &nodes, const QByteArray &links = "[]")
{
    return parsed("{'format':'millrace.pipeline/1','id':'p','title':'P','nodes':" + nodes + ",'links':" + links + "}");
}

/// A definition with whatever can go wrong in it.
Json randomPipeline(QRandomGenerator &random)
{
    const auto one
        = [&random](const QList<QByteArray> &of) { return of.at(static_cast<qsizetype>(random.bounded(static_cast<quint32>(of.size())))); };
    const int count = 1 + static_cast<int>(random.bounded(7));
    QByteArrayList nodes;
    for (int i = 0; i < count; ++i) {
        QByteArray node = "{'id':'n" + QByteArray::number(random.bounded(12) == 0 ? 0 : i) + "','component':'"
            + one({"plain", "choose", "strict", "split", "join", "plian", "nothing_like_it", ""}) + "','config':"
            + one({"{}", "{'field':'a','count':3}", "{'field':'','count':99}", "{'feild':'a','count':'5'}", "{'field':'a','count':1,'mode':'broken'}",
                   "{'field':7,'count':2.5,'mode':'fsat'}", "[]", "{'field':'a','count':2,'list':'x'}"});
        if (random.bounded(6) == 0)
            node += ",'cache':true";
        if (random.bounded(6) == 0)
            node += ",'timeout_ms':" + one({"0", "-5", "100"});
        if (random.bounded(6) == 0)
            node += ",'retry':" + one({"{'max_attempts':0}", "{'delay_ms':9,'max_delay_ms':3}", "7"});
        if (random.bounded(6) == 0)
            node += ",'limits':" + one({"{'max_visits':0}", "{'max_visits':99999999}", "{'per_second':-1}"});
        nodes.append(node + '}');
    }
    QByteArrayList links;
    for (quint32 i = random.bounded(9); i > 0; --i) {
        const QByteArray from = QByteArray::number(random.bounded(static_cast<quint32>(count) + 1));
        const QByteArray to = QByteArray::number(random.bounded(static_cast<quint32>(count) + 1));
        QByteArray link
            = "{'from':{'node':'n" + from + "','port':'" + one({"out", "out", "other", "otter", "item", "error"}) + "'},'to':{'node':'n" + to + "'}";
        if (random.bounded(4) == 0)
            link += ",'condition':'" + one({"a > `1`", "a >", "b"}) + "'";
        if (random.bounded(6) == 0)
            link += ",'limits':" + one({"{'max_items':5}", "{'max_items':-1}"});
        links.append(link + '}');
    }
    return pipeline('[' + nodes.join(',') + ']', '[' + links.join(',') + ']');
}

bool isSame(const PipelineProblem &a, const PipelineProblem &b)
{
    return a.node == b.node && a.code == b.code && a.message == b.message;
}

} // namespace

class TestPipelineFixes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBestFixComesFirst_data()
    {
        QTest::addColumn<Json>("definition");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("patch");
        QTest::newRow("a link to nothing") << pipeline("[{'id':'a','component':'plain'}]", "[{'from':{'node':'a'},'to':{'node':'zzzz'}}]")
                                           << "remove_link"_ba
                                           << "[{'op':'remove','path':'/links/0'}]"_ba;
        QTest::newRow("a link to a node that is called otherwise")
            << pipeline("[{'id':'first','component':'plain'},{'id':'second','component':'plain'}]",
                        "[{'from':{'node':'first'},'to':{'node':'secnd'}}]")
            << "connect_node"_ba << "[{'op':'add','path':'/links/0/to/node','value':'second'}]"_ba;
        QTest::newRow("a component that is called otherwise") << pipeline("[{'id':'a','component':'plian'}]") << "replace_component"_ba
                                                              << "[{'op':'replace','path':'/nodes/0/component','value':'plain'}]"_ba;
        QTest::newRow("a key that is missing") << pipeline("[{'id':'a','component':'strict','config':{'count':2}}]") << "set_default"_ba
                                               << "[{'op':'add','path':'/nodes/0/config/field','value':'text'}]"_ba;
        QTest::newRow("a number beyond its bound") << pipeline("[{'id':'a','component':'strict','config':{'field':'x','count':12}}]")
                                                   << "set_default"_ba
                                                   << "[{'op':'add','path':'/nodes/0/config/count','value':9}]"_ba;
        QTest::newRow("a number as a text") << pipeline("[{'id':'a','component':'strict','config':{'field':'x','count':'5'}}]") << "set_default"_ba
                                            << "[{'op':'add','path':'/nodes/0/config/count','value':5}]"_ba;
        QTest::newRow("a value that is none of them")
            << pipeline("[{'id':'a','component':'strict','config':{'field':'x','count':5,'mode':'fsat'}}]") << "set_default"_ba
            << "[{'op':'add','path':'/nodes/0/config/mode','value':'fast'}]"_ba;
        QTest::newRow("what the component refuses")
            << pipeline("[{'id':'a','component':'strict','config':{'field':'x','count':5,'mode':'broken'}}]") << "set_default"_ba
            << "[{'op':'add','path':'/nodes/0/config/mode','value':'fast'}]"_ba;
        QTest::newRow("a port that is not there") << pipeline("[{'id':'a','component':'choose'},{'id':'b','component':'plain'}]",
                                                              "[{'from':{'node':'a','port':'othr'},'to':{'node':'b'}}]")
                                                  << "connect_port"_ba << "[{'op':'add','path':'/links/0/from/port','value':'other'}]"_ba;
        QTest::newRow("a condition that cannot be read") << pipeline("[{'id':'a','component':'plain'},{'id':'b','component':'plain'}]",
                                                                     "[{'from':{'node':'a'},'to':{'node':'b'},'condition':'a >'}]")
                                                         << "remove_condition"_ba << "[{'op':'remove','path':'/links/0/condition'}]"_ba;
        QTest::newRow("two links of one port") << pipeline(
            "[{'id':'a','component':'choose'},{'id':'b','component':'plain'},{'id':'c','component':'plain'}]",
            "[{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'a'},'to':{'node':'c'}}]")
                                               << "connect_port"_ba << "[{'op':'add','path':'/links/1/from/port','value':'other'}]"_ba;
        QTest::newRow("a node nothing leads to")
            << pipeline("[{'id':'a','component':'plain'},{'id':'b','component':'plain'}]") << "connect_node"_ba
            << "[{'op':'add','path':'/links/-','value':{'from':{'node':'a','port':'out'},'to':{'node':'b','port':'in'}}}]"_ba;
        QTest::newRow("a loop without an end") << pipeline("[{'id':'a','component':'plain'},{'id':'b','component':'plain'}]",
                                                           "[{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'b'},'to':{'node':'a'}}]")
                                               << "leave_loop"_ba << "[{'op':'remove','path':'/links/1'}]"_ba;
        QTest::newRow("a limit in a loop") << pipeline(
            "[{'id':'a','component':'choose'},{'id':'b','component':'plain'}]",
            "[{'from':{'node':'a'},'to':{'node':'b'},'limits':{'max_items':1}},{'from':{'node':'b'},'to':{'node':'a'}}]")
                                           << "remove_limit"_ba << "[{'op':'remove','path':'/links/0/limits'}]"_ba;
        QTest::newRow("a bound beyond what is possible")
            << pipeline("[{'id':'a','component':'plain','limits':{'max_visits':100000}}]") << "raise_bound"_ba
            << "[{'op':'add','path':'/nodes/0/limits/max_visits','value':65000}]"_ba;
        QTest::newRow("an id that is taken") << pipeline("[{'id':'a','component':'plain'},{'id':'a','component':'plain'}]",
                                                         "[{'from':{'node':'a'},'to':{'node':'plain'}}]")
                                             << "rename_node"_ba << "[{'op':'add','path':'/nodes/1/id','value':'plain'}]"_ba;
        QTest::newRow("results that cannot be kept")
            << pipeline("[{'id':'a','component':'plain','cache':true}]") << "no_cache"_ba << "[{'op':'remove','path':'/nodes/0/cache'}]"_ba;
    }
    void theBestFixComesFirst()
    {
        QFETCH(Json, definition);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, patch);
        const QList<PipelineProblem> problems = problemsOf(definition);
        QVERIFY(!problems.isEmpty());
        QVERIFY2(!problems.first().fixes.isEmpty(), qPrintable(problems.first().message));
        QCOMPARE(problems.first().fixes.first().kind, kind);
        QCOMPARE(problems.first().fixes.first().patch.toBytes(), parsed(patch).toBytes());
    }

    void everyFixThatIsOfferedMendsItsProblemAndMakesNoneWorse_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
    void everyFixThatIsOfferedMendsItsProblemAndMakesNoneWorse()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        int offered = 0;
        for (int i = 0; i < 25; ++i) {
            const Json definition = randomPipeline(random);
            const QList<PipelineProblem> before = problemsOf(definition);
            for (const PipelineProblem &problem : before) {
                for (const PipelineFix &fix : problem.fixes) {
                    ++offered;
                    const Json mended = Edit::fromJson(fix.patch).value().appliedTo(definition).value();
                    const QList<PipelineProblem> after = problemsOf(mended);
                    QVERIFY2(after.size() < before.size(), (definition.toBytes() + "\n" + fix.patch.toBytes()).constData());
                    QVERIFY(std::ranges::none_of(after, [&](const PipelineProblem &p) { return isSame(p, problem); }));
                }
            }
        }
        QVERIFY(offered > 50);
    }

    void takingTheFirstFixAgainAndAgainOftenLeadsToAPipelineThatRuns()
    {
        QRandomGenerator random(7);
        int mended = 0;
        constexpr int kPipelines = 100;
        for (int i = 0; i < kPipelines; ++i) {
            Json definition = randomPipeline(random);
            while (true) {
                const QList<PipelineProblem> problems = problemsOf(definition);
                const auto fixable = std::ranges::find_if(problems, [](const PipelineProblem &p) { return !p.fixes.isEmpty(); });
                mended += problems.isEmpty();
                if (fixable == problems.end())
                    break;
                definition = Edit::fromJson(fixable->fixes.first().patch).value().appliedTo(definition).value();
            }
        }
        QVERIFY2(mended >= kPipelines * 2 / 5, qPrintable(QString::number(mended)));
    }

    void whatHasNoFormIsAProblemToo()
    {
        QVERIFY(!problemsOf(parsed("{}")).isEmpty());
        QVERIFY(!problemsOf(parsed("[]")).isEmpty());
        QVERIFY(problemsOf(parsed("['plain','plain']")).isEmpty());
        QVERIFY(!problemsOf(parsed("{'format':'millrace.pipeline/1','id':'p','nodes':7,'links':'x'}")).isEmpty());
    }

    void aThousandNodesAreCheckedQuickly()
    {
        QByteArrayList nodes;
        QByteArrayList links;
        for (int i = 0; i < 1000; ++i) {
            nodes.append("{'id':'n" + QByteArray::number(i) + "','component':'choose'}");
            if (i > 0)
                links.append("{'from':{'node':'n" + QByteArray::number((i - 1) / 2) + "','port':'" + (i % 2 == 1 ? "out" : "other")
                             + "'},'to':{'node':'n" + QByteArray::number(i) + "'}}");
        }
        const Json definition = pipeline('[' + nodes.join(',') + ']', '[' + links.join(',') + ']');
        QElapsedTimer timer;
        timer.start();
        QVERIFY(problemsOf(definition).isEmpty());
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestPipelineFixes)
#include "tst_pipelinefixes.moc"
