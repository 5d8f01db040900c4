// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/clock.h"

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace Millrace {

Clock::~Clock() = default;

namespace {

class SystemClock final : public Clock
{
public:
    qint64 nowUs() const override
    {
        using namespace std::chrono;
        return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    }
    qint64 monotonicUs() const override
    {
        using namespace std::chrono;
        return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
    }
};

qint64 floorDiv(qint64 a, qint64 b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

} // namespace

const Clock &Clock::system()
{
    static const SystemClock clock;
    return clock;
}

QString isoSeconds(qint64 us)
{
    return QDateTime::fromSecsSinceEpoch(floorDiv(us, 1'000'000), QTimeZone::UTC).toString(Qt::ISODate);
}

QString isoMicroseconds(qint64 us)
{
    const qint64 seconds = floorDiv(us, 1'000'000);
    QString text = isoSeconds(us);
    text.chop(1);
    return text + QLatin1Char('.') + QString::number(us - seconds * 1'000'000).rightJustified(6, QLatin1Char('0')) + QLatin1Char('Z');
}

std::optional<qint64> parseIso(QStringView text)
{
    // QDateTime knows milliseconds and rounds; the fraction is read here, so that what isoMicroseconds() wrote comes back whole.
    const qsizetype point = text.indexOf(u'.');
    qsizetype end = point;
    qint64 us = 0;
    if (point >= 0) {
        qint64 worth = 100'000;
        for (end = point + 1; end < text.size() && text.at(end) >= u'0' && text.at(end) <= u'9'; ++end, worth /= 10)
            us += (text.at(end).unicode() - u'0') * worth;
        if (end == point + 1)
            return std::nullopt;
    }
    const QString whole = point < 0 ? text.toString() : text.first(point).toString() + text.sliced(end).toString();
    const QDateTime time = QDateTime::fromString(whole, Qt::ISODate);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return time.toSecsSinceEpoch() * 1'000'000 + us;
}

} // namespace Millrace
