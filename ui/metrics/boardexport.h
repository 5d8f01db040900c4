// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/plotcontent.h"
#include "sdk/error.h"

class QPainter;

namespace Millrace {

class PanelCard;

/// A dashboard or a panel of it on its way into a file: a picture, a drawing, its values, or a page that holds its data and needs nothing else.
struct BoardExport
{
    QString title;
    double from = 0;
    double to = 0;
    QList<PanelCard *> panels;
    QList<PlotMark> marks;

    /// By what the name ends in: png, svg, csv, html; Unsupported for anything else. The file is written whole or not at all.
    Result<void> writeTo(const QString &path);

    /// One line of RFC 4180 for each value: panel, line, time (UTC) and value.
    [[nodiscard]] QByteArray csv() const;
    /// The page; works without a network, and in light and dark.
    [[nodiscard]] QByteArray html() const;

private:
    void paint(QPainter *painter, QSize size);
    [[nodiscard]] QSize size() const;
};

} // namespace Millrace
