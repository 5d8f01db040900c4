// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Likeness by MinHash (Broder 1997).
//
// A text is the set of its runs of four words. Each of 128 hash functions keeps its least value over the set; two sets have the same least
// value with a probability that is their Jaccard index. The functions are multiply-add-shift over one 64-bit hash of the run, so that a
// text of 10 KiB costs a tenth of a millisecond. Nothing here may depend on Qt's seeded hash or on the machine: signatures are kept.
//
// 1. A word is a run of letters, marks and digits after NFKC and lower case; every character of a script that is written without blanks
//    is a word of its own.
// 2. A text of fewer than four words is one run of all it has.
#include "text/minhash.h"

#include <QChar>
#include <QCryptographicHash>
#include <QString>

#include <algorithm>
#include <limits>
#include <span>
#include <unordered_set>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr size_t kRun = 4;

constexpr quint64 mixed(quint64 x)
{
    x += 0x9E3779B97F4A7C15ULL; // splitmix64
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

struct Functions
{
    std::array<quint64, MinHash::kPlaces> factor{};
    std::array<quint64, MinHash::kPlaces> addend{};
};

constexpr Functions kFunctions = [] {
    Functions functions;
    for (size_t i = 0; i < functions.factor.size(); ++i) {
        functions.factor[i] = mixed(2 * i) | 1;
        functions.addend[i] = mixed(2 * i + 1);
    }
    return functions;
}();

bool standsAlone(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

/// FNV-1a of every word, by invariant 1.
std::vector<quint64> wordHashes(QStringView text)
{
    constexpr quint64 kBasis = 0xCBF29CE484222325ULL;
    const QString plain = text.toString().normalized(QString::NormalizationForm_KC).toLower();
    std::vector<quint64> words;
    quint64 word = kBasis;
    bool inWord = false;
    const auto end = [&] {
        if (inWord)
            words.push_back(word);
        word = kBasis;
        inWord = false;
    };
    for (qsizetype i = 0; i < plain.size(); ++i) {
        char32_t c = plain[i].unicode();
        if (plain[i].isHighSurrogate() && i + 1 < plain.size() && plain[i + 1].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(plain[i], plain[i + 1]);
            ++i;
        }
        if (c == 0xAD) // a soft hyphen divides nothing
            continue;
        if (!QChar::isLetterOrNumber(c) && !QChar::isMark(c)) {
            end();
            continue;
        }
        const bool alone = standsAlone(c);
        if (alone)
            end();
        for (int shift = 0; shift < 24; shift += 8)
            word = (word ^ ((c >> shift) & 0xFF)) * 0x100000001B3ULL;
        inWord = true;
        if (alone)
            end();
    }
    end();
    return words;
}

quint64 hashOf(std::span<const quint64> run)
{
    quint64 hash = run.size();
    for (const quint64 word : run)
        hash = mixed(hash ^ word);
    return hash;
}

} // namespace

MinHash MinHash::of(QStringView text)
{
    MinHash result;
    const std::vector<quint64> words = wordHashes(text);
    if (words.empty())
        return result;
    result.m_places.fill(std::numeric_limits<quint32>::max());
    std::unordered_set<quint64> seen;
    seen.reserve(words.size());
    const size_t run = std::min(kRun, words.size());
    for (size_t i = 0; i + run <= words.size(); ++i) {
        const quint64 shingle = hashOf(std::span(words).subspan(i, run));
        if (!seen.insert(shingle).second)
            continue;
        for (size_t k = 0; k < result.m_places.size(); ++k) {
            const auto value = static_cast<quint32>((shingle * kFunctions.factor[k] + kFunctions.addend[k]) >> 32);
            result.m_places[k] = std::min(result.m_places[k], value);
        }
    }
    result.m_shingles = static_cast<quint32>(std::min<size_t>(seen.size(), std::numeric_limits<quint32>::max()));
    return result;
}

QByteArray MinHash::toBase64() const
{
    QByteArray bytes;
    bytes.reserve(4 * (kPlaces + 1));
    const auto put = [&bytes](quint32 value) {
        for (int shift = 0; shift < 32; shift += 8)
            bytes.append(static_cast<char>((value >> shift) & 0xFF));
    };
    put(m_shingles);
    for (const quint32 place : m_places)
        put(place);
    return QByteArray::number(kVersion) + ':' + bytes.toBase64(QByteArray::OmitTrailingEquals);
}

std::optional<MinHash> MinHash::fromBase64(QByteArrayView text)
{
    const QByteArray prefix = QByteArray::number(kVersion) + ':';
    if (!text.startsWith(prefix))
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(text.sliced(prefix.size()).toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).size() != 4 * (kPlaces + 1))
        return std::nullopt;
    const QByteArray &bytes = *decoded;
    const auto get = [&bytes](qsizetype place) {
        quint32 value = 0;
        for (int k = 3; k >= 0; --k)
            value = (value << 8) | static_cast<uchar>(bytes[4 * place + k]);
        return value;
    };
    MinHash result;
    result.m_shingles = get(0);
    for (size_t i = 0; i < result.m_places.size(); ++i)
        result.m_places[i] = get(qsizetype(i) + 1);
    return result;
}

double MinHash::similarity(const MinHash &other) const
{
    if (isEmpty() || other.isEmpty())
        return 0;
    int equal = 0;
    for (size_t i = 0; i < m_places.size(); ++i)
        equal += m_places[i] == other.m_places[i] ? 1 : 0;
    return double(equal) / kPlaces;
}

std::vector<quint64> MinHash::bandKeys(int bands) const
{
    std::vector<quint64> keys;
    if (isEmpty() || bands < 1 || kPlaces % bands != 0)
        return keys;
    const size_t rows = size_t(kPlaces / bands);
    for (size_t band = 0; band < size_t(bands); ++band) {
        quint64 key = band;
        for (size_t row = 0; row < rows; ++row)
            key = mixed(key ^ m_places[band * rows + row]);
        keys.push_back(key);
    }
    return keys;
}

QByteArray normalizedTextHash(QStringView text)
{
    const QString plain = text.toString().normalized(QString::NormalizationForm_KC).toLower();
    QString kept;
    kept.reserve(plain.size());
    for (const QChar c : plain) {
        if (c.isLetterOrNumber() || c.isMark() || c.isSurrogate())
            kept += c;
        else if (c != u'\u00AD' && !kept.isEmpty() && kept.back() != u' ')
            kept += u' ';
    }
    kept = kept.trimmed();
    return kept.isEmpty() ? QByteArray() : QCryptographicHash::hash(kept.toUtf8(), QCryptographicHash::Sha256).toHex();
}

} // namespace Millrace
