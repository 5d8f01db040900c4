// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testcomponents.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace Millrace {

/// JSON with single quotes, as a test likes to write it.
[[nodiscard]] inline Json parsed(QByteArray text)
{
    const auto json = Json::parse(text.replace('\'', '"'));
    if (!json)
        qFatal("%s: %s", text.constData(), qPrintable(json.error().text));
    return *json;
}

/// A workspace in a folder of its own, used through its door alone.
class OpenWorkspace
{
public:
    explicit OpenWorkspace(const Clock *clock = nullptr)
        : m_clock(clock)
    {
        reopen();
    }

    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("w.millrace")); }
    void reopen()
    {
        m_workspace.reset();
        WorkspaceOptions options;
        options.path = path();
        options.create = !QFile::exists(options.path);
        options.actorName = QStringLiteral("Ada");
        options.indexPath = options.path + QStringLiteral(".index");
        options.clock = m_clock;
        for (const auto &component : testComponents())
            options.extraComponents.append(component);
        auto opened = Workspace::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
    }

    [[nodiscard]] Result<Json> ask(const QString &command, const Json &args = Json::object()) { return askAs(m_workspace->actor(), command, args); }
    /// As somebody else.
    [[nodiscard]] Result<Json> askAs(const QString &who, const QString &command, const Json &args = Json::object())
    {
        const auto future = m_workspace->execute(command, args, who);
        while (!future.isFinished())
            QTest::qWait(1);
        return future.result();
    }
    Json run(const QString &command, const Json &args = Json::object()) { return runAs(m_workspace->actor(), command, args); }
    Json runAs(const QString &who, const QString &command, const Json &args = Json::object())
    {
        const Result<Json> answer = askAs(who, command, args);
        if (!answer)
            qFatal("%s: %s %s", qPrintable(command), qPrintable(answer.error().text), answer.error().detail.toBytes().constData());
        return *answer;
    }
    /// The id of somebody new.
    QString addPerson(const QString &name, const QString &kind = QStringLiteral("person"))
    {
        return run(QStringLiteral("person.add"), Json::object({{"name", name}, {"kind", kind}})).value("id").toString();
    }
    void untilIdle() { run(QStringLiteral("engine.wait"), Json::object({{"wait_s", 0}})); }
    void save(const QByteArray &pipeline) { run(QStringLiteral("pipeline.save"), Json::object({{"definition", parsed(pipeline)}})); }
    /// The answer of submit.documents.
    Json submit(const QString &pipeline, const QByteArray &documents)
    {
        return run(QStringLiteral("submit.documents"), Json::object({{"pipeline", pipeline}, {"documents", parsed(documents)}}));
    }
    QString statusOf(const QString &id) { return run(QStringLiteral("context.get"), Json::object({{"id", id}})).value("status").toString(); }
    Json dataOf(const QString &id) { return run(QStringLiteral("context.get"), Json::object({{"id", id}})).value("data"); }

    [[nodiscard]] Workspace &operator*() { return *m_workspace; }
    [[nodiscard]] Workspace *operator->() { return m_workspace.get(); }

private:
    QTemporaryDir m_folder;
    const Clock *m_clock;
    std::unique_ptr<Workspace> m_workspace;
};

} // namespace Millrace
