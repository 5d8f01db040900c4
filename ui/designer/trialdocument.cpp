// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/trialdocument.h"

#include "designer/designersource.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kPauseMs = 60;
}

TrialDocument::TrialDocument(DesignerSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_answers(this)
{
    m_answers.onError([this](const Error &error) {
        m_isStarting = false;
        Q_EMIT failed(error);
        Q_EMIT changed(false);
    });
    connect(source, &DesignerSource::trialsChanged, this, &TrialDocument::trialsChanged);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &TrialDocument::ask);
}

void TrialDocument::setPipeline(const QString &pipeline)
{
    if (pipeline == m_pipeline)
        return;
    m_pause.stop();
    for (const char *question : {"begin", "list", "last", "newest", "command"})
        m_answers.forget(question);
    m_pipeline = pipeline;
    m_id.clear();
    m_trial = {};
    m_steps.clear();
    m_trials.clear();
    m_last.clear();
    m_isStarting = false;
    if (!pipeline.isEmpty()) {
        askList();
        askLast();
    }
    Q_EMIT changed(true);
    Q_EMIT listChanged();
}

void TrialDocument::begin(const Json &args)
{
    m_isStarting = true;
    m_answers.ask("begin", m_source->execute(u"pipeline.try"_s, args), [this](const Json &answer) {
        m_isStarting = false;
        show(answer.value("try").toString());
        askList();
    });
    Q_EMIT changed(false);
}

void TrialDocument::show(const QString &id)
{
    if (id == m_id || id.isEmpty())
        return;
    m_id = id;
    m_trial = {};
    m_steps.clear();
    m_isAsking = false;
    ask();
    Q_EMIT changed(true);
}

void TrialDocument::command(const QString &name, const Json &args)
{
    m_answers.ask("command", m_source->execute(name, args), [this](const Json &) { ask(); });
}

void TrialDocument::cancel()
{
    if (!m_id.isEmpty())
        command(u"try.cancel"_s, Json::object({{"try", m_id}}));
}

void TrialDocument::goOn(const QString &context, const Json &answer, bool steps, bool all)
{
    Json args = Json::object({{"try", m_id}});
    if (!context.isEmpty())
        args.insert("context", context);
    for (const char *name : {"data", "port", "note"}) {
        if (answer.contains(name))
            args.insert(name, answer.value(name));
    }
    if (steps)
        args.insert("step", true);
    if (all)
        args.insert("all", true);
    command(u"pipeline.try_continue"_s, args);
}

int TrialDocument::stepOf(const QString &node) const
{
    int number = 0;
    for (const auto &[key, step] : m_steps.asKeyValueRange()) {
        if (step.value("node").toString() == node)
            number = key;
    }
    return number;
}

void TrialDocument::trialsChanged(const QStringList &ids)
{
    if (m_pipeline.isEmpty())
        return;
    if (ids.contains(m_id) && !m_pause.isActive())
        m_pause.start();
    if (std::ranges::any_of(ids, [this](const QString &id) { return id != m_id; }))
        askList();
}

/// One question at a time: what changes meanwhile is asked for after the answer.
void TrialDocument::ask()
{
    if (m_isAsking) {
        m_asksAgain = true;
        return;
    }
    m_isAsking = true;
    m_asksAgain = false;
    const Json args = Json::object({{"try", m_id}, {"after", m_trial.value("stamp").toInt()}});
    m_source->execute(u"try.get"_s, args).then(this, [this, id = m_id](const Result<Json> &answer) {
        if (id != m_id)
            return;
        m_isAsking = false;
        if (answer)
            take(*answer);
        else
            Q_EMIT failed(answer.error());
        if (m_asksAgain)
            ask();
    });
}

void TrialDocument::take(const Json &answer)
{
    const bool wasOver = !m_trial.isNull() && !isRunning() && !isPaused();
    for (const Json &step : answer.value("steps").items()) {
        m_steps.insert(int(step.value("number").toInt()), step);
        const QString node = step.value("node").toString();
        if (step.value("at").toString() >= m_last.value(node).value("at").toString())
            m_last.insert(node, step);
    }
    m_trial = answer;
    m_trial.remove("steps");
    Q_EMIT changed(false);
    if (!wasOver && !isRunning() && !isPaused())
        askList();
}

void TrialDocument::askList()
{
    m_answers.ask("list", m_source->execute(u"try.list"_s, Json::object({{"pipeline", m_pipeline}})), [this](const Json &answer) {
        const auto items = answer.value("tries").items();
        QList<Json> trials(items.begin(), items.end());
        if (trials == m_trials)
            return;
        m_trials = trials;
        Q_EMIT listChanged();
    });
}

void TrialDocument::askLast()
{
    m_answers.ask("last", m_source->execute(u"try.last"_s, Json::object({{"pipeline", m_pipeline}})), [this](const Json &answer) {
        for (const Json &step : answer.value("nodes").items()) {
            const QString node = step.value("node").toString();
            if (step.value("at").toString() >= m_last.value(node).value("at").toString())
                m_last.insert(node, step);
        }
        Q_EMIT changed(false);
    });
}

} // namespace Millrace
