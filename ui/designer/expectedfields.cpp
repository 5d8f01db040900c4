// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/expectedfields.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::ExpectedFields)

public:
    static QString of(const QString &type)
    {
        return type == "string"_L1                        ? tr("‹text›")
            : type == "number"_L1 || type == "integer"_L1 ? tr("‹number›")
            : type == "boolean"_L1                        ? tr("‹true or false›")
                                                          : tr("‹not known yet›");
    }
};

Json standIn(const Json &schema)
{
    const QString type = schema.value("type").toString();
    if (type == "object"_L1)
        return withExpectedFields(Json::object(), schema.value("properties"));
    if (type == "array"_L1)
        return Json::array({standIn(schema.value("items"))});
    return Json(Words::of(type));
}

} // namespace

Json withExpectedFields(const Json &seen, const Json &fields)
{
    if (!seen.isObject() && !seen.isNull())
        return seen;
    Json all = seen.isObject() ? seen : Json::object();
    for (const JsonMember &field : fields.members()) {
        const Json &there = all.value(field.key);
        const Json &inner = field.value.value("properties");
        if (!all.contains(field.key) || (there.isArray() && there.isEmpty()))
            all.insert(field.key, standIn(field.value));
        else if (there.isObject() && inner.isObject())
            all.insert(field.key, withExpectedFields(there, inner));
    }
    return all;
}

} // namespace Millrace
