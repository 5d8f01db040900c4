// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/asiodispatcher.h"

#include <QFuture>
#include <QPromise>
#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

using namespace Millrace;

/// Qt's events over Asio's: on such a thread everything of Qt works that a protocol needs.
class TestAsioDispatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_thread = std::make_unique<QThread>();
        m_thread->setEventDispatcher(new AsioDispatcher(m_context));
        m_object = new QObject;
        m_object->moveToThread(m_thread.get());
        connect(m_thread.get(), &QThread::finished, m_object, &QObject::deleteLater);
        m_thread->start();
    }
    void cleanup()
    {
        m_thread->quit();
        QVERIFY(m_thread->wait(5000));
        m_thread.reset();
    }

    void callsFromOtherThreadsArrive()
    {
        QSemaphore done;
        for (int i = 0; i < 1000; ++i)
            QMetaObject::invokeMethod(m_object, [&] { done.release(); });
        QVERIFY(done.tryAcquire(1000, 5000));
    }

    void handlersAndEventsDoNotStarveEachOther()
    {
        QSemaphore events;
        std::atomic<bool> stop = false;
        std::function<void()> again = [&] {
            if (!stop)
                boost::asio::post(m_context, again);
        };
        boost::asio::post(m_context, again);
        for (int i = 0; i < 100; ++i)
            QMetaObject::invokeMethod(m_object, [&] { events.release(); });
        QVERIFY(events.tryAcquire(100, 5000));
        stop = true;
        std::atomic<bool> ran = false;
        std::function<void()> storm = [&] {
            if (!stop)
                QMetaObject::invokeMethod(m_object, storm, Qt::QueuedConnection);
        };
        stop = false;
        QMetaObject::invokeMethod(m_object, storm, Qt::QueuedConnection);
        boost::asio::post(m_context, [&] { ran = true; });
        QTRY_VERIFY(ran);
        stop = true;
        QMetaObject::invokeMethod(m_object, [] {}, Qt::BlockingQueuedConnection);
    }

    void timersRingInOrderAndStop()
    {
        QSemaphore done;
        QList<int> rung;
        QMetaObject::invokeMethod(m_object, [&] {
            QTimer::singleShot(40, m_object, [&] {
                rung.append(2);
                done.release();
            });
            QTimer::singleShot(10, m_object, [&] { rung.append(1); });
            auto *repeated = new QTimer(m_object);
            auto *count = new int(0);
            QObject::connect(repeated, &QTimer::timeout, m_object, [&, repeated, count] {
                if (++*count < 3)
                    return;
                repeated->stop();
                delete count;
                done.release();
            });
            repeated->start(5);
        });
        QVERIFY(done.tryAcquire(2, 5000));
        QCOMPARE(rung, QList<int>({1, 2}));
    }

    void futuresAreContinuedThere()
    {
        QPromise<int> promise;
        promise.start();
        QSemaphore done;
        QThread *there = nullptr;
        QMetaObject::invokeMethod(
            m_object,
            [&] {
                promise.future().then(m_object, [&](int) {
                    there = QThread::currentThread();
                    done.release();
                });
            },
            Qt::BlockingQueuedConnection);
        promise.addResult(1);
        promise.finish();
        QVERIFY(done.tryAcquire(1, 5000));
        QCOMPARE(there, m_thread.get());
    }

private:
    boost::asio::io_context m_context{1};
    std::unique_ptr<QThread> m_thread;
    QObject *m_object = nullptr;
};

QTEST_GUILESS_MAIN(TestAsioDispatcher)
#include "tst_asiodispatcher.moc"
