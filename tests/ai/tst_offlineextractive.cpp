// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/offlineextractive.h"

#include "ingest/inputreader.h"
#include "support/testcontext.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const Json kSections = Json::array({
    Json::object({{"type", "introduction"}, {"instructions", "Introduce the topic"}}),
    Json::object({{"type", "body"}, {"sections", 3}, {"instructions", "Cover the main points in detail"}}),
    Json::object({{"type", "conclusion"}, {"instructions", "Summarize the key takeaways"}}),
});

ModelRequest requestOf(const QString &text)
{
    ModelRequest request;
    request.title = u"Water mills"_s;
    request.keywords = {u"race"_s, u"wheel"_s, u"gears"_s};
    request.sections = kSections;
    request.sourceText = text;
    request.sourcePointer = u"/source_text"_s;
    request.contextId = u"me"_s;
    return request;
}

QString mill()
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/ai/mill.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString allText(const Json &content)
{
    QString text = content.value("introduction").toString() + u'\n' + content.value("conclusion").toString();
    for (const Json &section : content.value("body").items())
        text += u'\n' + section.value("heading").toString() + u'\n' + section.value("content").toString();
    return text;
}

/// Passages that a test wrote down.
class ListedPassages final : public PassageSource
{
public:
    [[nodiscard]] QList<Passage> search(const QStringList &words, int, const QString &except) const override
    {
        askedFor = words;
        exceptId = except;
        return passages;
    }
    QList<Passage> passages;
    mutable QStringList askedFor;
    mutable QString exceptId;
};

} // namespace

class TestOfflineExtractive : public QObject
{
    Q_OBJECT

    TestContext m_context;

    ModelAnswer answer(const ModelRequest &request, const PassageSource *passages = nullptr)
    {
        const Result<ModelAnswer> result = OfflineExtractive(passages).generate(request, m_context);
        return result.value_or(ModelAnswer());
    }

    /// Every span holds the same bytes on both sides, and no field holds a byte that no span explains but dividers and marks.
    static QString spanProblem(const ModelAnswer &answer, const QHash<QString, QByteArray> &sources)
    {
        QHash<QByteArray, qint64> covered;
        for (const LineageRef &ref : answer.lineage) {
            const Json *field = answer.content.find(ref.target);
            if (!field || !sources.contains(ref.source))
                return u"no field "_s + QString::fromUtf8(ref.target) + u" or source "_s + ref.source;
            const QByteArray source = sources.value(ref.source);
            if (ref.sourceTo > source.size() || ref.targetTo > field->utf8().size())
                return u"out of range"_s;
            if (field->utf8().sliced(ref.targetFrom, ref.targetTo - ref.targetFrom)
                != QByteArrayView(source).sliced(ref.sourceFrom, ref.sourceTo - ref.sourceFrom))
                return u"other bytes at "_s + QString::fromUtf8(ref.target);
            covered[ref.target] += ref.targetTo - ref.targetFrom;
        }
        for (auto it = covered.cbegin(); it != covered.cend(); ++it) {
            const qint64 size = answer.content.find(it.key())->utf8().size();
            static const QRegularExpression divider(u"\\s|\\[\\d+\\]"_s);
            QString rest = QString::fromUtf8(answer.content.find(it.key())->utf8());
            if (size - it.value() > rest.count(divider) * 4)
                return u"unexplained text in "_s + QString::fromUtf8(it.key());
        }
        return {};
    }

private Q_SLOTS:
    void writesABriefOfTheSourcesOwnSentences()
    {
        const QString text = mill();
        const ModelAnswer got = answer(requestOf(text));
        QCOMPARE(got.model, u"offline-extractive"_s);
        QCOMPARE(got.kind, u"extractive"_s);
        QCOMPARE(got.usage.provider, u"offline"_s);
        QVERIFY(got.content.value("introduction").toString().startsWith("A water mill is a mill that uses the power"_L1));
        QStringList headings;
        for (const Json &section : got.content.value("body").items()) {
            headings.append(section.value("heading").toString());
            QVERIFY(!section.value("content").toString().isEmpty());
        }
        QCOMPARE(headings, (QStringList{u"The race"_s, u"The wheel"_s, u"Gears and stones"_s}));
        QVERIFY(got.content.value("conclusion").toString().contains("In summary, race, wheel and\ngears had to fit"_L1));
        QCOMPARE(spanProblem(got, {{u"/source_text"_s, text.toUtf8()}}), QString());
    }

    void givesTheSameAnswerToTheSameRequest()
    {
        const ModelRequest request = requestOf(mill());
        QCOMPARE(answer(request), answer(request));
    }

    void repeatsNothing()
    {
        const QString text = mill() + u"\n\n## Again\n\n"_s + mill().mid(mill().indexOf("A water mill"_L1), 300)
            + u"\n\nA mill stone weighs about a ton and is dressed anew after every few weeks of good work."_s;
        ModelRequest request = requestOf(text);
        request.sections = Json::array({Json::object({{"type", "body"}, {"sections", 6}})});
        const QString all = allText(answer(request).content);
        QVERIFY(all.count("uses the power of falling water"_L1) <= 1);
        QVERIFY(all.count("A mill stone weighs"_L1) <= 1);
        // The same statement turned around.
        QVERIFY(!(all.contains("The upper\nstone is called"_L1) && all.contains("The lower one is called"_L1)));
    }

    void coversEveryKeywordThatTheSourceHas()
    {
        ModelRequest request = requestOf(mill());
        request.keywords = {u"hornbeam"_s, u"sluices"_s, u"ice"_s, u"efficiency"_s, u"turbine"_s};
        const ModelAnswer got = answer(request);
        const QString all = allText(got.content);
        for (const char *word : {"hornbeam", "sluice", "ice", "efficiency"})
            QVERIFY2(all.contains(QLatin1StringView(word)), word);
        QVERIFY(!all.contains("turbine"_L1, Qt::CaseInsensitive));
    }

    void headsSectionsWithKeywordsWhereTheSourceHasNoHeadings()
    {
        QString text;
        for (const QString &line : mill().split(u'\n')) {
            if (!line.startsWith(u'#'))
                text += line + u'\n';
        }
        const ModelAnswer got = answer(requestOf(text));
        QStringList headings;
        for (const Json &section : got.content.value("body").items())
            headings.append(section.value("heading").toString());
        QCOMPARE(headings, (QStringList{u"Race"_s, u"Wheel"_s, u"Gears"_s}));
        QVERIFY(got.content.value("body").at(0).value("content").toString().contains("race"_L1));
        QCOMPARE(spanProblem(got, {{u"/source_text"_s, text.toUtf8()}}), QString());
    }

    void findsItsOwnHeadingsWithoutKeywords()
    {
        ModelRequest request = requestOf(mill());
        request.keywords.clear();
        request.title.clear();
        const ModelAnswer got = answer(request);
        QCOMPARE(got.kind, u"extractive"_s);
        QCOMPARE(got.content.value("body").size(), 3);
    }

    void keepsTheHeadingsThatATemplateFixes()
    {
        ModelRequest request = requestOf(mill());
        request.sections = Json::array({Json::object({{"type", "introduction"}}), Json::object({{"type", "facts"}, {"heading", "Key facts"}}),
                                        Json::object({{"type", "body"}, {"heading", "Background"}}), Json::object({{"type", "conclusion"}})});
        const ModelAnswer got = answer(request);
        QCOMPARE(got.content.value("body").at(0).value("heading").toString(), u"Key facts"_s);
        QCOMPARE(got.content.value("body").at(1).value("heading").toString(), u"Background"_s);
    }

    void makesDoWithVeryLittle_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        QTest::newRow("one sentence") << u"The only sentence of this text is about a water mill."_s << u"extractive"_s;
        QTest::newRow("three")
            << u"The wheel turns in the stream all day. The race brings the water to the wheel. Gears drive the heavy stones of the mill."_s
            << u"extractive"_s;
        QTest::newRow("code only") << u"```\nint main() { return 0; }\n```"_s << u"outline"_s;
        QTest::newRow("a heading") << u"# Water mills"_s << u"outline"_s;
    }
    void makesDoWithVeryLittle()
    {
        QFETCH(QString, text);
        QFETCH(QString, kind);
        const ModelAnswer got = answer(requestOf(text));
        QCOMPARE(got.kind, kind);
        QVERIFY(!got.content.value("introduction").toString().isEmpty());
        QVERIFY(got.content.value("body").isArray());
        QVERIFY(got.content.value("conclusion").isString());
        if (kind == "extractive"_L1)
            QCOMPARE(spanProblem(got, {{u"/source_text"_s, text.toUtf8()}}), QString());
    }

    void quotesAndCitesTheWorkspaceWithoutASource()
    {
        const QByteArray field = "xxxxA water mill is a mill that uses falling water. The mill race is the channel that carries water to the wheel.";
        ListedPassages passages;
        passages.passages = {
            {u"ctx1"_s, u"/source_text"_s, u"Mills of old"_s, QString::fromUtf8(field.sliced(4)), 4, field.size(), 2.0},
            {u"ctx2"_s, u"/text"_s, u"Wheels"_s, u"An overshot wheel takes the water at its top and uses its weight."_s, 0, 66, 1.0},
        };
        const ModelAnswer got = answer(requestOf({}), &passages);
        QCOMPARE(got.kind, u"extractive"_s);
        QVERIFY(passages.askedFor.contains(u"race"_s));
        QCOMPARE(passages.exceptId, u"me"_s);
        QCOMPARE(spanProblem(got, {{u"ctx1#/source_text"_s, field}, {u"ctx2#/text"_s, passages.passages[1].text.toUtf8()}}), QString());
        const QString all = allText(got.content);
        QVERIFY(all.contains("[1]"_L1));
        const Json &sources = got.content.value("body").at(got.content.value("body").size() - 1);
        QCOMPARE(sources.value("heading").toString(), u"Sources"_s);
        QVERIFY(sources.value("content").toString().contains("Mills of old (ctx1)"_L1));
    }

    void outlinesTheGivenFieldsWhereThereIsNothingToQuote()
    {
        ListedPassages none;
        ModelRequest request = requestOf({});
        request.fields = Json::object({{"target_audience", "millers"}, {"tone", "technical"}});
        const ModelAnswer got = answer(request, &none);
        QCOMPARE(got.kind, u"outline"_s);
        QCOMPARE(got.model, u"offline-extractive"_s);
        QVERIFY(got.lineage.isEmpty());
        const QString introduction = got.content.value("introduction").toString();
        QVERIFY(introduction.startsWith("Outline only"_L1));
        for (const char *given : {"Water mills", "millers", "technical", "race, wheel, gears", "Introduce the topic"})
            QVERIFY2(introduction.contains(QLatin1StringView(given)), given);
        QCOMPARE(got.content.value("body").size(), 3);
        QCOMPARE(got.content.value("body").at(1).value("heading").toString(), u"Wheel"_s);
        QVERIFY(got.content.value("conclusion").toString().contains("Summarize the key takeaways"_L1));
    }

    void stopsWhenCancelled()
    {
        TestContext context;
        context.cancelled = true;
        const Result<ModelAnswer> got = OfflineExtractive(nullptr).generate(requestOf(mill()), context);
        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::Cancelled);
    }

    /// The library of real documents that set-up brings, where there is one.
    void writesWhatAnEditorWouldForward()
    {
        const QString library = qEnvironmentVariable("MILLRACE_LIBRARY");
        if (library.isEmpty() || !QFileInfo(library).isDir())
            QSKIP("MILLRACE_LIBRARY names no folder");
        static const QRegularExpression never(
            u"©|copyright (?:\\(c\\)|\\d)|all rights reserved|without (?:any )?warrant|redistribute it|[{}]|^\\||\\.\\. _"_s,
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
        int briefs = 0;
        (void)InputReader().read({library}, [&](Submission &&submission) {
            if (submission.error)
                return true;
            const Json &data = submission.document.value("data");
            ModelRequest request = requestOf(data.value("source_text").toString());
            request.title = data.value("title").toString();
            request.keywords = data.value("keywords").toStringList();
            const ModelAnswer got = answer(request);
            if (got.kind != "extractive"_L1)
                return true;
            ++briefs;
            const QString problem = spanProblem(got, {{u"/source_text"_s, request.sourceText.toUtf8()}});
            QTest::qVerify(problem.isEmpty(), "spans are exact", qPrintable(submission.name + u": "_s + problem), __FILE__, __LINE__);
            const QString all = allText(got.content);
            const QRegularExpressionMatch match = never.match(all);
            QTest::qVerify(!match.hasMatch() || request.title.contains("licen"_L1, Qt::CaseInsensitive), "no boilerplate",
                           qPrintable(submission.name + u": "_s + match.captured()), __FILE__, __LINE__);
            QSet<QString> seen;
            for (const LineageRef &ref : got.lineage) {
                const QString sentence = QString::fromUtf8(request.sourceText.toUtf8().sliced(ref.sourceFrom, ref.sourceTo - ref.sourceFrom));
                if (ref.target.endsWith("/heading"))
                    continue;
                static const QRegularExpression end(u"[.!?…][\")\\]'”’»“]*$"_s);
                QTest::qVerify(end.match(sentence).hasMatch() && !sentence[0].isSpace(), "whole sentences",
                               qPrintable(submission.name + u": "_s + sentence), __FILE__, __LINE__);
                QTest::qVerify(!seen.contains(sentence.toLower()), "no repeats", qPrintable(submission.name + u": "_s + sentence), __FILE__,
                               __LINE__);
                seen.insert(sentence.toLower());
            }
            return true;
        });
        QVERIFY(briefs > 0);
    }

    void isFast()
    {
        QString text;
        while (text.size() < 50'000)
            text += mill()
                + u"\n\nPart %1 of the mill has %2 wheels and stands in valley %3 of the land.\n\n"_s.arg(text.size())
                      .arg(text.size() % 17)
                      .arg(text.size() % 31);
        QElapsedTimer timer;
        timer.start();
        (void)answer(requestOf(text));
        qInfo("50 KB in %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 2000);
    }
};

QTEST_GUILESS_MAIN(TestOfflineExtractive)
#include "tst_offlineextractive.moc"
