// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/client/pipewire.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr qsizetype kMostSaid = 4096;
constexpr int kEndMs = 500; ///< for the program to end by itself, and again once it was told to

} // namespace

PipeWire::PipeWire(const QStringList &command, qint64 mostBytes, Events events)
    : ClientWire(std::move(events))
    , m_lines(mostBytes)
{
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { read(); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { m_said = (m_said + m_process.readAllStandardError()).right(kMostSaid); });
    QObject::connect(&m_process, &QProcess::finished, &m_process, [this] { ended(); });
    // Queued: a program that is not there says so before this has returned.
    QObject::connect(
        &m_process, &QProcess::errorOccurred, &m_process,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                ended();
        },
        Qt::QueuedConnection);
    m_process.start(command.value(0), command.sliced(1));
}

PipeWire::~PipeWire()
{
    m_process.disconnect();
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (m_process.waitForFinished(kEndMs))
        return;
    m_process.terminate();
    if (m_process.waitForFinished(kEndMs))
        return;
    m_process.kill();
    m_process.waitForFinished(kEndMs);
}

void PipeWire::send(const Outgoing &message)
{
    if (!m_hasFailed)
        m_process.write(message.json + '\n');
}

void PipeWire::read()
{
    m_lines.append(m_process.readAllStandardOutput());
    while (const std::optional<QByteArray> line = m_lines.next())
        events().received(*line);
    if (m_lines.isOverlong() && !std::exchange(m_hasFailed, true))
        events().failed(0, Error::make(ErrorCode::HttpTooLarge, u"the server sent a longer message than is taken"_s));
}

void PipeWire::ended()
{
    if (std::exchange(m_hasFailed, true))
        return;
    if (m_process.error() == QProcess::FailedToStart) {
        events().failed(0, Error::make(ErrorCode::NotFound, u"%1 cannot be started: %2"_s.arg(m_process.program(), m_process.errorString())));
        return;
    }
    const QString how = m_process.exitStatus() == QProcess::CrashExit ? u"the server's program crashed"_s
                                                                      : u"the server's program ended with %1"_s.arg(m_process.exitCode());
    const QString said = QString::fromUtf8(m_said + m_process.readAllStandardError()).trimmed();
    events().failed(0, Error::make(ErrorCode::HttpUnreachable, said.isEmpty() ? how : how + u": "_s + said.right(kMostSaid)));
}

} // namespace Millrace::Mcp
