// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/templatecomponent.h"

#include <QObject>

class TemplatePlugin : public QObject, public Millrace::ComponentPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID MILLRACE_COMPONENT_PLUGIN_IID FILE PLUGIN_METADATA)
    Q_INTERFACES(Millrace::ComponentPlugin)

public:
#ifdef PLUGIN_SDK_VERSION
    int sdkVersion() const override { return PLUGIN_SDK_VERSION; }
#endif
    QList<std::shared_ptr<Millrace::Component>> components() const override
    {
#ifdef PLUGIN_IS_EMPTY
        return {};
#else
        return {std::make_shared<Millrace::TemplateComponent>()};
#endif
    }
};

#include "templateplugin.moc"
