// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpthread.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

#include <chrono>
#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(20);

class Proxies final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.url().host();
        if (host == "localhost"_L1 || QHostAddress(host).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

HttpAnswer::Failure failureOf(QNetworkReply::NetworkError error, const QUrl &url)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return HttpAnswer::Failure::UnknownName;
    case QNetworkReply::ConnectionRefusedError:
        return HttpAnswer::Failure::Refused;
    case QNetworkReply::SslHandshakeFailedError:
        return HttpAnswer::Failure::Tls;
    case QNetworkReply::UnknownNetworkError: // what a machine without TLS says
        return url.scheme() == "https"_L1 ? HttpAnswer::Failure::Tls : HttpAnswer::Failure::Unreachable;
    default:
        return HttpAnswer::Failure::Unreachable;
    }
}

QString tooLarge(qsizetype limit)
{
    return u"the answer is larger than %1"_s.arg(QLocale::c().formattedDataSize(limit));
}

/// One call under way, shared by the waiting thread and the network thread.
struct Exchange
{
    std::mutex mutex;
    std::condition_variable changed;
    HttpAnswer answer;
    bool done = false;
    QPointer<QNetworkReply> reply; ///< network thread only
};

} // namespace

QByteArray HttpAnswer::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

class HttpThread::Worker final : public QObject
{
public:
    void start(const std::shared_ptr<Exchange> &exchange, const HttpRequest &request)
    {
        if (!m_manager) {
            m_manager = std::make_unique<QNetworkAccessManager>();
            m_manager->setProxyFactory(new Proxies); // owned by the manager
            m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        }
        QNetworkRequest out(request.url);
        out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        for (const auto &[name, value] : request.headers)
            out.setRawHeader(name, value);
        QNetworkReply *reply = request.method == "GET"_L1 && request.body.isEmpty() ? m_manager->get(out)
            : request.method == "HEAD"_L1                                           ? m_manager->head(out)
            : request.method == "POST"_L1                                           ? m_manager->post(out, request.body)
                                                                                    : m_manager->sendCustomRequest(out, request.method, request.body);
        exchange->reply = reply;
        connect(reply, &QNetworkReply::readyRead, this, [exchange, reply, largest = request.largestAnswer] {
            const QByteArray bytes = reply->readAll();
            const std::lock_guard lock(exchange->mutex);
            exchange->answer.body += bytes;
            if (exchange->answer.body.size() > largest) {
                exchange->answer.failure = HttpAnswer::Failure::TooLarge;
                exchange->answer.failureText = tooLarge(largest);
                QMetaObject::invokeMethod(reply, &QNetworkReply::abort, Qt::QueuedConnection);
            }
        });
        connect(reply, &QNetworkReply::finished, this, [exchange, reply, largest = request.largestAnswer] {
            const QByteArray bytes = reply->isOpen() ? reply->readAll() : QByteArray();
            const std::lock_guard lock(exchange->mutex);
            HttpAnswer &answer = exchange->answer;
            answer.body += bytes;
            if (answer.failure == HttpAnswer::Failure::None && answer.body.size() > largest) {
                answer.failure = HttpAnswer::Failure::TooLarge;
                answer.failureText = tooLarge(largest);
            }
            answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            for (const auto &[name, value] : reply->rawHeaderPairs())
                answer.headers.append({name, value});
            // A status above 399 is an error to Qt, but an answer to us; an answer cut off in its middle is none.
            const QNetworkReply::NetworkError error = reply->error();
            const bool transport = error != QNetworkReply::NoError && (answer.status < 400 || error < QNetworkReply::ContentAccessDenied);
            if (answer.failure == HttpAnswer::Failure::None && transport) {
                answer.failure = failureOf(error, reply->url());
                answer.failureText = reply->errorString();
            }
            exchange->done = true;
            exchange->changed.notify_all();
            reply->deleteLater();
        });
    }

    static void abort(const std::shared_ptr<Exchange> &exchange)
    {
        if (exchange->reply)
            exchange->reply->abort();
    }

private:
    std::unique_ptr<QNetworkAccessManager> m_manager;
};

HttpThread::HttpThread()
    : m_worker(new Worker)
{
    m_thread.setObjectName(u"millrace-http"_s);
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

HttpThread::~HttpThread()
{
    m_thread.quit();
    m_thread.wait();
}

HttpAnswer HttpThread::send(const HttpRequest &request, int timeoutMs, const std::function<bool()> &isStopped)
{
    const auto exchange = std::make_shared<Exchange>();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, exchange, request] { worker->start(exchange, request); }, Qt::QueuedConnection);
    QElapsedTimer timer;
    timer.start();
    std::unique_lock lock(exchange->mutex);
    bool aborted = false;
    while (!exchange->done) {
        exchange->changed.wait_for(lock, kPoll);
        if (exchange->done || aborted)
            continue;
        lock.unlock();
        const bool stopped = isStopped && isStopped();
        lock.lock();
        const bool late = timer.hasExpired(timeoutMs);
        if (exchange->done || (!stopped && !late))
            continue;
        exchange->answer.failure = stopped ? HttpAnswer::Failure::Cancelled : HttpAnswer::Failure::TimedOut;
        exchange->answer.failureText = stopped ? u"cancelled"_s : u"no complete answer within %1 s"_s.arg(timeoutMs / 1000.0, 0, 'g', 3);
        aborted = true;
        QMetaObject::invokeMethod(m_worker, [exchange] { Worker::abort(exchange); }, Qt::QueuedConnection);
    }
    return exchange->answer;
}

} // namespace Millrace
