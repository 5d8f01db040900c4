// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QStringList>

#include <vector>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace Millrace {

/// A versioned content template of the workspace.
struct ContentTemplate
{
    QString id; ///< "tmpl_article_technical"
    int version = 1;
    QString title;
    QString type; ///< the context type it is for: "article"
    QStringList audiences; ///< empty: any
    QStringList tones; ///< empty: any
    Json sections; ///< array of {"type","instructions","sections"?,"heading"?}; text is KTextTemplate over the context's data

    friend bool operator==(const ContentTemplate &, const ContentTemplate &) = default;
};

/// The workspace's templates; cached, any thread.
class MILLRACE_SDK_EXPORT TemplateSource
{
public:
    virtual ~TemplateSource();
    /// The newest version of every template, by id.
    [[nodiscard]] virtual QList<ContentTemplate> templates() const = 0;
};

/// One message of a chat with a model.
struct ModelMessage
{
    QString role; ///< system, user, assistant
    QString text;

    friend bool operator==(const ModelMessage &, const ModelMessage &) = default;
};

/// What a component asks of a model, in both forms: a prompt for language models, and the brief it was made of for
/// providers that work on the parts (the offline one).
struct ModelRequest
{
    QString provider; ///< id of a configured provider; empty: the workspace's default, at last the offline one
    QString model; ///< empty: the provider's default
    QList<ModelMessage> messages;
    double temperature = 0.7;
    int maxTokens = 2000;

    QString contextId;
    QString title;
    QStringList keywords;
    Json sections; ///< the template's sections, texts filled in
    Json fields; ///< the context's own short fields, for an outline
    QString sourceText; ///< what to work from; empty: look in the workspace
    QString sourcePointer; ///< JSON Pointer of sourceText within `data`
    QByteArray idempotencyKey;

    friend bool operator==(const ModelRequest &, const ModelRequest &) = default;
};

/// A model's answer: `content` in the shape of S2's generated_content, or `text` to be read into it.
struct ModelAnswer
{
    Json content; ///< {"introduction","body":[{"heading","content"}],"conclusion"}; null where only text came
    QString text;
    QString model; ///< what really answered: goes into `model_used`
    QString kind; ///< "generated", "extractive", "outline"
    QList<LineageRef> lineage; ///< targets are pointers below generated_content ("/introduction")
    Usage usage;

    friend bool operator==(const ModelAnswer &, const ModelAnswer &) = default;
};

/// Texts whose vectors are wanted.
struct VectorRequest
{
    QString provider; ///< id of a configured provider; empty: the workspace's own space, learnt from its documents, without a network
    QString model; ///< empty: the provider's usual one
    QStringList texts;
    QByteArray idempotencyKey;

    friend bool operator==(const VectorRequest &, const VectorRequest &) = default;
};

/// A vector of length 1 for each text, in their order; all zeros where a text has nothing that is known. Vectors of two models cannot be compared.
struct VectorAnswer
{
    std::vector<std::vector<float>> vectors;
    QString model; ///< what really made them: "latent:5f0c…", "nomic-embed-text"
    Usage usage; ///< of a provider

    friend bool operator==(const VectorAnswer &, const VectorAnswer &) = default;
};

/// Runs requests on model providers, within limits, breaker and price table. Any thread; blocks the caller's.
class MILLRACE_SDK_EXPORT ModelService
{
public:
    virtual ~ModelService();
    /// Changes whenever the same request may be answered by another model than before.
    [[nodiscard]] virtual QString fingerprint() const { return {}; }
    /// What came; on a retryable error `retryAfterUs` says how long the provider asked to wait.
    [[nodiscard]] virtual Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs = nullptr) = 0;
    /// Vectors by a provider's model; Unsupported for one that has none.
    [[nodiscard]] virtual Result<VectorAnswer> embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfterUs = nullptr);
};

/// A passage of a document of the workspace.
struct Passage
{
    QString contextId;
    QString pointer; ///< where in its `data`: "/source_text"
    QString title;
    QString text;
    qint64 from = 0; ///< UTF-8 bytes in the field
    qint64 to = 0;
    double score = 0; ///< higher is better

    friend bool operator==(const Passage &, const Passage &) = default;
};

/// A file as it came, kept in the workspace by its content.
struct OriginalInfo
{
    QString hash; ///< originalHash() of its bytes
    QString name; ///< the file's name when it was first taken in
    QString mediaType; ///< "application/pdf"
    qint64 size = 0;

    friend bool operator==(const OriginalInfo &, const OriginalInfo &) = default;
};

/// What originals are found by: BLAKE2b-256 as 64 hex digits, what `b2sum -l 256` prints.
[[nodiscard]] MILLRACE_SDK_EXPORT QString originalHash(QByteArrayView bytes);

/// The originals of the workspace, for the length of one step; a context names its own as `data.original.hash`. Works in a component host too.
class MILLRACE_SDK_EXPORT OriginalSource
{
public:
    virtual ~OriginalSource();
    /// NotFound where nothing is kept under the hash.
    [[nodiscard]] virtual Result<OriginalInfo> find(const QString &hash) = 0;
    /// A file with its bytes, to be read alone; it is gone when the step returns. NotFound, WorkspaceDamaged, FileWrite.
    [[nodiscard]] virtual Result<QString> path(const QString &hash) = 0;
    /// The same file, open and seekable.
    [[nodiscard]] Result<std::unique_ptr<QIODevice>> open(const QString &hash);
};

/// Retrieval over the workspace's own documents (FTS5). Any thread.
class MILLRACE_SDK_EXPORT PassageSource
{
public:
    virtual ~PassageSource();
    /// The best passages for the words, at most `limit`, none of `exceptContextId`.
    [[nodiscard]] virtual QList<Passage> search(const QStringList &words, int limit, const QString &exceptContextId) const = 0;
};

/// A document of the workspace whose text means the like of another one.
struct SimilarText
{
    QString contextId;
    QString documentId; ///< the file that it came from; empty: none
    QString title;
    double similarity = 0; ///< cosine, up to 1
    Passage passage; ///< of it, the one that is most like; its score is a cosine too

    friend bool operator==(const SimilarText &, const SimilarText &) = default;
};

/// What the workspace's own documents mean: vectors by a space that it learnt from them, and the nearest of them. Any thread.
class MILLRACE_SDK_EXPORT SimilaritySource
{
public:
    virtual ~SimilaritySource();
    /// What makes the vectors, as in VectorAnswer::model; empty: nothing is learnt yet, of too few documents.
    [[nodiscard]] virtual QString model() const = 0;
    /// Local vectors; ModelUnavailable while nothing is learnt.
    [[nodiscard]] virtual Result<VectorAnswer> embed(const QStringList &texts) const = 0;
    /// The nearest documents first, at most `limit`, each at least `least` alike, none of `exceptContextId` or of the same file.
    /// ModelUnavailable while nothing is learnt.
    [[nodiscard]] virtual Result<QList<SimilarText>> similar(const QString &text, int limit, double least, const QString &exceptContextId) const = 0;
};

} // namespace Millrace
