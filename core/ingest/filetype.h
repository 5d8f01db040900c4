// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace Millrace {

/// What a file is, for people and for programs.
struct FileType
{
    QString format; ///< "pdf", "html", "text", …: short, what lists and filters call it
    QString mediaType; ///< "application/pdf"

    friend bool operator==(const FileType &, const FileType &) = default;
};

/// By the name where that says enough, else by the first bytes. Any thread.
[[nodiscard]] FileType fileTypeOf(const QString &name, QByteArrayView head);
/// The format's name for a media type that somebody else has told.
[[nodiscard]] QString formatOf(const QString &mediaType);

} // namespace Millrace
