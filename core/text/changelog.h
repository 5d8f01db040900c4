// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace Millrace {

enum class ChangeKind : quint8 { Security, Added, Fixed, Changed, Removed, Documentation, Internal };

/// One change, as its log tells it.
struct Change
{
    QString text; ///< on one line, without mark, part and references
    QString part; ///< of the product: "parser"; empty where none is named
    QStringList references; ///< "#1234", "CVE-2024-1", "4f2a91c"
    ChangeKind kind = ChangeKind::Changed;
    int release = -1; ///< index into the releases; -1 before any
    TextSpan span; ///< in the log
};

struct Release
{
    QString version;
    QString date; ///< YYYY-MM-DD; empty where none is told
};

struct ChangeLog
{
    std::vector<Release> releases; ///< as they stand, mostly the newest first
    std::vector<Change> changes;
};

/// Reads a Debian changelog, a CHANGELOG in Markdown ("Keep a changelog", "conventional commits"), NEWS with dashes or stars, or what
/// `git log` prints, one line or many for a commit. Lines that are none of that are passed over.
[[nodiscard]] ChangeLog readChangeLog(const QString &text);

} // namespace Millrace
