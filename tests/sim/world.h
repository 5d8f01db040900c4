// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "sim/reference.h"
#include "support/faultvfs.h"
#include "support/fakeclock.h"

#include <QSet>
#include <QTemporaryDir>

#include <mutex>

namespace Millrace::Sim {

/// What steps did outside of the workspace: survives everything.
struct Outside
{
    std::mutex mutex;
    std::map<QByteArray, int> calls; ///< "key/attempt", and how often
};

/// A whole world behind one seed: disk, clock, order of everything, a pipeline and documents; with a stepped engine nothing else has a say, so
/// the same seed gives the same run. It keeps what the engine has promised and holds the file against it.
class World
{
public:
    struct Options
    {
        quint64 seed = 1;
        bool synchronousFull = true;
        bool stepped = true;
        bool fuse = true;
        int runners = 2;
        bool calm = false; ///< no step fails, nobody interferes
    };
    World(const QString &folder, const Options &options);
    ~World();

    [[nodiscard]] FaultVfs &disk() { return *m_disk; }
    [[nodiscard]] Random &random() { return m_random; }
    [[nodiscard]] Engine *engine() { return m_engine.get(); }
    [[nodiscard]] WorkspaceFile &file() { return m_file; }

    [[nodiscard]] Result<void> open();
    /// Closes as the program does.
    [[nodiscard]] Result<void> close();
    enum class End : quint8 { Killed, PowerCut };
    /// Ends as a process or a machine does: whatever it still tries reaches nothing.
    void end(End how);

    /// What is on the disk and in the lock's note, to be put back later: with no connection open.
    struct Image
    {
        QByteArray file;
        QByteArray log;
        std::map<QString, QByteArray> notes;
    };
    [[nodiscard]] Image image() const;
    void restore(const Image &image);
    [[nodiscard]] const QString &path() const { return m_path; }

    /// A job: documents; those that were acknowledged are promised.
    void submit(int count);
    /// Something that could happen next.
    void act();
    /// Until nothing more can happen by itself, however far the clock must go; false: it does not come to rest.
    [[nodiscard]] bool rest();
    /// Takes up the answers that have come.
    void settle();

    /// What was promised and is gone is not asked for again (synchronous=NORMAL).
    void forgetPromises();
    [[nodiscard]] qint64 promisedSequence() const { return m_promisedSequence; }
    [[nodiscard]] qsizetype promisedCount() const { return m_promised.size(); }
    [[nodiscard]] int refused() const { return m_refused; }
    [[nodiscard]] ErrorCode lastRefusal() const { return m_lastRefusal; }
    /// What the file lacks or has wrong, against all that was promised and against the reference; empty: nothing.
    /// `mayLose`: the newest of it may be gone, as it is with synchronous=NORMAL.
    [[nodiscard]] QString problem(bool mayLose = false);
    /// The same once everything is at rest: also that it came to where it had to.
    [[nodiscard]] QString problemAtRest();
    /// Transitions in the file.
    [[nodiscard]] qint64 lastSequence();
    /// The documents as they are now, by id, children under their parents' ids and places: equal worlds have equal ones.
    [[nodiscard]] std::map<QString, QByteArray> documents();

private:
    struct Pending
    {
        QFuture<Result<Json>> future;
        QStringList ids;
    };
    [[nodiscard]] QString problemOf(Connection &db, bool atRest);
    [[nodiscard]] std::map<QString, QByteArray> notes() const;
    void interfere();

    Options m_options;
    Random m_random;
    std::unique_ptr<FaultVfs> m_disk;
    FakeClock m_clock;
    Outside m_outside;
    Graph m_graph;
    ComponentRegistry m_registry;
    QString m_path;
    WorkspaceFile m_file;
    std::unique_ptr<Engine> m_engine;
    qint64 m_actor = 0;
    std::vector<Pending> m_pending;
    QSet<QString> m_promised;
    std::map<QString, Json> m_data; ///< of all submitted
    std::mutex m_mutex;
    qint64 m_promisedSequence = 0;
    int m_submitted = 0;
    int m_refused = 0;
    ErrorCode m_lastRefusal = ErrorCode::Internal;
    int m_endings = 0;
    int m_closings = 0;
    int m_versions = 0;
};

} // namespace Millrace::Sim
