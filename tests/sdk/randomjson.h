// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QRandomGenerator>

namespace Millrace {

/// Documents by chance, the same for the same seed: few keys and values, so that two documents have much in common.
class RandomJson
{
public:
    explicit RandomJson(quint32 seed)
        : m_random(seed)
    {}

    /// A number from 0 up to, and without, `end`.
    int below(int end) { return m_random.bounded(end); }

    Json value(int levels)
    {
        switch (m_random.bounded(levels > 0 ? 8 : 5)) {
        case 0:
            return Json();
        case 1:
            return Json(m_random.bounded(2) == 1);
        case 2:
            return Json::number(pick({"0", "-1", "1.10", "1.1", "1e400", "9007199254740993", "18446744073709551615"}));
        case 3:
            return Json(pick({"", "a", "a text of more than fourteen bytes", "\xc3\xa9\"\\\n", "~/"}).toByteArray());
        case 4:
            return Json(static_cast<int>(m_random.bounded(3)));
        case 5:
            return array(levels);
        default:
            return object(levels);
        }
    }

    Json object(int levels)
    {
        Json json = Json::object();
        for (int i = m_random.bounded(m_random.bounded(12) == 0 ? 40 : 6); i > 0; --i)
            json.insert(key(), value(levels - 1));
        return json;
    }

    Json array(int levels)
    {
        Json json = Json::array();
        for (int i = m_random.bounded(5); i > 0; --i)
            json.append(value(levels - 1));
        return json;
    }

    /// The document with a few of its parts changed.
    Json changed(const Json &json, int levels = 3)
    {
        Json made = json;
        for (int i = 1 + m_random.bounded(3); i > 0; --i) {
            if (made.isObject() && !made.isEmpty()) {
                const QByteArray at = made.members()[static_cast<std::size_t>(m_random.bounded(made.size()))].key;
                switch (m_random.bounded(4)) {
                case 0:
                    made.remove(QByteArrayView(at));
                    break;
                case 1:
                    made.insert(key(), value(levels - 1));
                    break;
                default:
                    made.insert(at, changed(made.value(at), levels - 1));
                }
            } else if (made.isArray() && !made.isEmpty()) {
                const qsizetype at = m_random.bounded(made.size());
                switch (m_random.bounded(4)) {
                case 0:
                    made.removeAt(at);
                    break;
                case 1:
                    made.append(value(levels - 1));
                    break;
                default:
                    made.replaceAt(at, changed(made.at(at), levels - 1));
                }
            } else {
                made = value(levels);
            }
        }
        return made;
    }

private:
    QByteArrayView pick(std::initializer_list<const char *> choices)
    {
        return QByteArrayView(choices.begin()[m_random.bounded(static_cast<int>(choices.size()))]);
    }

    QByteArray key()
    {
        if (m_random.bounded(8) == 0)
            return pick({"", "/", "~", "~1", "a/b", "-", "0", "\xc3\xa9"}).toByteArray();
        return "k" + QByteArray::number(m_random.bounded(m_random.bounded(4) == 0 ? 60 : 8));
    }

    QRandomGenerator m_random;
};

} // namespace Millrace
