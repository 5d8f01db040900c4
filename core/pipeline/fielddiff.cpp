// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/fielddiff.h"

#include <algorithm>

namespace Millrace {

namespace {

class Differ
{
public:
    void compare(const Json &before, const Json &after, const QByteArray &path)
    {
        if (before == after)
            return;
        if (before.isObject() && after.isObject())
            compareObjects(before, after, path);
        else if (before.isArray() && after.isArray())
            compareArrays(before, after, path);
        else
            m_changes.append({FieldChange::Kind::Changed, path, before, after});
    }

    QList<FieldChange> take() { return std::move(m_changes); }

private:
    void compareObjects(const Json &before, const Json &after, const QByteArray &path)
    {
        // New members are told where they stand in `after`: behind the known member before them.
        const std::span<const JsonMember> added = after.members();
        std::size_t next = 0;
        const auto tellAdded = [&] {
            for (; next < added.size() && !before.contains(QByteArrayView(added[next].key)); ++next)
                m_changes.append({FieldChange::Kind::Added, below(path, added[next].key), {}, added[next].value});
        };
        tellAdded();
        for (const JsonMember &member : before.members()) {
            if (!after.contains(QByteArrayView(member.key))) {
                m_changes.append({FieldChange::Kind::Removed, below(path, member.key), member.value, {}});
                continue;
            }
            compare(member.value, after.value(member.key), below(path, member.key));
            if (next < added.size() && added[next].key == member.key) {
                ++next;
                tellAdded();
            }
        }
        // Where the order changed, what is left is told at the end.
        for (; next < added.size(); ++next) {
            if (!before.contains(QByteArrayView(added[next].key)))
                m_changes.append({FieldChange::Kind::Added, below(path, added[next].key), {}, added[next].value});
        }
    }

    void compareArrays(const Json &before, const Json &after, const QByteArray &path)
    {
        const std::span<const Json> a = before.items();
        const std::span<const Json> b = after.items();
        const std::size_t shorter = std::min(a.size(), b.size());
        const auto head = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
        std::size_t tail = 0;
        while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
            ++tail;
        const std::size_t endA = a.size() - tail;
        const std::size_t endB = b.size() - tail;
        for (std::size_t i = head; i < std::max(endA, endB); ++i) {
            const QByteArray at = path + '/' + QByteArray::number(static_cast<qulonglong>(i));
            if (i >= endA)
                m_changes.append({FieldChange::Kind::Added, at, {}, b[i]});
            else if (i >= endB)
                m_changes.append({FieldChange::Kind::Removed, at, a[i], {}});
            else
                compare(a[i], b[i], at);
        }
    }

    static QByteArray below(const QByteArray &path, const QByteArray &key) { return path + '/' + escapePointerToken(key); }

    QList<FieldChange> m_changes;
};

} // namespace

QList<FieldChange> fieldDiff(const Json &before, const Json &after)
{
    Differ differ;
    differ.compare(before, after, {});
    return differ.take();
}

} // namespace Millrace
