// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/rowmodel.h"
#include "contexts/contextsource.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace Millrace {

/// The values of a facet with their counts. Main thread.
class FacetModel final : public RowModel<FacetCount, QString>
{
    Q_OBJECT

public:
    using RowModel::RowModel;

    void setFacet(ContextFacet facet);

protected:
    [[nodiscard]] int columns() const override { return 2; }
    [[nodiscard]] QString idOf(const FacetCount &row) const override { return row.value; }
    [[nodiscard]] QVariant cell(const FacetCount &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    ContextFacet m_facet = ContextFacet::Pipeline;
};

/// The contexts in groups, beside the table: each value with its count, and their sum below. A click keeps one group in the table, another
/// click shows all again.
class FacetPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit FacetPanel(ContextSource *source, QWidget *parent = nullptr);

    [[nodiscard]] ContextFacet facet() const;
    void setFacet(ContextFacet facet);
    /// Counts what passes the filter, its part for this facet aside.
    void setFilter(const ContextFilter &filter);
    /// Counts again, soon.
    void refresh();
    [[nodiscard]] qint64 total() const;
    [[nodiscard]] FacetModel *model() const { return m_model; }

Q_SIGNALS:
    void facetChanged();
    /// The filter with the chosen group in it.
    void filterRequested(const Millrace::ContextFilter &filter);
    void failed(const Millrace::Error &error);

private:
    void ask();
    void choose(int row);
    void showSelection();

    ContextSource *m_source;
    Answers m_answers;
    ContextFilter m_filter;
    QTimer m_pause;
    QComboBox *m_by;
    FacetModel *m_model;
    QTableView *m_view;
    QLabel *m_total;
};

/// The value of a facet that the filter keeps: an empty one for those that have none, nothing where it keeps all (or several).
[[nodiscard]] std::optional<QString> facetValue(const ContextFilter &filter, ContextFacet facet);
/// The filter with that value for the facet; nothing keeps all.
[[nodiscard]] ContextFilter withFacet(ContextFilter filter, ContextFacet facet, const std::optional<QString> &value);

} // namespace Millrace
