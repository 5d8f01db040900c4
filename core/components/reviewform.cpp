// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/reviewform.h"

#include "sdk/jsonschema.h"

#include <QHash>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kUsualKeys = {std::pair{"approved", "A"_L1},  std::pair{"rejected", "X"_L1}, std::pair{"edited", "E"_L1},
                                   std::pair{"escalated", "G"_L1}, std::pair{"skipped", "S"_L1},  std::pair{"undo", "Backspace"_L1}};

std::unexpected<Error> wrong(const QByteArray &path, const QString &message)
{
    return fail(ErrorCode::ComponentConfig, message, Json::object({{"path", path}}));
}

/// Every value that a field can be given by a key.
QStringList valuesOf(const Json &property)
{
    const QString type = property.value("type").toString();
    if (type == "boolean"_L1)
        return {u"true"_s, u"false"_s};
    if (type == "array"_L1)
        return property.value("items").value("enum").toStringList();
    if (type == "integer"_L1) {
        QStringList values;
        for (qint64 n = property.value("minimum").toInt(); n <= property.value("maximum").toInt() && values.size() < 100; ++n)
            values.append(QString::number(n));
        return values;
    }
    return property.value("enum").toStringList();
}

/// Empty: it is one that can be asked.
QString problemOf(const Json &property)
{
    const QString type = property.value("type").toString();
    if (type == "string"_L1 || type == "boolean"_L1)
        return {};
    if (type == "integer"_L1)
        return property.value("minimum").isNumber() && property.value("maximum").isNumber() ? QString()
                                                                                            : u"a rating needs \"minimum\" and \"maximum\""_s;
    if (type == "array"_L1)
        return property.value("items").value("enum").toStringList().isEmpty() ? u"a list needs \"items\" with an \"enum\" of texts"_s : QString();
    return u"a field of a form is a string, an integer, a boolean or an array"_s;
}

/// Who has which key.
class Keys
{
public:
    Result<void> take(const QString &key, const QByteArray &path, const QString &owner)
    {
        const QString comparable = comparableKey(key);
        if (comparable.isEmpty())
            return wrong(path, u"\"%1\" is no key"_s.arg(key));
        if (programKeys().contains(comparable))
            return wrong(path, u"%1 has the key %2, which means something everywhere in the program"_s.arg(owner, key));
        const auto taken = m_owners.constFind(comparable);
        if (taken != m_owners.cend())
            return wrong(path, u"%1 and %2 have the same key, %3"_s.arg(*taken, owner, key));
        m_owners.insert(comparable, owner);
        return {};
    }

private:
    QHash<QString, QString> m_owners;
};

} // namespace

const QStringList &programKeys()
{
    static const QStringList keys = [] {
        QStringList all{u"F1"_s, u"F11"_s, u"F12"_s, u"CTRL+F5"_s, u"CTRL+F6"_s, u"ALT+LEFT"_s, u"ALT+RIGHT"_s};
        for (int n = 0; n <= 9; ++n) // panes, and the usual size of the text
            all.append({u"CTRL+%1"_s.arg(n), u"CTRL+ALT+%1"_s.arg(n)});
        for (const QString &key : {u"N"_s, u"O"_s, u"E"_s, u"Q"_s, u"P"_s, u"K"_s, u"J"_s, u"+"_s, u"="_s, u"-"_s})
            all.append(u"CTRL+"_s + key);
        for (const QString &key : {u"A"_s, u"F"_s, u"S"_s, u"V"_s, u"+"_s, u"="_s})
            all.append(u"CTRL+SHIFT+"_s + key);
        for (const QString &key : {u"A"_s, u"C"_s, u"V"_s, u"X"_s, u"Z"_s}) // of texts
            all.append(u"CTRL+"_s + key);
        return all;
    }();
    return keys;
}

QString comparableKey(const QString &key)
{
    QString text = key.simplified().remove(u' ').toUpper();
    QStringList parts;
    if (text.endsWith(u'+')) { // the key is the plus itself
        text.chop(1);
        parts.append(u"+"_s);
    }
    for (const QString &part : text.split(u'+', Qt::SkipEmptyParts))
        parts.append(part == "CONTROL"_L1 ? u"CTRL"_s : part);
    static const QStringList modifiers{u"CTRL"_s, u"ALT"_s, u"SHIFT"_s, u"META"_s};
    QStringList ordered;
    for (const QString &modifier : modifiers) {
        if (parts.removeAll(modifier) > 0)
            ordered.append(modifier);
    }
    return parts.size() == 1 ? (ordered + parts).join(u'+') : QString();
}

Json reviewKeys(const Json &config)
{
    Json keys = Json::object();
    for (const auto &[name, key] : kUsualKeys)
        keys.insert(name, config.value("keys").value(name).toString(key));
    return keys;
}

Result<void> checkReviewForm(const Json &config)
{
    Keys keys;
    const Json decisions = reviewKeys(config);
    for (const JsonMember &member : decisions.members()) {
        const auto taken = keys.take(member.value.toString(), "/keys/" + member.key, u"\"%1\""_s.arg(QString::fromUtf8(member.key)));
        if (!taken)
            return taken;
    }
    const Json &form = config.value("form");
    for (const JsonMember &suggestion : config.value("suggest").members()) {
        if (!form.value("properties").contains(QByteArrayView(suggestion.key)))
            return wrong("/suggest/" + escapePointerToken(suggestion.key), u"the form has no field \"%1\""_s.arg(QString::fromUtf8(suggestion.key)));
    }
    if (form.isNull())
        return {};
    if (const auto schema = JsonSchema::compile(form); !schema)
        return wrong("/form" + schema.error().detail.value("path").toString().toUtf8(), schema.error().text);
    if (form.value("type").toString() != "object"_L1 || !form.value("properties").isObject())
        return wrong("/form", u"a form is an object with \"properties\""_s);
    for (const JsonMember &field : form.value("properties").members()) {
        const QByteArray path = "/form/properties/" + escapePointerToken(field.key);
        if (const QString problem = problemOf(field.value); !problem.isEmpty())
            return wrong(path, problem);
        const QStringList values = valuesOf(field.value);
        for (const JsonMember &key : field.value.value("keys").members()) {
            const QString value = QString::fromUtf8(key.key);
            const QByteArray place = path + "/keys/" + escapePointerToken(key.key);
            if (!values.contains(value))
                return wrong(place, u"the field cannot be \"%1\""_s.arg(value));
            if (auto taken = keys.take(key.value.toString(), place, u"\"%1\" of %2"_s.arg(value, QString::fromUtf8(field.key))); !taken)
                return taken;
        }
    }
    return {};
}

} // namespace Millrace
