// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRect>
#include <QString>

namespace Millrace {

/// Where panels stand on a dashboard: in cells of a grid of twelve columns, as many rows as it takes. Pure functions.
///
/// Invariants of what they return: no two panels overlap; each stands as high as those above it allow; each lies within the columns. What a person
/// puts somewhere stands there, as far as the second rule allows, and the others make way downwards.
struct GridPlace
{
    QString id;
    QRect cells;

    friend bool operator==(const GridPlace &, const GridPlace &) = default;
};

inline constexpr int kGridColumns = 12;
inline constexpr int kLeastPanelColumns = 2;
inline constexpr int kLeastPanelRows = 2;
inline constexpr int kMostPanelRows = 24;

/// The cells, made to fit: within the columns, not below the least size.
[[nodiscard]] QRect fittedToGrid(QRect cells);
/// Lets all rise; where two overlap, the one that is further up or further to the left stays.
[[nodiscard]] QList<GridPlace> settled(const QList<GridPlace> &places);
/// The same, and `id` stands at `cells`. In the order of `places`.
[[nodiscard]] QList<GridPlace> placed(const QList<GridPlace> &places, const QString &id, QRect cells);
/// Where a further panel of this size finds room first.
[[nodiscard]] QRect freePlace(const QList<GridPlace> &places, QSize size);
/// As many rows as they need.
[[nodiscard]] int gridRows(const QList<GridPlace> &places);
/// The panel that comes next in that direction, seen from `id`; empty where there is none.
[[nodiscard]] QString neighbour(const QList<GridPlace> &places, const QString &id, Qt::Key direction);

} // namespace Millrace
