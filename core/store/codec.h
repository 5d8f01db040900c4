// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QByteArray>

namespace Millrace {

/// How a BLOB is packed. The values are stored.
enum class Codec : quint8 {
    Plain = 0,
    Zstd = 1,
    Large = 2, ///< plain, written in pieces; its hash is folded over them
};

struct Packed
{
    QByteArray bytes;
    Codec codec = Codec::Plain;
};

/// Packs bytes: zstd from 1 KiB on, plain where that is not smaller. Any thread.
[[nodiscard]] Packed pack(const QByteArray &bytes);
/// Content ready to be written: packed, and its hash. Made on the threads that have the time, so that the one that writes only writes.
struct Sealed
{
    Packed packed;
    qint64 hash = 0;
    qsizetype size = 0; ///< of the content itself
};
[[nodiscard]] Sealed seal(const QByteArray &bytes);
/// The bytes again; WorkspaceDamaged where they are not what was packed.
[[nodiscard]] Result<QByteArray> unpack(QByteArrayView bytes, Codec codec);

/// SipHash-2-4 of stored content under a fixed key, folded over several parts: finds damage, does not authenticate.
class ContentHash
{
public:
    ContentHash &add(QByteArrayView part);
    ContentHash &add(qint64 number);
    [[nodiscard]] qint64 value() const { return static_cast<qint64>(m_state); }

private:
    quint64 m_state = 0;
};

[[nodiscard]] qint64 contentHash(QByteArrayView bytes);
/// BLAKE2b of the parts, each with its length: 32 bytes that stand for their content.
[[nodiscard]] QByteArray contentDigest(std::initializer_list<QByteArrayView> parts);

/// The pieces in which large content is read, hashed and written.
inline constexpr qsizetype kLargePiece = 1024 * 1024;
/// The hash of content that was stored with this codec.
[[nodiscard]] qint64 contentHash(QByteArrayView bytes, Codec codec);

/// Something stored is not what was written, but SQLite has no complaint: one document, event or result is lost, and nothing else.
[[nodiscard]] bool isContentDamage(const Error &error);

} // namespace Millrace
