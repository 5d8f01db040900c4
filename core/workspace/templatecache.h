// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"

#include <mutex>

namespace Millrace {

/// The workspace's templates in memory, given to components. Set by the workspace after each change; any thread.
class TemplateCache final : public TemplateSource
{
public:
    [[nodiscard]] QList<ContentTemplate> templates() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_templates;
    }
    void set(const QList<ContentTemplate> &templates)
    {
        const std::lock_guard lock(m_mutex);
        m_templates = templates;
    }

private:
    mutable std::mutex m_mutex;
    QList<ContentTemplate> m_templates;
};

} // namespace Millrace
