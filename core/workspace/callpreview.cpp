// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/callpreview.h"

#include "components/templatecatalogue.h"
#include "pipeline/fielddiff.h"
#include "sdk/edit.h"
#include "store/draftrepository.h"
#include "store/eventrepository.h"
#include "store/reviewrepository.h"
#include "store/schedulerepository.h"
#include "store/sourcerepository.h"
#include "workspace/commandschema.h"
#include "workspace/contextjson.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostChanges = 50;
constexpr qsizetype kLongestValue = 400; ///< bytes of a value that is shown

/// Collects what is told, and stops at what a person would read.
class Preview
{
public:
    void object(const QString &kind, const QString &id, const QString &title, const Json &state)
    {
        if (m_objects.size() < kMostPreviewed)
            m_objects.append(Json::object({{"kind", kind}, {"id", id}, {"title", title}, {"state", state}}));
        ++m_count;
    }
    void counted(qint64 more) { m_count += more; }
    void change(const QString &what, const Json &before, const Json &after)
    {
        if (m_changes.size() < kMostChanges)
            m_changes.append(Json::object({{"what", what}, {"before", shortened(before)}, {"after", shortened(after)}}));
        else
            m_more = true;
    }
    [[nodiscard]] Json toJson() const
    {
        return Json::object({{"objects", m_objects}, {"count", m_count}, {"more", m_more || m_count > m_objects.size()}, {"changes", m_changes}});
    }

private:
    static Json shortened(const Json &value)
    {
        const QByteArray bytes = value.isString() ? value.utf8().toByteArray() : value.toBytes();
        if (bytes.size() <= kLongestValue)
            return value;
        return Json(QString::fromUtf8(bytes.first(kLongestValue)) + u"…"_s);
    }

    Json m_objects = Json::array();
    Json m_changes = Json::array();
    qint64 m_count = 0;
    bool m_more = false;
};

void diff(Preview &preview, const Json &before, const Json &after)
{
    for (const FieldChange &change : fieldDiff(before, after))
        preview.change(QString::fromUtf8(change.path), change.before, change.after);
}

/// Contexts by id; with `status`, what becomes of each.
void contexts(Preview &preview, Reader &reader, const QStringList &ids, const QString &status)
{
    for (const QString &id : ids) {
        const auto key = reader.contexts.find(id);
        const auto rows = key && *key ? reader.contexts.rows({**key}) : Result<QList<ContextSummary>>();
        if (!rows || rows->isEmpty()) {
            preview.object(u"context"_s, id, QString(), Json());
            continue;
        }
        const ContextSummary &row = rows->first();
        preview.object(u"context"_s, row.id, row.title, statusName(row.status));
        if (!status.isEmpty())
            preview.change(row.title.isEmpty() ? row.id : row.title, statusName(row.status), status);
    }
}

void ofContexts(Preview &preview, Reader &reader, const Json &args, const QString &status)
{
    contexts(preview, reader, CommandSchema::idsOf(args), status);
    if (const auto all = statusFromName(args.value("status").toString())) {
        ContextFilter filter;
        filter.statuses = {*all};
        if (const auto counts = reader.contexts.counts(filter))
            preview.counted(counts->of(*all));
    }
}

void ofData(Preview &preview, Reader &reader, const Json &args)
{
    const QString id = args.value("id").toString();
    contexts(preview, reader, {id}, {});
    const auto key = reader.contexts.find(id);
    if (!key || !*key || !args.value("data").isObject())
        return;
    if (const auto document = reader.contexts.document(**key))
        diff(preview, document->value("data"), args.value("data"));
}

void ofDocuments(Preview &preview, const Json &args)
{
    for (const Json &document : args.value("documents").items()) {
        const Json &data = document.contains("data") ? document.value("data") : document;
        preview.object(u"document"_s, document.value("id").toString(), data.value("title").toString(), Json());
    }
    for (const QString &path : args.value("paths").toStringList()) {
        const QFileInfo info(path);
        preview.object(info.isDir() ? u"folder"_s : u"file"_s, path, info.fileName(), info.exists() ? Json(info.size()) : Json());
    }
    if (args.contains("text") || args.contains("base64"))
        preview.object(u"document"_s, {}, args.value("name").toString(), Json());
}

void ofVersion(Preview &preview, Reader &reader, const QString &id, const Result<Json> &after)
{
    const auto newest = reader.catalog.findPipeline(id);
    if (!newest || !after)
        return;
    const Json before = *newest ? (*newest)->definition.toJson() : Json();
    preview.object(u"pipeline"_s, id, after->value("title").toString(), *newest ? Json((*newest)->definition.version) : Json());
    if (*newest)
        diff(preview, before, *after);
}

void ofDraft(Preview &preview, Reader &reader, const Json &args)
{
    const QString id = args.value("pipeline").toString();
    const auto draft = DraftRepository(reader.db).find(id);
    if (!draft || !*draft)
        return;
    preview.object(u"draft"_s, id, (*draft)->title, (*draft)->sequence);
    const auto before = Json::parse((*draft)->definition);
    Result<Json> after = before;
    for (const Json &one : args.value("edits").items()) {
        const auto edit = Edit::fromJson(one.value("patch"));
        after = edit && after ? edit->appliedTo(*after) : after;
    }
    if (before && after)
        diff(preview, *before, *after);
}

Result<Json> draftDefinition(Reader &reader, const QString &id)
{
    const auto draft = DraftRepository(reader.db).find(id);
    if (!draft)
        return std::unexpected(draft.error());
    return *draft ? Json::parse((*draft)->definition) : fail(ErrorCode::NotFound, u"there is no draft of \"%1\""_s.arg(id));
}

Result<Json> versionDefinition(Reader &reader, const QString &id, int version)
{
    const auto stored = reader.catalog.pipelineVersion(id, version);
    if (!stored)
        return std::unexpected(stored.error());
    return *stored ? Result<Json>((*stored)->definition.toJson()) : fail(ErrorCode::NotFound, u"there is no version %1"_s.arg(version));
}

void ofSchedule(Preview &preview, Reader &reader, const Json &args)
{
    const QString id = args.value("id").toString();
    const auto found = ScheduleRepository(reader.db).find(id);
    if (!found)
        return;
    preview.object(u"schedule"_s, id, *found ? (*found)->title : args.value("title").toString(id), *found ? Json((*found)->enabled) : Json());
    if (!*found)
        return;
    const Json spec = Json::parse((*found)->spec).value_or(Json::object());
    for (const JsonMember &member : args.members()) {
        const Json before = member.key == "pipeline" ? Json((*found)->pipeline)
            : member.key == "title"                  ? Json((*found)->title)
            : member.key == "enabled"                ? Json((*found)->enabled)
                                                     : spec.value(member.key);
        if (member.key != "id" && before != member.value)
            preview.change(QString::fromUtf8(member.key), before, member.value);
    }
}

/// Items of the review queue, by the contexts that they are about.
void ofReview(Preview &preview, Reader &reader, const Json &args)
{
    QList<Json> answers{args};
    for (const Json &item : args.value("items").items())
        answers.append(item.isObject() ? item : Json::object({{"item", item}}));
    const QString decision = args.value("decision").toString();
    for (const Json &answer : std::as_const(answers)) {
        if (!answer.value("item").isString())
            continue;
        const QString id = answer.value("item").toString();
        const auto item = ReviewRepository(reader.db).find(id);
        const auto rows = item && *item ? reader.contexts.rows({(*item)->context}) : Result<QList<ContextSummary>>();
        if (!rows || rows->isEmpty()) {
            preview.object(u"review"_s, id, QString(), Json());
            continue;
        }
        const ContextSummary &row = rows->first();
        preview.object(u"context"_s, row.id, row.title, statusName(row.status));
        if (!decision.isEmpty())
            preview.change(row.title.isEmpty() ? row.id : row.title, statusName(row.status), decision);
        const auto document = args.value("data").isObject() ? reader.contexts.document((*item)->context) : Result<Json>(Json());
        if (document && document->isObject())
            diff(preview, document->value("data"), args.value("data"));
    }
}

/// What a run has in the states that it is about.
void ofRun(Preview &preview, Reader &reader, const Json &args, const QList<ContextStatus> &which, const QString &status)
{
    ContextFilter filter;
    filter.run = args.value("id").toString();
    preview.object(u"run"_s, filter.run, QString(), Json());
    const auto counts = reader.contexts.counts(filter);
    if (!counts)
        return;
    for (const ContextStatus one : which) {
        if (const qint64 count = counts->of(one); count > 0)
            preview.change(u"%1 (%2)"_s.arg(statusName(one)).arg(count), statusName(one), status);
    }
}

QString stateName(SourceState state)
{
    return state == SourceState::On ? u"on"_s : state == SourceState::Paused ? u"paused"_s : u"removed"_s;
}

void ofSource(Preview &preview, Reader &reader, const QString &name, const Json &args)
{
    if (name == "source.add"_L1) {
        preview.object(u"folder"_s, args.value("folder").toString(), args.value("title").toString(), Json());
        for (const char *key : {"pipeline", "after", "move_to"}) {
            if (args.contains(key))
                preview.change(QString::fromLatin1(key), Json(), args.value(key));
        }
        return;
    }
    const QString id = args.value("id").toString();
    const auto found = SourceRepository(reader.db).find(id);
    const bool isThere = found && *found;
    preview.object(u"source"_s, id, isThere ? (*found)->title : QString(), isThere ? Json(stateName((*found)->state)) : Json());
    const QString after = name == "source.pause"_L1 ? u"paused"_s
        : name == "source.resume"_L1                ? u"on"_s
        : name == "source.remove"_L1                ? u"removed"_s
                                                    : QString();
    if (isThere && !after.isEmpty())
        preview.change((*found)->title, stateName((*found)->state), after);
}

void ofSubscription(Preview &preview, Reader &reader, const QString &name, const Json &args)
{
    const QString id = args.value("id").toString();
    const auto found = EventRepository(reader.db).find(id);
    const bool isThere = found && *found;
    preview.object(u"subscription"_s, id, isThere ? (*found)->title : args.value("title").toString(id), isThere ? Json((*found)->enabled) : Json());
    if (!isThere)
        return;
    const StoredSubscription &before = **found;
    if (name == "subscription.remove"_L1)
        preview.change(before.title, Json(before.topic), Json());
    for (const auto &[key, value] : {std::pair("topic", Json(before.topic)), std::pair("pipeline", Json(before.pipeline)),
                                     std::pair("enabled", Json(before.enabled)), std::pair("position", Json(before.position))}) {
        if (args.contains(key) && args.value(key) != value)
            preview.change(QString::fromLatin1(key), value, args.value(key));
    }
}

void ofDraftItself(Preview &preview, Reader &reader, const QString &name, const Json &args)
{
    const QString id = args.value("pipeline").toString();
    const auto draft = DraftRepository(reader.db).find(id);
    if (!draft || !*draft) {
        preview.object(u"draft"_s, id, QString(), Json());
        return;
    }
    preview.object(u"draft"_s, id, (*draft)->title, (*draft)->sequence);
    if (name == "draft.discard"_L1)
        preview.change((*draft)->title, Json((*draft)->sequence), Json());
}

void ofTemplate(Preview &preview, Reader &reader, const Json &args)
{
    const Json &given = args.value("template");
    const QString id = given.value("id").toString();
    const auto all = reader.catalog.templates();
    const auto known = all ? std::ranges::find(*all, id, &ContentTemplate::id) : QList<ContentTemplate>::const_iterator();
    const bool isThere = all && known != all->end();
    preview.object(u"template"_s, id, given.value("title").toString(), isThere ? Json(known->version) : Json());
    if (isThere)
        diff(preview, contentTemplateToJson(*known), given);
}

} // namespace

Result<Json> callPreview(Reader &reader, const CommandInfo &info, const Json &args)
{
    Preview preview;
    const QString &name = info.name;
    if (name == "context.cancel"_L1)
        ofContexts(preview, reader, args, u"cancelled"_s);
    else if (name == "context.retry"_L1 || name == "quarantine.retry"_L1)
        ofContexts(preview, reader, args, u"retrying"_s);
    else if (name == "replay.run"_L1 || name == "context.signal"_L1)
        ofContexts(preview, reader, args, {});
    else if (name == "lineage.adopt"_L1 || name == "lineage.discard"_L1)
        contexts(preview, reader, args.value("ids").toStringList(), name == "lineage.discard"_L1 ? u"cancelled"_s : QString());
    else if (name.startsWith("review."_L1))
        ofReview(preview, reader, args);
    else if (name == "run.cancel"_L1)
        ofRun(preview, reader, args,
              {ContextStatus::Pending, ContextStatus::Processing, ContextStatus::Retrying, ContextStatus::AwaitingReview, ContextStatus::Quarantined,
               ContextStatus::Failed},
              u"cancelled"_s);
    else if (name == "run.retry"_L1)
        ofRun(preview, reader, args, {ContextStatus::Failed, ContextStatus::Quarantined}, u"retrying"_s);
    else if (name.startsWith("source."_L1))
        ofSource(preview, reader, name, args);
    else if (name.startsWith("subscription."_L1))
        ofSubscription(preview, reader, name, args);
    else if (name == "template.save"_L1)
        ofTemplate(preview, reader, args);
    else if (name == "context.fix"_L1 || name == "quarantine.fix"_L1)
        ofData(preview, reader, args);
    else if (name.startsWith("submit."_L1))
        ofDocuments(preview, args);
    else if (name == "draft.edit"_L1)
        ofDraft(preview, reader, args);
    else if (name == "draft.publish"_L1)
        ofVersion(preview, reader, args.value("pipeline").toString(), draftDefinition(reader, args.value("pipeline").toString()));
    else if (name == "pipeline.save"_L1 || name == "pipeline.import"_L1)
        ofVersion(preview, reader, args.value("definition").value("id").toString(), args.value("definition"));
    else if (name == "pipeline.restore"_L1)
        ofVersion(preview, reader, args.value("pipeline").toString(),
                  versionDefinition(reader, args.value("pipeline").toString(), static_cast<int>(args.value("version").toInt())));
    else if (name.startsWith("draft."_L1))
        ofDraftItself(preview, reader, name, args);
    else if (name.startsWith("schedule."_L1))
        ofSchedule(preview, reader, args);
    return preview.toJson();
}

} // namespace Millrace
