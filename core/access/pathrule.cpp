// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/pathrule.h"

#include "sdk/json.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Without links, of what is there, and of what could be made in a folder that is there. Empty: neither.
QString resolved(const QString &path)
{
    const QFileInfo info(path);
    if (const QString there = info.canonicalFilePath(); !there.isEmpty())
        return there;
    // A link that leads nowhere would make the file wherever it points to.
    if (info.isSymLink())
        return {};
    const QString parent = path.section(u'/', 0, -2, QString::SectionIncludeLeadingSep);
    if (parent == path)
        return {};
    const QString folder = resolved(parent.isEmpty() ? u"/"_s : parent);
    if (folder.isEmpty() || !(QFileInfo(folder).isDir() || !QFileInfo::exists(folder)))
        return {};
    return (folder == "/"_L1 ? QString() : folder) + u'/' + path.section(u'/', -1);
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
