// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"

namespace Millrace {

/// What a chat completion said, however it came.
struct ChatAnswer
{
    QString text;
    QString model;
    QString finishReason;
    qint64 tokensIn = -1; ///< -1: not told
    qint64 tokensOut = -1;

    friend bool operator==(const ChatAnswer &, const ChatAnswer &) = default;
};

/// The body of POST /chat/completions.
[[nodiscard]] QByteArray encodeChatRequest(const ModelRequest &request, const QString &model, bool stream);
/// Reads an answer that came in one piece; ModelAnswer where it is not one.
[[nodiscard]] Result<ChatAnswer> decodeChatAnswer(QByteArrayView body);
/// Reads an answer that came as server-sent events.
[[nodiscard]] Result<ChatAnswer> decodeChatStream(QByteArrayView body);
/// What came of an embeddings request.
struct EmbeddingAnswer
{
    std::vector<std::vector<float>> vectors; ///< of length 1, in the order of the texts
    QString model;
    qint64 tokens = -1; ///< -1: not told

    friend bool operator==(const EmbeddingAnswer &, const EmbeddingAnswer &) = default;
};

/// The body of POST /embeddings.
[[nodiscard]] QByteArray encodeEmbeddingRequest(const QStringList &texts, const QString &model);
/// ModelAnswer where it is none, or has not one vector for each of `count` texts, all of as many numbers.
[[nodiscard]] Result<EmbeddingAnswer> decodeEmbeddingAnswer(QByteArrayView body, qsizetype count);
/// What an endpoint says in an error's body, in one line of at most 300 characters.
[[nodiscard]] QString chatErrorText(QByteArrayView body);

/// A rough count for endpoints that do not tell: four bytes of UTF-8 a token.
[[nodiscard]] qint64 estimatedTokens(QStringView text);

/// Text without keys: the given secret, and what looks like a bearer token or an API key.
[[nodiscard]] QString redacted(QString text, const QString &secret);

} // namespace Millrace
