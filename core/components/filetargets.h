// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/effecttarget.h"

namespace Millrace {

/// "folder": each effect becomes a file, whole or not at all. Request: `{"folder","name","if_exists":"replace"|"refuse"}`; the address is the
/// folder, which must be there already, so that a disk that is not mounted is noticed. Nothing outside it is ever touched.
class FolderTarget final : public EffectTarget
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] bool isSerial() const override { return true; }
    [[nodiscard]] QList<DeliveryResult> deliver(const QList<Delivery> &deliveries, RunContext &context) const override;
};

/// "lines": each effect is appended to a text file (JSON Lines, CSV), exactly once. Request: `{"path","header"}`; the header goes into an empty
/// file first; the address is the path. How it knows what it has written stands at the top of filetargets.cpp.
class LinesTarget final : public EffectTarget
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] bool isSerial() const override { return true; }
    [[nodiscard]] QList<DeliveryResult> deliver(const QList<Delivery> &deliveries, RunContext &context) const override;
};

/// Why a name cannot be a file in a folder that is published to; empty where it can.
[[nodiscard]] QString problemWithFileName(QByteArrayView name);

} // namespace Millrace
