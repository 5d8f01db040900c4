// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/pluginfile.h"
#include "components/pluginloader.h"

#include "components/registry.h"
#include "components/s2.h"
#include "support/testcontext.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
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
        QVERIFY(pluginFileOf(*plugins.components.front()).startsWith(kPlugins));
        QVERIFY(pluginFileOf(*builtinComponents().front()).isEmpty());

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

    void theExampleRunsInTheProgram()
    {
        QTemporaryDir folder;
        const auto millrace = [&](const QStringList &arguments, const QString &plugins = QStringLiteral(MILLRACE_EXAMPLE_DIR)) {
            QProcess program;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u"MILLRACE_PLUGINS"_s, plugins);
            environment.insert(u"MILLRACE_WORKSPACE"_s, folder.filePath(u"w.millrace"_s));
            for (const char *place : {"HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
                environment.insert(QString::fromLatin1(place), folder.path());
            program.setProcessEnvironment(environment);
            program.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace"), arguments);
            if (!program.waitForFinished(60'000) || program.exitCode() != 0)
                qWarning("%s", program.readAllStandardError().constData());
            return program.readAllStandardOutput();
        };
        QFile pipeline(folder.filePath(u"count.pipeline.json"_s));
        QVERIFY(pipeline.open(QIODevice::WriteOnly));
        pipeline.write(
            R"({"format":"millrace.pipeline/1","id":"count","nodes":[{"id":"n","component":"word_count","config":{"least":5}}],"links":[]})");
        pipeline.close();
        QFile text(folder.filePath(u"text.txt"_s));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("Flüsse tragen Wasser.");
        text.close();
        millrace({u"init"_s});
        millrace({u"pipeline"_s, u"import"_s, pipeline.fileName()});
        const Json trial = Json::parse(millrace({u"pipeline"_s, u"try"_s, u"count"_s, text.fileName(), u"--json"_s})).value_or(Json());
        QCOMPARE(trial.value("steps").at(0).value("output").value("words").toInt(), 3);
        QCOMPARE(trial.value("steps").at(0).value("port").toString(), u"short"_s);
        // One that cannot be loaded says why.
        const Json listed = Json::parse(millrace({u"call"_s, u"component.list"_s, u"--json"_s}, kPlugins)).value_or(Json());
        QVERIFY(listed.value("problems").toBytes().contains("built for version 99"));
    }

    void aFolderThatIsNotThereHoldsNone()
    {
        const LoadedPlugins plugins = loadPlugins(u"/nowhere/at/all"_s);
        QVERIFY(plugins.components.empty() && plugins.problems.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPlugin)
#include "tst_plugin.moc"
