// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "pipeline/draftstack.h"

#include <QTimer>

namespace Millrace {

class DesignerSource;

/// How a draft stands to what is published.
struct DraftState
{
    QString pipeline; ///< its id; empty: none is open
    QString title;
    int baseVersion = 0; ///< the draft began from it; 0: never published
    int publishedVersion = 0; ///< the newest
    bool isModified = false; ///< otherwise than its base
    bool isDiscarded = false;

    friend bool operator==(const DraftState &, const DraftState &) = default;
};

/// The draft that is worked on: the only writer of its definition, with undo and redo. Main thread.
///
/// An edit counts at once in the window and is on its way to the workspace in kSendMs at most, in order; what the workspace has survives
/// everything. Where somebody else edited the same draft meanwhile, it takes theirs, and says what of ours was left out (conflicted).
class DraftDocument final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kSendMs = 400;

    explicit DraftDocument(DesignerSource *source, QObject *parent = nullptr);

    /// Opens the draft of a pipeline; begins one where there is none.
    void open(const QString &pipeline);
    void openNew(const QString &title, const Json &definition = {});
    /// Takes the answer of a command that is answered like draft.open, once what is edited here is saved.
    void take(const Json &answer);
    void close();

    [[nodiscard]] bool isOpen() const { return !m_state.pipeline.isEmpty(); }
    [[nodiscard]] const DraftState &state() const { return m_state; }
    [[nodiscard]] const Json &definition() const { return m_stack.definition(); }
    [[nodiscard]] const DraftStack &stack() const { return m_stack; }
    /// The definition that the draft began from; null where it was never published.
    [[nodiscard]] const Json &base() const { return m_base; }
    [[nodiscard]] const Json &pins() const { return m_pins; }
    [[nodiscard]] const QStringList &breakpoints() const { return m_breakpoints; }
    void toggleBreakpoint(const QString &node);
    /// What a node gives in trials in place of running: the whole document, by a way out.
    void pin(const QString &node, const QString &port, const Json &data);
    void unpin(const QString &node);
    /// All of it is in the workspace.
    [[nodiscard]] bool isSaved() const { return m_queue.isEmpty() && !m_isSending; }
    /// Gives the workspace all that it does not have, and waits for no answer: for the end.
    void flush();
    /// Calls `then` once all is in the workspace.
    void whenSaved(const std::function<void()> &then);

    void apply(const DraftEdit &edit);
    /// The same; cards glide to where they come to stand.
    void applyGliding(const DraftEdit &edit);
    void seal() { m_stack.seal(); }
    void undo();
    void redo();
    /// Publishes what is there, after it is saved. `over`: also where somebody published meanwhile.
    void publish(const QString &note, bool over = false);
    void discard();

Q_SIGNALS:
    /// Another pipeline, or none, is about to be shown: what was typed is to be told now.
    void leaving();
    /// The definition is another. `glides`: cards should glide to their places.
    void changed(bool glides);
    /// Title, versions, modified, saved, undo and redo.
    void stateChanged();
    void opened();
    void discarded();
    void failed(const Millrace::Error &error);
    /// Somebody else edited meanwhile: theirs is shown, and so many edits of ours were left out. `waited`: so was what was to be done once they
    /// were saved, such as a publish.
    void conflicted(int edits, bool waited);
    void published(int version);
    /// It cannot be published: the problems, as pipeline.validate gives them.
    void publishRefused(const Millrace::Json &problems);
    /// Somebody published meanwhile.
    void publishOutrun(int base, int newest, const QString &note);

private:
    struct Waiting
    {
        enum class Kind : quint8 { Edit, Undo, Redo };
        Kind kind = Kind::Edit;
        DraftEdit edit;
    };

    struct Batch
    {
        QString command;
        Json args;
        qsizetype count = 0;
    };

    [[nodiscard]] static Batch batchOf(const QList<Waiting> &queue, const QString &pipeline, qint64 sequence);
    void show(const Json &answer);
    void ask(const QString &pipeline);
    void askPublished(const QString &pipeline);
    void forgetAsked();
    void reload();
    [[nodiscard]] bool isReloading();
    void change(const DraftEdit &edit, bool glides);
    void step(bool undoing);
    void askMore();
    void enqueue(Waiting waiting);
    void send();
    void sent(const Result<Json> &answer, qsizetype count);
    void pipelinesChanged(const QStringList &ids);
    void askBase();
    void askMarks(const QString &stamp);
    void sendPin(const Json &args);
    void showModified();

    DesignerSource *m_source;
    Answers m_answers;
    DraftState m_state;
    DraftStack m_stack;
    Json m_base;
    Json m_pins = Json::array();
    QStringList m_breakpoints;
    QString m_marks; ///< the stamp of both
    int m_stepsToCome = 0; ///< undone (below 0) or redone once the edits for it are here
    qint64 m_sequence = 0;
    quint64 m_asked = 0; ///< how often something was to be opened: only the last answer counts
    QList<Waiting> m_queue;
    bool m_isSending = false;
    qsizetype m_sending = 0; ///< how many of the queue are on their way
    bool m_mustReload = false; ///< the workspace refused something: what it has is what there is
    QTimer m_pause;
    QList<std::function<void()>> m_whenSaved;
};

} // namespace Millrace
