// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layeringrules.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

const QStringList kCapabilities
    = {u"ai"_s, u"ingest"_s, u"search"_s, u"review"_s, u"lineage"_s, u"quality"_s, u"observe"_s, u"access"_s, u"govern"_s, u"sync"_s, u"metrics"_s};

/// What a layer of core may see of core, itself aside.
QStringList coreBelow(const QString &name)
{
    if (name == "sdk"_L1)
        return {};
    if (name == "text"_L1 || name == "net"_L1 || name == "pipeline"_L1)
        return {u"sdk"_s};
    if (name == "extract"_L1)
        return {u"sdk"_s, u"text"_s};
    if (name == "components"_L1)
        return {u"sdk"_s, u"text"_s, u"extract"_s};
    if (name == "store"_L1)
        return {u"sdk"_s, u"pipeline"_s};
    if (name == "engine"_L1)
        return {u"sdk"_s, u"pipeline"_s, u"store"_s};
    if (name == "ingest"_L1)
        return {u"sdk"_s, u"text"_s, u"pipeline"_s, u"store"_s, u"engine"_s, u"extract"_s};
    if (name == "ai"_L1)
        return {u"sdk"_s, u"text"_s, u"net"_s, u"pipeline"_s, u"store"_s, u"engine"_s};
    if (name == "metrics"_L1) // beside the engine, not above it: what the engine counts comes through sdk's registry
        return {u"sdk"_s, u"pipeline"_s, u"store"_s};
    if (kCapabilities.contains(name))
        return {u"sdk"_s, u"text"_s, u"pipeline"_s, u"store"_s, u"engine"_s};
    if (name == "workspace"_L1)
        return QStringList{u"sdk"_s, u"text"_s, u"net"_s, u"pipeline"_s, u"store"_s, u"engine"_s, u"components"_s, u"extract"_s} + kCapabilities;
    if (name == "mcp"_L1)
        return {u"sdk"_s, u"pipeline"_s, u"workspace"_s};
    if (name == "server"_L1)
        return {u"sdk"_s, u"pipeline"_s, u"workspace"_s, u"mcp"_s};
    return {};
}

const QStringList kCoreLayers = QStringList{u"sdk"_s,        u"text"_s,    u"net"_s,       u"pipeline"_s, u"store"_s, u"engine"_s,
                                            u"components"_s, u"extract"_s, u"workspace"_s, u"server"_s,   u"mcp"_s}
    + kCapabilities;

/// Folders of core that a layer may include from.
QStringList visibleCore(const QString &layer)
{
    const QString name = layer.section(u'/', 1);
    if (layer.startsWith("core/"_L1))
        return coreBelow(name) + QStringList{name};
    if (layer.startsWith("ui/"_L1))
        return {u"sdk"_s, u"pipeline"_s, u"workspace"_s};
    if (layer.startsWith("app/"_L1))
        // Secrets and the log are the process's, not a workspace's: the programs set them up themselves.
        return {u"sdk"_s, u"pipeline"_s, u"workspace"_s, u"components"_s, u"extract"_s, u"server"_s, u"mcp"_s, u"access"_s, u"observe"_s};
    return {u"sdk"_s};
}

/// Folders of ui that a layer may include from. Panes meet in the shell and in what is common, never directly.
QStringList visibleUi(const QString &layer, const QStringList &everyUiLayer)
{
    if (layer == "app/gui"_L1)
        return everyUiLayer;
    if (!layer.startsWith("ui/"_L1))
        return {};
    const QString name = layer.section(u'/', 1);
    if (name == "common"_L1)
        return {name};
    if (name == "shell"_L1)
        return {name, u"common"_s};
    return {name, u"common"_s, u"shell"_s};
}

const QStringList kUiLayers = {u"common"_s,  u"shell"_s,   u"home"_s,   u"contexts"_s,   u"designer"_s, u"review"_s, u"lineage"_s,
                               u"metrics"_s, u"library"_s, u"agents"_s, u"quarantine"_s, u"settings"_s, u"sources"_s};

/// Qt modules beside QtCore. Anything of a window is for ui and app/gui alone, QtSql for nobody (the store speaks SQLite's own C
/// interface).
QStringList qtModulesOf(const QString &layer)
{
    if (layer.startsWith("ui/"_L1) || layer == "app/gui"_L1)
        return {u"QtGui"_s, u"QtWidgets"_s, u"QtSvg"_s, u"QtSvgWidgets"_s, u"QtPrintSupport"_s, u"QtConcurrent"_s, u"QtNetwork"_s, u"QtDBus"_s};
    static const QHash<QString, QStringList> table = {
        {u"core/components"_s, {u"QtQml"_s}},
        {u"core/net"_s, {u"QtNetwork"_s}},
        {u"core/workspace"_s, {u"QtNetwork"_s, u"QtConcurrent"_s}},
        {u"core/engine"_s, {u"QtConcurrent"_s}},
        {u"core/access"_s, {u"QtNetwork"_s, u"QtDBus"_s}},
        {u"core/mcp"_s, {u"QtNetwork"_s}},
        {u"core/sync"_s, {u"QtNetwork"_s}},
        {u"app/cli"_s, {u"QtNetwork"_s}},
    };
    if (layer.startsWith("plugins/"_L1))
        return {u"QtNetwork"_s, u"QtXml"_s};
    return table.value(layer);
}

struct ForeignLibrary
{
    QLatin1StringView prefix; ///< of the include
    QStringList layers; ///< that may include it
    bool oneFile = false;
};

const QList<ForeignLibrary> &foreignLibraries()
{
    static const QList<ForeignLibrary> libraries = {
        {"yyjson"_L1, {u"core/sdk"_s}, true},
        {"sqlite3"_L1, {u"core/store"_s, u"core/search"_s}, false},
        {"zstd"_L1, {u"core/store"_s}, false},
        {"sodium"_L1, {u"core/store"_s, u"core/access"_s, u"core/mcp"_s}, false},
        {"qt6keychain"_L1, {u"core/access"_s}, true},
        {"KTextTemplate"_L1, {u"core/components"_s}, true},
        {"libstemmer"_L1, {u"core/text"_s, u"core/search"_s}, false},
        {"cld2"_L1, {u"core/text"_s}, true},
        {"unicode/"_L1, {u"core/text"_s, u"core/extract"_s}, false},
        {"poppler/"_L1, {u"core/extract"_s, u"ui/library"_s}, false},
        {"exiv2/"_L1, {u"core/extract"_s}, true},
        {"KZip"_L1, {u"core/extract"_s}, true},
        {"KArchive"_L1, {u"core/extract"_s}, true},
        {"qcustomplot"_L1, {u"ui"_s}, true},
        {"KSyntaxHighlighting"_L1, {u"ui"_s}, true},
        {"BreezeIcons"_L1, {u"ui"_s, u"app/gui"_s}, true},
        {"Sonnet"_L1, {u"ui/review"_s}, true},
        {"graphviz"_L1, {u"ui/designer"_s}, true},
        {"hnswlib"_L1, {u"core/search"_s}, true},
        {"boost/"_L1, {u"core/server"_s}, false},
        {"jemalloc"_L1, {u"app/common"_s}, true},
    };
    return libraries;
}

bool belongsTo(const QString &target, QLatin1StringView library)
{
    return target.startsWith(library, Qt::CaseInsensitive);
}

} // namespace

LayeringRules::LayeringRules(QHash<QString, QString> qtModules)
    : m_qtModules(std::move(qtModules))
{}

QString LayeringRules::layerOf(const QString &file)
{
    const QStringList parts = file.split(u'/');
    if (parts.size() < 3)
        return {};
    const QString &top = parts.at(0);
    const QString &name = parts.at(1);
    const bool known = (top == "core"_L1 && kCoreLayers.contains(name)) || (top == "ui"_L1 && kUiLayers.contains(name))
        || (top == "app"_L1 && (name == "gui"_L1 || name == "cli"_L1 || name == "common"_L1)) || top == "plugins"_L1;
    return known ? top + u'/' + name : QString();
}

QString LayeringRules::problemWith(const IncludeLine &include) const
{
    const QString layer = layerOf(include.file);
    if (layer.isEmpty())
        return u"the file lies in no known layer"_s;

    for (const ForeignLibrary &library : foreignLibraries()) {
        if (!belongsTo(include.target, library.prefix))
            continue;
        const bool allowed
            = std::ranges::any_of(library.layers, [&](const QString &place) { return layer == place || layer.startsWith(place + u'/'); });
        return allowed ? QString() : u"%1 is not for %2"_s.arg(library.prefix, layer);
    }
    if (!include.quoted)
        return problemWithQt(layer, include.target);

    const QStringList parts = include.target.split(u'/');
    if (parts.contains(".."_L1))
        return u"a path with .. hides the layer"_s;
    if (parts.size() == 1)
        return {}; // a neighbour in the same folder
    QString name = parts.at(0);
    QString top;
    if (name == "core"_L1 || name == "ui"_L1 || name == "app"_L1 || name == "plugins"_L1) {
        top = name;
        name = parts.at(1);
    } else if (kCoreLayers.contains(name) && !(layer.startsWith("ui/"_L1) && layer.section(u'/', 1) == name)
               && !(layer == "app/gui"_L1 && kUiLayers.contains(name))) {
        // "lineage" and "review" name a capability and a pane; seen from the pane itself, and from what puts panes together, it is the pane.
        top = u"core"_s;
    } else if (kUiLayers.contains(name)) {
        top = u"ui"_s;
    } else {
        return {}; // a folder within the layer
    }
    if (top + u'/' + name == layer)
        return {};
    if (top == "core"_L1 && visibleCore(layer).contains(name))
        return {};
    if (top == "ui"_L1 && visibleUi(layer, kUiLayers).contains(name))
        return {};
    return u"%1 must not see %2/%3"_s.arg(layer, top, name);
}

QString LayeringRules::problemWithQt(const QString &layer, const QString &header) const
{
    const QString first = header.section(u'/', 0, 0);
    const QString module = header.contains(u'/') && first.startsWith("Qt"_L1) ? first : m_qtModules.value(header);
    if (module.isEmpty() || module == "QtCore"_L1)
        return {};
    if (qtModulesOf(layer).contains(module))
        return {};
    return u"%1 must not use %2"_s.arg(layer, module);
}

QString LayeringRules::singleFileLibrary(const IncludeLine &include)
{
    for (const ForeignLibrary &library : foreignLibraries()) {
        if (library.oneFile && belongsTo(include.target, library.prefix))
            return library.prefix;
    }
    return {};
}

QList<IncludeLine> includesOf(const QString &file, const QString &text)
{
    static const QRegularExpression pattern(u"^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"_s);
    QList<IncludeLine> includes;
    int number = 0;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        const QRegularExpressionMatch match = pattern.match(line);
        if (match.hasMatch())
            includes.append({file, number, match.captured(2), match.captured(1) == "\""_L1});
    }
    return includes;
}

} // namespace Millrace
