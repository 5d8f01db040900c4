// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>

#include <optional>

namespace Millrace {

/// A keychain as the secret store sees it. Any thread; a call blocks the caller's, but never without end.
class Keychain
{
public:
    virtual ~Keychain() = default;

    /// Why it is not worth asking now; empty where it is. Costs no call to it.
    [[nodiscard]] virtual QString problem() const = 0;
    /// Nothing where it has no such entry.
    [[nodiscard]] virtual Result<std::optional<QString>> read(const QString &name) = 0;
    [[nodiscard]] virtual Result<void> write(const QString &name, const QString &value) = 0;
    /// No error where it has no such entry.
    [[nodiscard]] virtual Result<void> remove(const QString &name) = 0;
};

} // namespace Millrace
