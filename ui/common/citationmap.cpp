// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/citationmap.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// A text reduced to its letters and digits, each with its place in the original.
struct Letters
{
    QString text;
    QList<int> at;
};

Letters lettersOf(QStringView text)
{
    Letters letters;
    letters.text.reserve(text.size());
    letters.at.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isLetterOrNumber() || text[i].isSurrogate()) {
            letters.text += text[i];
            letters.at.append(int(i));
        }
    }
    return letters;
}

QString citedText(const Json &data, const Citation &citation)
{
    const Json *field = data.find(citation.at);
    if (!field || !field->isString()) {
        return {};
    }
    const QByteArrayView bytes = field->utf8();
    const qint64 from = std::clamp<qint64>(citation.from, 0, bytes.size());
    const qint64 to = std::clamp<qint64>(citation.to, from, bytes.size());
    return QString::fromUtf8(bytes.sliced(from, to - from));
}

/// Full stops and closing marks behind the last letter belong to the sentence.
int withClosingMarks(QStringView text, int end)
{
    static constexpr QStringView kClosing = u".!?…\"'”’»)]";
    while (end < text.size() && kClosing.contains(text[end])) {
        ++end;
    }
    return end;
}

} // namespace

QList<Citation> citationsOf(const Json &data)
{
    QList<Citation> citations;
    for (const Json &item : data.value("citations").items()) {
        const QString source = item.value("source").toString();
        const qsizetype hash = source.indexOf(u'#');
        Citation citation{
            .at = item.value("at").utf8().toByteArray(),
            .from = item.value("from").toInt(-1),
            .to = item.value("to").toInt(-1),
            .context = hash < 0 ? QString() : source.first(hash),
            .source = source.sliced(hash + 1).toUtf8(),
            .sourceFrom = item.value("source_from").toInt(-1),
            .sourceTo = item.value("source_to").toInt(-1),
        };
        if (citation.at.startsWith('/') && citation.source.startsWith('/') && citation.from >= 0 && citation.to > citation.from
            && citation.sourceFrom >= 0 && citation.sourceTo > citation.sourceFrom) {
            citations.append(std::move(citation));
        }
    }
    return citations;
}

QList<CitedSpan> locateCitations(QStringView rendered, const Json &data, const QList<Citation> &citations)
{
    const Letters haystack = lettersOf(rendered);
    QList<CitedSpan> spans;
    QList<bool> taken(haystack.text.size(), false);
    qsizetype cursor = 0;
    for (qsizetype i = 0; i < citations.size(); ++i) {
        const QString needle = lettersOf(citedText(data, citations[i])).text;
        if (needle.isEmpty()) {
            continue;
        }
        // Fields usually appear in the order of their citations; where not, look from the start for a place nobody has taken.
        qsizetype at = haystack.text.indexOf(needle, cursor);
        if (at < 0) {
            at = haystack.text.indexOf(needle);
            while (at >= 0 && taken[at]) {
                at = haystack.text.indexOf(needle, at + 1);
            }
        }
        if (at < 0) {
            continue;
        }
        std::fill_n(taken.begin() + at, needle.size(), true);
        cursor = at + needle.size();
        spans.append({haystack.at[at], withClosingMarks(rendered, haystack.at[cursor - 1] + 1), int(i)});
    }
    std::ranges::sort(spans, {}, &CitedSpan::from);
    return spans;
}

qsizetype spanAt(const QList<CitedSpan> &spans, int position)
{
    const auto next = std::ranges::upper_bound(spans, position, {}, &CitedSpan::from);
    if (next == spans.begin()) {
        return -1;
    }
    const auto span = next - 1;
    return position < span->to ? span - spans.begin() : -1;
}

qsizetype citationAtSource(const QList<Citation> &citations, const QString &context, const QByteArray &source, qint64 byte)
{
    qsizetype best = -1;
    for (qsizetype i = 0; i < citations.size(); ++i) {
        const Citation &c = citations[i];
        const bool holds = c.context == context && c.source == source && byte >= c.sourceFrom && byte < c.sourceTo;
        if (holds && (best < 0 || c.sourceTo - c.sourceFrom < citations[best].sourceTo - citations[best].sourceFrom)) {
            best = i;
        }
    }
    return best;
}

qsizetype utf16Offset(QByteArrayView utf8, qint64 byte)
{
    return QString::fromUtf8(utf8.first(std::clamp<qint64>(byte, 0, utf8.size()))).size();
}

qint64 utf8Offset(QStringView text, qsizetype unit)
{
    return text.first(std::clamp<qsizetype>(unit, 0, text.size())).toUtf8().size();
}

} // namespace Millrace
