// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/safehtml.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

const QSet<QString> kKept{u"a"_s,      u"abbr"_s,    u"article"_s, u"aside"_s, u"b"_s,     u"blockquote"_s, u"br"_s,  u"caption"_s,    u"cite"_s,
                          u"code"_s,   u"dd"_s,      u"del"_s,     u"div"_s,   u"dl"_s,    u"dt"_s,         u"em"_s,  u"figcaption"_s, u"figure"_s,
                          u"footer"_s, u"h1"_s,      u"h2"_s,      u"h3"_s,    u"h4"_s,    u"h5"_s,         u"h6"_s,  u"header"_s,     u"hr"_s,
                          u"i"_s,      u"ins"_s,     u"kbd"_s,     u"li"_s,    u"mark"_s,  u"ol"_s,         u"p"_s,   u"pre"_s,        u"q"_s,
                          u"s"_s,      u"samp"_s,    u"section"_s, u"small"_s, u"span"_s,  u"strong"_s,     u"sub"_s, u"sup"_s,        u"table"_s,
                          u"tbody"_s,  u"td"_s,      u"tfoot"_s,   u"th"_s,    u"thead"_s, u"time"_s,       u"tr"_s,  u"u"_s,          u"ul"_s,
                          u"var"_s,    u"details"_s, u"summary"_s};
const QSet<QString> kWithoutEnd{u"br"_s, u"hr"_s};
/// What stands in them is no text.
const QSet<QString> kDropped{u"script"_s, u"style"_s,    u"iframe"_s, u"object"_s, u"svg"_s,   u"math"_s,  u"template"_s, u"noscript"_s,
                             u"head"_s,   u"textarea"_s, u"select"_s, u"audio"_s,  u"video"_s, u"title"_s, u"xmp"_s};
const QSet<QString> kAttributes{u"title"_s, u"lang"_s, u"dir"_s, u"colspan"_s, u"rowspan"_s, u"start"_s, u"datetime"_s, u"open"_s};

bool leadsSomewhere(QStringView address)
{
    qsizetype end = 0;
    while (end < address.size() && address[end] != u'/' && address[end] != u'?' && address[end] != u'#')
        ++end;
    const QStringView head = address.first(end);
    if (head.contains(u'&') || std::ranges::any_of(address, [](QChar c) { return c.unicode() < 0x20; }))
        return false; // a scheme may be hidden in it
    const qsizetype colon = head.indexOf(u':');
    if (colon < 0)
        return true;
    const QString scheme = head.first(colon).trimmed().toString().toLower();
    return scheme == "http"_L1 || scheme == "https"_L1 || scheme == "mailto"_L1 || scheme == "tel"_L1;
}

class Sieve
{
public:
    explicit Sieve(QStringView html)
        : m_html(html)
    {}

    QString result()
    {
        while (m_at < m_html.size()) {
            if (m_html[m_at] != u'<') {
                const qsizetype next = m_html.indexOf(u'<', m_at);
                const qsizetype end = next < 0 ? m_html.size() : next;
                m_out += m_html.sliced(m_at, end - m_at);
                m_at = end;
                continue;
            }
            const QStringView rest = m_html.sliced(m_at);
            if (rest.startsWith("<!--"_L1))
                skipTo(u"-->", 4);
            else if (rest.startsWith("<!"_L1) || rest.startsWith("<?"_L1))
                skipTo(u">", 2);
            else if (rest.size() > 2 && rest[1] == u'/' && isLetter(rest[2]))
                close();
            else if (rest.size() > 1 && isLetter(rest[1]))
                open();
            else {
                m_out += "&lt;"_L1;
                ++m_at;
            }
        }
        while (!m_open.isEmpty())
            m_out += u"</"_s + m_open.takeLast() + u'>';
        return m_out;
    }

private:
    [[nodiscard]] static bool isLetter(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }
    [[nodiscard]] static bool isBlank(QChar c) { return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == u'\f'; }

    void skipTo(QStringView mark, qsizetype from)
    {
        const qsizetype end = m_html.indexOf(mark, m_at + from);
        m_at = end < 0 ? m_html.size() : end + mark.size();
    }

    QString takeName()
    {
        const qsizetype from = m_at;
        while (m_at < m_html.size() && !isBlank(m_html[m_at]) && m_html[m_at] != u'>' && m_html[m_at] != u'/')
            ++m_at;
        return m_html.sliced(from, m_at - from).toString().toLower();
    }

    void close()
    {
        m_at += 2;
        const QString name = takeName();
        skipTo(u">", 0);
        if (!m_open.contains(name))
            return;
        for (QString last; last != name;) {
            last = m_open.takeLast();
            m_out += u"</"_s + last + u'>';
        }
    }

    void open()
    {
        ++m_at;
        const QString name = takeName();
        const QString attributes = takeAttributes(name);
        if (kDropped.contains(name)) {
            const QString end = u"</"_s + name;
            const qsizetype at = m_html.indexOf(end, m_at, Qt::CaseInsensitive);
            m_at = at < 0 ? m_html.size() : at;
            skipTo(u">", 0);
            return;
        }
        if (!kKept.contains(name) || m_open.size() >= kDeepest)
            return;
        m_out += u'<' + name + attributes + u'>';
        if (!kWithoutEnd.contains(name))
            m_open.append(name);
    }

    /// Up to and with the end of the tag; what is kept of it, as it is written again.
    QString takeAttributes(const QString &element)
    {
        QString kept;
        while (m_at < m_html.size() && m_html[m_at] != u'>') {
            if (isBlank(m_html[m_at]) || m_html[m_at] == u'/') {
                ++m_at;
                continue;
            }
            const qsizetype from = m_at;
            while (m_at < m_html.size() && !isBlank(m_html[m_at]) && m_html[m_at] != u'=' && m_html[m_at] != u'>' && m_html[m_at] != u'/')
                ++m_at;
            if (m_at == from)
                ++m_at; // a sign of equality without a name
            const QString name = m_html.sliced(from, m_at - from).toString().toLower();
            const QString value = takeValue();
            const bool isLink = element == "a"_L1 && name == "href"_L1;
            if (isLink ? leadsSomewhere(value) : kAttributes.contains(name))
                kept += u" %1=\"%2\""_s.arg(name, QString(value).replace(u'"', u"&quot;"_s).replace(u'<', u"&lt;"_s));
        }
        ++m_at;
        m_at = std::min(m_at, m_html.size());
        return kept;
    }

    QString takeValue()
    {
        while (m_at < m_html.size() && isBlank(m_html[m_at]))
            ++m_at;
        if (m_at >= m_html.size() || m_html[m_at] != u'=')
            return {};
        ++m_at;
        while (m_at < m_html.size() && isBlank(m_html[m_at]))
            ++m_at;
        if (m_at >= m_html.size())
            return {};
        const QChar quote = m_html[m_at];
        if (quote == u'"' || quote == u'\'') {
            const qsizetype end = m_html.indexOf(quote, m_at + 1);
            const QString value = m_html.sliced(m_at + 1, (end < 0 ? m_html.size() : end) - m_at - 1).toString();
            m_at = end < 0 ? m_html.size() : end + 1;
            return value;
        }
        const qsizetype from = m_at;
        while (m_at < m_html.size() && !isBlank(m_html[m_at]) && m_html[m_at] != u'>')
            ++m_at;
        return m_html.sliced(from, m_at - from).toString();
    }

    static constexpr qsizetype kDeepest = 256;

    QStringView m_html;
    qsizetype m_at = 0;
    QString m_out;
    QStringList m_open;
};

} // namespace

QString safeHtml(QStringView html)
{
    return Sieve(html).result();
}

} // namespace Millrace
