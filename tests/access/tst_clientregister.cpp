// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/clientregister.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Client named(const QString &id)
{
    Client client;
    client.id = id;
    client.name = id;
    client.principal = u"agent-"_s + id;
    return client;
}

} // namespace

class TestClientRegister : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTokenHas256BitsAndNoTwoAreAlike()
    {
        QSet<QByteArray> tokens;
        for (int i = 0; i < 1'000; ++i) {
            const QByteArray token = newToken();
            QVERIFY(token.startsWith("mlr_"));
            QCOMPARE(token.size(), 47);
            QCOMPARE(QByteArray::fromBase64(token.mid(4), QByteArray::Base64UrlEncoding).size(), 32);
            tokens.insert(token);
        }
        QCOMPARE(tokens.size(), 1'000);
    }

    void aHashComesBackFromItsBytes()
    {
        const TokenHash hash = hashOf("mlr_x");
        QVERIFY(isSame(hash, tokenHashFrom(toBytes(hash))));
        QVERIFY(!isSame(hash, hashOf("mlr_y")));
        QVERIFY(isSame(tokenHashFrom("short"), TokenHash{}));
        QVERIFY(isSame(hashOf(QByteArray(1024 * 1024, 'x')), TokenHash{})); // too long to be one: not even hashed
    }

    void aClientIsFoundByItsTokenAlone()
    {
        ClientRegister clients;
        const QByteArray token = newToken();
        clients.put({named(u"a"_s), hashOf(token)});
        clients.put({named(u"b"_s), hashOf(newToken())});
        const auto found = clients.findByToken(token);
        QVERIFY(found);
        QCOMPARE(found->id, u"a"_s);
        QVERIFY(!clients.findByToken(newToken()));
        QVERIFY(!clients.findByToken(""));
        QVERIFY(!clients.findByToken(token + 'x'));
        QVERIFY(!clients.findByToken(token.chopped(1)));
        QVERIFY(!clients.findByToken(token.toUpper()));
        QVERIFY(!clients.findByToken(QByteArray(1024 * 1024, 'x')));
        QVERIFY(!clients.findByToken(toBytes(hashOf(token)))); // a hash that was read somewhere lets nobody in
    }

    void oneWithoutATokenIsFoundByNone()
    {
        ClientRegister clients;
        Client local = named(u"local"_s);
        local.hasToken = false;
        clients.put({local, {}});
        QVERIFY(!clients.findByToken(QByteArray(1024, 'x'))); // whose hash is all zeros, as the local client's is
        QVERIFY(clients.findById(u"local"_s));
        QCOMPARE(clients.findByPrincipal(u"agent-local"_s)->id, u"local"_s);
    }

    void aDamagedHashLetsNobodyIn()
    {
        ClientRegister clients;
        clients.put({named(u"a"_s), tokenHashFrom("short")});
        QVERIFY(!clients.findByToken(QByteArray(1024, 'x')));
        QVERIFY(clients.findById(u"a"_s));
    }

    void aRevokedOneIsShutOut()
    {
        ClientRegister clients;
        const QByteArray token = newToken();
        Client client = named(u"a"_s);
        clients.put({client, hashOf(token)});
        client.revokedAt = 1;
        clients.update(client);
        QVERIFY(!clients.findByToken(token));
        QVERIFY(clients.findById(u"a"_s)); // still known, by what it did
        client.revokedAt = 0;
        clients.update(client);
        QVERIFY(clients.findByToken(token));
    }

    void aNewTokenEndsTheOldOne()
    {
        ClientRegister clients;
        const QByteArray before = newToken();
        const QByteArray after = newToken();
        clients.put({named(u"a"_s), hashOf(before)});
        clients.put({named(u"a"_s), hashOf(after)});
        QVERIFY(!clients.findByToken(before));
        QVERIFY(clients.findByToken(after));
        QCOMPARE(clients.all().size(), 1);
    }

    void aLookUpCostsLittle()
    {
        ClientRegister clients;
        QByteArray last;
        for (int i = 0; i < 100; ++i)
            clients.put({named(QString::number(i)), hashOf(last = newToken())});
        constexpr int kTries = 20'000;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kTries; ++i)
            QVERIFY(clients.findByToken(last));
        const double us = static_cast<double>(timer.nsecsElapsed()) / 1000.0 / kTries;
        qInfo("%.3f microseconds", us);
        QVERIFY2(us < 20, qPrintable(QString::number(us))); // twenty times what it takes: this machine may be busy
    }
};

QTEST_APPLESS_MAIN(TestClientRegister)
#include "tst_clientregister.moc"
