// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/problemtext.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QString source(const char *path)
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR) + QLatin1StringView(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

const QRegularExpression kFound(uR"re(Kind::\w+,[^;"]*?u"((?:[^"\\]|\\.)*)"_s)re"_s);
const QRegularExpression kWarned(uR"re(warn\(misfit,\s*u"((?:[^"\\]|\\.)*)"_s)re"_s);
const QRegularExpression kProposed(uR"re(propose\("\w+", u"((?:[^"\\]|\\.)*)"_s)re"_s);

/// What a literal of the sources becomes with values in it.
QString filled(QString literal)
{
    literal.replace(u"\\\""_s, u"\""_s);
    static const QRegularExpression place(u"%[1-9]"_s);
    return literal.replace(place, u"x"_s);
}

} // namespace

class TestProblemText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// What core says and what is translated here must not drift apart.
    void everyMessageAndFixOfCoreHasASentence()
    {
        int count = 0;
        const auto check = [&](const QString &text, const QRegularExpression &pattern) {
            for (auto matches = pattern.globalMatch(text); matches.hasNext(); ++count) {
                const QString said = filled(matches.next().captured(1));
                QVERIFY2(ProblemText::knows(said), qPrintable(said));
            }
        };
        check(source("/core/pipeline/validator.cpp"), kFound);
        check(source("/core/pipeline/pipelinefixes.cpp"), kProposed);
        const int before = count;
        check(source("/core/pipeline/documentflow.cpp"), kWarned);
        QCOMPARE(count - before, 2);
        QVERIFY2(count > 30, qPrintable(QString::number(count)));
    }

    void stepsAreNamedByTheirTitles()
    {
        const auto named = [](const QString &id) { return id == "a"_L1 ? u"Write"_s : id; };
        QCOMPARE(ProblemText::message(u"a link leads from \"a\" to \"b\", and one of them is not there"_s, named),
                 u"A link leads from Write to b, and one of them is not there."_s);
        QCOMPARE(ProblemText::message(u"config/rules/0: must be at least 2"_s), u"“rules/0” must be at least 2."_s);
        QCOMPARE(ProblemText::message(u"config: must be an object, not a text"_s), u"The settings must be an object, not a text."_s);
        QCOMPARE(ProblemText::fix(u"Lead to it from \"a\""_s, named), u"Lead to it from Write"_s);
    }

    void typesAreSaidInWords()
    {
        const auto named = [](const QString &id) { return id == "t"_L1 ? u"Tokenize"_s : id; };
        QCOMPARE(ProblemText::message(u"this step reads \"/tokens\" as a text, and \"t\" gives it as an object"_s, named),
                 u"This step reads “tokens” as a text, and Tokenize gives it as an object."_s);
        QCOMPARE(ProblemText::message(u"this step reads \"/source_text\", which only \"t\" behind it gives"_s, named),
                 u"This step reads “source_text”, and only Tokenize, which stands behind it, gives that."_s);
        QCOMPARE(ProblemText::type(u"a text or a list"_s), u"a text or a list"_s);
        QCOMPARE(ProblemText::type(u"a river"_s), QString());
    }

    void aValueThatLooksLikeAPlaceStaysAsItIs() { QCOMPARE(ProblemText::message(u"\"%2\" has no port \"%1\""_s), u"%2 has no way out “%1”."_s); }

    void whatIsUnknownIsShownAsItCame() { QCOMPARE(ProblemText::message(u"something else"_s), u"something else"_s); }
};

QTEST_GUILESS_MAIN(TestProblemText)
#include "tst_problemtext.moc"
