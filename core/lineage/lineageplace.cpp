// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineageplace.h"

#include "sdk/error.h"
#include "sdk/json.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kNames = {"context"_L1, "document"_L1, "template"_L1, "model"_L1, "prompt"_L1, "answer"_L1,
                               "review"_L1,  "output"_L1,   "event"_L1,    "field"_L1, "stack"_L1};

std::unexpected<Error> unreadable(const QString &text)
{
    return fail(ErrorCode::InvalidArgument,
                u"\"%1\" names nothing that lineage knows: \"context:ID\", \"document:ID\", \"ID#/field\", \"template:ID@1\", …"_s.arg(text),
                Json::object({{"focus", text}}));
}

/// "field:ID@2#/title", without its prefix.
bool readField(const QString &rest, LineagePlace &place)
{
    const qsizetype hash = rest.indexOf(u'#');
    if (hash <= 0)
        return false;
    place.kind = LineageKind::Field;
    place.id = rest.left(hash);
    place.pointer = rest.mid(hash + 1).toUtf8();
    const qsizetype at = place.id.lastIndexOf(u'@');
    bool isNumber = false;
    const int step = place.id.mid(at + 1).toInt(&isNumber);
    if (at > 0 && isNumber && step >= 0) {
        place.step = step;
        place.id.truncate(at);
    }
    return splitPointer(place.pointer).has_value();
}

bool readStack(const QString &rest, LineagePlace &place)
{
    const QString group = rest.section(u'|', -2, -2);
    place.relation = rest.section(u'|', -3, -3);
    place.number = rest.section(u"|+"_s, -1).toLongLong();
    place.group = group.toLongLong();
    place.id = rest.section(u'|', 0, -4);
    return !place.id.isEmpty() && !place.relation.isEmpty();
}

} // namespace

QLatin1StringView lineageKindName(LineageKind kind)
{
    return kNames.at(static_cast<std::size_t>(kind));
}

Result<LineagePlace> LineagePlace::of(const QString &text)
{
    LineagePlace place;
    const qsizetype colon = text.indexOf(u':');
    const auto name
        = std::ranges::find_if(kNames, [&](QLatin1StringView one) { return QStringView(text).left(std::max<qsizetype>(colon, 0)) == one; });
    if (colon <= 0 || name == kNames.end()) {
        if (text.isEmpty())
            return unreadable(text);
        if (text.contains("#/"_L1))
            return readField(text, place) ? Result<LineagePlace>(place) : unreadable(text);
        place.id = text;
        return place;
    }
    place.kind = static_cast<LineageKind>(std::distance(kNames.begin(), name));
    const QString rest = text.mid(colon + 1);
    bool isRead = !rest.isEmpty();
    switch (place.kind) {
    case LineageKind::Context:
    case LineageKind::Document:
    case LineageKind::Review:
        place.id = rest;
        break;
    case LineageKind::Template:
        place.id = rest.section(u'@', 0, -2);
        place.version = rest.section(u'@', -1).toInt(&isRead);
        break;
    case LineageKind::Model:
        place.id = rest.section(u'/', 0, 0);
        place.model = rest.section(u'/', 1);
        isRead = !place.id.isEmpty();
        break;
    case LineageKind::Prompt:
    case LineageKind::Answer:
        place.number = rest.section(u'.', 0, 0).toLongLong(&isRead);
        place.position = rest.section(u'.', 1).toInt();
        break;
    case LineageKind::Output:
    case LineageKind::Event:
        place.number = rest.toLongLong(&isRead);
        break;
    case LineageKind::Field:
        isRead = readField(rest, place);
        break;
    case LineageKind::Stack:
        isRead = readStack(rest, place);
        break;
    }
    return isRead ? Result<LineagePlace>(place) : unreadable(text);
}

QString LineagePlace::toString() const
{
    const QString prefix = lineageKindName(kind) + u':';
    switch (kind) {
    case LineageKind::Context:
    case LineageKind::Document:
    case LineageKind::Review:
        return prefix + id;
    case LineageKind::Template:
        return prefix + u"%1@%2"_s.arg(id).arg(version);
    case LineageKind::Model:
        return prefix + id + u'/' + model;
    case LineageKind::Prompt:
    case LineageKind::Answer:
        return prefix + u"%1.%2"_s.arg(number).arg(position);
    case LineageKind::Output:
    case LineageKind::Event:
        return prefix + QString::number(number);
    case LineageKind::Field:
        return prefix + (step < 0 ? id : u"%1@%2"_s.arg(id).arg(step)) + u'#' + QString::fromUtf8(pointer);
    case LineageKind::Stack:
        return prefix + id + u'|' + relation + u'|' + QString::number(group) + u"|+"_s + QString::number(number);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace Millrace
