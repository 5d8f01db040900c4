// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcomponents.h"

#include "sdk/metrics.h"
#include "sdk/services.h"

#include <QFile>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <stdexcept>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using Run = std::function<StepResult(const Json &config, const StepInput &input, RunContext &context)>;

class FunctionStep final : public Step
{
public:
    FunctionStep(const Json &config, const Run &run)
        : m_config(config)
        , m_run(run)
    {}
    StepResult run(const StepInput &input, RunContext &context) const override { return m_run(m_config, input, context); }

private:
    Json m_config;
    Run m_run;
};

class FunctionComponent final : public Component
{
public:
    FunctionComponent(const QString &name, Effect effect, Isolation isolation, const Run &run)
        : m_run(run)
    {
        m_descriptor.name = name;
        m_descriptor.title = name;
        m_descriptor.category = u"flow"_s;
        m_descriptor.icon = u"flag"_s;
        m_descriptor.configSchema = Json::object({{"type", "object"}});
        m_descriptor.outputs = {{u"out"_s, u"Out"_s}, {u"invalid"_s, u"Invalid"_s}, {u"rejected"_s, u"Rejected"_s}};
        m_descriptor.effect = effect;
        m_descriptor.cacheable = effect != Effect::Writes;
        m_descriptor.isolation = isolation;
    }
    const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override { return std::make_shared<const FunctionStep>(config, m_run); }

private:
    ComponentDescriptor m_descriptor;
    Run m_run;
};

StepResult withField(QByteArrayView name, const Json &value)
{
    StepResult result;
    result.edit.set(name, value);
    return result;
}

StepResult echo(const Json &config, const StepInput &input, RunContext &)
{
    StepResult result = withField("echo", config.contains("value") ? config.value("value") : Json(input.node));
    result.port = config.value("port").toString(u"out"_s);
    return result;
}

/// FNV-1a: the same in every process, unlike qHash.
quint64 stableHash(const QByteArray &bytes)
{
    quint64 hash = 14695981039346656037ULL;
    for (const char byte : bytes)
        hash = (hash ^ static_cast<uchar>(byte)) * 1099511628211ULL;
    return hash ^ (hash >> 32);
}

StepResult flaky(const Json &config, const StepInput &input, RunContext &)
{
    const qint64 every = config.value("fail_every").toInt();
    const QByteArray seed = u"%1/%2/%3/%4"_s.arg(input.contextId, input.node).arg(input.visit).arg(input.attempt).toUtf8();
    const bool isUnlucky = every > 0 && stableHash(seed) % static_cast<quint64>(every) == 0;
    if (input.attempt > config.value("failures").toInt() && !isUnlucky)
        return withField("flaky", input.attempt);
    Error error = Error::make(ErrorCode::ComponentFailed, u"This step fails on purpose."_s);
    const QString category = config.value("category").toString();
    for (const ErrorCategory known : {ErrorCategory::Retryable, ErrorCategory::Recoverable, ErrorCategory::Fatal}) {
        if (category == errorCategoryName(known))
            error.category = known;
    }
    return StepResult::failed(error, config.value("retry_after_ms").toInt() * 1000);
}

StepResult sleepFor(const Json &config, const StepInput &, RunContext &context)
{
    using Time = std::chrono::steady_clock;
    const qint64 ms = config.value("ms").toInt();
    const bool isDeaf = config.value("deaf").toBool();
    for (const auto until = Time::now() + std::chrono::milliseconds(ms); Time::now() < until;) {
        if (!isDeaf && context.isCancelled())
            return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled while it slept."_s));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return withField("slept", ms);
}

StepResult effect(const Json &config, const StepInput &input, RunContext &)
{
    const QByteArray key
        = QString::fromUtf8(input.idempotencyKey).toUtf8() == input.idempotencyKey ? input.idempotencyKey : input.idempotencyKey.toHex();
    const QByteArray line = key + '\n';
    const int file = ::open(QFile::encodeName(config.value("path").toString()).constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    const bool isWritten = file >= 0 && ::write(file, line.constData(), static_cast<size_t>(line.size())) == line.size();
    if (file >= 0)
        ::close(file);
    if (!isWritten)
        return StepResult::failed(Error::make(ErrorCode::FileWrite, u"The trace cannot be written."_s));
    return withField("effect", key);
}

[[noreturn]] void hang()
{
    for (;;)
        ::pause();
}

StepResult crash(const Json &config, const StepInput &, RunContext &)
{
    const QString how = config.value("how").toString();
    if (how == "segfault"_L1) {
        // Raised rather than dereferenced: compilers and sanitizers have their own ideas of a null pointer.
        ::signal(SIGSEGV, SIG_DFL);
        ::raise(SIGSEGV);
    } else if (how == "abort"_L1) {
        ::abort();
    } else if (how == "exit"_L1) {
        ::_exit(7);
    } else if (how == "hang"_L1) {
        hang();
    } else if (how == "alloc"_L1) {
        std::vector<std::unique_ptr<QByteArray>> blocks;
        for (int i = 0; i < 160; ++i)
            blocks.push_back(std::make_unique<QByteArray>(64 * 1024 * 1024, 'x'));
        return withField("allocated", qint64(blocks.size()));
    } else if (how == "throw"_L1) {
        throw std::runtime_error("thrown on purpose");
    } else if (how == "fork"_L1 || how == "fork_and_crash"_L1) {
        if (const pid_t pid = ::fork(); pid == 0) {
            if (!config.value("returns").toBool())
                hang();
        } else {
            const Json result = qint64(pid);
            if (how == "fork_and_crash"_L1)
                ::abort();
            return withField("child", result);
        }
    } else if (how == "print"_L1) {
        const QByteArray block(1024 * 1024, 'x');
        for (int i = 0; i < 1024; ++i) {
            if (::write(STDOUT_FILENO, block.constData(), static_cast<size_t>(block.size())) < 0 || ::write(STDERR_FILENO, "x", 1) < 0)
                break;
        }
    } else if (how == "big"_L1) {
        return withField("big", QByteArray(100 * 1024 * 1024, 'x'));
    } else if (how == "nonjson"_L1) {
        for (int fd = 3; fd < 1024; ++fd) {
            if (::write(fd, "\0\0\0\x08garbage!", 12) < 0)
                continue;
        }
        hang();
    } else if (how == "pid"_L1) {
        return withField("pid", qint64(::getpid()));
    } else if (how == "descriptors"_L1) {
        Json open = Json::array();
        for (int fd = 0; fd < 1024; ++fd) {
            char target[256];
            const ssize_t size = ::readlink(u"/proc/self/fd/%1"_s.arg(fd).toLatin1().constData(), target, sizeof target);
            if (size > 0)
                open.append(QByteArray(target, size));
        }
        return withField("open", open);
    }
    return withField("survived", true);
}

StepResult readOriginal(const Json &config, const StepInput &input, RunContext &context)
{
    OriginalSource *originals = context.originals();
    if (!originals)
        return StepResult::failed(Error::make(ErrorCode::Unsupported, u"there are no originals"_s));
    const QString hash = input.data.value("original").value("hash").toString();
    const auto info = originals->find(hash);
    const auto file = originals->open(hash);
    if (!info || !file)
        return StepResult::failed(info ? file.error() : info.error());
    StepResult result;
    const QByteArray bytes = (*file)->readAll();
    result.edit.set("read", Json::object({{"name", info->name}, {"size", bytes.size()}, {"hash", originalHash(bytes)}}));
    if (config.value("keep").toBool())
        result.originals.append({u"part.bin"_s, u"application/octet-stream"_s, bytes.first(bytes.size() / 2)});
    return result;
}

StepResult countOwn(const Json &config, const StepInput &, RunContext &context)
{
    if (MetricSink *sink = metricSinkOf(context)) {
        sink->count(config.value("name").utf8().toByteArray());
        sink->observe(config.value("name").utf8().toByteArray() + " took", 1.5);
    }
    return withField("counted", true);
}

} // namespace

std::vector<std::shared_ptr<Component>> testComponents()
{
    return {
        std::make_shared<FunctionComponent>(u"test_echo"_s, Effect::Pure, Isolation::InProcess, echo),
        std::make_shared<FunctionComponent>(u"test_echo_child"_s, Effect::Pure, Isolation::Child, echo),
        std::make_shared<FunctionComponent>(u"test_flaky"_s, Effect::Pure, Isolation::InProcess, flaky),
        std::make_shared<FunctionComponent>(u"test_sleep"_s, Effect::Reads, Isolation::InProcess, sleepFor),
        std::make_shared<FunctionComponent>(u"test_effect"_s, Effect::Writes, Isolation::InProcess, effect),
        std::make_shared<FunctionComponent>(u"test_original"_s, Effect::Reads, Isolation::InProcess, readOriginal),
        std::make_shared<FunctionComponent>(u"test_original_child"_s, Effect::Reads, Isolation::Child, readOriginal),
        std::make_shared<FunctionComponent>(u"test_count"_s, Effect::Pure, Isolation::InProcess, countOwn),
        std::make_shared<FunctionComponent>(u"test_crash"_s, Effect::Pure, Isolation::Child, crash),
    };
}

} // namespace Millrace
