// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From lines to blocks.
//
// Text files say what they are by layout alone. Lines between blank lines form a group; a group is read by the first rule
// that fits: fence, directive, heading (underlined, "#", numbered, capitals), list, table, code, and else a paragraph.
//  1. Joining is for prose only: a group becomes a paragraph where its lines read as sentences (mostly letters, no columns);
//     what does not stays as it is, between fences. A wrong guess so costs a sentence, never invents one.
//  2. Indentation alone does not make code: many manuals indent their prose.
//  3. A line that ends in a hyphen within a word is joined without a space.
#include "extract/plaintext.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

struct Line
{
    QString text; ///< without indentation and trailing white space
    int indent = 0;
    qsizetype from = -1; ///< its characters in the original
    qsizetype to = -1;
    bool isQuoted = false; ///< of a mail; the marks are taken away
};

using Group = std::vector<Line>;

constexpr qsizetype kLongestDressed = 64 * 1024; ///< characters; in a longer paragraph marks of emphasis and links stay
constexpr qsizetype kLeastMailWidth = 64; ///< characters: no program breaks a mail's lines earlier
constexpr qsizetype kMostMailWidth = 78; ///< nor later, where it breaks them at all (RFC 5322)

/// What a printer would have shown: a letter over itself is bold, one over "_" underlined; the last one stays.
QString withoutOverstrikes(QStringView line)
{
    QString out;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] != u'\b')
            out += line[i];
        else if (!out.isEmpty() && i + 1 < line.size() && line[i + 1] != u'\b' && (line[i + 1] != u'_' || out.back() == u'_'))
            out.chop(out.size() > 1 && out.back().isLowSurrogate() ? 2 : 1);
        else if (i + 1 < line.size() && line[i + 1] == u'_')
            ++i; // the line under what is there
    }
    return out;
}

QString expandedTabs(QStringView line)
{
    if (!line.contains(u'\t'))
        return line.toString();
    QString out;
    for (const QChar c : line) {
        if (c == u'\t')
            out += QString(8 - out.size() % 8, u' ');
        else
            out += c;
    }
    return out;
}

Line lineOf(QStringView raw)
{
    const QString expanded = raw.contains(u'\b') ? expandedTabs(withoutOverstrikes(raw)) : expandedTabs(raw);
    Line line;
    qsizetype i = 0;
    while (i < expanded.size() && (expanded[i] == u' ' || expanded[i] == u'\f' || expanded[i] == u'\r'))
        ++i;
    line.indent = int(i);
    line.text = expanded.sliced(i);
    while (!line.text.isEmpty() && line.text.back().isSpace())
        line.text.chop(1);
    return line;
}

/// The character of a rule such as "=====" or "-----"; nothing for any other line.
QChar ruleOf(const QString &text)
{
    if (text.size() < 3 || !u"=-~^\"*+#`_.:'<>"_s.contains(text[0]))
        return {};
    return std::ranges::all_of(text, [&](QChar c) { return c == text[0]; }) ? text[0] : QChar();
}

struct Marker
{
    QString marker; ///< "-" or "1."
    int width = 0; ///< of the marker and the blanks after it
};

std::optional<Marker> markerOf(const QString &text)
{
    static const QRegularExpression bullet(u"^(?:[-*+\\x{2022}\\x{00B7}\\x{2013}]|(\\d{1,3}|[a-z])[.)]|\\((\\d{1,3}|[a-z])\\))\\s+(?=\\S)"_s);
    const QRegularExpressionMatch match = bullet.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    QString number = match.captured(1) + match.captured(2);
    return Marker{number.isEmpty() ? u"-"_s : number + u'.', int(match.capturedLength())};
}

bool isTable(const Group &group)
{
    if (group.size() < 2)
        return false;
    static const QRegularExpression gap(u"[^\\s.!?:;,]\\s{2,}\\S"_s);
    static const QRegularExpression wideGap(u"\\S\\s{3,}\\S"_s);
    size_t pipes = 0;
    size_t gaps = 0;
    for (const Line &line : group) {
        if (line.text.startsWith("+-"_L1) || line.text.startsWith("+="_L1) || line.text.count(u'|') >= 2)
            ++pipes;
        if (gap.match(line.text).hasMatch() || wideGap.match(line.text).hasMatch() || !ruleOf(line.text.section(u' ', 0, 0)).isNull())
            ++gaps;
    }
    return pipes * 10 >= group.size() * 6 || (group.size() >= 3 ? gaps * 10 >= group.size() * 6 : gaps == group.size());
}

/// Whether lines read as sentences: mostly letters and blanks, words, no program text.
bool readsAsProse(const Group &group)
{
    qsizetype letters = 0;
    qsizetype total = 0;
    qsizetype words = 0;
    qsizetype marks = 0;
    int codeLines = 0;
    for (const Line &line : group) {
        const QString &text = line.text;
        if (text.endsWith(u';') || text.endsWith(u'{') || text.endsWith(u'}') || text.endsWith(u'\\') || text.startsWith(u'$')
            || text.startsWith("# "_L1) || text.startsWith("//"_L1) || text.startsWith(u'<') || text.startsWith(u'@'))
            ++codeLines;
        bool inWord = false;
        for (const QChar c : text) {
            if (c.isSpace()) {
                inWord = false;
                continue;
            }
            ++total;
            if (c.isLetter()) {
                ++letters;
                words += inWord ? 0 : 1;
                inWord = true;
            } else if (u"{}[]<>=|\\;$&@#*%_~^"_s.contains(c)) {
                ++marks;
            }
        }
    }
    if (total == 0 || words < 4)
        return false;
    return letters * 100 >= total * 80 && marks * 100 <= total * 6 && codeLines * 3 <= int(group.size());
}

QString joined(const Group &group, size_t from, size_t to)
{
    QString out;
    for (size_t i = from; i < to; ++i) {
        const QString &text = group[i].text;
        if (!out.isEmpty()) {
            // "non-" and "free" are one word; "read-" before "and write" is not.
            static const QRegularExpression conjunction(u"^(?:and|or|to|und|oder|bzw|sowie|bis|et|ou)\\b"_s);
            const bool hyphen = out.size() > 1 && out.endsWith(u'-') && out[out.size() - 2].isLetter() && !text.isEmpty() && text[0].isLetter()
                && !conjunction.match(text).hasMatch();
            if (!hyphen)
                out += u' ';
        }
        out += text;
    }
    return out;
}

/// Reads one document.
class PlainReader
{
public:
    PlainReader(QStringView text, TextMarkup markup);
    TextDocument read();

private:
    void readFrontMatter();
    void readLabels();
    void readGroup(const Group &group);
    void readList(const Group &group, size_t from);
    void readProse(Group group);
    void writeVerbatim(const Group &group);
    void place(const Group &group, size_t from, size_t to);
    bool readDirective(size_t &at);
    bool readFence(size_t &at);
    [[nodiscard]] size_t headingAt(const Group &group, size_t at);
    bool readNumberedHeading(const Group &group);
    [[nodiscard]] QString inlined(QString text) const;
    [[nodiscard]] int levelOf(const QString &style);
    [[nodiscard]] bool endsOnPurpose(const Line &line, const Line &next) const;

    std::vector<Line> m_lines;
    TextMarkup m_markup; ///< a mail's is Plain
    qsizetype m_mailWidth = 0; ///< where a mail's lines were broken; 0: no mail
    BlockWriter m_out;
    QHash<QString, int> m_levels;
    QHash<QString, QString> m_labels; ///< reStructuredText: titles by label
    QString m_title;
    QStringList m_keywords;
    QStringList m_openFences; ///< fences that nothing closes any more: not looked for again
    bool m_literalNext = false; ///< reStructuredText: the paragraph before ended in "::"
    bool m_inList = false;
    bool m_first = true; ///< nothing was read yet: a lone line is the title
};

PlainReader::PlainReader(QStringView text, TextMarkup markup)
    : m_markup(markup == TextMarkup::Mail ? TextMarkup::Plain : markup)
{
    const bool isMail = markup == TextMarkup::Mail;
    for (const QStringView raw : text.split(u'\n')) {
        qsizetype marks = 0;
        for (qsizetype i = 0; isMail && i < raw.size() && (raw[i] == u'>' || (marks > 0 && raw[i] == u' ')); ++i)
            marks = i + 1;
        Line line = lineOf(raw.sliced(marks));
        line.isQuoted = marks > 0;
        line.from = raw.data() - text.data();
        line.to = line.from + raw.size();
        m_lines.push_back(std::move(line));
    }
    if (!isMail)
        return;
    m_mailWidth = kLeastMailWidth;
    for (const Line &line : m_lines)
        m_mailWidth = std::max(m_mailWidth, std::min(line.text.size(), kMostMailWidth));
}

/// Whether a mail's line ends because its writer meant it to: the next word would have had room.
bool PlainReader::endsOnPurpose(const Line &line, const Line &next) const
{
    if (m_mailWidth == 0 || line.text.isEmpty() || next.text.isEmpty() || next.text[0].isLower())
        return false;
    return line.text.size() + 1 + next.text.section(u' ', 0, 0).size() <= m_mailWidth;
}

int PlainReader::levelOf(const QString &style)
{
    if (m_markup == TextMarkup::Markdown)
        return style == "="_L1 ? 1 : 2;
    const auto it = m_levels.constFind(style);
    if (it != m_levels.cend())
        return *it;
    const int level = int(m_levels.size()) + 1;
    m_levels.insert(style, level);
    return level;
}

/// The next block stands in these lines.
void PlainReader::place(const Group &group, size_t from, size_t to)
{
    if (from < to)
        m_out.place(group[from].from, group[to - 1].to);
}

QString PlainReader::inlined(QString text) const
{
    if (text.size() > kLongestDressed)
        return text;
    if (m_markup == TextMarkup::Plain) {
        static const QRegularExpression stars(u"(?<![\\w*])\\*(?=\\p{L})([^*]{1,80})(?<=[\\p{L}\\d])\\*(?![\\w*])"_s);
        static const QRegularExpression doubled(u"(?<![\\w*])\\*\\*(?=\\S)([^*]{1,80})(?<=\\S)\\*\\*(?![\\w*])"_s);
        return text.replace(doubled, u"\\1"_s).replace(stars, u"\\1"_s);
    }
    if (m_markup == TextMarkup::Markdown) {
        static const QRegularExpression image(u"!\\[[^\\]]*\\](?:\\([^)]*\\)|\\[[^\\]]*\\])"_s);
        static const QRegularExpression emptyLink(u"\\[\\s*\\]\\([^()]{0,2000}\\)\\s*"_s); // around a picture, such as a badge
        static const QRegularExpression link(
            u"\\[([^\\]\\[]{1,2000})\\](?:\\([^()]{0,2000}(?:\\([^()]{0,500}\\)[^()]{0,500})?\\)|\\[[^\\]]{0,500}\\])"_s);
        static const QRegularExpression autolink(u"<((?:https?|mailto):[^>\\s]+|[^>\\s@]+@[^>\\s]+)>"_s);
        static const QRegularExpression tag(
            u"</?(?:a|abbr|b|big|br|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|ol|p|picture|pre|q|"
            "s|samp|small|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|video)(?:\\s[^<>]*)?/?>|<!--.*?-->"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression strong(u"(\\*\\*|__)(?=\\S)(.{1,1000}?)(?<=\\S)\\1"_s);
        static const QRegularExpression emphasis(u"(?<![\\w*])([*_])(?=[^\\s*_])([^*_]{1,2000}?)(?<=\\S)\\1(?![\\w*])"_s);
        static const QRegularExpression code(u"(`+)(.+?)\\1"_s);
        static const QRegularExpression escaped(u"\\\\([\\\\`*_{}\\[\\]()#+.!|<>~-])"_s);
        text.remove(image);
        text.remove(emptyLink);
        text.replace(link, u"\\1"_s);
        text.replace(autolink, u"\\1"_s);
        text.remove(tag);
        text.replace(strong, u"\\2"_s);
        text.replace(emphasis, u"\\2"_s);
        text.replace(code, u"\\2"_s);
        text.replace(escaped, u"\\1"_s);
        return text;
    }
    static const QRegularExpression aside(u"\\s*\\((?:see|cf\\.|siehe|voir)\\s+:ref:`[^`<]+`\\)"_s);
    static const QRegularExpression labelRole(u":ref:`([^`<]+)`"_s);
    static const QRegularExpression escape(u"\\\\(?:\\s|(.))"_s);
    static const QRegularExpression titledRole(u":[a-zA-Z:+-]+:`([^`<]+?)\\s*<[^`>]*>`"_s);
    static const QRegularExpression role(u":[a-zA-Z:+-]+:`~?([^`]+)`"_s);
    static const QRegularExpression titledLink(u"`([^`<]+?)\\s*<[^`>]*>`__?"_s);
    static const QRegularExpression reference(u"`([^`]+)`__?"_s);
    static const QRegularExpression literal(u"``(.+?)``"_s);
    static const QRegularExpression interpreted(u"`([^`]+)`"_s);
    static const QRegularExpression strong(u"\\*\\*(?=\\S)(.{1,1000}?)(?<=\\S)\\*\\*"_s);
    static const QRegularExpression emphasis(u"(?<![\\w*])\\*(?=[^\\s*])([^*]+?)(?<=\\S)\\*(?![\\w*])"_s);
    static const QRegularExpression substitution(u"\\|([A-Za-z][\\w -]*)\\|_?"_s);
    static const QRegularExpression footnote(u"\\s*\\[(?:#\\w*|\\d+|\\*)\\]_"_s);
    text.remove(footnote);
    QString titled; // a title that names its own label is not looked at again
    qsizetype done = 0;
    for (auto it = labelRole.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString title = m_labels.value(match.captured(1).toLower());
        if (title.isEmpty())
            continue;
        titled += QStringView(text).sliced(done, match.capturedStart() - done);
        titled += title;
        done = match.capturedEnd();
    }
    text.replace(0, done, titled);
    text.remove(aside);
    text.replace(literal, u"\\1"_s);
    text.replace(titledRole, u"\\1"_s);
    text.replace(role, u"\\1"_s);
    text.replace(titledLink, u"\\1"_s);
    text.replace(reference, u"\\1"_s);
    text.replace(interpreted, u"\\1"_s);
    text.replace(strong, u"\\1"_s);
    text.replace(emphasis, u"\\1"_s);
    text.replace(substitution, u"\\1"_s);
    text.replace(escape, u"\\1"_s);
    return text;
}

void PlainReader::readFrontMatter()
{
    if (m_markup != TextMarkup::Markdown || m_lines.empty() || m_lines[0].text != "---"_L1)
        return;
    for (size_t i = 1; i < m_lines.size() && i < 200; ++i) {
        if (m_lines[i].text != "---"_L1 && m_lines[i].text != "..."_L1)
            continue;
        for (size_t k = 1; k < i; ++k) {
            const QString &text = m_lines[k].text;
            const auto valueOf = [&text](qsizetype from) {
                QString value = text.sliced(from).trimmed();
                if (value.size() > 1 && (value[0] == u'"' || value[0] == u'\'') && value.back() == value[0])
                    value = value.sliced(1, value.size() - 2);
                return value;
            };
            if (text.startsWith("title:"_L1))
                m_title = simplifiedText(valueOf(6));
            else if (text.startsWith("keywords:"_L1) || text.startsWith("tags:"_L1)) {
                QString list = valueOf(text.indexOf(u':') + 1);
                list.remove(u'[').remove(u']').remove(u'"');
                for (const QString &word : list.split(u',', Qt::SkipEmptyParts))
                    m_keywords.append(simplifiedText(word));
                m_keywords.removeAll(QString());
            }
        }
        m_lines.erase(m_lines.begin(), m_lines.begin() + qsizetype(i) + 1);
        return;
    }
}

void PlainReader::readLabels()
{
    if (m_markup != TextMarkup::ReStructured)
        return;
    static const QRegularExpression label(u"^\\.\\. _([^:`]+):$"_s);
    QStringList open;
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const QString &text = m_lines[i].text;
        if (text.isEmpty() || !ruleOf(text).isNull())
            continue;
        const QRegularExpressionMatch match = label.match(text);
        if (match.hasMatch()) {
            open.append(match.captured(1).toLower());
            continue;
        }
        if (i + 1 < m_lines.size() && !ruleOf(m_lines[i + 1].text).isNull()) {
            QString title = text;
            title.remove(u'`').remove(u'*');
            for (const QString &name : std::as_const(open))
                m_labels.insert(name, title);
        }
        open.clear();
    }
}

bool PlainReader::readFence(size_t &at)
{
    const QString &first = m_lines[at].text;
    const bool backticks = first.startsWith("```"_L1);
    if (m_markup == TextMarkup::ReStructured || (!backticks && !first.startsWith("~~~"_L1)))
        return false;
    if (!backticks && m_markup != TextMarkup::Markdown)
        return false;
    const QString fence = first.left(3);
    if (m_openFences.contains(fence))
        return false;
    size_t end = at + 1;
    while (
        end < m_lines.size()
        && !(m_lines[end].text.startsWith(fence) && simplifiedText(m_lines[end].text).size() <= first.size() && !ruleOf(m_lines[end].text).isNull()))
        ++end;
    if (end == m_lines.size()) {
        m_openFences.append(fence);
        return false;
    }
    writeVerbatim(Group(m_lines.begin() + qsizetype(at) + 1, m_lines.begin() + qsizetype(end)));
    at = end + 1;
    return true;
}

bool PlainReader::readDirective(size_t &at)
{
    const Line &first = m_lines[at];
    if (m_markup != TextMarkup::ReStructured || !(first.text == ".."_L1 || first.text.startsWith(".. "_L1)))
        return false;
    size_t end = at + 1;
    while (end < m_lines.size() && (m_lines[end].text.isEmpty() || m_lines[end].indent > first.indent))
        ++end;
    static const QRegularExpression directive(u"^\\.\\. (?:[\\w-]+:)?([\\w-]+)::\\s*(.*)$"_s);
    // What shows nothing, points elsewhere, or is for one form of output alone. Every other one is read: those of a project's own (functions,
    // variables, options) hold most of its reference.
    static const QSet<QString> silent{
        u"image"_s,     u"figure"_s,        u"include"_s,      u"literalinclude"_s, u"toctree"_s,        u"contents"_s, u"index"_s,
        u"raw"_s,       u"role"_s,          u"default-role"_s, u"meta"_s,           u"sectionauthor"_s,  u"math"_s,     u"codeauthor"_s,
        u"module"_s,    u"currentmodule"_s, u"moduleauthor"_s, u"program"_s,        u"tabularcolumns"_s, u"class"_s,    u"rst-class"_s,
        u"highlight"_s, u"graphviz"_s,      u"sectnum"_s,      u"header"_s,         u"footer"_s,         u"unicode"_s,  u"default-domain"_s,
        u"date"_s,      u"target-notes"_s,  u"automodule"_s,   u"autoclass"_s,      u"autofunction"_s,   u"csv-table"_s};
    static const QRegularExpression code(u"^\\.\\. (code|code-block|sourcecode|parsed-literal|highlight)::"_s);
    const QRegularExpressionMatch match = directive.match(first.text);
    if (match.hasMatch() && !silent.contains(match.captured(1)) && !code.match(first.text).hasMatch()) {
        // The body is read again as ordinary text, where it stands; options come first in it, up to an empty line.
        const bool hasBody = std::any_of(m_lines.begin() + qsizetype(at) + 1, m_lines.begin() + qsizetype(end),
                                         [](const Line &line) { return !line.text.isEmpty(); });
        const bool isVersion = match.captured(1).startsWith("version"_L1) || match.captured(1) == "deprecated"_L1;
        m_lines[at] = Line{isVersion && !hasBody ? QString() : match.captured(2), first.indent, first.from, first.to};
        for (size_t i = at + 1; i < end && !m_lines[i].text.isEmpty(); ++i) {
            if (m_lines[i].text.startsWith(u':') && m_lines[i].text.indexOf(u':', 1) > 1)
                m_lines[i].text.clear();
        }
        if (m_lines[at].text.isEmpty())
            ++at;
        return true;
    }
    if (code.match(first.text).hasMatch())
        writeVerbatim(Group(m_lines.begin() + qsizetype(at) + 1, m_lines.begin() + qsizetype(end)));
    at = end;
    return true;
}

void PlainReader::writeVerbatim(const Group &group)
{
    int indent = 1000;
    for (const Line &line : group) {
        if (!line.text.isEmpty())
            indent = std::min(indent, line.indent);
    }
    QString code;
    for (const Line &line : group) {
        if (!code.isEmpty())
            code += u'\n';
        code += QString(line.text.isEmpty() ? 0 : line.indent - indent, u' ') + line.text;
    }
    code.replace("```"_L1, "'''"_L1);
    place(group, 0, group.size());
    m_out.code(code);
}

/// Writes the heading that starts at `at`, if one does; how many lines it took.
size_t PlainReader::headingAt(const Group &group, size_t at)
{
    const Line &line = group[at];
    if (m_markup == TextMarkup::Markdown && line.text.startsWith(u'#') && line.indent < 4) {
        qsizetype level = 0;
        while (level < line.text.size() && line.text[level] == u'#')
            ++level;
        if (level <= 6 && level < line.text.size() && line.text[level].isSpace()) {
            QString text = line.text.sliced(level).trimmed();
            while (text.endsWith(u'#'))
                text.chop(1);
            place(group, at, at + 1);
            m_out.heading(int(level), inlined(text));
            return 1;
        }
    }
    const auto fits = [](const Line &title, const Line &rule) {
        const QChar c = ruleOf(rule.text);
        return !c.isNull() && c != u'.' && c != u':' && title.text.size() <= 160 && ruleOf(title.text).isNull()
            && std::abs(title.indent - rule.indent) <= 2 && (rule.text.size() * 2 >= title.text.size() || rule.text.size() >= 8)
            && std::ranges::any_of(title.text, [](QChar t) { return t.isLetter(); });
    };
    if (m_markup != TextMarkup::Markdown && at + 2 < group.size() && !ruleOf(line.text).isNull() && ruleOf(group[at + 2].text) == ruleOf(line.text)
        && fits(group[at + 1], group[at + 2])) {
        place(group, at, at + 3);
        m_out.heading(levelOf(u"over"_s + line.text[0]), inlined(group[at + 1].text));
        return 3;
    }
    const bool item = markerOf(line.text) && at + 1 < group.size() && group[at + 1].text.size() * 10 < line.text.size() * 8;
    if (at + 1 < group.size() && fits(line, group[at + 1]) && !item) {
        const QChar rule = group[at + 1].text[0];
        if (m_markup == TextMarkup::Markdown && rule != u'=' && rule != u'-')
            return 0;
        place(group, at, at + 2);
        m_out.heading(levelOf(QString(rule)), inlined(line.text));
        return 2;
    }
    return 0;
}

bool PlainReader::readNumberedHeading(const Group &group)
{
    const bool underlined = group.size() == 2 && !ruleOf(group[1].text).isNull();
    if (m_markup == TextMarkup::Markdown || group.size() > 2 || group[0].indent > 3 || underlined)
        return false;
    static const QRegularExpression numbered(
        u"^(?:(\\d+(?:\\.\\d+)+)\\.?|(\\d+)\\.|(?:Chapter|Section|Appendix|Part|Kapitel|Anhang|Chapitre|Annexe)\\s+(?:\\d+|[A-Z])[.:]?)\\s+(?=[\\p{L}\"'\\x{201C}\\x{00AB}])"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    const QString text = joined(group, 0, group.size());
    if (text.size() > 150 || text.endsWith(u'.') || text.endsWith(u',') || text.endsWith(u';') || text.endsWith(u':'))
        return false;
    const QRegularExpressionMatch match = numbered.match(text);
    if (match.hasMatch()) {
        const int level = match.captured(1).isEmpty() ? 1 : int(match.captured(1).count(u'.')) + 1;
        // "1. First do this" in a run of items is a list, not a chapter: a chapter's title stands on its own.
        if (level == 1 && m_inList)
            return false;
        place(group, 0, group.size());
        m_out.heading(level, text);
        return true;
    }
    const bool capitals = group.size() == 1 && text.size() >= 4 && text.size() <= 60 && text == text.toUpper()
        && std::ranges::count_if(text, [](QChar c) { return c.isLetter(); }) * 10 >= text.size() * 7 && text[0].isLetter();
    if (capitals) {
        place(group, 0, group.size());
        m_out.heading(2, text);
    }
    return capitals;
}

void PlainReader::readList(const Group &group, size_t from)
{
    const int base = group[from].indent;
    size_t i = from;
    while (i < group.size()) {
        const std::optional<Marker> marker = markerOf(group[i].text);
        if (!marker)
            break;
        Group item{group[i]};
        item[0].text = group[i].text.sliced(marker->width);
        size_t end = i + 1;
        while (end < group.size() && !markerOf(group[end].text))
            item.push_back(group[end++]);
        // A Markdown reader calls "- [ ] text" a task.
        static const QRegularExpression task(u"^\\[[ xX]\\]\\s+"_s);
        item[0].text.remove(task);
        place(item, 0, item.size());
        m_out.item(std::max(0, (group[i].indent - base) / 2), marker->marker, inlined(joined(item, 0, item.size())));
        i = end;
    }
    m_inList = true;
}

void PlainReader::readProse(Group group)
{
    bool literal = false;
    if (m_markup == TextMarkup::ReStructured && group.back().text.endsWith("::"_L1)) {
        group.back().text.chop(1);
        literal = true;
        if (group.back().text == ":"_L1)
            group.pop_back();
    }
    for (size_t from = 0; from < group.size();) {
        size_t to = from + 1;
        while (to < group.size() && !endsOnPurpose(group[to - 1], group[to]))
            ++to;
        place(group, from, to);
        m_out.paragraph((group[from].isQuoted ? u"> "_s : QString()) + inlined(joined(group, from, to)));
        from = to;
    }
    m_literalNext = literal;
}

void PlainReader::readGroup(const Group &whole)
{
    Group group = whole;
    if (m_markup == TextMarkup::Markdown) {
        static const QRegularExpression definition(u"^\\[[^\\]]+\\]:\\s*\\S+"_s);
        std::erase_if(group, [](const Line &line) { return line.indent < 4 && definition.match(line.text).hasMatch(); });
        for (Line &line : group) {
            qsizetype marks = 0;
            for (qsizetype i = 0; i < line.text.size() && (line.text[i] == u'>' || (marks > 0 && line.text[i].isSpace())); ++i)
                marks = i + 1;
            line.text.remove(0, marks);
        }
        std::erase_if(group, [](const Line &line) { return line.text.isEmpty(); });
    } else if (m_markup == TextMarkup::ReStructured) {
        static const QRegularExpression field(u"^:[A-Za-z][^:`]*:(?:\\s|$)"_s);
        std::erase_if(group, [](const Line &line) { return field.match(line.text).hasMatch(); });
    }
    if (group.empty())
        return;
    if (group[0].isQuoted) {
        readProse(group);
        return;
    }
    const bool first = std::exchange(m_first, false) && m_mailWidth == 0;
    if (first && m_markup == TextMarkup::Plain && group.size() == 1 && group[0].text.size() <= 80 && group[0].text[0].isUpper()
        && group[0].text.contains(u' ') && (group[0].text.back().isLetterOrNumber() || group[0].text.endsWith(u')'))
        && !group[0].text.contains(": "_L1)) {
        place(group, 0, 1);
        m_out.heading(1, inlined(group[0].text));
        return;
    }
    if (m_literalNext) {
        m_literalNext = group[0].indent > 0;
        if (m_literalNext) {
            writeVerbatim(group);
            return;
        }
    }
    if (readNumberedHeading(group)) {
        m_inList = false;
        return;
    }
    size_t at = 0;
    while (at < group.size()) {
        const size_t taken = headingAt(group, at);
        if (taken > 0) {
            at += taken;
            m_inList = false;
            continue;
        }
        // Up to where the next heading or the list begins.
        size_t end = at;
        while (end < group.size()) {
            const bool rule = end + 1 < group.size() && end > at && !ruleOf(group[end + 1].text).isNull() && m_markup != TextMarkup::Plain;
            const bool hash = m_markup == TextMarkup::Markdown && end > at && group[end].text.startsWith("#"_L1);
            const bool list = markerOf(group[end].text)
                && (end == at || group[end - 1].text.endsWith(u':') || group[end].text[0] == u'-' || group[end].text[0] == u'*');
            if (rule || hash || list)
                break;
            ++end;
        }
        Group part(group.begin() + qsizetype(at), group.begin() + qsizetype(end));
        const bool onlyRules = std::ranges::all_of(part, [](const Line &line) { return !ruleOf(line.text).isNull(); });
        if (part.empty()) {
            size_t listEnd = end + 1;
            while (listEnd < group.size() && !(m_markup == TextMarkup::Markdown && group[listEnd].text.startsWith("#"_L1)))
                ++listEnd;
            const Group list(group.begin() + qsizetype(end), group.begin() + qsizetype(listEnd));
            if (isTable(list) && !readsAsProse(list))
                writeVerbatim(list);
            else
                readList(list, 0);
            end = listEnd;
        } else if (onlyRules) {
            // A rule on its own divides; it says nothing.
        } else if (isTable(part)) {
            writeVerbatim(part);
        } else if (part[0].indent >= 4 && !readsAsProse(part)) {
            writeVerbatim(part);
        } else {
            readProse(part);
            m_inList = m_inList && part[0].indent > 0;
        }
        at = end;
    }
}

TextDocument PlainReader::read()
{
    readFrontMatter();
    readLabels();
    size_t at = 0;
    Group group;
    const auto endGroup = [&] {
        if (!group.empty())
            readGroup(group);
        group.clear();
    };
    bool comment = false;
    while (at < m_lines.size()) {
        const Line &line = m_lines[at];
        if (m_markup == TextMarkup::Markdown && (comment || line.text.startsWith("<!--"_L1))) {
            endGroup();
            comment = !line.text.contains("-->"_L1);
            ++at;
            continue;
        }
        if (line.text.isEmpty()) {
            endGroup();
            ++at;
            continue;
        }
        const bool fence = line.text.startsWith("```"_L1) || line.text.startsWith("~~~"_L1);
        const bool directive = m_markup == TextMarkup::ReStructured && line.text.startsWith(".."_L1);
        if (fence || directive || (!group.empty() && group.back().isQuoted != line.isQuoted))
            endGroup();
        if (readFence(at) || readDirective(at))
            continue;
        group.push_back(line);
        ++at;
    }
    endGroup();
    TextDocument document;
    m_out.finish(document);
    document.title = m_title.isEmpty() ? withoutNumber(m_out.firstHeading()) : m_title;
    document.keywords = m_keywords;
    return document;
}

} // namespace

TextDocument textFromPlain(QStringView text, TextMarkup markup)
{
    return PlainReader(text, markup).read();
}

} // namespace Millrace
