// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/readingstrip.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QSet>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kMostRows = 3;
}

class ReadingStrip::Row final : public QWidget
{
public:
    Row(const QString &id, ReadingStrip *strip)
        : QWidget(strip)
        , m_title(new QPushButton(this))
        , m_pages(makeLabel(TextRole::Secondary, {}, this))
        , m_bar(new QProgressBar(this))
    {
        m_title->setProperty("link", true);
        m_title->setToolTip(ReadingStrip::tr("Show the pages that have been read"));
        m_bar->setTextVisible(false);
        m_bar->setFixedHeight(Metrics::gap(1));
        auto *stop = new QToolButton(this);
        stop->setIcon(Icons::icon(u"dialog-cancel"));
        stop->setToolTip(ReadingStrip::tr("Read no further; the pages that were read are kept"));
        stop->setAccessibleName(stop->toolTip());
        auto *line = new QHBoxLayout;
        line->setSpacing(Metrics::gap(2));
        line->addWidget(m_title);
        line->addStretch(1);
        line->addWidget(m_pages);
        line->addWidget(stop);
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(Metrics::gap(2), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
        layout->setSpacing(Metrics::gap(1));
        layout->addLayout(line);
        layout->addWidget(m_bar);
        QObject::connect(m_title, &QPushButton::clicked, strip, [strip, id] { Q_EMIT strip->chosen(id); });
        QObject::connect(stop, &QToolButton::clicked, strip, [strip, id] { Q_EMIT strip->stopRequested(id); });
    }

    void show(const Json &reading)
    {
        const auto pages = static_cast<int>(reading.value("pages").toInt());
        const auto all = static_cast<int>(reading.value("all_pages").toInt());
        m_title->setText(m_title->fontMetrics().elidedText(reading.value("name").toString(), Qt::ElideMiddle, Metrics::gap(50)));
        m_pages->setText(ReadingStrip::tr("%1 of %2 pages read").arg(Format::count(pages), Format::count(all)));
        m_bar->setRange(0, all);
        m_bar->setValue(pages);
    }

private:
    QPushButton *m_title;
    QLabel *m_pages;
    QProgressBar *m_bar;
};

ReadingStrip::ReadingStrip(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_more(makeLabel(TextRole::Secondary, {}, this))
{
    m_layout->setContentsMargins(Metrics::gap(2), Metrics::gap(1), Metrics::gap(2), Metrics::gap(2));
    m_layout->setSpacing(0);
    m_more->setContentsMargins(Metrics::gap(2), 0, 0, 0);
    m_layout->addWidget(m_more);
    setAccessibleName(tr("Documents being read"));
    hide();
}

void ReadingStrip::setReadings(const Json &readings)
{
    m_readings = readings;
    QSet<QString> present;
    for (const Json &reading : readings.items()) {
        if (present.size() == kMostRows)
            break;
        const QString id = reading.value("id").toString();
        present.insert(id);
        Row *&row = m_rows[id];
        if (!row) {
            row = new Row(id, this);
            m_layout->insertWidget(m_layout->count() - 1, row);
            row->QWidget::show();
        }
        row->show(reading);
    }
    for (const QString &id : m_rows.keys()) {
        if (!present.contains(id))
            m_rows.take(id)->deleteLater();
    }
    const auto more = static_cast<int>(readings.size() - present.size());
    m_more->setText(tr("and %n more", nullptr, more));
    m_more->setVisible(more > 0);
    setVisible(readings.size() > 0);
}

} // namespace Millrace
