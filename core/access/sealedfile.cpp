// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The sealed file of secrets
//
//     FOLDER/          mode 0700
//       key            32 random bytes, mode 0600; made once, never changed
//       sealed         mode 0600: "MLRSEC1\n", a nonce of 24 bytes, XChaCha20-Poly1305 (libsodium) of a JSON text
//       lock           empty; its flock orders writers
//
// The JSON is {"values":{NAME:VALUE},"keychain":[NAME]}; the magic is authenticated with it.
//
// What the seal is for: a copy of the file alone (a backup, a synchronised folder, a look over the shoulder) shows nothing, and a
// changed byte is found. Whoever can read both files can open it, as with any store that asks no password; file modes keep others out.
//
// 1. The key exists before anything is sealed with it: it is written and synced under another name, then linked; link() fails
//    where there is one, so that of two writers one key wins.
// 2. The sealed file is replaced by write, fsync, rename, fsync of the folder: old or new, never between.
// 3. Readers take no lock: what they open is whole.
// 4. Key and plain text are wiped from the buffers of this file before they are freed.
#include "access/sealedfile.h"

#include "sdk/json.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr QByteArrayView kMagic = "MLRSEC1\n";
constexpr qsizetype kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr qsizetype kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr qint64 kLargest = 4 * 1024 * 1024;

/// Closes a descriptor on every way out.
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

/// Bytes that leave no copy behind.
class Wiped
{
public:
    explicit Wiped(QByteArray bytes)
        : bytes(std::move(bytes))
    {}
    ~Wiped() { sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size())); }
    Wiped(const Wiped &) = delete;
    Wiped &operator=(const Wiped &) = delete;

    QByteArray bytes;
};

unsigned char *data(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

const unsigned char *data(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

Error systemError(ErrorCode code, const QString &what)
{
    return Error::make(code, u"%1: %2"_s.arg(what, QString::fromLocal8Bit(std::strerror(errno))));
}

/// Why what is open must not be trusted; nothing where it is the person's own and shut to others.
std::optional<Error> exposure(int descriptor, const QString &path, bool isFolder)
{
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0)
        return systemError(ErrorCode::FileUnreadable, path);
    const Json detail = Json::object({{"path", path}, {"mode", QString::number(facts.st_mode & 07777, 8)}});
    if (isFolder ? !S_ISDIR(facts.st_mode) : !S_ISREG(facts.st_mode))
        return Error::make(ErrorCode::FileUnreadable, u"%1 is not used for secrets: it is not a plain %2"_s.arg(path, isFolder ? u"folder" : u"file"),
                           detail);
    if (facts.st_uid != ::geteuid())
        return Error::make(ErrorCode::FileUnreadable, u"%1 is not used for secrets: it belongs to somebody else"_s.arg(path), detail);
    if ((facts.st_mode & 077) != 0)
        return Error::make(ErrorCode::FileUnreadable,
                           u"%1 is not used for secrets: others have access to it (mode %2); `chmod %3 '%1'` mends that"_s.arg(
                               path, detail.value("mode").toString(), isFolder ? u"700" : u"600"),
                           detail);
    return std::nullopt;
}

int openAt(const QString &path, int flags)
{
    return ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t put = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes = bytes.sliced(put);
    }
    return true;
}

/// The file's bytes; nothing where there is none.
Result<std::optional<QByteArray>> readOwn(const QString &path)
{
    const Descriptor file(openAt(path, O_RDONLY));
    if (!file.isOpen()) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::nullopt;
        return std::unexpected(systemError(ErrorCode::FileUnreadable, path));
    }
    if (const std::optional<Error> exposed = exposure(file.number(), path, false))
        return std::unexpected(*exposed);
    QByteArray bytes(kLargest + 1, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < bytes.size()) {
        const ssize_t got = ::read(file.number(), bytes.data() + size, static_cast<std::size_t>(bytes.size() - size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::unexpected(systemError(ErrorCode::FileUnreadable, path));
        if (got == 0)
            break;
        size += got;
    }
    if (size > kLargest)
        return fail(ErrorCode::FileUnreadable, u"%1 is too large to be a file of secrets"_s.arg(path));
    return QByteArray(bytes.constData(), size);
}

/// A new file beside the path, written and on the disk; its name.
Result<QString> writeBeside(const QString &path, QByteArrayView bytes)
{
    const QString name = u"%1.%2"_s.arg(path).arg(::getpid());
    ::unlink(QFile::encodeName(name).constData());
    const Descriptor file(openAt(name, O_WRONLY | O_CREAT | O_EXCL));
    if (!file.isOpen())
        return std::unexpected(systemError(ErrorCode::FileWrite, name));
    // The umask may have taken more than it should, and must not have left more.
    if (::fchmod(file.number(), 0600) == 0 && writeAll(file.number(), bytes) && ::fsync(file.number()) == 0)
        return name;
    Error error = systemError(ErrorCode::FileWrite, name);
    ::unlink(QFile::encodeName(name).constData());
    return std::unexpected(std::move(error));
}

Result<void> makeKey(const QString &path)
{
    Wiped key(QByteArray(kKey, Qt::Uninitialized));
    randombytes_buf(key.bytes.data(), kKey);
    const Result<QString> written = writeBeside(path, key.bytes);
    if (!written)
        return std::unexpected(written.error());
    const QByteArray from = QFile::encodeName(*written);
    const bool isLinked = ::link(from.constData(), QFile::encodeName(path).constData()) == 0 || errno == EEXIST;
    Error error = systemError(ErrorCode::FileWrite, path);
    ::unlink(from.constData());
    return isLinked ? Result<void>() : std::unexpected(std::move(error));
}

SealedFile::Content contentOf(const Json &json)
{
    SealedFile::Content content;
    for (const JsonMember &member : json.value("values").members())
        content.values.insert(QString::fromUtf8(member.key), member.value.toString());
    content.inKeychain = json.value("keychain").toStringList();
    return content;
}

Json toJson(const SealedFile::Content &content)
{
    Json values = Json::object();
    for (auto it = content.values.cbegin(); it != content.values.cend(); ++it)
        values.insert(it.key(), it.value());
    return Json::object({{"values", values}, {"keychain", Json::array(content.inKeychain)}});
}

QByteArray seal(const SealedFile::Content &content, QByteArrayView key)
{
    const Wiped plain(toJson(content).toBytes());
    QByteArray bytes = kMagic.toByteArray();
    bytes.resize(kMagic.size() + kNonce + plain.bytes.size() + kTag);
    unsigned char *nonce = data(bytes) + kMagic.size();
    randombytes_buf(nonce, kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonce, nullptr, data(QByteArrayView(plain.bytes)),
                                               static_cast<unsigned long long>(plain.bytes.size()), data(kMagic),
                                               static_cast<unsigned long long>(kMagic.size()), nullptr, nonce, data(key));
    return bytes;
}

Result<SealedFile::Content> unseal(QByteArrayView bytes, QByteArrayView key, const QString &path)
{
    const auto damaged = [&path] {
        return fail(ErrorCode::FileUnreadable,
                    u"%1 cannot be opened: it is damaged, or another key sealed it. Move it away and set the secrets again"_s.arg(path),
                    Json::object({{"path", path}}));
    };
    if (!bytes.startsWith(kMagic) || bytes.size() < kMagic.size() + kNonce + kTag || key.size() != kKey)
        return damaged();
    const unsigned char *nonce = data(bytes) + kMagic.size();
    const qsizetype size = bytes.size() - kMagic.size() - kNonce;
    Wiped plain(QByteArray(size - kTag, Qt::Uninitialized));
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(data(plain.bytes), nullptr, nullptr, nonce + kNonce, static_cast<unsigned long long>(size),
                                                   data(kMagic), static_cast<unsigned long long>(kMagic.size()), nonce, data(key))
        != 0)
        return damaged();
    const Result<Json> json = Json::parseStrict(plain.bytes);
    return json ? Result<SealedFile::Content>(contentOf(*json)) : damaged();
}

} // namespace

SealedFile::SealedFile(QString folder)
    : m_folder(std::move(folder))
{}

Result<SealedFile::Content> SealedFile::read() const
{
    if (sodium_init() < 0)
        return fail(ErrorCode::Internal, u"libsodium has no source of randomness"_s);
    const Descriptor folder(openAt(m_folder, O_RDONLY | O_DIRECTORY));
    if (!folder.isOpen() && errno != ENOENT && errno != ENOTDIR)
        return std::unexpected(systemError(ErrorCode::FileUnreadable, m_folder));
    if (!folder.isOpen())
        return Content();
    if (const std::optional<Error> exposed = exposure(folder.number(), m_folder, true))
        return std::unexpected(*exposed);
    const Result<std::optional<QByteArray>> sealed = readOwn(path());
    if (!sealed)
        return std::unexpected(sealed.error());
    if (!*sealed)
        return Content();
    Result<std::optional<QByteArray>> key = readOwn(keyPath());
    if (!key)
        return std::unexpected(key.error());
    const Wiped own(key->value_or(QByteArray()));
    key->reset();
    return unseal(**sealed, own.bytes, path());
}

Result<void> SealedFile::change(const std::function<void(Content &)> &edit) const
{
    if (!QDir().mkpath(QFileInfo(m_folder).path()))
        return std::unexpected(systemError(ErrorCode::FileWrite, m_folder));
    if (::mkdir(QFile::encodeName(m_folder).constData(), 0700) != 0 && errno != EEXIST)
        return std::unexpected(systemError(ErrorCode::FileWrite, m_folder));
    const Descriptor lock(openAt(m_folder + u"/lock"_s, O_RDWR | O_CREAT));
    if (!lock.isOpen())
        return std::unexpected(systemError(ErrorCode::FileWrite, m_folder));
    while (::flock(lock.number(), LOCK_EX) != 0) {
        if (errno != EINTR)
            return std::unexpected(systemError(ErrorCode::FileWrite, m_folder));
    }
    Result<Content> content = read();
    if (!content)
        return std::unexpected(content.error());
    const Content before = *content;
    edit(*content);
    if (*content == before)
        return {};
    Result<std::optional<QByteArray>> key = readOwn(keyPath());
    if (key && !*key) {
        if (auto made = makeKey(keyPath()); !made)
            return made;
        key = readOwn(keyPath());
    }
    if (!key)
        return std::unexpected(key.error());
    const Wiped own(key->value_or(QByteArray()));
    key->reset();
    if (own.bytes.size() != kKey)
        return fail(ErrorCode::FileUnreadable, u"%1 is not a key; move it away"_s.arg(keyPath()));
    const Result<QString> written = writeBeside(path(), seal(*content, own.bytes));
    if (!written)
        return std::unexpected(written.error());
    const QByteArray from = QFile::encodeName(*written);
    if (::rename(from.constData(), QFile::encodeName(path()).constData()) != 0) {
        Error error = systemError(ErrorCode::FileWrite, path());
        ::unlink(from.constData());
        return std::unexpected(std::move(error));
    }
    const Descriptor folder(openAt(m_folder, O_RDONLY | O_DIRECTORY));
    if (!folder.isOpen() || ::fsync(folder.number()) != 0)
        return std::unexpected(systemError(ErrorCode::FileWrite, m_folder));
    return {};
}

} // namespace Millrace
