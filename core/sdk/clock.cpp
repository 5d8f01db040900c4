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
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    // QDateTime knows milliseconds; the digits after them are read here, so that what isoMicroseconds() wrote comes back whole.
    const qsizetype point = text.indexOf(u'.');
    qint64 us = 0;
    for (qsizetype place = 4, worth = 100; point > 0 && place <= 6 && point + place < text.size(); ++place, worth /= 10) {
        const char16_t digit = text.at(point + place).unicode();
        if (digit < u'0' || digit > u'9')
            break;
        us += (digit - u'0') * worth;
    }
    return time.toMSecsSinceEpoch() * 1000 + us;
}

} // namespace Millrace
