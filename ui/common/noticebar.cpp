// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/noticebar.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kStayMs = 8000;
}

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel(this))
    , m_what(makeLabel(TextRole::Strong, {}, this))
    , m_more(makeLabel(TextRole::Body, {}, this))
    , m_action(new QPushButton(this))
    , m_other(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_more->setWordWrap(true);
    m_close->setIcon(Icons::icon(u"window-close"));
    m_close->setToolTip(tr("Dismiss this message"));
    m_close->setAccessibleName(m_close->toolTip());
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(m_sign);
    layout->addWidget(m_what);
    layout->addWidget(m_more, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_other);
    layout->addWidget(m_close);
    m_leave.setSingleShot(true);
    m_leave.setInterval(kStayMs);
    connect(&m_leave, &QTimer::timeout, this, &QWidget::hide);
    // A copy: what is done may show the next message.
    const auto answer = [this](std::function<void()> Notice::*what) {
        hide();
        if (const std::function<void()> act = m_notice.*what)
            act();
    };
    connect(m_close, &QToolButton::clicked, this, [answer] { answer(&Notice::dismissed); });
    connect(m_action, &QPushButton::clicked, this, [answer] { answer(&Notice::action); });
    connect(m_other, &QPushButton::clicked, this, [answer] { answer(&Notice::other); });
    hide();
}

QString NoticeBar::iconName(Notice::Severity severity)
{
    switch (severity) {
    case Notice::Severity::Info:
        return u"sign-info"_s;
    case Notice::Severity::Success:
        return u"status-completed"_s;
    case Notice::Severity::Warning:
        return u"sign-warning"_s;
    case Notice::Severity::Error:
        return u"status-failed"_s;
    }
    return {};
}

QColor NoticeBar::color(Notice::Severity severity)
{
    switch (severity) {
    case Notice::Severity::Info:
        return Theme::color(ThemeRole::Accent);
    case Notice::Severity::Success:
        return Theme::color(ContextStatus::Completed);
    case Notice::Severity::Warning:
        return Theme::color(ContextStatus::Retrying);
    case Notice::Severity::Error:
        return Theme::color(ContextStatus::Failed);
    }
    return {};
}

void NoticeBar::post(const Notice &notice)
{
    m_notice = notice;
    m_what->setText(notice.what);
    QStringList more;
    for (const QString &part : {notice.why, notice.remedy}) {
        if (!part.isEmpty())
            more += part.endsWith(u'.') ? part : part + u'.';
    }
    m_more->setText(more.join(u' '));
    m_action->setText(notice.actionText);
    m_action->setVisible(!notice.actionText.isEmpty());
    m_other->setText(notice.otherText);
    m_other->setVisible(!notice.otherText.isEmpty());
    showSign();
    setAccessibleName(notice.what);
    show();
    if (notice.severity == Notice::Severity::Info || notice.severity == Notice::Severity::Success)
        m_leave.start();
    else
        m_leave.stop();
}

void NoticeBar::clear()
{
    m_leave.stop();
    hide();
    m_notice = {};
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::color(ThemeRole::Raised));
    painter.fillRect(QRect(0, 0, 3, height()), color(m_notice.severity));
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::color(ThemeRole::Separator));
}

void NoticeBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showSign();
}

void NoticeBar::showSign()
{
    m_sign->setPixmap(Icons::pixmap(iconName(m_notice.severity), Metrics::smallIcon(), devicePixelRatioF(), color(m_notice.severity)));
}

} // namespace Millrace
