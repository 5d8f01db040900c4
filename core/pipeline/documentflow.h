// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/documentshape.h"
#include "pipeline/validator.h"

#include <QHash>
#include <QList>

#include <optional>

namespace Millrace {

/// Steps and links, as documents go along them: which fields come to a step, and whether they are what it takes. Both sides are told by the
/// components' schemas (pipeline/documentshape.h). A document may come with any field, so one that nobody gives is no fault. One thread at a
/// time: it remembers what steps give.
class DocumentFlow
{
public:
    struct Step
    {
        QString id;
        const ComponentDescriptor *component = nullptr; ///< null: nothing is known of it
        Json config;
    };
    struct Link
    {
        int from = 0;
        int to = 0;
        QString port;
    };
    /// Links name steps by their places; none leads out of the list.
    DocumentFlow(QList<Step> steps, const QList<Link> &links);

    /// A field that does not come to a step as the step takes it.
    struct Misfit
    {
        int step = 0;
        TakenField field;
        int giver = 0; ///< the step that gives it
        QString given; ///< what it gives, as typeWords() says it; empty: it would fit, but the giver stands behind the step

        friend bool operator==(const Misfit &, const Misfit &) = default;
    };
    /// Fields that come to a step as another type than it takes, from wherever they are given, or that only a step behind it gives. Linear in the
    /// size of the pipeline for each field; of very many fields of a very large one the rest is not looked at.
    [[nodiscard]] QList<Misfit> misfits() const;
    struct Given
    {
        int giver = 0;
        QString words; ///< of its type
    };
    /// Who gives a field so that it does not fit, to what leaves a step by a port: only where that is certain, so whatever way a document came.
    [[nodiscard]] std::optional<Given> otherwiseGiven(int from, const QString &port, const TakenField &field) const;

    [[nodiscard]] const Step &step(int place) const { return m_steps.at(place); }

private:
    struct Reach; ///< where what is given of one field comes to

    [[nodiscard]] const Json &given(int step) const;
    [[nodiscard]] bool mayGiveAnything(int step) const;
    [[nodiscard]] bool spawns(const Link &link) const;
    [[nodiscard]] Reach reachOf(const TakenField &field) const;

    QList<Step> m_steps;
    QList<Link> m_links;
    QList<QList<int>> m_out; ///< links by the step that they leave
    QList<QList<int>> m_in;
    mutable QList<std::optional<Json>> m_given;
};

/// The type of a JSON Schema in words: "a text", "a list", with "or" between several; empty where it says nothing.
[[nodiscard]] QString typeWords(const Json &schema);

/// The misfits of a definition as problems that keep nothing from running. Any form of definition; any thread.
[[nodiscard]] QList<PipelineProblem> flowWarnings(const Json &definition, const DescriptorLookup &lookup);

} // namespace Millrace
