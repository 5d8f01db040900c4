// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/commandpalette.h"

#include "sdk/error.h"
#include "shell/fuzzy.h"

#include <QMenu>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kRecent = 6;
constexpr int kRecentBonus = 12;

QString plainText(const QAction &action)
{
    QString text = action.text();
    return text.remove(u'&');
}

struct Ranked
{
    int score;
    QuickItem item;
};

/// What was typed, as the schema's type wants it; a text where it is no JSON of that type.
Json argument(const QString &text, const QString &type)
{
    if (type == "string"_L1)
        return Json(text);
    const Result<Json> parsed = Json::parse(text.toUtf8());
    if (type == "array"_L1 && !(parsed && parsed->isArray()))
        return Json::array({Json(text)});
    return parsed ? *parsed : Json(text);
}

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QuickPopup(window)
{
    setAccessibleName(tr("Command palette"));
}

void CommandPalette::setSource(std::function<QList<QAction *>()> actions, std::function<QList<CommandInfo>()> commands)
{
    m_actionSource = std::move(actions);
    m_commandSource = std::move(commands);
}

void CommandPalette::prepare()
{
    m_actions.clear();
    QSet<QAction *> seen;
    for (QAction *action : m_actionSource ? m_actionSource() : QList<QAction *>()) {
        if (action->isSeparator() || action->menu() || action->text().isEmpty() || seen.contains(action))
            continue;
        seen.insert(action);
        m_actions.append(action);
    }
    m_commands = m_commandSource ? m_commandSource() : QList<CommandInfo>();
    m_command.reset();
    setHint({});
    field()->setPlaceholderText(tr("Type to find a command"));
}

void CommandPalette::seek(const QString &text)
{
    if (m_command)
        return;
    QList<Ranked> found;
    const auto consider = [&](QuickItem item, const QString &searched) {
        const std::optional<FuzzyMatch> byTitle = fuzzyMatch(text, item.title);
        const std::optional<FuzzyMatch> match = byTitle ? byTitle : fuzzyMatch(text, searched);
        if (!match)
            return;
        if (byTitle)
            item.marked = match->positions;
        const qsizetype recent = m_recent.indexOf(item.id);
        const int bonus = (recent >= 0 ? kRecentBonus + kRecent - static_cast<int>(recent) : 0) - (item.enabled ? 0 : 1000) - (byTitle ? 0 : 20);
        // Nothing typed: as the menus have them, after those used last.
        found.append({(text.isEmpty() ? 0 : match->score) + bonus, std::move(item)});
    };
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        if (const QAction *action = m_actions.at(i)) {
            consider({.id = u"action %1 %2"_s.arg(plainText(*action)).arg(i),
                      .title = plainText(*action),
                      .trailing = action->shortcut().toString(QKeySequence::NativeText),
                      .iconName = action->icon().isNull() ? u"go-next"_s : action->icon().name(),
                      .enabled = action->isEnabled()},
                     plainText(*action));
        }
    }
    for (const CommandInfo &command : m_commands) {
        consider({.id = u"command "_s + command.name, .title = command.title, .detail = command.name, .iconName = u"dialog-scripts"_s}, command.name);
    }
    std::ranges::stable_sort(found, [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    QList<QuickItem> items;
    for (Ranked &one : found)
        items.append(std::move(one.item));
    setHint(items.isEmpty() ? tr("No command has these letters.") : QString());
    showItems(items);
}

void CommandPalette::choose(const QuickItem &item)
{
    if (m_command)
        return;
    m_recent.removeAll(item.id);
    m_recent.prepend(item.id);
    m_recent.resize(std::min<qsizetype>(m_recent.size(), kRecent));
    if (item.id.startsWith("action "_L1)) {
        const QPointer<QAction> action = m_actions.value(item.id.section(u' ', -1).toInt());
        close();
        if (action)
            action->trigger();
        return;
    }
    const auto found = std::ranges::find_if(m_commands, [&](const CommandInfo &command) { return "command "_L1 + command.name == item.id; });
    if (found == m_commands.end())
        return;
    m_command = *found;
    m_args = Json::object();
    m_missing = found->args.value("required").toStringList();
    askNextArgument();
}

void CommandPalette::askNextArgument()
{
    if (m_missing.isEmpty()) {
        run();
        return;
    }
    const QString name = m_missing.first();
    const Json &schema = m_command->args.value("properties").value(name);
    {
        const QSignalBlocker quiet(field());
        field()->clear();
    }
    field()->setPlaceholderText(name);
    const QString description = schema.value("description").toString();
    setHint(tr("%1 — Return goes on, Escape leaves.").arg(description.isEmpty() ? name : description));
    showItems({{.id = u"asking"_s, .title = m_command->title, .detail = m_command->description, .iconName = u"dialog-scripts"_s, .enabled = false}});
}

bool CommandPalette::accept(const QString &text)
{
    if (!m_command)
        return false;
    if (text.isEmpty())
        return true;
    const QString name = m_missing.takeFirst();
    m_args.insert(name, argument(text, m_command->args.value("properties").value(name).value("type").toString()));
    askNextArgument();
    return true;
}

void CommandPalette::run()
{
    const QString command = m_command->name;
    m_command.reset();
    close();
    Q_EMIT commandRequested(command, m_args);
}

} // namespace Millrace
