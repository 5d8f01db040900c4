// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/client/clientwire.h"
#include "mcp/lineframer.h"

#include <QProcess>
#include <QStringList>

namespace Millrace::Mcp {

/// A server that is a program of its own, over its standard input and output: one message a line. The program is started at once, and ended with
/// this: its input is closed first, and what does not end by that is told to, then made to.
class PipeWire final : public ClientWire
{
public:
    /// `command`: the program and its arguments.
    PipeWire(const QStringList &command, qint64 mostBytes, Events events);
    ~PipeWire() override;

    void send(const Outgoing &message) override;
    void abandon(qint64) override {}

private:
    void read();
    void ended();

    QProcess m_process;
    LineFramer m_lines;
    QByteArray m_said; ///< the end of what it wrote to its standard error
    bool m_hasFailed = false;
};

} // namespace Millrace::Mcp
