// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchworkspace.h"

#include "bench/benchdocuments.h"

#include <QDir>
#include <QFile>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

template <typename T>
T waited(QFuture<Result<T>> future)
{
    future.waitForFinished();
    Result<T> result = future.takeResult();
    if (!result)
        endBench(result.error().text);
    return std::move(*result);
}

} // namespace

void endBench(const QString &why)
{
    std::fprintf(stderr, "millrace-bench: %s\n", qPrintable(why));
    std::exit(1);
}

double threadUs(const QByteArray &name)
{
    const auto read = [](const QString &path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    double us = 0;
    const QString tasks = u"/proc/self/task/"_s;
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (read(tasks + task + u"/comm"_s).trimmed() == name)
            us += static_cast<double>(read(tasks + task + u"/schedstat"_s).split(' ').first().toLongLong()) / 1e3;
    }
    return us;
}

BenchWorkspace::BenchWorkspace(const QString &path, Engine engine, const Json &settings)
{
    WorkspaceOptions options;
    options.path = path;
    options.create = !QFile::exists(path);
    options.runEngine = engine == Engine::Running;
    options.indexPath = path + u".index"_s;
    options.settings = settings;
    for (const std::shared_ptr<Component> &component : benchComponents())
        options.extraComponents.append(component);
    auto opened = Workspace::open(options);
    if (!opened)
        endBench(opened.error().text);
    m_workspace = std::move(*opened);
    if (!options.create)
        return;
    for (const QString &pipeline : {u"pure"_s, u"durable"_s})
        ask(u"pipeline.save"_s, Json::object({{"definition", benchPipeline(pipeline, u"bench_"_s + pipeline)}}));
}

BenchWorkspace::~BenchWorkspace() = default;

Json BenchWorkspace::ask(const QString &command, const Json &args)
{
    return waited(m_workspace->execute(command, args, m_workspace->actor()));
}

void BenchWorkspace::submit(const QString &pipeline, int from, int to)
{
    Json documents = Json::array();
    for (int i = from; i < to; ++i)
        documents.append(Json::object({{"id", benchId(pipeline, i)}, {"type", "article"}, {"data", benchData(i)}}));
    const Json answer = ask(u"submit.documents"_s, Json::object({{"pipeline", pipeline}, {"documents", documents}}));
    if (answer.value("submitted").toInt() != to - from)
        endBench(u"not every document was taken: "_s + QString::fromUtf8(answer.toBytes()));
}

void BenchWorkspace::compare(const QString &pipeline, int from, int to, int stride)
{
    for (int i = from; i < to; i += stride) {
        const QString id = benchId(pipeline, i);
        const auto key = waited(m_workspace->findContext(id));
        const Json document = key ? waited(m_workspace->contextDocument(*key)) : Json();
        if (document.value("status").toString() != "completed"_L1 || document.value("data") != benchResult(benchData(i), id))
            endBench(u"%1 did not become what it should: %2"_s.arg(id, QString::fromUtf8(document.toBytes())));
    }
}

} // namespace Millrace
