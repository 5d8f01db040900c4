// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentinfo.h"

#include "common/format.h"
#include "sdk/clock.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

qint64 momentOf(const Json &json)
{
    return parseIso(json.toString()).value_or(0);
}

QString translated(const char *text)
{
    return QCoreApplication::translate("Agents", text);
}

QString shown(const Json &value)
{
    return value.isNull() ? u"–"_s : value.isString() ? value.toString().simplified() : QString::fromUtf8(value.toBytes());
}

QString kindName(const QString &kind)
{
    if (kind == "context"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Context"));
    if (kind == "document"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Document"));
    if (kind == "file"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "File"));
    if (kind == "folder"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Folder"));
    if (kind == "pipeline"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Pipeline"));
    if (kind == "draft"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Draft"));
    if (kind == "schedule"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Schedule"));
    if (kind == "review"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Review"));
    if (kind == "run"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Run"));
    if (kind == "source"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Source"));
    if (kind == "subscription"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Subscription"));
    if (kind == "template"_L1)
        return translated(QT_TRANSLATE_NOOP("Agents", "Template"));
    return kind;
}

/// "3 documents"; what is of no kind with a word of its own is a thing.
QString countedName(const QString &kind, qint64 count)
{
    const auto counted = [count](const char *text) {
        return QCoreApplication::translate("Agents", text, nullptr, static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max())));
    };
    if (kind == "context"_L1)
        return counted(QT_TRANSLATE_N_NOOP("Agents", "%n context(s)"));
    if (kind == "document"_L1)
        return counted(QT_TRANSLATE_N_NOOP("Agents", "%n document(s)"));
    if (kind == "file"_L1 || kind == "folder"_L1)
        return counted(QT_TRANSLATE_N_NOOP("Agents", "%n file(s) or folder(s)"));
    return counted(QT_TRANSLATE_N_NOOP("Agents", "%n thing(s)"));
}

} // namespace

AgentInfo AgentInfo::fromJson(const Json &json)
{
    AgentInfo info;
    info.id = json.value("id").toString();
    info.name = json.value("name").toString();
    info.hasToken = json.value("has_token").toBool();
    info.policy = json.value("policy");
    info.lastSeenAt = momentOf(json.value("last_seen_at"));
    info.isRevoked = json.value("revoked_at").isString();
    for (const Json &session : json.value("sessions").items())
        info.sessions.append(
            u"%1 %2, %3"_s.arg(session.value("program").toString(), session.value("version").toString(), session.value("transport").toString())
                .simplified());
    for (const Json &call : json.value("doing").items())
        info.doing.append(call.value("tool").toString().isEmpty() ? call.value("method").toString() : call.value("tool").toString());
    info.held = json.value("held").toInt();
    return info;
}

HeldInfo HeldInfo::fromJson(const Json &json)
{
    return {.id = json.value("id").toString(),
            .client = json.value("client").value("name").toString(),
            .tool = json.value("tool").toString(),
            .command = json.value("command").toString(),
            .title = json.value("title").toString(),
            .access = json.value("access").toString(),
            .args = json.value("args"),
            .preview = json.value("preview"),
            .askedAt = momentOf(json.value("asked_at"))};
}

QString HeldInfo::sentence() const
{
    const qint64 count = preview.value("count").toInt();
    if (count == 0)
        return translated(QT_TRANSLATE_NOOP("Agents", "%1 wants to run “%2”.")).arg(client, title);
    const QString kind = preview.value("objects").at(0).value("kind").toString();
    const bool isOne = count == 1;
    const bool areSame = std::ranges::all_of(preview.value("objects").items(), [&](const Json &one) { return one.value("kind").toString() == kind; });
    // With its object, as far as all are of one kind; by name where there is but one.
    const Json &first = preview.value("objects").at(0);
    const QString name = first.value("title").toString(first.value("id").toString());
    if (isOne && !kind.isEmpty() && !name.isEmpty())
        return translated(QT_TRANSLATE_NOOP("Agents", "%1 wants to run “%2” on “%3”.")).arg(client, title, name);
    return translated(QT_TRANSLATE_NOOP("Agents", "%1 wants to run “%2” on %3.")).arg(client, title, countedName(areSame ? kind : QString(), count));
}

QStringList HeldInfo::facts() const
{
    QStringList lines;
    for (const Json &object : preview.value("objects").items()) {
        const QString title = object.value("title").toString();
        const QString id = object.value("id").toString();
        QString line = u"%1: %2"_s.arg(kindName(object.value("kind").toString()), title.isEmpty() ? id : title);
        if (!title.isEmpty() && !id.isEmpty() && id != title)
            line += u" (%1)"_s.arg(Format::shortId(id));
        lines.append(line);
    }
    for (const Json &change : preview.value("changes").items())
        lines.append(u"%1: %2 → %3"_s.arg(change.value("what").toString(), shown(change.value("before")), shown(change.value("after"))));
    if (preview.value("more").toBool())
        lines.append(translated(QT_TRANSLATE_NOOP("Agents", "and more that is not listed")));
    return lines;
}

RequestInfo RequestInfo::fromJson(const Json &json)
{
    return {.id = json.value("id").toInt(),
            .client = json.value("client").value("name").toString(),
            .at = momentOf(json.value("at")),
            .durationUs = json.value("duration_us").toInt(),
            .calls = json.value("calls").toInt(1),
            .transport = json.value("transport").toString(),
            .method = json.value("method").toString(),
            .tool = json.value("tool").toString(),
            .code = json.value("code").toString()};
}

} // namespace Millrace
