// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/panelboard.h"

#include "common/theme.h"
#include "metrics/boardexport.h"
#include "metrics/panelcard.h"
#include "metrics/plotview.h"
#include "ui/namelesscontrols.h"

#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr double kFrom = 1'790'000'000;
constexpr double kTo = kFrom + 3600;

PanelInfo panel(const QString &id, PanelKind kind, const QRect &cells)
{
    PanelInfo info;
    info.id = id;
    info.title = u"Panel "_s + id;
    info.kind = kind;
    info.cells = cells;
    info.queries = {PanelQuery()};
    return info;
}

PlotContent content(PanelKind kind)
{
    PlotContent content;
    content.kind = kind;
    content.unit = Unit::Seconds;
    for (int line = 0; line < 3; ++line) {
        Series series;
        series.name = u"</script> line %1"_s.arg(line);
        for (int i = 0; i < 360; ++i) {
            series.times.append(kFrom + i * 10);
            series.values.append(i == 100 ? std::nan("") : 0.01 * (2 + line + std::sin(i / 20.0)));
        }
        content.lines.append(PlotLine(series));
    }
    content.buckets.bounds = {0.01, 0.1, 1};
    for (int i = 0; i < 360; ++i) {
        content.buckets.times.append(kFrom + i * 10);
        content.buckets.counts.append({double(i % 7), 3, double(i % 2)});
    }
    return content;
}

} // namespace

/// Panels on their board: by mouse, by keyboard, and into files.
class TestPanelBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        m_document = std::make_unique<BoardDocument>();
        m_board = std::make_unique<PanelBoard>(m_document.get());
        BoardInfo board;
        board.id = u"b"_s;
        board.title = u"Board"_s;
        board.panels = {panel(u"a"_s, PanelKind::Line, {0, 0, 6, 3}), panel(u"b"_s, PanelKind::Stacked, {6, 0, 6, 3}),
                        panel(u"c"_s, PanelKind::HeatMap, {0, 3, 12, 3})};
        m_document->setBoard(board);
        m_board->resize(1200, 640);
        m_board->setRange(kFrom, kTo);
        m_board->show();
        QVERIFY(QTest::qWaitForWindowActive(m_board.get()));
        for (PanelCard *card : m_board->cards())
            card->setContent(content(card->info().kind), {});
        m_board->setCurrent(u"a"_s);
        drawAll();
    }
    void cleanup()
    {
        m_board.reset();
        m_document.reset();
        m_theme.reset();
    }

    void oneCrosshairIsForAllPanels()
    {
        PlotView *plot = card(u"a"_s)->plot();
        const QPoint place(plot->xOf(kFrom + 1800), plot->height() / 2);
        QTest::mouseMove(plot, place);
        QTRY_VERIFY(m_board->crosshair());
        QVERIFY(std::abs(*m_board->crosshair() - (kFrom + 1800)) < 20);
        QCOMPARE(card(u"b"_s)->plot()->crosshair(), m_board->crosshair());
        const QStringList said = plot->readout();
        QCOMPARE(said.size(), 4); // the time and three lines
        QVERIFY(said.at(1).contains(u"ms"_s));
        QVERIFY(card(u"c"_s)->plot()->readout().size() > 1);
    }

    void whatHappenedIsSaidAtTheCrosshair()
    {
        m_board->setMarks({{kFrom + 1800, PlotMark::Kind::Publish, u"Version 3 was published"_s}});
        m_board->setCrosshair(kFrom + 1801);
        QVERIFY(card(u"a"_s)->plot()->readout().contains(u"Version 3 was published"_s));
        m_board->setCrosshair(kFrom + 100);
        QVERIFY(!card(u"a"_s)->plot()->readout().contains(u"Version 3 was published"_s));
    }

    void aGapHasNoValue()
    {
        m_board->setCrosshair(kFrom + 1000);
        QCOMPARE(card(u"a"_s)->plot()->readout().size(), 1);
    }

    void aDragChoosesATimeAndADoubleClickGoesBack()
    {
        PlotView *plot = card(u"a"_s)->plot();
        QSignalSpy ranges(m_board.get(), &PanelBoard::rangeRequested);
        QSignalSpy back(m_board.get(), &PanelBoard::backRequested);
        const int y = plot->height() / 2;
        QTest::mousePress(plot, Qt::LeftButton, {}, {plot->xOf(kFrom + 900), y});
        QTest::mouseMove(plot, {plot->xOf(kFrom + 1500), y});
        QTest::mouseRelease(plot, Qt::LeftButton, {}, {plot->xOf(kFrom + 1800), y});
        QCOMPARE(ranges.size(), 1);
        QVERIFY(std::abs(ranges.at(0).at(0).toDouble() - (kFrom + 900)) < 20);
        QVERIFY(std::abs(ranges.at(0).at(1).toDouble() - (kFrom + 1800)) < 20);
        QTest::mouseDClick(plot, Qt::LeftButton, {}, {plot->xOf(kFrom + 900), y});
        QCOMPARE(back.size(), 1);
    }

    void theWheelZoomsAroundThePointer()
    {
        PlotView *plot = card(u"b"_s)->plot();
        QSignalSpy ranges(m_board.get(), &PanelBoard::rangeRequested);
        const QPoint place(plot->xOf(kFrom + 900), plot->height() / 2);
        const auto turn = [&](Qt::KeyboardModifiers modifiers) {
            QWheelEvent event(place, plot->mapToGlobal(place), {}, {0, 120}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(plot, &event);
        };
        turn(Qt::NoModifier); // not where the focus is: the board scrolls
        QCOMPARE(ranges.size(), 0);
        turn(Qt::ControlModifier);
        QCOMPARE(ranges.size(), 1);
        const double from = ranges.at(0).at(0).toDouble();
        const double to = ranges.at(0).at(1).toDouble();
        QVERIFY(from > kFrom && to < kTo);
        QVERIFY(std::abs((kFrom + 900 - from) / (to - from) - 0.25) < 0.02);
        m_board->setCurrent(u"b"_s);
        turn(Qt::NoModifier);
        QCOMPARE(ranges.size(), 2);
    }

    void aPanelIsMovedByItsTitleAndTheOthersMakeWay()
    {
        PanelCard *moved = card(u"c"_s);
        const QPoint start(40, 8);
        QTest::mousePress(moved, Qt::LeftButton, {}, start);
        QTest::mouseMove(moved, start - QPoint(0, 60));
        QTest::mouseMove(moved, moved->mapFromGlobal(m_board->mapToGlobal(QPoint(60, 10))));
        QTest::mouseRelease(moved, Qt::LeftButton, {}, moved->mapFromGlobal(m_board->mapToGlobal(QPoint(60, 10))));
        QCOMPARE(m_document->board().panel(u"c"_s)->cells.top(), 0);
        QVERIFY(m_document->board().panel(u"a"_s)->cells.top() > 0);
        QCOMPARE(m_document->history()->count(), 1);
        m_document->history()->undo();
        QCOMPARE(m_document->board().panel(u"c"_s)->cells, QRect(0, 3, 12, 3));
    }

    void aPanelIsResizedByItsCorner()
    {
        PanelCard *sized = card(u"a"_s);
        const int width = sized->width();
        const QPoint corner(sized->width() - 3, sized->height() - 3);
        QTest::mousePress(sized, Qt::LeftButton, {}, corner);
        QTest::mouseMove(sized, corner + QPoint(110, 90));
        QTest::mouseMove(sized, corner + QPoint(210, 90));
        QTest::mouseRelease(sized, Qt::LeftButton, {}, corner + QPoint(210, 90));
        QVERIFY(m_document->board().panel(u"a"_s)->cells.width() > 6);
        QCOMPARE(m_document->board().panel(u"a"_s)->cells.height(), 4);
        QVERIFY(sized->width() > width);
    }

    void everythingWorksByKeyboard()
    {
        PanelCard *first = card(u"a"_s);
        QTest::keyClick(first, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(m_document->board().panel(u"a"_s)->cells.left(), 1);
        QTest::keyClick(first, Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_document->board().panel(u"a"_s)->cells.height(), 4);
        m_document->history()->undo(); // moves and sizes in one go are one edit
        QCOMPARE(m_document->board().panel(u"a"_s)->cells, QRect(0, 0, 6, 3));
        QTest::keyClick(first, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(m_document->board().panel(u"a"_s)->cells.top(), 6);
        m_document->history()->undo();

        QTest::keyClick(first, Qt::Key_Down);
        QCOMPARE(m_board->current(), card(u"c"_s));
        QTest::keyClick(m_board->current(), Qt::Key_Up);
        m_board->setCurrent(u"a"_s);
        QTest::keyClick(first, Qt::Key_End);
        QCOMPARE(m_board->crosshair(), kTo);
        QTest::keyClick(first, Qt::Key_Left);
        QVERIFY(*m_board->crosshair() < kTo);
        QTest::keyClick(first, Qt::Key_Escape);
        QVERIFY(!m_board->crosshair());
        QSignalSpy ranges(m_board.get(), &PanelBoard::rangeRequested);
        QTest::keyClick(first, Qt::Key_Plus);
        QCOMPARE(ranges.size(), 1);
        QSignalSpy edits(m_board.get(), &PanelBoard::editRequested);
        QTest::keyClick(first, Qt::Key_Return);
        QCOMPARE(edits.size(), 1);
        QTest::keyClick(first, Qt::Key_Delete);
        QVERIFY(!m_document->board().panel(u"a"_s));
        m_document->history()->undo();
        QVERIFY(m_document->board().panel(u"a"_s));
    }

    void whatMayOnlyBeViewedStays()
    {
        m_board->setEditable(false);
        QTest::keyClick(card(u"a"_s), Qt::Key_Delete);
        QTest::keyClick(card(u"a"_s), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(m_document->history()->count() == 0);
    }

    void onePanelTakesAllTheRoom()
    {
        m_board->setEnlarged(u"b"_s);
        QVERIFY(!card(u"a"_s)->isVisible());
        QVERIFY(card(u"b"_s)->width() > 1000);
        QTest::keyClick(card(u"b"_s), Qt::Key_Escape);
        QVERIFY(card(u"a"_s)->isVisible());
    }

    void aNewPanelStandsWhereThereIsRoom()
    {
        const QString id = m_document->add(panel(u"a"_s, PanelKind::Value, {0, 0, 3, 2}));
        QVERIFY(id != u"a"_s);
        QCOMPARE(m_document->board().panel(id)->cells, QRect(0, 6, 3, 2));
        QVERIFY(m_board->card(id));
    }

    void filesHoldWhatIsShown()
    {
        QTemporaryDir folder;
        BoardExport out{.title = u"Board <1>"_s,
                        .from = kFrom,
                        .to = kTo,
                        .panels = m_board->cards(),
                        .marks = {{kFrom + 60, PlotMark::Kind::Alert, u"Alert"_s}}};
        for (const QString &name : {u"a.png"_s, u"a.svg"_s, u"a.csv"_s, u"a.html"_s}) {
            const auto written = out.writeTo(folder.filePath(name));
            QVERIFY2(written, written ? "" : qPrintable(written.error().text));
        }
        QVERIFY(!QImage(folder.filePath(u"a.png"_s)).isNull());
        QVERIFY(bytes(folder.filePath(u"a.svg"_s)).contains("<svg"));
        const QByteArrayList lines = bytes(folder.filePath(u"a.csv"_s)).split('\n');
        QCOMPARE(lines.constFirst(), "panel,line,time,value\r");
        QVERIFY(lines.at(1).startsWith("Panel a,</script> line 0,2026-"));
        const QByteArray page = bytes(folder.filePath(u"a.html"_s));
        QVERIFY(page.contains("Board &lt;1&gt;"));
        QCOMPARE(page.count("</script>"), 2); // names do not end the script
        QVERIFY(!page.contains("http://") || page.count("http://") == page.count("http://www.w3.org/"));
        const qsizetype begin = page.indexOf("id=\"data\">") + 10;
        const auto data = Json::parse(page.sliced(begin, page.indexOf("</script>", begin) - begin));
        QVERIFY(data);
        QCOMPARE(data->value("panels").size(), 3);
        QCOMPARE(data->value("panels").at(0).value("lines").at(0).value("values").size(), 360);
        QVERIFY(data->value("panels").at(0).value("lines").at(0).value("values").at(100).isNull());
        QVERIFY(!out.writeTo(folder.filePath(u"a.exe"_s)));
    }

    void everyControlHasAName() { QCOMPARE(namelessControls(m_board.get()), QStringList()); }

    void bothThemesAreDrawn()
    {
        const QImage light = m_board->grab().toImage();
        m_theme->setMode(ThemeMode::Dark);
        drawAll();
        QVERIFY(m_board->grab().toImage() != light);
    }

private:
    [[nodiscard]] PanelCard *card(const QString &id) const { return m_board->card(id); }
    void drawAll() const
    {
        QCoreApplication::processEvents();
        for (const PanelCard *card : m_board->cards())
            card->plot()->drawNow();
    }
    static QByteArray bytes(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<BoardDocument> m_document;
    std::unique_ptr<PanelBoard> m_board;
};

QTEST_MAIN(TestPanelBoard)
#include "tst_panelboard.moc"
