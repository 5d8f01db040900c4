// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/panelcard.h"

#include "common/emptystate.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "metrics/linesmodel.h"
#include "metrics/plotview.h"
#include "metrics/valueview.h"

#include <QContextMenuEvent>
#include <QDateTime>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QTimeZone>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString iso(double time)
{
    return QDateTime::fromMSecsSinceEpoch(std::llround(time * 1000), QTimeZone::UTC).toString(Qt::ISODateWithMs);
}

/// As programs read it: the whole double, with a point.
QString plain(double value)
{
    return std::isnan(value) ? QString() : QString::number(value, 'g', 15);
}

} // namespace

PanelCard::PanelCard(QWidget *parent)
    : Card(parent)
    , m_title(new ElidedLabel(TextRole::Strong, this))
    , m_note(new ElidedLabel(TextRole::Label, this))
    , m_menu(new QToolButton(this))
    , m_pages(new QStackedWidget(this))
    , m_plot(new PlotView(this))
    , m_value(new ValueView(this))
    , m_lines(new LinesModel(this))
    , m_table(new QTreeView(this))
    , m_empty(new EmptyState(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_title->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_note->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_menu->setIcon(Icons::icon(u"application-menu"));
    m_menu->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    m_menu->setFocusPolicy(Qt::NoFocus);
    m_menu->setToolTip(tr("What can be done with this panel"));
    setUpRows(m_table, m_lines);
    m_table->setAccessibleName(tr("What was measured"));
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(static_cast<int>(LinesModel::Column::Name), QHeaderView::Stretch);
    m_pages->addWidget(m_plot);
    m_pages->addWidget(m_value);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(Metrics::gap(3), Metrics::gap(1), Metrics::gap(1), 0);
    top->setSpacing(Metrics::gap(2));
    top->addWidget(m_title, 3);
    top->addWidget(m_note, 1);
    top->addWidget(m_menu);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, Metrics::gap(1), Metrics::gap(2));
    layout->setSpacing(Metrics::gap(1));
    layout->addLayout(top);
    layout->addWidget(m_pages, 1);
    connect(m_menu, &QToolButton::clicked, this, [this] {
        setFocus(Qt::OtherFocusReason);
        Q_EMIT menuRequested(m_menu->mapToGlobal(QPoint(0, m_menu->height())));
    });
    showContent();
}

void PanelCard::setInfo(const PanelInfo &info)
{
    m_info = info;
    const QString title = info.title.isEmpty() ? tr("Without a title") : info.title;
    m_title->setText(title);
    setAccessibleName(title);
    m_menu->setAccessibleName(tr("What can be done with %1").arg(title));
    showContent();
}

void PanelCard::setContent(const PlotContent &content, const QString &note)
{
    m_content = content;
    m_problem.clear();
    m_isAnswered = true;
    m_note->setText(note);
    showContent();
}

void PanelCard::setProblem(const QString &problem)
{
    m_content = {};
    m_problem = problem;
    m_isAnswered = true;
    m_note->setText({});
    showContent();
}

void PanelCard::setEditable(bool editable)
{
    m_isEditable = editable;
}

void PanelCard::showContent()
{
    m_note->setVisible(!m_note->text().isEmpty());
    if (m_content.isEmpty() || !m_problem.isEmpty()) {
        if (!m_problem.isEmpty())
            m_empty->setContent(u"sign-warning"_s, m_problem);
        else if (m_info.queries.isEmpty())
            m_empty->setContent(u"office-chart-line"_s, tr("This panel asks nothing yet. Edit it to choose a metric."));
        else
            m_empty->setContent({}, m_isAnswered ? tr("Nothing was measured in this time.") : QString());
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    switch (m_info.kind) {
    case PanelKind::Value:
        m_value->setContent(m_content);
        m_pages->setCurrentWidget(m_value);
        break;
    case PanelKind::Table:
        m_lines->setContent(m_content);
        // The sum of what is counted means something, that of a temperature nothing.
        m_table->setColumnHidden(static_cast<int>(LinesModel::Column::Sum), !m_content.isCounted);
        m_pages->setCurrentWidget(m_table);
        break;
    default:
        m_plot->setContent(m_content);
        m_pages->setCurrentWidget(m_plot);
    }
}

QList<QStringList> PanelCard::table() const
{
    QList<QStringList> rows;
    if (m_info.kind == PanelKind::Histogram || m_info.kind == PanelKind::HeatMap) {
        QStringList head{u"time"_s};
        for (const double bound : m_content.buckets.bounds)
            head.append(std::isfinite(bound) ? plain(bound) : u"inf"_s);
        rows.append(head);
        for (qsizetype i = 0; i < m_content.buckets.times.size(); ++i) {
            QStringList row{iso(m_content.buckets.times.at(i))};
            for (const double count : m_content.buckets.counts.at(i))
                row.append(plain(count));
            rows.append(row);
        }
        return rows;
    }
    // Of lines with their own times each time is one row, and what was not measured then is empty.
    QList<double> times;
    QStringList head{u"time"_s};
    for (const PlotLine &line : m_content.lines) {
        times += line.series().times;
        head.append(line.series().name);
    }
    std::ranges::sort(times);
    const auto repeated = std::ranges::unique(times);
    times.erase(repeated.begin(), repeated.end());
    rows.append(head);
    QList<qsizetype> at(m_content.lines.size(), 0);
    for (const double time : std::as_const(times)) {
        QStringList row{iso(time)};
        for (qsizetype i = 0; i < m_content.lines.size(); ++i) {
            const Series &series = m_content.lines.at(i).series();
            const bool has = at.at(i) < series.times.size() && series.times.at(at.at(i)) == time;
            row.append(has ? plain(series.values.at(at.at(i))) : QString());
            at[i] += has ? 1 : 0;
        }
        rows.append(row);
    }
    return rows;
}

void PanelCard::paintTo(QPainter *painter, QSize size)
{
    painter->fillRect(QRect(QPoint(0, 0), size), Theme::color(ThemeRole::Surface));
    const QFont font = Theme::font(TextRole::Strong);
    painter->setFont(font);
    painter->setPen(Theme::color(ThemeRole::Text));
    const int top = Metrics::gap(8);
    painter->drawText(QRect(Metrics::gap(3), 0, size.width() - Metrics::gap(6), top), Qt::AlignVCenter | Qt::AlignLeft, m_title->text());
    const QRect inside(0, top, size.width(), size.height() - top);
    if (m_pages->currentWidget() == m_plot) {
        painter->save();
        painter->translate(inside.topLeft());
        m_plot->paintTo(painter, inside.size());
        painter->restore();
        return;
    }
    if (m_pages->currentWidget() == m_value) {
        m_value->paintTo(painter, inside);
        return;
    }
    painter->setFont(Theme::font(TextRole::Body));
    const int line = Metrics::rowHeight();
    const QRect texts = inside.adjusted(Metrics::gap(3), 0, -Metrics::gap(3), 0);
    int y = texts.top();
    for (const LineRow &row : m_lines->rows()) {
        if (y + line > texts.bottom())
            break;
        painter->drawText(QRect(texts.left(), y, texts.width(), line), Qt::AlignVCenter | Qt::AlignLeft, row.name);
        painter->drawText(QRect(texts.left(), y, texts.width(), line), Qt::AlignVCenter | Qt::AlignRight,
                          UnitText::value(m_content.isCounted ? row.sums.sum : row.sums.last, row.unit));
        y += line;
    }
}

void PanelCard::paintEvent(QPaintEvent *event)
{
    Card::paintEvent(event);
    if (!m_isEditable || !(hasFocus() || underMouse()))
        return;
    // The corner that resizes it.
    QPainter painter(this);
    painter.setPen(Theme::color(ThemeRole::ControlBorder));
    for (int i = 1; i <= 2; ++i)
        painter.drawLine(width() - 4, height() - 4 - i * 3, width() - 4 - i * 3, height() - 4);
}

void PanelCard::focusInEvent(QFocusEvent *event)
{
    Card::focusInEvent(event);
    setHighlighted(true);
    m_plot->setZoomsByWheel(true);
    Q_EMIT focused();
}

void PanelCard::focusOutEvent(QFocusEvent *event)
{
    Card::focusOutEvent(event);
    setHighlighted(false);
    m_plot->setZoomsByWheel(false);
}

PanelCard::Drag PanelCard::dragAt(QPoint point) const
{
    if (!m_isEditable)
        return Drag::None;
    const int corner = Metrics::gap(3);
    if (point.x() >= width() - corner && point.y() >= height() - corner)
        return Drag::Size;
    return point.y() < m_pages->y() ? Drag::Move : Drag::None;
}

void PanelCard::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton) {
        m_drag = dragAt(event->position().toPoint());
        m_pressed = event->globalPosition().toPoint();
    }
    event->accept();
}

void PanelCard::mouseMoveEvent(QMouseEvent *event)
{
    if (m_drag == Drag::None || !(event->buttons() & Qt::LeftButton)) {
        const Drag drag = dragAt(event->position().toPoint());
        setCursor(drag == Drag::Size ? Qt::SizeFDiagCursor : drag == Drag::Move ? Qt::OpenHandCursor : Qt::ArrowCursor);
        return;
    }
    const QPoint way = event->globalPosition().toPoint() - m_pressed;
    if (m_drag == Drag::Move)
        Q_EMIT moveDragged(way);
    else
        Q_EMIT sizeDragged(way);
}

void PanelCard::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && std::exchange(m_drag, Drag::None) != Drag::None)
        Q_EMIT dragEnded(true);
}

void PanelCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_drag != Drag::None) {
        m_drag = Drag::None;
        Q_EMIT dragEnded(false);
        return;
    }
    Card::keyPressEvent(event);
}

void PanelCard::contextMenuEvent(QContextMenuEvent *event)
{
    setFocus(Qt::OtherFocusReason);
    Q_EMIT menuRequested(event->globalPos());
}

} // namespace Millrace
