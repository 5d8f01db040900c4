// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/textcomponents.h"

#include "components/changedigestcomponent.h"
#include "components/classifycomponent.h"
#include "components/cleancomponent.h"
#include "components/deduplicatecomponent.h"
#include "components/detectlanguagecomponent.h"
#include "components/factscomponent.h"
#include "components/keywordscomponent.h"
#include "components/lookupcomponent.h"
#include "components/mergecomponent.h"
#include "components/normalizecomponent.h"
#include "components/personaldatacomponent.h"
#include "components/reportcomponent.h"
#include "components/sentimentcomponent.h"
#include "components/summarizecomponent.h"
#include "components/tagcomponent.h"
#include "components/tokenizecomponent.h"

#include "components/running.h"
#include "text/minhash.h"

#include <QFile>
#include <QTemporaryFile>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// JSON with apostrophes for quotation marks: moc loses count in raw string literals that hold brackets.
Json json(const char *text)
{
    return Json::parse(QByteArray(text).replace('\'', '"')).value();
}

Json textDocument(const QString &text)
{
    return Json::object({{"source_text", text}});
}

/// A document of tests/data/text/facts.json: real text with its source.
Json realDocument(const QString &source)
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/text/facts.json"));
    const Json all = file.open(QIODevice::ReadOnly) ? Json::parse(file.readAll()).value_or(Json()) : Json();
    for (const Json &passage : all.items()) {
        if (passage.value("source").toString() == source)
            return Json::object({{"language", passage.value("language")}, {"source_text", passage.value("text")}});
    }
    return {};
}

/// A chapter of the example library; null where it is not there.
Json chapter(const QString &name)
{
    QFile file(qEnvironmentVariable("MILLRACE_LIBRARY") + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? textDocument(QString::fromUtf8(file.readAll())) : Json();
}

/// Every span that a result claims is what it says: the bytes of the source are those of the target, or stand for a mask.
QString brokenLineage(const StepResult &result, const Json &before, bool mayDiffer = false)
{
    const Json data = after(result, before);
    for (const LineageRef &ref : result.lineage) {
        const Json *source = before.find(ref.source.toUtf8());
        const Json *target = data.find(ref.target);
        if (!source || !target)
            return ref.source + u" → "_s + QString::fromUtf8(ref.target) + u": not there"_s;
        const QByteArray from = source->utf8().toByteArray();
        const QByteArray to = target->utf8().toByteArray();
        if (ref.sourceFrom < 0 || ref.sourceTo > from.size() || ref.sourceFrom > ref.sourceTo || ref.targetTo > to.size()
            || ref.targetFrom > ref.targetTo)
            return QString::fromUtf8(ref.target) + u": out of range"_s;
        if (!mayDiffer && from.sliced(ref.sourceFrom, ref.sourceTo - ref.sourceFrom) != to.sliced(ref.targetFrom, ref.targetTo - ref.targetFrom))
            return QString::fromUtf8(ref.target) + u": "_s + QString::fromUtf8(from.sliced(ref.sourceFrom, ref.sourceTo - ref.sourceFrom));
    }
    return {};
}

} // namespace

/// A library with one file, whatever it is asked for.
class TableSource final : public OriginalSource
{
public:
    Result<OriginalInfo> find(const QString &hash) override { return OriginalInfo{hash, u"table.csv"_s, u"text/csv"_s, bytes.size()}; }
    Result<QString> path(const QString &) override
    {
        m_file = std::make_unique<QTemporaryFile>();
        if (!m_file->open() || m_file->write(bytes) != bytes.size() || !m_file->flush())
            return fail(ErrorCode::FileWrite, u"no file"_s);
        return m_file->fileName();
    }

    QByteArray bytes;

private:
    std::unique_ptr<QTemporaryFile> m_file;
};

class TestTextComponents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allNeedAText()
    {
        for (const auto &component : textComponents()) {
            const QString name = component->descriptor().name;
            QVERIFY(component->descriptor().cacheable);
            if (name == "normalize"_L1 || name == "personal_data"_L1 || name == "tag"_L1 || name == "lookup"_L1)
                continue;
            const Json config = name == "classify"_L1 ? json("{'rules':[{'label':'a','terms':['b']}]}") : Json::object();
            const auto step = component->prepare(config);
            QVERIFY2(step, qPrintable(name));
            TestContext context;
            StepInput input;
            input.data = json("{'source_text':7}");
            const StepResult result = (*step)->run(input, context);
            QVERIFY2(result.error && result.error->code == ErrorCode::InputInvalid, qPrintable(name));
        }
    }

    void allTakeAnEmptyTextAndHostileOnes()
    {
        const QStringList texts{u""_s,
                                u" \n\t"_s,
                                QString(5, QChar(0)),
                                u"a\u0301\u200B\uFEFF"_s,
                                u"((((((((("_s.repeated(2000),
                                u"一二三四五。"_s.repeated(500),
                                u"😀"_s.repeated(1000),
                                u"\f\n\f\n"_s.repeated(500)};
        for (const auto &component : textComponents()) {
            const QString name = component->descriptor().name;
            const Json config = name == "classify"_L1 ? json("{'rules':[{'label':'a','terms':['b']}]}")
                : name == "tag"_L1                    ? json("{'rules':[{'tag':'a','match':'regex','terms':['(a+)+$']}]}")
                : name == "lookup"_L1                 ? json("{'table':[],'key':'k','value':'source_text'}")
                : name == "merge"_L1                  ? json("{'fields':['source_text'],'into':'merged'}")
                                                      : Json::object();
            const auto step = component->prepare(config);
            QVERIFY2(step, qPrintable(name));
            for (const QString &text : texts) {
                TestContext context;
                StepInput input;
                input.data = textDocument(text);
                const StepResult result = (*step)->run(input, context);
                const bool fails = result.error && name != "merge"_L1;
                QVERIFY2(!fails, qPrintable(name));
                if (!result.error)
                    QVERIFY2(result.edit.appliedTo(input.data), qPrintable(name));
            }
        }
    }

    void tokenizeCountsRealText()
    {
        const Json data = realDocument(u"debian-faq-fr, support"_s);
        const StepResult result = runOnce<TokenizeComponent>(data, json("{'list':'both'}"));
        QVERIFY2(brokenLineage(result, data).isEmpty(), qPrintable(brokenLineage(result, data)));
        const Json tokens = after(result, data).value("tokens");
        QCOMPARE(tokens.value("language").toString(), u"fr"_s);
        QCOMPARE(tokens.value("words").toInt(), tokens.value("word_list").size());
        QCOMPARE(tokens.value("sentences").toInt(), tokens.value("sentence_list").size());
        QVERIFY(tokens.value("sentences").toInt() >= 5 && tokens.value("sentences").toInt() <= 12);
        bool found = false;
        for (const Json &sentence : tokens.value("sentence_list").items())
            found = found || sentence.value("text").toString().simplified() == u"Il a été conçu par Richard Stallman et a précédé le web."_s;
        QVERIFY(found);
    }

    void tokenizeListsNoMoreThanItMay()
    {
        const Json tokens = after(runOnce<TokenizeComponent>(textDocument(u"One. Two. Three."_s), json("{'list':'sentences','limit':2}")),
                                  textDocument(u"One. Two. Three."_s))
                                .value("tokens");
        QCOMPARE(tokens.value("sentence_list").size(), 2);
        QVERIFY(tokens.value("sentence_list_ends_early").toBool());
        QCOMPARE(tokens.value("sentences").toInt(), 3);
    }

    void languageIsDetectedOrNotToldAtAll()
    {
        const Json german = textDocument(u"Die Pakete werden von der Werkzeugkette gebaut und danach in das Archiv hochgeladen."_s);
        const StepResult sure = runOnce<DetectLanguageComponent>(german);
        QCOMPARE(sure.port, u"out"_s);
        QCOMPARE(after(sure, german).value("language").toString(), u"de"_s);
        QCOMPARE(after(sure, german).value("detected_language").value("name").toString(), u"German"_s);
        const Json numbers = textDocument(u"12345 — 678"_s);
        const StepResult unsure = runOnce<DetectLanguageComponent>(numbers);
        QCOMPARE(unsure.port, u"unsure"_s);
        QVERIFY(!after(unsure, numbers).contains("language"));
        Json declared = german;
        declared.insert("language", "fr");
        QCOMPARE(after(runOnce<DetectLanguageComponent>(declared), declared).value("language").toString(), u"fr"_s);
        QCOMPARE(after(runOnce<DetectLanguageComponent>(declared, json("{'overwrite':true}")), declared).value("language").toString(), u"de"_s);
    }

    void cleanRepairsWhatAFileBroke()
    {
        QString pages;
        for (int page = 1; page <= 4; ++page)
            pages
                += u"Annual Report 2024\nText of page %1 goes on with an exam-\nple and MÃ¼ller â€“ said.\u00A0Yes  twice.\n\n\n\nMore.\nPage %1 of 4\n\f"_s
                       .arg(page);
        const Json data = textDocument(pages);
        const StepResult result = runOnce<CleanComponent>(data, json("{'keep_original':'raw_text'}"));
        const Json cleaned = after(result, data);
        const QString text = cleaned.value("source_text").toString();
        QVERIFY2(text.startsWith(u"Text of page 1 goes on with an example and Müller – said. Yes  twice.\n\nMore."_s), qPrintable(text));
        QVERIFY(!text.contains(u"Annual Report"_s) && !text.contains(u"of 4"_s) && text.contains(u"page 4"_s));
        QCOMPARE(cleaned.value("cleaning").value("boilerplate_lines").toInt(), 8);
        QCOMPARE(cleaned.value("cleaning").value("joined_words").toInt(), 4);
        QCOMPARE(cleaned.value("cleaning").value("encoding_repairs").toInt(), 8);
        QCOMPARE(cleaned.value("raw_text").toString(), pages);
        QVERIFY2(brokenLineage(result, data, true).isEmpty(), qPrintable(brokenLineage(result, data, true)));
        // What was not touched has its very place.
        bool found = false;
        for (const LineageRef &ref : result.lineage) {
            const QByteArray source = pages.toUtf8().sliced(ref.sourceFrom, ref.sourceTo - ref.sourceFrom);
            found = found || (source.contains("Text of page 3") && source == text.toUtf8().sliced(ref.targetFrom, ref.targetTo - ref.targetFrom));
        }
        QVERIFY(found);
    }

    void cleanLeavesGoodTextAlone()
    {
        for (const QString &source : {u"debian-faq-fr, support"_s, u"debian-faq-de, support"_s}) {
            const Json data = realDocument(source);
            const Json cleaned = after(runOnce<CleanComponent>(data, json("{'whitespace':false}")), data);
            QCOMPARE(cleaned.value("source_text"), data.value("source_text"));
            QVERIFY(!cleaned.value("cleaning").value("changed").toBool());
        }
    }

    void normalizeReadsValuesAndTellsWhatMayBeTwo()
    {
        const Json data = json("{'language':'de','title':'e\u0301','rows':[{'date':'05.03.2024','price':'1.234,50 €','size':'2 "
                               "km'},{'date':'bald','price':'7','size':'x'}],'n':'1.234'}");
        const Json config
            = json("{'values':[{'field':'rows.*.date','as':'date'},{'field':'rows.*.price','as':'amount'},{'field':'rows.*.size','as':'quantity'},"
                   "{'field':'n','as':'number'},{'field':'absent','as':'date'}]}");
        const StepResult result = runOnce<NormalizeComponent>(data, config);
        const Json normal = after(result, data);
        QCOMPARE(result.port, u"unclear"_s);
        QCOMPARE(normal.value("title").toString(), u"é"_s);
        QCOMPARE(normal.value("rows").at(0).value("date").toString(), u"2024-03-05"_s);
        QCOMPARE(normal.value("rows").at(0).value("price").toBytes(), "{\"value\":1234.50,\"currency\":\"EUR\"}"_ba);
        QCOMPARE(normal.value("rows").at(0).value("size").value("value").toDouble(), 2000.0);
        QCOMPARE(normal.value("rows").at(1), data.value("rows").at(1));
        QCOMPARE(normal.value("n").toBytes(), "1234"_ba);
        QCOMPARE(normal.value("normalization").value("unread").toInt(), 3);
        QCOMPARE(normal.value("normalization").value("ambiguous").toInt(), 1);
        QCOMPARE(result.reasons.size(), 4);
        const Json clear = json("{'d':'2024-03-05'}");
        QCOMPARE(runOnce<NormalizeComponent>(clear, json("{'values':[{'field':'d','as':'date'}]}")).port, u"out"_s);
    }

    void keywordsAreWhatATextIsAbout()
    {
        const Json data = realDocument(u"debian-policy, relationships"_s);
        const StepResult result = runOnce<KeywordsComponent>(data);
        const Json found = after(result, data);
        QVERIFY2(brokenLineage(result, data).isEmpty(), qPrintable(brokenLineage(result, data)));
        const QStringList words = found.value("keywords").toStringList();
        QVERIFY2(words.size() >= 5 && words.size() <= 12, qPrintable(words.join(u", "_s)));
        for (const QString &expected : {u"package"_s, u"depend"_s, u"version"_s})
            QVERIFY2(words.join(u' ').contains(expected, Qt::CaseInsensitive), qPrintable(words.join(u", "_s)));
        QCOMPARE(found.value("key_phrases").at(0).value("score").toDouble(), 1.0);
        Json own = data;
        own.insert("keywords", json("['mine']"));
        QCOMPARE(after(runOnce<KeywordsComponent>(own), own).value("keywords").toStringList(), QStringList{u"mine"_s});
    }

    void summariesQuoteTheirSource()
    {
        const Json data = chapter(u"en/policy-relationships.txt"_s);
        if (data.isNull())
            QSKIP("MILLRACE_LIBRARY names no folder");
        const StepResult result = runOnce<SummarizeComponent>(data, json("{'points':4}"));
        const Json summary = after(result, data).value("summary");
        QCOMPARE(summary.value("points").size(), 4);
        QVERIFY(summary.value("confidence").toDouble() > 0.3 && summary.value("confidence").toDouble() < 0.95);
        const QByteArray source = data.value("source_text").utf8().toByteArray();
        for (const Json &point : summary.value("points").items()) {
            const qint64 from = point.value("from").toInt();
            QCOMPARE(QString::fromUtf8(source.sliced(from, point.value("to").toInt() - from)).simplified(),
                     point.value("text").toString().simplified());
        }
        QCOMPARE(result.lineage.size(), 4);
    }

    void factsHaveTheirPlaces()
    {
        const Json data = realDocument(u"hunspell-de-de/copyright"_s);
        const StepResult result = runOnce<FactsComponent>(data);
        QVERIFY2(brokenLineage(result, data).isEmpty(), qPrintable(brokenLineage(result, data)));
        const Json facts = after(result, data).value("facts");
        QCOMPARE(facts.value("counts").value("date").toInt(), 1);
        QCOMPARE(facts.value("counts").value("address").toInt(), 1);
        QCOMPARE(result.lineage.size(), facts.value("list").size());
        for (const Json &fact : facts.value("list").items())
            QVERIFY(fact.value("confidence").toDouble() >= 0.6);
        const Json only = after(runOnce<FactsComponent>(data, json("{'kinds':['date'],'limit':1}")), data).value("facts");
        QCOMPARE(only.value("list").size(), 1);
        QCOMPARE(only.value("list").at(0).value("value").toString(), u"2000-01-07"_s);
    }

    void amountsKeepTheirCurrencyAndWhatIsAssumed()
    {
        const Json data = textDocument(u"It costs $1,250.50 and 03/05/2024 is the day."_s);
        const Json list = after(runOnce<FactsComponent>(data, json("{'language':'en','least_confidence':0.3}")), data).value("facts").value("list");
        QCOMPARE(list.at(0).value("value").toBytes(), "1250.50"_ba);
        QCOMPARE(list.at(0).value("currency").toString(), u"USD"_s);
        QVERIFY(list.at(0).value("currency_is_assumed").toBool());
        QCOMPARE(list.at(1).value("or").toString(), u"2024-05-03"_s);
    }

    void nothingLeaksThatStandsBesideSomethingElse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("masked");
        const auto row = [](const char *name, const char *text, const char *masked) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(masked);
        };
        row("card with its month", "Karte 4111 1111 1111 1111 12/27 123", "Karte [CREDIT_CARD-1] 12/27 123");
        row("card with its check number", "Karte 4111 1111 1111 1111 123", "Karte [CREDIT_CARD-1] 123");
        row("card behind a number", "Nr 12 4111-1111-1111-1111", "Nr 12 [CREDIT_CARD-1]");
        row("two IBANs", "DE89 3704 0044 0532 0130 00 oder FR76 3000 6000 0112 3456 7890 189", "[IBAN-1] oder [IBAN-2]");
        row("IBAN behind a reference", "Ref AB12 DE89 3704 0044 0532 0130 00", "Ref AB12 [IBAN-1]");
        row("mail in a query", "user=anna@example.com", "user=[EMAIL-1]");
        row("mail in a link", "x?to=anna.b@example.com&y", "x?to=[EMAIL-1]&y");
        row("mail in a path", "/anna@example.com", "/[EMAIL-1]");
        row("mail in emphasis", "_anna@example.com_", "_[EMAIL-1]_");
        row("mail in a word", "die anna@example.com-Adresse", "die [EMAIL-1]-Adresse");
        row("mail at an umlaut", "anna@m\xc3\xbcller.de", "[EMAIL-1]");
    }
    void nothingLeaksThatStandsBesideSomethingElse()
    {
        QFETCH(QString, text);
        QFETCH(QString, masked);
        const Json data = Json::object({{"source_text", text}, {"language", "de"}});
        const StepResult result = runOnce<PersonalDataComponent>(data);
        QCOMPARE(after(result, data).value("source_text").toString(), masked);
        QCOMPARE(result.port, u"found"_s);
    }

    void keysAndNumbersAreMaskedToo()
    {
        const Json data = json("{'source_text':'x','contacts':{'anna@example.com':{'note':'of anna@example.com'},'ANNA@example.com':1,'plain':2},"
                               "'card':4111111111111111,'order':4111111111111112}");
        const StepResult result = runOnce<PersonalDataComponent>(data);
        const Json masked = after(result, data);
        QCOMPARE(result.port, u"found"_s);
        QCOMPARE(masked.value("contacts").toBytes(), R"({"[EMAIL-1]":{"note":"of [EMAIL-1]"},"[EMAIL-1] 2":1,"plain":2})"_ba);
        QCOMPARE(masked.value("card").toString(), u"[CREDIT_CARD-1]"_s);
        QCOMPARE(masked.value("order").toBytes(), "4111111111111112"_ba);
        QVERIFY(!masked.value("personal_data").toBytes().contains("anna"));
        QCOMPARE(masked.value("personal_data").value("list").size(), 4);
    }

    void whatIsNoCardStaysTheNumberItIs()
    {
        const Json data = json("{'source_text':'x','place':{'lat':48.94527069555392,'lon':1.1e15}}");
        QCOMPARE(after(runOnce<PersonalDataComponent>(data), data).value("place").toBytes(), data.value("place").toBytes());
        // A key that is masked takes no other's place.
        const Json keys = json("{'source_text':'x','by':{'bob@example.org':1,'[EMAIL-1]':2}}");
        QCOMPARE(after(runOnce<PersonalDataComponent>(keys), keys).value("by").toBytes(), R"({"[EMAIL-1] 2":1,"[EMAIL-1]":2})"_ba);
    }

    void personalDataIsMaskedAlikeEverywhere()
    {
        Json data = realDocument(u"hunspell-de-de/copyright"_s);
        data.insert("author", json("{'name':'Björn Jacke','mail':'bjoern@j3e.de','id':7}"));
        const StepResult result = runOnce<PersonalDataComponent>(data);
        const Json masked = after(result, data);
        QCOMPARE(result.port, u"found"_s);
        const QString text = masked.value("source_text").toString();
        QVERIFY2(!text.contains(u"Jacke"_s) && !text.contains(u"bjoern@"_s) && !text.contains(u"Franklin"_s), qPrintable(text));
        QCOMPARE(text.count(u"[EMAIL-1]"_s), 3);
        QCOMPARE(masked.value("author").value("mail").toString(), u"[EMAIL-1]"_s);
        QVERIFY(text.contains(masked.value("author").value("name").toString()));
        QCOMPARE(masked.value("author").value("id").toInt(), 7);
        QVERIFY(!masked.value("personal_data").toBytes().contains("Jacke"));
        for (const Json &item : masked.value("personal_data").value("list").items()) {
            const QByteArray where = masked.find(item.value("pointer").utf8().toByteArray())->utf8().toByteArray();
            const qint64 from = item.value("from").toInt();
            QCOMPARE(where.sliced(from, item.value("to").toInt() - from), item.value("token").utf8().toByteArray());
        }
        QVERIFY2(brokenLineage(result, data, true).isEmpty(), qPrintable(brokenLineage(result, data, true)));
        // Masked once, it is clean.
        const StepResult again = runOnce<PersonalDataComponent>(masked);
        QCOMPARE(again.port, u"clean"_s);
    }

    void placesInTheTextGoWithIt()
    {
        const QString text = u"Page header\nAn\u0303a wrote to bob@example.com  twice.\nbob@example.com\nMÃ¼ller said no-\nthing.\n"_s;
        Json data = Json::object({{"source_text", text}});
        Json blocks = Json::array();
        for (const QString &line :
             {u"Page header"_s, u"An\u0303a wrote to bob@example.com  twice."_s, u"bob@example.com"_s, u"MÃ¼ller said no-\nthing."_s}) {
            const qint64 from = text.toUtf8().indexOf(line.toUtf8());
            blocks.append(Json::object({{"kind", "paragraph"}, {"from", from}, {"to", from + line.toUtf8().size()}}));
        }
        blocks.replaceAt(2, Json::object({{"from", text.toUtf8().lastIndexOf("bob@")}, {"to", text.toUtf8().lastIndexOf("bob@") + 15}}));
        data.insert("document", Json::object({{"format", "text"}, {"blocks", blocks}}));
        const auto blocksOf = [](const Json &document) {
            QStringList texts;
            for (const Json &block : document.value("document").value("blocks").items()) {
                const qint64 from = block.value("from").toInt();
                texts += QString::fromUtf8(document.value("source_text").utf8().sliced(from, block.value("to").toInt() - from));
            }
            return texts;
        };
        const Json masked = after(runOnce<PersonalDataComponent>(data), data);
        QCOMPARE(blocksOf(masked).first(3), (QStringList{u"Page header"_s, u"An\u0303a wrote to [EMAIL-1]  twice."_s, u"[EMAIL-1]"_s}));
        QVERIFY(blocksOf(masked).at(3).endsWith(u"said no-\nthing."_s));
        QCOMPARE(masked.value("document").value("format").toString(), u"text"_s);
        const Json composed = after(runOnce<NormalizeComponent>(data), data);
        QCOMPARE(
            blocksOf(composed),
            (QStringList{u"Page header"_s, u"A\u00F1a wrote to bob@example.com  twice."_s, u"bob@example.com"_s, u"MÃ¼ller said no-\nthing."_s}));
        const Json cleaned = after(runOnce<CleanComponent>(data), data);
        QCOMPARE(blocksOf(cleaned),
                 (QStringList{u"Page header"_s, u"An\u0303a wrote to bob@example.com  twice."_s, u"bob@example.com"_s, u"Müller said nothing."_s}));
        // What was taken away has no extent.
        QString paged;
        Json lines = Json::array();
        for (int page = 1; page <= 4; ++page) {
            for (const QString &line : {u"Annual Report 2024"_s, u"Text of page %1."_s.arg(page)}) {
                lines.append(Json::object({{"from", paged.size()}, {"to", paged.size() + line.size()}}));
                paged += line + u'\n';
            }
            paged += u"\n\nMore.\nPage %1 of 4\n\f"_s.arg(page);
        }
        const Json pages = Json::object({{"source_text", paged}, {"document", Json::object({{"blocks", lines}})}});
        QCOMPARE(blocksOf(after(runOnce<CleanComponent>(pages), pages)).first(4),
                 (QStringList{QString(), u"Text of page 1."_s, QString(), u"Text of page 2."_s}));
    }

    void codesAreTheSameInAllDocuments()
    {
        const Json config = json("{'mask':'code','key':'k1'}");
        const auto tokenOf = [&](const char *text, const Json &with) {
            const Json data = json(text);
            return after(runOnce<PersonalDataComponent>(data, with), data).value("source_text").toString();
        };
        const QString one = tokenOf("{'source_text':'a@example.org'}", config);
        QVERIFY(one.startsWith(u"[EMAIL-"_s) && one.size() == 16);
        QCOMPARE(tokenOf("{'source_text':'a@EXAMPLE.org'}", config), one);
        QVERIFY(tokenOf("{'source_text':'b@example.org'}", config) != one);
        QVERIFY(tokenOf("{'source_text':'a@example.org'}", json("{'mask':'code','key':'k2'}")) != one);
        const Json kept = json("{'source_text':'a@example.org','author':'b@example.org'}");
        QCOMPARE(after(runOnce<PersonalDataComponent>(kept, json("{'keep':['author']}")), kept).value("author").toString(), u"b@example.org"_s);
        QCOMPARE(after(runOnce<PersonalDataComponent>(kept, json("{'fields':['author']}")), kept).value("source_text").toString(),
                 u"a@example.org"_s);
        QCOMPARE(runOnce<PersonalDataComponent>(kept, json("{'mask':'none'}")).port, u"found"_s);
    }

    void tagsFollowTheirRules_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<bool>("holds");
        QTest::newRow("any") << "'match':'any','terms':['archive','boat']"_ba << true;
        QTest::newRow("any, a part of a word") << "'match':'any','terms':['arch']"_ba << false;
        QTest::newRow("all") << "'match':'all','terms':['source package','archive']"_ba << true;
        QTest::newRow("all but one") << "'match':'all','terms':['archive','boat']"_ba << false;
        QTest::newRow("none") << "'match':'none','terms':['boat','ship']"_ba << true;
        QTest::newRow("none, but one") << "'match':'none','terms':['boat','archive']"_ba << false;
        QTest::newRow("exact") << "'match':'exact','terms':['the title'],'fields':['title']"_ba << true;
        QTest::newRow("exact, a part") << "'match':'exact','terms':['title'],'fields':['title']"_ba << false;
        QTest::newRow("regex") << "'match':'regex','terms':['^The s\\\\w+']"_ba << true;
        QTest::newRow("case") << "'match':'any','terms':['ARCHIVE'],'case_sensitive':true"_ba << false;
        QTest::newRow("fuzzy") << "'match':'fuzzy','terms':['sorce package']"_ba << true;
        QTest::newRow("fuzzy, too far") << "'match':'fuzzy','terms':['horse paddock']"_ba << false;
    }
    void tagsFollowTheirRules()
    {
        QFETCH(QByteArray, rule);
        QFETCH(bool, holds);
        const Json data = json("{'title':'The Title','tags':['old'],'source_text':'The source\\npackage is in the archive.'}");
        const Json config = json(("{'rules':[{'tag':'new'," + rule + "}]}").constData());
        const StepResult result = runOnce<TagComponent>(data, config);
        QVERIFY(!result.error);
        QCOMPARE(after(result, data).value("tags").toStringList(), holds ? QStringList({u"old"_s, u"new"_s}) : QStringList{u"old"_s});
        QCOMPARE(result.port, holds ? u"out"_s : u"untagged"_s);
        QVERIFY2(brokenLineage(result, data).isEmpty(), qPrintable(brokenLineage(result, data)));
    }

    void aWrongExpressionIsNamed()
    {
        const StepResult result = runOnce<TagComponent>(textDocument(u"x"_s), json("{'rules':[{'tag':'t','match':'regex','terms':['(']}]}"));
        QCOMPARE(result.error->code, ErrorCode::ComponentConfig);
        QCOMPARE(result.error->detail.value("path").toString(), u"/rules/0/terms"_s);
    }

    void rulesClassify()
    {
        const Json config = json("{'rules':[{'label':'bill','terms':['invoice','amount due'],'all':true},{'label':'mail','terms':['hello']}]}");
        const Json bill = textDocument(u"The amount due of this invoice"_s);
        QCOMPARE(after(runOnce<ClassifyComponent>(bill, config), bill).value("classification").value("label").toString(), u"bill"_s);
        QCOMPARE(runOnce<ClassifyComponent>(textDocument(u"an invoice"_s), config).port, u"unsure"_s);
        QCOMPARE(runOnce<ClassifyComponent>(bill, json("{}")).error->code, ErrorCode::ComponentConfig);
        QCOMPARE(runOnce<ClassifyComponent>(bill, json("{'examples':[{'text':'a','label':'x'}]}")).error->code, ErrorCode::ComponentConfig);
    }

    void examplesTeachAClassifier()
    {
        Json examples = Json::array();
        const QStringList bills{u"invoice total amount payment due"_s, u"please pay the invoice by friday"_s,
                                u"the amount due is shown in this bill"_s};
        const QStringList bugs{u"the program crashed with an error"_s, u"stack trace of the crash attached"_s,
                               u"error message when starting the program"_s};
        for (int i = 0; i < 12; ++i) {
            examples.append(Json::object({{"text", bills[i % 3] + u" number %1"_s.arg(i)}, {"label", "bill"}}));
            examples.append(Json::object({{"text", bugs[i % 3] + u" version %1"_s.arg(i)}, {"label", "bug"}}));
        }
        const Json config = Json::object({{"examples", examples}});
        const Json data = textDocument(u"We have not received payment of the invoice."_s);
        const Json told = after(runOnce<ClassifyComponent>(data, config), data).value("classification");
        QCOMPARE(told.value("label").toString(), u"bill"_s);
        QCOMPARE(told.value("model").value("cross_validation").value("examples").toInt(), 24);
        QVERIFY(told.value("model").value("cross_validation").value("interval").at(0).toDouble() < 1);
        QCOMPARE(runOnce<ClassifyComponent>(textDocument(u"zebra"_s), config).port, u"unsure"_s);
        // Learned once, kept as a document, used elsewhere: the same answer.
        const Json lesson = Json::object({{"labelled", examples}});
        const Json model = after(runOnce<ClassifyComponent>(lesson, json("{'learn_from':'labelled','into':'model'}")), lesson).value("model");
        QCOMPARE(model.value("about"), told.value("model"));
        const Json again = after(runOnce<ClassifyComponent>(data, Json::object({{"model", model}})), data).value("classification");
        QCOMPARE(again.toBytes(), told.toBytes());
    }

    void sentimentSaysHowSureItIs_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("label");
        QTest::newRow("en good") << u"en"_s << u"An excellent, reliable product. We are very pleased and recommend it."_s << u"positive"_s;
        QTest::newRow("en bad") << u"en"_s << u"Terrible service: slow, rude and the parts were broken."_s << u"negative"_s;
        QTest::newRow("en not good") << u"en"_s << u"This is not good. It isn't reliable, I don't recommend it."_s << u"negative"_s;
        QTest::newRow("de good") << u"de"_s << u"Hervorragende Beratung, sehr freundlich und zuverlässig. Wir sind zufrieden."_s << u"positive"_s;
        QTest::newRow("de bad") << u"de"_s << u"Leider war die Lieferung verspätet und das Gerät kaputt, wir sind enttäuscht."_s << u"negative"_s;
        QTest::newRow("fr good") << u"fr"_s << u"Un accueil chaleureux, un service parfait, je recommande."_s << u"positive"_s;
        QTest::newRow("fr bad") << u"fr"_s << u"Ce n'est pas pratique, c'est lent et décevant."_s << u"negative"_s;
        QTest::newRow("nothing") << u"en"_s << u"The table has four columns and twelve rows of numbers in the file."_s << u"neutral"_s;
    }
    void sentimentSaysHowSureItIs()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QFETCH(QString, label);
        const Json data = textDocument(text);
        const StepResult result = runOnce<SentimentComponent>(data, Json::object({{"language", language}}));
        const Json sentiment = after(result, data).value("sentiment");
        QCOMPARE(sentiment.value("label").toString(), label);
        QVERIFY(sentiment.value("confidence").toDouble() > 0.3 && sentiment.value("confidence").toDouble() < 0.9);
        QVERIFY2(brokenLineage(result, data).isEmpty(), qPrintable(brokenLineage(result, data)));
    }

    void courtesiesAreNoOpinion_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::newRow("English") << u"en"_s
                                 << u"Dear Sir,\n\nplease pay the invoice by Friday.\n\nMany thanks in advance, with kind regards\nA. Person"_s;
        QTest::newRow("German")
            << u"de"_s
            << u"Guten Tag,\n\nwir bitten um Zahlung der Rechnung bis Freitag. Vielen Dank im Voraus.\n\nMit freundlichen Gr\u00fc\u00dfen\nA. Person"_s;
        QTest::newRow("French") << u"fr"_s
                                << u"Bonjour,\n\nveuillez payer la facture avant vendredi. Merci d'avance.\n\nBien cordialement\nA. Person"_s;
    }
    void courtesiesAreNoOpinion()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        const Json data = Json::object({{"source_text", text}});
        const Json sentiment = after(runOnce<SentimentComponent>(data, Json::object({{"language", language}})), data).value("sentiment");
        QCOMPARE(sentiment.value("label").toString(), u"neutral"_s);
        QCOMPARE(sentiment.value("words_found").toInt(), 0);
    }

    void aReportIsFilledIn()
    {
        const Json data = json("{'title':'Rows','rows':[{'a':1.5,'b':'x'},{'a':2,'b':'y'}],'none':[]}");
        const Json config = Json::object(
            {{"text",
              "# {{ title }}\n\n{% if none %}no\n{% endif %}\n\n\n{% for row in rows %}- {{ row.b }}: {{ row.a|floatformat:2 }}\n{% endfor %}\n\n"}});
        const Json done = after(runOnce<ReportComponent>(data, config), data).value("formatted_content");
        QCOMPARE(done.value("content").toString(), u"# Rows\n\n- x: 1.50\n- y: 2.00"_s);
        QCOMPARE(done.value("format").toString(), u"markdown"_s);
        QCOMPARE(done.value("word_count").toInt(), 5);
        QCOMPARE(runOnce<ReportComponent>(data, json("{'text':'{{ nothing }}'}")).error->code, ErrorCode::InputInvalid);
        const auto refused = ReportComponent().prepare(json("{'text':'{% include x %}'}"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ComponentConfig);
    }

    void aDigestQuotesItsLog()
    {
        const QByteArray log = "mill (2.1) unstable; urgency=low\n\n  * gate: Fix the \xc3\xbc"
                               "ber case. (Closes: #12)\n  * tests: Run longer.\n\n"
                               " -- A <a@b.example>  Mon, 03 Mar 2025 10:00:00 +0100\n";
        const Json data = Json::object({{"source_text", log}});
        const Json done = after(runOnce<ChangeDigestComponent>(data, Json::object()), data);
        const Json &content = done.value("generated_content");
        QCOMPARE(content.value("introduction").toString(), u"Release 2.1 of 2025-03-03: 1 fix and 1 internal change."_s);
        QCOMPARE(content.value("body").size(), 1);
        QCOMPARE(content.value("body").at(0).value("heading").toString(), u"Fixed"_s);
        QCOMPARE(content.value("body").at(0).value("content").toString(),
                 u"- **gate:** Fix the \u00fc"
                 "ber case. (#12)"_s);
        QCOMPARE(content.value("conclusion").toString(), u"Not listed here: 1 internal change."_s);
        const Json &citation = done.value("citations").at(0);
        const QByteArray quoted = content.value("body").at(0).value("content").utf8().toByteArray();
        QCOMPARE(quoted.sliced(citation.value("from").toInt(), citation.value("to").toInt() - citation.value("from").toInt()),
                 "Fix the \xc3\xbc"
                 "ber case."_ba);
        QVERIFY(log.sliced(citation.value("source_from").toInt()).startsWith("* gate: Fix"));
        const Json prose = Json::object({{"source_text", "No log at all."}});
        QCOMPARE(runOnce<ChangeDigestComponent>(prose, Json::object()).port, u"none"_s);
    }

    void sentimentKnowsWhatItDoesNotKnow()
    {
        const Json data = textDocument(u"Ett utmärkt program."_s);
        const StepResult result = runOnce<SentimentComponent>(data, json("{'language':'sv'}"));
        QCOMPARE(result.port, u"unsure"_s);
        QVERIFY(after(result, data).value("sentiment").value("label").isNull());
    }

    void mergeKeepsWhereItCameFrom()
    {
        const Json data = json(
            "{'joined':[{'title':'Eins','source_text':'Größe','keywords':['a','b']},'zwei',{'x':1},{'source_text':'drei','keywords':['b','c']}]}");
        const StepResult result = runOnce<MergeComponent>(data, json("{'gather':['keywords'],'remove_list':true}"));
        const Json merged = after(result, data);
        QCOMPARE(merged.value("source_text").toString(), u"# Eins\n\nGröße\n\nzwei\n\ndrei"_s);
        QCOMPARE(merged.value("keywords").toStringList(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
        QVERIFY(!merged.contains("joined"));
        QCOMPARE(result.reasons.size(), 1);
        QVERIFY2(brokenLineage(result, data).isEmpty(), qPrintable(brokenLineage(result, data)));
        const Json fields = json("{'a':'x','b':{'c':'y'}}");
        QCOMPARE(after(runOnce<MergeComponent>(fields, json("{'fields':['a','b.c'],'separator':' ','into':'all'}")), fields).value("all").toString(),
                 u"x y"_s);
        QCOMPARE(runOnce<MergeComponent>(json("{'joined':[]}")).error->code, ErrorCode::InputInvalid);
    }

    void lookupTakesTheRowThatFits_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("code"); // empty: missing
        QTest::newRow("exact") << "'match':'exact'"_ba << u"Müller GmbH"_s << u"M1"_s;
        QTest::newRow("exact, other case") << "'match':'exact'"_ba << u"müller gmbh"_s << u""_s;
        QTest::newRow("folded") << "'match':'folded'"_ba << u"MULLER  GmbH."_s << u"M1"_s;
        QTest::newRow("fuzzy") << "'match':'fuzzy'"_ba << u"Mueler GmbH"_s << u"M1"_s;
        QTest::newRow("fuzzy, too far") << "'match':'fuzzy'"_ba << u"Meier AG"_s << u""_s;
        QTest::newRow("fuzzy, two alike") << "'match':'fuzzy'"_ba << u"Schmitt 3"_s << u""_s;
        QTest::newRow("nothing") << "'match':'fuzzy'"_ba << u""_s << u""_s;
    }
    void lookupTakesTheRowThatFits()
    {
        QFETCH(QByteArray, options);
        QFETCH(QString, value);
        QFETCH(QString, code);
        const Json data = Json::object({{"customer", value}});
        const QByteArray config(
            "{'value':'customer','key':'name','columns':['code'],'table':[{'name':'Müller GmbH','code':'M1','x':1},{'name':'Schmitt 1','code':'S1'},"
            "{'name':'Schmitt 2','code':'S2'}],"
            + options + "}");
        const StepResult result = runOnce<LookupComponent>(data, json(config.constData()));
        QCOMPARE(result.port, code.isEmpty() ? u"missing"_s : u"out"_s);
        QCOMPARE(after(result, data).value("lookup").value("row").value("code").toString(), code);
        QCOMPARE(result.reasons.isEmpty(), !code.isEmpty());
    }

    void lookupTakesARowForEachOfAList()
    {
        const Json data = json("{'facts':{'list':[{'kind':'organisation','value':'Müller GmbH'},{'kind':'date','value':'2026-01-02'},"
                               "{'kind':'organisation','value':'Nobody Ltd'},{'kind':'organisation','value':'MÜLLER GMBH'}]}}");
        Json each = json("{'value':'x','each':true,'key':'name','columns':['code'],'table':[{'name':'Müller GmbH','code':'M1'},"
                         "{'name':'Schmitt','code':'S1'}]}");
        each.insert("value", "facts.list[?kind=='organisation'].value");
        const StepResult result = runOnce<LookupComponent>(data, each);
        QCOMPARE(result.port, u"out"_s);
        const Json found = after(result, data).value("lookup");
        QCOMPARE(found.value("rows").size(), 2);
        QCOMPARE(found.value("rows").at(0).value("value").toString(), u"Müller GmbH"_s);
        QCOMPARE(found.value("rows").at(1).value("row").value("code").toString(), u"M1"_s);
        QCOMPARE(found.value("missing").toStringList(), QStringList{u"Nobody Ltd"_s});
        each.insert("value", "facts.list[?kind=='place'].value");
        QCOMPARE(runOnce<LookupComponent>(data, each).port, u"missing"_s);
        each.insert("value", "facts");
        QCOMPARE(runOnce<LookupComponent>(data, each).error->code, ErrorCode::InputInvalid);
    }

    void lookupReadsTheDocumentsOwnTable()
    {
        const Json data = json("{'id':7,'t':[{'k':7,'v':'x'}]}");
        QCOMPARE(after(runOnce<LookupComponent>(data, json("{'table_field':'t','value':'id','key':'k'}")), data)
                     .value("lookup")
                     .value("row")
                     .value("v")
                     .toString(),
                 u"x"_s);
        QCOMPARE(runOnce<LookupComponent>(data, json("{'value':'id','key':'k'}")).error->code, ErrorCode::ComponentConfig);
    }

    void aTableOfTheLibraryIsLookedIn()
    {
        const QByteArray hash(64, 'a');
        TableSource library;
        library.bytes = "\xef\xbb\xbfname;code\r\nM\xc3\xbcller GmbH;M1\r\n\"Schmitt; S\xc3\xb6hne\";S1\r\n";
        TestContext context;
        context.originalSource = &library;
        const Json config = Json::object({{"value", "customer"}, {"key", "name"}, {"table_original", hash}});
        const Json data = json("{'customer':'schmitt söhne'}");
        const Json done = after(runOnce<LookupComponent>(data, config, context), data);
        QCOMPARE(done.value("lookup").value("row").value("code").toString(), u"S1"_s);
        library.bytes = R"([{"name":"A","code":1}])";
        QCOMPARE(after(runOnce<LookupComponent>(json("{'customer':'a'}"), config, context), json("{'customer':'a'}"))
                     .value("lookup")
                     .value("row")
                     .value("code")
                     .toInt(),
                 1);
        library.bytes = "name\n\"never closed\n";
        QCOMPARE(runOnce<LookupComponent>(data, config, context).error->code, ErrorCode::InputInvalid);
        QCOMPARE(runOnce<LookupComponent>(data, config).error->code, ErrorCode::Unsupported);
        QVERIFY(!LookupComponent().prepare(json("{'value':'a','key':'b','table':[],'table_field':'c'}")));
    }

    void itemsAsLikeAsIsAskedForAreFound()
    {
        // Pairs of which a part of the words is another, so that they are 0.5 to 0.95 alike.
        Json items = Json::array();
        QList<double> likeness;
        for (int pair = 0; pair < 200; ++pair) {
            QStringList words;
            for (int i = 0; i < 200; ++i)
                words.append(u"w%1x%2"_s.arg(pair).arg(i));
            QStringList other = words;
            for (int i = 0; i < pair % 16 + 1; ++i)
                other[10 + i * 11] = u"else%1x%2"_s.arg(pair).arg(i);
            items.append(words.join(u' '));
            items.append(other.join(u' '));
            likeness.append(MinHash::of(words.join(u' ')).similarity(MinHash::of(other.join(u' '))));
        }
        const Json data = Json::object({{"list", items}});
        const Json done = after(runOnce<DeduplicateComponent>(data, json("{'list':'list','likeness':0.7}")), data);
        QSet<qint64> removed;
        for (const Json &one : done.value("duplicate").value("removed").items())
            removed.insert(one.value("item").toInt());
        int asked = 0;
        int found = 0;
        for (qsizetype i = 0; i < likeness.size(); ++i) {
            asked += likeness[i] >= 0.7;
            found += removed.contains(2 * i + 1);
        }
        QVERIFY2(asked > 60, qPrintable(QString::number(asked)));
        QVERIFY2(found >= asked - 1 && found <= asked, qPrintable(u"%1 of %2"_s.arg(found).arg(asked)));
    }

    void duplicatesInAListGo()
    {
        const QString text = realDocument(u"debian-policy, relationships"_s).value("source_text").toString();
        QString near = text;
        near.replace(u"mutt"_s, u"pine"_s);
        Json data = textDocument(text);
        data.insert("parts",
                    Json::array({Json(text), Json(u"Something else"_s), Json(text.toUpper()), Json(near), Json(u"something  else!"_s),
                                 Json(u"Something other"_s)}));
        const Json out = after(runOnce<DeduplicateComponent>(data, json("{'list':'parts'}")), data);
        QCOMPARE(out.value("parts").size(), 3);
        const Json removed = out.value("duplicate").value("removed");
        QCOMPARE(removed.at(0).value("item").toInt(), 2);
        QCOMPARE(removed.at(0).value("of").toInt(-1), 0);
        QCOMPARE(removed.at(0).value("likeness").toDouble(), 1.0);
        QVERIFY(!removed.at(0).value("text").toString().isEmpty() && removed.at(0).value("text").toString().size() <= 300);
        QCOMPARE(removed.at(1).value("item").toInt(), 3);
        QVERIFY(removed.at(1).value("likeness").toDouble() >= 0.9);
        QCOMPARE(MinHash::fromBase64(out.value("duplicate").value("minhash").utf8()), MinHash::of(text));
        QCOMPARE(out.value("duplicate").value("text_hash").utf8().toByteArray(), normalizedTextHash(text));
        const Json strict = after(runOnce<DeduplicateComponent>(data, json("{'list':'parts','likeness':1}")), data);
        QCOMPARE(strict.value("parts").size(), 4);
    }
};

QTEST_GUILESS_MAIN(TestTextComponents)
#include "tst_textcomponents.moc"
