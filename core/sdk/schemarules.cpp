// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a schema is compiled
//
// The schema is walked once; every subschema becomes a Rules, found again by its pointer. References are joined afterwards; what a
// reference points at outside the known keywords is compiled then. At last cycles of rules that stay on one value are refused, and chains
// of more than kLongestChain, so that checking ends and its stack is bounded.

#include "sdk/schemarules_p.h"

#include "sdk/decimal_p.h"
#include "sdk/json_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace::SchemaRules {

QString shown(const Json &value)
{
    constexpr qsizetype kMost = 60;
    const QString text = QString::fromUtf8(value.toBytes());
    return text.size() <= kMost ? text : text.first(kMost) + u'…';
}

namespace {

constexpr int kLongestChain = 100;

/// ECMA 262's expression as PCRE reads it: `$` is the very end, and \uXXXX is \x{XXXX}.
QString toPcre(QStringView ecma)
{
    QString pcre;
    bool inClass = false;
    for (qsizetype i = 0; i < ecma.size(); ++i) {
        const QChar c = ecma.at(i);
        if (c == u'\\' && i + 1 < ecma.size()) {
            if (ecma.at(i + 1) == u'u' && i + 5 < ecma.size()) {
                pcre += u"\\x{%1}"_s.arg(ecma.sliced(i + 2, 4));
                i += 5;
            } else {
                pcre += ecma.sliced(i, 2);
                ++i;
            }
            continue;
        }
        if (c == u'[')
            inClass = true;
        else if (c == u']')
            inClass = false;
        if (c == u'$' && !inClass)
            pcre += u"\\z"_s;
        else
            pcre += c;
    }
    return pcre;
}

class Compiler
{
public:
    Compiler(const Json &schema, std::deque<Rules> &all)
        : m_schema(schema)
        , m_all(all)
    {}

    const Rules *compile()
    {
        const Rules *root = rulesAt(m_schema, {}, 0);
        join();
        if (!m_error)
            refuseCycles();
        return root;
    }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] bool usesMarks() const { return m_usesMarks; }

private:
    struct Reference
    {
        Rules *from;
        QString target;
        QByteArray where;
    };

    void wrong(const QByteArray &where, const QString &message)
    {
        if (!m_error)
            m_error = Error::make(ErrorCode::SchemaInvalid, u"schema %1: %2"_s.arg(where.isEmpty() ? u"root"_s : QString::fromUtf8(where), message),
                                  Json::object({{"path", where}}));
    }

    Rules *rulesAt(const Json &schema, const QByteArray &where, int level)
    {
        if (const auto known = m_known.constFind(where); known != m_known.cend())
            return *known;
        Rules *rules = &m_all.emplace_back();
        rules->where = where;
        m_known.insert(where, rules);
        if (level > kMostJsonLevels)
            wrong(where, u"nests deeper than %1 levels"_s.arg(kMostJsonLevels));
        else if (schema.isBool())
            rules->always = schema.toBool() ? Rules::Always::Accept : Rules::Always::Refuse;
        else if (!schema.isObject())
            wrong(where, u"a schema is an object, true or false"_s);
        else
            read(schema, *rules, level);
        return rules;
    }

    const Rules *below(const Json &schema, const Rules &rules, const QByteArray &path, int level)
    {
        return rulesAt(schema, rules.where + '/' + path, level + 1);
    }

    void read(const Json &schema, Rules &rules, int level)
    {
        readIdentity(schema, rules);
        readAssertions(schema, rules);
        readListRules(schema, rules, level);
        readObjectRules(schema, rules, level);
        readCombinations(schema, rules, level);
    }

    void readIdentity(const Json &schema, Rules &rules)
    {
        for (const char *key : {"$anchor", "$dynamicAnchor", "$id"}) {
            const Json &name = schema.value(key);
            if (name.isNull())
                continue;
            if (!name.isString())
                wrong(rules.where + '/' + key, u"must be a text"_s);
            QString target = name.toString();
            if (QLatin1StringView(key) == "$id"_L1 && target.endsWith(u'#'))
                target.chop(1);
            else if (QLatin1StringView(key) != "$id"_L1)
                target.prepend(u'#');
            m_targets.insert(target, rules.where);
        }
        for (const char *key : {"$ref", "$dynamicRef"}) {
            const Json &target = schema.value(key);
            if (target.isNull())
                continue;
            if (!target.isString())
                wrong(rules.where + '/' + key, u"must be a text"_s);
            m_references.push_back({&rules, target.toString(), rules.where + '/' + key});
        }
    }

    void readAssertions(const Json &schema, Rules &rules)
    {
        readTypes(schema, rules);
        if (schema.contains("const"))
            rules.constant = schema.value("const");
        if (schema.contains("enum")) {
            if (!schema.value("enum").isArray())
                wrong(rules.where + "/enum", u"must be a list of values"_s);
            rules.options = schema.value("enum");
        }
        rules.multipleOf = number(schema, rules, "multipleOf");
        if (rules.multipleOf && (!Decimal(rules.multipleOf->utf8()).canDivide() || rules.multipleOf->utf8().startsWith('-')))
            wrong(rules.where + "/multipleOf", u"must be above 0, with at most 18 digits"_s);
        rules.minimum = number(schema, rules, "minimum");
        rules.maximum = number(schema, rules, "maximum");
        rules.above = number(schema, rules, "exclusiveMinimum");
        rules.below = number(schema, rules, "exclusiveMaximum");
        rules.minLength = count(schema, rules, "minLength");
        rules.maxLength = count(schema, rules, "maxLength");
        if (schema.contains("pattern"))
            rules.pattern = pattern(schema.value("pattern"), rules.where + "/pattern");
    }

    void readTypes(const Json &schema, Rules &rules)
    {
        if (!schema.contains("type"))
            return;
        const Json &given = schema.value("type");
        const Json names = given.isArray() ? given : Json::array({given});
        for (const Json &name : names.items()) {
            const auto type = std::ranges::find_if(kTypes, [&](const TypeName &t) { return name.isString() && t.name == name.utf8(); });
            if (type == kTypes.end()) {
                wrong(rules.where + "/type",
                      u"%1 is not a type; types are null, boolean, integer, number, string, array and object"_s.arg(shown(name)));
                return;
            }
            rules.types |= type->bit;
        }
        if (names.isEmpty())
            wrong(rules.where + "/type", u"names no type"_s);
    }

    void readListRules(const Json &schema, Rules &rules, int level)
    {
        rules.prefix = list(schema, rules, "prefixItems", level);
        if (schema.value("items").isArray())
            wrong(rules.where + "/items", u"must be one schema; a list of schemas is \"prefixItems\""_s);
        rules.items = single(schema, rules, "items", level);
        rules.contains = single(schema, rules, "contains", level);
        rules.otherItems = single(schema, rules, "unevaluatedItems", level);
        rules.minItems = count(schema, rules, "minItems");
        rules.maxItems = count(schema, rules, "maxItems");
        rules.minContains = count(schema, rules, "minContains");
        rules.maxContains = count(schema, rules, "maxContains");
        const Json &unique = schema.value("uniqueItems");
        if (!unique.isNull() && !unique.isBool())
            wrong(rules.where + "/uniqueItems", u"must be true or false"_s);
        rules.uniqueItems = unique.toBool();
        m_usesMarks = m_usesMarks || rules.otherItems;
    }

    void readObjectRules(const Json &schema, Rules &rules, int level)
    {
        for (const auto &[key, inner] : named(schema, rules, "properties", level)) {
            rules.members.insert(key, inner);
            rules.memberNames.append(key);
        }
        for (const auto &[key, inner] : named(schema, rules, "patternProperties", level))
            rules.patternMembers.emplace_back(pattern(Json(key), rules.where + "/patternProperties/" + escapePointerToken(key)), inner);
        rules.dependentRules = named(schema, rules, "dependentSchemas", level);
        named(schema, rules, "$defs", level);
        named(schema, rules, "definitions", level);
        rules.otherMembers = single(schema, rules, "additionalProperties", level);
        rules.unseenMembers = single(schema, rules, "unevaluatedProperties", level);
        rules.names = single(schema, rules, "propertyNames", level);
        rules.minMembers = count(schema, rules, "minProperties");
        rules.maxMembers = count(schema, rules, "maxProperties");
        if (schema.contains("required"))
            rules.required = texts(schema.value("required"), rules.where + "/required");
        const Json &dependent = schema.value("dependentRequired");
        if (!dependent.isNull() && !dependent.isObject())
            wrong(rules.where + "/dependentRequired", u"must be an object of lists"_s);
        for (const JsonMember &member : dependent.members())
            rules.dependentRequired.emplace_back(member.key,
                                                 texts(member.value, rules.where + "/dependentRequired/" + escapePointerToken(member.key)));
        m_usesMarks = m_usesMarks || rules.unseenMembers;
    }

    void readCombinations(const Json &schema, Rules &rules, int level)
    {
        rules.all = list(schema, rules, "allOf", level);
        rules.any = list(schema, rules, "anyOf", level);
        rules.one = list(schema, rules, "oneOf", level);
        rules.refuted = single(schema, rules, "not", level);
        rules.condition = single(schema, rules, "if", level);
        rules.then = single(schema, rules, "then", level);
        rules.otherwise = single(schema, rules, "else", level);
    }

    std::optional<Json> number(const Json &schema, const Rules &rules, const char *key)
    {
        if (!schema.contains(key))
            return std::nullopt;
        const Json &value = schema.value(key);
        if (!value.isNumber()) {
            wrong(rules.where + '/' + key, u"must be a number"_s);
            return std::nullopt;
        }
        return value;
    }

    qint64 count(const Json &schema, const Rules &rules, const char *key)
    {
        if (!schema.contains(key))
            return -1;
        const qint64 value = schema.value(key).toInt(-1);
        if (value < 0)
            wrong(rules.where + '/' + key, u"must be a whole number from 0"_s);
        return value;
    }

    Pattern pattern(const Json &source, const QByteArray &where)
    {
        Pattern made{source.toString(), {}};
        made.expression.setPattern(u"(*LIMIT_MATCH=1000000)"_s + toPcre(made.source));
        if (!source.isString())
            wrong(where, u"must be a text"_s);
        else if (!made.expression.isValid())
            wrong(where, u"is no regular expression: %1"_s.arg(made.expression.errorString()));
        else
            made.expression.optimize();
        return made;
    }

    QList<QByteArray> texts(const Json &value, const QByteArray &where)
    {
        QList<QByteArray> list;
        for (const Json &item : value.items()) {
            if (item.isString())
                list.append(item.utf8().toByteArray());
        }
        if (!value.isArray() || list.size() != value.size())
            wrong(where, u"must be a list of names"_s);
        return list;
    }

    const Rules *single(const Json &schema, const Rules &rules, const char *key, int level)
    {
        return schema.contains(key) ? below(schema.value(key), rules, key, level) : nullptr;
    }

    std::vector<const Rules *> list(const Json &schema, const Rules &rules, const char *key, int level)
    {
        std::vector<const Rules *> made;
        if (!schema.contains(key))
            return made;
        const Json &several = schema.value(key);
        if (!several.isArray() || several.isEmpty())
            wrong(rules.where + '/' + key, u"must be a list of schemas with at least one"_s);
        for (qsizetype i = 0; i < several.size(); ++i)
            made.push_back(below(several.at(i), rules, QByteArray(key) + '/' + QByteArray::number(i), level));
        return made;
    }

    std::vector<std::pair<QByteArray, const Rules *>> named(const Json &schema, const Rules &rules, const char *key, int level)
    {
        std::vector<std::pair<QByteArray, const Rules *>> made;
        if (!schema.contains(key))
            return made;
        const Json &several = schema.value(key);
        if (!several.isObject())
            wrong(rules.where + '/' + key, u"must be an object of schemas"_s);
        for (const JsonMember &member : several.members())
            made.emplace_back(member.key, below(member.value, rules, QByteArray(key) + '/' + escapePointerToken(member.key), level));
        return made;
    }

    /// Joins references to their rules; a target that no keyword led to is compiled now, and may refer on.
    void join()
    {
        for (std::size_t i = 0; i < m_references.size() && !m_error; ++i) {
            const Reference reference = m_references[i];
            const auto pointer = resolve(reference.target);
            const Json *target = pointer ? m_schema.find(*pointer) : nullptr;
            if (!target) {
                wrong(reference.where, u"\"%1\" leads nowhere in this document"_s.arg(reference.target));
                return;
            }
            reference.from->references.push_back(rulesAt(*target, *pointer, static_cast<int>(pointer->count('/'))));
        }
    }

    [[nodiscard]] std::optional<QByteArray> resolve(const QString &target) const
    {
        if (const auto anchor = m_targets.constFind(target); anchor != m_targets.cend())
            return *anchor;
        const qsizetype hash = target.indexOf(u'#');
        if (hash < 0)
            return std::nullopt;
        QByteArray base;
        if (hash > 0) {
            const auto document = m_targets.constFind(target.first(hash));
            if (document == m_targets.cend())
                return std::nullopt;
            base = *document;
            if (const auto anchor = m_targets.constFind(target.sliced(hash)); anchor != m_targets.cend())
                return *anchor;
        }
        const QByteArray fragment = QByteArray::fromPercentEncoding(target.sliced(hash + 1).toUtf8());
        if (!fragment.isEmpty() && !fragment.startsWith('/'))
            return std::nullopt;
        return base + fragment;
    }

    void refuseCycles()
    {
        // Depth first, without recursion; `length` is the longest chain of rules on one value from here.
        enum class State : quint8 { New, Open, Done };
        struct Visit
        {
            State state = State::New;
            int length = 1;
        };
        struct Frame
        {
            const Rules *rules;
            std::vector<const Rules *> next;
            std::size_t at = 0;
        };
        QHash<const Rules *, Visit> visits;
        for (const Rules &start : m_all) {
            std::vector<Frame> frames;
            if (visits[&start].state == State::New) {
                visits[&start].state = State::Open;
                frames.push_back({&start, start.inPlace()});
            }
            while (!frames.empty()) {
                Frame &frame = frames.back();
                if (frame.at == frame.next.size()) {
                    const Rules *done = frame.rules;
                    const int length = visits[done].length;
                    visits[done].state = State::Done;
                    frames.pop_back();
                    if (!frames.empty())
                        visits[frames.back().rules].length = std::max(visits[frames.back().rules].length, length + 1);
                    if (length > kLongestChain) {
                        wrong(done->where, u"is a chain of more than %1 references and combinations"_s.arg(kLongestChain));
                        return;
                    }
                    continue;
                }
                const Rules *next = frame.next[frame.at++];
                const Visit known = visits.value(next);
                if (known.state == State::Open) {
                    wrong(next->where, u"refers to itself without going deeper into the value"_s);
                    return;
                }
                if (known.state == State::Done) {
                    visits[frame.rules].length = std::max(visits[frame.rules].length, known.length + 1);
                    continue;
                }
                visits[next].state = State::Open;
                frames.push_back({next, next->inPlace()});
            }
        }
    }

    const Json &m_schema;
    std::deque<Rules> &m_all;
    QHash<QByteArray, Rules *> m_known;
    QHash<QString, QByteArray> m_targets; ///< anchors ("#name") and ids, to pointers
    std::vector<Reference> m_references;
    std::optional<Error> m_error;
    bool m_usesMarks = false;
};

} // namespace

Result<void> compile(const Json &schema, Compiled &compiled)
{
    Compiler compiler(schema, compiled.all);
    compiled.root = compiler.compile();
    compiled.usesMarks = compiler.usesMarks();
    if (compiler.error())
        return std::unexpected(*compiler.error());
    return {};
}

} // namespace Millrace::SchemaRules
