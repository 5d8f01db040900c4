// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json withValue(Json object, QList<QByteArray> path, const Json &value)
{
    if (path.isEmpty())
        return value;
    if (!object.isObject())
        object = Json::object();
    const QByteArray key = path.takeFirst();
    object.insert(QByteArrayView(key), withValue(object.value(QByteArrayView(key)), path, value));
    return object;
}

} // namespace

Settings::Settings(const QString &path, Access access)
    : m_path(path)
    , m_access(access)
    , m_root(Json::object())
{
    QFile file(path);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        m_unreadable = true;
        return;
    }
    const Result<Json> read = Json::parse(file.readAll());
    if (read && read->isObject())
        m_root = *read;
    else
        m_unreadable = true;
}

QString Settings::defaultPath()
{
    const QString named = qEnvironmentVariable("MILLRACE_SETTINGS");
    if (!named.isEmpty())
        return named;
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/millrace/settings.json"_L1;
}

Json Settings::value(const char *pointer) const
{
    const Json *found = m_root.find(pointer);
    return found ? *found : Json();
}

void Settings::setValue(const char *pointer, const Json &value)
{
    const Result<QList<QByteArray>> path = splitPointer(pointer);
    if (!path || Settings::value(pointer) == value)
        return;
    m_root = withValue(m_root, *path, value);
    m_changed = true;
}

Result<void> Settings::save()
{
    if (!m_changed || m_access == Access::Frozen)
        return {};
    if (m_unreadable)
        return fail(ErrorCode::FileUnreadable, u"%1 is not a JSON object; it is left as it is"_s.arg(m_path));
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::FileWrite, file.errorString(), Json::object({{"path", Json(m_path)}}));
    file.write(m_root.toBytes(Json::Format::Pretty) + '\n');
    if (!file.commit())
        return fail(ErrorCode::FileWrite, file.errorString(), Json::object({{"path", Json(m_path)}}));
    m_changed = false;
    return {};
}

} // namespace Millrace
