// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/activitybar.h"

#include "common/actions.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace Millrace {

namespace {

class ActivityButton final : public QAbstractButton
{
public:
    ActivityButton(const QString &iconName, QWidget *parent)
        : QAbstractButton(parent)
        , m_iconName(iconName)
    {
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    }

    void setBadge(qint64 count)
    {
        m_badge = count;
        setAccessibleDescription(count > 0 ? Format::count(count) : QString());
        update();
    }

    /// As wide as the label, whatever the language.
    [[nodiscard]] QSize sizeHint() const override
    {
        const int label = QFontMetrics(Theme::font(TextRole::Label)).horizontalAdvance(text());
        return {std::max(Metrics::activityBarWidth(), label + Metrics::gap(5)), Metrics::gap(14)};
    }

    /// In a low window the buttons move together.
    [[nodiscard]] QSize minimumSizeHint() const override { return {sizeHint().width(), Metrics::gap(10)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(Metrics::gap(1) + 0.5, 0.5, -Metrics::gap(1) - 0.5, -0.5);
        if (isChecked() || underMouse() || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(Theme::color(ThemeRole::Accent)) : QPen(Qt::NoPen));
            painter.setBrush(isChecked()        ? Theme::color(ThemeRole::Selection)
                                 : underMouse() ? Theme::color(ThemeRole::Hover)
                                                : QColor(Qt::transparent));
            painter.drawRoundedRect(box, Metrics::cardRadius(), Metrics::cardRadius());
        }
        if (isChecked())
            painter.fillRect(QRectF(0, Metrics::gap(3), 3, height() - Metrics::gap(6)), Theme::color(ThemeRole::Accent));
        const QColor color = Theme::color(isChecked() ? ThemeRole::Accent : ThemeRole::Secondary);
        const int icon = Metrics::barIcon();
        const QFontMetrics metrics(Theme::font(TextRole::Label));
        const int content = icon + Metrics::gap(1) + metrics.height();
        const int top = (height() - content) / 2;
        painter.drawPixmap(QPoint((width() - icon) / 2, top), Icons::pixmap(m_iconName, icon, devicePixelRatioF(), color));
        painter.setFont(Theme::font(TextRole::Label));
        painter.setPen(Theme::color(isChecked() ? ThemeRole::Text : ThemeRole::Secondary));
        painter.drawText(QRect(0, top + icon + Metrics::gap(1), width(), metrics.height()), Qt::AlignCenter,
                         metrics.elidedText(text(), Qt::ElideRight, static_cast<int>(box.width()) - Metrics::gap(1)));
        if (m_badge > 0)
            paintBadge(&painter);
    }

private:
    void paintBadge(QPainter *painter)
    {
        const QString text = m_badge > 99 ? QStringLiteral("99+") : Format::count(m_badge);
        QFont font = Theme::font(TextRole::Label);
        font.setPointSizeF(7.5);
        font.setWeight(QFont::DemiBold);
        const QFontMetrics metrics(font);
        const int height = metrics.height() + 2;
        const int width = std::max(height, metrics.horizontalAdvance(text) + Metrics::gap(2));
        const QRectF box(std::min(this->width() / 2.0 + Metrics::gap(2), this->width() - width - Metrics::gap(2) - 2.0), Metrics::gap(1) + 0.5, width,
                         height);
        painter->setPen(Theme::color(ThemeRole::Window));
        painter->setBrush(Theme::color(ThemeRole::Accent));
        painter->drawRoundedRect(box, height / 2.0, height / 2.0);
        painter->setFont(font);
        painter->setPen(Theme::color(ThemeRole::OnAccent));
        painter->drawText(box, Qt::AlignCenter, text);
    }

    QString m_iconName;
    qint64 m_badge = 0;
};

} // namespace

ActivityBar::ActivityBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_buttons(new QButtonGroup(this))
{
    setMinimumWidth(Metrics::activityBarWidth());
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_layout->setContentsMargins(0, Metrics::gap(2), 1, Metrics::gap(2));
    m_layout->setSpacing(Metrics::gap(1));
    m_layout->addStretch(1);
}

void ActivityBar::addPane(const QString &id, const QString &title, const QString &iconName, const QKeySequence &key)
{
    auto *button = new ActivityButton(iconName, this);
    button->setObjectName(id);
    button->setText(title);
    button->setAccessibleName(title);
    button->setToolTip(withKey(title, key));
    m_buttons->addButton(button);
    m_layout->insertWidget(m_layout->count() - 1, button);
    connect(button, &QAbstractButton::clicked, this, [this, id] { Q_EMIT paneRequested(id); });
}

void ActivityBar::setCurrent(const QString &id)
{
    if (auto *button = findChild<QAbstractButton *>(id))
        button->setChecked(true);
}

void ActivityBar::setBadge(const QString &id, qint64 count)
{
    if (auto *button = static_cast<ActivityButton *>(findChild<QAbstractButton *>(id)))
        button->setBadge(count);
}

void ActivityBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), Theme::color(ThemeRole::Separator));
}

void ActivityBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        focusNextChild();
    else if (event->key() == Qt::Key_Up)
        focusPreviousChild();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Millrace
