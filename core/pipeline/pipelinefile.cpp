// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelinefile.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace Millrace {

Result<Json> readJsonFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile())
        return fail(ErrorCode::FileUnreadable, u"%1 is no file"_s.arg(path), Json::object({{"path", path}}));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    const QByteArray bytes = file.read(kLargestPipelineFile + 1); // its size may be unknown, or change
    if (bytes.size() > kLargestPipelineFile)
        return fail(ErrorCode::JsonTooLarge, u"%1 is larger than %2 MB"_s.arg(path).arg(kLargestPipelineFile / 1024 / 1024),
                    Json::object({{"path", path}}));
    Result<Json> json = Json::parseStrict(bytes);
    if (json)
        return json;
    Error error = json.error();
    const qint64 line = error.detail.value("line").toInt();
    error.text = line > 0 ? u"%1:%2: %3"_s.arg(path).arg(line).arg(error.text) : u"%1: %2"_s.arg(path, error.text);
    return std::unexpected(error);
}

Result<QString> writePipelineFile(const QString &path, const QString &name, const Json &definition)
{
    const QString target = QFileInfo(path).isDir() ? path + u'/' + name : path;
    QSaveFile file(target);
    const QByteArray bytes = definition.toBytes(Json::Format::Pretty) + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(target, file.errorString()), Json::object({{"path", target}}));
    return target;
}

} // namespace Millrace
