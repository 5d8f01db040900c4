// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/componentprocess.h"

#include "sdk/services.h"
#include "sdk/stepwire.h"

#include <QLoggingCategory>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <future>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcProcess, "millrace.engine.process")

constexpr qint64 kTickUs = 20'000;
constexpr qint64 kGoneWithinUs = 2'000'000; ///< between the end of a connection and the end of its process, on a busy machine
constexpr qint64 kGraceUs = 50'000; ///< what waiting for that end may take beyond the deadline
constexpr qint64 kLongestLimitMs = qint64(7) * 24 * 3600 * 1000;
constexpr int kMaxUses = 1000; ///< a process that leaks slowly is replaced before it matters
constexpr int kChildNice = 10; ///< they yield to the engine and the window: whatever they burn, others' steps go on at their pace
constexpr int kHostOutOfMemory = 86; ///< as in components/componenthost.h

qint64 nowUs()
{
    return Clock::system().monotonicUs();
}

QString signalName(int number)
{
    const char *name = ::sigabbrev_np(number);
    return name ? u"SIG"_s + QLatin1StringView(name) : u"signal %1"_s.arg(number);
}

/// The end of a process, without reaping it, so that its group keeps its number until it was killed.
std::optional<siginfo_t> endOf(int pid, bool wait)
{
    siginfo_t info{};
    int code;
    do {
        code = ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG));
    } while (code < 0 && errno == EINTR);
    if (code == 0 && info.si_pid == 0)
        return std::nullopt;
    return info;
}

/// Foreign code runs in the child; it has no use for anybody's keys.
std::vector<char *> environmentWithoutSecrets()
{
    constexpr std::string_view prefix = "MILLRACE_SECRET_";
    std::vector<char *> kept;
    for (char **variable = environ; *variable; ++variable) {
        if (!std::string_view(*variable).starts_with(prefix))
            kept.push_back(*variable);
    }
    kept.push_back(nullptr);
    return kept;
}

/// The context keeps the error; the log tells a supporter that processes end, and how. Texts stay out: they may quote an answer.
void noteEnd(const QString &component, const StepResult &result)
{
    if (!result.error)
        return;
    switch (result.error->code) {
    case ErrorCode::ComponentCrashed:
    case ErrorCode::ComponentTimeout:
    case ErrorCode::ComponentMemory:
    case ErrorCode::ComponentOutput:
        qCInfo(lcProcess).noquote() << component << errorCodeName(result.error->code) << result.error->detail.toBytes();
        break;
    default:
        break;
    }
}

/// What a component that asks for an original is told.
Json originalFor(const QString &hash, OriginalSource *originals)
{
    const auto refused = [](const Error &error) { return Json::object({{"error", error.toJson()}}); };
    if (!originals)
        return refused(Error::make(ErrorCode::Unsupported, u"No originals are kept here."_s));
    const Result<OriginalInfo> info = originals->find(hash);
    if (!info)
        return refused(info.error());
    const Result<QString> path = originals->path(hash);
    if (!path)
        return refused(path.error());
    return Json::object({{"hash", info->hash}, {"name", info->name}, {"media_type", info->mediaType}, {"size", info->size}, {"path", *path}});
}

void reap(int pid)
{
    ::kill(-pid, SIGKILL);
    ::kill(pid, SIGKILL);
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {}
}

} // namespace

/// Starts and buries processes on one thread that lives as long as the pool: a child dies with the thread that started it
/// (PR_SET_PDEATHSIG), and runners come and go; and a killed process may take a moment to give back its memory.
class ComponentProcessPool::Launcher
{
public:
    explicit Launcher(ComponentProcessPool &pool)
        : m_pool(pool)
        , m_thread([this] { serve(); })
    {}

    ~Launcher()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isOver = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    Result<Child> start()
    {
        std::promise<Result<Child>> promise;
        std::future<Result<Child>> future = promise.get_future();
        post([this, &promise] { promise.set_value(spawn(m_pool.m_options)); });
        return future.get();
    }

    void bury(const Child &child)
    {
        post([this, child] {
            reap(child.pid);
            m_pool.forgetOne();
        });
    }

private:
    void post(std::function<void()> job)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_one();
    }

    void serve()
    {
        ::setpriority(PRIO_PROCESS, 0, kChildNice); // of this thread alone; what it starts inherits it
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_isOver || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            const std::function<void()> job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    static Result<Child> spawn(const ComponentProcessOptions &options);

    ComponentProcessPool &m_pool;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_isOver = false;
    std::thread m_thread;
};

struct ComponentProcessPool::Request
{
    const QString &component;
    const Json &config;
    const StepInput &input;
    qint64 deadlineUs;
    const std::function<bool()> &isCancelled;
    OriginalSource *originals;

    [[nodiscard]] QByteArray toFrame() const
    {
        return Millrace::toFrame(Json::object({{"component", component},
                                               {"config", config},
                                               {"input", stepInputToJson(input)},
                                               {"limit_ms", qBound<qint64>(1, (deadlineUs - nowUs()) / 1000, kLongestLimitMs)}}));
    }
};

Result<ComponentProcessPool::Child> ComponentProcessPool::Launcher::spawn(const ComponentProcessOptions &options)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(ErrorCode::ComponentCrashed, u"No connection for a component's process: "_s + QString::fromLocal8Bit(std::strerror(errno)));

    QByteArrayList words{options.program.toLocal8Bit()};
    for (const QString &argument : options.arguments)
        words.append(argument.toLocal8Bit());
    words.append({"--memory-mib"_ba, QByteArray::number(options.memoryMiB)});
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const std::vector<char *> environment = environmentWithoutSecrets();

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    // Nothing else of this process gets into a child: no database, no lock file, no other child's connection.
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes, &signals);
    sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes, &signals);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    pid_t pid = -1;
    const int code = ::posix_spawn(&pid, argv.front(), &actions, &attributes, argv.data(), environment.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (code != 0) {
        ::close(ends[0]);
        return fail(ErrorCode::ComponentCrashed,
                    u"The component's process %1 cannot be started: %2"_s.arg(options.program, QString::fromLocal8Bit(std::strerror(code))));
    }
    return Child{pid, ends[0], 0};
}

ComponentProcessPool::ComponentProcessPool(const ComponentProcessOptions &options)
    : m_options(options)
    , m_launcher(std::make_unique<Launcher>(*this))
{}

ComponentProcessPool::~ComponentProcessPool()
{
    std::vector<Child> idle;
    {
        const std::lock_guard lock(m_mutex);
        idle.swap(m_idle);
    }
    for (const Child &child : idle)
        discard(child);
    m_launcher.reset();
}

int ComponentProcessPool::processCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

ComponentProcesses ComponentProcessPool::look() const
{
    const std::lock_guard lock(m_mutex);
    const int warm = static_cast<int>(m_idle.size());
    return {.running = m_count - warm, .warm = warm, .most = m_options.maxProcesses, .ended = m_ended};
}

StepResult ComponentProcessPool::run(const QString &component, const Json &config, const StepInput &input, qint64 deadlineMonotonicUs,
                                     const std::function<bool()> &isCancelled, OriginalSource *originals)
{
    const Request request{component, config, input, deadlineMonotonicUs, isCancelled, originals};
    for (;;) {
        const Result<Child> child = acquire(request);
        if (!child)
            return StepResult::failed(child.error());
        Outcome outcome = exchange(*child, request);
        if (outcome.isReusable) {
            release(*child);
        } else {
            discard(*child);
            const std::lock_guard lock(m_mutex);
            ++m_ended;
        }
        noteEnd(component, outcome.result);
        // A warm process that somebody else killed in the meantime is nobody's failure; a new one that ends at once is.
        if (!outcome.wasStarted && child->uses > 0)
            continue;
        return outcome.result;
    }
}

/// A warm process, a new one, or a place in the queue for one.
Result<ComponentProcessPool::Child> ComponentProcessPool::acquire(const Request &request)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (!m_idle.empty()) {
            const Child child = m_idle.back();
            m_idle.pop_back();
            return child;
        }
        if (m_count < m_options.maxProcesses)
            break;
        m_freed.wait_for(lock, std::chrono::microseconds(kTickUs));
        lock.unlock();
        if (const std::optional<Error> error = interruption(request))
            return std::unexpected(*error);
        lock.lock();
    }
    ++m_count;
    lock.unlock();
    Result<Child> child = m_launcher->start();
    if (!child)
        forgetOne();
    return child;
}

std::optional<Error> ComponentProcessPool::interruption(const Request &request) const
{
    if (request.isCancelled && request.isCancelled())
        return Error::make(ErrorCode::Cancelled, u"The step was cancelled."_s);
    if (nowUs() >= request.deadlineUs)
        return Error::make(ErrorCode::ComponentTimeout, u"\"%1\" did not answer within its time."_s.arg(request.component));
    return std::nullopt;
}

ComponentProcessPool::Outcome ComponentProcessPool::exchange(const Child &child, const Request &request) const
{
    QByteArray frame = request.toFrame();
    qsizetype sent = 0;
    QByteArray answer(kFrameHeaderSize, Qt::Uninitialized);
    qsizetype received = 0;
    bool hasHeader = false;
    for (;;) {
        if (const std::optional<Error> error = interruption(request))
            return {StepResult::failed(*error)};
        pollfd wait{child.socket, static_cast<short>(POLLIN | (sent < frame.size() ? POLLOUT : 0)), 0};
        const qint64 tickUs = qBound<qint64>(0, request.deadlineUs - nowUs(), kTickUs);
        const int ready = ::poll(&wait, 1, static_cast<int>((tickUs + 999) / 1000));
        if (ready <= 0) {
            // A process may be gone while one that it left behind keeps the connection open.
            if (ready == 0 && endOf(child.pid, false))
                return lost(child, request);
            continue;
        }
        if (wait.revents & POLLOUT) {
            const ssize_t put = ::send(child.socket, frame.constData() + sent, static_cast<size_t>(frame.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (put > 0)
                sent += put;
            else if (put < 0 && errno != EAGAIN && errno != EINTR)
                sent = frame.size() + 1;
        }
        if (wait.revents & (POLLIN | POLLHUP | POLLERR)) {
            const ssize_t got = ::recv(child.socket, answer.data() + received, static_cast<size_t>(answer.size() - received), MSG_DONTWAIT);
            if (got < 0 && (errno == EAGAIN || errno == EINTR))
                continue;
            if (got <= 0) {
                Outcome outcome = lost(child, request);
                outcome.wasStarted = sent == frame.size();
                return outcome;
            }
            received += got;
            if (received < answer.size())
                continue;
            if (hasHeader) {
                const Result<Json> json = Json::parse(answer);
                if (!json)
                    return {
                        StepResult::failed(Error::make(ErrorCode::ComponentOutput, u"The component's answer is not JSON: "_s + json.error().text))};
                const std::optional<QString> asked = askedOriginal(*json);
                if (!asked)
                    return read(*json);
                // It asks before it answers: the same conversation goes on.
                frame = Millrace::toFrame(originalFor(*asked, request.originals));
                sent = received = 0;
                hasHeader = false;
                answer.resize(kFrameHeaderSize);
                continue;
            }
            hasHeader = true;
            const qint64 size = frameLength(answer.constData());
            if (size > m_options.maxAnswerBytes)
                return {StepResult::failed(Error::make(
                    ErrorCode::ComponentOutput,
                    u"\"%1\" announced an answer of %2 bytes; %3 are allowed."_s.arg(request.component).arg(size).arg(m_options.maxAnswerBytes)))};
            answer.resize(size);
            received = 0;
            if (size == 0)
                return {StepResult::failed(Error::make(ErrorCode::ComponentOutput, u"The component's answer is empty."_s))};
        }
    }
}

ComponentProcessPool::Outcome ComponentProcessPool::read(const Json &answer) const
{
    Result<StepResult> result = stepResultFromJson(answer);
    if (!result)
        return {StepResult::failed(result.error())};
    return {*result, !answer.value("dirty").toBool()};
}

/// Why a process ended without an answer.
ComponentProcessPool::Outcome ComponentProcessPool::lost(const Child &child, const Request &request) const
{
    std::optional<siginfo_t> end = endOf(child.pid, false);
    const qint64 startUs = nowUs();
    const qint64 untilUs = startUs + qMin(kGoneWithinUs, qMax<qint64>(request.deadlineUs - startUs, 0)) + kGraceUs;
    const auto isWaited = [&] { return nowUs() < untilUs && !(request.isCancelled && request.isCancelled()); };
    for (; !end && isWaited(); end = endOf(child.pid, false))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const auto crashed
        = [](const QString &text, const Json &detail) { return Outcome{StepResult::failed(Error::make(ErrorCode::ComponentCrashed, text, detail))}; };
    if (!end)
        return crashed(u"The component's process closed its connection without an answer."_s, {});
    if (end->si_code == CLD_EXITED && end->si_status == kHostOutOfMemory)
        return {StepResult::failed(
            Error::make(ErrorCode::ComponentMemory, u"The component asked for more than %1 MiB of memory."_s.arg(m_options.memoryMiB)))};
    if (end->si_code == CLD_EXITED)
        return crashed(u"The component's process ended with exit code %1 and no answer."_s.arg(end->si_status),
                       Json::object({{"exit_code", end->si_status}}));
    const QString name = signalName(end->si_status);
    return crashed(u"The component's process was ended by %1."_s.arg(name), Json::object({{"signal", name}}));
}

void ComponentProcessPool::release(const Child &child)
{
    Child used = child;
    if (++used.uses >= kMaxUses) {
        discard(child);
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(used);
    }
    m_freed.notify_one();
}

void ComponentProcessPool::discard(const Child &child)
{
    ::close(child.socket);
    if (endOf(child.pid, false)) {
        reap(child.pid);
        forgetOne();
        return;
    }
    ::kill(-child.pid, SIGKILL);
    m_launcher->bury(child);
}

void ComponentProcessPool::forgetOne()
{
    {
        const std::lock_guard lock(m_mutex);
        --m_count;
    }
    m_freed.notify_one();
}

} // namespace Millrace
