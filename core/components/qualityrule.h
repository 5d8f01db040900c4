// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "components/validationrule.h"

#include <array>

namespace Millrace {

/// The six dimensions of data quality (DAMA UK, 2013).
enum class QualityDimension : quint8 { Accuracy, Completeness, Consistency, Timeliness, Validity, Uniqueness };

inline constexpr std::array kQualityDimensions{QualityDimension::Accuracy,   QualityDimension::Completeness, QualityDimension::Consistency,
                                               QualityDimension::Timeliness, QualityDimension::Validity,     QualityDimension::Uniqueness};

/// "accuracy", …
[[nodiscard]] QLatin1StringView dimensionName(QualityDimension dimension);

/// What one rule found: how far it is kept, and what is wrong.
struct QualityFinding
{
    double score = 1; ///< 0 to 1
    bool isBroken = false; ///< less than the rule asks
    QList<Json> problems; ///< {"path","message","severity","rule","dimension"[,"places"]}
};

/// One rule of a quality check: any of validate's, or one of those that take measure of a text, a date or a list.
///
/// - `from_source`: the numbers, dates, names and addresses of a text stand in the source too; the score is the share that does.
/// - `max_age`: a date is no more than `value` days old.
/// - `no_repeats`: no sentence of a text stands there twice; the score is the share of different ones.
/// - `unique_items`: no item of a list (or no two with the same member `value`) is there twice.
///
/// As with validate, a rule says nothing about what is absent. Compiled once; any thread.
class QualityRule
{
public:
    [[nodiscard]] static Result<QualityRule> compile(const Json &rule);

    /// Nothing: there is nothing to check. `nowUs` since 1970, UTC.
    [[nodiscard]] std::optional<QualityFinding> check(const Json &data, qint64 nowUs) const;
    [[nodiscard]] QualityDimension dimension() const { return m_dimension; }
    [[nodiscard]] double weight() const { return m_weight; }
    [[nodiscard]] Severity severity() const { return m_severity; }

private:
    using Check = QualityFinding (QualityRule::*)(const Json &value, const Json &data, qint64 nowUs) const;

    [[nodiscard]] QualityFinding checkSource(const Json &value, const Json &data, qint64 nowUs) const;
    [[nodiscard]] QualityFinding checkAge(const Json &value, const Json &data, qint64 nowUs) const;
    [[nodiscard]] QualityFinding checkRepeats(const Json &value, const Json &data, qint64 nowUs) const;
    [[nodiscard]] QualityFinding checkItems(const Json &value, const Json &data, qint64 nowUs) const;
    [[nodiscard]] Json problem(const QString &message) const;

    std::optional<ValidationRule> m_plain;
    Check m_check = nullptr;
    QString m_rule;
    QByteArray m_pointer;
    QByteArray m_source;
    Json m_value;
    QString m_message;
    QualityDimension m_dimension = QualityDimension::Validity;
    Severity m_severity = Severity::Error;
    double m_weight = 1;
};

} // namespace Millrace
