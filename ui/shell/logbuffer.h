// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMutex>
#include <QObject>
#include <QStringList>

namespace Millrace {

/// Keeps the program's last log lines for the bottom panel, and passes each on to where it went before. Made by the program, once;
/// takes lines from every thread, tells on its own.
class LogBuffer final : public QObject
{
    Q_OBJECT

public:
    explicit LogBuffer(QObject *parent = nullptr);
    ~LogBuffer() override;

    [[nodiscard]] QStringList lines() const;

Q_SIGNALS:
    /// There are more lines; queued, once for many.
    void grown();

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &message);
    void add(const QString &line);

    mutable QMutex m_mutex;
    QStringList m_lines;
    bool m_told = false;
};

} // namespace Millrace
