// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/token.h"

#include <algorithm>

#include <sodium.h>

namespace Millrace {

namespace {

constexpr qsizetype kLongestToken = 256; ///< what is longer is not hashed: it cannot be one

/// True where the library is ready; it is its own thread's and everybody's after the first time.
bool isReady()
{
    static const bool ready = sodium_init() >= 0;
    return ready;
}

} // namespace

QByteArray newToken()
{
    if (!isReady())
        qFatal("libsodium cannot be used");
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    const auto text = QByteArray(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    sodium_memzero(bytes.data(), bytes.size());
    return "mlr_" + text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

TokenHash hashOf(QByteArrayView token)
{
    TokenHash hash{};
    if (isReady() && token.size() <= kLongestToken)
        crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char *>(token.data()), static_cast<size_t>(token.size()),
                           nullptr, 0);
    return hash;
}

bool isSame(const TokenHash &a, const TokenHash &b)
{
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

QByteArray toBytes(const TokenHash &hash)
{
    return QByteArray(reinterpret_cast<const char *>(hash.data()), hash.size());
}

TokenHash tokenHashFrom(QByteArrayView bytes)
{
    TokenHash hash{};
    if (bytes.size() == static_cast<qsizetype>(hash.size()))
        std::ranges::copy(bytes, reinterpret_cast<char *>(hash.data()));
    return hash;
}

} // namespace Millrace
