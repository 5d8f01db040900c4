// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pipelines that ship with documents to try them on. They lie in the program (resources/pipelines and resources/examples, one of each name).
#include "pipeline/contextdocument.h"
#include "workspace/commandschema.h"
#include "workspace/shipped.h"
#include "workspace/workspace_p.h"

#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

const QStringList &idsInOrder()
{
    // The first three are what the example is made of.
    static const QStringList ids{u"article"_s,        u"brief"_s,       u"checked-article"_s, u"inbox"_s,   u"dossier"_s,    u"faq"_s,
                                 u"release-digest"_s, u"table-check"_s, u"personal-data"_s,   u"repeats"_s, u"review-desk"_s};
    return ids;
}

constexpr qsizetype kOfTheExample = 3;

Json choice(const QStringList &ids)
{
    Json list = Json::array();
    for (const QString &id : ids)
        list.append(id);
    return Json::object({{"enum", list}});
}

Result<Json> shipped(const QString &folder, const QString &file)
{
    QFile source(u":/millrace/%1/%2"_s.arg(folder, file));
    if (!source.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, u"\"%1\" is missing in the program"_s.arg(file));
    return Json::parseStrict(source.readAll());
}

Result<Json> gallery()
{
    Json list = Json::array();
    for (const QString &id : galleryIds()) {
        const auto definition = shippedPipeline(id);
        const auto documents = shippedDocuments(id);
        if (!definition || !documents)
            return definition ? documents : definition;
        Json samples = Json::array();
        for (const Json &document : documents->items()) {
            if (const Json &title = document.value("data").value("title"); !title.toString().isEmpty())
                samples.append(title);
        }
        Json components = Json::array();
        QSet<QString> told;
        for (const Json &node : definition->value("nodes").items()) {
            const QString component = node.value("component").toString();
            if (!told.contains(component))
                components.append(component);
            told.insert(component);
        }
        const Json &first = documents->at(0);
        list.append(Json::object({{"id", id},
                                  {"title", definition->value("title")},
                                  {"description", definition->value("description")},
                                  {"documents", documents->size()},
                                  {"samples", samples},
                                  {"sample", titleOf(first.value("data"), first.value("id").toString())},
                                  {"components", components},
                                  {"nodes", definition->value("nodes").size()},
                                  {"definition", *definition}}));
    }
    return Json::object({{"gallery", list}});
}

} // namespace

const QStringList &galleryIds()
{
    return idsInOrder();
}

Result<Json> shippedPipeline(const QString &id)
{
    return shipped(u"pipelines"_s, id + u".pipeline.json"_s);
}

Result<Json> shippedDocuments(const QString &id)
{
    return shipped(u"examples"_s, id + u".json"_s);
}

/// Saves the pipelines where they are not there as they are shipped, submits their documents, a run for each, and waits until all is done.
QFuture<Result<Json>> Workspace::Private::openGallery(const QStringList &ids, const QString &who)
{
    QList<QFuture<Result<Json>>> saved;
    for (const QString &id : ids) {
        const auto definition = shippedPipeline(id);
        if (!definition)
            return QtFuture::makeReadyValueFuture(definition);
        saved.append(execute(u"pipeline.save"_s, Json::object({{"definition", *definition}}), who));
    }
    return inBackground([this, ids, saved, who]() mutable -> Result<Json> {
        Json runs = Json::array();
        for (qsizetype i = 0; i < ids.size(); ++i) {
            saved[i].waitForFinished();
            if (!saved[i].result())
                return saved[i].result();
            const auto documents = shippedDocuments(ids.at(i));
            if (!documents)
                return documents;
            auto submitted = submitter->documents({ids.at(i), u"Example: "_s + ids.at(i), {}, who}, *documents);
            submitted.waitForFinished();
            if (!submitted.result())
                return submitted.result();
            runs.append(Json::object(
                {{"pipeline", ids.at(i)}, {"run", submitted.result()->value("run")}, {"submitted", submitted.result()->value("submitted")}}));
        }
        engine->start();
        auto done = engine->idle(10'000'000);
        done.waitForFinished();
        return done.result() ? Result<Json>(Json::object({{"runs", runs}})) : done.result();
    });
}

void Workspace::Private::addGalleryCommands()
{
    table.add(info("example.create", "Open the example", "Fills the workspace with example documents and runs them through the example pipelines.",
                   Access::Write, "contexts.run", schema({})),
              [this](const CommandCall &call) { return openGallery(galleryIds().first(kOfTheExample), call.actor); });
    table.add(
        info("gallery.list", "List the gallery", "Pipelines that ship with documents to try them on.", Access::Read, "contexts.read", schema({})),
        [](Reader &, const CommandCall &) { return gallery(); });
    table.add(info("gallery.open", "Open one of the gallery", "Saves the pipeline, submits its documents, and answers when they are done.",
                   Access::Write, "contexts.run", schema({{"id", choice(galleryIds())}}, {u"id"_s})),
              [this](const CommandCall &call) { return openGallery({call.args.value("id").toString()}, call.actor); });
    table.add(info("gallery.use", "Begin with one of the gallery",
                   "Copies the pipeline as a draft with an id of its own; nothing is published or run. Gives what draft.open gives.", Access::Write,
                   "pipelines.write", schema({{"id", choice(galleryIds())}, {"title", text("in place of its own")}}, {u"id"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  auto definition = shippedPipeline(id);
                  if (!definition)
                      return definition;
                  definition->insert("gallery", id); // whose documents it can be tried on
                  if (call.args.contains("title"))
                      definition->insert("title", call.args.value("title"));
                  return makeDraft(scope, *definition, 0, actorKey);
              });
}

} // namespace Millrace
