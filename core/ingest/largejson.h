// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/jsonstream.h"

#include <QIODevice>
#include <QString>

#include <functional>
#include <optional>

namespace Millrace {

/// A JSON object that is too large for a tree: where it lies, checked as strictly as a small one.
struct LargeDocument
{
    QString path;
    qint64 dataFrom = 0; ///< bytes of the object that is the context's `data`, in the file
    qint64 dataTo = 0;
    JsonShape shape; ///< the root's members with their places

    friend bool operator==(const LargeDocument &, const LargeDocument &) = default;
};

/// Reads a JSON object from a device as a stream, in memory that does not grow with it. The error is the parser's; ContextInvalid
/// where the text is JSON and no object, or has a `data` that is none; Cancelled.
[[nodiscard]] Result<LargeDocument> checkLargeObject(QIODevice *device, const std::function<bool()> &isCancelled);

/// One element of a large array.
struct ArrayElement
{
    qint64 index = 0;
    int line = 1; ///< where it starts
    QByteArray bytes;
    QString problem; ///< why the array cannot be read on; empty where it can

    friend bool operator==(const ArrayElement &, const ArrayElement &) = default;
};

/// Divides a large JSON array into the bytes of its elements, one at a time; each is still to be parsed. An element of more
/// than `maxElement` bytes comes with its first bytes and a problem, and is passed over. Reads from a device that its caller owns.
class ArraySplitter
{
public:
    ArraySplitter(QIODevice *device, qint64 maxElement)
        : m_device(device)
        , m_maxElement(maxElement)
    {}

    /// The next element; nothing at the end of the array. After an element with a problem and no bytes there is none.
    [[nodiscard]] std::optional<ArrayElement> next();

private:
    [[nodiscard]] int peekByte();
    int takeByte();
    void skipBlanks();
    [[nodiscard]] std::optional<ArrayElement> broken(const QString &problem);

    QIODevice *m_device;
    qint64 m_maxElement;
    QByteArray m_buffer;
    qsizetype m_at = 0;
    qint64 m_index = 0;
    int m_line = 1;
    bool m_opened = false;
    bool m_ended = false;
};

} // namespace Millrace
