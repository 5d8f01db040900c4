// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// The client of that id, else the one of that name: first among those that may come in.
Result<Json> clientNamed(Call &call, Door &door, const QString &name)
{
    const Result<Json> answer = call.execute(door, u"client.list"_s, Json::object());
    if (!answer)
        return answer;
    Json found;
    for (const Json &client : answer->value("clients").items()) {
        if (client.value("id").toString() == name)
            return client;
        const bool isBetter = found.isNull() || (client.value("revoked_at").isNull() && !found.value("revoked_at").isNull());
        if (client.value("name").toString().compare(name, Qt::CaseInsensitive) == 0 && isBetter)
            found = client;
    }
    return found.isNull() ? Result<Json>(fail(ErrorCode::NotFound, u"there is no client \"%1\""_s.arg(name))) : found;
}

bool isClass(const QString &name)
{
    return name == "read"_L1 || name == "propose"_L1 || name == "write"_L1 || name == "destroy"_L1;
}

/// What the options say of a policy; the strictest of a name that is given twice comes last.
Json policyOf(Call &call)
{
    Json policy = Json::object();
    Json tools = Json::object();
    for (const auto &[option, verdict] :
         {std::pair(u"allow"_s, "allow"), std::pair(u"ask-once"_s, "ask_once"), std::pair(u"ask"_s, "ask_always"), std::pair(u"deny"_s, "deny")}) {
        for (const QString &name : call.values(option)) {
            if (isClass(name))
                policy.insert(name, verdict);
            else
                tools.insert(name, verdict);
        }
    }
    for (const QString &name : call.values(u"as-class"_s))
        tools.insert(name, Json());
    if (!tools.isEmpty())
        policy.insert("tools", tools);
    if (call.isSet(u"read-only"_s) || call.isSet(u"read-write"_s))
        policy.insert("read_only", call.isSet(u"read-only"_s));
    if (call.isSet(u"folder"_s) || call.isSet(u"no-folders"_s)) {
        QStringList folders;
        for (const QString &folder : call.values(u"folder"_s))
            folders.append(QDir::cleanPath(QDir::current().absoluteFilePath(folder)));
        policy.insert("folders", Json::array(folders));
    }
    return policy;
}

QString stateOf(const Json &client)
{
    if (!client.value("revoked_at").isNull())
        return u"revoked"_s;
    return client.value("sessions").isEmpty() ? u"away"_s : u"connected"_s;
}

QString inWords(const Json &policy)
{
    QStringList words;
    if (policy.value("read_only").toBool())
        words.append(u"read only"_s);
    for (const char *one : {"read", "propose", "write", "destroy"})
        words.append(u"%1 %2"_s.arg(QLatin1StringView(one), policy.value(one).toString()));
    for (const JsonMember &tool : policy.value("tools").members())
        words.append(u"%1 %2"_s.arg(QString::fromUtf8(tool.key), tool.value.toString()));
    for (const QString &folder : policy.value("folders").toStringList())
        words.append(u"folder "_s + folder);
    return words.join(u", "_s);
}

int list(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"client.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"NAME"_s}, {u"STATE"_s}, {u"LAST SEEN"_s}, {u"MAY"_s}});
    for (const Json &client : answer->value("clients").items())
        table.addRow({Console::harmless(client.value("name").toString()), stateOf(client), client.value("last_seen_at").toString(u"never"_s),
                      Console::harmless(inWords(client.value("policy")))});
    table.print(call.console());
    return ExitDone;
}

int add(Call &call, const QString &name)
{
    const Result<Json> added = call.once(DoorMode::Change, u"client.add"_s, Json::object({{"name", name}, {"policy", policyOf(call)}}));
    if (!added)
        return call.failed(added.error());
    if (call.wantsJson()) {
        call.printJson(*added);
        return ExitDone;
    }
    call.console().note(u"\"%1\" may come in with this token; it is shown this once:"_s.arg(Console::harmless(name)));
    call.console().result(added->value("token").toString());
    return ExitDone;
}

int change(Call &call, const QString &command, const QString &name, Json args, const std::function<QString(const Json &)> &text)
{
    auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    const Result<Json> client = clientNamed(call, **door, name);
    if (!client)
        return call.failed(client.error());
    args.insert("id", client->value("id"));
    const Result<Json> answer = call.execute(**door, command, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(text(*answer));
    return ExitDone;
}

int undo(Call &call, const QString &name)
{
    const bool isTry = call.isSet(u"dry-run"_s);
    return change(call, u"client.undo"_s, name, Json::object({{"dry_run", isTry}}), [isTry](const Json &answer) {
        QStringList lines;
        for (const Json &deed : answer.value("undone").items())
            lines.append(
                u"%1 %2 of %3"_s.arg(isTry ? u"would take back"_s : u"took back"_s, deed.value("command").toString(), deed.value("at").toString()));
        for (const Json &deed : answer.value("kept").items())
            lines.append(u"kept %1 of %2: %3"_s.arg(deed.value("command").toString(), deed.value("at").toString(),
                                                    Console::harmless(deed.value("reason").value("text").toString())));
        return lines.isEmpty() ? u"there is nothing to undo"_s : lines.join(u'\n');
    });
}

int calls(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"call.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s}, {u"CLIENT"_s}, {u"WANTS TO"_s}, {u"WITH"_s}});
    for (const Json &held : answer->value("calls").items())
        table.addRow({held.value("id").toString(), Console::harmless(held.value("client").value("name").toString()), held.value("title").toString(),
                      Console::harmless(QString::fromUtf8(held.value("args").toBytes()).left(200))});
    table.print(call.console());
    return ExitDone;
}

int decide(Call &call, bool allows, const QString &id)
{
    Json args = Json::object({{"id", id}});
    if (allows)
        args.insert("always", call.isSet(u"always"_s));
    else if (call.isSet(u"reason"_s))
        args.insert("reason", call.value(u"reason"_s));
    const Result<Json> answer = call.once(DoorMode::Change, allows ? u"call.allow"_s : u"call.refuse"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result((allows ? u"allowed "_s : u"refused "_s) + answer->value("tool").toString());
    return ExitDone;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    const QString name = arguments.value(1);
    if (call.isSet(u"read-only"_s) && call.isSet(u"read-write"_s))
        return call.usage(u"give one of --read-only and --read-write"_s);
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call);
    if (action == "calls"_L1 && arguments.size() == 1)
        return calls(call);
    if (action == "add"_L1 && arguments.size() == 2)
        return add(call, name);
    if (action == "revoke"_L1 && arguments.size() == 2)
        return change(call, u"client.revoke"_s, name, Json::object(),
                      [](const Json &client) { return u"revoked "_s + client.value("name").toString(); });
    if (action == "renew"_L1 && arguments.size() == 2)
        return change(call, u"client.renew"_s, name, Json::object(), [](const Json &answer) { return answer.value("token").toString(); });
    if (action == "policy"_L1 && arguments.size() == 2)
        return change(call, u"client.policy"_s, name, policyOf(call), [](const Json &client) { return inWords(client.value("policy")); });
    if (action == "undo"_L1 && arguments.size() == 2)
        return undo(call, name);
    if ((action == "allow"_L1 || action == "refuse"_L1) && arguments.size() == 2)
        return decide(call, action == "allow"_L1, name);
    return call.usage(u"client takes add NAME, list, revoke NAME, renew NAME, policy NAME, undo NAME, calls, allow ID or refuse ID; "
                      "`millrace client --help` describes them"_s);
}

} // namespace

Verb clientVerb()
{
    return {
        .name = u"client"_s,
        .summary = u"Let agents in, shut them out, say what each may do"_s,
        .usage = u"add NAME | list | revoke NAME | renew NAME | policy NAME | undo NAME | calls | allow ID | refuse ID"_s,
        .description
        = u"A client is an agent that may come in through MCP or REST: with a token of its own, under a name of its own, and as far as its policy "
          u"goes. "
          "add prints the token on stdout, once: it is kept nowhere, and renew makes another. revoke shuts it out at once; what it did stays, and "
          "undo takes back what can be taken back, the newest first.\n\n"
          "A policy has a rule for each class of commands (read, propose, write, destroy), and may have others for single tools or commands: "
          "--allow, "
          "--ask-once, --ask (always) or --deny, each with a class or a name, as often as needed. --read-only denies everything but reading, "
          "whatever "
          "else is set. Without options, add lets a client read and propose, asks about the first change of each kind, and about each that "
          "destroys something. Files that a client names have to lie in a --folder that it was given.\n\n"
          "calls lists what waits for a person, in the process that has the workspace open; allow and refuse answer it."_s,
        .examples = {u"millrace client add -w notes.millrace 'Claude Code' --folder ~/inbox"_s,
                     u"millrace client policy -w notes.millrace 'Claude Code' --allow write --deny context.cancel"_s,
                     u"millrace client undo -w notes.millrace 'Claude Code' --dry-run"_s},
        .options
        = {QCommandLineOption(u"allow"_s, u"Allowed without a question."_s, u"CLASS|TOOL"_s),
           QCommandLineOption(u"ask-once"_s, u"A person is asked, and not again until the workspace is closed."_s, u"CLASS|TOOL"_s),
           QCommandLineOption(u"ask"_s, u"A person is asked each time."_s, u"CLASS|TOOL"_s),
           QCommandLineOption(u"deny"_s, u"Denied."_s, u"CLASS|TOOL"_s),
           QCommandLineOption(u"as-class"_s, u"The tool's own rule is taken away."_s, u"TOOL"_s),
           QCommandLineOption(u"read-only"_s, u"Everything but reading is denied."_s),
           QCommandLineOption(u"read-write"_s, u"The rules count again."_s),
           QCommandLineOption(u"folder"_s, u"A folder that it is given, in place of those before."_s, u"PATH"_s),
           QCommandLineOption(u"no-folders"_s, u"It is given none any more."_s), QCommandLineOption(u"dry-run"_s, u"undo: says what it would do."_s),
           QCommandLineOption(u"always"_s, u"allow: such calls are not asked about again."_s),
           QCommandLineOption(u"reason"_s, u"refuse: told to the agent."_s, u"TEXT"_s)},
        .minArguments = 1,
        .maxArguments = 2,
        .run = run};
}

} // namespace Millrace::Cli
