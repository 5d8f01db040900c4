// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/logbuffer.h"

namespace Millrace {

namespace {
constexpr qsizetype kKept = 2000;
}

QStringList LogBuffer::lines() const
{
    const QMutexLocker lock(&m_mutex);
    return m_lines;
}

void LogBuffer::add(const QString &line)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_lines.append(line);
        if (m_lines.size() > kKept)
            m_lines.remove(0, m_lines.size() - kKept);
        if (m_told)
            return;
        m_told = true;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            {
                const QMutexLocker lock(&m_mutex);
                m_told = false;
            }
            Q_EMIT grown();
        },
        Qt::QueuedConnection);
}

} // namespace Millrace
