// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/export.h"
#include "sdk/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <concepts>
#include <initializer_list>
#include <span>

namespace Millrace {

struct JsonMember;
struct JsonReport;

/// One JSON value (RFC 8259): small, implicitly shared, safe to hand to another thread.
///
/// Objects keep the order of their members; numbers keep their literal (1.10, 2^64-1 and 1e400 come out as they went in);
/// strings are UTF-8 and may hold U+0000. A copy costs a reference count; a change detaches one level. Object look-up is
/// linear up to 16 members and indexed beyond, so an object of a million keys is usable.
///
/// Getters never fail: a wrong type or an absent key gives the fallback, and value() and at() give null.
class MILLRACE_SDK_EXPORT Json
{
public:
    enum class Type : quint8 { Null, Bool, Number, String, Array, Object };
    enum class Format : quint8 { Compact, Pretty };

    Json() noexcept;
    Json(std::nullptr_t) noexcept;
    template <std::same_as<bool> B>
    Json(B value) noexcept
        : Json(Tag::Bool, value)
    {}
    template <std::integral I>
        requires(!std::same_as<I, bool>)
    Json(I value)
        : Json(fromInteger(static_cast<qint64>(value), std::unsigned_integral<I>))
    {}
    /// Shortest literal that reads back as the same double; NaN and infinities become null.
    Json(double value);
    Json(const char *utf8);
    Json(const QString &text);
    Json(QStringView text);
    Json(QLatin1StringView text);
    /// A string of UTF-8 bytes (not parsed).
    Json(const QByteArray &utf8);
    Json(const Json &other) noexcept;
    Json(Json &&other) noexcept;
    Json &operator=(const Json &other) noexcept;
    Json &operator=(Json &&other) noexcept;
    ~Json();

    [[nodiscard]] static Json array(std::initializer_list<Json> items = {});
    [[nodiscard]] static Json array(const QStringList &items);
    /// Later members with an earlier member's key replace it.
    [[nodiscard]] static Json object(std::initializer_list<JsonMember> members = {});
    /// A number by its literal, which must satisfy RFC 8259; null otherwise.
    [[nodiscard]] static Json number(QByteArrayView literal);

    /// Parses one JSON text. Refuses what RFC 8259 refuses, invalid UTF-8, lone surrogates, a byte order mark and more than
    /// 512 levels (checked before parsing, so that a million levels cost microseconds). Duplicate keys are kept as
    /// they are and reported. The error's detail has `offset` (bytes), `line`, `column` (from 1).
    [[nodiscard]] static Result<Json> parse(QByteArrayView bytes, JsonReport *report = nullptr);
    /// parse() and refuses duplicate keys too, with the JSON Pointer of the first in detail `path`: what intake uses.
    [[nodiscard]] static Result<Json> parseStrict(QByteArrayView bytes);

    [[nodiscard]] QByteArray toBytes(Format format = Format::Compact) const;
    /// Appends the compact text to out.
    void write(QByteArray &out, Format format = Format::Compact) const;

    [[nodiscard]] Type type() const noexcept;
    [[nodiscard]] bool isNull() const noexcept { return type() == Type::Null; }
    [[nodiscard]] bool isBool() const noexcept { return type() == Type::Bool; }
    [[nodiscard]] bool isNumber() const noexcept { return type() == Type::Number; }
    [[nodiscard]] bool isString() const noexcept { return type() == Type::String; }
    [[nodiscard]] bool isArray() const noexcept { return type() == Type::Array; }
    [[nodiscard]] bool isObject() const noexcept { return type() == Type::Object; }

    [[nodiscard]] bool toBool(bool fallback = false) const noexcept;
    /// The integer if the literal is one within 64 bits (1.0 and 1e3 count), else the fallback.
    [[nodiscard]] qint64 toInt(qint64 fallback = 0) const noexcept;
    /// The nearest double; a literal beyond its range gives an infinity.
    [[nodiscard]] double toDouble(double fallback = 0) const noexcept;
    [[nodiscard]] QString toString(const QString &fallback = {}) const;
    /// The string's UTF-8 bytes, or a number's literal; a view that lives as long as this value is not changed.
    [[nodiscard]] QByteArrayView utf8() const noexcept;
    [[nodiscard]] QStringList toStringList() const;

    /// Items of an array, members of an object, 0 for the rest.
    [[nodiscard]] qsizetype size() const noexcept;
    [[nodiscard]] bool isEmpty() const noexcept { return size() == 0; }

    [[nodiscard]] const Json &at(qsizetype index) const noexcept;
    [[nodiscard]] std::span<const Json> items() const noexcept;
    void append(const Json &item);
    void insertAt(qsizetype index, const Json &item);
    void replaceAt(qsizetype index, const Json &item);
    void removeAt(qsizetype index);

    /// The member's value; with duplicate keys the last one's, as most readers take it.
    [[nodiscard]] const Json &value(QByteArrayView key) const noexcept;
    [[nodiscard]] const Json &value(const QByteArray &key) const noexcept { return value(QByteArrayView(key)); }
    [[nodiscard]] const Json &value(const char *key) const noexcept { return value(QByteArrayView(key)); }
    [[nodiscard]] const Json &value(const QString &key) const { return value(QByteArrayView(key.toUtf8())); }
    [[nodiscard]] bool contains(QByteArrayView key) const noexcept;
    [[nodiscard]] bool contains(const char *key) const noexcept { return contains(QByteArrayView(key)); }
    [[nodiscard]] std::span<const JsonMember> members() const noexcept;
    /// Replaces the member's value in its place, or appends the member. Makes a null value an object first.
    void insert(QByteArrayView key, const Json &value);
    void insert(const QByteArray &key, const Json &value) { insert(QByteArrayView(key), value); }
    void insert(const char *key, const Json &value) { insert(QByteArrayView(key), value); }
    void insert(const QString &key, const Json &value) { insert(QByteArrayView(key.toUtf8()), value); }
    /// True where there was such a member.
    bool remove(QByteArrayView key);
    bool remove(const char *key) { return remove(QByteArrayView(key)); }

    /// The value at a JSON Pointer (RFC 6901); nullptr where there is none. "" is the value itself.
    [[nodiscard]] const Json *find(QByteArrayView pointer) const;

    /// Same type and content; objects must agree in order too, numbers in their literal.
    friend MILLRACE_SDK_EXPORT bool operator==(const Json &a, const Json &b) noexcept;
    /// Equal as data: members in any order, numbers by value (1.10 equals 1.1).
    [[nodiscard]] bool isEquivalent(const Json &other) const;

private:
    enum class Tag : quint8 { Bool };
    Json(Tag, bool value) noexcept;
    [[nodiscard]] static Json fromInteger(qint64 bits, bool isUnsigned);

    friend class JsonPrivate;
    // Representation: see json.cpp. Sixteen bytes.
    alignas(8) std::byte m_storage[16];
};

/// One member of an object.
struct JsonMember
{
    QByteArray key; ///< UTF-8
    Json value;

    friend bool operator==(const JsonMember &, const JsonMember &) = default;
};

/// What a parse noticed beside the value.
struct JsonReport
{
    QList<QByteArray> duplicateKeys; ///< JSON Pointers of repeated members, at most 100
};

/// One token of a JSON Pointer, escaped (~ to ~0, / to ~1).
[[nodiscard]] MILLRACE_SDK_EXPORT QByteArray escapePointerToken(QByteArrayView token);
/// The tokens of a JSON Pointer, unescaped; empty for "" (the whole document).
[[nodiscard]] MILLRACE_SDK_EXPORT Result<QList<QByteArray>> splitPointer(QByteArrayView pointer);

} // namespace Millrace
