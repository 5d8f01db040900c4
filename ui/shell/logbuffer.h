// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMutex>
#include <QObject>
#include <QStringList>

namespace Millrace {

/// Keeps the program's last log lines for the bottom panel. Made by the program, which gives it every line; takes them from every
/// thread, tells on its own.
class LogBuffer final : public QObject
{
    Q_OBJECT

public:
    explicit LogBuffer(QObject *parent = nullptr)
        : QObject(parent)
    {}

    void add(const QString &line);
    [[nodiscard]] QStringList lines() const;

Q_SIGNALS:
    /// There are more lines; queued, once for many.
    void grown();

private:
    mutable QMutex m_mutex;
    QStringList m_lines;
    bool m_told = false;
};

} // namespace Millrace
