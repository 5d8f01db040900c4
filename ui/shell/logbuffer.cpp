// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/logbuffer.h"

#include <QTime>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kKept = 2000;
LogBuffer *s_buffer = nullptr;
QtMessageHandler s_before = nullptr;

QLatin1StringView word(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug"_L1;
    case QtInfoMsg:
        return "info"_L1;
    case QtWarningMsg:
        return "warning"_L1;
    case QtCriticalMsg:
        return "error"_L1;
    case QtFatalMsg:
        return "fatal"_L1;
    }
    return {};
}

} // namespace

LogBuffer::LogBuffer(QObject *parent)
    : QObject(parent)
{
    s_buffer = this;
    s_before = qInstallMessageHandler(&LogBuffer::take);
}

LogBuffer::~LogBuffer()
{
    qInstallMessageHandler(s_before);
    s_buffer = nullptr;
}

QStringList LogBuffer::lines() const
{
    const QMutexLocker lock(&m_mutex);
    return m_lines;
}

void LogBuffer::take(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // Said by Qt for every window without a display, and of no use to anybody.
    if (message.startsWith("This plugin does not support propagateSizeHints"_L1))
        return;
    if (s_buffer) {
        const QLatin1StringView category(context.category ? context.category : "");
        s_buffer->add(
            u"%1  %2  %3  %4"_s.arg(QTime::currentTime().toString(u"HH:mm:ss.zzz"_s), QString(word(type)).leftJustified(7), category, message));
    }
    if (s_before)
        s_before(type, context, message);
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
