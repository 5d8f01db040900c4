// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowdelegate.h"
#include "sources/sourceinfo.h"

#include <QColor>

namespace Millrace {

/// A watched folder in the list: a sign of its state, its title, and below it what has become of its files. Owned by its view.
class SourceDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// "Watched", "Paused", "Cannot be read".
    [[nodiscard]] static QString stateWord(const SourceInfo &source);
    [[nodiscard]] static QString stateIcon(const SourceInfo &source);
    [[nodiscard]] static QColor stateColor(const SourceInfo &source);
    /// "120 taken in · 3 failed · 2 waiting".
    [[nodiscard]] static QString sums(const SourceInfo &source);
};

} // namespace Millrace
