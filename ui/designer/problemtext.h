// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace Millrace {

/// What core says of a pipeline's problems, and of what mends them, as sentences in the person's language. Core's words are English and name
/// steps by their ids; here each of its messages has a sentence of its own, and `named` gives the title of a step or a component (or what it
/// was given). What is not known is shown as core says it.
class ProblemText
{
public:
    using Names = std::function<QString(const QString &id)>;

    [[nodiscard]] static QString message(const QString &text, const Names &named = {});
    [[nodiscard]] static QString fix(const QString &label, const Names &named = {});
    /// Of JSON, as typeWords() says it ("a text or a list"); empty where it is none.
    [[nodiscard]] static QString type(const QString &words);
    [[nodiscard]] static bool knows(const QString &text);
};

} // namespace Millrace
