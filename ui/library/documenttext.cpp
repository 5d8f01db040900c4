// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/documenttext.h"

#include "common/ground.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QMouseEvent>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostShown = 2'000'000; ///< characters; more would take seconds to lay out
constexpr qsizetype kMostMatches = 5'000;
constexpr int kMostTableRows = 300; ///< more would take seconds to lay out; the tables' own page has them all
constexpr int kMostTableColumns = 12;
constexpr std::array kHeadingPoints{5.0, 3.0, 1.5, 0.5};

} // namespace

DocumentText::DocumentText(QWidget *parent)
    : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("Text of the document"));
    if (Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, &DocumentText::fill);
    dress();
}

QVariant DocumentText::loadResource(int, const QUrl &)
{
    return {};
}

void DocumentText::dress()
{
    setGround(this, ThemeRole::Reading);
    setFont(Theme::font(TextRole::Reading));
}

void DocumentText::setText(const QString &text, const Json &structure)
{
    if (text == m_text && structure == m_structure)
        return;
    const Json before = m_structure.value("blocks");
    const Json now = structure.value("blocks");
    const bool goesOn = m_filled > 0 && m_filled == before.size() && now.size() >= m_filled && now.at(m_filled - 1) == before.at(m_filled - 1)
        && text.startsWith(m_text);
    const bool isFull = m_isCut && text.startsWith(m_text);
    m_text = text;
    m_structure = structure;
    if (isFull)
        return; // what is more is not shown
    if (goesOn) {
        appendBlocks();
        find();
        return;
    }
    verticalScrollBar()->setValue(0);
    fill();
}

void DocumentText::fill()
{
    dress();
    m_parts.clear();
    m_runs.clear();
    m_filled = 0;
    m_begun = 0;
    m_isCut = false;
    clear();
    document()->setDefaultFont(Theme::font(TextRole::Reading));
    document()->setDocumentMargin(Metrics::gap(6));
    appendBlocks();
    setTextCursor(QTextCursor(document()));
    center();
    find();
}

/// What of the structure is not shown yet, at the end.
void DocumentText::appendBlocks()
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    QTextBlockFormat body;
    body.setLineHeight(140, QTextBlockFormat::ProportionalHeight);
    body.setBottomMargin(Metrics::gap(2));
    const QByteArray utf8 = m_text.left(kMostShown).toUtf8();
    const Json blocks = m_structure.value("blocks");
    const Json parts = m_structure.value("parts");
    bool isFirst = document()->isEmpty(); // the block at the end is free
    const auto append
        = [&](const QString &text, const QTextBlockFormat &format, const QTextCharFormat &face, qint64 from = -1, const QString &written = {}) {
              if (isFirst)
                  cursor.setBlockFormat(format);
              else
                  cursor.insertBlock(format);
              if (from >= 0)
                  m_runs.append({from, written, cursor.position()});
              cursor.insertText(text, face);
              isFirst = false;
          };
    const QTextCharFormat plain;
    if (blocks.size() == 0) {
        for (const QString &paragraph : QString::fromUtf8(utf8).split(u"\n\n"_s, Qt::SkipEmptyParts))
            append(paragraph.trimmed(), body, plain);
    }
    for (; m_filled < blocks.size(); ++m_filled) {
        const Json &block = blocks.at(m_filled);
        const qint64 from = block.at(1).toInt();
        const qint64 to = block.at(2).toInt();
        if (from < 0 || to < from || to > utf8.size())
            break;
        while (m_begun < parts.size() && parts.at(m_begun).value("from").toInt() <= from) {
            const Json &of = parts.at(m_begun++);
            const auto number = static_cast<int>(of.value("number").toInt());
            const QString kind = of.value("kind").toString();
            if (parts.size() > 1) {
                QTextBlockFormat divider = body;
                divider.setTopMargin(Metrics::gap(3));
                QTextCharFormat quiet;
                quiet.setForeground(Theme::color(ThemeRole::Secondary));
                quiet.setFont(Theme::font(TextRole::Label));
                const QString title = of.value("title").toString(of.value("name").toString());
                const QString name = kind == "page"_L1 ? tr("Page %1").arg(number)
                    : kind == "slide"_L1               ? tr("Slide %1").arg(number)
                    : kind == "sheet"_L1               ? tr("Sheet %1").arg(number)
                    : kind == "chapter"_L1             ? tr("Chapter %1").arg(number)
                                                       : tr("Part %1").arg(number);
                append(title.isEmpty() || kind == "page"_L1 || title.contains(u'/') ? name : name + u" · "_s + title, divider, quiet);
            }
            m_parts.append({number, of.value("from").toInt(), cursor.block().position()});
        }
        const QString kind = block.at(0).toString();
        if (kind.startsWith("tr"_L1) && appendTable(cursor, blocks, utf8)) {
            isFirst = true;
            continue;
        }
        QString text = QString::fromUtf8(QByteArrayView(utf8).sliced(from, to - from));
        const QString whole = text;
        qsizetype marks = 0; // characters before it that are not shown
        QTextBlockFormat format = body;
        QTextCharFormat face;
        if (kind.startsWith(u'h')) {
            const int level = std::clamp(kind.sliced(1).toInt(), 1, 4);
            while (text.startsWith(u'#'))
                text.remove(0, 1);
            text = text.trimmed();
            marks = whole.size() - text.size();
            QFont font = Theme::font(TextRole::Reading);
            font.setPointSizeF(font.pointSizeF() + kHeadingPoints.at(static_cast<std::size_t>(level - 1)));
            font.setWeight(QFont::DemiBold);
            face.setFont(font);
            format.setHeadingLevel(level);
            format.setTopMargin(Metrics::gap(level == 1 ? 5 : 4));
        } else if (kind.startsWith("li"_L1)) {
            format.setLeftMargin(Metrics::gap(4 + 4 * kind.sliced(2).toInt()));
            format.setTextIndent(-Metrics::gap(3));
            format.setBottomMargin(Metrics::gap(1));
            text = text.trimmed();
            marks = whole.size() - text.size();
            if (text.startsWith("- "_L1))
                text.replace(0, 1, u"•"_s);
        } else if (kind == "p"_L1 && text.startsWith("> "_L1)) {
            marks = 2;
            text.remove(0, marks);
            face.setForeground(Theme::color(ThemeRole::Secondary));
            format.setLeftMargin(Metrics::gap(5));
        } else if (kind == "code"_L1 || kind.startsWith("tr"_L1)) {
            face.setFont(Theme::font(TextRole::Fixed));
            format.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
            if (kind == "code"_L1) {
                marks = text.startsWith("```"_L1) ? text.indexOf(u'\n') + 1 : 0;
                text.remove(QRegularExpression(u"^```\\w*\\n|\\n?```$"_s));
            } else {
                format.setBottomMargin(0);
            }
            text.replace(u'\n', QChar::LineSeparator);
        }
        append(text, format, face, from + marks, whole.sliced(marks, std::min(text.size(), whole.size() - marks))); // a mark is one byte
    }
    if (m_text.size() > kMostShown) {
        m_isCut = true;
        QTextCharFormat quiet;
        quiet.setForeground(Theme::color(ThemeRole::Secondary));
        append(tr("The text goes on; it is searched in full, and the original has all of it."), body, quiet);
    }
    cursor.endEditBlock();
}

bool DocumentText::appendTable(QTextCursor &cursor, const Json &blocks, const QByteArray &utf8)
{
    const QString kind = blocks.at(m_filled).at(0).toString();
    int rows = 0;
    int columns = 0;
    for (qsizetype i = m_filled; i < blocks.size() && blocks.at(i).at(0).toString() == kind && rows <= kMostTableRows; ++i, ++rows) {
        int next = 1;
        for (const Json &cell : blocks.at(i).at(6).items()) {
            next = static_cast<int>(std::clamp<qint64>(cell.at(2).toInt(next), 1, kMostTableColumns + 1)) + 1;
            columns = std::max(columns, next - 1);
        }
    }
    if (rows < 2 || rows > kMostTableRows || columns < 2 || columns > kMostTableColumns)
        return false;
    QTextTableFormat format;
    format.setBorderCollapse(true);
    format.setBorder(1);
    format.setBorderBrush(Theme::color(ThemeRole::Separator));
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setCellPadding(Metrics::gap(1));
    format.setTopMargin(Metrics::gap(1));
    format.setBottomMargin(Metrics::gap(2));
    format.setHeaderRowCount(1);
    QTextTable *table = cursor.insertTable(rows, columns, format);
    QFont font = Theme::font(TextRole::Body);
    for (int row = 0; row < rows; ++row, ++m_filled) {
        QTextCharFormat face;
        font.setWeight(row == 0 ? QFont::DemiBold : QFont::Normal);
        face.setFont(font);
        int next = 1;
        for (const Json &cell : blocks.at(m_filled).at(6).items()) {
            const qint64 from = cell.at(0).toInt();
            const qint64 to = cell.at(1).toInt();
            const auto column = static_cast<int>(std::clamp<qint64>(cell.at(2).toInt(next), 1, columns));
            next = column + 1;
            if (from < 0 || to < from || to > utf8.size())
                continue;
            QTextCursor inside = table->cellAt(row, column - 1).firstCursorPosition();
            const QString text = QString::fromUtf8(QByteArrayView(utf8).sliced(from, to - from));
            bool isNumber = false;
            Q_UNUSED(text.toDouble(&isNumber));
            if (isNumber) {
                QTextBlockFormat right;
                right.setAlignment(Qt::AlignRight);
                inside.setBlockFormat(right);
            }
            m_runs.append({from, text, inside.position()});
            inside.insertText(text, face);
        }
    }
    --m_filled; // whose loop counts on
    cursor.movePosition(QTextCursor::End);
    return true;
}

/// What is shown of a place; nothing where it is not shown.
QTextCursor DocumentText::cursorOver(qint64 from, qint64 to) const
{
    const auto after = std::ranges::upper_bound(m_runs, from, {}, &Run::from);
    if (after == m_runs.begin())
        return {};
    const Run &run = *std::prev(after);
    const QByteArray written = run.written.toUtf8();
    if (from - run.from >= written.size())
        return {};
    const auto at = [&](qint64 byte) {
        return run.position + static_cast<int>(QString::fromUtf8(written.first(std::min<qint64>(byte - run.from, written.size()))).size());
    };
    QTextCursor cursor(document());
    cursor.setPosition(at(from));
    cursor.setPosition(at(to), QTextCursor::KeepAnchor);
    return cursor;
}

void DocumentText::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    center();
}

/// Lines of a readable width, in the middle.
void DocumentText::center()
{
    const int room = viewport()->width();
    QTextFrameFormat frame = document()->rootFrame()->frameFormat();
    const int side = std::max(Metrics::gap(6), (room - Metrics::readingWidth()) / 2);
    if (frame.leftMargin() == side)
        return;
    frame.setLeftMargin(side);
    frame.setRightMargin(side);
    frame.setTopMargin(Metrics::gap(5));
    frame.setBottomMargin(Metrics::gap(8));
    document()->rootFrame()->setFrameFormat(frame);
}

void DocumentText::setSought(const QString &words)
{
    if (words == m_sought && m_soughtPlaces.isEmpty())
        return;
    m_soughtPlaces.clear();
    m_sought = words;
    find();
}

void DocumentText::setSoughtPlaces(const QList<std::pair<qint64, qint64>> &places)
{
    m_sought.clear();
    m_soughtPlaces = places;
    find();
}

void DocumentText::find()
{
    m_matches.clear();
    m_current = -1;
    for (const auto &[from, to] : std::as_const(m_soughtPlaces)) {
        if (const QTextCursor cursor = cursorOver(from, to); !cursor.isNull())
            m_matches.append(cursor);
    }
    QStringList words;
    static const QRegularExpression kNoWord(u"[^\\w]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    for (const QString &word : m_sought.split(kNoWord, Qt::SkipEmptyParts))
        words.append(QRegularExpression::escape(word));
    if (!words.isEmpty()) {
        // As the index finds them: by their beginning, whatever the case.
        const QRegularExpression any(u"\\b(?:%1)\\w*"_s.arg(words.join(u'|')),
                                     QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
        for (QTextCursor cursor = document()->find(any); !cursor.isNull() && m_matches.size() < kMostMatches; cursor = document()->find(any, cursor))
            m_matches.append(cursor);
    }
    // Words that were sought together count most where they stand together.
    if (words.size() > 1) {
        const auto stand = [this](const QTextCursor &first, const QTextCursor &second) {
            return second.selectionStart() - first.selectionEnd() <= 2
                && first.selectedText().compare(second.selectedText(), Qt::CaseInsensitive) != 0;
        };
        const auto pair = std::ranges::adjacent_find(m_matches, stand);
        m_current = pair == m_matches.end() ? -1 : static_cast<int>(pair - m_matches.begin()) - 1;
    }
    stepMatch(1);
}

void DocumentText::stepMatch(int by)
{
    if (!m_matches.isEmpty()) {
        const int count = static_cast<int>(m_matches.size());
        m_current = (m_current + by + count) % count;
        QTextCursor cursor = m_matches.at(m_current);
        cursor.clearSelection();
        setTextCursor(cursor);
        const int top = cursorRect().top();
        if (top < 0 || top > viewport()->height() * 3 / 4)
            verticalScrollBar()->setValue(verticalScrollBar()->value() + top - viewport()->height() / 3);
    }
    mark();
    Q_EMIT matchesChanged();
}

void DocumentText::mark()
{
    QList<QTextEdit::ExtraSelection> selections;
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = m_matches.at(i);
        selection.format.setBackground(Theme::color(i == m_current ? ThemeRole::Accent : ThemeRole::DiffChanged));
        selection.format.setForeground(Theme::color(i == m_current ? ThemeRole::OnAccent : ThemeRole::Text));
        selections.append(selection);
    }
    setExtraSelections(selections);
}

int DocumentText::partHere() const
{
    const int position = textCursor().position();
    int number = 0;
    for (const Part &part : m_parts) {
        if (part.position > position)
            break;
        number = part.number;
    }
    return number;
}

void DocumentText::goToPart(int number)
{
    const auto part = std::ranges::find(m_parts, number, &Part::number);
    if (part == m_parts.end())
        return;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    setTextCursor(cursor); // so that the part comes to the top
    cursor.setPosition(part->position);
    setTextCursor(cursor);
    ensureCursorVisible();
}

void DocumentText::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTextBrowser::mouseDoubleClickEvent(event);
    if (const int part = partHere(); part > 0)
        Q_EMIT partChosen(part);
}

} // namespace Millrace
