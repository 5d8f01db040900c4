// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/generatedcontent.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestGeneratedContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsAreReadTolerantly_data()
    {
        const QString usual = u"{\"introduction\":\"I\",\"body\":[{\"heading\":\"H\",\"content\":\"C\"}],\"conclusion\":\"E\"}"_s;
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("bare JSON") << usual << usual;
        QTest::newRow("amid chatter") << u"Here you are: "_s + usual + u" Enjoy!"_s << usual;
        QTest::newRow("fenced") << u"```\n"_s + usual + u"\n```"_s << usual;
        QTest::newRow("wrapped") << u"{\"generated_content\": "_s + usual + u'}' << usual;
        QTest::newRow("other keys") << u"{\"Intro\":\" I \",\"Sections\":[{\"title\":\"H\",\"text\":\"C\"}],\"Summary\":\"E\"}"_s << usual;
        QTest::newRow("body as object") << u"{\"introduction\":\"I\",\"body\":{\"H\":\"C\"},\"conclusion\":\"E\"}"_s << usual;
        QTest::newRow("paragraph lists") << u"{\"introduction\":[\"I\"],\"body\":[{\"heading\":\"H\",\"content\":[\"C\"]}],\"conclusion\":\"E\"}"_s
                                         << usual;
        QTest::newRow("a conclusion alone")
            << u"## Conclusion\n\nEnd.\n"_s
            << u"{\"introduction\":\"\",\"body\":[{\"heading\":\"Conclusion\",\"content\":\"End.\"}],\"conclusion\":\"\"}"_s;
        QTest::newRow("Markdown") << u"# Title\n\n## Introduction\n\nI\n\n## H\n\nC\n\n## Conclusion\n\nE\n"_s << usual;
        QTest::newRow("Markdown, title with text") << u"# Title\nby me\n\n## Introduction\nI\n## H\nC\n## Conclusion\nE"_s << usual;
        QTest::newRow("Markdown without names") << u"I\n\n**H**\n\nC\n\n## Fazit\nE"_s << usual;
        QTest::newRow("no introduction") << u"## H\nC\n## Conclusion\nE"_s
                                         << u"{\"introduction\":\"\",\"body\":[{\"heading\":\"H\",\"content\":\"C\"}],\"conclusion\":\"E\"}"_s;
        QTest::newRow("hash in code")
            << u"I\n## H\n```\n# not a heading\n```\n## Conclusion\nE"_s
            << u"{\"introduction\":\"I\",\"body\":[{\"heading\":\"H\",\"content\":\"```\\n# not a heading\\n```\"}],\"conclusion\":\"E\"}"_s;
    }
    void textsAreReadTolerantly()
    {
        QFETCH(QString, text);
        const Result<Json> content = readGeneratedContent(text);
        QVERIFY2(content, content ? "" : qPrintable(content.error().text));
        QTEST(QString::fromUtf8(content->toBytes()), "expected");
    }

    void whatCannotBeReadIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << u" \n"_s;
        QTest::newRow("chatter") << u"I am sorry, I cannot do that."_s;
        QTest::newRow("cut off") << u"{\"introduction\":\"I\",\"body\":[{\"hea"_s;
        QTest::newRow("no text") << u"{\"introduction\":\"\",\"body\":[],\"conclusion\":\"\"}"_s;
        QTest::newRow("another object") << u"{\"error\":\"overloaded\"}"_s;
    }
    void whatCannotBeReadIsRefused()
    {
        QFETCH(QString, text);
        const Result<Json> content = readGeneratedContent(text);
        QVERIFY(!content);
        QCOMPARE(content.error().code, ErrorCode::ModelAnswer);
    }

    void exactContentComesBackByteForByte()
    {
        const Json content = Json::object({{"introduction", "  kept \n"}, {"body", Json::array()}, {"conclusion", " "}});
        QCOMPARE(normalizedContent(content).value().toBytes(), content.toBytes());
    }
};

QTEST_APPLESS_MAIN(TestGeneratedContent)
#include "tst_generatedcontent.moc"
