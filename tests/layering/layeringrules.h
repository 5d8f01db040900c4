// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace Millrace {

/// One `#include` of a source file.
struct IncludeLine
{
    QString file; ///< relative to the checkout: "core/store/connection.cpp"
    int line = 0;
    QString target; ///< what stands between the quotes or angles
    bool quoted = false;
};

/// Who may include whom: DESIGN's house as a table, and the check of one line against it. A plain value, so that the rules
/// themselves can be tested with lines that no source has.
class LayeringRules
{
public:
    /// `qtModules` says which Qt module a header belongs to ("QLabel" to "QtWidgets").
    explicit LayeringRules(QHash<QString, QString> qtModules);

    /// The layer a file is in: "core/sdk", "ui/shell", "app/cli", "plugins/pdf". Empty where it is in none that is known.
    [[nodiscard]] static QString layerOf(const QString &file);
    /// Why this line must not be, or empty.
    [[nodiscard]] QString problemWith(const IncludeLine &include) const;
    /// The third-party library a header belongs to that one file alone may include; empty for the rest.
    [[nodiscard]] static QString singleFileLibrary(const IncludeLine &include);

private:
    [[nodiscard]] QString problemWithQt(const QString &layer, const QString &header) const;

    QHash<QString, QString> m_qtModules;
};

/// All includes of a source text, in order.
[[nodiscard]] QList<IncludeLine> includesOf(const QString &file, const QString &text);

} // namespace Millrace
