// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/plotcontent.h"

#include <QWidget>

namespace Millrace {

/// The one number that matters, large, with its unit, what it was before, and its way to here as a thin line. Of several lines the first few, smaller.
class ValueView final : public QWidget
{
    Q_OBJECT

public:
    explicit ValueView(QWidget *parent = nullptr);

    void setContent(const PlotContent &content);
    void paintTo(QPainter *painter, const QRect &place) const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintOne(QPainter *painter, const QRect &place, qsizetype index, bool isAlone) const;

    PlotContent m_content;
};

} // namespace Millrace
