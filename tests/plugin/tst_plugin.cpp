// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/pluginloader.h"

#include "components/registry.h"
#include "components/s2.h"
#include "support/testcontext.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QString kPlugins = QStringLiteral(MILLRACE_PLUGIN_DIR);

QString reasonFor(const LoadedPlugins &plugins, const QString &file)
{
    for (const PluginProblem &problem : plugins.problems) {
        if (QFileInfo(problem.file).fileName() == file)
            return problem.reason;
    }
    return {};
}

} // namespace

class TestPlugin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePluginDoesS2sFirstStep()
    {
        const LoadedPlugins plugins = loadPlugins(kPlugins);
        QCOMPARE(plugins.components.size(), std::size_t(1));
        const ComponentDescriptor &descriptor = plugins.components.front()->descriptor();
        QCOMPARE(descriptor.name, u"template"_s);
        QCOMPARE(descriptor.isolation, Isolation::Child);

        const auto step = plugins.components.front()->prepare({});
        QVERIFY(step);
        StepInput input;
        input.data = s2Data(0);
        input.contextType = u"article"_s;
        TestContext context;
        const StepResult result = (*step)->run(input, context);
        QVERIFY(!result.error);
        QCOMPARE(result.edit.appliedTo(s2Data(0)).value().toBytes(), s2Data(1).toBytes());
    }

    void everyOtherPluginIsRefusedWithItsReason()
    {
        const LoadedPlugins plugins = loadPlugins(kPlugins);
        QCOMPARE(plugins.problems.size(), 4);
        for (const QString &other : {u"b_stated_other.so"_s, u"c_silent_other.so"_s})
            QCOMPARE(reasonFor(plugins, other),
                     u"It was built for version 99 of the plugin interface; this program has version %1."_s.arg(MILLRACE_SDK_VERSION));
        QCOMPARE(reasonFor(plugins, u"d_again.so"_s), u"Its component \"template\" is there already."_s);
        QCOMPARE(reasonFor(plugins, u"e_empty.so"_s), u"It holds no component."_s);
    }

    void aBuiltInComponentIsNotReplaced() { QVERIFY(loadPlugins(kPlugins, builtinComponents()).components.empty()); }

    void whatIsNoPluginIsRefusedOrPassedOver()
    {
        QTemporaryDir folder;
        for (const QString &name : {u"broken.so"_s, u"readme.txt"_s}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("no library");
        }
        QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SDK_FILE), folder.filePath(u"sdk.so"_s)));
        const LoadedPlugins plugins = loadPlugins(folder.path());
        QVERIFY(plugins.components.empty());
        QCOMPARE(plugins.problems.size(), 2);
        QCOMPARE(reasonFor(plugins, u"broken.so"_s), u"It is no Qt plugin."_s);
        QCOMPARE(reasonFor(plugins, u"sdk.so"_s), u"It is no Qt plugin."_s);
    }

    void aFolderThatIsNotThereHoldsNone()
    {
        const LoadedPlugins plugins = loadPlugins(u"/nowhere/at/all"_s);
        QVERIFY(plugins.components.empty() && plugins.problems.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPlugin)
#include "tst_plugin.moc"
