// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Millrace {

/// A step that a worker has now. Times are UTC in microseconds.
struct WorkerTask
{
    QString context; ///< its id
    QString pipeline;
    QString node; ///< where it began; a chain of pure steps goes on from there
    int attempt = 1;
    qint64 since = 0;
    qint64 expires = 0; ///< when it is given up unless it answers; 0: it is just beginning
    bool isGivenUp = false; ///< another worker took its place; its thread is left to it until it comes back
};

/// Workers of one kind.
struct WorkerLane
{
    QString name; ///< `pure`, `waiting`, `processes`
    int workers = 0; ///< threads that take up work
    int wanted = 0; ///< as many as there should be
    qint64 queued = 0; ///< steps that no worker has begun
    qint64 replaced = 0; ///< workers that did not answer, since the engine began
    QList<WorkerTask> tasks;
};

/// The child processes in which foreign components run.
struct ComponentProcesses
{
    int running = 0; ///< with a step, or on their way there
    int warm = 0; ///< waiting for one
    int most = 0;
    qint64 ended = 0; ///< not to be used again, since the beginning: crashed, too slow, too large, dirty
};

/// Who carries out steps, as it is now.
struct WorkerStatus
{
    QList<WorkerLane> lanes;
    ComponentProcesses processes;
};

} // namespace Millrace
