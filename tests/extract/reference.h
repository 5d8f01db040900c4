// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QString>
#include <QStringList>

#include <algorithm>

namespace Millrace {

/// The words of a text: runs of letters and digits, in small letters.
inline QStringList wordsOf(const QString &text)
{
    static const QRegularExpression gap(QStringLiteral("[^\\p{L}\\p{N}]+"), QRegularExpression::UseUnicodePropertiesOption);
    return text.toLower().split(gap, Qt::SkipEmptyParts);
}

/// How alike two texts are, 0 to 1: twice the runs of `length` words that both have, by the runs of both (Dice's measure over bags). With
/// length 1 it tells lost and added words, with 3 their order too.
inline double similarity(const QString &a, const QString &b, qsizetype length)
{
    const auto runsOf = [length](const QString &text) {
        const QStringList words = wordsOf(text);
        QHash<QString, int> runs;
        for (qsizetype i = 0; i + length <= words.size(); ++i)
            ++runs[words.mid(i, length).join(u' ')];
        return runs;
    };
    const QHash<QString, int> left = runsOf(a);
    const QHash<QString, int> right = runsOf(b);
    qint64 both = 0;
    qint64 all = 0;
    for (auto it = left.cbegin(); it != left.cend(); ++it) {
        both += std::min(it.value(), right.value(it.key()));
        all += it.value();
    }
    for (const int count : right)
        all += count;
    return all == 0 ? 1 : 2.0 * double(both) / double(all);
}

inline bool hasTool(const QString &name)
{
    return !QStandardPaths::findExecutable(name).isEmpty();
}

/// What a tool prints; empty where it fails.
inline QByteArray outputOf(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForStarted())
        return {};
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

} // namespace Millrace
