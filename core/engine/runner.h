// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/plan.h"
#include "sdk/services.h"
#include "store/contextrepository.h"
#include "store/lineagerepository.h"
#include "store/originalrepository.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace Millrace {

class ComponentProcessPool;

/// Where steps get the files from that contexts came from. Any thread.
class OriginalStore
{
public:
    virtual ~OriginalStore() = default;
    [[nodiscard]] virtual Result<OriginalInfo> find(const QString &hash) const = 0;
    /// Writes the bytes to a device. WorkspaceDamaged where they are not what they were, FileWrite.
    [[nodiscard]] virtual Result<void> copy(const QString &hash, QIODevice &to) const = 0;
};

/// What runners give to components.
struct RunServices
{
    const Clock *clock = &Clock::system();
    TemplateSource *templates = nullptr;
    ModelService *models = nullptr;
    PassageSource *passages = nullptr;
    ComponentProcessPool *processes = nullptr;
    const OriginalStore *originals = nullptr;
    HttpService *http = nullptr;
    SimilaritySource *similarity = nullptr;
    /// The data of a context as the last commit left it, for documents too large for the engine's thread to read; may be empty.
    std::function<Result<Json>(qint64 context)> loadData = {};
    /// How the children of these forks are, with their documents; empty: the engine's thread reads them.
    std::function<Result<QList<ChildOutcome>>(const QList<qint64> &forks)> loadChildren = {};
    /// A kept result (stepResultToJson) by its key; may be empty.
    std::function<std::optional<QByteArray>(const QByteArray &key)> findKept = {};
};

/// Shared by the engine and the runner of one task: how the one asks the other to stop, and when its time is over.
struct TaskControl
{
    std::atomic<bool> cancelled = false;
    std::atomic<qint64> deadlineUs = 0; ///< monotonic; 0: not running yet
};

/// One context at one node, to be run. Values only; the control is shared.
struct StepTask
{
    qint64 context = 0;
    QString contextId;
    QString contextType;
    qint64 revision = 0;
    std::shared_ptr<const Plan> plan;
    int node = 0;
    int visit = 1;
    int attempt = 1;
    int steps = 0; ///< finished before this task
    Json data;
    std::optional<StoredData> stored; ///< in place of `data`: as it lies in the store
    bool loadsData = false; ///< neither is there: the runner gets it by RunServices::loadData
    bool dry = false; ///< steps that write outside are passed over
    bool startRecorded = false;
    bool mayFuse = true;
    Wake wake = Wake::Entered; ///< of the first node
    QList<ChildOutcome> children;
    QList<qint64> forks; ///< in place of `children`: the runner gets them by RunServices::loadChildren
    Json signal;
    QList<EffectOutcome> effects;
    std::optional<Error> unreadable; ///< why what it needs cannot be read: the step fails with it
    std::shared_ptr<TaskControl> control;
};

/// One attempt of one node, as it went.
struct StepRecord
{
    int node = 0;
    int visit = 1;
    int attempt = 1;
    qint64 startedAt = 0; ///< wall clock
    qint64 finishedAt = 0;
    qint64 durationUs = 0; ///< monotonic
    StepResult result;
    int eventDepth = 0; ///< of the events it publishes; the ledger finds it
    std::optional<int> next; ///< the node it goes to; nothing: it leaves the pipeline, or the attempt failed
    QByteArray edit; ///< result.edit as JSON; empty: none
    std::optional<Packed> packedEdit; ///< the same, as the store keeps it
    std::optional<Sealed> keyframe; ///< the whole data after this step, where the history wants one
    QList<SealedOriginal> originals; ///< result.originals as the store keeps them
    std::optional<Sealed> lineage; ///< result.lineage as the store keeps it; nothing: none
    QList<LineageSource> sources; ///< those of them that are not the document's own
    QList<SealedCall> calls; ///< of models that read what they are asked
    /// Where the node keeps results: the key of this one, and the result where it was not there yet.
    QByteArray cacheKey;
    QString component;
    std::optional<Sealed> toKeep;
    bool wasKept = false; ///< it was there, and nothing ran
};

/// What a runner hands back: one record, or several of a fused chain. The last one may be an error.
struct StepReport
{
    qint64 context = 0;
    qint64 revision = 0;
    std::vector<StepRecord> records;
    Json data; ///< for the node it goes to; null where it goes nowhere
    std::optional<QString> title; ///< of the data, where a step may have changed it
};

/// Every so many steps the history keeps a whole document.
inline constexpr int kKeyframeInterval = 16;

/// The key sent with every outside effect of a visit: the same over its attempts.
[[nodiscard]] QByteArray idempotencyKey(const QString &contextId, const QString &node, int visit);

/// Runs a task, and the pure nodes after it. Any thread; touches nothing but its arguments. Exceptions of components end here.
[[nodiscard]] StepReport runTask(const StepTask &task, const RunServices &services);

} // namespace Millrace
