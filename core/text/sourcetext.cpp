// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From a source text to sentences that may be quoted.
//
//  1. Lines become blocks: heading, paragraph, list item, code, table. Only paragraphs and items hold sentences.
//  2. Sentence ends are Unicode's (UAX 29, by QTextBoundaryFinder), mended after abbreviations, initials and ordinals.
//  3. A sentence is usable where it is whole (starts like one, ends like one, brackets and quotes close), mostly words, of 5 to
//     45 words, and no licence, copyright or navigation. What is not usable is kept, so that neighbours stay known.
//  4. `quality` multiplies what makes a sentence hard to read alone: questions, pointers elsewhere ("see below"), web
//     addresses, code words, first person.
//  5. Offsets count UTF-8 bytes of the text as given; a sentence's text is never altered, so a span is exact by construction.
#include "text/sourcetext.h"

#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

const QRegularExpression &boilerplateSentence()
{
    static const QRegularExpression pattern(
        u"\\x{00A9}|copyright\\s*(?:\\(c\\)|[:\\d]|notice|holder|by\\b)|\\(c\\)\\s*(?:19|20)\\d\\d|all rights reserved|spdx-license|"
        "permission is (?:hereby )?granted|(?:is|are) (?:free software|distributed (?:under|in the hope)|licensed under|released under)|"
        "without (?:any )?(?:express |implied )?warrant|no warrant|merchantab|fitness for a particular|redistribute (?:it|this)|"
        "redistribution and use|under the terms of|gnu (?:lesser |library )?general public licen[cs]e|gnu free documentation|"
        "creative commons|public domain|usr/share/common-licenses|may be copied|verbatim copies|"
        "unter den bedingungen|freie software;|ohne jede gewähr|ohne irgendeine garantie|alle rechte vorbehalten|"
        "selon les termes|conformément aux termes|sans aucune garantie|tous droits réservés|"
        "last (?:updated|modified|changed)|generated (?:by|on|from|with)|page source|table of contents|inhaltsverzeichnis|"
        "table des matières|all trademarks|registered trademark|click here|cookies"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return pattern;
}

const QRegularExpression &boilerplateHeading()
{
    static const QRegularExpression pattern(
        u"^(?:copyright|licen[cs]e|licensing|legal|disclaimer|warranty|table of contents|contents|index|bibliography|see also|"
        "acknowledge?ments?|credits|authors?|contributors|change ?log|changes|revision history|footnotes|references|trademarks?|"
        "colophon|about this document|about this manual|history of this document|notes|navigation|links|further reading|"
        "urheberrecht|lizenz|rechtliches|inhalt|inhaltsverzeichnis|danksagung|autoren|siehe auch|fußnoten|literatur|impressum|"
        "licence|mentions légales|table des matières|sommaire|remerciements|auteurs|voir aussi|notes de bas de page)\\b"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return pattern;
}

const QRegularExpression &licenceTopic()
{
    static const QRegularExpression pattern(u"licen[cs]|copyright|lizenz|urheber|legal|warrant|redistribut"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

/// How the block of a text piece is read.
enum class BlockKind : quint8 { Heading, Paragraph, Item, Other };

struct Block
{
    BlockKind kind = BlockKind::Other;
    qsizetype from = 0; ///< UTF-16 units in the text
    qsizetype to = 0;
    int level = 0;
};

struct LineSpan
{
    qsizetype from = 0;
    qsizetype to = 0; ///< without the line end and trailing blanks
    qsizetype indent = 0;

    [[nodiscard]] qsizetype begin() const { return from + indent; }
    [[nodiscard]] bool isBlank() const { return begin() >= to; }
};

bool isRule(QStringView text)
{
    return text.size() >= 3 && u"=-~^*_#+"_s.contains(text[0]) && std::ranges::all_of(text, [&](QChar c) { return c == text[0]; });
}

/// The width of a list marker and the blanks after it; 0 where there is none.
qsizetype markerWidth(QStringView text)
{
    static const QRegularExpression marker(u"^(?:[-*+\\x{2022}\\x{00B7}]|\\d{1,3}[.)]|\\(\\d{1,2}\\)|[a-z][.)])\\s+(?=\\S)"_s);
    const QRegularExpressionMatch match = marker.matchView(text);
    return match.hasMatch() ? match.capturedLength() : 0;
}

qsizetype numberWidth(QStringView text)
{
    static const QRegularExpression number(u"^(?:(?:chapter|section|part|appendix|kapitel|abschnitt|teil|anhang|chapitre|partie|annexe)\\s+"
                                           "(?:\\d+(?:\\.\\d+)*|[A-Z]|[IVXLC]+)\\b[.:]?|(?:\\d+|[A-Z])(?:\\.\\d+)*\\.|\\d+(?:\\.\\d+)+)\\s+(?=\\S)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = number.matchView(text);
    return match.hasMatch() ? match.capturedLength() : 0;
}

bool endsSentence(QStringView text)
{
    qsizetype i = text.size() - 1;
    while (i > 0 && u")]\"'\u201D\u2019\u00BB\u203A\u201C"_s.contains(text[i]))
        --i;
    return i >= 0 && u".!?\u2026\u3002\uFF01\uFF1F"_s.contains(text[i]);
}

bool hasProseShape(QStringView text)
{
    qsizetype letters = 0;
    qsizetype marks = 0;
    qsizetype total = 0;
    for (const QChar c : text) {
        if (c.isSpace())
            continue;
        ++total;
        letters += c.isLetter() ? 1 : 0;
        marks += u"{}[]<>=|\\;$&@#*%_~^"_s.contains(c) ? 1 : 0;
    }
    return total > 0 && letters * 100 >= total * 78 && marks * 100 <= total * 6;
}

/// Whether a finite verb is there for certain: a form of be, have or do, or a modal.
bool hasEnglishVerb(QStringView sentence)
{
    static const QRegularExpression verb(
        u"\\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|would|\\w+n['\\x{2019}]t|\\w+['\\x{2019}](?:re|ll|ve))\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return verb.matchView(sentence).hasMatch();
}

/// "The name is therefore not used.", "Habituellement, cela signifie ...": what it follows from stands before it. Where a comma or the like comes
/// first, the sentence may hold both halves itself.
bool continuesThought(QStringView sentence)
{
    static const QRegularExpression connective(
        u"^(?:[^,;:()\\x{2013}\\x{2014}]|\\([^()]*\\))*\\b(?:therefore|however|thus|nevertheless|nonetheless|consequently|hence|furthermore|moreover|"
        "daher|deshalb|deswegen|jedoch|allerdings|außerdem|dennoch|trotzdem|folglich|somit|zudem|hierzu|hierfür|hierbei|"
        "donc|cependant|toutefois|néanmoins|pourtant|par conséquent)\\b|"
        "^it is \\w+ (?:that|for) "
        "(?:they|it|this|these|them)\\b|^(?:\\p{L}+ly|often|sometimes|\\p{L}+erweise|oft|meist|meistens|manchmal|\\p{L}+ment|souvent|parfois),? "
        "(?:this|that|these|they|it (?:is|was|means)|dies|diese[mnrs]?|cela|ceci|ils|elles)\\b"_s,
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::CaseInsensitiveOption);
    return connective.matchView(sentence).hasMatch();
}

/// "Tools for locking the screen." and "Games that involve action." are no sentences.
bool isEnglishNounPhrase(QStringView sentence)
{
    static const QRegularExpression phrase(
        u"^(?:[\\w,()/-]+ ){0,3}(?:\\w+s to|\\w+s for|\\w+s that|\\w+s like|\\w+s which|\\w+s involving|software for|related|oriented)\\b|\\betc\\.$|^\\w+s and \\w+s\\b"_s);
    return !hasEnglishVerb(sentence) && phrase.matchView(sentence).hasMatch();
}

bool isColumns(QStringView line)
{
    static const QRegularExpression gap(u"[^\\s.!?:;,]\\s{2,}\\S|\\S\\s{3,}\\S|\\t"_s);
    return gap.matchView(line).hasMatch();
}

} // namespace

/// Takes one text apart.
class SourceParser
{
public:
    SourceParser(const QString &text, const QStringList &topic);
    SourceText parse();

private:
    void splitLines();
    void findBlocks();
    size_t readGroup(size_t from, size_t to);
    void readBlocks();
    void readSentences(const Block &block, int index);
    void addSentence(const Block &block, int index, int &inBlock, qsizetype from, qsizetype to, bool &previousUsable);
    [[nodiscard]] bool isAbbreviation(QStringView piece, QStringView next) const;
    [[nodiscard]] bool isUsable(QStringView sentence, int inBlock) const;
    [[nodiscard]] double qualityOf(QStringView sentence, bool inList, bool introducesItself) const;
    [[nodiscard]] qint64 byteAt(qsizetype position);
    void addHeading(qsizetype from, qsizetype to, int level);

    const QString &m_text;
    QStringList m_topic;
    bool m_licenceIsTopic = false;
    SourceText m_out;
    std::vector<LineSpan> m_lines;
    std::vector<Block> m_blocks;
    qsizetype m_cursor = 0; ///< UTF-16 position whose byte offset is known
    qint64 m_cursorBytes = 0;
};

SourceParser::SourceParser(const QString &text, const QStringList &topic)
    : m_text(text)
    , m_topic(topic)
{
    m_licenceIsTopic = std::ranges::any_of(topic, [](const QString &word) { return licenceTopic().match(word).hasMatch(); });
}

qint64 SourceParser::byteAt(qsizetype position)
{
    if (position < m_cursor) {
        m_cursor = 0;
        m_cursorBytes = 0;
    }
    for (; m_cursor < position; ++m_cursor) {
        const char16_t c = m_text[m_cursor].unicode();
        // A surrogate pair is four bytes: two for each half.
        m_cursorBytes += c < 0x80 ? 1 : c < 0x800 || QChar::isSurrogate(c) ? 2 : 3;
    }
    return m_cursorBytes;
}

void SourceParser::splitLines()
{
    qsizetype from = 0;
    while (from <= m_text.size()) {
        qsizetype end = m_text.indexOf(u'\n', from);
        if (end < 0)
            end = m_text.size();
        LineSpan line{from, end, 0};
        while (line.to > line.from && m_text[line.to - 1].isSpace())
            --line.to;
        while (line.begin() < line.to && m_text[line.begin()].isSpace())
            ++line.indent;
        m_lines.push_back(line);
        from = end + 1;
    }
}

size_t SourceParser::readGroup(size_t from, size_t to)
{
    const auto textOf = [this](const LineSpan &line) { return QStringView(m_text).sliced(line.begin(), line.to - line.begin()); };
    const LineSpan &first = m_lines[from];
    const QStringView head = textOf(first);
    // "# Title"
    if (first.indent < 4 && head.startsWith(u'#')) {
        qsizetype level = 0;
        while (level < head.size() && head[level] == u'#')
            ++level;
        if (level <= 6 && level < head.size() && head[level] == u' ') {
            m_blocks.push_back({BlockKind::Heading, first.begin() + level + 1, first.to, int(level)});
            return from + 1;
        }
    }
    // Title over a rule.
    if (to - from >= 2 && isRule(textOf(m_lines[from + 1])) && !isRule(head) && head.size() <= 160
        && textOf(m_lines[from + 1]).size() * 2 >= head.size()) {
        const int level = textOf(m_lines[from + 1])[0] == u'=' || textOf(m_lines[from + 1])[0] == u'*' ? 1 : 2;
        m_blocks.push_back({BlockKind::Heading, first.begin(), first.to, level});
        return from + 2;
    }
    if (isRule(head)) {
        m_blocks.push_back({});
        return from + 1;
    }
    if (head.startsWith(u'|') || head.startsWith("+-"_L1)) {
        m_blocks.push_back({});
        return from + 1;
    }
    if (const qsizetype width = markerWidth(head); width > 0) {
        size_t end = from + 1;
        while (end < to && markerWidth(textOf(m_lines[end])) == 0)
            ++end;
        const qsizetype number = numberWidth(head);
        const bool lone = end == to && end == from + 1 && number > 0 && !endsSentence(head) && head.size() <= 120 && !head.endsWith(u':');
        m_blocks.push_back({lone ? BlockKind::Heading : BlockKind::Item, first.begin() + width, m_lines[end - 1].to, 1});
        return end;
    }
    size_t end = from + 1;
    while (end < to && markerWidth(textOf(m_lines[end])) == 0 && !textOf(m_lines[end]).startsWith(u'|'))
        ++end;
    // A sentence may go on with what only looks like a marker ("... of 2024.\n5. Juni").
    const QStringView whole = QStringView(m_text).sliced(first.begin(), m_lines[end - 1].to - first.begin());
    const qsizetype number = numberWidth(whole);
    const bool titleShape = whole.size() <= 140 && end - from <= 2 && first.indent < 4 && !whole.endsWith(u':') && !whole.endsWith(u',')
        && (!endsSentence(whole) || (number > 0 && whole.endsWith(u'?')));
    if (titleShape && number > 0) {
        const int level = int(whole.first(number).count(u'.')) + (whole.first(number).trimmed().endsWith(u'.') ? 0 : 1);
        m_blocks.push_back({BlockKind::Heading, first.begin(), m_lines[end - 1].to, std::clamp(level, 1, 6)});
        return end;
    }
    size_t columns = 0;
    for (size_t i = from; i < end; ++i)
        columns += isColumns(textOf(m_lines[i])) ? 1 : 0;
    const bool table = columns * 10 >= (end - from) * 6 && (end - from > 1 || !endsSentence(whole));
    const bool code = (first.indent >= 4 && !hasProseShape(whole)) || table;
    m_blocks.push_back({code ? BlockKind::Other : BlockKind::Paragraph, first.begin(), m_lines[end - 1].to, 0});
    return end;
}

void SourceParser::findBlocks()
{
    bool fenced = false;
    size_t i = 0;
    while (i < m_lines.size()) {
        const QStringView text = QStringView(m_text).sliced(m_lines[i].from, m_lines[i].to - m_lines[i].from).trimmed();
        if (text.startsWith("```"_L1) || text.startsWith("~~~"_L1)) {
            fenced = !fenced;
            m_blocks.push_back({});
            ++i;
            continue;
        }
        if (fenced || m_lines[i].isBlank()) {
            ++i;
            continue;
        }
        size_t end = i;
        while (end < m_lines.size() && !m_lines[end].isBlank() && !QStringView(m_text).sliced(m_lines[end].begin()).startsWith("```"_L1))
            ++end;
        while (i < end)
            i = readGroup(i, end);
    }
}

void SourceParser::addHeading(qsizetype from, qsizetype to, int level)
{
    const QStringView text = QStringView(m_text).sliced(from, to - from);
    from += numberWidth(text);
    SourceSection section;
    section.heading = m_text.sliced(from, to - from);
    section.from = byteAt(from);
    section.to = byteAt(to);
    section.level = level;
    const bool named = boilerplateHeading().match(section.heading).hasMatch();
    const bool onTopic
        = std::ranges::any_of(m_topic, [&](const QString &word) { return word.size() > 3 && section.heading.contains(word, Qt::CaseInsensitive); });
    section.isBoilerplate = named && !onTopic;
    m_out.m_sections.push_back(section);
}

void SourceParser::readBlocks()
{
    m_out.m_sections.push_back({});
    int index = 0;
    for (const Block &block : m_blocks) {
        ++index;
        if (block.kind == BlockKind::Heading)
            addHeading(block.from, block.to, block.level);
        else if (block.kind != BlockKind::Other)
            readSentences(block, index);
    }
}

bool SourceParser::isAbbreviation(QStringView piece, QStringView next) const
{
    if (!piece.endsWith(u'.'))
        return false;
    qsizetype start = piece.size() - 1;
    while (start > 0 && !piece[start - 1].isSpace() && piece[start - 1] != u'(')
        --start;
    const QString word = piece.sliced(start).toString().toLower();
    static const QSet<QString> always{u"e.g."_s, u"i.e."_s,    u"cf."_s,   u"vs."_s,   u"mr."_s,  u"mrs."_s, u"ms."_s,  u"dr."_s,   u"prof."_s,
                                      u"st."_s,  u"approx."_s, u"resp."_s, u"z.b."_s,  u"d.h."_s, u"u.a."_s, u"vgl."_s, u"ggf."_s,  u"evtl."_s,
                                      u"ca."_s,  u"bzw."_s,    u"hr."_s,   u"inkl."_s, u"z."_s,   u"d."_s,   u"u."_s,   u"p.ex."_s, u"mme."_s,
                                      u"env."_s, u"incl."_s,   u"esp."_s,  u"viz."_s,  u"al."_s,  u"sog."_s, u"max."_s, u"min."_s};
    if (always.contains(word))
        return true;
    static const QSet<QString> beforeNumber{u"no."_s,  u"nr."_s,  u"fig."_s, u"sec."_s, u"ch."_s,  u"vol."_s,  u"pp."_s, u"p."_s,
                                            u"abs."_s, u"art."_s, u"s."_s,   u"abb."_s, u"kap."_s, u"chap."_s, u"n."_s};
    if (beforeNumber.contains(word) && !next.isEmpty() && next[0].isDigit())
        return true;
    static const QSet<QString> beforeLower{u"etc."_s, u"usw."_s, u"inc."_s, u"ltd."_s, u"co."_s, u"corp."_s, u"jr."_s, u"sr."_s, u"ed."_s};
    if (beforeLower.contains(word) && !next.isEmpty() && (next[0].isLower() || next[0].isPunct()))
        return true;
    // "J. Smith" and, in German, "am 3. Mai".
    if (word.size() == 2 && piece[start].isUpper() && word != "i."_L1)
        return true;
    const QStringView bare = QStringView(word).chopped(1);
    const bool number = !bare.isEmpty() && bare.size() <= 2 && std::ranges::all_of(bare, [](QChar c) { return c.isDigit(); });
    return number && (start == 0 || qstrcmp(m_out.m_language->code, "de") == 0);
}

bool SourceParser::isUsable(QStringView sentence, int inBlock) const
{
    if (sentence.size() < 24 || sentence.size() > 420 || !endsSentence(sentence))
        return false;
    // Starts like a sentence: a capital, a digit, an opening quote or a letter without case.
    QChar first = sentence[0];
    if (u"\"'\u201C\u201E\u00AB\u2018(["_s.contains(first) && sentence.size() > 1)
        first = sentence[1].isSpace() && sentence.size() > 2 ? sentence[2] : sentence[1];
    // "dpkg is ..." and "xdotool lets ..." begin with the name of a program.
    static const QRegularExpression program(
        u"^\\p{Ll}[\\w.+-]* (?:is|are|was|provides|lets|allows|can|will|supports|has|ist|kann|bietet|est|permet|peut)\\b"_s);
    const QStringView firstWord = sentence.first(std::max<qsizetype>(0, sentence.indexOf(u' ')));
    const bool nameFirst = inBlock == 0 && first.isLower()
        && (std::ranges::any_of(m_topic, [&](const QString &word) { return word.compare(firstWord, Qt::CaseInsensitive) == 0; })
            || (program.matchView(sentence).hasMatch() && !m_out.m_language->stopwords.contains(firstWord.toString())));
    if ((first.isLower() && !nameFirst) || !(first.isLetterOrNumber() || first.isSurrogate()))
        return false;
    // "Establishes a format." lacks its subject. "11.8 The rules ..." is a numbered note, "Required: packages that ..." has no verb of its own,
    // nor has "Evaluated by any script." one, and what announces a list is nothing without it.
    static const QRegularExpression label(
        u"^(?:\\d+(?:\\.\\d+)+\\s|\\S+(?: \\S+){0,2}: \\p{Ll}|\\p{Lu}\\p{Ll}+ed (?:by|in|from|at|with|to|before|after|when|during|if|while)\\b[^,]*$|"
        "\\p{Lu}\\p{Ll}+ing (?:that|whether)\\b)|"
        "\\b(?:following|folgende[mnrs]?|suivante?s?)\\b[^.]*:|: \\(|: \\p{Ll}[\\w.-]* --?\\p{Ll}|https?:// |"
        "^(?:Declares|Establishes|Specifies|Sets|Returns|Provides|Gives|Contains|Displays|Shows|Prints|Enables|Disables|"
        "Indicates|Describes|Defines|Lists|Allows|Adds|Removes|Creates|Writes|Tells|Causes|Means|Turns|Controls|"
        "Determines|Installs|Checks|Uses|Runs|Converts|Generates|Copies) \\p{Ll}|"
        "\\b(?:is|are|was|were|does|do|did|ist|sind) (?:not|nicht)\\.$"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    if (label.matchView(sentence).hasMatch())
        return false;
    int round = 0;
    int square = 0;
    int quotes = 0;
    int guillemets = 0;
    qsizetype letters = 0;
    qsizetype total = 0;
    for (const QChar c : sentence) {
        switch (c.unicode()) {
        case u'(':
            ++round;
            break;
        case u')':
            --round;
            break;
        case u'[':
            ++square;
            break;
        case u']':
            --square;
            break;
        case u'"':
            ++quotes;
            break;
        case u'\u00AB':
            ++guillemets;
            break;
        case u'\u00BB':
            --guillemets;
            break;
        case u'|':
        case u'{':
        case u'}':
        case u'`':
            return false;
        default:
            break;
        }
        if (round < 0)
            return false;
        if (!c.isSpace()) {
            ++total;
            letters += c.isLetter() || c.isSurrogate() || c.isMark() ? 1 : 0;
        }
    }
    if (round != 0 || square != 0 || quotes % 2 != 0 || guillemets != 0 || letters * 100 < total * 75)
        return false;
    const qsizetype words = std::ranges::count_if(sentence, [](QChar c) { return c.isSpace(); }) + 1;
    const bool spaced = words >= 3;
    if (spaced && (words < 5 || words > 48))
        return false;
    if (!spaced && sentence.size() < 24)
        return false;
    if (words < 15 && m_out.m_language == &Language::english() && isEnglishNounPhrase(sentence))
        return false;
    // Left in English within a translation.
    const Language &language = *m_out.m_language;
    if (&language != &Language::english()) {
        const QStringList list = wordsOf(sentence);
        const auto hits
            = [&list](const Language &of) { return std::ranges::count_if(list, [&of](const QString &word) { return of.stopwords.contains(word); }); };
        const auto english = hits(Language::english());
        if (english >= 3 && english > 2 * hits(language))
            return false;
    }
    return m_licenceIsTopic || !boilerplateSentence().matchView(sentence).hasMatch();
}

double SourceParser::qualityOf(QStringView sentence, bool inList, bool introducesItself) const
{
    const Language &language = *m_out.m_language;
    double quality = 1;
    const qsizetype words = std::ranges::count_if(sentence, [](QChar c) { return c.isSpace(); }) + 1;
    if (words < 8)
        quality *= 0.75;
    else if (words > 30)
        quality *= words > 38 ? 0.7 : 0.85;
    qsizetype last = sentence.size() - 1;
    while (last > 0 && !u".!?\u2026"_s.contains(sentence[last]))
        --last;
    if (sentence[last] == u'?')
        quality *= 0.2;
    else if (sentence[last] == u'!')
        quality *= 0.8;
    else if (sentence[last] == u'\u2026' || sentence.endsWith("..."_L1))
        quality *= 0.4;
    if (sentence[0] == u'(' || sentence[0] == u'[')
        quality *= 0.4;
    if (inList)
        quality *= 0.8;
    static const QRegularExpression address(u"(?:https?|ftp)://|www\\.|\\S@\\S+\\.\\S"_s);
    if (address.matchView(sentence).hasMatch())
        quality *= 0.45;
    static const QRegularExpression rawLink(u"\\]\\(\\w+:"_s);
    if (rawLink.matchView(sentence).hasMatch())
        quality *= 0.3;
    static const QRegularExpression codeWord(
        u"(?:^|[\\s(\"'])(?:--?[a-z][\\w-]*|/[\\w./+-]+|\\$\\w+|\\w+\\(\\)|\\w+=\\S*|[A-Za-z]+_[A-Za-z_]+|\\w+::\\w+|~/\\S*|<\\S+>|"
        "[\\w*-]+\\.(?:tar|gz|deb|dsc|conf|cfg|sh|py|c|h|so|orig|changes|html|txt|po|list|udeb)\\b\\S*)"_s);
    qsizetype codeWords = 0;
    for (auto it = codeWord.globalMatchView(sentence); it.hasNext(); it.next())
        ++codeWords;
    quality *= std::pow(0.82, double(std::min<qsizetype>(codeWords, 6)));
    const QStringList list = wordsOf(sentence);
    if (std::ranges::any_of(list, [&](const QString &word) { return language.selfWords.contains(word); }))
        quality *= 0.3;
    const QString padded = u' ' + list.join(u' ') + u' ';
    for (const QString &pointer : language.pointing) {
        if (!introducesItself && padded.contains(pointer)) {
            quality *= 0.5;
            break;
        }
    }
    static const QRegularExpression elsewhere(
        u"\\b(?:for (?:more|further|additional|detailed) (?:information|details|help)|more information|(?:please )?(?:see|read|refer to|consult) the|"
        "(?-i:[Ss]ee|refer to) (?-i:\\p{Lu})|is described in|are described in|um mehr|mehr informationen|weitere informationen|weitere "
        "einzelheiten|lesen sie|"
        "finden sie|beschrieben|pour (?:plus|davantage)|informations supplémentaires|plus d.informations|consultez|reportez|veuillez lire|"
        "más información|maggiori informazioni)\\b"_s,
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::CaseInsensitiveOption);
    if (elsewhere.matchView(sentence).hasMatch())
        quality *= 0.35;
    if (&language == &Language::english() && words < 15 && !hasEnglishVerb(sentence))
        quality *= 0.6;
    // What "this" means, a reader of the brief cannot know.
    static const QRegularExpression demonstrative(
        u"\\b(?:this|these|those|such|dies|diese[mnrs]?|solche[mnrs]?|cette|ces|cet|ce (?:cas|type|genre|paquet)|celui-ci|celle-ci|esta|este|estos|questo|questa)\\b"_s,
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::CaseInsensitiveOption);
    if (demonstrative.matchView(sentence).hasMatch())
        quality *= 0.8;
    static const QRegularExpression bareDemonstrative(u"\\b(?:this|these|those|dies|cela|ceci)(?=[,.;:)])"_s,
                                                      QRegularExpression::CaseInsensitiveOption);
    if (bareDemonstrative.matchView(sentence).hasMatch())
        quality *= 0.5;
    static const QRegularExpression contrastEnd(
        u"\\b(?:instead|too|as well|either|also|though|however|auch|ebenfalls|aussi|également|non plus)[.!]$"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (contrastEnd.matchView(sentence).hasMatch())
        quality *= 0.65;
    // Counts what comes after it.
    static const QRegularExpression announcing(
        u"\\b(?:two|three|four|five|several|zwei|drei|vier|fünf|mehrere|deux|trois|quatre|cinq|plusieurs) (?:\\w+ )?"
        "(?:things|ways|reasons|options|steps|possibilities|dinge|möglichkeiten|wege|gründe|schritte|choses|façons|raisons|moyens|possibilités|étapes)\\b"_s,
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::CaseInsensitiveOption);
    if (announcing.matchView(sentence).hasMatch())
        quality *= 0.45;
    static const QRegularExpression roughEnd(u"(?:etc|usw|and so on|so forth)\\.?\\)?\\.?$"_s, QRegularExpression::CaseInsensitiveOption);
    if (roughEnd.matchView(sentence).hasMatch())
        quality *= 0.8;
    return quality;
}

void SourceParser::addSentence(const Block &block, int index, int &inBlock, qsizetype from, qsizetype to, bool &previousUsable)
{
    while (to > from && m_text[to - 1].isSpace())
        --to;
    while (from < to && m_text[from].isSpace())
        ++from;
    if (from >= to)
        return;
    SourceSentence sentence;
    sentence.text = m_text.sliced(from, to - from);
    sentence.from = byteAt(from);
    sentence.to = byteAt(to);
    sentence.section = int(m_out.m_sections.size()) - 1;
    sentence.block = index;
    sentence.inBlock = inBlock++;
    sentence.inList = block.kind == BlockKind::Item;
    sentence.isUsable = !m_out.m_sections.back().isBoilerplate && isUsable(sentence.text, sentence.inBlock);
    if (sentence.isUsable) {
        // "This manual describes ..." at the very start says what is to come; anywhere else it points away.
        static const QRegularExpression itself(
            u"^(?:this|dieses?r?|ce|cet|cette) (?:document|chapter|manual|guide|faq|article|paper|book|report|handbook|tutorial|reference|policy|"
            "specification|package|library|program|project|file|dokument|kapitel|handbuch|anleitung|buch|abschnitt|paket|chapitre|manuel|livre|paquet)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression object(u"^\\w+ (?:it|them|these|those)\\b(?! is (?:possible|recommended|important|necessary))"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const bool introducesItself = m_out.m_sentences.size() < 16 && sentence.inBlock == 0 && itself.match(sentence.text).hasMatch();
        const bool opens = m_out.m_sentences.empty() && sentence.text.startsWith("This is "_L1);
        sentence.isLeaning = !introducesItself && !opens
            && (m_out.m_language->isLeaning(sentence.text) || Language::english().isLeaning(sentence.text) || sentence.text[0] == u'('
                || continuesThought(sentence.text) || object.match(sentence.text).hasMatch());
        sentence.quality = qualityOf(sentence.text, sentence.inList, introducesItself);
        // Leaning on something that is not there.
        if (sentence.isLeaning && !previousUsable) {
            sentence.isUsable = false;
            sentence.isStray = true;
        }
    }
    previousUsable = sentence.isUsable;
    m_out.m_sentences.push_back(std::move(sentence));
}

void SourceParser::readSentences(const Block &block, int index)
{
    QString flat = m_text.sliced(block.from, block.to - block.from);
    for (QChar &c : flat) {
        if (c == u'\n' || c == u'\t' || c == u'\r')
            c = u' ';
    }
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, flat);
    qsizetype start = 0;
    int inBlock = 0;
    bool previousUsable = false;
    for (qsizetype end = finder.toNextBoundary(); end > 0; end = finder.toNextBoundary()) {
        const QStringView piece = QStringView(flat).sliced(start, end - start).trimmed();
        const QStringView next = QStringView(flat).sliced(end).trimmed();
        // "linux.*" and "file.Txt" hold a full stop and go on.
        if (!next.isEmpty() && !flat[end - 1].isSpace() && !flat[end].isSpace() && flat[end - 1].unicode() < 0x3000)
            continue;
        if (!next.isEmpty() && (isAbbreviation(piece, next) || next[0].isLower() || piece.endsWith(u':')))
            continue;
        addSentence(block, index, inBlock, block.from + start, block.from + end, previousUsable);
        start = end;
    }
    if (start < flat.size())
        addSentence(block, index, inBlock, block.from + start, block.to, previousUsable);
}

SourceText SourceParser::parse()
{
    m_out.m_language = &Language::of(m_text);
    splitLines();
    findBlocks();
    readBlocks();
    return std::move(m_out);
}

SourceText SourceText::of(const QString &text, const QStringList &topic)
{
    return SourceParser(text, topic).parse();
}

} // namespace Millrace
