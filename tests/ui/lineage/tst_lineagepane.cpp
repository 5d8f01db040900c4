// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagepane.h"

#include "common/paneheader.h"
#include "common/theme.h"
#include "lineage/lineageview.h"
#include "ui/namelesscontrols.h"
#include "workspace/workspace.h"

#include <QAbstractScrollArea>
#include <QComboBox>
#include <QLabel>
#include <QSet>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kLongMs = 40'000;

} // namespace

/// Lineage in the window, over a real workspace in which an article was written.
class TestLineagePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        WorkspaceOptions options;
        options.path = m_folder.filePath(u"test.millrace"_s);
        options.indexPath = m_folder.filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
        const auto document = Json::parse(
            R"({"id":"mills","type":"article","data":{"title":"Mills","source_text":"At the river a mill ran all night. In spring its wheel was mended. The miller wrote it down.","audience":"general","tone":"neutral","length":"short"}})");
        QVERIFY(document);
        run(u"submit.documents"_s, Json::object({{"pipeline", "template,ai_generator,transformer"}, {"documents", Json::array({*document})}}));
        run(u"engine.wait"_s, Json::object({{"wait_s", 0}}));
    }
    void cleanupTestCase()
    {
        m_workspace.reset();
        m_theme.reset();
    }
    void init()
    {
        m_pane = std::make_unique<LineagePane>(m_workspace.get());
        m_pane->resize(1280, 800);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        m_pane->open({.pane = u"lineage"_s, .contextId = u"mills"_s});
        QTRY_VERIFY_WITH_TIMEOUT(!view()->graph().isEmpty(), kLongMs);
    }
    void cleanup() { m_pane.reset(); }

    void whatIsLookedAtHasItsNameAtBothLevels()
    {
        const auto isNamed = [this] {
            const auto labels = m_pane->findChild<PaneHeader *>()->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains("mills"_L1, Qt::CaseInsensitive); });
        };
        QTRY_VERIFY(isNamed());
        for (QComboBox *box : m_pane->findChildren<QComboBox *>()) {
            if (box->accessibleName() == u"Level"_s)
                box->setCurrentIndex(1);
        }
        QTRY_VERIFY(std::ranges::any_of(view()->graph().nodes(), [](const ShownNode &node) { return node.kind == ShownKind::Field; }));
        QTRY_VERIFY(isNamed());
    }

    void everyPageFollowsTheTheme()
    {
        auto *tabs = m_pane->findChild<QTabBar *>();
        QVERIFY(tabs);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            Theme::current()->setMode(mode);
            for (int page = 0; page < tabs->count(); ++page) {
                tabs->setCurrentIndex(page);
                QTest::qWait(300);
                const QImage picture = m_pane->grab().toImage();
                QVERIFY(!picture.isNull());
                QSet<QRgb> colors;
                for (int y = 0; y < picture.height(); y += 3) {
                    for (int x = 0; x < picture.width(); x += 3)
                        colors.insert(picture.pixel(x, y));
                }
                QVERIFY2(colors.size() > 8, qPrintable(tabs->tabText(page))); // something is there
                for (QAbstractScrollArea *area : m_pane->findChildren<QAbstractScrollArea *>()) {
                    if (!area->isVisible() || area->viewport()->width() < 8 || area->viewport()->height() < 8)
                        continue;
                    const QColor ground
                        = area->viewport()->grab().toImage().pixelColor(area->viewport()->width() - 3, area->viewport()->height() - 3);
                    QVERIFY2(
                        (ground.lightness() < 128) == (mode == ThemeMode::Dark),
                        qPrintable(u"%1: %2 is %3"_s.arg(tabs->tabText(page), QString::fromLatin1(area->metaObject()->className()), ground.name())));
                }
            }
        }
        tabs->setCurrentIndex(0);
        QCOMPARE(namelessControls(m_pane.get()), QStringList());
    }

private:
    void run(const QString &command, const Json &args)
    {
        QFuture<Result<Json>> future = m_workspace->execute(command, args, m_workspace->actor());
        QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), kLongMs);
        QVERIFY2(future.result(), qPrintable(future.result() ? QString() : future.result().error().text));
    }
    [[nodiscard]] LineageView *view() const { return m_pane->findChild<LineageView *>(); }

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<LineagePane> m_pane;
};

QTEST_MAIN(TestLineagePane)
#include "tst_lineagepane.moc"
