// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/componentneeds.h"
#include "designer/designgraph.h"
#include "shell/quickpopup.h"

namespace Millrace {

/// A line to type into that finds among a few hundred things: the components to insert, the steps to link to. What it has found is told by
/// `chosen`; a line under the list says more about the one that is looked at.
class InsertPopup final : public QuickPopup
{
    Q_OBJECT

public:
    struct Choice
    {
        QuickItem item;
        QString searched; ///< what may be typed beside the title
        QString hint; ///< for the line under the list
    };

    explicit InsertPopup(QWidget *window);

    void ask(const QString &placeholder, const QList<Choice> &choices);
    /// Every component, with its description, what it needs and an example of its settings.
    [[nodiscard]] static QList<Choice> components(const ComponentTable &components, const ComponentPlugins &plugins);
    /// The steps that a port may lead to, then those it may not, with the reason.
    [[nodiscard]] static QList<Choice> targets(const DesignGraph &graph, const ComponentTable &components, int from, int port);

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void seek(const QString &text) override;
    void choose(const QuickItem &item) override;
    void look(const QuickItem &item) override;

private:
    QList<Choice> m_choices;
};

/// The title of a component category, translated.
[[nodiscard]] QString categoryTitle(const QString &category);

} // namespace Millrace
