// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/intake.h"

#include "common/format.h"
#include "common/settings.h"
#include "workspace/workspace.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kLastPipeline = "/window/last_pipeline";
constexpr qsizetype kTitleLength = 100;

QString titleOf(const QString &text)
{
    for (const QStringView line : QStringView(text).split(u'\n')) {
        QStringView title = line.trimmed();
        while (title.startsWith(u'#'))
            title = title.sliced(1).trimmed();
        if (!title.isEmpty())
            return title.size() > kTitleLength ? title.first(kTitleLength - 1).toString() + u'…' : title.toString();
    }
    return {};
}

} // namespace

Intake::Intake(Settings *settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{}

void Intake::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
}

Json Intake::documentsOf(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(u'{') || trimmed.startsWith(u'[')) {
        const Result<Json> parsed = Json::parseStrict(trimmed.toUtf8());
        if (parsed)
            return parsed->isArray() ? *parsed : Json::array({*parsed});
    }
    return Json::array(
        {Json::object({{"type", Json("article")}, {"data", Json::object({{"title", Json(titleOf(text))}, {"source_text", Json(text)}})}})});
}

Notice Intake::noticeOf(const Json &answer)
{
    const auto submitted = static_cast<int>(answer.value("submitted").isNumber() ? answer.value("submitted").toInt() : answer.value("ids").size());
    const auto unchanged = static_cast<int>(answer.value("unchanged").toInt());
    const auto refused = static_cast<int>(answer.value("refused").size());
    Notice notice;
    notice.severity = refused > 0 ? Notice::Severity::Warning : Notice::Severity::Success;
    notice.what = submitted > 0 ? tr("%n context(s) submitted", nullptr, submitted) : tr("Nothing new was submitted");
    QStringList why;
    if (unchanged > 0)
        why += tr("%n document(s) are there already, unchanged", nullptr, unchanged);
    if (refused > 0) {
        const Json &first = answer.value("refused").at(0);
        const QString file = QFileInfo(first.value("file").toString()).fileName();
        const QString reason = file.isEmpty() ? first.value("text").toString() : tr("%1: %2").arg(file, first.value("text").toString());
        why += refused == 1 ? tr("One was refused: %1").arg(reason) : tr("%1 were refused; the first: %2").arg(Format::count(refused), reason);
    }
    notice.why = why.join(u". "_s);
    return notice;
}

void Intake::take(const IntakeRequest &request)
{
    if (!m_workspace) {
        Q_EMIT noticeRequested({.severity = Notice::Severity::Info,
                                .what = tr("No workspace is open"),
                                .remedy = tr("Open or make one first; then drop your files again")});
        return;
    }
    if (!request.pipeline.isEmpty()) {
        m_settings->setValue(kLastPipeline, Json(request.pipeline));
        submit(request.pipeline, request);
        return;
    }
    const QString last = m_settings->value(kLastPipeline).toString();
    m_workspace->pipelines().then(this, [this, request, last](const Result<QList<PipelineDefinition>> &answer) {
        if (!answer || answer->isEmpty()) {
            Q_EMIT noticeRequested(answer ? Notice{.severity = Notice::Severity::Warning, .what = tr("The workspace has no pipeline")}
                                          : Notice::fromError(answer.error()));
            return;
        }
        const bool known = std::ranges::any_of(*answer, [&](const PipelineDefinition &pipeline) { return pipeline.id == last; });
        submit(known ? last : answer->first().id, request);
    });
}

void Intake::submit(const QString &pipeline, const IntakeRequest &request)
{
    if (!m_workspace)
        return;
    QString command = u"submit.files"_s;
    Json args = Json::object({{"pipeline", Json(pipeline)}, {"source", Json("drop")}});
    if (!request.paths.isEmpty()) {
        args.insert("paths", Json::array(request.paths));
    } else if (const Json documents = documentsOf(request.text); documents.at(0).value("data").value("source_text").toString() != request.text) {
        command = u"submit.documents"_s;
        args = Json::object({{"pipeline", Json(pipeline)}, {"documents", documents}});
    } else {
        // A text is a document as if it had come in a file.
        command = u"submit.content"_s;
        args.insert("source", Json("paste"));
        args.insert("text", Json(request.text));
        args.insert("name", Json(titleOf(request.text).replace(u'/', u' ') + u".txt"_s));
    }
    QFuture<Result<Json>> answer = m_workspace->execute(command, args, m_workspace->actor());
    Q_EMIT workStarted(tr("Taking in"), QFuture<void>(answer));
    answer.then(this, [this](const Result<Json> &result) { answered(result); });
}

void Intake::answered(const Result<Json> &answer)
{
    if (!answer) {
        Q_EMIT noticeRequested(Notice::fromError(answer.error()));
        return;
    }
    Notice notice = noticeOf(*answer);
    const QString run = answer->value("run").toString();
    if (!run.isEmpty()) {
        notice.actionText = tr("Show");
        notice.action = [this, run] {
            PaneTarget target{.pane = u"contexts"_s};
            target.filter.run = run;
            Q_EMIT openRequested(target);
        };
    }
    Q_EMIT noticeRequested(notice);
}

} // namespace Millrace
