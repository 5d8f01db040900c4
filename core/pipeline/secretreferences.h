// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QList>
#include <QString>

#include <functional>

namespace Millrace {

/// A place in a pipeline's settings that stands for a secret.
struct SecretReference
{
    QString node;
    QByteArray path; ///< JSON Pointer into the definition
    QString name;

    friend bool operator==(const SecretReference &, const SecretReference &) = default;
};

/// Every `secret:NAME` of a definition, where its component's schema says that a secret may stand (`x-secret`); elsewhere it is a text like any
/// other. `schemaOf` gives the schema of a component's settings, null where it is not known. Pure.
[[nodiscard]] QList<SecretReference> secretReferences(const Json &definition, const std::function<Json(const QString &component)> &schemaOf);

} // namespace Millrace
