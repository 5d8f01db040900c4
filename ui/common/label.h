// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/theme.h"

#include <QLabel>

namespace Millrace {

/// A label of a role: the right font, and the secondary colour (which follows the theme) for Secondary and Label.
[[nodiscard]] QLabel *makeLabel(TextRole role, const QString &text = {}, QWidget *parent = nullptr);

/// One line that is shortened with an ellipsis instead of widening its layout; the whole text is the tooltip then.
class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(TextRole role, QWidget *parent = nullptr);

    void setElideMode(Qt::TextElideMode mode) { m_mode = mode; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace Millrace
