// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/personaldatacomponent.h"

#include "components/documentfields.h"
#include "components/movedspans.h"
#include "components/textfield.h"
#include "text/facts.h"
#include "text/personaldata.h"

#include <QCryptographicHash>
#include <QHash>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "fields": {
      "type": "array", "items": {"type": "string"}, "title": "Fields",
      "description": "Texts that are searched: names, names with dots, or JSON Pointers, with all that lies below. Nothing named: every text of the document."
    },
    "keep": {
      "type": "array", "items": {"type": "string"}, "title": "Fields left alone",
      "description": "Neither searched nor masked, such as an author who wants to be named."
    },
    "kinds": {
      "type": "array", "title": "Kinds", "description": "What is looked for; nothing named: all of it.",
      "items": {"enum": ["email", "phone", "iban", "credit_card", "national_id", "ip_address", "name", "address"]}
    },
    "least_confidence": {
      "type": "number", "minimum": 0, "maximum": 1, "default": 0.6, "title": "Least confidence",
      "description": "What is less sure is left as it is, and counted."
    },
    "mask": {
      "enum": ["number", "code", "none"], "default": "number", "title": "Mask",
      "description": "[EMAIL-1] counts the different values of a document; [EMAIL-7F3A9C21] is the same for the same value in all documents; or nothing is masked."
    },
    "key": {
      "type": "string", "title": "Key of the codes",
      "description": "Any text; with another key the same values get other codes. Whoever has it can try values, so keep it."
    },
    "language": {
      "type": "string", "minLength": 2, "default": "auto", "title": "Language",
      "description": "A tag such as \"de\", or \"auto\": the document's own `language`, else what the text tells."
    },
    "into": {"type": "string", "minLength": 1, "default": "personal_data", "title": "Result field", "description": "The document's field that takes the findings."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"found": {"type": "integer"}, "different": {"type": "integer"}, "unsure": {"type": "integer"},
  "masked": {"type": "boolean"}, "counts": {"type": "object"}, "list": {"type": "array", "items": {"type": "object",
  "properties": {"kind": {"type": "string"}, "token": {"type": "string"}, "pointer": {"type": "string"}, "key": {"type": "boolean"},
  "scheme": {"type": "string"}, "confidence": {"type": "number"}, "from": {"type": "integer"}, "to": {"type": "integer"}}}}}}
})";

constexpr std::array kKinds = {PersonalKind::Email,      PersonalKind::Phone,     PersonalKind::Iban, PersonalKind::CreditCard,
                               PersonalKind::NationalId, PersonalKind::IpAddress, PersonalKind::Name, PersonalKind::Address};

enum class Mask : quint8 { Number, Code, None };

struct PersonalConfig
{
    QList<QByteArray> fields;
    QList<QByteArray> keep;
    quint32 kinds = ~0U;
    double least = 0.6;
    Mask mask = Mask::Number;
    QByteArray key;
};

/// One pass over a document: what was found, and the document with masks.
class Masker
{
public:
    Masker(const PersonalConfig &config, const TextField &field, const Json &data, StepResult &result)
        : m_config(config)
        , m_field(field)
        , m_data(data)
        , m_result(result)
    {}

    /// Gathers the names that the texts tell, so that each is masked wherever it stands.
    void learnNames(const Json &value, const QByteArray &pointer)
    {
        if (isBelow(pointer, m_config.keep) || (!pointer.isEmpty() && pointer == m_field.intoPointer()))
            return;
        if (value.isString()) {
            const QString text = value.toString();
            if (m_language.isNull())
                m_language = m_field.languageOf(m_data, text);
            for (const Fact &person : findPersons(text, m_language)) {
                if (person.confidence >= m_config.least && !m_names.contains(person.value))
                    m_names.append(person.value);
            }
        }
        for (qsizetype i = 0; value.isArray() && i < value.size(); ++i)
            learnNames(value.at(i), pointer + '/' + QByteArray::number(i));
        for (const JsonMember &member : value.members())
            learnNames(member.value, pointer + '/' + escapePointerToken(member.key));
    }

    /// `now` is the pointer in the document as it becomes: its keys may be masked too.
    [[nodiscard]] Json masked(const Json &value, const QByteArray &pointer, const QByteArray &now)
    {
        if (isBelow(pointer, m_config.keep))
            return value;
        if (value.isString())
            return maskedText(value, pointer, now);
        if (value.isNumber())
            return maskedNumber(value, pointer, now);
        if (value.isArray()) {
            Json copy = value;
            for (qsizetype i = 0; i < value.size(); ++i) {
                const QByteArray number = '/' + QByteArray::number(i);
                if (const Json item = masked(value.at(i), pointer + number, now + number); item != value.at(i))
                    copy.replaceAt(i, item);
            }
            return copy;
        }
        if (value.isObject())
            return maskedMembers(value, pointer, now);
        return value;
    }

    [[nodiscard]] Json report() const
    {
        Json counts = Json::object();
        for (const auto &[kind, count] : m_counts)
            counts.insert(personalKindName(kind), count);
        return Json::object({{"found", m_items.size()},
                             {"different", m_different},
                             {"unsure", m_unsure},
                             {"masked", m_config.mask != Mask::None},
                             {"counts", counts},
                             {"list", m_items}});
    }
    [[nodiscard]] qsizetype found() const { return m_items.size(); }

private:
    [[nodiscard]] static bool isBelow(const QByteArray &pointer, const QList<QByteArray> &parents)
    {
        return std::ranges::any_of(parents, [&](const QByteArray &parent) {
            return pointer == parent || (pointer.startsWith(parent) && pointer.size() > parent.size() && pointer[parent.size()] == '/');
        });
    }

    /// Keys tell too: {"contacts": {"anna@example.com": …}}. Those of the document itself are its fields' names.
    Json maskedMembers(const Json &value, const QByteArray &pointer, const QByteArray &now)
    {
        Json copy = Json::object();
        bool isChanged = false;
        for (const JsonMember &member : value.members()) {
            const QByteArray own = pointer + '/' + escapePointerToken(member.key);
            QByteArray key = member.key;
            if (!pointer.isEmpty() && !isBelow(own, m_config.keep)) {
                // An entry's place is the key's, which has no pointer of its own: the object's.
                key = maskedText(Json(QString::fromUtf8(member.key)), own, now, true).utf8().toByteArray();
                for (int number = 2; key != member.key && (copy.contains(QByteArrayView(key)) || value.contains(QByteArrayView(key))); ++number)
                    key = key.first(key.lastIndexOf(']') + 1) + ' ' + QByteArray::number(number); // two keys that became one stay two
            }
            const bool isOurs = pointer.isEmpty() && member.key == m_field.into();
            const Json item = isOurs ? member.value : masked(member.value, own, now + '/' + escapePointerToken(key));
            isChanged = isChanged || key != member.key || item != member.value;
            copy.insert(QByteArrayView(key), item);
        }
        return isChanged ? copy : value;
    }

    /// Of numbers, those with a check digit and a card's form.
    Json maskedNumber(const Json &value, const QByteArray &pointer, const QByteArray &now)
    {
        const QByteArray literal = value.toBytes();
        const bool isWhole = std::ranges::none_of(literal, [](char c) { return c == '.' || c == 'e' || c == 'E'; });
        if (literal.size() < 13 || !isWhole || !isCreditCard(QString::fromLatin1(literal)))
            return value;
        const Json text(QString::fromLatin1(literal));
        const Json masked = maskedText(text, pointer, now);
        return masked == text ? value : masked;
    }

    Json maskedText(const Json &value, const QByteArray &pointer, const QByteArray &now, bool isKey = false)
    {
        if (!m_config.fields.isEmpty() && !isBelow(pointer, m_config.fields))
            return value;
        const QString text = value.toString();
        const Utf8Offsets offsets(text);
        QString out;
        qsizetype done = 0;
        qint64 outBytes = 0;
        for (const PersonalItem &item : findPersonalData(text, m_language, m_config.kinds, m_names)) {
            if (item.confidence < m_config.least) {
                ++m_unsure;
                continue;
            }
            const QString token = tokenOf(item);
            const QStringView before = QStringView(text).sliced(done, item.span.from - done);
            const qint64 from = offsets.at(item.span.from);
            const qint64 to = offsets.at(item.span.to);
            out += before;
            outBytes += before.toUtf8().size();
            const bool masks = m_config.mask != Mask::None;
            const qint64 length = masks ? token.toUtf8().size() : to - from;
            ++m_counts[item.kind];
            Json entry = Json::object({{"kind", personalKindName(item.kind).toByteArray()}, {"token", token}, {"pointer", now}});
            if (isKey)
                entry.insert("key", true);
            if (!item.scheme.isEmpty())
                entry.insert("scheme", item.scheme);
            entry.insert("confidence", rounded(item.confidence));
            entry.insert("from", outBytes); // in the document as it is now
            entry.insert("to", outBytes + length);
            m_items.append(entry);
            if (masks) {
                if (!isKey)
                    m_result.lineage.append({QString::fromUtf8(pointer), from, to, now, outBytes, outBytes + length});
                out += token;
            } else {
                out += QStringView(text).sliced(item.span.from, item.span.size());
            }
            outBytes += length;
            done = item.span.to;
        }
        if (done == 0)
            return value;
        out += QStringView(text).sliced(done);
        return Json(out);
    }

    QString tokenOf(const PersonalItem &item)
    {
        const QString name = QString::fromLatin1(personalKindName(item.kind)).toUpper();
        const QString identity = QString::number(int(item.kind)) + u':' + item.value.toCaseFolded();
        if (m_config.mask == Mask::Code) {
            if (!m_tokens.contains(identity)) {
                ++m_different;
                const QByteArray code
                    = QMessageAuthenticationCode::hash(identity.toUtf8(), m_config.key, QCryptographicHash::Sha256).toHex().first(8).toUpper();
                m_tokens.insert(identity, u"[%1-%2]"_s.arg(name, QString::fromLatin1(code)));
            }
            return m_tokens.value(identity);
        }
        auto it = m_tokens.constFind(identity);
        if (it == m_tokens.cend()) {
            ++m_different;
            it = m_tokens.insert(identity, u"[%1-%2]"_s.arg(name).arg(++m_numbers[item.kind]));
        }
        return *it;
    }

    const PersonalConfig &m_config;
    const TextField &m_field;
    const Json &m_data;
    StepResult &m_result;
    QByteArray m_language; ///< of the first text; null until then
    QStringList m_names;
    QHash<QString, QString> m_tokens; ///< by kind and value
    std::map<PersonalKind, int> m_numbers;
    std::map<PersonalKind, qint64> m_counts;
    Json m_items = Json::array();
    qint64 m_different = 0;
    qint64 m_unsure = 0;
};

class PersonalDataStep final : public Step
{
public:
    PersonalDataStep(const TextField &field, const PersonalConfig &config)
        : m_field(field)
        , m_config(config)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        StepResult result;
        Masker masker(m_config, m_field, input.data, result);
        masker.learnNames(input.data, {});
        Json data = masker.masked(input.data, {}, {});
        if (hasSpansIn(data, "/source_text")) {
            std::vector<MovedPiece> pieces;
            for (const LineageRef &ref : std::as_const(result.lineage)) {
                if (ref.source == "/source_text"_L1)
                    pieces.push_back({ref.sourceFrom, ref.sourceTo, ref.targetFrom, ref.targetTo});
            }
            data = withMovedSpans(data, pieces, BetweenPieces::Kept);
        }
        data.insert(QByteArrayView(m_field.into()), masker.report());
        result.edit = Edit::between(input.data, data);
        result.port = masker.found() > 0 ? u"found"_s : u"clean"_s;
        if (masker.found() > 0) {
            result.reasons = Json::array({Json::object({{"path", m_field.intoPointer()},
                                                        {"message", u"%1 pieces of personal data were found."_s.arg(masker.found())},
                                                        {"severity", "info"}})});
        }
        return result;
    }

private:
    TextField m_field;
    PersonalConfig m_config;
};

} // namespace

const ComponentDescriptor &PersonalDataComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"personal_data"_s,
        .title = u"Personal data"_s,
        .category = u"validate"_s,
        .description
        = u"Finds mail addresses, numbers of people, accounts and cards, names and addresses, and masks them; the history keeps the original."_s,
        .icon = u"view-private"_s,
        .version = 5,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"clean"_s, u"Nothing found"_s}, {u"found"_s, u"Found and masked"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> PersonalDataComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "personal_data");
    if (!field)
        return std::unexpected(field.error());
    PersonalConfig personal;
    for (const char *name : {"fields", "keep"}) {
        for (const QString &path : config.value(name).toStringList()) {
            const QByteArray pointer = fieldPointer(path);
            if (!splitPointer(pointer))
                return fail(ErrorCode::ComponentConfig, u"\"%1\" names no field."_s.arg(path), Json::object({{"path", QByteArray("/") + name}}));
            (name[0] == 'f' ? personal.fields : personal.keep).append(pointer);
        }
    }
    if (const QStringList kinds = config.value("kinds").toStringList(); !kinds.isEmpty()) {
        personal.kinds = 0;
        for (const PersonalKind kind : kKinds) {
            if (kinds.contains(QString::fromLatin1(personalKindName(kind))))
                personal.kinds |= 1U << quint32(kind);
        }
    }
    personal.least = config.value("least_confidence").toDouble(0.6);
    const QString mask = config.value("mask").toString();
    personal.mask = mask == "code"_L1 ? Mask::Code : mask == "none"_L1 ? Mask::None : Mask::Number;
    personal.key = config.value("key").toString().toUtf8();
    return std::make_shared<const PersonalDataStep>(*field, personal);
}

} // namespace Millrace
