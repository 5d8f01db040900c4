// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/plotcontent.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace Millrace {

/// Draws lines, areas, stacks, bars, histograms and heat maps over a range of time, however many points they have; shows where the crosshair is,
/// what was measured there, and what happened. Main thread. The one place that knows QCustomPlot.
///
/// A drag chooses a range, the wheel zooms around the pointer (always with Ctrl, without it where the panel has the focus), a double click goes
/// back: all of them are wishes, and whoever owns the range answers with setRange().
class PlotView final : public QWidget
{
    Q_OBJECT

public:
    explicit PlotView(QWidget *parent = nullptr);
    ~PlotView() override;

    void setContent(const PlotContent &content);
    [[nodiscard]] const PlotContent &content() const;
    /// In seconds since the epoch.
    void setRange(double from, double to);
    void setMarks(const QList<PlotMark> &marks);
    /// Where all panels point to; nothing: nowhere.
    void setCrosshair(std::optional<double> time);
    [[nodiscard]] std::optional<double> crosshair() const;
    /// What is said at the crosshair, one line each: the time, the lines' values, what happened near it.
    [[nodiscard]] QStringList readout() const;
    /// True where the wheel zooms without Ctrl.
    void setZoomsByWheel(bool zooms);

    /// Draws what is shown, for files; colours are those of the screen.
    void paintTo(QPainter *painter, QSize size);
    /// Draws at once instead of with the next frame.
    void drawNow();
    /// The time under a point of this widget; nothing beside the plot.
    [[nodiscard]] std::optional<double> timeAt(QPoint point) const;
    /// Where a time stands.
    [[nodiscard]] int xOf(double time) const;

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void crosshairMoved(std::optional<double> time);
    void rangeRequested(double from, double to);
    void backRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool event(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Millrace
