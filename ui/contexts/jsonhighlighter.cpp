// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/jsonhighlighter.h"

#include "common/theme.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Reading the definitions takes some ten milliseconds, so they are read once, with the first document.
KSyntaxHighlighting::Repository &repository()
{
    static KSyntaxHighlighting::Repository instance;
    return instance;
}

KSyntaxHighlighting::Theme colors()
{
    // Quieter than Breeze's, whose red strings would look like failures.
    const KSyntaxHighlighting::Theme quiet = repository().theme(Theme::isDark() ? u"GitHub Dark"_s : u"GitHub Light"_s);
    return quiet.isValid() ? quiet
                           : repository().defaultTheme(Theme::isDark() ? KSyntaxHighlighting::Repository::DarkTheme
                                                                       : KSyntaxHighlighting::Repository::LightTheme);
}

} // namespace

QSyntaxHighlighter *highlightJson(QPlainTextEdit *editor)
{
    auto *highlighter = new KSyntaxHighlighting::SyntaxHighlighter(editor->document());
    highlighter->setTheme(colors());
    highlighter->setDefinition(repository().definitionForName(u"JSON"_s));
    if (Theme *theme = Theme::current()) {
        QObject::connect(theme, &Theme::changed, highlighter, [highlighter] {
            highlighter->setTheme(colors());
            highlighter->rehighlight();
        });
    }
    return highlighter;
}

} // namespace Millrace
