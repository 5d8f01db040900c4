// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/log.h"

#include "observe/crashreport.h"
#include "observe/redactor.h"
#include "sdk/clock.h"
#include "sdk/json.h"

#include <QLoggingCategory>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <mutex>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongestRead = 64 * 1024; ///< of a message, to take secrets out of
constexpr qsizetype kLongestKept = 8 * 1024;
constexpr qint64 kWindowUs = 10'000'000;
constexpr int kMostInWindow = 2000;

/// What the message handler, which is a plain function, works with. The mutex guards all of it.
struct Sink
{
    std::mutex mutex;
    bool isOn = false;
    LogOptions options;
    std::unique_ptr<LogFile> file;
    QtMessageHandler before = nullptr;
    Log::Listener listener;
    qint64 windowUs = 0;
    int inWindow = 0;
    qint64 leftOut = 0;
};

// A message handler can reach nothing but globals. Neither is ever taken down: threads may log while the process ends.
Sink &sink()
{
    static auto *const made = new Sink;
    return *made;
}

Redactor &redactor()
{
    static auto *const made = new Redactor;
    return *made;
}

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    default:
        return LogLevel::Error;
    }
}

QLatin1StringView wordFor(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug"_L1;
    case QtInfoMsg:
        return "info"_L1;
    case QtWarningMsg:
        return "warning"_L1;
    case QtCriticalMsg:
        return "error"_L1;
    case QtFatalMsg:
        return "fatal"_L1;
    }
    return {};
}

void write(Sink &to, QtMsgType type, const QString &category, const QString &message)
{
    const qint64 now = Clock::system().nowUs();
    QString kept = message;
    const bool isCut = kept.size() > kLongestKept;
    if (isCut)
        kept.truncate(kLongestKept);
    Json line = Json::object({{"time", isoMicroseconds(now)},
                              {"level", wordFor(type)},
                              {"category", category},
                              {"message", kept},
                              {"pid", qint64(::getpid())},
                              {"thread", qint64(::gettid())},
                              {"program", to.options.program},
                              {"version", to.options.version}});
    if (isCut)
        line.insert("cut", true);
    const QByteArray bytes = line.toBytes();
    rememberForCrash(bytes);
    if (to.file)
        to.file->append(bytes);
}

/// True where one more line may be written now; says how many were not, once there is room again.
bool hasRoom(Sink &to)
{
    const qint64 now = Clock::system().monotonicUs();
    if (now - to.windowUs >= kWindowUs) {
        to.windowUs = now;
        to.inWindow = 0;
        if (const qint64 leftOut = std::exchange(to.leftOut, 0); leftOut > 0)
            write(to, QtWarningMsg, u"millrace.log"_s, u"%1 lines were left out: too many came at once"_s.arg(leftOut));
    }
    if (++to.inWindow <= kMostInWindow)
        return true;
    ++to.leftOut;
    return false;
}

void take(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    // What Qt says while a line is written would come back here.
    static thread_local bool isInside = false;
    if (isInside)
        return;
    isInside = true;
    const QString category = QString::fromUtf8(context.category ? context.category : "default");
    const QString message = redactor().redacted(text.size() > kLongestRead ? text.left(kLongestRead) : text);
    QtMessageHandler before = nullptr;
    {
        Sink &to = sink();
        const std::lock_guard lock(to.mutex);
        const bool isIgnored = std::ranges::any_of(to.options.ignored, [&](const QString &start) { return message.startsWith(start); });
        if (to.isOn && !isIgnored) {
            if (levelOf(type) >= to.options.level && hasRoom(to))
                write(to, type, category, message);
            if (to.listener)
                to.listener(wordFor(type), category, message);
            if (levelOf(type) >= LogLevel::Warning || !category.startsWith("millrace."_L1))
                before = to.before;
        }
    }
    if (before)
        before(type, context, message);
    isInside = false;
}

} // namespace

LogOptions LogOptions::standard(const QString &program, const QString &version)
{
    LogOptions options;
    options.program = program;
    options.version = version;
    options.file.folder = QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) + u"/millrace/logs"_s;
    const QString named = qEnvironmentVariable("MILLRACE_LOG").toLower();
    constexpr std::array names = {"debug"_L1, "info"_L1, "warning"_L1, "error"_L1, "off"_L1};
    if (const auto it = std::ranges::find(names, named); it != names.end())
        options.level = static_cast<LogLevel>(it - names.begin());
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList variables = environment.keys();
    for (const QString &variable : variables) {
        if (variable.startsWith("MILLRACE_SECRET_"_L1))
            Log::conceal(environment.value(variable));
    }
    return options;
}

Log::Log(const LogOptions &options)
{
    // Rules of the environment (QT_LOGGING_RULES) go before these.
    QString rules;
    if (options.level > LogLevel::Debug)
        rules += u"millrace.*.debug=false\n"_s;
    if (options.level > LogLevel::Info)
        rules += u"millrace.*.info=false\n"_s;
    QLoggingCategory::setFilterRules(rules);
    Sink &to = sink();
    const std::lock_guard lock(to.mutex);
    to.options = options;
    to.file = options.level == LogLevel::Off ? nullptr : std::make_unique<LogFile>(options.file);
    to.windowUs = Clock::system().monotonicUs();
    to.inWindow = 0;
    to.leftOut = 0;
    to.before = qInstallMessageHandler(take);
    to.isOn = true;
}

Log::~Log()
{
    Sink &to = sink();
    const std::lock_guard lock(to.mutex);
    qInstallMessageHandler(to.before);
    to.isOn = false;
    to.listener = nullptr;
    to.file.reset();
}

void Log::setListener(Listener listener)
{
    Sink &to = sink();
    const std::lock_guard lock(to.mutex);
    to.listener = std::move(listener);
}

void Log::conceal(const QString &value)
{
    redactor().learn(value);
    // As it stands in JSON, from whoever writes only what must be escaped, and from whoever writes ASCII alone.
    const auto withoutQuotes = [](const QByteArray &json) { return QString::fromUtf8(json.sliced(1, json.size() - 2)); };
    const QString escaped = withoutQuotes(Json(value).toBytes());
    if (escaped != value)
        redactor().learn(escaped);
    QString ascii;
    for (const QChar c : escaped)
        ascii += c.unicode() < 0x80 ? QString(c) : u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
    if (ascii != escaped)
        redactor().learn(ascii);
}

QString Log::redacted(const QString &text)
{
    return redactor().redacted(text);
}

} // namespace Millrace
