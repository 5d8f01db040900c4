// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextcell.h"
#include "contexts/contextsource.h"

#include <QTimer>

namespace Millrace {

/// Sum and average of the numbers in one field column.
struct FieldSum
{
    QString header = {};
    qint64 count = 0; ///< how many of the contexts have a number there
    double sum = 0;

    friend bool operator==(const FieldSum &, const FieldSum &) = default;
};

/// Adds up the field columns over a set of contexts of at most kMost, beside whatever else is read, page by page. A new question replaces
/// the one before. Main thread.
class ContextSums final : public QObject
{
    Q_OBJECT

public:
    explicit ContextSums(ContextSource *source, QObject *parent = nullptr);

    static constexpr qsizetype kMost = 10'000;

    /// Asks for the sums over these contexts, a moment later; more than kMost give none.
    void ask(const QList<ContextKey> &keys, const QList<ContextColumn> &columns);
    /// The sums of those columns in which there was a number.
    [[nodiscard]] const QList<FieldSum> &sums() const { return m_sums; }

Q_SIGNALS:
    void changed();

private:
    void readPage(quint64 generation, qsizetype from);
    void publish(const QList<FieldSum> &sums);

    ContextSource *m_source;
    QTimer m_pause;
    quint64 m_generation = 0;
    QList<ContextKey> m_keys;
    QStringList m_expressions;
    QList<FieldSum> m_running;
    QList<FieldSum> m_sums;
};

} // namespace Millrace
