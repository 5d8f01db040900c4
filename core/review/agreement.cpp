// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/agreement.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

bool isAnswer(const ReviewDecision &decision)
{
    return decision.kind == ReviewKind::Approved || decision.kind == ReviewKind::Edited || decision.kind == ReviewKind::Rejected;
}

/// What two answers must share to be one.
QByteArray classOf(const ReviewDecision &decision, const AgreementRule &rule)
{
    Json same = Json::array({decision.kind == ReviewKind::Rejected ? "no" : "yes"});
    const Json &answers = decision.body.value("answers");
    for (const QString &field : rule.fields)
        same.append(answers.value(field.toUtf8()));
    return same.toBytes();
}

Json mostSaid(const QList<ReviewDecision> &decisions)
{
    std::map<QByteArray, std::map<QByteArray, std::pair<int, qsizetype>>> said; // field, value as JSON: how often, where last
    for (qsizetype i = 0; i < decisions.size(); ++i) {
        for (const JsonMember &answer : decisions.at(i).body.value("answers").members()) {
            auto &[count, last] = said[QByteArray(answer.key)][answer.value.toBytes()];
            ++count;
            last = i;
        }
    }
    Json answers = Json::object();
    for (const auto &[field, values] : said) {
        const auto most = std::ranges::max_element(values, {}, [](const auto &value) { return value.second; });
        answers.insert(QByteArrayView(field), decisions.at(most->second.second).body.value("answers").value(field));
    }
    return answers;
}

} // namespace

AgreementRule AgreementRule::fromConfig(const Json &overlap)
{
    return {overlap.value("agreement").toString() == "unanimous"_L1, overlap.value("agree_on").toStringList()};
}

std::optional<Agreement> agreementOf(const QList<ReviewDecision> &decisions, const AgreementRule &rule)
{
    std::map<QByteArray, qsizetype> votes;
    qsizetype all = 0;
    for (const ReviewDecision &decision : decisions) {
        if (!isAnswer(decision))
            continue;
        ++all;
        ++votes[classOf(decision, rule)];
    }
    const auto won = std::ranges::find_if(votes, [&](const auto &vote) { return rule.isUnanimous ? vote.second == all : vote.second * 2 > all; });
    if (won == votes.end())
        return std::nullopt;
    Agreement agreement;
    QList<ReviewDecision> agreed;
    for (qsizetype i = 0; i < decisions.size(); ++i) {
        const ReviewDecision &decision = decisions.at(i);
        if (!isAnswer(decision) || classOf(decision, rule) != won->first)
            continue;
        agreed.append(decision);
        if (decision.kind == ReviewKind::Edited)
            agreement.edited = i;
        if (const QString note = decision.body.value("note").toString(); !note.isEmpty())
            agreement.note = note;
    }
    agreement.kind = agreement.edited ? ReviewKind::Edited : agreed.first().kind;
    agreement.answers = mostSaid(agreed);
    return agreement;
}

} // namespace Millrace
