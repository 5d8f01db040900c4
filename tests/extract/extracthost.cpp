// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/componenthost.h"
#include "extract/extractcomponents.h"
#include "extract/extractor.h"

#include <QFile>

#include <cstdlib>

namespace {

using namespace Millrace;

/// extract_file, and what a hostile document may do to it: a file whose text is "crash N" ends the process while page N is read.
class HostileStep final : public Step
{
public:
    explicit HostileStep(std::shared_ptr<const Step> step)
        : m_step(std::move(step))
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        QFile file(input.data.value("path").toString());
        if (file.open(QIODevice::ReadOnly)) {
            const QByteArray tail = file.size() > 100 && file.seek(file.size() - 100) ? file.readAll() : QByteArray();
            const qsizetype at = tail.lastIndexOf("%crash ");
            if (at >= 0) {
                const qint64 first = input.data.value("first_part").toInt();
                for (const QByteArray &number : tail.sliced(at + 7).trimmed().split(' ')) {
                    const qint64 page = number.toInt();
                    if (page >= first && page < first + input.data.value("max_parts").toInt())
                        std::abort();
                }
            }
        }
        return m_step->run(input, context);
    }

private:
    std::shared_ptr<const Step> m_step;
};

class HostileComponent final : public Component
{
public:
    const ComponentDescriptor &descriptor() const override { return m_component->descriptor(); }
    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override
    {
        return std::make_shared<const HostileStep>(*m_component->prepare(config));
    }

private:
    std::shared_ptr<Component> m_component = extractHostComponents().front();
};

} // namespace

int main(int argc, char *argv[])
{
    const int memoryMiB = argc > 2 ? std::atoi(argv[argc - 1]) : 512;
    return Millrace::runComponentHost({std::make_shared<HostileComponent>()}, memoryMiB);
}
