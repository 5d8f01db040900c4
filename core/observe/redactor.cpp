// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/redactor.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostValues = 1000;
constexpr auto kInstead = "[redacted]"_L1;

struct Pattern
{
    QRegularExpression expression;
    QString replacement;
};

const QList<Pattern> &patterns()
{
    const auto make = [](const QString &expression, const QString &replacement) {
        QRegularExpression made(expression, QRegularExpression::CaseInsensitiveOption);
        made.optimize();
        return Pattern{made, replacement};
    };
    static const QList<Pattern> list = {
        make(uR"re((authorization["']?\s*[:=]\s*["']?)(?:(?:bearer|basic|digest|token)\s+)?[^\s"',;]+)re"_s, u"\\1[redacted]"_s),
        make(uR"re(\b(bearer\s+)[a-z0-9._~+/=-]{8,})re"_s, u"\\1[redacted]"_s),
        // "secret:name" is a reference, not a value: for that word a colon counts only behind a quote.
        make(
            uR"re(((?:\b|_)(?:api[_-]?key|(?:access|auth|refresh|id)[_-]?token|token|passw(?:or)?d|passphrase)["']?\s*[:=]\s*["']?)(?!secret:)[^\s"'&,;)}\]]+)re"_s,
            u"\\1[redacted]"_s),
        make(uR"re(((?:client[_-]?)?secret(?:["']\s*[:=]|\s*=)\s*["']?)[^\s"'&,;)}\]]+)re"_s, u"\\1[redacted]"_s),
        make(uR"re(([?&](?:key|sig|signature)=)[^\s"'&]+)re"_s, u"\\1[redacted]"_s),
        make(uR"re(\b([a-z][a-z0-9+.-]{1,20}://)[^\s/@"']+@)re"_s, u"\\1[redacted]@"_s),
        make(uR"re(\b(?:sk|pk|rk|mlr|ghp|gho|ghs|xox[abp])[-_][a-z0-9_-]{16,})re"_s, kInstead),
    };
    return list;
}

} // namespace

void Redactor::learn(const QString &value)
{
    QStringList forms = value.split(u'\n', Qt::SkipEmptyParts);
    for (QString &form : forms)
        form = form.trimmed();
    forms.append(QString::fromLatin1(QUrl::toPercentEncoding(value)));
    const std::lock_guard lock(m_mutex);
    for (const QString &form : std::as_const(forms)) {
        if (form.size() >= kShortest && !m_values.contains(form) && m_values.size() < kMostValues)
            m_values.append(form);
    }
    std::ranges::stable_sort(m_values, std::ranges::greater(), &QString::size);
}

QString Redactor::redacted(const QString &text) const
{
    QString result = text;
    {
        const std::shared_lock lock(m_mutex);
        for (const QString &value : m_values)
            result.replace(value, kInstead);
    }
    for (const Pattern &pattern : patterns())
        result.replace(pattern.expression, pattern.replacement);
    return result;
}

} // namespace Millrace
