// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace Millrace {

/// Letters and digits in lower case without marks ("Müller-Lüdenscheidt" is "muller ludenscheidt"), one blank between words.
[[nodiscard]] QString foldedText(QStringView text);

/// Changes of one character (insert, remove, replace, two neighbours changing places) that make b of a; `most` + 1 where it is more.
[[nodiscard]] int editDistance(QStringView a, QStringView b, int most);

/// 1 − distance / length of the longer, of the texts as they are; 0 where it is below `least`.
[[nodiscard]] double editSimilarity(QStringView a, QStringView b, double least);

} // namespace Millrace
