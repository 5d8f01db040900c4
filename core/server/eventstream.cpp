// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/eventstream.h"

namespace Millrace::EventStream {

QByteArray event(QByteArrayView json, QByteArrayView id)
{
    QByteArray out;
    out.reserve(json.size() + id.size() + 32);
    if (!json.isEmpty())
        out += "event: message\n";
    if (!id.isEmpty())
        out.append("id: ").append(id).append('\n');
    out.append("data: ").append(json).append("\n\n");
    return out;
}

QByteArray retry(int milliseconds)
{
    return "retry: " + QByteArray::number(milliseconds) + '\n';
}

QByteArray comment()
{
    return QByteArrayLiteral(":\n\n");
}

QByteArray chunk(QByteArrayView bytes)
{
    QByteArray out = QByteArray::number(bytes.size(), 16);
    out.reserve(out.size() + bytes.size() + 4);
    out.append("\r\n").append(bytes).append("\r\n");
    return out;
}

QByteArray lastChunk()
{
    return QByteArrayLiteral("0\r\n\r\n");
}

} // namespace Millrace::EventStream
