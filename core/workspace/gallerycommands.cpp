// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pipelines that ship with documents to try them on. They lie in the program (resources/pipelines and resources/examples, one of each name); three
// ship with a file as it would come in, a table or a mailbox.
#include "extract/formats.h"
#include "ingest/gatherer.h"
#include "pipeline/contextdocument.h"
#include "workspace/commandschema.h"
#include "workspace/shipped.h"
#include "workspace/workspace_p.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

const QStringList &idsInOrder()
{
    // The first three are what the example is made of.
    static const QStringList ids{u"article"_s,     u"brief"_s,   u"checked-article"_s, u"inbox"_s,       u"site"_s,
                                 u"dossier"_s,     u"faq"_s,     u"release-digest"_s,  u"table-check"_s, u"personal-data"_s,
                                 u"sensitivity"_s, u"repeats"_s, u"review-desk"_s};
    return ids;
}

constexpr qsizetype kOfTheExample = 3;

constexpr std::array<std::pair<QLatin1StringView, QLatin1StringView>, 3> kFiles{{
    {"table-check"_L1, "Orders_of_March.csv"_L1},
    {"inbox"_L1, "Inbox_of_14_March.mbox"_L1},
    {"repeats"_L1, "Reports_of_the_river_watch.csv"_L1},
}};

/// The name of the file that a piece ships with; empty where those are documents.
QString fileOf(const QString &id)
{
    const auto found = std::ranges::find(kFiles, id, &std::pair<QLatin1StringView, QLatin1StringView>::first);
    return found == kFiles.end() ? QString() : QString(found->second);
}

Json choice(const QStringList &ids)
{
    Json list = Json::array();
    for (const QString &id : ids)
        list.append(id);
    return Json::object({{"enum", list}});
}

Result<QByteArray> shipped(const QString &folder, const QString &file)
{
    QFile source(u":/millrace/%1/%2"_s.arg(folder, file));
    if (!source.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, u"\"%1\" is missing in the program"_s.arg(file));
    return source.readAll();
}

/// A mailbox of our own needs no child process to be read.
Result<void> readBox(const QString &name, const QByteArray &bytes, Gatherer &gatherer)
{
    ExtractInput input;
    input.name = name;
    input.bytes = bytes;
    const auto box = findExtractor(u"mbox"_s)->extract(input);
    if (!box)
        return std::unexpected(box.error());
    Submission whole;
    whole.name = name;
    whole.isWholeFile = true;
    whole.document
        = Json::object({{"data", Json::object({{"title", titleFromName(name)}, {"source_text", box->text}, {"document", box->structure()}})}});
    (void)gatherer.take(std::move(whole));
    for (const ChildDocumentInfo &child : box->children) {
        ExtractInput part = input;
        part.bytes = bytes.sliced(child.from, child.to - child.from);
        const auto mail = findExtractor(u"eml"_s)->extract(part);
        if (!mail)
            return std::unexpected(mail.error());
        Submission one;
        one.name = name + u'/' + child.name;
        one.document = Json::object(
            {{"type", "article"}, {"data", Json::object({{"title", mail->title}, {"source_text", mail->text}, {"document", mail->structure()}})}});
        (void)gatherer.take(std::move(one));
    }
    return {};
}

/// What a file becomes when it is submitted.
Result<Json> documentsOf(const QString &name, const QByteArray &bytes, const QByteArray &gathers)
{
    Json documents = Json::array();
    Gatherer gatherer(gathers, [&documents](Submission &&found) {
        if (!found.error)
            documents.append(found.document);
        return true;
    });
    if (name.endsWith(".mbox"_L1)) {
        if (auto read = readBox(name, bytes, gatherer); !read)
            return std::unexpected(read.error());
    } else {
        InputReader().readBytes(name, bytes, [&gatherer](Submission &&found) { return gatherer.take(std::move(found)); });
    }
    gatherer.finish();
    return documents;
}

/// What is published goes into a folder beside the workspace, which is made.
Result<Json> placed(const QString &id, const QString &workspace)
{
    auto definition = shippedPipeline(id);
    if (!definition || id != "site"_L1)
        return definition;
    const QFileInfo file(workspace);
    const QString folder = file.absoluteDir().filePath(file.completeBaseName() + u" site"_s);
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::FileWrite, u"%1 cannot be made"_s.arg(folder), Json::object({{"path", folder}}));
    Json nodes = Json::array();
    for (Json node : definition->value("nodes").items()) {
        if (node.value("component").utf8() == "publish") {
            Json config = node.value("config");
            config.insert("at", folder);
            node.insert("config", config);
        }
        nodes.append(node);
    }
    definition->insert("nodes", nodes);
    return definition;
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
    return shipped(u"pipelines"_s, id + u".pipeline.json"_s).and_then([](const QByteArray &json) { return Json::parseStrict(json); });
}

Result<Json> shippedDocuments(const QString &id)
{
    const QString file = fileOf(id);
    const auto bytes = shipped(u"examples"_s, file.isEmpty() ? id + u".json"_s : file);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (file.isEmpty())
        return Json::parseStrict(*bytes);
    return shippedPipeline(id).and_then(
        [&](const Json &definition) { return documentsOf(file, *bytes, definition.value("gather").utf8().toByteArray()); });
}

/// Saves the pipelines where they are not there as they are shipped, submits their documents, a run for each, and waits until all is done.
QFuture<Result<Json>> Workspace::Private::openGallery(const QStringList &ids, const QString &who)
{
    QList<QFuture<Result<Json>>> saved;
    for (const QString &id : ids) {
        const auto definition = placed(id, file.path);
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
            const Submitter::Request request{ids.at(i), u"Example: "_s + ids.at(i), {}, who};
            const QString name = fileOf(ids.at(i));
            const auto bytes = name.isEmpty() ? Result<QByteArray>() : shipped(u"examples"_s, name);
            const auto documents = shippedDocuments(ids.at(i));
            if (!bytes || !documents)
                return std::unexpected(bytes ? documents.error() : bytes.error());
            auto submitted = name.isEmpty() ? submitter->documents(request, *documents) : submitter->content(request, name, *bytes);
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
                  auto definition = placed(id, file.path);
                  if (!definition)
                      return definition;
                  definition->insert("gallery", id); // whose documents it can be tried on
                  if (call.args.contains("title"))
                      definition->insert("title", call.args.value("title"));
                  return makeDraft(scope, *definition, 0, actorKey);
              });
}

} // namespace Millrace
