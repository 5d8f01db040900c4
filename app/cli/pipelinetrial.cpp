// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelineactions.h"

#include "call.h"
#include "pipeline/fielddiff.h"

#include <QFileInfo>
#include <QThread>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr int kLookMs = 50;
constexpr qsizetype kLongestValue = 160;

/// A value in one line; what is long is cut.
QString inOneLine(const Json &value)
{
    const QString text = QString::fromUtf8(value.toBytes());
    return text.size() > kLongestValue ? text.left(kLongestValue) + u"… (%1 characters)"_s.arg(text.size()) : text;
}

/// What the step made of what came in, field by field.
void printChanges(Call &call, const Json &step)
{
    const QList<FieldChange> changes = fieldDiff(step.value("input"), step.value("output"));
    if (changes.isEmpty())
        call.console().result(u"    nothing changed"_s);
    for (const FieldChange &change : changes) {
        const QString path = QString::fromUtf8(change.path);
        const QString line = change.kind == FieldChange::Kind::Added ? u"    + %1: %2"_s.arg(path, inOneLine(change.after))
            : change.kind == FieldChange::Kind::Removed              ? u"    - %1: %2"_s.arg(path, inOneLine(change.before))
                                                        : u"    ~ %1: %2 → %3"_s.arg(path, inOneLine(change.before), inOneLine(change.after));
        call.console().result(Console::harmless(line));
    }
}

void printStep(Call &call, const Json &step)
{
    const QString state = step.value("state").toString();
    const QString port = step.value("port").toString();
    call.console().result(Console::harmless(
        u"%1  %2  %3%4  %5 ms"_s
            .arg(step.value("context").toString(), step.value("node").toString(), state, port.isEmpty() ? QString() : u" by %1"_s.arg(port))
            .arg(step.value("duration_ms").toDouble(), 0, 'f', 1)));
    const Json notes = step.value("notes");
    for (const Json &note : notes.items())
        call.console().result(Console::harmless(u"    "_s + note.value("message").toString()));
    const Json wouldSend = step.value("would_send");
    for (const Json &one : wouldSend.items())
        call.console().result(Console::harmless(u"    would send %1 bytes to %2 %3"_s.arg(one.value("bytes").toInt())
                                                    .arg(one.value("target").toString(), one.value("address").toString())));
    if (!step.value("error").isNull())
        call.console().result(Console::harmless(u"    "_s + step.value("error").value("text").toString()));
    else if (step.value("output").isObject() && step.value("input").isObject() && !call.isSet(u"full"_s))
        printChanges(call, step);
    else if (step.value("output").isObject())
        call.console().result(Console::harmless(u"    → "_s + QString::fromUtf8(step.value("output").toBytes())));
}

} // namespace

int tryPipeline(Call &call, const QStringList &arguments)
{
    Json args = Json::object({{"pipeline", arguments.first()}});
    for (const char *option : {"to", "only"}) {
        if (call.isSet(QString::fromLatin1(option)))
            args.insert(option, call.value(QString::fromLatin1(option)));
    }
    if (arguments.size() > 1)
        args.insert("input",
                    QFileInfo::exists(arguments.at(1)) ? Json::object({{"path", QFileInfo(arguments.at(1)).absoluteFilePath()}})
                                                       : Json::object({{"context", arguments.at(1)}}));
    args.insert("breakpoints", Json::array()); // nobody is here to let it go on
    const auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    const Result<Json> begun = call.execute(**door, u"pipeline.try"_s, args);
    if (!begun)
        return call.failed(begun.error());
    const Json id = Json::object({{"try", begun->value("try")}});
    Result<Json> trial;
    while (true) {
        trial = call.execute(**door, u"try.get"_s, id);
        if (!trial)
            return call.failed(trial.error());
        const QString state = trial->value("state").toString();
        if (state != "running"_L1)
            break;
        QThread::msleep(kLookMs);
    }
    // What would wait is told, and no more is done.
    const Json paused = trial->value("paused");
    if (!paused.isEmpty())
        (void)call.execute(**door, u"try.cancel"_s, id);
    if (call.wantsJson()) {
        call.printJson(*trial);
    } else {
        const Json steps = trial->value("steps");
        for (const Json &step : steps.items())
            printStep(call, step);
        for (const Json &pause : paused.items())
            call.console().note(
                Console::harmless(u"%1 waits here (%2); the trial ends"_s.arg(pause.value("node").toString(), pause.value("reason").toString())));
        call.console().note(u"sinks, network and model providers were off; nothing of this is in the workspace's history"_s);
    }
    return trial->value("state").toString() == "failed"_L1 ? ExitSomeFailed : ExitDone;
}

} // namespace Millrace::Cli
