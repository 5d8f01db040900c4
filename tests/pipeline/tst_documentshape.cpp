// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/documentshape.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json schema(const char *gives)
{
    return Json::object({{"type", "object"},
                         {"properties", Json::object({{"into", Json::object({{"type", "string"}, {"default", "found"}})}})},
                         {"x-gives", Json::parseStrict(gives).value()}});
}

ComponentDescriptor component(const QString &name, const char *gives)
{
    ComponentDescriptor descriptor;
    descriptor.name = name;
    descriptor.configSchema = schema(gives);
    return descriptor;
}

QByteArray names(const Json &fields)
{
    QByteArrayList list;
    for (const JsonMember &field : fields.members())
        list.append(field.key);
    return list.join(' ');
}

} // namespace

class TestDocumentShape : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingsNameTheFields()
    {
        const Json declared = schema(R"({"{into}": {"type": "string"}, "sure": {"type": "number"}, "{other}": {}, "{fields.*}": {}})");
        QCOMPARE(names(givenFields(declared, Json::object())), "found sure");
        const Json config = Json::object({{"into", "mine"}, {"other", "more"}, {"fields", Json::object({{"a", 1}, {"b", 2}})}});
        QCOMPARE(names(givenFields(declared, config)), "mine sure more a b");
        QCOMPARE(names(givenFields(declared, Json::object({{"fields", Json::array({"x", "y"})}}))), "found sure x y");
        QCOMPARE(givenFields(declared, config).value("mine").value("type").toString(), u"string"_s);
        QCOMPARE(givenFields(Json::object(), config), Json::object());
    }

    void settingsNameWhatIsTakenByPaths()
    {
        const Json declared = Json::parseStrict(R"({"properties":{"field":{"default":"source_text"}},
            "x-takes":{"{field}":{"type":"string"},"{list}":{"type":"array"},"always":{}}})")
                                  .value();
        const QList<TakenField> usual = takenFields(declared, Json::object());
        QCOMPARE(usual.size(), 2);
        QCOMPARE(usual.first().pointer, "/source_text");
        QCOMPARE(usual.first().setting, "field");
        QCOMPARE(usual.last().pointer, "/always");
        const QList<TakenField> named = takenFields(declared, Json::object({{"field", "author.note"}, {"list", "/a~1b/c"}}));
        QCOMPARE(named.at(0).pointer, "/author/note");
        QCOMPARE(named.at(1).pointer, "/a~1b/c");
        QCOMPARE(takenFields(Json::object(), Json::object()).size(), 0);
    }

    void whatFailsLeavesAsItCame()
    {
        const ComponentDescriptor text = component(u"text"_s, R"({"{into}": {"type": "string"}})");
        const Json definition = Json::parseStrict(R"({"nodes":[{"id":"a","component":"text"},{"id":"b","component":"text"}],
          "links":[{"from":{"node":"a","port":"error"},"to":{"node":"b"}}]})")
                                    .value();
        QCOMPARE(names(fieldsBefore(definition, u"b"_s, [&](const QString &) { return &text; })), "");
    }

    void allStepsBeforeANodeGiveTheirs()
    {
        QHash<QString, ComponentDescriptor> components;
        for (const char *name : {"one", "two", "three"})
            components.insert(QLatin1StringView(name), component(QLatin1StringView(name), R"({"{into}": {}})"));
        components[u"split"_s].outputs = {{u"out"_s, {}, false}, {u"item"_s, {}, true}};
        const auto lookup = [&](const QString &name) -> const ComponentDescriptor * {
            const auto found = components.constFind(name);
            return found == components.cend() ? nullptr : &*found;
        };
        // a → b → s → c, with a loop from b to a; d comes out of the split; something unknown stands before c, too.
        const Json definition = Json::parseStrict(R"({"nodes":[
            {"id":"a","component":"one","config":{"into":"first"}},
            {"id":"b","component":"two","config":{"into":"second"}},
            {"id":"s","component":"split"},
            {"id":"c","component":"three"},
            {"id":"d","component":"three"},
            {"id":"u","component":"nobody"}],
          "links":[{"from":{"node":"a","port":"out"},"to":{"node":"b"}},{"from":{"node":"b","port":"out"},"to":{"node":"a"}},
            {"from":{"node":"b","port":"out"},"to":{"node":"s"}},{"from":{"node":"s","port":"out"},"to":{"node":"c"}},
            {"from":{"node":"s","port":"item"},"to":{"node":"d"}},{"from":{"node":"u","port":"out"},"to":{"node":"c"}}]})")
                                    .value();
        QCOMPARE(names(fieldsBefore(definition, u"a"_s, lookup)), "second");
        QCOMPARE(names(fieldsBefore(definition, u"c"_s, lookup)), "second first");
        QCOMPARE(names(fieldsBefore(definition, u"d"_s, lookup)), "");
        QCOMPARE(names(fieldsBefore(Json(7), u"d"_s, lookup)), "");
    }

    /// By which of its ports a step is met first is chance.
    void aStepThatLeadsOnByErrorAndOutGivesAllTheSame()
    {
        const ComponentDescriptor text = component(u"text"_s, R"({"{into}": {"type": "string"}})");
        const Json definition = Json::parseStrict(R"({"nodes":[{"id":"a","component":"text"},{"id":"b","component":"none"},{"id":"c"}],
          "links":[{"from":{"node":"a","port":"error"},"to":{"node":"c"}},{"from":{"node":"a"},"to":{"node":"b"}},{"from":{"node":"b"},"to":{"node":"c"}}]})")
                                    .value();
        const auto lookup = [&](const QString &name) { return name == "text"_L1 ? &text : nullptr; };
        QCOMPARE(names(fieldsBefore(definition, u"c"_s, lookup)), "found");
    }

    void theNearestStepsWordCounts()
    {
        const ComponentDescriptor text = component(u"text"_s, R"({"{into}": {"type": "string"}})");
        const ComponentDescriptor number = component(u"number"_s, R"({"{into}": {"type": "number"}})");
        const Json definition = Json::parseStrict(R"({"nodes":[{"id":"a","component":"text"},{"id":"b","component":"number"},{"id":"c"}],
          "links":[{"from":{"node":"a"},"to":{"node":"b"}},{"from":{"node":"b"},"to":{"node":"c"}}]})")
                                    .value();
        const Json fields = fieldsBefore(definition, u"c"_s, [&](const QString &name) { return name == "text"_L1 ? &text : &number; });
        QCOMPARE(fields.value("found").value("type").toString(), u"number"_s);
    }
};

QTEST_APPLESS_MAIN(TestDocumentShape)
#include "tst_documentshape.moc"
