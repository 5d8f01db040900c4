// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/pipelinesources.h"

#include "designer/designersource.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

DesignSource sourceOf(const Json &json)
{
    DesignSource source;
    source.id = json.value("id").toString();
    source.title = json.value("title").toString();
    source.folder = json.value("folder").toString();
    source.problem = json.value("problem").toString();
    source.isPaused = json.value("state").toString() == "paused"_L1;
    const Json &files = json.value("files");
    source.waiting = files.value("waiting").toInt();
    source.taken = files.value("taken").toInt() + files.value("put_away").toInt();
    source.failed = files.value("failed").toInt();
    return source;
}

} // namespace

PipelineSources::PipelineSources(DesignerSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_answers(this)
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    connect(source, &DesignerSource::sourcesChanged, this, &PipelineSources::refresh);
}

void PipelineSources::setPipeline(const QString &id, bool isPublished)
{
    const bool isOther = m_pipeline != id;
    if (isOther)
        m_waiting.insert(m_pipeline, std::exchange(m_pending, {}));
    m_pipeline = id;
    m_isPublished = isPublished;
    if (!isOther)
        return;
    m_pending = m_waiting.take(id);
    showPending();
    publishedIs(isPublished);
    refresh();
}

void PipelineSources::publishedIs(bool isPublished)
{
    m_isPublished = isPublished;
    if (isPublished && !m_pending.isEmpty())
        watch(std::exchange(m_pending, {}));
}

void PipelineSources::refresh()
{
    if (m_pipeline.isEmpty() || !m_isPublished)
        return;
    m_answers.ask("list", m_source->execute(u"source.list"_s, Json::object()), [this](const Json &answer) {
        QList<DesignSource> list;
        for (const Json &json : answer.value("sources").items()) {
            if (json.value("kind").toString() == "folder"_L1 && json.value("pipeline").toString() == m_pipeline)
                list.append(sourceOf(json));
        }
        if (list == m_list)
            return;
        m_list = list;
        Q_EMIT changed();
    });
}

void PipelineSources::watch(const QStringList &folders)
{
    if (!m_isPublished) {
        for (const QString &folder : folders) {
            if (!m_pending.contains(folder))
                m_pending.append(folder);
        }
        showPending();
        return;
    }
    for (const QString &folder : folders) {
        const Json args = Json::object({{"folder", QDir::cleanPath(folder)}, {"pipeline", m_pipeline}});
        m_source->execute(u"source.add"_s, args).then(this, [this](const Result<Json> &answer) {
            if (!answer) {
                Q_EMIT failed(answer.error());
                return;
            }
            Q_EMIT added(answer->value("title").toString());
            refresh();
        });
    }
}

/// On the canvas as they will be.
void PipelineSources::showPending()
{
    m_list.clear();
    for (const QString &folder : std::as_const(m_pending)) {
        DesignSource source;
        source.title = QDir(folder).dirName();
        source.folder = folder;
        source.isPending = true;
        m_list.append(source);
    }
    Q_EMIT changed();
}

void PipelineSources::setPaused(const QString &id, bool paused)
{
    run(paused ? u"source.pause"_s : u"source.resume"_s, id);
}

void PipelineSources::scan(const QString &id)
{
    run(u"source.scan"_s, id);
}

void PipelineSources::remove(const QString &id)
{
    if (!id.isEmpty()) {
        run(u"source.remove"_s, id);
        return;
    }
    m_pending.clear();
    showPending();
}

void PipelineSources::run(const QString &command, const QString &id)
{
    m_source->execute(command, Json::object({{"id", id}})).then(this, [this](const Result<Json> &answer) {
        if (!answer)
            Q_EMIT failed(answer.error());
        refresh();
    });
}

} // namespace Millrace
