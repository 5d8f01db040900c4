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
    static const bool hasOwn = [] {
        instance.addCustomSearchPath(u":/millrace"_s);
        return true;
    }();
    Q_UNUSED(hasOwn)
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

/// Prose with what is filled in: the prose is the text's own colour.
class TemplateColors final : public KSyntaxHighlighting::SyntaxHighlighter
{
public:
    using SyntaxHighlighter::SyntaxHighlighter;

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        using Style = KSyntaxHighlighting::Theme::TextStyle;
        QTextCharFormat look;
        switch (format.textStyle()) {
        case Style::DataType: // fields
            look.setForeground(Theme::color(ThemeRole::Accent));
            break;
        case Style::Keyword: // tags, headings
            look.setForeground(format.name() == "Heading"_L1 ? Theme::color(ThemeRole::Text) : Theme::chartColor(3));
            look.setFontWeight(QFont::DemiBold);
            break;
        case Style::Function: // filters
        case Style::DecVal:
        case Style::String:
            look.setForeground(Theme::chartColor(1));
            break;
        case Style::Operator:
        case Style::Comment:
            look.setForeground(Theme::color(ThemeRole::Secondary));
            break;
        default:
            look.setForeground(Theme::color(ThemeRole::Text));
        }
        setFormat(offset, length, look);
    }
};

template <typename Colors>
QSyntaxHighlighter *highlight(QPlainTextEdit *editor, const QString &language)
{
    auto *highlighter = new Colors(editor->document());
    highlighter->setDefinition(repository().definitionForName(language));
    if (Theme *theme = Theme::current()) {
        QObject::connect(theme, &Theme::changed, highlighter, [highlighter] { highlighter->rehighlight(); });
    }
    return highlighter;
}

} // namespace

QSyntaxHighlighter *highlightJson(QPlainTextEdit *editor)
{
    return highlight<JsonColors>(editor, u"JSON"_s);
}

QSyntaxHighlighter *highlightTemplate(QPlainTextEdit *editor)
{
    return highlight<TemplateColors>(editor, u"Millrace Template"_s);
}

} // namespace Millrace
