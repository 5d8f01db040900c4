// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/blockwriter.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Turns offsets in characters into offsets in UTF-8 bytes, in one pass as long as they grow.
class ByteOffsets
{
public:
    explicit ByteOffsets(QStringView text)
        : m_text(text)
    {}

    qint64 at(qint64 character)
    {
        if (character < m_at)
            m_at = m_bytes = 0;
        for (; m_at < character; ++m_at) {
            const char16_t c = m_text[m_at].unicode();
            // Both halves of a pair count two, which makes the four bytes that it takes.
            m_bytes += c < 0x80 ? 1 : c < 0x800 || QChar::isSurrogate(c) ? 2 : 3;
        }
        return m_bytes;
    }

private:
    QStringView m_text;
    qint64 m_at = 0;
    qint64 m_bytes = 0;
};

} // namespace

void BlockWriter::place(qint64 from, qint64 to)
{
    m_place.from = from;
    m_place.to = to;
}

void BlockWriter::beginPart(const QString &kind, int number, const QString &name, const QString &title)
{
    m_parts.append({kind, number, name, title, -1, -1});
    m_place = {int(m_parts.size()) - 1, -1, -1};
    m_tableOpen = false;
}

void BlockWriter::separate(Last next)
{
    if (m_last != Last::None) {
        const bool together = next == m_last && next != Last::Block && (next != Last::Row || m_tableOpen);
        m_text += together ? "\n"_L1 : "\n\n"_L1;
    }
    m_last = next;
    if (next != Last::Row)
        m_tableOpen = false;
}

/// Starts a block here; its end is set by whoever writes it.
TextBlock &BlockWriter::begin(BlockKind kind, int level)
{
    if (!m_parts.isEmpty() && m_parts.back().from < 0)
        m_parts.back().from = m_text.size();
    m_blocks.append({kind, level, m_text.size(), m_text.size(), m_place, {}});
    return m_blocks.back();
}

void BlockWriter::heading(int level, const QString &text)
{
    const QString clean = simplifiedText(text);
    if (clean.isEmpty())
        return;
    separate(Last::Block);
    const int depth = std::clamp(level, 1, 6);
    TextBlock &block = begin(BlockKind::Heading, depth);
    m_text += QString(depth, u'#') + u' ' + clean;
    block.to = m_text.size();
    if (m_firstHeading.isEmpty())
        m_firstHeading = clean;
}

void BlockWriter::paragraph(const QString &text)
{
    const QString clean = simplifiedText(text);
    if (clean.isEmpty())
        return;
    separate(Last::Block);
    TextBlock &block = begin(BlockKind::Paragraph, 0);
    m_text += clean;
    block.to = m_text.size();
    if (m_firstProse.isEmpty())
        m_firstProse = clean;
}

void BlockWriter::item(int depth, const QString &marker, const QString &text)
{
    const QString clean = simplifiedText(text);
    if (clean.isEmpty())
        return;
    separate(Last::Item);
    const int level = std::clamp(depth, 0, 8);
    TextBlock &block = begin(BlockKind::Item, level);
    m_text += QString(2 * level, u' ') + marker + u' ' + clean;
    block.to = m_text.size();
    if (m_firstProse.isEmpty())
        m_firstProse = clean;
}

void BlockWriter::code(const QString &text)
{
    QString body = text;
    while (body.endsWith(u'\n') || body.endsWith(u' '))
        body.chop(1);
    while (body.startsWith(u'\n'))
        body.remove(0, 1);
    if (body.isEmpty())
        return;
    separate(Last::Block);
    TextBlock &block = begin(BlockKind::Code, 0);
    m_text += "```\n"_L1 + body + "\n```"_L1;
    block.to = m_text.size();
}

void BlockWriter::row(const QStringList &cells, const QList<int> &columns)
{
    separate(Last::Row);
    m_tables += m_tableOpen ? 0 : 1;
    m_tableOpen = true;
    TextBlock &block = begin(BlockKind::Row, m_tables);
    m_text += u'|';
    for (qsizetype i = 0; i < cells.size(); ++i) {
        m_text += u' ';
        const qsizetype from = m_text.size();
        m_text += cells[i];
        block.cells.append({from, m_text.size(), i < columns.size() ? columns[i] : int(i) + 1});
        m_text += u" |"_s;
    }
    block.to = m_text.size();
}

void BlockWriter::finish(TextDocument &document) const
{
    document.text = m_text;
    document.blocks = m_blocks;
    document.parts = m_parts;
    ByteOffsets offsets(m_text);
    for (TextBlock &block : document.blocks) {
        block.from = offsets.at(block.from);
        for (TextCell &cell : block.cells) {
            cell.from = offsets.at(cell.from);
            cell.to = offsets.at(cell.to);
        }
        block.to = offsets.at(block.to);
    }
    // A part reaches to where the next one that has text begins; one without text stands where the next one does.
    ByteOffsets starts(m_text);
    for (DocumentPart &part : document.parts)
        part.from = part.from < 0 ? -1 : starts.at(part.from);
    qint64 next = offsets.at(m_text.size());
    for (auto part = document.parts.rbegin(); part != document.parts.rend(); ++part) {
        part->to = next;
        if (part->from < 0)
            part->from = next;
        next = part->from;
    }
}

QString simplifiedText(QStringView text)
{
    QString out;
    out.reserve(text.size());
    bool space = false;
    for (const QChar c : text) {
        if (c.isSpace()) {
            space = !out.isEmpty();
            continue;
        }
        const char16_t u = c.unicode();
        if (u == 0x00AD || u == 0x200B || u == 0xFEFF || u == 0x2060 || c.category() == QChar::Other_Control)
            continue;
        if (space)
            out += u' ';
        space = false;
        out += c;
    }
    return out;
}

QString withoutNumber(const QString &heading)
{
    static const QRegularExpression number(u"^(?:(?:chapter|section|part|appendix|kapitel|abschnitt|teil|anhang|chapitre|partie|annexe)\\s+"
                                           "(?:\\d+(?:\\.\\d+)*|[A-Z]|[IVXLC]+)\\b[.:]?|(?:\\d+|[A-Z])(?:\\.\\d+)*\\.|\\d+(?:\\.\\d+)+)\\s+(?=\\S)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    QString out = heading;
    const QRegularExpressionMatch match = number.match(heading);
    if (match.hasMatch())
        out.remove(0, match.capturedLength());
    return out.trimmed();
}

} // namespace Millrace
