// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on drafts: pipelines that somebody works on, window or agent. Every change is a commit of its own and says which state of the draft it
// was made for (`sequence`), so that nobody writes over what they have not seen.
//
// 1. A draft's definition is its edits up to `position`, applied in order; undoing gives the bytes that were there before.
// 2. Nothing is thrown away but what could be redone when something else is done in its place. A discard is an edit.
// 3. A definition keeps the draft's id; everything else of it may be wrong until it is published.
#include "pipeline/validator.h"
#include "sdk/clock.h"
#include "sdk/edit.h"
#include "store/draftrepository.h"
#include "workspace/commandschema.h"
#include "workspace/measuring.h"
#include "workspace/workspace_p.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qint64 kEditsGiven = 1'000;
constexpr qint64 kMostEdits = 1'000; ///< in one call
constexpr qsizetype kLargestDefinition = 16 * 1024 * 1024;
constexpr qsizetype kLongestId = 60;
const QString kDiscard = u"Discard the draft"_s;

std::unexpected<Error> noDraft(const QString &id)
{
    return fail(ErrorCode::NotFound, u"there is no draft of \"%1\""_s.arg(id), Json::object({{"pipeline", id}}));
}

Result<StoredDraft> draftOf(Connection &db, const CommandCall &call)
{
    const QString id = call.args.value("pipeline").toString();
    auto draft = DraftRepository(db).find(id);
    if (!draft)
        return std::unexpected(draft.error());
    if (!*draft)
        return noDraft(id);
    const Json &seen = call.args.value("sequence");
    if (!seen.isNull() && seen.toInt() != (*draft)->sequence)
        return fail(ErrorCode::Conflict, u"the draft of \"%1\" was changed meanwhile: it is at change %2"_s.arg(id).arg((*draft)->sequence),
                    Json::object({{"pipeline", id}, {"sequence", (*draft)->sequence}}));
    return std::move(**draft);
}

Result<Json> summary(Connection &db, const StoredDraft &draft)
{
    const auto published = Catalog(db).newestVersion(draft.pipeline);
    const auto count = DraftRepository(db).editCount(draft.key);
    const auto marks = DraftRepository(db).markStamp(draft.key);
    if (!published || !count || !marks)
        return std::unexpected(!published ? published.error() : !count ? count.error() : marks.error());
    return Json::object({{"pipeline", draft.pipeline},
                         {"title", draft.title},
                         {"base_version", draft.baseVersion},
                         {"published_version", *published},
                         {"sequence", draft.sequence},
                         {"position", draft.position},
                         {"edit_count", *count},
                         {"marks", *marks}, // another one whenever something else is pinned, or stopped at
                         {"modified", draft.isModified()},
                         {"behind", *published > draft.baseVersion},
                         {"state", draft.state == DraftState::Open ? "open" : "discarded"},
                         {"changed_at", isoSeconds(draft.changedAt)},
                         {"changed_by", draft.actorName}});
}

Result<Json> marksOf(Connection &db, const StoredDraft &draft, StoredDraftMark::Kind kind)
{
    const auto marks = DraftRepository(db).marks(draft.key);
    if (!marks)
        return std::unexpected(marks.error());
    Json list = Json::array();
    for (const StoredDraftMark &mark : *marks) {
        if (mark.kind != kind)
            continue;
        if (kind == StoredDraftMark::Kind::Breakpoint)
            list.append(mark.node);
        else
            list.append(Json::object({{"node", mark.node},
                                      {"port", mark.body.value("port")},
                                      {"data", mark.body.value("data")},
                                      {"at", isoSeconds(mark.at)},
                                      {"by", mark.actorName}}));
    }
    return list;
}

/// The draft with all that a window needs to go on with it.
Result<Json> whole(Connection &db, const QString &id)
{
    const auto draft = DraftRepository(db).find(id);
    if (!draft)
        return std::unexpected(draft.error());
    if (!*draft)
        return noDraft(id);
    auto json = summary(db, **draft);
    const auto definition = Json::parse((*draft)->definition);
    if (!json || !definition)
        return json ? definition : json;
    // Around where it stands, as many of both sides as there are.
    const qint64 count = json->value("edit_count").toInt();
    const qint64 last = std::min(count, json->value("position").toInt() + kEditsGiven / 2);
    const qint64 first = std::max<qint64>(last - kEditsGiven + 1, 1);
    const auto edits = DraftRepository(db).edits((*draft)->key, first, std::min(count, first + kEditsGiven - 1));
    if (!edits)
        return std::unexpected(edits.error());
    Json list = Json::array();
    for (const StoredDraftEdit &edit : *edits)
        list.append(Json::object({{"label", edit.label}, {"patch", edit.patch}, {"inverse", edit.inverse}}));
    const auto pins = marksOf(db, **draft, StoredDraftMark::Kind::Pin);
    const auto breakpoints = marksOf(db, **draft, StoredDraftMark::Kind::Breakpoint);
    if (!pins || !breakpoints)
        return pins ? breakpoints : pins;
    json->insert("definition", *definition);
    json->insert("first", first);
    json->insert("edits", list);
    json->insert("pins", *pins);
    json->insert("breakpoints", *breakpoints);
    return json;
}

/// What a pipeline called `title` can have as its id: letters, digits and hyphens, and nobody else's.
Result<QString> idFor(Connection &db, const QString &title)
{
    QString base;
    for (const QChar c : title.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            base += c;
        else if (c.category() != QChar::Mark_NonSpacing && !base.isEmpty() && !base.endsWith(u'-'))
            base += u'-';
    }
    base.truncate(kLongestId);
    while (base.endsWith(u'-'))
        base.chop(1);
    if (base.isEmpty())
        base = u"pipeline"_s;
    for (int n = 1;; ++n) {
        const QString id = n == 1 ? base : u"%1-%2"_s.arg(base).arg(n);
        const auto stored = Catalog(db).newestVersion(id);
        const auto draft = DraftRepository(db).find(id);
        if (!stored || !draft)
            return std::unexpected(stored ? draft.error() : stored.error());
        if (*stored == 0 && !*draft)
            return id;
    }
}

/// A change of one draft in one commit.
class DraftChange
{
public:
    DraftChange(WriteScope &scope, StoredDraft draft, qint64 actor)
        : m_scope(scope)
        , m_drafts(scope.db)
        , m_draft(std::move(draft))
        , m_actor(actor)
    {}

    Result<void> read()
    {
        auto parsed = Json::parse(m_draft.definition);
        if (!parsed)
            return std::unexpected(parsed.error());
        m_definition = std::move(*parsed);
        return {};
    }

    [[nodiscard]] const Json &definition() const { return m_definition; }
    [[nodiscard]] StoredDraft &draft() { return m_draft; }
    [[nodiscard]] qint64 actor() const { return m_actor; }

    /// Adds an edit behind the others, and cuts what could be redone; the inverse that was stored, or null where it is the one given.
    Result<Json> append(const QString &label, const Json &patch, const Json &inverse)
    {
        const auto edit = Edit::fromJson(patch);
        if (!edit)
            return std::unexpected(edit.error());
        auto after = edit->appliedTo(m_definition);
        if (!after)
            return std::unexpected(after.error());
        if (!after->isObject() || after->value("id").toString() != m_draft.pipeline)
            return fail(ErrorCode::InvalidArgument, u"a draft keeps its id, \"%1\""_s.arg(m_draft.pipeline));
        const auto back = inverse.isNull() ? Result<Edit>(Edit()) : Edit::fromJson(inverse);
        if (!back)
            return std::unexpected(back.error());
        const auto before = back->appliedTo(*after);
        const bool isExact = !inverse.isNull() && before && *before == m_definition;
        const Json stored = isExact ? inverse : Edit::between(*after, m_definition).toJson();
        if (auto dropped = m_drafts.dropEditsAfter(m_draft.key, m_draft.position); !dropped)
            return std::unexpected(dropped.error());
        if (auto added = m_drafts.addEdit(m_draft.key, {++m_draft.position, label, patch, stored, m_actor, m_scope.now}); !added)
            return std::unexpected(added.error());
        m_definition = std::move(*after);
        return isExact ? Json() : stored;
    }

    /// Undoes or redoes up to so many edits: {"patches","labels"}.
    Result<Json> move(qint64 steps, bool undo)
    {
        const qint64 at = m_draft.position;
        auto edits = undo ? m_drafts.edits(m_draft.key, std::max<qint64>(at - steps + 1, 1), at) : m_drafts.edits(m_draft.key, at + 1, at + steps);
        if (!edits)
            return std::unexpected(edits.error());
        if (undo)
            std::ranges::reverse(*edits);
        Json patches = Json::array();
        Json labels = Json::array();
        for (const StoredDraftEdit &edit : *edits) {
            const Json &patch = undo ? edit.inverse : edit.patch;
            const auto parsed = Edit::fromJson(patch);
            auto moved = parsed ? parsed->appliedTo(m_definition) : Result<Json>(std::unexpected(parsed.error()));
            if (!moved)
                return std::unexpected(moved.error());
            m_definition = std::move(*moved);
            patches.append(patch);
            labels.append(edit.label);
        }
        m_draft.position += undo ? -edits->size() : edits->size();
        m_draft.state = DraftState::Open;
        return Json::object({{"patches", patches}, {"labels", labels}});
    }

    /// {"pipeline","sequence","position"} and what else there is to tell.
    Result<Json> save(std::initializer_list<JsonMember> more = {})
    {
        m_draft.definition = m_definition.toBytes();
        if (m_draft.definition.size() > kLargestDefinition)
            return fail(ErrorCode::JsonTooLarge, u"a pipeline's definition has %1 MB at most"_s.arg(kLargestDefinition / 1024 / 1024));
        m_draft.title = m_definition.value("title").toString(m_draft.pipeline);
        ++m_draft.sequence;
        m_draft.actor = m_actor;
        m_draft.changedAt = m_scope.now;
        if (auto saved = m_drafts.save(m_draft); !saved)
            return std::unexpected(saved.error());
        Json json = Json::object({{"pipeline", m_draft.pipeline}, {"sequence", m_draft.sequence}, {"position", m_draft.position}});
        for (const JsonMember &member : more)
            json.insert(member.key, member.value);
        return json;
    }

    /// The newest version is what the draft begins from now on.
    void setBase(int version)
    {
        m_draft.baseVersion = version;
        m_draft.baseHash = contentHash(m_definition.toBytes());
    }

private:
    WriteScope &m_scope;
    DraftRepository m_drafts;
    StoredDraft m_draft;
    qint64 m_actor;
    Json m_definition;
};

/// An open draft that says what its version said moves on with it; one that was discarded begins anew.
Result<void> catchUp(WriteScope &scope, StoredDraft draft, qint64 actor)
{
    const auto newest = scope.catalog.findPipeline(draft.pipeline);
    if (!newest)
        return std::unexpected(newest.error());
    const bool moves = *newest && !draft.isModified() && (*newest)->definition.version > draft.baseVersion;
    if (!moves && draft.state == DraftState::Open)
        return {};
    DraftChange change(scope, std::move(draft), actor);
    if (auto read = change.read(); !read)
        return read;
    change.draft().state = DraftState::Open;
    if (moves) {
        const int version = (*newest)->definition.version;
        const Json patch = Edit::between(change.definition(), (*newest)->definition.toJson()).toJson();
        if (const auto done = change.append(u"Version %1"_s.arg(version), patch, {}); !done)
            return std::unexpected(done.error());
        change.setBase(version);
    }
    return change.save().transform([](const Json &) {});
}

Json draftArgument()
{
    return text("the pipeline's id");
}

Json sequenceArgument()
{
    return integer("the draft's state that this is meant for: refused with \"conflict\" where it was changed meanwhile", 0);
}

Json patchArgument(const char *description)
{
    return Json::object({{"type", "array"}, {"items", anyObject()}, {"description", description}});
}

Json editsArgument()
{
    Json edits = Json::object({{"type", "array"}, {"minItems", 1}, {"maxItems", kMostEdits}});
    edits.insert("items",
                 schema({{"label", Json::object({{"type", "string"}, {"maxLength", 200}, {"description", "what it is called in the history"}})},
                         {"patch", patchArgument("RFC 6902, on the definition")},
                         {"inverse", patchArgument("gives the same bytes as before; made where it is missing or does not")}},
                        {u"label"_s, u"patch"_s}));
    return edits;
}

} // namespace

/// Makes a draft and opens it.
Result<Json> Workspace::Private::makeDraft(WriteScope &scope, Json definition, int baseVersion, qint64 actorKey, QString id)
{
    if (baseVersion > 0)
        id = definition.value("id").toString();
    if (baseVersion == 0) {
        const auto made = id.isEmpty() ? idFor(scope.db, definition.value("title").toString()) : Result<QString>(id);
        if (!made)
            return std::unexpected(made.error());
        id = *made;
        Json named = Json::object({{"format", "millrace.pipeline/1"}, {"id", id}, {"title", definition.value("title").toString(id)}});
        for (const JsonMember &member : definition.members()) {
            if (!named.contains(QByteArrayView(member.key)))
                named.insert(member.key, member.value);
        }
        for (const char *list : {"nodes", "links", "groups", "notes"}) {
            if (!named.contains(list))
                named.insert(list, Json::array());
        }
        definition = std::move(named);
    }
    StoredDraft draft;
    draft.pipeline = id;
    draft.title = definition.value("title").toString(id);
    draft.definition = definition.toBytes();
    if (draft.definition.size() > kLargestDefinition)
        return fail(ErrorCode::JsonTooLarge, u"a pipeline's definition has %1 MB at most"_s.arg(kLargestDefinition / 1024 / 1024));
    draft.baseVersion = baseVersion;
    draft.baseHash = contentHash(draft.definition);
    draft.actor = actorKey;
    draft.createdAt = draft.changedAt = scope.now;
    if (auto added = DraftRepository(scope.db).add(draft); !added)
        return std::unexpected(added.error());
    scope.afterCommit.emplace_back([this, id] { pipelineChanged(id); });
    return whole(scope.db, id);
}

Result<void> Workspace::Private::baseDraft(WriteScope &scope, const QString &id, int version)
{
    auto draft = DraftRepository(scope.db).find(id);
    if (!draft || !*draft)
        return draft ? Result<void>() : std::unexpected(draft.error());
    (*draft)->baseVersion = version;
    (*draft)->baseHash = (*draft)->hash;
    return DraftRepository(scope.db).save(**draft);
}

void Workspace::Private::addDraftCommands()
{
    table.add(info("draft.open", "Work on a pipeline",
                   "Opens the pipeline's draft, or makes one: of its newest version, or (`new`) of nothing or of a definition. Gives the definition, "
                   "the last "
                   "1,000 edits with what undoes them, what is pinned, and the `sequence` that the next change is to name.",
                   Access::Write, "pipelines.write",
                   schema({{"pipeline", draftArgument()},
                           {"new", Json::object({{"type", "boolean"}, {"description", "a pipeline that is not there yet"}})},
                           {"title", text("of the new one; its id is made of it")},
                           {"definition", anyObject()}})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  if (call.args.value("new").toBool()) {
                      Json definition = call.args.contains("definition") ? call.args.value("definition") : Json::object();
                      if (call.args.contains("title"))
                          definition.insert("title", call.args.value("title"));
                      return makeDraft(scope, definition, 0, actorKey);
                  }
                  const QString id = call.args.value("pipeline").toString();
                  auto draft = DraftRepository(scope.db).find(id);
                  if (!draft)
                      return std::unexpected(draft.error());
                  if (*draft) {
                      const qint64 before = (*draft)->sequence;
                      if (auto caughtUp = catchUp(scope, std::move(**draft), actorKey); !caughtUp)
                          return std::unexpected(caughtUp.error());
                      auto json = whole(scope.db, id);
                      if (json && json->value("sequence").toInt() != before)
                          scope.afterCommit.emplace_back([this, id] { pipelineChanged(id); });
                      return json;
                  }
                  const auto newest = scope.catalog.findPipeline(id);
                  if (!newest)
                      return std::unexpected(newest.error());
                  if (!*newest)
                      return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id), Json::object({{"pipeline", id}}));
                  return makeDraft(scope, (*newest)->definition.toJson(), (*newest)->definition.version, actorKey);
              });
    table.add(info("draft.get", "Look at a draft", "As draft.open gives it, and nothing is made or changed.", Access::Read, "pipelines.read",
                   schema({{"pipeline", draftArgument()}}, {u"pipeline"_s})),
              [](Reader &reader, const CommandCall &call) { return whole(reader.db, call.args.value("pipeline").toString()); });
    table.add(info("draft.list", "List drafts", "Pipelines that somebody works on, the last changed first.", Access::Read, "pipelines.read",
                   schema({{"discarded", Json::object({{"type", "boolean"}, {"description", "those that were discarded, too"}})}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto drafts = DraftRepository(reader.db).all();
                  if (!drafts)
                      return std::unexpected(drafts.error());
                  Json list = Json::array();
                  for (const StoredDraft &draft : *drafts) {
                      if (draft.state == DraftState::Discarded && !call.args.value("discarded").toBool())
                          continue;
                      const auto json = summary(reader.db, draft);
                      if (!json)
                          return json;
                      list.append(*json);
                  }
                  return Json::object({{"drafts", list}});
              });
    addDraftEditCommands();
    addDraftMarkCommands();
}

void Workspace::Private::addDraftEditCommands()
{
    // Every change ends alike: others are told once it is on the disk.
    const auto onDraft = [this](auto act) {
        return [this, act](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            auto draft = draftOf(scope.db, call);
            if (!draft)
                return std::unexpected(draft.error());
            const QString id = draft->pipeline;
            DraftChange change(scope, std::move(*draft), actorKey);
            if (auto read = change.read(); !read)
                return std::unexpected(read.error());
            scope.afterCommit.emplace_back([this, id] { pipelineChanged(id); });
            return act(scope, call, change);
        };
    };
    const Json movedArguments
        = schema({{"pipeline", draftArgument()}, {"sequence", sequenceArgument()}, {"steps", integer("edits, 1 by default", 1)}},
                 {u"pipeline"_s, u"sequence"_s});
    const auto moved = [onDraft](bool undo) {
        return onDraft([undo](WriteScope &, const CommandCall &call, DraftChange &change) -> Result<Json> {
            const auto done = change.move(std::min<qint64>(call.args.value("steps").toInt(1), kMostEdits), undo);
            return done ? change.save({{"patches", done->value("patches")}, {"labels", done->value("labels")}}) : done;
        });
    };
    table.add(
        info("draft.edit", "Change a draft",
             "Adds edits behind the ones that are applied, all or none, and cuts what could be redone. `inverses` has null for each inverse that was "
             "given and gives the same bytes again, else the one that was made.",
             Access::Write, "pipelines.write",
             schema({{"pipeline", draftArgument()}, {"sequence", sequenceArgument()}, {"edits", editsArgument()}},
                    {u"pipeline"_s, u"sequence"_s, u"edits"_s}),
             true),
        onDraft([](WriteScope &, const CommandCall &call, DraftChange &change) -> Result<Json> {
            Json inverses = Json::array();
            change.draft().state = DraftState::Open;
            for (const Json &edit : call.args.value("edits").items()) {
                const auto inverse = change.append(edit.value("label").toString(), edit.value("patch"), edit.value("inverse"));
                if (!inverse) {
                    Error error = inverse.error();
                    error.detail = error.detail.isObject() ? error.detail : Json::object();
                    error.detail.insert("edit", inverses.size());
                    return std::unexpected(error);
                }
                inverses.append(*inverse);
            }
            return change.save({{"inverses", inverses}});
        }),
        {u"edits"_s});
    table.add(info("draft.undo", "Undo in a draft", "Takes the last edits back; `patches` are what was applied for it, in that order.", Access::Write,
                   "pipelines.write", movedArguments, true),
              moved(true));
    table.add(info("draft.redo", "Redo in a draft", "Applies again what was undone.", Access::Write, "pipelines.write", movedArguments, true),
              moved(false));
    table.add(info("draft.discard", "Discard a draft",
                   "Takes the draft back to the newest version and out of the list. That is an edit like others: draft.restore or draft.undo brings "
                   "it back.",
                   Access::Write, "pipelines.write",
                   schema({{"pipeline", draftArgument()}, {"sequence", sequenceArgument()}}, {u"pipeline"_s, u"sequence"_s}), true),
              onDraft([](WriteScope &scope, const CommandCall &, DraftChange &change) -> Result<Json> {
                  const auto newest = scope.catalog.findPipeline(change.draft().pipeline);
                  if (!newest)
                      return std::unexpected(newest.error());
                  const Json after = *newest ? (*newest)->definition.toJson() : change.definition();
                  if (const auto done = change.append(kDiscard, Edit::between(change.definition(), after).toJson(), {}); !done)
                      return done;
                  if (*newest)
                      change.setBase((*newest)->definition.version);
                  change.draft().state = DraftState::Discarded;
                  return change.save();
              }));
    table.add(info("draft.restore", "Bring a discarded draft back", "As it was before it was discarded.", Access::Write, "pipelines.write",
                   schema({{"pipeline", draftArgument()}}, {u"pipeline"_s}), true),
              onDraft([](WriteScope &scope, const CommandCall &, DraftChange &change) -> Result<Json> {
                  if (change.draft().state == DraftState::Discarded) {
                      if (const auto done = change.move(1, true); !done)
                          return done;
                      if (const auto saved = change.save(); !saved)
                          return saved;
                  }
                  return whole(scope.db, change.draft().pipeline);
              }));
    table.add(info("draft.publish", "Publish a draft",
                   "Makes the draft the pipeline's next version, kept for good with its author and note. Refused with every problem where it cannot "
                   "run, and with "
                   "\"conflict\" where somebody published after it began (`over` publishes nevertheless). The draft stays, with its history.",
                   Access::Write, "pipelines.write",
                   schema({{"pipeline", draftArgument()},
                           {"note", Json::object({{"type", "string"}, {"maxLength", 10'000}, {"description", "why there is this version"}})},
                           {"sequence", sequenceArgument()},
                           {"over", Json::object({{"type", "boolean"}, {"description", "also over a version that came after it began"}})}},
                          {u"pipeline"_s})),
              onDraft([this](WriteScope &scope, const CommandCall &call, DraftChange &change) -> Result<Json> {
                  StoredDraft &draft = change.draft();
                  const auto published = scope.catalog.newestVersion(draft.pipeline);
                  if (!published)
                      return std::unexpected(published.error());
                  if (*published > draft.baseVersion && !call.args.value("over").toBool())
                      return fail(ErrorCode::Conflict,
                                  u"version %1 of \"%2\" was published after this draft began"_s.arg(*published).arg(draft.pipeline),
                                  Json::object({{"base_version", draft.baseVersion}, {"published_version", *published}}));
                  const auto stored = publish(scope, change.definition(), call.args.value("note").toString(), change.actor());
                  if (!stored)
                      return std::unexpected(stored.error());
                  if (auto marked = Measuring::of(table)->markVersion(scope, u"publish"_s, *stored, change.actor()); !marked)
                      return std::unexpected(marked.error());
                  change.setBase(stored->definition.version);
                  draft.state = DraftState::Open;
                  if (auto saved = DraftRepository(scope.db).save(draft); !saved)
                      return std::unexpected(saved.error());
                  return Json::object({{"pipeline", draft.pipeline},
                                       {"version", stored->definition.version},
                                       {"hash", originalHash(stored->definition.toJson().toBytes())},
                                       {"sequence", draft.sequence}});
              }));
}

void Workspace::Private::addDraftMarkCommands()
{
    const auto onMarks = [this](auto act) {
        return [this, act](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            const auto draft = draftOf(scope.db, call);
            if (!draft)
                return std::unexpected(draft.error());
            if (auto done = act(scope, call, *draft, actorKey); !done)
                return std::unexpected(done.error());
            const auto pins = marksOf(scope.db, *draft, StoredDraftMark::Kind::Pin);
            const auto breakpoints = marksOf(scope.db, *draft, StoredDraftMark::Kind::Breakpoint);
            if (!pins || !breakpoints)
                return pins ? breakpoints : pins;
            scope.afterCommit.emplace_back([this, id = draft->pipeline] { pipelineChanged(id); });
            return Json::object({{"pipeline", draft->pipeline}, {"pins", *pins}, {"breakpoints", *breakpoints}});
        };
    };
    table.add(
        info(
            "draft.pin", "Pin an output",
            "What a node gives in trials from now on in place of running: the whole document, and the port it leaves by. `remove` lets it run again.",
            Access::Write, "pipelines.write",
            schema({{"pipeline", draftArgument()},
                    {"node", text("the node's id")},
                    {"port", text("\"out\" by default")},
                    {"data", anyObject()},
                    {"remove", Json::object({{"type", "boolean"}})}},
                   {u"pipeline"_s, u"node"_s})),
        onMarks([](WriteScope &scope, const CommandCall &call, const StoredDraft &draft, qint64 actorKey) -> Result<void> {
            const QString node = call.args.value("node").toString();
            if (call.args.value("remove").toBool())
                return DraftRepository(scope.db).removeMark(draft.key, node, StoredDraftMark::Kind::Pin);
            if (!call.args.contains("data"))
                return fail(ErrorCode::InvalidArgument, u"what is to be pinned is missing: give `data`, or `remove`"_s);
            const Json body = Json::object({{"port", call.args.value("port").toString(u"out"_s)}, {"data", call.args.value("data")}});
            return DraftRepository(scope.db).setMark(draft.key, {node, StoredDraftMark::Kind::Pin, body, {}, actorKey, scope.now});
        }),
        {u"data"_s});
    table.add(info("draft.breakpoint", "Set a breakpoint", "Trials pause before this node; `remove` takes it away.", Access::Write, "pipelines.write",
                   schema({{"pipeline", draftArgument()}, {"node", text("the node's id")}, {"remove", Json::object({{"type", "boolean"}})}},
                          {u"pipeline"_s, u"node"_s})),
              onMarks([](WriteScope &scope, const CommandCall &call, const StoredDraft &draft, qint64 actorKey) -> Result<void> {
                  const QString node = call.args.value("node").toString();
                  DraftRepository drafts(scope.db);
                  return call.args.value("remove").toBool()
                      ? drafts.removeMark(draft.key, node, StoredDraftMark::Kind::Breakpoint)
                      : drafts.setMark(draft.key, {node, StoredDraftMark::Kind::Breakpoint, Json::object(), {}, actorKey, scope.now});
              }));
}

} // namespace Millrace
