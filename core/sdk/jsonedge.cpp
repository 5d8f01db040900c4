// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/jsonedge.h"

#include <QJsonArray>
#include <QJsonObject>

#include <charconv>
#include <cmath>
#include <optional>

namespace Millrace {

namespace {

std::optional<qint64> integer(const Json &number)
{
    const QByteArrayView literal = number.utf8();
    qint64 value = 0;
    const auto read = std::from_chars(literal.begin(), literal.end(), value);
    return read.ec == std::errc() && read.ptr == literal.end() ? std::optional(value) : std::nullopt;
}

} // namespace

QJsonValue toQJson(const Json &json)
{
    switch (json.type()) {
    case Json::Type::Null:
        break;
    case Json::Type::Bool:
        return json.toBool();
    case Json::Type::Number: {
        const auto whole = integer(json);
        return whole ? QJsonValue(*whole) : QJsonValue(json.toDouble());
    }
    case Json::Type::String:
        return json.toString();
    case Json::Type::Array: {
        QJsonArray array;
        for (const Json &item : json.items())
            array.append(toQJson(item));
        return array;
    }
    case Json::Type::Object: {
        QJsonObject object;
        for (const JsonMember &member : json.members())
            object.insert(QString::fromUtf8(member.key), toQJson(member.value));
        return object;
    }
    }
    return QJsonValue::Null;
}

Json fromQJson(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return Json(value.toBool());
    case QJsonValue::Double: {
        // QJsonValue keeps integers of 64 bits beside doubles, and tells them apart only by the variant.
        const QVariant number = value.toVariant();
        return number.typeId() == QMetaType::LongLong ? Json(number.toLongLong()) : Json(number.toDouble());
    }
    case QJsonValue::String:
        return Json(value.toString());
    case QJsonValue::Array: {
        Json array = Json::array();
        for (const QJsonValue item : value.toArray())
            array.append(fromQJson(item));
        return array;
    }
    case QJsonValue::Object: {
        Json json = Json::object();
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            json.insert(it.key(), fromQJson(it.value()));
        return json;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return Json();
}

QVariant toVariant(const Json &json)
{
    switch (json.type()) {
    case Json::Type::Null:
        break;
    case Json::Type::Bool:
        return json.toBool();
    case Json::Type::Number: {
        const auto whole = integer(json);
        return whole ? QVariant(*whole) : QVariant(json.toDouble());
    }
    case Json::Type::String:
        return json.toString();
    case Json::Type::Array: {
        QVariantList list;
        for (const Json &item : json.items())
            list.append(toVariant(item));
        return list;
    }
    case Json::Type::Object: {
        QVariantMap map;
        for (const JsonMember &member : json.members())
            map.insert(QString::fromUtf8(member.key), toVariant(member.value));
        return map;
    }
    }
    return {};
}

} // namespace Millrace
