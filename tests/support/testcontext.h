// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"
#include "support/fakeclock.h"

#include <atomic>
#include <limits>

namespace Millrace {

/// A run context whose parts a test fills in; what is not filled in is not there.
class TestContext final : public RunContext
{
public:
    [[nodiscard]] const Clock &clock() const override { return fakeClock; }
    [[nodiscard]] bool isCancelled() const override { return cancelled; }
    [[nodiscard]] qint64 deadlineUs() const override { return deadline; }
    [[nodiscard]] TemplateSource *templates() const override { return templateSource; }
    [[nodiscard]] ModelService *models() const override { return modelService; }
    [[nodiscard]] PassageSource *passages() const override { return passageSource; }
    [[nodiscard]] SimilaritySource *similarity() const override { return similaritySource; }
    [[nodiscard]] OriginalSource *originals() const override { return originalSource; }

    FakeClock fakeClock;
    std::atomic<bool> cancelled = false;
    qint64 deadline = std::numeric_limits<qint64>::max();
    TemplateSource *templateSource = nullptr;
    ModelService *modelService = nullptr;
    PassageSource *passageSource = nullptr;
    SimilaritySource *similaritySource = nullptr;
    OriginalSource *originalSource = nullptr;
};

/// A fixed list of templates.
class ListedTemplates final : public TemplateSource
{
public:
    explicit ListedTemplates(const QList<ContentTemplate> &templates)
        : m_templates(templates)
    {}
    [[nodiscard]] QList<ContentTemplate> templates() const override { return m_templates; }

private:
    QList<ContentTemplate> m_templates;
};

/// Answers every request alike and keeps the last one.
class CannedModel final : public ModelService
{
public:
    [[nodiscard]] Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &, qint64 *retryAfterUs) override
    {
        lastRequest = request;
        ++calls;
        if (retryAfterUs)
            *retryAfterUs = retryAfter;
        return answer;
    }

    Result<ModelAnswer> answer;
    qint64 retryAfter = 0;
    ModelRequest lastRequest;
    int calls = 0;
};

} // namespace Millrace
