// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/client.h"

#include <QDir>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kVerdicts = {Verdict::Allow, Verdict::AskOnce, Verdict::AskAlways, Verdict::Deny};
constexpr qsizetype kMostTools = 1'000;
constexpr qsizetype kMostFolders = 100;

Result<Verdict> verdictOf(QStringView what, const Json &json)
{
    if (const auto verdict = json.isString() ? verdictFromName(json.toString()) : std::nullopt)
        return *verdict;
    return fail(ErrorCode::InvalidArgument, u"\"%1\" is allow, ask_once, ask_always or deny, not %2"_s.arg(what, QString::fromUtf8(json.toBytes())));
}

Result<QStringList> foldersOf(const Json &json)
{
    QStringList folders;
    for (const QString &folder : json.toStringList()) {
        if (!QDir::isAbsolutePath(folder) || folder.contains(QChar(0)))
            return fail(ErrorCode::InvalidArgument, u"\"%1\" is no absolute path of a folder"_s.arg(folder));
        if (const QString clean = QDir::cleanPath(folder); !folders.contains(clean))
            folders.append(clean);
    }
    if (folders.size() > kMostFolders)
        return fail(ErrorCode::InvalidArgument, u"a client can be given up to %1 folders"_s.arg(kMostFolders));
    return folders;
}

} // namespace

QLatin1StringView verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Allow:
        return "allow"_L1;
    case Verdict::AskOnce:
        return "ask_once"_L1;
    case Verdict::AskAlways:
        return "ask_always"_L1;
    case Verdict::Deny:
        return "deny"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<Verdict> verdictFromName(QStringView name)
{
    const auto found = std::ranges::find_if(kVerdicts, [name](Verdict verdict) { return name == verdictName(verdict); });
    return found == kVerdicts.end() ? std::nullopt : std::optional(*found);
}

Verdict ClientPolicy::verdict(const QString &name, Access wanted) const
{
    if (readOnly && wanted != Access::Read)
        return Verdict::Deny;
    const auto own = tools.constFind(name);
    return own == tools.cend() ? access.at(std::to_underlying(wanted)) : *own;
}

Json ClientPolicy::toJson() const
{
    Json json = Json::object();
    for (const Access one : kAllAccess)
        json.insert(QString(accessName(one)), verdictName(access.at(std::to_underlying(one))));
    Json own = Json::object();
    for (const auto &[name, verdict] : tools.asKeyValueRange())
        own.insert(name, verdictName(verdict));
    json.insert("read_only", readOnly);
    json.insert("tools", own);
    json.insert("folders", Json::array(folders));
    return json;
}

Result<ClientPolicy> ClientPolicy::fromJson(const Json &json, const ClientPolicy &before)
{
    ClientPolicy policy = before;
    for (const Access one : kAllAccess) {
        const QString name = accessName(one);
        const Json &given = json.value(name);
        if (given.isNull())
            continue;
        const auto verdict = verdictOf(name, given);
        if (!verdict)
            return std::unexpected(verdict.error());
        policy.access.at(std::to_underlying(one)) = *verdict;
    }
    for (const JsonMember &member : json.value("tools").members()) {
        const QString name = QString::fromUtf8(member.key);
        if (member.value.isNull()) {
            policy.tools.remove(name);
            continue;
        }
        const auto verdict = verdictOf(name, member.value);
        if (!verdict)
            return std::unexpected(verdict.error());
        policy.tools.insert(name, *verdict);
    }
    if (policy.tools.size() > kMostTools)
        return fail(ErrorCode::InvalidArgument, u"a policy holds up to %1 tools"_s.arg(kMostTools));
    policy.readOnly = json.value("read_only").toBool(policy.readOnly);
    if (json.contains("folders")) {
        const auto folders = foldersOf(json.value("folders"));
        if (!folders)
            return std::unexpected(folders.error());
        policy.folders = *folders;
    }
    return policy;
}

} // namespace Millrace
