// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace Millrace::Cli {

/// Turns SIGINT and SIGTERM into a signal on the main thread, so that the command in hand stops after a commit. A second one
/// ends the process at once, as a shell's user expects. One per process, made by main after the application.
class Interrupt : public QObject
{
    Q_OBJECT

public:
    Interrupt();
    ~Interrupt() override;

    /// The signal that came, or 0.
    [[nodiscard]] int signalNumber() const { return m_signal; }
    /// What a shell expects of a process ended by that signal: 130 for SIGINT.
    [[nodiscard]] int exitCode() const { return 128 + m_signal; }

Q_SIGNALS:
    void received();

private:
    int m_signal = 0;
    int m_pipe[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Millrace::Cli
