// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a value is checked
//
// Checker walks the compiled rules and the value together. Each call of visit() works on one value and, where the schema needs it, on
// the marks that say which of the value's members or items some rule has looked at (2020-12's annotations for `unevaluated…`); marks of a
// rule that failed are thrown away.
//
// 1. No cycle of rules stays on one value (schemarules.cpp), so a check ends for every value.
// 2. Nested visits are at most kMostNested: the stack is bounded.
// 3. A check makes at most kMostVisits visits; then it gives up with one problem, so a schema cannot hang a runner. No more than
//    kMostProblems problems are told.
// 4. Patterns run with a match limit; one that exceeds it is a problem, never a match.

#include "sdk/jsonschema.h"

#include "sdk/decimal_p.h"
#include "sdk/schemarules_p.h"

#include <QSet>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using namespace SchemaRules;

constexpr int kMostNested = 2000;
constexpr qint64 kMostVisits = 20'000'000;
constexpr qsizetype kMostProblems = 1000;
constexpr qsizetype kMostNamed = 10;

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
                add(problems, place, "type", u"must be %1, not %2"_s.arg(typeWords(rules.types), fraction ? shown(value) : typeWords(types)));
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
            add(problems, place, "minItems",
                value.isEmpty() ? u"must not be empty"_s : u"must have at least %1"_s.arg(counted(rules.minItems, "item"_L1)));
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
            add(problems, place, "contains",
                u"must have at least %1 of the form asked for, and has %2"_s.arg(counted(least, "item"_L1)).arg(contained));
        if (rules.maxContains >= 0 && contained > rules.maxContains)
            add(problems, place, "maxContains",
                u"must have at most %1 of the form asked for, and has %2"_s.arg(counted(rules.maxContains, "item"_L1)).arg(contained));
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
                    add(problems, place, "dependentRequired",
                        u"is missing \"%1\", which \"%2\" needs"_s.arg(QString::fromUtf8(other), QString::fromUtf8(key)));
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

    void checkForms(const std::vector<const Rules *> &forms, const char *keyword, const Json &value, const Place &place, Problems &problems,
                    Marks *marks)
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

struct JsonSchema::Compiled : SchemaRules::Compiled
{};

JsonSchema::JsonSchema() = default;

Result<JsonSchema> JsonSchema::compile(const Json &schema)
{
    auto compiled = std::make_shared<Compiled>();
    if (auto done = SchemaRules::compile(schema, *compiled); !done)
        return std::unexpected(done.error());
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
