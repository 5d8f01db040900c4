// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "submission.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// The file as the user would name it: relative where it lies below the current folder.
QString shownPath(const QString &path)
{
    const QString relative = QDir::current().relativeFilePath(path);
    return relative.startsWith("../"_L1) ? path : relative;
}

/// A pipeline given as a file must be found by a process with another working folder too. Ids and titles go as they are.
QString pipelineArgument(const QString &given)
{
    const QFileInfo info(given);
    const bool looksLikeFile = given.contains(u'/') || given.endsWith(".json"_L1, Qt::CaseInsensitive);
    return looksLikeFile && info.isFile() ? info.absoluteFilePath() : given;
}

void noteRefused(Console &console, const Json &refused)
{
    QString where = shownPath(refused.value("file").toString());
    if (const qint64 line = refused.value("line").toInt(); line > 0)
        where += u':' + QString::number(line);
    if (const QString path = refused.value("path").toString(); !path.isEmpty())
        where += u": "_s + path;
    console.note(u"refused %1: %2 [%3]"_s.arg(Console::harmless(where), Console::harmless(refused.value("text").toString()),
                                             refused.value("code").toString()));
}

} // namespace

QList<QCommandLineOption> submissionOptions()
{
    return {QCommandLineOption(u"title"_s, u"A name for this run."_s, u"TEXT"_s)};
}

Result<Submission> submitInputs(Call &call, Door &door)
{
    Json paths = Json::array();
    for (const QString &input : call.arguments().mid(1))
        paths.append(QDir::current().absoluteFilePath(input));
    Json args = Json::object({{"pipeline", pipelineArgument(call.arguments().first())}, {"paths", paths}});
    if (call.isSet(u"title"_s))
        args.insert("title", call.value(u"title"_s));

    const Result<Json> answer = call.execute(door, u"submit.files"_s, args);
    if (!answer)
        return std::unexpected(answer.error());
    Submission submission;
    submission.raw = *answer;
    submission.run = answer->value("run").toString();
    submission.ids = answer->value("ids").toStringList();
    submission.submitted = answer->value("submitted").toInt();
    submission.unchanged = answer->value("unchanged").toInt();
    submission.refused = answer->value("refused").size();
    for (const Json &notice : answer->value("notices").items())
        call.console().note(Console::harmless(notice.isString() ? notice.toString() : notice.value("text").toString()));
    for (const Json &refused : answer->value("refused").items())
        noteRefused(call.console(), refused);
    if (submission.unchanged > 0) {
        call.console().note(u"%1 %2 in the workspace already, unchanged"_s.arg(submission.unchanged)
                                .arg(submission.unchanged == 1 ? u"document is"_s : u"documents are"_s));
    }
    return submission;
}

} // namespace Millrace::Cli
