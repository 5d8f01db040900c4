// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Millrace {

/// What the lines of the lineage mean, each with its word.
class LineageLegend final : public QWidget
{
    Q_OBJECT

public:
    explicit LineageLegend(QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int widthOf(int tie) const;
};

} // namespace Millrace
