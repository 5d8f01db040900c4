// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/circuitbreaker.h"
#include "ai/providerconfig.h"
#include "sdk/services.h"

#include <QList>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace Millrace {

class HttpThread;
class OpenAiProvider;

/// What the hub works with. The pointers must outlive it.
struct ModelHubOptions
{
    QList<ProviderConfig> providers;
    QString defaultProvider; ///< empty: the offline one
    const Clock *clock = nullptr; ///< nullptr: the machine's
    const PassageSource *passages = nullptr; ///< for the offline provider; else what the run context gives
    SecretSource secrets;
    int breakerFailures = 5;
    qint64 breakerOpenUs = 30'000'000;
};

/// The workspace's model providers behind one service.
///
/// The provider "offline" is always there. Without a configured HTTP provider there is no network thread and no connection is
/// ever made. Owned by the workspace; any thread; a call blocks the caller's until it is answered, refused, late or cancelled.
class ModelHub final : public ModelService
{
public:
    explicit ModelHub(ModelHubOptions options);
    ~ModelHub() override;

    [[nodiscard]] Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs = nullptr) override;

    [[nodiscard]] Result<VectorAnswer> embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfterUs = nullptr) override;

    [[nodiscard]] QString fingerprint() const override { return m_fingerprint; }
    /// Ids of all providers, the offline one last.
    [[nodiscard]] QStringList providerIds() const;
    [[nodiscard]] QString defaultProvider() const { return m_default; }
    /// How a provider's breaker stands; nothing for the offline one and unknown ids.
    [[nodiscard]] std::optional<CircuitBreaker::State> breakerState(const QString &id) const;

private:
    struct Entry
    {
        ProviderConfig config;
        std::unique_ptr<OpenAiProvider> http; ///< nullptr: offline
    };
    [[nodiscard]] const Entry *find(const QString &id) const;

    const PassageSource *m_passages;
    QString m_default;
    QString m_fingerprint; ///< the default, and each provider with its address and model
    std::unique_ptr<HttpThread> m_thread; ///< before the providers that use it
    std::vector<Entry> m_entries;
};

} // namespace Millrace
