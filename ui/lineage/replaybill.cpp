// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/replaybill.h"

#include "common/format.h"

using namespace Qt::StringLiterals;

namespace Millrace {

ReplayBill ReplayBill::of(const Json &plan)
{
    ReplayBill bill{.contexts = 0,
                    .reused = plan.value("steps_reused").toInt(),
                    .again = plan.value("steps_again").toInt(),
                    .passedOver = plan.value("steps_passed_over").toInt(),
                    .tokensIn = plan.value("tokens_in").toInt(),
                    .tokensOut = plan.value("tokens_out").toInt(),
                    .costMicros = plan.value("cost_micros").toInt(),
                    .durationUs = qint64(plan.value("duration_ms").toDouble() * 1000),
                    .runsSinks = plan.value("sinks").toBool()};
    for (const Json &context : plan.value("contexts").items()) {
        if (context.value("possible").toBool(true))
            ++bill.contexts;
        else
            bill.notDone.append(
                {context.value("id").toString(), tr("this version has no step “%1” to go on at").arg(context.value("goes_on_at").toString())});
    }
    for (const Json &refused : plan.value("refused").items())
        bill.notDone.append({refused.value("id").toString(), refused.value("error").value("text").toString()});
    for (const Json &left : plan.value("left_out").items())
        bill.notDone.append({left.value("id").toString(), left.value("why").toString()});
    return bill;
}

QList<std::pair<QString, QString>> ReplayBill::lines() const
{
    QList<std::pair<QString, QString>> lines{{tr("Contexts"), Format::count(contexts)},
                                             {tr("Steps taken over"), Format::count(reused)},
                                             {tr("Steps that run again"), Format::count(again)}};
    if (passedOver > 0)
        lines.append({tr("Passed over, since they write outside"), Format::count(passedOver)});
    if (tokensIn + tokensOut > 0)
        lines.append({tr("Tokens, the last time"), tr("%1 in, %2 out").arg(Format::count(tokensIn), Format::count(tokensOut))});
    lines.append({tr("Cost, the last time"), costMicros > 0 ? cost(costMicros) : tr("nothing")});
    lines.append({tr("Working time, the last time"), Format::duration(durationUs)});
    return lines;
}

QString ReplayBill::cost(qint64 micros)
{
    return Format::locale().toString(double(micros) / 1e6, 'f', 4);
}

ReplayedContext ReplayedContext::fromJson(const Json &json)
{
    return {.id = json.value("id").toString(),
            .of = json.value("of").toString(),
            .title = json.value("title").toString(),
            .status = json.value("status").toString(),
            .outcome = json.value("outcome").toString(),
            .decision = json.value("decision").toString(u"open"_s),
            .changed = json.value("changed").toInt(-1),
            .passedOver = json.value("passed_over").toStringList()};
}

} // namespace Millrace
