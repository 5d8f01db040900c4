// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/call.h"

namespace Millrace::Mcp {

/// Something to be read by its URI, or, with places in braces, all that are alike.
struct Resource
{
    /// `values` are what stands in the places.
    using Read = std::function<void(const CallPtr &call, const QString &uri, const QStringList &values)>;
    /// What could stand in a place: the command that lists it, the list's name and the field.
    struct Source
    {
        QString command;
        QByteArray list;
        QByteArray field;
        bool isPaged = false; ///< it takes a `limit`

        friend bool operator==(const Source &, const Source &) = default;
    };

    QString uri; ///< "millrace://context/{id}"
    QString name;
    QString title;
    QString description;
    QString mimeType;
    Read read;
    Source completion; ///< of the first place

    [[nodiscard]] bool isTemplate() const { return uri.contains(u'{'); }
    /// What stands in the places of a URI; nothing where it is another kind of URI.
    [[nodiscard]] std::optional<QStringList> match(const QString &other) const;
    [[nodiscard]] Json toJson() const;
};

/// The resources there are.
class Resources
{
public:
    Resources();

    void add(Resource resource) { m_all.append(std::move(resource)); }
    [[nodiscard]] const QList<Resource> &all() const { return m_all; }
    /// Null: nothing here has such a URI.
    [[nodiscard]] const Resource *find(const QString &uri, QStringList *values = nullptr) const;
    /// One of a template, by the template's own text.
    [[nodiscard]] const Resource *ofTemplate(const QString &uriTemplate) const;
    void read(const CallPtr &call, const QString &uri) const;

    /// One text as the contents of a resource.
    static void answerText(const CallPtr &call, const QString &uri, const QString &mimeType, const QByteArray &text);
    [[nodiscard]] static RpcError notFound(const Call &call, const QString &uri);

private:
    QList<Resource> m_all;
};

} // namespace Millrace::Mcp
