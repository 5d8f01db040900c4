// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"

#include <QAbstractButton>

namespace Millrace {

/// One kind of thing that needs the person: sign and word, the number large, and the commonest reason. A click opens exactly
/// the contexts it counts. At zero it is quiet.
class NeedTile final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit NeedTile(ContextStatus status, QWidget *parent = nullptr);

    [[nodiscard]] ContextStatus status() const { return m_status; }
    [[nodiscard]] qint64 count() const { return m_count; }
    void setCount(qint64 count);
    /// The commonest reason; empty: none is known.
    void setReason(const QString &reason);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();

    ContextStatus m_status;
    qint64 m_count = 0;
    QString m_reason;
};

} // namespace Millrace
