// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/extractor.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

Extractor::~Extractor() = default;

Result<ExtractInput> Extractor::child(const ExtractInput &, int) const
{
    return fail(ErrorCode::NotFound, u"holds no documents"_s);
}

Result<QByteArray> ExtractInput::all(qint64 limit) const
{
    QFile file(path);
    if (!path.isEmpty() && !file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"cannot be read: "_s + file.errorString());
    const qint64 whole = path.isEmpty() ? bytes.size() : file.size();
    const qint64 begin = std::clamp<qint64>(from, 0, whole);
    const qint64 size = (to < 0 ? whole : std::clamp(to, begin, whole)) - begin;
    if (size > limit)
        return fail(ErrorCode::FileRefused, u"is %1 MiB; %2 MiB are allowed"_s.arg(size / (1024 * 1024)).arg(limit / (1024 * 1024)));
    if (path.isEmpty())
        return begin == 0 && size == whole ? bytes : bytes.sliced(begin, size);
    if (!file.seek(begin))
        return fail(ErrorCode::FileUnreadable, u"cannot be read: "_s + file.errorString());
    return file.read(size);
}

std::unexpected<Error> refuse(const QString &text)
{
    return fail(ErrorCode::FileRefused, text);
}

} // namespace Millrace
