// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/pluginloader.h"

#include "components/pluginfile.h"

#include <QDir>
#include <QJsonObject>
#include <QLibrary>
#include <QPluginLoader>
#include <QSet>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// A plugin's component, kept out of the workbench's own process.
class GuardedComponent final : public Component
{
public:
    GuardedComponent(const std::shared_ptr<Component> &component, const QString &file)
        : m_component(component)
        , m_descriptor(component->descriptor())
        , m_file(file)
    {
        m_descriptor.isolation = Isolation::Child;
    }
    const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override { return m_component->prepare(config); }
    [[nodiscard]] const QString &file() const { return m_file; }

private:
    std::shared_ptr<Component> m_component;
    ComponentDescriptor m_descriptor;
    QString m_file;
};

/// The components of one file, or the reason for none.
Result<QList<std::shared_ptr<Component>>> componentsOf(const QString &path)
{
    QPluginLoader loader(path);
    loader.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    const QString iid = loader.metaData().value("IID"_L1).toString();
    if (iid.isEmpty())
        return fail(ErrorCode::FileRefused, u"It is no Qt plugin."_s);
    if (iid != QLatin1StringView(MILLRACE_COMPONENT_PLUGIN_IID))
        return fail(ErrorCode::FileRefused,
                    u"It is a plugin for \"%1\", not for \"%2\"."_s.arg(iid, QLatin1StringView(MILLRACE_COMPONENT_PLUGIN_IID)));
    // Asked of the metadata where it is given there: a plugin of another version is then not even loaded.
    const QJsonValue stated = loader.metaData().value("MetaData"_L1).toObject().value("sdk_version"_L1);
    const auto refuseVersion = [](int version) {
        return fail(ErrorCode::FileRefused,
                    u"It was built for version %1 of the plugin interface; this program has version %2."_s.arg(version).arg(MILLRACE_SDK_VERSION));
    };
    if (stated.isDouble() && stated.toInt() != MILLRACE_SDK_VERSION)
        return refuseVersion(stated.toInt());
    auto *plugin = qobject_cast<ComponentPlugin *>(loader.instance());
    if (!plugin)
        return fail(ErrorCode::FileRefused, u"It cannot be loaded: "_s + loader.errorString());
    if (plugin->sdkVersion() != MILLRACE_SDK_VERSION)
        return refuseVersion(plugin->sdkVersion());
    const QList<std::shared_ptr<Component>> components = plugin->components();
    if (components.isEmpty())
        return fail(ErrorCode::FileRefused, u"It holds no component."_s);
    return components;
}

} // namespace

LoadedPlugins loadPlugins(const QString &folder, const std::vector<std::shared_ptr<Component>> &known)
{
    LoadedPlugins loaded;
    QSet<QString> names;
    for (const std::shared_ptr<Component> &component : known)
        names.insert(component->descriptor().name);
    for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        if (!QLibrary::isLibrary(file.fileName()))
            continue;
        const auto components = componentsOf(file.absoluteFilePath());
        if (!components) {
            loaded.problems.append({file.absoluteFilePath(), components.error().text});
            continue;
        }
        for (const std::shared_ptr<Component> &component : *components) {
            const QString name = component->descriptor().name;
            if (names.contains(name)) {
                loaded.problems.append({file.absoluteFilePath(), u"Its component \"%1\" is there already."_s.arg(name)});
                continue;
            }
            names.insert(name);
            loaded.components.push_back(std::make_shared<GuardedComponent>(component, file.absoluteFilePath()));
        }
    }
    return loaded;
}

QString pluginFileOf(const Component &component)
{
    const auto *guarded = dynamic_cast<const GuardedComponent *>(&component);
    return guarded ? guarded->file() : QString();
}

QStringList pluginFolders()
{
    if (qEnvironmentVariableIsSet("MILLRACE_PLUGINS"))
        return qEnvironmentVariable("MILLRACE_PLUGINS").split(u':', Qt::SkipEmptyParts);
    const QFileInfo program(QFile::symLinkTarget(u"/proc/self/exe"_s)); // the component host has no application object
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/millrace/plugins"_s;
    return {data, QDir::cleanPath(program.path() + u"/../lib/millrace/plugins"_s)};
}

} // namespace Millrace
