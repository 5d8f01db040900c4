// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/spans.h"

#include "common/difflines.h"
#include "lineage/lineagetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

QList<LineageSpan> spansOf(const Json &answer)
{
    QList<LineageSpan> spans;
    for (const Json &json : answer.value("spans").items()) {
        const Json &place = json.value("place");
        const Json &document = json.value("document");
        LineageSpan span{.field = answer.value("field").utf8().toByteArray(),
                         .from = json.value("from").toInt(),
                         .to = json.value("to").toInt(),
                         .tie = lineageTieOf(json.value("kind").toString()),
                         .isExact = json.value("exact").toBool(),
                         .ends = json.value("ends").toString(),
                         .context = place.value("context").toString(),
                         .placeField = place.value("field").utf8().toByteArray(),
                         .step = place.value("step").toInt(-1),
                         .placeFrom = place.value("from").toInt(),
                         .placeTo = place.value("to").toInt(),
                         .text = place.value("text").toString(),
                         .documentId = document.value("id").toString(),
                         .documentTitle = document.value("title").toString(document.value("name").toString()),
                         .page = document.value("page").toInt(),
                         .person = json.value("person").toString(),
                         .via = {}};
        for (const Json &step : json.value("via").items()) {
            const QString name
                = LineageText::componentName(step.value("component").toString(), QString::fromUtf8(step.value("component_version").utf8()));
            if (!name.isEmpty() && (span.via.isEmpty() || span.via.last() != name))
                span.via.append(name);
        }
        if (span.to > span.from)
            spans.append(span);
    }
    return spans;
}

QList<Citation> citationsOf(const QList<LineageSpan> &spans)
{
    QList<Citation> citations;
    for (const LineageSpan &span : spans)
        citations.append({span.field, span.from, span.to, span.context, span.placeField, span.placeFrom, span.placeTo});
    return citations;
}

QString spanSentence(const LineageSpan &span)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Millrace::SpanView", text); };
    QStringList parts;
    if (!span.person.isEmpty())
        parts.append(tr(QT_TRANSLATE_NOOP("Millrace::SpanView", "written by %1")).arg(span.person));
    else if (span.ends == "model"_L1)
        parts.append(tr(QT_TRANSLATE_NOOP("Millrace::SpanView", "written by a model")));
    else if (span.ends == "template"_L1)
        parts.append(tr(QT_TRANSLATE_NOOP("Millrace::SpanView", "from the template")));
    if (!span.documentTitle.isEmpty())
        parts.append(span.page > 0 ? tr(QT_TRANSLATE_NOOP("Millrace::SpanView", "%1, page %2")).arg(span.documentTitle).arg(span.page)
                                   : span.documentTitle);
    if (!span.placeField.isEmpty())
        parts.append(dottedPath(span.placeField));
    parts.append(span.isExact ? tr(QT_TRANSLATE_NOOP("Millrace::SpanView", "word for word")) : LineageText::tieName(span.tie));
    if (!span.via.isEmpty())
        parts.append(tr(QT_TRANSLATE_NOOP("Millrace::SpanView", "by way of %1")).arg(span.via.join(u" ← "_s)));
    return parts.join(u" · "_s);
}

} // namespace Millrace
