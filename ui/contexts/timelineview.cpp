// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/timelineview.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"
#include "common/theme.h"

#include <QAccessible>
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kGrowMs = 100;
constexpr qint64 kLongMoment = 1'000'000'000'000'000; ///< of another year, and so written with it

qint64 nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

int signSide()
{
    return Metrics::gap(3) + Metrics::gap(1) / 2;
}

/// A duration as exact as there is room for.
QString fittingDuration(qint64 microseconds, const QFontMetrics &metrics, int width)
{
    const QString whole = Format::duration(microseconds);
    return metrics.horizontalAdvance(whole) <= width ? whole : Format::shortDuration(microseconds);
}

/// The third line of an entry: how long, and what came of it where it is not simply done.
QString noteOf(const TimelineEntry &entry)
{
    switch (entry.kind) {
    case TimelineEntry::Kind::Submitted:
        return Format::clockTime(entry.startUs);
    case TimelineEntry::Kind::Control:
        return entry.actorName.isEmpty() ? Format::clockTime(entry.startUs) : entry.actorName;
    case TimelineEntry::Kind::Attempt:
        break;
    }
    QString note;
    if (entry.running) {
        note = Format::duration(std::max<qint64>(0, nowUs() - entry.startUs));
    } else if (entry.lost) {
        note = TimelineView::tr("cut off");
    } else {
        note = Format::duration(entry.durationUs);
    }
    return note;
}

/// The heading with the number of a second or later attempt, which is never what is left out.
QString shownTitle(const TimelineEntry &entry, const QFontMetrics &metrics, int width)
{
    const bool numbered = entry.kind == TimelineEntry::Kind::Attempt && (entry.attempt > 1 || entry.state == ContextStatus::Retrying);
    const QString number = numbered ? u" #%1"_s.arg(entry.attempt) : QString();
    return metrics.elidedText(TimelineView::titleOf(entry), Qt::ElideRight, width - metrics.horizontalAdvance(number)) + number;
}

} // namespace

TimelineView::TimelineView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Timeline"));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_grow.setInterval(kGrowMs);
    connect(&m_grow, &QTimer::timeout, this, &TimelineView::arrange);
}

TimelineMetrics TimelineView::metrics()
{
    const int line = QFontMetrics(Theme::font(TextRole::Body)).height();
    TimelineMetrics m;
    m.padding = Metrics::gap(1) + 2;
    m.minWidth = Metrics::gap(27);
    m.maxWidth = Metrics::gap(160);
    // Its name, or a moment of another year below it.
    const int name = signSide() + Metrics::gap(1) + QFontMetrics(Theme::font(TextRole::Body)).horizontalAdvance(tr("Submitted"));
    const int moment = QFontMetrics(Theme::font(TextRole::Label)).horizontalAdvance(Format::clockTime(kLongMoment));
    m.pointWidth = std::max(name, moment) + 2 * m.padding + 2;
    m.gapWidth = Metrics::gap(12);
    m.spacing = Metrics::gap(1);
    m.barHeight = Metrics::gap(2);
    m.barTop = Metrics::gap(2) + line + Metrics::gap(2);
    m.height = m.barTop + m.barHeight + Metrics::gap(2) + line + Metrics::gap(2);
    return m;
}

void TimelineView::setEntries(const QList<TimelineEntry> &entries)
{
    m_entries = entries;
    m_current = std::min(m_current, int(entries.size()) - 1);
    m_hovered = -1;
    const bool grows = std::ranges::any_of(entries, &TimelineEntry::running);
    if (grows != m_grow.isActive()) {
        grows ? m_grow.start() : m_grow.stop();
    }
    arrange();
}

void TimelineView::setCurrent(int index)
{
    index = std::clamp(index, -1, int(m_entries.size()) - 1);
    if (index == m_current) {
        return;
    }
    m_current = index;
    if (index >= 0) {
        setAccessibleDescription(describe(m_entries[index]));
        QAccessibleEvent event(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
    scrollToCurrent();
    viewport()->update();
}

QString TimelineView::titleOf(const TimelineEntry &entry)
{
    switch (entry.kind) {
    case TimelineEntry::Kind::Submitted:
        return tr("Submitted");
    case TimelineEntry::Kind::Control:
        if (entry.state == ContextStatus::Cancelled) {
            return tr("Cancelled");
        }
        return entry.state == ContextStatus::Retrying ? tr("Retried") : StatusStyle::word(entry.state);
    case TimelineEntry::Kind::Attempt:
        break;
    }
    return entry.node;
}

QString TimelineView::describe(const TimelineEntry &entry)
{
    QStringList parts = {titleOf(entry)};
    if (entry.kind == TimelineEntry::Kind::Attempt) {
        if (entry.visit > 1) {
            parts.append(tr("visit %1").arg(entry.visit));
        }
        if (entry.attempt > 1 || entry.state == ContextStatus::Retrying) {
            parts.append(tr("attempt %1").arg(entry.attempt));
        }
        if (entry.lost) {
            parts.append(tr("cut off, the program was stopped"));
        } else if (entry.running) {
            parts.append(tr("running"));
        } else {
            const bool done = entry.step > entry.stepBefore && entry.state == ContextStatus::Completed;
            parts.append(done ? tr("done") : StatusStyle::wordInSentence(entry.state));
            parts.append(Format::duration(entry.durationUs));
        }
        if (!entry.port.isEmpty() && entry.port != "out"_L1) {
            parts.append(tr("left by %1").arg(entry.port));
        }
    } else if (!entry.actorName.isEmpty()) {
        parts.append(tr("by %1").arg(entry.actorName));
    }
    parts.append(Format::clockTime(entry.startUs));
    return parts.join(u", "_s);
}

QSize TimelineView::sizeHint() const
{
    return {Metrics::gap(100), metrics().height + (horizontalScrollBar()->maximum() > 0 ? Metrics::gap(3) : 0)};
}

QSize TimelineView::minimumSizeHint() const
{
    return {Metrics::gap(40), sizeHint().height()};
}

void TimelineView::arrange()
{
    const int before = sizeHint().height();
    m_geometry = layoutTimeline(m_entries, viewport()->width(), nowUs(), metrics());
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, m_geometry.width - viewport()->width()));
    if (sizeHint().height() != before) {
        updateGeometry();
    }
    viewport()->update();
}

int TimelineView::entryAt(const QPoint &pos) const
{
    const QPoint at = pos + QPoint(horizontalScrollBar()->value(), 0);
    const auto found = std::ranges::find_if(m_geometry.places, [&at](const TimelineSlot &place) { return place.rect.contains(at); });
    return found == m_geometry.places.end() ? -1 : int(found - m_geometry.places.begin());
}

void TimelineView::choose(int index)
{
    if (index < 0 || index >= m_entries.size()) {
        return;
    }
    setCurrent(index);
    Q_EMIT chosen(index);
}

void TimelineView::scrollToCurrent()
{
    if (m_current < 0 || m_current >= m_geometry.places.size()) {
        return;
    }
    const QRect rect = m_geometry.places[m_current].rect;
    QScrollBar *bar = horizontalScrollBar();
    const int margin = Metrics::gap(6);
    if (rect.left() - margin < bar->value()) {
        bar->setValue(rect.left() - margin);
    } else if (rect.right() + margin > bar->value() + viewport()->width()) {
        bar->setValue(rect.right() + margin - viewport()->width());
    }
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-horizontalScrollBar()->value(), 0);
    const QRect shown(horizontalScrollBar()->value(), 0, viewport()->width(), viewport()->height());
    for (int i = 0; i < m_geometry.places.size(); ++i) {
        const TimelineSlot &place = m_geometry.places[i];
        if (place.gap.intersects(shown)) {
            paintGap(painter, place);
        }
        if (place.rect.intersects(shown)) {
            paintEntry(painter, i);
        }
    }
}

void TimelineView::paintGap(QPainter &painter, const TimelineSlot &place) const
{
    const TimelineMetrics m = metrics();
    const int middle = m.barTop + m.barHeight / 2;
    QPen pen(Theme::color(ThemeRole::ControlBorder), 2, Qt::CustomDashLine, Qt::RoundCap);
    pen.setDashPattern({0.1, 2.5});
    painter.setPen(pen);
    painter.drawLine(place.gap.left() + Metrics::gap(1) + 2, middle, place.gap.right() - 2, middle);
    painter.setFont(Theme::font(TextRole::Label));
    painter.setPen(Theme::color(ThemeRole::Secondary));
    const QRect text(place.gap.left(), m.barTop + m.barHeight + Metrics::gap(1), place.gap.width(),
                     m.height - m.barTop - m.barHeight - Metrics::gap(2));
    painter.drawText(text, Qt::AlignCenter | Qt::TextSingleLine, fittingDuration(place.gapUs, painter.fontMetrics(), text.width()));
}

void TimelineView::paintEntry(QPainter &painter, int index) const
{
    const TimelineMetrics m = metrics();
    const TimelineEntry &entry = m_entries[index];
    const TimelineSlot &place = m_geometry.places[index];
    const bool isCurrent = index == m_current;
    const QRectF frame = QRectF(place.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(isCurrent ? QPen(Theme::color(ThemeRole::Accent), hasFocus() ? 2 : 1) : QPen(Theme::color(ThemeRole::Separator), 1));
    painter.setBrush(Theme::color(isCurrent ? ThemeRole::Selection : index == m_hovered ? ThemeRole::Hover : ThemeRole::Surface));
    painter.drawRoundedRect(hasFocus() && isCurrent ? frame.adjusted(0.5, 0.5, -0.5, -0.5) : frame, Metrics::controlRadius(),
                            Metrics::controlRadius());

    const QColor color = Theme::color(entry.state);
    const int left = place.rect.left() + m.padding;
    const int width = place.rect.width() - 2 * m.padding;
    const QFont titleFont = Theme::font(TextRole::Body);
    const int line = QFontMetrics(titleFont).height();
    const int top = Metrics::gap(2);
    const QString sign = entry.kind == TimelineEntry::Kind::Submitted ? u"document-import"_s : StatusStyle::iconName(entry.state);
    const QColor signColor = entry.kind == TimelineEntry::Kind::Submitted ? Theme::color(ThemeRole::Secondary) : color;
    painter.drawPixmap(left, top + (line - signSide()) / 2, Icons::pixmap(sign, signSide(), devicePixelRatioF(), signColor));
    painter.setFont(titleFont);
    painter.setPen(Theme::color(ThemeRole::Text));
    const QRect title(left + signSide() + Metrics::gap(1), top, width - signSide() - Metrics::gap(1), line);
    painter.drawText(title, Qt::AlignVCenter | Qt::TextSingleLine, shownTitle(entry, QFontMetrics(titleFont), title.width()));

    painter.setPen(Qt::NoPen);
    if (!place.bar.isEmpty()) {
        painter.setBrush(Theme::color(isCurrent ? ThemeRole::Surface : ThemeRole::Track));
        painter.drawRoundedRect(QRect(left, m.barTop + m.barHeight / 2 - 1, width, 2), 1, 1);
        painter.setBrush(color);
        painter.drawRoundedRect(place.bar, 2, 2);
    } else {
        painter.setBrush(signColor);
        painter.drawEllipse(QRect(left, m.barTop, m.barHeight, m.barHeight));
    }

    const QFont noteFont = Theme::font(TextRole::Label);
    painter.setFont(noteFont);
    painter.setPen(Theme::color(ThemeRole::Secondary));
    const QRect note(left, m.barTop + m.barHeight + Metrics::gap(1), width, m.height - m.barTop - m.barHeight - Metrics::gap(2));
    QString text = noteOf(entry);
    const bool plain = entry.kind != TimelineEntry::Kind::Attempt || entry.lost || entry.state == ContextStatus::Completed;
    if (!plain) {
        text += u" · "_s + StatusStyle::wordInSentence(entry.state);
    }
    painter.drawText(note, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(noteFont).elidedText(text, Qt::ElideRight, note.width()));
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
    scrollToCurrent();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        choose(entryAt(event->position().toPoint()));
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    const int hovered = entryAt(event->position().toPoint());
    if (hovered != m_hovered) {
        m_hovered = hovered;
        viewport()->setCursor(hovered >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        viewport()->update();
    }
}

void TimelineView::leaveEvent(QEvent *event)
{
    QAbstractScrollArea::leaveEvent(event);
    m_hovered = -1;
    viewport()->update();
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        choose(std::max(0, m_current - 1));
        return;
    case Qt::Key_Right:
        choose(std::min(int(m_entries.size()) - 1, m_current + 1));
        return;
    case Qt::Key_Home:
        choose(0);
        return;
    case Qt::Key_End:
        choose(int(m_entries.size()) - 1);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const int index = entryAt(static_cast<QHelpEvent *>(event)->pos());
        const QString text = index < 0 ? QString() : describe(m_entries[index]) + u'\n' + tr("Step through with ← and →");
        viewport()->setToolTip(text);
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        arrange();
        updateGeometry();
    }
}

} // namespace Millrace
