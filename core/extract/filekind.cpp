// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/filekind.h"

#include "extract/manualtext.h"

#include <QSet>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

struct Signature
{
    QByteArrayView bytes;
    qsizetype offset;
    const char *what;
};

// A string literal as bytes, NULs included.
template <size_t N>
constexpr QByteArrayView lit(const char (&text)[N])
{
    return QByteArrayView(text, N - 1);
}

const Signature kSignatures[] = {
    {lit("\x7f"
         "ELF"),
     0, "a Linux program or library"},
    {lit("\x1f\x8b"), 0, "a gzip archive; unpack it first"},
    {lit("BZh"), 0, "a bzip2 archive; unpack it first"},
    {lit("\xfd"
         "7zXZ"),
     0, "an xz archive; unpack it first"},
    {lit("\x28\xb5\x2f\xfd"), 0, "a zstd archive; unpack it first"},
    {lit("PK\x03\x04"), 0, "a zip archive or a document packed as one"},
    {lit("PK\x05\x06"), 0, "an empty zip archive"},
    {lit("7z\xbc\xaf\x27\x1c"), 0, "a 7-Zip archive; unpack it first"},
    {lit("Rar!\x1a\x07"), 0, "a RAR archive; unpack it first"},
    {lit("!<arch>\n"), 0, "an ar archive or a Debian package"},
    {lit("ustar"), 257, "a tar archive; unpack it first"},
    {lit("%PDF-"), 0, "a PDF document"},
    {lit("%!PS"), 0, "a PostScript document"},
    {lit("\x89PNG\r\n\x1a\n"), 0, "a PNG image"},
    {lit("\xff\xd8\xff"), 0, "a JPEG image"},
    {lit("GIF87a"), 0, "a GIF image"},
    {lit("GIF89a"), 0, "a GIF image"},
    {lit("WEBP"), 8, "a WebP image"},
    {lit("II*\0"), 0, "a TIFF image"},
    {lit("MM\0*"), 0, "a TIFF image"},
    {lit("\0\0\1\0"), 0, "a Windows icon"},
    {lit("OggS"), 0, "an Ogg audio or video file"},
    {lit("ID3"), 0, "an MP3 audio file"},
    {lit("fLaC"), 0, "a FLAC audio file"},
    {lit("RIFF"), 0, "an audio or video file"},
    {lit("ftyp"), 4, "an MP4 video or a HEIF image"},
    {lit("\x1a\x45\xdf\xa3"), 0, "a Matroska video"},
    {lit("SQLite format 3\0"), 0, "an SQLite database"},
    {lit("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0, "an old or encrypted Microsoft Office document"},
    {lit("\0asm"), 0, "a WebAssembly program"},
    {lit("MZ"), 0, "a Windows program"},
    {lit("wOFF"), 0, "a web font"},
    {lit("wOF2"), 0, "a web font"},
    {lit("\0\1\0\0\0"), 0, "a font"},
    {lit("OTTO"), 0, "a font"},
    {lit("\xde\x12\x04\x95"), 0, "a gettext catalogue"},
    {lit("\x95\x04\x12\xde"), 0, "a gettext catalogue"},
    {lit("{\\rtf"), 0, "a Rich Text document"},
};

const QSet<QString> &sourceSuffixes()
{
    static const QSet<QString> names{
        u"c"_s,   u"h"_s,     u"cc"_s,  u"cpp"_s,     u"cxx"_s,     u"hpp"_s,   u"hh"_s,   u"py"_s,    u"pl"_s,    u"pm"_s,    u"perl"_s,
        u"rb"_s,  u"js"_s,    u"mjs"_s, u"ts"_s,      u"go"_s,      u"rs"_s,    u"java"_s, u"kt"_s,    u"cs"_s,    u"php"_s,   u"lua"_s,
        u"sh"_s,  u"bash"_s,  u"zsh"_s, u"csh"_s,     u"fish"_s,    u"awk"_s,   u"sed"_s,  u"m4"_s,    u"mk"_s,    u"cmake"_s, u"ninja"_s,
        u"am"_s,  u"ac"_s,    u"in"_s,  u"sql"_s,     u"qml"_s,     u"xml"_s,   u"xsl"_s,  u"xsd"_s,   u"dtd"_s,   u"po"_s,    u"pot"_s,
        u"ini"_s, u"conf"_s,  u"cfg"_s, u"toml"_s,    u"yaml"_s,    u"yml"_s,   u"diff"_s, u"patch"_s, u"cocci"_s, u"el"_s,    u"lisp"_s,
        u"scm"_s, u"hs"_s,    u"ml"_s,  u"s"_s,       u"asm"_s,     u"tcl"_s,   u"vim"_s,  u"bib"_s,   u"tex"_s,   u"sty"_s,   u"y"_s,
        u"l"_s,   u"proto"_s, u"gir"_s, u"desktop"_s, u"service"_s, u"rules"_s, u"supp"_s, u"gdb"_s};
    return names;
}

/// Letters and digits alone.
bool isWord(QByteArrayView bytes)
{
    return std::ranges::all_of(bytes, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

/// What every file of a program's own making has among its first bytes, and a text in no encoding of bytes.
bool hasControls(QByteArrayView head)
{
    return std::ranges::any_of(head, [](char c) { return static_cast<unsigned char>(c) < 0x20 && !QByteArrayView("\n\r\t\f").contains(c); });
}

} // namespace

bool isPlainText(QByteArrayView head)
{
    QStringDecoder utf8(QStringDecoder::Utf8); // which minds no character that is cut off at the end
    const QString text = utf8.decode(head);
    return !utf8.hasError() && std::ranges::none_of(text, [](QChar c) { return c < u' ' && c != u'\n' && c != u'\r' && c != u'\t' && c != u'\f'; });
}

FileKind fileKindOf(const QString &name, QByteArrayView head)
{
    const QString lower = name.toLower();
    const auto ends = [&lower](QLatin1StringView suffix) { return lower.endsWith(suffix); };
    const QByteArray start = head.first(std::min<qsizetype>(head.size(), 2048)).toByteArray().trimmed();
    const QByteArray low = start.toLower();
    const bool html = low.contains("<!doctype html") || low.contains("<html");
    if (ends(".html"_L1) || ends(".htm"_L1) || ends(".xhtml"_L1))
        return FileKind::Html;
    if (ends(".jsonl"_L1) || ends(".ndjson"_L1))
        return FileKind::JsonLines;
    if (ends(".json"_L1))
        return FileKind::Json;
    if (ends(".csv"_L1) || ends(".tsv"_L1))
        return FileKind::Csv;
    if (ends(".md"_L1) || ends(".markdown"_L1) || ends(".mkd"_L1))
        return FileKind::Markdown;
    if (ends(".rst"_L1) || ends(".rst.txt"_L1))
        return FileKind::ReStructured;
    const QString suffix = lower.section(u'.', -1);
    if (lower.contains(u'.') && suffix != "txt"_L1 && sourceSuffixes().contains(suffix))
        return html && suffix != "js"_L1 && suffix != "php"_L1 ? FileKind::Html : FileKind::Source;
    if (html && low.startsWith('<'))
        return FileKind::Html;
    if (looksLikeManual(head))
        return FileKind::Manual;
    return start.startsWith("#!") ? FileKind::Source : FileKind::Plain;
}

std::optional<QString> foreignFormatOf(QByteArrayView head)
{
    for (const Signature &signature : kSignatures) {
        if (head.size() >= signature.offset + signature.bytes.size() && head.sliced(signature.offset, signature.bytes.size()) == signature.bytes) {
            // A few letters are little evidence: text may begin with them.
            if (isWord(signature.bytes) && !hasControls(head))
                continue;
            return QString::fromLatin1(signature.what);
        }
    }
    return std::nullopt;
}

std::optional<QString> unreadFormatOf(const QString &name, QByteArrayView head)
{
    const QString suffix = name.toLower().section(u'/', -1).section(u'.', 1).section(u'.', -1);
    const QByteArray start = head.first(std::min<qsizetype>(head.size(), 2048)).toByteArray().trimmed().toLower();
    if (start.startsWith("<svg") || (start.startsWith("<?xml") && start.contains("<svg") && !start.contains("<html")))
        return u"an SVG image"_s;
    if (suffix == "css"_L1 || suffix == "scss"_L1 || suffix == "less"_L1)
        return u"a style sheet"_s;
    if (suffix == "map"_L1 && start.startsWith('{') && start.contains("\"mappings\""))
        return u"a source map"_s;
    if (suffix != "js"_L1 && suffix != "mjs"_L1)
        return std::nullopt;
    // Written by a program for a program: a few lines of hundreds of characters, after a comment perhaps.
    const qsizetype lines = head.count('\n') + 1;
    return head.size() > 400 && head.size() / lines > 200 ? std::optional(u"a packed script"_s) : std::nullopt;
}

} // namespace Millrace
