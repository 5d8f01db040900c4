// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QList>
#include <QString>

namespace Millrace {

/// Something of a server's that can be asked for by hand: a tool, a resource or a prompt. Its texts are the server's: plain, and never to be believed.
struct InspectorItem
{
    QString text; ///< in the list
    QString about;
    QString method; ///< "tools/call", "resources/read", "prompts/get"
    QString name;
    Json schema = Json::object(); ///< of what is filled in
    Json filled = Json::object(); ///< at first
    qint64 tokens = 0; ///< about, of its description

    /// The answer of `tool.list`.
    [[nodiscard]] static QList<InspectorItem> ofDoor(const Json &answer);
    /// What a foreign server has, as it was opened.
    [[nodiscard]] static QList<InspectorItem> ofServer(const Json &found);
    /// Of its request, with what was filled in.
    [[nodiscard]] Json params(const Json &args) const;

    friend bool operator==(const InspectorItem &, const InspectorItem &) = default;
};

} // namespace Millrace
