// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QWidget>

class QListWidget;
class QStackedWidget;

namespace Millrace {

class EmptyState;

/// One thing that keeps a pipeline from running, or that may not be meant.
struct DesignProblem
{
    QString node; ///< empty: it is about the whole, or a link
    int link = -1; ///< number of the link it is about
    QString message;
    bool isWarning = false;
    Json fixes = Json::array(); ///< `[{"kind","label","patch"}]`, the best first

    /// Of an answer of pipeline.validate.
    [[nodiscard]] static QList<DesignProblem> fromJson(const Json &problems);

    friend bool operator==(const DesignProblem &, const DesignProblem &) = default;
};

/// Every problem of the pipeline, each with the ways to mend it at one press.
class ProblemList final : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemList(QWidget *parent = nullptr);

    /// `titles`: what the nodes are called.
    void setProblems(const QList<DesignProblem> &problems, const QHash<QString, QString> &titles);
    [[nodiscard]] const QList<DesignProblem> &problems() const { return m_problems; }

Q_SIGNALS:
    void shown(const QString &node, int link);
    void fixRequested(const Millrace::Json &fix);

private:
    QList<DesignProblem> m_problems;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QListWidget *m_list;
};

} // namespace Millrace
