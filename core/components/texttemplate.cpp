// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/texttemplate.h"

#include <KTextTemplate/Context>
#include <KTextTemplate/Engine>
#include <KTextTemplate/OutputStream>
#include <KTextTemplate/Template>

#include <QHash>
#include <QIODevice>
#include <QRegularExpression>
#include <QSet>
#include <QTextStream>
#include <QVariant>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMaxSource = 64 * 1024;
constexpr qsizetype kMaxOutput = 256 * 1024;
constexpr qsizetype kMaxString = 16 * 1024;
constexpr qsizetype kMaxItems = 200;
constexpr int kMaxDepth = 6;
constexpr int kMaxLoops = 2;
constexpr int kMaxGathered = 64; ///< places to fill in that a block may gather before it writes any
constexpr qsizetype kMaxCached = 128;

const QSet<QString> &allowedTags()
{
    static const QSet<QString> tags{u"autoescape"_s, u"endautoescape"_s, u"comment"_s,       u"endcomment"_s, u"cycle"_s,        u"filter"_s,
                                    u"endfilter"_s,  u"firstof"_s,       u"for"_s,           u"empty"_s,      u"endfor"_s,       u"if"_s,
                                    u"elif"_s,       u"else"_s,          u"endif"_s,         u"ifchanged"_s,  u"endifchanged"_s, u"ifequal"_s,
                                    u"endifequal"_s, u"ifnotequal"_s,    u"endifnotequal"_s, u"spaceless"_s,  u"endspaceless"_s, u"templatetag"_s,
                                    u"with"_s,       u"endwith"_s};
    return tags;
}

const QSet<QString> &allowedFilters()
{
    static const QSet<QString> filters{
        u"capfirst"_s,  u"cut"_s,   u"default"_s,       u"default_if_none"_s, u"dictsort"_s,  u"divisibleby"_s, u"escape"_s, u"floatformat"_s,
        u"first"_s,     u"join"_s,  u"last"_s,          u"length"_s,          u"length_is"_s, u"lower"_s,       u"safe"_s,   u"slugify"_s,
        u"striptags"_s, u"title"_s, u"truncatewords"_s, u"upper"_s,           u"wordcount"_s, u"yesno"_s};
    return filters;
}

/// Blocks that are filled in as a whole before any of it is written: what bounds the text as it is written comes too late for them.
const QSet<QString> &gatheringTags()
{
    static const QSet<QString> tags{u"filter"_s, u"spaceless"_s, u"ifchanged"_s};
    return tags;
}

/// What the text may not say, before KTextTemplate sees it.
std::optional<QString> refusal(const QString &text)
{
    static const QRegularExpression token(uR"(\{\{(.*?)\}\}|\{%\s*([A-Za-z_]*)(.*?)%\})"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression filter(uR"(\|\s*([A-Za-z_]+))"_s);
    static const QRegularExpression quoted(uR"("[^"]*"|'[^']*')"_s);
    static const QRegularExpression loop(uR"(^\s+[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*\s+in\s+\S)"_s);
    int loops = 0;
    int gathering = 0;
    int gathered = 0;
    for (auto it = token.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString tag = match.captured(2);
        const bool isTag = match.capturedStart(2) >= 0;
        if (isTag && !allowedTags().contains(tag))
            return u"the tag \"%1\" is not available in templates"_s.arg(tag);
        // KTextTemplate crashes where a filter stands at the name.
        if (tag == "for"_L1 && !match.captured(3).contains(loop))
            return u"a loop is written \"for item in items\""_s;
        if (tag == "for"_L1 && ++loops > kMaxLoops)
            return u"loops may nest %1 deep at most"_s.arg(kMaxLoops);
        if (tag == "endfor"_L1)
            --loops;
        if (gathering > 0 && tag == "for"_L1)
            return u"a loop cannot stand within a block that changes its text as a whole: write the filter at what is filled in"_s;
        if (gathering > 0 && !isTag && ++gathered > kMaxGathered)
            return u"at most %1 places can be filled in within a block that changes its text as a whole"_s.arg(kMaxGathered);
        if (gatheringTags().contains(tag) && gathering++ == 0)
            gathered = 0;
        else if (tag.startsWith("end"_L1) && gatheringTags().contains(tag.sliced(3)))
            gathering = std::max(0, gathering - 1);
        QString expression = isTag ? match.captured(3) : match.captured(1);
        expression.remove(quoted);
        for (auto f = filter.globalMatch(expression); f.hasNext();) {
            const QString name = f.next().captured(1);
            if (!allowedFilters().contains(name))
                return u"the filter \"%1\" is not available in templates"_s.arg(name);
        }
    }
    return std::nullopt;
}

QVariant boundedVariant(const Json &json, int depth = 0)
{
    switch (json.type()) {
    case Json::Type::Null:
        return {};
    case Json::Type::Bool:
        return json.toBool();
    case Json::Type::Number: {
        const qint64 integer = json.toInt(-1);
        if (integer != -1 || json.toInt(0) == -1)
            return integer;
        return json.toDouble();
    }
    case Json::Type::String:
        return QString::fromUtf8(json.utf8().first(qMin(json.utf8().size(), kMaxString * 4))).left(kMaxString);
    case Json::Type::Array: {
        QVariantList list;
        if (depth < kMaxDepth) {
            for (const Json &item : json.items().first(qMin<std::size_t>(json.items().size(), kMaxItems)))
                list.append(boundedVariant(item, depth + 1));
        }
        return list;
    }
    case Json::Type::Object: {
        QVariantMap map;
        if (depth < kMaxDepth) {
            for (const JsonMember &member : json.members().first(qMin<std::size_t>(json.members().size(), kMaxItems)))
                map.insert(QString::fromUtf8(member.key), boundedVariant(member.value, depth + 1));
        }
        return map;
    }
    }
    Q_UNREACHABLE_RETURN({});
}

/// KTextTemplate's objects are bound to a thread, and compiling costs a hundred times what rendering does.
struct ThreadEngine
{
    KTextTemplate::Engine engine;
    QHash<QString, KTextTemplate::Template> compiled;

    ThreadEngine()
    {
        engine.removeDefaultLibrary(u"ktexttemplate_loadertags"_s);
        engine.removeDefaultLibrary(u"ktexttemplate_i18ntags"_s);
    }

    KTextTemplate::Template compile(const QString &text)
    {
        const auto it = compiled.constFind(text);
        if (it != compiled.cend())
            return *it;
        if (compiled.size() >= kMaxCached)
            compiled.clear();
        return *compiled.insert(text, engine.newTemplate(text, u"text"_s));
    }
};

/// Takes what a template writes as long as it may go on, and forgets the rest: two loops over long fields would fill the memory.
class BoundedDevice final : public QIODevice
{
public:
    BoundedDevice() { open(QIODevice::WriteOnly); }
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override
    {
        // A byte more than any text within the limit takes in UTF-8.
        if (m_bytes.size() <= kMaxOutput * 3)
            m_bytes.append(data, std::min<qint64>(size, kMaxOutput * 3 + 1 - m_bytes.size()));
        return size;
    }

private:
    QByteArray m_bytes;
};

ThreadEngine &threadEngine()
{
    thread_local ThreadEngine engine;
    return engine;
}

} // namespace

Result<TextTemplate> TextTemplate::compile(const QString &text)
{
    TextTemplate result;
    result.m_text = text;
    result.m_isPlain = !text.contains("{{"_L1) && !text.contains("{%"_L1) && !text.contains("{#"_L1);
    if (result.m_isPlain)
        return result;
    if (text.size() > kMaxSource)
        return fail(ErrorCode::ComponentConfig, u"The template is longer than %1 characters."_s.arg(kMaxSource));
    if (const auto why = refusal(text))
        return fail(ErrorCode::ComponentConfig, u"The template cannot be used: %1."_s.arg(*why));
    const KTextTemplate::Template compiled = threadEngine().compile(text);
    if (compiled->error() != KTextTemplate::NoError)
        return fail(ErrorCode::ComponentConfig, u"The template cannot be used: %1."_s.arg(compiled->errorString()));
    return result;
}

QStringList TextTemplate::tags()
{
    QStringList names = allowedTags().values();
    names.sort();
    return names;
}

QStringList TextTemplate::filters()
{
    QStringList names = allowedFilters().values();
    names.sort();
    return names;
}

Result<QString> TextTemplate::render(const Json &fields) const
{
    if (m_isPlain)
        return m_text;
    const KTextTemplate::Template compiled = threadEngine().compile(m_text);
    KTextTemplate::Context context;
    context.setAutoEscape(false);
    for (const JsonMember &member : fields.members()) {
        // Most documents carry long fields that a template never names: those are not converted.
        const QString key = QString::fromUtf8(member.key);
        if (m_text.contains(key))
            context.insert(key, boundedVariant(member.value));
    }
    BoundedDevice device;
    {
        QTextStream stream(&device); // written to the end where it is destroyed
        KTextTemplate::OutputStream output(&stream);
        compiled->render(&output, &context);
    }
    const QString text = QString::fromUtf8(device.bytes());
    if (compiled->error() != KTextTemplate::NoError)
        return fail(ErrorCode::ComponentConfig, u"The template cannot be filled in: %1."_s.arg(compiled->errorString()));
    if (text.size() > kMaxOutput)
        return fail(ErrorCode::ComponentConfig, u"The template grows beyond %1 characters."_s.arg(kMaxOutput));
    return text;
}

} // namespace Millrace
