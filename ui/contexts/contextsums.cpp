// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextsums.h"

#include <algorithm>

namespace Millrace {

namespace {
constexpr qsizetype kPage = 500;
constexpr int kPauseMs = 150;
} // namespace

ContextSums::ContextSums(ContextSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] { readPage(m_generation, 0); });
}

void ContextSums::ask(const QList<ContextKey> &keys, const QList<ContextColumn> &columns)
{
    ++m_generation;
    m_expressions.clear();
    m_running.clear();
    for (const ContextColumn &column : columns) {
        if (column.kind == ContextColumn::Kind::Field && column.visible) {
            m_expressions.append(column.expression);
            m_running.append({.header = column.header()});
        }
    }
    if (m_expressions.isEmpty() || keys.isEmpty() || keys.size() > kMost) {
        m_keys.clear();
        m_pause.stop();
        publish({});
        return;
    }
    m_keys = keys;
    if (!m_pause.isActive()) {
        m_pause.start(); // not begun anew by every change, or a busy engine would put it off forever
    }
}

void ContextSums::readPage(quint64 generation, qsizetype from)
{
    const QList<ContextKey> page = m_keys.sliced(from, std::min(kPage, m_keys.size() - from));
    m_source->fields(page, m_expressions).then(this, [this, generation, next = from + page.size()](const Result<QList<QList<Json>>> &fields) {
        if (generation != m_generation) {
            return;
        }
        for (const QList<Json> &row : fields.value_or(QList<QList<Json>>())) {
            for (qsizetype i = 0; i < std::min(row.size(), m_running.size()); ++i) {
                if (row[i].isNumber()) {
                    m_running[i].sum += row[i].toDouble();
                    ++m_running[i].count;
                }
            }
        }
        if (next < m_keys.size()) {
            readPage(generation, next);
            return;
        }
        QList<FieldSum> sums = m_running;
        sums.removeIf([](const FieldSum &sum) { return sum.count == 0; });
        publish(sums);
    });
}

void ContextSums::publish(const QList<FieldSum> &sums)
{
    if (sums != m_sums) {
        m_sums = sums;
        Q_EMIT changed();
    }
}

} // namespace Millrace
