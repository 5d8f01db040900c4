// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowdelegate.h"

#include <QIcon>

namespace Millrace {

/// A document in the list: the sign of its format, its title, and below it what was found, or file, size and day. Owned by its view.
class DocumentDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// The Breeze icon of a format: "pdf" is "application-pdf".
[[nodiscard]] QString formatIcon(const QString &format);
/// The same as an icon in one colour, as the list shows it.
[[nodiscard]] QIcon formatSign(const QString &format);
/// How the window calls a format: "pdf" is "PDF".
[[nodiscard]] QString formatName(const QString &format);

} // namespace Millrace
