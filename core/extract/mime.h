// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <vector>

namespace Millrace {

/// A header field with a value and parameters (Content-Type, Content-Disposition), as RFC 2045 and 2231 have them.
struct MimeField
{
    QByteArray value; ///< in small letters: "text/plain"
    QHash<QByteArray, QString> parameters; ///< names in small letters, values decoded

    friend bool operator==(const MimeField &, const MimeField &) = default;
};

/// A part of a message: its headers and where its body lies in the message's bytes.
struct MimePart
{
    QList<std::pair<QByteArray, QByteArray>> headers; ///< names in small letters, values unfolded, bytes as they came
    MimeField type; ///< text/plain where the part says nothing
    MimeField disposition;
    QByteArray encoding; ///< in small letters; empty: as it stands
    qsizetype from = 0; ///< of the body
    qsizetype to = 0;
    std::vector<MimePart> parts; ///< of a multipart

    /// The first header of this name, decoded; empty where there is none.
    [[nodiscard]] QString header(QByteArrayView name) const;
    /// The name of the file that it is: from either field; without folders and control characters.
    [[nodiscard]] QString fileName() const;
    [[nodiscard]] bool isMultipart() const { return type.value.startsWith("multipart/"); }
};

/// Takes a message apart (RFC 5322, 2045, 2046). Never fails: what is broken is read as far as it goes; at most 20 levels and 2,000 parts.
[[nodiscard]] MimePart parsedMessage(const QByteArray &message);

/// The bytes of a part, its transfer encoding undone.
[[nodiscard]] QByteArray decodedBody(const QByteArray &message, const MimePart &part);

/// A header's value with its encoded words ("=?utf-8?q?caf=C3=A9?=", RFC 2047) decoded; raw bytes are UTF-8, or Latin 1 where they are not.
[[nodiscard]] QString decodedHeader(QByteArrayView value);

[[nodiscard]] MimeField parsedField(QByteArrayView value);

/// Whether bytes begin as a message does: a block of header fields, an author among them, and at least two more that mails have.
[[nodiscard]] bool looksLikeMessage(QByteArrayView head);
/// Whether they begin as a mailbox does: "From " with a date, and then a message.
[[nodiscard]] bool looksLikeMailbox(QByteArrayView head);

} // namespace Millrace
