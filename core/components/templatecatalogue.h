// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"

#include <QList>
#include <QStringList>

namespace Millrace {

/// The templates that ship with the program, by id; a workspace is seeded with them. Read once; any thread.
[[nodiscard]] QList<ContentTemplate> builtinTemplates();

/// Reads `{"id","version","title","type","audiences","tones","sections"}`; InvalidArgument names the member that is wrong.
[[nodiscard]] Result<ContentTemplate> contentTemplateFromJson(const Json &json);
/// The reverse of contentTemplateFromJson().
[[nodiscard]] Json contentTemplateToJson(const ContentTemplate &contentTemplate);

/// What a document says about the template it wants.
struct TemplateWish
{
    QString type;
    QStringList audiences;
    QStringList tones;
};

/// The template that fits best, or nullptr where the list has none for any type.
///
/// Order: type with tone and audience, type with tone, type with audience, type alone, then the same among templates for any
/// type (empty `type`). A template made for another tone or audience comes after one that is made for all. Equals are decided by
/// id, so that the same list and wish always give the same template.
[[nodiscard]] const ContentTemplate *pickTemplate(const QList<ContentTemplate> &templates, const TemplateWish &wish);

} // namespace Millrace
