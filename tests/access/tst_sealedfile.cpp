// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/sealedfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat facts = {};
    return ::lstat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

} // namespace

/// The encrypted file of secrets: what it keeps, who may read it, and what it refuses.
class TstSealedFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString folder() const { return m_dir->filePath(u"data/millrace/secrets"_s); }
    [[nodiscard]] SealedFile file() const { return SealedFile(folder()); }
    static Result<void> put(const SealedFile &file, const QString &name, const QString &value)
    {
        return file.change([&](SealedFile::Content &content) { content.values.insert(name, value); });
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void nothingIsThereBeforeTheFirstSecret()
    {
        QCOMPARE(file().read(), SealedFile::Content());
        QVERIFY(!QFile::exists(folder()));
    }

    void whatIsPutInComesOut()
    {
        QVERIFY(put(file(), u"openai"_s, u"sk-näh-🔑"_s));
        QVERIFY(put(file(), u"pem"_s, u"line one\nline two"_s));
        QVERIFY(file().change([](SealedFile::Content &content) { content.inKeychain = {u"other"_s}; }));
        const auto content = file().read();
        QVERIFY(content);
        QCOMPARE(content->values, (QMap<QString, QString>{{u"openai"_s, u"sk-näh-🔑"_s}, {u"pem"_s, u"line one\nline two"_s}}));
        QCOMPARE(content->inKeychain, QStringList{u"other"_s});
    }

    void valuesAndNamesAreNotReadable()
    {
        QVERIFY(put(file(), u"nameofsecret"_s, u"valueofsecret"_s));
        for (const QString &path : {file().path(), file().keyPath()}) {
            QVERIFY(!bytesOf(path).contains("valueofsecret"));
            QVERIFY(!bytesOf(path).contains("nameofsecret"));
        }
    }

    void twoSealsOfTheSameAreDifferent()
    {
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        const QByteArray first = bytesOf(file().path());
        QVERIFY(file().change([](SealedFile::Content &content) { content.values.clear(); }));
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        QVERIFY(first != bytesOf(file().path()));
    }

    void onlyItsOwnerMayReadIt()
    {
        const mode_t before = ::umask(0);
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        ::umask(before);
        QCOMPARE(modeOf(folder()), mode_t(0700));
        QCOMPARE(modeOf(file().path()), mode_t(0600));
        QCOMPARE(modeOf(file().keyPath()), mode_t(0600));
    }

    void whatOthersCanReadIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("mode");
        QTest::newRow("sealed, group") << u"sealed"_s << 0640;
        QTest::newRow("sealed, world") << u"sealed"_s << 0604;
        QTest::newRow("key") << u"key"_s << 0644;
        QTest::newRow("folder") << u"."_s << 0755;
    }

    void whatOthersCanReadIsRefused()
    {
        QFETCH(QString, name);
        QFETCH(int, mode);
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        const QString path = QDir::cleanPath(folder() + u'/' + name);
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
        const auto content = file().read();
        QVERIFY(!content);
        QCOMPARE(content.error().code, ErrorCode::FileUnreadable);
        QVERIFY2(content.error().text.contains(path) && content.error().text.contains(u"chmod"_s), qPrintable(content.error().text));
        QVERIFY(!content.error().text.contains(u"value"_s));
        QVERIFY(!put(file(), u"b"_s, u"other"_s));
        QCOMPARE(modeOf(path), static_cast<mode_t>(mode));
    }

    void aLinkIsNotFollowed()
    {
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        const QString elsewhere = m_dir->filePath(u"elsewhere"_s);
        QVERIFY(QFile::rename(file().path(), elsewhere));
        QVERIFY(QFile::link(elsewhere, file().path()));
        QVERIFY(!file().read());
    }

    void everyChangedByteIsFound()
    {
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        const QByteArray whole = bytesOf(file().path());
        for (qsizetype i = 0; i < whole.size(); ++i) {
            QByteArray changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            overwrite(file().path(), changed);
            QVERIFY2(!file().read(), qPrintable(QString::number(i)));
        }
        for (qsizetype size = 0; size < whole.size(); ++size) {
            overwrite(file().path(), whole.first(size));
            QVERIFY2(!file().read(), qPrintable(QString::number(size)));
        }
        overwrite(file().path(), whole);
        QVERIFY(file().read());
    }

    void aLostKeyIsSaidAndNothingIsOverwritten()
    {
        QVERIFY(put(file(), u"a"_s, u"value"_s));
        const QByteArray sealed = bytesOf(file().path());
        QVERIFY(QFile::remove(file().keyPath()));
        QVERIFY(!file().read());
        QVERIFY(!put(file(), u"b"_s, u"other"_s));
        QCOMPARE(bytesOf(file().path()), sealed);
    }

    void writersOfSeveralProcessesLoseNothing()
    {
        constexpr int kProcesses = 4;
        constexpr int kEach = 12;
        QList<pid_t> children;
        for (int p = 0; p < kProcesses; ++p) {
            const pid_t pid = ::fork();
            if (pid == 0) {
                bool ok = true;
                for (int i = 0; i < kEach; ++i)
                    ok = put(file(), u"p%1-%2"_s.arg(p).arg(i), u"value"_s).has_value() && ok;
                ::_exit(ok ? 0 : 1);
            }
            children.append(pid);
        }
        for (const pid_t pid : children) {
            int status = -1;
            QCOMPARE(::waitpid(pid, &status, 0), pid);
            QCOMPARE(status, 0);
        }
        const auto content = file().read();
        QVERIFY(content);
        QCOMPARE(content->values.size(), kProcesses * kEach);
        QCOMPARE(QDir(folder()).entryList(QDir::Files, QDir::Name), (QStringList{u"key"_s, u"lock"_s, u"sealed"_s}));
    }

    void aPlaceThatCannotBeWrittenIsSaid()
    {
        QVERIFY(QFile(m_dir->filePath(u"data"_s)).open(QIODevice::WriteOnly));
        const auto written = put(file(), u"a"_s, u"value"_s);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::FileWrite);
        QVERIFY(file().read());
    }
};

QTEST_GUILESS_MAIN(TstSealedFile)
#include "tst_sealedfile.moc"
