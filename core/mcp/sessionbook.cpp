// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/sessionbook.h"

#include "mcp/seal.h"
#include "sdk/error.h"

#include <QFile>
#include <QLoggingCategory>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

Q_LOGGING_CATEGORY(lcMcp, "millrace.mcp")

constexpr int kWriteMs = 1000;

} // namespace

SessionBook::SessionBook(const QString &file, qint64 now, QObject *parent)
    : QObject(parent)
    , m_file(file)
{
    m_writer.setMaxThreadCount(1);
    m_later.setSingleShot(true);
    m_later.setInterval(kWriteMs);
    connect(&m_later, &QTimer::timeout, this, &SessionBook::write);
    read(now);
    if (m_key.size() != Seal::kKeyBytes) {
        m_key = Seal::newKey();
        changed();
    }
}

SessionBook::~SessionBook()
{
    write();
    m_writer.waitForDone();
}

void SessionBook::keep(const Json &kept)
{
    m_kept = kept;
    changed();
}

std::shared_ptr<Session> SessionBook::begin(const QString &clientId, qint64 now)
{
    const auto session = std::make_shared<Session>(Seal::newKey().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals), clientId);
    session->lastUsedAt = now;
    m_sessions.insert(session->id, session);
    changed();
    return session;
}

std::shared_ptr<Session> SessionBook::toMakeRoom(const QString &clientId) const
{
    if (m_sessions.size() < kMostOfOne)
        return nullptr;
    struct Share
    {
        qsizetype count = 0;
        std::shared_ptr<Session> oldest; ///< that has no wire of its own
    };
    QHash<QString, Share> shares;
    for (const auto &session : m_sessions) {
        Share &share = shares[session->clientId];
        ++share.count;
        if (!session->wire && (!share.oldest || session->lastUsedAt < share.oldest->lastUsedAt))
            share.oldest = session;
    }
    if (const Share own = shares.value(clientId); own.count >= kMostOfOne)
        return own.oldest;
    if (!isFull())
        return nullptr;
    // Whoever has the most makes room: a client that begins many ends nobody else's.
    Share most;
    for (const Share &share : std::as_const(shares)) {
        if (share.oldest && share.count > most.count)
            most = share;
    }
    return most.oldest;
}

std::shared_ptr<Session> SessionBook::find(const QByteArray &id, const QString &clientId, qint64 now)
{
    const auto session = m_sessions.value(id);
    if (!session || session->clientId != clientId)
        return nullptr;
    session->lastUsedAt = now;
    return session;
}

void SessionBook::end(const std::shared_ptr<Session> &session)
{
    session->endStreams();
    m_sessions.remove(session->id);
    changed();
}

void SessionBook::changed()
{
    if (!m_file.isEmpty() && !m_later.isActive())
        m_later.start();
}

void SessionBook::read(qint64 now)
{
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    const auto json = Json::parse(file.readAll());
    if (!json)
        return;
    m_key = QByteArray::fromBase64(json->value("key").utf8().toByteArray());
    m_kept = json->value("kept");
    for (const Json &one : json->value("sessions").items()) {
        const auto session = Session::fromJson(one);
        if (!session->id.isEmpty() && isLegacyVersion(session->version) && session->lastUsedAt > now - kKeptUs)
            m_sessions.insert(session->id, session);
    }
}

void SessionBook::write()
{
    m_later.stop();
    if (m_file.isEmpty())
        return;
    Json list = Json::array();
    for (const auto &session : std::as_const(m_sessions)) {
        if (!session->wire)
            list.append(session->toJson());
    }
    // Not here: nobody's answer waits for a disk. One after the other, so that the newest is the last.
    m_writer.start([name = m_file, json = Json::object({{"key", m_key.toBase64()}, {"kept", m_kept}, {"sessions", list}})] {
        QSaveFile file(name);
        const QByteArray bytes = json.toBytes();
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(bytes) != bytes.size()
            || !file.commit())
            qCWarning(lcMcp).noquote() << "sessions are not kept:" << file.errorString();
    });
}

} // namespace Millrace::Mcp
