// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QString>

namespace Millrace {

/// The user's settings file (`millrace/settings.json` in the XDG config folder), shared with the command line: fields this
/// class does not know survive. Main thread. A frozen one reads and never writes: for pictures and tests.
class Settings
{
public:
    enum class Access : quint8 { ReadWrite, Frozen };

    explicit Settings(const QString &path = defaultPath(), Access access = Access::ReadWrite);

    /// MILLRACE_SETTINGS where it is set.
    [[nodiscard]] static QString defaultPath();

    /// The value at a JSON Pointer ("/window/pane"); null where there is none.
    [[nodiscard]] Json value(const char *pointer) const;
    /// Sets the value, making objects on the way. Kept in memory until save().
    void setValue(const char *pointer, const Json &value);
    [[nodiscard]] const Json &all() const { return m_root; }

    /// Writes the file whole or not at all. Does nothing where nothing changed, and never writes when frozen or over a file
    /// that could not be read.
    Result<void> save();

private:
    QString m_path;
    Access m_access;
    Json m_root;
    bool m_changed = false;
    bool m_unreadable = false;
};

} // namespace Millrace
