// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/fileintake.h"
#include "workspace/submitter.h"

#include <map>

namespace Millrace {

struct Submission;

/// One submission of many documents: gathers, writes group after group, and keeps the account. Lives on the thread that reads; what it writes
/// runs on the engine's, which it waits for.
class SubmitSession
{
public:
    /// One document on its way in, and what came of it.
    struct Item
    {
        ContextDocument document;
        QByteArray digest;
        std::optional<Sealed> keyframe;
        QByteArray raw;
        std::optional<Error> refusal;
        QString name;
        int line = 0;
        std::optional<NewSubmission::LargeData> large;
        std::shared_ptr<FileIntake> intake; ///< the file that it came from; null: none
        bool isWholeFile = false;
        qint64 position = 0; ///< among what a watched file has in it; from 1
    };

    SubmitSession(Engine &engine, const ComponentRegistry &registry, const Submitter::Request &request);

    /// Looks at the request before anything is read.
    [[nodiscard]] Result<void> prepare();
    /// The list that the pipeline wants a file's rows, objects or mails to become in one document (`gather` in its definition); empty: none.
    [[nodiscard]] QByteArray gathers() const;

    /// A file whose row the next commit writes, if it is a watched one.
    void begin(const std::shared_ptr<FileIntake> &intake);
    void setSource(qint64 key) { m_source = key; }

    void add(Item item);
    /// Adds what the reader delivers, or notes why it is not taken.
    void take(Submission &&input, const std::shared_ptr<FileIntake> &intake);

    [[nodiscard]] bool isFull() const;

    void refuse(const QString &file, int line, const Error &error);

    /// Writes what has been gathered in one group commit; waits for it, which is how a fast reader is held back.
    [[nodiscard]] Result<void> flush();

    [[nodiscard]] Json answer() const;

private:
    // --- engine thread, inside the group commit ----------------------------------------------------------------------------
    [[nodiscard]] Result<Json> writeItems(WriteScope &scope);

    struct Written
    {
        QString runId;
        std::optional<qint64> run;
        Json ids = Json::array();
        Json added = Json::array();
        Json refused = Json::array();
        QStringList notices;
        qint64 submitted = 0;
        qint64 unchanged = 0;
        qint64 source = 0;
        QHash<QByteArray, std::shared_ptr<const Plan>> plans; ///< of documents that name theirs, by what they say
    };

    /// The document of a file, made with the first that comes from it.
    [[nodiscard]] Result<DocumentRepository::Taken> documentOf(WriteScope &scope, FileIntake &intake, qint64 actor, const Written &written);

    /// What became of a watched file, in the commit that takes it in.
    [[nodiscard]] Result<void> writeRow(WriteScope &scope, FileIntake &intake, qint64 actor, const Written &written);
    [[nodiscard]] Result<void> writeItem(WriteScope &scope, const Item &item, const std::optional<std::shared_ptr<const Plan>> &forced, qint64 actor,
                                         Written &written);
    /// What no pipeline takes: an answer's refusal, and a watched file waits with the rest of it.
    void turnAway(const Item &item, const Error &error, Written &written);
    [[nodiscard]] Result<void> ensureRun(WriteScope &scope, const Plan &plan, qint64 actor, Written &written);
    [[nodiscard]] Result<std::shared_ptr<const Plan>> planOfDocument(WriteScope &scope, const Item &item, qint64 actor, Written &written);
    [[nodiscard]] Result<std::shared_ptr<const Plan>> planNamed(WriteScope &scope, const QString &name, qint64 actor);
    [[nodiscard]] Result<std::shared_ptr<const Plan>> planOfList(WriteScope &scope, const QStringList &components, qint64 actor);
    [[nodiscard]] Result<std::shared_ptr<const Plan>> planOfDefinition(WriteScope &scope, const PipelineDefinition &definition, qint64 actor);

    Engine &m_engine;
    const ComponentRegistry &m_registry;
    Submitter::Request m_request;
    std::optional<PipelineDefinition> m_definition;
    std::optional<qint64> m_source; ///< its key, where it is known
    QList<Item> m_items;
    qsizetype m_bytes = 0;
    QList<std::shared_ptr<FileIntake>> m_watched; ///< whose rows the next commit writes
    /// What the running commit makes; it counts once that is there.
    std::map<FileIntake *, DocumentRepository::Taken> m_taken;
    QHash<QString, StoredSourceFile> m_rows;
    QHash<QString, qint64> m_submittedOf;
    QString m_run;
    Json m_ids = Json::array();
    Json m_added = Json::array(); ///< without what was there already
    Json m_refused = Json::array();
    QStringList m_notices;
    qint64 m_submitted = 0;
    qint64 m_unchanged = 0;
};

} // namespace Millrace
