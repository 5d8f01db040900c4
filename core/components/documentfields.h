// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QByteArrayView>
#include <QStringList>

namespace Millrace {

/// A field that people write as one text or as a list of texts.
[[nodiscard]] inline QStringList textOrList(const Json &json)
{
    if (json.isString() && !json.utf8().isEmpty())
        return {json.toString()};
    return json.toStringList();
}

/// A JSON text written in the source code (a schema); null where it is wrong, which every test of a descriptor notices.
[[nodiscard]] inline Json jsonLiteral(QByteArrayView text)
{
    const Result<Json> json = Json::parse(text);
    return json ? *json : Json();
}

} // namespace Millrace
