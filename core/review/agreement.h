// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reviewrepository.h"

namespace Millrace {

/// When several people were asked: what counts as one answer.
struct AgreementRule
{
    bool isUnanimous = false; ///< else more than half
    QStringList fields; ///< of the form, that must be the same as well

    [[nodiscard]] static AgreementRule fromConfig(const Json &overlap);
};

/// What the answers of several people come to.
struct Agreement
{
    ReviewKind kind = ReviewKind::Approved; ///< Edited where one of those who agree changed the document
    Json answers; ///< field by field what most of them said; of as many, what was said last
    QString note; ///< the last that was given
    std::optional<qsizetype> edited; ///< index of the decision whose edit counts: the last
};

/// Nothing where they do not agree. Approved and edited are both a yes; skipped and escalated are no answers. A pure function.
[[nodiscard]] std::optional<Agreement> agreementOf(const QList<ReviewDecision> &decisions, const AgreementRule &rule);

} // namespace Millrace
