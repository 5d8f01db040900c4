// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QStringList>
#include <QWidget>

#include <optional>

namespace Millrace {

struct FormProblem;
struct TemplateSupport;

/// What a dragged field of a document carries: its dotted path, as UTF-8. Dropped on a text of a form it stands there.
inline constexpr auto kFieldPathMime = "application/x-millrace-field-path";

/// A control that takes a field of a document: by a drop, or where the person asks for it by key.
class FieldTarget
{
public:
    virtual ~FieldTarget() = default;
    virtual void bindField(const QString &path) = 0;
};

/// A control for one JSON value, chosen by the value's schema. Main thread.
class SchemaField : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Text, number, switch, choice, list, table of names, group or JSON, as the schema asks.
    [[nodiscard]] static SchemaField *make(const Json &schema, QWidget *parent);

    /// Shows a value; nothing: the schema's default, as what applies. Tells nobody.
    virtual void setValue(const std::optional<Json> &value) = 0;
    /// Nothing: absent.
    [[nodiscard]] virtual std::optional<Json> value() const = 0;
    /// What stands there but is no value yet; empty: it is one.
    [[nodiscard]] virtual QString problem() const { return {}; }
    virtual void setReadOnly(bool readOnly) { setEnabled(!readOnly); }
    /// Offered while one is typed: dotted paths of the fields that the document has here, and where a secret may stand (`x-secret`) the
    /// references to those that there are ("secret:crm") instead.
    virtual void setCompletions(const QStringList &) {}
    /// What texts that are templates are written with; for those alone.
    virtual void setTemplates(const TemplateSupport &) {}
    /// Pointers are relative to this value.
    virtual void setProblems(const QList<FormProblem> &) {}
    /// True where the control shows its own title (a switch).
    [[nodiscard]] virtual bool hasTitle() const { return false; }

Q_SIGNALS:
    /// Somebody changed the value; `where` in it, a JSON Pointer: what is edited there again is one edit with this.
    void edited(const QByteArray &where);
    /// problem() may be another one.
    void problemChanged();
};

} // namespace Millrace
