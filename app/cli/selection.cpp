// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "selection.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

int reportSelection(Call &call, const Json &answer, const char *doneKey, const QString &doneText)
{
    const std::span<const Json> refused = answer.value("refused").items();
    for (const Json &item : refused) {
        const Json &error = item.value("error");
        const QString id = item.value("id").toString();
        call.console().note(u"%1%2 [%3]"_s.arg(id.isEmpty() ? QString() : Console::harmless(id) + u": "_s,
                                               Console::harmless(error.value("text").toString()), error.value("code").toString()));
    }
    if (call.wantsJson())
        call.printJson(answer);
    else
        call.console().result(doneText.arg(answer.value(doneKey).toInt()));
    return refused.empty() ? ExitDone : ExitSomeFailed;
}

} // namespace Millrace::Cli
