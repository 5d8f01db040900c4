// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Millrace::EventStream {

/// One event of a text/event-stream. `json` holds no line break; empty primes a client with an id to come back by.
[[nodiscard]] QByteArray event(QByteArrayView json, QByteArrayView id = {});
/// How long to wait before taking the stream up again.
[[nodiscard]] QByteArray retry(int milliseconds);
/// Says that the stream lives, and nothing else.
[[nodiscard]] QByteArray comment();
/// As one chunk of a chunked answer.
[[nodiscard]] QByteArray chunk(QByteArrayView bytes);
[[nodiscard]] QByteArray lastChunk();

} // namespace Millrace::EventStream
