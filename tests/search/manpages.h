// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Millrace {

/// A manual page of this machine, taken apart: what its NAME section says of it, which pages its SEE ALSO names, and the rest as plain text.
struct ManPage
{
    QString name; ///< "git-commit(1)"
    QString summary; ///< "Record changes to the repository"
    QString text; ///< without NAME and SEE ALSO
    QStringList seeAlso; ///< "git-add(1)", as written
};

/// The English pages below a folder of sections (man1, man3, …), by name; aliases (links, .so) are left out, and pages without a NAME section.
[[nodiscard]] QList<ManPage> manPagesIn(const QString &folder);

} // namespace Millrace
