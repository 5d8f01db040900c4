// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/jsonhighlighter.h"

#include "common/theme.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
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

/// KSyntaxHighlighting finds what is what; the colours are the window's own, since its themes have red strings or keys, and red says
/// failed here.
class JsonColors final : public KSyntaxHighlighting::SyntaxHighlighter
{
public:
    using SyntaxHighlighter::SyntaxHighlighter;

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        setFormat(offset, length, colorOf(format.textStyle()));
    }

private:
    static QColor colorOf(KSyntaxHighlighting::Theme::TextStyle style)
    {
        using Style = KSyntaxHighlighting::Theme::TextStyle;
        switch (style) {
        case Style::DataType: // keys
            return Theme::color(ThemeRole::Accent);
        case Style::DecVal:
        case Style::Float:
        case Style::BaseN:
            return Theme::chartColor(1);
        case Style::Keyword: // true, false, null
        case Style::Constant:
            return Theme::chartColor(3);
        case Style::Normal:
        case Style::Operator:
        case Style::Others:
            return Theme::color(ThemeRole::Secondary);
        default:
            return Theme::color(ThemeRole::Text);
        }
    }
};

} // namespace

QSyntaxHighlighter *highlightJson(QPlainTextEdit *editor)
{
    auto *highlighter = new JsonColors(editor->document());
    highlighter->setDefinition(repository().definitionForName(u"JSON"_s));
    if (Theme *theme = Theme::current()) {
        QObject::connect(theme, &Theme::changed, highlighter, [highlighter] { highlighter->rehighlight(); });
    }
    return highlighter;
}

} // namespace Millrace
