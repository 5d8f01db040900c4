// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/componentneeds.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Millrace::ComponentNeeds)

public:
    static QString of(Effect effect)
    {
        switch (effect) {
        case Effect::Network:
            return tr("uses the network");
        case Effect::Writes:
            return tr("writes outside");
        case Effect::Reads:
            return tr("reads the workspace");
        case Effect::Pure:
            break;
        }
        return {};
    }
    static QString ofItsOwnProcess() { return tr("runs in a process of its own"); }
    static QString of(const QString &plugin) { return tr("from the plugin %1").arg(plugin); }
};

} // namespace

QString componentNeeds(const ComponentDescriptor &component, const ComponentPlugins &plugins)
{
    QStringList needs{Words::of(component.effect)};
    if (component.isolation == Isolation::Child)
        needs.append(Words::ofItsOwnProcess());
    if (const QString file = plugins.value(component.name); !file.isEmpty())
        needs.append(Words::of(QFileInfo(file).fileName()));
    needs.removeAll(QString());
    return needs.join(u" · "_s);
}

} // namespace Millrace
