// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/componenthost.h"

#include "sdk/services.h"
#include "sdk/stepwire.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>

#include <cerrno>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <new>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMaxRequest = qsizetype(256) * 1024 * 1024;
constexpr qsizetype kMaxPrepared = 64;
constexpr int kFirstPrivateFd = 200; ///< away from the low numbers that a component guesses or leaks into

/// The host's own ends of the two pipes, out of the components' way.
struct Channel
{
    int in = -1;
    int out = -1;
};

bool readAll(int fd, char *to, qsizetype size)
{
    while (size > 0) {
        const ssize_t got = ::read(fd, to, static_cast<size_t>(size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        size -= got;
    }
    return true;
}

bool writeAll(int fd, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t put = ::write(fd, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += put;
    }
    return true;
}

[[noreturn]] void exitOutOfMemory()
{
    ::_exit(kHostOutOfMemory);
}

/// An allocation that failed inside code that lets no exception through ends here; everything else is a crash.
[[noreturn]] void onTerminate()
{
    if (const std::exception_ptr current = std::current_exception()) {
        try {
            std::rethrow_exception(current);
        } catch (const std::bad_alloc &) {
            exitOutOfMemory();
        } catch (...) {}
    }
    std::abort();
}

/// A crash right after an allocation that failed is one of memory too: the script engine does not look at what mmap gave it.
void onCrash(int signal)
{
    if (errno == ENOMEM)
        exitOutOfMemory();
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

void limitProcess(int memoryMiB)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::signal(SIGPIPE, SIG_IGN);
    constexpr rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // Sanitizers map terabytes of shadow memory, so that no limit can be set under them.
    const rlimit memory{rlim_t(memoryMiB) * 1024 * 1024, rlim_t(memoryMiB) * 1024 * 1024};
    ::setrlimit(RLIMIT_DATA, &memory);
#else
    Q_UNUSED(memoryMiB)
#endif
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT})
        ::signal(signal, onCrash);
    std::set_new_handler(exitOutOfMemory);
    std::set_terminate(onTerminate);
}

Channel takeChannel()
{
    const Channel channel{::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, kFirstPrivateFd), ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kFirstPrivateFd)};
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nowhere, STDIN_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    ::close(nowhere);
    return channel;
}

/// True where the component left processes behind; kills those that are the host's own children (the parent kills the rest of
/// the process group).
bool leftProcesses()
{
    bool left = false;
    for (;;) {
        const pid_t pid = ::waitpid(-1, nullptr, WNOHANG);
        if (pid < 0)
            return left;
        left = true;
        if (pid == 0)
            break;
    }
    QFile children(u"/proc/self/task/%1/children"_s.arg(::getpid()));
    if (children.open(QIODevice::ReadOnly)) {
        for (const QByteArray &pid : children.readAll().split(' ')) {
            if (const int number = pid.trimmed().toInt(); number > 0)
                ::kill(number, SIGKILL);
        }
    }
    return left;
}

/// Reads one frame; nothing where the other end is gone or says nonsense.
std::optional<Json> readFrame(const Channel &channel)
{
    char header[kFrameHeaderSize];
    if (!readAll(channel.in, header, kFrameHeaderSize))
        return std::nullopt;
    const qsizetype size = frameLength(header);
    if (size > kMaxRequest)
        return std::nullopt;
    QByteArray bytes(size, Qt::Uninitialized);
    if (!readAll(channel.in, bytes.data(), size))
        return std::nullopt;
    const Result<Json> json = Json::parse(bytes);
    return json ? std::optional(*json) : std::nullopt;
}

/// Asks the workbench, in the middle of a step, for what it keeps.
class HostOriginals final : public OriginalSource
{
public:
    explicit HostOriginals(const Channel &channel)
        : m_channel(channel)
    {}

    Result<OriginalInfo> find(const QString &hash) override
    {
        const Result<Json> answer = ask(hash);
        if (!answer)
            return std::unexpected(answer.error());
        return OriginalInfo{answer->value("hash").toString(), answer->value("name").toString(), answer->value("media_type").toString(),
                            answer->value("size").toInt()};
    }

    Result<QString> path(const QString &hash) override
    {
        return ask(hash).transform([](const Json &answer) { return answer.value("path").toString(); });
    }

private:
    Result<Json> ask(const QString &hash)
    {
        if (const auto known = m_answers.constFind(hash); known != m_answers.cend())
            return *known;
        const std::optional<Json> answer = writeAll(m_channel.out, toFrame(originalAsk(hash))) ? readFrame(m_channel) : std::nullopt;
        if (!answer)
            return fail(ErrorCode::RemoteUnavailable, u"The workbench does not answer its component host."_s);
        if (answer->contains("error"))
            return std::unexpected(Error::fromJson(answer->value("error")));
        return *m_answers.insert(hash, *answer);
    }

    const Channel &m_channel;
    QHash<QString, Json> m_answers;
};

class HostContext final : public RunContext
{
public:
    HostContext(qint64 limitMs, const Channel &channel)
        : m_originals(channel)
        , m_deadlineUs(Clock::system().monotonicUs() + limitMs * 1000)
    {}

    const Clock &clock() const override { return Clock::system(); }
    bool isCancelled() const override { return Clock::system().monotonicUs() >= m_deadlineUs; }
    qint64 deadlineUs() const override { return m_deadlineUs; }
    TemplateSource *templates() const override { return nullptr; }
    ModelService *models() const override { return nullptr; }
    PassageSource *passages() const override { return nullptr; }
    OriginalSource *originals() const override { return &m_originals; }

private:
    mutable HostOriginals m_originals;
    qint64 m_deadlineUs;
};

class Host
{
public:
    Host(const std::vector<std::shared_ptr<Component>> &components, const Channel &channel)
        : m_channel(channel)
    {
        for (const std::shared_ptr<Component> &component : components)
            m_components.insert(component->descriptor().name, component);
    }

    Json answer(const Json &request)
    {
        StepResult result;
        errno = 0;
        // The one place where foreign code runs: whatever it throws becomes an error of its step.
        try {
            result = run(request);
        } catch (const std::bad_alloc &) {
            exitOutOfMemory();
        } catch (const std::exception &exception) {
            result = StepResult::failed(Error::make(ErrorCode::ComponentFailed, u"The component threw: "_s + QString::fromUtf8(exception.what())));
        } catch (...) {
            result = StepResult::failed(Error::make(ErrorCode::ComponentFailed, u"The component threw something unknown."_s));
        }
        return stepResultToJson(result);
    }

private:
    StepResult run(const Json &request)
    {
        const QString name = request.value("component").toString();
        const auto step = prepared(name, request.value("config"));
        if (!step)
            return StepResult::failed(step.error());
        HostContext context(request.value("limit_ms").toInt(), m_channel);
        return (*step)->run(stepInputFromJson(request.value("input")), context);
    }

    Result<std::shared_ptr<const Step>> prepared(const QString &name, const Json &config)
    {
        const QByteArray key = name.toUtf8() + '\n' + config.toBytes();
        if (const auto it = m_prepared.constFind(key); it != m_prepared.cend())
            return *it;
        const std::shared_ptr<Component> component = m_components.value(name);
        if (!component)
            return fail(ErrorCode::ComponentUnknown, u"The component host knows no component \"%1\"."_s.arg(name));
        Result<std::shared_ptr<const Step>> step = component->prepare(config);
        if (!step)
            return step;
        if (m_prepared.size() >= kMaxPrepared)
            m_prepared.clear();
        m_prepared.insert(key, *step);
        return step;
    }

    const Channel &m_channel;
    QHash<QString, std::shared_ptr<Component>> m_components;
    QHash<QByteArray, std::shared_ptr<const Step>> m_prepared;
};

} // namespace

int runComponentHost(const std::vector<std::shared_ptr<Component>> &components, int memoryMiB)
{
    limitProcess(memoryMiB);
    const Channel channel = takeChannel();
    std::unique_ptr<QCoreApplication> application;
    static int argumentCount = 1;
    static char programName[] = "component-host";
    static char *arguments[] = {programName, nullptr};
    if (!QCoreApplication::instance())
        application = std::make_unique<QCoreApplication>(argumentCount, arguments);

    Host host(components, channel);
    const pid_t self = ::getpid();
    for (;;) {
        const std::optional<Json> request = readFrame(channel);
        if (!request)
            return 0;
        Json answer = host.answer(*request);
        // A component that forked must not have its copy answer too.
        if (::getpid() != self)
            ::_exit(0);
        if (leftProcesses())
            answer.insert("dirty", true);
        if (!writeAll(channel.out, toFrame(answer)))
            return 0;
    }
}

} // namespace Millrace
