// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace Millrace {

/// The documents of many pages that are being read (`reading.list`): how far each is, and a button that stops it. Hidden while there are none.
/// Main thread.
class ReadingStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadingStrip(QWidget *parent = nullptr);

    void setReadings(const Json &readings);
    [[nodiscard]] const Json &readings() const { return m_readings; }

Q_SIGNALS:
    /// The person wants to see what there is of it.
    void chosen(const QString &id);
    void stopRequested(const QString &id);

private:
    class Row;
    QVBoxLayout *m_layout;
    QLabel *m_more;
    QHash<QString, Row *> m_rows;
    Json m_readings = Json::array();
};

} // namespace Millrace
