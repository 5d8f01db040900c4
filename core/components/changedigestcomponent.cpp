// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/changedigestcomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/changelog.h"

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "releases": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 0, "title": "Releases", "description": "Only the first so many of the log; 0 takes all."},
  "kinds": {
    "type": "array", "title": "Kinds", "description": "What is told, in this order. Without it all but internal changes, which are counted.",
    "items": {"enum": ["security", "added", "fixed", "changed", "removed", "documentation", "internal"]}
  },
  "headings": {
    "type": "object", "title": "Headings", "additionalProperties": {"type": "string"},
    "description": "The heading of a kind, instead of the usual English one."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"releases": {"type": "array", "items": {"type": "object", "properties": {"version": {"type": "string"},
  "date": {"type": "string"}}}}, "changes": {"type": "array", "items": {"type": "object", "properties": {"kind": {"type": "string"},
  "text": {"type": "string"}, "part": {"type": "string"}, "release": {"type": "string"}, "references": {"type": "array",
  "items": {"type": "string"}}, "from": {"type": "integer"}, "to": {"type": "integer"}}}}}},
  "generated_content": {"type": "object", "properties": {"introduction": {"type": "string"}, "body": {"type": "array", "items": {"type": "object",
  "properties": {"heading": {"type": "string"}, "content": {"type": "string"}}}}, "conclusion": {"type": "string"}}},
  "citations": {"type": "array", "items": {"type": "object", "properties": {"at": {"type": "string"}, "from": {"type": "integer"},
  "to": {"type": "integer"}, "source": {"type": "string"}, "source_from": {"type": "integer"}, "source_to": {"type": "integer"}}}}
})";

struct Kind
{
    const char *id;
    const char *heading;
    const char *one; ///< "1 fix"
    const char *many;
};

// In the order of ChangeKind.
constexpr std::array<Kind, 7> kKinds{{{"security", "Security", "security change", "security changes"},
                                      {"added", "New", "addition", "additions"},
                                      {"fixed", "Fixed", "fix", "fixes"},
                                      {"changed", "Changed", "other change", "other changes"},
                                      {"removed", "Removed", "removal", "removals"},
                                      {"documentation", "Documentation", "change of the documentation", "changes of the documentation"},
                                      {"internal", "Internal", "internal change", "internal changes"}}};

QList<ChangeKind> kindsOf(const Json &config)
{
    QList<ChangeKind> kinds;
    for (const QString &name : config.toStringList()) {
        const auto found = std::ranges::find_if(kKinds, [&](const Kind &kind) { return name == QLatin1StringView(kind.id); });
        if (found != kKinds.end())
            kinds.append(static_cast<ChangeKind>(found - kKinds.begin()));
    }
    if (kinds.isEmpty())
        kinds = {ChangeKind::Security, ChangeKind::Added, ChangeKind::Fixed, ChangeKind::Changed, ChangeKind::Removed, ChangeKind::Documentation};
    return kinds;
}

QString counted(qsizetype count, const Kind &kind)
{
    return u"%1 %2"_s.arg(count).arg(QLatin1StringView(count == 1 ? kind.one : kind.many));
}

/// "a", "a and b", "a, b and c".
QString enumerated(const QStringList &items)
{
    return items.size() < 2 ? items.join(QString()) : items.first(items.size() - 1).join(", "_L1) + u" and "_s + items.last();
}

class ChangeDigestStep final : public Step
{
public:
    ChangeDigestStep(const TextField &field, int releases, const QList<ChangeKind> &kinds, const Json &headings)
        : m_field(field)
        , m_releases(releases)
        , m_kinds(kinds)
        , m_headings(headings)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        ChangeLog log = readChangeLog(*text);
        if (m_releases > 0 && log.releases.size() > size_t(m_releases)) {
            std::erase_if(log.changes, [this](const Change &change) { return change.release >= m_releases; });
            log.releases.resize(size_t(m_releases));
        }
        StepResult result;
        if (log.changes.empty()) {
            result.port = u"none"_s;
            result.edit.set(m_field.into(), Json::object({{"changes", Json::array()}, {"releases", Json::array()}}));
            return result;
        }
        const Utf8Offsets offsets(*text);
        Json body = Json::array();
        for (const ChangeKind kind : m_kinds)
            addSection(kind, log, offsets, body, result);
        result.edit.set("generated_content", Json::object({{"introduction", introduction(log)}, {"body", body}, {"conclusion", conclusion(log)}}));
        result.edit.set("citations", citationsOf(result.lineage));
        result.edit.set(m_field.into(), findings(log, offsets));
        return result;
    }

private:
    /// One kind's changes, those of one part together; each line is one citation.
    void addSection(ChangeKind kind, const ChangeLog &log, const Utf8Offsets &offsets, Json &body, StepResult &result) const
    {
        std::map<QString, QList<const Change *>> parts;
        for (const Change &change : log.changes) {
            if (change.kind == kind)
                parts[change.part.toLower()].append(&change);
        }
        if (parts.empty())
            return;
        const QByteArray at = "/generated_content/body/" + QByteArray::number(body.size()) + "/content";
        QByteArray content;
        for (const auto &[part, changes] : parts) {
            for (const Change *change : changes) {
                content += content.isEmpty() ? "- " : "\n- ";
                if (!change->part.isEmpty())
                    content += "**" + change->part.toUtf8() + ":** ";
                const qint64 from = content.size();
                content += change->text.toUtf8();
                const LineageRef ref{
                    QString::fromUtf8(m_field.pointer()), offsets.at(change->span.from), offsets.at(change->span.to), at, from, content.size()};
                result.lineage.append(ref);
                QStringList behind = change->references;
                if (log.releases.size() > 1 && change->release >= 0)
                    behind.prepend(log.releases[size_t(change->release)].version);
                behind.removeIf([change](const QString &reference) { return change->text.contains(reference); });
                if (!behind.isEmpty())
                    content += " (" + behind.join(", "_L1).toUtf8() + ')';
            }
        }
        const Kind &names = kKinds.at(size_t(kind));
        body.append(Json::object({{"heading", m_headings.value(names.id).toString(QString::fromLatin1(names.heading))}, {"content", content}}));
    }

    static QString introduction(const ChangeLog &log)
    {
        QStringList counts;
        for (size_t i = 0; i < kKinds.size(); ++i) {
            const auto count = std::ranges::count(log.changes, static_cast<ChangeKind>(i), &Change::kind);
            if (count > 0)
                counts.append(counted(count, kKinds.at(i)));
        }
        QString text;
        if (log.releases.size() == 1) {
            const Release &only = log.releases.front();
            text = u"Release %1%2: "_s.arg(only.version, only.date.isEmpty() ? QString() : u" of "_s + only.date);
        } else if (log.releases.size() > 1) {
            // Whichever way the log is written.
            const bool newestFirst = log.releases.front().date >= log.releases.back().date;
            const Release &first = newestFirst ? log.releases.back() : log.releases.front();
            const Release &last = newestFirst ? log.releases.front() : log.releases.back();
            const auto named
                = [](const Release &release) { return release.version + (release.date.isEmpty() ? QString() : u" ("_s + release.date + u')'); };
            text = u"%1 releases, from %2 to %3: "_s.arg(log.releases.size()).arg(named(first), named(last));
        }
        return text + enumerated(counts) + u'.';
    }

    /// What was left out, so that nobody takes the digest for all there is.
    QString conclusion(const ChangeLog &log) const
    {
        QStringList left;
        for (size_t i = 0; i < kKinds.size(); ++i) {
            const auto count = std::ranges::count(log.changes, static_cast<ChangeKind>(i), &Change::kind);
            if (count > 0 && !m_kinds.contains(static_cast<ChangeKind>(i)))
                left.append(counted(count, kKinds.at(i)));
        }
        return left.isEmpty() ? QString() : u"Not listed here: %1."_s.arg(enumerated(left));
    }

    static Json findings(const ChangeLog &log, const Utf8Offsets &offsets)
    {
        Json releases = Json::array();
        for (const Release &release : log.releases)
            releases.append(Json::object({{"version", release.version}, {"date", release.date.isEmpty() ? Json() : Json(release.date)}}));
        Json changes = Json::array();
        for (const Change &change : log.changes) {
            Json one = Json::object({{"kind", kKinds.at(size_t(change.kind)).id}, {"text", change.text}});
            if (!change.part.isEmpty())
                one.insert("part", change.part);
            if (change.release >= 0)
                one.insert("release", log.releases[size_t(change.release)].version);
            if (!change.references.isEmpty())
                one.insert("references", Json::array(change.references));
            one.insert("from", offsets.at(change.span.from));
            one.insert("to", offsets.at(change.span.to));
            changes.append(one);
        }
        return Json::object({{"releases", releases}, {"changes", changes}});
    }

    TextField m_field;
    int m_releases;
    QList<ChangeKind> m_kinds;
    Json m_headings;
};

} // namespace

const ComponentDescriptor &ChangeDigestComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"change_digest"_s,
        .title = u"Digest of changes"_s,
        .category = u"generate"_s,
        .description
        = u"Reads a changelog or a log of commits and tells its changes by kind and part of the product, each with its place in the log."_s,
        .icon = u"view-calendar-list"_s,
        .configSchema = giving(textSchema(kOwn, "changes", false), kGives),
        .outputs = {{u"out"_s, u"Out"_s}, {u"none"_s, u"No changes"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ChangeDigestComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "changes");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const ChangeDigestStep>(*field, int(config.value("releases").toInt(0)), kindsOf(config.value("kinds")),
                                                    config.value("headings"));
}

} // namespace Millrace
