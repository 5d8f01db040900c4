// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/session.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace Millrace::Mcp {

/// The sessions there are, and the file they are kept in: the program may be started again, and clients go on as if nothing had been. What
/// changed is written within a second and when the book is closed; a session that is lost in between is unknown, and its client begins
/// another one, as the protocol has it. The file is for its owner's eyes only.
class SessionBook : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype kMostSessions = 4000;
    static constexpr qsizetype kMostOfOne = 2000; ///< of one client
    static constexpr qint64 kKeptUs = 7LL * 24 * 3600 * 1'000'000; ///< not heard of for so long, one is forgotten

    /// `file` empty: nothing is kept.
    SessionBook(const QString &file, qint64 now, QObject *parent = nullptr);
    ~SessionBook() override;

    /// What states are sealed with; as old as the file.
    [[nodiscard]] const QByteArray &key() const { return m_key; }
    /// What else the file keeps for the server: tasks.
    [[nodiscard]] const Json &kept() const { return m_kept; }
    void keep(const Json &kept);

    [[nodiscard]] std::shared_ptr<Session> begin(const QString &clientId, qint64 now);
    /// The one that makes room for another of this client's: its own oldest, or one of whoever has the most. Null: there is room, or none
    /// can be made.
    [[nodiscard]] std::shared_ptr<Session> toMakeRoom(const QString &clientId) const;
    [[nodiscard]] bool isFull() const { return m_sessions.size() >= kMostSessions; }
    /// Null: none of this client's.
    [[nodiscard]] std::shared_ptr<Session> find(const QByteArray &id, const QString &clientId, qint64 now);
    void end(const std::shared_ptr<Session> &session);
    void changed();
    [[nodiscard]] const QHash<QByteArray, std::shared_ptr<Session>> &sessions() const { return m_sessions; }

private:
    void read(qint64 now);
    void write();

    QString m_file;
    QByteArray m_key;
    Json m_kept;
    QHash<QByteArray, std::shared_ptr<Session>> m_sessions;
    QTimer m_later;
    QThreadPool m_writer;
};

} // namespace Millrace::Mcp
