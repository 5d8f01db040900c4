// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextcell.h"

#include "common/format.h"
#include "common/statusstyle.h"
#include "sdk/clock.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongestCell = 200;

using Kind = ContextColumn::Kind;

const QString &pipelineName(const ContextSummary &summary)
{
    return summary.pipelineTitle.isEmpty() ? summary.pipeline : summary.pipelineTitle;
}

} // namespace

FieldValue FieldValue::of(const Json &json)
{
    FieldValue value;
    switch (json.type()) {
    case Json::Type::Null:
        break;
    case Json::Type::Bool:
        value.text = json.toBool() ? u"true"_s : u"false"_s;
        break;
    case Json::Type::Number:
        value.text = QString::fromLatin1(json.utf8());
        value.number = json.toDouble();
        value.isNumber = true;
        break;
    case Json::Type::String:
        value.text = QString::fromUtf8(json.utf8().first(std::min<qsizetype>(json.utf8().size(), 4 * kLongestCell)));
        break;
    case Json::Type::Array:
    case Json::Type::Object:
        value.text = QString::fromUtf8(json.toBytes());
        break;
    }
    if (value.text.size() > kLongestCell) {
        value.text = value.text.first(kLongestCell) + u'…';
    }
    for (QChar &c : value.text) {
        if (c.unicode() < 0x20) {
            c = u' ';
        }
    }
    return value;
}

qint64 durationUs(const ContextSummary &summary, qint64 nowUs)
{
    if (summary.startedAt == 0) {
        return 0;
    }
    const qint64 end = summary.endedAt != 0 ? summary.endedAt : isResting(summary.status) ? summary.updatedAt : nowUs;
    return std::max<qint64>(0, end - summary.startedAt);
}

QString cellText(const ContextTableRow &row, const ContextColumn &column, qsizetype field)
{
    const ContextSummary &s = row.summary;
    switch (column.kind) {
    case Kind::Status:
        return StatusStyle::word(s.status);
    case Kind::Title:
        return s.title.isEmpty() && !s.id.isEmpty() ? QCoreApplication::translate("ContextCell", "Untitled") : s.title;
    case Kind::Type:
        return s.type;
    case Kind::Pipeline:
        return pipelineName(s);
    case Kind::Outcome:
        return s.outcome;
    case Kind::Steps:
        return Format::count(s.steps);
    case Kind::Created:
        return Format::clockTime(s.createdAt);
    case Kind::Updated:
        return Format::clockTime(s.updatedAt);
    case Kind::Duration:
        // A running number would need a repaint a second; what still runs shows its length when it rests.
        return s.startedAt == 0 || (s.endedAt == 0 && !isResting(s.status)) ? QString() : Format::duration(durationUs(s, 0));
    case Kind::Node:
        return s.node;
    case Kind::Attempt:
        return s.attempt > 0 ? Format::count(s.attempt) : QString();
    case Kind::Reason:
        return s.reason;
    case Kind::Run:
        return Format::shortId(s.run);
    case Kind::Id:
        return Format::shortId(s.id);
    case Kind::Field:
        return field < row.fields.size() ? row.fields[field].text : QString();
    }
    return {};
}

QString cellToolTip(const ContextTableRow &row, const ContextColumn &column, qsizetype field)
{
    const ContextSummary &s = row.summary;
    switch (column.kind) {
    case Kind::Status:
        return s.reason.isEmpty() ? StatusStyle::meaning(s.status) : s.reason;
    case Kind::Created:
        return Format::fullTime(s.createdAt);
    case Kind::Updated:
        return Format::fullTime(s.updatedAt);
    case Kind::Run:
        return s.run;
    case Kind::Id:
        return s.id;
    default:
        return cellText(row, column, field);
    }
}

CsvCell csvCell(const ContextTableRow &row, const ContextColumn &column, qsizetype field)
{
    const ContextSummary &s = row.summary;
    const auto time = [](qint64 us) { return us == 0 ? QString() : isoMicroseconds(us); };
    switch (column.kind) {
    case Kind::Status:
        return {QString(statusName(s.status))};
    case Kind::Steps:
        return {QString::number(s.steps), true};
    case Kind::Created:
        return {time(s.createdAt)};
    case Kind::Updated:
        return {time(s.updatedAt)};
    case Kind::Duration: {
        const qint64 us = s.endedAt == 0 && !isResting(s.status) ? 0 : durationUs(s, 0);
        return s.startedAt == 0 ? CsvCell() : CsvCell{QString::number(double(us) / 1000.0, 'f', 3), true};
    }
    case Kind::Attempt:
        return {QString::number(s.attempt), true};
    case Kind::Run:
        return {s.run};
    case Kind::Id:
        return {s.id};
    case Kind::Pipeline:
        return {s.pipeline};
    case Kind::Title:
        return {s.title};
    case Kind::Field:
        return field < row.fields.size() ? CsvCell{row.fields[field].text, row.fields[field].isNumber} : CsvCell();
    case Kind::Type:
    case Kind::Outcome:
    case Kind::Node:
    case Kind::Reason:
        break;
    }
    return {cellText(row, column, field)};
}

QString csvHeader(const ContextColumn &column)
{
    if (column.kind == Kind::Field) {
        return column.title.isEmpty() ? column.expression : column.title;
    }
    return column.kind == Kind::Duration ? u"duration_ms"_s : column.id();
}

bool passes(const ContextSummary &summary, const ContextFilter &filter)
{
    return (filter.statuses.isEmpty() || filter.statuses.contains(summary.status))
        && (filter.pipeline.isEmpty() || filter.pipeline == summary.pipeline) && (filter.type.isEmpty() || filter.type == summary.type)
        && (filter.outcome.isEmpty() || filter.outcome == summary.outcome) && (filter.run.isEmpty() || filter.run == summary.run)
        && (!filter.noType || summary.type.isEmpty()) && (!filter.noOutcome || summary.outcome.isEmpty());
}

} // namespace Millrace
