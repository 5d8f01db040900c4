// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A manual page's text.
//
// roff is a programming language; pages are written in it by people and by generators (pod2man, help2man, DocBook, po4a), which all begin with some lines
// of it. What is understood is what changes words: the man(7) macros, tables, strings, special characters, and conditions as a terminal decides
// them. Everything else passes:
//  1. Nothing is executed. No macro that a page defines is run (it is skipped with its body), no file is read, no loop exists: one pass over the lines.
//  2. A string (.ds) may name other strings; it grows to kMaxString characters and is not looked into again.
//  3. A request that is not known says nothing, and its words are not text.
#include "extract/manualtext.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qsizetype kMaxString = 4096;
constexpr int kMaxDepth = 16; ///< of what is indented

struct Special
{
    const char *name;
    char16_t c;
};

constexpr Special kSpecials[]
    = {{"bu", 0x2022}, {"em", 0x2014}, {"en", 0x2013}, {"hy", u'-'},   {"aq", u'\''}, {"dq", u'"'},   {"lq", 0x201c}, {"rq", 0x201d}, {"oq", 0x2018},
       {"cq", 0x2019}, {"ga", u'`'},   {"ha", u'^'},   {"ti", u'~'},   {"rs", u'\\'}, {"bv", u'|'},   {"ba", u'|'},   {"at", u'@'},   {"sh", u'#'},
       {"Do", u'$'},   {"sl", u'/'},   {"mu", 0xd7},   {"di", 0xf7},   {"+-", 0xb1},  {"<=", 0x2264}, {">=", 0x2265}, {"!=", 0x2260}, {"->", 0x2192},
       {"<-", 0x2190}, {"de", 0xb0},   {"12", 0xbd},   {"14", 0xbc},   {"34", 0xbe},  {"co", 0xa9},   {"rg", 0xae},   {"tm", 0x2122}, {"sc", 0xa7},
       {"Eu", 0x20ac}, {"Po", 0xa3},   {"ss", 0xdf},   {"AE", 0xc6},   {"ae", 0xe6},  {"/O", 0xd8},   {"/o", 0xf8},   {"oA", 0xc5},   {"oa", 0xe5},
       {"-D", 0xd0},   {"Sd", 0xf0},   {"TP", 0xde},   {"Tp", 0xfe},   {".i", 0x131}, {"/L", 0x141},  {"/l", 0x142},  {"Fo", 0xab},   {"Fc", 0xbb},
       {"fo", 0x2039}, {"fc", 0x203a}, {"lB", u'['},   {"rB", u']'},   {"lC", u'{'},  {"rC", u'}'},   {"la", 0x27e8}, {"ra", 0x27e9}, {"pl", u'+'},
       {"mi", 0x2212}, {"eq", u'='},   {"**", u'*'},   {"*a", 0x3b1},  {"*b", 0x3b2}, {"*m", 0x3bc},  {"mc", 0xb5},   {"ct", 0xa2},   {"dg", 0x2020},
       {"dd", 0x2021}, {"ps", 0xb6},   {"sq", 0x25a1}, {"r!", 0xa1},   {"r?", 0xbf},  {"if", 0x221e}, {"~~", 0x2248}, {"bq", 0x201e}, {"Bq", 0x201e},
       {"no", 0xac},   {"tno", 0xac},  {"pc", 0xb7},   {"md", 0x22c5}, {"ul", u'_'},  {"ru", u'_'},   {"br", u'|'},   {"lh", 0x261c}, {"rh", 0x261e},
       {"OK", 0x2713}, {"ua", 0x2191}, {"da", 0x2193}, {"S1", 0xb9},   {"S2", 0xb2},  {"S3", 0xb3},   {"CR", 0x21b5}, {"fm", 0x2032}, {"sd", 0x2033}};

/// The combining mark of `\(:u` and its like.
char16_t markOf(QChar c)
{
    switch (c.unicode()) {
    case u'\'':
        return 0x301;
    case u'`':
        return 0x300;
    case u'^':
        return 0x302;
    case u':':
        return 0x308;
    case u'~':
        return 0x303;
    case u',':
        return 0x327;
    case u'v':
        return 0x30c;
    case u'o':
        return 0x30a;
    default:
        return 0;
    }
}

QString special(QStringView name)
{
    for (const Special &one : kSpecials) {
        if (name == QLatin1StringView(one.name))
            return QString(QChar(one.c));
    }
    if (name.size() >= 5 && name[0] == u'u') {
        bool ok = false;
        const uint code = name.sliced(1).toUInt(&ok, 16);
        return ok && code >= 0x20 && code <= 0x10ffff && (code & 0xfffff800) != 0xd800 ? QString::fromUcs4(std::array{char32_t(code)}.data(), 1)
                                                                                       : QString();
    }
    if (name.size() == 2 && name[1].isLetter() && markOf(name[0]) != 0)
        return (QString(name[1]) + QChar(markOf(name[0]))).normalized(QString::NormalizationForm_C);
    return {};
}

struct Line
{
    QStringView text;
    qsizetype from = 0;
    qsizetype to = 0;
};

class ManualReader
{
public:
    explicit ManualReader(QStringView text);

    TextDocument read();

private:
    [[nodiscard]] QString plain(QStringView text, bool *continues = nullptr) const;
    [[nodiscard]] QString escape(QStringView text, qsizetype &at, bool *continues) const;
    [[nodiscard]] QStringList arguments(QStringView rest, bool *continues = nullptr) const;
    [[nodiscard]] static QStringView nameAt(QStringView text, qsizetype &at);
    [[nodiscard]] static bool condition(QStringView &rest);

    void line(QStringView text);
    void request(QStringView name, QStringView rest);
    void conditional(QStringView name, QStringView rest);
    void skipBlock();
    void skipDefinition(const QString &end);
    void words(const QString &text, bool continues = false);
    void font(QStringView rest, QLatin1StringView glue);
    void flush();
    void endCode();
    void table();

    std::vector<Line> m_lines;
    size_t m_at = 0;
    BlockWriter m_out;
    QHash<QString, QString> m_strings;
    QString m_title;

    QString m_text; ///< of the paragraph, item or heading that is being gathered
    QString m_tag; ///< of the item, where one began
    qsizetype m_from = -1;
    qsizetype m_to = -1;
    int m_depth = 0;
    int m_heading = 0; ///< the next line is one of this level
    bool m_tagNext = false; ///< the next line is an item's tag
    bool m_item = false;
    bool m_glued = false; ///< the last line ended in \c
    bool m_code = false;
    QString m_codeText;
    qsizetype m_codeFrom = -1;
    qsizetype m_codeTo = -1;
    bool m_otherwise = false; ///< what `.el` finds
};

ManualReader::ManualReader(QStringView text)
    : m_strings{{u"lq"_s, u"\x201c"_s}, {u"rq"_s, u"\x201d"_s}, {u"R"_s, u"\xae"_s}, {u"Tm"_s, u"\x2122"_s}, {u"Aq"_s, u"'"_s}}
{
    for (qsizetype from = 0; from <= text.size();) {
        qsizetype to = text.indexOf(u'\n', from);
        to = to < 0 ? text.size() : to;
        m_lines.push_back({text.sliced(from, to - from), from, to});
        from = to + 1;
    }
}

/// The name behind \( \[ \* \f and their like: one character, two behind "(", more within "[ ]".
QStringView ManualReader::nameAt(QStringView text, qsizetype &at)
{
    if (at >= text.size())
        return {};
    if (text[at] == u'(') {
        const QStringView name = text.sliced(at + 1).left(2);
        at += 1 + name.size();
        return name;
    }
    if (text[at] == u'[') {
        const qsizetype end = text.indexOf(u']', at);
        const QStringView name = end < 0 ? text.sliced(at + 1) : text.sliced(at + 1, end - at - 1);
        at = end < 0 ? text.size() : end + 1;
        return name;
    }
    return text.sliced(at++, 1);
}

/// What stands behind a backslash at `at`, which moves behind it.
QString ManualReader::escape(QStringView text, qsizetype &at, bool *continues) const
{
    if (at >= text.size())
        return {};
    const char16_t c = text[at++].unicode();
    switch (c) {
    case u'-':
    case u'.':
    case u'\'':
    case u'`':
    case u'_':
        return QString(QChar(c));
    case u'e':
    case u'\\':
    case u'E':
        return u"\\"_s;
    case u' ':
    case u'~':
    case u'0':
    case u't':
        return u" "_s;
    case u'"':
    case u'#':
        at = text.size();
        return {};
    case u'(':
    case u'[': {
        --at;
        return special(nameAt(text, at));
    }
    case u'*':
        return m_strings.value(nameAt(text, at).toString());
    case u'c':
        if (continues)
            *continues = true;
        return {};
    case u'f':
    case u'F':
    case u'm':
    case u'M':
    case u'g':
    case u'k':
    case u'n':
    case u'V':
    case u'Y':
        if (c == u'n' && at < text.size() && (text[at] == u'+' || text[at] == u'-'))
            ++at;
        (void)nameAt(text, at);
        return {};
    case u's':
        if (at < text.size() && (text[at] == u'+' || text[at] == u'-'))
            ++at;
        if (at < text.size() && (text[at] == u'(' || text[at] == u'['))
            (void)nameAt(text, at);
        else
            while (at < text.size() && text[at].isDigit())
                ++at;
        return {};
    case u'A':
    case u'b':
    case u'C':
    case u'D':
    case u'h':
    case u'H':
    case u'l':
    case u'L':
    case u'N':
    case u'o':
    case u'S':
    case u'v':
    case u'w':
    case u'x':
    case u'X':
    case u'Z': {
        if (at >= text.size())
            return {};
        const QChar quote = text[at++];
        const qsizetype end = text.indexOf(quote, at);
        const QStringView inner = end < 0 ? text.sliced(at) : text.sliced(at, end - at);
        at = end < 0 ? text.size() : end + 1;
        if (c == u'C')
            return special(inner);
        return c == u'N' && inner.toInt() >= 32 && inner.toInt() < 127 ? QString(QChar(inner.toInt())) : QString();
    }
    case u'z':
    case u'&':
    case u'%':
    case u'/':
    case u',':
    case u'^':
    case u'|':
    case u':':
    case u'!':
    case u')':
    case u'u':
    case u'd':
    case u'p':
    case u'r':
    case u'a':
    case u'{':
    case u'}':
        return {};
    default:
        return QString(QChar(c));
    }
}

QString ManualReader::plain(QStringView text, bool *continues) const
{
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        if (text[at] == u'\\') {
            ++at;
            out += escape(text, at, continues);
        } else {
            out += text[at++];
        }
    }
    // A name or a quotation mark may have taken one half of a character.
    for (qsizetype i = out.size() - 1; i >= 0; --i) {
        const bool pair = i > 0 && out[i].isLowSurrogate() && out[i - 1].isHighSurrogate();
        if (out[i].isSurrogate() && !pair)
            out.remove(i, 1);
        i -= pair ? 1 : 0;
    }
    return out;
}

/// The words of a request: apart by blanks, or within quotes, where two of them are one. Escaped blanks divide nothing.
QStringList ManualReader::arguments(QStringView rest, bool *continues) const
{
    QStringList list;
    qsizetype at = 0;
    while (at < rest.size()) {
        while (at < rest.size() && (rest[at] == u' ' || rest[at] == u'\t'))
            ++at;
        if (at >= rest.size() || rest.sliced(at).startsWith("\\\""_L1))
            break;
        QString raw;
        const bool quoted = rest[at] == u'"';
        at += quoted ? 1 : 0;
        while (at < rest.size()) {
            const QChar c = rest[at];
            if (c == u'\\' && at + 1 < rest.size()) {
                raw += rest.sliced(at, 2);
                at += 2;
                continue;
            }
            if (quoted && c == u'"') {
                ++at;
                if (at < rest.size() && rest[at] == u'"') {
                    raw += u'"';
                    ++at;
                    continue;
                }
                break;
            }
            if (!quoted && (c == u' ' || c == u'\t'))
                break;
            raw += c;
            ++at;
        }
        list.append(plain(raw, continues));
    }
    return list;
}

void ManualReader::endCode()
{
    QString code = std::exchange(m_codeText, {});
    const qsizetype from = std::exchange(m_codeFrom, -1);
    if (code.trimmed().isEmpty())
        return;
    m_out.place(from, m_codeTo);
    m_out.code(code.replace("```"_L1, "'''"_L1));
}

/// Ends the block that is being gathered, and the example that stands under it.
void ManualReader::flush()
{
    m_tagNext = m_glued = false;
    const QString text = std::exchange(m_text, {});
    const QString tag = std::exchange(m_tag, {});
    const bool item = std::exchange(m_item, false);
    const int heading = std::exchange(m_heading, 0);
    m_out.place(m_from, m_to);
    m_from = -1;
    if (heading > 0)
        m_out.heading(heading, text);
    else if (!item)
        m_out.paragraph(text);
    else if (const QString mark = simplifiedText(tag); mark.size() == 1 && (!mark[0].isLetterOrNumber() || mark == "o"_L1))
        m_out.item(m_depth, u"-"_s, text);
    else if (mark.size() <= 4 && (mark.endsWith(u'.') || mark.endsWith(u')')) && mark.size() > 1 && mark[0].isDigit())
        m_out.item(m_depth, mark.chopped(1) + u'.', text);
    else
        m_out.item(m_depth, u"-"_s, mark.isEmpty() || simplifiedText(text).isEmpty() ? mark + text : mark + u": "_s + text);
    endCode();
}

void ManualReader::words(const QString &text, bool continues)
{
    const Line &here = m_lines[std::min(m_at, m_lines.size() - 1)];
    if (m_code && !m_tagNext) {
        m_codeText += text + (continues ? u""_s : u"\n"_s);
        m_codeFrom = m_codeFrom < 0 ? here.from : m_codeFrom;
        m_codeTo = here.to;
        return;
    }
    m_from = m_from < 0 ? here.from : m_from;
    m_to = here.to;
    if (m_tagNext) {
        m_tag += (m_tag.isEmpty() ? u""_s : u", "_s) + text;
        m_tagNext = continues;
        return;
    }
    if (!m_text.isEmpty() && !m_glued)
        m_text += u' ';
    m_text += text;
    m_glued = continues;
    if (m_heading > 0)
        flush();
}

void ManualReader::font(QStringView rest, QLatin1StringView glue)
{
    bool continues = false;
    const QStringList given = arguments(rest, &continues);
    if (!given.isEmpty())
        words(given.join(glue), continues);
}

/// What decides an .if as a terminal would, and moves behind it. Numbers are not computed: a register is nought but for `\n(.g`.
bool ManualReader::condition(QStringView &rest)
{
    rest = rest.trimmed();
    bool wanted = true;
    while (rest.startsWith(u'!')) {
        wanted = !wanted;
        rest = rest.sliced(1);
    }
    if (rest.isEmpty())
        return false;
    const char16_t c = rest[0].unicode();
    if (c == u'\'' || c == u'"') {
        const qsizetype middle = rest.indexOf(QChar(c), 1);
        const qsizetype end = middle < 0 ? -1 : rest.indexOf(QChar(c), middle + 1);
        if (end < 0) {
            rest = {};
            return false;
        }
        const bool same = rest.sliced(1, middle - 1) == rest.sliced(middle + 1, end - middle - 1);
        rest = rest.sliced(end + 1);
        return same == wanted;
    }
    qsizetype end = 0;
    int brackets = 0;
    while (end < rest.size() && (brackets > 0 || (rest[end] != u' ' && rest[end] != u'\t' && !rest.sliced(end).startsWith("\\{"_L1)))) {
        brackets += rest[end] == u'(' && (end == 0 || rest[end - 1] != u'n') ? 1 : rest[end] == u')' ? -1 : 0;
        ++end;
    }
    const QStringView what = rest.first(end);
    rest = rest.sliced(end);
    const bool holds
        = what == "n"_L1 || what == "1"_L1 || what.startsWith("\\n(.g"_L1) || what.startsWith("\\n[.g]"_L1) || what.startsWith("(\\n(.g"_L1);
    return holds == wanted;
}

/// Passes a block `\{ … \}` of which the first line was read.
void ManualReader::skipBlock()
{
    for (int depth = 1; depth > 0 && m_at + 1 < m_lines.size();) {
        ++m_at;
        depth += int(m_lines[m_at].text.count("\\{"_L1)) - int(m_lines[m_at].text.count("\\}"_L1));
    }
}

/// Passes the body of a macro, up to a line ".." or the request that its definition names.
void ManualReader::skipDefinition(const QString &end)
{
    while (m_at + 1 < m_lines.size()) {
        const QStringView text = m_lines[++m_at].text;
        if (text.startsWith(u'.') && text.sliced(1).trimmed() == (end.isEmpty() ? u"."_s : end))
            break;
    }
}

void ManualReader::conditional(QStringView name, QStringView rest)
{
    bool holds = false;
    if (name == "el"_L1) {
        holds = m_otherwise;
    } else {
        holds = condition(rest);
        m_otherwise = !holds;
    }
    rest = rest.trimmed();
    const bool block = rest.startsWith("\\{"_L1);
    if (!holds) {
        if (block && rest.count("\\{"_L1) > rest.count("\\}"_L1))
            skipBlock();
        return;
    }
    // What holds is read as if the braces were not there.
    if (block)
        rest = rest.sliced(2);
    if (rest.endsWith(u'\\'))
        rest.chop(1);
    if (!rest.trimmed().isEmpty())
        line(rest.trimmed());
}

/// tbl: options up to ";", the form up to ".", then rows with a cell between tabs; T{ … T} is a cell of several lines.
void ManualReader::table()
{
    flush();
    QChar gap = u'\t';
    bool form = true;
    QStringList cells;
    QString longCell;
    bool inLong = false;
    const auto endRow = [&] {
        if (std::ranges::any_of(cells, [](const QString &cell) { return !cell.isEmpty(); })) {
            m_out.place(m_from, m_lines[m_at].to);
            m_out.row(cells);
        }
        cells.clear();
        m_from = -1;
    };
    const auto cellOf = [this](QStringView raw) {
        QString cell = simplifiedText(plain(raw));
        return cell.replace(u'|', u'/');
    };
    m_out.endTable();
    while (m_at + 1 < m_lines.size()) {
        QStringView text = m_lines[++m_at].text;
        if (text.startsWith(".TE"_L1))
            break;
        m_from = m_from < 0 ? m_lines[m_at].from : m_from;
        if (form) {
            if (const qsizetype at = text.indexOf("tab("_L1); at >= 0 && text.size() > at + 4)
                gap = text[at + 4];
            if (text.trimmed().endsWith(u'.'))
                form = false;
            m_from = -1;
            continue;
        }
        if (inLong) {
            if (!text.startsWith("T}"_L1)) {
                if (text.startsWith(u'.')) {
                    const QStringView rest = text.sliced(1);
                    const qsizetype blank = rest.indexOf(u' ');
                    const QStringView name = blank < 0 ? rest : rest.first(blank);
                    const bool close = name.size() == 2 && u"BIR"_s.contains(name[0]) && u"BIR"_s.contains(name[1]);
                    if (close || name == "B"_L1 || name == "I"_L1)
                        longCell += u' ' + arguments(blank < 0 ? QStringView() : rest.sliced(blank)).join(close ? u""_s : u" "_s);
                } else {
                    longCell += u' ' + plain(text);
                }
                continue;
            }
            cells.append(simplifiedText(longCell).replace(u'|', u'/'));
            longCell.clear();
            inLong = false;
            text = text.sliced(2);
            if (text.isEmpty()) {
                endRow();
                continue;
            }
            text = text.sliced(1);
        } else if (text.startsWith(u'.')) {
            form = text.startsWith(".T&"_L1);
            continue;
        } else if (text == "_"_L1 || text == "="_L1) {
            continue;
        }
        const auto pieces = text.split(gap);
        for (const QStringView piece : pieces) {
            inLong = piece.trimmed().startsWith("T{"_L1);
            if (!inLong)
                cells.append(piece == "_"_L1 || piece == "\\_"_L1 || piece == "\\^"_L1 ? QString() : cellOf(piece));
        }
        if (!inLong)
            endRow();
    }
    endRow();
    m_out.endTable();
}

void ManualReader::request(QStringView name, QStringView rest)
{
    static const QSet<QString> paragraphs{u"PP"_s, u"LP"_s, u"P"_s, u"HP"_s, u"sp"_s, u"br"_s, u"Sp"_s, u"ti"_s, u"in"_s, u"ce"_s};
    if (name == "if"_L1 || name == "ie"_L1 || name == "el"_L1)
        return conditional(name, rest);
    if (name == "de"_L1 || name == "de1"_L1 || name == "am"_L1 || name == "ig"_L1)
        return skipDefinition(arguments(rest).value(name == "ig"_L1 ? 0 : 1));
    if (name == "ds"_L1) {
        const QStringView trimmed = rest.trimmed();
        const qsizetype blank = trimmed.indexOf(u' ');
        QStringView value = blank < 0 ? QStringView() : trimmed.sliced(blank + 1).trimmed();
        if (value.startsWith(u'"'))
            value = value.sliced(1);
        m_strings.insert((blank < 0 ? trimmed : trimmed.first(blank)).toString(), plain(value).left(kMaxString));
        return;
    }
    if (name == "TS"_L1)
        return table();
    if (name == "EQ"_L1) {
        while (m_at + 1 < m_lines.size() && !m_lines[++m_at].text.startsWith(".EN"_L1)) {}
        return;
    }
    const bool tags = m_tagNext;
    if (name == "TH"_L1) {
        const QStringList head = arguments(rest);
        m_title = head.value(0) + (head.size() > 1 ? u'(' + head[1] + u')' : QString());
    } else if (name == "SH"_L1 || name == "SS"_L1) {
        flush();
        m_code = false;
        m_depth = 0;
        m_heading = name == "SH"_L1 ? 1 : 2;
        font(rest, " "_L1);
    } else if (name == "TP"_L1) {
        flush();
        m_item = m_tagNext = true;
    } else if (name == "TQ"_L1) {
        m_tagNext = m_item;
    } else if (name == "IP"_L1) {
        flush();
        const QStringList given = arguments(rest);
        m_item = !given.value(0).trimmed().isEmpty();
        m_tag = given.value(0);
        if (m_item) {
            m_from = m_lines[m_at].from;
            m_to = m_lines[m_at].to;
        }
    } else if (paragraphs.contains(name.toString())) {
        // Within a tag or an example a break is none.
        if (m_code)
            m_codeText += name == "br"_L1 ? u""_s : u"\n"_s;
        else if (!tags)
            flush();
    } else if (name == "RS"_L1) {
        flush();
        m_depth = std::min(m_depth + 1, kMaxDepth);
    } else if (name == "RE"_L1) {
        flush();
        m_depth = std::max(0, m_depth - 1);
    } else if (name == "nf"_L1 || name == "EX"_L1 || name == "Vb"_L1) {
        if (!tags)
            flush();
        m_code = true;
    } else if (name == "fi"_L1 || name == "EE"_L1 || name == "Ve"_L1) {
        flush();
        m_code = false;
    } else if (name == "B"_L1 || name == "I"_L1 || name == "SM"_L1 || name == "SB"_L1 || name == "R"_L1) {
        font(rest, " "_L1);
    } else if (name.size() == 2 && u"BIR"_s.contains(name[0]) && u"BIR"_s.contains(name[1])) {
        font(rest, ""_L1);
    } else if (name == "UE"_L1 || name == "ME"_L1) {
        // A link's end carries what stands close behind it.
        const QString close = arguments(rest).join(u' ');
        m_glued = true;
        if (!close.isEmpty())
            words(close);
    } else if (name == "UR"_L1 || name == "MT"_L1) {
        if (const QString link = arguments(rest).value(0); !link.isEmpty())
            words(link);
    } else if (name == "SY"_L1) {
        flush();
        font(rest, " "_L1);
    } else if (name == "OP"_L1) {
        words(u'[' + arguments(rest).join(u' ') + u']');
    } else if (name == "YS"_L1) {
        flush();
    } else if (name == "MR"_L1) {
        const QStringList given = arguments(rest);
        words(given.value(0) + u'(' + given.value(1) + u')' + given.value(2));
    }
}

void ManualReader::line(QStringView text)
{
    if (text.startsWith(u'.') || text.startsWith(u'\'')) {
        QStringView rest = text.sliced(1);
        while (rest.startsWith(u' ') || rest.startsWith(u'\t'))
            rest = rest.sliced(1);
        if (rest.startsWith("\\\""_L1) || rest.isEmpty() || rest.startsWith(u'.') || rest.startsWith("\\}"_L1))
            return;
        qsizetype end = 0;
        while (end < rest.size() && rest[end] != u' ' && rest[end] != u'\t' && rest[end] != u'\\')
            ++end;
        return request(rest.first(end), rest.sliced(end));
    }
    if (text.startsWith("\\}"_L1) && text.size() == 2)
        return;
    bool continues = false;
    const QString words = plain(text, &continues);
    if (m_code)
        return this->words(words, continues);
    if (words.trimmed().isEmpty()) {
        // A comment is no line; an empty one ends the paragraph.
        if (text.trimmed().isEmpty() && !m_tagNext)
            flush();
        return;
    }
    // A line that is indented begins anew.
    if (text[0].isSpace() && !m_text.isEmpty() && m_heading == 0 && !m_item)
        flush();
    this->words(words, continues);
}

TextDocument ManualReader::read()
{
    for (; m_at < m_lines.size(); ++m_at)
        line(m_lines[m_at].text);
    m_at = m_lines.size() - 1;
    flush();
    TextDocument document;
    m_out.finish(document);
    document.title = m_title;
    return document;
}

} // namespace

bool looksLikeManual(QByteArrayView head)
{
    for (qsizetype from = 0; from < head.size();) {
        qsizetype to = head.indexOf('\n', from);
        to = to < 0 ? head.size() : to;
        const QByteArrayView line = head.sliced(from, to - from);
        from = to + 1;
        if (line.startsWith(".TH ") || line.startsWith(".TH\t"))
            return line.trimmed().size() > 4;
        if (line.startsWith(".SH") || line.startsWith(".Dd"))
            return false;
    }
    return false;
}

TextDocument textFromManual(QStringView text)
{
    return ManualReader(text).read();
}

} // namespace Millrace
