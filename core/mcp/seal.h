// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QByteArray>

#include <optional>

namespace Millrace::Mcp {

/// Gives a state to a client and knows it again: what comes back was made here, for this client and this request, and not long ago. It
/// can be read by whoever has it; nobody but this key's owner can make or change one.
class Seal
{
public:
    static constexpr qsizetype kKeyBytes = 32;

    [[nodiscard]] static QByteArray newKey();
    explicit Seal(const QByteArray &key);

    /// Visible ASCII. `bound` is what it must come back with, byte by byte; times in microseconds.
    [[nodiscard]] QByteArray close(const Json &state, QByteArrayView bound, qint64 expiresAt) const;
    /// Nothing for what was made elsewhere, for something else, or too long ago.
    [[nodiscard]] std::optional<Json> open(QByteArrayView sealed, QByteArrayView bound, qint64 now) const;

private:
    [[nodiscard]] QByteArray mac(QByteArrayView payload, QByteArrayView bound) const;

    QByteArray m_key;
};

} // namespace Millrace::Mcp
