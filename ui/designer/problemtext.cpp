// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/problemtext.h"

#include <QCoreApplication>
#include <QList>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Rule
{
    const char *said; ///< by core
    const char *sentence;
};

/// What is more exact stands first.
constexpr std::array kMessages = {
    Rule{"a pipeline needs at least one node", QT_TRANSLATE_NOOP("ProblemText", "A pipeline needs at least one step.")},
    Rule{"there is no component \"%1\" on this machine", QT_TRANSLATE_NOOP("ProblemText", "This machine has no component “%1”.")},
    Rule{"there is no secret \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "There is no secret “%1” here.")},
    Rule{"the results of \"%1\" cannot be kept for another time", QT_TRANSLATE_NOOP("ProblemText", "What %1 makes cannot be kept for another time.")},
    Rule{"a link leads from \"%1\" to \"%2\", and one of them is not there",
         QT_TRANSLATE_NOOP("ProblemText", "A link leads from %1 to %2, and one of them is not there.")},
    Rule{"\"%1\" has no port \"%2\"", QT_TRANSLATE_NOOP("ProblemText", "%1 has no way out “%2”.")},
    Rule{"the condition of the link to \"%1\": %2", QT_TRANSLATE_NOOP("ProblemText", "The condition of the link to %1 cannot be read: %2")},
    Rule{"port \"%1\" has %2 links without a condition; one may have none",
         QT_TRANSLATE_NOOP("ProblemText", "%2 links leave by “%1” without a condition; only one may.")},
    Rule{"the link to \"%1\" lies in a loop, where a limit could hold everything up for good",
         QT_TRANSLATE_NOOP("ProblemText", "The link to %1 lies in a loop, where a limit could hold everything up for good.")},
    Rule{"children come to \"%1\" by this link, where parents wait for them: a limit could hold everything up for good",
         QT_TRANSLATE_NOOP("ProblemText",
                           "Children come to %1 by this link, where parents wait for them: a limit could hold everything up for good.")},
    Rule{"nothing leads out of the loop that this node is in",
         QT_TRANSLATE_NOOP("ProblemText", "Nothing leads out of the loop that this step is in.")},
    Rule{"nothing before this node makes children that it could wait for",
         QT_TRANSLATE_NOOP("ProblemText", "Nothing before this step makes children that it could wait for.")},
    Rule{"nothing leads to this node", QT_TRANSLATE_NOOP("ProblemText", "Nothing leads to this step.")},
    Rule{"this step reads \"%1\", which only \"%2\" behind it gives",
         QT_TRANSLATE_NOOP("ProblemText", "This step reads %1, and only %2, which stands behind it, gives that.")},
    Rule{"this step reads \"%1\" as %2, and \"%3\" gives it as %4",
         QT_TRANSLATE_NOOP("ProblemText", "This step reads %1 as %2, and %3 gives it as %4.")},
    Rule{"config: is missing \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "“%1” is missing in the settings.")},
    Rule{"config%1: is missing \"%2\"", QT_TRANSLATE_NOOP("ProblemText", "“%2” is missing at %1.")},
    Rule{"config%1: must not be empty", QT_TRANSLATE_NOOP("ProblemText", "%1 must not be empty.")},
    Rule{"config%1: must be one of %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must be one of %2.")},
    Rule{"config%1: must be at least %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must be at least %2.")},
    Rule{"config%1: must be at most %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must be at most %2.")},
    Rule{"config%1: must be above %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must be above %2.")},
    Rule{"config%1: must be below %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must be below %2.")},
    Rule{"config%1: must be %2, not %3", QT_TRANSLATE_NOOP("ProblemText", "%1 must be %2, not %3.")},
    Rule{"config%1: must be %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must be %2.")},
    Rule{"config%1: must have at least %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must have at least %2.")},
    Rule{"config%1: must have at most %2", QT_TRANSLATE_NOOP("ProblemText", "%1 must have at most %2.")},
    Rule{"config%1: must match the pattern \"%2\"", QT_TRANSLATE_NOOP("ProblemText", "%1 must match the pattern “%2”.")},
    Rule{"config%1: is not expected here; known are %2", QT_TRANSLATE_NOOP("ProblemText", "%1 is not known here; there are %2.")},
    Rule{"config%1: is not expected here", QT_TRANSLATE_NOOP("ProblemText", "%1 is not known here.")},
    Rule{"config%1: stands in the list twice", QT_TRANSLATE_NOOP("ProblemText", "%1 stands in the list twice.")},
};

constexpr std::array kFixes = {
    Rule{"Do not keep its results", QT_TRANSLATE_NOOP("ProblemText", "Do not keep its results")},
    Rule{"Remove the condition", QT_TRANSLATE_NOOP("ProblemText", "Remove the condition")},
    Rule{"Remove the limit", QT_TRANSLATE_NOOP("ProblemText", "Remove the limit")},
    Rule{"Remove the link", QT_TRANSLATE_NOOP("ProblemText", "Remove the link")},
    Rule{"Remove the node", QT_TRANSLATE_NOOP("ProblemText", "Remove the step")},
    Rule{"Set the format", QT_TRANSLATE_NOOP("ProblemText", "Set the format")},
    Rule{"Set it anew", QT_TRANSLATE_NOOP("ProblemText", "Set it anew")},
    Rule{"Give it a name of its own", QT_TRANSLATE_NOOP("ProblemText", "Give it a name of its own")},
    Rule{"Begin with an empty configuration", QT_TRANSLATE_NOOP("ProblemText", "Begin with empty settings")},
    Rule{"Begin with the usual configuration", QT_TRANSLATE_NOOP("ProblemText", "Begin with the usual settings")},
    Rule{"Take the nearest that is possible", QT_TRANSLATE_NOOP("ProblemText", "Take the nearest that is possible")},
    Rule{"Take the usual value", QT_TRANSLATE_NOOP("ProblemText", "Take the usual value")},
    Rule{"Take the usual values", QT_TRANSLATE_NOOP("ProblemText", "Take the usual values")},
    Rule{"Lead it to \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Lead it to %1")},
    Rule{"Use \"%1\" with its usual configuration", QT_TRANSLATE_NOOP("ProblemText", "Use %1 with its usual settings")},
    Rule{"Use \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Use %1")},
    Rule{"Fill it in", QT_TRANSLATE_NOOP("ProblemText", "Fill it in")},
    Rule{"Set it to %1", QT_TRANSLATE_NOOP("ProblemText", "Set it to %1")},
    Rule{"Remove \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Remove “%1”")},
    Rule{"Fill in \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Fill in “%1”")},
    Rule{"Call it \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Call it “%1”")},
    Rule{"Lead it from \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Lead it from “%1”")},
    Rule{"Lead the second from \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Lead the second from “%1”")},
    Rule{"Keep only the link to \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Keep only the link to %1")},
    Rule{"Remove the link from \"%1\" back to \"%2\"", QT_TRANSLATE_NOOP("ProblemText", "Remove the link from %1 back to %2")},
    Rule{"Lead to it from \"%1\"", QT_TRANSLATE_NOOP("ProblemText", "Lead to it from %1")},
};

/// Types of JSON, as core calls them.
constexpr std::array kTypes = {
    QT_TRANSLATE_NOOP("ProblemText", "a text"),         QT_TRANSLATE_NOOP("ProblemText", "a number"),
    QT_TRANSLATE_NOOP("ProblemText", "a whole number"), QT_TRANSLATE_NOOP("ProblemText", "a list"),
    QT_TRANSLATE_NOOP("ProblemText", "a truth value"),  QT_TRANSLATE_NOOP("ProblemText", "an object"),
    QT_TRANSLATE_NOOP("ProblemText", "nothing"),
};

struct Reader
{
    QRegularExpression pattern;
    const char *sentence;
};

template <std::size_t N>
QList<Reader> readersOf(const std::array<Rule, N> &rules)
{
    static const QRegularExpression place(u"%[1-9]"_s);
    QList<Reader> readers;
    for (const Rule &rule : rules) {
        QString pattern = QRegularExpression::escape(QString::fromUtf8(rule.said));
        pattern.replace(u"\\%"_s, u"%"_s);
        pattern.replace(place, u"(.*)"_s);
        readers.append(
            {QRegularExpression(QRegularExpression::anchoredPattern(pattern), QRegularExpression::DotMatchesEverythingOption), rule.sentence});
    }
    return readers;
}

QString translated(const QList<Reader> &readers, const QString &text, const ProblemText::Names &named)
{
    for (const Reader &reader : readers) {
        const QRegularExpressionMatch match = reader.pattern.match(text);
        if (!match.hasMatch())
            continue;
        QString sentence = QCoreApplication::translate("ProblemText", reader.sentence);
        // All at once: a value may look like a place for the next.
        static const QRegularExpression place(u"%([1-9])"_s);
        QString filled;
        qsizetype from = 0;
        for (auto places = place.globalMatch(sentence); places.hasNext();) {
            const QRegularExpressionMatch here = places.next();
            QString value = match.captured(here.capturedView(1).toInt());
            if (value.isEmpty())
                value = QCoreApplication::translate("ProblemText", "The settings");
            else if (value.startsWith(u'/'))
                value = u"“%1”"_s.arg(value.sliced(1)); // a field of the settings or of the document
            else if (const QString type = ProblemText::type(value); !type.isEmpty())
                value = type;
            else if (named)
                value = named(value);
            filled += sentence.mid(from, here.capturedStart() - from) + value;
            from = here.capturedEnd();
        }
        return filled + sentence.mid(from);
    }
    return {};
}

const QList<Reader> &messages()
{
    static const QList<Reader> readers = readersOf(kMessages);
    return readers;
}

const QList<Reader> &fixes()
{
    static const QList<Reader> readers = readersOf(kFixes);
    return readers;
}

} // namespace

QString ProblemText::message(const QString &text, const Names &named)
{
    const QString sentence = translated(messages(), text, named);
    return sentence.isEmpty() ? text : sentence;
}

QString ProblemText::fix(const QString &label, const Names &named)
{
    const QString sentence = translated(fixes(), label, named);
    return sentence.isEmpty() ? label : sentence;
}

QString ProblemText::type(const QString &words)
{
    QStringList said;
    for (const QString &word : words.split(u" or "_s)) {
        const QByteArray key = word.toUtf8();
        if (std::ranges::none_of(kTypes, [&key](const char *one) { return key == one; }))
            return {};
        said.append(QCoreApplication::translate("ProblemText", key.constData()));
    }
    return said.join(QCoreApplication::translate("ProblemText", " or ", "between two types"));
}

bool ProblemText::knows(const QString &text)
{
    return !translated(messages(), text, {}).isEmpty() || !translated(fixes(), text, {}).isEmpty();
}

} // namespace Millrace
