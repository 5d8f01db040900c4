// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layeringrules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// Reads every `#include` of core, ui, app and plugins and holds it against the design's table of layers, Qt modules included.
class TstLayering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rulesRefuseWhatTheDesignForbids_data();
    void rulesRefuseWhatTheDesignForbids();
    void everyIncludeKeepsToItsLayer();
    void foreignWidgetsAreIncludedInOneFile();
    void everySourceIncludesItsOwnHeaderFirst();
    void everyHeaderIsGuarded();
    void everySourceNamesItsLicence();
    void headersOfSdkNeedQtCoreAlone();
    void noTwoTypesShareAName();

private:
    struct Source
    {
        QString file;
        QString text;
    };

    QList<Source> m_sources;
    QHash<QString, QString> m_qtModules;
};

namespace {

QHash<QString, QString> qtModulesOnThisMachine()
{
    QHash<QString, QString> modules;
    const QDir headers(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    for (const QString &module : headers.entryList({u"Qt*"_s}, QDir::Dirs)) {
        for (const QString &header : QDir(headers.filePath(module)).entryList(QDir::Files)) {
            // Several modules ship forwarding headers; Core's own name stays Core's.
            if (!modules.contains(header) || module == "QtCore"_L1)
                modules.insert(header, module);
        }
    }
    return modules;
}

} // namespace

void TstLayering::initTestCase()
{
    m_qtModules = qtModulesOnThisMachine();
    QCOMPARE(m_qtModules.value(u"QString"_s), u"QtCore"_s);
    QCOMPARE(m_qtModules.value(u"QLocalSocket"_s), u"QtNetwork"_s);

    const QDir root(QStringLiteral(MILLRACE_SOURCE_DIR));
    for (const QString &top : {u"core"_s, u"ui"_s, u"app"_s, u"plugins"_s}) {
        QDirIterator it(root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            m_sources.append({root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
        }
    }
    std::ranges::sort(m_sources, {}, &Source::file);
    QVERIFY(m_sources.size() > 10);
}

void TstLayering::rulesRefuseWhatTheDesignForbids_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("allowed");

    const auto row = [](const char *name, const QString &file, const QString &line, bool allowed) { QTest::newRow(name) << file << line << allowed; };
    row("sdk sees itself", u"core/sdk/json.cpp"_s, u"#include \"sdk/json.h\""_s, true);
    row("sdk sees no pipeline", u"core/sdk/json.cpp"_s, u"#include \"pipeline/definition.h\""_s, false);
    row("pipeline sees sdk", u"core/pipeline/definition.h"_s, u"#include \"sdk/json.h\""_s, true);
    row("store sees no engine", u"core/store/contextstore.cpp"_s, u"#include \"engine/engine.h\""_s, false);
    row("engine sees store", u"core/engine/engine.cpp"_s, u"#include \"store/contextstore.h\""_s, true);
    row("components see sdk", u"core/components/a.cpp"_s, u"#include \"sdk/component.h\""_s, true);
    row("components see no pipeline", u"core/components/a.cpp"_s, u"#include \"pipeline/records.h\""_s, false);
    row("components and capabilities see text", u"core/components/a.cpp"_s, u"#include \"text/minhash.h\""_s, true);
    row("text knows no component", u"core/text/a.cpp"_s, u"#include \"components/registry.h\""_s, false);
    row("a capability sees the engine", u"core/ai/a.cpp"_s, u"#include \"engine/engine.h\""_s, true);
    row("a capability sees no other", u"core/ai/a.cpp"_s, u"#include \"search/index.h\""_s, false);
    row("extract sees sdk alone", u"core/extract/a.cpp"_s, u"#include \"store/rows.h\""_s, false);
    row("ingest sees extract", u"core/ingest/a.cpp"_s, u"#include \"extract/filekind.h\""_s, true);
    row("search sees no extract", u"core/search/a.cpp"_s, u"#include \"extract/filekind.h\""_s, false);
    row("workspace sees a capability", u"core/workspace/a.cpp"_s, u"#include \"search/index.h\""_s, true);
    row("nor the log", u"core/access/a.cpp"_s, u"#include \"observe/log.h\""_s, false);
    row("the programs set up the log", u"app/cli/a.cpp"_s, u"#include \"observe/log.h\""_s, true);
    row("a program sees no model provider", u"app/cli/a.cpp"_s, u"#include \"ai/modelhub.h\""_s, false);
    row("a pane sees no secrets", u"ui/home/a.cpp"_s, u"#include \"access/secretstore.h\""_s, false);
    row("the keychain in access", u"core/access/a.cpp"_s, u"#include <qt6keychain/keychain.h>"_s, true);
    row("the keychain nowhere else", u"core/ai/a.cpp"_s, u"#include <qt6keychain/keychain.h>"_s, false);
    row("mcp goes through the door", u"core/mcp/a.cpp"_s, u"#include \"store/contextstore.h\""_s, false);
    row("a pane sees the door", u"ui/home/a.cpp"_s, u"#include \"workspace/workspace.h\""_s, true);
    row("a pane sees no store", u"ui/home/a.cpp"_s, u"#include \"store/contextstore.h\""_s, false);
    row("a pane sees no other pane", u"ui/home/a.cpp"_s, u"#include \"contexts/contextspane.h\""_s, false);
    row("nor by its full path", u"ui/home/a.cpp"_s, u"#include \"ui/contexts/contextspane.h\""_s, false);
    row("a pane of a capability's name sees itself", u"ui/lineage/a.cpp"_s, u"#include \"lineage/lineagepane.h\""_s, true);
    row("common sees no shell", u"ui/common/a.cpp"_s, u"#include \"shell/pane.h\""_s, false);
    row("a window composes panes", u"app/gui/main.cpp"_s, u"#include \"contexts/contextspane.h\""_s, true);
    row("the command line sees no pane", u"app/cli/main.cpp"_s, u"#include \"ui/home/homepane.h\""_s, false);
    row("the command line sees no store", u"app/cli/main.cpp"_s, u"#include \"store/contextstore.h\""_s, false);
    row("a plugin sees sdk", u"plugins/pdf/a.cpp"_s, u"#include \"sdk/component.h\""_s, true);
    row("a plugin sees no engine", u"plugins/pdf/a.cpp"_s, u"#include \"engine/engine.h\""_s, false);
    row("no way around by dots", u"core/sdk/a.cpp"_s, u"#include \"../engine/engine.h\""_s, false);
    row("no widgets below ui", u"core/engine/a.cpp"_s, u"#include <QLabel>"_s, false);
    row("no gui below ui", u"core/components/a.cpp"_s, u"#include <QtGui/QTextDocument>"_s, false);
    row("no gui in the command line", u"app/cli/a.cpp"_s, u"#include <QColor>"_s, false);
    row("widgets in ui", u"ui/home/a.cpp"_s, u"#include <QLabel>"_s, true);
    row("no QtSql in the store", u"core/store/a.cpp"_s, u"#include <QSqlQuery>"_s, false);
    row("no QtSql by module", u"ui/home/a.cpp"_s, u"#include <QtSql>"_s, false);
    row("SQLite in the store", u"core/store/a.cpp"_s, u"#include <sqlite3.h>"_s, true);
    row("SQLite nowhere else", u"core/engine/a.cpp"_s, u"#include <sqlite3.h>"_s, false);
    row("yyjson in sdk", u"core/sdk/json.cpp"_s, u"#include <yyjson.h>"_s, true);
    row("yyjson nowhere else", u"core/store/a.cpp"_s, u"#include <yyjson.h>"_s, false);
    row("no sockets in sdk", u"core/sdk/a.cpp"_s, u"#include <QTcpSocket>"_s, false);
    row("an unknown folder", u"core/misc/a.cpp"_s, u"#include <QString>"_s, false);
}

void TstLayering::rulesRefuseWhatTheDesignForbids()
{
    QFETCH(QString, file);
    QFETCH(QString, line);
    QFETCH(bool, allowed);

    // Modules that need not be installed where the test runs are named here.
    QHash<QString, QString> modules = m_qtModules;
    modules.insert(u"QLabel"_s, u"QtWidgets"_s);
    modules.insert(u"QColor"_s, u"QtGui"_s);
    modules.insert(u"QSqlQuery"_s, u"QtSql"_s);
    modules.insert(u"QtSql"_s, u"QtSql"_s);
    const QList<IncludeLine> includes = includesOf(file, line);
    QCOMPARE(includes.size(), 1);
    const QString problem = LayeringRules(modules).problemWith(includes.first());
    QCOMPARE(problem.isEmpty(), allowed);
}

void TstLayering::everyIncludeKeepsToItsLayer()
{
    const LayeringRules rules(m_qtModules);
    QStringList problems;
    for (const Source &source : m_sources) {
        for (const IncludeLine &include : includesOf(source.file, source.text)) {
            const QString problem = rules.problemWith(include);
            if (!problem.isEmpty())
                problems.append(u"%1:%2: %3: %4"_s.arg(include.file).arg(include.line).arg(include.target, problem));
        }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void TstLayering::foreignWidgetsAreIncludedInOneFile()
{
    QHash<QString, QStringList> files;
    for (const Source &source : m_sources) {
        for (const IncludeLine &include : includesOf(source.file, source.text)) {
            const QString library = LayeringRules::singleFileLibrary(include);
            if (!library.isEmpty() && !files.value(library).contains(source.file))
                files[library].append(source.file);
        }
    }
    for (auto it = files.cbegin(); it != files.cend(); ++it)
        QVERIFY2(it.value().size() == 1, qPrintable(it.key() + u" is included in "_s + it.value().join(", "_L1)));
}

void TstLayering::everySourceIncludesItsOwnHeaderFirst()
{
    QStringList problems;
    const QDir root(QStringLiteral(MILLRACE_SOURCE_DIR));
    for (const Source &source : m_sources) {
        if (!source.file.endsWith(".cpp"_L1))
            continue;
        const QString header = source.file.chopped(4) + u".h"_s;
        if (!root.exists(header))
            continue;
        const QList<IncludeLine> includes = includesOf(source.file, source.text);
        const QString name = header.section(u'/', -1);
        if (includes.isEmpty() || !includes.first().quoted || includes.first().target.section(u'/', -1) != name)
            problems.append(source.file);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void TstLayering::everyHeaderIsGuarded()
{
    QStringList problems;
    for (const Source &source : m_sources) {
        if (source.file.endsWith(".h"_L1) && !source.text.contains("#pragma once"_L1))
            problems.append(source.file);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void TstLayering::everySourceNamesItsLicence()
{
    QStringList problems;
    for (const Source &source : m_sources) {
        const QStringList head = source.text.split(u'\n').mid(0, 2);
        if (head.size() < 2 || !head.at(0).startsWith("// SPDX-FileCopyrightText: "_L1) || !head.at(1).startsWith("// SPDX-License-Identifier: "_L1))
            problems.append(source.file);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void TstLayering::headersOfSdkNeedQtCoreAlone()
{
    for (const Source &source : m_sources) {
        if (!source.file.startsWith("core/sdk/"_L1) || !source.file.endsWith(".h"_L1))
            continue;
        for (const IncludeLine &include : includesOf(source.file, source.text)) {
            if (include.quoted) {
                QVERIFY2(include.target.startsWith("sdk/"_L1), qPrintable(source.file + u": "_s + include.target));
                continue;
            }
            const QString module = include.target.startsWith("QtCore/"_L1) ? u"QtCore"_s : m_qtModules.value(include.target);
            // What is of no Qt module is the standard library's, which has no dot and no folder in its names.
            const bool standard = module.isEmpty() && !include.target.contains(u'.') && !include.target.contains(u'/');
            QVERIFY2(module == "QtCore"_L1 || standard, qPrintable(source.file + u": "_s + include.target));
        }
    }
}

/// Two types of one name in one namespace are one to the linker, which keeps the functions of either: objects of the other are destroyed by them.
void TstLayering::noTwoTypesShareAName()
{
    static const QRegularExpression space(u"^namespace ?([\\w:]*) ?\\{"_s);
    static const QRegularExpression type(u"^(?:struct|class) (?:MILLRACE_\\w+ )?(\\w+)(?: final)?(?: :[^;]*)?(?: ?\\{)?$"_s);
    QHash<QString, QString> known;
    for (const Source &source : std::as_const(m_sources)) {
        QStringList spaces;
        for (const QString &line : source.text.split(u'\n')) {
            if (const auto match = space.match(line); match.hasMatch()) {
                spaces.append(match.captured(1));
            } else if (line.startsWith(u"} // namespace"_s)) {
                if (!spaces.isEmpty())
                    spaces.removeLast();
            } else if (const auto found = type.match(line); found.hasMatch() && !spaces.isEmpty() && !spaces.contains(QString())) {
                const QString name = spaces.join(u"::"_s) + u"::"_s + found.captured(1);
                QVERIFY2(!known.contains(name), qPrintable(u"%1 is in %2 and in %3"_s.arg(name, known.value(name), source.file)));
                known.insert(name, source.file);
            }
        }
    }
    QVERIFY(known.size() > 500);
}

QTEST_GUILESS_MAIN(TstLayering)
#include "tst_layering.moc"
