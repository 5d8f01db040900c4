// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/secretstore.h"

#include "access/hostedkeychain.h"
#include "sdk/json.h"

#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongestValue = 64 * 1024;
constexpr auto kPrefix = "MILLRACE_SECRET_"_L1;

Result<void> checkName(const QString &name)
{
    static const QRegularExpression pattern(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\z"_s);
    if (pattern.match(name).hasMatch())
        return {};
    return fail(ErrorCode::InvalidArgument,
                u"a secret's name has up to 100 letters, digits, dots, dashes and underscores, and begins with none "
                "of the last three"_s);
}

Result<void> checkValue(const QString &value)
{
    if (value.isEmpty())
        return fail(ErrorCode::InvalidArgument, u"the secret is empty"_s);
    if (value.contains(QChar(0)) || value.size() > kLongestValue)
        return fail(ErrorCode::InvalidArgument, u"a secret is text of up to %1 characters"_s.arg(kLongestValue));
    return {};
}

} // namespace

QLatin1StringView secretPlaceName(SecretPlace place)
{
    switch (place) {
    case SecretPlace::Keychain:
        return "keychain"_L1;
    case SecretPlace::File:
        return "file"_L1;
    case SecretPlace::Environment:
        return "environment"_L1;
    }
    return {};
}

SecretStoreOptions SecretStoreOptions::standard(const Json &settings, const QString &program)
{
    SecretStoreOptions options;
    options.folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/millrace/secrets"_s;
    const QString given = qEnvironmentVariable("MILLRACE_KEYCHAIN");
    const QString set = settings.value("secrets").value("keychain").toString(u"auto"_s);
    const QString choice = given.isEmpty() ? set : given;
    const QString chooser = given.isEmpty() ? u"the settings"_s : u"MILLRACE_KEYCHAIN"_s;
    if (choice == "auto"_L1)
        options.keychain = std::make_shared<HostedKeychain>(HostedKeychain::Options{program});
    else if (choice == "off"_L1)
        options.withoutKeychain = u"it is switched off (%1)"_s.arg(chooser);
    else
        options.withoutKeychain = u"%1 say \"%2\" where auto or off is known"_s.arg(chooser, choice);
    return options;
}

SecretStore::SecretStore(SecretStoreOptions options)
    : m_options(std::move(options))
    , m_file(m_options.folder)
{}

QString SecretStore::keychainProblem() const
{
    return m_options.keychain ? m_options.keychain->problem() : m_options.withoutKeychain;
}

QString SecretStore::variableFor(const QString &name)
{
    QString variable = kPrefix + name.toUpper();
    return variable.replace(u'-', u'_').replace(u'.', u'_');
}

Result<FoundSecret> SecretStore::find(const QString &name) const
{
    const auto found = [this](const QString &value, SecretPlace place) {
        if (m_options.learned)
            m_options.learned(value);
        return FoundSecret{value, place};
    };
    QString keychain = keychainProblem();
    if (keychain.isEmpty()) {
        const Result<std::optional<QString>> read = m_options.keychain->read(name);
        if (read && *read)
            return found(**read, SecretPlace::Keychain);
        keychain = read ? u"it has no such entry"_s : read.error().text;
    }
    const Result<SealedFile::Content> content = m_file.read();
    if (!content)
        return std::unexpected(content.error());
    if (const auto it = content->values.constFind(name); it != content->values.cend())
        return found(*it, SecretPlace::File);
    const QString variable = variableFor(name);
    if (const QString value = qEnvironmentVariable(variable.toUtf8().constData()); !value.isEmpty())
        return found(value, SecretPlace::Environment);
    return fail(
        ErrorCode::SecretMissing,
        u"there is no secret \"%1\" in keychain (%2), file or environment (%3); `millrace secret set %1` keeps one"_s.arg(name, keychain, variable),
        Json::object({{"secret", name}}));
}

Result<SecretStore::Kept> SecretStore::set(const QString &name, const QString &value) const
{
    for (const Result<void> &check : {checkName(name), checkValue(value)}) {
        if (!check)
            return std::unexpected(check.error());
    }
    if (m_options.learned)
        m_options.learned(value);
    QString keychain = keychainProblem();
    if (keychain.isEmpty()) {
        if (const auto written = m_options.keychain->write(name, value); !written) {
            keychain = written.error().text;
        } else {
            // An older value in the file would be found by whoever reads it without the keychain.
            const auto noted = m_file.change([&name](SealedFile::Content &content) {
                content.values.remove(name);
                if (!content.inKeychain.contains(name))
                    content.inKeychain.append(name);
                content.inKeychain.sort();
            });
            if (noted)
                return Kept{SecretPlace::Keychain, {}};
            if (const auto undone = m_options.keychain->remove(name); !undone)
                return std::unexpected(undone.error());
            return std::unexpected(noted.error());
        }
    }
    Kept kept{SecretPlace::File, u"not in the keychain: %1"_s.arg(keychain)};
    const auto written = m_file.change([&](SealedFile::Content &content) {
        content.values.insert(name, value);
        if (content.inKeychain.contains(name))
            kept.notice
                += u"; an older value there goes first as soon as it answers again, and `millrace secret remove %1` takes it away then"_s.arg(name);
    });
    return written ? Result<Kept>(kept) : std::unexpected(written.error());
}

Result<QList<SecretPlace>> SecretStore::remove(const QString &name) const
{
    const Result<SealedFile::Content> before = m_file.read();
    if (!before)
        return std::unexpected(before.error());
    const bool isInFile = before->values.contains(name);
    const bool isInKeychain = before->inKeychain.contains(name);
    if (!isInFile && !isInKeychain)
        return fail(ErrorCode::NotFound, u"there is no secret \"%1\" in keychain or file"_s.arg(name));
    QList<SecretPlace> places;
    if (isInKeychain) {
        const QString problem = keychainProblem();
        const Result<void> removed
            = problem.isEmpty() ? m_options.keychain->remove(name) : fail(ErrorCode::Unsupported, u"the keychain is not used: %1"_s.arg(problem));
        if (removed)
            places.append(SecretPlace::Keychain);
        else if (!isInFile)
            return std::unexpected(removed.error());
    }
    if (isInFile)
        places.append(SecretPlace::File);
    const auto written = m_file.change([&](SealedFile::Content &content) {
        content.values.remove(name);
        if (places.contains(SecretPlace::Keychain))
            content.inKeychain.removeAll(name);
    });
    return written ? Result<QList<SecretPlace>>(places) : std::unexpected(written.error());
}

Result<QList<SecretEntry>> SecretStore::list() const
{
    const Result<SealedFile::Content> content = m_file.read();
    if (!content)
        return std::unexpected(content.error());
    QMap<QString, QList<SecretPlace>> known;
    for (const QString &name : content->inKeychain)
        known[name].append(SecretPlace::Keychain);
    for (auto it = content->values.cbegin(); it != content->values.cend(); ++it)
        known[it.key()].append(SecretPlace::File);
    QStringList variables;
    for (auto it = known.begin(); it != known.end(); ++it) {
        const QString variable = variableFor(it.key());
        variables.append(variable);
        if (!qEnvironmentVariableIsEmpty(variable.toUtf8().constData()))
            it->append(SecretPlace::Environment);
    }
    const QStringList set = QProcessEnvironment::systemEnvironment().keys();
    for (const QString &variable : set) {
        if (variable.startsWith(kPrefix) && variable.size() > kPrefix.size() && !variables.contains(variable))
            known[variable.mid(kPrefix.size()).toLower().replace(u'_', u'-')].append(SecretPlace::Environment);
    }
    QList<SecretEntry> entries;
    for (auto it = known.cbegin(); it != known.cend(); ++it)
        entries.append({it.key(), it.value()});
    return entries;
}

} // namespace Millrace
