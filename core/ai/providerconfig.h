// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>
#include <QUrl>

#include <functional>

namespace Millrace {

/// What tokens cost, in a currency per million.
struct ModelPrices
{
    double in = 0;
    double out = 0;
    QString currency;

    friend bool operator==(const ModelPrices &, const ModelPrices &) = default;
};

/// A model provider as the settings name it.
struct ProviderConfig
{
    QString id;
    QString kind = QStringLiteral("openai"); ///< "openai": any OpenAI-compatible endpoint; "offline"
    QUrl baseUrl; ///< up to and without "/chat/completions": http://127.0.0.1:11434/v1
    QString model;
    QString vectorModel; ///< for vectors (POST /embeddings); empty: a step has to name one
    QString apiKeySecret; ///< name of the secret; empty: none is sent
    int timeoutMs = 120000; ///< for one call, as long as the step's own deadline allows
    int requestsPerMinute = 0; ///< 0: no limit
    int maxConcurrent = 4;
    ModelPrices prices;
    bool stream = false;

    friend bool operator==(const ProviderConfig &, const ProviderConfig &) = default;
};

/// Looks up a secret by name at the moment it is needed; what it gives is never kept.
using SecretSource = std::function<Result<QString>(const QString &name)>;

} // namespace Millrace
