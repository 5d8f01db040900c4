// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextcolumn.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using Kind = ContextColumn::Kind;

struct KindInfo
{
    Kind kind;
    const char *id;
    const char *header;
    bool visible;
};

constexpr std::array kKinds = {
    KindInfo{Kind::Status, "status", QT_TRANSLATE_NOOP("ContextColumn", "Status"), true},
    KindInfo{Kind::Title, "title", QT_TRANSLATE_NOOP("ContextColumn", "Title"), true},
    KindInfo{Kind::Type, "type", QT_TRANSLATE_NOOP("ContextColumn", "Type"), true},
    KindInfo{Kind::Pipeline, "pipeline", QT_TRANSLATE_NOOP("ContextColumn", "Pipeline"), true},
    KindInfo{Kind::Outcome, "outcome", QT_TRANSLATE_NOOP("ContextColumn", "Outcome"), true},
    KindInfo{Kind::Steps, "steps", QT_TRANSLATE_NOOP("ContextColumn", "Steps"), true},
    KindInfo{Kind::Created, "created", QT_TRANSLATE_NOOP("ContextColumn", "Created"), false},
    KindInfo{Kind::Updated, "updated", QT_TRANSLATE_NOOP("ContextColumn", "Updated"), true},
    KindInfo{Kind::Duration, "duration", QT_TRANSLATE_NOOP("ContextColumn", "Duration"), true},
    KindInfo{Kind::Node, "node", QT_TRANSLATE_NOOP("ContextColumn", "Step"), false},
    KindInfo{Kind::Attempt, "attempt", QT_TRANSLATE_NOOP("ContextColumn", "Attempt"), false},
    KindInfo{Kind::Reason, "reason", QT_TRANSLATE_NOOP("ContextColumn", "Reason"), false},
    KindInfo{Kind::Run, "run", QT_TRANSLATE_NOOP("ContextColumn", "Run"), false},
    KindInfo{Kind::Id, "id", QT_TRANSLATE_NOOP("ContextColumn", "Id"), true},
};

const KindInfo *infoOf(Kind kind)
{
    const auto found = std::ranges::find(kKinds, kind, &KindInfo::kind);
    return found == kKinds.end() ? nullptr : &*found;
}

QString translated(const char *text)
{
    return QCoreApplication::translate("ContextColumn", text);
}

/// "data.formatted_content.word_count" is headed "Word count".
QString headerOf(const QString &expression)
{
    QString name = expression.sliced(expression.lastIndexOf(u'.') + 1);
    name.replace(u'_', u' ');
    if (!name.isEmpty()) {
        name[0] = name[0].toUpper();
    }
    return name;
}

} // namespace

QString ContextColumn::id() const
{
    const KindInfo *info = infoOf(kind);
    return info ? QString::fromLatin1(info->id) : u"field:"_s + expression;
}

QString ContextColumn::header() const
{
    if (const KindInfo *info = infoOf(kind)) {
        return translated(info->header);
    }
    return title.isEmpty() ? headerOf(expression) : title;
}

QString ContextColumn::description() const
{
    if (kind == Kind::Field) {
        return translated(QT_TRANSLATE_NOOP("ContextColumn", "The document's %1")).arg(expression);
    }
    if (order()) {
        return translated(QT_TRANSLATE_NOOP("ContextColumn", "Click to sort"));
    }
    if (kind == Kind::Outcome) {
        return translated(QT_TRANSLATE_NOOP("ContextColumn", "The port by which it left its pipeline"));
    }
    if (kind == Kind::Steps) {
        return translated(QT_TRANSLATE_NOOP("ContextColumn", "Steps it has finished"));
    }
    if (kind == Kind::Duration) {
        return translated(QT_TRANSLATE_NOOP("ContextColumn", "From the start of its first step to its end"));
    }
    return {};
}

bool ContextColumn::isRightAligned() const
{
    return kind == Kind::Steps || kind == Kind::Created || kind == Kind::Updated || kind == Kind::Duration || kind == Kind::Attempt;
}

std::optional<ContextOrder> ContextColumn::order() const
{
    if (kind == Kind::Created) {
        return ContextOrder::Created;
    }
    return kind == Kind::Updated ? std::optional(ContextOrder::Updated) : std::nullopt;
}

Json ContextColumn::toJson() const
{
    Json json = Json::object({{"id", Json(id())}, {"visible", Json(visible)}});
    if (width > 0) {
        json.insert("width", Json(width));
    }
    if (!title.isEmpty()) {
        json.insert("title", Json(title));
    }
    return json;
}

std::optional<ContextColumn> ContextColumn::fromJson(const Json &json)
{
    const QString id = json.value("id").toString();
    ContextColumn column;
    if (id.startsWith("field:"_L1)) {
        column = field(id.sliced(6), json.value("title").toString());
    } else {
        const auto info = std::ranges::find_if(kKinds, [&id](const KindInfo &k) { return id == QLatin1StringView(k.id); });
        if (info == kKinds.end()) {
            return std::nullopt;
        }
        column.kind = info->kind;
    }
    column.visible = json.value("visible").toBool(true);
    column.width = int(std::clamp<qint64>(json.value("width").toInt(0), 0, 4000));
    return column;
}

ContextColumn ContextColumn::field(const QString &expression, const QString &title)
{
    ContextColumn column;
    column.kind = Kind::Field;
    column.expression = expression;
    column.title = title;
    return column;
}

QList<ContextColumn> defaultColumns()
{
    QList<ContextColumn> columns;
    for (const KindInfo &info : kKinds) {
        ContextColumn column;
        column.kind = info.kind;
        column.visible = info.visible;
        columns.append(column);
    }
    return columns;
}

Json columnsToJson(const QList<ContextColumn> &columns)
{
    Json json = Json::array();
    for (const ContextColumn &column : columns) {
        json.append(column.toJson());
    }
    return json;
}

QList<ContextColumn> columnsFromJson(const Json &json)
{
    QList<ContextColumn> columns;
    const auto has = [&columns](const QString &id) { return std::ranges::any_of(columns, [&id](const ContextColumn &c) { return c.id() == id; }); };
    for (const Json &item : json.items()) {
        const std::optional<ContextColumn> column = ContextColumn::fromJson(item);
        if (column && !has(column->id())) {
            columns.append(*column);
        }
    }
    const bool fresh = columns.isEmpty();
    for (ContextColumn column : defaultColumns()) {
        if (!has(column.id())) {
            column.visible = fresh && column.visible;
            columns.append(column);
        }
    }
    return columns;
}

} // namespace Millrace
