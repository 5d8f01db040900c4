// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/keychain.h"
#include "sdk/json.h"

#include <atomic>

namespace Millrace {

/// The desktop's keychain (KWallet, Secret Service), asked through a child process for every call.
///
/// A session bus that is not there, a wallet that waits for its password, or a service that is stuck can hold a D-Bus call for as
/// long as they like, and Qt's bus connection cannot be given up. A child can: it is ended when its time is over, and the
/// keychain is then left alone for a minute. Where the environment names no session bus no child is started at all. Values
/// travel over pipes, never as arguments. Any thread, but not the window's or the engine's: a call blocks up to the time limit.
class HostedKeychain final : public Keychain
{
public:
    struct Options
    {
        QString program; ///< the `millrace` program
        int timeoutMs = 20'000; ///< a person may have to unlock the wallet
        int pauseMs = 60'000; ///< not asked again for so long after it did not answer
    };

    explicit HostedKeychain(Options options);

    [[nodiscard]] QString problem() const override;
    [[nodiscard]] Result<std::optional<QString>> read(const QString &name) override;
    [[nodiscard]] Result<void> write(const QString &name, const QString &value) override;
    [[nodiscard]] Result<void> remove(const QString &name) override;

private:
    [[nodiscard]] Result<Json> ask(const Json &request);

    const Options m_options;
    std::atomic<qint64> m_pausedUntilUs = 0; ///< monotonic
};

} // namespace Millrace
