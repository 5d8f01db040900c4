// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/pipelinepaths.h"

#include "access/pathrule.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Millrace::PipelinePaths {

namespace {

QString absolute(const QString &path)
{
    return path == "~"_L1 || path.startsWith("~/"_L1) ? QDir::homePath() + path.sliced(1) : path;
}

/// Whether an earlier version, which somebody else answers for, or which was looked at, writes there too.
bool wasThere(WriteScope &scope, const QString &id, const QString &path)
{
    for (int version = scope.catalog.newestVersion(id).value_or(0); version > 0; --version) {
        const auto stored = scope.catalog.pipelineVersion(id, version);
        if (stored && *stored && in((*stored)->definition.toJson()).contains(path))
            return true;
    }
    return false;
}

} // namespace

QStringList in(const Json &definition)
{
    QStringList paths;
    for (const Json &node : definition.value("nodes").items()) {
        const Json &config = node.value("config");
        if (node.value("component").utf8() == "publish" && config.value("to").utf8() != "http" && config.value("at").isString())
            paths.append(config.value("at").toString());
    }
    return paths;
}

Result<void> check(WriteScope &scope, const PipelineDefinition &definition, const QStringList &folders)
{
    const QStringList paths = in(definition.toJson());
    for (const QString &path : paths) {
        const auto inside = confinedTo(folders, absolute(path));
        if (!inside && !wasThere(scope, definition.id, path))
            return std::unexpected(inside.error());
    }
    return {};
}

} // namespace Millrace::PipelinePaths
