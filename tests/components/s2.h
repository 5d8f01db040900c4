// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QFile>

namespace Millrace {

/// `data` of one of S2's four documents: 0 as submitted, 1 after template, 2 after ai_generator, 3 after transformer.
inline Json s2Data(int stage)
{
    static const Json stages = [] {
        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/components/s2.json"));
        if (!file.open(QIODevice::ReadOnly))
            return Json();
        return Json::parseStrict(file.readAll()).value_or(Json());
    }();
    return stages.at(stage);
}

} // namespace Millrace
