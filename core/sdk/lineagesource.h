// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Millrace {

/// What LineageRef::source names: a field of the same document ("/source_text"), one of another context ("ID#/source_text"), or a version of a
/// template ("template:ID@3", which has no spans: the whole of it shaped the target).
struct LineageSource
{
    enum class Kind : quint8 { Own, Context, Template };

    Kind kind = Kind::Own;
    QString id; ///< of the context or template
    int version = 0; ///< of the template
    QByteArray pointer; ///< JSON Pointer within `data`; empty for a template

    [[nodiscard]] static LineageSource of(QStringView source)
    {
        static constexpr QLatin1StringView kTemplate("template:");
        const qsizetype hash = source.indexOf(u'#');
        if (hash > 0)
            return {Kind::Context, source.first(hash).toString(), 0, source.sliced(hash + 1).toUtf8()};
        const qsizetype at = source.lastIndexOf(u'@');
        if (source.startsWith(kTemplate) && at > kTemplate.size())
            return {Kind::Template, source.sliced(kTemplate.size(), at - kTemplate.size()).toString(), source.sliced(at + 1).toInt(), {}};
        return {Kind::Own, {}, 0, source.toUtf8()};
    }

    [[nodiscard]] static QString ofTemplate(const QString &id, int version)
    {
        return QLatin1StringView("template:") + id + u'@' + QString::number(version);
    }

    friend bool operator==(const LineageSource &, const LineageSource &) = default;
};

} // namespace Millrace
