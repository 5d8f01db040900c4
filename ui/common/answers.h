// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QFuture>
#include <QHash>
#include <QObject>

#include <functional>

namespace Millrace {

/// Questions to the door and their answers, in order of asking: of two questions of one name only the newest is answered, and
/// none after the asker is gone. A member of the QObject that asks; its thread.
class Answers
{
public:
    explicit Answers(QObject *asker)
        : m_asker(asker)
    {}

    /// Who is told about answers that are errors.
    void onError(std::function<void(const Error &)> handler) { m_onError = std::move(handler); }

    /// Calls `then(value)` with the answer, or the error handler.
    template <typename T, typename F>
    void ask(const char *question, QFuture<Result<T>> future, F then)
    {
        const quint64 generation = ++m_generations[QLatin1StringView(question)];
        future.then(m_asker, [this, question, generation, then = std::move(then)](const Result<T> &answer) {
            if (m_generations.value(QLatin1StringView(question)) != generation)
                return;
            if (answer)
                then(*answer);
            else if (m_onError)
                m_onError(answer.error());
        });
    }

    /// Lets the answers to this question go.
    void forget(const char *question) { ++m_generations[QLatin1StringView(question)]; }

private:
    QObject *m_asker;
    std::function<void(const Error &)> m_onError;
    QHash<QLatin1StringView, quint64> m_generations;
};

} // namespace Millrace
