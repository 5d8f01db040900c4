// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {
// Beside the class: moc loses its way in raw strings that look like code.
constexpr auto kAda = R"({"providers":{"local":{"url":"http://localhost:11434"}},"name":"Ada"})";
} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesComeBackAndUnknownFieldsSurvive()
    {
        write(kAda);
        {
            Settings settings(path());
            QCOMPARE(settings.value("/name").toString(), u"Ada"_s);
            settings.setValue("/window/pane", Json("contexts"));
            settings.setValue("/window/bottom", Json(true));
            QVERIFY(settings.save());
        }
        const Settings settings(path());
        QCOMPARE(settings.value("/window/pane").toString(), u"contexts"_s);
        QVERIFY(settings.value("/window/bottom").toBool());
        QCOMPARE(settings.value("/providers/local/url").toString(), u"http://localhost:11434"_s);
        QVERIFY(settings.value("/no/such").isNull());
    }

    void nothingIsWrittenWhereNothingChanged()
    {
        Settings settings(m_folder.filePath(u"absent.json"_s));
        QVERIFY(settings.save());
        QVERIFY(!QFile::exists(m_folder.filePath(u"absent.json"_s)));
    }

    void aFrozenOneNeverWrites()
    {
        write("{\"name\":\"Ada\"}");
        Settings settings(path(), Settings::Access::Frozen);
        settings.setValue("/name", Json("Grace"));
        QCOMPARE(settings.value("/name").toString(), u"Grace"_s);
        QVERIFY(settings.save());
        QCOMPARE(Settings(path()).value("/name").toString(), u"Ada"_s);
    }

    void aDamagedFileIsNeverOverwritten()
    {
        write("{ not json");
        Settings settings(path());
        settings.setValue("/name", Json("Ada"));
        const Result<void> saved = settings.save();
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::FileUnreadable);
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "{ not json");
    }

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"settings.json"_s); }
    void write(const QByteArray &bytes) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
