// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From HTML to a source text.
//
// A forgiving tokenizer (tags, attributes, comments, raw text elements) feeds a stack of open elements; there is no tree.
//  1. Every element has a flag "skipped" that its children inherit: scripts, navigation, tables of contents, feet.
//  2. Block elements end the block before them; inline elements only add to it; <pre> keeps its line ends.
//  3. A table row of one cell is a paragraph (old pages lay out with tables), one of more is a table row.
//  4. Where a page marks its main part (<main>, role="main", <article>), that part alone is read, unless it is nearly empty.
//  5. Work is linear in the input: the stack is bounded, and an end tag looks for its start only if one is open.
#include "extract/htmltext.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

struct Entity
{
    const char *name;
    char16_t code;
};

// The named character references of HTML 4 and "apos", sorted by name.
constexpr Entity kEntities[] = {
    {"AElig", 0xc6},    {"Aacute", 0xc1},    {"Acirc", 0xc2},    {"Agrave", 0xc0},   {"Alpha", 0x391},   {"Aring", 0xc5},    {"Atilde", 0xc3},
    {"Auml", 0xc4},     {"Beta", 0x392},     {"Ccedil", 0xc7},   {"Chi", 0x3a7},     {"Dagger", 0x2021}, {"Delta", 0x394},   {"ETH", 0xd0},
    {"Eacute", 0xc9},   {"Ecirc", 0xca},     {"Egrave", 0xc8},   {"Epsilon", 0x395}, {"Eta", 0x397},     {"Euml", 0xcb},     {"Gamma", 0x393},
    {"Iacute", 0xcd},   {"Icirc", 0xce},     {"Igrave", 0xcc},   {"Iota", 0x399},    {"Iuml", 0xcf},     {"Kappa", 0x39a},   {"Lambda", 0x39b},
    {"Mu", 0x39c},      {"Ntilde", 0xd1},    {"Nu", 0x39d},      {"OElig", 0x152},   {"Oacute", 0xd3},   {"Ocirc", 0xd4},    {"Ograve", 0xd2},
    {"Omega", 0x3a9},   {"Omicron", 0x39f},  {"Oslash", 0xd8},   {"Otilde", 0xd5},   {"Ouml", 0xd6},     {"Phi", 0x3a6},     {"Pi", 0x3a0},
    {"Prime", 0x2033},  {"Psi", 0x3a8},      {"Rho", 0x3a1},     {"Scaron", 0x160},  {"Sigma", 0x3a3},   {"THORN", 0xde},    {"Tau", 0x3a4},
    {"Theta", 0x398},   {"Uacute", 0xda},    {"Ucirc", 0xdb},    {"Ugrave", 0xd9},   {"Upsilon", 0x3a5}, {"Uuml", 0xdc},     {"Xi", 0x39e},
    {"Yacute", 0xdd},   {"Yuml", 0x178},     {"Zeta", 0x396},    {"aacute", 0xe1},   {"acirc", 0xe2},    {"acute", 0xb4},    {"aelig", 0xe6},
    {"agrave", 0xe0},   {"alefsym", 0x2135}, {"alpha", 0x3b1},   {"amp", 0x26},      {"and", 0x2227},    {"ang", 0x2220},    {"apos", 0x27},
    {"aring", 0xe5},    {"asymp", 0x2248},   {"atilde", 0xe3},   {"auml", 0xe4},     {"bdquo", 0x201e},  {"beta", 0x3b2},    {"brvbar", 0xa6},
    {"bull", 0x2022},   {"cap", 0x2229},     {"ccedil", 0xe7},   {"cedil", 0xb8},    {"cent", 0xa2},     {"chi", 0x3c7},     {"circ", 0x2c6},
    {"clubs", 0x2663},  {"cong", 0x2245},    {"copy", 0xa9},     {"crarr", 0x21b5},  {"cup", 0x222a},    {"curren", 0xa4},   {"dArr", 0x21d3},
    {"dagger", 0x2020}, {"darr", 0x2193},    {"deg", 0xb0},      {"delta", 0x3b4},   {"diams", 0x2666},  {"divide", 0xf7},   {"eacute", 0xe9},
    {"ecirc", 0xea},    {"egrave", 0xe8},    {"empty", 0x2205},  {"emsp", 0x2003},   {"ensp", 0x2002},   {"epsilon", 0x3b5}, {"equiv", 0x2261},
    {"eta", 0x3b7},     {"eth", 0xf0},       {"euml", 0xeb},     {"euro", 0x20ac},   {"exist", 0x2203},  {"fnof", 0x192},    {"forall", 0x2200},
    {"frac12", 0xbd},   {"frac14", 0xbc},    {"frac34", 0xbe},   {"frasl", 0x2044},  {"gamma", 0x3b3},   {"ge", 0x2265},     {"gt", 0x3e},
    {"hArr", 0x21d4},   {"harr", 0x2194},    {"hearts", 0x2665}, {"hellip", 0x2026}, {"iacute", 0xed},   {"icirc", 0xee},    {"iexcl", 0xa1},
    {"igrave", 0xec},   {"image", 0x2111},   {"infin", 0x221e},  {"int", 0x222b},    {"iota", 0x3b9},    {"iquest", 0xbf},   {"isin", 0x2208},
    {"iuml", 0xef},     {"kappa", 0x3ba},    {"lArr", 0x21d0},   {"lambda", 0x3bb},  {"lang", 0x2329},   {"laquo", 0xab},    {"larr", 0x2190},
    {"lceil", 0x2308},  {"ldquo", 0x201c},   {"le", 0x2264},     {"lfloor", 0x230a}, {"lowast", 0x2217}, {"loz", 0x25ca},    {"lrm", 0x200e},
    {"lsaquo", 0x2039}, {"lsquo", 0x2018},   {"lt", 0x3c},       {"macr", 0xaf},     {"mdash", 0x2014},  {"micro", 0xb5},    {"middot", 0xb7},
    {"minus", 0x2212},  {"mu", 0x3bc},       {"nabla", 0x2207},  {"nbsp", 0xa0},     {"ndash", 0x2013},  {"ne", 0x2260},     {"ni", 0x220b},
    {"not", 0xac},      {"notin", 0x2209},   {"nsub", 0x2284},   {"ntilde", 0xf1},   {"nu", 0x3bd},      {"oacute", 0xf3},   {"ocirc", 0xf4},
    {"oelig", 0x153},   {"ograve", 0xf2},    {"oline", 0x203e},  {"omega", 0x3c9},   {"omicron", 0x3bf}, {"oplus", 0x2295},  {"or", 0x2228},
    {"ordf", 0xaa},     {"ordm", 0xba},      {"oslash", 0xf8},   {"otilde", 0xf5},   {"otimes", 0x2297}, {"ouml", 0xf6},     {"para", 0xb6},
    {"part", 0x2202},   {"permil", 0x2030},  {"perp", 0x22a5},   {"phi", 0x3c6},     {"pi", 0x3c0},      {"piv", 0x3d6},     {"plusmn", 0xb1},
    {"pound", 0xa3},    {"prime", 0x2032},   {"prod", 0x220f},   {"prop", 0x221d},   {"psi", 0x3c8},     {"quot", 0x22},     {"rArr", 0x21d2},
    {"radic", 0x221a},  {"rang", 0x232a},    {"raquo", 0xbb},    {"rarr", 0x2192},   {"rceil", 0x2309},  {"rdquo", 0x201d},  {"real", 0x211c},
    {"reg", 0xae},      {"rfloor", 0x230b},  {"rho", 0x3c1},     {"rlm", 0x200f},    {"rsaquo", 0x203a}, {"rsquo", 0x2019},  {"sbquo", 0x201a},
    {"scaron", 0x161},  {"sdot", 0x22c5},    {"sect", 0xa7},     {"shy", 0xad},      {"sigma", 0x3c3},   {"sigmaf", 0x3c2},  {"sim", 0x223c},
    {"spades", 0x2660}, {"sub", 0x2282},     {"sube", 0x2286},   {"sum", 0x2211},    {"sup", 0x2283},    {"sup1", 0xb9},     {"sup2", 0xb2},
    {"sup3", 0xb3},     {"supe", 0x2287},    {"szlig", 0xdf},    {"tau", 0x3c4},     {"there4", 0x2234}, {"theta", 0x3b8},   {"thetasym", 0x3d1},
    {"thinsp", 0x2009}, {"thorn", 0xfe},     {"tilde", 0x2dc},   {"times", 0xd7},    {"trade", 0x2122},  {"uArr", 0x21d1},   {"uacute", 0xfa},
    {"uarr", 0x2191},   {"ucirc", 0xfb},     {"ugrave", 0xf9},   {"uml", 0xa8},      {"upsih", 0x3d2},   {"upsilon", 0x3c5}, {"uuml", 0xfc},
    {"weierp", 0x2118}, {"xi", 0x3be},       {"yacute", 0xfd},   {"yen", 0xa5},      {"yuml", 0xff},     {"zeta", 0x3b6},    {"zwj", 0x200d},
    {"zwnj", 0x200c},
};

constexpr int kMaxOpen = 512;

const QSet<QString> &skippedElements()
{
    static const QSet<QString> names{u"script"_s, u"style"_s, u"nav"_s,    u"footer"_s, u"aside"_s,    u"noscript"_s, u"template"_s, u"svg"_s,
                                     u"math"_s,   u"form"_s,  u"button"_s, u"select"_s, u"textarea"_s, u"iframe"_s,   u"object"_s,   u"applet"_s,
                                     u"audio"_s,  u"video"_s, u"canvas"_s, u"map"_s,    u"title"_s,    u"head"_s};
    return names;
}

const QSet<QString> &skippedClasses()
{
    static const QSet<QString> names{u"navheader"_s,
                                     u"navfooter"_s,
                                     u"navigation"_s,
                                     u"navbar"_s,
                                     u"nav"_s,
                                     u"sidebar"_s,
                                     u"sphinxsidebar"_s,
                                     u"related"_s,
                                     u"footer"_s,
                                     u"headerlink"_s,
                                     u"toc"_s,
                                     u"toctree-wrapper"_s,
                                     u"contents"_s,
                                     u"local"_s,
                                     u"breadcrumb"_s,
                                     u"breadcrumbs"_s,
                                     u"menu"_s,
                                     u"copyright"_s,
                                     u"legalnotice"_s,
                                     u"cookie-banner"_s,
                                     u"skip-link"_s,
                                     u"sr-only"_s,
                                     u"visually-hidden"_s,
                                     u"footnote-reference"_s,
                                     u"footnote"_s,
                                     u"footnotes"_s,
                                     u"author"_s,
                                     u"pubdate"_s,
                                     u"releaseinfo"_s,
                                     u"revhistory"_s,
                                     u"list-of-tables"_s,
                                     u"list-of-figures"_s,
                                     u"indexterm"_s,
                                     u"searchbox"_s,
                                     u"pagination"_s,
                                     u"share"_s,
                                     u"advert"_s,
                                     u"permalink"_s};
    return names;
}

const QSet<QString> &blockElements()
{
    static const QSet<QString> names{u"address"_s, u"article"_s, u"blockquote"_s, u"body"_s, u"caption"_s, u"center"_s,   u"dd"_s,
                                     u"details"_s, u"dir"_s,     u"div"_s,        u"dl"_s,   u"dt"_s,      u"fieldset"_s, u"figcaption"_s,
                                     u"figure"_s,  u"footer"_s,  u"h1"_s,         u"h2"_s,   u"h3"_s,      u"h4"_s,       u"h5"_s,
                                     u"h6"_s,      u"header"_s,  u"hr"_s,         u"html"_s, u"li"_s,      u"main"_s,     u"menu"_s,
                                     u"nav"_s,     u"ol"_s,      u"p"_s,          u"pre"_s,  u"section"_s, u"summary"_s,  u"table"_s,
                                     u"tbody"_s,   u"td"_s,      u"tfoot"_s,      u"th"_s,   u"thead"_s,   u"tr"_s,       u"ul"_s};
    return names;
}

const QSet<QString> &voidElements()
{
    static const QSet<QString> names{u"area"_s,  u"base"_s, u"br"_s,   u"col"_s,   u"embed"_s,  u"hr"_s,    u"img"_s,
                                     u"input"_s, u"link"_s, u"meta"_s, u"param"_s, u"source"_s, u"track"_s, u"wbr"_s};
    return names;
}

int headingLevel(const QString &name)
{
    return name.size() == 2 && name[0] == u'h' && name[1] >= u'1' && name[1] <= u'6' ? name[1].unicode() - u'0' : 0;
}

struct Attributes
{
    QString id, classes, role, lang, name, content, hidden;
};

/// Reads one page once; `mainOnly` says whether to read its marked main part alone.
class HtmlReader
{
public:
    HtmlReader(QStringView html, bool mainOnly, HtmlKind kind = HtmlKind::Page)
        : m_html(html)
        , m_mainOnly(mainOnly)
        , m_isPage(kind == HtmlKind::Page)
    {}

    TextDocument read();
    [[nodiscard]] bool sawMain() const { return m_sawMain; }

private:
    struct Open
    {
        QString name;
        bool skipped = false;
        bool toctree = false;
        bool main = false;
        int counter = 0; ///< of an ordered list
    };

    void startTag(const QString &name, const Attributes &attributes, bool selfClosing);
    void endTag(const QString &name);
    void text(QStringView raw);
    void pop();
    void closeImplied(const QString &name);
    [[nodiscard]] bool isReading() const;
    void flush();
    void flushRow();
    void writeTerm();
    qsizetype readTag(qsizetype from);
    void readMeta(const Attributes &attributes);

    QStringView m_html;
    bool m_mainOnly;
    bool m_isPage; ///< and so has furniture around its text
    bool m_sawMain = false;
    int m_mainDepth = 0;
    std::vector<Open> m_open;
    QHash<QString, int> m_openCount;
    BlockWriter m_out;
    QString m_inline;
    QString m_titleElement;
    QString m_firstTop;
    QString m_language;
    QStringList m_keywords;
    QStringList m_cells;
    int m_pre = 0;
    int m_heading = 0;
    int m_lists = 0;
    int m_rows = 0;
    bool m_itemPending = false;
    QString m_marker;
    QString m_term; ///< of a definition list, waiting for its definition
    bool m_inTerm = false;
    qsizetype m_from = -1; ///< where the inline text began; -1: nowhere yet
    qsizetype m_to = -1;
    qsizetype m_termFrom = -1; ///< of the term that waits for its definition
    qsizetype m_termTo = -1;
    qsizetype m_rowFrom = -1;
};

bool HtmlReader::isReading() const
{
    return (m_open.empty() || !m_open.back().skipped) && (!m_mainOnly || m_mainDepth > 0);
}

void HtmlReader::flush()
{
    if (m_inline.isEmpty())
        return;
    QString block;
    std::swap(block, m_inline);
    const qsizetype from = std::exchange(m_from, -1);
    const auto placeHere = [&] { m_out.place(from, from < 0 ? -1 : m_to); };
    if (m_rows == 0)
        placeHere();
    else if (m_rowFrom < 0)
        m_rowFrom = from;
    if (m_inTerm && m_pre == 0 && m_rows == 0 && m_heading == 0) {
        const QString term = simplifiedText(block);
        if (term.isEmpty())
            return;
        m_termFrom = m_term.isEmpty() ? from : m_termFrom;
        m_termTo = m_to;
        m_term += m_term.isEmpty() ? term : u" / "_s + term;
        return;
    }
    if (!m_term.isEmpty() && (m_pre > 0 || m_rows > 0 || m_heading > 0 || m_itemPending)) {
        writeTerm();
        placeHere();
    }
    if (m_pre > 0 && m_rows == 0) {
        m_out.code(block);
    } else if (m_rows > 0 && m_heading == 0) {
        const QString cell = simplifiedText(block);
        if (m_cells.isEmpty())
            m_cells.append(QString());
        if (!cell.isEmpty())
            m_cells.last() += m_cells.last().isEmpty() ? cell : u'\n' + cell;
    } else if (m_heading > 0) {
        m_out.heading(m_heading, block);
        if (m_heading == 1 && m_firstTop.isEmpty())
            m_firstTop = simplifiedText(block);
    } else if (m_itemPending) {
        if (!QStringView(block).trimmed().isEmpty()) {
            m_out.item(std::max(0, m_lists - 1), m_marker, block);
            m_itemPending = false;
        }
    } else if (!m_term.isEmpty() && !QStringView(block).trimmed().isEmpty()) {
        // A definition needs its term, or its first sentence has no subject.
        if (m_term.size() <= 60) {
            m_out.place(m_termFrom, m_to);
            m_out.item(std::max(0, m_lists), u"-"_s, std::exchange(m_term, {}) + u": "_s + block);
        } else {
            writeTerm();
            placeHere();
            m_out.paragraph(block);
        }
    } else {
        m_out.paragraph(block);
    }
}

/// A term that nothing defines.
void HtmlReader::writeTerm()
{
    m_out.place(m_termFrom, m_termTo);
    m_out.paragraph(std::exchange(m_term, {}));
}

void HtmlReader::flushRow()
{
    QStringList cells;
    std::swap(cells, m_cells);
    m_out.place(m_rowFrom, m_rowFrom < 0 ? -1 : m_to);
    m_rowFrom = -1;
    const auto filled = std::ranges::count_if(cells, [](const QString &cell) { return !cell.isEmpty(); });
    if (filled == 0)
        return;
    if (filled == 1) {
        for (const QString &cell : std::as_const(cells)) {
            for (const QString &part : cell.split(u'\n', Qt::SkipEmptyParts))
                m_out.paragraph(part);
        }
        return;
    }
    for (QString &cell : cells)
        cell.replace(u'\n', u' ').replace(u'|', u'/');
    m_out.row(cells);
}

void HtmlReader::pop()
{
    const Open open = m_open.back();
    m_open.pop_back();
    --m_openCount[open.name];
    if (open.main)
        --m_mainDepth;
    if (open.skipped)
        return;
    if (open.name == "pre"_L1)
        m_pre = std::max(0, m_pre - 1);
    else if (open.name == "ul"_L1 || open.name == "ol"_L1)
        m_lists = std::max(0, m_lists - 1);
    else if (open.name == "li"_L1)
        m_itemPending = false;
    else if (open.name == "dt"_L1)
        m_inTerm = false;
    else if (open.name == "dl"_L1 && !m_term.isEmpty())
        writeTerm();
    else if (open.name == "tr"_L1) {
        if (--m_rows == 0)
            flushRow();
    } else if (headingLevel(open.name) > 0)
        m_heading = 0;
}

void HtmlReader::closeImplied(const QString &name)
{
    // What a start tag ends without saying so, and the elements that such an end never crosses.
    const auto closeTo = [this](std::initializer_list<QLatin1StringView> ends, std::initializer_list<QLatin1StringView> walls) {
        for (qsizetype i = qsizetype(m_open.size()) - 1, steps = 0; i >= 0 && steps < 64; --i, ++steps) {
            const QString &open = m_open[size_t(i)].name;
            if (std::ranges::find(walls, open) != walls.end())
                return;
            if (std::ranges::find(ends, open) != ends.end()) {
                while (qsizetype(m_open.size()) > i)
                    pop();
                return;
            }
        }
    };
    if (blockElements().contains(name))
        closeTo({"p"_L1}, {"table"_L1, "div"_L1, "li"_L1, "td"_L1, "section"_L1, "blockquote"_L1, "dd"_L1});
    if (name == "li"_L1)
        closeTo({"li"_L1}, {"ul"_L1, "ol"_L1, "menu"_L1});
    else if (name == "dt"_L1 || name == "dd"_L1)
        closeTo({"dt"_L1, "dd"_L1}, {"dl"_L1});
    else if (name == "td"_L1 || name == "th"_L1)
        closeTo({"td"_L1, "th"_L1}, {"tr"_L1, "table"_L1});
    else if (name == "tr"_L1)
        closeTo({"tr"_L1}, {"table"_L1});
    if (blockElements().contains(name) && name != "html"_L1 && m_openCount.value(u"head"_s) > 0)
        closeTo({"head"_L1}, {});
}

void HtmlReader::readMeta(const Attributes &attributes)
{
    if (attributes.name.compare("keywords"_L1, Qt::CaseInsensitive) != 0 || !m_keywords.isEmpty())
        return;
    for (const QString &word : decodedEntities(attributes.content).split(u',')) {
        const QString clean = simplifiedText(word);
        if (!clean.isEmpty() && m_keywords.size() < 20)
            m_keywords.append(clean);
    }
}

void HtmlReader::startTag(const QString &name, const Attributes &attributes, bool selfClosing)
{
    if (name == "meta"_L1) {
        readMeta(attributes);
        return;
    }
    if (name == "html"_L1 && !attributes.lang.isEmpty())
        m_language = attributes.lang;
    const bool block = blockElements().contains(name);
    if (block && isReading())
        flush();
    closeImplied(name);
    const bool reading = isReading();
    if (name == "br"_L1) {
        if (reading)
            m_inline += m_pre > 0 ? u'\n' : u' ';
        return;
    }
    if (voidElements().contains(name) || selfClosing || m_open.size() >= kMaxOpen)
        return;

    Open open;
    open.name = name;
    const bool isMain = name == "main"_L1 || name == "article"_L1 || attributes.role == "main"_L1;
    open.main = isMain;
    if (isMain) {
        m_sawMain = true;
        ++m_mainDepth;
    }
    // Sphinx puts the chapters of a book on one page into what holds its table of contents else.
    const bool opensChapter = name == "section"_L1 && !m_open.empty() && m_open.back().toctree;
    const bool parentSkipped = !m_open.empty() && m_open.back().skipped && !opensChapter;
    const bool isNote = !m_isPage && (name == "aside"_L1 || name == "footer"_L1);
    bool skipped = parentSkipped || (skippedElements().contains(name) && !isNote) || !attributes.hidden.isNull() || attributes.role == "navigation"_L1
        || attributes.role == "search"_L1 || attributes.role == "banner"_L1 || attributes.role == "contentinfo"_L1;
    if (m_isPage && !skipped && !isMain && name != "body"_L1 && name != "html"_L1) {
        for (const QString &token : attributes.classes.split(u' ', Qt::SkipEmptyParts)) {
            skipped = skipped || skippedClasses().contains(token.toLower());
            open.toctree = open.toctree || token == "toctree-wrapper"_L1;
        }
        skipped = skipped || attributes.id == "footer"_L1 || attributes.id == "sidebar"_L1 || attributes.id == "toc"_L1;
    }
    open.skipped = skipped;
    ++m_openCount[name];
    m_open.push_back(open);
    if (skipped)
        return;
    if (name == "pre"_L1) {
        ++m_pre;
    } else if (name == "ul"_L1 || name == "ol"_L1) {
        ++m_lists;
        m_itemPending = false;
    } else if (name == "li"_L1) {
        m_marker = u"-"_s;
        for (auto it = m_open.rbegin(); it != m_open.rend(); ++it) {
            if (it->name == "ol"_L1)
                m_marker = QString::number(++it->counter) + u'.';
            if (it->name == "ol"_L1 || it->name == "ul"_L1)
                break;
        }
        m_itemPending = true;
    } else if (name == "dt"_L1) {
        m_inTerm = true;
    } else if (name == "tr"_L1) {
        ++m_rows;
    } else if (name == "td"_L1 || name == "th"_L1) {
        if (m_rows == 1)
            m_cells.append(QString());
    } else if (const int level = headingLevel(name); level > 0) {
        m_heading = level;
    }
}

void HtmlReader::endTag(const QString &name)
{
    if (m_openCount.value(name) == 0)
        return;
    if (blockElements().contains(name) && isReading())
        flush();
    while (!m_open.empty()) {
        const bool found = m_open.back().name == name;
        if (!found && blockElements().contains(m_open.back().name) && isReading())
            flush();
        pop();
        if (found)
            return;
    }
}

void HtmlReader::text(QStringView raw)
{
    if (!m_open.empty() && m_open.back().name == "title"_L1 && m_titleElement.isEmpty()) {
        m_titleElement = simplifiedText(decodedEntities(raw));
        return;
    }
    if (!isReading())
        return;
    if (const qsizetype at = raw.data() - m_html.data(); !QStringView(raw).trimmed().isEmpty() && at >= 0 && at < m_html.size()) {
        if (m_from < 0)
            m_from = at;
        m_to = at + raw.size();
    }
    m_inline += decodedEntities(raw);
}

qsizetype HtmlReader::readTag(qsizetype from)
{
    const qsizetype size = m_html.size();
    qsizetype i = from + 1;
    const bool end = i < size && m_html[i] == u'/';
    if (end)
        ++i;
    const qsizetype nameFrom = i;
    while (i < size && (m_html[i].isLetterOrNumber() || m_html[i] == u'-' || m_html[i] == u':'))
        ++i;
    if (i - nameFrom > 64 || i == nameFrom || !m_html[nameFrom].isLetter())
        return from;
    QString name = m_html.sliced(nameFrom, i - nameFrom).toString().toLower();
    if (const qsizetype colon = name.lastIndexOf(u':'); colon >= 0)
        name.remove(0, colon + 1);
    if (name.isEmpty())
        return from;
    Attributes attributes;
    bool selfClosing = false;
    while (i < size && m_html[i] != u'>') {
        if (m_html[i].isSpace() || m_html[i] == u'/') {
            selfClosing = m_html[i] == u'/';
            ++i;
            continue;
        }
        selfClosing = false;
        const qsizetype keyFrom = i;
        while (i < size && !m_html[i].isSpace() && m_html[i] != u'=' && m_html[i] != u'>' && m_html[i] != u'/')
            ++i;
        if (i == keyFrom) {
            ++i;
            continue;
        }
        const QStringView key = m_html.sliced(keyFrom, i - keyFrom);
        while (i < size && m_html[i].isSpace())
            ++i;
        QStringView value = u"";
        if (i < size && m_html[i] == u'=') {
            ++i;
            while (i < size && m_html[i].isSpace())
                ++i;
            if (i < size && (m_html[i] == u'"' || m_html[i] == u'\'')) {
                const qsizetype close = m_html.indexOf(m_html[i], i + 1);
                if (close < 0)
                    return size;
                value = m_html.sliced(i + 1, close - i - 1);
                i = close + 1;
            } else {
                const qsizetype valueFrom = i;
                while (i < size && !m_html[i].isSpace() && m_html[i] != u'>')
                    ++i;
                value = m_html.sliced(valueFrom, i - valueFrom);
            }
        }
        const auto is = [key](QLatin1StringView word) { return key.compare(word, Qt::CaseInsensitive) == 0; };
        if (is("class"_L1))
            attributes.classes = value.toString();
        else if (is("role"_L1))
            attributes.role = value.toString().toLower();
        else if (is("lang"_L1) || is("xml:lang"_L1))
            attributes.lang = value.toString();
        else if (is("name"_L1))
            attributes.name = value.toString();
        else if (is("content"_L1))
            attributes.content = value.toString();
        else if (is("id"_L1))
            attributes.id = value.toString();
        else if (is("hidden"_L1))
            attributes.hidden = u"hidden"_s;
    }
    const qsizetype after = std::min(size, i + 1);
    if (end) {
        endTag(name);
        return after;
    }
    startTag(name, attributes, selfClosing);
    if (name == "script"_L1 || name == "style"_L1 || name == "textarea"_L1 || name == "title"_L1) {
        const QString close = u"</"_s + name;
        const qsizetype stop = m_html.indexOf(close, after, Qt::CaseInsensitive);
        if (name == "title"_L1)
            text(m_html.sliced(after, (stop < 0 ? size : stop) - after));
        return stop < 0 ? size : stop;
    }
    return after;
}

TextDocument HtmlReader::read()
{
    qsizetype i = 0;
    const qsizetype size = m_html.size();
    while (i < size) {
        const qsizetype open = m_html.indexOf(u'<', i);
        if (open != i) {
            text(m_html.sliced(i, (open < 0 ? size : open) - i));
            if (open < 0)
                break;
            i = open;
        }
        const QStringView rest = m_html.sliced(i);
        if (rest.startsWith("<!--"_L1)) {
            const qsizetype close = m_html.indexOf("-->"_L1, i + 4);
            i = close < 0 ? size : close + 3;
        } else if (rest.startsWith("<!"_L1) || rest.startsWith("<?"_L1)) {
            const qsizetype close = m_html.indexOf(u'>', i);
            i = close < 0 ? size : close + 1;
        } else {
            const qsizetype next = readTag(i);
            if (next == i) {
                text(rest.first(1));
                ++i;
            } else {
                i = next;
            }
        }
    }
    if (isReading())
        flush();
    while (!m_open.empty())
        pop();

    TextDocument document;
    m_out.finish(document);
    document.language = m_language;
    document.keywords = m_keywords;
    QString title = m_firstTop;
    if (title.isEmpty() && !m_titleElement.isEmpty()) {
        static const QRegularExpression suffix(u"\\s+[\\x{2013}\\x{2014}|\\-\\x{00B7}]\\s+[^\\x{2013}\\x{2014}|]+$"_s);
        title = m_titleElement;
        title.remove(suffix);
    }
    if (title.isEmpty())
        title = m_out.firstHeading();
    document.title = withoutNumber(title);
    return document;
}

} // namespace

QString decodedEntities(QStringView text)
{
    if (!text.contains(u'&'))
        return text.toString();
    QString out;
    out.reserve(text.size());
    qsizetype i = 0;
    while (i < text.size()) {
        const qsizetype amp = text.indexOf(u'&', i);
        out += text.sliced(i, (amp < 0 ? text.size() : amp) - i);
        if (amp < 0)
            break;
        qsizetype end = amp + 1;
        while (end < text.size() && end - amp < 12 && (text[end].isLetterOrNumber() || text[end] == u'#'))
            ++end;
        const QStringView name = text.sliced(amp + 1, end - amp - 1);
        char32_t code = 0;
        if (name.startsWith(u'#')) {
            const bool hex = name.size() > 1 && (name[1] == u'x' || name[1] == u'X');
            bool ok = false;
            const uint number = name.sliced(hex ? 2 : 1).toUInt(&ok, hex ? 16 : 10);
            if (ok && number > 0 && number <= 0x10FFFF && (number < 0xD800 || number > 0xDFFF))
                code = number;
        } else if (!name.isEmpty()) {
            const QByteArray key = name.toLatin1();
            const auto it = std::ranges::lower_bound(kEntities, QByteArrayView(key), {}, [](const Entity &e) { return QByteArrayView(e.name); });
            if (it != std::end(kEntities) && key == it->name)
                code = it->code;
        }
        if (code == 0) {
            out += u'&';
            i = amp + 1;
            continue;
        }
        out += QChar::fromUcs4(code);
        i = end < text.size() && text[end] == u';' ? end + 1 : end;
    }
    return out;
}

TextDocument textFromHtml(QStringView html, HtmlKind kind)
{
    HtmlReader whole(html, false, kind);
    TextDocument document = whole.read();
    if (!whole.sawMain() || kind == HtmlKind::Chapter)
        return document;
    TextDocument main = HtmlReader(html, true).read();
    if (main.text.size() < 80 || main.text.size() * 10 < document.text.size())
        return document;
    if (main.title.isEmpty())
        main.title = document.title;
    return main;
}

std::optional<QByteArray> declaredHtmlCharset(QByteArrayView bytes)
{
    static const QRegularExpression charset(u"(?:<meta[^>]+charset\\s*=\\s*[\"']?|<\\?xml[^>]+encoding\\s*=\\s*[\"'])([A-Za-z0-9_:.\\-]+)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QString head = QString::fromLatin1(bytes.first(std::min<qsizetype>(bytes.size(), 4096)));
    const QRegularExpressionMatch match = charset.match(head);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1).toLatin1();
}

} // namespace Millrace
