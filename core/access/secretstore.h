// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/keychain.h"
#include "access/sealedfile.h"

#include <QList>

#include <functional>
#include <memory>

namespace Millrace {

class Json;

/// Where a secret is kept, in the order in which they are asked.
enum class SecretPlace : quint8 { Keychain, File, Environment };

/// "keychain", "file", "environment".
[[nodiscard]] QLatin1StringView secretPlaceName(SecretPlace place);

struct SecretStoreOptions
{
    QString folder; ///< of the sealed file
    std::shared_ptr<Keychain> keychain; ///< nullptr: not tried
    QString withoutKeychain; ///< why not, for messages
    std::function<void(const QString &value)> learned; ///< told every value that passes, so that logs can leave it out

    /// The person's own: `millrace/secrets` in the XDG data folder; the desktop's keychain through `program`, unless
    /// MILLRACE_KEYCHAIN, else the setting `secrets.keychain`, is "off" ("auto" where neither is set).
    [[nodiscard]] static SecretStoreOptions standard(const Json &settings, const QString &program);
};

/// What `secret:name` stands for.
struct FoundSecret
{
    QString value;
    SecretPlace place = SecretPlace::File;
};

/// A name and where it is kept: the first place answers. Of the environment only the variable is known, so that the name is the
/// variable's in lower case with dashes, where no other place has it.
struct SecretEntry
{
    QString name;
    QList<SecretPlace> places;

    friend bool operator==(const SecretEntry &, const SecretEntry &) = default;
};

/// Secrets by name: the keychain, else the sealed file, else MILLRACE_SECRET_NAME from the environment.
///
/// Values are looked up at the moment they are needed and not kept; no error, log line or list has one. Any thread but the
/// window's and the engine's, because a keychain may take its time; several at once.
class SecretStore
{
public:
    explicit SecretStore(SecretStoreOptions options);

    /// SecretMissing (the text names all three places and why they have none); FileUnreadable where the sealed file must
    /// not be trusted: then the environment is not asked either, because it might give another value than the one meant.
    [[nodiscard]] Result<FoundSecret> find(const QString &name) const;

    struct Kept
    {
        SecretPlace place = SecretPlace::File;
        QString notice; ///< what the person should know: why it is not in the keychain, or that another place goes first
    };
    /// Into the keychain, where there is none into the sealed file. InvalidArgument for a name or value that cannot be kept.
    [[nodiscard]] Result<Kept> set(const QString &name, const QString &value) const;

    /// From file and keychain; returns where it was. NotFound where neither had it. A keychain that does not answer keeps its
    /// entry; that is an error where the file had none.
    [[nodiscard]] Result<QList<SecretPlace>> remove(const QString &name) const;

    /// All names, sorted. Asks no keychain: the sealed file knows what was put there.
    [[nodiscard]] Result<QList<SecretEntry>> list() const;

    /// Why the keychain is not asked; empty where it is.
    [[nodiscard]] QString keychainProblem() const;
    [[nodiscard]] QString filePath() const { return m_file.path(); }
    /// "openai-key" is MILLRACE_SECRET_OPENAI_KEY.
    [[nodiscard]] static QString variableFor(const QString &name);

private:
    const SecretStoreOptions m_options;
    const SealedFile m_file;
};

} // namespace Millrace
