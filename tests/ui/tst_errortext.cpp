// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/errortext.h"

#include "common/notice.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestErrorText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasASentence()
    {
        QSet<QString> sentences;
        for (const ErrorCode code : allErrorCodes()) {
            const ErrorText text = ErrorText::of(Error::make(code, u"because"_s));
            QVERIFY2(!text.what.isEmpty(), errorCodeName(code).data());
            QVERIFY(!text.what.contains(u'!'));
            QVERIFY(!text.what.endsWith(u'.'));
            sentences.insert(text.what);
        }
        QCOMPARE(sentences.size(), allErrorCodes().size());
    }

    void theFactsSayWhere()
    {
        const Error error = Error::make(ErrorCode::JsonSyntax, u"expected a comma"_s,
                                        Json::object({{"file", Json("notes.json")}, {"line", Json(3)}, {"column", Json(7)}}));
        const ErrorText text = ErrorText::of(error);
        QCOMPARE(text.why, u"notes.json, line 3, column 7: expected a comma"_s);
        QVERIFY(!text.remedy.isEmpty());
        QCOMPARE(text.paragraph(), u"%1. %2. %3"_s.arg(text.what, text.why, text.remedy));
    }

    void theCodesOwnMeaningIsNotRepeated()
    {
        const Error error = Error::make(ErrorCode::Busy, errorCodeMeaning(ErrorCode::Busy));
        QVERIFY(ErrorText::of(error).why.isEmpty());
    }

    void noticesTakeTheirSeverityFromTheCategory()
    {
        QCOMPARE(Notice::fromError(Error::make(ErrorCode::Busy, {})).severity, Notice::Severity::Warning);
        QCOMPARE(Notice::fromError(Error::make(ErrorCode::StoreIo, {})).severity, Notice::Severity::Error);
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_errortext.moc"
