// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/charset.h"

#include "extract/blockwriter.h"

#include <QStringDecoder>
#include <QStringEncoder>

#include <memory>
#include <unicode/ucsdet.h>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qsizetype kGuessFrom = 64 * 1024; ///< bytes that a guess looks at
constexpr int kLeastConfidence = 10; ///< of 100, as ICU tells it

bool isUtf8Name(QByteArrayView charset)
{
    return charset.compare("utf-8", Qt::CaseInsensitive) == 0 || charset.compare("utf8", Qt::CaseInsensitive) == 0
        || charset.compare("us-ascii", Qt::CaseInsensitive) == 0 || charset.compare("ascii", Qt::CaseInsensitive) == 0;
}

/// Control characters that no text has, in a thousand of all.
bool looksBinary(QByteArrayView bytes)
{
    qsizetype odd = 0;
    for (const char c : bytes) {
        const auto u = uchar(c);
        odd += u < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && u != 0x1b ? 1 : 0;
    }
    return odd * 100 > bytes.size();
}

struct Guess
{
    QByteArray charset;
    int confidence = 0;
};

std::optional<Guess> guessOf(QByteArrayView bytes)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
    if (U_FAILURE(status))
        return std::nullopt;
    const QByteArrayView head = bytes.first(std::min(bytes.size(), kGuessFrom));
    ucsdet_setText(detector.get(), head.data(), int32_t(head.size()), &status);
    int32_t count = 0;
    const UCharsetMatch **matches = ucsdet_detectAll(detector.get(), &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
        const Guess guess{ucsdet_getName(matches[i], &status), int(ucsdet_getConfidence(matches[i], &status))};
        // No byte order mark and no NUL: no UTF-16. What is UTF-8 was taken before.
        if (guess.confidence < kLeastConfidence || guess.charset.startsWith("UTF-"))
            continue;
        QStringDecoder decoder(guess.charset.constData());
        if (!decoder.isValid())
            continue;
        const QString text = decoder.decode(bytes);
        if (!decoder.hasError() && !text.contains(QChar::ReplacementCharacter))
            return guess;
    }
    return std::nullopt;
}

/// How many places of the bytes are not UTF-8, and how many are UTF-8 beyond ASCII.
std::pair<qsizetype, qsizetype> countUtf8(QByteArrayView bytes)
{
    qsizetype bad = 0;
    qsizetype good = 0;
    while (!bytes.isEmpty()) {
        const qsizetype at = firstInvalidUtf8(bytes);
        const QByteArrayView valid = at < 0 ? bytes : bytes.first(at);
        for (const char c : valid)
            good += uchar(c) >= 0xC2 ? 1 : 0;
        if (at < 0)
            break;
        ++bad;
        bytes = bytes.sliced(at + 1);
    }
    return {bad, good};
}

DecodedText finished(DecodedText decoded)
{
    decoded.text = decoded.raw;
    if (decoded.raw.contains(u'\r')) {
        decoded.text.replace("\r\n"_L1, "\n"_L1);
        decoded.text.replace(u'\r', u'\n');
    }
    return decoded;
}

} // namespace

void DecodedText::placesToBytes(QList<TextBlock> &blocks) const
{
    const bool utf8 = isUtf8Name(charset);
    QStringEncoder encoder(charset.constData(), QStringConverter::Flag::Stateless);
    qsizetype at = 0; // in `text`
    qsizetype rawAt = 0;
    qint64 bytes = markSize;
    // Places grow with few exceptions (a nested table's row); those start over.
    const auto advance = [&](qint64 to) -> qint64 {
        if (to < 0)
            return -1;
        if (to < at) {
            at = rawAt = 0;
            bytes = markSize;
        }
        const qsizetype from = rawAt;
        for (; at < to && rawAt < raw.size(); ++at)
            rawAt += raw[rawAt] == u'\r' && rawAt + 1 < raw.size() && raw[rawAt + 1] == u'\n' ? 2 : 1;
        const QStringView passed = QStringView(raw).sliced(from, rawAt - from);
        if (utf8) {
            for (const QChar c : passed)
                bytes += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 || c.isSurrogate() ? 2 : 3;
        } else if (encoder.isValid()) {
            bytes += QByteArray(encoder.encode(passed)).size();
        }
        return bytes;
    };
    for (TextBlock &block : blocks) {
        block.place.from = advance(block.place.from);
        block.place.to = advance(block.place.to);
    }
}

Result<DecodedText> decodedText(QByteArrayView bytes, const std::optional<QByteArray> &declaredCharset)
{
    DecodedText decoded;
    if (const std::optional<QStringConverter::Encoding> mark = QStringConverter::encodingForData(bytes)) {
        const bool marked = bytes.startsWith("\xEF\xBB\xBF") || bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF");
        if (marked) {
            decoded.charset = QStringConverter::nameForEncoding(*mark);
            decoded.markSize = *mark == QStringConverter::Utf8 ? 3 : decoded.charset.startsWith("UTF-32") ? 4 : 2;
            QStringDecoder decoder(*mark, QStringConverter::Flag::ConvertInitialBom);
            decoded.raw = decoder.decode(bytes.sliced(decoded.markSize));
            if (decoder.hasError())
                decoded.warning
                    = u"Some bytes are not the %1 text that its mark announces; they show as U+FFFD."_s.arg(QString::fromLatin1(decoded.charset));
        }
    }
    if (decoded.charset.isEmpty()) {
        if (const qsizetype zero = bytes.first(std::min<qsizetype>(bytes.size(), 1 << 20)).indexOf('\0'); zero >= 0)
            return fail(ErrorCode::FileRefused, u"is a binary file (NUL at byte %1), not text"_s.arg(zero));
        if (declaredCharset && !isUtf8Name(*declaredCharset)) {
            QStringDecoder decoder(declaredCharset->constData());
            if (!decoder.isValid()) {
                decoded.warning = u"It declares the charset \"%1\", which is not known here. "_s.arg(QString::fromLatin1(declaredCharset->left(40)));
            } else if (decoded.raw = decoder.decode(bytes); decoder.hasError() || decoded.raw.contains(QChar::ReplacementCharacter)) {
                decoded.warning = u"It is not the %1 text that it declares to be. "_s.arg(QString::fromLatin1(declaredCharset->left(40)));
                decoded.raw.clear();
            } else {
                decoded.charset = *declaredCharset;
            }
        }
    }
    if (decoded.charset.isEmpty()) {
        const qsizetype bad = firstInvalidUtf8(bytes);
        decoded.charset = "UTF-8"_ba;
        if (bad < 0) {
            decoded.raw = QString::fromUtf8(bytes);
            if (!decoded.warning.isEmpty())
                decoded.warning += u"Read as UTF-8, which it is."_s;
        } else if (looksBinary(bytes)) {
            return fail(
                ErrorCode::FileRefused,
                u"is a binary file (byte 0x%1 at offset %2 is not UTF-8), not text"_s.arg(QString::number(uchar(bytes[bad]), 16).toUpper()).arg(bad),
                Json::object({{"offset", bad}}));
        } else if (const auto [invalid, valid] = countUtf8(bytes); valid >= invalid * 10) {
            decoded.raw = QString::fromUtf8(bytes);
            decoded.warning += u"%1 places are not UTF-8, the first at byte %2; they show as U+FFFD."_s.arg(invalid).arg(bad);
        } else if (const std::optional<Guess> guess = guessOf(bytes)) {
            decoded.charset = guess->charset;
            decoded.raw = QStringDecoder(guess->charset.constData()).decode(bytes);
            decoded.warning
                += u"It names no charset and is not UTF-8; read as %1, a guess (confidence %2 %)."_s.arg(QString::fromLatin1(guess->charset))
                       .arg(guess->confidence);
        } else {
            return fail(ErrorCode::FileRefused,
                        u"is not UTF-8 text (byte 0x%1 at offset %2), names no charset, and none can be guessed"_s
                            .arg(QString::number(uchar(bytes[bad]), 16).toUpper())
                            .arg(bad),
                        Json::object({{"offset", bad}}));
        }
    }
    if (const qsizetype zero = decoded.raw.indexOf(QChar(u'\0')); zero >= 0)
        return fail(ErrorCode::FileRefused, u"is a binary file (NUL at character %1), not text"_s.arg(zero));
    return finished(std::move(decoded));
}

qsizetype firstInvalidUtf8(QByteArrayView bytes)
{
    const auto *p = reinterpret_cast<const uchar *>(bytes.data());
    const qsizetype n = bytes.size();
    qsizetype i = 0;
    while (i < n) {
        const uchar c = p[i];
        if (c < 0x80) {
            ++i;
            continue;
        }
        const int length = c >= 0xC2 && c <= 0xDF ? 2 : c >= 0xE0 && c <= 0xEF ? 3 : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
        if (length == 0 || i + length > n)
            return i;
        for (int k = 1; k < length; ++k) {
            if ((p[i + k] & 0xC0) != 0x80)
                return i;
        }
        const uchar d = p[i + 1];
        if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d > 0x9F) || (c == 0xF0 && d < 0x90) || (c == 0xF4 && d > 0x8F))
            return i;
        i += length;
    }
    return -1;
}

} // namespace Millrace
