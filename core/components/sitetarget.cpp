// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/sitetarget.h"

#include "components/filetargets.h"
#include "components/safehtml.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSaveFile>
#include <QUrl>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kSearchedText = 20'000; ///< characters of a page that the search knows
constexpr auto kDataBegin = "window.SITE = [];\n";
constexpr auto kRecordBegin = "SITE.push(";
constexpr auto kRecordEnd = ");\n";

constexpr auto kStyle = R"css(
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5b6575; --paper: #fbfbf9; --card: #ffffff; --line: #e3e4e0; --accent: #1f6f6b; --mark: #fff0b8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7e9ec; --soft: #9aa4b2; --paper: #14171c; --card: #1b1f26; --line: #2b313a; --accent: #6cc3b8; --mark: #5c4d12; }
}
* { box-sizing: border-box; }
html { font: 17px/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
body { margin: 0 auto; max-width: 46rem; padding: 3.5rem 1.25rem 5rem; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 0.5rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.2rem 0 0.6rem; }
h3 { font-size: 1.08rem; margin: 1.8rem 0 0.4rem; }
p, ul, ol, blockquote { margin: 0 0 1rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 1rem; color: var(--soft); }
pre, code { font: 0.9em/1.5 ui-monospace, "Noto Sans Mono", monospace; }
pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.4rem 0.7rem; border-bottom: 1px solid var(--line); }
img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.lead { color: var(--soft); font-size: 1.08rem; margin-bottom: 2rem; }
.back { display: inline-block; margin-bottom: 2rem; font-size: 0.92rem; }
.tags { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0.5rem 0 0; padding: 0; list-style: none; }
.tags li { font-size: 0.8rem; line-height: 1.5; padding: 0 0.6rem; border: 1px solid var(--line); border-radius: 999px; }
.tags a { color: var(--soft); }
article .tags { margin-bottom: 2rem; }
.lead + .tags { margin-top: -1rem; }
.count { color: var(--soft); font-size: 0.92rem; margin: 0.75rem 0 1.5rem; }
input[type=search] { width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.65rem 0.9rem; margin-top: 1rem; }
input[type=search]:focus { outline: 2px solid var(--accent); outline-offset: 1px; }
.found { list-style: none; margin: 0; padding: 0; }
.found > li { border-top: 1px solid var(--line); padding: 1.1rem 0; }
.found h2 { margin: 0 0 0.2rem; font-size: 1.15rem; }
.found p { margin: 0; color: var(--soft); }
mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 0.1em; }
@media print { .back, input { display: none; } body { padding-top: 0; max-width: none; } }
)css";

constexpr auto kSearch = R"js(
"use strict";
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const pages = window.SITE.map((page) => ({...page, index: [[8, fold(page.title)], [4, fold(page.tags.join(" "))], [3, fold(page.summary)], [1, fold(page.text)]]}));
const input = document.querySelector("input");
const list = document.querySelector(".found");
const count = document.querySelector(".count");
function hits(text, word) {
  let n = 0;
  for (let at = text.indexOf(word); at >= 0 && n < 20; at = text.indexOf(word, at + word.length)) {
    n += at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]) ? 1 : 0.25;
  }
  return n;
}
function score(page, words) {
  let sum = 0;
  for (const word of words) {
    let best = 0;
    for (const [weight, text] of page.index) best += weight * Math.log2(1 + hits(text, word));
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}
function marked(element, text, words) {
  const plain = fold(text);
  if (plain.length !== text.length || words.length === 0) { element.textContent = text; return; }
  for (let at = 0; at < text.length;) {
    let next = text.length, length = 0;
    for (const word of words) {
      const found = plain.indexOf(word, at);
      if (found >= 0 && found < next) { next = found; length = word.length; }
    }
    element.append(text.slice(at, next));
    if (length > 0) element.append(Object.assign(document.createElement("mark"), {textContent: text.slice(next, next + length)}));
    at = next + Math.max(length, next < text.length ? 1 : 0);
    if (length === 0) break;
  }
}
function snippet(page, words) {
  const plain = fold(page.text);
  const at = Math.max(0, Math.min(...words.map((word) => { const i = plain.indexOf(word); return i < 0 ? Infinity : i; })));
  if (!Number.isFinite(at) || words.length === 0) return page.summary;
  const from = at < 60 ? 0 : page.text.indexOf(" ", at - 60) + 1;
  return (from > 0 ? "… " : "") + page.text.slice(from, from + 220).trim() + (page.text.length > from + 220 ? " …" : "");
}
function show() {
  const words = fold(input.value).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 0);
  const found = words.length === 0 ? pages : pages.map((page) => [score(page, words), page]).filter(([n]) => n > 0).sort((a, b) => b[0] - a[0]).map(([, page]) => page);
  count.textContent = words.length === 0 ? count.dataset.all : found.length + " of " + pages.length;
  list.replaceChildren(...found.slice(0, 200).map((page) => {
    const item = document.createElement("li");
    const title = item.appendChild(document.createElement("h2"));
    const link = title.appendChild(document.createElement("a"));
    link.href = "pages/" + encodeURIComponent(page.name) + ".html";
    marked(link, page.title, words);
    const text = snippet(page, words);
    if (text) marked(item.appendChild(document.createElement("p")), text, words);
    if (page.tags.length > 0) {
      const tags = item.appendChild(document.createElement("ul"));
      tags.className = "tags";
      for (const tag of page.tags) {
        const link = tags.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
        link.textContent = tag;
        link.href = "#" + encodeURIComponent(tag);
      }
    }
    return item;
  }));
  history.replaceState(null, "", input.value ? "#" + encodeURIComponent(input.value) : location.pathname);
}
input.value = decodeURIComponent(location.hash.slice(1));
input.addEventListener("input", show);
window.addEventListener("hashchange", () => { input.value = decodeURIComponent(location.hash.slice(1)); show(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== input) { event.preventDefault(); input.focus(); }
});
show();
)js";

QByteArray escaped(const QString &text)
{
    return text.toHtmlEscaped().toUtf8();
}

struct Page
{
    QString name;
    QString title;
    QString summary;
    QStringList tags;
    QString text; ///< what the search looks through
    QString from; ///< stands for the document it was made of, without naming it to the site's readers; empty where it has no name
};

QByteArray recordOf(const Page &page)
{
    Json record = Json::object({{"name", page.name}, {"title", page.title}, {"summary", page.summary}, {"tags", Json::array(page.tags)}});
    if (!page.from.isEmpty())
        record.insert("from", page.from);
    record.insert("text", page.text);
    return kRecordBegin + record.toBytes() + kRecordEnd;
}

QByteArray tagList(const QStringList &tags)
{
    QByteArray html;
    for (const QString &tag : tags)
        html += "<li><a href=\"../index.html#" + QUrl::toPercentEncoding(tag) + "\">" + escaped(tag) + "</a></li>";
    return html.isEmpty() ? html : "<ul class=\"tags\">" + html + "</ul>\n";
}

QByteArray head(const QString &title, const char *policy)
{
    return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\""
        + QByteArray(policy) + "\">\n<title>" + escaped(title) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n";
}

QByteArray pageHtml(const Page &page, const QByteArray &content, const QString &site)
{
    return head(page.title, "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
        + "<a class=\"back\" href=\"../index.html\">← " + escaped(site) + "</a>\n<article>\n<h1>" + escaped(page.title) + "</h1>\n"
        + (page.summary.isEmpty() ? QByteArray() : "<p class=\"lead\">" + escaped(page.summary) + "</p>\n") + tagList(page.tags) + content
        + "\n</article>\n</body>\n</html>\n";
}

QByteArray indexHtml(const QString &site, qsizetype pages)
{
    const QByteArray all = QByteArray::number(pages) + (pages == 1 ? " page" : " pages");
    return head(site, "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'self' file:; base-uri 'none'; form-action 'none'")
        + "<header>\n<h1>" + escaped(site)
        + "</h1>\n<input type=\"search\" placeholder=\"Search\" aria-label=\"Search\" autocomplete=\"off\">\n<p class=\"count\" data-all=\"" + all
        + "\" aria-live=\"polite\">" + all + "</p>\n</header>\n<ul class=\"found\"></ul>\n<script src=\"search-data.js\"></script>\n<script>"
        + kSearch + "</script>\n</body>\n</html>\n";
}

/// A line with what Markdown dresses words in: strong, emphasis, code, links to the web. All else is text, as is whatever stands in code and in
/// an address.
QString dressed(const QString &text)
{
    static const QRegularExpression either(u"`(?<code>[^`]+)`"
                                           "|\\*\\*(?=\\S)(?<strong>[^*]+?)(?<=\\S)\\*\\*"
                                           "|(?<![^\\s(\\[\"'“„«*])(?<!\\*)\\*(?=\\S)(?<emphasis>[^*]+?)(?<=\\S)\\*(?![*\\w])"
                                           "|<(?<plain>https?://[^\\s<>]+)>"
                                           "|\\[(?<words>[^\\[\\]]+)\\]\\((?<address>https?://[^\\s()]+)\\)"_s);
    QString html;
    qsizetype from = 0;
    for (auto found = either.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        html += text.sliced(from, match.capturedStart() - from).toHtmlEscaped();
        from = match.capturedEnd();
        if (match.hasCaptured(u"code"))
            html += u"<code>%1</code>"_s.arg(match.captured(u"code").toHtmlEscaped());
        else if (match.hasCaptured(u"strong"))
            html += u"<strong>%1</strong>"_s.arg(dressed(match.captured(u"strong")));
        else if (match.hasCaptured(u"emphasis"))
            html += u"<em>%1</em>"_s.arg(dressed(match.captured(u"emphasis")));
        else if (match.hasCaptured(u"plain"))
            html += u"<a href=\"%1\">%1</a>"_s.arg(match.captured(u"plain").toHtmlEscaped());
        else
            html += u"<a href=\"%1\">%2</a>"_s.arg(match.captured(u"address").toHtmlEscaped(), dressed(match.captured(u"words")));
    }
    return html + text.sliced(from).toHtmlEscaped();
}

QByteArray inlined(const QString &text)
{
    return dressed(text).toUtf8();
}

/// The rows of a table as they stand: "| a | b |". What is under the first one divides head and body.
QByteArray tableHtml(const QStringList &rows)
{
    static const QRegularExpression divider(u"^\\|[\\s:|-]+\\|?$"_s);
    const bool hasHead = rows.size() > 1 && divider.match(rows.at(1)).hasMatch();
    QByteArray html = "<table>\n";
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (hasHead && i == 1)
            continue;
        const QByteArray cell = hasHead && i == 0 ? "th" : "td";
        QStringView row = QStringView(rows.at(i)).sliced(1);
        if (row.endsWith(u'|'))
            row.chop(1);
        html += "<tr>";
        for (const QStringView one : row.split(u'|'))
            html += '<' + cell + '>' + inlined(one.trimmed().toString()) + "</" + cell + '>';
        html += "</tr>\n";
    }
    return html + "</table>\n";
}

/// Whether a text that says nothing of its form is made of HTML's own blocks; an address in angle brackets is none.
bool isHtml(const QString &text)
{
    static const QRegularExpression block(
        u"^\\s*<(?:!doctype|!--|html|body|article|aside|section|main|header|nav|div|p|h[1-6]|ul|ol|dl|table|figure|blockquote|pre|hr|details|span|em|strong|b|i|a)[\\s>/]"_s,
        QRegularExpression::CaseInsensitiveOption);
    return block.match(text).hasMatch();
}

/// A text without the heading that says what the page's own title says already.
QString withoutTitle(const QString &text, const QString &title)
{
    const QString first = text.section(u'\n', 0, 0);
    return first.startsWith("# "_L1) && first.sliced(2).trimmed() == title.trimmed() ? text.section(u'\n', 1) : text;
}

/// What a page says, without its marks: for the search and the summary.
QString plainOf(QString text, bool isMarkup)
{
    static const QRegularExpression tags(u"<[^>]*>"_s);
    static const QRegularExpression marks(u"^(#{1,6}|[-*>]|\\d+\\.)\\s+"_s, QRegularExpression::MultilineOption);
    if (isMarkup) {
        text.replace(tags, u" "_s);
        text.replace(u"&lt;"_s, u"<"_s).replace(u"&gt;"_s, u">"_s).replace(u"&quot;"_s, u"\""_s).replace(u"&amp;"_s, u"&"_s);
    }
    return text.remove(marks).remove(u"**"_s).simplified().left(kSearchedText);
}

std::optional<Error> write(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return std::nullopt;
    Error error = Error::make(ErrorCode::FileWrite, u"%1 cannot be written: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    error.category = ErrorCategory::Retryable;
    return error;
}

/// What the index knows of a page.
struct Record
{
    QString name;
    QString from;
    QByteArray line;
};

/// The records that are there, in their order: newest first. Nothing where the file is there and cannot be read.
std::optional<QList<Record>> recordsIn(const QString &path)
{
    QList<Record> records;
    QFile file(path);
    if (!file.exists())
        return records;
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        if (!line.startsWith(kRecordBegin) || !line.endsWith(kRecordEnd))
            continue;
        const auto json = Json::parse(QByteArrayView(line).sliced(qstrlen(kRecordBegin)).chopped(qstrlen(kRecordEnd)));
        if (json)
            records.append({json->value("name").toString(), json->value("from").toString(), line});
    }
    return file.error() == QFileDevice::NoError ? std::optional(records) : std::nullopt;
}

/// The name under which a page goes into the site: its own, with a number where the page of this name is another document's.
QString nameIn(const QList<Record> &records, const Page &page)
{
    const auto isOthers = [&](const QString &name) {
        return std::ranges::any_of(records, [&](const Record &record) {
            return record.name == name && !record.from.isEmpty() && !page.from.isEmpty() && record.from != page.from;
        });
    };
    QString name = page.name;
    for (int number = 2; isOthers(name); ++number)
        name = u"%1 (%2)"_s.arg(page.name).arg(number);
    return name;
}

} // namespace

QByteArray htmlOfText(const QString &text)
{
    static const QRegularExpression heading(u"^(#{1,4})\\s+(.*)$"_s);
    static const QRegularExpression bullet(u"^[-*]\\s+(.*)$"_s);
    static const QRegularExpression number(u"^\\d+\\.\\s+(.*)$"_s);
    QByteArray html;
    QString paragraph;
    QByteArray list; // the element that is open
    QStringList table;
    std::optional<QStringList> code; // the lines of an example that is open
    const auto close = [&] {
        if (!table.isEmpty())
            html += tableHtml(std::exchange(table, {}));
        if (!paragraph.isEmpty())
            html += "<p>" + inlined(std::exchange(paragraph, {})) + "</p>\n";
        if (!list.isEmpty())
            html += "</" + std::exchange(list, {}) + ">\n";
    };
    const auto item = [&](const QByteArray &element, const QString &words) {
        if (list != element) {
            close();
            list = element;
            html += '<' + element + ">\n";
        }
        html += "<li>" + inlined(words) + "</li>\n";
    };
    for (const QString &raw : text.split(u'\n')) {
        const QString line = raw.trimmed();
        if (line.startsWith("```"_L1)) {
            close();
            if (code)
                html += "<pre>" + escaped(code->join(u'\n')) + "</pre>\n";
            code = code ? std::nullopt : std::optional(QStringList());
            continue;
        }
        if (code) {
            code->append(raw);
            continue;
        }
        if (line.startsWith(u'|') && line.size() > 1) {
            if (table.isEmpty())
                close();
            table.append(line);
            continue;
        }
        if (!table.isEmpty())
            close();
        if (const auto match = heading.match(line); match.hasMatch()) {
            close();
            const QByteArray level = QByteArray::number(std::clamp<qsizetype>(match.captured(1).size(), 2, 4));
            html += "<h" + level + '>' + inlined(match.captured(2)) + "</h" + level + ">\n";
        } else if (const auto dot = bullet.match(line); dot.hasMatch()) {
            item("ul", dot.captured(1));
        } else if (const auto counted = number.match(line); counted.hasMatch()) {
            item("ol", counted.captured(1));
        } else if (line.startsWith("> "_L1)) {
            close();
            html += "<blockquote>" + inlined(line.sliced(2)) + "</blockquote>\n";
        } else if (line == "---"_L1) {
            close();
            html += "<hr>\n";
        } else if (line.isEmpty()) {
            close();
        } else {
            if (!list.isEmpty())
                close();
            paragraph += (paragraph.isEmpty() ? QString() : u" "_s) + line;
        }
    }
    close();
    if (code)
        html += "<pre>" + escaped(code->join(u'\n')) + "</pre>\n";
    return html;
}

QString SiteTarget::id() const
{
    return u"site"_s;
}

QList<DeliveryResult> SiteTarget::deliver(const QList<Delivery> &deliveries, RunContext &context) const
{
    const QString folder = deliveries.constFirst().address;
    const auto all = [&](const Error &error) { return QList<DeliveryResult>(deliveries.size(), DeliveryResult::failed(error)); };
    if (!QDir(folder).exists() || !QDir(folder).mkpath(u"pages"_s)) {
        Error error = Error::make(ErrorCode::FileWrite, u"%1 is no folder that can be written to"_s.arg(folder), Json::object({{"path", folder}}));
        error.category = ErrorCategory::Retryable;
        return all(error);
    }
    const auto known = recordsIn(folder + u"/search-data.js"_s);
    if (!known) { // an index that is written anew without them would lose its pages
        Error error = Error::make(ErrorCode::FileWrite, u"%1/search-data.js cannot be read"_s.arg(folder), Json::object({{"path", folder}}));
        error.category = ErrorCategory::Retryable;
        return all(error);
    }
    QList<Record> records = *known;
    QList<DeliveryResult> results;
    QString site;
    for (const Delivery &delivery : deliveries) {
        const Json &request = delivery.request;
        const QString text = QString::fromUtf8(delivery.body);
        const QString form = request.value("form").toString();
        const bool isMarkup = form.isEmpty() ? isHtml(text) : form == "html"_L1;
        Page page{request.value("name").toString(),     request.value("title").toString(), request.value("summary").toString(),
                  request.value("tags").toStringList(), plainOf(text, isMarkup),           request.value("from").toString()};
        site = request.value("site").toString();
        if (const QString problem = problemWithFileName(page.name.toUtf8()); !problem.isEmpty()) {
            results.append(DeliveryResult::failed(Error::make(ErrorCode::FileWrite, u"\"%1\": %2"_s.arg(page.name, problem))));
            continue;
        }
        if (context.isCancelled()) {
            results.append(DeliveryResult::failed(Error::make(ErrorCode::Cancelled, u"there was no time left for it"_s)));
            continue;
        }
        page.name = nameIn(records, page);
        const QByteArray content = isMarkup ? safeHtml(text).toUtf8() : htmlOfText(withoutTitle(text, page.title));
        const QString path = u"%1/pages/%2.html"_s.arg(folder, page.name);
        if (const auto error = write(path, pageHtml(page, content, site))) {
            results.append(DeliveryResult::failed(*error));
            continue;
        }
        const auto there = std::ranges::find(records, page.name, &Record::name);
        if (there != records.end())
            *there = {page.name, page.from, recordOf(page)};
        else
            records.prepend({page.name, page.from, recordOf(page)});
        results.append({.answer = Json::object({{"path", path}, {"index", folder + u"/index.html"_s}}), .error = {}});
    }
    // The index comes last: what it names is there.
    QByteArray data = kDataBegin;
    for (const Record &record : std::as_const(records))
        data += record.line;
    if (const auto error = write(folder + u"/search-data.js"_s, data))
        return all(*error);
    if (const auto error = write(folder + u"/index.html"_s, indexHtml(site, records.size())))
        return all(*error);
    return results;
}

} // namespace Millrace
