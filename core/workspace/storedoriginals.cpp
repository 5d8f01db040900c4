// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/storedoriginals.h"

#include <QIODevice>

using namespace Qt::StringLiterals;

namespace Millrace {

Result<OriginalRepository::Stored> findOriginal(Connection &db, const QString &hash)
{
    const auto found = OriginalRepository(db).find(hash);
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, u"no original has the hash %1"_s.arg(hash.left(64)), Json::object({{"hash", hash.left(64)}}));
    return **found;
}

Result<void> copyOriginal(Connection &db, const OriginalRepository::Stored &original, QIODevice &to)
{
    return OriginalRepository(db).read(original, [&to](QByteArrayView bytes) -> Result<void> {
        if (to.write(bytes.data(), bytes.size()) != bytes.size())
            return fail(ErrorCode::FileWrite, to.errorString());
        return {};
    });
}

Result<OriginalInfo> StoredOriginals::find(const QString &hash) const
{
    return m_readers.runNow<OriginalInfo>(
        [&hash](Reader &reader) { return findOriginal(reader.db, hash).transform([](const auto &stored) { return stored.info; }); });
}

Result<void> StoredOriginals::copy(const QString &hash, QIODevice &to) const
{
    const auto done = m_readers.runNow<bool>([&](Reader &reader) -> Result<bool> {
        const auto found = findOriginal(reader.db, hash);
        if (!found)
            return std::unexpected(found.error());
        if (auto copied = copyOriginal(reader.db, *found, to); !copied)
            return std::unexpected(copied.error());
        return true;
    });
    return done ? Result<void>() : std::unexpected(done.error());
}

} // namespace Millrace
