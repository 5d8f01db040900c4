// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/schemarows.h"

#include "common/icons.h"
#include "common/metrics.h"
#include "common/schemaform.h"
#include "common/templatefield.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QToolButton *smallButton(QStringView icon, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Icons::icon(icon, ThemeRole::Secondary));
    button->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

/// Rows that can be added, removed and moved: of a list, or of an object whose names are free.
class RowsField : public SchemaField
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::SchemaField)

public:
    RowsField(const Json &item, const QString &addText, QWidget *parent)
        : SchemaField(parent)
        , m_item(item)
        , m_layout(new QVBoxLayout(this))
        , m_add(new QPushButton(Icons::icon(u"list-add"), addText, this))
    {
        m_layout->setContentsMargins({});
        m_layout->setSpacing(Metrics::gap(1));
        auto *foot = new QHBoxLayout;
        foot->addWidget(m_add);
        foot->addStretch(1);
        m_layout->addLayout(foot);
        connect(m_add, &QPushButton::clicked, this, [this] {
            addRow({}, std::nullopt);
            QWidget *first = m_rows.last().name ? static_cast<QWidget *>(m_rows.last().name) : m_rows.last().field;
            first->setFocus(Qt::OtherFocusReason);
            m_isSet = true;
            if (!m_rows.last().name)
                tell(m_rows.size() - 1);
        });
    }

    void setReadOnly(bool readOnly) override
    {
        m_add->setEnabled(!readOnly);
        for (const Line &row : std::as_const(m_rows)) {
            row.field->setReadOnly(readOnly);
            row.tools->setEnabled(!readOnly);
            if (row.name)
                row.name->setReadOnly(readOnly);
        }
    }

    void setCompletions(const QStringList &paths) override
    {
        m_completions = paths;
        for (const Line &row : std::as_const(m_rows))
            row.field->setCompletions(paths);
    }

    void setTemplates(const TemplateSupport &support) override
    {
        m_support = support;
        for (const Line &row : std::as_const(m_rows))
            row.field->setTemplates(support);
    }

protected:
    struct Line
    {
        QWidget *box = nullptr;
        QLineEdit *name = nullptr; ///< null in a list
        SchemaField *field = nullptr;
        QWidget *tools = nullptr;
    };

    [[nodiscard]] virtual bool hasNames() const = 0;

    void clear()
    {
        for (const Line &row : std::as_const(m_rows))
            delete row.box;
        m_rows.clear();
    }

    void addRow(const QString &name, const std::optional<Json> &value)
    {
        Line row;
        row.box = new QWidget(this);
        auto *line = new QHBoxLayout(row.box);
        line->setContentsMargins({});
        line->setSpacing(Metrics::gap(1));
        row.name = hasNames() ? new QLineEdit(name, row.box) : nullptr; // before the value, for the Tab key
        row.field = SchemaField::make(m_item, row.box);
        const bool isGroup = qobject_cast<SchemaForm *>(row.field) != nullptr;
        if (isGroup) {
            row.box->setProperty("group", true);
            line->setContentsMargins(Metrics::gap(2), Metrics::gap(1), 0, Metrics::gap(1));
        }
        if (row.name) {
            row.name->setPlaceholderText(tr("Name"));
            row.name->setAccessibleName(tr("Name"));
            line->addWidget(row.name, 2);
        }
        line->addWidget(row.field, 3);
        row.tools = new QWidget(row.box);
        auto *tools = isGroup ? static_cast<QBoxLayout *>(new QVBoxLayout(row.tools)) : new QHBoxLayout(row.tools);
        tools->setContentsMargins({});
        tools->setSpacing(0);
        if (!hasNames()) {
            auto *up = smallButton(u"go-up", tr("Move up"), row.tools);
            tools->addWidget(up);
            connect(up, &QToolButton::clicked, this, [this, box = row.box] { move(box, -1); });
        }
        auto *remove = smallButton(u"list-remove", tr("Remove"), row.tools);
        tools->addWidget(remove);
        if (isGroup)
            tools->addStretch(1);
        line->addWidget(row.tools, 0, Qt::AlignTop);
        row.field->setValue(value);
        row.field->setCompletions(m_completions);
        row.field->setTemplates(m_support);
        m_layout->insertWidget(static_cast<int>(m_rows.size()), row.box);
        row.box->show(); // at once, not with the next layout: it may get the focus now
        QWidget *before = nullptr;
        for (QWidget *control : row.box->findChildren<QWidget *>()) {
            if (!(control->focusPolicy() & Qt::TabFocus))
                continue;
            if (before)
                setTabOrder(before, control);
            before = control;
        }
        if (before)
            setTabOrder(before, m_add);
        m_rows.append(row);
        connect(remove, &QToolButton::clicked, this, [this, box = row.box] { drop(box); });
        connect(row.field, &SchemaField::edited, this, [this, box = row.box] { tell(indexOf(box)); });
        connect(row.field, &SchemaField::problemChanged, this, &SchemaField::problemChanged);
        if (row.name)
            connect(row.name, &QLineEdit::textEdited, this, [this, box = row.box] { tell(indexOf(box)); });
    }

    void tell(qsizetype index)
    {
        m_isSet = true;
        if (problem().isEmpty())
            Q_EMIT edited('/' + QByteArray::number(index));
        Q_EMIT problemChanged();
    }

    [[nodiscard]] qsizetype indexOf(const QWidget *box) const
    {
        return std::ranges::find_if(m_rows, [box](const Line &row) { return row.box == box; }) - m_rows.begin();
    }

    QString problem() const override
    {
        for (const Line &row : m_rows) {
            if (const QString wrong = row.field->problem(); !wrong.isEmpty())
                return wrong;
        }
        return {};
    }

    QList<Line> m_rows;
    bool m_isSet = false;

private:
    void drop(QWidget *box)
    {
        const qsizetype index = indexOf(box);
        m_rows.removeAt(index);
        box->hide();
        box->deleteLater();
        tell(index);
    }

    void move(QWidget *box, qsizetype by)
    {
        const qsizetype index = indexOf(box);
        if (index + by < 0 || index + by >= m_rows.size())
            return;
        m_rows.swapItemsAt(index, index + by);
        m_layout->insertWidget(static_cast<int>(index + by), box);
        tell(index + by);
    }

    Json m_item;
    QVBoxLayout *m_layout;
    QPushButton *m_add;
    QStringList m_completions;
    TemplateSupport m_support;
};

class ListField final : public RowsField
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::SchemaField)

public:
    ListField(const Json &schema, QWidget *parent)
        : RowsField(schema.value("items"), tr("Add"), parent)
        , m_default(schema.value("default"))
    {}

    void setValue(const std::optional<Json> &value) override
    {
        m_isSet = value.has_value();
        m_shown = value ? *value : m_default;
        clear();
        for (const Json &item : m_shown.items())
            addRow({}, item);
    }

    std::optional<Json> value() const override
    {
        if (!m_isSet)
            return std::nullopt;
        Json list = Json::array();
        for (const Line &row : m_rows)
            list.append(row.field->value().value_or(Json(QString())));
        return list;
    }

protected:
    bool hasNames() const override { return false; }

private:
    Json m_default;
    Json m_shown;
};

class NamesField final : public RowsField
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::SchemaField)

public:
    NamesField(const Json &item, QWidget *parent)
        : RowsField(item, tr("Add a name"), parent)
    {}

    void setValue(const std::optional<Json> &value) override
    {
        m_isSet = value.has_value();
        clear();
        if (!value)
            return;
        for (const JsonMember &member : value->members())
            addRow(QString::fromUtf8(member.key), member.value);
    }

    std::optional<Json> value() const override
    {
        if (!m_isSet)
            return std::nullopt;
        Json object = Json::object();
        for (const Line &row : m_rows) {
            if (!row.name->text().isEmpty())
                object.insert(row.name->text(), row.field->value().value_or(Json(QString())));
        }
        return object;
    }

    QString problem() const override
    {
        QStringList names;
        for (const Line &row : m_rows) {
            if (!row.name->text().isEmpty() && names.contains(row.name->text()))
                return tr("“%1” is there twice").arg(row.name->text());
            names.append(row.name->text());
        }
        return RowsField::problem();
    }

protected:
    bool hasNames() const override { return true; }
};

} // namespace

SchemaField *makeListField(const Json &schema, QWidget *parent)
{
    return new ListField(schema, parent);
}

SchemaField *makeNamesField(const Json &item, QWidget *parent)
{
    return new NamesField(item, parent);
}

} // namespace Millrace
