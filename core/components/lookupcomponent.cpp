// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/lookupcomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "extract/csvreader.h"
#include "sdk/services.h"
#include "text/fuzzy.h"

#include <QHash>
#include <QIODevice>
#include <QSet>

#include <algorithm>
#include <mutex>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["value", "key"],
  "x-takes": {"{table_field}": {"type": "array"}},
  "properties": {
    "table": {
      "type": "array", "items": {"type": "object"}, "title": "Table",
      "description": "Rows as objects: [{\"code\": \"DE\", \"name\": \"Germany\"}]."
    },
    "table_original": {
      "type": "string", "pattern": "^[0-9a-f]{64}$", "title": "Table in the library",
      "description": "Instead: the hash of a file of the workspace's library (CSV with a head, or a list in JSON), as `millrace library list --json` tells it."
    },
    "table_field": {"type": "string", "minLength": 1, "title": "Table in the document", "description": "Instead: where the document has such a list."},
    "value": {"type": "string", "minLength": 1, "title": "Value", "description": "JMESPath over the document's data: what is looked up."},
    "each": {
      "type": "boolean", "default": false, "title": "Each of a list",
      "description": "The value is a list, such as the names that \"facts\" has found (`facts.list[?kind=='organisation'].value`): a row for each of its values that has one."
    },
    "key": {"type": "string", "minLength": 1, "title": "Key column", "description": "What the value is compared with."},
    "match": {
      "enum": ["exact", "folded", "fuzzy"], "default": "folded", "title": "Match",
      "description": "As written; passing over case, accents and punctuation; or the likest row."
    },
    "likeness": {"type": "number", "minimum": 0.5, "maximum": 1, "default": 0.85, "title": "Least likeness", "description": "For \"fuzzy\"."},
    "columns": {"type": "array", "items": {"type": "string"}, "title": "Columns", "description": "What is taken of the row; nothing named: all."},
    "into": {"type": "string", "minLength": 1, "default": "lookup", "title": "Result field", "description": "The document's field that takes the row."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"row": {"type": "object"}, "matched": {}, "confidence": {"type": "number"},
    "rows": {"type": "array", "items": {"type": "object", "properties": {"value": {}, "row": {"type": "object"}, "matched": {}, "confidence": {"type": "number"}}}},
    "missing": {"type": "array"}}}
})";

enum class Match : quint8 { Exact, Folded, Fuzzy };

/// The rows of a table by their keys.
class KeyedTable
{
public:
    KeyedTable() = default;
    KeyedTable(const Json &rows, const QByteArray &key, Match match)
        : m_rows(rows)
    {
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const Json &value = rows.at(i).value(key);
            const QString text = textOf(value);
            if (text.isEmpty())
                continue;
            m_keys.push_back({match == Match::Exact ? text : foldedText(text), i});
            m_byKey[m_keys.back().text].append(i);
        }
    }

    struct Found
    {
        QList<qsizetype> rows; ///< equally good
        double likeness = 0;
    };

    [[nodiscard]] Found find(const QString &value, Match match, double least) const
    {
        const QString text = match == Match::Exact ? value : foldedText(value);
        if (const auto it = m_byKey.constFind(text); it != m_byKey.cend())
            return {*it, 1};
        Found best;
        if (match != Match::Fuzzy || text.isEmpty())
            return best;
        for (const Key &key : m_keys) {
            const double likeness = editSimilarity(text, key.text, std::max(least, best.likeness));
            if (likeness <= 0 || likeness < best.likeness)
                continue;
            if (likeness > best.likeness)
                best.rows.clear();
            best.likeness = likeness;
            best.rows.append(key.row);
        }
        return best;
    }
    [[nodiscard]] const Json &row(qsizetype index) const { return m_rows.at(index); }

    static QString textOf(const Json &value) { return value.isString() || value.isNumber() ? QString::fromUtf8(value.utf8()) : QString(); }

private:
    struct Key
    {
        QString text;
        qsizetype row = 0;
    };

    Json m_rows;
    std::vector<Key> m_keys;
    QHash<QString, QList<qsizetype>> m_byKey;
};

constexpr qint64 kMostTableBytes = qint64(64) * 1024 * 1024;
constexpr qsizetype kMostRows = 1'000'000;
constexpr qsizetype kMostValues = 10'000; ///< of one document, that are looked up

/// The rows of a file in the library: objects by the head's names.
Result<Json> rowsOf(QIODevice &file)
{
    const auto refused = [](const QString &why) { return fail(ErrorCode::InputInvalid, u"The table in the library cannot be used: "_s + why); };
    if (file.size() > kMostTableBytes)
        return refused(u"it is larger than %1 MiB."_s.arg(kMostTableBytes / (1024 * 1024)));
    if (file.peek(64).trimmed().startsWith('[')) {
        Result<Json> rows = Json::parseStrict(file.readAll());
        if (!rows)
            return refused(rows.error().text);
        return rows->size() > kMostRows ? refused(u"it has more than %1 rows."_s.arg(kMostRows)) : std::move(rows);
    }
    CsvReader reader(&file);
    const std::optional<CsvRecord> head = reader.next();
    if (!head || !head->problem.isEmpty())
        return refused(head ? head->problem + u'.' : u"it is empty."_s);
    Json rows = Json::array();
    while (const std::optional<CsvRecord> record = reader.next()) {
        if (!record->problem.isEmpty())
            return refused(u"line %1: %2."_s.arg(record->line).arg(record->problem));
        if (rows.size() >= kMostRows)
            return refused(u"it has more than %1 rows."_s.arg(kMostRows));
        Json row = Json::object();
        for (qsizetype i = 0; i < std::min(head->fields.size(), record->fields.size()); ++i)
            row.insert(QByteArrayView(head->fields.at(i)), QString::fromUtf8(record->fields.at(i)));
        rows.append(row);
    }
    return rows;
}

struct LookupConfig
{
    QString tableOriginal; ///< its hash: what is under it never changes, so that it is read once
    QByteArray tableField;
    QByteArray key;
    bool each = false;
    Match match = Match::Folded;
    double likeness = 0.85;
    QStringList columns;
    QByteArray into;
};

class LookupStep final : public Step
{
public:
    LookupStep(const LookupConfig &config, const KeyedTable &table, const JmesPath &value)
        : m_config(config)
        , m_table(table)
        , m_value(value)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        if (!m_config.tableOriginal.isEmpty()) {
            if (const Result<void> read = readOriginal(context); !read)
                return StepResult::failed(read.error());
        }
        const Result<Json> value = m_value.evaluate(input.data);
        if (!value)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, value.error().text, value.error().detail));
        KeyedTable own;
        if (!m_config.tableField.isEmpty()) {
            const Json *rows = input.data.find(m_config.tableField);
            if (!rows || !rows->isArray())
                return StepResult::failed(
                    Error::make(ErrorCode::InputInvalid, u"The document has no table there."_s, Json::object({{"path", m_config.tableField}})));
            own = KeyedTable(*rows, m_config.key, m_config.match);
        }
        const KeyedTable &table = m_config.tableField.isEmpty() ? m_table : own;
        if (m_config.each)
            return rowsFor(*value, table, input, context);
        const QString text = KeyedTable::textOf(*value);
        const KeyedTable::Found found = text.isEmpty() ? KeyedTable::Found() : table.find(text, m_config.match, m_config.likeness);
        StepResult result;
        if (const Json match = matchOf(table, found); match.isObject()) {
            result.edit.set(m_config.into, match);
            return result;
        }
        result.port = u"missing"_s;
        QString why = text.isEmpty() ? u"There is nothing to look up."_s : u"No row has \"%1\"."_s.arg(text.left(100));
        if (!found.rows.isEmpty()) {
            QStringList names;
            for (const qsizetype row : found.rows.first(std::min<qsizetype>(found.rows.size(), 5)))
                names.append(KeyedTable::textOf(table.row(row).value(m_config.key)));
            why = u"%1 rows are as like \"%2\": %3."_s.arg(found.rows.size()).arg(text.left(100), names.join(u", "_s));
        }
        result.reasons = Json::array({Json::object({{"path", '/' + escapePointerToken(m_config.into)}, {"message", why}, {"severity", "info"}})});
        forget(input, result);
        return result;
    }

private:
    /// What is told of a row that was found; null where there is none, or not one.
    [[nodiscard]] Json matchOf(const KeyedTable &table, const KeyedTable::Found &found) const
    {
        if (found.rows.isEmpty() || (found.rows.size() > 1 && !allAlike(table, found.rows)))
            return {};
        const Json &row = table.row(found.rows.first());
        return Json::object({{"row", columnsOf(row)}, {"matched", row.value(m_config.key)}, {"confidence", rounded(found.likeness)}});
    }

    StepResult rowsFor(const Json &values, const KeyedTable &table, const StepInput &input, const RunContext &context) const
    {
        if (!values.isArray() || values.size() > kMostValues)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid,
                                                  values.isArray() ? u"There are more than %1 values to look up."_s.arg(kMostValues)
                                                                   : u"What is to be looked up is no list."_s));
        Json rows = Json::array();
        Json missing = Json::array();
        QSet<QString> seen;
        for (const Json &value : values.items()) {
            if (context.isCancelled())
                return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled."_s));
            const QString text = KeyedTable::textOf(value);
            if (text.isEmpty() || seen.contains(text))
                continue;
            seen.insert(text);
            Json match = matchOf(table, table.find(text, m_config.match, m_config.likeness));
            if (!match.isObject()) {
                missing.append(value);
                continue;
            }
            match.insert("value", value);
            rows.append(match);
        }
        StepResult result;
        if (rows.isEmpty()) {
            result.port = u"missing"_s;
            result.reasons
                = Json::array({Json::object({{"path", '/' + escapePointerToken(m_config.into)},
                                             {"message", seen.isEmpty() ? u"There is nothing to look up."_s : u"No row has any of the values."_s},
                                             {"severity", "info"}})});
            forget(input, result);
            return result;
        }
        result.edit.set(m_config.into, Json::object({{"rows", rows}, {"missing", missing}}));
        return result;
    }

    /// An earlier visit's row is not this one's.
    void forget(const StepInput &input, StepResult &result) const
    {
        if (input.data.contains(QByteArrayView(m_config.into)))
            result.edit.remove('/' + escapePointerToken(m_config.into));
    }

    Result<void> readOriginal(const RunContext &context) const
    {
        const std::lock_guard lock(m_reading);
        if (m_hasRead)
            return {};
        OriginalSource *originals = context.originals();
        if (!originals)
            return fail(ErrorCode::Unsupported, u"The originals of this workspace cannot be reached from here."_s);
        const Result<std::unique_ptr<QIODevice>> file = originals->open(m_config.tableOriginal);
        if (!file)
            return std::unexpected(file.error());
        const Result<Json> rows = rowsOf(**file);
        if (!rows)
            return std::unexpected(rows.error());
        m_table = KeyedTable(*rows, m_config.key, m_config.match);
        m_hasRead = true;
        return {};
    }

    [[nodiscard]] Json columnsOf(const Json &row) const
    {
        if (m_config.columns.isEmpty())
            return row;
        Json taken = Json::object();
        for (const QString &column : m_config.columns)
            taken.insert(column, row.value(column));
        return taken;
    }
    [[nodiscard]] bool allAlike(const KeyedTable &table, const QList<qsizetype> &rows) const
    {
        return std::ranges::all_of(rows, [&](qsizetype row) { return columnsOf(table.row(row)).isEquivalent(columnsOf(table.row(rows.first()))); });
    }

    LookupConfig m_config;
    mutable std::mutex m_reading; ///< while the library's table is read; afterwards nobody changes it
    mutable bool m_hasRead = false;
    mutable KeyedTable m_table;
    JmesPath m_value;
};

} // namespace

const ComponentDescriptor &LookupComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"lookup"_s,
        .title = u"Look up"_s,
        .category = u"transform"_s,
        .description = u"Adds the row of a table that fits one of the document's values; what fits none, or several, leaves by its own port."_s,
        .icon = u"table"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Found"_s}, {u"missing"_s, u"Not found, or not clear"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> LookupComponent::prepare(const Json &config) const
{
    if (int(config.contains("table")) + int(config.contains("table_field")) + int(config.contains("table_original")) != 1)
        return fail(ErrorCode::ComponentConfig, u"One of \"table\", \"table_original\" and \"table_field\" says what to look in."_s,
                    Json::object({{"path", "/table"}}));
    const Result<JmesPath> value = JmesPath::compile(config.value("value").toString());
    if (!value)
        return fail(ErrorCode::ComponentConfig, value.error().text, Json::object({{"path", "/value"}}));
    LookupConfig lookup;
    lookup.tableOriginal = config.value("table_original").toString();
    lookup.tableField = fieldPointer(config.value("table_field").toString());
    lookup.each = config.value("each").toBool();
    lookup.key = config.value("key").toString().toUtf8();
    const QString match = config.value("match").toString(u"folded"_s);
    lookup.match = match == "exact"_L1 ? Match::Exact : match == "fuzzy"_L1 ? Match::Fuzzy : Match::Folded;
    lookup.likeness = config.value("likeness").toDouble(0.85);
    lookup.columns = config.value("columns").toStringList();
    lookup.into = config.value("into").toString(u"lookup"_s).toUtf8();
    return std::make_shared<const LookupStep>(lookup, KeyedTable(config.value("table"), lookup.key, lookup.match), *value);
}

} // namespace Millrace
