// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/templatecatalogue.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

static void initTemplateResources()
{
    Q_INIT_RESOURCE(templates);
}

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcTemplates, "millrace.components.template")

QList<ContentTemplate> readBuiltinTemplates()
{
    initTemplateResources();
    QList<ContentTemplate> templates;
    const QDir folder(u":/millrace/templates"_s);
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const Result<ContentTemplate> read = Json::parseStrict(file.readAll()).and_then(contentTemplateFromJson);
        if (read)
            templates.append(*read);
        else
            qCCritical(lcTemplates) << "built-in template" << name << "is wrong:" << read.error().text;
    }
    std::ranges::sort(templates, {}, &ContentTemplate::id);
    return templates;
}

/// 2: made for it; 1: made for all; 0: made for something else.
int fit(const QStringList &offered, const QStringList &wanted)
{
    if (offered.isEmpty())
        return 1;
    const bool matches
        = std::ranges::any_of(wanted, [&offered](const QString &wish) { return offered.contains(wish.trimmed(), Qt::CaseInsensitive); });
    return matches ? 2 : 0;
}

} // namespace

QList<ContentTemplate> builtinTemplates()
{
    static const QList<ContentTemplate> templates = readBuiltinTemplates();
    return templates;
}

Result<ContentTemplate> contentTemplateFromJson(const Json &json)
{
    ContentTemplate result;
    result.id = json.value("id").toString();
    result.version = static_cast<int>(json.value("version").toInt(1));
    result.title = json.value("title").toString();
    result.type = json.value("type").toString();
    result.audiences = json.value("audiences").toStringList();
    result.tones = json.value("tones").toStringList();
    result.sections = json.value("sections");
    if (result.id.isEmpty())
        return fail(ErrorCode::InvalidArgument, u"A template needs an id."_s, Json::object({{"path", "/id"}}));
    if (!result.sections.isArray() || result.sections.isEmpty())
        return fail(ErrorCode::InvalidArgument, u"A template needs a list of sections."_s, Json::object({{"path", "/sections"}}));
    for (qsizetype i = 0; i < result.sections.size(); ++i) {
        if (result.sections.at(i).value("type").toString().isEmpty())
            return fail(ErrorCode::InvalidArgument, u"Section %1 of the template has no type."_s.arg(i + 1),
                        Json::object({{"path", u"/sections/%1/type"_s.arg(i)}}));
    }
    return result;
}

Json contentTemplateToJson(const ContentTemplate &contentTemplate)
{
    return Json::object({
        {"id", contentTemplate.id},
        {"version", contentTemplate.version},
        {"title", contentTemplate.title},
        {"type", contentTemplate.type},
        {"audiences", Json::array(contentTemplate.audiences)},
        {"tones", Json::array(contentTemplate.tones)},
        {"sections", contentTemplate.sections},
    });
}

const ContentTemplate *pickTemplate(const QList<ContentTemplate> &templates, const TemplateWish &wish)
{
    const ContentTemplate *best = nullptr;
    int bestScore = -1;
    for (const ContentTemplate &candidate : templates) {
        const bool hasType = candidate.type.compare(wish.type, Qt::CaseInsensitive) == 0;
        if (!hasType && !candidate.type.isEmpty())
            continue;
        const int score
            = (hasType && !candidate.type.isEmpty() ? 100 : 0) + 10 * fit(candidate.tones, wish.tones) + fit(candidate.audiences, wish.audiences);
        if (score > bestScore || (score == bestScore && candidate.id < best->id)) {
            best = &candidate;
            bestScore = score;
        }
    }
    return best;
}

} // namespace Millrace
