// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/gatherer.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// What lies in one file as one document: rows, objects, mails.
class TestGatherer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRowsOfATableAreOneList()
    {
        const QList<Submission> got = gathered(u"Orders_of_March.csv"_s, "code,amount\nC-1,5\nC-2,7\n", "rows");
        QCOMPARE(got.size(), 1);
        QVERIFY(got[0].isWholeFile);
        QCOMPARE(got[0].name, u"Orders_of_March.csv"_s);
        const Json data = got[0].document.value("data");
        QCOMPARE(data.value("title").toString(), u"Orders of March"_s);
        QCOMPARE(data.value("source_name").toString(), u"Orders_of_March.csv"_s);
        QCOMPARE(data.value("rows"), Json::parse(R"([{"code":"C-1","amount":"5"},{"code":"C-2","amount":"7"}])").value());
    }

    void aBrokenRowIsRefusedByItself()
    {
        const QList<Submission> got = gathered(u"a.csv"_s, "code,amount\nC-1,5\nC-2\nC-3,1\n", "rows");
        QCOMPARE(got.size(), 2);
        QVERIFY(got[0].error);
        QCOMPARE(got[0].line, 3);
        QCOMPARE(got[1].document.value("data").value("rows").size(), 2);
    }

    void whatHasTheListGoesOnAsItIs()
    {
        const QList<Submission> got = gathered(u"a.json"_s, R"([{"title":"One","rows":[{"a":1}]},{"a":2},{"a":3}])", "rows");
        QCOMPARE(got.size(), 2);
        QCOMPARE(got[0].document.value("data").value("title").toString(), u"One"_s);
        QVERIFY(!got[0].isWholeFile);
        QCOMPARE(got[1].document.value("data").value("rows").size(), 2);
    }

    void withoutAListEachComesByItself() { QCOMPARE(gathered(u"a.csv"_s, "a\n1\n2\n3\n", "").size(), 3); }

    void moreThanOneDocumentMayHaveBecomesParts()
    {
        QByteArray lines;
        for (int i = 0; i < 100; ++i)
            lines += "{\"text\":\"" + QByteArray(90, 'x') + QByteArray::number(i) + "\"}\n";
        const QList<Submission> got = gathered(u"log.jsonl"_s, lines, "items", 4'000);
        QVERIFY(got.size() >= 3);
        qsizetype items = 0;
        for (const Submission &part : got) {
            QVERIFY(!part.isWholeFile);
            QVERIFY(part.document.value("data").toBytes().size() < 5'000);
            items += part.document.value("data").value("items").size();
        }
        QCOMPARE(items, 100);
        QCOMPARE(got[1].document.value("data").value("title").toString(), u"Log (2)"_s);
    }

    void aSpreadsheetsRowsHaveTheNamesOfItsHead()
    {
        const QString text = u"Code\tGröße\nC-1\t5\nC-2\t\nName\nX"_s;
        const auto cell = [&text](const char16_t *word, int column) {
            const QByteArray utf8 = text.toUtf8();
            const QByteArray of = QStringView(word).toUtf8();
            return Json::array({utf8.indexOf(of), utf8.indexOf(of) + of.size(), column});
        };
        const auto row = [](int part, const Json &cells) { return Json::array({"tr", 0, 0, part, 0, 0, cells}); };
        const Json blocks
            = Json::array({row(0, Json::array({cell(u"Code", 0), cell(u"Größe", 1)})), row(0, Json::array({cell(u"C-1", 0), cell(u"5", 1)})),
                           row(0, Json::array({cell(u"C-2", 0)})), row(1, Json::array({cell(u"Name", 2)})), row(1, Json::array({cell(u"X", 2)}))});
        Submission book;
        book.name = u"book.xlsx"_s;
        book.isWholeFile = true;
        book.document = Json::object(
            {{"type", "article"},
             {"data",
              Json::object({{"title", "Book"}, {"source_text", text}, {"document", Json::object({{"format", "xlsx"}, {"blocks", blocks}})}})}});
        QList<Submission> got;
        Gatherer gatherer("rows", sinkOf(got));
        QVERIFY(gatherer.take(std::move(book)));
        QVERIFY(gatherer.finish());
        QCOMPARE(got.size(), 1);
        QCOMPARE(got[0].document.value("data").value("rows"), Json::parse(R"([{"Code":"C-1","Größe":"5"},{"Code":"C-2"},{"Name":"X"}])").value());
    }

    void aMailIsToldByItsFactsAndHasItsAttachments()
    {
        QList<Submission> got;
        Gatherer gatherer("messages", sinkOf(got));
        for (int i = 0; i < 2; ++i) {
            const QString text = u"Subject\n- From: a@example.org\nHello "_s + QString::number(i);
            const Json blocks
                = Json::array({Json::array({"h1", 0, 7, -1, 0, 60}), Json::array({"li0", 8, 29, -1, 0, 60}), Json::array({"p", 30, 37, -1, 60, 70})});
            Submission mail;
            mail.name = u"box.mbox/"_s + QString::number(i + 1);
            mail.document = Json::object(
                {{"data",
                  Json::object({{"title", "Subject"},
                                {"source_text", text},
                                {"document",
                                 Json::object({{"format", "eml"},
                                               {"facts", Json::object({{"from", "a@example.org"}, {"sent_at", "2026-03-14T08:00:00Z"}})},
                                               {"blocks", blocks}})}})}});
            if (i == 0) {
                Submission box;
                box.name = u"box.mbox"_s;
                box.isWholeFile = true;
                box.document
                    = Json::parse(R"({"data":{"title":"Box","source_text":"Two mails.","document":{"children":[{"name":"1","from":0,"to":9}]}}})")
                          .value();
                QVERIFY(gatherer.take(std::move(box)));
            }
            QVERIFY(gatherer.take(std::move(mail)));
            Submission page;
            page.name = u"box.mbox/1/page.html"_s;
            page.isAttachment = true;
            page.original = "<p>page";
            page.document = Json::object({{"data", Json::object({{"title", "Page"}, {"source_text", "A page."}})}});
            if (i == 0)
                QVERIFY(gatherer.take(std::move(page)));
        }
        QVERIFY(gatherer.finish());
        QCOMPARE(got.size(), 1);
        const Json data = got[0].document.value("data");
        QCOMPARE(data.value("title").toString(), u"Box"_s);
        QCOMPARE(data.value("source_text").toString(), u"Two mails."_s);
        const Json messages = data.value("messages");
        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages.at(0).value("source_text").toString(), u"Hello 0"_s);
        QCOMPARE(messages.at(0).value("from").toString(), u"a@example.org"_s);
        QVERIFY(!messages.at(0).contains("document"));
        QCOMPARE(messages.at(0).value("attachments").at(0).value("title").toString(), u"Page"_s);
        QVERIFY(!messages.at(1).contains("attachments"));
    }

    void filesDoNotMix()
    {
        QList<Submission> got;
        Gatherer gatherer("rows", sinkOf(got));
        for (const QString &name : {u"/in/a.csv"_s, u"/in/b.csv"_s})
            InputReader().readBytes(name, "a\n1\n2\n", [&gatherer](Submission &&input) { return gatherer.take(std::move(input)); });
        QVERIFY(gatherer.finish());
        QCOMPARE(got.size(), 2);
        QCOMPARE(got[0].name, u"/in/a.csv"_s);
        QCOMPARE(got[1].document.value("data").value("rows").size(), 2);
    }

private:
    static InputReader::Sink sinkOf(QList<Submission> &got)
    {
        return [&got](Submission &&input) {
            got.append(std::move(input));
            return true;
        };
    }
    static QList<Submission> gathered(const QString &name, const QByteArray &bytes, const QByteArray &list, qsizetype most = 1'000'000)
    {
        QList<Submission> got;
        Gatherer gatherer(list, sinkOf(got), most);
        InputReader().readBytes(name, bytes, [&gatherer](Submission &&input) { return gatherer.take(std::move(input)); });
        gatherer.finish();
        return got;
    }
};

QTEST_GUILESS_MAIN(TestGatherer)
#include "tst_gatherer.moc"
