// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "selection.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

int reportSelection(Call &call, const Json &answer, const char *doneKey, const QString &doneText)
{
    const std::span<const Json> refused = answer.value("refused").items();
    for (const Json &item : refused) {
        call.console().note(u"%1: %2 [%3]"_s.arg(Console::harmless(item.value("id").toString()),
                                                Console::harmless(item.value("text").toString()), item.value("code").toString()));
    }
    if (call.wantsJson())
        call.printJson(answer);
    else
        call.console().result(doneText.arg(answer.value(doneKey).toInt()));
    return refused.empty() ? ExitDone : ExitSomeFailed;
}

} // namespace Millrace::Cli
