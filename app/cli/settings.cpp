// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

Result<Json> userSettings()
{
    const QString named = qEnvironmentVariable("MILLRACE_SETTINGS");
    const QString path
        = named.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/millrace/settings.json"_s : named;
    Json settings = Json::object();
    QFile file(path);
    if (file.exists() || !named.isEmpty()) {
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::FileUnreadable, u"the settings in %1 cannot be read: %2"_s.arg(path, file.errorString()));
        Result<Json> parsed = Json::parseStrict(file.readAll());
        if (!parsed)
            return fail(parsed.error().code, u"the settings in %1 are not usable: %2"_s.arg(path, parsed.error().text));
        if (!parsed->isObject())
            return fail(ErrorCode::InvalidArgument, u"the settings in %1 are not a JSON object"_s.arg(path));
        settings = *parsed;
    }
    const QString provider = qEnvironmentVariable("MILLRACE_DEFAULT_PROVIDER");
    if (!provider.isEmpty())
        settings.insert("default_provider", provider);
    return settings;
}

} // namespace Millrace::Cli
