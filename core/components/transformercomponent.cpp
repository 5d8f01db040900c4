// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/transformercomponent.h"

#include "components/documentfields.h"
#include "components/documentlanguage.h"

#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "x-takes": {"generated_content": {"type": ["object", "string"]}},
  "properties": {
    "format": {
      "type": "string", "enum": ["markdown", "html", "plain"], "default": "markdown", "title": "Format",
      "description": "The form of the text. Without one, the document's own `format`, at last Markdown."
    },
    "sources": {
      "type": "boolean", "default": false, "title": "List the sources",
      "description": "Closes the text with a list of the documents that its citations point to."
    }
  }
})";

constexpr auto kGives = R"({
  "formatted_content": {"type": "object", "properties": {"format": {"type": "string"}, "word_count": {"type": "integer"}, "reading_time": {"type": "string"},
  "content": {"type": "string"}}}
})";

enum class TextFormat : quint8 { Markdown, Html, Plain };

std::optional<TextFormat> textFormat(QStringView name)
{
    if (name == "markdown"_L1)
        return TextFormat::Markdown;
    if (name == "html"_L1)
        return TextFormat::Html;
    if (name == "plain"_L1)
        return TextFormat::Plain;
    return std::nullopt;
}

QLatin1StringView formatName(TextFormat format)
{
    switch (format) {
    case TextFormat::Markdown:
        return "markdown"_L1;
    case TextFormat::Html:
        return "html"_L1;
    case TextFormat::Plain:
        return "plain"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

/// A text of the document, without the white space around it.
struct Piece
{
    QString text;
    QByteArray pointer; ///< where it stands; empty: the document does not have it
    qint64 from = 0; ///< its first byte there

    [[nodiscard]] bool isEmpty() const { return text.isEmpty(); }
    [[nodiscard]] static Piece of(const QString &text, const QByteArray &pointer)
    {
        const auto first = std::ranges::find_if_not(text, [](QChar c) { return c.isSpace(); });
        return {text.trimmed(), pointer, QStringView(text.begin(), first).toUtf8().size()};
    }
};

struct Part
{
    Piece heading; ///< empty: none
    Piece text;
};

/// What is written, before its form.
struct Manuscript
{
    Piece title;
    QList<Part> parts;
    QString sourcesHeading;
    QStringList sources;
};

/// The heading for a section of this type: the template's own, which may be empty for none, else the usual one.
QString headingFor(const Json &data, QLatin1StringView type, const QString &usual)
{
    for (const Json &section : data.value("template").value("sections").items()) {
        if (section.value("type").toString() == type && section.contains("heading"))
            return section.value("heading").toString().trimmed();
    }
    return usual;
}

QString sourceTitle(const Json &citation, const Json &data)
{
    const QString title = citation.value("title").toString();
    if (!title.isEmpty())
        return title;
    const QString source = citation.value("source").toString();
    const qsizetype hash = source.indexOf(u'#');
    if (hash > 0)
        return source.left(hash);
    for (const char *key : {"source_title", "source_name", "source_file", "source", "title"}) {
        const QString own = data.value(key).toString();
        if (!own.isEmpty())
            return own;
    }
    return source;
}

QStringList sourceTitles(const Json &data)
{
    QStringList seen;
    QStringList titles;
    for (const Json &citation : data.value("citations").items()) {
        const QString source = citation.value("source").toString();
        if (source.isEmpty() || seen.contains(source))
            continue;
        seen.append(source);
        titles.append(sourceTitle(citation, data));
    }
    return titles;
}

Manuscript manuscript(const Json &data)
{
    const Json &content = data.value("generated_content");
    const QByteArray root = "/generated_content"_ba;
    Manuscript result;
    const UsualHeadings usual = usualHeadings(documentLanguage(data));
    result.title = Piece::of(data.value("title").toString(), "/title"_ba);
    result.sourcesHeading = usual.sources;
    const auto add = [&result](const Piece &heading, const Json &text, const QByteArray &pointer) {
        if (Piece piece = Piece::of(text.toString(), pointer); !piece.isEmpty())
            result.parts.append({heading, std::move(piece)});
    };
    if (content.isString())
        add({}, content, root);
    add({headingFor(data, "introduction"_L1, usual.introduction), {}}, content.value("introduction"), root + "/introduction");
    for (qsizetype i = 0; i < content.value("body").size(); ++i) {
        const Json &item = content.value("body").at(i);
        const QByteArray pointer = root + "/body/" + QByteArray::number(i);
        if (item.isString())
            add({}, item, pointer);
        else
            add(Piece::of(item.value("heading").toString(), pointer + "/heading"), item.value("content"), pointer + "/content");
    }
    add({headingFor(data, "conclusion"_L1, usual.conclusion), {}}, content.value("conclusion"), root + "/conclusion");
    return result;
}

/// The text as it grows, and where what is in it comes from.
class Writing
{
public:
    void add(QByteArrayView bytes) { m_text += bytes; }
    void add(const Piece &piece) { add(piece, piece.text); }
    /// The piece in this form.
    void add(const Piece &piece, const QString &form)
    {
        const qint64 from = m_text.size();
        m_text += form.toUtf8();
        if (!piece.pointer.isEmpty())
            m_refs.append({QString::fromUtf8(piece.pointer), piece.from, piece.from + piece.text.toUtf8().size(), kTarget, from, m_text.size()});
    }
    void begin(QByteArrayView separator)
    {
        if (!m_text.isEmpty())
            m_text += separator;
    }

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] const QList<LineageRef> &refs() const { return m_refs; }

private:
    static inline const QByteArray kTarget = "/formatted_content/content"_ba;

    QByteArray m_text;
    QList<LineageRef> m_refs;
};

/// Blocks with an empty line between them; what headings begin with makes them Markdown's.
Writing asBlocks(const Manuscript &manuscript, QByteArrayView title, QByteArrayView heading)
{
    Writing out;
    const auto block = [&out](QByteArrayView mark, const Piece &piece) {
        if (piece.isEmpty())
            return;
        out.begin("\n\n");
        out.add(mark);
        out.add(piece);
    };
    block(title, manuscript.title);
    for (const Part &part : manuscript.parts) {
        block(heading, part.heading);
        block({}, part.text);
    }
    if (!manuscript.sources.isEmpty()) {
        block(heading, {manuscript.sourcesHeading, {}});
        QStringList lines;
        for (const QString &source : manuscript.sources)
            lines.append(u"%1. %2"_s.arg(lines.size() + 1).arg(source));
        block({}, {lines.join(u'\n'), {}});
    }
    return out;
}

/// Paragraphs, and lists where every line of a paragraph is an item; all else is text.
QString htmlBlocks(const QString &text)
{
    static const QRegularExpression gap(uR"(\n[ \t]*\n\s*)"_s);
    static const QRegularExpression bullet(uR"(^\s*[-*•]\s+)"_s);
    static const QRegularExpression number(uR"(^\s*\d{1,3}[.)]\s+)"_s);
    QStringList blocks;
    for (const QString &paragraph : text.split(gap, Qt::SkipEmptyParts)) {
        const QStringList lines = paragraph.split(u'\n', Qt::SkipEmptyParts);
        const auto all = [&lines](const QRegularExpression &mark) {
            return std::ranges::all_of(lines, [&mark](const QString &line) { return line.contains(mark); });
        };
        const bool isBulleted = all(bullet);
        if (!isBulleted && !all(number)) {
            blocks.append(u"<p>"_s + lines.join(u'\n').toHtmlEscaped() + u"</p>"_s);
            continue;
        }
        const QString tag = isBulleted ? u"ul"_s : u"ol"_s;
        QString list = u"<%1>\n"_s.arg(tag);
        for (QString line : lines)
            list += u"<li>"_s + line.remove(isBulleted ? bullet : number).toHtmlEscaped() + u"</li>\n"_s;
        blocks.append(list + u"</%1>"_s.arg(tag));
    }
    return blocks.join(u'\n');
}

Writing asHtml(const Manuscript &manuscript)
{
    Writing out;
    const auto heading = [&out](QByteArrayView tag, const Piece &piece) {
        if (piece.isEmpty())
            return;
        out.add("\n<" + tag.toByteArray() + ">");
        out.add(piece, piece.text.toHtmlEscaped());
        out.add("</" + tag.toByteArray() + ">");
    };
    out.add("<article>");
    heading("h1", manuscript.title);
    for (const Part &part : manuscript.parts) {
        heading("h2", part.heading);
        out.add("\n");
        out.add(part.text, htmlBlocks(part.text.text));
    }
    if (!manuscript.sources.isEmpty()) {
        heading("h2", {manuscript.sourcesHeading, {}});
        out.add("\n<ol>");
        for (const QString &source : manuscript.sources)
            out.add("\n<li>" + source.toHtmlEscaped().toUtf8() + "</li>");
        out.add("\n</ol>");
    }
    out.add("\n</article>");
    return out;
}

Writing written(const Manuscript &manuscript, TextFormat format)
{
    switch (format) {
    case TextFormat::Markdown:
        return asBlocks(manuscript, "# ", "## ");
    case TextFormat::Html:
        return asHtml(manuscript);
    case TextFormat::Plain:
        return asBlocks(manuscript, {}, {});
    }
    Q_UNREACHABLE_RETURN({});
}

/// Words of what is read, the same in every format: no markup, no list of sources.
qint64 wordsOf(const Manuscript &manuscript)
{
    qint64 words = countWords(manuscript.title.text);
    for (const Part &part : manuscript.parts)
        words += countWords(part.heading.text) + countWords(part.text.text);
    return words;
}

class TransformerStep final : public Step
{
public:
    TransformerStep(std::optional<TextFormat> format, bool listsSources)
        : m_format(format)
        , m_listsSources(listsSources)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        Manuscript text = manuscript(input.data);
        if (text.parts.isEmpty()) {
            const bool isThere = input.data.contains("generated_content");
            return StepResult::failed(
                Error::make(ErrorCode::InputInvalid,
                            isThere ? u"`generated_content` holds no text to format."_s
                                    : u"The document has no `generated_content` to format; a generating step has to come before this one."_s,
                            Json::object({{"path", "/generated_content"}})));
        }
        if (m_listsSources)
            text.sources = sourceTitles(input.data);
        const TextFormat format = m_format.value_or(textFormat(input.data.value("format").toString()).value_or(TextFormat::Markdown));
        const qint64 words = wordsOf(text);
        const Writing writing = written(text, format);
        StepResult result;
        result.lineage = writing.refs();
        result.edit.set(
            "formatted_content",
            Json::object({{"format", formatName(format)}, {"word_count", words}, {"reading_time", readingTime(words)}, {"content", writing.text()}}));
        return result;
    }

private:
    std::optional<TextFormat> m_format;
    bool m_listsSources;
};

} // namespace

std::optional<QString> finishedText(const Json &data, QStringView format)
{
    const Json &formatted = data.value("formatted_content");
    const QString text = formatted.value("content").toString();
    const QString own = formatted.value("format").toString();
    if (text.isEmpty() || own == format)
        return text.isEmpty() ? std::nullopt : std::optional(text);
    const std::optional<TextFormat> from = textFormat(own);
    const std::optional<TextFormat> to = textFormat(format);
    for (const bool listsSources : {false, true}) {
        Manuscript manuscript = Millrace::manuscript(data);
        if (listsSources)
            manuscript.sources = sourceTitles(data);
        if (from && to && written(manuscript, *from).text() == text.toUtf8())
            return QString::fromUtf8(written(manuscript, *to).text());
    }
    return std::nullopt;
}

qint64 countWords(QStringView text)
{
    qint64 words = 0;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text.constData(), text.size());
    do {
        if (finder.boundaryReasons() & QTextBoundaryFinder::StartOfItem)
            ++words;
    } while (finder.toNextBoundary() != -1);
    return words;
}

QString readingTime(qint64 words)
{
    const qint64 minutes = qMax<qint64>(1, (words + 100) / 200);
    return minutes == 1 ? u"1 minute"_s : u"%1 minutes"_s.arg(minutes);
}

const ComponentDescriptor &TransformerComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"transformer"_s,
        .title = u"Formatter"_s,
        .category = u"transform"_s,
        .description = u"Writes the generated content as one text in Markdown, HTML or plain form and counts its words."_s,
        .icon = u"document-edit"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> TransformerComponent::prepare(const Json &config) const
{
    const QString name = config.value("format").toString();
    const std::optional<TextFormat> format = textFormat(name);
    if (!name.isEmpty() && !format)
        return fail(ErrorCode::ComponentConfig, u"There is no text format \"%1\"; there are markdown, html and plain."_s.arg(name),
                    Json::object({{"path", "/format"}}));
    return std::make_shared<const TransformerStep>(format, config.value("sources").toBool());
}

} // namespace Millrace
