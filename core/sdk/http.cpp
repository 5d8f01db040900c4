// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/http.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kLongestWaitUs = 24ll * 3600 * 1'000'000;
constexpr qsizetype kQuoted = 300; ///< of what a server says beside its status

} // namespace

HttpService::~HttpService() = default;

QByteArray HttpReply::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

std::optional<Error> errorOfStatus(const HttpReply &reply, qint64 nowUs, qint64 *wait)
{
    if (reply.status < 400)
        return std::nullopt;
    if (wait)
        *wait = retryAfterUs(reply.header("Retry-After"), nowUs);
    const ErrorCode code = reply.status == 429                              ? ErrorCode::HttpRateLimited
        : reply.status >= 500 || reply.status == 408 || reply.status == 425 ? ErrorCode::HttpServer
                                                                            : ErrorCode::HttpClient;
    const QString said = QString::fromUtf8(reply.body.left(kQuoted)).simplified();
    return Error::make(code, u"%1 answered with status %2%3"_s.arg(reply.url.host()).arg(reply.status).arg(said.isEmpty() ? u"."_s : u": "_s + said),
                       Json::object({{"host", reply.url.host()}, {"status", reply.status}}));
}

qint64 retryAfterUs(QByteArrayView header, qint64 nowUs)
{
    const QByteArrayView value = header.trimmed();
    if (value.isEmpty())
        return 0;
    bool ok = false;
    const double seconds = value.toDouble(&ok);
    if (ok)
        return seconds <= 0 ? 0 : qint64(std::min(seconds * 1e6, double(kLongestWaitUs)));
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(value), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return 0;
    date.setTimeZone(QTimeZone::UTC);
    return std::clamp<qint64>(date.toMSecsSinceEpoch() * 1000 - nowUs, 0, kLongestWaitUs);
}

} // namespace Millrace
