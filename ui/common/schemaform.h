// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/schemafield.h"

#include <QHash>
#include <QList>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace Millrace {

/// One sentence about a value of a form.
struct FormProblem
{
    QByteArray path; ///< JSON Pointer into the form's value
    QString message;

    friend bool operator==(const FormProblem &, const FormProblem &) = default;
};

/// A form for an object, made from its JSON Schema: a row for each property, in the schema's order, with title, control, help, and what is wrong.
///
/// Members that the schema does not know stay as they are, and so does every value that nobody touches, to the byte. A property that is absent
/// shows what applies without it. Half-written values (a number with a letter, JSON in the making) stay in their control, say so, and change nothing.
class SchemaForm final : public SchemaField
{
    Q_OBJECT

public:
    explicit SchemaForm(QWidget *parent = nullptr);

    /// Makes the rows anew. No properties: an empty form.
    void setSchema(const Json &schema);
    void setValue(const std::optional<Json> &value) override;
    [[nodiscard]] std::optional<Json> value() const override { return m_value; }
    void setReadOnly(bool readOnly) override;
    void setCompletions(const QStringList &paths) override;
    void setTemplates(const TemplateSupport &support) override;
    /// Shows each at the row that it is about, and how many there are at rows that are scrolled away is the caller's to say.
    void setProblems(const QList<FormProblem> &problems) override;
    /// Puts the cursor into the row of a pointer ("/prompt"); false where there is none.
    bool focusField(const QByteArray &pointer);
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    /// The control of a property; nullptr where there is none.
    [[nodiscard]] SchemaField *field(const QByteArray &key) const;
    [[nodiscard]] QList<QByteArray> keys() const;

private:
    struct Row
    {
        QByteArray key;
        Json schema;
        SchemaField *field = nullptr;
        QToolButton *reset = nullptr; ///< back to the default; null for what is required
        QLabel *problem = nullptr;
    };

    void addRow(const QByteArray &key, const Json &schema, bool required);
    void take(const Row &row, const QByteArray &where);
    void showState(const Row &row) const;

    QVBoxLayout *m_layout;
    QList<Row> m_rows;
    QList<FormProblem> m_problems;
    Json m_value = Json::object();
};

} // namespace Millrace
