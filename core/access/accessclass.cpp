// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/accessclass.h"

namespace Millrace {

QLatin1StringView accessName(Access access)
{
    switch (access) {
    case Access::Read:
        return QLatin1StringView("read");
    case Access::Propose:
        return QLatin1StringView("propose");
    case Access::Write:
        return QLatin1StringView("write");
    case Access::Destroy:
        return QLatin1StringView("destroy");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace Millrace
