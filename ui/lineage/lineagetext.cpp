// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagetext.h"

#include "common/difflines.h"
#include "common/format.h"
#include "common/statusstyle.h"

#include <QDateTime>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Named
{
    QLatin1StringView word;
    const char *text;
};

constexpr std::array kRelations{
    Named{"document"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "taken in from")},
    Named{"version"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "next version of")},
    Named{"child"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "child of")},
    Named{"replay"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "replay of")},
    Named{"correction"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "correction of")},
    Named{"cites"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "cites")},
    Named{"template"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "written by the template")},
    Named{"model"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "written by the model")},
    Named{"event_out"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "raised by")},
    Named{"event_in"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "started by the event")},
    Named{"review"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "review of")},
    Named{"output"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "sent out of")},
    Named{"field"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "made of")},
    Named{"edit"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "edited by a person from")},
    Named{"prompt"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "asked with")},
    Named{"answer"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "answered to")},
};

constexpr std::array kStates{
    Named{"open"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "open")},
    Named{"decided"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "decided")},
    Named{"timed_out"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "timed out")},
    Named{"withdrawn"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "withdrawn")},
    Named{"waiting"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "waiting")},
    Named{"sending"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "sending")},
    Named{"delivered"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "delivered")},
    Named{"failed"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "failed")},
    Named{"discarded"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "discarded")},
    Named{"proposed"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "proposed")},
    Named{"adopted"_L1, QT_TRANSLATE_NOOP("Millrace::LineageText", "adopted")},
};

template <std::size_t N>
QString named(const std::array<Named, N> &names, const QString &word)
{
    const auto found = std::ranges::find(names, word, [](const Named &one) { return one.word; });
    return found == names.end() ? word : QCoreApplication::translate("Millrace::LineageText", found->text);
}

} // namespace

QLatin1StringView LineageText::kindWord(ShownKind kind)
{
    static constexpr std::array kWords{"context"_L1, "document"_L1, "template"_L1, "model"_L1, "prompt"_L1, "answer"_L1,
                                       "review"_L1,  "output"_L1,   "event"_L1,    "field"_L1, "stack"_L1,  ""_L1};
    return kWords.at(std::size_t(kind));
}

QString LineageText::kindName(ShownKind kind)
{
    switch (kind) {
    case ShownKind::Context:
        return tr("Context");
    case ShownKind::Document:
        return tr("Document");
    case ShownKind::Template:
        return tr("Template");
    case ShownKind::Model:
        return tr("Model");
    case ShownKind::Prompt:
        return tr("Prompt");
    case ShownKind::Answer:
        return tr("Answer");
    case ShownKind::Review:
        return tr("Review");
    case ShownKind::Output:
        return tr("Output");
    case ShownKind::Event:
        return tr("Event");
    case ShownKind::Field:
        return tr("Field");
    case ShownKind::Stack:
        return tr("Stack");
    case ShownKind::Other:
        break;
    }
    return tr("Something else");
}

QString LineageText::kindCount(ShownKind kind, qint64 count, bool isLeast)
{
    QString text;
    switch (kind) {
    case ShownKind::Context:
        text = tr("%n context(s)", nullptr, int(count));
        break;
    case ShownKind::Document:
        text = tr("%n document(s)", nullptr, int(count));
        break;
    case ShownKind::Template:
        text = tr("%n template(s)", nullptr, int(count));
        break;
    case ShownKind::Model:
        text = tr("%n model(s)", nullptr, int(count));
        break;
    case ShownKind::Prompt:
        text = tr("%n prompt(s)", nullptr, int(count));
        break;
    case ShownKind::Answer:
        text = tr("%n answer(s)", nullptr, int(count));
        break;
    case ShownKind::Review:
        text = tr("%n review(s)", nullptr, int(count));
        break;
    case ShownKind::Output:
        text = tr("%n output(s)", nullptr, int(count));
        break;
    case ShownKind::Event:
        text = tr("%n event(s)", nullptr, int(count));
        break;
    case ShownKind::Field:
        text = tr("%n field(s)", nullptr, int(count));
        break;
    case ShownKind::Stack:
    case ShownKind::Other:
        text = tr("%n alike", nullptr, int(count));
        break;
    }
    return isLeast ? tr("more than %1").arg(text) : text;
}

QString LineageText::kindIcon(ShownKind kind)
{
    switch (kind) {
    case ShownKind::Context:
        return u"view-list-details"_s;
    case ShownKind::Document:
        return u"text-x-generic"_s;
    case ShownKind::Template:
        return u"view-form"_s;
    case ShownKind::Model:
        return u"tools-wizard"_s;
    case ShownKind::Prompt:
        return u"dialog-messages"_s;
    case ShownKind::Answer:
        return u"edit-comment"_s;
    case ShownKind::Review:
        return u"status-review"_s;
    case ShownKind::Output:
        return u"document-send"_s;
    case ShownKind::Event:
        return u"flag"_s;
    case ShownKind::Field:
        return u"code-variable"_s;
    case ShownKind::Stack:
    case ShownKind::Other:
        break;
    }
    return u"view-group"_s;
}

QString LineageText::title(const ShownNode &node)
{
    if (node.kind == ShownKind::Stack)
        return kindCount(node.memberKind, node.count, node.isCountLeast);
    if (node.kind == ShownKind::Field && !node.pointer.isEmpty())
        return dottedPath(node.pointer);
    return node.title.isEmpty() ? Format::shortId(node.bareId()) : node.title;
}

QString LineageText::statusWord(const ShownNode &node)
{
    if (node.kind == ShownKind::Context || (node.kind == ShownKind::Stack && node.memberKind == ShownKind::Context)) {
        if (const std::optional<ContextStatus> status = statusFromName(node.status))
            return StatusStyle::wordInSentence(*status);
    }
    return named(kStates, node.status);
}

QString LineageText::detail(const ShownNode &node)
{
    if (node.kind == ShownKind::Field)
        return node.value.simplified();
    QStringList parts;
    if (!node.replay.isEmpty())
        parts.append(tr("replay, %1").arg(named(kStates, node.replay)));
    if (!node.supersededBy.isEmpty())
        parts.append(tr("superseded"));
    if (node.kind == ShownKind::Stack) {
        if (!node.relation.isEmpty())
            parts.append(relationName(node.relation));
    } else if (!node.detail.isEmpty()) {
        parts.append(node.detail);
    } else {
        parts.append(kindName(node.kind));
    }
    if (const QString word = statusWord(node); !word.isEmpty() && node.kind != ShownKind::Context)
        parts.append(word);
    return parts.join(u" · "_s);
}

QString LineageText::tieName(LineageTie tie)
{
    return tie == LineageTie::Direct ? tr("direct") : tie == LineageTie::Indirect ? tr("indirect") : tr("masked");
}

QString LineageText::tieMeaning(LineageTie tie)
{
    switch (tie) {
    case LineageTie::Direct:
        return tr("What the source says is in the result.");
    case LineageTie::Indirect:
        return tr("It decided or shaped the result.");
    case LineageTie::Masked:
        break;
    }
    return tr("It was put out of sight on the way, such as personal data.");
}

QString LineageText::relationName(const QString &relation)
{
    return named(kRelations, relation);
}

QString LineageText::componentName(const QString &component, const QString &version)
{
    return version.isEmpty() ? component : u"%1 %2"_s.arg(component, version);
}

QString LineageText::edgeSentence(const ShownGraph &graph, int edge)
{
    const ShownEdge &one = graph.edges().at(edge);
    QStringList parts{
        tr("%1: %2 %3").arg(title(graph.nodes().at(graph.toOf(edge))), relationName(one.relation), title(graph.nodes().at(graph.fromOf(edge)))),
        tieName(one.tie)};
    if (one.isJoined)
        parts.append(tr("taken in again by it"));
    if (!one.component.isEmpty())
        parts.append(componentName(one.component, one.componentVersion));
    if (!one.pipeline.isEmpty())
        parts.append(tr("%1, version %2").arg(one.pipeline).arg(one.version));
    return parts.join(u" · "_s);
}

QString LineageText::spoken(const ShownGraph &graph, int node)
{
    const ShownNode &one = graph.nodes().at(node);
    QString text = u"%1, %2"_s.arg(kindName(one.kind), title(one));
    if (const QString word = statusWord(one); !word.isEmpty())
        text += u", "_s + word;
    text += tr("; came from %1, led to %2").arg(graph.before(node).size()).arg(graph.after(node).size());
    if (one.hasMoreUp || one.hasMoreDown)
        text += tr("; there is more, Enter shows it");
    return text;
}

QString LineageText::time(const QString &iso)
{
    const QDateTime at = QDateTime::fromString(iso, Qt::ISODateWithMs);
    return at.isValid() ? Format::clockTime(at.toMSecsSinceEpoch() * 1000) : QString();
}

} // namespace Millrace
