// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/pathrule.h"

#include "sdk/json.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <climits>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Without links, of what is there, and of what could be made in a folder that is there. Empty: neither. Without "." and ".." and slashes too many.
QString resolved(const QString &path)
{
    qsizetype size = path.size(); // of what may be there
    for (;;) {
        const QFileInfo info(path.first(size));
        if (const QString there = info.canonicalFilePath(); !there.isEmpty()) {
            if (size == path.size())
                return there;
            const QString rest = path.sliced(size == 1 ? 0 : size);
            return !QFileInfo(there).isDir() ? QString() : there == "/"_L1 ? rest : there + rest;
        }
        // A link that leads nowhere would make the file wherever it points to.
        if (info.isSymLink() || size == 1)
            return {};
        size = std::max<qsizetype>(path.lastIndexOf(u'/', size - 1), 1);
    }
}

bool liesIn(const QString &folder, const QString &path)
{
    return path == folder || folder == "/"_L1 || path.startsWith(folder + u'/');
}

} // namespace

Result<QString> confinedTo(const QStringList &folders, const QString &path)
{
    const auto denied = [&](const QString &why) {
        return fail(ErrorCode::PathDenied, u"%1: %2"_s.arg(path, why), Json::object({{"path", path}, {"folders", Json::array(folders)}}));
    };
    // What no file can be called is not looked for part by part.
    if (path.size() >= PATH_MAX || QFile::encodeName(path).size() >= PATH_MAX)
        return fail(ErrorCode::PathDenied, u"a path of %1 characters is not taken"_s.arg(path.size()));
    if (!path.startsWith(u'/') || path.contains(QChar(0)))
        return denied(u"only absolute paths are taken"_s);
    QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.contains(".."_L1))
        return denied(u"a path with \"..\" is not taken"_s);
    parts.removeAll(u"."_s);
    const QString real = resolved(u'/' + parts.join(u'/'));
    const bool isInside = !real.isEmpty() && std::ranges::any_of(folders, [&](const QString &folder) {
        const QString root = QFileInfo(folder).canonicalFilePath();
        return !root.isEmpty() && liesIn(root, real);
    });
    if (!isInside)
        return denied(folders.isEmpty() ? u"this client was given no folder"_s : u"it is in none of the folders that this client was given"_s);
    return real;
}

} // namespace Millrace
