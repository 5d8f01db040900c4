// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/fuzzy.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace Millrace {

QString foldedText(QStringView text)
{
    const QString plain = text.toString().normalized(QString::NormalizationForm_KD).toCaseFolded();
    QString folded;
    folded.reserve(plain.size());
    for (const QChar c : plain) {
        if (c.isMark())
            continue;
        if (c.isLetterOrNumber() || c.isSurrogate())
            folded += c;
        else if (!folded.isEmpty() && folded.back() != u' ')
            folded += u' ';
    }
    return folded.trimmed();
}

int editDistance(QStringView a, QStringView b, int most)
{
    if (std::abs(a.size() - b.size()) > most)
        return most + 1;
    const size_t width = size_t(b.size()) + 1;
    std::vector<int> before(width);
    std::vector<int> last(width);
    std::vector<int> row(width);
    for (size_t k = 0; k < width; ++k)
        last[k] = int(k);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = int(i);
        int least = row[0];
        for (qsizetype k = 1; k <= b.size(); ++k) {
            const size_t at = size_t(k);
            const int cost = a[i - 1] == b[k - 1] ? 0 : 1;
            int value = std::min({last[at] + 1, row[at - 1] + 1, last[at - 1] + cost});
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                value = std::min(value, before[at - 2] + 1);
            row[at] = value;
            least = std::min(least, value);
        }
        if (least > most)
            return most + 1;
        std::swap(before, last);
        std::swap(last, row);
    }
    return std::min(last[size_t(b.size())], most + 1);
}

double editSimilarity(QStringView a, QStringView b, double least)
{
    const qsizetype longer = std::max(a.size(), b.size());
    if (longer == 0)
        return 1;
    const int most = int(std::floor((1.0 - least) * double(longer) + 1e-9));
    const int distance = editDistance(a, b, most);
    return distance > most ? 0.0 : 1.0 - double(distance) / double(longer);
}

} // namespace Millrace
