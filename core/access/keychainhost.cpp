// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/keychainhost.h"

#include "sdk/error.h"
#include "sdk/json.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kService = "Millrace"_L1;
/// Longer than anybody waits for the answer; only for a parent that was killed.
constexpr unsigned kLongestSeconds = 120;

QString textOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::AccessDeniedByUser:
        return u"the person refused access"_s;
    case QKeychain::AccessDenied:
        return u"it refused access"_s;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return u"there is none on this desktop"_s;
    default:
        return job.errorString();
    }
}

std::unique_ptr<QKeychain::Job> jobFor(const Json &request)
{
    const QString what = request.value("do").toString();
    std::unique_ptr<QKeychain::Job> job;
    if (what == "read"_L1) {
        job = std::make_unique<QKeychain::ReadPasswordJob>(kService);
    } else if (what == "write"_L1) {
        auto write = std::make_unique<QKeychain::WritePasswordJob>(kService);
        write->setTextData(request.value("value").toString());
        job = std::move(write);
    } else if (what == "remove"_L1) {
        job = std::make_unique<QKeychain::DeletePasswordJob>(kService);
    }
    if (job) {
        job->setAutoDelete(false);
        job->setInsecureFallback(false);
        job->setKey(request.value("name").toString());
    }
    return job;
}

Json answerOf(QKeychain::Job &job)
{
    if (job.error() == QKeychain::EntryNotFound)
        return Json::object({{"missing", true}});
    if (job.error() != QKeychain::NoError)
        return Json::object({{"error", textOf(job)}});
    if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(&job))
        return Json::object({{"value", read->textData()}});
    return Json::object({{"done", true}});
}

} // namespace

int runKeychainHost(int argc, char *argv[])
{
    // What passes through here must be in no core file, and no other process may look into this one.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    constexpr rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::alarm(kLongestSeconds);

    const QCoreApplication application(argc, argv);
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly))
        return 1;
    const Result<Json> request = Json::parseStrict(in.readAll());
    const std::unique_ptr<QKeychain::Job> job = request ? jobFor(*request) : nullptr;
    if (!job)
        return 1;
    QObject::connect(job.get(), &QKeychain::Job::finished, job.get(), [](QKeychain::Job *done) {
        const QByteArray answer = answerOf(*done).toBytes();
        std::fwrite(answer.constData(), 1, static_cast<std::size_t>(answer.size()), stdout);
        std::fflush(stdout);
        // Nothing is left to do, and a session bus that is stuck must not hold up the end.
        ::_exit(0);
    });
    job->start();
    return QCoreApplication::exec();
}

} // namespace Millrace
