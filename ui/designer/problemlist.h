// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QHash>
#include <QWidget>

#include <functional>

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
    QByteArray path; ///< JSON Pointer into the definition; empty: it has no place
    Json fixes = Json::array(); ///< `[{"kind","label","patch"}]`, the best first

    /// Of an answer of pipeline.validate.
    [[nodiscard]] static QList<DesignProblem> fromJson(const Json &problems);

    friend bool operator==(const DesignProblem &, const DesignProblem &) = default;
};

/// Every problem of the pipeline, each with the ways to mend it at one press. Rows are made as they come into sight: a large pipeline may have
/// thousands, and each edit may change them.
class ProblemList final : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemList(QWidget *parent = nullptr);

    /// How a problem is said in the person's language; asked as its row is made.
    void setWords(const std::function<DesignProblem(const DesignProblem &)> &words) { m_words = words; }
    /// `titles`: what the nodes are called.
    void setProblems(const QList<DesignProblem> &problems, const QHash<QString, QString> &titles);
    [[nodiscard]] const QList<DesignProblem> &problems() const { return m_problems; }

Q_SIGNALS:
    void shown(const QString &node, int link);
    void fixRequested(const Millrace::Json &fix);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void showRows();
    void addRows();
    void fillView();

    QList<DesignProblem> m_problems;
    QHash<QString, QString> m_titles;
    std::function<DesignProblem(const DesignProblem &)> m_words;
    bool m_isStale = false; ///< the rows are of other problems
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QListWidget *m_list;
};

} // namespace Millrace
