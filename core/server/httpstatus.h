// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QByteArray>
#include <QByteArrayView>

namespace Millrace {

/// Of RFC 9457.
inline constexpr QByteArrayView kProblemType = "application/problem+json";

/// "Not Found".
[[nodiscard]] QByteArrayView statusText(int status);
/// What an error is to a program that speaks HTTP.
[[nodiscard]] int statusOf(const Error &error);
/// Problem details: {"type","title","status","detail"}.
[[nodiscard]] QByteArray problemBody(int status, const QString &detail);
/// The same of an error, with its code, and its facts as `facts`.
[[nodiscard]] QByteArray problemBody(const Error &error);

} // namespace Millrace
