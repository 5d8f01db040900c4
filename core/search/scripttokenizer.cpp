// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/scripttokenizer.h"

#include "store/sqlite.h"
#include "text/segmenter.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Letters of scripts without blanks between words.
bool isUnspaced(char32_t c)
{
    if (c < 0x0E01 || !QChar::isLetterOrNumber(c))
        return false;
    return (c >= 0x0E01 && c <= 0x0EDF) // Thai, Lao
        || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17DD) // Burmese, Khmer
        || (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) // kana
        || c == 0x3005 || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) // Han
        || (c >= 0x20000 && c <= 0x3FFFF);
}

/// One character of valid UTF-8; a byte that is none stands for itself.
char32_t characterAt(const char *text, int size, int at, int *length)
{
    const auto byte = [&](int i) { return at + i < size ? static_cast<unsigned char>(text[at + i]) : 0U; };
    const unsigned lead = byte(0);
    const int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    *length = std::min(wanted, size - at);
    switch (*length) {
    case 4:
        return (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    case 3:
        return (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    case 2:
        return (lead & 0x1F) << 6 | (byte(1) & 0x3F);
    default:
        return lead;
    }
}

struct Tokenizer
{
    fts5_tokenizer base{};
    Fts5Tokenizer *inner = nullptr;

    Tokenizer() = default;
    Tokenizer(const Tokenizer &) = delete;
    Tokenizer &operator=(const Tokenizer &) = delete;
    ~Tokenizer()
    {
        if (inner)
            base.xDelete(inner);
    }
};

using Take = int (*)(void *context, int flags, const char *token, int size, int from, int to);

/// A piece for the tokenizer below, whose places count from its own beginning.
struct Piece
{
    void *context = nullptr;
    Take take = nullptr;
    int offset = 0;

    static int passOn(void *self, int flags, const char *token, int size, int from, int to)
    {
        const auto *piece = static_cast<const Piece *>(self);
        return piece->take(piece->context, flags, token, size, from + piece->offset, to + piece->offset);
    }
};

int create(void *api, const char **, int, Fts5Tokenizer **made)
{
    auto *fts = static_cast<fts5_api *>(api);
    auto tokenizer = std::make_unique<Tokenizer>();
    void *user = nullptr;
    const char *arguments[] = {"remove_diacritics", "2"};
    int state = fts->xFindTokenizer(fts, "unicode61", &user, &tokenizer->base);
    if (state == SQLITE_OK)
        state = tokenizer->base.xCreate(user, arguments, 2, &tokenizer->inner);
    if (state == SQLITE_OK)
        *made = reinterpret_cast<Fts5Tokenizer *>(tokenizer.release());
    return state;
}

void destroy(Fts5Tokenizer *tokenizer)
{
    delete reinterpret_cast<Tokenizer *>(tokenizer);
}

int tokenize(Fts5Tokenizer *self, void *context, int flags, const char *text, int size, Take take)
{
    const auto *tokenizer = reinterpret_cast<const Tokenizer *>(self);
    // No such letter is shorter than three bytes.
    const auto isFar = [](char c) { return static_cast<unsigned char>(c) >= 0xE0; };
    const char *end = text + size;
    if (std::find_if(text, end, isFar) == end)
        return tokenizer->base.xTokenize(tokenizer->inner, context, flags, text, size, take);
    Piece piece{context, take, 0};
    const auto passOn = [&](int from, int to) {
        piece.offset = from;
        return to > from ? tokenizer->base.xTokenize(tokenizer->inner, &piece, flags, text + from, to - from, &Piece::passOn) : SQLITE_OK;
    };
    int begun = 0;
    for (int at = 0; at < size;) {
        int length = 1;
        const char32_t c = characterAt(text, size, at, &length);
        if (!isUnspaced(c)) {
            at += length;
            continue;
        }
        if (const int state = passOn(begun, at); state != SQLITE_OK)
            return state;
        int to = at + length;
        while (to < size && QChar::isMark(characterAt(text, size, to, &length)))
            to += length;
        if (const int state = take(context, 0, text + at, to - at, at, to); state != SQLITE_OK)
            return state;
        at = begun = to;
    }
    return passOn(begun, size);
}

} // namespace

Result<fts5_api *> fullTextApi(Connection &db)
{
    fts5_api *api = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db.handle(), "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void *>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    if (!api)
        return fail(ErrorCode::Unsupported, u"the database has no full-text search"_s);
    return api;
}

Result<void> addScriptTokenizer(Connection &db)
{
    const auto api = fullTextApi(db);
    if (!api)
        return std::unexpected(api.error());
    fts5_tokenizer functions{create, destroy, tokenize};
    if ((*api)->xCreateTokenizer(*api, "scripts", *api, &functions, nullptr) != SQLITE_OK)
        return fail(ErrorCode::Unsupported, u"the database takes no tokenizer"_s);
    return {};
}

QStringList queryWords(const QString &text)
{
    QStringList words;
    QString word;
    bool isOfScript = false;
    const auto end = [&] {
        if (word.isEmpty())
            return;
        if (!std::exchange(isOfScript, false)) {
            words.append(std::exchange(word, {}));
            return;
        }
        for (const Word &each : wordsIn(word, {}))
            words.append(word.sliced(each.span.from, each.span.size()));
        word.clear();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (!c.isLetterOrNumber() && !c.isMark() && !c.isSurrogate()) {
            end();
            continue;
        }
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        isOfScript |= isUnspaced(isPair ? QChar::surrogateToUcs4(c, text.at(i + 1)) : c.unicode());
        word += c;
        if (isPair)
            word += text.at(++i);
    }
    end();
    return words;
}

} // namespace Millrace
