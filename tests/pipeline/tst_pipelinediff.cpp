// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinediff.h"
#include "sdk/error.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json parsed(QByteArray text)
{
    return Json::parse(text.replace('\'', '"')).value();
}

const char *const kBase
    = "{'format':'millrace.pipeline/1','id':'p','title':'P','nodes':[{'id':'a','component':'x','config':{'n':1},'position':{'x':1}},"
      "{'id':'b','component':'y','config':{}}],'links':[{'from':{'node':'a','port':'out'},'to':{'node':'b','port':'in'}}],"
      "'groups':[{'id':'g','title':'G'}],'notes':[{'text':'hello'}]}";

Json diffTo(std::initializer_list<std::pair<QByteArray, QByteArray>> replacements)
{
    QByteArray text(kBase);
    for (const auto &[from, to] : replacements)
        text.replace(from, to);
    return pipelineDiff(parsed(kBase), parsed(text));
}

} // namespace

class TestPipelineDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingDiffers()
    {
        const Json diff = diffTo({});
        QVERIFY(diff.value("same").toBool());
        QCOMPARE(diff.value("text").toString(), QString());
    }

    void aChangedConfigSaysWhichField()
    {
        const Json diff = diffTo({{"'n':1", "'n':2"}});
        QCOMPARE(
            diff.value("nodes").toBytes(),
            parsed("[{'id':'a','kind':'changed','title':'','component':'x','changes':[{'path':'/config/n','kind':'changed','before':1,'after':2}]}]")
                .toBytes());
        QCOMPARE(diff.value("text").toString(), u"~ node a (x)\n    /config/n: 1 → 2"_s);
    }

    void aMovedNodeIsOnlyMoved()
    {
        const Json diff = diffTo({{"'x':1", "'x':9"}});
        QCOMPARE(diff.value("nodes").at(0).value("kind").toString(), u"moved"_s);
        QCOMPARE(diff.value("nodes").size(), 1);
    }

    void nodesAndLinksComeAndGo()
    {
        const Json diff
            = diffTo({{"{'id':'b','component':'y','config':{}}", "{'id':'c','component':'z','config':{}}"}, {"'node':'b'", "'node':'c'"}});
        QCOMPARE(diff.value("nodes").at(0).value("kind").toString(), u"removed"_s);
        QCOMPARE(diff.value("nodes").at(1).value("kind").toString(), u"added"_s);
        QCOMPARE(diff.value("links").at(0).value("kind").toString(), u"removed"_s);
        QCOMPARE(diff.value("links").at(1).value("to").value("node").toString(), u"c"_s);
        QCOMPARE(diff.value("text").toString().split(u'\n'),
                 QStringList({u"- node b (y)"_s, u"+ node c (z)"_s, u"- link a.out → b"_s, u"+ link a.out → c"_s}));
    }

    void aPortThatIsTheUsualOneIsNoDifference()
    {
        QVERIFY(diffTo({{",'port':'out'", ""}}).value("same").toBool());
        QCOMPARE(diffTo({{"'port':'out'", "'port':'other'"}}).value("links").size(), 2);
    }

    void linksWithTheSameEndsAreNumbered()
    {
        const auto links = [](const QStringList &conditions) {
            Json list = Json::array();
            for (const QString &condition : conditions)
                list.append(Json::object({{"from", Json::object({{"node", "a"}})}, {"to", Json::object({{"node", "b"}})}, {"condition", condition}}));
            return Json::object({{"links", list}});
        };
        const Json changed = pipelineDiff(links({u"x"_s, u"y"_s, u"z"_s}), links({u"x"_s, u"q"_s})).value("links");
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.at(0).value("kind").toString(), u"changed"_s);
        QCOMPARE(changed.at(0).value("nth").toInt(), 1);
        QCOMPARE(changed.at(1).value("kind").toString(), u"removed"_s);
        QCOMPARE(changed.at(1).value("nth").toInt(), 2);
    }

    void conditionsAndLimitsOfLinksChange()
    {
        const Json diff = diffTo({{"'port':'in'}}", "'port':'in'},'condition':'x'}"}});
        QCOMPARE(diff.value("links").at(0).value("kind").toString(), u"changed"_s);
        QCOMPARE(diff.value("links").at(0).value("changes").at(0).value("path").toString(), u"/condition"_s);
    }

    void titlesGroupsAndNotesChange()
    {
        const Json diff = diffTo({{"'P'", "'Q'"}, {"'G'", "'H'"}, {"'hello'", "'there'"}});
        QCOMPARE(diff.value("pipeline").at(0).value("path").toString(), u"/title"_s);
        QCOMPARE(diff.value("groups").at(0).value("id").toString(), u"g"_s);
        QCOMPARE(diff.value("notes").at(0).value("index").toInt(-1), 0);
    }
};

QTEST_APPLESS_MAIN(TestPipelineDiff)
#include "tst_pipelinediff.moc"
