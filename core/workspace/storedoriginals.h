// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner.h"
#include "store/originalrepository.h"
#include "workspace/readers.h"

namespace Millrace {

/// The workspace's originals for steps and exports. Any thread, on connections of its own.
class StoredOriginals final : public OriginalStore
{
public:
    explicit StoredOriginals(Readers &readers)
        : m_readers(readers)
    {}

    [[nodiscard]] Result<OriginalInfo> find(const QString &hash) const override;
    [[nodiscard]] Result<void> copy(const QString &hash, QIODevice &to) const override;

private:
    Readers &m_readers;
};

/// NotFound where there is none.
[[nodiscard]] Result<OriginalRepository::Stored> findOriginal(Connection &db, const QString &hash);
/// Writes an original to a device. WorkspaceDamaged, FileWrite.
[[nodiscard]] Result<void> copyOriginal(Connection &db, const OriginalRepository::Stored &original, QIODevice &to);

} // namespace Millrace
