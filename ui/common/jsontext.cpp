// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/jsontext.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json shortened(const Json &json, qsizetype longest, int &count)
{
    switch (json.type()) {
    case Json::Type::String: {
        if (json.utf8().size() <= longest) {
            return json; // fewer bytes than units allowed: nothing to measure
        }
        const QString text = json.toString();
        if (text.size() <= longest) {
            return json;
        }
        ++count;
        const qsizetype cut = text[longest - 1].isHighSurrogate() ? longest - 1 : longest;
        return text.first(cut) + u" … (+%1)"_s.arg(text.size() - cut);
    }
    case Json::Type::Array: {
        Json result = json;
        for (qsizetype i = 0; i < json.size(); ++i) {
            const int before = count;
            const Json item = shortened(json.at(i), longest, count);
            if (count != before) {
                result.replaceAt(i, item);
            }
        }
        return result;
    }
    case Json::Type::Object: {
        Json result = json;
        for (const JsonMember &member : json.members()) {
            const int before = count;
            const Json value = shortened(member.value, longest, count);
            if (count != before) {
                result.insert(member.key, value);
            }
        }
        return result;
    }
    default:
        return json;
    }
}

} // namespace

JsonText jsonText(const Json &json, qsizetype longest)
{
    JsonText result;
    const Json shown = longest > 0 ? shortened(json, longest, result.shortened) : json;
    result.text = QString::fromUtf8(shown.toBytes(Json::Format::Pretty));
    return result;
}

} // namespace Millrace
