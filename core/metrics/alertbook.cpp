// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/alertbook.h"

#include <algorithm>

namespace Millrace {

AlertBook::AlertBook(const QList<StoredAlert> &open)
    : m_open(open)
{}

QList<AlertBook::Change> AlertBook::judge(const AlertRule &rule, const QList<AlertReading> &readings, const QByteArray &unit, qint64 now)
{
    QList<Change> changes;
    for (const AlertReading &reading : readings) {
        if (!reading.holds)
            continue;
        auto it = std::ranges::find_if(m_open, [&](const StoredAlert &alert) { return alert.rule == rule.id && alert.labels == reading.labels; });
        const bool isNew = it == m_open.end();
        if (isNew) {
            StoredAlert alert;
            alert.rule = rule.id;
            alert.labels = reading.labels;
            alert.since = now;
            m_open.append(alert);
            it = m_open.end() - 1;
        }
        StoredAlert &alert = *it;
        const bool holdsAgain = alert.state == AlertState::Resolved;
        if (holdsAgain) {
            alert.state = AlertState::Pending;
            alert.since = now;
            alert.resolvedAt = 0;
        }
        alert.severity = rule.severity;
        alert.title = rule.title;
        alert.threshold = rule.value;
        alert.value = reading.value.value_or(0);
        alert.text = alertText(rule, reading, unit);
        if (alert.state == AlertState::Pending && now - alert.since >= rule.holdsFor * 1'000'000) {
            alert.state = AlertState::Firing;
            alert.firedAt = now;
            changes.append({What::Fired, alert});
        } else if (isNew || holdsAgain) {
            changes.append({What::Began, alert});
        }
    }
    for (qsizetype i = 0; i < m_open.size(); ++i) {
        const StoredAlert &alert = m_open.at(i);
        if (alert.rule != rule.id || alert.state == AlertState::Resolved)
            continue;
        const bool holds = std::ranges::any_of(readings, [&](const AlertReading &r) { return r.holds && r.labels == alert.labels; });
        if (!holds)
            end(i, now, changes);
    }
    forgetOver();
    return changes;
}

QList<AlertBook::Change> AlertBook::settle(const QStringList &rules, qint64 now)
{
    QList<Change> changes;
    for (qsizetype i = 0; i < m_open.size(); ++i) {
        if (!rules.contains(m_open.at(i).rule) && m_open.at(i).state != AlertState::Resolved)
            end(i, now, changes);
    }
    forgetOver();
    return changes;
}

void AlertBook::end(qsizetype i, qint64 now, QList<Change> &changes)
{
    StoredAlert &alert = m_open[i];
    const bool hadFired = alert.firedAt > 0;
    alert.state = AlertState::Resolved;
    alert.resolvedAt = now;
    changes.append({hadFired ? What::Resolved : What::Gone, alert});
}

void AlertBook::forgetOver()
{
    m_open.removeIf([](const StoredAlert &alert) { return alert.state == AlertState::Resolved && (alert.firedAt == 0 || alert.acknowledgedAt > 0); });
}

void AlertBook::keyed(const StoredAlert &alert, qint64 key)
{
    for (StoredAlert &mine : m_open) {
        if (mine.rule == alert.rule && mine.labels == alert.labels)
            mine.key = key;
    }
}

void AlertBook::acknowledge(qint64 key, qint64 at)
{
    for (StoredAlert &alert : m_open) {
        if (alert.key == key)
            alert.acknowledgedAt = at;
    }
    forgetOver();
}

QList<AlertBook::Change> owedChanges(const QList<AlertBook::Change> &earlier, const QList<AlertBook::Change> &later)
{
    using What = AlertBook::What;
    QList<AlertBook::Change> owed;
    for (const AlertBook::Change &change : earlier + later) {
        owed.removeIf([&](const AlertBook::Change &old) {
            const bool isSame = old.alert.rule == change.alert.rule && old.alert.labels == change.alert.labels;
            return isSame && (old.what != What::Fired || change.what == What::Fired);
        });
        owed.append(change);
    }
    return owed;
}

bool isSilenced(const StoredAlert &alert, const QList<StoredSilence> &silences, qint64 now)
{
    const MetricLabels labels = labelsFromBytes(alert.labels);
    return std::ranges::any_of(silences, [&](const StoredSilence &silence) {
        if (silence.until <= now || (!silence.rule.isEmpty() && silence.rule != alert.rule))
            return false;
        return std::ranges::all_of(labelsFromBytes(silence.labels), [&](const auto &label) { return labels.contains(label); });
    });
}

} // namespace Millrace
