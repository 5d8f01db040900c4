// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/qualityview.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/theme.h"
#include "review/reviewrows.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kUsualError = 2; ///< per cent
constexpr double kLevel = 0.95;

QString percent(double share)
{
    return Format::locale().toString(share * 100, 'f', share < 0.1 ? 1 : 0) + u" %"_s;
}

QString score(double value)
{
    return Format::locale().toString(value, 'f', 2);
}

} // namespace

void ThresholdModel::setChosen(const Json &chosen)
{
    m_chosen = chosen;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns() - 1));
}

QVariant ThresholdModel::cell(const Json &row, int column, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight);
    if (role == Qt::FontRole)
        return !m_chosen.isNull() && row.value("at") == m_chosen.value("at") ? QVariant(Theme::font(TextRole::Strong)) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::At:
        return !m_chosen.isNull() && row.value("at") == m_chosen.value("at") ? tr("▸ %1").arg(score(row.value("at").toDouble()))
                                                                             : score(row.value("at").toDouble());
    case Column::Coverage:
        return percent(row.value("coverage").toDouble());
    case Column::Count:
        return Format::count(row.value("n").toInt());
    case Column::Right:
        return Format::count(row.value("right").toInt());
    case Column::Error:
        return percent(row.value("error").toDouble());
    case Column::Interval:
        return tr("%1 to %2").arg(percent(row.value("low").toDouble()), percent(row.value("high").toDouble()));
    }
    return {};
}

QVariant ThresholdModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::At:
        return tr("Confidence from");
    case Column::Coverage:
        return tr("Approve themselves");
    case Column::Count:
        return tr("Items");
    case Column::Right:
        return tr("Right");
    case Column::Error:
        return tr("Error");
    case Column::Interval:
        return tr("95 % interval");
    }
    return {};
}

ThresholdChart::ThresholdChart(QWidget *parent)
    : QWidget(parent)
{
    setMinimumHeight(Metrics::gap(50));
    setAccessibleName(tr("Error and coverage over the threshold"));
}

void ThresholdChart::setQuality(const Json &quality, double wanted)
{
    m_quality = quality;
    m_wanted = wanted;
    const Json &chosen = quality.value("chosen");
    setAccessibleDescription(
        chosen.isNull()
            ? QString()
            : tr("From %1 on, %2 approve themselves").arg(score(chosen.value("at").toDouble()), percent(chosen.value("coverage").toDouble())));
    update();
}

void ThresholdChart::paintEvent(QPaintEvent *)
{
    const auto points = m_quality.value("thresholds").items();
    if (points.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = Theme::font(TextRole::Label);
    const QFontMetrics metrics(font);
    painter.setFont(font);
    const QRectF area(metrics.horizontalAdvance(u"100 %"_s) + Metrics::gap(3), Metrics::gap(3),
                      width() - metrics.horizontalAdvance(u"100 %"_s) * 2 - Metrics::gap(8), height() - metrics.height() - Metrics::gap(6));
    double least = 1;
    double most = m_wanted * 2;
    for (const Json &one : points) {
        least = std::min(least, one.value("at").toDouble());
        most = std::max(most, one.value("error").toDouble() * 1.25);
    }
    most = std::clamp(most, 0.01, 1.0);
    const double span = std::max(0.01, 1 - least);
    const auto x = [&](double at) { return area.left() + (at - least) / span * area.width(); };
    const auto error = [&](double value) { return area.bottom() - std::min(1.0, value / most) * area.height(); };
    const auto coverage = [&](double value) { return area.bottom() - value * area.height(); };

    painter.setPen(Theme::color(ThemeRole::Secondary));
    for (int i = 0; i <= 4; ++i) {
        const double y = area.bottom() - area.height() * i / 4;
        painter.setPen(Theme::color(ThemeRole::Separator));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(Theme::color(ThemeRole::Secondary));
        painter.drawText(QRectF(0, y - metrics.height() / 2.0, area.left() - Metrics::gap(2), metrics.height()), Qt::AlignRight | Qt::AlignVCenter,
                         percent(most * i / 4));
        painter.drawText(QRectF(area.right() + Metrics::gap(2), y - metrics.height() / 2.0, width() - area.right(), metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, percent(i / 4.0));
        painter.drawText(QRectF(x(least + span * i / 4) - Metrics::gap(8), area.bottom() + Metrics::gap(1), Metrics::gap(16), metrics.height()),
                         Qt::AlignHCenter | Qt::AlignTop, score(least + span * i / 4));
    }
    QPolygonF band;
    QPolygonF errors;
    QPolygonF covered;
    for (const Json &one : points) {
        band.append({x(one.value("at").toDouble()), error(one.value("high").toDouble())});
        errors.append({x(one.value("at").toDouble()), error(one.value("error").toDouble())});
        covered.append({x(one.value("at").toDouble()), coverage(one.value("coverage").toDouble())});
    }
    for (auto it = points.rbegin(); it != points.rend(); ++it)
        band.append({x(it->value("at").toDouble()), error(it->value("low").toDouble())});
    QColor tint = Theme::chartColor(0);
    tint.setAlpha(38);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    painter.drawPolygon(band);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::chartColor(0), 1.5));
    painter.drawPolyline(errors);
    painter.setPen(QPen(Theme::chartColor(1), 1.5, Qt::DashLine));
    painter.drawPolyline(covered);
    painter.setPen(QPen(Theme::color(ThemeRole::Secondary), 1, Qt::DotLine));
    painter.drawLine(QPointF(area.left(), error(m_wanted)), QPointF(area.right(), error(m_wanted)));
    painter.setPen(Theme::color(ThemeRole::Secondary));
    painter.drawText(QPointF(area.left() + Metrics::gap(1), error(m_wanted) - 3), tr("wanted"));
    painter.setPen(Theme::chartColor(0));
    painter.drawText(QPointF(area.left() + Metrics::gap(1), area.top() + metrics.ascent()), tr("Error, left"));
    painter.setPen(Theme::chartColor(1));
    const QString right = tr("Approve themselves, right");
    painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(right), area.top() + metrics.ascent()), right);
    if (const Json &chosen = m_quality.value("chosen"); !chosen.isNull()) {
        painter.setPen(QPen(Theme::color(ThemeRole::Accent), 1));
        const double at = x(chosen.value("at").toDouble());
        painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
    }
}

QualityView::QualityView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_pipeline(new QComboBox(this))
    , m_wanted(new QDoubleSpinBox(this))
    , m_chosen(makeLabel(TextRole::Section, {}, this))
    , m_chart(new ThresholdChart(this))
    , m_model(new ThresholdModel(this))
    , m_table(new QTreeView(this))
    , m_agreement(makeLabel(TextRole::Body, {}, this))
    , m_people(makeLabel(TextRole::Body, {}, this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_pipeline->setAccessibleName(tr("Pipeline"));
    m_pipeline->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_pipeline->setMinimumContentsLength(20);
    m_wanted->setRange(0.1, 50);
    m_wanted->setDecimals(1);
    m_wanted->setSingleStep(0.5);
    m_wanted->setSuffix(u" %"_s);
    m_wanted->setValue(kUsualError);
    m_wanted->setAccessibleName(tr("Wanted error"));
    m_chosen->setWordWrap(true);
    m_agreement->setWordWrap(true);
    m_people->setWordWrap(true);
    setUpRows(m_table, m_model);
    m_table->setAccessibleName(tr("Thresholds"));
    m_table->header()->setStretchLastSection(true);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(2));
    bar->addWidget(m_pipeline);
    auto *wanted = makeLabel(TextRole::Body, tr("Wanted error"), this);
    wanted->setBuddy(m_wanted);
    bar->addSpacing(Metrics::gap(3));
    bar->addWidget(wanted);
    bar->addWidget(m_wanted);
    bar->addStretch(1);
    auto *left = new QVBoxLayout;
    left->setSpacing(Metrics::gap(3));
    left->addWidget(m_chosen);
    left->addWidget(m_chart, 1);
    left->addWidget(m_agreement);
    left->addWidget(m_people);
    left->addStretch(0);
    auto *body = new QHBoxLayout;
    body->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::paneMargin(), Metrics::gap(4));
    body->setSpacing(Metrics::gap(6));
    body->addLayout(left, 5);
    body->addWidget(m_table, 6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(body, 1);
    setFocusProxy(m_table);
    connect(m_pipeline, &QComboBox::activated, this, &QualityView::ask);
    connect(m_wanted, &QDoubleSpinBox::valueChanged, this, &QualityView::ask);
}

void QualityView::focusWanted()
{
    m_wanted->setFocus(Qt::OtherFocusReason);
    m_wanted->selectAll();
}

void QualityView::refresh()
{
    m_answers.ask("facets", m_workspace->execute(u"review.facets"_s, Json::object(), m_workspace->actor()), [this](const Json &facets) {
        const QVariant current = m_pipeline->currentData();
        m_pipeline->clear();
        m_pipeline->addItem(tr("All pipelines"), QStringList());
        for (const Json &one : facets.value("decided").items()) {
            m_pipeline->addItem(one.value("title").toString(one.value("pipeline").toString()),
                                QStringList{one.value("pipeline").toString(), one.value("node").toString()});
        }
        // The confidences of two pipelines are not the same thing: the first that is seen is one of them.
        m_pipeline->setCurrentIndex(current.isValid() ? std::max(0, m_pipeline->findData(current)) : std::min(1, m_pipeline->count() - 1));
        ask();
    });
}

void QualityView::ask()
{
    Json args = Json::object({{"wanted_error", Json(m_wanted->value() / 100)}, {"level", Json(kLevel)}});
    Json stats = Json::object({{"since", Json(dayBegan())}});
    if (const QStringList chosen = m_pipeline->currentData().toStringList(); chosen.size() == 2) {
        for (Json *one : {&args, &stats}) {
            one->insert("pipeline", Json(chosen.at(0)));
            one->insert("node", Json(chosen.at(1)));
        }
    }
    m_answers.ask("quality", m_workspace->execute(u"review.quality"_s, args, m_workspace->actor()),
                  [this](const Json &quality) { showQuality(quality); });
    m_answers.ask("stats", m_workspace->execute(u"review.stats"_s, stats, m_workspace->actor()), [this](const Json &answer) { showPeople(answer); });
}

void QualityView::showQuality(const Json &quality)
{
    const auto rows = quality.value("thresholds").items();
    m_model->setRows(QList<Json>(rows.begin(), rows.end()));
    const Json &chosen = quality.value("chosen");
    m_model->setChosen(chosen);
    m_chart->setQuality(quality, m_wanted->value() / 100);
    if (quality.value("decided").toInt() == 0) {
        m_chosen->setText(tr("Nothing with a confidence is decided yet. Thresholds can be told once it is."));
    } else if (chosen.isNull()) {
        m_chosen->setText(tr("No threshold keeps the error below %1 with what is decided so far.").arg(percent(m_wanted->value() / 100)));
    } else {
        m_chosen->setText(tr("From a confidence of %1 on, %2 approve themselves with an error of %3 (%4 to %5).")
                              .arg(score(chosen.value("at").toDouble()), percent(chosen.value("coverage").toDouble()),
                                   percent(chosen.value("error").toDouble()), percent(chosen.value("low").toDouble()),
                                   percent(chosen.value("high").toDouble())));
    }
    if (quality.value("unseen").toBool())
        m_chosen->setText(
            tr("%1 What passes by itself is not in this: nobody saw any of it. A check share has some of it asked.").arg(m_chosen->text()));
    m_chosen->setToolTip(quality.value("note").toString());
    const Json &agreement = quality.value("agreement");
    if (agreement.value("alpha").isNumber()) {
        m_agreement->setText(tr("%1 people agree on %2 items with Krippendorff's alpha of %3.")
                                 .arg(agreement.value("raters").toInt())
                                 .arg(Format::count(agreement.value("items").toInt()), score(agreement.value("alpha").toDouble())));
    } else {
        m_agreement->setText({});
    }
    m_agreement->setVisible(!m_agreement->text().isEmpty());
}

void QualityView::showPeople(const Json &stats)
{
    QStringList lines;
    for (const Json &one : stats.value("people").items()) {
        QString line = tr("%1: %2 today, %3 in all")
                           .arg(one.value("by").value("name").toString(), Format::count(one.value("today").toInt()),
                                Format::count(one.value("total").toInt()));
        if (const qint64 each = one.value("median_ms").toInt(); each > 0) // who decides many at once, or by a script, looks at none for a time
            line = tr("%1, %2 each").arg(line, Format::duration(each * 1000));
        lines.append(line);
    }
    m_people->setText(lines.join(u'\n'));
    m_people->setVisible(!lines.isEmpty());
}

} // namespace Millrace
