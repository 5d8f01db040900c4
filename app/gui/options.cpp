// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"The Millrace workbench: run documents through pipelines and watch every step."_s);
    parser.addOptions({
        {{u"w"_s, u"workspace"_s}, u"Open this workspace (default: the last one)."_s, u"FILE"_s},
        {u"pane"_s, u"Show this pane: home, design, contexts, library, sources, review, quarantine, gallery, agents."_s, u"PANE"_s},
        {u"open"_s, u"Show this in the pane: a pipeline's id in design, a document's in library, else a context's."_s, u"ID"_s},
        {u"theme"_s, u"light, dark or system."_s, u"THEME"_s},
        {u"screenshot"_s, u"Write a picture of the window to this file and exit; needs no display."_s, u"PNG"_s},
        {u"size"_s, u"The window's size (default: 1280x800)."_s, u"WxH"_s},
        {u"scale"_s, u"Scale factor: 1, 1.5, 2 …"_s, u"FACTOR"_s},
        {u"time-start"_s, u"Print the milliseconds from the program's start to the pane's first data on the screen, and exit."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
        {{u"v"_s, u"version"_s}, u"Show the version."_s},
    });
    parser.addPositionalArgument(u"file"_s, u"A workspace to open, like --workspace."_s, u"[file]"_s);
}

std::optional<QSize> sizeOf(const QString &text)
{
    const QStringList parts = text.split(u'x');
    bool wide = false;
    bool high = false;
    const QSize size(parts.value(0).toInt(&wide), parts.value(1).toInt(&high));
    const bool usable
        = parts.size() == 2 && wide && high && size.width() >= 320 && size.height() >= 240 && size.width() <= 16000 && size.height() <= 16000;
    return usable ? std::optional(size) : std::nullopt;
}

} // namespace

std::expected<WorkbenchOptions, QString> WorkbenchOptions::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return std::unexpected(parser.errorText());
    WorkbenchOptions options;
    options.help = parser.isSet(u"help"_s);
    options.version = parser.isSet(u"version"_s);
    options.workspace = parser.isSet(u"workspace"_s) ? parser.value(u"workspace"_s) : parser.positionalArguments().value(0);
    options.pane = parser.value(u"pane"_s);
    options.open = parser.value(u"open"_s);
    options.timeStart = parser.isSet(u"time-start"_s);
    options.screenshot = parser.value(u"screenshot"_s);
    if (parser.isSet(u"theme"_s)) {
        const QString theme = parser.value(u"theme"_s);
        if (theme == "light"_L1)
            options.theme = ThemeMode::Light;
        else if (theme == "dark"_L1)
            options.theme = ThemeMode::Dark;
        else if (theme == "system"_L1)
            options.theme = ThemeMode::System;
        else
            return std::unexpected(u"--theme is light, dark or system, not \"%1\""_s.arg(theme));
    }
    if (parser.isSet(u"size"_s)) {
        const std::optional<QSize> size = sizeOf(parser.value(u"size"_s));
        if (!size)
            return std::unexpected(u"--size is WIDTHxHEIGHT, like 1280x800, not \"%1\""_s.arg(parser.value(u"size"_s)));
        options.size = *size;
        options.sizeGiven = true;
    }
    if (parser.isSet(u"scale"_s)) {
        bool number = false;
        options.scale = parser.value(u"scale"_s).toDouble(&number);
        if (!number || options.scale < 0.5 || options.scale > 4)
            return std::unexpected(u"--scale is a number from 0.5 to 4, not \"%1\""_s.arg(parser.value(u"scale"_s)));
    }
    return options;
}

QString WorkbenchOptions::helpText()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText();
}

} // namespace Millrace
