// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/rowmodel.h"
#include "sdk/json.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QTreeView;

namespace Millrace {

class Workspace;

/// One threshold with what it would do, as the door's `review.quality` gives it.
class ThresholdModel final : public RowModel<Json, QString>
{
    Q_OBJECT

public:
    // No type of its own: behind one lupdate loses the namespace, and the texts of the classes below their translations.
    enum class Column { At, Coverage, Count, Right, Error, Interval };

    using RowModel::RowModel;

    /// The one to choose for the wanted error; null: none.
    void setChosen(const Json &chosen);

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Interval) + 1; }
    [[nodiscard]] QString idOf(const Json &row) const override { return QString::fromUtf8(row.value("at").utf8()); }
    [[nodiscard]] QVariant cell(const Json &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    Json m_chosen;
};

/// Error with its interval, and coverage, over the threshold.
class ThresholdChart final : public QWidget
{
    Q_OBJECT

public:
    explicit ThresholdChart(QWidget *parent = nullptr);

    void setQuality(const Json &quality, double wanted);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Json m_quality;
    double m_wanted = 0;
};

/// How good the confidence is: what each threshold would have let through and how much of it was wrong, which one to choose for a wanted error,
/// how far people agree, and their pace.
class QualityView final : public QWidget
{
    Q_OBJECT

public:
    explicit QualityView(Workspace *workspace, QWidget *parent = nullptr);

    void refresh();
    void focusWanted();

Q_SIGNALS:
    void failed(const Millrace::Error &error);

private:
    void ask();
    void showQuality(const Json &quality);
    void showPeople(const Json &stats);

    Workspace *m_workspace;
    Answers m_answers;
    QComboBox *m_pipeline;
    QDoubleSpinBox *m_wanted;
    QLabel *m_chosen;
    ThresholdChart *m_chart;
    ThresholdModel *m_model;
    QTreeView *m_table;
    QLabel *m_agreement;
    QLabel *m_people;
};

} // namespace Millrace
