// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupt.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace Millrace::Cli {

namespace {

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t g_writeEnd = -1;

extern "C" void noteSignal(int number)
{
    const auto byte = static_cast<unsigned char>(number);
    // Nothing can be done in a handler where this fails; the default action is back for the next signal.
    [[maybe_unused]] const ssize_t written = ::write(g_writeEnd, &byte, 1);
}

void install(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

} // namespace

Interrupt::Interrupt()
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    g_writeEnd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        unsigned char number = 0;
        if (::read(m_pipe[0], &number, 1) != 1 || m_signal != 0)
            return;
        m_signal = number;
        Q_EMIT received();
    });
    for (const int number : {SIGINT, SIGTERM})
        install(number, noteSignal, SA_RESTART | SA_RESETHAND);
    // A reader that went away (`| head`) is an ordinary write error for us.
    install(SIGPIPE, SIG_IGN, 0);
}

Interrupt::~Interrupt()
{
    for (const int number : {SIGINT, SIGTERM})
        install(number, SIG_DFL, 0);
    m_notifier.reset();
    g_writeEnd = -1;
    for (const int end : m_pipe) {
        if (end >= 0)
            ::close(end);
    }
}

} // namespace Millrace::Cli
