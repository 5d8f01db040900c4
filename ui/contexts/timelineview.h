// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/timelinelayout.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace Millrace {

/// The way of one context, drawn: what happened side by side, bars to one scale, idle times folded. One entry is the current one: ← and →,
/// Home and End, or a click choose it. What still runs grows. Scrolls sideways where the entries' words need more room.
class TimelineView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setEntries(const QList<TimelineEntry> &entries);
    [[nodiscard]] const QList<TimelineEntry> &entries() const { return m_entries; }
    /// -1 where there are none.
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int index);

    /// "ai_generator, attempt 2, failed, 1.23 s": what the entry says to eyes and to screen readers.
    [[nodiscard]] static QString describe(const TimelineEntry &entry);
    /// The entry's heading: its node, or what was done.
    [[nodiscard]] static QString titleOf(const TimelineEntry &entry);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The person chose an entry.
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void choose(int index);
    void scrollToCurrent();
    [[nodiscard]] int entryAt(const QPoint &pos) const;
    void paintEntry(QPainter &painter, int index) const;
    void paintGap(QPainter &painter, const TimelineSlot &place) const;
    [[nodiscard]] static TimelineMetrics metrics();

    QList<TimelineEntry> m_entries;
    TimelineGeometry m_geometry;
    int m_current = -1;
    int m_hovered = -1;
    QTimer m_grow;
};

} // namespace Millrace
