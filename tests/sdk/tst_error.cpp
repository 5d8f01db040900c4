// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codesAreUniqueAndWellFormed()
    {
        static const QRegularExpression form(u"^[a-z_]+(\\.[a-z_]+)?$"_s);
        QSet<QString> seen;
        for (const ErrorCode code : allErrorCodes()) {
            const QString name = errorCodeName(code);
            QVERIFY2(form.match(name).hasMatch(), qPrintable(name));
            QVERIFY2(!seen.contains(name), qPrintable(name));
            QVERIFY(errorCodeMeaning(code).endsWith(u'.'));
            seen.insert(name);
        }
        QVERIFY(seen.contains(u"json.syntax"_s));
    }

    void everyCodeSurvivesJson()
    {
        for (const ErrorCode code : allErrorCodes()) {
            const Error error = Error::make(code, u"text"_s, Json::object({{"path", "/a"}}));
            QCOMPARE(Error::fromJson(error.toJson()), error);
        }
        Error changed = Error::make(ErrorCode::ComponentFailed, u"no"_s);
        changed.category = ErrorCategory::Fatal;
        QCOMPARE(Error::fromJson(changed.toJson()), changed);
        QVERIFY(!changed.toJson().contains("detail"));
    }

    void anUnknownCodeKeepsItsText()
    {
        const Error error = Error::fromJson(Json::object({{"code", "future.code"}, {"text", "what happened"}}));
        QCOMPARE(error.code, ErrorCode::Internal);
        QCOMPARE(error.text, u"what happened"_s);
        QCOMPARE(Error::fromJson(Json()).code, ErrorCode::Internal);
    }

    void failIsAnUnexpectedError()
    {
        const auto failing = []() -> Result<int> { return fail(ErrorCode::NotFound, u"gone"_s); };
        QCOMPARE(failing().error(), Error::make(ErrorCode::NotFound, u"gone"_s));
        QCOMPARE(failing().error().category, ErrorCategory::Recoverable);
    }
};

QTEST_APPLESS_MAIN(TestError)
#include "tst_error.moc"
