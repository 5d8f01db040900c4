// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/commandtable.h"

#include "workspace/argumentpaths.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

JsonSchema compiled(const CommandInfo &info)
{
    auto schema = JsonSchema::compile(info.args);
    Q_ASSERT_X(schema.has_value(), "CommandTable", qPrintable(info.name));
    return std::move(*schema);
}

} // namespace

void CommandTable::add(CommandInfo info, ReadFunction function, bool readsAll)
{
    JsonSchema schema = compiled(info);
    insert({std::move(info), std::move(function), std::move(schema), false, readsAll, {}, {}, false});
}

void CommandTable::add(CommandInfo info, WriteFunction function, const QStringList &unaudited)
{
    JsonSchema schema = compiled(info);
    insert({std::move(info), std::move(function), std::move(schema), false, false, unaudited, {}, false});
}

void CommandTable::add(CommandInfo info, ReadFunction search, WriteFunction function)
{
    JsonSchema schema = compiled(info);
    insert({std::move(info), std::move(function), std::move(schema), false, false, {}, std::move(search), false});
}

void CommandTable::add(CommandInfo info, StartFunction function, bool worksReadOnly)
{
    JsonSchema schema = compiled(info);
    insert({std::move(info), std::move(function), std::move(schema), worksReadOnly, false, {}, {}, false});
}

void CommandTable::divert(const QString &name, DivertFunction divert)
{
    Entry entry = *m_entries.value(name);
    entry.divert = std::move(divert);
    m_entries.insert(name, std::make_shared<const Entry>(std::move(entry)));
}

void CommandTable::insert(Entry entry)
{
    m_infos.append(entry.info);
    entry.hasPaths = ArgumentPaths::areIn(entry.info.args);
    const QString name = entry.info.name;
    m_entries.insert(name, std::make_shared<const Entry>(std::move(entry)));
}

const CommandTable::Entry *CommandTable::find(const QString &name) const
{
    return m_entries.value(name).get();
}

Result<void> CommandTable::check(const Entry &entry, const Json &args)
{
    const QList<SchemaProblem> problems = entry.args.check(args);
    if (problems.isEmpty())
        return {};
    Json list = Json::array();
    for (const SchemaProblem &problem : problems)
        list.append(Json::object({{"path", problem.path}, {"message", problem.message}}));
    const SchemaProblem &first = problems.first();
    return fail(ErrorCode::InvalidArgument,
                u"%1: %2 %3"_s.arg(entry.info.name, first.path.isEmpty() ? u"arguments"_s : QString::fromUtf8(first.path), first.message),
                Json::object({{"problems", list}}));
}

Json CommandTable::audited(const Entry &entry, Json args)
{
    for (const QString &name : entry.unaudited)
        args.remove(QByteArrayView(name.toUtf8()));
    return args;
}

} // namespace Millrace
