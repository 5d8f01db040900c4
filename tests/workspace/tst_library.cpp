// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include <QDir>
#include <QHash>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}";
constexpr auto kMeaning = "{'format':'millrace.pipeline/1','id':'meaning','nodes':[{'id':'e','component':'embed'},"
                          "{'id':'s','component':'similar','config':{'limit':3}}],"
                          "'links':[{'from':{'node':'e','port':'out'},'to':{'node':'s','port':'in'}}]}";

/// A workspace with twelve real passages (copyright files, manuals in three languages), each a file of its own.
class Library
{
public:
    Library()
    {
        workspace.save(kPlain);
        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/text/facts.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no texts");
        const Json passages = Json::parse(file.readAll()).value_or(Json());
        for (qsizetype i = 0; i < passages.size(); ++i) {
            const QString source = passages.at(i).value("source").toString();
            names.append(u"%1-%2.txt"_s.arg(qlonglong(i)).arg(QString(source).replace(u'/', u'-').replace(u", "_s, u"-"_s)));
            texts.append(passages.at(i).value("text").toString());
        }
    }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile to(folder.filePath(name));
        if (!to.open(QIODevice::WriteOnly) || to.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(name));
    }
    void fill()
    {
        for (qsizetype i = 0; i < names.size(); ++i)
            write(names.at(i), texts.at(i).toUtf8());
        submit();
    }
    void submit()
    {
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({folder.path()})}}));
        workspace.untilIdle();
    }
    Json index() { return workspace.run(u"library.search"_s, parsed("{'query':'x'}")).value("index"); }
    bool isSettled()
    {
        const Json now = index();
        return now.value("behind").toInt(-1) == 0 && now.value("meaning_behind").toInt(-1) == 0 && now.value("model").isString();
    }
    /// A trial where it rests.
    Json tried(const Json &args)
    {
        const Json id = Json::object({{"try", workspace.run(u"pipeline.try"_s, args).value("try")}});
        Json trial = workspace.run(u"try.get"_s, id);
        for (int i = 0; i < 5'000 && trial.value("state").toString() == "running"_L1; ++i) {
            QTest::qWait(2);
            trial = workspace.run(u"try.get"_s, id);
        }
        return trial;
    }
    QString idOf(const QString &part)
    {
        const Json documents = workspace.run(u"library.list"_s).value("documents");
        for (const Json &document : documents.items()) {
            if (document.value("name").toString().contains(part))
                return document.value("id").toString();
        }
        return {};
    }

    OpenWorkspace workspace;
    QTemporaryDir folder;
    QStringList names;
    QStringList texts;
};

QStringList namesOf(const Json &list)
{
    QStringList names;
    for (const Json &each : list.items())
        names.append(each.value("document").value("name").toString());
    return names;
}

} // namespace

class TestLibrary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void similarDocumentsComeWithThePassagesThatAreAlike()
    {
        Library library;
        library.fill();
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const QString dash = library.idOf(u"dash"_s);
        const Json answer = library.workspace.run(u"library.similar"_s, Json::object({{"id", dash}, {"least", 0.05}}));
        const QStringList names = namesOf(answer.value("similar"));
        QVERIFY(names.size() >= 3);
        QVERIFY2(names.first().contains("copyright"_L1), qPrintable(names.join(u' ')));
        QVERIFY(std::ranges::none_of(names, [](const QString &name) { return name.contains("dash"_L1); }));
        double last = 1;
        for (const Json &similar : answer.value("similar").items()) {
            QVERIFY(similar.value("similarity").toDouble() <= last);
            last = similar.value("similarity").toDouble();
        }
        const Json first = answer.value("similar").at(0);
        const Json passage = first.value("passages").at(0);
        QVERIFY(passage.isObject());
        const QByteArray theirs = library.workspace.dataOf(first.value("context").toString()).value("source_text").toString().toUtf8();
        const Json other = passage.value("other");
        QCOMPARE(other.value("pointer").toString(), u"/source_text"_s);
        QCOMPARE(theirs.sliced(other.value("from").toInt(), other.value("to").toInt() - other.value("from").toInt()),
                 other.value("text").toString().toUtf8());

        // The two chapters of the policy are nearest to one another.
        const Json policy
            = library.workspace.run(u"library.similar"_s, Json::object({{"id", library.idOf(u"perl-policy"_s)}, {"limit", 1}, {"least", 0}}));
        QVERIFY2(namesOf(policy.value("similar")).value(0).contains("relationships"_L1), qPrintable(namesOf(policy.value("similar")).join(u' ')));
        // Filters hold; what was found can be asked for by its context too.
        QCOMPARE(library.workspace.run(u"library.similar"_s, Json::object({{"id", dash}, {"format", "pdf"}})).value("similar").size(), 0);
        const Json byContext = library.workspace.run(u"library.similar"_s, Json::object({{"context", first.value("context")}, {"least", 0.05}}));
        QVERIFY(byContext.value("similar").size() > 0);
        QCOMPARE(library.workspace.ask(u"library.similar"_s).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(library.workspace.ask(u"library.similar"_s, parsed("{'id':'none'}")).error().code, ErrorCode::NotFound);
    }

    void theSameBytesAndOlderVersionsAreNotSimilar()
    {
        Library library;
        library.fill();
        library.write(u"again.txt"_s, library.texts.at(8).toUtf8());
        library.submit();
        library.write(library.names.at(8), library.texts.at(8).toUtf8() + "\nOne more line.\n");
        library.submit();
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const QString id = library.idOf(u"dash"_s);
        QCOMPARE(library.workspace.run(u"library.get"_s, Json::object({{"id", id}})).value("versions").size(), 2);
        const QStringList names = namesOf(library.workspace.run(u"library.similar"_s, Json::object({{"id", id}, {"least", 0}})).value("similar"));
        QVERIFY(std::ranges::none_of(names, [](const QString &name) { return name.contains("dash"_L1); }));
        QCOMPARE(names.first(), u"again.txt"_s); // other bytes by now
        QCOMPARE(names.count(u"again.txt"_s), 1);
    }

    void aSearchIsRankedByMeaningTooUnlessWordsAloneAreWanted()
    {
        Library library;
        library.fill();
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const Json text = library.workspace.run(u"library.search"_s, parsed("{'query':'Perl modules','ranking':'text'}"));
        QCOMPARE(text.value("ranking").toString(), u"text"_s);
        const Json hybrid = library.workspace.run(u"library.search"_s, parsed("{'query':'Perl modules'}"));
        QCOMPARE(hybrid.value("ranking").toString(), u"hybrid"_s);
        QVERIFY(text.value("hits").size() > 0);
        QVERIFY(hybrid.value("hits").size() >= text.value("hits").size());
        // What has all the words comes before all others, in both.
        QStringList withAll = namesOf(text.value("hits"));
        QStringList firsts = namesOf(hybrid.value("hits")).first(withAll.size());
        withAll.sort();
        firsts.sort();
        QCOMPARE(firsts, withAll);
        for (const Json &hit : hybrid.value("hits").items())
            QVERIFY(!hit.value("snippet").toString().isEmpty());
        const Json narrow = library.workspace.run(u"library.search"_s, parsed("{'query':'Perl modules','format':'pdf'}"));
        QCOMPARE(narrow.value("hits").size(), 0);
        // Pages follow one another.
        QStringList paged;
        for (int skip = 0; skip < hybrid.value("hits").size(); skip += 2)
            paged += namesOf(
                library.workspace.run(u"library.search"_s, Json::object({{"query", "Perl modules"}, {"limit", 2}, {"skip", skip}})).value("hits"));
        QCOMPARE(paged, namesOf(hybrid.value("hits")));
    }

    /// Whoever closes the window at once leaves the index behind; it comes up by itself, however often that happens.
    void whatShortSessionsLeaveIsIndexedLater()
    {
        Library library;
        constexpr int kSessions = 4;
        for (int session = 0; session < kSessions; ++session) {
            Json paths = Json::array();
            for (int i = 0; i < 60; ++i) {
                const QString name = u"s%1-%2.txt"_s.arg(session).arg(i);
                library.write(name, "Quern number q" + QByteArray::number(session * 100 + i) + " grinds the corn of the mill.\n");
                paths.append(library.folder.filePath(name));
            }
            library.workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", paths}}));
            library.workspace.untilIdle();
            library.workspace.reopen();
        }
        QTRY_COMPARE_WITH_TIMEOUT(library.index().value("behind").toInt(-1), 0, 30'000);
        for (const int number : {0, 59, 100, 159, 200, 359}) {
            const Json found
                = library.workspace.run(u"library.search"_s, Json::object({{"query", u"q%1"_s.arg(number)}, {"ranking", "text"}})).value("hits");
            QCOMPARE(found.size(), 1);
        }
    }

    void documentsAreFoundByTitleOrName()
    {
        Library library;
        library.write(u"mill_race.txt"_s, "The water of Muhlheim\n\nThe race leads water to the wheel.\n");
        library.write(u"millXrace.txt"_s, "The other\n\nNothing of the kind.\n");
        library.submit();
        const auto named
            = [&](const QString &words) { return library.workspace.run(u"library.list"_s, Json::object({{"named", words}})).value("documents"); };
        QCOMPARE(named(u"muhl water"_s).size(), 1); // parts of words, in any order
        QCOMPARE(named(u"mill_race"_s).size(), 1); // no wildcard
        QCOMPARE(named(u"mill race txt"_s).size(), 2);
        QCOMPARE(named(u"%"_s).size(), 0);
        QCOMPARE(named(u"wheel"_s).size(), 0); // that is for the search
    }

    void whatIsLearntOutlivesAClosing()
    {
        Library library;
        library.fill();
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const QString model = library.index().value("model").toString();
        const Json args = Json::object({{"id", library.idOf(u"dash"_s)}, {"least", 0}});
        const QStringList before = namesOf(library.workspace.run(u"library.similar"_s, args).value("similar"));
        library.workspace.reopen();
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        QCOMPARE(library.index().value("model").toString(), model);
        QCOMPARE(namesOf(library.workspace.run(u"library.similar"_s, args).value("similar")), before);
    }

    void withoutEnoughDocumentsItSaysThatNothingIsLearnt()
    {
        Library library;
        library.write(u"one.txt"_s, "One text alone.");
        library.submit();
        QTRY_COMPARE(library.index().value("behind").toInt(), 0);
        QVERIFY(library.index().value("model").isNull());
        const Json answer = library.workspace.run(u"library.similar"_s, Json::object({{"id", library.idOf(u"one"_s)}}));
        QCOMPARE(answer.value("similar").size(), 0);
        QVERIFY(answer.value("index").value("model").isNull());
    }

    void stepsWriteVectorsAndSimilarDocuments()
    {
        Library library;
        library.fill();
        library.workspace.save(kMeaning);
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const QString model = library.index().value("model").toString();
        const Json documents
            = Json::array({Json::object({{"id", "q1"}, {"type", "note"}, {"data", Json::object({{"source_text", library.texts.at(9)}})}})});
        library.workspace.run(u"submit.documents"_s, Json::object({{"pipeline", "meaning"}, {"documents", documents}}));
        library.workspace.untilIdle();
        QCOMPARE(library.workspace.statusOf(u"q1"_s), u"completed"_s);
        const Json data = library.workspace.dataOf(u"q1"_s);
        const Json vector = data.value("vector");
        QCOMPARE(vector.value("model").toString(), model);
        QCOMPARE(vector.value("provider").toString(), u"workspace"_s);
        QCOMPARE(vector.value("values").size(), vector.value("dimensions").toInt());
        double length = 0;
        for (const Json &value : vector.value("values").items())
            length += value.toDouble() * value.toDouble();
        QVERIFY(std::abs(length - 1) < 1e-3);
        const Json similar = data.value("similar");
        QCOMPARE(similar.value("model").toString(), model);
        QVERIFY(similar.value("documents").size() >= 1 && similar.value("documents").size() <= 3);
        const Json first = similar.value("documents").at(0);
        QVERIFY(first.value("similarity").toDouble() > 0.99); // its own text, in a file
        const QString source = library.workspace.dataOf(first.value("context").toString()).value("source_text").toString();
        QVERIFY(source.contains("Pre-Depends"_L1));
        const Json passage = first.value("passage");
        QCOMPARE(source.toUtf8().sliced(passage.value("from").toInt(), passage.value("to").toInt() - passage.value("from").toInt()),
                 passage.value("text").toString().toUtf8());
    }

    void aTrialFindsWhatARunFinds()
    {
        Library library;
        library.fill();
        library.workspace.save(kMeaning);
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const Json documents
            = Json::array({Json::object({{"id", "q1"}, {"type", "note"}, {"data", Json::object({{"source_text", library.texts.at(9)}})}})});
        library.workspace.run(u"submit.documents"_s, Json::object({{"pipeline", "meaning"}, {"documents", documents}}));
        library.workspace.untilIdle();
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        // Of the same context: it is not like itself here either.
        const Json trial = library.tried(Json::object({{"pipeline", "meaning"}, {"input", Json::object({{"context", "q1"}})}}));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        const Json tried = trial.value("steps").at(1).value("output");
        const Json ran = library.workspace.dataOf(u"q1"_s);
        QCOMPARE(trial.value("steps").at(1).value("state").toString(), u"done"_s);
        QCOMPARE(tried.value("vector").value("model").toString(), ran.value("vector").value("model").toString());
        QCOMPARE(tried.value("vector").value("values").size(), ran.value("vector").value("values").size());
        QCOMPARE(tried.value("similar").value("documents").at(0).value("context").toString(),
                 ran.value("similar").value("documents").at(0).value("context").toString());
        for (const Json &similar : tried.value("similar").value("documents").items())
            QVERIFY(similar.value("context").toString() != "q1"_L1);
        // A provider is not asked, and what it would have said is not made up.
        const Json off = library.tried(parsed("{'definition':{'format':'millrace.pipeline/1','id':'off','nodes':[{'id':'e','component':'embed',"
                                              "'config':{'provider':'somewhere'}},{'id':'end','component':'test_echo'}],"
                                              "'links':[{'from':{'node':'e'},'to':{'node':'end'}}]},'input':{'document':{'source_text':'Hello'}}}"));
        QCOMPARE(off.value("state").toString(), u"done"_s);
        QCOMPARE(off.value("steps").at(0).value("state").toString(), u"passed_over"_s);
        QVERIFY(off.value("steps").at(0).value("notes").toBytes().contains("off in a trial"));
        QVERIFY(!off.value("steps").at(1).value("output").contains("vector"));
    }

    /// Whatever a step needs of its surroundings, a trial has it, or passes the step over and says so.
    void noBuiltInStepLacksAnythingInATrial()
    {
        Library library;
        library.fill();
        library.workspace.save(kMeaning);
        QTRY_VERIFY_WITH_TIMEOUT(library.isSettled(), 30'000);
        const QByteArray folder = library.folder.path().toUtf8();
        // What a step cannot do without; the others have a usual form of everything.
        const QHash<QString, Json> configs{
            {u"template"_s, parsed("{'template':'tmpl_faq'}")},
            {u"filter"_s, parsed("{'expression':'title'}")},
            {u"jmespath"_s, parsed("{'expression':'title','into':'x'}")},
            {u"http_request"_s, parsed("{'url':'http://127.0.0.1:9/x'}")},
            {u"lookup_service"_s, parsed("{'value':'title','url':'http://127.0.0.1:9/{value}'}")},
            {u"lookup"_s, parsed("{'value':'title','key':'name','table':[{'name':'Rivers','id':1}]}")},
            {u"publish"_s, parsed("{'to':'folder','at':'" + folder + "','name':'title','content':'title'}")},
            {u"publish_event"_s, parsed("{'topic':'said'}")},
            {u"quality_check"_s, parsed("{'rules':[{'path':'title','rule':'required'}]}")},
            {u"report"_s, parsed("{'text':'# {{ title }}'}")},
            {u"script"_s, parsed("{'source':'function run(data) { data.x = 1; }'}")},
            {u"pipeline"_s, parsed("{'pipeline':'plain'}")},
            {u"tag"_s, parsed("{'rules':[{'tag':'a','match':'any','terms':['water']}]}")},
            {u"classify"_s, parsed("{'rules':[{'label':'a','terms':['water']}]}")},
            {u"wait"_s, parsed("{'signal':'go'}")},
            {u"split"_s, parsed("{'items':'parts'}")},
        };
        const Json document
            = parsed("{'title':'Rivers','keywords':['water'],'parts':[],'source_text':'Rivers carry water to the sea. They begin in the "
                     "hills, and end where the land does. Ada Lovelace saw one in London.'}");
        const Json components = library.workspace.run(u"component.list"_s).value("components");
        QStringList lacking;
        for (const Json &component : components.items()) {
            const QString name = component.value("name").toString();
            if (!component.value("own").toBool() || name == "join"_L1) // which no pipeline has alone
                continue;
            const Json node = Json::object({{"id", "it"}, {"component", name}, {"config", configs.value(name, Json::object())}});
            const Json trial = library.tried(
                Json::object({{"definition", Json::object({{"format", "millrace.pipeline/1"}, {"id", "one"}, {"nodes", Json::array({node})}})},
                              {"only", "it"},
                              {"input", Json::object({{"document", document}})}}));
            const Json &step = trial.value("steps").at(0);
            const QString code = step.value("error").value("code").toString();
            // A step may find nothing to work on here, or wait; it may not miss what a run would give it.
            if (!step.isObject() || (!code.isEmpty() && code != errorCodeName(ErrorCode::InputInvalid) && code != errorCodeName(ErrorCode::NotFound)))
                lacking.append(name + u": "_s + QString::fromUtf8(step.toBytes()));
        }
        QVERIFY2(lacking.isEmpty(), qPrintable(lacking.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TestLibrary)
#include "tst_library.moc"
