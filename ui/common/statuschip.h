// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowdelegate.h"
#include "pipeline/contextstate.h"

#include <QAbstractButton>

namespace Millrace {

/// Role under which a model gives a status (as int) to StatusChipDelegate.
inline constexpr int kStatusRole = Qt::UserRole + 100;

/// The picture of a status: an opaque chip with sign and word, readable without its colour.
class StatusChip
{
public:
    /// Paints left-aligned and vertically centred in rect; shortens to the sign where the word does not fit.
    static void paint(QPainter *painter, const QRect &rect, ContextStatus status, const QString &suffix = {});
    [[nodiscard]] static QSize size(ContextStatus status, const QString &suffix = {});
};

/// A cell with a status chip, by kStatusRole.
class StatusChipDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    explicit StatusChipDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// A status with a count, as a button that opens what it counts. Its text for screen readers is "12 failed".
class StatusCountButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit StatusCountButton(ContextStatus status, QWidget *parent = nullptr);

    [[nodiscard]] ContextStatus status() const { return m_status; }
    [[nodiscard]] qint64 count() const { return m_count; }
    void setCount(qint64 count);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ContextStatus m_status;
    qint64 m_count = -1;
};

/// A status chip as a widget, for headers.
class StatusLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLabel(QWidget *parent = nullptr);

    void setStatus(ContextStatus status);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ContextStatus m_status = ContextStatus::Pending;
};

} // namespace Millrace
