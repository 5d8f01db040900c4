// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QComboBox;

namespace Millrace {

/// Lets letters that are typed into a closed box choose in it, as ever, before any shortcut of one letter: a box takes no part in that by itself.
void keepTypedLetters(QComboBox *box);

} // namespace Millrace
