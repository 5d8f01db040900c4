// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/schemafield.h"

#include "common/keyedfield.h"
#include "common/metrics.h"
#include "common/schemaform.h"
#include "common/schemarows.h"
#include "common/templatefield.h"
#include "common/theme.h"
#include "sdk/error.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QStringListModel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kLongText = 1'000; ///< from this limit on a text gets several lines
constexpr int kFewestLines = 2;
constexpr int kMostLines = 12;

/// A value as a person would write it: a text without quotes, anything else as JSON.
QString plain(const Json &value)
{
    return value.isString() ? value.toString() : value.isNull() ? QString() : QString::fromUtf8(value.toBytes());
}

/// Lays out a field that is one control.
void hold(SchemaField *field, QWidget *control, bool fills = true)
{
    auto *layout = new QHBoxLayout(field);
    layout->setContentsMargins({});
    layout->addWidget(control);
    if (!fills)
        layout->addStretch(1);
    field->setFocusProxy(control);
}

bool isOfType(const Json &schema, QLatin1StringView type)
{
    return schema.value("type").toString() == type;
}

bool isTemplate(const Json &schema)
{
    return schema.value("contentMediaType").toString().contains("template"_L1);
}

/// A line or an editor that takes dropped fields of a document, and offers their names.
template <typename Editor>
class PathDrop : public Editor, public FieldTarget
{
public:
    explicit PathDrop(QWidget *parent)
        : Editor(parent)
    {
        this->setAcceptDrops(true);
    }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override
    {
        if (event->mimeData()->hasFormat(QLatin1StringView(kFieldPathMime)) && !this->isReadOnly())
            event->acceptProposedAction();
        else
            Editor::dragEnterEvent(event);
    }

    void dragMoveEvent(QDragMoveEvent *event) override
    {
        if (event->mimeData()->hasFormat(QLatin1StringView(kFieldPathMime)))
            event->acceptProposedAction();
        else
            Editor::dragMoveEvent(event);
    }

    void dropEvent(QDropEvent *event) override
    {
        const QString path = QString::fromUtf8(event->mimeData()->data(QLatin1StringView(kFieldPathMime)));
        if (path.isEmpty()) {
            Editor::dropEvent(event);
            return;
        }
        event->acceptProposedAction();
        bindField(path);
    }

public:
    void bindField(const QString &path) override
    {
        if constexpr (std::is_same_v<Editor, QLineEdit>) {
            this->setText(path); // the field is what is meant, in the place of what was
            Q_EMIT this->textEdited(this->text());
        } else {
            this->insertPlainText(path);
        }
        this->setFocus(Qt::OtherFocusReason);
    }
};

class TextField final : public SchemaField
{
public:
    TextField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
        , m_line(new PathDrop<QLineEdit>(this))
        , m_takesSecret(schema.value("x-secret").toBool())
    {
        hold(this, m_line);
        m_line->setPlaceholderText(plain(schema.value("default")));
        connect(m_line, &QLineEdit::textEdited, this, [this] { Q_EMIT edited({}); });
    }

    void setValue(const std::optional<Json> &value) override
    {
        m_other = value && !value->isString() ? value : std::nullopt;
        m_line->setText(value ? plain(*value) : QString());
    }

    std::optional<Json> value() const override
    {
        if (m_other && m_line->text() == plain(*m_other))
            return m_other;
        return m_line->text().isEmpty() ? std::nullopt : std::optional(Json(m_line->text()));
    }

    void setReadOnly(bool readOnly) override { m_line->setReadOnly(readOnly); }

    void setCompletions(const QStringList &paths) override
    {
        if (!m_line->completer()) {
            auto *completer = new QCompleter(m_line);
            completer->setModel(new QStringListModel(completer));
            completer->setFilterMode(Qt::MatchContains);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            m_line->setCompleter(completer);
            connect(completer, qOverload<const QString &>(&QCompleter::activated), this, [this] { Q_EMIT edited({}); });
        }
        QStringList offered = paths;
        offered.removeIf([this](const QString &path) { return path.startsWith("secret:"_L1) != m_takesSecret; });
        static_cast<QStringListModel *>(m_line->completer()->model())->setStringList(offered);
    }

private:
    QLineEdit *m_line;
    bool m_takesSecret;
    std::optional<Json> m_other; ///< of another type than a text; kept until somebody writes
};

/// As many lines as there are, within bounds.
void growWithText(QPlainTextEdit *editor)
{
    const int lines = std::clamp(editor->document()->blockCount() + 1, kFewestLines, kMostLines);
    const int frame = 2 * editor->frameWidth() + static_cast<int>(2 * editor->document()->documentMargin());
    editor->setFixedHeight(lines * editor->fontMetrics().lineSpacing() + frame);
}

class LongTextField final : public SchemaField
{
public:
    LongTextField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
        , m_editor(new PathDrop<QPlainTextEdit>(this))
    {
        hold(this, m_editor);
        m_editor->setProperty("field", true);
        m_editor->setTabChangesFocus(true);
        if (schema.contains("contentMediaType"))
            m_editor->setFont(Theme::font(TextRole::Fixed));
        m_editor->setPlaceholderText(plain(schema.value("default")));
        growWithText(m_editor);
        connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
            growWithText(m_editor);
            if (!m_isSetting)
                Q_EMIT edited({});
        });
    }

    void setValue(const std::optional<Json> &value) override
    {
        if (m_editor->toPlainText() == (value ? plain(*value) : QString()))
            return;
        m_isSetting = true;
        m_editor->setPlainText(value ? plain(*value) : QString());
        m_isSetting = false;
    }

    std::optional<Json> value() const override
    {
        const QString text = m_editor->toPlainText();
        return text.isEmpty() ? std::nullopt : std::optional(Json(text));
    }

    void setReadOnly(bool readOnly) override { m_editor->setReadOnly(readOnly); }

private:
    QPlainTextEdit *m_editor;
    bool m_isSetting = false;
};

/// A number keeps the literal it was written with: 1.10 stays 1.10.
class NumberField final : public SchemaField
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::SchemaField)

public:
    NumberField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
        , m_schema(schema)
        , m_line(new QLineEdit(this))
    {
        hold(this, m_line, false);
        m_line->setMaximumWidth(Metrics::gap(36));
        m_line->setAlignment(Qt::AlignRight);
        m_line->setPlaceholderText(plain(schema.value("default")));
        connect(m_line, &QLineEdit::textEdited, this, [this] {
            if (const QString wrong = problem(); wrong.isEmpty())
                Q_EMIT edited({});
            Q_EMIT problemChanged();
        });
    }

    void setValue(const std::optional<Json> &value) override { m_line->setText(value ? plain(*value) : QString()); }

    std::optional<Json> value() const override
    {
        const QString text = m_line->text().trimmed();
        if (text.isEmpty())
            return std::nullopt;
        const auto parsed = Json::parse(text.toUtf8());
        return parsed ? *parsed : Json(text);
    }

    QString problem() const override
    {
        const auto value = this->value();
        if (!value)
            return {};
        const double number = value->toDouble();
        if (!value->isNumber())
            return tr("“%1” is not a number").arg(m_line->text());
        if (isOfType(m_schema, "integer"_L1) && number != std::floor(number))
            return tr("A whole number is needed");
        if (m_schema.contains("minimum") && number < m_schema.value("minimum").toDouble())
            return tr("At least %1").arg(plain(m_schema.value("minimum")));
        if (m_schema.contains("exclusiveMinimum") && number <= m_schema.value("exclusiveMinimum").toDouble())
            return tr("More than %1").arg(plain(m_schema.value("exclusiveMinimum")));
        if (m_schema.contains("maximum") && number > m_schema.value("maximum").toDouble())
            return tr("At most %1").arg(plain(m_schema.value("maximum")));
        return {};
    }

    void setReadOnly(bool readOnly) override { m_line->setReadOnly(readOnly); }

private:
    Json m_schema;
    QLineEdit *m_line;
};

class SwitchField final : public SchemaField
{
public:
    SwitchField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
        , m_default(schema.value("default").toBool())
        , m_box(new QCheckBox(schema.value("title").toString(), this))
    {
        hold(this, m_box);
        connect(m_box, &QCheckBox::clicked, this, [this] {
            m_isSet = true;
            Q_EMIT edited({});
        });
    }

    void setValue(const std::optional<Json> &value) override
    {
        m_isSet = value.has_value();
        m_box->setChecked(value ? value->toBool() : m_default);
    }

    std::optional<Json> value() const override { return m_isSet ? std::optional(Json(m_box->isChecked())) : std::nullopt; }
    bool hasTitle() const override { return true; }

private:
    bool m_default;
    bool m_isSet = false;
    QCheckBox *m_box;
};

class ChoiceField final : public SchemaField
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::SchemaField)

public:
    ChoiceField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
        , m_choice(new QComboBox(this))
    {
        hold(this, m_choice, false);
        const Json &usual = schema.value("default");
        m_choice->addItem(usual.isNull() ? tr("Not set") : tr("%1 (default)").arg(plain(usual)));
        m_values.append(std::nullopt);
        for (const Json &value : schema.value("enum").items()) {
            m_choice->addItem(plain(value));
            m_values.append(value);
        }
        connect(m_choice, &QComboBox::activated, this, [this] { Q_EMIT edited({}); });
    }

    void setValue(const std::optional<Json> &value) override
    {
        auto index = m_values.indexOf(value);
        if (index < 0) { // not one of the choices: shown as it is, and told by whoever checks
            m_choice->addItem(plain(*value));
            m_values.append(value);
            index = m_values.size() - 1;
        }
        m_choice->setCurrentIndex(static_cast<int>(index));
    }

    std::optional<Json> value() const override { return m_values.value(m_choice->currentIndex()); }

private:
    QComboBox *m_choice;
    QList<std::optional<Json>> m_values;
};

/// Some of a few: a switch for each.
class SomeOfField final : public SchemaField
{
public:
    SomeOfField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins({});
        layout->setSpacing(0);
        for (const Json &choice : schema.value("items").value("enum").items()) {
            auto *box = new QCheckBox(plain(choice), this);
            layout->addWidget(box);
            m_boxes.append(box);
            m_choices.append(choice);
            connect(box, &QCheckBox::clicked, this, [this] {
                m_isSet = true;
                Q_EMIT edited({});
            });
        }
        m_default = schema.value("default");
    }

    void setValue(const std::optional<Json> &value) override
    {
        m_isSet = value.has_value();
        const Json &shown = value ? *value : m_default;
        m_others.clear();
        for (const Json &item : shown.items()) {
            if (!m_choices.contains(item))
                m_others.append(item);
        }
        for (qsizetype i = 0; i < m_boxes.size(); ++i)
            m_boxes.at(i)->setChecked(std::ranges::find(shown.items(), m_choices.at(i)) != shown.items().end());
        m_order = value && value->isArray() ? *value : Json::array();
    }

    std::optional<Json> value() const override
    {
        if (!m_isSet)
            return std::nullopt;
        // What was there keeps its order; what is new comes behind.
        Json chosen = Json::array();
        for (const Json &item : m_order.items()) {
            if (isChosen(item) || m_others.contains(item))
                chosen.append(item);
        }
        for (const Json &choice : m_choices) {
            if (isChosen(choice) && std::ranges::find(m_order.items(), choice) == m_order.items().end())
                chosen.append(choice);
        }
        return chosen;
    }

private:
    bool isChosen(const Json &choice) const
    {
        const auto index = m_choices.indexOf(choice);
        return index >= 0 && m_boxes.at(index)->isChecked();
    }

    QList<QCheckBox *> m_boxes;
    QList<Json> m_choices;
    QList<Json> m_others; ///< that are no choices; kept
    Json m_order = Json::array();
    Json m_default;
    bool m_isSet = false;
};

/// Whatever the schema leaves open, as JSON; a text may be written without quotes where it is no other JSON.
class JsonField final : public SchemaField
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::SchemaField)

public:
    JsonField(const Json &schema, QWidget *parent)
        : SchemaField(parent)
        , m_schema(schema)
        , m_editor(new QPlainTextEdit(this))
    {
        hold(this, m_editor);
        m_editor->setProperty("field", true);
        m_editor->setTabChangesFocus(true);
        m_editor->setFont(Theme::font(TextRole::Fixed));
        m_editor->setPlaceholderText(schema.contains("default") ? plain(schema.value("default")) : takesText() ? QString() : u"{ }"_s);
        growWithText(m_editor);
        connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
            growWithText(m_editor);
            if (m_isSetting)
                return;
            if (problem().isEmpty())
                Q_EMIT edited({});
            Q_EMIT problemChanged();
        });
    }

    void setValue(const std::optional<Json> &value) override
    {
        if (value && problem().isEmpty() && value == this->value())
            return;
        m_isSetting = true;
        const bool isPlain = value && value->isString() && takesText() && !Json::parse(value->utf8());
        m_editor->setPlainText(!value ? QString() : isPlain ? value->toString() : QString::fromUtf8(value->toBytes(Json::Format::Pretty)));
        m_isSetting = false;
    }

    std::optional<Json> value() const override
    {
        const QByteArray text = m_editor->toPlainText().trimmed().toUtf8();
        if (text.isEmpty())
            return std::nullopt;
        const auto parsed = Json::parseStrict(text);
        return parsed ? *parsed : Json(m_editor->toPlainText());
    }

    QString problem() const override
    {
        const QByteArray text = m_editor->toPlainText().trimmed().toUtf8();
        if (text.isEmpty())
            return {};
        const auto parsed = Json::parseStrict(text);
        if (!parsed)
            return takesText() && !text.startsWith('{') && !text.startsWith('[') ? QString() : tr("Not JSON yet: %1").arg(parsed.error().text);
        return isOfType(m_schema, "object"_L1) && !parsed->isObject() ? tr("An object is needed: { … }") : QString();
    }

    void setReadOnly(bool readOnly) override { m_editor->setReadOnly(readOnly); }

private:
    [[nodiscard]] bool takesText() const { return !m_schema.contains("type"); }

    Json m_schema;
    QPlainTextEdit *m_editor;
    bool m_isSetting = false;
};

} // namespace

SchemaField *SchemaField::make(const Json &schema, QWidget *parent)
{
    if (KeyedField::fits(schema))
        return new KeyedField(schema, parent);
    if (schema.value("enum").isArray())
        return new ChoiceField(schema, parent);
    if (isOfType(schema, "boolean"_L1))
        return new SwitchField(schema, parent);
    if (isOfType(schema, "integer"_L1) || isOfType(schema, "number"_L1))
        return new NumberField(schema, parent);
    if (isOfType(schema, "string"_L1)) {
        if (isTemplate(schema))
            return new TemplateField(schema, parent);
        if (schema.contains("contentMediaType") || schema.value("maxLength").toInt() >= kLongText)
            return new LongTextField(schema, parent);
        return new TextField(schema, parent);
    }
    if (isOfType(schema, "array"_L1) && schema.value("items").value("enum").isArray())
        return new SomeOfField(schema, parent);
    if (isOfType(schema, "array"_L1) && schema.value("items").isObject() && (schema.value("items").contains("type")))
        return makeListField(schema, parent);
    if (isOfType(schema, "object"_L1) && schema.value("properties").size() > 0) {
        auto *form = new SchemaForm(parent);
        form->setSchema(schema);
        return form;
    }
    if (isOfType(schema, "object"_L1) && schema.value("additionalProperties").isObject())
        return makeNamesField(schema.value("additionalProperties"), parent);
    return new JsonField(schema, parent);
}

} // namespace Millrace
