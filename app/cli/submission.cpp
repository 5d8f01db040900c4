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

/// "file:line: path: what" in one line; what the text itself begins with is not said twice.
void noteRefused(Console &console, const Json &refused)
{
    const QString file = refused.value("file").toString();
    QString text = refused.value("text").toString();
    QString where;
    if (!file.isEmpty() && text.startsWith(file)) {
        where = shownPath(file);
        text.remove(0, file.size());
    } else {
        where = shownPath(file);
        if (const qint64 line = refused.value("line").toInt(); line > 0)
            where += u':' + QString::number(line);
        if (const QString path = refused.value("path").toString(); !path.isEmpty())
            where += u": "_s + path;
        text.prepend(u": "_s);
    }
    const bool kept = refused.contains("id");
    console.note(u"%1 %2%3 [%4]"_s.arg(kept ? u"quarantined"_s : u"refused"_s, Console::harmless(where), Console::harmless(text),
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
    Json args = Json::object({{"pipeline", pipelineArgument(call.arguments().first())}, {"paths", paths}, {"source", "cli"}});
    if (call.isSet(u"title"_s))
        args.insert("title", call.value(u"title"_s));

    const Result<Json> answer = call.execute(door, u"submit.files"_s, args);
    if (!answer)
        return std::unexpected(answer.error());
    Submission submission;
    submission.raw = *answer;
    submission.run = answer->value("run").toString();
    submission.ids = answer->value("ids").toStringList();
    submission.unchanged = answer->value("unchanged").toInt();
    for (const Json &refused : answer->value("refused").items())
        ++(refused.contains("id") ? submission.quarantined : submission.refused);
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
