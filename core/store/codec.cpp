// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/codec.h"

#include <sodium.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kWorthPacking = 1024;
constexpr int kLevel = 1;
constexpr qsizetype kSmall = 16 * 1024;
constexpr unsigned long long kLargest = 1ULL << 30;

struct FreeContext
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

} // namespace

Packed pack(const QByteArray &bytes)
{
    if (bytes.size() < kWorthPacking)
        return {bytes, Codec::Plain};
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    // Small ones through a room of the thread's own, so that what is kept has the right size at once.
    thread_local std::array<char, ZSTD_COMPRESSBOUND(kSmall)> room;
    const auto from = static_cast<std::size_t>(bytes.size());
    QByteArray packed;
    if (bytes.size() > kSmall)
        packed.resizeForOverwrite(static_cast<qsizetype>(ZSTD_compressBound(from)));
    char *const to = packed.isEmpty() ? room.data() : packed.data();
    const std::size_t most = packed.isEmpty() ? room.size() : static_cast<std::size_t>(packed.size());
    const std::size_t size = ZSTD_compressCCtx(context.get(), to, most, bytes.constData(), from, kLevel);
    if (ZSTD_isError(size) || size >= from)
        return {bytes, Codec::Plain};
    if (packed.isEmpty())
        return {QByteArray(to, static_cast<qsizetype>(size)), Codec::Zstd};
    packed.resize(static_cast<qsizetype>(size));
    return {packed, Codec::Zstd};
}

Sealed seal(const QByteArray &bytes)
{
    return {pack(bytes), contentHash(bytes), bytes.size()};
}

Result<QByteArray> unpack(QByteArrayView bytes, Codec codec)
{
    if (codec == Codec::Plain || codec == Codec::Large)
        return bytes.toByteArray();
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (codec != Codec::Zstd || size > kLargest)
        return fail(ErrorCode::WorkspaceDamaged, u"a packed document says an impossible size"_s);
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    QByteArray plain(static_cast<qsizetype>(size), Qt::Uninitialized);
    const std::size_t got
        = ZSTD_decompressDCtx(context.get(), plain.data(), static_cast<std::size_t>(size), bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (ZSTD_isError(got) || got != size)
        return fail(ErrorCode::WorkspaceDamaged, u"a packed document cannot be unpacked"_s);
    return plain;
}

ContentHash &ContentHash::add(QByteArrayView part)
{
    // Folding keyed hashes: each part's hash is keyed by the state so far, so order and borders matter.
    std::array<unsigned char, crypto_shorthash_KEYBYTES> key{'m', 'i', 'l', 'l', 'r', 'a', 'c', 'e'};
    std::memcpy(key.data() + 8, &m_state, sizeof m_state);
    std::array<unsigned char, crypto_shorthash_BYTES> out{};
    crypto_shorthash(out.data(), reinterpret_cast<const unsigned char *>(part.data()), static_cast<unsigned long long>(part.size()), key.data());
    std::memcpy(&m_state, out.data(), sizeof m_state);
    return *this;
}

ContentHash &ContentHash::add(qint64 number)
{
    std::array<char, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    return add(QByteArrayView(bytes.data(), bytes.size()));
}

QByteArray contentDigest(std::initializer_list<QByteArrayView> parts)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
    for (const QByteArrayView part : parts) {
        const auto length = static_cast<quint64>(part.size());
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char *>(&length), sizeof length);
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char *>(part.data()), length);
    }
    QByteArray digest(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash_final(&state, reinterpret_cast<unsigned char *>(digest.data()), crypto_generichash_BYTES);
    return digest;
}

qint64 contentHash(QByteArrayView bytes)
{
    return ContentHash().add(bytes).value();
}

qint64 contentHash(QByteArrayView bytes, Codec codec)
{
    if (codec != Codec::Large)
        return contentHash(bytes);
    ContentHash hash;
    for (; !bytes.isEmpty(); bytes = bytes.sliced(std::min(bytes.size(), kLargePiece)))
        hash.add(bytes.first(std::min(bytes.size(), kLargePiece)));
    return hash.value();
}

bool isContentDamage(const Error &error)
{
    return error.code == ErrorCode::WorkspaceDamaged && !error.detail.contains("sqlite_code");
}

} // namespace Millrace
