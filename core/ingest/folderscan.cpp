// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/folderscan.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostFolders = 64; ///< levels

FileStamp stampFrom(const struct stat &facts)
{
    return {facts.st_size, facts.st_mtim.tv_sec * 1'000'000 + facts.st_mtim.tv_nsec / 1000, static_cast<qint64>(facts.st_ino)};
}

/// Wildcards, with "/" in none of them meaning the name alone. A "*" takes newlines too.
class Patterns
{
public:
    explicit Patterns(const QStringList &wildcards)
    {
        for (const QString &wildcard : wildcards) {
            const auto conversion
                = wildcard.contains(u'/') ? QRegularExpression::DefaultWildcardConversion : QRegularExpression::NonPathWildcardConversion;
            QRegularExpression pattern(QRegularExpression::wildcardToRegularExpression(wildcard, conversion),
                                       QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
            m_patterns.append({wildcard.contains(u'/'), std::move(pattern)});
        }
    }

    [[nodiscard]] bool isEmpty() const { return m_patterns.isEmpty(); }
    [[nodiscard]] bool match(const QString &path, const QString &name) const
    {
        return std::ranges::any_of(m_patterns, [&](const auto &pattern) { return pattern.second.match(pattern.first ? path : name).hasMatch(); });
    }

private:
    QList<std::pair<bool, QRegularExpression>> m_patterns;
};

class Scan
{
public:
    Scan(const FolderSpec &spec, const std::function<bool()> &isCancelled)
        : m_spec(spec)
        , m_include(spec.include)
        , m_exclude(spec.exclude)
        , m_isCancelled(isCancelled)
    {}

    Result<FolderListing> run()
    {
        leaveOut();
        if (const int problem = enter(m_spec.folder, {}, 0); problem != 0)
            return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(m_spec.folder, QString::fromLocal8Bit(std::strerror(problem))),
                        Json::object({{"file", m_spec.folder}}));
        for (qsizetype i = 0; i < m_links.size(); ++i) {
            const Link link = m_links.at(i); // those it leads to are appended
            follow(link);
        }
        if (m_isStopped)
            return fail(ErrorCode::Cancelled, u"the folder was not looked through"_s);
        std::ranges::sort(m_listing.files, {}, &FoundFile::path);
        return std::move(m_listing);
    }

private:
    struct Link
    {
        QString path;
        QString below;
        QString name;
        int depth = 0;
    };

    [[nodiscard]] bool isNew(const struct stat &facts)
    {
        const std::pair identity(static_cast<quint64>(facts.st_dev), static_cast<quint64>(facts.st_ino));
        if (m_met.contains(identity))
            return false;
        m_met.insert(identity);
        return true;
    }

    /// Folders that are left out, whatever way leads to them.
    void leaveOut()
    {
        struct stat own = {};
        struct stat facts = {};
        const bool isThere = ::stat(QFile::encodeName(m_spec.folder).constData(), &own) == 0;
        for (const QString &path : m_spec.without) {
            if (::stat(QFile::encodeName(path).constData(), &facts) == 0 && !(isThere && facts.st_dev == own.st_dev && facts.st_ino == own.st_ino))
                (void)isNew(facts);
        }
    }

    void take(const QString &below, const QString &name, const struct stat &facts)
    {
        if (!S_ISREG(facts.st_mode) || isUnfinishedName(name) || (!m_include.isEmpty() && !m_include.match(below, name))
            || m_exclude.match(below, name))
            return;
        m_listing.files.append({below, stampFrom(facts)});
    }

    /// The error number, 0 where the folder could be read.
    int enter(const QString &path, const QString &below, int depth)
    {
        std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(QFile::encodeName(path).constData()), ::closedir);
        if (!folder)
            return errno;
        struct stat own = {};
        if (::fstat(::dirfd(folder.get()), &own) != 0 || !isNew(own))
            return 0;
        m_listing.folders.append(path);
        QList<Link> folders;
        while (const dirent *entry = ::readdir(folder.get())) {
            if (m_isStopped || (m_isCancelled && m_isCancelled())) {
                m_isStopped = true;
                return 0;
            }
            const QByteArray raw(entry->d_name);
            if (raw == "." || raw == "..")
                continue;
            const QString name = QFile::decodeName(raw);
            const Link here{path + u'/' + name, below.isEmpty() ? name : below + u'/' + name, name, depth + 1};
            if (QFile::encodeName(name) != raw) {
                m_listing.unreadable.append(here.path);
                continue;
            }
            struct stat facts = {};
            if (::fstatat(::dirfd(folder.get()), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0)
                continue; // gone in the meantime
            if (S_ISLNK(facts.st_mode)) {
                if (m_spec.followsLinks)
                    m_links.append(here);
            } else if (S_ISDIR(facts.st_mode)) {
                folders.append(here);
            } else {
                m_files.insert({static_cast<quint64>(facts.st_dev), static_cast<quint64>(facts.st_ino)});
                take(here.below, name, facts);
            }
        }
        folder.reset(); // one is open at a time, however deep they lie
        for (const Link &next : std::as_const(folders))
            enterBelow(next);
        return 0;
    }

    void enterBelow(const Link &link)
    {
        if (!m_spec.recursive || link.name.startsWith(u'.') || link.depth > kMostFolders || m_spec.without.contains(link.path)
            || m_exclude.match(link.below, link.name))
            return;
        if (enter(link.path, link.below, link.depth) != 0)
            m_listing.unreadable.append(link.path);
    }

    void follow(const Link &link)
    {
        struct stat facts = {};
        if (m_isStopped || ::stat(QFile::encodeName(link.path).constData(), &facts) != 0)
            return; // it leads nowhere
        if (S_ISDIR(facts.st_mode)) {
            enterBelow(link);
        } else if (!m_files.contains({static_cast<quint64>(facts.st_dev), static_cast<quint64>(facts.st_ino)}) && isNew(facts)) {
            take(link.below, link.name, facts);
        }
    }

    const FolderSpec &m_spec;
    Patterns m_include;
    Patterns m_exclude;
    const std::function<bool()> &m_isCancelled;
    FolderListing m_listing;
    QList<Link> m_links;
    QSet<std::pair<quint64, quint64>> m_met; ///< folders, and files that links led to
    QSet<std::pair<quint64, quint64>> m_files; ///< met under their own names
    bool m_isStopped = false;
};

} // namespace

FileStamp stampOf(const QString &path)
{
    struct stat facts = {};
    if (::stat(QFile::encodeName(path).constData(), &facts) != 0)
        return {};
    return stampFrom(facts);
}

bool isBeingWritten(const QString &path)
{
    constexpr decltype(statfs::f_type) kNfs = 0x6969; // grants leases as its server's delegations allow, whoever writes
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return false;
    struct statfs facts = {};
    bool isWritten = false;
    if (::fstatfs(file, &facts) == 0 && facts.f_type != kNfs) {
        // Who opens it meanwhile breaks the lease, which is told by a signal: by one that ends no program.
        (void)::fcntl(file, F_SETSIG, SIGURG);
        isWritten = ::fcntl(file, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
        if (!isWritten)
            (void)::fcntl(file, F_SETLEASE, F_UNLCK);
    }
    ::close(file);
    return isWritten;
}

bool isUnfinishedName(QStringView name)
{
    static constexpr auto kSuffixes
        = std::to_array<QLatin1StringView>({".part"_L1, ".partial"_L1, ".crdownload"_L1, ".download"_L1, ".opdownload"_L1, ".filepart"_L1, ".tmp"_L1,
                                            ".temp"_L1, ".swp"_L1, ".!ut"_L1, "~"_L1, ".millrace"_L1, ".millrace-wal"_L1, ".millrace-shm"_L1});
    return name.startsWith(u'.') || name.startsWith("~$"_L1)
        || std::ranges::any_of(kSuffixes, [&](QLatin1StringView suffix) { return name.endsWith(suffix, Qt::CaseInsensitive); });
}

Result<FolderListing> scanFolder(const FolderSpec &spec, const std::function<bool()> &isCancelled)
{
    return Scan(spec, isCancelled).run();
}

bool SettlingFiles::look(const QString &path, const FileStamp &stamp, qint64 nowMs)
{
    Seen &seen = m_seen[path];
    if (seen.stamp != stamp) {
        seen.stamp = stamp;
        seen.sinceMs = nowMs;
    }
    seen.lookedMs = nowMs;
    return nowMs - seen.sinceMs >= m_settleMs;
}

void SettlingFiles::forgetUnseen(qint64 sinceMs)
{
    m_seen.removeIf([sinceMs](const auto &entry) { return entry.value().lookedMs < sinceMs; });
}

qint64 SettlingFiles::nextMs() const
{
    qint64 next = -1;
    for (const Seen &seen : m_seen) {
        const qint64 at = seen.sinceMs + m_settleMs;
        next = next < 0 ? at : std::min(next, at);
    }
    return next;
}

} // namespace Millrace
