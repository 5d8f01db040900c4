// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/plotview.h"

#include "common/icons.h"
#include "common/metrics.h"
#include "common/theme.h"

// Its header spells the keywords that we build without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Beyond so many points on a line, dashes are no longer seen and cost much.
constexpr qsizetype kDashedPoints = 400;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr int kReadoutLines = 9;
constexpr double kWheelStep = 1.25;

class TimeTicker final : public QCPAxisTicker
{
public:
    void generate(const QCPRange &range, const QLocale &, QChar, int, QVector<double> &ticks, QVector<double> *subTicks,
                  QVector<QString> *labels) override
    {
        ticks = UnitText::timeTicks(range.lower, range.upper, tickCount());
        if (subTicks)
            subTicks->clear();
        if (!labels)
            return;
        labels->clear();
        for (const double tick : std::as_const(ticks))
            labels->append(UnitText::timeTick(tick, range.lower, range.upper));
    }
};

class ValueTicker final : public QCPAxisTicker
{
public:
    Unit unit = Unit::Number;
    bool isLogarithmic = false;
    QStringList words = {}; ///< of buckets: a word for each whole number, instead of the number

    void generate(const QCPRange &range, const QLocale &, QChar, int, QVector<double> &ticks, QVector<double> *subTicks,
                  QVector<QString> *labels) override
    {
        if (subTicks)
            subTicks->clear();
        if (labels)
            labels->clear();
        if (!words.isEmpty()) {
            ticks.clear();
            const auto every = std::max<qsizetype>(1, (words.size() + tickCount() - 1) / std::max(tickCount(), 1));
            for (qsizetype i = 0; i < words.size(); i += every) {
                ticks.append(static_cast<double>(i) + 0.5); // between a bucket and the next stands its upper bound
                if (labels)
                    labels->append(words.at(i));
            }
            return;
        }
        ticks = isLogarithmic ? powers(range) : UnitText::ticks(range.lower, range.upper, tickCount(), unit);
        if (!labels)
            return;
        for (const double tick : std::as_const(ticks))
            labels->append(isLogarithmic ? UnitText::value(tick, unit) : UnitText::tick(tick, ticks, unit));
    }

private:
    static QVector<double> powers(const QCPRange &range)
    {
        QVector<double> ticks;
        for (double exponent = std::ceil(std::log10(range.lower) - 1e-9); std::pow(10, exponent) <= range.upper * 1.0001; ++exponent)
            ticks.append(std::pow(10, exponent));
        return ticks;
    }
};

Qt::PenStyle dashOf(int index)
{
    constexpr std::array kDashes = {Qt::SolidLine, Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};
    return kDashes.at(static_cast<std::size_t>(index) % kDashes.size());
}

QColor markColor(PlotMark::Kind kind)
{
    switch (kind) {
    case PlotMark::Kind::Publish:
        return Theme::color(ThemeRole::Accent);
    case PlotMark::Kind::Restore:
        return Theme::color(ContextStatus::AwaitingReview);
    case PlotMark::Kind::Alert:
        return Theme::color(ContextStatus::Failed);
    case PlotMark::Kind::Other:
        break;
    }
    return Theme::color(ThemeRole::Secondary);
}

/// Its first letter would need translation; a sign does not.
QString markIcon(PlotMark::Kind kind)
{
    switch (kind) {
    case PlotMark::Kind::Publish:
        return u"document-send"_s;
    case PlotMark::Kind::Restore:
        return u"edit-undo"_s;
    case PlotMark::Kind::Alert:
        return u"sign-warning"_s;
    case PlotMark::Kind::Other:
        break;
    }
    return u"sign-info"_s;
}

} // namespace

class PlotView::Private
{
public:
    explicit Private(PlotView *view)
        : q(view)
        , plot(new QCustomPlot(view))
        , overlay(new Overlay(this, view))
        , timeTicker(new TimeTicker)
        , valueTicker(new ValueTicker)
        , bucketTicker(new ValueTicker)
    {
        plot->setAttribute(Qt::WA_TransparentForMouseEvents);
        plot->setFocusPolicy(Qt::NoFocus);
        plot->setAutoAddPlottableToLegend(false);
        plot->setAntialiasedElements(QCP::aeNone);
        plot->setPlottingHints(QCP::phCacheLabels | QCP::phFastPolylines);
        plot->xAxis->setTickLength(0, 0);
        plot->yAxis->setTickLength(0, 0);
        plot->xAxis->setSubTicks(false);
        plot->yAxis->setSubTicks(false);
        plot->yAxis->setTicker(valueTicker);
        plot->axisRect()->setupFullAxesBox(false);
        plot->xAxis2->setVisible(false);
        plot->yAxis2->setVisible(false);
        QObject::connect(plot, &QCustomPlot::beforeReplot, view, [this] { fill(); });
        QObject::connect(plot, &QCustomPlot::afterReplot, view, [this] { overlay->update(); });
    }

    class Overlay final : public QWidget
    {
    public:
        Overlay(Private *owner, QWidget *parent)
            : QWidget(parent)
            , d(owner)
        {
            setAttribute(Qt::WA_TransparentForMouseEvents);
            setAttribute(Qt::WA_NoSystemBackground);
        }

    protected:
        void paintEvent(QPaintEvent *) override
        {
            QPainter painter(this);
            d->paintNames(painter);
            d->paintMarks(painter);
            d->paintBand(painter);
            d->paintCrosshair(painter);
        }

    private:
        Private *d;
    };

    [[nodiscard]] bool isOverTime() const { return content.kind != PanelKind::Histogram; }
    [[nodiscard]] bool isOfBuckets() const { return content.kind == PanelKind::Histogram || content.kind == PanelKind::HeatMap; }
    [[nodiscard]] QRect area() const { return plot->axisRect()->rect().translated(plot->pos()); }

    /// Everything anew, after other content or another look; the points come with the next replot.
    void build()
    {
        plot->clearPlottables();
        plot->clearItems();
        graphs.clear();
        earlierGraphs.clear();
        dots.clear();
        bars.clear();
        map = nullptr;
        style();
        const auto count = static_cast<int>(content.lines.size());
        switch (content.kind) {
        case PanelKind::Histogram:
            bars.append(makeBars(0));
            break;
        case PanelKind::HeatMap:
            makeMap();
            break;
        case PanelKind::Bar:
            for (int i = 0; i < count; ++i) {
                bars.append(makeBars(i));
                if (i > 0)
                    bars.at(i)->moveAbove(bars.at(i - 1));
            }
            break;
        case PanelKind::Stacked: {
            QList<Series> given;
            for (const PlotLine &line : std::as_const(content.lines))
                given.append(line.series());
            drawn.clear();
            for (const Series &series : stacked(given))
                drawn.append(PlotLine(series));
            makeGraphs(count);
            break;
        }
        default:
            drawn = content.lines;
            makeGraphs(count);
        }
        for (const double threshold : std::as_const(content.thresholds)) {
            auto *across = new QCPItemStraightLine(plot);
            across->setPen(QPen(Theme::color(ContextStatus::Failed), 1, Qt::DashLine));
            across->point1->setCoords(0, threshold);
            across->point2->setCoords(1, threshold);
        }
        placeNames();
        queue();
    }

    void style()
    {
        const QColor text = Theme::color(ThemeRole::Secondary);
        const QColor faint = Theme::color(ThemeRole::Separator);
        plot->setBackground(QBrush(Theme::color(ThemeRole::Surface)));
        for (QCPAxis *axis : {plot->xAxis, plot->yAxis}) {
            axis->setTickLabelFont(Theme::font(TextRole::Label));
            axis->setTickLabelColor(text);
            axis->setTickPen(Qt::NoPen);
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLabelPadding(Metrics::gap(1));
            axis->grid()->setPen(QPen(faint, 1));
            axis->grid()->setZeroLinePen(QPen(faint, 1));
        }
        plot->xAxis->setBasePen(QPen(Theme::color(ThemeRole::ControlBorder), 1));
        plot->yAxis->setBasePen(Qt::NoPen);
        plot->xAxis->grid()->setVisible(isOverTime() && content.kind != PanelKind::HeatMap);
        plot->yAxis->grid()->setVisible(content.kind != PanelKind::HeatMap);
        plot->axisRect()->setMinimumMargins({Metrics::gap(13), Metrics::gap(2), Metrics::gap(3), 0});
        QStringList words;
        if (isOfBuckets()) {
            for (const double bound : std::as_const(content.buckets.bounds))
                words.append(std::isfinite(bound) ? UnitText::value(bound, content.unit) : u"∞"_s);
        }
        valueTicker->unit = content.kind == PanelKind::Histogram ? Unit::Number : content.unit;
        valueTicker->isLogarithmic = content.isLogarithmic;
        valueTicker->words = content.kind == PanelKind::HeatMap ? words : QStringList();
        bucketTicker->words = words;
        if (isOverTime())
            plot->xAxis->setTicker(timeTicker);
        else
            plot->xAxis->setTicker(bucketTicker);
        plot->yAxis->setScaleType(content.isLogarithmic && !isOfBuckets() ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    }

    void makeGraphs(int count)
    {
        const bool isFilled = content.kind == PanelKind::Area || content.kind == PanelKind::Stacked;
        for (int i = 0; i < content.earlier.size(); ++i) {
            QCPGraph *graph = plot->addGraph();
            QColor color = Theme::chartColor(i);
            color.setAlphaF(0.45F);
            graph->setPen(QPen(color, 1, Qt::DotLine));
            graph->setAdaptiveSampling(false);
            earlierGraphs.append(graph);
        }
        for (int i = 0; i < count; ++i) {
            QCPGraph *graph = plot->addGraph();
            QColor color = Theme::chartColor(i);
            graph->setPen(QPen(color, 1));
            graph->setAdaptiveSampling(false);
            if (isFilled) {
                color.setAlphaF(content.kind == PanelKind::Stacked ? 0.35F : 0.15F);
                graph->setBrush(color);
                if (content.kind == PanelKind::Stacked && i > 0)
                    graph->setChannelFillGraph(graphs.at(i - 1));
            }
            graphs.append(graph);
            QCPGraph *alone = plot->addGraph();
            alone->setPen(QPen(Theme::chartColor(i), 1));
            alone->setLineStyle(QCPGraph::lsNone);
            alone->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, Metrics::gap(1)));
            dots.append(alone);
        }
    }

    QCPBars *makeBars(int index)
    {
        auto *one = new QCPBars(plot->xAxis, plot->yAxis);
        QColor color = Theme::chartColor(index);
        one->setPen(QPen(color, 1));
        color.setAlphaF(0.45F);
        // Neighbours in a stack differ without their hue too.
        one->setBrush(QBrush(color, index % 3 == 1 ? Qt::BDiagPattern : index % 3 == 2 ? Qt::Dense4Pattern : Qt::SolidPattern));
        one->setWidthType(QCPBars::wtPlotCoords);
        one->setWidth(content.kind == PanelKind::Histogram ? 0.9 : content.step * 0.8);
        return one;
    }

    void makeMap()
    {
        const Buckets &buckets = content.buckets;
        map = new QCPColorMap(plot->xAxis, plot->yAxis);
        const auto columns = static_cast<int>(buckets.times.size());
        const auto rows = static_cast<int>(buckets.bounds.size());
        if (columns == 0 || rows == 0)
            return;
        map->data()->setSize(columns, rows);
        // Ranges are those of the cells' centres.
        map->data()->setRange(QCPRange(buckets.times.constFirst() + content.step / 2, buckets.times.constLast() + content.step / 2),
                              QCPRange(0, rows - 1));
        double most = 1;
        for (int x = 0; x < columns; ++x) {
            for (int y = 0; y < rows; ++y) {
                const double count = buckets.counts.at(x).value(y);
                most = std::max(most, count);
                // Logarithmic, or the few slow ones that matter would not be seen beside the many fast ones.
                map->data()->setCell(x, y, std::log1p(count));
            }
        }
        QCPColorGradient colors;
        colors.clearColorStops();
        const QColor surface = Theme::color(ThemeRole::Surface);
        const auto mixed = [&](double share) {
            const QColor accent = Theme::color(ThemeRole::Accent);
            return QColor::fromRgbF(float(surface.redF() + (accent.redF() - surface.redF()) * share),
                                    float(surface.greenF() + (accent.greenF() - surface.greenF()) * share),
                                    float(surface.blueF() + (accent.blueF() - surface.blueF()) * share));
        };
        colors.setColorStopAt(0, surface);
        colors.setColorStopAt(0.02, mixed(0.15));
        colors.setColorStopAt(1, Theme::color(ThemeRole::Accent));
        map->setGradient(colors);
        map->setInterpolate(false);
        map->setTightBoundary(false);
        map->setDataRange(QCPRange(0, std::log1p(most)));
    }

    /// The names stand beside the ends of their lines where there is room for that, else in a line above.
    void placeNames()
    {
        namesBeside = 0;
        namesAbove = 0;
        const auto count = isOfBuckets() ? 0 : content.lines.size();
        if (count >= 2) {
            const QFontMetrics metrics(Theme::font(TextRole::Label));
            int widest = 0;
            for (const PlotLine &line : std::as_const(content.lines))
                widest = std::max(widest, metrics.horizontalAdvance(line.series().name));
            const bool isLine = content.kind == PanelKind::Line || content.kind == PanelKind::Area;
            const int most = std::min(widest + Metrics::gap(4), q->width() / 4);
            if (isLine && q->width() >= Metrics::gap(90) && q->height() >= Metrics::gap(5) * (count + 2) && count <= 6)
                namesBeside = most;
            else
                namesAbove = Metrics::gap(5);
        }
        QMargins margins = plot->axisRect()->minimumMargins();
        margins.setRight(std::max(Metrics::gap(3), namesBeside));
        plot->axisRect()->setMinimumMargins(margins);
        const QRect place(0, namesAbove, q->width(), std::max(0, q->height() - namesAbove));
        if (plot->geometry() != place)
            plot->setGeometry(place);
        overlay->setGeometry(q->rect());
    }

    void queue() { plot->replot(QCustomPlot::rpQueuedReplot); }

    /// The points for the pixels that there are now.
    void fill()
    {
        const int columns = std::max(1, plot->axisRect()->width());
        const int rows = std::max(1, plot->axisRect()->height());
        plot->xAxis->ticker()->setTickCount(std::max(2, columns / Metrics::gap(isOverTime() ? 22 : 16)));
        plot->yAxis->ticker()->setTickCount(std::clamp(rows / Metrics::gap(8), 2, 6));
        if (isOverTime())
            plot->xAxis->setRange(from, to);
        else
            plot->xAxis->setRange(-0.6, std::max<double>(0.6, double(content.buckets.bounds.size()) - 0.4));
        Extent seen;
        for (int i = 0; i < graphs.size(); ++i)
            fillGraph(drawn.at(i), columns, graphs.at(i), dots.at(i), i, seen);
        for (int i = 0; i < earlierGraphs.size(); ++i)
            fillGraph(content.earlier.at(i), columns, earlierGraphs.at(i), nullptr, i, seen);
        if (content.kind == PanelKind::Bar)
            fillBars(seen);
        else if (content.kind == PanelKind::Histogram)
            fillHistogram(seen);
        setValueRange(seen);
    }

    void fillGraph(const PlotLine &line, int columns, QCPGraph *graph, QCPGraph *alone, int index, Extent &seen)
    {
        const QList<QPointF> points = line.points(from, to, columns);
        auto data = QSharedPointer<QCPGraphDataContainer>::create();
        QVector<QCPGraphData> values;
        QVector<QCPGraphData> lone;
        values.reserve(points.size());
        const auto valueAt = [&](qsizetype i) {
            if (i < 0 || i >= points.size())
                return kNothing;
            const double value = points.at(i).y();
            return content.isLogarithmic && value <= 0 ? kNothing : value;
        };
        for (qsizetype i = 0; i < points.size(); ++i) {
            const double value = valueAt(i);
            values.append({points.at(i).x(), value});
            if (alone && !std::isnan(value) && std::isnan(valueAt(i - 1)) && std::isnan(valueAt(i + 1)))
                lone.append({points.at(i).x(), value});
        }
        data->set(values, true);
        graph->setData(data);
        if (alone) {
            auto single = QSharedPointer<QCPGraphDataContainer>::create();
            single->set(lone, true);
            alone->setData(single);
            QPen pen = graph->pen();
            pen.setStyle(points.size() <= kDashedPoints && content.kind == PanelKind::Line ? dashOf(index) : Qt::SolidLine);
            graph->setPen(pen);
        }
        seen.add(line.extent(from, to));
    }

    void fillBars(Extent &seen)
    {
        QHash<double, double> sums;
        for (int i = 0; i < bars.size(); ++i) {
            const Series &series = content.lines.at(i).series();
            QVector<double> keys;
            QVector<double> values;
            for (qsizetype k = 0; k < series.times.size(); ++k) {
                const double value = series.values.at(k);
                if (std::isnan(value) || series.times.at(k) + content.step < from || series.times.at(k) > to)
                    continue;
                keys.append(series.times.at(k) + content.step / 2);
                values.append(value);
                seen.add(sums[series.times.at(k)] += value);
            }
            bars.at(i)->setData(keys, values, true);
        }
    }

    void fillHistogram(Extent &seen)
    {
        const QList<double> sums = content.buckets.sums();
        QVector<double> keys;
        for (qsizetype i = 0; i < sums.size(); ++i) {
            keys.append(static_cast<double>(i));
            seen.add(sums.at(i));
        }
        bars.constFirst()->setData(keys, sums, true);
    }

    void setValueRange(const Extent &seen)
    {
        if (content.kind == PanelKind::HeatMap) {
            plot->yAxis->setRange(-0.5, std::max<double>(0.5, double(content.buckets.bounds.size()) - 0.5));
            return;
        }
        double least = seen.isEmpty ? 0 : seen.least;
        double greatest = seen.isEmpty ? 1 : seen.greatest;
        if (content.isLogarithmic) {
            greatest = std::max(greatest, 1e-9);
            least = least > 0 ? least : greatest / 1e4;
            plot->yAxis->setRange(std::pow(10, std::floor(std::log10(least))), std::pow(10, std::ceil(std::log10(greatest * 1.0001))));
            return;
        }
        // From nought, unless that would press a line that hardly moves against the top.
        const bool isTall = content.kind != PanelKind::Line || least < greatest * 0.7;
        const bool fromNought = least >= 0 && (isTall || least == greatest);
        if (least == greatest)
            greatest = least == 0 ? 1 : least + std::abs(least) * 0.5;
        const double air = (greatest - (fromNought ? 0 : least)) * 0.06;
        plot->yAxis->setRange(content.least.value_or(fromNought ? 0 : least - air), content.greatest.value_or(greatest + air));
    }

    [[nodiscard]] QString nameOf(int index) const { return content.lines.at(index).series().name; }

    void paintSwatch(QPainter &painter, int x, int y, int index) const
    {
        const bool isLine = content.kind == PanelKind::Line;
        painter.setPen(QPen(Theme::chartColor(index), isLine ? 2 : 1, isLine ? dashOf(index) : Qt::SolidLine));
        if (isLine) {
            painter.drawLine(x, y, x + Metrics::gap(4), y);
            return;
        }
        QColor fill = Theme::chartColor(index);
        fill.setAlphaF(0.45F);
        const bool isBar = content.kind == PanelKind::Bar;
        painter.setBrush(QBrush(fill, isBar && index % 3 == 1 ? Qt::BDiagPattern : isBar && index % 3 == 2 ? Qt::Dense4Pattern : Qt::SolidPattern));
        painter.drawRect(x, y - Metrics::gap(1), Metrics::gap(4), Metrics::gap(2));
    }

    void paintNames(QPainter &painter) const
    {
        if (content.lines.size() < 2 || isOfBuckets())
            return;
        const QFont font = Theme::font(TextRole::Label);
        const QFontMetrics metrics(font);
        painter.setFont(font);
        const auto count = static_cast<int>(content.lines.size());
        if (namesAbove > 0) {
            const int right = q->width() - Metrics::gap(3);
            int x = Metrics::gap(3);
            for (int i = 0; i < count; ++i) {
                const QString name = metrics.elidedText(nameOf(i), Qt::ElideMiddle, std::max(Metrics::gap(20), q->width() / 3));
                const int width = Metrics::gap(6) + metrics.horizontalAdvance(name);
                const QString rest = u"+%1"_s.arg(count - i);
                const int kept = i + 1 < count ? metrics.horizontalAdvance(rest) + Metrics::gap(4) : 0;
                if (x + width > right - kept) {
                    painter.setPen(Theme::color(ThemeRole::Secondary));
                    painter.drawText(QRect(x, 0, right - x, namesAbove), Qt::AlignVCenter | Qt::AlignLeft, rest);
                    break;
                }
                paintSwatch(painter, x, namesAbove / 2, i);
                painter.setPen(Theme::color(ThemeRole::Text));
                painter.drawText(QRect(x + Metrics::gap(5), 0, width, namesAbove), Qt::AlignVCenter | Qt::AlignLeft, name);
                x += width + Metrics::gap(4);
            }
            return;
        }
        // Beside the last value of each line, pushed apart where they would touch.
        struct Label
        {
            int index;
            int y;
        };
        const QRect inside = area();
        QList<Label> labels;
        for (int i = 0; i < count; ++i) {
            const Series &series = content.lines.at(i).series();
            for (qsizetype k = series.times.size() - 1; k >= 0; --k) {
                if (series.times.at(k) > to || std::isnan(series.values.at(k)))
                    continue;
                const double y = plot->yAxis->coordToPixel(series.values.at(k)) + plot->y();
                if (std::isfinite(y))
                    labels.append({i, static_cast<int>(std::clamp<double>(y, inside.top(), inside.bottom()))});
                break;
            }
        }
        std::ranges::sort(labels, {}, &Label::y);
        const int height = metrics.height();
        for (qsizetype i = 1; i < labels.size(); ++i)
            labels[i].y = std::max(labels.at(i).y, labels.at(i - 1).y + height);
        int below = inside.bottom();
        for (qsizetype i = labels.size() - 1; i >= 0; --i) {
            labels[i].y = std::min(labels.at(i).y, below);
            below = labels.at(i).y - height;
        }
        const int x = inside.right() + 1 + Metrics::gap(1);
        for (const Label &label : std::as_const(labels)) {
            painter.setPen(Theme::chartColor(label.index));
            const QRect place(x, label.y - height / 2, q->width() - x - Metrics::gap(1), height);
            painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(nameOf(label.index), Qt::ElideRight, place.width()));
        }
    }

    void paintMarks(QPainter &painter) const
    {
        if (!isOverTime())
            return;
        const QRect inside = area();
        const int side = Metrics::gap(3);
        for (const PlotMark &mark : marks) {
            if (mark.time < from || mark.time > to)
                continue;
            const int x = q->xOf(mark.time);
            const QColor color = markColor(mark.kind);
            painter.setPen(QPen(color, 1, Qt::DashLine));
            painter.drawLine(x, inside.top() + side, x, inside.bottom());
            painter.drawPixmap(QPoint(x - side / 2, inside.top()),
                               Icons::pixmap(markIcon(mark.kind), side, painter.device()->devicePixelRatio(), color));
        }
    }

    void paintBand(QPainter &painter) const
    {
        if (!bandFrom || !isDragging)
            return;
        QColor fill = Theme::color(ThemeRole::Accent);
        fill.setAlphaF(0.15F);
        const QRect inside = area();
        const int left = std::clamp(std::min(bandFrom->x(), bandTo.x()), inside.left(), inside.right());
        const int right = std::clamp(std::max(bandFrom->x(), bandTo.x()), inside.left(), inside.right());
        painter.fillRect(QRect(QPoint(left, inside.top()), QPoint(right, inside.bottom())), fill);
        painter.setPen(Theme::color(ThemeRole::Accent));
        painter.drawLine(left, inside.top(), left, inside.bottom());
        painter.drawLine(right, inside.top(), right, inside.bottom());
    }

    void paintCrosshair(QPainter &painter) const
    {
        if (!crosshair || !isOverTime() || *crosshair < from || *crosshair > to)
            return;
        const QRect inside = area();
        const int x = q->xOf(*crosshair);
        painter.setPen(QPen(Theme::color(ThemeRole::ControlBorder), 1));
        painter.drawLine(x, inside.top(), x, inside.bottom());
        const QStringList texts = q->readout();
        if (texts.size() < 2)
            return;
        const QFont font = Theme::font(TextRole::Label);
        const QFontMetrics metrics(font);
        int width = 0;
        for (const QString &text : texts)
            width = std::max(width, metrics.horizontalAdvance(text));
        width = std::min(width + Metrics::gap(4), q->width() - Metrics::gap(2));
        const int line = metrics.height() + 1;
        const int height = static_cast<int>(texts.size()) * line + Metrics::gap(2);
        const bool isLeft = x + Metrics::gap(2) + width > q->width();
        const QRect box(isLeft ? std::max(0, x - Metrics::gap(2) - width) : x + Metrics::gap(2),
                        std::clamp(inside.top(), 0, std::max(0, q->height() - height)), width, height);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::color(ThemeRole::ControlBorder));
        painter.setBrush(Theme::color(ThemeRole::Raised));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::controlRadius(), Metrics::controlRadius());
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setFont(font);
        for (qsizetype i = 0; i < texts.size(); ++i) {
            painter.setPen(Theme::color(i == 0 ? ThemeRole::Secondary : ThemeRole::Text));
            painter.drawText(
                QRect(box.left() + Metrics::gap(2), box.top() + Metrics::gap(1) + static_cast<int>(i) * line, box.width() - Metrics::gap(4), line),
                Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(texts.at(i), Qt::ElideMiddle, box.width() - Metrics::gap(4)));
        }
    }

    PlotView *q;
    QCustomPlot *plot;
    Overlay *overlay;
    QSharedPointer<TimeTicker> timeTicker;
    QSharedPointer<ValueTicker> valueTicker;
    QSharedPointer<ValueTicker> bucketTicker;
    PlotContent content;
    QList<PlotLine> drawn; ///< the lines as they stand: in a stack on each other
    QList<QCPGraph *> graphs;
    QList<QCPGraph *> earlierGraphs;
    QList<QCPGraph *> dots; ///< values with nothing beside them, which no line shows
    QList<QCPBars *> bars;
    QCPColorMap *map = nullptr;
    QList<PlotMark> marks;
    double from = 0;
    double to = 1;
    std::optional<double> crosshair;
    std::optional<QPoint> bandFrom;
    QPoint bandTo;
    bool isDragging = false;
    bool zoomsByWheel = false;
    int namesBeside = 0;
    int namesAbove = 0;
};

PlotView::PlotView(QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this))
{
    setMouseTracking(true);
    d->build();
    if (Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, [this] { d->build(); });
}

PlotView::~PlotView() = default;

void PlotView::setContent(const PlotContent &content)
{
    d->content = content;
    d->build();
}

const PlotContent &PlotView::content() const
{
    return d->content;
}

void PlotView::setRange(double from, double to)
{
    if (!(from < to) || (from == d->from && to == d->to))
        return;
    d->from = from;
    d->to = to;
    d->queue();
}

void PlotView::setMarks(const QList<PlotMark> &marks)
{
    if (marks == d->marks)
        return;
    d->marks = marks;
    d->overlay->update();
}

void PlotView::setCrosshair(std::optional<double> time)
{
    if (time == d->crosshair)
        return;
    d->crosshair = time;
    d->overlay->update();
}

std::optional<double> PlotView::crosshair() const
{
    return d->crosshair;
}

QStringList PlotView::readout() const
{
    if (!d->crosshair || !d->isOverTime())
        return {};
    const PlotContent &content = d->content;
    QStringList texts{UnitText::moment(*d->crosshair, content.step)};
    if (content.kind == PanelKind::HeatMap) {
        const QList<double> &times = content.buckets.times;
        const auto after = std::ranges::upper_bound(times, *d->crosshair) - times.cbegin();
        if (after > 0 && *d->crosshair < times.at(after - 1) + content.step) {
            const QList<double> &counts = content.buckets.counts.at(after - 1);
            double sum = 0;
            qsizetype most = 0;
            for (qsizetype i = 0; i < counts.size(); ++i) {
                sum += counts.at(i);
                most = counts.at(i) > counts.at(most) ? i : most;
            }
            if (sum > 0) {
                texts.append(tr("%1 in all").arg(UnitText::value(sum, Unit::Number)));
                texts.append(tr("most up to %1").arg(UnitText::value(content.buckets.bounds.value(most), content.unit)));
            }
        }
        return texts;
    }
    const bool isNamed = content.lines.size() > 1;
    const auto valueAt = [&](const PlotLine &line) {
        const qsizetype at = line.nearest(*d->crosshair);
        // What was measured at another time is not this one's value.
        if (at < 0 || std::abs(line.series().times.at(at) - *d->crosshair) > content.step)
            return kNothing;
        return line.series().values.at(at);
    };
    for (qsizetype i = 0; i < content.lines.size(); ++i) {
        const double value = valueAt(content.lines.at(i));
        if (std::isnan(value))
            continue;
        if (texts.size() == kReadoutLines) {
            texts.append(tr("and %n more", nullptr, static_cast<int>(content.lines.size() - i)));
            break;
        }
        QString text = UnitText::value(value, content.unit);
        if (isNamed)
            text = u"%1  %2"_s.arg(content.lines.at(i).series().name, text);
        const double before = i < content.earlier.size() ? valueAt(content.earlier.at(i)) : kNothing;
        if (!std::isnan(before))
            text = tr("%1 (before %2)").arg(text, UnitText::value(before, content.unit));
        texts.append(text);
    }
    const double near = (d->to - d->from) / std::max(1, d->area().width()) * Metrics::gap(2);
    for (const PlotMark &mark : std::as_const(d->marks)) {
        if (std::abs(mark.time - *d->crosshair) <= near)
            texts.append(mark.text);
    }
    return texts;
}

void PlotView::setZoomsByWheel(bool zooms)
{
    d->zoomsByWheel = zooms;
}

void PlotView::drawNow()
{
    d->plot->replot(QCustomPlot::rpImmediateRefresh);
}

void PlotView::paintTo(QPainter *painter, QSize size)
{
    // As large as it is wanted, and back: names and ticks are chosen for the size.
    const QSize before = this->size();
    resize(size);
    d->placeNames();
    d->plot->replot(QCustomPlot::rpQueuedRefresh);
    painter->save();
    painter->translate(d->plot->pos());
    {
        const QPixmap picture
            = painter->paintEngine()->type() == QPaintEngine::SVG ? QPixmap() : d->plot->toPixmap(0, 0, painter->device()->devicePixelRatio());
        if (picture.isNull()) {
            QPicture recorded;
            QCPPainter onto;
            onto.begin(&recorded);
            onto.setMode(QCPPainter::pmVectorized);
            onto.setMode(QCPPainter::pmNoCaching);
            d->plot->toPainter(&onto, d->plot->width(), d->plot->height());
            onto.end();
            painter->drawPicture(0, 0, recorded);
        } else {
            painter->drawPixmap(QRect(QPoint(0, 0), d->plot->size()), picture);
        }
    }
    painter->restore();
    d->paintNames(*painter);
    d->paintMarks(*painter);
    resize(before);
    d->placeNames();
    d->queue();
}

std::optional<double> PlotView::timeAt(QPoint point) const
{
    if (!d->isOverTime() || !d->area().contains(point))
        return {};
    return d->plot->xAxis->pixelToCoord(point.x() - d->plot->x());
}

int PlotView::xOf(double time) const
{
    return static_cast<int>(std::lround(d->plot->xAxis->coordToPixel(time))) + d->plot->x();
}

QSize PlotView::minimumSizeHint() const
{
    return {Metrics::gap(30), Metrics::gap(16)};
}

void PlotView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->placeNames();
    d->queue();
}

void PlotView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange)
        d->build();
}

void PlotView::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    Q_EMIT crosshairMoved({});
}

void PlotView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !timeAt(event->pos())) {
        QWidget::mousePressEvent(event);
        return;
    }
    d->bandFrom = event->pos();
    d->bandTo = event->pos();
    d->isDragging = false;
    // The card takes the focus too.
    event->ignore();
}

void PlotView::mouseMoveEvent(QMouseEvent *event)
{
    if (d->bandFrom && (event->buttons() & Qt::LeftButton)) {
        d->bandTo = event->pos();
        d->isDragging = d->isDragging || std::abs(d->bandTo.x() - d->bandFrom->x()) >= Metrics::gap(1);
        d->overlay->update();
    } else {
        event->ignore(); // what the card does with its title and its corner goes on over the plot
    }
    Q_EMIT crosshairMoved(timeAt(event->pos()));
}

void PlotView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !d->bandFrom) {
        QWidget::mouseReleaseEvent(event);
        return;
    }
    const QPoint start = *std::exchange(d->bandFrom, std::nullopt);
    const bool wasDragged = std::exchange(d->isDragging, false);
    d->overlay->update();
    if (!wasDragged)
        return;
    const QRect inside = d->area();
    const auto time = [&](int x) { return d->plot->xAxis->pixelToCoord(std::clamp(x, inside.left(), inside.right()) - d->plot->x()); };
    const auto [from, to] = std::minmax({time(start.x()), time(event->pos().x())});
    if (from < to)
        Q_EMIT rangeRequested(from, to);
}

void PlotView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && timeAt(event->pos()))
        Q_EMIT backRequested();
    else
        QWidget::mouseDoubleClickEvent(event);
}

void PlotView::wheelEvent(QWheelEvent *event)
{
    const std::optional<double> time = timeAt(event->position().toPoint());
    const int turn = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    const bool isMoved = event->modifiers() & Qt::ShiftModifier;
    if (!time || turn == 0 || !(isMoved || (event->modifiers() & Qt::ControlModifier) || d->zoomsByWheel)) {
        event->ignore();
        return;
    }
    event->accept();
    if (isMoved) {
        const double way = (d->to - d->from) / 10 * (turn > 0 ? -1 : 1);
        Q_EMIT rangeRequested(d->from + way, d->to + way);
        return;
    }
    const double factor = std::pow(kWheelStep, -turn / 120.0);
    Q_EMIT rangeRequested(*time - (*time - d->from) * factor, *time + (d->to - *time) * factor);
}

bool PlotView::event(QEvent *event)
{
    if (event->type() == QEvent::DevicePixelRatioChange)
        d->queue();
    return QWidget::event(event);
}

} // namespace Millrace
