// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Millrace::Mcp {

/// Long answers, kept for the client that asked so that it can read on. Where there are too many, whoever has the most loses its oldest.
class AnswerStore
{
public:
    static constexpr qsizetype kMostAnswers = 64;
    static constexpr qsizetype kMostBytes = 16 * 1024 * 1024;
    static constexpr qsizetype kPageBytes = 24 * 1024;

    struct Page
    {
        QByteArray text; ///< UTF-8, cut between characters
        qsizetype bytes = 0; ///< of the whole answer
        qsizetype next = 0; ///< where the following page begins; 0: this was the last one
    };

    /// The answer's id.
    [[nodiscard]] QString keep(const QString &clientId, const QByteArray &answer);
    [[nodiscard]] std::optional<QByteArray> find(const QString &id, const QString &clientId) const;
    [[nodiscard]] std::optional<Page> page(const QString &id, const QString &clientId, qsizetype from) const;

    /// At most `most` bytes from `from` on, cut between characters.
    [[nodiscard]] static QByteArray cut(const QByteArray &text, qsizetype from, qsizetype most);

private:
    struct Kept
    {
        QString id;
        QString clientId;
        QByteArray answer;
    };
    QList<Kept> m_kept; ///< oldest first
    qsizetype m_bytes = 0;

    void forgetOne();
};

} // namespace Millrace::Mcp
