// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"

namespace Millrace {

/// The model that needs no network: it quotes, and never writes a claim of its own.
///
/// With a source text it answers with the source's own sentences, ranked and allotted to introduction, headed sections and
/// conclusion (kind "extractive"), each with its exact span. Without one it does the same with passages of the workspace's
/// documents, and cites them. With neither it lays out what the piece is to cover, from the given fields, and says that it is
/// an outline (kind "outline"). The same request gives the same answer. Stateless; any thread.
class OfflineExtractive
{
public:
    static constexpr const char *kModel = "offline-extractive";

    /// `passages` may be null: then nothing is looked up.
    explicit OfflineExtractive(const PassageSource *passages)
        : m_passages(passages)
    {}

    [[nodiscard]] Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context) const;

private:
    [[nodiscard]] ModelAnswer outline(const ModelRequest &request) const;

    const PassageSource *m_passages;
};

} // namespace Millrace
