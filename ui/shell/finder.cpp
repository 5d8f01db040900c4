// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/finder.h"

#include "common/format.h"
#include "shell/fuzzy.h"
#include "workspace/workspace.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPauseMs = 90;
constexpr int kContexts = 30;
constexpr int kDocuments = 6;

/// Marks the letters of the first place that has what was typed.
void mark(QuickItem &item, const QString &sought)
{
    const qsizetype at = sought.isEmpty() ? -1 : item.title.indexOf(sought, 0, Qt::CaseInsensitive);
    for (qsizetype i = 0; at >= 0 && i < sought.size(); ++i)
        item.marked.append(static_cast<int>(at + i));
}

QuickItem itemOf(const ContextSummary &context, const QString &sought)
{
    QuickItem item{.id = u"context "_s + context.id,
                   .title = context.title.isEmpty() ? context.id : context.title,
                   .detail = context.pipelineTitle,
                   .trailing = Format::clockTime(context.updatedAt),
                   .status = context.status};
    mark(item, sought);
    return item;
}

QuickItem itemOf(const Json &document, const QString &sought)
{
    const QString title = document.value("title").toString();
    const QString name = document.value("name").toString();
    QuickItem item{.id = u"document "_s + document.value("id").toString(),
                   .title = title.isEmpty() ? name : title,
                   .detail = title.isEmpty() || title == name ? Finder::tr("Document") : Finder::tr("Document · %1").arg(name),
                   .iconName = u"text-x-generic"_s};
    mark(item, sought);
    return item;
}

} // namespace

Finder::Finder(QWidget *window)
    : QuickPopup(window)
    , m_answers(this)
{
    setAccessibleName(tr("Finder"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &Finder::ask);
}

void Finder::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
    close();
}

void Finder::prepare()
{
    field()->setPlaceholderText(tr("Find documents, contexts by title, text or id, and pipelines"));
    m_pipelines.clear();
    if (m_workspace) {
        m_answers.ask("pipelines", m_workspace->pipelines(), [this](const QList<PipelineDefinition> &pipelines) {
            m_pipelines = pipelines;
            showFound();
        });
    }
}

void Finder::seek(const QString &text)
{
    m_sought = text.trimmed();
    m_byId.clear();
    m_byText.clear();
    m_documents.clear();
    if (m_sought.isEmpty())
        ask();
    else
        m_pause.start();
    showFound();
}

void Finder::ask()
{
    m_pause.stop();
    if (!m_workspace)
        return;
    m_answers.forget("by id");
    if (!m_sought.isEmpty()) {
        m_answers.ask("by id", m_workspace->findContext(m_sought), [this](const std::optional<ContextKey> &key) {
            if (!key || !m_workspace)
                return;
            m_answers.ask("by id", m_workspace->contextRows({*key}), [this](const QList<ContextSummary> &rows) {
                m_byId = rows;
                showFound();
            });
        });
    }
    m_answers.forget("documents");
    if (!m_sought.isEmpty()) {
        const Json args = Json::object({{"named", m_sought}, {"limit", kDocuments}});
        m_answers.ask("documents", m_workspace->execute(u"library.list"_s, args, m_workspace->actor()),
                      [this, sought = m_sought](const Json &answer) {
                          m_documents.clear();
                          for (const Json &document : answer.value("documents").items())
                              m_documents.append(itemOf(document, sought));
                          showFound();
                      });
    }
    ContextFilter filter;
    filter.text = m_sought;
    m_answers.ask("by text", m_workspace->firstContextKeys(filter, ContextOrder::Updated, true, kContexts), [this](const QList<ContextKey> &keys) {
        if (!m_workspace)
            return;
        m_answers.ask("by text", m_workspace->contextRows(keys), [this](const QList<ContextSummary> &rows) {
            m_byText = rows;
            showFound();
        });
    });
}

void Finder::showFound()
{
    // Few, and named by what was typed; contexts may only have it in their texts.
    QList<QuickItem> items = m_documents;
    for (const ContextSummary &context : m_byId + m_byText)
        items.append(itemOf(context, m_sought));
    for (const PipelineDefinition &pipeline : std::as_const(m_pipelines)) {
        const std::optional<FuzzyMatch> match = fuzzyMatch(m_sought, pipeline.title);
        if (match) {
            items.append({.id = u"pipeline "_s + pipeline.id,
                          .title = pipeline.title,
                          .detail = tr("Pipeline"),
                          .iconName = u"view-list-tree"_s,
                          .marked = match->positions});
        }
    }
    setHint(items.isEmpty() && !m_pause.isActive() ? tr("Nothing has these words. A context's whole id finds it too.") : QString());
    showItems(items);
}

void Finder::choose(const QuickItem &item)
{
    PaneTarget target{.pane = u"contexts"_s};
    const QString id = item.id.section(u' ', 1);
    if (item.id.startsWith("document "_L1))
        target = {.pane = u"library"_s, .documentId = id};
    else if (item.id.startsWith("pipeline "_L1))
        target.filter.pipeline = id;
    else
        target.contextId = id;
    close();
    Q_EMIT openRequested(target);
}

} // namespace Millrace
