// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/records.h"

#include <numeric>

namespace Millrace {

qint64 StatusCounts::submitted() const
{
    return std::accumulate(count.begin(), count.end(), qint64{0});
}

Json StatusCounts::toJson() const
{
    Json json = Json::object({{"submitted", submitted()}});
    for (const ContextStatus status : kAllStatuses)
        json.insert(QByteArray(statusName(status)), of(status));
    return json;
}

} // namespace Millrace
