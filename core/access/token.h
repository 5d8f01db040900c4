// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>

namespace Millrace {

/// What is kept of a token: a BLAKE2b hash of 256 bits. A token holds as many bits of chance, so that a slow hash would add nothing.
using TokenHash = std::array<unsigned char, 32>;

/// "mlr_" and 256 random bits in base64url: 47 characters that a log's redactor knows.
[[nodiscard]] QByteArray newToken();
[[nodiscard]] TokenHash hashOf(QByteArrayView token);
/// Takes as long whether they differ early, late or not at all.
[[nodiscard]] bool isSame(const TokenHash &a, const TokenHash &b);

[[nodiscard]] QByteArray toBytes(const TokenHash &hash);
/// Zeros, which are no token's, where there are not 32 bytes.
[[nodiscard]] TokenHash tokenHashFrom(QByteArrayView bytes);

} // namespace Millrace
