// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/fileintake.h"

#include "ingest/filetype.h"
#include "sdk/clock.h"
#include "sdk/id.h"

#include <QCryptographicHash>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kLarge = 8 * 1024 * 1024; ///< larger ones never lie in memory whole
constexpr int kChunksPerCommit = 4;
constexpr qsizetype kHead = 4096;

std::unexpected<Error> unreadable(const QString &path, const QString &reason)
{
    return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(path, reason), Json::object({{"file", path}}));
}

void setFacts(FileIntake &intake, const QString &name, QByteArrayView head, const QString &mediaType)
{
    const FileType type = fileTypeOf(name, head);
    intake.document.name = name.section(u'/', -1);
    intake.document.mediaType = mediaType.isEmpty() ? type.mediaType : mediaType;
    intake.document.format = mediaType.isEmpty() ? type.format : formatOf(mediaType);
}

/// The hash of a file that is read through once.
Result<QString> hashOf(QFile &file)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    if (!hash.addData(&file))
        return unreadable(file.fileName(), file.errorString());
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

void setMediaType(FileIntake &intake, const QString &mediaType)
{
    if (mediaType.isEmpty())
        return;
    intake.document.mediaType = mediaType;
    intake.document.format = formatOf(mediaType);
}

void takeBytes(FileIntake &intake, const QString &name, const QByteArray &bytes, const QString &mediaType)
{
    setFacts(intake, name, QByteArrayView(bytes).first(std::min(bytes.size(), kHead)), mediaType);
    intake.document.size = bytes.size();
    intake.original = sealOriginal(intake.document.name, intake.document.mediaType, bytes);
    intake.setInfo(intake.original->info);
}

Result<void> readOriginal(FileIntake &intake, const QString &path, const QByteArray &bytes, const QString &mediaType)
{
    intake.document.path = path;
    const FileStamp before = stampOf(path);
    intake.stamp = before;
    intake.document.modifiedAt = before.modifiedAt;
    if (!bytes.isEmpty()) {
        takeBytes(intake, path, bytes, mediaType);
        return {};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    if (before.size <= kLarge) {
        const QByteArray all = file.readAll();
        if (file.error() != QFileDevice::NoError)
            return unreadable(path, file.errorString());
        takeBytes(intake, path, all, mediaType);
    } else {
        setFacts(intake, path, file.peek(kHead), mediaType);
        const Result<QString> hash = hashOf(file);
        if (!hash)
            return std::unexpected(hash.error());
        intake.document.size = before.size;
        intake.setInfo({*hash, intake.document.name, intake.document.mediaType, before.size});
    }
    if (stampOf(path) != before)
        return unreadable(path, u"changes while it is read"_s);
    return {};
}

Result<void> storeLarge(Engine &engine, FileIntake &intake, const QString &path, const std::function<bool()> &isCancelled)
{
    if (intake.original || intake.stored)
        return {};
    const OriginalInfo &info = intake.info();
    const auto done = [&engine](const Engine::WriteJob &job) {
        auto future = engine.write(job);
        future.waitForFinished();
        return future.result();
    };
    const Result<Json> begun = done([&info](WriteScope &scope) -> Result<Json> {
        OriginalRepository originals(scope.db);
        const auto known = originals.find(info.hash);
        if (!known)
            return std::unexpected(known.error());
        if (*known)
            return Json::object({{"key", (*known)->key}, {"complete", true}});
        return originals.begin(info, scope.now).transform([](qint64 key) { return Json::object({{"key", key}}); });
    });
    if (!begun)
        return std::unexpected(begun.error());
    const qint64 key = begun->value("key").toInt();
    if (begun->value("complete").toBool()) {
        intake.stored = key;
        return {};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (int n = 0; !file.atEnd();) {
        if (isCancelled && isCancelled())
            return fail(ErrorCode::Cancelled, u"the reading was stopped"_s);
        QList<Sealed> chunks;
        while (chunks.size() < kChunksPerCommit && !file.atEnd()) {
            const QByteArray piece = file.read(kOriginalChunk);
            if (piece.isEmpty())
                return unreadable(path, file.errorString());
            hash.addData(piece);
            chunks.append(seal(piece));
        }
        const Result<Json> written = done([&chunks, key, n](WriteScope &scope) -> Result<Json> {
            OriginalRepository originals(scope.db);
            for (qsizetype i = 0; i < chunks.size(); ++i) {
                if (auto added = originals.addChunk(key, n + static_cast<int>(i), chunks[i]); !added)
                    return std::unexpected(added.error());
            }
            return Json();
        });
        if (!written)
            return std::unexpected(written.error());
        n += static_cast<int>(chunks.size());
    }
    if (QString::fromLatin1(hash.result().toHex()) != info.hash)
        return unreadable(path, u"changes while it is read"_s);
    intake.stored = key;
    return {};
}

Result<DocumentRepository::Taken> writeDocument(WriteScope &scope, const FileIntake &intake, qint64 source, qint64 actor)
{
    OriginalRepository originals(scope.db);
    Result<qint64> original = intake.stored ? Result<qint64>(*intake.stored) : originals.add(*intake.original, scope.now);
    if (!original)
        return std::unexpected(original.error());
    if (intake.stored) {
        if (auto completed = originals.complete(*original); !completed)
            return std::unexpected(completed.error());
    }
    StoredDocument document = intake.document;
    document.id = newId();
    document.source = source;
    document.original = *original;
    document.takenAt = scope.now;
    document.actor = actor;
    return DocumentRepository(scope.db).take(document);
}

Json originalJson(const FileIntake &intake)
{
    const OriginalInfo &info = intake.info();
    Json json = Json::object({{"hash", info.hash}, {"name", intake.document.name}, {"size", info.size}, {"media_type", intake.document.mediaType}});
    if (intake.document.modifiedAt)
        json.insert("modified_at", isoMicroseconds(*intake.document.modifiedAt));
    return json;
}

} // namespace Millrace
