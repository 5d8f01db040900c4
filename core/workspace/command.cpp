// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/command.h"

namespace Millrace {

Json CommandInfo::toJson() const
{
    return Json::object({
        {"name", name},
        {"title", title},
        {"description", description},
        {"access", accessName(access)},
        {"permission", permission},
        {"undoable", undoable},
        {"args", args},
        {"result", result},
    });
}

} // namespace Millrace
