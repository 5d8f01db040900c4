// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"
#include "sdk/json.h"
#include "sdk/jsonstream.h"

#include <QDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Our verdict where RFC 8259 leaves it open: numbers of every size are taken with their literal, 500 levels too; text that is not valid
/// Unicode is not, nor is a byte order mark. The same table stands in core/sdk/README.md.
struct Open
{
    QLatin1StringView name;
    bool isTaken;
};

constexpr std::array kOpen = {
    Open{"i_number_double_huge_neg_exp.json"_L1, true},
    Open{"i_number_huge_exp.json"_L1, true},
    Open{"i_number_neg_int_huge_exp.json"_L1, true},
    Open{"i_number_pos_double_huge_exp.json"_L1, true},
    Open{"i_number_real_neg_overflow.json"_L1, true},
    Open{"i_number_real_pos_overflow.json"_L1, true},
    Open{"i_number_real_underflow.json"_L1, true},
    Open{"i_number_too_big_neg_int.json"_L1, true},
    Open{"i_number_too_big_pos_int.json"_L1, true},
    Open{"i_number_very_big_negative_int.json"_L1, true},
    Open{"i_object_key_lone_2nd_surrogate.json"_L1, false},
    Open{"i_string_1st_surrogate_but_2nd_missing.json"_L1, false},
    Open{"i_string_1st_valid_surrogate_2nd_invalid.json"_L1, false},
    Open{"i_string_UTF-16LE_with_BOM.json"_L1, false},
    Open{"i_string_UTF-8_invalid_sequence.json"_L1, false},
    Open{"i_string_UTF8_surrogate_U+D800.json"_L1, false},
    Open{"i_string_incomplete_surrogate_and_escape_valid.json"_L1, false},
    Open{"i_string_incomplete_surrogate_pair.json"_L1, false},
    Open{"i_string_incomplete_surrogates_escape_valid.json"_L1, false},
    Open{"i_string_invalid_lonely_surrogate.json"_L1, false},
    Open{"i_string_invalid_surrogate.json"_L1, false},
    Open{"i_string_invalid_utf-8.json"_L1, false},
    Open{"i_string_inverted_surrogates_U+1D11E.json"_L1, false},
    Open{"i_string_iso_latin_1.json"_L1, false},
    Open{"i_string_lone_second_surrogate.json"_L1, false},
    Open{"i_string_lone_utf8_continuation_byte.json"_L1, false},
    Open{"i_string_not_in_unicode_range.json"_L1, false},
    Open{"i_string_overlong_sequence_2_bytes.json"_L1, false},
    Open{"i_string_overlong_sequence_6_bytes.json"_L1, false},
    Open{"i_string_overlong_sequence_6_bytes_null.json"_L1, false},
    Open{"i_string_truncated-utf-8.json"_L1, false},
    Open{"i_string_utf16BE_no_BOM.json"_L1, false},
    Open{"i_string_utf16LE_no_BOM.json"_L1, false},
    Open{"i_structure_500_nested_arrays.json"_L1, true},
    Open{"i_structure_UTF-8_BOM_empty_object.json"_L1, false},
};

/// Cases that RFC 8259 takes and intake does not, because a key stands in an object twice.
constexpr std::array kDuplicates = {"y_object_duplicated_key.json"_L1, "y_object_duplicated_key_and_value.json"_L1};

QDir folder()
{
    const QByteArray given = qgetenv("MILLRACE_JSON_SUITE");
    return QDir(given.isEmpty() ? QStringLiteral(MILLRACE_SOURCE_DIR "/../shared/data/json-test-suite/test_parsing") : QString::fromLocal8Bit(given));
}

QByteArray contents(const QString &name)
{
    QFile file(folder().filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<JsonShape> stream(const QByteArray &text, qsizetype piece)
{
    JsonStreamChecker checker;
    for (qsizetype i = 0; i < text.size(); i += piece) {
        if (auto fed = checker.feed(QByteArrayView(text).sliced(i, std::min(piece, text.size() - i))); !fed)
            return std::unexpected(fed.error());
    }
    return checker.finish();
}

} // namespace

class TestJsonSuite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!folder().exists())
            QSKIP("the JSON Parsing Test Suite is not here; MILLRACE_JSON_SUITE says where it is");
    }

    void isWhole()
    {
        QCOMPARE(folder().entryList({u"y_*.json"_s}).size(), 95);
        QCOMPARE(folder().entryList({u"n_*.json"_s}).size(), 188);
        QCOMPARE(folder().entryList({u"i_*.json"_s}).size(), static_cast<qsizetype>(kOpen.size()));
    }

    void everyCaseHasItsVerdict_data()
    {
        QTest::addColumn<bool>("isTaken");
        for (const QString &name : folder().entryList({u"y_*.json"_s}))
            QTest::newRow(qPrintable(name)) << true;
        for (const QString &name : folder().entryList({u"n_*.json"_s}))
            QTest::newRow(qPrintable(name)) << false;
        for (const Open &open : kOpen)
            QTest::newRow(open.name.data()) << open.isTaken;
    }
    void everyCaseHasItsVerdict()
    {
        QFETCH(bool, isTaken);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        const QByteArray text = contents(name);
        const auto json = Json::parse(text);
        QCOMPARE(json.has_value(), isTaken);
        if (json)
            QCOMPARE(Json::parse(json->toBytes()).value(), *json);

        const bool isDuplicate = std::ranges::contains(kDuplicates, name);
        QCOMPARE(Json::parseStrict(text).has_value(), isTaken && !isDuplicate);
        for (const qsizetype piece : {qsizetype(1), qsizetype(3), qsizetype(1) << 20}) {
            const auto shape = stream(text, piece);
            QCOMPARE(shape.has_value(), isTaken && !isDuplicate);
            if (shape)
                QCOMPARE(shape->type, json->type());
        }
    }
};

QTEST_APPLESS_MAIN(TestJsonSuite)
#include "tst_jsonsuite.moc"
