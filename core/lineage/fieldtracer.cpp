// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/fieldtracer.h"

#include "sdk/edit.h"

#include <QSet>

#include <algorithm>
#include <deque>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongestWay = 64;
constexpr qsizetype kMostSpans = 5'000;
constexpr qsizetype kMostLeaves = 2'000; ///< of one document
constexpr int kMostChildren = 200; ///< that are looked into for one join
constexpr int kMostContexts = 100; ///< that are looked into for what became of something
constexpr qint64 kShortestWhole = 12; ///< bytes: a text this long that stands in another one is no chance
constexpr qint64 kShortestPiece = 24;

QByteArray textOf(const Json *value)
{
    return !value ? QByteArray() : value->isString() ? value->utf8().toByteArray() : value->toBytes();
}

bool isBlank(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
}

/// What of a range is in none of these.
QList<ByteRange> without(ByteRange range, QList<ByteRange> told)
{
    std::ranges::sort(told, {}, &ByteRange::from);
    QList<ByteRange> left;
    qint64 from = range.from;
    for (const ByteRange &piece : std::as_const(told)) {
        if (piece.to <= from)
            continue;
        if (piece.from >= range.to)
            break;
        if (piece.from > from)
            left.append({from, piece.from});
        from = piece.to;
    }
    if (from < range.to)
        left.append({from, range.to});
    return left;
}

ByteRange overlap(ByteRange a, ByteRange b)
{
    return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

bool isEmpty(ByteRange range)
{
    return range.from >= range.to;
}

QByteArrayView sliceOf(QByteArrayView text, ByteRange range)
{
    const qint64 from = std::clamp<qint64>(range.from, 0, text.size());
    return text.sliced(from, std::clamp<qint64>(range.to, from, text.size()) - from);
}

bool isBelow(QByteArrayView pointer, QByteArrayView parent)
{
    return pointer == parent || (pointer.startsWith(parent) && pointer.at(parent.size()) == '/');
}

/// Where a byte of an original lies: the page's number.
std::optional<qint64> pageOf(const Json &document, qint64 byte)
{
    for (const Json &part : document.value("parts").items()) {
        if (part.value("from").toInt() <= byte && byte < part.value("to").toInt() && part.contains("number"))
            return part.value("number").toInt();
    }
    return std::nullopt;
}

std::optional<qint64> blockOf(const Json &document, qint64 byte)
{
    const Json &blocks = document.value("blocks");
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        if (blocks.at(i).at(1).toInt() <= byte && byte < blocks.at(i).at(2).toInt())
            return i;
    }
    return std::nullopt;
}

} // namespace

QLatin1StringView traceEndName(TraceEnd end)
{
    switch (end) {
    case TraceEnd::Submitted:
        return "submitted"_L1;
    case TraceEnd::Document:
        return "document"_L1;
    case TraceEnd::Person:
        return "person"_L1;
    case TraceEnd::Model:
        return "model"_L1;
    case TraceEnd::Template:
        return "template"_L1;
    case TraceEnd::Step:
        return "step"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString FieldPlace::nodeId() const
{
    LineagePlace node;
    node.kind = LineageKind::Field;
    node.id = contextId;
    node.step = step;
    node.pointer = pointer;
    return node.toString();
}

Result<FieldTracer::History *> FieldTracer::history(ContextKey key)
{
    auto &kept = m_histories[key];
    if (kept)
        return kept.get();
    const auto row = m_lineage.context(key);
    auto steps = m_lineage.steps(key);
    auto first = readData(m_db, key, 0);
    if (!row || !steps || !first)
        return std::unexpected(!row ? row.error() : !steps ? steps.error() : first.error());
    if (!*row)
        return fail(ErrorCode::NotFound, u"there is no context %1"_s.arg(key));
    auto history = std::make_unique<History>();
    history->row = **row;
    history->documents.push_back(std::move(*first));
    for (const LineageStep &step : *steps) {
        const Json &before = history->documents.back();
        const auto edit = step.edit.isNull() ? Result<Edit>(Edit()) : Edit::fromJson(step.edit);
        auto after = edit ? (edit->isEmpty() ? Result<Json>(before) : edit->appliedTo(before)) : std::unexpected(edit.error());
        if (!after)
            return std::unexpected(after.error());
        history->documents.push_back(std::move(*after));
    }
    history->steps = std::move(*steps);
    kept = std::move(history);
    return kept.get();
}

Result<const QList<LineageStep> *> FieldTracer::stepsOf(ContextKey context)
{
    const auto found = history(context);
    return found ? Result<const QList<LineageStep> *>(&(*found)->steps) : std::unexpected(found.error());
}

const QList<TextLeaf> &FieldTracer::leavesAt(History &history, int step)
{
    const auto known = history.leaves.find(step);
    if (known != history.leaves.end())
        return known->second;
    return history.leaves.emplace(step, leavesOf(history.documents.at(static_cast<std::size_t>(step)), {}, kMostLeaves)).first->second;
}

int FieldTracer::writerOf(const History &history, int step, const QByteArray &pointer)
{
    const auto at = [&](int n) { return history.documents.at(static_cast<std::size_t>(n)).find(pointer); };
    for (int s = step; s > 0; --s) {
        const Json *after = at(s);
        const Json *before = at(s - 1);
        if (!before || !after || !(*before == *after))
            return s;
        // The same text may have been written anew, and the step said from where.
        const QList<LineageStep> &steps = history.steps;
        for (const Json &ref : steps.at(s - 1).refs.items()) {
            if (ref.at(3).utf8() == pointer && ref.at(0).utf8() != pointer)
                return s;
        }
    }
    return 0;
}

Result<FieldPlace> FieldTracer::placeAt(const QString &contextId, int step, const QByteArray &pointer, qint64 from, qint64 to)
{
    const auto key = m_contexts.find(contextId);
    if (!key)
        return std::unexpected(key.error());
    if (!*key)
        return fail(ErrorCode::NotFound, u"there is no context \"%1\""_s.arg(contextId), Json::object({{"id", contextId}}));
    const auto found = history(**key);
    if (!found)
        return std::unexpected(found.error());
    const int last = static_cast<int>((*found)->steps.size());
    if (step > last)
        return fail(ErrorCode::NotFound, u"the context has %1 finished steps, not %2"_s.arg(last).arg(step));
    const int until = step < 0 ? last : step;
    const Json *value = (*found)->documents.at(static_cast<std::size_t>(until)).find(pointer);
    if (!value)
        return fail(ErrorCode::NotFound, u"the document has no field %1"_s.arg(QString::fromUtf8(pointer)), Json::object({{"field", pointer}}));
    const qint64 size = textOf(value).size();
    if (to < 0)
        to = size;
    if (from < 0 || from > to || to > size)
        return fail(ErrorCode::InvalidArgument, u"the field has %1 bytes; %2 to %3 are none of them"_s.arg(size).arg(from).arg(to),
                    Json::object({{"size", size}}));
    return FieldPlace{**key, contextId, writerOf(**found, until, pointer), pointer, from, to};
}

Result<QByteArray> FieldTracer::textAt(const FieldPlace &place)
{
    const auto found = history(place.context);
    if (!found)
        return std::unexpected(found.error());
    const QByteArray text = textOf((*found)->documents.at(static_cast<std::size_t>(place.step)).find(place.pointer));
    return sliceOf(text, {place.from, place.to}).toByteArray();
}

Result<QList<TracedSpan>> FieldTracer::sourcesOf(const FieldPlace &place)
{
    const auto text = textAt(place);
    if (!text)
        return std::unexpected(text.error());
    m_spans.clear();
    m_askedText = *text;
    m_askedFrom = place.from;
    Cursor asked;
    asked.place = place;
    asked.asked = {place.from, place.to};
    if (auto walked = walk(std::move(asked)); !walked)
        return std::unexpected(walked.error());
    std::ranges::stable_sort(m_spans, {}, &TracedSpan::from);
    return std::exchange(m_spans, {});
}

void FieldTracer::end(const Cursor &cursor, ByteRange stretch, TraceEnd how)
{
    const auto found = history(cursor.place.context);
    if (!found || m_spans.size() >= kMostSpans)
        return;
    TracedSpan span;
    const qint64 offset = stretch.from - cursor.place.from;
    span.from = cursor.isLinear ? cursor.asked.from + offset : cursor.asked.from;
    span.to = cursor.isLinear ? span.from + stretch.to - stretch.from : cursor.asked.to;
    span.flow = cursor.flow;
    span.isRecorded = cursor.isRecorded;
    span.end = how;
    span.way = cursor.way;
    FieldPlace &place = span.way.last().place;
    if (span.way.size() > 1 || cursor.isLinear) {
        // The places on the way are those of this stretch, where byte stands for byte.
        for (TracedPlace &on : span.way) {
            if (cursor.isLinear && on.place.to - on.place.from == cursor.place.to - cursor.place.from) {
                on.place.from += offset;
                on.place.to = on.place.from + stretch.to - stretch.from;
            }
        }
    }
    place.from = stretch.from;
    place.to = stretch.to;
    const Json &document = (*found)->documents.at(static_cast<std::size_t>(place.step));
    span.text = sliceOf(textOf(document.find(place.pointer)), stretch).toByteArray();
    span.isExact = span.text == sliceOf(m_askedText, {span.from - m_askedFrom, span.to - m_askedFrom});
    if (how == TraceEnd::Document) {
        const auto key = m_lineage.documentOf(place.context);
        const auto row = key && *key ? m_lineage.document(**key) : Result<std::optional<LineageDocument>>(std::nullopt);
        if (row && *row) {
            span.documentId = (*row)->id;
            span.documentTitle = (*row)->title;
            span.documentName = (*row)->name;
        }
        if (place.pointer == "/source_text") {
            span.page = pageOf(document.value("document"), place.from);
            span.block = blockOf(document.value("document"), place.from);
        }
    }
    m_spans.append(std::move(span));
}

Result<void> FieldTracer::goOn(const Cursor &cursor, ByteRange stretch, FieldPlace source, bool sameBytes, LineageFlow flow, bool isRecorded)
{
    if (cursor.way.size() >= kLongestWay)
        return {};
    Cursor next = cursor;
    const qint64 offset = stretch.from - cursor.place.from;
    if (cursor.isLinear) {
        next.asked = {cursor.asked.from + offset, cursor.asked.from + offset + stretch.to - stretch.from};
        for (TracedPlace &on : next.way) {
            if (on.place.to - on.place.from == cursor.place.to - cursor.place.from) {
                on.place.from += offset;
                on.place.to = on.place.from + stretch.to - stretch.from;
            }
        }
    }
    next.isLinear = cursor.isLinear && sameBytes;
    next.flow = std::max(cursor.flow, flow);
    next.isRecorded = cursor.isRecorded && isRecorded;
    next.way.last().flow = flow;
    next.way.last().isRecorded = isRecorded;
    next.place = std::move(source);
    return walk(std::move(next));
}

Result<void> FieldTracer::walk(Cursor cursor)
{
    const auto found = history(cursor.place.context);
    if (!found)
        return std::unexpected(found.error());
    History &own = **found;
    for (const TracedPlace &on : std::as_const(cursor.way)) {
        if (on.place.context == cursor.place.context && on.place.pointer == cursor.place.pointer && on.place.step < cursor.place.step)
            return {}; // a way that leads back is none
    }
    const int step = writerOf(own, cursor.place.step, cursor.place.pointer);
    cursor.place.step = step;
    TracedPlace on;
    on.place = cursor.place;
    on.at = own.row.createdAt;
    if (step > 0) {
        const LineageStep &by = own.steps.at(step - 1);
        auto name = m_links.stepName(cursor.place.context, by.node, step, by.seq);
        if (!name)
            return std::unexpected(name.error());
        on.by = std::move(*name);
        on.at = by.at;
        if (by.isPerson)
            on.person = by.actorName;
    }
    cursor.way.append(on);
    if (step == 0)
        return atBeginning(cursor, own);
    QList<ByteRange> told;
    if (auto done = fromRecorded(cursor, own, told); !done)
        return done;
    if (auto done = fromDocuments(cursor, own, told); !done)
        return done;
    const LineageStep &by = own.steps.at(step - 1);
    TraceEnd how = by.isPerson ? TraceEnd::Person : TraceEnd::Step;
    if (!by.isPerson) {
        const auto uses = m_lineage.modelUses(cursor.place.context);
        if (!uses)
            return std::unexpected(uses.error());
        if (std::ranges::any_of(*uses, [step](const LineageModelUse &use) { return use.step == step && use.provider != "offline"_L1; }))
            how = TraceEnd::Model;
        else if (on.by.component.startsWith("extract"_L1))
            how = TraceEnd::Document;
    }
    const QByteArray text = textOf(own.documents.at(static_cast<std::size_t>(step)).find(cursor.place.pointer));
    for (const ByteRange &rest : without({cursor.place.from, cursor.place.to}, told)) {
        if (!isBlank(sliceOf(text, rest)) || rest == ByteRange{cursor.place.from, cursor.place.to})
            end(cursor, rest, how);
    }
    return {};
}

Result<void> FieldTracer::fromRecorded(const Cursor &cursor, History &own, QList<ByteRange> &told)
{
    const int step = cursor.place.step;
    const Json &after = own.documents.at(static_cast<std::size_t>(step));
    const Json &before = own.documents.at(static_cast<std::size_t>(step - 1));
    const QByteArray text = textOf(after.find(cursor.place.pointer));
    const bool isMasking = cursor.way.last().by.component == "personal_data"_L1;
    for (const Json &ref : own.steps.at(step - 1).refs.items()) {
        const QByteArray target = ref.at(3).utf8().toByteArray();
        if (!isBelow(cursor.place.pointer, target))
            continue;
        const LineageSource source = LineageSource::of(ref.at(0).toString());
        if (source.kind == LineageSource::Kind::Template) {
            Cursor ending = cursor;
            ending.flow = LineageFlow::Indirect;
            end(ending, {cursor.place.from, cursor.place.to}, TraceEnd::Template);
            if (!m_spans.isEmpty()) {
                m_spans.last().templateId = source.id;
                m_spans.last().templateVersion = source.version;
            }
            told.append({cursor.place.from, cursor.place.to});
            continue;
        }
        if (target != cursor.place.pointer)
            continue; // of the whole that this is a part of: not of this stretch
        const ByteRange from{ref.at(1).toInt(), ref.at(2).toInt()};
        const ByteRange to{ref.at(4).toInt(), ref.at(5).toInt()};
        ByteRange stretch = overlap(to, {cursor.place.from, cursor.place.to});
        if (isEmpty(stretch))
            continue;
        const QList<ByteRange> left = without(stretch, told);
        if (left.isEmpty())
            continue;
        stretch = left.first(); // of what two name, the first has it
        FieldPlace place{cursor.place.context, cursor.place.contextId, step - 1, source.pointer, from.from, from.to};
        QByteArray sourceText;
        if (source.kind == LineageSource::Kind::Context) {
            const auto key = m_contexts.find(source.id);
            if (!key)
                return std::unexpected(key.error());
            if (!*key)
                continue;
            const auto other = history(**key);
            if (!other)
                continue; // it came later than the reader looks
            // The version that was quoted: the newest that has these bytes there.
            place.context = **key;
            place.contextId = source.id;
            place.step = static_cast<int>((*other)->steps.size());
            const QByteArrayView quoted = sliceOf(text, to);
            for (int s = place.step; s >= 0; --s) {
                const QByteArray then = textOf((*other)->documents.at(static_cast<std::size_t>(s)).find(source.pointer));
                if (sliceOf(then, from) == quoted) {
                    place.step = s;
                    break;
                }
            }
            sourceText = textOf((*other)->documents.at(static_cast<std::size_t>(place.step)).find(source.pointer));
        } else {
            sourceText = textOf(before.find(source.pointer));
        }
        if (from.to > sourceText.size() || isEmpty(from))
            continue;
        const bool isSameSize = from.to - from.from == to.to - to.from;
        LineageFlow flow = isMasking && sliceOf(sourceText, from) != sliceOf(text, to) ? LineageFlow::Masked : LineageFlow::Direct;
        bool isByteForByte = isSameSize;
        if (isSameSize) {
            place.from = from.from + stretch.from - to.from;
            place.to = place.from + stretch.to - stretch.from;
        } else if (stretch != to) {
            // Written in another form (HTML, say): the same words within it.
            QByteArray piece = sliceOf(text, stretch).toByteArray().trimmed();
            const QByteArrayView whole = sliceOf(sourceText, from);
            const qint64 near = whole.size() * (stretch.from - to.from) / std::max<qint64>(to.to - to.from, 1);
            qint64 at = piece.isEmpty() ? -1 : placeOf(piece, whole, near);
            if (at < 0) {
                piece = plainOf(piece);
                at = piece.isEmpty() ? -1 : placeOf(piece, whole, near);
            }
            if (at >= 0) {
                place.from = from.from + at;
                place.to = place.from + piece.size();
            }
        }
        told.append(stretch);
        if (auto gone = goOn(cursor, stretch, place, isByteForByte, flow, true); !gone)
            return gone;
    }
    return {};
}

Result<void> FieldTracer::fromLeaves(const Cursor &cursor, ContextKey source, int step, const QList<TextLeaf> &leaves, QList<ByteRange> &told,
                                     const QByteArray &except)
{
    const auto own = history(cursor.place.context);
    const auto other = history(source);
    if (!own || !other)
        return std::unexpected(own ? other.error() : own.error());
    const QByteArray text = textOf((*own)->documents.at(static_cast<std::size_t>(cursor.place.step)).find(cursor.place.pointer));
    const ByteRange wanted{cursor.place.from, cursor.place.to};
    const auto take = [&](ByteRange stretch, const TextLeaf &leaf, qint64 at) -> Result<void> {
        told.append(stretch);
        return goOn(cursor, stretch, {source, (*other)->row.id, step, leaf.pointer, at, at + stretch.to - stretch.from}, true, LineageFlow::Direct,
                    false);
    };
    // The same text as a whole.
    for (const TextLeaf &leaf : leaves) {
        if (leaf.pointer == except || leaf.text != text)
            continue;
        for (const ByteRange &rest : without(wanted, told)) {
            if (auto taken = take(rest, leaf, rest.from); !taken)
                return taken;
        }
        return {};
    }
    // Whole texts that stand in this one, the longest first; then pieces of this one that stand in others.
    QList<const TextLeaf *> byLength;
    for (const TextLeaf &leaf : leaves) {
        if (leaf.pointer != except && leaf.text.size() >= kShortestWhole)
            byLength.append(&leaf);
    }
    std::ranges::stable_sort(byLength, std::greater(), [](const TextLeaf *leaf) { return leaf->text.size(); });
    for (const TextLeaf *leaf : std::as_const(byLength)) {
        const QByteArray whole = leaf->text.trimmed();
        if (whole.size() < kShortestWhole || whole.size() > text.size())
            continue;
        const qint64 lead = leaf->text.indexOf(whole);
        for (qint64 at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + whole.size())) {
            const ByteRange stretch = overlap({at, at + whole.size()}, wanted);
            if (isEmpty(stretch))
                continue;
            for (const ByteRange &rest : without(stretch, told)) {
                if (auto taken = take(rest, *leaf, lead + rest.from - at); !taken)
                    return taken;
            }
        }
    }
    for (const ByteRange &rest : without(wanted, told)) {
        for (const ByteRange &piece : piecesOf(text, rest)) {
            if (piece.to - piece.from < kShortestPiece)
                continue;
            const QByteArrayView words = sliceOf(text, piece);
            for (const TextLeaf *leaf : std::as_const(byLength)) {
                const qint64 at = placeOf(words, leaf->text, piece.from);
                if (at < 0)
                    continue;
                if (auto taken = take(piece, *leaf, at); !taken)
                    return taken;
                break;
            }
        }
    }
    return {};
}

Result<void> FieldTracer::fromDocuments(const Cursor &cursor, History &own, QList<ByteRange> &told)
{
    const int step = cursor.place.step;
    const ByteRange wanted{cursor.place.from, cursor.place.to};
    if (without(wanted, told).isEmpty())
        return {};
    const LineageStep &by = own.steps.at(step - 1);
    const QByteArray &pointer = cursor.place.pointer;
    const Json *before = own.documents.at(static_cast<std::size_t>(step - 1)).find(pointer);
    const Json *after = own.documents.at(static_cast<std::size_t>(step)).find(pointer);
    if (before && after && before->isString() && after->isString()) {
        auto &moves = own.kept[{step, pointer}];
        if (moves.empty()) {
            // What a step that changed a text in place says are the pieces that it moved; between them all stayed.
            TextMove gap;
            for (const Json &ref : by.refs.items()) {
                if (ref.at(0).utf8() != pointer || ref.at(3).utf8() != pointer)
                    continue;
                gap.to = ref.at(1).toInt();
                gap.targetTo = ref.at(4).toInt();
                if (gap.to > gap.from && sliceOf(before->utf8(), {gap.from, gap.to}) == sliceOf(after->utf8(), {gap.targetFrom, gap.targetTo}))
                    moves.push_back(gap);
                gap.from = ref.at(2).toInt();
                gap.targetFrom = ref.at(5).toInt();
            }
            gap.to = before->utf8().size();
            gap.targetTo = after->utf8().size();
            if (gap.from > 0 && gap.to > gap.from
                && sliceOf(before->utf8(), {gap.from, gap.to}) == sliceOf(after->utf8(), {gap.targetFrom, gap.targetTo}))
                moves.push_back(gap);
            if (moves.empty())
                moves = keptText(before->utf8(), after->utf8());
        }
        for (const TextMove &move : std::vector(moves)) {
            const ByteRange stretch = overlap({move.targetFrom, move.targetTo}, wanted);
            if (isEmpty(stretch))
                continue;
            for (const ByteRange &rest : without(stretch, told)) {
                told.append(rest);
                const qint64 from = move.from + rest.from - move.targetFrom;
                if (auto gone
                    = goOn(cursor, rest, {cursor.place.context, cursor.place.contextId, step - 1, pointer, from, from + rest.to - rest.from}, true,
                           LineageFlow::Direct, false);
                    !gone)
                    return gone;
            }
        }
    }
    if (by.isPerson || without(wanted, told).isEmpty())
        return {};
    if (auto done = fromLeaves(cursor, cursor.place.context, step - 1, leavesAt(own, step - 1), told, pointer); !done)
        return done;
    // A join takes in what its children came to.
    if (without(wanted, told).isEmpty())
        return {};
    const auto forks = m_lineage.forks(cursor.place.context);
    if (!forks)
        return std::unexpected(forks.error());
    int looked = 0;
    for (const LineageFork &fork : *forks) {
        if (!fork.isCollected)
            continue;
        const auto children = m_lineage.children(fork.key, 0, kMostChildren - looked);
        if (!children)
            return std::unexpected(children.error());
        for (const ContextKey child : *children) {
            ++looked;
            const auto their = history(child);
            if (!their)
                return std::unexpected(their.error());
            const int last = static_cast<int>((*their)->steps.size());
            if (auto done = fromLeaves(cursor, child, last, leavesAt(**their, last), told, {}); !done)
                return done;
            if (without(wanted, told).isEmpty())
                return {};
        }
    }
    return {};
}

Result<void> FieldTracer::atBeginning(const Cursor &cursor, History &own)
{
    const ByteRange wanted{cursor.place.from, cursor.place.to};
    const auto replay = m_lineage.replay(own.row.key);
    const auto fork = m_lineage.forkOf(own.row.key);
    if (!replay || !fork)
        return std::unexpected(replay ? fork.error() : replay.error());
    if (*replay) {
        const auto source = history((*replay)->source);
        if (source && (*replay)->fromStep < static_cast<int>((*source)->documents.size())) {
            FieldPlace place = cursor.place;
            place.context = (*replay)->source;
            place.contextId = (*source)->row.id;
            place.step = (*replay)->fromStep;
            return goOn(cursor, wanted, place, true, LineageFlow::Direct, true);
        }
    }
    if (*fork) {
        const auto parent = history((*fork)->parent);
        const auto made = m_lineage.stepOf((*fork)->parent, (*fork)->node, (*fork)->visit);
        if (!parent || !made)
            return std::unexpected(parent ? made.error() : parent.error());
        int step = 0;
        for (const LineageStep &before : (*parent)->steps) {
            if (*made && before.seq < (*made)->seq)
                step = before.step;
        }
        QList<ByteRange> told;
        if (auto done = fromLeaves(cursor, (*fork)->parent, step, leavesAt(**parent, step), told, {}); !done)
            return done;
        for (const ByteRange &rest : without(wanted, told))
            end(cursor, rest, TraceEnd::Submitted);
        return {};
    }
    const auto document = m_lineage.documentOf(own.row.key);
    if (!document)
        return std::unexpected(document.error());
    end(cursor, wanted, *document ? TraceEnd::Document : TraceEnd::Submitted);
    return {};
}

Result<QList<FieldTracer::Outcome>> FieldTracer::outcomesOf(const FieldPlace &place, qsizetype most)
{
    QList<Outcome> outcomes;
    QSet<ContextKey> seen{place.context};
    std::deque<ContextKey> queue{place.context};
    while (!queue.empty() && outcomes.size() < most) {
        const ContextKey key = queue.front();
        queue.pop_front();
        const auto found = history(key);
        if (!found)
            return std::unexpected(found.error());
        const int last = static_cast<int>((*found)->steps.size());
        const QList<TextLeaf> leaves = leavesAt(**found, last);
        for (const TextLeaf &leaf : leaves) {
            FieldPlace whole{key, (*found)->row.id, writerOf(**found, last, leaf.pointer), leaf.pointer, 0, leaf.text.size()};
            if (whole.isSameField(place))
                continue;
            const auto spans = sourcesOf(whole);
            if (!spans)
                return std::unexpected(spans.error());
            for (const TracedSpan &span : *spans) {
                const auto on = std::ranges::find_if(span.way, [&](const TracedPlace &one) {
                    return one.place.isSameField(place) && one.place.from < place.to && place.from < one.place.to;
                });
                if (on == span.way.end() || outcomes.size() >= most)
                    continue;
                Outcome outcome;
                outcome.place = whole;
                outcome.place.from = span.from;
                outcome.place.to = span.to;
                const ByteRange met = overlap({on->place.from, on->place.to}, {place.from, place.to});
                if (on->place.to - on->place.from == span.to - span.from) {
                    outcome.place.from = span.from + met.from - on->place.from;
                    outcome.place.to = outcome.place.from + met.to - met.from;
                }
                outcome.from = met.from;
                outcome.to = met.to;
                outcome.flow = span.flow;
                outcome.isRecorded = span.isRecorded;
                outcome.text = sliceOf(leaf.text, {outcome.place.from, outcome.place.to}).toByteArray();
                const auto source = history(place.context);
                if (!source)
                    return std::unexpected(source.error());
                const QByteArray from = textOf((*source)->documents.at(static_cast<std::size_t>(place.step)).find(place.pointer));
                outcome.isExact = outcome.text == sliceOf(from, met);
                outcome.span = span;
                outcomes.append(std::move(outcome));
            }
        }
        LineagePlace itself;
        itself.id = (*found)->row.id;
        const auto groups = m_links.groups({itself, key}, false);
        if (!groups)
            return std::unexpected(groups.error());
        for (const LineageGroup &group : *groups) {
            if (group.memberKind != LineageKind::Context || seen.size() >= kMostContexts)
                continue;
            const auto links = group.fetch(LineageGroup::kBegin, kMostContexts - static_cast<int>(seen.size()));
            if (!links)
                return std::unexpected(links.error());
            for (const LineageLink &link : *links) {
                if (seen.contains(link.thing.key))
                    continue;
                seen.insert(link.thing.key);
                queue.push_back(link.thing.key);
            }
        }
    }
    return outcomes;
}

namespace {

/// A graph that is put together from ways.
class FieldGraph
{
public:
    explicit FieldGraph(int most)
        : m_most(most)
    {}

    void addWay(const QList<TracedPlace> &way, qsizetype places, int sign)
    {
        for (qsizetype i = 0; i < std::min(places, way.size()); ++i) {
            if (!addPlace(way.at(i), sign * static_cast<int>(i)))
                return;
            if (i > 0)
                addEdge(way.at(i), way.at(i - 1));
        }
    }

    bool addPlace(const TracedPlace &on, int hop)
    {
        const QString id = on.place.nodeId();
        if (const auto known = m_nodes.constFind(id); known != m_nodes.cend()) {
            LineageNode &node = graph.nodes[*known];
            node.from = std::min(node.from, on.place.from);
            node.to = std::max(node.to, on.place.to);
            node.hop = std::abs(hop) < node.hop ? std::abs(hop) : node.hop;
            return true;
        }
        if (graph.nodes.size() >= m_most) {
            graph.isTruncated = true;
            return false;
        }
        LineageNode node;
        node.id = id;
        node.kind = LineageKind::Field;
        node.title = QString::fromUtf8(on.place.pointer);
        node.detail = on.by.node.isEmpty() ? (on.person.isEmpty() ? u"as submitted"_s : on.person) : on.by.node;
        node.at = on.at;
        node.hop = std::abs(hop);
        node.context = on.place.contextId;
        node.pointer = on.place.pointer;
        node.step = on.place.step;
        node.from = on.place.from;
        node.to = on.place.to;
        node.person = on.person;
        m_nodes.insert(id, graph.nodes.size());
        graph.nodes.append(std::move(node));
        return true;
    }

    void addEdge(const TracedPlace &from, const TracedPlace &to)
    {
        LineageEdge edge;
        edge.from = from.place.nodeId();
        edge.to = to.place.nodeId();
        edge.relation = to.person.isEmpty() ? u"field"_s : u"edit"_s;
        edge.flow = to.flow;
        edge.by = to.by;
        edge.fields.append({from.place.pointer, to.place.pointer});
        add(edge);
    }

    void add(const LineageEdge &edge)
    {
        if (m_edges.contains(edge.id()))
            return;
        m_edges.insert(edge.id());
        graph.edges.append(edge);
    }

    void addNode(const LineageNode &node)
    {
        if (m_nodes.contains(node.id))
            return;
        m_nodes.insert(node.id, graph.nodes.size());
        graph.nodes.append(node);
    }

    LineageGraph graph;

private:
    int m_most;
    QHash<QString, qsizetype> m_nodes;
    QSet<QString> m_edges;
};

} // namespace

Result<LineageGraph> FieldTracer::graph(const FieldPlace &focus, int hops, bool up, bool down, int most)
{
    FieldGraph out(most);
    out.graph.focus = focus.nodeId();
    const auto found = history(focus.context);
    if (!found)
        return std::unexpected(found.error());
    const int last = static_cast<int>((*found)->steps.size());
    // Of a whole document its texts; of a field that is no text, those in it.
    QList<FieldPlace> places;
    const Json &document = (*found)->documents.at(static_cast<std::size_t>(focus.pointer.isEmpty() ? last : focus.step));
    const Json *value = document.find(focus.pointer);
    if (value && value->isString()) {
        places.append(focus);
    } else if (value) {
        for (const TextLeaf &leaf : leavesOf(*value, focus.pointer, 200))
            places.append({focus.context, focus.contextId, writerOf(**found, focus.pointer.isEmpty() ? last : focus.step, leaf.pointer), leaf.pointer,
                           0, leaf.text.size()});
    }
    const qsizetype reach = std::max(hops, 1) + 1;
    for (const FieldPlace &place : std::as_const(places)) {
        TracedPlace here;
        here.place = place;
        here.at = place.step > 0 ? (*found)->steps.at(place.step - 1).at : (*found)->row.createdAt;
        if (place.step > 0) {
            const LineageStep &by = (*found)->steps.at(place.step - 1);
            auto name = m_links.stepName(place.context, by.node, place.step, by.seq);
            if (!name)
                return std::unexpected(name.error());
            here.by = std::move(*name);
            if (by.isPerson)
                here.person = by.actorName;
        }
        out.addPlace(here, 0);
        if (up) {
            const auto spans = sourcesOf(place);
            if (!spans)
                return std::unexpected(spans.error());
            for (const TracedSpan &span : *spans)
                out.addWay(span.way, reach, 1);
        }
        if (down && places.size() == 1) {
            const auto outcomes = outcomesOf(place, most);
            if (!outcomes)
                return std::unexpected(outcomes.error());
            for (const Outcome &outcome : *outcomes) {
                // The way is told from the result: from the asked place on, so many hops towards it.
                const auto on = std::ranges::find_if(outcome.span.way, [&](const TracedPlace &one) { return one.place.isSameField(place); });
                const qsizetype at = std::distance(outcome.span.way.begin(), on);
                for (qsizetype i = at; i > std::max<qsizetype>(at - reach + 1, 0); --i) {
                    if (!out.addPlace(outcome.span.way.at(i - 1), static_cast<int>(at - i + 1)))
                        break;
                    out.addEdge(outcome.span.way.at(i), outcome.span.way.at(i - 1));
                }
            }
        }
    }
    // Templates and models shaped what they had a hand in.
    const QList<LineageNode> fields = out.graph.nodes;
    for (const LineageNode &field : fields) {
        const auto key = m_contexts.find(field.context);
        const auto own = key && *key ? history(**key) : Result<History *>(nullptr);
        if (!key || !own || !*own || field.step <= 0)
            continue;
        const LineageStep &by = (*own)->steps.at(field.step - 1);
        auto name = m_links.stepName(**key, by.node, field.step, by.seq);
        if (!name)
            return std::unexpected(name.error());
        for (const Json &ref : by.refs.items()) {
            const LineageSource source = LineageSource::of(ref.at(0).toString());
            if (source.kind != LineageSource::Kind::Template || !isBelow(field.pointer, ref.at(3).utf8()))
                continue;
            const auto row = m_lineage.contentTemplate(source.id, source.version);
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                continue;
            LineagePlace place;
            place.kind = LineageKind::Template;
            place.id = source.id;
            place.version = source.version;
            auto node = m_links.node({place, (*row)->key});
            if (!node)
                return std::unexpected(node.error());
            node->hop = field.hop + 1;
            LineageEdge edge;
            edge.from = node->id;
            edge.to = field.id;
            edge.relation = u"template"_s;
            edge.flow = LineageFlow::Indirect;
            edge.by = *name;
            out.addNode(*node);
            out.add(edge);
        }
        const auto uses = m_lineage.modelUses(**key);
        if (!uses)
            return std::unexpected(uses.error());
        for (const LineageModelUse &use : *uses) {
            if (use.step != field.step)
                continue;
            LineagePlace model;
            model.kind = LineageKind::Model;
            model.id = use.provider;
            model.model = use.model;
            LineageNode modelNode;
            modelNode.id = model.toString();
            modelNode.kind = LineageKind::Model;
            modelNode.title = use.model;
            modelNode.detail = use.provider;
            modelNode.hop = field.hop + (use.position >= 0 ? 2 : 1);
            out.addNode(modelNode);
            const auto add = [&](const QString &from, const QString &to, const QString &relation, LineageFlow flow) {
                LineageEdge edge;
                edge.from = from;
                edge.to = to;
                edge.relation = relation;
                edge.flow = flow;
                edge.by = *name;
                out.add(edge);
            };
            if (use.position < 0) {
                add(modelNode.id, field.id, u"model"_s, LineageFlow::Direct);
                continue;
            }
            for (const LineageKind kind : {LineageKind::Prompt, LineageKind::Answer}) {
                LineagePlace place;
                place.kind = kind;
                place.number = use.seq;
                place.position = use.position;
                LineageNode node;
                node.id = place.toString();
                node.kind = kind;
                node.title = kind == LineageKind::Prompt ? u"Prompt"_s : u"Raw answer"_s;
                node.detail = use.model;
                node.hop = field.hop + 1;
                node.at = by.at;
                node.context = field.context;
                out.addNode(node);
                if (kind == LineageKind::Prompt) {
                    add(node.id, field.id, u"prompt"_s, LineageFlow::Indirect);
                } else {
                    add(modelNode.id, node.id, u"model"_s, LineageFlow::Direct);
                    add(node.id, field.id, u"answer"_s, LineageFlow::Direct);
                }
            }
        }
    }
    for (LineageNode &node : out.graph.nodes) {
        if (node.kind != LineageKind::Field)
            continue;
        const auto key = m_contexts.find(node.context);
        if (!key || !*key)
            continue;
        const auto text = textAt({**key, node.context, node.step, node.pointer, node.from, node.to});
        if (!text)
            return std::unexpected(text.error());
        node.value = QString::fromUtf8(text->left(800)).left(200);
        const bool hasUp = std::ranges::any_of(out.graph.edges, [&](const LineageEdge &edge) { return edge.to == node.id; });
        node.moreUp = node.step > 0 && !hasUp;
    }
    return std::move(out.graph);
}

} // namespace Millrace
