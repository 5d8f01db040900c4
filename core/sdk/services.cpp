// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/services.h"

#include <QCryptographicHash>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace {

TemplateSource::~TemplateSource() = default;
ModelService::~ModelService() = default;
PassageSource::~PassageSource() = default;
SimilaritySource::~SimilaritySource() = default;
OriginalSource::~OriginalSource() = default;

Result<VectorAnswer> ModelService::embed(const VectorRequest &, const RunContext &, qint64 *)
{
    return fail(ErrorCode::Unsupported, u"This model service makes no vectors."_s);
}

QString originalHash(QByteArrayView bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256).toHex());
}

Result<std::unique_ptr<QIODevice>> OriginalSource::open(const QString &hash)
{
    const Result<QString> place = path(hash);
    if (!place)
        return std::unexpected(place.error());
    auto file = std::make_unique<QFile>(*place);
    if (!file->open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"the original %1 cannot be read: %2"_s.arg(hash, file->errorString()));
    return file;
}

} // namespace Millrace
