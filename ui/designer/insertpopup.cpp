// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/insertpopup.h"

#include "common/componenttext.h"
#include "shell/fuzzy.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Settings that show what a component is for, out of its schema: the example it gives, or its required members and defaults.
QString exampleOf(const ComponentDescriptor &component)
{
    const Json &examples = component.configSchema.value("examples");
    Json example = examples.isArray() && !examples.isEmpty() ? examples.at(0) : Json::object();
    if (example.isEmpty()) {
        for (const JsonMember &member : component.configSchema.value("properties").members()) {
            if (member.value.contains("default") && !member.value.value("default").isNull() && example.size() < 3)
                example.insert(member.key, member.value.value("default"));
        }
    }
    return example.isEmpty() ? QString() : QString::fromUtf8(example.toBytes());
}

} // namespace

QString categoryTitle(const QString &category)
{
    static const QHash<QString, const char *> titles{
        {u"generate"_s, QT_TRANSLATE_NOOP("InsertPopup", "Generate")}, {u"transform"_s, QT_TRANSLATE_NOOP("InsertPopup", "Transform")},
        {u"validate"_s, QT_TRANSLATE_NOOP("InsertPopup", "Check")},    {u"script"_s, QT_TRANSLATE_NOOP("InsertPopup", "Script")},
        {u"extract"_s, QT_TRANSLATE_NOOP("InsertPopup", "Extract")},   {u"connect"_s, QT_TRANSLATE_NOOP("InsertPopup", "Connect")},
        {u"flow"_s, QT_TRANSLATE_NOOP("InsertPopup", "Flow")},
    };
    const char *title = titles.value(category);
    return title ? QCoreApplication::translate("InsertPopup", title) : category;
}

InsertPopup::InsertPopup(QWidget *window)
    : QuickPopup(window)
{
    setAccessibleName(tr("Insert"));
}

void InsertPopup::ask(const QString &placeholder, const QList<Choice> &choices)
{
    m_choices = choices;
    field()->setPlaceholderText(placeholder);
    field()->setAccessibleName(placeholder);
    popUp();
}

QList<InsertPopup::Choice> InsertPopup::components(const ComponentTable &components, const ComponentPlugins &plugins)
{
    QList<Choice> choices;
    for (const ComponentDescriptor &component : components) {
        const ComponentText text = ComponentText::of(component.name, component.title, component.description);
        const QString example = exampleOf(component);
        QStringList about{text.description, componentNeeds(component, plugins)};
        if (!example.isEmpty())
            about.append(tr("For example: %1").arg(example));
        about.removeAll(QString());
        choices.append({{.id = component.name,
                         .title = text.title,
                         .detail = text.description,
                         .trailing = categoryTitle(component.category),
                         .iconName = iconOf(component)},
                        component.name + u' ' + component.title + u' ' + text.description,
                        about.join(u'\n')});
    }
    std::ranges::sort(choices, [](const Choice &a, const Choice &b) {
        return std::pair(a.item.trailing, a.item.title) < std::pair(b.item.trailing, b.item.title);
    });
    return choices;
}

QList<InsertPopup::Choice> InsertPopup::targets(const DesignGraph &graph, const ComponentTable &components, int from, int port)
{
    QList<Choice> choices;
    const ConnectCheck check(graph, components, from, port);
    for (int node = 0; node < graph.nodes.size(); ++node) {
        const DesignNode &one = graph.nodes.at(node);
        if (node == from)
            continue;
        const ConnectVerdict verdict = check.to(node);
        choices.append(
            {{.id = one.id, .title = one.title, .detail = verdict.fits ? one.kind : verdict.reason, .iconName = one.icon, .enabled = verdict.fits},
             one.id + u' ' + one.kind,
             verdict.reason});
    }
    std::ranges::stable_partition(choices, [](const Choice &choice) { return choice.item.enabled; });
    return choices;
}

void InsertPopup::seek(const QString &text)
{
    struct Ranked
    {
        int score;
        QuickItem item;
    };
    QList<Ranked> found;
    for (const Choice &choice : std::as_const(m_choices)) {
        const auto byTitle = fuzzyMatch(text, choice.item.title);
        const auto match = byTitle ? byTitle : fuzzyMatch(text, choice.searched);
        if (!match)
            continue;
        QuickItem item = choice.item;
        if (byTitle)
            item.marked = match->positions;
        found.append({(text.isEmpty() ? 0 : match->score - (byTitle ? 0 : 1000)) - (item.enabled ? 0 : 100'000), item});
    }
    std::ranges::stable_sort(found, std::greater(), &Ranked::score);
    QList<QuickItem> items;
    for (const Ranked &one : std::as_const(found))
        items.append(one.item);
    showItems(items);
    if (items.isEmpty())
        setHint(tr("Nothing has these letters."));
    else
        look(items.first());
}

void InsertPopup::look(const QuickItem &item)
{
    const auto found = std::ranges::find(m_choices, item.id, [](const Choice &choice) { return choice.item.id; });
    setHint(found == m_choices.cend() ? QString() : found->hint);
}

void InsertPopup::choose(const QuickItem &item)
{
    const QString id = item.id;
    close();
    Q_EMIT chosen(id);
}

} // namespace Millrace
