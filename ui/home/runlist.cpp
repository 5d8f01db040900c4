// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/runlist.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"
#include "common/theme.h"

#include <QAbstractButton>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What is done stands first in the bar, then what went wrong, what moves, what waits.
constexpr std::array kBarOrder = {ContextStatus::Completed,      ContextStatus::Cancelled, ContextStatus::Failed,     ContextStatus::Quarantined,
                                  ContextStatus::AwaitingReview, ContextStatus::Retrying,  ContextStatus::Processing, ContextStatus::Pending};

class RunRow final : public QAbstractButton
{
public:
    explicit RunRow(QWidget *parent)
        : QAbstractButton(parent)
    {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setRun(const RunSummary &run)
    {
        if (m_run == run)
            return;
        m_run = run;
        setText(run.title.isEmpty() ? run.pipeline : run.title);
        setAccessibleName(u"%1: %2"_s.arg(text(), RunList::sums(run.counts)));
        setToolTip(u"%1\n%2\n%3"_s.arg(text(), RunList::details(run.counts), Format::fullTime(run.createdAt)));
        update();
    }
    [[nodiscard]] const QString &id() const { return m_run.id; }

    [[nodiscard]] QSize sizeHint() const override { return {Metrics::gap(60), Metrics::gap(16)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (underMouse() || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(Theme::color(ThemeRole::Accent)) : QPen(Qt::NoPen));
            painter.setBrush(underMouse() ? Theme::color(ThemeRole::Hover) : QColor(Qt::transparent));
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::controlRadius(), Metrics::controlRadius());
        }
        const QRect inner = rect().adjusted(Metrics::gap(2), Metrics::gap(2), -Metrics::gap(2), -Metrics::gap(2));
        const QFont body = Theme::font(TextRole::Body);
        const QFontMetrics metrics(body);
        const qint64 all = m_run.counts.submitted();
        const QString numbers = RunList::tr("%1 of %2").arg(Format::count(m_run.counts.of(ContextStatus::Completed)), Format::count(all));
        painter.setFont(body);
        painter.setPen(Theme::color(ThemeRole::Text));
        const QRect top(inner.left(), inner.top(), inner.width(), metrics.height());
        painter.drawText(top, Qt::AlignRight | Qt::AlignVCenter, numbers);
        const int left = metrics.horizontalAdvance(numbers) + Metrics::gap(4);
        painter.drawText(top.adjusted(0, 0, -left, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(text(), Qt::ElideRight, top.width() - left));

        const QRectF bar(inner.left(), top.bottom() + 1 + Metrics::gap(1), inner.width(), Metrics::gap(1) + 2);
        paintBar(&painter, bar, all);

        const QFont small = Theme::font(TextRole::Secondary);
        const QFontMetrics smallMetrics(small);
        painter.setFont(small);
        painter.setPen(Theme::color(ThemeRole::Secondary));
        const QRect bottom(inner.left(), inner.bottom() - smallMetrics.height() + 1, inner.width(), smallMetrics.height());
        const QString time = Format::clockTime(m_run.createdAt);
        painter.drawText(bottom, Qt::AlignRight | Qt::AlignVCenter, time);
        const int timeWidth = smallMetrics.horizontalAdvance(time) + Metrics::gap(4);
        painter.drawText(bottom.adjusted(0, 0, -timeWidth, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         smallMetrics.elidedText(RunList::sums(m_run.counts), Qt::ElideRight, bottom.width() - timeWidth));
    }

private:
    void paintBar(QPainter *painter, const QRectF &bar, qint64 all) const
    {
        QPainterPath shape;
        shape.addRoundedRect(bar, bar.height() / 2, bar.height() / 2);
        painter->save();
        painter->setClipPath(shape);
        painter->fillRect(bar, Theme::color(ThemeRole::Track));
        qint64 before = 0;
        for (const ContextStatus status : kBarOrder) {
            const qint64 count = m_run.counts.of(status);
            if (count == 0 || status == ContextStatus::Pending)
                continue;
            const double from = bar.left() + bar.width() * static_cast<double>(before) / static_cast<double>(all);
            before += count;
            const double to = bar.left() + bar.width() * static_cast<double>(before) / static_cast<double>(all);
            // A hair of the track between two statuses, so that they part without their hues; never so thin that one vanishes.
            const double hair = before < all ? 1.5 : 0;
            painter->fillRect(QRectF(from, bar.top(), std::max(2.0, to - from - hair), bar.height()), Theme::color(status));
        }
        painter->restore();
    }

    RunSummary m_run;
};

} // namespace

RunList::RunList(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

void RunList::setRuns(const QList<RunSummary> &runs)
{
    while (m_layout->count() > runs.size()) {
        const std::unique_ptr<QLayoutItem> item(m_layout->takeAt(m_layout->count() - 1));
        delete item->widget();
    }
    while (m_layout->count() < runs.size()) {
        auto *row = new RunRow(this);
        connect(row, &QAbstractButton::clicked, this, [this, row] { Q_EMIT runRequested(row->id()); });
        m_layout->addWidget(row);
    }
    for (int i = 0; i < m_layout->count(); ++i)
        static_cast<RunRow *>(m_layout->itemAt(i)->widget())->setRun(runs.at(i));
}

QString RunList::sums(const StatusCounts &counts)
{
    const qint64 needs = counts.of(ContextStatus::AwaitingReview) + counts.of(ContextStatus::Quarantined) + counts.of(ContextStatus::Failed);
    QStringList parts;
    if (const qint64 completed = counts.of(ContextStatus::Completed); completed > 0)
        parts += tr("%1 completed").arg(Format::count(completed));
    if (counts.active() > 0)
        parts += tr("%1 in work").arg(Format::count(counts.active()));
    if (needs > 0)
        parts += tr("%Ln need you", nullptr, static_cast<int>(needs));
    if (const qint64 cancelled = counts.of(ContextStatus::Cancelled); cancelled > 0)
        parts += tr("%1 cancelled").arg(Format::count(cancelled));
    return parts.join(u" · "_s);
}

QString RunList::details(const StatusCounts &counts)
{
    QStringList parts;
    for (const ContextStatus status : kBarOrder) {
        if (counts.of(status) > 0)
            parts += u"%1 %2"_s.arg(Format::count(counts.of(status)), StatusStyle::wordInSentence(status));
    }
    return parts.join(u" · "_s);
}

QList<RunSummary> RunList::ordered(QList<RunSummary> runs, qsizetype limit)
{
    std::ranges::stable_sort(runs, [](const RunSummary &a, const RunSummary &b) {
        const bool aMoves = a.counts.active() > 0;
        const bool bMoves = b.counts.active() > 0;
        return aMoves != bMoves ? aMoves : a.createdAt > b.createdAt;
    });
    runs.resize(std::min(runs.size(), limit));
    return runs;
}

} // namespace Millrace
