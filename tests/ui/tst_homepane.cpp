// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/gallerycard.h"
#include "home/gallerypane.h"
#include "home/homepane.h"

#include "common/settings.h"
#include "common/theme.h"
#include "home/needtile.h"
#include "home/resultsmodel.h"
#include "workspace/workspace.h"

#include <QAbstractButton>
#include <QFutureWatcher>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// Home over a real workspace in a temporary folder.
class TestHomePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.json"_s), Settings::Access::Frozen);
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"test.millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
    }

    void cleanup()
    {
        m_workspace.reset();
        m_theme.reset();
    }

    void withoutAWorkspaceItWelcomes()
    {
        HomePane pane(nullptr, m_settings.get());
        QSignalSpy ready(&pane, &Pane::ready);
        QSignalSpy wished(&pane, &Pane::windowActionRequested);
        pane.show();
        QCOMPARE(ready.size(), 1);
        QStringList titles;
        for (auto *button : pane.findChildren<QAbstractButton *>()) {
            titles += button->text();
            if (button->text() == u"Open the example"_s)
                button->click();
        }
        QVERIFY(titles.contains(u"New workspace…"_s));
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.first().first().toString(), u"workspace.example"_s);
    }

    void aPieceOfTheGalleryRunsAndItsResultOpens()
    {
        GalleryPane pane(m_workspace.get());
        pane.resize(1200, 720);
        QSignalSpy ready(&pane, &Pane::ready);
        QSignalSpy opened(&pane, &Pane::openRequested);
        pane.show();
        QTRY_COMPARE(ready.size(), 1);
        const QList<GalleryCard *> cards = pane.findChildren<GalleryCard *>();
        QVERIFY(cards.size() >= 9);
        const auto card = std::ranges::find(cards, u"brief"_s, &GalleryCard::id);
        QVERIFY(card != cards.end());
        for (auto *button : (*card)->findChildren<QAbstractButton *>()) {
            if (button->text() == u"Try it"_s)
                button->click();
        }
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 30'000);
        const auto target = opened.first().first().value<PaneTarget>();
        QCOMPARE(target.pane, u"contexts"_s);
        QVERIFY(!target.filter.run.isEmpty());
        QVERIFY(!target.contextId.isEmpty());
        QTRY_VERIFY(std::ranges::any_of((*card)->findChildren<QAbstractButton *>(),
                                        [](const QAbstractButton *button) { return button->text() == u"Show 2 results"_s; }));
    }

    void anEmptyWorkspaceInvites()
    {
        HomePane pane(m_workspace.get(), m_settings.get());
        QSignalSpy ready(&pane, &Pane::ready);
        pane.show();
        QTRY_COMPARE(ready.size(), 1);
        bool invites = false;
        for (const auto *button : pane.findChildren<QAbstractButton *>())
            invites |= button->text() == u"Fill with the example"_s && button->isVisible();
        QVERIFY(invites);
    }

    void aFinishedContextAppearsWithItsTitleAndOpens()
    {
        HomePane pane(m_workspace.get(), m_settings.get());
        pane.resize(1200, 720);
        pane.show();
        const Json document = Json::object({{"type", Json("article")},
                                            {"data",
                                             Json::object({{"title", Json("Example article")},
                                                           {"keywords", Json::array({Json("archive")})},
                                                           {"source_text", Json("The archive holds packages. Every package has a maintainer.")}})}});
        const auto submitted = wait(m_workspace->execute(
            u"submit.documents"_s, Json::object({{"pipeline", Json("article")}, {"documents", Json::array({document})}}), m_workspace->actor()));
        QVERIFY2(submitted, submitted ? "" : qPrintable(submitted.error().text));
        const auto *view = pane.findChild<QTreeView *>();
        QTRY_COMPARE_WITH_TIMEOUT(view->model()->rowCount(), 1, 20'000);
        QCOMPARE(view->model()->index(0, 0).data().toString(), u"Example article"_s);
        QSignalSpy opened(&pane, &Pane::openRequested);
        Q_EMIT const_cast<QTreeView *>(view)->activated(view->model()->index(0, 0));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<PaneTarget>().pane, u"contexts"_s);
        QVERIFY(!opened.first().first().value<PaneTarget>().contextId.isEmpty());
    }

    void pastingTakesIn()
    {
        HomePane pane(m_workspace.get(), m_settings.get());
        QSignalSpy wished(&pane, &Pane::windowActionRequested);
        pane.show();
        QTest::keyClick(&pane, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.first().first().toString(), u"intake.paste"_s);
    }

    void aTileOpensExactlyWhatItCounts()
    {
        HomePane pane(m_workspace.get(), m_settings.get());
        QSignalSpy opened(&pane, &Pane::openRequested);
        for (auto *tile : pane.findChildren<NeedTile *>())
            tile->click();
        QCOMPARE(opened.size(), 3);
        QCOMPARE(opened.at(1).first().value<PaneTarget>().filter.statuses, QList{ContextStatus::Quarantined});
    }

private:
    static Result<Json> wait(const QFuture<Result<Json>> &future)
    {
        QFutureWatcher<Result<Json>> watcher;
        QSignalSpy finished(&watcher, &QFutureWatcher<Result<Json>>::finished);
        watcher.setFuture(future);
        if (!future.isFinished() && !finished.wait(20'000))
            return fail(ErrorCode::Internal, u"no answer"_s);
        return future.result();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
};

QTEST_MAIN(TestHomePane)
#include "tst_homepane.moc"
