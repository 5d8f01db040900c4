// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/blockwriter.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

void BlockWriter::separate(Last next)
{
    if (m_last != Last::None) {
        const bool together = next == m_last && next != Last::Block;
        m_text += together ? "\n"_L1 : "\n\n"_L1;
    }
    m_last = next;
}

void BlockWriter::heading(int level, const QString &text)
{
    const QString clean = simplifiedText(text);
    if (clean.isEmpty())
        return;
    separate(Last::Block);
    m_text += QString(std::clamp(level, 1, 6), u'#') + u' ' + clean;
    if (m_firstHeading.isEmpty())
        m_firstHeading = clean;
}

void BlockWriter::paragraph(const QString &text)
{
    const QString clean = simplifiedText(text);
    if (clean.isEmpty())
        return;
    separate(Last::Block);
    m_text += clean;
    if (m_firstProse.isEmpty())
        m_firstProse = clean;
}

void BlockWriter::item(int depth, const QString &marker, const QString &text)
{
    const QString clean = simplifiedText(text);
    if (clean.isEmpty())
        return;
    separate(Last::Item);
    m_text += QString(2 * std::clamp(depth, 0, 8), u' ') + marker + u' ' + clean;
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
    m_text += "```\n"_L1 + body + "\n```"_L1;
}

void BlockWriter::row(const QStringList &cells)
{
    separate(Last::Row);
    m_text += u"| "_s + cells.join(u" | "_s) + u" |"_s;
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
