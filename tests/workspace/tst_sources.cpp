// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/services.h"
#include "workspace/openworkspace.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QStandardPaths>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}";

/// A text of some sentences that is like no other's.
QByteArray textFor(int n)
{
    QByteArray text;
    for (int i = 0; i < 40; ++i)
        text += "word" + QByteArray::number(n * 1000 + i) + (i % 8 == 7 ? ". " : " ");
    return text + '\n';
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A workspace and a folder that it watches, with hurried times.
class Watched
{
public:
    Watched() { workspace.save(kPlain); }

    [[nodiscard]] QString inbox() const { return folder.path(); }
    void write(const QString &name, const QByteArray &bytes) const { writeFile(folder.filePath(name), bytes); }
    Json add(const Json &more = Json::object())
    {
        Json args = Json::object(
            {{"id", "inbox"}, {"folder", folder.path()}, {"pipeline", "plain"}, {"settle_ms", 60}, {"rest_ms", 100}, {"rescan_ms", 150}});
        for (const JsonMember &member : more.members())
            args.insert(member.key, member.value);
        return workspace.run(u"source.add"_s, args);
    }
    Json scan() { return workspace.run(u"source.scan"_s, parsed("{'id':'inbox','wait_s':20}")); }
    qint64 submitted()
    {
        workspace.untilIdle();
        return workspace.run(u"stats"_s).value("submitted").toInt();
    }
    QStringList files(const QString &state)
    {
        QStringList names;
        const Json answer = workspace.run(u"source.files"_s, Json::object({{"id", "inbox"}, {"state", state}}));
        for (const Json &file : answer.value("files").items())
            names.append(file.value("path").toString());
        return names;
    }
    Json listed()
    {
        const Json answer = workspace.run(u"source.list"_s);
        for (const Json &source : answer.value("sources").items()) {
            if (source.value("id").toString() == "inbox"_L1)
                return source;
        }
        return {};
    }

    OpenWorkspace workspace;
    QTemporaryDir folder;
};

} // namespace

/// Files on their way in: originals, duplicates, versions, watched folders.
class TestSources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    // --- originals ------------------------------------------------------------------------------------------------------------
    void aContextNamesItsOriginalAndTheBytesComeBack()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        watched.write(u"note.txt"_s, textFor(1));
        const Json answer
            = workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox() + u"/note.txt"_s})}}));
        const QString id = answer.value("ids").at(0).toString();
        const Json original = workspace.dataOf(id).value("original");
        QCOMPARE(original.value("hash").toString(), originalHash(textFor(1)));
        QCOMPARE(original.value("name").toString(), u"note.txt"_s);
        QCOMPARE(original.value("size").toInt(), textFor(1).size());
        QCOMPARE(original.value("media_type").toString(), u"text/plain"_s);
        const Json origin = workspace.run(u"context.origin"_s, Json::object({{"id", id}})).value("document");
        QCOMPARE(origin.value("path").toString(), watched.inbox() + u"/note.txt"_s);
        QCOMPARE(origin.value("version").toInt(), 1);
        const QString to = watched.inbox() + u"/again.txt"_s;
        workspace.run(u"original.export"_s, Json::object({{"context", id}, {"path", to}}));
        QCOMPARE(bytesOf(to), textFor(1));
        // What is there is not replaced.
        QCOMPARE(workspace.ask(u"original.export"_s, Json::object({{"context", id}, {"path", to}})).error().code, ErrorCode::AlreadyExists);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aRowOfAFileSaysNothingInItsDataAndIsLinkedAllTheSame()
    {
        Watched watched;
        watched.write(u"rows.jsonl"_s, "{\"id\":\"r1\",\"data\":{\"title\":\"One\"}}\n{\"id\":\"r2\",\"data\":{\"title\":\"Two\"}}\n");
        watched.workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox() + u"/rows.jsonl"_s})}}));
        QVERIFY(!watched.workspace.dataOf(u"r1"_s).contains("original"));
        const Json one = watched.workspace.run(u"context.origin"_s, parsed("{'id':'r1'}")).value("document");
        const Json two = watched.workspace.run(u"context.origin"_s, parsed("{'id':'r2'}")).value("document");
        QCOMPARE(one.value("name").toString(), u"rows.jsonl"_s);
        QCOMPARE(one.value("id").toString(), two.value("id").toString());
    }

    void aLargeFileIsKeptWhole()
    {
        Watched watched;
        QByteArray lines;
        for (int i = 0; lines.size() < 20 * 1024 * 1024; ++i)
            lines += "{\"id\":\"big-" + QByteArray::number(i) + "\",\"data\":{\"title\":\"T\",\"text\":\"" + QByteArray(4000, char('a' + i % 26))
                + "\"}}\n";
        watched.write(u"big.jsonl"_s, lines);
        watched.workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox() + u"/big.jsonl"_s})}}));
        const QString to = watched.inbox() + u"/out"_s;
        const Json exported = watched.workspace.run(u"original.export"_s, Json::object({{"context", "big-7"}, {"path", to}}));
        QCOMPARE(exported.value("size").toInt(), lines.size());
        QVERIFY(bytesOf(to) == lines);
        QVERIFY(watched.workspace.run(u"original.get"_s).value("stored_bytes").toInt() < lines.size() / 4);
    }

    void aStepReadsItsOriginalAndKeepsWhatItFindsInIt()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'reads','nodes':[{'id':'a','component':'test_original','config':{'keep':true}}],'links':[]}");
        watched.write(u"a.txt"_s, textFor(1));
        const Json answer
            = workspace.run(u"submit.files"_s, Json::object({{"pipeline", "reads"}, {"paths", Json::array({watched.inbox() + u"/a.txt"_s})}}));
        workspace.untilIdle();
        const Json read = workspace.dataOf(answer.value("ids").at(0).toString()).value("read");
        QCOMPARE(read.value("hash").toString(), originalHash(textFor(1)));
        QCOMPARE(read.value("name").toString(), u"a.txt"_s);
        const QString part = originalHash(textFor(1).first(textFor(1).size() / 2));
        QCOMPARE(workspace.run(u"original.get"_s, Json::object({{"hash", part}})).value("name").toString(), u"part.bin"_s);
    }

    // --- duplicates and versions -------------------------------------------------------------------------------------------------
    void theSameBytesAreKeptOnceAndSayWhatTheyDuplicate()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        watched.write(u"a.txt"_s, textFor(1));
        watched.write(u"b.txt"_s, textFor(1));
        watched.write(u"c.txt"_s, textFor(2));
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox()})}}));
        QCOMPARE(workspace.run(u"original.get"_s).value("count").toInt(), 2);
        const Json documents = workspace.run(u"library.list"_s).value("documents");
        QCOMPARE(documents.size(), 3);
        const Json &first = documents.at(2);
        const Json &second = documents.at(1);
        QCOMPARE(first.value("name").toString(), u"a.txt"_s);
        QVERIFY(first.value("duplicate_of").isNull());
        QCOMPARE(second.value("duplicate_of").toString(), first.value("id").toString());
        const Json whole = workspace.run(u"library.get"_s, Json::object({{"id", first.value("id")}}));
        QCOMPARE(whole.value("duplicates").size(), 1);
        const QString context
            = workspace.run(u"library.get"_s, Json::object({{"id", second.value("id")}})).value("contexts").at(0).value("id").toString();
        QCOMPARE(workspace.dataOf(context).value("original").value("duplicate_of").toString(), first.value("id").toString());
        QCOMPARE(workspace.run(u"library.list"_s, parsed("{'duplicates':true}")).value("documents").size(), 2);
        QCOMPARE(workspace.run(u"library.list"_s, parsed("{'duplicates':false}")).value("documents").size(), 1);
    }

    void aChangedFileIsTheNextVersionAndTheSameFileIsNone()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        const Json args = Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox() + u"/a.txt"_s})}});
        watched.write(u"a.txt"_s, textFor(1));
        workspace.run(u"submit.files"_s, args);
        workspace.run(u"submit.files"_s, args);
        QCOMPARE(workspace.run(u"library.list"_s, parsed("{'all_versions':true}")).value("documents").size(), 1);
        watched.write(u"a.txt"_s, textFor(2));
        workspace.run(u"submit.files"_s, args);
        const Json latest = workspace.run(u"library.list"_s).value("documents");
        QCOMPARE(latest.size(), 1);
        QCOMPARE(latest.at(0).value("version").toInt(), 2);
        const Json versions = workspace.run(u"library.get"_s, Json::object({{"id", latest.at(0).value("id")}})).value("versions");
        QCOMPARE(versions.size(), 2);
        QCOMPARE(versions.at(1).value("hash").toString(), originalHash(textFor(1)));
    }

    void whatReadsAlikeIsShownWithItsLikeness()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        QByteArray text;
        for (int i = 0; i < 40; ++i)
            text += textFor(i);
        watched.write(u"a.txt"_s, text);
        watched.write(u"b.txt"_s, QByteArray(text).replace(textFor(3), textFor(103)).replace(textFor(30), textFor(130)));
        watched.write(u"c.txt"_s, textFor(99));
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox()})}}));
        workspace.untilIdle();
        const QString a = workspace.run(u"library.list"_s).value("documents").at(2).value("id").toString();
        QTRY_COMPARE(workspace.run(u"library.get"_s, Json::object({{"id", a}})).value("near").size(), 1);
        const Json near = workspace.run(u"library.get"_s, Json::object({{"id", a}})).value("near").at(0);
        QCOMPARE(near.value("document").value("name").toString(), u"b.txt"_s);
        QVERIFY(near.value("similarity").toDouble() > 0.8 && near.value("similarity").toDouble() < 1);
    }

    void pastedTextIsADocumentWithoutAPath()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        for (int i = 0; i < 2; ++i)
            workspace.run(u"submit.content"_s, parsed("{'pipeline':'plain','text':'A pasted thought.','name':'Thought.txt','source':'paste'}"));
        const Json documents = workspace.run(u"library.list"_s, parsed("{'source':'paste'}")).value("documents");
        QCOMPARE(documents.size(), 2);
        QVERIFY(documents.at(0).value("path").isNull());
        QCOMPARE(documents.at(0).value("duplicate_of").toString(), documents.at(1).value("id").toString());
    }

    // --- the library -------------------------------------------------------------------------------------------------------------
    void theLibraryIsPagedFilteredCountedAndSearched()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        for (int i = 0; i < 12; ++i)
            watched.write(u"text%1.txt"_s.arg(i), textFor(i));
        watched.write(u"page.html"_s, "<html lang='de'><title>Wasserrad</title><body><p>Das oberschlächtige Wasserrad dreht sich.</p></body></html>");
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox()})}, {"source", "drop"}}));
        workspace.untilIdle();
        QStringList names;
        Json args = Json::object({{"limit", 5}});
        for (int pages = 0; pages < 4; ++pages) {
            const Json page = workspace.run(u"library.list"_s, args);
            for (const Json &document : page.value("documents").items())
                names.append(document.value("name").toString());
            if (page.value("next").isNull())
                break;
            args.insert("after", page.value("next"));
        }
        QCOMPARE(names.size(), 13);
        QCOMPARE(QSet<QString>(names.cbegin(), names.cend()).size(), 13);
        QCOMPARE(workspace.run(u"library.list"_s, parsed("{'format':'html'}")).value("documents").size(), 1);
        QTRY_COMPARE(workspace.run(u"library.list"_s, parsed("{'language':'de'}")).value("documents").size(), 1);
        const Json facets = workspace.run(u"library.facets"_s);
        QCOMPARE(facets.value("total").toInt(), 13);
        QCOMPARE(facets.value("facets").value("format").at(0).value("value").toString(), u"text"_s);
        QCOMPARE(facets.value("facets").value("format").at(0).value("count").toInt(), 12);
        QCOMPARE(facets.value("facets").value("language").at(0).value("value").toString(), u"de"_s);
        // What is counted follows languages and the words that are looked for.
        const Json german = workspace.run(u"library.facets"_s, parsed("{'language':'de'}"));
        QCOMPARE(german.value("total").toInt(), 1);
        QCOMPARE(german.value("facets").value("format").at(0).value("value").toString(), u"html"_s);
        const Json sought = workspace.run(u"library.facets"_s, parsed("{'query':'wasserrad','ranking':'text'}"));
        QCOMPARE(sought.value("total").toInt(), 1);
        QCOMPARE(sought.value("facets").value("format").size(), 1);
        QCOMPARE(workspace.run(u"library.facets"_s, parsed("{'query':'nowhere','ranking':'text'}")).value("total").toInt(), 0);
        const Json hits = workspace.run(u"library.search"_s, parsed("{'query':'wasserrad'}")).value("hits");
        QCOMPARE(hits.size(), 1);
        QCOMPARE(hits.at(0).value("document").value("name").toString(), u"page.html"_s);
        QVERIFY(hits.at(0).value("snippet").toString().contains(u"Wasserrad"_s));
        QCOMPARE(workspace.run(u"library.search"_s, parsed("{'query':'wasserrad','format':'text'}")).value("hits").size(), 0);
    }

    void everyThingInAFileIsFound()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        QByteArray lines;
        for (int i = 0; i < 300; ++i)
            lines += "{\"data\":{\"source_text\":\"Invoice number " + QByteArray::number(i) + " for " + textFor(i < 2 ? 7 : i).trimmed() + "\"}}\n";
        watched.write(u"box.jsonl"_s, lines);
        watched.write(u"letter.txt"_s, "A letter about an invoice.\n");
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox()})}}));
        workspace.untilIdle();
        QTRY_COMPARE(workspace.run(u"library.search"_s, parsed("{'query':'invoice','ranking':'text'}")).value("index").value("behind").toInt(), 0);
        QSet<QString> contexts;
        QSet<QString> names;
        for (int skip = 0; skip < 400; skip += 100) {
            const Json hits
                = workspace.run(u"library.search"_s, Json::object({{"query", "invoice"}, {"ranking", "text"}, {"skip", skip}, {"limit", 100}}))
                      .value("hits");
            for (const Json &hit : hits.items()) {
                contexts.insert(hit.value("context").toString());
                names.insert(hit.value("document").value("name").toString());
            }
        }
        QCOMPARE(contexts.size(), 301);
        QCOMPARE(names.size(), 2);
        // Two of one file that are nearly the same are near one another.
        const Json documents = workspace.run(u"library.list"_s, parsed("{'format':'jsonl'}")).value("documents");
        const Json near = workspace.run(u"library.get"_s, Json::object({{"id", documents.at(0).value("id")}})).value("near");
        QVERIFY2(near.size() >= 2, near.toBytes().constData());
        QVERIFY(near.at(0).value("of").toString() != near.at(0).value("context").toString());
    }

    void rowsAndObjectsAreFoundByWhatTheySay()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        watched.write(u"comments.csv"_s, "author,date,comment\nAda,2026-01-02,The waterwheel squeaks\nBo,2026-01-03,All is quiet\n");
        watched.write(u"app.jsonl"_s, "{\"ts\":1,\"level\":\"error\",\"msg\":\"sluice jammed\"}\n{\"ts\":2,\"level\":\"info\",\"msg\":\"fine\"}\n");
        workspace.save("{'format':'millrace.pipeline/1','id':'other','nodes':[{'id':'a','component':'jmespath','config':{'expression':'{n: "
                       "`1`}','replace':true}}],"
                       "'links':[]}");
        watched.write(u"lost.txt"_s, "The tailrace was cleared in spring.\n");
        workspace.run(u"submit.files"_s,
                      Json::object({{"pipeline", "plain"},
                                    {"paths", Json::array({watched.folder.filePath(u"comments.csv"_s), watched.folder.filePath(u"app.jsonl"_s)})}}));
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "other"}, {"paths", Json::array({watched.folder.filePath(u"lost.txt"_s)})}}));
        workspace.untilIdle();
        const auto found = [&workspace](const QString &query) {
            return workspace.run(u"library.search"_s, Json::object({{"query", query}, {"ranking", "text"}})).value("hits");
        };
        QTRY_COMPARE(found(u"waterwheel"_s).size(), 1);
        QCOMPARE(found(u"waterwheel"_s).at(0).value("document").value("name").toString(), u"comments.csv"_s);
        QVERIFY(found(u"waterwheel"_s).at(0).value("snippet").toString().contains(u"comment: The waterwheel"_s));
        QTRY_COMPARE(found(u"jammed error"_s).size(), 1);
        QTRY_COMPARE(found(u"tailrace"_s).size(), 1); // though its pipeline left nothing of the text
    }

    void aFilterNarrowsWhatIsSearched()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        for (int i = 0; i < 5; ++i)
            watched.write(u"old%1.html"_s.arg(i), "<html><body><p>An invoice of " + textFor(i) + "</p></body></html>");
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox()})}}));
        QByteArray lines;
        for (int i = 0; i < 2'600; ++i)
            lines += "{\"data\":{\"source_text\":\"invoice invoice " + QByteArray::number(i) + "\"}}\n";
        watched.write(u"box.jsonl"_s, lines);
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.folder.filePath(u"box.jsonl"_s)})}}));
        workspace.untilIdle();
        QTRY_COMPARE_WITH_TIMEOUT(
            workspace.run(u"library.search"_s, parsed("{'query':'invoice','ranking':'text'}")).value("index").value("behind").toInt(), 0, 60'000);
        const Json hits = workspace.run(u"library.search"_s, parsed("{'query':'invoice','ranking':'text','format':'html'}")).value("hits");
        QCOMPARE(hits.size(), 5);
        const Json facets = workspace.run(u"library.facets"_s, parsed("{'query':'invoice','ranking':'text','format':'html'}"));
        QCOMPARE(facets.value("total").toInt(), 5);
    }

    void theLanguageIsToldWhereNobodySaysIt()
    {
        Watched watched;
        watched.write(u"a.txt"_s,
                      "Das oberschlächtige Wasserrad dreht sich langsam, weil das Wasser von oben auf die Schaufeln fällt und sie mit seinem Gewicht "
                      "nach unten drückt. Die Mühle mahlt damit seit vielen Jahren das Korn der Bauern aus dem Tal.\n");
        watched.workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({watched.inbox()})}}));
        watched.workspace.untilIdle();
        QTRY_COMPARE(watched.workspace.run(u"library.list"_s, parsed("{'language':'de'}")).value("documents").size(), 1);
    }

    void whatLiesInAMailIsADocument()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        const QByteArray page = "<html><body><p>The sluice gate opens at dawn, " + textFor(3) + "</p></body></html>";
        watched.write(u"page.html"_s, page);
        watched.write(u"mail.eml"_s,
                      "From: a@example.org\r\nSubject: Gate\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
                      "Content-Type: text/plain\r\n\r\nSee the page.\r\n--x\r\nContent-Type: text/html; name=\"page.html\"\r\n"
                      "Content-Disposition: attachment; filename=\"page.html\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                          + page.toBase64() + "\r\n--x--\r\n");
        const Json answer = workspace.run(
            u"submit.files"_s,
            Json::object(
                {{"pipeline", "plain"}, {"paths", Json::array({watched.folder.filePath(u"page.html"_s), watched.folder.filePath(u"mail.eml"_s)})}}));
        if (answer.value("refused").toBytes().contains("child process"))
            QSKIP("no program for a child process here");
        workspace.untilIdle();
        const Json documents = workspace.run(u"library.list"_s).value("documents");
        QCOMPARE(documents.size(), 3);
        QCOMPARE(documents.at(0).value("path").toString(), watched.folder.filePath(u"mail.eml/page.html"_s));
        QCOMPARE(documents.at(0).value("duplicate_of").toString(), documents.at(2).value("id").toString());
        const Json data = workspace.dataOf(answer.value("ids").at(2).toString());
        QCOMPARE(data.value("original").value("hash").toString(), originalHash(page));
    }

    void aPipelineThatWorksOnAllOfAFileGetsItAsOne()
    {
        Watched watched;
        OpenWorkspace &workspace = watched.workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'whole','gather':'rows','nodes':[{'id':'count','component':'jmespath','config':{"
                       "'expression':'length(rows)','into':'count'}}],'links':[]}");
        watched.write(u"orders.csv"_s, "code,amount\nC-1,5\nC-2\nC-3,7\n");
        const Json answer = workspace.run(u"submit.files"_s,
                                          Json::object({{"pipeline", "whole"}, {"paths", Json::array({watched.folder.filePath(u"orders.csv"_s)})}}));
        workspace.untilIdle();
        QCOMPARE(answer.value("ids").size(), 1);
        QCOMPARE(answer.value("refused").size(), 1); // the broken row waits by itself
        const Json data = workspace.dataOf(answer.value("ids").at(0).toString());
        QCOMPARE(data.value("count").toInt(), 2);
        QCOMPARE(data.value("original").value("name").toString(), u"orders.csv"_s);
        // It is the file, not a part of it, and is found by what its rows say.
        const Json hits = [&] {
            Json found;
            [&] { QTRY_COMPARE((found = workspace.run(u"library.search"_s, parsed("{'query':'C-3','ranking':'text'}")).value("hits")).size(), 1); }();
            return found;
        }();
        QVERIFY(!hits.at(0).value("document").value("is_part").toBool(true));
        // As from a watched folder, and pasted.
        watched.add(parsed("{'pipeline':'whole'}"));
        watched.write(u"more.csv"_s, "code,amount\nC-4,5\nC-5,6\nC-6,7\n");
        watched.scan();
        QTRY_COMPARE(watched.files(u"taken"_s).size(), 2);
        workspace.untilIdle();
        const Json pasted
            = workspace.run(u"submit.content"_s, Json::object({{"pipeline", "whole"}, {"name", "pasted.csv"}, {"text", "a\n1\n2\n3\n4\n"}}));
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(pasted.value("ids").at(0).toString()).value("count").toInt(), 4);
    }

    // --- watched folders ---------------------------------------------------------------------------------------------------------
    void takesWhatIsThereAndWhatComesAndNothingTwice()
    {
        Watched watched;
        watched.write(u"before.txt"_s, textFor(1));
        watched.add();
        QCOMPARE(watched.scan().value("taken").toInt(), 1);
        watched.write(u"after.txt"_s, textFor(2));
        QTRY_COMPARE(watched.files(u"taken"_s).size(), 2); // without being asked
        watched.workspace.reopen();
        watched.write(u"later.txt"_s, textFor(3));
        watched.scan();
        QCOMPARE(watched.submitted(), 3);
        QCOMPARE(watched.workspace.run(u"library.list"_s, parsed("{'source':'inbox'}")).value("documents").size(), 3);
    }

    void waitsUntilAFileStopsChanging()
    {
        Watched watched;
        watched.add(parsed("{'settle_ms':400}"));
        QFile file(watched.folder.filePath(u"slow.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 12; ++i) {
            file.write(textFor(i));
            file.flush();
            QTest::qWait(60);
            QCOMPARE(watched.files(u"taken"_s).size(), 0);
        }
        file.close();
        watched.scan();
        QCOMPARE(watched.files(u"taken"_s), QStringList{u"slow.txt"_s});
        QCOMPARE(watched.submitted(), 1);
    }

    void passesOverUnfinishedNamesUntilTheyAreRenamed()
    {
        Watched watched;
        watched.add(parsed("{'exclude':['*.bak','drafts/*']}"));
        QVERIFY(QDir(watched.inbox()).mkpath(u"drafts"_s));
        for (const QString &name : {u"a.txt.part"_s, u"b.crdownload"_s, u".hidden.txt"_s, u"~$c.txt"_s, u"d.bak"_s, u"drafts/e.txt"_s})
            watched.write(name, textFor(1));
        watched.scan();
        QCOMPARE(watched.listed().value("files").value("taken").toInt(), 0);
        QVERIFY(QFile::rename(watched.folder.filePath(u"a.txt.part"_s), watched.folder.filePath(u"a.txt"_s)));
        watched.scan();
        QCOMPARE(watched.files(u"taken"_s), QStringList{u"a.txt"_s});
    }

    void aTouchedFileIsNothingNewAndAChangedOneIsAVersion()
    {
        Watched watched;
        watched.write(u"a.txt"_s, textFor(1));
        watched.add();
        watched.scan();
        const utimbuf times{1'600'000'000, 1'600'000'000};
        QCOMPARE(::utime(QFile::encodeName(watched.folder.filePath(u"a.txt"_s)).constData(), &times), 0);
        watched.scan();
        QCOMPARE(watched.submitted(), 1);
        watched.write(u"a.txt"_s, textFor(2));
        watched.scan();
        QCOMPARE(watched.submitted(), 2);
        QCOMPARE(watched.workspace.run(u"library.list"_s).value("documents").at(0).value("version").toInt(), 2);
    }

    void putsFilesAwayOnceTheyAreIn_data()
    {
        QTest::addColumn<QString>("after");
        QTest::newRow("moved") << u"move"_s;
        QTest::newRow("deleted") << u"delete"_s;
    }
    void putsFilesAwayOnceTheyAreIn()
    {
        QFETCH(QString, after);
        Watched watched;
        watched.write(u"a.txt"_s, textFor(1));
        watched.add(Json::object({{"after", after}, {"move_to", "done"}}));
        watched.scan();
        QTRY_COMPARE(watched.files(u"put_away"_s), QStringList{u"a.txt"_s});
        QVERIFY(!QFile::exists(watched.folder.filePath(u"a.txt"_s)));
        QCOMPARE(QFile::exists(watched.folder.filePath(u"done/a.txt"_s)), after == "move"_L1);
        // Another one of the same name goes beside it.
        watched.write(u"a.txt"_s, textFor(2));
        watched.scan();
        QTRY_VERIFY(!QFile::exists(watched.folder.filePath(u"a.txt"_s)));
        QCOMPARE(QFile::exists(watched.folder.filePath(u"done/a-2.txt"_s)), after == "move"_L1);
        QCOMPARE(watched.submitted(), 2);
    }

    void aCopyThatStallsLosesNothing_data()
    {
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("stays_open");
        QTest::newRow("moved, open") << u"move"_s << true;
        QTest::newRow("moved, opened again") << u"move"_s << false;
        QTest::newRow("deleted, open") << u"delete"_s << true;
        QTest::newRow("deleted, opened again") << u"delete"_s << false;
    }
    void aCopyThatStallsLosesNothing()
    {
        QFETCH(QString, after);
        QFETCH(bool, stays_open);
        Watched watched;
        // Where the system does not tell that somebody writes, time alone does.
        watched.add(Json::object({{"after", after}, {"move_to", "done"}, {"rest_ms", stays_open ? 500 : 2'000}}));
        QFile file(watched.folder.filePath(u"slow.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(textFor(1));
        file.flush();
        if (stays_open) {
            QTest::qWait(250);
            QCOMPARE(watched.files(u"taken"_s).size(), 0);
        } else {
            file.close();
        }
        QTRY_COMPARE(watched.files(u"taken"_s).size(), 1);
        if (stays_open)
            QTest::qWait(1'000);
        QVERIFY(QFile::exists(file.fileName()));
        if (!stays_open)
            QVERIFY(file.open(QIODevice::Append));
        file.write(textFor(2));
        file.close();
        QTRY_COMPARE(watched.files(u"put_away"_s).size(), 1);
        if (after == "move"_L1)
            QCOMPARE(bytesOf(watched.folder.filePath(u"done/slow.txt"_s)), textFor(1) + textFor(2));
        const Json documents = watched.workspace.run(u"library.list"_s).value("documents");
        QCOMPARE(documents.size(), 1);
        QCOMPARE(documents.at(0).value("size").toInt(), textFor(1).size() + textFor(2).size());
    }

    // --- what no pipeline takes -------------------------------------------------------------------------------------------------------
    void aDrainingPipelineKeepsFilesWaitingAndLosesNone()
    {
        Watched watched;
        watched.workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'draining'}"));
        watched.write(u"a.txt"_s, textFor(1));
        watched.add(parsed("{'after':'delete','rescan_ms':60000}"));
        watched.scan();
        const Json failed = watched.workspace.run(u"source.files"_s, parsed("{'id':'inbox','state':'failed'}")).value("files");
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).value("reason").value("code").toString(), errorCodeName(ErrorCode::PipelineClosed));
        // The same again would fail the same: it is not read at every look.
        watched.scan();
        QCOMPARE(watched.workspace.run(u"source.files"_s, parsed("{'id':'inbox'}")).value("files").at(0).value("attempts").toInt(), 1);
        QVERIFY(QFile::exists(watched.folder.filePath(u"a.txt"_s)));
        watched.workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'running'}"));
        QTRY_COMPARE(watched.files(u"failed"_s).size(), 0);
        QCOMPARE(watched.submitted(), 1);
    }

    void aFileThatNamesNoPipelineSaysSo()
    {
        Watched watched;
        watched.write(u"a.txt"_s, textFor(1));
        watched.write(u"none.json"_s, "[]");
        watched.add(parsed("{'pipeline':''}"));
        watched.scan();
        watched.scan();
        const Json failed = watched.workspace.run(u"source.files"_s, parsed("{'id':'inbox','state':'failed'}")).value("files");
        QCOMPARE(failed.size(), 2);
        QCOMPARE(failed.at(0).value("reason").value("code").toString(), errorCodeName(ErrorCode::ContextInvalid));
        QVERIFY(failed.at(1).value("reason").isObject());
        QCOMPARE(failed.at(1).value("attempts").toInt(), 1);
    }

    void aFileThatIsTakenInPartGoesOnWhereItWasTurnedAway()
    {
        Watched watched;
        QByteArray lines;
        for (int i = 0; i < 200; ++i)
            lines += "{\"pipeline\":\"" + QByteArray(i < 150 ? "plain" : "later") + "\",\"data\":{\"n\":" + QByteArray::number(i) + "}}\n";
        watched.write(u"rows.jsonl"_s, lines);
        watched.add(parsed("{'pipeline':'','after':'delete'}"));
        watched.scan();
        QCOMPARE(watched.submitted(), 150);
        QCOMPARE(watched.files(u"failed"_s), QStringList{u"rows.jsonl"_s});
        QVERIFY(QFile::exists(watched.folder.filePath(u"rows.jsonl"_s)));
        watched.workspace.save(QByteArray(kPlain).replace("'plain'", "'later'"));
        QTRY_COMPARE(watched.files(u"put_away"_s), QStringList{u"rows.jsonl"_s});
        QCOMPARE(watched.submitted(), 200);
    }

    /// The source asks for all of a file as one by then: that one is not the first of the rows that were taken.
    void aFileThatIsTakenInPartIsReadAnewWhereItIsGatheredLater()
    {
        Watched watched;
        watched.workspace.save("{'format':'millrace.pipeline/1','id':'whole','gather':'rows','nodes':[{'id':'count','component':'jmespath','config':{"
                               "'expression':'length(rows)','into':'count'}}],'links':[]}");
        watched.write(u"rows.jsonl"_s, "{\"pipeline\":\"plain\",\"data\":{\"n\":1}}\n{\"pipeline\":\"later\",\"data\":{\"n\":2}}\n");
        watched.add(parsed("{'pipeline':'','after':'delete'}"));
        watched.scan();
        QCOMPARE(watched.submitted(), 1);
        QCOMPARE(watched.files(u"failed"_s), QStringList{u"rows.jsonl"_s});
        watched.add(parsed("{'pipeline':'whole','after':'delete'}"));
        watched.workspace.run(u"source.retry"_s, parsed("{'id':'inbox'}"));
        QTRY_COMPARE(watched.files(u"put_away"_s), QStringList{u"rows.jsonl"_s});
        QCOMPARE(watched.submitted(), 2);
    }

    void whatFailsStaysListedAndIsTriedAgainWhenItsCauseIsGone()
    {
        Watched watched;
        watched.write(u"good.txt"_s, textFor(1));
        watched.write(u"bad.txt"_s,
                      QByteArray("\x7f"
                                 "ELF\0\0\0\0",
                                 8)
                          + QByteArray(200, '\0'));
        watched.add();
        const Json sums = watched.scan();
        QCOMPARE(sums.value("taken").toInt(), 1);
        QCOMPARE(sums.value("failed").toInt(), 1);
        const Json failed = watched.workspace.run(u"source.files"_s, parsed("{'id':'inbox','state':'failed'}")).value("files");
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).value("reason").value("code").toString(), u"file.refused"_s);
        watched.workspace.reopen();
        watched.scan();
        QCOMPARE(watched.files(u"failed"_s), QStringList{u"bad.txt"_s}); // the same again would fail the same
        watched.write(u"bad.txt"_s, textFor(2));
        watched.scan();
        QCOMPARE(watched.files(u"failed"_s), QStringList());
        QCOMPARE(watched.files(u"taken"_s).size(), 2);
    }

    void aFailedFileThatIsGoneIsNoFailureToShow()
    {
        Watched watched;
        watched.write(u"bad.txt"_s, QByteArray(200, '\0'));
        watched.add();
        watched.scan();
        QCOMPARE(watched.files(u"failed"_s).size(), 1);
        QVERIFY(QFile::remove(watched.folder.filePath(u"bad.txt"_s)));
        watched.scan();
        QCOMPARE(watched.files(u"failed"_s).size(), 0);
    }

    void namesLoopsAndLinksDoNoHarm()
    {
        Watched watched;
        const QString longName = QString(251, u'n') + u".txt"_s;
        QVERIFY(QDir(watched.inbox()).mkpath(u"deep/er"_s));
        watched.write(u"line\nbreak.txt"_s, textFor(1));
        watched.write(longName, textFor(2));
        watched.write(u"deep/er/x 😀.txt"_s, textFor(3));
        QVERIFY(QFile::link(watched.inbox(), watched.folder.filePath(u"deep/loop"_s)));
        QVERIFY(QFile::link(watched.folder.filePath(u"line\nbreak.txt"_s), watched.folder.filePath(u"deep/same.txt"_s)));
        QVERIFY(QFile::link(u"/no/such/file"_s, watched.folder.filePath(u"deep/nowhere.txt"_s)));
        QCOMPARE(::mkfifo(QFile::encodeName(watched.folder.filePath(u"pipe.txt"_s)).constData(), 0600), 0);
        watched.add(parsed("{'after':'move','move_to':'done'}"));
        QCOMPARE(watched.scan().value("taken").toInt(), 3);
        QTRY_COMPARE(watched.files(u"put_away"_s).size(), 3);
        QVERIFY(QFile::exists(watched.folder.filePath(u"done/"_s + longName)));
        QVERIFY(QFile::exists(watched.folder.filePath(u"done/deep/er/x 😀.txt"_s)));
        QCOMPARE(watched.submitted(), 3);
    }

    void aHostileFolderCostsItselfAlone()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const QTemporaryDir folder;
        const auto place = [&folder](const QString &name) { return folder.filePath(name); };
        for (int i = 0; i < 3; ++i)
            writeFile(place(u"good-%1.txt"_s.arg(i)), textFor(i));
        writeFile(place(u"line\nbreak.txt"_s), textFor(4));
        writeFile(place(u"empty.txt"_s), "");
        writeFile(place(u"deep.json"_s), QByteArray(1'000'000, '['));
        writeFile(place(u"broken.pdf"_s), "%PDF-1.4\n" + QByteArray(50'000, '\x81'));
        writeFile(place(u"broken.jpg"_s), "\xff\xd8\xff\xe0" + QByteArray(3'000, '\x81'));
        writeFile(place(u"a picture.txt"_s), "\x89PNG\r\n\x1a\n" + QByteArray(2'000, '\x81'));
        writeFile(place(u"a zip.docx"_s), "PK\x03\x04" + QByteArray(2'000, '\x81'));
        const QStringList large{u"large.txt"_s, u"large.pdf"_s, u"large.json"_s};
        for (const QString &name : large) {
            writeFile(place(name), name.endsWith("txt"_L1) ? textFor(9) : name.endsWith("pdf"_L1) ? "%PDF-1.4\n"_ba : "[{\"a\":1},"_ba);
            QVERIFY(QFile::resize(place(name), qint64(1) << 30)); // of holes
        }
        rusage before = {};
        ::getrusage(RUSAGE_SELF, &before);
        const Json answer = workspace.run(u"submit.files"_s, Json::object({{"pipeline", "plain"}, {"paths", Json::array({folder.path()})}}));
        workspace.untilIdle();
        rusage after = {};
        ::getrusage(RUSAGE_SELF, &after);
        QSet<QString> refused;
        for (const Json &one : answer.value("refused").items()) {
            QVERIFY2(one.value("text").toString().size() > one.value("file").toString().size(), qPrintable(one.value("file").toString()));
            refused.insert(QFileInfo(one.value("file").toString()).fileName());
        }
        for (const QString &name :
             QStringList{u"empty.txt"_s, u"deep.json"_s, u"broken.pdf"_s, u"broken.jpg"_s, u"a picture.txt"_s, u"a zip.docx"_s} + large)
            QVERIFY2(refused.contains(name), qPrintable(name));
        for (const QString &name : QStringList{u"good-0.txt"_s, u"good-1.txt"_s, u"good-2.txt"_s, u"line\nbreak.txt"_s})
            QVERIFY2(!refused.contains(name), qPrintable(name));
        // What the broken JSON held before it broke is taken, too.
        QCOMPARE(workspace.run(u"stats"_s).value("completed").toInt(), 5);
        QVERIFY2(after.ru_maxrss - before.ru_maxrss < 300 * 1024, qPrintable(QString::number(after.ru_maxrss - before.ru_maxrss)));
    }

    void aFolderThatVanishesIsAProblemUntilItIsBack()
    {
        Watched watched;
        watched.write(u"a.txt"_s, textFor(1));
        watched.add();
        watched.scan();
        const QString away = watched.inbox() + u".away"_s;
        QVERIFY(QFile::rename(watched.inbox(), away));
        QTRY_VERIFY(watched.listed().value("problem").isString());
        QVERIFY(QFile::rename(away, watched.inbox()));
        watched.write(u"b.txt"_s, textFor(2));
        QTRY_VERIFY(watched.listed().value("problem").isNull());
        watched.scan();
        QCOMPARE(watched.submitted(), 2);
    }

    void aPausedSourceTakesNothingUntilItIsResumed()
    {
        Watched watched;
        watched.add();
        watched.workspace.run(u"source.pause"_s, parsed("{'id':'inbox'}"));
        watched.write(u"a.txt"_s, textFor(1));
        QTest::qWait(400);
        QCOMPARE(watched.submitted(), 0);
        watched.workspace.run(u"source.resume"_s, parsed("{'id':'inbox'}"));
        QTRY_COMPARE(watched.files(u"taken"_s).size(), 1);
        // Removed and added again it still knows what it has taken.
        watched.workspace.run(u"source.remove"_s, parsed("{'id':'inbox'}"));
        QVERIFY(watched.listed().isNull());
        watched.add();
        watched.scan();
        QCOMPARE(watched.submitted(), 1);
    }

    void duplicatesAreOnlyLinkedWhereTheSourceWantsIt()
    {
        Watched watched;
        watched.write(u"a.txt"_s, textFor(1));
        watched.add(parsed("{'duplicates':'link'}"));
        watched.scan();
        watched.write(u"b.txt"_s, textFor(1));
        watched.scan();
        QCOMPARE(watched.files(u"taken"_s).size(), 2);
        QCOMPARE(watched.submitted(), 1);
        const Json documents = watched.workspace.run(u"library.list"_s).value("documents");
        QCOMPARE(documents.at(0).value("duplicate_of").toString(), documents.at(1).value("id").toString());
    }

    void refusesWhatCannotBeWatched_data()
    {
        QTest::addColumn<QByteArray>("args");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("a relative path") << QByteArray("{'folder':'inbox'}") << ErrorCode::InvalidArgument;
        QTest::newRow("no such pipeline") << QByteArray("{'folder':'/tmp/x','pipeline':'nosuch'}") << ErrorCode::NotFound;
        QTest::newRow("moved nowhere") << QByteArray("{'folder':'/tmp/x','after':'move'}") << ErrorCode::InvalidArgument;
        QTest::newRow("moved to itself") << QByteArray("{'folder':'/tmp/x','after':'move','move_to':'.'}") << ErrorCode::InvalidArgument;
    }
    void refusesWhatCannotBeWatched()
    {
        QFETCH(QByteArray, args);
        QFETCH(ErrorCode, code);
        Watched watched;
        QCOMPARE(watched.workspace.ask(u"source.add"_s, parsed(args)).error().code, code);
    }

    void aFolderWithinAnotherIsItsOwnSourceAlone()
    {
        Watched watched;
        const QString below = watched.folder.filePath(u"below"_s);
        QVERIFY(QDir(watched.inbox()).mkpath(u"below"_s));
        QTemporaryDir elsewhere;
        QVERIFY(QFile::link(watched.inbox(), elsewhere.filePath(u"link"_s)));
        watched.add();
        const Json again = Json::object({{"id", "again"}, {"folder", elsewhere.filePath(u"link"_s)}, {"pipeline", "plain"}});
        QCOMPARE(watched.workspace.ask(u"source.add"_s, again).error().code, ErrorCode::AlreadyExists);
        watched.workspace.run(u"source.add"_s,
                              Json::object({{"id", "below"}, {"folder", below}, {"pipeline", "plain"}, {"settle_ms", 60}, {"rescan_ms", 150}}));
        watched.write(u"a.txt"_s, textFor(1));
        watched.write(u"below/b.txt"_s, textFor(2));
        QTRY_COMPARE(watched.workspace.run(u"source.files"_s, parsed("{'id':'below','state':'taken'}")).value("files").size(), 1);
        QTRY_COMPARE(watched.files(u"taken"_s), QStringList{u"a.txt"_s});
        watched.scan();
        QCOMPARE(watched.submitted(), 2);
        watched.workspace.run(u"source.pause"_s, Json::object({{"id", "below"}}));
        watched.write(u"c.txt"_s, textFor(3));
        QTRY_COMPARE(watched.files(u"taken"_s).size(), 2);
        watched.scan();
        QCOMPARE(watched.submitted(), 3);
    }

    void aNameThatIsUsedAgainHidesNobody()
    {
        Watched watched;
        watched.write(u"scan.txt"_s, textFor(1));
        watched.add(parsed("{'after':'delete','rest_ms':60}"));
        QTRY_COMPARE(watched.files(u"put_away"_s).size(), 1);
        watched.write(u"scan.txt"_s, textFor(2));
        QTRY_COMPARE(watched.submitted(), 2);
        QTRY_COMPARE(watched.files(u"put_away"_s).size(), 1);
        const Json documents = watched.workspace.run(u"library.list"_s).value("documents");
        QCOMPARE(documents.size(), 2);
        for (const Json &document : documents.items()) {
            QCOMPARE(document.value("version").toInt(), 1);
            const Json whole = watched.workspace.run(u"library.get"_s, Json::object({{"id", document.value("id")}}));
            QCOMPARE(whole.value("versions").size(), 1);
        }
    }

    void refusesToMoveIntoItselfByAnotherName()
    {
        const QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(u"inbox"_s));
        QVERIFY(QFile::link(place.filePath(u"inbox"_s), place.filePath(u"way"_s)));
        Watched watched;
        const Json args = Json::object({{"folder", place.filePath(u"inbox"_s)}, {"after", "move"}, {"move_to", place.filePath(u"way"_s)}});
        QCOMPARE(watched.workspace.ask(u"source.add"_s, args).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestSources)
#include "tst_sources.moc"
