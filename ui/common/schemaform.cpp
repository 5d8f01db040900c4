// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/schemaform.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString titleOf(const QByteArray &key, const Json &schema)
{
    return schema.value("title").toString(QString::fromUtf8(key).replace(u'_', u' '));
}

QByteArray pointerTo(const QByteArray &key)
{
    return '/' + escapePointerToken(key);
}

/// The pointer relative to a member, where it leads there.
std::optional<QByteArray> within(const QByteArray &pointer, const QByteArray &key)
{
    const QByteArray start = pointerTo(key);
    if (pointer == start)
        return QByteArray();
    return pointer.startsWith(start + '/') ? std::optional(pointer.sliced(start.size())) : std::nullopt;
}

} // namespace

SchemaForm::SchemaForm(QWidget *parent)
    : SchemaField(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(Metrics::gap(3));
}

void SchemaForm::setSchema(const Json &schema)
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_rows.clear();
    const QStringList required = schema.value("required").toStringList();
    for (const JsonMember &property : schema.value("properties").members())
        addRow(property.key, property.value, required.contains(QString::fromUtf8(property.key)));
    setValue(m_value);
}

void SchemaForm::addRow(const QByteArray &key, const Json &schema, bool required)
{
    auto *box = new QWidget(this);
    auto *rows = new QVBoxLayout(box);
    rows->setContentsMargins({});
    rows->setSpacing(Metrics::gap(1));
    Row row{key, schema, SchemaField::make(schema, box), nullptr, nullptr};
    const QString title = titleOf(key, schema);

    auto *head = new QHBoxLayout;
    head->setSpacing(Metrics::gap(1));
    if (row.field->hasTitle()) {
        head->addWidget(row.field, 1);
    } else {
        QLabel *label = makeLabel(TextRole::Body, required ? tr("%1 (needed)").arg(title) : title, box);
        label->setBuddy(row.field);
        head->addWidget(label, 1);
    }
    if (!required) {
        row.reset = new QToolButton(box);
        row.reset->setIcon(Icons::icon(u"edit-undo", ThemeRole::Secondary));
        row.reset->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
        row.reset->setToolTip(schema.contains("default") ? tr("Back to the default") : tr("Take the value out"));
        row.reset->setAccessibleName(tr("%1: back to the default").arg(title));
        QSizePolicy policy = row.reset->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        row.reset->setSizePolicy(policy);
        head->addWidget(row.reset);
    }
    rows->addLayout(head);
    if (!row.field->hasTitle())
        rows->addWidget(row.field);
    row.field->setAccessibleName(title);
    for (QWidget *control : row.field->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (control->accessibleName().isEmpty())
            control->setAccessibleName(title);
    }
    row.problem = makeLabel(TextRole::Secondary, {}, box);
    row.problem->setObjectName(u"problem"_s);
    row.problem->setProperty("problem", true);
    row.problem->setWordWrap(true);
    row.problem->hide();
    rows->addWidget(row.problem);
    if (const QString help = schema.value("description").toString(); !help.isEmpty()) {
        QLabel *text = makeLabel(TextRole::Secondary, help, box);
        text->setWordWrap(true);
        rows->addWidget(text);
        row.field->setAccessibleDescription(help);
    }
    m_layout->addWidget(box);
    m_rows.append(row);

    connect(row.field, &SchemaField::edited, this, [this, row](const QByteArray &where) { take(row, where); });
    connect(row.field, &SchemaField::problemChanged, this, [this, row] { showState(row); });
    if (row.reset) {
        connect(row.reset, &QToolButton::clicked, this, [this, row] {
            row.field->setValue(std::nullopt);
            take(row, {});
        });
    }
}

void SchemaForm::take(const Row &row, const QByteArray &where)
{
    if (const auto value = row.field->value())
        m_value.insert(row.key, *value);
    else
        m_value.remove(row.key);
    showState(row);
    Q_EMIT edited(pointerTo(row.key) + where);
}

void SchemaForm::setValue(const std::optional<Json> &value)
{
    m_value = value && value->isObject() ? *value : Json::object();
    for (const Row &row : std::as_const(m_rows)) {
        const std::optional<Json> there = m_value.contains(row.key) ? std::optional(m_value.value(row.key)) : std::nullopt;
        if (there != row.field->value() || !row.field->problem().isEmpty() || !there)
            row.field->setValue(there);
        showState(row);
    }
}

void SchemaForm::setReadOnly(bool readOnly)
{
    for (const Row &row : std::as_const(m_rows)) {
        row.field->setReadOnly(readOnly);
        if (row.reset)
            row.reset->setEnabled(!readOnly);
    }
}

void SchemaForm::setCompletions(const QStringList &paths)
{
    for (const Row &row : std::as_const(m_rows))
        row.field->setCompletions(paths);
}

void SchemaForm::setTemplates(const TemplateSupport &support)
{
    for (const Row &row : std::as_const(m_rows))
        row.field->setTemplates(support);
}

void SchemaForm::setProblems(const QList<FormProblem> &problems)
{
    if (problems == m_problems)
        return;
    m_problems = problems;
    for (const Row &row : std::as_const(m_rows)) {
        QList<FormProblem> inner;
        for (const FormProblem &problem : problems) {
            if (const auto path = within(problem.path, row.key); path && !path->isEmpty())
                inner.append({*path, problem.message});
        }
        row.field->setProblems(inner);
        showState(row);
    }
}

bool SchemaForm::focusField(const QByteArray &pointer)
{
    const auto row = std::ranges::find_if(m_rows, [&](const Row &r) { return within(pointer, r.key).has_value(); });
    if (row == m_rows.end())
        return false;
    if (auto *form = qobject_cast<SchemaForm *>(row->field); form && form->focusField(*within(pointer, row->key)))
        return true;
    // A proxy for a field of several controls would take the Tab key from those within.
    QWidget *target = row->field->focusProxy();
    for (QWidget *control : row->field->findChildren<QWidget *>()) {
        if (!target && (control->focusPolicy() & Qt::TabFocus))
            target = control;
    }
    if (!target)
        return false;
    target->setFocus(Qt::OtherFocusReason);
    // Only the Tab key scrolls by itself.
    for (QWidget *around = parentWidget(); around; around = around->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(around))
            area->ensureWidgetVisible(target);
    }
    return true;
}

SchemaField *SchemaForm::field(const QByteArray &key) const
{
    const auto row = std::ranges::find(m_rows, key, &Row::key);
    return row == m_rows.end() ? nullptr : row->field;
}

QList<QByteArray> SchemaForm::keys() const
{
    QList<QByteArray> keys;
    for (const Row &row : m_rows)
        keys.append(row.key);
    return keys;
}

void SchemaForm::showState(const Row &row) const
{
    if (row.reset)
        row.reset->setVisible(m_value.contains(row.key));
    QStringList told;
    if (const QString own = row.field->problem(); !own.isEmpty())
        told.append(own);
    const bool takesInner = qobject_cast<SchemaForm *>(row.field) != nullptr;
    for (const FormProblem &problem : m_problems) {
        const auto path = within(problem.path, row.key);
        if (path && (path->isEmpty() || !takesInner) && !told.contains(problem.message))
            told.append(problem.message);
    }
    row.problem->setText(told.join(u'\n'));
    row.problem->setVisible(!told.isEmpty());
}

} // namespace Millrace
