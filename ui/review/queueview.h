// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "sdk/json.h"

#include <QDeadlineTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;
class QueueModel;
class SearchField;
class Workspace;

/// The queue as a list, with its filters; what is selected is decided together by the same keys.
class QueueView final : public QWidget
{
    Q_OBJECT

public:
    explicit QueueView(Workspace *workspace, QWidget *parent = nullptr);

    /// The door's FILTER and ORDER.
    void setQueue(const Json &filter, const QString &order);
    [[nodiscard]] const Json &filter() const { return m_filter; }
    [[nodiscard]] const QString &order() const { return m_order; }
    [[nodiscard]] QStringList selected() const;
    /// The same as the list shows them.
    [[nodiscard]] QList<Json> selectedRows() const;
    [[nodiscard]] QString currentItem() const;
    /// What the queue is called, for headers.
    [[nodiscard]] QString title() const;
    void refresh();
    void focusSearch();

Q_SIGNALS:
    void queueChosen(const Millrace::Json &filter, const QString &order);
    void selectionChanged();
    void openRequested(const QString &item);
    void failed(const Millrace::Error &error);

private:
    void ask(bool more);
    void choose();
    void showFacets(const Json &facets);

    Workspace *m_workspace;
    Answers m_answers;
    Json m_filter = Json::object();
    QString m_order;
    Json m_after; ///< where the next page begins; null: nowhere
    QDeadlineTimer m_nextCount; ///< until then nothing is counted again
    Json m_facets;
    bool m_isOurs = false; ///< the filters are being set, not chosen
    SearchField *m_search;
    QComboBox *m_pipeline;
    QComboBox *m_label;
    QComboBox *m_whose;
    QComboBox *m_sort;
    QueueModel *m_model;
    QTreeView *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace Millrace
