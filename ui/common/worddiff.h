// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Millrace {

/// A piece of two texts laid over each other: in both, only in the old one, or only in the new one.
struct WordRun
{
    enum class Kind : quint8 { Same, Removed, Added };

    Kind kind = Kind::Same;
    QString text;

    friend bool operator==(const WordRun &, const WordRun &) = default;
};

/// The runs that turn `before` into `after`, word by word: Same and Removed runs joined give `before`, Same and Added runs give `after`.
/// Between two runs of the same kind there is one of another; a removal stands before the addition that replaces it.
///
/// Myers' greedy algorithm (1986) over words, blanks and single marks, after common ends are taken off. Texts that differ in more than
/// some two thousand words are answered as one removal and one addition between the common ends. Any thread.
[[nodiscard]] QList<WordRun> wordDiff(QStringView before, QStringView after);

} // namespace Millrace
