// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchdocuments.h"

#include "sdk/error.h"
#include "sdk/s2documents.h"

#include <random>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

class BenchStep final : public Step
{
public:
    explicit BenchStep(const QByteArray &field)
        : m_field(field)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        StepResult result;
        result.edit.replace('/' + m_field, benchField(input.data, m_field, input.contextId));
        result.lineage = {{u"/title"_s, 0, 15, '/' + m_field, 0, 15}};
        return result;
    }

private:
    QByteArray m_field;
};

class BenchComponent final : public Component
{
public:
    BenchComponent(const QString &name, Effect effect)
    {
        m_descriptor.name = name;
        m_descriptor.title = name;
        m_descriptor.category = u"transform"_s;
        m_descriptor.icon = u"edit-rename"_s;
        m_descriptor.configSchema = Json::object({{"type", "object"}});
        m_descriptor.outputs = {{u"out"_s, u"Out"_s}};
        m_descriptor.effect = effect;
    }
    const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override
    {
        return std::make_shared<const BenchStep>(config.value("field").utf8().toByteArray());
    }

private:
    ComponentDescriptor m_descriptor;
};

} // namespace

Json benchData(int number)
{
    static const Json kFinal = Json::parse(kS2Documents.back()).value_or(Json()).value("data");
    Json data = kFinal;
    data.insert("title", u"Example Article %1"_s.arg(number));
    data.insert("padding", "");
    std::minstd_rand random(static_cast<unsigned>(number) + 1);
    std::uniform_int_distribution<int> letter('a', 'z');
    QByteArray padding;
    for (qsizetype left = kBenchDocumentBytes - data.toBytes().size(); left > 0; --left)
        padding += static_cast<char>(left % 7 == 0 ? ' ' : letter(random));
    data.insert("padding", padding);
    return data;
}

QString benchId(const QString &prefix, int number)
{
    return u"ctx_%1_%2"_s.arg(prefix).arg(number, 7, 10, QLatin1Char('0'));
}

Json benchField(const Json &data, const QByteArray &field, const QString &contextId)
{
    Json value = data.value(field);
    value.insert("made_for", contextId);
    return value;
}

Json benchResult(const Json &data, const QString &contextId)
{
    Json result = data;
    for (const char *field : kBenchFields)
        result.insert(field, benchField(data, field, contextId));
    return result;
}

std::vector<std::shared_ptr<Component>> benchComponents()
{
    return {std::make_shared<BenchComponent>(u"bench_pure"_s, Effect::Pure), std::make_shared<BenchComponent>(u"bench_durable"_s, Effect::Reads)};
}

Json benchPipeline(const QString &id, const QString &component)
{
    Json nodes = Json::array();
    Json links = Json::array();
    QString before;
    for (const char *field : kBenchFields) {
        const QString name = QString::fromUtf8(field);
        nodes.append(Json::object({{"id", name}, {"component", component}, {"config", Json::object({{"field", field}})}}));
        if (!before.isEmpty())
            links.append(
                Json::object({{"from", Json::object({{"node", before}, {"port", "out"}})}, {"to", Json::object({{"node", name}, {"port", "in"}})}}));
        before = name;
    }
    return Json::object({{"format", "millrace.pipeline/1"}, {"id", id}, {"title", id}, {"nodes", nodes}, {"links", links}});
}

} // namespace Millrace
