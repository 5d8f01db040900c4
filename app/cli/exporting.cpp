// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

std::unique_ptr<DocumentSink> makeSink(ExportFormat format, const QString &out, Console &console)
{
    if (!out.isEmpty())
        return makeFileSink(format, out);
    return makeStreamSink(format, [&console](const QByteArray &bytes) -> Result<void> {
        console.write(bytes);
        if (console.hasFailed())
            return fail(ErrorCode::FileWrite, u"stdout cannot be written: its reader is gone or its disk is full"_s);
        return {};
    });
}

Result<ExportSums> exportDocuments(Call &call, Door &door, const Json &filter, const QStringList &ids, DocumentSink &sink)
{
    ExportSums sums;
    const auto addOne = [&](const QString &id) -> Result<void> {
        const Result<Json> document = call.execute(door, u"context.get"_s, Json::object({{"id", id}}));
        if (!document && document.error().code == ErrorCode::NotFound) {
            call.console().note(Console::harmless(document.error().text));
            ++sums.unknown;
            return {};
        }
        if (!document && document.error().code == ErrorCode::WorkspaceDamaged) {
            call.console().note(Console::harmless(u"left out %1: %2"_s.arg(id, document.error().text))); // the rest is still whole
            ++sums.damaged;
            return {};
        }
        if (!document)
            return std::unexpected(document.error());
        const Result<bool> added = sink.add(*document);
        if (!added)
            return std::unexpected(added.error());
        if (!*added)
            call.console().note(u"left out %1: no finished text that could be written in this format"_s.arg(Console::harmless(id)));
        ++(*added ? sums.exported : sums.without);
        return {};
    };

    for (const QString &id : ids) {
        if (const Result<void> added = addOne(id); !added)
            return std::unexpected(added.error());
    }
    Json page = filter;
    page.insert("limit", 1000);
    bool more = ids.isEmpty();
    while (more) {
        const Result<Json> answer = call.execute(door, u"context.list"_s, page);
        if (!answer)
            return std::unexpected(answer.error());
        for (const Json &context : answer->value("contexts").items()) {
            if (const Result<void> added = addOne(context.value("id").toString()); !added)
                return std::unexpected(added.error());
        }
        const QString next = answer->value("next").toString();
        more = !next.isEmpty();
        page.insert("after", next);
    }
    if (const Result<void> finished = sink.finish(); !finished)
        return std::unexpected(finished.error());
    return sums;
}

} // namespace Millrace::Cli
