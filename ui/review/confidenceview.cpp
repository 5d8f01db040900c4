// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/confidenceview.h"

#include "common/format.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString score(double value)
{
    return Format::locale().toString(value, 'f', 2);
}

} // namespace

ConfidenceView::ConfidenceView(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Confidence"));
    setFocusPolicy(Qt::TabFocus);
}

QString ConfidenceView::partName(const QString &name)
{
    const std::pair<const char *, QString> known[] = {
        {"accuracy", tr("Accuracy")},
        {"completeness", tr("Completeness")},
        {"consistency", tr("Consistency")},
        {"timeliness", tr("Timeliness")},
        {"validity", tr("Validity")},
        {"uniqueness", tr("Uniqueness")},
        {"classification", tr("Classification")},
        {"extraction", tr("Extraction")},
        {"quality", tr("Quality")},
        {"model", tr("Model")},
        {"grounding", tr("Grounding in the source")},
    };
    for (const auto &[key, title] : known) {
        if (name == QLatin1StringView(key))
            return title;
    }
    QString plain = name;
    plain.replace(u'_', u' ');
    if (!plain.isEmpty())
        plain[0] = plain[0].toUpper();
    return plain;
}

void ConfidenceView::setItem(const Json &full)
{
    m_confidence = full.value("confidence").toDouble(-1);
    m_parts.clear();
    const QString weakest = full.value("weakest").toString();
    QStringList told;
    for (const Json &part : full.value("confidence_parts").items()) {
        const QString name = part.value("name").toString();
        m_parts.append(
            {partName(name), part.value("score").toDouble(), part.value("weight").toDouble(1), part.value("from").toString(), name == weakest});
        told.append(m_parts.constLast().isWeakest ? tr("%1 %2, the weakest").arg(m_parts.constLast().name, score(m_parts.constLast().score))
                                                  : tr("%1 %2").arg(m_parts.constLast().name, score(m_parts.constLast().score)));
    }
    const Json &approve = full.value("thresholds").value("approve_at");
    const Json &below = full.value("thresholds").value("quarantine_below");
    m_verdict.clear();
    if (full.value("check").toBool())
        m_verdict = tr("would approve itself; asked to check");
    else if (approve.isNumber() && m_confidence >= 0)
        m_verdict = tr("approves itself from %1").arg(score(approve.toDouble()));
    else if (below.isNumber() && m_confidence >= 0)
        m_verdict = tr("goes to quarantine below %1").arg(score(below.toDouble()));
    if (m_confidence >= 0)
        told.prepend(score(m_confidence));
    if (!m_verdict.isEmpty())
        told.append(m_verdict);
    setAccessibleDescription(told.join(u"; "_s));
    updateGeometry();
    update();
}

void ConfidenceView::setQuality(const Json &full)
{
    const Json &quality = full.value("quality");
    const auto broken = [](const Json &of) {
        const auto checks = static_cast<int>(of.value("checks").toInt());
        return of.value("broken").toInt() > 0 ? tr("%1 of %n checks broken", nullptr, checks).arg(of.value("broken").toInt())
                                              : tr("%n checks, none broken", nullptr, checks);
    };
    m_confidence = quality.value("score").toDouble(-1);
    m_verdict = m_confidence < 0 ? QString() : broken(quality);
    m_parts.clear();
    QStringList told;
    if (m_confidence >= 0)
        told = {score(m_confidence), m_verdict};
    for (const Json &dimension : quality.value("dimensions").items()) {
        m_parts.append({partName(dimension.value("name").toString()), dimension.value("score").toDouble(), 1, broken(dimension),
                        dimension.value("broken").toInt() > 0});
        told.append(tr("%1 %2, %3").arg(m_parts.constLast().name, score(m_parts.constLast().score), m_parts.constLast().from));
    }
    m_isQuality = true;
    setAccessibleDescription(told.join(u"; "_s));
    updateGeometry();
    update();
}

int ConfidenceView::rowHeight() const
{
    return QFontMetrics(Theme::font(TextRole::Secondary)).height() + Metrics::gap(1);
}

QSize ConfidenceView::sizeHint() const
{
    const int number = QFontMetrics(Theme::font(TextRole::Number)).height() + Metrics::gap(1);
    return {Metrics::gap(50), number + static_cast<int>(m_parts.size()) * rowHeight()};
}

void ConfidenceView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont number = Theme::font(TextRole::Number);
    const QFontMetrics large(number);
    const QFont small = Theme::font(TextRole::Secondary);
    const QFontMetrics metrics(small);
    painter.setFont(number);
    painter.setPen(Theme::color(ThemeRole::Text));
    const QString whole = m_confidence < 0 ? QString() : score(m_confidence);
    painter.drawText(0, large.ascent(), whole);
    painter.setFont(small);
    painter.setPen(Theme::color(ThemeRole::Secondary));
    const int left = large.horizontalAdvance(whole) + Metrics::gap(2);
    painter.drawText(left, large.ascent(), metrics.elidedText(m_verdict, Qt::ElideRight, width() - left));

    int top = large.height() + Metrics::gap(1);
    const int nameWidth = std::max(width() * 2 / 5, Metrics::gap(20));
    const int valueWidth = metrics.horizontalAdvance(u"0.00"_s) + Metrics::gap(2);
    for (const Part &part : std::as_const(m_parts)) {
        const QRect row(0, top, width(), rowHeight());
        painter.setFont(part.isWeakest ? [&] {
            QFont f = small;
            f.setWeight(QFont::DemiBold);
            return f;
        }()
                                       : small);
        painter.setPen(Theme::color(part.isWeakest ? ThemeRole::Text : ThemeRole::Secondary));
        painter.drawText(row.adjusted(0, 0, nameWidth - width(), 0), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(part.name, Qt::ElideRight, nameWidth - Metrics::gap(2)));
        const QRectF track(nameWidth, row.center().y() - 2, std::max(1, width() - nameWidth - valueWidth), 5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::color(ThemeRole::Track));
        painter.drawRoundedRect(track, 2.5, 2.5);
        QRectF bar = track;
        bar.setWidth(track.width() * std::clamp(part.score, 0.0, 1.0));
        painter.setBrush(part.isWeakest ? Theme::chartColor(2) : Theme::chartColor(0));
        painter.drawRoundedRect(bar, 2.5, 2.5);
        painter.setPen(Theme::color(ThemeRole::Text));
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, score(part.score));
        top += rowHeight();
    }
    if (hasFocus()) {
        painter.setPen(Theme::color(ThemeRole::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::controlRadius(), Metrics::controlRadius());
    }
}

bool ConfidenceView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int top = QFontMetrics(Theme::font(TextRole::Number)).height() + Metrics::gap(1);
        const qsizetype row = (help->pos().y() - top) / rowHeight();
        if (help->pos().y() >= top && row < m_parts.size()) {
            const Part &part = m_parts.at(row);
            QToolTip::showText(help->globalPos(),
                               m_isQuality               ? part.from
                                   : part.from.isEmpty() ? tr("Weight %1").arg(score(part.weight))
                                                         : tr("Weight %1, from %2").arg(score(part.weight), part.from),
                               this);
            return true;
        }
    }
    return QWidget::event(event);
}

} // namespace Millrace
