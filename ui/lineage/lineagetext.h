// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/showngraph.h"

#include <QCoreApplication>

namespace Millrace {

/// How the lineage is said and drawn: words in the person's language, icons by name. Pure functions.
class LineageText
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::LineageText)

public:
    [[nodiscard]] static QString kindName(ShownKind kind); ///< "Context"
    [[nodiscard]] static QString kindCount(ShownKind kind, qint64 count, bool isLeast = false); ///< "1,000 contexts", "more than 10,000 contexts"
    [[nodiscard]] static QString kindIcon(ShownKind kind);
    /// The name of a kind as the door has it: "context".
    [[nodiscard]] static QLatin1StringView kindWord(ShownKind kind);
    [[nodiscard]] static QString title(const ShownNode &node); ///< never empty
    /// The line below: what it says of itself, status or outcome, how many.
    [[nodiscard]] static QString detail(const ShownNode &node);
    [[nodiscard]] static QString statusWord(const ShownNode &node);
    [[nodiscard]] static QString tieName(LineageTie tie); ///< "direct"
    [[nodiscard]] static QString tieMeaning(LineageTie tie); ///< a sentence
    [[nodiscard]] static QString relationName(const QString &relation); ///< "child of"
    /// An edge in one sentence, with the step that made it.
    [[nodiscard]] static QString edgeSentence(const ShownGraph &graph, int edge);
    /// All of a node in one sentence, for those who hear it.
    [[nodiscard]] static QString spoken(const ShownGraph &graph, int node);
    [[nodiscard]] static QString time(const QString &iso); ///< as clocks show it; empty where it is no time
    /// "clean 1.2.0" or "clean" where the version was not recorded.
    [[nodiscard]] static QString componentName(const QString &component, const QString &version);
};

} // namespace Millrace
