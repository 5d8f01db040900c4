// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/lineagegraph.h"
#include "lineage/lineagelinks.h"
#include "lineage/textmoves.h"

#include <map>
#include <memory>

namespace Millrace {

/// A stretch of bytes of a field's text, as a step of a context wrote it (0: as submitted). A value that is no text is its JSON.
struct FieldPlace
{
    ContextKey context = 0;
    QString contextId;
    int step = 0;
    QByteArray pointer;
    qint64 from = 0;
    qint64 to = 0;

    [[nodiscard]] QString nodeId() const;
    [[nodiscard]] bool isSameField(const FieldPlace &other) const
    {
        return context == other.context && step == other.step && pointer == other.pointer;
    }
};

/// What stands where a trace ends.
enum class TraceEnd : quint8 { Submitted, Document, Person, Model, Template, Step };

[[nodiscard]] QLatin1StringView traceEndName(TraceEnd end);

/// One place on the way, and the step that wrote it.
struct TracedPlace
{
    FieldPlace place;
    LineageStepName by; ///< empty node: nobody, it was submitted
    LineageFlow flow = LineageFlow::Direct; ///< how it came from the next place on the way
    bool isRecorded = true; ///< the step said so; else the documents show it
    qint64 at = 0;
    QString person; ///< who wrote it, where a person did
};

/// Where one stretch of what was asked comes from.
struct TracedSpan
{
    qint64 from = 0; ///< of what was asked
    qint64 to = 0;
    LineageFlow flow = LineageFlow::Direct;
    bool isExact = false; ///< the bytes at both ends are the same
    bool isRecorded = true;
    TraceEnd end = TraceEnd::Submitted;
    QList<TracedPlace> way; ///< the first is what was asked, the last where it ends
    QByteArray text; ///< at the end
    QString documentId;
    QString documentTitle;
    QString documentName;
    std::optional<qint64> page;
    std::optional<qint64> block;
    QString templateId;
    int templateVersion = 0;

    [[nodiscard]] const TracedPlace &source() const { return way.last(); }
};

/// Follows texts through the steps that moved them: backwards by what steps recorded, and where they recorded nothing by what the documents before
/// and after them show, byte for byte. Nothing else is claimed.
///
/// Invariants:
/// 1. A move that is not recorded is one of equal bytes.
/// 2. What a person changed is that person's, and only that; what they left as it was goes on to where it came from.
/// 3. The spans of one answer cover what was asked without overlap, but for white space and for what nobody can tell.
class FieldTracer
{
public:
    FieldTracer(Connection &db, ContextReader &contexts, LineageReader &lineage)
        : m_db(db)
        , m_contexts(contexts)
        , m_lineage(lineage)
        , m_links(contexts, lineage)
    {}

    /// The place as the step that last wrote it by then (`step` -1: by now) left it; the whole field where `to` is -1. NotFound, InvalidArgument.
    [[nodiscard]] Result<FieldPlace> placeAt(const QString &contextId, int step, const QByteArray &pointer, qint64 from, qint64 to);
    [[nodiscard]] Result<QByteArray> textAt(const FieldPlace &place);
    /// Where it came from.
    [[nodiscard]] Result<QList<TracedSpan>> sourcesOf(const FieldPlace &place);
    struct Outcome
    {
        FieldPlace place;
        LineageFlow flow = LineageFlow::Direct;
        bool isExact = false;
        bool isRecorded = true;
        QByteArray text;
        TracedSpan span; ///< the way from there back to what was asked, and beyond
        qint64 from = 0; ///< which part of what was asked
        qint64 to = 0;
    };
    /// What became of it, in this context's document as it is now and in those that were made from it; at most `most`.
    [[nodiscard]] Result<QList<Outcome>> outcomesOf(const FieldPlace &place, qsizetype most);

    /// The fields of a document as it is, with what each came from, at most `hops` steps back; `pointer` empty: all of its members.
    [[nodiscard]] Result<LineageGraph> graph(const FieldPlace &focus, int hops, bool up, bool down, int most);

    [[nodiscard]] Result<const QList<LineageStep> *> stepsOf(ContextKey context);

private:
    struct History
    {
        LineageContext row;
        QList<LineageStep> steps; ///< the k-th made step k + 1
        std::vector<Json> documents; ///< after so many steps
        std::map<std::pair<int, QByteArray>, std::vector<TextMove>> kept; ///< by step and pointer
        std::map<int, QList<TextLeaf>> leaves; ///< after so many steps
    };
    struct Cursor
    {
        FieldPlace place; ///< `step` is the newest that may have written it
        ByteRange asked;
        bool isLinear = true; ///< as many bytes as were asked, one for one
        LineageFlow flow = LineageFlow::Direct;
        bool isRecorded = true;
        QList<TracedPlace> way;
    };

    [[nodiscard]] Result<History *> history(ContextKey key);
    [[nodiscard]] static int writerOf(const History &history, int step, const QByteArray &pointer);
    [[nodiscard]] Result<void> walk(Cursor cursor);
    [[nodiscard]] Result<void> fromRecorded(const Cursor &cursor, History &history, QList<ByteRange> &told);
    [[nodiscard]] Result<void> fromDocuments(const Cursor &cursor, History &history, QList<ByteRange> &told);
    [[nodiscard]] Result<void> fromLeaves(const Cursor &cursor, ContextKey source, int step, const QList<TextLeaf> &leaves, QList<ByteRange> &told,
                                          const QByteArray &except);
    [[nodiscard]] Result<void> atBeginning(const Cursor &cursor, History &history);
    /// Goes on at another place that a stretch of this one came from.
    [[nodiscard]] Result<void> goOn(const Cursor &cursor, ByteRange stretch, FieldPlace source, bool sameBytes, LineageFlow flow, bool isRecorded);
    void end(const Cursor &cursor, ByteRange stretch, TraceEnd how);
    [[nodiscard]] const QList<TextLeaf> &leavesAt(History &history, int step);

    Connection &m_db;
    ContextReader &m_contexts;
    LineageReader &m_lineage;
    LineageLinks m_links;
    std::map<ContextKey, std::unique_ptr<History>> m_histories;
    QList<TracedSpan> m_spans; ///< of the walk that goes on
    QByteArray m_askedText;
    qint64 m_askedFrom = 0;
};

} // namespace Millrace
