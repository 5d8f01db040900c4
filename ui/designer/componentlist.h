// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/componentneeds.h"
#include "designer/designgraph.h"

#include <QWidget>

class QLabel;
class QListView;
class QModelIndex;
class QStandardItemModel;

namespace Millrace {

class SearchField;

/// The kinds of step by category: dragged onto the canvas, or added behind what is chosen by double click or Enter. Below them stands what the
/// one that one is at does and needs. Plugins that cannot be loaded stand last and say why.
class ComponentList final : public QWidget
{
    Q_OBJECT

public:
    explicit ComponentList(QWidget *parent = nullptr);

    void setComponents(const ComponentTable &components);
    void setPlugins(const ComponentPlugins &plugins);
    /// Files of plugins that cannot be loaded, each with the reason.
    void setProblems(const QList<std::pair<QString, QString>> &problems);
    void focusSearch();

Q_SIGNALS:
    void addRequested(const QString &component);

private:
    void fill();
    void tell(const QModelIndex &index);

    ComponentTable m_components;
    ComponentPlugins m_plugins;
    QList<std::pair<QString, QString>> m_problems;
    SearchField *m_search;
    QStandardItemModel *m_model;
    QListView *m_list;
    QLabel *m_about;
};

} // namespace Millrace
