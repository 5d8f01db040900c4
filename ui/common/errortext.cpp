// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/errortext.h"

#include "common/notice.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Sentences
{
    const char *what;
    const char *remedy;
};

Sentences sentences(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Internal:
        return {QT_TRANSLATE_NOOP("ErrorText", "Something inside Millrace went wrong"),
                QT_TRANSLATE_NOOP("ErrorText", "Your data is as it was before. The log says where; a report helps to mend it.")};
    case ErrorCode::InvalidArgument:
        return {QT_TRANSLATE_NOOP("ErrorText", "This cannot be done with these values"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the value that is named and try again.")};
    case ErrorCode::UnknownCommand:
        return {QT_TRANSLATE_NOOP("ErrorText", "There is no such command"), QT_TRANSLATE_NOOP("ErrorText", "Press Ctrl+K to see all commands.")};
    case ErrorCode::NotFound:
        return {QT_TRANSLATE_NOOP("ErrorText", "It is not there any more"),
                QT_TRANSLATE_NOOP("ErrorText", "Refresh the list; somebody may have removed it.")};
    case ErrorCode::AlreadyExists:
        return {QT_TRANSLATE_NOOP("ErrorText", "This name or id is taken"), QT_TRANSLATE_NOOP("ErrorText", "Choose another one.")};
    case ErrorCode::Conflict:
        return {QT_TRANSLATE_NOOP("ErrorText", "Somebody changed it in the meantime"),
                QT_TRANSLATE_NOOP("ErrorText", "Look at the newest version, then decide again.")};
    case ErrorCode::PermissionDenied:
        return {QT_TRANSLATE_NOOP("ErrorText", "Your role does not allow this"),
                QT_TRANSLATE_NOOP("ErrorText", "Ask a person who manages this workspace.")};
    case ErrorCode::TokenInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "This token lets nobody in"),
                QT_TRANSLATE_NOOP("ErrorText", "Give the agent a new token in the Agents pane.")};
    case ErrorCode::CallRefused:
        return {QT_TRANSLATE_NOOP("ErrorText", "A person did not allow the call"), ""};
    case ErrorCode::PathDenied:
        return {QT_TRANSLATE_NOOP("ErrorText", "The path lies outside the folders that this agent was given"),
                QT_TRANSLATE_NOOP("ErrorText", "Give it the folder in the Agents pane, or name another path.")};
    case ErrorCode::RateLimited:
        return {QT_TRANSLATE_NOOP("ErrorText", "This client asks too often"), QT_TRANSLATE_NOOP("ErrorText", "Try again in a moment.")};
    case ErrorCode::TooLarge:
        return {QT_TRANSLATE_NOOP("ErrorText", "The request is larger than the limit"),
                QT_TRANSLATE_NOOP("ErrorText", "Send less at once, or give the path of a file.")};
    case ErrorCode::Cancelled:
        return {QT_TRANSLATE_NOOP("ErrorText", "It was cancelled before it was done"), ""};
    case ErrorCode::Unsupported:
        return {QT_TRANSLATE_NOOP("ErrorText", "This machine does not support it"), ""};
    case ErrorCode::JsonSyntax:
        return {QT_TRANSLATE_NOOP("ErrorText", "The document is not valid JSON"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct it at the place that is named and submit it again.")};
    case ErrorCode::JsonEncoding:
        return {QT_TRANSLATE_NOOP("ErrorText", "The document is not valid UTF-8"),
                QT_TRANSLATE_NOOP("ErrorText", "Save the file as UTF-8 and submit it again.")};
    case ErrorCode::JsonDepth:
        return {QT_TRANSLATE_NOOP("ErrorText", "The document is nested too deeply"),
                QT_TRANSLATE_NOOP("ErrorText", "Millrace takes up to 512 levels; flatten the document.")};
    case ErrorCode::JsonDuplicateKey:
        return {QT_TRANSLATE_NOOP("ErrorText", "An object in the document has the same key twice"),
                QT_TRANSLATE_NOOP("ErrorText", "Keep one of the two; otherwise it is not clear which counts.")};
    case ErrorCode::JsonTooLarge:
        return {QT_TRANSLATE_NOOP("ErrorText", "The document is too large"), QT_TRANSLATE_NOOP("ErrorText", "Split it into smaller ones.")};
    case ErrorCode::JsonPath:
        return {QT_TRANSLATE_NOOP("ErrorText", "The document has no value at this path"),
                QT_TRANSLATE_NOOP("ErrorText", "Check the path against the document.")};
    case ErrorCode::PatchConflict:
        return {QT_TRANSLATE_NOOP("ErrorText", "A step's change does not fit its document"),
                QT_TRANSLATE_NOOP("ErrorText", "Retry the context from the step before.")};
    case ErrorCode::SchemaInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "The schema itself is wrong"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the schema in the step's settings.")};
    case ErrorCode::SchemaViolation:
        return {QT_TRANSLATE_NOOP("ErrorText", "The document does not satisfy the schema"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the fields that are named, or the schema.")};
    case ErrorCode::ExpressionInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "The expression cannot be read"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the JMESPath expression at the place that is named.")};
    case ErrorCode::ContextInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "The context lacks a field, or has a wrong one"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the field that is named and submit it again.")};
    case ErrorCode::ContextExists:
        return {QT_TRANSLATE_NOOP("ErrorText", "A context with this id and other content is there already"),
                QT_TRANSLATE_NOOP("ErrorText", "Give the new one another id.")};
    case ErrorCode::TransitionRefused:
        return {QT_TRANSLATE_NOOP("ErrorText", "A context in this state cannot do that"),
                QT_TRANSLATE_NOOP("ErrorText", "Refresh; its state may have changed.")};
    case ErrorCode::PipelineInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "The pipeline cannot run as it is"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the problems that are listed.")};
    case ErrorCode::ComponentUnknown:
        return {QT_TRANSLATE_NOOP("ErrorText", "A component of the pipeline is not installed here"),
                QT_TRANSLATE_NOOP("ErrorText", "Install its plugin, or replace the step.")};
    case ErrorCode::ComponentConfig:
        return {QT_TRANSLATE_NOOP("ErrorText", "A component's settings are wrong"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the settings of the step.")};
    case ErrorCode::ComponentFailed:
        return {QT_TRANSLATE_NOOP("ErrorText", "A step failed"), QT_TRANSLATE_NOOP("ErrorText", "It can be retried; look at the reason first.")};
    case ErrorCode::ComponentCrashed:
        return {QT_TRANSLATE_NOOP("ErrorText", "A component's process ended without an answer"),
                QT_TRANSLATE_NOOP("ErrorText", "Nothing else was harmed. Retry it; if it happens again, look at the document.")};
    case ErrorCode::ComponentTimeout:
        return {QT_TRANSLATE_NOOP("ErrorText", "A step did not answer in time"),
                QT_TRANSLATE_NOOP("ErrorText", "Retry it, or give the step more time in its settings.")};
    case ErrorCode::ComponentMemory:
        return {QT_TRANSLATE_NOOP("ErrorText", "A step asked for more memory than it may have"),
                QT_TRANSLATE_NOOP("ErrorText", "Retry it with a smaller document, or raise the limit.")};
    case ErrorCode::ComponentOutput:
        return {QT_TRANSLATE_NOOP("ErrorText", "A step's answer cannot be used"),
                QT_TRANSLATE_NOOP("ErrorText", "Look at the reason; the component may need mending.")};
    case ErrorCode::LeaseLost:
        return {QT_TRANSLATE_NOOP("ErrorText", "The worker of a step is gone"),
                QT_TRANSLATE_NOOP("ErrorText", "Nothing is lost: the step is tried again by itself.")};
    case ErrorCode::InputInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "The item does not satisfy this step's rules"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the fields that are named, then retry it.")};
    case ErrorCode::AttemptsExhausted:
        return {QT_TRANSLATE_NOOP("ErrorText", "Every allowed attempt failed"), QT_TRANSLATE_NOOP("ErrorText", "Remove the cause, then retry it.")};
    case ErrorCode::LoopLimit:
        return {QT_TRANSLATE_NOOP("ErrorText", "It came to the same step too often"),
                QT_TRANSLATE_NOOP("ErrorText", "Look at what should end the loop, or allow more visits in the step's settings.")};
    case ErrorCode::NestingLimit:
        return {QT_TRANSLATE_NOOP("ErrorText", "Pipelines start each other too deeply"),
                QT_TRANSLATE_NOOP("ErrorText", "Change the pipeline so that it does not send documents through itself.")};
    case ErrorCode::ChildFailed:
        return {QT_TRANSLATE_NOOP("ErrorText", "What this step waited for did not complete"),
                QT_TRANSLATE_NOOP("ErrorText", "Open the context that it names, mend it there, then retry this one.")};
    case ErrorCode::PipelineClosed:
        return {QT_TRANSLATE_NOOP("ErrorText", "The pipeline is being drained"),
                QT_TRANSLATE_NOOP("ErrorText", "Let it run again, or choose another pipeline.")};
    case ErrorCode::ScheduleInvalid:
        return {QT_TRANSLATE_NOOP("ErrorText", "The schedule cannot be understood"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the expression, the interval or the time zone that is named.")};
    case ErrorCode::ModelUnavailable:
        return {QT_TRANSLATE_NOOP("ErrorText", "The model provider cannot be reached"),
                QT_TRANSLATE_NOOP("ErrorText", "Check the provider's address and the network, or use the offline provider.")};
    case ErrorCode::ModelRateLimited:
        return {QT_TRANSLATE_NOOP("ErrorText", "The model provider asks to wait"),
                QT_TRANSLATE_NOOP("ErrorText", "Nothing to do: it goes on by itself.")};
    case ErrorCode::ModelRefused:
        return {QT_TRANSLATE_NOOP("ErrorText", "The model provider refused the request"),
                QT_TRANSLATE_NOOP("ErrorText", "Check the key, the model's name and the provider's terms.")};
    case ErrorCode::ModelAnswer:
        return {QT_TRANSLATE_NOOP("ErrorText", "The model's answer cannot be used"),
                QT_TRANSLATE_NOOP("ErrorText", "Retry it; if it happens again, choose another model.")};
    case ErrorCode::CircuitOpen:
        return {QT_TRANSLATE_NOOP("ErrorText", "The model provider failed repeatedly and is left alone for a while"),
                QT_TRANSLATE_NOOP("ErrorText", "It is tried again by itself in a moment.")};
    case ErrorCode::SecretMissing:
        return {QT_TRANSLATE_NOOP("ErrorText", "A secret is missing"),
                QT_TRANSLATE_NOOP("ErrorText", "Store the secret that is named in the keychain, or set it in the environment.")};
    case ErrorCode::HttpAddress:
        return {QT_TRANSLATE_NOOP("ErrorText", "The address is none that a request may go to"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the address, or allow its host in the step.")};
    case ErrorCode::HttpName:
        return {QT_TRANSLATE_NOOP("ErrorText", "There is no host of this name"),
                QT_TRANSLATE_NOOP("ErrorText", "Check the name and the network; it is tried again by itself.")};
    case ErrorCode::HttpRefused:
        return {QT_TRANSLATE_NOOP("ErrorText", "The host refuses the connection"),
                QT_TRANSLATE_NOOP("ErrorText", "Check that the service runs there; it is tried again by itself.")};
    case ErrorCode::HttpTls:
        return {QT_TRANSLATE_NOOP("ErrorText", "No secure connection to the host comes about"),
                QT_TRANSLATE_NOOP("ErrorText", "Check the certificate of the host.")};
    case ErrorCode::HttpTimeout:
        return {QT_TRANSLATE_NOOP("ErrorText", "The host did not answer completely in time"),
                QT_TRANSLATE_NOOP("ErrorText", "It is tried again by itself; give the step more time if it happens again.")};
    case ErrorCode::HttpUnreachable:
        return {QT_TRANSLATE_NOOP("ErrorText", "The connection to the host broke off"),
                QT_TRANSLATE_NOOP("ErrorText", "Check the network; it is tried again by itself.")};
    case ErrorCode::HttpTooLarge:
        return {QT_TRANSLATE_NOOP("ErrorText", "The answer is larger than the step allows"),
                QT_TRANSLATE_NOOP("ErrorText", "Raise the largest answer in the step.")};
    case ErrorCode::HttpRedirect:
        return {QT_TRANSLATE_NOOP("ErrorText", "The answer leads on to another address"),
                QT_TRANSLATE_NOOP("ErrorText", "Enter the address where it ends, or let the step follow redirections.")};
    case ErrorCode::HttpClient:
        return {QT_TRANSLATE_NOOP("ErrorText", "The host refused the request"),
                QT_TRANSLATE_NOOP("ErrorText", "Correct the request, then retry it.")};
    case ErrorCode::HttpServer:
        return {QT_TRANSLATE_NOOP("ErrorText", "The host failed at the request"), QT_TRANSLATE_NOOP("ErrorText", "It is tried again by itself.")};
    case ErrorCode::HttpRateLimited:
        return {QT_TRANSLATE_NOOP("ErrorText", "The host asks to wait"),
                QT_TRANSLATE_NOOP("ErrorText", "It is tried again by itself when the time has come.")};
    case ErrorCode::HttpCircuitOpen:
        return {QT_TRANSLATE_NOOP("ErrorText", "The host failed repeatedly and is left alone for a while"),
                QT_TRANSLATE_NOOP("ErrorText", "It is tried again by itself after a while.")};
    case ErrorCode::EffectTarget:
        return {QT_TRANSLATE_NOOP("ErrorText", "What is to be done outside has nowhere to go"),
                QT_TRANSLATE_NOOP("ErrorText", "Install the plugin that brings the target, or choose another one in the step.")};
    case ErrorCode::EffectFailed:
        return {QT_TRANSLATE_NOOP("ErrorText", "What was to be done outside was given up"),
                QT_TRANSLATE_NOOP("ErrorText", "Remove the cause, then send it again from the outbox or retry the document.")};
    case ErrorCode::EffectDiscarded:
        return {QT_TRANSLATE_NOOP("ErrorText", "Somebody discarded what was to be done outside"),
                QT_TRANSLATE_NOOP("ErrorText", "Send it again from the outbox if it was a mistake.")};
    case ErrorCode::PublishRefused:
        return {QT_TRANSLATE_NOOP("ErrorText", "Only what a person approved may be published"),
                QT_TRANSLATE_NOOP("ErrorText", "Send it through the review, and publish what leaves it by “approved”.")};
    case ErrorCode::FileUnreadable:
        return {QT_TRANSLATE_NOOP("ErrorText", "The file cannot be read"),
                QT_TRANSLATE_NOOP("ErrorText", "Check that it exists and that you may read it.")};
    case ErrorCode::FileRefused:
        return {QT_TRANSLATE_NOOP("ErrorText", "The file is of a kind that is not taken in"), ""};
    case ErrorCode::FileWrite:
        return {QT_TRANSLATE_NOOP("ErrorText", "The file cannot be written"),
                QT_TRANSLATE_NOOP("ErrorText", "Check that the folder exists and that you may write there.")};
    case ErrorCode::WorkspaceMissing:
        return {QT_TRANSLATE_NOOP("ErrorText", "There is no workspace at this place"),
                QT_TRANSLATE_NOOP("ErrorText", "Choose another file, or make a new workspace here.")};
    case ErrorCode::WorkspaceForeign:
        return {QT_TRANSLATE_NOOP("ErrorText", "This file is not a Millrace workspace"),
                QT_TRANSLATE_NOOP("ErrorText", "Choose another file; this one was not touched.")};
    case ErrorCode::WorkspaceNewer:
        return {QT_TRANSLATE_NOOP("ErrorText", "A newer Millrace wrote this workspace"),
                QT_TRANSLATE_NOOP("ErrorText", "Update Millrace to open it; the file was not touched.")};
    case ErrorCode::WorkspaceDamaged:
        return {QT_TRANSLATE_NOOP("ErrorText", "The workspace is damaged"),
                QT_TRANSLATE_NOOP("ErrorText", "Nothing was changed. Open a saved copy, or run “millrace check” to see what is affected.")};
    case ErrorCode::WorkspaceLocked:
        return {QT_TRANSLATE_NOOP("ErrorText", "Another program has this workspace open"),
                QT_TRANSLATE_NOOP("ErrorText", "Close it there first, or open a copy.")};
    case ErrorCode::WorkspaceReadOnly:
        return {QT_TRANSLATE_NOOP("ErrorText", "The workspace can only be viewed here"),
                QT_TRANSLATE_NOOP("ErrorText", "Save a copy in a place where you may write.")};
    case ErrorCode::WorkspaceExists:
        return {QT_TRANSLATE_NOOP("ErrorText", "There is a file at this place already"), QT_TRANSLATE_NOOP("ErrorText", "Choose another name.")};
    case ErrorCode::StoreFull:
        return {QT_TRANSLATE_NOOP("ErrorText", "The disk is full"),
                QT_TRANSLATE_NOOP("ErrorText", "Free some space; the work goes on by itself then.")};
    case ErrorCode::StoreIo:
        return {QT_TRANSLATE_NOOP("ErrorText", "The disk failed to read or write"),
                QT_TRANSLATE_NOOP("ErrorText", "Nothing promised is lost. Check the disk before going on.")};
    case ErrorCode::StoreSql:
        return {QT_TRANSLATE_NOOP("ErrorText", "The workspace refused a statement"),
                QT_TRANSLATE_NOOP("ErrorText", "The log says which; a report helps to mend it.")};
    case ErrorCode::MigrationFailed:
        return {QT_TRANSLATE_NOOP("ErrorText", "The workspace could not be upgraded"),
                QT_TRANSLATE_NOOP("ErrorText", "It is as it was. Free some space beside it and open it again.")};
    case ErrorCode::EngineStopped:
        return {QT_TRANSLATE_NOOP("ErrorText", "The engine has stopped"), QT_TRANSLATE_NOOP("ErrorText", "Start it from the Engine menu.")};
    case ErrorCode::Busy:
        return {QT_TRANSLATE_NOOP("ErrorText", "Too much is queued at the moment"), QT_TRANSLATE_NOOP("ErrorText", "Try again in a moment.")};
    case ErrorCode::RemoteUnavailable:
        return {QT_TRANSLATE_NOOP("ErrorText", "The program that has the workspace open does not answer"),
                QT_TRANSLATE_NOOP("ErrorText", "Close it there and open the workspace here.")};
    }
    return {"", ""};
}

QString translated(const char *text)
{
    return *text ? QCoreApplication::translate("ErrorText", text) : QString();
}

/// Where it happened, as far as the facts say.
QString place(const Json &detail)
{
    QStringList parts;
    const QString file = detail.value("file").toString();
    if (!file.isEmpty())
        parts += file;
    if (detail.value("line").isNumber()) {
        parts += detail.value("column").isNumber()
            ? QCoreApplication::translate("ErrorText", "line %1, column %2").arg(detail.value("line").toInt()).arg(detail.value("column").toInt())
            : QCoreApplication::translate("ErrorText", "line %1").arg(detail.value("line").toInt());
    }
    const QString path = detail.value("path").toString();
    if (!path.isEmpty())
        parts += path;
    const QString node = detail.value("node").toString();
    if (!node.isEmpty())
        parts += QCoreApplication::translate("ErrorText", "step “%1”").arg(node);
    if (detail.value("pid").isNumber())
        parts += QCoreApplication::translate("ErrorText", "process %1").arg(detail.value("pid").toInt());
    return parts.join(u", "_s);
}

} // namespace

ErrorText ErrorText::of(const Error &error)
{
    const Sentences known = sentences(error.code);
    ErrorText text{translated(known.what), place(error.detail), translated(known.remedy)};
    // The English text often has the one fact that matters (a host, a field); it follows the place.
    if (!error.text.isEmpty() && error.text != errorCodeMeaning(error.code))
        text.why = text.why.isEmpty() ? error.text : text.why + u": "_s + error.text;
    return text;
}

QString ErrorText::paragraph() const
{
    const auto sentence = [](const QString &part) {
        if (part.isEmpty() || part.endsWith(u'.') || part.endsWith(u'?'))
            return part;
        return QString(part + u'.');
    };
    QStringList parts;
    for (const QString &part : {what, why, remedy}) {
        if (!part.isEmpty())
            parts += sentence(part);
    }
    return parts.join(u' ');
}

Notice Notice::fromError(const Error &error)
{
    const ErrorText text = ErrorText::of(error);
    return {.severity = error.category == ErrorCategory::Retryable ? Severity::Warning : Severity::Error,
            .what = text.what,
            .why = text.why,
            .remedy = text.remedy,
            .actionText = {}};
}

} // namespace Millrace
