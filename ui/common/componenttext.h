// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Millrace {

/// A component's title and description in the person's language, by its id. A component that is not known here, such as a plugin's, says
/// it in its own words.
struct ComponentText
{
    QString title;
    QString description;

    [[nodiscard]] static ComponentText of(const QString &name, const QString &title, const QString &description);

    friend bool operator==(const ComponentText &, const ComponentText &) = default;
};

} // namespace Millrace
