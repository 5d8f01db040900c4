// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changes from a log of them.
//
// Logs are written for people and by a few programs, and what they have in common is little: a line that names a release, a line that begins a change,
// and lines that go on with it. So one pass over the lines, each read by the first rule that fits:
//  1. A release: "tool (1.2-3) unstable; urgency=low", "## [1.2.0] - 2025-03-03", "Version 1.2", "v1.2:". A trailer " -- Name <mail>  Date" dates it.
//  2. A commit: "commit 4f2a91c…" opens one, whose first indented line is the change; "4f2a91c subject" is one whole.
//  3. A heading of a kind: "### Fixed". It holds until the next heading or release.
//  4. A mark ("*", "-", "+") begins a change. A mark that is indented deeper than the one it stands under goes on with that change.
//  5. An indented line, or one right behind a change, goes on with it.
// The kind is the heading's; else what a conventional commit says ("fix(parser): …"); else what the words say, first of all where they begin.
#include "text/changelog.h"

#include <QDate>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr size_t kMostChanges = 20'000;

struct Words
{
    ChangeKind kind;
    const char *pattern;
};

// What a change begins with, in the order in which it is asked.
constexpr Words kFirst[] = {
    {ChangeKind::Removed, "remov|drop|delet|deprecat|disabl"},
    {ChangeKind::Added, "add|new\\b|support|introduc|implement|enabl|provid|allow|teach|offer"},
    {ChangeKind::Fixed, "fix|correct|repair|resolv|avoid|prevent|handl|mend|do not|don'?t|stop|no longer|plug|guard|restor"},
    {ChangeKind::Documentation, "document|clarif|spell|translat|updat\\w+ (?:the )?(?:\\w+ )?(?:man|doc|translation|readme)"},
    {ChangeKind::Internal, "refactor|clean|build|packag|bump|standards|rebuild|test|lint|reformat|merge|rename the variable|upload|d/|debian/"},
    {ChangeKind::Changed, "chang|updat|us(?:e|ing)\\b|mak|mov|renam|improv|switch|set|increas|reduc|replac|convert|rework|allow"},
};

// What a change mentions anywhere; only where its beginning says nothing.
constexpr Words kAnywhere[] = {
    {ChangeKind::Fixed, "fix(?:e[sd]|ing)?\\b|crash|bug\\b|regression|segfault|memory leak|closes: *#|incorrect|broken"},
    {ChangeKind::Documentation, "documentation|man ?page|readme|typo|translation|spelling"},
    {ChangeKind::Internal,
     "build[- ]depend|standards-version|debhelper|lintian|autopkgtest|test suite|unit tests?\\b|continuous integration|\\bci\\b"},
    {ChangeKind::Added, "new (?:option|function|command|feature|upstream)|\\badds?\\b|\\badded\\b"},
    {ChangeKind::Removed, "\\bremoved?\\b|\\bdropped\\b"},
};

QRegularExpression anyCase(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

using Rules = std::vector<std::pair<ChangeKind, QRegularExpression>>;

template <size_t N>
Rules compiled(const Words (&words)[N], const QString &form)
{
    Rules rules;
    for (const Words &one : words)
        rules.emplace_back(one.kind, anyCase(form.arg(QString::fromUtf8(one.pattern))));
    return rules;
}

std::optional<ChangeKind> firstOf(const Rules &rules, const QString &text)
{
    const auto found = std::ranges::find_if(rules, [&text](const auto &rule) { return rule.second.match(text).hasMatch(); });
    return found == rules.end() ? std::nullopt : std::optional(found->first);
}

std::optional<ChangeKind> kindOfHeading(const QString &heading)
{
    static constexpr Words kHeadings[] = {
        {ChangeKind::Security, "secur|sicherheit|sécurité"},
        {ChangeKind::Removed, "remov|deprecat|drop|entfern|suppr"},
        {ChangeKind::Fixed, "fix|bug|behoben|korrig|correct"},
        {ChangeKind::Added, "add|new|feature|neu|hinzu|ajout|nouveau"},
        {ChangeKind::Documentation, "doc|doku"},
        {ChangeKind::Internal, "internal|build|test|maint|chore|intern"},
        {ChangeKind::Changed, "chang|improv|updat|performance|other|geändert|verbess|modif"},
    };
    static const Rules rules = compiled(kHeadings, u"\\b(?:%1)"_s);
    return heading.size() > 60 ? std::nullopt : firstOf(rules, heading);
}

std::optional<ChangeKind> kindOfCommit(const QString &type)
{
    static const std::pair<const char *, ChangeKind> kTypes[] = {
        {"feat", ChangeKind::Added},     {"fix", ChangeKind::Fixed},         {"docs", ChangeKind::Documentation}, {"doc", ChangeKind::Documentation},
        {"perf", ChangeKind::Changed},   {"security", ChangeKind::Security}, {"refactor", ChangeKind::Internal},  {"style", ChangeKind::Internal},
        {"test", ChangeKind::Internal},  {"tests", ChangeKind::Internal},    {"build", ChangeKind::Internal},     {"ci", ChangeKind::Internal},
        {"chore", ChangeKind::Internal}, {"revert", ChangeKind::Changed}};
    for (const auto &[name, kind] : kTypes) {
        if (type.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0)
            return kind;
    }
    return std::nullopt;
}

ChangeKind kindOfWords(const QString &text)
{
    static const QRegularExpression security
        = anyCase(u"\\bCVE-\\d|\\bvulnerab|\\bsecurity\\b|\\bexploit|\\bprivilege escalation|\\b(?:buffer|heap|stack|integer) overflow"_s);
    static const Rules first = compiled(kFirst, u"^(?:%1)"_s);
    static const Rules anywhere = compiled(kAnywhere, u"(?:%1)"_s);
    if (security.match(text).hasMatch())
        return ChangeKind::Security;
    if (const auto kind = firstOf(first, text))
        return *kind;
    return firstOf(anywhere, text).value_or(ChangeKind::Changed);
}

/// "Mon, 03 Mar 2025 10:00:00 +0100" or "2025-03-03" within a text, as YYYY-MM-DD.
QString dateIn(const QString &text)
{
    static const QRegularExpression iso(u"\\b(\\d{4}-\\d{2}-\\d{2})\\b"_s);
    static const QRegularExpression mail(u"\\b(\\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (\\d{4})\\b"_s);
    static const QRegularExpression git(u"\\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\\d{1,2}) [\\d:]+ (\\d{4})\\b"_s);
    if (const auto match = iso.match(text); match.hasMatch())
        return match.captured(1);
    const auto written = [](const QString &day, const QString &month, const QString &year) {
        const QDate date = QLocale::c().toDate(day + u' ' + month + u' ' + year, u"d MMM yyyy"_s);
        return date.isValid() ? date.toString(Qt::ISODate) : QString();
    };
    if (const auto match = mail.match(text); match.hasMatch())
        return written(match.captured(1), match.captured(2), match.captured(3));
    if (const auto match = git.match(text); match.hasMatch())
        return written(match.captured(2), match.captured(1), match.captured(3));
    return {};
}

class LogReader
{
public:
    explicit LogReader(const QString &text)
        : m_text(text)
    {}

    ChangeLog read()
    {
        for (qsizetype from = 0; from < m_text.size();) {
            qsizetype to = m_text.indexOf(u'\n', from);
            to = to < 0 ? m_text.size() : to;
            line(from, to);
            from = to + 1;
        }
        end();
        return std::move(m_log);
    }

private:
    struct Open
    {
        TextSpan span;
        QString text;
        int indent = 0;
        QString commit;
    };

    void line(qsizetype from, qsizetype to)
    {
        const QString raw = m_text.sliced(from, to - from);
        const QString text = raw.trimmed();
        int indent = 0;
        while (indent < raw.size() && (raw[indent] == u' ' || raw[indent] == u'\t'))
            ++indent;
        if (text.isEmpty()) {
            m_afterBlank = true;
            if (!m_inCommit)
                end();
            return;
        }
        const bool afterBlank = std::exchange(m_afterBlank, false);
        if (text.startsWith("-- "_L1) && text.contains(u'<')) { // who released it, and when
            end();
            if (!m_log.releases.empty() && m_log.releases.back().date.isEmpty())
                m_log.releases.back().date = dateIn(text);
            return;
        }
        if (releaseOf(text, indent) || headingOf(text) || commitOf(text, indent, {from, to}))
            return;
        static const QRegularExpression mark(u"^[*+\\-\\x{2022}]\\s+(?=\\S)"_s);
        static const QRegularExpression who(u"^\\[ .* \\]$"_s);
        if (who.match(text).hasMatch())
            return end();
        if (const auto match = mark.match(text); match.hasMatch() && !m_inCommit) {
            if (m_open && indent > m_open->indent) {
                m_open->text += u"; "_s + text.sliced(match.capturedLength());
                m_open->span.to = to;
                return;
            }
            end();
            m_open = Open{{from + indent, to}, text.sliced(match.capturedLength()), indent, {}};
            return;
        }
        if (m_open && !m_inCommit && !afterBlank) {
            m_open->text += u' ' + text;
            m_open->span.to = to;
        }
    }

    bool releaseOf(const QString &text, int indent)
    {
        static const QRegularExpression debian(u"^[a-z0-9][a-z0-9+.\\-]* \\(([^()\\s]+)\\) [^;]+; *urgency="_s);
        static const QRegularExpression markdown(
            u"^(?:#{1,3}\\s+(?:\\[|version\\s+|release\\s+|[A-Za-z]+\\s+)?|(?:version|release|changes in|noteworthy changes in release)\\s+)v?(\\d+(?:\\.\\d+)+[\\w.\\-+~]*)\\]?"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression unreleased(u"^#{1,3}\\s+\\[?unreleased\\]?\\s*$"_s, QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression alone(u"^v?(\\d+(?:\\.\\d+)+)(?:\\s*[:(\\x{2013}\\-].*)?$"_s);
        if (indent > 0)
            return false;
        for (const QRegularExpression *form : {&debian, &markdown, &alone}) {
            if (const auto match = form->match(text); match.hasMatch()) {
                end();
                m_heading = std::nullopt;
                m_inCommit = false;
                m_log.releases.push_back({match.captured(1), dateIn(text.sliced(match.capturedEnd(1)))});
                return true;
            }
        }
        if (!unreleased.match(text).hasMatch())
            return false;
        end();
        m_heading = std::nullopt;
        return true;
    }

    bool headingOf(const QString &text)
    {
        static const QRegularExpression heading(u"^(?:#{2,6}\\s+(.+?)\\s*#*|\\*\\*(.+?)\\*\\*:?|([A-Z][A-Za-z ]{2,40}):)$"_s);
        const auto match = heading.match(text);
        if (!match.hasMatch())
            return false;
        const std::optional<ChangeKind> kind = kindOfHeading(match.captured(1) + match.captured(2) + match.captured(3));
        if (!kind && !text.startsWith(u'#'))
            return false;
        end();
        m_heading = kind;
        return true;
    }

    bool commitOf(const QString &text, int indent, TextSpan span)
    {
        static const QRegularExpression opens(u"^commit ([0-9a-f]{7,40})\\b"_s);
        static const QRegularExpression whole(u"^(?:[*|] )?([0-9a-f]{7,40}) (?:\\([^()]*\\) )?(\\S.*)$"_s);
        static const QRegularExpression about(u"^(?:Author|AuthorDate|Commit|CommitDate|Merge|Date):"_s);
        if (const auto match = opens.match(text); match.hasMatch() && indent == 0) {
            end();
            m_inCommit = true;
            m_commit = match.captured(1).left(10);
            return true;
        }
        if (m_inCommit && about.match(text).hasMatch() && indent == 0)
            return true;
        if (m_inCommit && indent > 0) {
            // The subject; what follows explains it.
            if (!m_commit.isEmpty()) {
                end();
                m_open = Open{{span.from + indent, span.to}, text, indent, std::exchange(m_commit, {})};
                end();
            }
            return true;
        }
        const auto match = whole.match(text);
        // A word of hexadecimal letters alone is a word.
        if (!match.hasMatch() || indent > 0 || std::ranges::none_of(match.captured(1), [](QChar c) { return c.isDigit(); }))
            return false;
        end();
        m_open = Open{{span.from, span.to}, match.captured(2), 0, match.captured(1).left(10)};
        end();
        return true;
    }

    /// Closes the change that is open.
    void end()
    {
        if (!m_open || m_log.changes.size() >= kMostChanges) {
            m_open.reset();
            return;
        }
        Change change;
        change.span = m_open->span;
        change.release = int(m_log.releases.size()) - 1;
        QString text = m_open->text.simplified();
        if (!m_open->commit.isEmpty())
            change.references.append(m_open->commit);
        m_open.reset();

        static const QRegularExpression reference(u"\\b(CVE-\\d{4}-\\d{4,})\\b|(?<![\\w&])((?:\\w+/\\w+)?#\\d+)\\b"_s);
        for (auto it = reference.globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            const QString found = match.captured(1) + match.captured(2);
            if (!change.references.contains(found))
                change.references.append(found);
        }
        // What only points is told as a reference.
        static const QRegularExpression pointers(
            u"\\s*[(\\[]?(?:closes|fixes|refs?|see|gh|lp)?:?\\s*(?:(?:\\w+/\\w+)?#\\d+(?:\\s*(?:,|and)\\s*)?)+[)\\]]?\\.?\\s*$"_s,
            QRegularExpression::CaseInsensitiveOption);
        if (const auto match = pointers.match(text); match.hasMatch() && match.capturedStart() > 0)
            text.truncate(match.capturedStart());

        const bool isSecurity = kindOfWords(text) == ChangeKind::Security;
        std::optional<ChangeKind> kind;
        static const QRegularExpression conventional(u"^(\\w+)(?:\\(([^()]{1,60})\\))?!?:\\s+(?=\\S)"_s);
        static const QRegularExpression part(
            u"^(?:\\*\\*)?((?:[A-Za-z0-9_][\\w./+\\-]*)(?:(?:, ?| )(?!.*:.*:)[a-z0-9_][\\w./+\\-]*){0,2})(?:\\*\\*)?:(?:\\*\\*)?\\s+(?=\\S)"_s);
        if (const auto match = conventional.match(text); match.hasMatch() && kindOfCommit(match.captured(1))) {
            kind = kindOfCommit(match.captured(1));
            change.part = match.captured(2);
            text.remove(0, match.capturedLength());
        } else if (const auto named = part.match(text);
                   named.hasMatch() && named.capturedLength(1) <= 40 && !named.captured(1).startsWith("CVE-"_L1)) {
            change.part = named.captured(1);
            text.remove(0, named.capturedLength());
        }
        if (text.isEmpty())
            return;
        text[0] = text[0].toUpper();
        change.text = text;
        const ChangeKind said = kindOfWords(text);
        // Security is told whatever the heading says, and what goes is no addition.
        if (kind == ChangeKind::Added && said == ChangeKind::Removed)
            kind = said;
        change.kind = isSecurity ? ChangeKind::Security : m_heading ? *m_heading : kind ? *kind : kindOfPart(change.part, said);
        m_log.changes.push_back(std::move(change));
    }

    static ChangeKind kindOfPart(const QString &part, ChangeKind said)
    {
        static const QRegularExpression documentation = anyCase(u"^(?:docs?|doc/.*|documentation|man|readme.*|po)$"_s);
        static const QRegularExpression internal = anyCase(u"^(?:tests?|t|ci|build|cmake|meson|debian/.*|d/.*|packaging|lint|travis|github)$"_s);
        if (documentation.match(part).hasMatch())
            return ChangeKind::Documentation;
        if (internal.match(part).hasMatch())
            return ChangeKind::Internal;
        return said;
    }

    const QString &m_text;
    ChangeLog m_log;
    std::optional<Open> m_open;
    std::optional<ChangeKind> m_heading;
    bool m_afterBlank = false;
    bool m_inCommit = false;
    QString m_commit; ///< one whose subject has not come yet
};

} // namespace

ChangeLog readChangeLog(const QString &text)
{
    return LogReader(text).read();
}

} // namespace Millrace
