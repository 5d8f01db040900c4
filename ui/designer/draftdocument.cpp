// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/draftdocument.h"

#include "designer/designersource.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// As many as draft.edit takes.
constexpr qsizetype kMostAtOnce = 1'000;
/// As many are given when a draft is opened.
constexpr qsizetype kMostHeld = 1'000;

QList<DraftEdit> editsOf(const Json &answer)
{
    QList<DraftEdit> edits;
    for (const Json &json : answer.value("edits").items()) {
        if (auto edit = DraftEdit::fromJson(json))
            edits.append(std::move(*edit));
    }
    return edits;
}

DraftState stateOf(const Json &json)
{
    DraftState state;
    state.pipeline = json.value("pipeline").toString();
    state.title = json.value("title").toString(json.value("definition").value("title").toString());
    state.baseVersion = int(json.value("base_version").toInt());
    state.publishedVersion = int(json.value("published_version").toInt());
    state.isModified = json.value("modified").toBool();
    state.isDiscarded = json.value("state").toString() == "discarded"_L1;
    return state;
}

/// `of`, whose values are those of `like` itself where they are the same: what is held once compares at once.
Json sharing(Json of, const Json &like)
{
    for (const char *list : {"nodes", "links"}) {
        Json items = of.value(list);
        for (qsizetype i = 0; i < std::min(items.size(), like.value(list).size()); ++i) {
            if (items.at(i) == like.value(list).at(i))
                items.replaceAt(i, like.value(list).at(i));
        }
        if (items.isArray())
            of.insert(list, items == like.value(list) ? like.value(list) : items);
    }
    return of;
}

} // namespace

DraftDocument::DraftDocument(DesignerSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_answers(this)
{
    m_answers.onError([this](const Error &error) {
        m_stepsToCome = 0;
        Q_EMIT failed(error);
    });
    m_pause.setSingleShot(true);
    m_pause.setInterval(kSendMs);
    connect(&m_pause, &QTimer::timeout, this, &DraftDocument::send);
    connect(source, &DesignerSource::pipelinesChanged, this, &DraftDocument::pipelinesChanged);
}

void DraftDocument::open(const QString &pipeline)
{
    if (pipeline != m_state.pipeline)
        Q_EMIT leaving();
    whenSaved([this, pipeline] { ask(pipeline); });
}

void DraftDocument::ask(const QString &pipeline)
{
    forgetAsked();
    if (!m_source->isReadOnly()) {
        m_answers.ask("open", m_source->execute(u"draft.open"_s, Json::object({{"pipeline", pipeline}})),
                      [this](const Json &answer) { take(answer); });
        return;
    }
    // A workspace that can only be looked at begins no draft: where there is none, the newest version is shown.
    m_source->execute(u"draft.get"_s, Json::object({{"pipeline", pipeline}}))
        .then(this, [this, pipeline, asked = m_asked](const Result<Json> &draft) {
            if (asked != m_asked)
                return;
            const bool isOld = draft
                && (draft->value("state").toString() == "discarded"_L1 || (draft->value("behind").toBool() && !draft->value("modified").toBool()));
            if (draft && !isOld)
                take(*draft);
            else if (isOld || draft.error().code == ErrorCode::NotFound)
                askPublished(pipeline);
            else
                Q_EMIT failed(draft.error());
        });
}

/// The answers that are still to come are of what nobody wants to see any more.
void DraftDocument::forgetAsked()
{
    ++m_asked;
    m_answers.forget("open");
}

void DraftDocument::askPublished(const QString &pipeline)
{
    m_answers.ask("open", m_source->execute(u"pipeline.versions"_s, Json::object({{"pipeline", pipeline}})), [this, pipeline](const Json &answer) {
        const Json version = answer.value("versions").at(0).value("version");
        m_answers.ask("open", m_source->execute(u"pipeline.get"_s, Json::object({{"id", pipeline}})),
                      [this, pipeline, version](const Json &definition) {
                          take(Json::object({{"pipeline", pipeline},
                                             {"title", definition.value("title")},
                                             {"definition", definition},
                                             {"base_version", version},
                                             {"published_version", version}}));
                      });
    });
}

void DraftDocument::openNew(const QString &title, const Json &definition)
{
    Json args = Json::object({{"new", true}, {"title", title}});
    if (!definition.isNull())
        args.insert("definition", definition);
    Q_EMIT leaving();
    whenSaved([this, args] { m_answers.ask("open", m_source->execute(u"draft.open"_s, args), [this](const Json &answer) { take(answer); }); });
}

/// What the workspace has is what there is; what was not saved is gone.
void DraftDocument::reload()
{
    m_mustReload = true;
    m_queue.clear();
    m_whenSaved.clear();
    ask(m_state.pipeline);
}

/// Until the workspace's state is there, an edit would be made on another one than it has.
bool DraftDocument::isReloading()
{
    if (m_mustReload)
        ask(m_state.pipeline);
    return m_mustReload;
}

void DraftDocument::take(const Json &answer)
{
    const bool isOther = m_state.pipeline != answer.value("pipeline").toString();
    if (isOther)
        Q_EMIT leaving();
    if (m_mustReload || isSaved()) {
        // An answer may be older than what was edited since.
        if (isOther || m_mustReload || answer.value("sequence").toInt() >= m_sequence)
            show(answer);
        return;
    }
    // Of the same pipeline, what is edited here comes behind it, and the workspace says so where it does not fit.
    if (isOther)
        whenSaved([this, answer] { show(answer); });
}

void DraftDocument::show(const Json &answer)
{
    m_mustReload = false;
    const bool isOther = m_state.pipeline != answer.value("pipeline").toString();
    m_state = stateOf(answer);
    m_sequence = answer.value("sequence").toInt();
    m_pins = answer.value("pins").isArray() ? answer.value("pins") : Json::array();
    m_breakpoints = answer.value("breakpoints").toStringList();
    m_marks = answer.value("marks").toString();
    m_stack = DraftStack(answer.value("definition"), editsOf(answer), answer.value("position").toInt(), answer.value("first").toInt(1) - 1,
                         answer.value("edit_count").toInt());
    m_stepsToCome = 0;
    m_answers.forget("more");
    m_queue.clear();
    m_whenSaved.clear();
    m_pause.stop();
    if (isOther) {
        m_answers.forget("base");
        m_base = {};
    }
    if (isOther)
        Q_EMIT opened();
    Q_EMIT changed(!isOther);
    askBase();
    Q_EMIT stateChanged();
}

void DraftDocument::close()
{
    Q_EMIT leaving();
    whenSaved([this] {
        forgetAsked();
        m_state = {};
        m_stack = {};
        m_base = {};
        Q_EMIT opened();
        Q_EMIT stateChanged();
    });
}

void DraftDocument::askBase()
{
    if (m_state.baseVersion == 0) {
        m_base = {};
        showModified();
        return;
    }
    Json args = Json::object({{"id", m_state.pipeline}});
    if (m_state.baseVersion != m_state.publishedVersion)
        args.insert("version", m_state.baseVersion);
    m_answers.ask("base", m_source->execute(u"pipeline.get"_s, args), [this](const Json &definition) {
        m_base = sharing(definition, this->definition());
        showModified();
        Q_EMIT changed(false);
    });
}

void DraftDocument::showModified()
{
    m_state.title = definition().value("title").toString(m_state.title);
    if (!m_base.isNull())
        m_state.isModified = !m_base.isEquivalent(definition());
    else
        m_state.isModified = m_state.isModified || m_stack.canUndo();
    Q_EMIT stateChanged();
}

// --- editing ---------------------------------------------------------------------------------------------------------------

void DraftDocument::apply(const DraftEdit &edit)
{
    change(edit, false);
}

void DraftDocument::applyGliding(const DraftEdit &edit)
{
    change(edit, true);
}

void DraftDocument::change(const DraftEdit &edit, bool glides)
{
    if (edit.isEmpty() || !isOpen() || isReloading())
        return;
    const qsizetype before = m_stack.edits().size();
    const qsizetype position = m_stack.position();
    // What the workspace has already is never changed by what comes later.
    if (m_queue.isEmpty() || m_queue.last().kind != Waiting::Kind::Edit)
        m_stack.seal();
    if (const auto pushed = m_stack.push(edit); !pushed) {
        Q_EMIT failed(pushed.error());
        return;
    }
    if (m_stack.position() == position && m_stack.edits().size() == before)
        m_queue.last().edit = m_stack.edits().last();
    else
        enqueue({Waiting::Kind::Edit, m_stack.edits().last()});
    if (m_stack.edits().size() > 2 * kMostHeld)
        m_stack.trim(kMostHeld); // the workspace has them
    Q_EMIT changed(glides);
    showModified();
}

void DraftDocument::undo()
{
    step(true);
}

void DraftDocument::redo()
{
    step(false);
}

void DraftDocument::step(bool undoing)
{
    if (isReloading())
        return;
    if (m_stepsToCome != 0 || m_stack.isAtEdge(undoing)) {
        const bool isAsked = m_stepsToCome != 0;
        m_stepsToCome += undoing ? -1 : 1;
        if (!isAsked)
            askMore();
        return;
    }
    if (const auto done = undoing ? m_stack.undo() : m_stack.redo(); !done)
        return;
    enqueue({undoing ? Waiting::Kind::Undo : Waiting::Kind::Redo, {}});
    Q_EMIT changed(true);
    showModified();
}

/// Of a long history a part is here; the workspace has all of it, and gives what lies around where it stands.
void DraftDocument::askMore()
{
    whenSaved([this] {
        const Json args = Json::object({{"pipeline", m_state.pipeline}});
        m_answers.ask("more", m_source->execute(u"draft.get"_s, args), [this](const Json &answer) {
            int steps = std::exchange(m_stepsToCome, 0);
            if (answer.value("pipeline").toString() != m_state.pipeline || !isSaved())
                return;
            if (answer.value("sequence").toInt() != m_sequence) {
                take(answer); // somebody else edits: theirs first
                return;
            }
            m_stack.holds(editsOf(answer), answer.value("first").toInt(1) - 1);
            for (; steps != 0; steps += steps < 0 ? 1 : -1)
                step(steps < 0);
        });
    });
}

/// What goes to the workspace in one command: as many of a kind as stand at the beginning.
DraftDocument::Batch DraftDocument::batchOf(const QList<Waiting> &queue, const QString &pipeline, qint64 sequence)
{
    Batch batch;
    const Waiting::Kind kind = queue.first().kind;
    while (batch.count < queue.size() && batch.count < kMostAtOnce && queue.at(batch.count).kind == kind)
        ++batch.count;
    batch.args = Json::object({{"pipeline", pipeline}, {"sequence", sequence}});
    if (kind != Waiting::Kind::Edit) {
        batch.command = kind == Waiting::Kind::Undo ? u"draft.undo"_s : u"draft.redo"_s;
        batch.args.insert("steps", batch.count);
        return batch;
    }
    batch.command = u"draft.edit"_s;
    Json edits = Json::array();
    for (const Waiting &waiting : queue.first(batch.count)) {
        const DraftEdit &edit = waiting.edit;
        edits.append(Json::object({{"label", edit.label}, {"patch", edit.patch.toJson()}, {"inverse", edit.inverse.toJson()}}));
    }
    batch.args.insert("edits", edits);
    return batch;
}

void DraftDocument::enqueue(Waiting waiting)
{
    m_queue.append(std::move(waiting));
    if (!m_pause.isActive() && !m_isSending)
        m_pause.start();
}

void DraftDocument::whenSaved(const std::function<void()> &then)
{
    if (isSaved()) {
        then();
        return;
    }
    m_whenSaved.append(then);
    m_pause.stop();
    send();
}

void DraftDocument::send()
{
    if (m_isSending || m_queue.isEmpty())
        return;
    m_isSending = true;
    m_stack.seal();
    const Batch batch = batchOf(m_queue, m_state.pipeline, m_sequence);
    m_sending = batch.count;
    m_source->execute(batch.command, batch.args).then(this, [this, pipeline = m_state.pipeline](const Result<Json> &answer) {
        m_isSending = false;
        const qsizetype count = std::exchange(m_sending, 0);
        if (pipeline == m_state.pipeline)
            sent(answer, count);
    });
    Q_EMIT stateChanged();
}

void DraftDocument::flush()
{
    // Each command makes the sequence one more.
    qint64 sequence = m_sequence + (m_isSending ? 1 : 0);
    m_queue.remove(0, m_sending);
    while (!m_queue.isEmpty()) {
        const Batch batch = batchOf(m_queue, m_state.pipeline, sequence++);
        m_queue.remove(0, batch.count);
        static_cast<void>(m_source->execute(batch.command, batch.args));
    }
}

void DraftDocument::sent(const Result<Json> &answer, qsizetype count)
{
    if (!answer) {
        if (answer.error().code == ErrorCode::Conflict || answer.error().code == ErrorCode::PatchConflict)
            Q_EMIT conflicted(static_cast<int>(m_queue.size()), !m_whenSaved.isEmpty());
        else
            Q_EMIT failed(answer.error());
        reload();
        return;
    }
    m_sequence = answer->value("sequence").toInt(m_sequence);
    m_queue.remove(0, count);
    if (!m_queue.isEmpty()) {
        send();
        return;
    }
    const auto waiting = std::exchange(m_whenSaved, {});
    for (const auto &then : waiting)
        then();
    Q_EMIT stateChanged();
}

void DraftDocument::pipelinesChanged(const QStringList &ids)
{
    if (!isOpen() || !ids.contains(m_state.pipeline))
        return;
    m_answers.ask("list", m_source->execute(u"draft.list"_s, Json::object()), [this](const Json &answer) {
        // While something of ours is under way the answer to that tells more.
        if (!isSaved())
            return;
        for (const Json &draft : answer.value("drafts").items()) {
            if (draft.value("pipeline").toString() != m_state.pipeline)
                continue;
            // An answer may be older than what was sent since; sequences grow.
            if (draft.value("sequence").toInt() > m_sequence || draft.value("base_version").toInt() != m_state.baseVersion)
                ask(m_state.pipeline);
            else if (draft.value("marks").toString() != m_marks)
                askMarks(draft.value("marks").toString());
            else if (draft.value("published_version").toInt() != m_state.publishedVersion)
                m_state.publishedVersion = int(draft.value("published_version").toInt());
            Q_EMIT stateChanged();
        }
    });
}

/// What others pinned counts in our trials, too.
void DraftDocument::askMarks(const QString &stamp)
{
    m_answers.ask("marks", m_source->execute(u"draft.get"_s, Json::object({{"pipeline", m_state.pipeline}})), [this, stamp](const Json &answer) {
        if (answer.value("pipeline").toString() != m_state.pipeline)
            return;
        m_marks = stamp;
        m_pins = answer.value("pins");
        m_breakpoints = answer.value("breakpoints").toStringList();
        Q_EMIT changed(false);
        Q_EMIT stateChanged();
    });
}

// --- publishing ------------------------------------------------------------------------------------------------------------

void DraftDocument::publish(const QString &note, bool over)
{
    whenSaved([this, note, over] {
        Json args = Json::object({{"pipeline", m_state.pipeline}, {"note", note}, {"sequence", m_sequence}});
        if (over)
            args.insert("over", true);
        m_source->execute(u"draft.publish"_s, args).then(this, [this, note, pipeline = m_state.pipeline](const Result<Json> &answer) {
            if (pipeline != m_state.pipeline)
                return;
            if (answer) {
                m_sequence = answer->value("sequence").toInt(m_sequence);
                m_state.baseVersion = m_state.publishedVersion = int(answer->value("version").toInt());
                m_state.isModified = false;
                askBase();
                Q_EMIT published(m_state.baseVersion);
            } else if (answer.error().code == ErrorCode::PipelineInvalid) {
                Q_EMIT publishRefused(answer.error().detail.value("problems"));
            } else if (answer.error().detail.contains("published_version")) {
                Q_EMIT publishOutrun(int(answer.error().detail.value("base_version").toInt()),
                                     int(answer.error().detail.value("published_version").toInt()), note);
            } else {
                Q_EMIT failed(answer.error());
            }
        });
    });
}

void DraftDocument::toggleBreakpoint(const QString &node)
{
    Json args = Json::object({{"pipeline", m_state.pipeline}, {"node", node}});
    if (m_breakpoints.contains(node))
        args.insert("remove", true);
    whenSaved([this, args] {
        m_answers.ask("breakpoint", m_source->execute(u"draft.breakpoint"_s, args), [this](const Json &answer) {
            m_breakpoints = answer.value("breakpoints").toStringList();
            Q_EMIT changed(false);
        });
    });
}

void DraftDocument::pin(const QString &node, const QString &port, const Json &data)
{
    sendPin(Json::object({{"pipeline", m_state.pipeline}, {"node", node}, {"port", port.isEmpty() ? u"out"_s : port}, {"data", data}}));
}

void DraftDocument::unpin(const QString &node)
{
    sendPin(Json::object({{"pipeline", m_state.pipeline}, {"node", node}, {"remove", true}}));
}

void DraftDocument::sendPin(const Json &args)
{
    whenSaved([this, args] {
        m_answers.ask("pin", m_source->execute(u"draft.pin"_s, args), [this](const Json &answer) {
            m_pins = answer.value("pins");
            Q_EMIT changed(false);
            Q_EMIT stateChanged();
        });
    });
}

void DraftDocument::discard()
{
    whenSaved([this] {
        const Json args = Json::object({{"pipeline", m_state.pipeline}, {"sequence", m_sequence}});
        m_answers.ask("discard", m_source->execute(u"draft.discard"_s, args), [this](const Json &) {
            Q_EMIT discarded();
            if (m_state.baseVersion == 0) {
                close();
                return;
            }
            open(m_state.pipeline);
        });
    });
}

} // namespace Millrace
