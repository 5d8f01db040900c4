// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/qualityrule.h"

#include "components/documentlanguage.h"
#include "components/textfield.h"
#include "text/facts.h"
#include "text/utf8offsets.h"
#include "text/values.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kProblemsTold = 50; ///< of one rule
constexpr qint64 kUsPerDay = 86'400'000'000;

struct RuleKind
{
    QLatin1StringView name;
    QualityDimension dimension;
};

/// Where a rule belongs when it does not say so itself.
constexpr std::array kKinds{
    RuleKind{"from_source"_L1, QualityDimension::Accuracy},   RuleKind{"required"_L1, QualityDimension::Completeness},
    RuleKind{"not_empty"_L1, QualityDimension::Completeness}, RuleKind{"min_length"_L1, QualityDimension::Completeness},
    RuleKind{"max_length"_L1, QualityDimension::Validity},    RuleKind{"equals"_L1, QualityDimension::Consistency},
    RuleKind{"expression"_L1, QualityDimension::Consistency}, RuleKind{"max_age"_L1, QualityDimension::Timeliness},
    RuleKind{"no_repeats"_L1, QualityDimension::Uniqueness},  RuleKind{"unique_items"_L1, QualityDimension::Uniqueness},
};

/// What a text claims: in one way of writing, with its place.
struct Claim
{
    TextSpan span;
    QStringList values; ///< its readings
};

/// "12.50" is 12.5: the same claim, however many zeros are behind.
QString canonical(const QString &number)
{
    static const QRegularExpression zeros(uR"((\.\d*?)0+$)"_s);
    QString plain = number;
    plain.replace(zeros, u"\\1"_s);
    if (plain.endsWith(u'.'))
        plain.chop(1);
    return plain;
}

/// "1,234.50" and "1 234,50" are the same number, "12.50" and "1250" are not. "1.234" is both of its readings where no language says which.
QStringList readingsOf(QStringView number, QByteArrayView language)
{
    const auto read = readNumber(number, language);
    if (!read)
        return {number.toString()};
    QStringList values{canonical(QString::fromUtf8(read->literal))};
    if (language.isEmpty() && !read->other.isEmpty())
        values.append(canonical(QString::fromUtf8(read->other)));
    return values;
}

QString foldedName(QStringView name)
{
    return name.toString().simplified().toCaseFolded();
}

/// The numbers, dates, addresses and names of a text.
std::vector<Claim> claimsOf(QStringView text, QByteArrayView language)
{
    std::vector<Claim> claims;
    FactWish wish;
    wish.language = language.toByteArray();
    wish.leastConfidence = 0.6;
    std::vector<TextSpan> taken;
    for (const Fact &fact : findFacts(text, wish)) {
        taken.push_back(fact.span);
        const bool isName
            = fact.kind == FactKind::Organisation || fact.kind == FactKind::Place || fact.kind == FactKind::Person || fact.kind == FactKind::Address;
        QStringList values{isName ? foldedName(text.sliced(fact.span.from, fact.span.size())) : fact.value};
        if (fact.kind == FactKind::Amount) {
            values = {canonical(fact.value)};
            if (language.isEmpty() && !fact.other.isEmpty())
                values.append(canonical(fact.other));
        }
        claims.push_back({fact.span, values});
    }
    const auto add = [&](const TextSpan &span) {
        const bool isTaken = std::ranges::any_of(taken, [&](const TextSpan &t) { return span.from < t.to && t.from < span.to; });
        if (!isTaken)
            claims.push_back({span, readingsOf(text.sliced(span.from, span.size()), language)});
    };
    static const QRegularExpression number(uR"((?<![\w])\d[\d.,'  ]*(?:\d|\b))"_s);
    static const QRegularExpression one(uR"(\d+(?:[.,']\d+)*)"_s);
    for (auto it = number.globalMatchView(text); it.hasNext();) {
        const auto match = it.next();
        if (readNumber(match.capturedView(), language)) {
            add({match.capturedStart(), match.capturedEnd()});
            continue;
        }
        // "7, 8 and 9 300": several.
        for (auto part = one.globalMatchView(match.capturedView()); part.hasNext();) {
            const auto digits = part.next();
            add({match.capturedStart() + digits.capturedStart(), match.capturedStart() + digits.capturedEnd()});
        }
    }
    std::ranges::sort(claims, {}, [](const Claim &claim) { return claim.span.from; });
    return claims;
}

std::optional<Severity> severityOf(const QString &name)
{
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
        if (name == severityName(severity))
            return severity;
    }
    return std::nullopt;
}

} // namespace

QLatin1StringView dimensionName(QualityDimension dimension)
{
    switch (dimension) {
    case QualityDimension::Accuracy:
        return "accuracy"_L1;
    case QualityDimension::Completeness:
        return "completeness"_L1;
    case QualityDimension::Consistency:
        return "consistency"_L1;
    case QualityDimension::Timeliness:
        return "timeliness"_L1;
    case QualityDimension::Validity:
        return "validity"_L1;
    case QualityDimension::Uniqueness:
        return "uniqueness"_L1;
    }
    return {};
}

Result<QualityRule> QualityRule::compile(const Json &json)
{
    QualityRule rule;
    rule.m_rule = json.value("rule").toString();
    rule.m_value = json.value("value");
    rule.m_message = json.value("message").toString();
    rule.m_pointer = fieldPointer(json.value("path").toString());
    rule.m_source = fieldPointer(json.value("source").toString(u"source_text"_s));
    rule.m_weight = json.value("weight").toDouble(1);
    const QString severity = json.value("severity").toString(u"error"_s);
    if (const auto known = severityOf(severity))
        rule.m_severity = *known;
    else
        return fail(ErrorCode::ComponentConfig, u"\"%1\" is no severity"_s.arg(severity), Json::object({{"path", "/severity"}}));

    const auto kind = std::ranges::find(kKinds, rule.m_rule, &RuleKind::name);
    rule.m_dimension = kind == kKinds.end() ? QualityDimension::Validity : kind->dimension;
    if (const QString own = json.value("dimension").toString(); !own.isEmpty()) {
        const auto dimension = std::ranges::find(kQualityDimensions, own, dimensionName);
        if (dimension == kQualityDimensions.end())
            return fail(ErrorCode::ComponentConfig, u"\"%1\" is no dimension of quality"_s.arg(own), Json::object({{"path", "/dimension"}}));
        rule.m_dimension = *dimension;
    }

    if (rule.m_rule == "from_source"_L1)
        rule.m_check = &QualityRule::checkSource;
    else if (rule.m_rule == "max_age"_L1)
        rule.m_check = &QualityRule::checkAge;
    else if (rule.m_rule == "no_repeats"_L1)
        rule.m_check = &QualityRule::checkRepeats;
    else if (rule.m_rule == "unique_items"_L1)
        rule.m_check = &QualityRule::checkItems;
    if (rule.m_check) {
        const bool needsNumber = rule.m_rule == "max_age"_L1;
        if (needsNumber && !rule.m_value.isNumber())
            return fail(ErrorCode::ComponentConfig, u"max_age needs a number of days"_s, Json::object({{"path", "/value"}}));
        if (rule.m_rule == "from_source"_L1 && !rule.m_value.isNull() && !(rule.m_value.isNumber() && rule.m_value.toDouble() <= 1))
            return fail(ErrorCode::ComponentConfig, u"from_source takes the least share, from 0 to 1"_s, Json::object({{"path", "/value"}}));
        return rule;
    }
    Json plain = Json::object();
    for (const char *key : {"path", "rule", "value", "severity", "message"}) {
        if (json.contains(key))
            plain.insert(key, json.value(key));
    }
    auto compiled = ValidationRule::compile(plain);
    if (!compiled)
        return std::unexpected(compiled.error());
    rule.m_plain = std::move(*compiled);
    return rule;
}

std::optional<QualityFinding> QualityRule::check(const Json &data, qint64 nowUs) const
{
    if (m_plain) {
        QualityFinding finding;
        if (auto broken = m_plain->problem(data)) {
            broken->insert("dimension", dimensionName(m_dimension));
            finding.score = 0;
            finding.isBroken = true;
            finding.problems.append(*broken);
        } else if (const bool asksPresence = m_rule == "required"_L1 || m_rule == "not_empty"_L1; !asksPresence) {
            const Json *value = data.find(m_pointer);
            if (!value || value->isNull())
                return std::nullopt;
        }
        return finding;
    }
    const Json *value = data.find(m_pointer);
    if (!value || value->isNull())
        return std::nullopt;
    return (this->*m_check)(*value, data, nowUs);
}

Json QualityRule::problem(const QString &message) const
{
    return Json::object({{"path", m_pointer},
                         {"message", m_message.isEmpty() ? message : m_message},
                         {"severity", severityName(m_severity)},
                         {"rule", m_rule},
                         {"dimension", dimensionName(m_dimension)}});
}

/// Not within another word or number: "12" stands neither in "2012" nor in "12.5" or "3,12".
static bool standsAsWords(const QString &words, const QString &text)
{
    const auto isWithin = [&](qsizetype i) { return i >= 0 && i < text.size() && text[i].isLetterOrNumber(); };
    const auto isDigit = [&](qsizetype i) { return i >= 0 && i < text.size() && text[i].isDigit(); };
    const auto joins = [&](qsizetype i) { // the digits on both sides into one number
        return isDigit(i - 1) && isDigit(i + 1) && (text[i] == u'.' || text[i] == u',' || text[i] == u'\'');
    };
    for (qsizetype at = words.isEmpty() ? -1 : text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
        const qsizetype end = at + words.size();
        if (!isWithin(at - 1) && !isWithin(end) && !joins(at - 1) && !joins(end))
            return true;
    }
    return false;
}

QualityFinding QualityRule::checkSource(const Json &value, const Json &data, qint64) const
{
    const QString text = value.toString();
    const QString source = data.find(m_source) ? data.find(m_source)->toString() : QString();
    const QByteArray language = documentLanguage(data);
    QSet<QString> known;
    for (const Claim &claim : claimsOf(source, language))
        known.unite(QSet(claim.values.cbegin(), claim.values.cend()));
    // Of a date in figures the year may stand alone: "in 2012" of "05.03.2012".
    static const QRegularExpression isoDate(u"^[0-9]{4}-[0-9]{2}"_s);
    for (const QString &value : QSet(known)) {
        if (isoDate.match(value).hasMatch())
            known.insert(value.first(4));
    }
    const QString folded = foldedName(source);
    QualityFinding finding;
    const Utf8Offsets offsets(text);
    const std::vector<Claim> claims = claimsOf(text, language);
    qsizetype found = 0;
    for (const Claim &claim : claims) {
        const QStringView written = QStringView(text).sliced(claim.span.from, claim.span.size());
        const bool isKnown = std::ranges::any_of(claim.values, [&](const QString &value) { return known.contains(value); });
        if (isKnown || standsAsWords(foldedName(written), folded)) {
            ++found;
            continue;
        }
        if (finding.problems.size() >= kProblemsTold)
            continue;
        Json told = problem(u"\"%1\" does not stand in the source"_s.arg(written.toString().simplified()));
        Json place = spanJson(offsets, claim.span);
        place.insert("text", written.toString());
        told.insert("places", Json::array({place}));
        finding.problems.append(told);
    }
    finding.score = claims.empty() ? 1 : static_cast<double>(found) / static_cast<double>(claims.size());
    finding.isBroken = finding.score < m_value.toDouble(1);
    return finding;
}

QualityFinding QualityRule::checkAge(const Json &value, const Json &data, qint64 nowUs) const
{
    QualityFinding finding;
    const auto date = readDate(value.toString(), documentLanguage(data));
    const QDateTime moment
        = date ? QDateTime::fromString(date->iso.size() == 10 ? date->iso + u"T00:00:00Z"_s : date->iso, Qt::ISODate) : QDateTime();
    if (!moment.isValid()) {
        finding = {0, true, {problem(u"\"%1\" cannot be read as a date"_s.arg(value.toString().left(80)))}};
        return finding;
    }
    const double days = static_cast<double>(nowUs - moment.toMSecsSinceEpoch() * 1000) / static_cast<double>(kUsPerDay);
    const double most = m_value.toDouble();
    if (days > most) {
        // Half as good at twice the age.
        finding = {most <= 0 ? 0 : most / days,
                   true,
                   {problem(u"%1 is %2 days old; %3 are allowed"_s.arg(date->iso).arg(static_cast<qint64>(days)).arg(most))}};
    }
    return finding;
}

QualityFinding QualityRule::checkRepeats(const Json &value, const Json &data, qint64) const
{
    const QString text = value.toString();
    const auto sentences = sentencesIn(text, documentLanguage(data));
    const Utf8Offsets offsets(text);
    QualityFinding finding;
    QSet<QString> seen;
    for (const TextSpan &span : sentences) {
        const QStringView written = QStringView(text).sliced(span.from, span.size());
        const QString folded = foldedName(written);
        if (!seen.contains(folded)) {
            seen.insert(folded);
        } else if (finding.problems.size() < kProblemsTold) {
            Json told = problem(u"a sentence stands there again: \"%1\""_s.arg(written.left(80).toString().simplified()));
            told.insert("places", Json::array({spanJson(offsets, span)}));
            finding.problems.append(told);
        }
    }
    finding.score = sentences.empty() ? 1 : static_cast<double>(seen.size()) / static_cast<double>(sentences.size());
    finding.isBroken = !finding.problems.isEmpty();
    return finding;
}

QualityFinding QualityRule::checkItems(const Json &value, const Json &, qint64) const
{
    QualityFinding finding;
    QSet<QByteArray> seen;
    qsizetype index = 0;
    const QByteArray member = m_value.isString() ? m_value.toString().toUtf8() : QByteArray();
    for (const Json &item : value.items()) {
        const QByteArray key = (member.isEmpty() ? item : item.value(member)).toBytes();
        if (seen.contains(key) && finding.problems.size() < kProblemsTold)
            finding.problems.append(problem(u"item %1 is there twice: %2"_s.arg(index + 1).arg(QString::fromUtf8(key.left(80)))));
        seen.insert(key);
        ++index;
    }
    finding.score = index == 0 ? 1 : static_cast<double>(seen.size()) / static_cast<double>(index);
    finding.isBroken = !finding.problems.isEmpty();
    return finding;
}

} // namespace Millrace
