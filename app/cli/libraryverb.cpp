// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "interrupt.h"
#include "table.h"

#include <QDir>
#include <QElapsedTimer>
#include <QThread>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr qint64 kIndexWait = 10; ///< seconds
constexpr int kAskAgainMs = 100;
constexpr int kPassage = 160; ///< characters of a passage that is shown

Json filterOf(const Call &call)
{
    Json args = Json::object();
    for (const QString &name : {u"named"_s, u"format"_s, u"source"_s, u"language"_s, u"tag"_s, u"from"_s, u"to"_s}) {
        if (call.isSet(name))
            args.insert(name, call.value(name));
    }
    if (call.isSet(u"duplicates"_s))
        args.insert("duplicates", true);
    if (call.isSet(u"all-versions"_s))
        args.insert("all_versions", true);
    return args;
}

Table documentTable(const Json &documents)
{
    Table table({{u"ID"_s}, {u"FORMAT"_s}, {u"VERSION"_s, Table::Align::Right}, {u"SIZE"_s, Table::Align::Right}, {u"TITLE"_s}, {u"FILE"_s}});
    for (const Json &document : documents.items()) {
        table.addRow({document.value("id").toString(), document.value("format").toString(), QString::number(document.value("version").toInt()),
                      QString::number(document.value("size").toInt()), Console::harmless(document.value("title").toString()),
                      Console::harmless(document.value("path").toString(document.value("name").toString()))});
    }
    return table;
}

/// What an answer leaves out because the indexes are behind.
void noteLag(Call &call, const Json &index)
{
    if (const qint64 behind = index.value("behind").toInt(); behind > 0 || index.value("at_least").toBool())
        call.console().note(
            u"%1%2 not searched yet: the index is behind"_s.arg(index.value("at_least").toBool() ? u"at least "_s : QString()).arg(behind));
    if (const qint64 behind = index.value("meaning_behind").toInt(); behind > 0)
        call.console().note(u"%1 not searched by meaning yet"_s.arg(behind));
}

/// Asks again until the indexes have come up, as long as --wait says; Ctrl+C takes what is there.
Result<Json> whenIndexed(Call &call, const QString &command, const Json &args)
{
    const Result<qint64> wait = call.number(u"wait"_s, kIndexWait);
    if (!wait)
        return std::unexpected(wait.error());
    // The index is the owner's, or made while the file is open.
    const auto door = call.open(DoorMode::Either);
    if (!door)
        return std::unexpected(door.error());
    QElapsedTimer waited;
    waited.start();
    while (true) {
        Result<Json> answer = call.execute(**door, command, args);
        if (!answer || call.interrupt().signalNumber() != 0 || waited.elapsed() >= *wait * 1000)
            return answer;
        const Json &index = answer->value("index");
        if (index.value("behind").toInt() == 0 && !index.value("at_least").toBool() && index.value("meaning_behind").toInt() == 0
            && !index.value("learning").toBool())
            return answer;
        QThread::msleep(kAskAgainMs);
    }
}

int show(Call &call, const QString &command, const Json &args, const std::function<void(const Json &)> &print)
{
    const bool isIndexed = command == "library.search"_L1 || command == "library.similar"_L1;
    const Result<Json> answer = isIndexed ? whenIndexed(call, command, args) : call.once(DoorMode::Either, command, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        print(*answer);
    return ExitDone;
}

int list(Call &call)
{
    Json args = filterOf(call);
    const Result<qint64> limit = call.number(u"limit"_s, 100, 1);
    if (!limit)
        return call.usage(limit.error().text);
    args.insert("limit", *limit);
    if (call.isSet(u"after"_s))
        args.insert("after", call.value(u"after"_s));
    return show(call, u"library.list"_s, args, [&call](const Json &answer) {
        documentTable(answer.value("documents")).print(call.console());
        if (!answer.value("next").isNull())
            call.console().note(u"there are more: --after %1"_s.arg(answer.value("next").toString()));
    });
}

int facets(Call &call, const QString &query)
{
    Json args = filterOf(call);
    if (!query.isEmpty())
        args.insert("query", query);
    if (call.isSet(u"ranking"_s))
        args.insert("ranking", call.value(u"ranking"_s));
    return show(call, u"library.facets"_s, args, [&call](const Json &answer) {
        Table table({{u"FACET"_s}, {u"VALUE"_s}, {u"DOCUMENTS"_s, Table::Align::Right}});
        for (const JsonMember &facet : answer.value("facets").members()) {
            for (const Json &value : facet.value.items())
                table.addRow({QString::fromUtf8(facet.key), Console::harmless(value.value("value").toString()),
                              QString::number(value.value("count").toInt())});
        }
        table.print(call.console());
    });
}

int search(Call &call, const QString &query)
{
    Json args = filterOf(call);
    const Result<qint64> limit = call.number(u"limit"_s, 20, 1);
    if (!limit)
        return call.usage(limit.error().text);
    args.insert("limit", *limit);
    args.insert("query", query);
    if (call.isSet(u"ranking"_s))
        args.insert("ranking", call.value(u"ranking"_s));
    return show(call, u"library.search"_s, args, [&call](const Json &answer) {
        noteLag(call, answer.value("index"));
        for (const Json &hit : answer.value("hits").items()) {
            call.console().result(u"%1  %2"_s.arg(hit.value("context").toString(), Console::harmless(hit.value("title").toString())));
            call.console().result(u"    "_s + Console::harmless(hit.value("snippet").toString()));
        }
    });
}

int similar(Call &call, const QString &id)
{
    Json args = filterOf(call);
    const Result<qint64> limit = call.number(u"limit"_s, 10, 1);
    if (!limit)
        return call.usage(limit.error().text);
    args.insert("limit", *limit);
    args.insert("passages", 1);
    args.insert(call.isSet(u"context"_s) ? "context" : "id", id);
    return show(call, u"library.similar"_s, args, [&call](const Json &answer) {
        noteLag(call, answer.value("index"));
        if (answer.value("index").value("model").isNull() && !answer.value("index").value("learning").toBool())
            call.console().note(u"too few documents with text are here to learn what is alike"_s);
        for (const Json &hit : answer.value("similar").items()) {
            const Json &document = hit.value("document");
            call.console().result(
                u"%1 %  %2  %3"_s.arg(hit.value("similarity").toDouble() * 100, 3, 'f', 0)
                    .arg(document.value("id").toString(hit.value("context").toString()), Console::harmless(hit.value("title").toString())));
            if (const Json &passage = hit.value("passages").at(0); passage.isObject())
                call.console().result(u"       "_s + Console::harmless(passage.value("other").value("text").toString().simplified().left(kPassage)));
        }
    });
}

int one(Call &call, const QString &id)
{
    return show(call, u"library.get"_s, Json::object({{"id", id}}), [&call](const Json &answer) {
        const Json &document = answer.value("document");
        for (const JsonMember &member : document.members()) {
            if (!member.value.isNull())
                call.console().result(u"%1: %2"_s.arg(
                    QString::fromUtf8(member.key),
                    Console::harmless(member.value.isString() ? member.value.toString() : QString::fromUtf8(member.value.toBytes()))));
        }
        for (const Json &near : answer.value("near").items())
            call.console().result(u"near: %1 (%2 %)"_s.arg(Console::harmless(near.value("title").toString()))
                                      .arg(near.value("similarity").toDouble() * 100, 0, 'f', 0));
        for (const Json &context : answer.value("contexts").items())
            call.console().result(u"context: %1 (%2)"_s.arg(context.value("id").toString(), context.value("status").toString()));
    });
}

int exported(Call &call, const QString &id, const QString &path)
{
    const auto is64Hex = [&id] { return id.size() == 64; };
    Json args = Json::object({{"path", QDir::current().absoluteFilePath(path)}});
    args.insert(is64Hex() ? "hash" : call.isSet(u"context"_s) ? "context" : "document", id);
    return show(call, u"original.export"_s, args, [&call](const Json &answer) { call.console().result(answer.value("path").toString()); });
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call);
    if (action == "facets"_L1)
        return facets(call, arguments.sliced(1).join(u' '));
    if (action == "search"_L1 && arguments.size() >= 2)
        return search(call, arguments.mid(1).join(u' '));
    if (action == "similar"_L1 && arguments.size() == 2)
        return similar(call, arguments.at(1));
    if (action == "show"_L1 && arguments.size() == 2)
        return one(call, arguments.at(1));
    if (action == "export"_L1 && arguments.size() == 3)
        return exported(call, arguments.at(1), arguments.at(2));
    return call.usage(
        u"library takes list, facets [WORDS], search WORDS, similar ID, show ID or export ID PATH; `millrace library --help` describes them"_s);
}

} // namespace

Verb libraryVerb()
{
    return {
        .name = u"library"_s,
        .summary = u"List, search and export the files that were taken in"_s,
        .usage = u"list | facets [WORDS…] | search WORDS… | similar ID | show ID | export ID PATH"_s,
        .description
        = u"Every file that was taken in is kept as it came. list and facets know each in its newest version; show tells versions, exact and near "
          "duplicates, and what was made from it. search ranks by words and by what texts mean, or with --ranking text by words alone; similar tells "
          "which "
          "documents mean the like of one. export writes the file again: of a document's id, a hash, or with --context of a context; into "
          "a folder under its own name, else to PATH."_s,
        .examples = {u"millrace library list -w notes.millrace --format pdf"_s, u"millrace library search -w notes.millrace water wheel"_s,
                     u"millrace library similar -w notes.millrace ID --limit 5"_s, u"millrace library export -w notes.millrace ID originals/"_s},
        .options = {QCommandLineOption(u"named"_s, u"Only with these words, or parts of them, in title or file name."_s, u"WORDS"_s),
                    QCommandLineOption(u"format"_s, u"Only this format."_s, u"FORMAT"_s),
                    QCommandLineOption(u"source"_s, u"Only from this source."_s, u"ID"_s),
                    QCommandLineOption(u"language"_s, u"Only in this language."_s, u"LANGUAGE"_s),
                    QCommandLineOption(u"tag"_s, u"Only with this tag."_s, u"TAG"_s),
                    QCommandLineOption(u"from"_s, u"Only taken in at this time or later, ISO 8601."_s, u"TIME"_s),
                    QCommandLineOption(u"to"_s, u"Only taken in before this time."_s, u"TIME"_s),
                    QCommandLineOption(u"duplicates"_s, u"Only with exact duplicates."_s),
                    QCommandLineOption(u"all-versions"_s, u"Older versions too."_s), QCommandLineOption(u"limit"_s, u"So many at most."_s, u"N"_s),
                    QCommandLineOption(u"after"_s, u"Of list: those after this document."_s, u"ID"_s),
                    QCommandLineOption(u"context"_s, u"Of export and similar: ID is a context's."_s),
                    QCommandLineOption(u"ranking"_s, u"Of search: hybrid (by words and meaning, the usual) or text."_s, u"RANKING"_s),
                    QCommandLineOption(u"wait"_s, u"Of search and similar: wait so long for the index; 10 where not given."_s, u"SECONDS"_s)},
        .minArguments = 1,
        .maxArguments = 32,
        .run = run};
}

} // namespace Millrace::Cli
