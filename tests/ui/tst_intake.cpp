// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/intake.h"

#include "common/settings.h"

#include <QSignalSpy>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainTextBecomesOneContextTitledByItsFirstLine()
    {
        const Json documents = Intake::documentsOf(u"\n# A title\n\nSome text.\n"_s);
        QCOMPARE(documents.size(), 1);
        QCOMPARE(documents.at(0).value("type").toString(), u"article"_s);
        QCOMPARE(documents.at(0).value("data").value("title").toString(), u"A title"_s);
        QVERIFY(documents.at(0).value("data").value("source_text").toString().contains(u"Some text."_s));
    }

    void aLongFirstLineIsShortened()
    {
        const QString title = Intake::documentsOf(QString(500, u'x')).at(0).value("data").value("title").toString();
        QCOMPARE(title.size(), 100);
        QVERIFY(title.endsWith(u'…'));
    }

    void jsonIsTakenAsItIs()
    {
        const Json one = Intake::documentsOf(uR"({"type":"faq","data":{"title":"Q"}})"_s);
        QCOMPARE(one.size(), 1);
        QCOMPARE(one.at(0).value("type").toString(), u"faq"_s);
        QCOMPARE(Intake::documentsOf(uR"([{"data":{}},{"data":{}}])"_s).size(), 2);
    }

    void whatOnlyLooksLikeJsonIsText()
    {
        const Json documents = Intake::documentsOf(u"[draft] Notes on the archive"_s);
        QCOMPARE(documents.at(0).value("data").value("title").toString(), u"[draft] Notes on the archive"_s);
    }

    void theNoticeCountsAndNamesTheFirstRefusal()
    {
        const Json answer
            = Json::object({{"run", Json("r1")},
                            {"submitted", Json(12)},
                            {"unchanged", Json(1)},
                            {"refused", Json::array({Json::object({{"file", Json("/tmp/a.bin")}, {"text", Json("not text")}}), Json::object()})}});
        const Notice notice = Intake::noticeOf(answer);
        QCOMPARE(notice.severity, Notice::Severity::Warning);
        QVERIFY(notice.what.contains(u"12"_s));
        QVERIFY(notice.why.contains(u"a.bin: not text"_s));
        QVERIFY(notice.why.contains(u"2 were refused"_s));
    }

    void withoutAWorkspaceItSaysSo()
    {
        Settings settings(u"/nonexistent/settings.json"_s, Settings::Access::Frozen);
        Intake intake(&settings, nullptr);
        QSignalSpy notices(&intake, &Intake::noticeRequested);
        intake.take({.text = u"text"_s});
        QCOMPARE(notices.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestIntake)
#include "tst_intake.moc"
