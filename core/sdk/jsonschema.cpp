// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a schema is compiled and a value checked
//
// compile() walks the schema once, makes a Rules of every subschema it meets, and joins references afterwards; what a reference
// points at outside the known keywords is compiled then. check() walks rules and value together. Each call of Checker::visit() works
// on one value and, where the schema needs it, on the marks that say which of the value's members or items some rule has looked
// at (2020-12's annotations for `unevaluated…`); marks of a rule that failed are thrown away.
//
// 1. A cycle of rules that stay on the same value is refused by compile(), so check() ends for every value.
// 2. Chains of rules on one value are at most kLongestChain, nested visits at most kMostNested: the stack is bounded.
// 3. A check makes at most kMostVisits visits; then it gives up with one problem, so a schema cannot hang a runner. No more than
//    kMostProblems problems are told.
// 4. Patterns run with a match limit; one that exceeds it is a problem, never a match.

#include "sdk/jsonschema.h"

#include "sdk/decimal_p.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kLongestChain = 100;
constexpr int kDeepestSchema = 512;
constexpr int kMostNested = 2000;
constexpr qint64 kMostVisits = 20'000'000;
constexpr qsizetype kMostProblems = 1000;
constexpr qsizetype kMostNamed = 10;

enum TypeBit : quint8 { NullBit = 1, BoolBit = 2, IntegerBit = 4, NumberBit = 8, TextBit = 16, ListBit = 32, ObjectBit = 64 };

struct TypeName
{
    QByteArrayView name;
    TypeBit bit;
    QLatin1StringView words;
};

constexpr std::array kTypes = {
    TypeName{"null", NullBit, "empty (null)"_L1},   TypeName{"boolean", BoolBit, "true or false"_L1},
    TypeName{"integer", IntegerBit, "a whole number"_L1}, TypeName{"number", NumberBit, "a number"_L1},
    TypeName{"string", TextBit, "a text"_L1},       TypeName{"array", ListBit, "a list"_L1},
    TypeName{"object", ObjectBit, "an object"_L1},
};

struct Pattern
{
    QString source;
    QRegularExpression expression;
};

struct Rules
{
    enum class Always : quint8 { No, Accept, Refuse };

    QByteArray where; ///< JSON Pointer within the schema
    Always always = Always::No;
    quint8 types = 0;
    std::optional<Json> constant;
    std::optional<Json> options; ///< `enum`
    std::optional<Json> multipleOf, minimum, maximum, above, below;
    qint64 minLength = -1, maxLength = -1;
    qint64 minItems = -1, maxItems = -1, minContains = -1, maxContains = -1;
    qint64 minMembers = -1, maxMembers = -1;
    bool uniqueItems = false;
    std::optional<Pattern> pattern;

    std::vector<const Rules *> prefix, all, any, one;
    const Rules *items = nullptr, *contains = nullptr, *otherItems = nullptr;
    const Rules *otherMembers = nullptr, *unseenMembers = nullptr, *names = nullptr;
    const Rules *refuted = nullptr, *condition = nullptr, *then = nullptr, *otherwise = nullptr;
    std::vector<const Rules *> references;
    QHash<QByteArray, const Rules *> members;
    QList<QByteArray> memberNames;
    std::vector<std::pair<Pattern, const Rules *>> patternMembers;
    QList<QByteArray> required;
    std::vector<std::pair<QByteArray, QList<QByteArray>>> dependentRequired;
    std::vector<std::pair<QByteArray, const Rules *>> dependentRules;

    /// The rules that apply to the same value.
    [[nodiscard]] std::vector<const Rules *> inPlace() const
    {
        std::vector<const Rules *> list = references;
        for (const auto *several : {&all, &any, &one})
            list.insert(list.end(), several->begin(), several->end());
        for (const Rules *single : {refuted, condition, then, otherwise}) {
            if (single)
                list.push_back(single);
        }
        for (const auto &[key, rules] : dependentRules)
            list.push_back(rules);
        return list;
    }
};

/// A value as a person recognises it in a message.
QString shown(const Json &value)
{
    constexpr qsizetype kMost = 60;
    const QString text = QString::fromUtf8(value.toBytes());
    return text.size() <= kMost ? text : text.first(kMost) + u'…';
}

QString listed(const QStringList &words, QLatin1StringView lastWord)
{
    if (words.size() < 2)
        return words.join(QString());
    return words.first(words.size() - 1).join(u", "_s) + u' ' + lastWord + u' ' + words.last();
}

quint8 typesOf(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return NullBit;
    case Json::Type::Bool:
        return BoolBit;
    case Json::Type::Number:
        return Decimal(value.utf8()).isInteger() ? IntegerBit | NumberBit : NumberBit;
    case Json::Type::String:
        return TextBit;
    case Json::Type::Array:
        return ListBit;
    case Json::Type::Object:
        return ObjectBit;
    }
    return 0;
}

QString typeWords(quint8 types)
{
    QStringList words;
    for (const TypeName &type : kTypes) {
        if ((types & type.bit) && !(type.bit == IntegerBit && (types & NumberBit)))
            words.append(type.words);
    }
    return listed(words, "or"_L1);
}

QString quotedNames(const QList<QByteArray> &names)
{
    QStringList words;
    for (qsizetype i = 0; i < std::min(names.size(), kMostNamed); ++i)
        words.append(u'"' + QString::fromUtf8(names.at(i)) + u'"');
    if (names.size() > kMostNamed)
        words.append(u"%1 more"_s.arg(names.size() - kMostNamed));
    return listed(words, "and"_L1);
}

QString optionsMessage(const Json &options)
{
    QStringList words;
    for (qsizetype i = 0; i < std::min(options.size(), kMostNamed); ++i)
        words.append(shown(options.at(i)));
    if (options.size() > kMostNamed)
        words.append(u"%1 others"_s.arg(options.size() - kMostNamed));
    return words.size() == 1 ? u"must be %1"_s.arg(words.first()) : u"must be one of %1"_s.arg(words.join(u", "_s));
}

QString counted(qint64 count, QLatin1StringView noun)
{
    return u"%1 %2%3"_s.arg(count).arg(noun, count == 1 ? ""_L1 : "s"_L1);
}

qint64 codePoints(QByteArrayView utf8)
{
    return std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

/// Equal for values that are equal as data, whatever the order of their members and the form of their numbers.
void appendCanonical(const Json &value, QByteArray &out)
{
    switch (value.type()) {
    case Json::Type::Number:
        out += Decimal(value.utf8()).canonical();
        return;
    case Json::Type::Array:
        out += '[';
        for (const Json &item : value.items()) {
            appendCanonical(item, out);
            out += ',';
        }
        out += ']';
        return;
    case Json::Type::Object: {
        std::vector<const JsonMember *> sorted;
        for (const JsonMember &member : value.members())
            sorted.push_back(&member);
        std::ranges::sort(sorted, {}, [](const JsonMember *member) -> const QByteArray & { return member->key; });
        out += '{';
        for (const JsonMember *member : sorted) {
            Json(member->key).write(out);
            out += ':';
            appendCanonical(member->value, out);
            out += ',';
        }
        out += '}';
        return;
    }
    default:
        value.write(out);
    }
}

// --- compiling ----------------------------------------------------------------------------------------------------------------

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
        if (level > kDeepestSchema)
            wrong(where, u"nests deeper than %1 levels"_s.arg(kDeepestSchema));
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
                wrong(rules.where + "/type", u"%1 is not a type; types are null, boolean, integer, number, string, array and object"_s.arg(shown(name)));
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
            rules.dependentRequired.emplace_back(member.key, texts(member.value, rules.where + "/dependentRequired/" + escapePointerToken(member.key)));
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

// --- checking -----------------------------------------------------------------------------------------------------------------

/// Where a check is in the value: a step from the place above, so that a path is only written where there is a problem.
struct Place
{
    const Place *above = nullptr;
    QByteArrayView key;
    qsizetype index = -1;

    [[nodiscard]] QByteArray pointer() const
    {
        if (!above)
            return {};
        return above->pointer() + '/' + (index >= 0 ? QByteArray::number(index) : escapePointerToken(key));
    }
};

using Marks = std::vector<bool>;
using Problems = QList<SchemaProblem>;

class Checker
{
public:
    explicit Checker(bool usesMarks)
        : m_usesMarks(usesMarks)
    {}

    /// The check was cut short, and what was found means nothing.
    [[nodiscard]] bool gaveUp() const { return m_gaveUp; }

    /// Adds what is wrong with the value to `problems`, and what the rules looked at to `marks` (none is given where nobody asks).
    void visit(const Rules &rules, const Json &value, const Place &place, Problems &problems, Marks *marks)
    {
        if (rules.always == Rules::Always::Accept || problems.size() >= kMostProblems || m_gaveUp)
            return;
        if (rules.always == Rules::Always::Refuse) {
            add(problems, place, "false", u"is not allowed"_s);
            return;
        }
        if (++m_visits > kMostVisits || m_nested >= kMostNested) {
            m_gaveUp = true;
            return;
        }
        ++m_nested;
        const qsizetype before = problems.size();
        Marks own(m_usesMarks ? static_cast<std::size_t>(value.size()) : 0);
        Marks *seen = m_usesMarks ? &own : nullptr;
        checkValue(rules, value, place, problems);
        if (value.isNumber())
            checkNumber(rules, value, place, problems);
        else if (value.isString())
            checkText(rules, value, place, problems);
        else if (value.isArray())
            checkList(rules, value, place, problems, seen);
        else if (value.isObject())
            checkObject(rules, value, place, problems, seen);
        checkCombinations(rules, value, place, problems, seen);
        // Only where all else is well is it known what was looked at.
        if (seen && problems.size() == before)
            checkUnseen(rules, value, place, problems, own);
        if (seen && marks && problems.size() == before)
            merge(own, *marks);
        --m_nested;
    }

private:
    static void add(Problems &problems, const Place &place, const char *keyword, const QString &message)
    {
        if (problems.size() < kMostProblems)
            problems.append({place.pointer(), message, keyword});
    }

    static void merge(const Marks &from, Marks &into)
    {
        for (std::size_t i = 0; i < std::min(from.size(), into.size()); ++i)
            into[i] = into[i] || from[i];
    }

    static void mark(Marks *marks, std::size_t at)
    {
        if (marks)
            (*marks)[at] = true;
    }

    /// The problems with a value that is only tried on these rules.
    Problems tried(const Rules &rules, const Json &value, const Place &place, Marks *marks)
    {
        Problems problems;
        visit(rules, value, place, problems, marks);
        return problems;
    }

    static void checkValue(const Rules &rules, const Json &value, const Place &place, Problems &problems)
    {
        if (rules.types) {
            const quint8 types = typesOf(value);
            if (!(rules.types & types)) {
                const bool fraction = (rules.types & IntegerBit) && value.isNumber();
                add(problems, place, "type",
                    u"must be %1, not %2"_s.arg(typeWords(rules.types), fraction ? shown(value) : typeWords(types)));
            }
        }
        if (rules.constant && !rules.constant->isEquivalent(value))
            add(problems, place, "const", u"must be %1"_s.arg(shown(*rules.constant)));
        if (rules.options && std::ranges::none_of(rules.options->items(), [&](const Json &option) { return option.isEquivalent(value); }))
            add(problems, place, "enum", optionsMessage(*rules.options));
    }

    static void checkNumber(const Rules &rules, const Json &value, const Place &place, Problems &problems)
    {
        if (!rules.multipleOf && !rules.minimum && !rules.maximum && !rules.above && !rules.below)
            return;
        const Decimal number(value.utf8());
        const auto limit = [](const std::optional<Json> &json) { return Decimal(json->utf8()); };
        if (rules.multipleOf && !number.isMultipleOf(limit(rules.multipleOf)))
            add(problems, place, "multipleOf", u"must be a multiple of %1"_s.arg(shown(*rules.multipleOf)));
        if (rules.minimum && number < limit(rules.minimum))
            add(problems, place, "minimum", u"must be at least %1"_s.arg(shown(*rules.minimum)));
        if (rules.maximum && number > limit(rules.maximum))
            add(problems, place, "maximum", u"must be at most %1"_s.arg(shown(*rules.maximum)));
        if (rules.above && number <= limit(rules.above))
            add(problems, place, "exclusiveMinimum", u"must be above %1"_s.arg(shown(*rules.above)));
        if (rules.below && number >= limit(rules.below))
            add(problems, place, "exclusiveMaximum", u"must be below %1"_s.arg(shown(*rules.below)));
    }

    static void checkText(const Rules &rules, const Json &value, const Place &place, Problems &problems)
    {
        if (rules.minLength >= 0 || rules.maxLength >= 0) {
            const qint64 length = codePoints(value.utf8());
            if (length < rules.minLength)
                add(problems, place, "minLength",
                    length == 0 ? u"must not be empty"_s : u"must have at least %1"_s.arg(counted(rules.minLength, "character"_L1)));
            if (rules.maxLength >= 0 && length > rules.maxLength)
                add(problems, place, "maxLength", u"must have at most %1"_s.arg(counted(rules.maxLength, "character"_L1)));
        }
        if (rules.pattern)
            checkPattern(*rules.pattern, value.toString(), place, problems);
    }

    static void checkPattern(const Pattern &pattern, const QString &text, const Place &place, Problems &problems)
    {
        const QRegularExpressionMatch match = pattern.expression.match(text);
        if (!match.isValid())
            add(problems, place, "pattern", u"takes too long to compare with the pattern \"%1\""_s.arg(pattern.source));
        else if (!match.hasMatch())
            add(problems, place, "pattern", u"must match the pattern \"%1\""_s.arg(pattern.source));
    }

    void checkList(const Rules &rules, const Json &value, const Place &place, Problems &problems, Marks *marks)
    {
        const auto items = value.items();
        if (value.size() < rules.minItems)
            add(problems, place, "minItems", value.isEmpty() ? u"must not be empty"_s : u"must have at least %1"_s.arg(counted(rules.minItems, "item"_L1)));
        if (rules.maxItems >= 0 && value.size() > rules.maxItems)
            add(problems, place, "maxItems", u"must have at most %1"_s.arg(counted(rules.maxItems, "item"_L1)));
        qint64 contained = 0;
        QSet<QByteArray> different;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Place at{&place, {}, static_cast<qsizetype>(i)};
            const Rules *inner = i < rules.prefix.size() ? rules.prefix[i] : rules.items;
            if (inner) {
                visit(*inner, items[i], at, problems, nullptr);
                mark(marks, i);
            }
            if (rules.contains && tried(*rules.contains, items[i], at, nullptr).isEmpty()) {
                ++contained;
                mark(marks, i);
            }
            if (rules.uniqueItems) {
                QByteArray canonical;
                appendCanonical(items[i], canonical);
                if (different.contains(canonical))
                    add(problems, at, "uniqueItems", u"stands in the list twice"_s);
                different.insert(canonical);
            }
        }
        if (!rules.contains)
            return;
        const qint64 least = rules.minContains < 0 ? 1 : rules.minContains;
        if (contained < least)
            add(problems, place, "contains", u"must have at least %1 of the form asked for, and has %2"_s.arg(counted(least, "item"_L1)).arg(contained));
        if (rules.maxContains >= 0 && contained > rules.maxContains)
            add(problems, place, "maxContains", u"must have at most %1 of the form asked for, and has %2"_s.arg(counted(rules.maxContains, "item"_L1)).arg(contained));
    }

    void checkObject(const Rules &rules, const Json &value, const Place &place, Problems &problems, Marks *marks)
    {
        for (const QByteArray &key : rules.required) {
            if (!value.contains(QByteArrayView(key)))
                add(problems, place, "required", u"is missing \"%1\""_s.arg(QString::fromUtf8(key)));
        }
        for (const auto &[key, needed] : rules.dependentRequired) {
            for (const QByteArray &other : needed) {
                if (value.contains(QByteArrayView(key)) && !value.contains(QByteArrayView(other)))
                    add(problems, place, "dependentRequired", u"is missing \"%1\", which \"%2\" needs"_s.arg(QString::fromUtf8(other), QString::fromUtf8(key)));
            }
        }
        if (value.size() < rules.minMembers)
            add(problems, place, "minProperties", u"must have at least %1"_s.arg(counted(rules.minMembers, "field"_L1)));
        if (rules.maxMembers >= 0 && value.size() > rules.maxMembers)
            add(problems, place, "maxProperties", u"must have at most %1"_s.arg(counted(rules.maxMembers, "field"_L1)));
        const auto members = value.members();
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (checkMember(rules, members[i], {&place, members[i].key, -1}, problems))
                mark(marks, i);
        }
    }

    /// True where a rule looked at the member.
    bool checkMember(const Rules &rules, const JsonMember &member, const Place &place, Problems &problems)
    {
        bool known = false;
        if (rules.names) {
            for (const SchemaProblem &problem : tried(*rules.names, Json(member.key), place, nullptr))
                add(problems, place, "propertyNames", u"its name %1"_s.arg(problem.message));
        }
        if (const Rules *inner = rules.members.value(member.key)) {
            visit(*inner, member.value, place, problems, nullptr);
            known = true;
        }
        for (const auto &[pattern, inner] : rules.patternMembers) {
            if (pattern.expression.match(QString::fromUtf8(member.key)).hasMatch()) {
                visit(*inner, member.value, place, problems, nullptr);
                known = true;
            }
        }
        if (known || !rules.otherMembers)
            return known;
        if (rules.otherMembers->always == Rules::Always::Refuse)
            add(problems, place, "additionalProperties", unexpected(rules));
        else
            visit(*rules.otherMembers, member.value, place, problems, nullptr);
        return true;
    }

    static QString unexpected(const Rules &rules)
    {
        const QString names = quotedNames(rules.memberNames);
        return names.isEmpty() ? u"is not expected here"_s : u"is not expected here; known are %1"_s.arg(names);
    }

    void checkCombinations(const Rules &rules, const Json &value, const Place &place, Problems &problems, Marks *marks)
    {
        for (const Rules *inner : rules.references)
            visit(*inner, value, place, problems, marks);
        for (const Rules *inner : rules.all)
            visit(*inner, value, place, problems, marks);
        if (!rules.any.empty())
            checkForms(rules.any, "anyOf", value, place, problems, marks);
        if (!rules.one.empty())
            checkForms(rules.one, "oneOf", value, place, problems, marks);
        if (rules.refuted && tried(*rules.refuted, value, place, nullptr).isEmpty())
            add(problems, place, "not", u"is of a form that is not allowed"_s);
        if (rules.condition) {
            const bool holds = tried(*rules.condition, value, place, marks).isEmpty();
            if (const Rules *inner = holds ? rules.then : rules.otherwise)
                visit(*inner, value, place, problems, marks);
        }
        for (const auto &[key, inner] : rules.dependentRules) {
            if (value.contains(QByteArrayView(key)))
                visit(*inner, value, place, problems, marks);
        }
    }

    void checkForms(const std::vector<const Rules *> &forms, const char *keyword, const Json &value, const Place &place, Problems &problems, Marks *marks)
    {
        const bool onlyOne = QLatin1StringView(keyword) == "oneOf"_L1;
        std::vector<Problems> failures;
        int fitting = 0;
        for (const Rules *form : forms) {
            Problems found = tried(*form, value, place, marks);
            if (!found.isEmpty()) {
                failures.push_back(std::move(found));
            } else if (++fitting == 1 && !onlyOne && !marks) {
                return;
            }
        }
        if (fitting == 0)
            add(problems, place, keyword, noForm(forms, failures, place.pointer(), value));
        else if (fitting > 1 && onlyOne)
            add(problems, place, keyword, u"fits %1 of the allowed forms, and must fit only one"_s.arg(fitting));
    }

    /// Why a value fits none of the forms, in the words of what they have in common or of the one it comes nearest to.
    static QString noForm(const std::vector<const Rules *> &forms, const std::vector<Problems> &failures, const QByteArray &here, const Json &value)
    {
        const auto allBy = [&](const char *keyword) {
            return std::ranges::all_of(failures, [&](const Problems &found) {
                return std::ranges::any_of(found, [&](const SchemaProblem &p) { return p.path == here && p.keyword == keyword; });
            });
        };
        quint8 types = 0;
        Json constants = Json::array();
        for (const Rules *form : forms) {
            types |= form->types;
            if (form->constant)
                constants.append(*form->constant);
        }
        if (allBy("type") && std::ranges::all_of(forms, [](const Rules *form) { return form->types != 0; }))
            return u"must be %1, not %2"_s.arg(typeWords(types), typeWords(typesOf(value)));
        if (allBy("const") && constants.size() == static_cast<qsizetype>(forms.size()))
            return optionsMessage(constants);
        const auto distance = [&](const Problems &found) {
            const bool otherType = std::ranges::any_of(found, [&](const SchemaProblem &p) { return p.path == here && p.keyword == "type"; });
            return found.size() + (otherType ? kMostProblems : 0);
        };
        const Problems &nearest = *std::ranges::min_element(failures, {}, distance);
        const QByteArray below = nearest.first().path.sliced(here.size());
        return u"fits none of the %1 allowed forms; to fit the nearest, %2 %3"_s.arg(
            QString::number(forms.size()), below.isEmpty() ? u"it"_s : QString::fromUtf8(below), nearest.first().message);
    }

    void checkUnseen(const Rules &rules, const Json &value, const Place &place, Problems &problems, Marks &marks)
    {
        const Rules *inner = value.isArray() ? rules.otherItems : value.isObject() ? rules.unseenMembers : nullptr;
        if (!inner)
            return;
        const char *keyword = value.isArray() ? "unevaluatedItems" : "unevaluatedProperties";
        for (std::size_t i = 0; i < marks.size(); ++i) {
            if (marks[i])
                continue;
            const Place at = value.isArray() ? Place{&place, {}, static_cast<qsizetype>(i)} : Place{&place, value.members()[i].key, -1};
            if (inner->always == Rules::Always::Refuse)
                add(problems, at, keyword, u"is not expected here"_s);
            else
                visit(*inner, value.isArray() ? value.items()[i] : value.members()[i].value, at, problems, nullptr);
            marks[i] = true;
        }
    }

    const bool m_usesMarks;
    bool m_gaveUp = false;
    int m_nested = 0;
    qint64 m_visits = 0;
};

} // namespace

struct JsonSchema::Compiled
{
    std::deque<Rules> all;
    const Rules *root = nullptr;
    bool usesMarks = false;
};

JsonSchema::JsonSchema() = default;

Result<JsonSchema> JsonSchema::compile(const Json &schema)
{
    auto compiled = std::make_shared<Compiled>();
    Compiler compiler(schema, compiled->all);
    compiled->root = compiler.compile();
    if (compiler.error())
        return std::unexpected(*compiler.error());
    compiled->usesMarks = compiler.usesMarks();
    JsonSchema made;
    made.m_compiled = std::move(compiled);
    return made;
}

QList<SchemaProblem> JsonSchema::check(const Json &value) const
{
    QList<SchemaProblem> problems;
    if (!m_compiled)
        return problems;
    Checker checker(m_compiled->usesMarks);
    checker.visit(*m_compiled->root, value, {}, problems, nullptr);
    if (checker.gaveUp())
        return {{{}, u"cannot be checked: the schema asks for too much work on this value"_s, "$schema"}};
    return problems;
}

} // namespace Millrace
