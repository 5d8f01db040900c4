// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/seal.h"

#include "sdk/error.h"

#include <sodium.h>

namespace Millrace::Mcp {

namespace {

constexpr auto kWritten = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
constexpr qsizetype kMacBytes = 32;

} // namespace

QByteArray Seal::newKey()
{
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
    QByteArray key(kKeyBytes, Qt::Uninitialized);
    randombytes_buf(key.data(), static_cast<size_t>(key.size()));
    return key;
}

Seal::Seal(const QByteArray &key)
    : m_key(key.size() == kKeyBytes ? key : newKey())
{
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
}

QByteArray Seal::close(const Json &state, QByteArrayView bound, qint64 expiresAt) const
{
    const QByteArray payload = Json::object({{"until", expiresAt}, {"state", state}}).toBytes();
    return payload.toBase64(kWritten) + '.' + mac(payload, bound).toBase64(kWritten);
}

std::optional<Json> Seal::open(QByteArrayView sealed, QByteArrayView bound, qint64 now) const
{
    const qsizetype dot = sealed.indexOf('.');
    if (dot < 0)
        return std::nullopt;
    constexpr auto kStrict = kWritten | QByteArray::AbortOnBase64DecodingErrors;
    const auto payload = QByteArray::fromBase64Encoding(sealed.first(dot).toByteArray(), kStrict);
    const auto given = QByteArray::fromBase64Encoding(sealed.sliced(dot + 1).toByteArray(), kStrict);
    if (!payload || !given || given.decoded.size() != kMacBytes)
        return std::nullopt;
    if (sodium_memcmp(given.decoded.constData(), mac(payload.decoded, bound).constData(), kMacBytes) != 0)
        return std::nullopt;
    const auto json = Json::parse(payload.decoded);
    if (!json || json->value("until").toInt() < now)
        return std::nullopt;
    return json->value("state");
}

QByteArray Seal::mac(QByteArrayView payload, QByteArrayView bound) const
{
    // The length between the two keeps bytes from wandering from one into the other.
    const QByteArray length = QByteArray::number(bound.size()) + ':';
    crypto_generichash_state state;
    crypto_generichash_init(&state, reinterpret_cast<const unsigned char *>(m_key.constData()), static_cast<size_t>(m_key.size()), kMacBytes);
    for (const QByteArrayView part : {QByteArrayView(length), bound, payload})
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char *>(part.data()), static_cast<unsigned long long>(part.size()));
    QByteArray sum(kMacBytes, Qt::Uninitialized);
    crypto_generichash_final(&state, reinterpret_cast<unsigned char *>(sum.data()), kMacBytes);
    return sum;
}

} // namespace Millrace::Mcp
