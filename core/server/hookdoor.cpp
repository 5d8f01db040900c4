// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hookdoor.h"

#include "server/httpexchange.h"
#include "server/httpstatus.h"
#include "server/requestreader.h"
#include "workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr QByteArrayView kAlgorithm = "sha256=";
constexpr qsizetype kSignatureSize = kAlgorithm.size() + 64;

/// The signature under the names that senders use; all mean HMAC-SHA256 over the body, in hexadecimal after "sha256=".
QByteArrayView signatureOf(const ServedRequest &request)
{
    for (const char *name : {"x-millrace-signature", "x-hub-signature-256"}) {
        if (request.count(name) == 1)
            return request.header(name).trimmed();
    }
    return {};
}

/// What the sender calls this delivery, so that one which is sent twice counts once.
QByteArrayView deliveryOf(const ServedRequest &request)
{
    for (const char *name : {"idempotency-key", "x-millrace-delivery", "x-github-delivery"}) {
        if (request.count(name) == 1)
            return request.header(name).trimmed();
    }
    return {};
}

} // namespace

HookDoor::HookDoor(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{}

bool HookDoor::isSigned(const ServedRequest &request)
{
    const QByteArrayView signature = signatureOf(request);
    return signature.size() == kSignatureSize && signature.startsWith(kAlgorithm);
}

std::shared_ptr<const void> HookDoor::place(int most) const
{
    return m_places.use_count() <= most ? m_places : nullptr;
}

void HookDoor::receive(const QString &id, const ServedRequest &request, const std::shared_ptr<HttpExchange> &exchange,
                       std::shared_ptr<const void> place)
{
    const Json args = Json::object({{"id", id},
                                    {"signature", QString::fromLatin1(signatureOf(request))},
                                    {"delivery", QString::fromLatin1(deliveryOf(request))},
                                    {"timestamp", QString::fromLatin1(request.header("x-millrace-timestamp").trimmed())},
                                    {"type", QString::fromLatin1(request.header("content-type"))},
                                    {"body", QString::fromLatin1(request.body.toBase64())}});
    m_workspace.execute(u"hook.receive"_s, args, m_workspace.actor()).then(this, [exchange, place = std::move(place)](const Result<Json> &result) {
        if (result)
            exchange->answer(202, "application/json", {}, result->toBytes());
        else
            exchange->answer(statusOf(result.error()), kProblemType, {}, problemBody(result.error()));
    });
}

} // namespace Millrace
