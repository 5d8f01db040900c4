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
#include "library/readingstrip.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTabBar>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

static constexpr auto kFinding = R"({"format":"millrace.pipeline/1","id":"find","title":"Find","nodes":[{"id":"l","component":"detect_language"},
                     {"id":"f","component":"facts"},{"id":"t","component":"tag","config":{"rules":[{"tag":"mills","match":"any","terms":["mill"]}]}}],
                     "links":[{"from":{"node":"l","port":"out"},"to":{"node":"f","port":"in"}},
                              {"from":{"node":"f","port":"out"},"to":{"node":"t","port":"in"}}]})";

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
        // Its columns are hidden, and nobody has chosen a page.
        QVERIFY(!pane.saveState().contains("sizes"));
        QVERIFY(!pane.saveState().contains("page"));
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

        // A page counts as chosen once a person turns to it, by key, too.
        QCOMPARE(pane.saveState().value("sizes").size(), 3);
        QVERIFY(!pane.saveState().contains("page"));
        for (auto *tabs : pane.detail()->findChildren<QTabBar *>()) {
            if (tabs->isTabVisible(int(DocumentDetail::Page::Related)) && tabs->currentIndex() == int(DocumentDetail::Page::Text))
                QTest::keyClick(tabs, Qt::Key_Right);
        }
        QVERIFY(pane.detail()->page() != DocumentDetail::Page::Text);
        LibraryPane other(m_workspace.get());
        QVERIFY(!other.detail()->isPageChosen());
        other.restoreState(pane.saveState());
        QVERIFY(other.detail()->isPageChosen());
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

    void aTableIsShownAsItsFileHasItAndItsRowsAreFound()
    {
        write(u"comments.csv"_s, "author,comment\nAda,The waterwheel squeaks\nBo,All is quiet\nCy,The waterwheel is mended\n");
        LibraryPane pane(m_workspace.get());
        pane.resize(1200, 720);
        pane.show();
        submit(u"template"_s);
        auto *model = pane.findChild<LibraryModel *>();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 1, 20'000);
        auto *text = pane.findChild<DocumentText *>();
        QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(u"waterwheel is mended"_s), 20'000);
        const auto *tabs = pane.detail()->findChild<QTabBar *>();
        QTRY_VERIFY(tabs->isTabVisible(int(DocumentDetail::Page::Tables)));
        auto *search = pane.findChild<SearchField *>();
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                search->clear();
                QTest::keyClicks(search, u"waterwheel"_s);
                QTest::keyClick(search, Qt::Key_Return);
                QTest::qWait(200);
                return model->rowCount() == 2;
            }(),
            30'000);
        QVERIFY(model->entries().at(0).isPart);
        QCOMPARE(model->entries().at(0).document.id, model->entries().at(1).document.id);
        QVERIFY(model->entries().at(0).context != model->entries().at(1).context);
        QTRY_COMPARE(text->matchCount(), 2);
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

    void similarDocumentsOpenByKeyboardAndTheRankingCanBeChosen()
    {
        write(u"mill1.txt"_s, "The mill wheel turns in the water of the race, and the sluice lets water in.\n");
        write(u"mill2.txt"_s, "Water from the sluice drives the wheel of the mill, and the race carries it away.\n");
        write(u"mill3.txt"_s, "An overshot wheel of a mill needs a race and a sluice, and little water.\n");
        write(u"ship1.txt"_s, "The vessel has a keel, a mast and a sail; the crew raises the anchor.\n");
        write(u"ship2.txt"_s, "A crew under sail needs a vessel with mast, keel and anchor.\n");
        write(u"ship3.txt"_s, "The anchor hangs below the keel, the sail from the mast of the vessel, says the crew.\n");
        LibraryPane pane(m_workspace.get());
        pane.resize(1200, 720);
        pane.show();
        submit();
        auto *model = pane.findChild<LibraryModel *>();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 6, 20'000);
        const auto settled = [this] {
            auto future = m_workspace->execute(u"library.search"_s, Json::object({{"query", "mill"}}), m_workspace->actor());
            return QTest::qWaitFor([&] { return future.isFinished(); }) && future.result()
                && future.result()->value("index").value("model").isString() && future.result()->value("index").value("meaning_behind").toInt() == 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(settled(), 30'000);

        const auto chosen = std::ranges::find(model->entries(), u"ship1.txt"_s, [](const LibraryEntry &entry) { return entry.document.name; });
        auto *list = pane.findChild<QListView *>();
        list->setCurrentIndex(model->index(static_cast<int>(chosen - model->entries().begin())));
        QTRY_COMPARE(pane.detail()->documentId(), chosen->document.id);
        pane.detail()->setPage(DocumentDetail::Page::Similar);
        QTreeWidget *similar = nullptr;
        for (auto *tree : pane.detail()->findChildren<QTreeWidget *>()) {
            if (tree->accessibleName() == u"Similar documents"_s)
                similar = tree;
        }
        QVERIFY(similar);
        QTRY_COMPARE(similar->topLevelItemCount(), 2);
        QVERIFY(similar->topLevelItem(0)->childCount() > 0);
        QVERIFY(similar->currentItem());
        const QString before = pane.detail()->documentId();
        QTest::keyClick(similar, Qt::Key_Return);
        QTRY_VERIFY(pane.detail()->documentId() != before);

        LibraryFilter filter;
        filter.query = u"sails"_s; // stands nowhere
        pane.setFilter(filter);
        QTRY_COMPARE(model->rowCount(), 3);
        QVERIFY(model->entries().first().isByMeaning);
        QCOMPARE(model->lag(), LibraryModel::Lag());
        filter.byWordsAlone = true;
        pane.setFilter(filter);
        QTRY_COMPARE(model->rowCount(), 0);
        QCOMPARE(LibraryFilter::fromJson(filter.toJson()), filter);
        const Json state = pane.saveState();
        LibraryPane other(m_workspace.get());
        other.restoreState(state);
        QVERIFY(other.filter().byWordsAlone);
        QVERIFY(other.filter().isEmpty());
    }

    void aLongPdfIsReadAsItComesAndCanBeStopped()
    {
        constexpr int kPages = 3'000;
        {
            QPdfWriter writer(m_folder->filePath(u"long.pdf"_s));
            writer.setPageSize(QPageSize(QPageSize::A4));
            QPainter painter(&writer);
            painter.setFont(QFont(u"Noto Sans"_s, 11));
            for (int page = 1; page <= kPages; ++page) {
                if (page > 1)
                    writer.newPage();
                for (int line = 0; line < 12; ++line)
                    painter.drawText(800, 1200 + 400 * line, u"Page %1 says in line %2 that the mill goes round and round"_s.arg(page).arg(line));
            }
        }
        LibraryPane pane(m_workspace.get());
        pane.resize(1400, 900);
        pane.show();
        auto *strip = pane.findChild<ReadingStrip *>();
        auto *text = pane.findChild<DocumentText *>();
        const Json args = Json::object({{"pipeline", "article"}, {"paths", Json::array(QStringList{m_folder->filePath(u"long.pdf"_s)})}});
        auto taken = m_workspace->execute(u"submit.files"_s, args, m_workspace->actor());
        // The first pages are there while the others are read.
        QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible(), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(u"Page 16 says"_s), 60'000);
        const Json reading = strip->readings().at(0);
        QVERIFY(!taken.isFinished());
        QVERIFY(reading.value("pages").toInt() < kPages);
        QCOMPARE(reading.value("all_pages").toInt(), kPages);
        QVERIFY(!pane.detail()->readingId().isEmpty()); // nothing else was there to be read
        // What comes does not take the reader away from the place.
        text->verticalScrollBar()->setValue(200);
        const auto blocks = text->document()->blockCount();
        QTRY_VERIFY_WITH_TIMEOUT(text->document()->blockCount() > blocks, 60'000);
        QCOMPARE(text->verticalScrollBar()->value(), 200);

        auto *stop = strip->findChild<QToolButton *>();
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(taken.isFinished(), 60'000);
        QVERIFY2(taken.result(), taken.result() ? "" : qPrintable(taken.result().error().text));
        QTRY_VERIFY(strip->isHidden());
        // What was read is the document now, marked as a part, and still in sight.
        auto *model = pane.findChild<LibraryModel *>();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 1, 20'000);
        QTRY_COMPARE(pane.detail()->documentId(), model->entries().first().document.id);
        auto context = m_workspace->execute(u"library.get"_s, Json::object({{"id", pane.detail()->documentId()}}), m_workspace->actor());
        QTRY_VERIFY(context.isFinished());
        const QString id = context.result()->value("contexts").at(0).value("id").toString();
        auto got = m_workspace->execute(u"context.get"_s, Json::object({{"id", id}, {"step", 0}}), m_workspace->actor());
        QTRY_VERIFY(got.isFinished());
        const Json document = got.result()->value("data").value("document");
        QVERIFY(document.value("partial").toBool());
        QVERIFY(document.value("problems").at(0).value("text").toString().contains(u"stopped"_s));
        QTRY_VERIFY(
            std::ranges::any_of(pane.detail()->findChildren<QLabel *>(), [](const QLabel *label) { return label->text().contains(u"stopped"_s); }));
    }

    void whatStepsHaveFoundLeadsToItsPlaces()
    {
        auto saved
            = m_workspace->execute(u"pipeline.save"_s, Json::object({{"definition", Json::parse(kFinding).value_or(Json())}}), m_workspace->actor());
        QTRY_VERIFY(saved.isFinished());
        QVERIFY2(saved.result(), saved.result() ? "" : qPrintable(saved.result().error().text));
        write(u"letter.txt"_s, "The mill\n\nOn 12 March 2026 the miller paid 250 EUR to ada@example.org for the wheel of the mill.\n");
        LibraryPane pane(m_workspace.get());
        pane.resize(1400, 900);
        pane.show();
        submit(u"find"_s);
        const auto label = [&pane](const QString &with) -> QLabel * {
            for (auto *one : pane.detail()->findChildren<QLabel *>()) {
                if (one->text().contains(with))
                    return one;
            }
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(label(u">ada@example.org</a>"_s), 30'000);
        QTRY_VERIFY(label(u"mills"_s));
        QVERIFY(label(u"12 March 2026"_s));
        pane.detail()->setPage(DocumentDetail::Page::Facts);
        const QString wheel = u"# The mill\n\nOn 12 March 2026 the miller paid 250 EUR to "_s;
        const QString place = u"%1-%2"_s.arg(wheel.size()).arg(wheel.size() + 15);
        QVERIFY2(label(u">ada@example.org</a>"_s)->text().contains(u"href=\"%1\""_s.arg(place)),
                 qPrintable(label(u">ada@example.org</a>"_s)->text()));
        Q_EMIT label(u">ada@example.org</a>"_s)->linkActivated(place);
        QCOMPARE(pane.detail()->page(), DocumentDetail::Page::Text);
        const auto *text = pane.findChild<DocumentText *>();
        QCOMPARE(text->matchCount(), 1);
        QCOMPARE(text->extraSelections().constFirst().cursor.selectedText(), u"ada@example.org"_s);
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

    void submit(const QString &pipeline = u"article"_s)
    {
        Json paths = Json::array();
        for (const QString &file : std::as_const(m_files))
            paths.append(file);
        m_files.clear();
        auto future = m_workspace->execute(u"submit.files"_s, Json::object({{"pipeline", pipeline}, {"paths", paths}}), m_workspace->actor());
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
