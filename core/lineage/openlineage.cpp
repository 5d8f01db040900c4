// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/openlineage.h"

#include "sdk/clock.h"
#include "sdk/lineagesource.h"

#include <QMap>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kSpec = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
const QUuid kNamespace(u"0b8e7a52-6a0f-5c5e-9d4a-3f1c6f0e5b7d"_s); ///< of ids that are no UUIDs
constexpr qsizetype kMostFields = 500; ///< of one dataset

QString producer(const QString &program)
{
    return u"https://millrace.org/millrace/%1"_s.arg(program);
}

Json facet(const QString &program, const char *name, const char *version, std::initializer_list<JsonMember> members)
{
    Json json = Json::object(
        {{"_producer", producer(program)},
         {"_schemaURL", u"https://openlineage.io/spec/facets/%1/%2.json#/$defs/%2"_s.arg(QLatin1StringView(version), QLatin1StringView(name))}});
    for (const JsonMember &member : members)
        json.insert(member.key, member.value);
    return json;
}

QString uuidOf(const QString &text)
{
    const QUuid own = QUuid::fromString(text);
    return (own.isNull() ? QUuid::createUuidV5(kNamespace, text.toUtf8()) : own).toString(QUuid::WithoutBraces);
}

QString attemptId(const FedTransition &t)
{
    return QUuid::createUuidV5(kNamespace, u"%1/%2/%3/%4"_s.arg(t.contextId).arg(t.node).arg(t.visit).arg(t.attempt).toUtf8())
        .toString(QUuid::WithoutBraces);
}

QLatin1StringView typeName(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return "null"_L1;
    case Json::Type::Bool:
        return "boolean"_L1;
    case Json::Type::Number:
        return "number"_L1;
    case Json::Type::String:
        return "string"_L1;
    case Json::Type::Array:
        return "array"_L1;
    case Json::Type::Object:
        return "object"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString messageOf(const Json &reason)
{
    const QString text = reason.isArray() ? reason.at(0).value("message").toString() : reason.value("text").toString();
    return text.isEmpty() ? u"the step failed"_s : text;
}

Json dataset(const QString &nameSpace, const QString &name, const Json &facets)
{
    return Json::object({{"namespace", nameSpace}, {"name", name}, {"facets", facets}});
}

} // namespace

QString OpenLineageWriter::nameSpace() const
{
    return u"millrace://"_s + m_options.workspaceId;
}

Json OpenLineageWriter::event(const char *type, qint64 at, const QString &runId, const QString &job, const Json &runFacets,
                              const Json &jobFacets) const
{
    return Json::object({{"eventType", type},
                         {"eventTime", isoMicroseconds(at)},
                         {"run", Json::object({{"runId", runId}, {"facets", runFacets}})},
                         {"job", Json::object({{"namespace", nameSpace()}, {"name", job}, {"facets", jobFacets}})},
                         {"inputs", Json::array()},
                         {"outputs", Json::array()},
                         {"producer", producer(m_options.program)},
                         {"schemaURL", kSpec}});
}

/// The run of a context, as others name it.
Result<Json> OpenLineageWriter::parentFacet(ContextKey context) const
{
    const auto row = m_lineage.context(context);
    const auto pipeline = row && *row ? m_contexts.pipelineOf(context) : Result<PipelineDefinition>(PipelineDefinition());
    if (!row || !pipeline)
        return std::unexpected(row ? pipeline.error() : row.error());
    if (!*row)
        return Json();
    return facet(
        m_options.program, "ParentRunFacet", "1-0-1",
        {{"run", Json::object({{"runId", uuidOf((*row)->id)}})}, {"job", Json::object({{"namespace", nameSpace()}, {"name", pipeline->id}})}});
}

Result<std::pair<Json, Json>> OpenLineageWriter::datasetsOf(const FedTransition &t, const PipelineDefinition &pipeline)
{
    const QString &program = m_options.program;
    const QString own = u"context/"_s + t.contextId;
    // What the step wrote, by place.
    Json fields = Json::array();
    QStringList written;
    for (const Json &op : t.edit.items()) {
        const QString path = op.value("path").toString();
        if (op.value("op").toString() == "remove"_L1 || written.contains(path) || written.size() >= kMostFields)
            continue;
        written.append(path);
        fields.append(Json::object({{"name", path}, {"type", typeName(op.value("value"))}}));
    }
    Json outFacets = Json::object();
    if (!fields.isEmpty())
        outFacets.insert("schema", facet(program, "SchemaDatasetFacet", "1-1-1", {{"fields", fields}}));

    // Where it came from: pairs of fields, each once.
    Json inputs = Json::array({dataset(nameSpace(), own, Json::object())});
    QMap<QString, Json> columns;
    QStringList others;
    const bool isMasking = t.node >= 0 && t.node < pipeline.nodes.size() && pipeline.nodes.at(t.node).component == "personal_data"_L1;
    const auto addInput = [&](const QString &name, const QString &space) {
        if (others.contains(name))
            return;
        others.append(name);
        inputs.append(dataset(space, name, Json::object()));
    };
    const auto addColumn = [&](const QString &target, const QString &name, const QString &field, bool isDirect, bool masks) {
        Json &list = columns[target];
        if (list.isNull())
            list = Json::array();
        const Json input = Json::object({{"namespace", nameSpace()},
                                         {"name", name},
                                         {"field", field},
                                         {"transformations",
                                          Json::array({Json::object({{"type", isDirect ? "DIRECT" : "INDIRECT"},
                                                                     {"subtype", isDirect ? "TRANSFORMATION" : "CONDITIONAL"},
                                                                     {"description", ""},
                                                                     {"masking", masks}})})}});
        const auto known = list.items();
        if (list.size() < kMostFields && std::ranges::find(known, input) == known.end())
            list.append(input);
    };
    for (const Json &ref : t.refs.items()) {
        const LineageSource source = LineageSource::of(ref.at(0).toString());
        const QString target = ref.at(3).toString();
        switch (source.kind) {
        case LineageSource::Kind::Own:
            addColumn(target, own, QString::fromUtf8(source.pointer), true, isMasking);
            break;
        case LineageSource::Kind::Context:
            addInput(u"context/"_s + source.id, nameSpace());
            addColumn(target, u"context/"_s + source.id, QString::fromUtf8(source.pointer), true, isMasking);
            break;
        case LineageSource::Kind::Template:
            addInput(u"template/%1@%2"_s.arg(source.id).arg(source.version), nameSpace());
            addColumn(target, u"template/%1@%2"_s.arg(source.id).arg(source.version), u"/sections"_s, false, false);
            break;
        }
    }
    if (!columns.isEmpty()) {
        Json lineage = Json::object();
        for (const auto &[target, list] : columns.asKeyValueRange())
            lineage.insert(target, Json::object({{"inputFields", list}}));
        outFacets.insert("columnLineage", facet(program, "ColumnLineageDatasetFacet", "1-2-0", {{"fields", lineage}}));
    }
    const auto uses = t.step > 0 ? m_lineage.modelUses(t.context) : Result<QList<LineageModelUse>>(QList<LineageModelUse>());
    if (!uses)
        return std::unexpected(uses.error());
    for (const LineageModelUse &use : *uses) {
        if (use.seq == t.seq)
            addInput(u"model/%1/%2"_s.arg(use.provider, use.model), nameSpace());
    }

    // What was checked.
    Json assertions = Json::array();
    const bool isCheck = t.reason.isArray() && t.kind == TransitionKind::Finished;
    if (isCheck) {
        for (const Json &reason : t.reason.items()) {
            const QString severity = reason.value("severity").toString();
            if (severity == "info"_L1 || assertions.size() >= kMostFields)
                continue;
            Json assertion = Json::object({{"assertion", reason.value("message").toString().left(500)}, {"success", severity == "warning"_L1}});
            if (!reason.value("path").utf8().isEmpty())
                assertion.insert("column", reason.value("path"));
            assertions.append(assertion);
        }
    }
    if (!assertions.isEmpty()) {
        Json first = inputs.at(0);
        first.insert(
            "inputFacets",
            Json::object({{"dataQualityAssertions", facet(program, "DataQualityAssertionsDatasetFacet", "1-0-1", {{"assertions", assertions}})}}));
        inputs.replaceAt(0, first);
    }

    Json outputs = Json::array({dataset(nameSpace(), own, outFacets)});
    const auto sent = t.step > 0 ? m_lineage.outputsOf(t.context, 0, 1'000) : Result<QList<LineageOutput>>(QList<LineageOutput>());
    if (!sent)
        return std::unexpected(sent.error());
    for (const LineageOutput &output : *sent) {
        if (output.node == t.node && output.visit == t.visit)
            outputs.append(dataset(output.target, output.address, Json::object()));
    }
    return std::pair{inputs, outputs};
}

Result<Json> OpenLineageWriter::stepEvent(const FedTransition &t, const PipelineDefinition &pipeline, const char *type)
{
    const QString &program = m_options.program;
    const PipelineNode node = pipeline.nodes.value(t.node);
    const auto parent = parentFacet(t.context);
    const auto version = m_lineage.componentVersion(node.component, t.seq);
    if (!parent || !version)
        return std::unexpected(parent ? version.error() : parent.error());
    Json runFacets
        = Json::object({{"processing_engine", facet(program, "ProcessingEngineRunFacet", "1-1-1", {{"version", program}, {"name", "Millrace"}})}});
    if (!parent->isNull())
        runFacets.insert("parent", *parent);
    if (QByteArrayView(type) == "FAIL")
        runFacets.insert("errorMessage",
                         facet(program, "ErrorMessageRunFacet", "1-0-1", {{"message", messageOf(t.reason)}, {"programmingLanguage", "C++"}}));
    const Json jobFacets = Json::object(
        {{"jobType", facet(program, "JobTypeJobFacet", "2-0-3", {{"processingType", "BATCH"}, {"integration", "MILLRACE"}, {"jobType", "STEP"}})},
         {"documentation",
          facet(program, "DocumentationJobFacet", "1-0-1",
                {{"description", *version ? u"%1, version %2"_s.arg(node.component).arg(**version) : node.component}})}});
    Json json = event(type, t.at, attemptId(t), pipeline.id + u'.' + node.id, runFacets, jobFacets);
    const auto sets = datasetsOf(t, pipeline);
    if (!sets)
        return std::unexpected(sets.error());
    json.insert("inputs", sets->first);
    if (t.kind == TransitionKind::Finished)
        json.insert("outputs", sets->second);
    return json;
}

Result<Json> OpenLineageWriter::runEvent(const FedTransition &t, const PipelineDefinition &pipeline, const char *type)
{
    const QString &program = m_options.program;
    Json runFacets
        = Json::object({{"processing_engine", facet(program, "ProcessingEngineRunFacet", "1-1-1", {{"version", program}, {"name", "Millrace"}})}});
    if (t.origin == ContextOrigin::Child && t.parent) {
        const auto parent = parentFacet(*t.parent);
        if (!parent)
            return std::unexpected(parent.error());
        if (!parent->isNull())
            runFacets.insert("parent", *parent);
    }
    if (QByteArrayView(type) == "FAIL")
        runFacets.insert("errorMessage",
                         facet(program, "ErrorMessageRunFacet", "1-0-1", {{"message", messageOf(t.reason)}, {"programmingLanguage", "C++"}}));
    const Json jobFacets = Json::object(
        {{"jobType", facet(program, "JobTypeJobFacet", "2-0-3", {{"processingType", "BATCH"}, {"integration", "MILLRACE"}, {"jobType", "PIPELINE"}})},
         {"documentation",
          facet(program, "DocumentationJobFacet", "1-0-1", {{"description", u"%1, version %2"_s.arg(pipeline.title).arg(pipeline.version)}})}});
    Json json = event(type, t.at, uuidOf(t.contextId), pipeline.id, runFacets, jobFacets);
    const auto document = m_lineage.documentOf(t.context);
    const auto row = document && *document ? m_lineage.document(**document) : Result<std::optional<LineageDocument>>(std::nullopt);
    if (!document || !row)
        return std::unexpected(document ? row.error() : document.error());
    Json inputs = Json::array();
    if (*row)
        inputs.append(dataset(nameSpace(), u"document/"_s + (*row)->id, Json::object()));
    if (t.origin == ContextOrigin::Replay && t.parent) {
        const auto source = m_lineage.context(*t.parent);
        if (!source)
            return std::unexpected(source.error());
        if (*source)
            inputs.append(dataset(nameSpace(), u"context/"_s + (*source)->id, Json::object()));
    }
    json.insert("inputs", inputs);
    json.insert("outputs", Json::array({dataset(nameSpace(), u"context/"_s + t.contextId, Json::object())}));
    return json;
}

Result<QList<Json>> OpenLineageWriter::eventsOf(const FedTransition &t)
{
    const auto pipeline = m_contexts.pipelineOf(t.context);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    QList<Json> events;
    const auto add = [&](Result<Json> event) -> Result<void> {
        if (!event)
            return std::unexpected(event.error());
        events.append(std::move(*event));
        return {};
    };
    if (t.kind == TransitionKind::Started && t.from == ContextStatus::Pending) {
        if (auto added = add(runEvent(t, *pipeline, "START")); !added)
            return std::unexpected(added.error());
    }
    if (m_options.level == OpenLineageLevel::Step && t.node >= 0 && t.node < pipeline->nodes.size()) {
        const bool failed = t.kind == TransitionKind::Finished && (t.step == 0 || t.port == "error"_L1);
        const char *type = nullptr;
        switch (t.kind) {
        case TransitionKind::Started:
            type = "START";
            break;
        case TransitionKind::Finished:
            type = failed ? "FAIL" : "COMPLETE";
            break;
        case TransitionKind::Suspended:
            type = "RUNNING";
            break;
        case TransitionKind::Control:
            break;
        }
        if (type) {
            if (auto added = add(stepEvent(t, *pipeline, type)); !added)
                return std::unexpected(added.error());
        }
    }
    const char *ending = nullptr;
    switch (t.to) {
    case ContextStatus::Completed:
        ending = "COMPLETE";
        break;
    case ContextStatus::Failed:
    case ContextStatus::Quarantined:
        ending = "FAIL";
        break;
    case ContextStatus::Cancelled:
        ending = "ABORT";
        break;
    case ContextStatus::Pending:
    case ContextStatus::Processing:
    case ContextStatus::Retrying:
    case ContextStatus::AwaitingReview:
        break;
    }
    if (ending) {
        if (auto added = add(runEvent(t, *pipeline, ending)); !added)
            return std::unexpected(added.error());
    }
    return events;
}

} // namespace Millrace
