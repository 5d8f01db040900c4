// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>

namespace Millrace {

/// The person's secrets in one encrypted file, for machines without a keychain; and the names of those that the keychain has, which
/// it cannot list itself. The format stands in sealedfile.cpp. A plain value without state: every call reads or writes the
/// files. Any thread, any number of processes.
///
/// Nothing is read from, and nothing written beside, a file or folder that belongs to somebody else or that others can
/// read: FileUnreadable, with the path, the mode and the command that mends it.
class SealedFile
{
public:
    struct Content
    {
        QMap<QString, QString> values;
        QStringList inKeychain; ///< names alone, sorted

        friend bool operator==(const Content &, const Content &) = default;
    };

    explicit SealedFile(QString folder);

    [[nodiscard]] QString path() const { return m_folder + QStringLiteral("/sealed"); }
    [[nodiscard]] QString keyPath() const { return m_folder + QStringLiteral("/key"); }

    /// Nothing in it where there is no file.
    [[nodiscard]] Result<Content> read() const;
    /// Reads, changes and replaces the file whole or not at all, alone among all processes. Makes what is missing. Writes
    /// nothing where nothing changed.
    [[nodiscard]] Result<void> change(const std::function<void(Content &)> &edit) const;

private:
    QString m_folder;
};

} // namespace Millrace
