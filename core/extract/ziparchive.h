// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

#include <QHash>
#include <QIODevice>

class KZip;

namespace Millrace {

/// A zip archive that a document is packed as, read with limits. Nothing is ever written to disk, and yet an archive that would write elsewhere
/// is none that a document comes in.
///
/// Refused (R14): more than 100,000 entries, more than 1 GB unpacked, a hundred times more unpacked than packed (from 1 MiB on), absolute
/// names and names with "..", symbolic links, two entries of one name, encryption. What an entry really unpacks to is held to what its
/// directory says.
class ZipArchive
{
public:
    [[nodiscard]] static Result<std::unique_ptr<ZipArchive>> open(const ExtractInput &input);
    ~ZipArchive();
    Q_DISABLE_COPY_MOVE(ZipArchive)

    [[nodiscard]] bool contains(const QString &name) const { return m_sizes.contains(name); }
    [[nodiscard]] QStringList names() const { return m_names; }
    /// NotFound; FileRefused where it is larger than `limit` or cannot be unpacked.
    [[nodiscard]] Result<QByteArray> read(const QString &name, qint64 limit = qint64(192) * 1024 * 1024) const;

private:
    ZipArchive();
    [[nodiscard]] Result<void> readDirectory();

    std::unique_ptr<QIODevice> m_device;
    std::unique_ptr<KZip> m_zip;
    QStringList m_names; ///< in the directory's order
    QHash<QString, qint64> m_sizes; ///< unpacked, as the directory says
};

/// "a/b/c.xml" and "../d.xml" are "a/d.xml"; a target that begins with "/" is the archive's root's.
[[nodiscard]] QString resolvedName(const QString &base, const QString &target);

} // namespace Millrace
