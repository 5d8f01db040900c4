// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/librarypane.h"

#include "common/searchfield.h"
#include "common/theme.h"
#include "library/documentdetail.h"
#include "library/documenttext.h"
#include "library/librarymodel.h"
#include "library/librarysidebar.h"
#include "library/pagerenderer.h"
#include "library/pageview.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QListView>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// The library over a real workspace with real files.
class TestLibraryPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"test.millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        options.hostProgram = QStringLiteral(MILLRACE_BIN_DIR "/millrace");
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
    }

    void cleanup()
    {
        m_workspace.reset();
        m_theme.reset();
    }

    void anEmptyOneInvites()
    {
        LibraryPane pane(m_workspace.get());
        QSignalSpy ready(&pane, &Pane::ready);
        QSignalSpy wished(&pane, &Pane::windowActionRequested);
        pane.show();
        QTRY_COMPARE(ready.size(), 1);
        for (auto *button : pane.findChildren<QPushButton *>()) {
            if (button->text() == u"Choose files"_s)
                button->click();
        }
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.first().first().toString(), u"intake.files"_s);
    }

    void filesAppearAndAreReadInFull()
    {
        write(u"mill.md"_s, "# The water mill\n\nA mill race leads the water to the wheel.\n\n- sluice\n- wheel\n");
        write(u"copy.md"_s, "# The water mill\n\nA mill race leads the water to the wheel.\n\n- sluice\n- wheel\n");
        write(u"archive.txt"_s, "The archive\n\nEvery package in the archive has a maintainer.\n");
        LibraryPane pane(m_workspace.get());
        pane.resize(1200, 720);
        pane.show();
        auto *model = pane.findChild<LibraryModel *>();
        const QAbstractItemModelTester tester(model);
        submit();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 3, 20'000);
        const auto *text = pane.findChild<DocumentText *>();
        QTRY_VERIFY_WITH_TIMEOUT(!text->toPlainText().isEmpty(), 20'000);

        // One format alone.
        LibraryFilter filter;
        filter.format = u"markdown"_s;
        pane.setFilter(filter);
        QTRY_COMPARE(model->rowCount(), 2);
        pane.setFilter({});
        QTRY_COMPARE(model->rowCount(), 3);
        filter = {};
        filter.hasDuplicates = true;
        pane.setFilter(filter);
        QTRY_COMPARE(model->rowCount(), 2);
    }

    void aSearchMarksWhatItFound()
    {
        write(u"mill.md"_s, "# The water mill\n\nA mill race leads the water to the wheel.\n");
        write(u"archive.txt"_s, "The archive\n\nEvery package in the archive has a maintainer.\n");
        LibraryPane pane(m_workspace.get());
        pane.resize(1200, 720);
        pane.show();
        submit();
        auto *model = pane.findChild<LibraryModel *>();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 2, 20'000);
        auto *search = pane.findChild<SearchField *>();
        // The index follows in the background.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                search->clear();
                QTest::keyClicks(search, u"sluices wheel"_s);
                QTest::keyClick(search, Qt::Key_Return);
                QTest::qWait(200);
                return model->rowCount() == 1;
            }(),
            30'000);
        const LibraryEntry found = model->entries().first();
        QCOMPARE(found.document.name, u"mill.md"_s);
        QVERIFY(found.snippet.contains(u"wheel"_s));
        QVERIFY(!found.matches.isEmpty());
        auto *text = pane.findChild<DocumentText *>();
        QTRY_COMPARE(text->matchCount(), 1);
    }

    void aPdfIsShownBesideItsText()
    {
        {
            QPdfWriter writer(m_folder->filePath(u"paper.pdf"_s));
            writer.setPageSize(QPageSize(QPageSize::A4));
            QPainter painter(&writer);
            painter.setFont(QFont(u"Noto Sans"_s, 20));
            painter.drawText(800, 1200, u"The first page speaks of mills"_s);
            writer.newPage();
            painter.drawText(800, 1200, u"The second page speaks of races"_s);
        }
        LibraryPane pane(m_workspace.get());
        pane.resize(1400, 900);
        PageView *original = pane.detail()->original();
        original->renderer()->setProgram(QStringLiteral(MILLRACE_BIN_DIR "/millrace-workbench"));
        pane.show();
        m_files.append(m_folder->filePath(u"paper.pdf"_s));
        submit();
        auto *text = pane.findChild<DocumentText *>();
        QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(u"second page"_s), 30'000);
        QSignalSpy shown(original, &PageView::shown);
        pane.detail()->setPage(DocumentDetail::Page::Original);
        QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, 30'000);
        QCOMPARE(original->pageCount(), 2);
        original->goToPage(2);
        QCOMPARE(original->currentPage(), 2);
    }

    void searchesAreKept()
    {
        LibraryPane pane(m_workspace.get());
        LibraryFilter filter;
        filter.query = u"water"_s;
        filter.day = u"2026-11-21"_s;
        filter.hasDuplicates = false;
        pane.findChild<LibrarySidebar *>()->setSearches({{u"Mills"_s, filter}});
        const Json state = pane.saveState();
        LibraryPane other(m_workspace.get());
        other.restoreState(state);
        const QList<SavedSearch> expected{{u"Mills"_s, filter}};
        QCOMPARE(other.findChild<LibrarySidebar *>()->searches(), expected);
    }

private:
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        m_files.append(file.fileName());
    }

    void submit()
    {
        Json paths = Json::array();
        for (const QString &file : std::as_const(m_files))
            paths.append(file);
        m_files.clear();
        auto future = m_workspace->execute(u"submit.files"_s, Json::object({{"pipeline", "article"}, {"paths", paths}}), m_workspace->actor());
        QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 30'000);
        const auto result = future.result();
        QVERIFY2(result, result ? "" : qPrintable(result.error().text));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    QStringList m_files;
};

QTEST_MAIN(TestLibraryPane)
#include "tst_librarypane.moc"
