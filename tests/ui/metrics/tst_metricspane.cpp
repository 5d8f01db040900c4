// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/metricspane.h"

#include "common/theme.h"
#include "metrics/alertsview.h"
#include "metrics/boardview.h"
#include "metrics/healthview.h"
#include "metrics/panelboard.h"
#include "metrics/panelcard.h"
#include "metrics/slowview.h"
#include "ui/namelesscontrols.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QAction>
#include <QLabel>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QTreeWidget>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kLongMs = 40'000;

} // namespace

/// Metrics in the window, over a real workspace.
class TestMetricsPane : public QObject
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
    }
    void cleanupTestCase()
    {
        m_workspace.reset();
        m_theme.reset();
    }
    void init()
    {
        m_pane = std::make_unique<MetricsPane>(m_workspace.get());
        m_pane->resize(1200, 720);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        QTRY_VERIFY_WITH_TIMEOUT(m_pane->isReady(), kLongMs);
    }
    void cleanup() { m_pane.reset(); }

    void dashboardsShip()
    {
        const Json boards = run(u"dashboard.list"_s, Json::object()).value("dashboards");
        QVERIFY(boards.size() >= 5);
        for (const Json &board : boards.items()) {
            const QString id = board.value("id").toString();
            m_pane->boards()->showBoard(id);
            QTRY_COMPARE(document()->board().id, id);
            QVERIFY(!document()->board().panels.isEmpty());
            QTRY_VERIFY(!panels()->cards().isEmpty());
            // What was never measured is no error.
            QTest::qWait(50);
        }
        QCOMPARE(namelessControls(m_pane.get()), QStringList());
    }

    void eachEditIsSavedAndUndone()
    {
        m_pane->boards()->showBoard(u"overview"_s);
        QTRY_COMPARE(document()->board().id, u"overview"_s);
        const qsizetype before = document()->board().panels.size();
        panels()->setCurrent(document()->board().panels.constFirst().id);
        QTest::keyClick(panels()->current(), Qt::Key_Delete);
        QCOMPARE(document()->board().panels.size(), before - 1);
        QTRY_COMPARE(savedPanels(), before - 1);
        QTest::qWait(300); // our own saving comes back and changes nothing
        QVERIFY(document()->history()->canUndo());
        m_pane->boards()->action(u"undo"_s)->trigger();
        QTRY_COMPARE(savedPanels(), before);
        panels()->setCurrent(document()->board().panels.constFirst().id);
        QTest::keyClick(panels()->current(), Qt::Key_Delete);
        QTRY_COMPARE(savedPanels(), before - 1);
        m_pane->boards()->action(u"resetBoard"_s)->trigger();
        QTRY_COMPARE(document()->board().panels.size(), before);
    }

    void zoomsAreGoneBackFrom()
    {
        BoardView *boards = m_pane->boards();
        boards->setRange(TimeRange::last(3600));
        const TimeRange before = boards->range();
        boards->setRange(TimeRange::fixed(1'790'000'000, 1'790'000'600));
        QVERIFY(std::abs(panels()->from() - 1'790'000'000) < 1);
        boards->back();
        QCOMPARE(boards->range(), before);
    }

    void whatIsMeasuredAppearsByTheSecond()
    {
        PanelInfo panel;
        panel.title = u"Temperature"_s;
        panel.kind = PanelKind::Line;
        panel.cells = QRect(0, 0, 12, 3);
        PanelQuery query;
        query.metric = u"custom_temperature"_s;
        query.function = u"last"_s;
        panel.queries = {query};
        const QString id = document()->add(panel);
        m_pane->boards()->setRange(TimeRange::last(300));
        m_pane->boards()->setLive(true);
        const auto hasValue = [&] {
            run(u"metrics.record"_s, Json::object({{"name", "temperature"}, {"value", 21.5}}));
            const PanelCard *card = panels()->card(id);
            return card && !card->content().isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasValue(), kLongMs);
        QCOMPARE(LineSums::of(panels()->card(id)->content().lines.constFirst().series()).last, 21.5);
        document()->remove(id);
    }

    void problemsStayUntilTheyAreAcknowledged()
    {
        const QAbstractItemModelTester alerts(m_pane->alerts()->alerts());
        const QAbstractItemModelTester rules(m_pane->alerts()->rules());
        m_pane->setTab(MetricsPane::Tab::Alerts);
        QTRY_VERIFY(m_pane->alerts()->rules()->rowCount() > 0);
        run(u"alert.save"_s,
            parsed(R"({"rule":{"title":"Warm","enabled":true,"severity":"warning","kind":"threshold","metric":"custom_temperature","function":"last",
                "window":600,"op":">","value":20,"for":0,"notify":{"desktop":false,"webhook":null}}})"));
        const auto isRaised = [&] {
            run(u"metrics.record"_s, Json::object({{"name", "temperature"}, {"value", 22}}));
            return m_pane->alerts()->alerts()->rowCount() == 1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRaised(), kLongMs);
        m_pane->alerts()->setFocus();
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_A, Qt::ShiftModifier);
        const auto unacknowledged = [&] { return run(u"alert.list"_s, Json::object({{"open", true}})).value("unacknowledged").toInt(-1); };
        QTRY_COMPARE(unacknowledged(), 0);
    }

    void everyPartHasItsHealth()
    {
        m_pane->setTab(MetricsPane::Tab::Health);
        QTRY_VERIFY(m_pane->health()->tree()->topLevelItemCount() > 2);
        const QTreeWidgetItem *first = m_pane->health()->tree()->topLevelItem(0);
        QVERIFY(!first->text(0).isEmpty() && !first->text(1).isEmpty() && !first->text(3).isEmpty());
    }

    void everyTabFollowsTheTheme()
    {
        using Tab = MetricsPane::Tab;
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            Theme::current()->setMode(mode);
            for (int tab = 0; tab <= static_cast<int>(Tab::Slow); ++tab) {
                m_pane->setTab(static_cast<Tab>(tab));
                QTest::qWait(300);
                const QImage picture = m_pane->grab().toImage();
                QSet<QRgb> colors;
                for (int y = 0; y < picture.height(); y += 3) {
                    for (int x = 0; x < picture.width(); x += 3)
                        colors.insert(picture.pixel(x, y));
                }
                QVERIFY2(colors.size() > 8, qPrintable(QString::number(tab))); // something is there
                for (QAbstractScrollArea *area : m_pane->findChildren<QAbstractScrollArea *>()) {
                    if (!area->isVisible() || area->viewport()->width() < 8 || area->viewport()->height() < 8)
                        continue;
                    const QColor ground
                        = area->viewport()->grab().toImage().pixelColor(area->viewport()->width() - 3, area->viewport()->height() - 3);
                    QVERIFY2((ground.lightness() < 128) == (mode == ThemeMode::Dark),
                             qPrintable(u"tab %1: %2 is %3"_s.arg(tab).arg(QString::fromLatin1(area->metaObject()->className()), ground.name())));
                }
            }
        }
    }

    void whatWasNeverMeasuredIsNoProblem()
    {
        m_pane->boards()->showBoard(u"agents"_s);
        QTRY_COMPARE(document()->board().id, u"agents"_s);
        QTRY_VERIFY(!panels()->cards().isEmpty());
        const auto saysSo = [this] {
            const auto labels = panels()->findChildren<QLabel *>();
            return std::ranges::count_if(labels, [](const QLabel *label) { return label->text() == u"Nothing was measured in this time."_s; });
        };
        QTRY_VERIFY(saysSo() > 0);
        const auto labels = panels()->findChildren<QLabel *>();
        QVERIFY(std::ranges::none_of(labels, [](const QLabel *label) { return label->text().contains("there is no metric"_L1); }));
    }

private:
    static Json parsed(const QByteArray &text) { return Json::parseStrict(text).value(); }
    Json run(const QString &command, const Json &args)
    {
        auto future = m_workspace->execute(command, args, m_workspace->actor());
        while (!future.isFinished())
            QTest::qWait(2);
        const Result<Json> result = future.result();
        if (!result)
            qWarning("%s: %s", qPrintable(command), qPrintable(result.error().text));
        return result.value_or(Json());
    }
    [[nodiscard]] qsizetype savedPanels() { return run(u"dashboard.get"_s, Json::object({{"id", "overview"}})).value("panels").size(); }
    [[nodiscard]] PanelBoard *panels() const { return m_pane->boards()->panels(); }
    [[nodiscard]] BoardDocument *document() const { return m_pane->boards()->document(); }

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<MetricsPane> m_pane;
};

QTEST_MAIN(TestMetricsPane)
#include "tst_metricspane.moc"
