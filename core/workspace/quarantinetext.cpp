// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/quarantinetext.h"

#include "pipeline/contextdocument.h"
#include "store/contextreader.h"
#include "store/contextrepository.h"

using namespace Qt::StringLiterals;

namespace Millrace {

Result<QuarantineText> QuarantineText::of(Connection &db, ContextKey key, const Json &reason)
{
    const auto data = readData(db, key);
    if (!data)
        return std::unexpected(data.error());
    const auto raw = ContextReader(db).rawInput(key);
    if (!raw)
        return std::unexpected(raw.error());
    QuarantineText item{.text = data->toBytes(Json::Format::Pretty), .data = *data, .raw = *raw};
    // What an intake could not read has nothing but the name of its source; a text that was meant as JSON can be mended as one.
    const QByteArray came = raw->value("text").utf8().toByteArray();
    item.isUnread = data->size() == 1 && data->contains("source_name") && !came.isEmpty()
        && (came.trimmed().startsWith('{') || reason.value("code").toString().startsWith("json."_L1));
    if (item.isUnread)
        item.text = came;
    return item;
}

Result<Json> QuarantineText::dataOf(QByteArrayView mended) const
{
    auto json = Json::parseStrict(mended);
    if (!json)
        return json;
    if (!json->isObject())
        return fail(ErrorCode::InvalidArgument, u"the data of a document is an object"_s, Json::object({{"path", ""}}));
    if (!isUnread || !json->value("data").isObject())
        return json;
    auto document = ContextDocument::fromJson(*json);
    if (!document)
        return std::unexpected(document.error());
    return document->data;
}

} // namespace Millrace
