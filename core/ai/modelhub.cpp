// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/modelhub.h"

#include "net/httpthread.h"
#include "ai/offlineextractive.h"
#include "ai/openaiprovider.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
Q_LOGGING_CATEGORY(lcModels, "millrace.ai")
}

ModelHub::ModelHub(ModelHubOptions options)
    : m_passages(options.passages)
    , m_default(options.defaultProvider.isEmpty() ? u"offline"_s : options.defaultProvider)
{
    m_fingerprint = m_default;
    for (const ProviderConfig &provider : std::as_const(options.providers))
        m_fingerprint += u'\n' + provider.id + u' ' + provider.kind + u' ' + provider.baseUrl.toString() + u' ' + provider.model;
    const Clock &clock = options.clock ? *options.clock : Clock::system();
    for (const ProviderConfig &config : std::as_const(options.providers)) {
        if (find(config.id))
            continue;
        Entry entry{config, nullptr};
        if (config.kind != "offline"_L1) {
            if (!m_thread)
                m_thread = std::make_unique<HttpThread>();
            entry.http = std::make_unique<OpenAiProvider>(config, clock, options.secrets, *m_thread,
                                                          OpenAiProvider::BreakerLimits{options.breakerFailures, options.breakerOpenUs});
        }
        m_entries.push_back(std::move(entry));
    }
    if (!find(u"offline"_s)) {
        ProviderConfig offline;
        offline.id = u"offline"_s;
        offline.kind = u"offline"_s;
        m_entries.push_back({offline, nullptr});
    }
}

ModelHub::~ModelHub() = default;

const ModelHub::Entry *ModelHub::find(const QString &id) const
{
    const auto it = std::ranges::find(m_entries, id, [](const Entry &entry) { return entry.config.id; });
    return it == m_entries.end() ? nullptr : &*it;
}

Result<ModelAnswer> ModelHub::generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs)
{
    const QString id = request.provider.isEmpty() ? m_default : request.provider;
    const Entry *entry = find(id);
    if (!entry)
        return fail(ErrorCode::NotFound, u"There is no model provider \"%1\"."_s.arg(id), Json::object({{"provider", id}}));
    qint64 wait = 0;
    Result<ModelAnswer> answer = entry->http ? entry->http->generate(request, context, &wait)
                                             : OfflineExtractive(m_passages ? m_passages : context.passages()).generate(request, context);
    // The provider's words stay out of the log: they may quote the prompt.
    if (!answer)
        qCInfo(lcModels).noquote() << "provider" << id << errorCodeName(answer.error().code) << answer.error().detail.toBytes();
    if (retryAfterUs)
        *retryAfterUs = answer ? 0 : wait;
    return answer;
}

Result<VectorAnswer> ModelHub::embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfterUs)
{
    const QString id = request.provider.isEmpty() ? m_default : request.provider;
    const Entry *entry = find(id);
    if (!entry)
        return fail(ErrorCode::NotFound, u"There is no model provider \"%1\"."_s.arg(id), Json::object({{"provider", id}}));
    if (!entry->http)
        return fail(ErrorCode::Unsupported, u"The provider \"%1\" makes no vectors; without one the workspace's own are used."_s.arg(id));
    qint64 wait = 0;
    Result<VectorAnswer> answer = entry->http->embed(request, context, &wait);
    if (!answer)
        qCInfo(lcModels).noquote() << "provider" << id << errorCodeName(answer.error().code) << answer.error().detail.toBytes();
    if (retryAfterUs)
        *retryAfterUs = answer ? 0 : wait;
    return answer;
}

QStringList ModelHub::providerIds() const
{
    QStringList ids;
    for (const Entry &entry : m_entries)
        ids.append(entry.config.id);
    return ids;
}

std::optional<CircuitBreaker::State> ModelHub::breakerState(const QString &id) const
{
    const Entry *entry = find(id);
    return entry && entry->http ? std::optional(entry->http->breakerState()) : std::nullopt;
}

} // namespace Millrace
