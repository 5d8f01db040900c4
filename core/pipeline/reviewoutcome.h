// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QStringList>

namespace Millrace {

/// What a review writes into the document where its step says: what was decided ("approved"), with the form's answers, by whom and when. The same in a
/// run and in a trial, so that conditions on it hold in both.
[[nodiscard]] inline Json reviewOutcome(QLatin1StringView decision, const Json &answers, const QString &note, const QStringList &by,
                                        const QString &at)
{
    return Json::object(
        {{"decision", decision}, {"answers", answers.isNull() ? Json::object() : answers}, {"note", note}, {"by", Json::array(by)}, {"at", at}});
}

} // namespace Millrace
