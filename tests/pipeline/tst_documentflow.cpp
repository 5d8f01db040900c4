// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/documentflow.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

ComponentDescriptor component(const QString &name, const char *schema)
{
    ComponentDescriptor descriptor;
    descriptor.name = name;
    descriptor.configSchema = Json::parseStrict(schema).value();
    descriptor.outputs = {{u"out"_s, {}, false}, {u"item"_s, {}, name == "split"_L1}};
    return descriptor;
}

/// Code of others, which does not say what it gives.
ComponentDescriptor foreign(const QString &name)
{
    ComponentDescriptor descriptor = component(name, "{}");
    descriptor.isolation = Isolation::Child;
    return descriptor;
}

const ComponentDescriptor *lookup(const QString &name)
{
    static const QList<ComponentDescriptor> all{
        component(
            u"read"_s,
            R"({"x-gives":{"text":{"type":"string"},"parts":{"type":"object","properties":{"first":{"type":"string"},"n":{"type":"integer"}}}}})"),
        component(u"cut"_s, R"({"properties":{"field":{"default":"text"},"into":{"default":"tokens"}},"x-takes":{"{field}":{"type":"string"}},
            "x-gives":{"{into}":{"type":"object"}}})"),
        component(u"trim"_s, R"({"x-takes":{"text":{"type":"string"}},"x-gives":{"text":{"type":"string"}}})"),
        component(u"count"_s, R"({"properties":{"of":{"default":"parts.n"}},"x-takes":{"{of}":{"type":"number"}}})"),
        component(u"any"_s, R"({"x-takes":{"text":{}}})"),
        component(u"learn"_s, R"({"x-takes":{"text":{"type":"string","x-unless":"from"},"{from}":{"type":"array"}}})"),
        component(u"split"_s, R"({})"),
        foreign(u"script"_s),
    };
    const auto found = std::ranges::find(all, name, &ComponentDescriptor::name);
    return found == all.cend() ? nullptr : &*found;
}

Json parsedConfig(QByteArray text)
{
    return Json::parse(text.replace('\'', '"')).value();
}

/// "a:read b:cut{...}" and "a>b b.item>c".
QStringList warned(const QString &nodes, const QString &links)
{
    Json definition = Json::object({{"nodes", Json::array()}, {"links", Json::array()}});
    Json nodeList = Json::array();
    for (const QString &node : nodes.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype brace = node.indexOf(u'{');
        const QString head = brace < 0 ? node : node.first(brace);
        const Json config = brace < 0 ? Json::object() : Json::parse(node.sliced(brace).replace(u'\'', u'"').toUtf8()).value();
        nodeList.append(Json::object({{"id", head.section(u':', 0, 0)}, {"component", head.section(u':', 1)}, {"config", config}}));
    }
    Json linkList = Json::array();
    for (const QString &link : links.split(u' ', Qt::SkipEmptyParts)) {
        const QString from = link.section(u'>', 0, 0);
        const QString port = from.contains(u'.') ? from.section(u'.', 1) : u"out"_s;
        linkList.append(Json::object(
            {{"from", Json::object({{"node", from.section(u'.', 0, 0)}, {"port", port}})}, {"to", Json::object({{"node", link.section(u'>', 1)}})}}));
    }
    definition.insert("nodes", nodeList);
    definition.insert("links", linkList);
    QStringList said;
    for (const PipelineProblem &warning : flowWarnings(definition, lookup))
        said.append(warning.node + u' ' + QString::fromUtf8(warning.path) + u' ' + warning.message);
    return said;
}

} // namespace

class TestDocumentFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatComesAsItIsTakenIsFine()
    {
        QCOMPARE(warned(u"a:read b:cut c:trim d:any"_s, u"a>b b>c c>d"_s), QStringList());
        QCOMPARE(warned(u"a:read b:count"_s, u"a>b"_s), QStringList()); // an integer is a number
        // Nobody gives it: a document may come with it.
        QCOMPARE(warned(u"a:cut b:trim"_s, u"a>b"_s), QStringList());
        QCOMPARE(warned(u"a:read b:cut{'field':'parts.unsaid'}"_s, u"a>b"_s), QStringList());
        QCOMPARE(warned(u"a:nobody b:cut"_s, u"a>b"_s), QStringList());
        QVERIFY(flowWarnings(Json(7), lookup).isEmpty());
    }

    void anotherTypeIsTold()
    {
        QCOMPARE(warned(u"a:cut b:cut{'field':'tokens','into':'again'}"_s, u"a>b"_s),
                 QStringList{u"b /nodes/1/config/field this step reads \"/tokens\" as a text, and \"a\" gives it as an object"_s});
        QCOMPARE(warned(u"a:read b:count{'of':'parts.first'}"_s, u"a>b"_s),
                 QStringList{u"b /nodes/1/config/of this step reads \"/parts/first\" as a number, and \"a\" gives it as a text"_s});
        // By one of two ways it comes as it should.
        QCOMPARE(warned(u"a:read b:cut{'into':'text'} c:trim"_s, u"a>b b>c a.error>c"_s).size(), 1);
        QCOMPARE(warned(u"a:read b:cut{'into':'text'} c:trim"_s, u"a>b b>c a>c"_s), QStringList());
        // What another step gives anew is no longer what it was.
        QCOMPARE(warned(u"a:cut{'field':'other','into':'text'} r:read b:trim"_s, u"a>r r>b"_s), QStringList());
    }

    void whatOnlyALaterStepGivesIsTold()
    {
        QCOMPARE(warned(u"a:cut b:read"_s, u"a>b"_s),
                 QStringList{u"a /nodes/0/config/field this step reads \"/text\", which only \"b\" behind it gives"_s});
        // Who only changes it has found it.
        QCOMPARE(warned(u"a:cut b:trim"_s, u"a>b"_s), QStringList());
        // In a loop it is there the second time; elsewhere than behind it, it is nobody's business.
        QCOMPARE(warned(u"a:cut b:read"_s, u"a>b b>a"_s), QStringList());
        QCOMPARE(warned(u"f:split a:cut b:read"_s, u"f>a f.error>b"_s), QStringList());
    }

    /// A script may make a text of what was an object; so may a step that this machine does not know.
    void whatMayGiveAnythingIsNoFault()
    {
        for (const QString &between : {u"script"_s, u"nobody"_s}) {
            QCOMPARE(warned(u"a:cut{'into':'text'} x:%1 b:trim"_s.arg(between), u"a>x x>b"_s), QStringList());
            QCOMPARE(warned(u"a:cut{'into':'text'} x:%1 b:trim"_s.arg(between), u"a>x x.error>b"_s).size(), 1); // as it was entered
            const DocumentFlow flow({{u"a"_s, lookup(u"cut"_s), parsedConfig("{'into':'text'}")}, {u"x"_s, lookup(between), {}}}, {{0, 1, u"out"_s}});
            const TakenField text{"/text", Json::object({{"type", "string"}}), {}};
            QVERIFY(!flow.otherwiseGiven(1, u"out"_s, text));
        }
    }

    void childrenAndFailuresAreDocumentsOfTheirOwn()
    {
        QCOMPARE(warned(u"a:cut{'into':'text'} s:split b:trim"_s, u"a>s s.item>b"_s), QStringList());
        QCOMPARE(warned(u"a:cut{'into':'text'} s:split b:trim"_s, u"a>s s>b"_s).size(), 1);
        QCOMPARE(warned(u"a:cut{'into':'text'} b:trim"_s, u"a.error>b"_s), QStringList());
        QCOMPARE(warned(u"a:cut{'into':'text'} m:cut b:trim"_s, u"a>m m.error>b"_s).size(), 2); // the one before it did not fail
    }

    void aSettingMayMakeAFieldNeedless()
    {
        QCOMPARE(warned(u"a:cut{'into':'text'} b:learn"_s, u"a>b"_s).size(), 1);
        QCOMPARE(warned(u"a:cut{'into':'text'} b:learn{'from':'list'}"_s, u"a>b"_s), QStringList());
        QCOMPARE(warned(u"a:read b:learn{'from':'text'}"_s, u"a>b"_s).size(), 1);
    }

    void onlyWhatIsCertainIsSaidOfALinkToCome()
    {
        const ComponentDescriptor *cut = lookup(u"cut"_s);
        const ComponentDescriptor *split = lookup(u"split"_s);
        const Json into = Json::object({{"into", "text"}});
        const TakenField text{"/text", Json::object({{"type", "string"}}), {}};
        // entry → a (gives it otherwise) → b, and another way from the entry to b.
        const QList<DocumentFlow::Step> steps{{u"e"_s, split, {}}, {u"a"_s, cut, into}, {u"b"_s, split, {}}, {u"c"_s, split, {}}};
        const DocumentFlow one(steps, {{0, 1, u"out"_s}, {1, 2, u"out"_s}});
        QCOMPARE(one.otherwiseGiven(2, u"out"_s, text).value_or(DocumentFlow::Given{}).giver, 1);
        QCOMPARE(one.otherwiseGiven(2, u"out"_s, text).value_or(DocumentFlow::Given{}).words, u"an object"_s);
        QVERIFY(!one.otherwiseGiven(2, u"item"_s, text));
        QVERIFY(!one.otherwiseGiven(1, u"error"_s, text));
        QVERIFY(!one.otherwiseGiven(0, u"out"_s, text));
        const DocumentFlow two(steps, {{0, 1, u"out"_s}, {1, 2, u"out"_s}, {0, 2, u"out"_s}});
        QVERIFY(!two.otherwiseGiven(2, u"out"_s, text));
    }

    void aLargePipelineIsReadAtOnce()
    {
        QStringList nodes;
        QStringList links;
        for (int i = 0; i < 5'000; ++i) {
            nodes.append(u"n%1:cut{'into':'f%2'}"_s.arg(i).arg(i % 7));
            if (i > 0)
                links.append(u"n%1>n%2"_s.arg(i - 1).arg(i));
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(warned(nodes.join(u' '), links.join(u' ')), QStringList());
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestDocumentFlow)
#include "tst_documentflow.moc"
