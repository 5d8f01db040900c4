// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/commandrunner.h"

#include "workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace Millrace {

void CommandRunner::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
}

void CommandRunner::run(const QString &command, const Json &args, const QString &title)
{
    if (!m_workspace)
        return;
    QFuture<Result<Json>> answer = m_workspace->execute(command, args, m_workspace->actor());
    if (!title.isEmpty())
        Q_EMIT workStarted(title, QFuture<void>(answer));
    answer.then(this, [this, title](const Result<Json> &result) {
        if (!result)
            Q_EMIT noticeRequested(Notice::fromError(result.error()));
        else if (!title.isEmpty())
            Q_EMIT noticeRequested({.severity = Notice::Severity::Success, .what = tr("%1: done").arg(title)});
    });
}

void CommandRunner::runAndShow(const QString &command, const Json &args)
{
    if (!m_workspace)
        return;
    QFuture<Result<Json>> answer = m_workspace->execute(command, args, m_workspace->actor());
    Q_EMIT workStarted(command, QFuture<void>(answer));
    answer.then(this, [this, command](const Result<Json> &result) {
        if (!result) {
            Q_EMIT noticeRequested(Notice::fromError(result.error()));
            return;
        }
        qInfo("%s\n%s", qPrintable(command), result->toBytes(Json::Format::Pretty).constData());
        Q_EMIT noticeRequested(
            {.severity = Notice::Severity::Success, .what = tr("%1: done").arg(command), .actionText = tr("Show the answer"), .action = [this] {
                 Q_EMIT logRequested();
             }});
    });
}

void CommandRunner::check()
{
    if (!m_workspace)
        return;
    QFuture<Result<Json>> answer = m_workspace->execute(u"workspace.check"_s, Json::object(), m_workspace->actor());
    Q_EMIT workStarted(tr("Checking the workspace"), QFuture<void>(answer));
    answer.then(this, [this](const Result<Json> &result) {
        if (!result) {
            Q_EMIT noticeRequested(Notice::fromError(result.error()));
        } else if (result->value("ok").toBool()) {
            Q_EMIT noticeRequested({.severity = Notice::Severity::Success,
                                    .what = tr("The workspace is sound"),
                                    .why = tr("Structure, hashes, histories and sums agree")});
        } else {
            const Json &first = result->value("problems").at(0);
            Q_EMIT noticeRequested({.severity = Notice::Severity::Error,
                                    .what = tr("The workspace has damage"),
                                    .why = first.isString() ? first.toString() : first.value("text").toString(),
                                    .remedy = tr("Save a copy before anything else; “millrace check” lists all of it")});
        }
    });
}

} // namespace Millrace
