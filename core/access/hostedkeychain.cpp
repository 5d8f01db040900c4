// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/hostedkeychain.h"

#include "sdk/clock.h"

#include <QFileInfo>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

qint64 nowUs()
{
    return Clock::system().monotonicUs();
}

/// Where programs look for the bus when the environment does not say.
bool hasSessionBus()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + u"/bus"_s);
}

QProcessEnvironment environmentWithoutSecrets()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith("MILLRACE_SECRET_"_L1))
            environment.remove(name);
    }
    return environment;
}

} // namespace

HostedKeychain::HostedKeychain(Options options)
    : m_options(std::move(options))
{}

QString HostedKeychain::problem() const
{
    if (!hasSessionBus())
        return u"there is no session bus"_s;
    if (!QFileInfo(m_options.program).isExecutable())
        return u"there is no program to ask it with"_s;
    if (nowUs() < m_pausedUntilUs.load())
        return u"it did not answer, and is left alone for a while"_s;
    return {};
}

Result<Json> HostedKeychain::ask(const Json &request)
{
    if (const QString why = problem(); !why.isEmpty())
        return fail(ErrorCode::Unsupported, u"the keychain is not used: %1"_s.arg(why));
    QProcess host;
    host.setProcessEnvironment(environmentWithoutSecrets());
    host.start(m_options.program, {u"keychain-host"_s});
    host.write(request.toBytes());
    host.closeWriteChannel();
    if (!host.waitForFinished(m_options.timeoutMs)) {
        host.kill();
        host.waitForFinished();
        m_pausedUntilUs = nowUs() + m_options.pauseMs * qint64(1000);
        return fail(ErrorCode::Unsupported, u"the keychain did not answer within %1 ms"_s.arg(m_options.timeoutMs));
    }
    const Result<Json> answer = Json::parseStrict(host.readAllStandardOutput());
    if (!answer)
        return fail(ErrorCode::Unsupported, u"the keychain's process ended without an answer"_s);
    if (const Json &problem = answer->value("error"); problem.isString())
        return fail(ErrorCode::Unsupported, u"the keychain is not used: %1"_s.arg(problem.toString()));
    return answer;
}

Result<std::optional<QString>> HostedKeychain::read(const QString &name)
{
    const Result<Json> answer = ask(Json::object({{"do", "read"}, {"name", name}}));
    if (!answer)
        return std::unexpected(answer.error());
    const Json &value = answer->value("value");
    return value.isString() ? std::optional(value.toString()) : std::nullopt;
}

Result<void> HostedKeychain::write(const QString &name, const QString &value)
{
    const Result<Json> answer = ask(Json::object({{"do", "write"}, {"name", name}, {"value", value}}));
    return answer ? Result<void>() : std::unexpected(answer.error());
}

Result<void> HostedKeychain::remove(const QString &name)
{
    const Result<Json> answer = ask(Json::object({{"do", "remove"}, {"name", name}}));
    return answer ? Result<void>() : std::unexpected(answer.error());
}

} // namespace Millrace
