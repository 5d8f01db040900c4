// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/keyedfield.h"

#include "common/icons.h"
#include "common/keycap.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kMostNumbers = 12;

QString plain(const Json &value)
{
    return value.isString() ? value.toString() : QString::fromUtf8(value.toBytes());
}

/// A choice: its key, its name, and a tick where it is chosen.
class ChoiceButton final : public QAbstractButton
{
public:
    ChoiceButton(const KeyedField::Choice &choice, QWidget *parent)
        : QAbstractButton(parent)
        , m_key(KeyCap::name(choice.key))
    {
        setText(choice.title);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(choice.title);
        setToolTip(m_key.isEmpty() ? choice.title : u"%1 (%2)"_s.arg(choice.title, m_key));
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(Theme::font(TextRole::Strong));
        const int key = m_key.isEmpty() ? 0 : KeyCap::size(m_key).width() + Metrics::gap(2);
        return {Metrics::gap(5) + key + metrics.horizontalAdvance(text()) + Metrics::smallIcon() + Metrics::gap(1), Metrics::gap(7)};
    }

    QSize minimumSizeHint() const override { return {std::min(sizeHint().width(), Metrics::gap(9)), Metrics::gap(7)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const ThemeRole border = isChecked() || hasFocus() ? ThemeRole::Accent : ThemeRole::ControlBorder;
        painter.setPen(QPen(Theme::color(border), hasFocus() ? 2 : 1));
        painter.setBrush(Theme::color(isChecked() ? ThemeRole::Selection : underMouse() ? ThemeRole::Hover : ThemeRole::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Metrics::controlRadius(), Metrics::controlRadius());
        int left = Metrics::gap(2);
        // Where there is little room the name comes first; the tooltip has the key.
        if (!m_key.isEmpty() && width() >= sizeHint().width() - Metrics::smallIcon()) {
            const int width = KeyCap::size(m_key).width();
            KeyCap::paint(&painter, {left, 0, width, height()}, m_key, isEnabled());
            left += width + Metrics::gap(2);
        }
        int right = width() - Metrics::gap(2);
        if (isChecked()) {
            right -= Metrics::smallIcon();
            painter.drawPixmap(QPoint(right, (height() - Metrics::smallIcon()) / 2),
                               Icons::pixmap(u"dialog-ok", Metrics::smallIcon(), devicePixelRatioF(), Theme::color(ThemeRole::Accent)));
        }
        const QFont font = Theme::font(isChecked() ? TextRole::Strong : TextRole::Body);
        painter.setFont(font);
        painter.setPen(Theme::color(isEnabled() ? ThemeRole::Text : ThemeRole::Secondary));
        const QRect place(left, 0, std::max(0, right - left), height());
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(font).elidedText(text(), Qt::ElideRight, place.width()));
    }

private:
    QString m_key;
};

} // namespace

bool KeyedField::fits(const Json &schema)
{
    if (!schema.value("keys").isObject())
        return false;
    const QString type = schema.value("type").toString();
    if (type == "integer"_L1) {
        const Json &low = schema.value("minimum");
        const Json &high = schema.value("maximum");
        return low.isNumber() && high.isNumber() && high.toInt() >= low.toInt() && high.toInt() - low.toInt() < kMostNumbers;
    }
    return type == "boolean"_L1 || schema.value("enum").isArray() || (type == "array"_L1 && schema.value("items").value("enum").isArray());
}

KeyedField::KeyedField(const Json &schema, QWidget *parent)
    : SchemaField(parent)
    , m_many(schema.value("type").toString() == "array"_L1)
{
    const QString type = schema.value("type").toString();
    const Json &keys = schema.value("keys");
    const auto add = [&](const Json &value, const QString &title) {
        m_choices.append({value, title, QKeySequence(keys.value(plain(value)).toString(), QKeySequence::PortableText)});
    };
    const bool inRow = type == "integer"_L1 || type == "boolean"_L1;
    if (type == "integer"_L1) {
        for (qint64 i = schema.value("minimum").toInt(); i <= schema.value("maximum").toInt(); ++i)
            add(Json(i), QString::number(i));
    } else if (type == "boolean"_L1) {
        add(Json(true), tr("Yes"));
        add(Json(false), tr("No"));
    } else {
        for (const Json &value : (m_many ? schema.value("items") : schema).value("enum").items())
            add(value, plain(value));
    }
    auto *layout = new QBoxLayout(inRow ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom, this);
    layout->setContentsMargins({});
    layout->setSpacing(Metrics::gap(1));
    for (qsizetype i = 0; i < m_choices.size(); ++i) {
        auto *button = new ChoiceButton(m_choices.at(i), this);
        connect(button, &QAbstractButton::clicked, this, [this, i] { toggle(i); });
        layout->addWidget(button);
        m_buttons.append(button);
    }
    if (inRow)
        layout->addStretch(1);
    m_chosen.fill(false, m_choices.size());
}

void KeyedField::setValue(const std::optional<Json> &value)
{
    m_others = Json::array();
    m_chosen.fill(false, m_choices.size());
    const auto take = [this](const Json &one) {
        const auto at = std::ranges::find(m_choices, one, &Choice::value);
        if (at != m_choices.end())
            m_chosen[at - m_choices.begin()] = true;
        else
            m_others.append(one);
    };
    if (value && m_many) {
        for (const Json &one : value->items())
            take(one);
    } else if (value) {
        take(*value);
    }
    showChosen();
}

std::optional<Json> KeyedField::value() const
{
    Json all = m_others;
    for (qsizetype i = 0; i < m_choices.size(); ++i) {
        if (m_chosen.at(i))
            all.append(m_choices.at(i).value);
    }
    if (all.isEmpty())
        return std::nullopt;
    return m_many ? all : all.at(all.size() - 1);
}

void KeyedField::setReadOnly(bool readOnly)
{
    for (QAbstractButton *button : std::as_const(m_buttons))
        button->setEnabled(!readOnly);
}

void KeyedField::toggle(qsizetype choice)
{
    const bool was = m_chosen.at(choice);
    if (!m_many) {
        m_chosen.fill(false, m_choices.size());
        m_others = Json::array();
    }
    m_chosen[choice] = !was;
    showChosen();
    Q_EMIT edited({});
}

void KeyedField::showChosen()
{
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        m_buttons.at(i)->setChecked(m_chosen.at(i));
}

} // namespace Millrace
