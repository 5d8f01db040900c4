// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/call.h"
#include "sdk/services.h"

namespace Millrace::Mcp {

/// A prompt as a value: what a client is told of it, and the function behind it.
struct Prompt
{
    struct Argument
    {
        QByteArray name;
        QString description;
        bool required = false;
        QStringList values; ///< to choose from

        friend bool operator==(const Argument &, const Argument &) = default;
    };
    using Get = std::function<void(const CallPtr &call, const Json &arguments)>;

    QString name;
    QString title;
    QString description;
    QList<Argument> arguments;
    Get get;

    [[nodiscard]] Json toJson() const;
    /// What is missing of the arguments that must be there; empty: nothing.
    [[nodiscard]] QString missing(const Json &given) const;
};

/// A workspace's template as a prompt: its instructions with what the arguments say, and the text that they are about.
[[nodiscard]] Prompt templatePrompt(const ContentTemplate &content);

/// One message from the user.
[[nodiscard]] Json userMessage(const Json &content);

} // namespace Millrace::Mcp
