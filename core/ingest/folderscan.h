// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace Millrace {

/// What tells whether a file is as it was.
struct FileStamp
{
    qint64 size = -1; ///< -1: it is not there
    qint64 modifiedAt = 0; ///< microseconds since the epoch
    qint64 inode = 0;

    friend bool operator==(const FileStamp &, const FileStamp &) = default;
};
[[nodiscard]] FileStamp stampOf(const QString &path);
/// Whether a program has the file open to write to it, as far as the system can tell: a file of a network it cannot.
[[nodiscard]] bool isBeingWritten(const QString &path);

/// Which files of a folder are meant.
struct FolderSpec
{
    QString folder; ///< absolute
    bool recursive = true;
    QStringList include; ///< wildcards over names, or over paths below the folder where they have a "/"; empty: all
    QStringList exclude;
    QStringList without; ///< absolute paths of folders that are passed over
    bool followsLinks = true;

    friend bool operator==(const FolderSpec &, const FolderSpec &) = default;
};

struct FoundFile
{
    QString path; ///< below the folder
    FileStamp stamp;

    friend bool operator==(const FoundFile &, const FoundFile &) = default;
};

struct FolderListing
{
    QList<FoundFile> files; ///< sorted by path
    QStringList folders; ///< absolute, the folder itself first
    QStringList unreadable; ///< folders, and files whose names are no UTF-8

    friend bool operator==(const FolderListing &, const FolderListing &) = default;
};

/// True for what editors, browsers and copying programs leave while they work: hidden names, "x.part", "x.crdownload", "~$x.docx", …; and for
/// workspaces and what lies beside them.
[[nodiscard]] bool isUnfinishedName(QStringView name);

/// Lists a folder. Links, where they are wanted, are followed after files; each folder, and each file that a link leads to, is met once, so loops end. FileUnreadable where
/// the folder itself cannot be read; Cancelled.
[[nodiscard]] Result<FolderListing> scanFolder(const FolderSpec &spec, const std::function<bool()> &isCancelled = {});

/// Says when files have stopped changing: they were seen with the same size and times for so long. One thread; clock of the caller.
class SettlingFiles
{
public:
    explicit SettlingFiles(qint64 settleMs)
        : m_settleMs(settleMs)
    {}

    /// True where the file has been as it is for long enough.
    [[nodiscard]] bool look(const QString &path, const FileStamp &stamp, qint64 nowMs);
    /// How long it has been as it was when it was looked at last.
    [[nodiscard]] qint64 restMs(const QString &path, qint64 nowMs) const
    {
        const auto seen = m_seen.constFind(path);
        return seen == m_seen.cend() ? 0 : nowMs - seen->sinceMs;
    }
    void forget(const QString &path) { m_seen.remove(path); }
    /// Forgets all that were not looked at since.
    void forgetUnseen(qint64 sinceMs);
    [[nodiscard]] qsizetype count() const { return m_seen.size(); }
    /// When the next one may have settled; -1: none waits.
    [[nodiscard]] qint64 nextMs() const;

private:
    struct Seen
    {
        FileStamp stamp;
        qint64 sinceMs = 0;
        qint64 lookedMs = 0;
    };
    qint64 m_settleMs;
    QHash<QString, Seen> m_seen;
};

} // namespace Millrace
