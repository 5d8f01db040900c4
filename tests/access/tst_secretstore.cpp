// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/secretstore.h"

#include "sdk/json.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// A keychain in memory that can be made to fail.
class FakeKeychain final : public Keychain
{
public:
    QString problem() const override { return why; }
    Result<std::optional<QString>> read(const QString &name) override
    {
        ++calls;
        if (isStuck)
            return fail(ErrorCode::Unsupported, u"it is stuck"_s);
        return entries.contains(name) ? std::optional(entries.value(name)) : std::nullopt;
    }
    Result<void> write(const QString &name, const QString &value) override
    {
        ++calls;
        if (isStuck)
            return fail(ErrorCode::Unsupported, u"it is stuck"_s);
        entries.insert(name, value);
        return {};
    }
    Result<void> remove(const QString &name) override
    {
        ++calls;
        entries.remove(name);
        return {};
    }

    QMap<QString, QString> entries;
    QString why;
    bool isStuck = false;
    int calls = 0;
};

} // namespace

/// Which place answers for a secret, and which keeps it.
class TstSecretStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeKeychain> m_keychain;
    QStringList m_learned;

    [[nodiscard]] SecretStore store(bool withKeychain = true)
    {
        SecretStoreOptions options;
        options.folder = m_dir->filePath(u"secrets"_s);
        if (withKeychain)
            options.keychain = m_keychain;
        else
            options.withoutKeychain = u"it is switched off"_s;
        options.learned = [this](const QString &value) { m_learned.append(value); };
        return SecretStore(options);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_keychain = std::make_shared<FakeKeychain>();
        m_learned.clear();
        qunsetenv("MILLRACE_SECRET_API_KEY");
    }
    void cleanup() { qunsetenv("MILLRACE_SECRET_API_KEY"); }

    void theKeychainGoesBeforeTheFileAndTheFileBeforeTheEnvironment()
    {
        qputenv("MILLRACE_SECRET_API_KEY", "from the environment");
        QCOMPARE(store().find(u"api.key"_s)->value, u"from the environment"_s);
        QCOMPARE(store().find(u"api-key"_s)->place, SecretPlace::Environment);

        QVERIFY(store(false).set(u"api-key"_s, u"from the file"_s));
        QCOMPARE(store().find(u"api-key"_s)->value, u"from the file"_s);
        QCOMPARE(store().find(u"api-key"_s)->place, SecretPlace::File);

        m_keychain->entries.insert(u"api-key"_s, u"from the keychain"_s);
        QCOMPARE(store().find(u"api-key"_s)->value, u"from the keychain"_s);
        QCOMPARE(store().find(u"api-key"_s)->place, SecretPlace::Keychain);
        QCOMPARE(store(false).find(u"api-key"_s)->place, SecretPlace::File);
    }

    void setPrefersTheKeychainAndLeavesNoValueInTheFile()
    {
        QVERIFY(store(false).set(u"k"_s, u"older value"_s));
        const auto kept = store().set(u"k"_s, u"newer value"_s);
        QVERIFY(kept);
        QCOMPARE(kept->place, SecretPlace::Keychain);
        QVERIFY(kept->notice.isEmpty());
        QCOMPARE(m_keychain->entries.value(u"k"_s), u"newer value"_s);
        QCOMPARE(store(false).find(u"k"_s).error().code, ErrorCode::SecretMissing);
    }

    void aKeychainThatDoesNotAnswerIsNoObstacle()
    {
        m_keychain->isStuck = true;
        const auto kept = store().set(u"k"_s, u"value"_s);
        QVERIFY(kept);
        QCOMPARE(kept->place, SecretPlace::File);
        QVERIFY(kept->notice.contains(u"stuck"_s));
        QCOMPARE(store().find(u"k"_s)->value, u"value"_s);
    }

    void aKeychainWithAProblemIsNotAsked()
    {
        m_keychain->why = u"there is no session bus"_s;
        QVERIFY(store().set(u"k"_s, u"value"_s));
        QCOMPARE(store().find(u"k"_s)->place, SecretPlace::File);
        QCOMPARE(m_keychain->calls, 0);
    }

    void anOlderValueInAKeychainThatIsOffIsSaid()
    {
        QVERIFY(store().set(u"k"_s, u"older value"_s));
        const auto kept = store(false).set(u"k"_s, u"newer value"_s);
        QVERIFY(kept);
        QVERIFY(kept->notice.contains(u"older value there goes first"_s));
        QCOMPARE(store().list()->first().places, (QList<SecretPlace>{SecretPlace::Keychain, SecretPlace::File}));
    }

    void aMissingSecretSaysWhereWasLooked()
    {
        const auto found = store(false).find(u"my.key"_s);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::SecretMissing);
        for (const QString &part : {u"my.key"_s, u"switched off"_s, u"MILLRACE_SECRET_MY_KEY"_s, u"millrace secret set my.key"_s})
            QVERIFY2(found.error().text.contains(part), qPrintable(found.error().text));
    }

    void aFileThatMustNotBeTrustedIsNotPassedOver()
    {
        QVERIFY(store(false).set(u"api-key"_s, u"from the file"_s));
        qputenv("MILLRACE_SECRET_API_KEY", "from the environment");
        QVERIFY(QFile::setPermissions(store().filePath(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QCOMPARE(store(false).find(u"api-key"_s).error().code, ErrorCode::FileUnreadable);
    }

    void removeTakesItOutOfBothPlaces()
    {
        QVERIFY(store().set(u"k"_s, u"value"_s));
        QVERIFY(store(false).set(u"k"_s, u"value"_s));
        QCOMPARE(store().remove(u"k"_s).value(), (QList<SecretPlace>{SecretPlace::Keychain, SecretPlace::File}));
        QVERIFY(m_keychain->entries.isEmpty());
        QVERIFY(store().list()->isEmpty());
        QCOMPARE(store().remove(u"k"_s).error().code, ErrorCode::NotFound);
    }

    void removeWithoutTheKeychainKeepsWhatItHas()
    {
        QVERIFY(store().set(u"k"_s, u"value"_s));
        QVERIFY(!store(false).remove(u"k"_s));
        QVERIFY(store(false).set(u"k"_s, u"value"_s));
        QCOMPARE(store(false).remove(u"k"_s).value(), QList<SecretPlace>{SecretPlace::File});
        QCOMPARE(store().list()->first().places, QList<SecretPlace>{SecretPlace::Keychain});
    }

    void listNamesEveryPlaceAndAsksNoKeychain()
    {
        QVERIFY(store(false).set(u"api.key"_s, u"value"_s));
        QVERIFY(store().set(u"b"_s, u"value"_s));
        qputenv("MILLRACE_SECRET_API_KEY", "value");
        qputenv("MILLRACE_SECRET_ONLY_HERE", "value");
        m_keychain->calls = 0;
        const auto entries = store().list();
        qunsetenv("MILLRACE_SECRET_ONLY_HERE");
        QVERIFY(entries);
        QCOMPARE(*entries,
                 (QList<SecretEntry>{{u"api.key"_s, {SecretPlace::File, SecretPlace::Environment}},
                                     {u"b"_s, {SecretPlace::Keychain}},
                                     {u"only-here"_s, {SecretPlace::Environment}}}));
        QCOMPARE(m_keychain->calls, 0);
    }

    void everyValueThatPassesIsToldToTheLog()
    {
        QVERIFY(store(false).set(u"k"_s, u"one value"_s));
        m_keychain->entries.insert(u"j"_s, u"other value"_s);
        QVERIFY(store().find(u"k"_s));
        QVERIFY(store().find(u"j"_s));
        QCOMPARE(m_learned, (QStringList{u"one value"_s, u"one value"_s, u"other value"_s}));
    }

    void namesAndValuesThatCannotBeKeptAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("no name") << QString() << u"value"_s;
        QTest::newRow("a path") << u"../x"_s << u"value"_s;
        QTest::newRow("a space") << u"a b"_s << u"value"_s;
        QTest::newRow("a newline") << u"a\n"_s << u"value"_s;
        QTest::newRow("a long name") << QString(101, u'a') << u"value"_s;
        QTest::newRow("no value") << u"a"_s << QString();
        QTest::newRow("a zero") << u"a"_s << u"x\0y"_s;
        QTest::newRow("a long value") << u"a"_s << QString(70'000, u'x');
    }

    void namesAndValuesThatCannotBeKeptAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        const auto kept = store().set(name, value);
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(m_keychain->calls, 0);
    }

    void theKeychainIsAChoice_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<bool>("isTried");
        QTest::newRow("neither") << QByteArray() << QString() << true;
        QTest::newRow("setting off") << QByteArray() << u"off"_s << false;
        QTest::newRow("variable off") << QByteArray("off") << u"auto"_s << false;
        QTest::newRow("variable goes first") << QByteArray("auto") << u"off"_s << true;
        QTest::newRow("a word nobody knows") << QByteArray("maybe") << QString() << false;
    }

    void theKeychainIsAChoice()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QString, setting);
        QFETCH(bool, isTried);
        const QByteArray before = qgetenv("MILLRACE_KEYCHAIN");
        qputenv("MILLRACE_KEYCHAIN", variable);
        Json settings = Json::object();
        if (!setting.isEmpty())
            settings.insert("secrets", Json::object({{"keychain", setting}}));
        const SecretStoreOptions options = SecretStoreOptions::standard(settings, u"/bin/false"_s);
        qputenv("MILLRACE_KEYCHAIN", before);
        QCOMPARE(options.keychain != nullptr, isTried);
        QCOMPARE(options.withoutKeychain.isEmpty(), isTried);
        QVERIFY(options.folder.endsWith(u"/millrace/secrets"_s));
    }
};

QTEST_GUILESS_MAIN(TstSecretStore)
#include "tst_secretstore.moc"
