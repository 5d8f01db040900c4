// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagelinks.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostFields = 20; ///< named on one edge

LineageThing contextThing(const LineageContext &row)
{
    LineagePlace place;
    place.id = row.id;
    return {place, row.key};
}

LineageThing thingOf(LineageKind kind, const QString &id, qint64 key)
{
    LineagePlace place;
    place.kind = kind;
    place.id = id;
    if (kind == LineageKind::Output || kind == LineageKind::Event)
        place.number = key;
    return {place, key};
}

LineageThing templateThing(const LineageTemplate &row)
{
    LineageThing thing = thingOf(LineageKind::Template, row.id, row.key);
    thing.place.version = row.version;
    return thing;
}

LineageThing modelThing(const QString &provider, const QString &model)
{
    LineageThing thing = thingOf(LineageKind::Model, provider, 0);
    thing.place.model = model;
    return thing;
}

LineageEdge edgeOf(const LineageThing &from, const LineageThing &to, const QString &relation, LineageFlow flow = LineageFlow::Direct)
{
    LineageEdge edge;
    edge.from = from.place.toString();
    edge.to = to.place.toString();
    edge.relation = relation;
    edge.flow = flow;
    return edge;
}

/// A group of what is read already: never more than a few.
LineageGroup groupOf(const QString &relation, LineageKind kind, QList<LineageLink> links)
{
    LineageGroup group;
    group.relation = relation;
    group.memberKind = kind;
    for (qsizetype i = 0; i < links.size(); ++i)
        links[i].cursor = i;
    group.count = [n = links.size()](qint64 after, qint64) -> Result<LineageCount> { return LineageCount{std::max<qint64>(n - after - 1, 0)}; };
    group.fetch = [links](qint64 after, int limit) -> Result<QList<LineageLink>> { return links.mid(after + 1, limit); };
    return group;
}

/// Links from page to page until there are enough: some of what is read may be later than the reader's time. `page` gives links and the cursor
/// behind them, which stays where it is at the end.
Result<QList<LineageLink>> filled(qint64 after, int limit, const std::function<Result<std::pair<QList<LineageLink>, qint64>>(qint64, int)> &page)
{
    QList<LineageLink> links;
    while (links.size() < limit) {
        const auto more = page(after, limit - static_cast<int>(links.size()));
        if (!more)
            return std::unexpected(more.error());
        if (more->second == after)
            break;
        links += more->first;
        after = more->second;
    }
    return links;
}

std::unexpected<Error> nothingThere(const LineagePlace &place)
{
    return fail(ErrorCode::NotFound, u"there is no %1 in this workspace"_s.arg(place.toString()), Json::object({{"focus", place.toString()}}));
}

QString counted(qint64 n, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(n).arg(n == 1 ? one : many);
}

QLatin1StringView replayName(ReplayState state)
{
    switch (state) {
    case ReplayState::Replaces:
        return {};
    case ReplayState::Proposed:
        return "proposed"_L1;
    case ReplayState::Adopted:
        return "adopted"_L1;
    case ReplayState::Discarded:
        return "discarded"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

Result<LineageThing> LineageLinks::find(const LineagePlace &place)
{
    switch (place.kind) {
    case LineageKind::Context:
    case LineageKind::Field:
    case LineageKind::Stack:
    case LineageKind::Document: {
        if (place.kind == LineageKind::Stack) {
            const auto owner = LineagePlace::of(place.id);
            return owner && owner->kind != LineageKind::Stack ? find(*owner) : nothingThere(place);
        }
        if (place.kind != LineageKind::Document) {
            const auto key = m_contexts.find(place.id);
            if (!key)
                return std::unexpected(key.error());
            const auto row = *key ? m_lineage.context(**key) : Result<std::optional<LineageContext>>(std::nullopt);
            if (!row)
                return std::unexpected(row.error());
            if (*row)
                return contextThing(**row);
        }
        const auto key = m_lineage.documentKey(place.id);
        if (!key)
            return std::unexpected(key.error());
        return *key ? Result<LineageThing>(thingOf(LineageKind::Document, place.id, **key)) : nothingThere(place);
    }
    case LineageKind::Template: {
        const auto row = m_lineage.contentTemplate(place.id, place.version);
        if (!row)
            return std::unexpected(row.error());
        return *row ? Result<LineageThing>(templateThing(**row)) : nothingThere(place);
    }
    case LineageKind::Model:
        return modelThing(place.id, place.model);
    case LineageKind::Prompt:
    case LineageKind::Answer: {
        const auto call = m_lineage.call(place.number, place.position);
        if (!call)
            return std::unexpected(call.error());
        return *call ? Result<LineageThing>(LineageThing{place, (*call)->context}) : nothingThere(place);
    }
    case LineageKind::Review: {
        const auto row = m_lineage.review(place.id);
        if (!row)
            return std::unexpected(row.error());
        return *row ? Result<LineageThing>(thingOf(LineageKind::Review, place.id, (*row)->context)) : nothingThere(place);
    }
    case LineageKind::Output: {
        const auto row = m_lineage.output(place.number);
        if (!row)
            return std::unexpected(row.error());
        return *row ? Result<LineageThing>(thingOf(LineageKind::Output, {}, place.number)) : nothingThere(place);
    }
    case LineageKind::Event: {
        const auto row = m_lineage.event(place.number);
        if (!row)
            return std::unexpected(row.error());
        return *row ? Result<LineageThing>(thingOf(LineageKind::Event, {}, place.number)) : nothingThere(place);
    }
    }
    Q_UNREACHABLE_RETURN(nothingThere(place));
}

Result<LineageNode> LineageLinks::node(const LineageThing &thing)
{
    LineageNode node;
    node.id = thing.place.toString();
    node.kind = thing.place.kind;
    switch (thing.place.kind) {
    case LineageKind::Context: {
        const auto row = m_lineage.context(thing.key);
        const auto pipeline = m_contexts.pipelineOf(thing.key);
        const auto replay = m_lineage.replay(thing.key);
        if (!row || !pipeline || !replay)
            return std::unexpected(!row ? row.error() : !pipeline ? pipeline.error() : replay.error());
        if (!*row)
            return nothingThere(thing.place);
        node.title = (*row)->title.isEmpty() ? (*row)->id : (*row)->title;
        node.detail = u"%1 · %2"_s.arg(pipeline->title.isEmpty() ? pipeline->id : pipeline->title, counted((*row)->steps, u"step"_s, u"steps"_s));
        node.status = statusName((*row)->status);
        node.outcome = (*row)->outcome;
        node.at = (*row)->createdAt;
        node.context = (*row)->id;
        if (*replay)
            node.replay = replayName((*replay)->state);
        if ((*row)->supersededBy) {
            const auto by = m_lineage.context(*(*row)->supersededBy);
            if (!by)
                return std::unexpected(by.error());
            if (*by)
                node.supersededBy = (*by)->id;
        }
        return node;
    }
    case LineageKind::Document: {
        const auto row = m_lineage.document(thing.key);
        if (!row || !*row)
            return row ? Result<LineageNode>(nothingThere(thing.place)) : std::unexpected(row.error());
        node.title = (*row)->title.isEmpty() ? (*row)->name : (*row)->title;
        node.detail = (*row)->version > 1 ? u"%1 · version %2"_s.arg((*row)->name).arg((*row)->version) : (*row)->name;
        node.at = (*row)->takenAt;
        return node;
    }
    case LineageKind::Template: {
        const auto row = m_lineage.contentTemplate(thing.key);
        if (!row || !*row)
            return row ? Result<LineageNode>(nothingThere(thing.place)) : std::unexpected(row.error());
        node.title = (*row)->title.isEmpty() ? (*row)->id : (*row)->title;
        node.detail = u"version %1"_s.arg((*row)->version);
        node.at = (*row)->createdAt;
        return node;
    }
    case LineageKind::Model:
        node.title = thing.place.model;
        node.detail = thing.place.id;
        return node;
    case LineageKind::Review: {
        const auto row = m_lineage.review(thing.place.id);
        if (!row || !*row)
            return row ? Result<LineageNode>(nothingThere(thing.place)) : std::unexpected(row.error());
        const bool isClosed = (*row)->closedAt && *(*row)->closedAt <= m_lineage.asOf();
        node.title = (*row)->node;
        node.status = reviewStateName(isClosed ? (*row)->state : ReviewState::Open);
        if (isClosed && (*row)->verdict)
            node.outcome = reviewKindName(*(*row)->verdict);
        node.at = (*row)->askedAt;
        const auto context = m_lineage.context((*row)->context);
        if (!context)
            return std::unexpected(context.error());
        if (*context)
            node.context = (*context)->id;
        return node;
    }
    case LineageKind::Output: {
        const auto row = m_lineage.output(thing.key);
        if (!row || !*row)
            return row ? Result<LineageNode>(nothingThere(thing.place)) : std::unexpected(row.error());
        node.title = (*row)->address;
        node.detail = (*row)->target;
        node.status = effectStateName((*row)->state);
        node.at = (*row)->createdAt;
        const auto context = m_lineage.context((*row)->context);
        if (!context)
            return std::unexpected(context.error());
        if (*context)
            node.context = (*context)->id;
        return node;
    }
    case LineageKind::Event: {
        const auto row = m_lineage.event(thing.key);
        if (!row || !*row)
            return row ? Result<LineageNode>(nothingThere(thing.place)) : std::unexpected(row.error());
        node.title = (*row)->topic;
        node.detail = (*row)->key;
        node.at = (*row)->at;
        return node;
    }
    case LineageKind::Prompt:
    case LineageKind::Answer:
    case LineageKind::Field:
    case LineageKind::Stack:
        break;
    }
    return nothingThere(thing.place);
}

Result<LineageStepName> LineageLinks::stepName(ContextKey context, int node, int step, qint64 seq)
{
    const auto pipeline = m_contexts.pipelineOf(context);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    LineageStepName name;
    name.pipeline = pipeline->id;
    name.version = pipeline->version;
    name.step = step;
    if (node < 0 || node >= pipeline->nodes.size())
        return name;
    name.node = pipeline->nodes.at(node).id;
    name.component = pipeline->nodes.at(node).component;
    const auto version = m_lineage.componentVersion(name.component, seq);
    if (!version)
        return std::unexpected(version.error());
    name.componentVersion = *version;
    return name;
}

Result<std::optional<LineageLink>> LineageLinks::linkTo(const LineageThing &from, ContextKey to, LineageEdge edge, qint64 cursor)
{
    const auto row = m_lineage.context(to);
    if (!row || !*row)
        return row ? Result<std::optional<LineageLink>>(std::nullopt) : std::unexpected(row.error());
    LineageLink link{contextThing(**row), std::move(edge), cursor};
    link.edge.from = from.place.toString();
    link.edge.to = link.thing.place.toString();
    return link;
}

Result<LineageEdge> LineageLinks::childEdge(const LineageFork &fork)
{
    LineageEdge edge;
    edge.relation = u"child"_s;
    edge.joined = fork.isCollected;
    const auto made = m_lineage.stepOf(fork.parent, fork.node, fork.visit);
    if (!made)
        return std::unexpected(made.error());
    auto by = stepName(fork.parent, fork.node, *made ? (*made)->step : 0, *made ? (*made)->seq : 0);
    if (!by)
        return std::unexpected(by.error());
    edge.by = std::move(*by);
    return edge;
}

Result<LineageLinks::Links> LineageLinks::linksOfUses(const LineageThing &from, const QString &relation, qint64 after, int limit,
                                                      const std::function<Result<QList<LineageUse>>(qint64, int)> &read)
{
    return filled(after, limit, [&](qint64 behind, int most) -> Result<std::pair<Links, qint64>> {
        const auto uses = read(behind, most);
        if (!uses)
            return std::unexpected(uses.error());
        Links links;
        for (const LineageUse &use : *uses) {
            behind = use.seq;
            const auto step = m_lineage.stepAt(use.seq);
            if (!step)
                return std::unexpected(step.error());
            if (!*step || (*step)->at > m_lineage.asOf())
                continue;
            auto by = stepName(use.context, (*step)->node, (*step)->step, use.seq);
            if (!by)
                return std::unexpected(by.error());
            LineageEdge edge;
            edge.relation = relation;
            edge.flow = relation == "template"_L1 ? LineageFlow::Indirect : LineageFlow::Direct;
            edge.by = std::move(*by);
            auto link = linkTo(from, use.context, std::move(edge), use.seq);
            if (!link)
                return std::unexpected(link.error());
            if (*link)
                links.append(std::move(**link));
        }
        return std::pair{links, behind};
    });
}

/// The context that it was made from.
Result<LineageLinks::Links> LineageLinks::parentOf(const LineageThing &thing, const LineageContext &row)
{
    const auto replay = m_lineage.replay(row.key);
    const auto fork = m_lineage.forkOf(row.key);
    if (!replay || !fork)
        return std::unexpected(replay ? fork.error() : replay.error());
    Links links;
    const auto add = [&](ContextKey parent, LineageEdge edge) -> Result<void> {
        const auto from = m_lineage.context(parent);
        if (!from || !*from)
            return from ? Result<void>() : std::unexpected(from.error());
        LineageThing other = contextThing(**from);
        edge.from = other.place.toString();
        edge.to = thing.place.toString();
        links.append({std::move(other), std::move(edge)});
        return {};
    };
    if (*replay) {
        LineageEdge edge;
        edge.relation = (*replay)->isCorrection ? u"correction"_s : u"replay"_s;
        auto by = stepName(row.key, -1, (*replay)->fromStep, 0);
        if (!by)
            return std::unexpected(by.error());
        edge.by = std::move(*by);
        if (auto added = add((*replay)->source, std::move(edge)); !added)
            return std::unexpected(added.error());
    }
    if (*fork) {
        auto edge = childEdge(**fork);
        if (!edge)
            return std::unexpected(edge.error());
        if (auto added = add((*fork)->parent, std::move(*edge)); !added)
            return std::unexpected(added.error());
    } else if (!*replay && row.parent) {
        LineageEdge edge;
        edge.relation = u"child"_s; // another one stands in its place since
        if (auto added = add(*row.parent, std::move(edge)); !added)
            return std::unexpected(added.error());
    }
    return links;
}

/// The templates and the other contexts that its steps name.
Result<LineageLinks::Links> LineageLinks::madeOf(const LineageThing &thing)
{
    const auto steps = m_lineage.stepsWithRefs(thing.key);
    if (!steps)
        return std::unexpected(steps.error());
    Links links;
    QHash<QString, qsizetype> known; // by edge
    for (const LineageStep &step : *steps) {
        for (const Json &ref : step.refs.items()) {
            if (ref.at(0).utf8().startsWith('/'))
                continue;
            const LineageSource source = LineageSource::of(ref.at(0).toString());
            if (source.kind == LineageSource::Kind::Own)
                continue;
            std::optional<LineageThing> other;
            if (source.kind == LineageSource::Kind::Template) {
                const auto row = m_lineage.contentTemplate(source.id, source.version);
                if (!row)
                    return std::unexpected(row.error());
                if (*row)
                    other = templateThing(**row);
            } else {
                const auto key = m_contexts.find(source.id);
                const auto row = key && *key ? m_lineage.context(**key) : Result<std::optional<LineageContext>>(std::nullopt);
                if (!key || !row)
                    return std::unexpected(key ? row.error() : key.error());
                if (*row)
                    other = contextThing(**row);
            }
            if (!other || other->place == thing.place)
                continue;
            const bool isTemplate = source.kind == LineageSource::Kind::Template;
            LineageEdge edge
                = edgeOf(*other, thing, isTemplate ? u"template"_s : u"cites"_s, isTemplate ? LineageFlow::Indirect : LineageFlow::Direct);
            const std::pair fields{source.pointer, ref.at(3).utf8().toByteArray()};
            if (const auto at = known.constFind(edge.id()); at != known.cend()) {
                auto &list = links[*at].edge.fields;
                if (list.size() < kMostFields && !list.contains(fields))
                    list.append(fields);
                continue;
            }
            auto by = stepName(thing.key, step.node, step.step, step.seq);
            if (!by)
                return std::unexpected(by.error());
            edge.by = std::move(*by);
            edge.fields.append(fields);
            known.insert(edge.id(), links.size());
            links.append({std::move(*other), std::move(edge)});
        }
    }
    return links;
}

Result<LineageLinks::Links> LineageLinks::modelsOf(const LineageThing &thing)
{
    const auto uses = m_lineage.modelUses(thing.key);
    if (!uses)
        return std::unexpected(uses.error());
    Links links;
    for (const LineageModelUse &use : *uses) {
        LineageThing model = modelThing(use.provider, use.model);
        if (std::ranges::any_of(links, [&](const LineageLink &link) { return link.thing.place == model.place; }))
            continue;
        LineageEdge edge = edgeOf(model, thing, u"model"_s);
        auto by = stepName(thing.key, use.node, use.step, use.seq);
        if (!by)
            return std::unexpected(by.error());
        edge.by = std::move(*by);
        links.append({std::move(model), std::move(edge)});
    }
    return links;
}

Result<QList<LineageGroup>> LineageLinks::upOfContext(const LineageThing &thing)
{
    const auto row = m_lineage.context(thing.key);
    if (!row || !*row)
        return row ? Result<QList<LineageGroup>>(nothingThere(thing.place)) : std::unexpected(row.error());
    const auto parents = parentOf(thing, **row);
    const auto made = madeOf(thing);
    const auto models = modelsOf(thing);
    const auto document = m_lineage.documentOf(thing.key);
    const auto events = m_lineage.eventsThatStarted(thing.key);
    if (!parents || !made || !models || !document || !events)
        return std::unexpected(!parents        ? parents.error()
                                   : !made     ? made.error()
                                   : !models   ? models.error()
                                   : !document ? document.error()
                                               : events.error());
    QHash<QString, Links> byRelation;
    QStringList order;
    const auto add = [&](const LineageLink &link) {
        if (!byRelation.contains(link.edge.relation))
            order.append(link.edge.relation);
        byRelation[link.edge.relation].append(link);
    };
    if (*document) {
        const auto file = m_lineage.document(**document);
        if (!file)
            return std::unexpected(file.error());
        if (*file) {
            LineageThing other = thingOf(LineageKind::Document, (*file)->id, **document);
            add({other, edgeOf(other, thing, u"document"_s)});
        }
    }
    for (const qint64 seq : *events) {
        const auto event = m_lineage.event(seq);
        if (!event)
            return std::unexpected(event.error());
        if (!*event)
            continue;
        LineageThing other = thingOf(LineageKind::Event, {}, seq);
        add({other, edgeOf(other, thing, u"event_in"_s)});
    }
    for (const Links *links : {&*parents, &*made, &*models}) {
        for (const LineageLink &link : *links)
            add(link);
    }
    QList<LineageGroup> groups;
    for (const QString &relation : std::as_const(order)) {
        const Links &links = byRelation[relation];
        groups.append(groupOf(relation, links.first().thing.place.kind, links));
    }
    return groups;
}

Result<QList<LineageGroup>> LineageLinks::downOfContext(const LineageThing &thing)
{
    QList<LineageGroup> groups;
    const auto forks = m_lineage.forks(thing.key);
    if (!forks)
        return std::unexpected(forks.error());
    for (const LineageFork &fork : *forks) {
        LineageGroup group;
        group.relation = u"child"_s;
        group.number = fork.key;
        group.count
            = [total = fork.total](qint64 after, qint64) -> Result<LineageCount> { return LineageCount{std::max<qint64>(total - after - 1, 0)}; };
        group.fetch = [this, fork, thing](qint64 after, int limit) -> Result<Links> {
            const auto edge = childEdge(fork);
            if (!edge)
                return std::unexpected(edge.error());
            return filled(after, limit, [&](qint64 behind, int most) -> Result<std::pair<Links, qint64>> {
                const auto keys = m_lineage.children(fork.key, behind + 1, most);
                if (!keys)
                    return std::unexpected(keys.error());
                Links links;
                for (const ContextKey key : *keys) {
                    auto link = linkTo(thing, key, *edge, ++behind);
                    if (!link)
                        return std::unexpected(link.error());
                    if (*link)
                        links.append(std::move(**link));
                }
                return std::pair{links, behind};
            });
        };
        groups.append(std::move(group));
    }
    const auto replays = m_lineage.replaysOf(thing.key, 1'000);
    if (!replays)
        return std::unexpected(replays.error());
    QHash<QString, Links> again;
    for (const LineageReplay &replay : *replays) {
        LineageEdge edge;
        edge.relation = replay.isCorrection ? u"correction"_s : u"replay"_s;
        auto by = stepName(replay.context, -1, replay.fromStep, 0);
        if (!by)
            return std::unexpected(by.error());
        edge.by = std::move(*by);
        auto link = linkTo(thing, replay.context, std::move(edge), 0);
        if (!link)
            return std::unexpected(link.error());
        if (*link)
            again[(*link)->edge.relation].append(**link);
    }
    for (const auto &[relation, links] : again.asKeyValueRange())
        groups.append(groupOf(relation, LineageKind::Context, links));

    LineageGroup cited;
    cited.relation = u"cites"_s;
    cited.count
        = [this, key = thing.key](qint64 after, qint64 most) { return m_lineage.countUsesOf(LineageReader::Used::Context, key, after, most); };
    cited.fetch = [this, thing](qint64 after, int limit) -> Result<Links> {
        return linksOfUses(thing, u"cites"_s, after, limit,
                           [&](qint64 behind, int most) { return m_lineage.usesOf(LineageReader::Used::Context, thing.key, behind, most); });
    };
    groups.append(std::move(cited));

    const auto reviews = m_lineage.reviewsOf(thing.key);
    if (!reviews)
        return std::unexpected(reviews.error());
    Links asked;
    for (const LineageReview &review : *reviews) {
        LineageThing other = thingOf(LineageKind::Review, review.id, review.context);
        LineageEdge edge = edgeOf(thing, other, u"review"_s, LineageFlow::Indirect);
        const auto pipeline = m_contexts.pipelineOf(thing.key);
        if (!pipeline)
            return std::unexpected(pipeline.error());
        edge.by.pipeline = pipeline->id;
        edge.by.version = pipeline->version;
        edge.by.node = review.node;
        edge.by.step = review.decidedStep.value_or(0);
        if (const PipelineNode *node = pipeline->find(review.node))
            edge.by.component = node->component;
        asked.append({std::move(other), std::move(edge)});
    }
    groups.append(groupOf(u"review"_s, LineageKind::Review, asked));

    const auto outputs = m_lineage.outputsOf(thing.key, 0, 1'000);
    const auto events = m_lineage.eventsBy(thing.key, 0, 1'000);
    if (!outputs || !events)
        return std::unexpected(outputs ? events.error() : outputs.error());
    Links sent;
    for (const LineageOutput &output : *outputs) {
        LineageThing other = thingOf(LineageKind::Output, {}, output.key);
        LineageEdge edge = edgeOf(thing, other, u"output"_s);
        const auto step = m_lineage.stepOf(thing.key, output.node, output.visit);
        auto by = step ? stepName(thing.key, output.node, *step ? (*step)->step : 0, *step ? (*step)->seq : 0)
                       : Result<LineageStepName>(std::unexpected(step.error()));
        if (!by)
            return std::unexpected(by.error());
        edge.by = std::move(*by);
        sent.append({std::move(other), std::move(edge)});
    }
    groups.append(groupOf(u"output"_s, LineageKind::Output, sent));
    Links told;
    for (const qint64 seq : *events) {
        LineageThing other = thingOf(LineageKind::Event, {}, seq);
        told.append({other, edgeOf(thing, other, u"event_out"_s)});
    }
    groups.append(groupOf(u"event_out"_s, LineageKind::Event, told));
    return groups;
}

Result<QList<LineageGroup>> LineageLinks::groups(const LineageThing &thing, bool up)
{
    const LineagePlace &place = thing.place;
    QList<LineageGroup> groups;
    const auto single = [&](const QString &relation, const Result<std::optional<LineageThing>> &other, bool isUp) -> Result<void> {
        if (!other)
            return std::unexpected(other.error());
        if (*other)
            groups.append(
                groupOf(relation, (*other)->place.kind, {{**other, isUp ? edgeOf(**other, thing, relation) : edgeOf(thing, **other, relation)}}));
        return {};
    };
    const auto contextOf = [&](std::optional<ContextKey> key) -> Result<std::optional<LineageThing>> {
        const auto row = key ? m_lineage.context(*key) : Result<std::optional<LineageContext>>(std::nullopt);
        if (!row)
            return std::unexpected(row.error());
        return *row ? std::optional(contextThing(**row)) : std::nullopt;
    };
    const auto documentOf = [&](std::optional<DocumentKey> key) -> Result<std::optional<LineageThing>> {
        const auto row = key ? m_lineage.document(*key) : Result<std::optional<LineageDocument>>(std::nullopt);
        if (!row)
            return std::unexpected(row.error());
        return *row ? std::optional(thingOf(LineageKind::Document, (*row)->id, *key)) : std::nullopt;
    };
    switch (place.kind) {
    case LineageKind::Context:
        return up ? upOfContext(thing) : downOfContext(thing);
    case LineageKind::Document: {
        const auto row = m_lineage.document(thing.key);
        if (!row || !*row)
            return row ? Result<QList<LineageGroup>>(nothingThere(place)) : std::unexpected(row.error());
        if (up) {
            if (auto added = single(u"version"_s, documentOf((*row)->previous), true); !added)
                return std::unexpected(added.error());
            return groups;
        }
        const auto next = m_lineage.nextVersion(thing.key);
        if (!next)
            return std::unexpected(next.error());
        if (auto added = single(u"version"_s, documentOf(*next), false); !added)
            return std::unexpected(added.error());
        LineageGroup taken;
        taken.relation = u"document"_s;
        taken.count = [this, key = thing.key](qint64 after, qint64 most) { return m_lineage.countContextsOf(key, after, most); };
        taken.fetch = [this, thing](qint64 after, int limit) -> Result<Links> {
            return filled(after, limit, [&](qint64 behind, int most) -> Result<std::pair<Links, qint64>> {
                const auto keys = m_lineage.contextsOf(thing.key, behind, most);
                if (!keys)
                    return std::unexpected(keys.error());
                Links links;
                for (const ContextKey key : *keys) {
                    LineageEdge edge;
                    edge.relation = u"document"_s;
                    auto link = linkTo(thing, key, std::move(edge), key);
                    if (!link)
                        return std::unexpected(link.error());
                    if (*link)
                        links.append(std::move(**link));
                }
                return std::pair{links, keys->isEmpty() ? behind : keys->last()};
            });
        };
        groups.append(std::move(taken));
        return groups;
    }
    case LineageKind::Template:
    case LineageKind::Model: {
        if (up)
            return groups;
        LineageGroup used;
        const bool isTemplate = place.kind == LineageKind::Template;
        used.relation = isTemplate ? u"template"_s : u"model"_s;
        used.count = [this, thing, isTemplate](qint64 after, qint64 most) {
            return isTemplate ? m_lineage.countUsesOf(LineageReader::Used::Template, thing.key, after, most)
                              : m_lineage.countUsesOfModel(thing.place.id, thing.place.model, after, most);
        };
        used.fetch = [this, thing, isTemplate](qint64 after, int limit) -> Result<Links> {
            return linksOfUses(thing, isTemplate ? u"template"_s : u"model"_s, after, limit, [&](qint64 behind, int most) {
                return isTemplate ? m_lineage.usesOf(LineageReader::Used::Template, thing.key, behind, most)
                                  : m_lineage.usesOfModel(thing.place.id, thing.place.model, behind, most);
            });
        };
        groups.append(std::move(used));
        return groups;
    }
    case LineageKind::Event: {
        const auto row = m_lineage.event(thing.key);
        if (!row || !*row)
            return row ? Result<QList<LineageGroup>>(nothingThere(place)) : std::unexpected(row.error());
        if (up) {
            if (auto added = single(u"event_out"_s, contextOf((*row)->context), true); !added)
                return std::unexpected(added.error());
            return groups;
        }
        const auto started = m_lineage.startedBy(thing.key, 1'000);
        if (!started)
            return std::unexpected(started.error());
        Links links;
        for (const ContextKey key : *started) {
            LineageEdge edge;
            edge.relation = u"event_in"_s;
            auto link = linkTo(thing, key, std::move(edge), 0);
            if (!link)
                return std::unexpected(link.error());
            if (*link)
                links.append(std::move(**link));
        }
        groups.append(groupOf(u"event_in"_s, LineageKind::Context, links));
        return groups;
    }
    case LineageKind::Review:
    case LineageKind::Output: {
        if (!up)
            return groups;
        // The same edge as from the other side, with the step that it names.
        ContextKey key = thing.key;
        if (place.kind == LineageKind::Output) {
            const auto row = m_lineage.output(thing.key);
            if (!row || !*row)
                return row ? Result<QList<LineageGroup>>(nothingThere(place)) : std::unexpected(row.error());
            key = (*row)->context;
        }
        const auto owner = contextOf(key);
        const auto below = owner && *owner ? downOfContext(**owner) : Result<QList<LineageGroup>>(QList<LineageGroup>());
        if (!owner || !below)
            return std::unexpected(owner ? below.error() : owner.error());
        for (const LineageGroup &group : *below) {
            if (group.memberKind != place.kind)
                continue;
            const auto links = group.fetch(LineageGroup::kBegin, 1'000);
            if (!links)
                return std::unexpected(links.error());
            for (const LineageLink &link : *links) {
                if (link.thing.place == place)
                    groups.append(groupOf(group.relation, LineageKind::Context, {{**owner, link.edge}}));
            }
        }
        return groups;
    }
    case LineageKind::Prompt:
    case LineageKind::Answer:
    case LineageKind::Field:
    case LineageKind::Stack:
        break;
    }
    return groups;
}

} // namespace Millrace
