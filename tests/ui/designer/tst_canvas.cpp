// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designersupport.h"

#include "common/icons.h"
#include "designer/designlayout.h"
#include "designer/nodesearch.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <cstdlib>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Equal, but for what the rounding of a clipped line makes of its edge.
bool isNear(QRgb a, QRgb b)
{
    constexpr int kRounding = 12;
    return std::abs(qRed(a) - qRed(b)) <= kRounding && std::abs(qGreen(a) - qGreen(b)) <= kRounding && std::abs(qBlue(a) - qBlue(b)) <= kRounding;
}

} // namespace

class TestCanvas : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void everyComponentHasItsIcon()
    {
        QHash<QString, QString> named;
        QStringList coloured;
        for (const ComponentDescriptor &component : builtInComponents()) {
            QVERIFY2(Icons::has(component.icon), qPrintable(component.name + u" has no icon, but names "_s + component.icon));
            QVERIFY2(!named.contains(component.icon), qPrintable(component.name + u" looks like "_s + named.value(component.icon)));
            named.insert(component.icon, component.name);
            // In the colour of the text: a drawing with colours of its own shouts.
            const QImage image = Icons::pixmap(component.icon, 32, 1, Qt::red).toImage();
            for (int i = 0; i < image.width() * image.height(); ++i) {
                const QColor ink = image.pixelColor(i % image.width(), i / image.width());
                if (ink.alpha() > 64 && (ink.red() < 200 || ink.green() > 60 || ink.blue() > 60) && !coloured.contains(component.icon))
                    coloured.append(component.icon);
            }
        }
        QCOMPARE(coloured.join(u' '), QString());
        for (const char *sign : {"window-pin", "media-playback-pause", "question", "sign-warning", "status-failed", "status-completed"})
            QVERIFY2(Icons::has(QString(QLatin1StringView(sign))), sign);
    }

    void everythingIsSeenAtFirst()
    {
        EditedCanvas edited(smallPipeline());
        for (int node = 0; node < 4; ++node)
            QVERIFY(edited->rect().contains(edited->view().toPixels(edited->scene().card(node)).toRect()));
        QVERIFY(!edited->grab().isNull());
    }

    void aClickChoosesAndEscapeLetsGo()
    {
        EditedCanvas edited(smallPipeline());
        QTest::mouseClick(&edited.canvas, Qt::LeftButton, {}, edited.at(u"filter"_s));
        QCOMPARE(edited->selection().nodes, QStringList{u"filter"_s});
        QTest::mouseClick(&edited.canvas, Qt::LeftButton, Qt::ShiftModifier, edited.at(u"tag"_s));
        QCOMPARE(edited->selection().nodes, (QStringList{u"filter"_s, u"tag"_s}));
        QTest::mouseClick(&edited.canvas, Qt::LeftButton, Qt::ControlModifier, edited.at(u"filter"_s));
        QCOMPARE(edited->selection().nodes, QStringList{u"tag"_s});
        QTest::keyClick(&edited.canvas, Qt::Key_Escape);
        QVERIFY(edited->selection().isEmpty());
        QTest::mouseClick(&edited.canvas, Qt::LeftButton, {}, edited.onLink(0));
        QCOMPARE(edited->selection().links.size(), 1);
    }

    void aRubberBandChoosesWhatItTouches()
    {
        EditedCanvas edited(smallPipeline());
        drag(&edited.canvas, edited.at(u"template"_s) - QPoint(120, 60), edited.at(u"filter"_s));
        QCOMPARE(edited->selection().nodes, (QStringList{u"template"_s, u"filter"_s}));
    }

    void aDragIsOneEditOnTheGrid()
    {
        EditedCanvas edited(smallPipeline());
        const QPointF before = edited->scene().graph().find(u"tag"_s)->position;
        drag(&edited.canvas, edited.at(u"tag"_s), edited.at(u"tag"_s) + QPoint(61, 83));
        QCOMPARE(edited.stack.edits().size(), 1);
        const QPointF after = edited->scene().graph().find(u"tag"_s)->position;
        QVERIFY(after != before);
        QCOMPARE(after, DesignLayout::snapped(after));
        edited.undo();
        QCOMPARE(edited->scene().graph().find(u"tag"_s)->position, before);
        QCOMPARE(edited.stack.definition().toBytes(), smallPipeline().toBytes());
    }

    void aDraggedCardStopsAtTheEdgeOfAnother()
    {
        EditedCanvas edited(smallPipeline());
        const double scale = edited->view().scale;
        // Nearly below the filter: its left edge comes to stand under the filter's.
        const QPoint by(int((296 - 592 + 3) * scale), int(40 * scale));
        drag(&edited.canvas, edited.at(u"tag"_s), edited.at(u"tag"_s) + by);
        QCOMPARE(edited->scene().graph().find(u"tag"_s)->position.x(), 296.0);
    }

    void escapeTakesADragBack()
    {
        EditedCanvas edited(smallPipeline());
        const QPoint from = edited.at(u"tag"_s);
        QTest::mousePress(&edited.canvas, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, from + QPoint(80, 80), edited->mapToGlobal(from + QPoint(80, 80)), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&edited.canvas, &move);
        QVERIFY(edited->hasGesture());
        QTest::keyClick(&edited.canvas, Qt::Key_Escape);
        QTest::mouseRelease(&edited.canvas, Qt::LeftButton, {}, from + QPoint(80, 80));
        QCOMPARE(edited.stack.edits().size(), 0);
        QCOMPARE(edited->scene().graph().find(u"tag"_s)->position, QPointF(592, 200));
    }

    void linksAreDrawnFromPortToCard()
    {
        EditedCanvas edited(smallPipeline());
        drag(&edited.canvas, edited.portAt(u"filter"_s, u"rejected"_s), edited.at(u"tag"_s));
        QCOMPARE(edited.links().last(), u"filter.rejected>tag.in"_s);
        edited.undo();
        // From the way in, backwards, too.
        drag(&edited.canvas, edited.portAt(u"tag"_s, u"in"_s), edited.portAt(u"filter"_s, u"rejected"_s));
        QCOMPARE(edited.links().last(), u"filter.rejected>tag.in"_s);
    }

    void whatDoesNotFitIsRefusedWithTheReason()
    {
        EditedCanvas edited(smallPipeline());
        QSignalSpy failed(&edited.canvas, &Canvas::failed);
        drag(&edited.canvas, edited.portAt(u"template"_s, u"out"_s), edited.at(u"tag"_s));
        QCOMPARE(edited.stack.edits().size(), 0);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.first().at(1).toString().contains(u"Filter"_s));
    }

    void aPortTellsItsFieldsAndALinkOfAnotherTypeIsRefused()
    {
        DraftEditor editor(smallPipeline());
        editor.disconnect(linksOf(smallPipeline()));
        editor.addNode(Json::object({{"id", "cut"}, {"title", "Cut"}, {"component", "tokenize"}, {"config", Json::object()}}), {0, 200});
        editor.addNode(Json::object({{"id", "sum"}, {"title", "Sum"}, {"component", "summarize"}, {"config", Json::object({{"field", "tokens"}})}}),
                       {296, 400});
        editor.connect({u"template"_s, u"out"_s}, {u"cut"_s, u"in"_s});
        EditedCanvas edited(editor.definition());
        edited->fitAll();
        QSignalSpy failed(&edited.canvas, &Canvas::failed);
        QSignalSpy hinted(&edited.canvas, &Canvas::hinted);
        drag(&edited.canvas, edited.portAt(u"cut"_s, u"out"_s), edited.at(u"sum"_s));
        QCOMPARE(edited.stack.edits().size(), 0);
        QCOMPARE(failed.size(), 1);
        const QString why = failed.first().at(1).toString();
        QVERIFY2(why.contains(u"tokens"_s) && why.contains(u"Cut"_s) && why.contains(u"an object"_s) && why.contains(u"a text"_s), qPrintable(why));
        // What fails never had them; and with another field it fits.
        drag(&edited.canvas, edited.portAt(u"cut"_s, u"error"_s), edited.at(u"sum"_s));
        QCOMPARE(edited.links().last(), u"cut.error>sum.in"_s);
        edited.undo();
        DraftEditor other(edited.stack.definition());
        other.setNodeMember(u"sum"_s, "config", Json::object());
        QVERIFY(edited.stack.push(other.finish(u"field"_s)));
        edited->setDefinition(edited.stack.definition());
        drag(&edited.canvas, edited.portAt(u"cut"_s, u"out"_s), edited.at(u"sum"_s));
        QCOMPARE(edited.links().last(), u"cut.out>sum.in"_s);
        // The ports say what goes through them, to the pointer and to the ear.
        const auto hover = [&](QPoint at) {
            QMouseEvent move(QEvent::MouseMove, at, edited->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
            QApplication::sendEvent(&edited.canvas, &move);
        };
        hover(edited.portAt(u"cut"_s, u"out"_s));
        QVERIFY2(hinted.last().first().toString().contains(u"tokens (an object)"_s), qPrintable(hinted.last().first().toString()));
        hover(edited.portAt(u"cut"_s, u"in"_s));
        QVERIFY2(hinted.last().first().toString().contains(u"source_text (a text)"_s), qPrintable(hinted.last().first().toString()));
        edited->setCurrent(u"cut"_s);
        QVERIFY(hinted.last().first().toString().contains(u"reads source_text (a text)"_s));
    }

    void anEndOfALinkCanBeTakenElsewhereOrAway()
    {
        EditedCanvas edited(smallPipeline());
        drag(&edited.canvas, edited.portAt(u"format"_s, u"in"_s), edited.at(u"tag"_s));
        QCOMPARE(edited.links(), (QStringList{u"template.out>filter.in"_s, u"filter.out>tag.in"_s}));
        drag(&edited.canvas, edited.portAt(u"tag"_s, u"in"_s), edited.at(u"tag"_s) + QPoint(-40, 120));
        QCOMPARE(edited.links(), QStringList{u"template.out>filter.in"_s});
    }

    void aLinkDrawnToNowhereAsksForAStep()
    {
        EditedCanvas edited(smallPipeline());
        QSignalSpy asked(&edited.canvas, &Canvas::insertRequested);
        drag(&edited.canvas, edited.portAt(u"filter"_s, u"rejected"_s), edited.portAt(u"filter"_s, u"rejected"_s) + QPoint(40, 160));
        QCOMPARE(asked.size(), 1);
        const int node = asked.first().at(1).toInt();
        const int port = asked.first().at(2).toInt();
        edited->addComponent(u"clean"_s, asked.first().at(0).toPointF(), {node, port});
        QCOMPARE(edited.links().last(), u"filter.rejected>clean.in"_s);
    }

    void aNewStepWiresItselfToWhatIsChosen()
    {
        EditedCanvas edited(smallPipeline());
        edited->setCurrent(u"format"_s);
        edited->addComponent(u"clean"_s);
        QCOMPARE(edited.links().last(), u"format.out>clean.in"_s);
        QCOMPARE(edited->current(), u"clean"_s);
        // Behind a step that leads on already: into its link, and what follows makes room.
        edited->setCurrent(u"template"_s);
        edited->addComponent(u"summarize"_s);
        QVERIFY(edited.links().contains(u"template.out>summarize.in"_s));
        QVERIFY(edited.links().contains(u"summarize.out>filter.in"_s));
        for (int a = 0; a < edited->scene().graph().nodes.size(); ++a) {
            for (int b = 0; b < a; ++b)
                QVERIFY(!edited->scene().card(a).intersects(edited->scene().card(b)));
        }
    }

    void aComponentIsDroppedOnALinkAndGoesIntoIt()
    {
        EditedCanvas edited(smallPipeline());
        QMimeData data;
        data.setData(kComponentMime, "clean");
        const QPoint place = edited.onLink(1);
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&edited.canvas, &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&edited.canvas, &move);
        edited->grab();
        QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&edited.canvas, &drop);
        QCOMPARE(edited.links(), (QStringList{u"template.out>filter.in"_s, u"filter.out>clean.in"_s, u"clean.out>format.in"_s}));
        QCOMPARE(edited.stack.edits().size(), 1);
    }

    void aLinkThatGoesAwayUnderADraggedComponentIsNotHit()
    {
        EditedCanvas edited(smallPipeline());
        QMimeData data;
        data.setData(kComponentMime, "clean");
        const QPoint place = edited.onLink(1);
        const auto dragTo = [&] {
            QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(&edited.canvas, &enter);
            QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(&edited.canvas, &move);
        };
        const auto dropThere = [&] {
            QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(&edited.canvas, &drop);
        };
        // Somebody else takes every link away while the pointer rests on the last one.
        dragTo();
        DraftEditor none(edited.stack.definition());
        none.disconnect(linksOf(edited.stack.definition()));
        QVERIFY(edited.stack.push(none.finish(u"none"_s)));
        edited->setDefinition(edited.stack.definition());
        edited->grab();
        dropThere();
        QVERIFY(edited->scene().graph().find(u"clean"_s));
        QCOMPARE(edited.links(), QStringList());
        edited.undo();
        edited.undo();
        // The first goes: the second has its number now, and stays the one that is meant.
        dragTo();
        DraftEditor one(edited.stack.definition());
        one.disconnect({linksOf(edited.stack.definition()).first()});
        QVERIFY(edited.stack.push(one.finish(u"one"_s)));
        edited->setDefinition(edited.stack.definition());
        edited->grab();
        dropThere();
        QCOMPARE(edited.links(), (QStringList{u"filter.out>clean.in"_s, u"clean.out>format.in"_s}));
    }

    void aLooseCardIsDraggedIntoALink()
    {
        EditedCanvas edited(smallPipeline());
        drag(&edited.canvas, edited.at(u"tag"_s),
             edited.onLink(1) + (edited.at(u"tag"_s) - edited->view().toPixels(edited->scene().card(3).center()).toPoint()));
        QCOMPARE(edited.links(), (QStringList{u"template.out>filter.in"_s, u"filter.out>tag.in"_s, u"tag.out>format.in"_s}));
    }

    void theArrowsWalkAlongTheLinks()
    {
        EditedCanvas edited(smallPipeline());
        QSignalSpy hinted(&edited.canvas, &Canvas::hinted);
        QTest::keyClick(&edited.canvas, Qt::Key_Right);
        QCOMPARE(edited->current(), u"template"_s);
        QTest::keyClick(&edited.canvas, Qt::Key_Right);
        QCOMPARE(edited->current(), u"filter"_s);
        QTest::keyClick(&edited.canvas, Qt::Key_Right);
        QCOMPARE(edited->current(), u"format"_s);
        QTest::keyClick(&edited.canvas, Qt::Key_Down);
        QCOMPARE(edited->current(), u"tag"_s);
        QTest::keyClick(&edited.canvas, Qt::Key_Left);
        QVERIFY(edited->current() != u"tag"_s); // no link leads back: the nearest card on that side
        QTest::keyClick(&edited.canvas, Qt::Key_Home);
        QCOMPARE(edited->current(), u"template"_s);
        QTest::keyClick(&edited.canvas, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(edited->selection().nodes, (QStringList{u"template"_s, u"filter"_s}));
        QVERIFY(hinted.last().first().toString().startsWith(u"Filter"_s));
    }

    void nudgesInARowAreOneEdit()
    {
        EditedCanvas edited(smallPipeline());
        edited->setCurrent(u"tag"_s);
        for (int i = 0; i < 4; ++i)
            edited->nudge({1, 0});
        QCOMPARE(edited->scene().graph().find(u"tag"_s)->position, QPointF(592 + 32, 200));
        QCOMPARE(edited.stack.edits().size(), 1);
    }

    void aGlideThatIsCutShortEndsWhereItLeads()
    {
        if (Theme::motionMs() == 0)
            QSKIP("nothing moves here");
        EditedCanvas edited(smallPipeline());
        const auto positionOfTag = [&] { return edited->scene().graph().find(u"tag"_s)->position; };
        DraftEditor editor(smallPipeline());
        editor.moveNodes({{u"tag"_s, {592, 520}}});
        edited->setDefinition(editor.definition(), true);
        QVERIFY(positionOfTag() != QPointF(592, 520)); // on its way
        editor.moveNodes({{u"template"_s, {0, 520}}});
        edited->setDefinition(editor.definition(), true);
        QTRY_COMPARE(edited->scene().graph().find(u"template"_s)->position, QPointF(0, 520));
        QCOMPARE(positionOfTag(), QPointF(592, 520));
    }

    void whatIsShownAlreadyDisturbsNoDrag()
    {
        EditedCanvas edited(smallPipeline());
        const QPoint from = edited.at(u"tag"_s);
        QTest::mousePress(&edited.canvas, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, from + QPoint(80, 80), edited->mapToGlobal(from + QPoint(80, 80)), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&edited.canvas, &move);
        edited->setDefinition(smallPipeline()); // somebody's pin came, or an answer about versions
        QVERIFY(edited->hasGesture());
        QTest::mouseRelease(&edited.canvas, Qt::LeftButton, {}, from + QPoint(80, 80));
        QCOMPARE(edited.stack.edits().size(), 1);
    }

    void aLinkThatIsFullIsAmberAndSaysSo()
    {
        EditedCanvas edited(smallPipeline());
        const auto amberIn = [&](const QRectF &area) {
            const QImage image = edited->grab(edited->view().toPixels(area).toAlignedRect()).toImage();
            int count = 0;
            for (int i = 0; i < image.width() * image.height(); ++i)
                count += isNear(image.pixel(i % image.width(), i / image.width()), Theme::color(ContextStatus::Retrying).rgb()) ? 1 : 0;
            return count;
        };
        const QRectF first = edited->scene().route(0).boundingRect().adjusted(0, -12, 0, 12);
        const QRectF second = edited->scene().route(1).boundingRect().adjusted(0, -12, 0, 12);
        QCOMPARE(amberIn(first), 0);
        edited->setMarks({}, {{edited->scene().graph().links.first().ref, {40, u"2 min"_s, true, DiffKind::Same}}});
        QVERIFY(amberIn(first) > 40);
        QCOMPARE(amberIn(second), 0);
        QSignalSpy hinted(&edited.canvas, &Canvas::hinted);
        QTest::mouseMove(&edited.canvas, edited.onLink(0));
        QTRY_VERIFY(!hinted.isEmpty() && hinted.last().first().toString().contains(u"full"_s));
    }

    void deletingCanCloseTheGap()
    {
        EditedCanvas edited(smallPipeline());
        edited->setCurrent(u"filter"_s);
        edited->removeSelected(DraftEditor::Gap::Leave);
        QCOMPARE(edited.links(), QStringList());
        QCOMPARE(edited->current(), u"template"_s);
        edited.undo();
        edited->setCurrent(u"filter"_s);
        edited->removeSelected(DraftEditor::Gap::Bridge);
        QCOMPARE(edited.links(), QStringList{u"template.out>format.in"_s});
    }

    void whatIsCutPastesInAnotherWindow()
    {
        EditedCanvas one(smallPipeline());
        EditedCanvas other(Json::object({{"format", "millrace.pipeline/1"}, {"id", "other"}, {"nodes", Json::array()}, {"links", Json::array()}}));
        one->select({.nodes = {u"template"_s, u"filter"_s}});
        one->copySelected(true);
        QCOMPARE(one->scene().graph().nodes.size(), 2);
        QVERIFY(isClip(Json::parse(QApplication::clipboard()->text().toUtf8()).value()));
        other->paste();
        QCOMPARE(other->scene().graph().nodes.size(), 2);
        QCOMPARE(other.links(), QStringList{u"template.out>filter.in"_s});
        QCOMPARE(other->selection().nodes.size(), 2);
        other->paste();
        QVERIFY(other->scene().card(0).topLeft() != other->scene().card(2).topLeft());
        other->duplicateSelected();
        QCOMPARE(other->scene().graph().nodes.size(), 6);
    }

    void whatIsNoClipIsRefused()
    {
        EditedCanvas edited(smallPipeline());
        QSignalSpy failed(&edited.canvas, &Canvas::failed);
        QApplication::clipboard()->setText(u"hello"_s);
        edited->paste();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(edited.stack.edits().size(), 0);
    }

    void cardsAlignAndDistribute()
    {
        EditedCanvas edited(smallPipeline());
        edited->select({.nodes = {u"filter"_s, u"tag"_s}});
        edited->align(DesignLayout::Edge::Left);
        QCOMPARE(edited->scene().graph().find(u"tag"_s)->position.x(), 296.0);
        edited->selectAll();
        edited->distribute(Qt::Vertical);
        QCOMPARE(edited.stack.edits().size(), 2);
    }

    void groupsAndNotesAreMade()
    {
        EditedCanvas edited(smallPipeline());
        edited->select({.nodes = {u"template"_s, u"filter"_s}});
        edited->groupSelected();
        QCOMPARE(edited->scene().graph().groups.size(), 1);
        QVERIFY(edited->scene().group(0).contains(edited->scene().card(0)));
        // A group is dragged by its title.
        const QPointF before = edited->scene().card(0).topLeft();
        edited->fitAll();
        const QPoint title = edited->view().toPixels(edited->scene().group(0).topLeft() + QPointF(30, 14)).toPoint();
        drag(&edited.canvas, title, title + QPoint(0, 60));
        QVERIFY(edited->scene().card(0).top() > before.y());
        edited->ungroupSelected();
        QCOMPARE(edited->scene().graph().groups.size(), 0);
        edited->addNote();
        QCOMPARE(edited->scene().graph().notes.size(), 1);
        QVERIFY(!edited->grab().isNull());
    }

    void aNoteIsResizedByItsCorner()
    {
        DraftEditor editor(smallPipeline());
        editor.addNote(u"Why it is so"_s, {0, 300, 200, 96});
        EditedCanvas edited(editor.definition());
        const auto rect = [&] { return edited->scene().graph().notes.first().rect; };
        const QRectF before = rect();
        const QPoint corner = edited->view().toPixels(before.bottomRight()).toPoint() - QPoint(3, 3);
        drag(&edited.canvas, corner, corner + QPoint(70, 50));
        QCOMPARE(edited.stack.edits().size(), 1);
        QCOMPARE(rect().topLeft(), before.topLeft());
        QVERIFY(rect().width() > before.width() && rect().height() > before.height());
        QCOMPARE(rect().bottomRight(), DesignLayout::snapped(rect().bottomRight()));
        edited.undo();
        QCOMPARE(rect(), before);
        // Never to nothing.
        drag(&edited.canvas, corner, corner - QPoint(600, 400));
        QVERIFY(rect().width() > 50 && rect().height() > 30);
    }

    void theWheelZoomsAboutThePointer()
    {
        EditedCanvas edited(smallPipeline());
        const QPointF at = edited.at(u"filter"_s);
        const QPointF under = edited->view().toScene(at);
        QWheelEvent wheel(at, edited->mapToGlobal(at), {}, {0, 240}, {}, Qt::ControlModifier, Qt::NoScrollPhase, false);
        const double before = edited->view().scale;
        QApplication::sendEvent(&edited.canvas, &wheel);
        QVERIFY(edited->view().scale > before);
        QVERIFY((edited->view().toScene(at) - under).manhattanLength() < 2);
        QWheelEvent pan(at, edited->mapToGlobal(at), {}, {0, 120}, {}, {}, Qt::NoScrollPhase, false);
        const QPoint origin = edited->view().origin;
        QApplication::sendEvent(&edited.canvas, &pan);
        QVERIFY(edited->view().origin.y() < origin.y());
    }

    void spaceAndDragPan()
    {
        EditedCanvas edited(smallPipeline());
        const QPoint origin = edited->view().origin;
        QTest::keyPress(&edited.canvas, Qt::Key_Space);
        drag(&edited.canvas, {500, 400}, {460, 430});
        QTest::keyRelease(&edited.canvas, Qt::Key_Space);
        QCOMPARE(edited->view().origin, origin + QPoint(40, -30));
        QCOMPARE(edited.stack.edits().size(), 0);
    }

    /// What is moved on the screen and painted in part must look like what is painted whole.
    void aPannedPictureEqualsAFreshOne()
    {
        EditedCanvas edited(largePipeline(120, 180));
        edited->zoomTo(0.6, {500, 350});
        QTest::qWait(300); // until all cards are sharp
        edited->scrollBy({37, -53});
        edited->grab();
        edited->scrollBy({-210, 90});
        QTest::qWait(300);
        const QImage moved = edited->grab().toImage();
        edited->refreshAll();
        QTest::qWait(100);
        const QImage fresh = edited->grab().toImage();
        for (int y = 0; y < fresh.height(); ++y) {
            for (int x = 0; x < fresh.width(); ++x)
                QVERIFY2(isNear(fresh.pixel(x, y), moved.pixel(x, y)), qPrintable(u"other at %1, %2"_s.arg(x).arg(y)));
        }
    }

    void aSearchLooksAtEveryProperty()
    {
        EditedCanvas edited(largePipeline(50, 60));
        const auto found = [&](const QString &query) { return edited->scene().graph().ids(searchNodes(edited->scene(), query)); };
        QCOMPARE(found(u"\"number\":17"_s), QStringList{u"n17"_s});
        QCOMPARE(found(u"type:ai_generator"_s), (QStringList{u"n3"_s, u"n10"_s, u"n17"_s, u"n24"_s, u"n31"_s, u"n38"_s, u"n45"_s}));
        NodeMark wrong;
        wrong.errors = 1;
        edited->setMarks({{u"n3"_s, wrong}}, {});
        QCOMPARE(found(u"is:invalid"_s), QStringList{u"n3"_s});
        QCOMPARE(found(u"-is:invalid"_s).size(), 49);
        QCOMPARE(found(u"is:modified"_s), QStringList());
    }

    void aSearchFindsWordsAsTheyAreRead()
    {
        DraftEditor editor(smallPipeline());
        editor.setNodeMember(u"tag"_s, "config", Json::object({{"say", "say \"hi\"\nfrom C:\\data"}}));
        editor.setLinkMember(linksOf(smallPipeline()).at(1), "condition", Json("starts_with(title, 'River')"));
        editor.addGroup(u"Beginning"_s, {u"template"_s, u"filter"_s});
        const QString note = editor.addNote(u"Why the river comes first"_s, {0, 300, 200, 96});
        EditedCanvas edited(editor.definition());
        const auto found = [&](const QString &query) { return edited->scene().graph().ids(searchNodes(edited->scene(), query)); };
        QCOMPARE(found(u"\"hi\""_s), QStringList{u"tag"_s});
        QCOMPARE(found(u"C:\\data"_s), QStringList{u"tag"_s});
        QCOMPARE(found(u"starts_with river"_s), QStringList{u"filter"_s});
        QCOMPARE(found(u"beginning"_s), (QStringList{u"template"_s, u"filter"_s}));
        QCOMPARE(searchNotes(edited->scene(), u"river first"_s), QStringList{note});
        QCOMPARE(searchNotes(edited->scene(), u"river -first"_s), QStringList());
        QCOMPARE(searchNotes(edited->scene(), u"is:modified"_s), QStringList());
    }

    void readOnlyCanvasesOnlyLook()
    {
        EditedCanvas edited(smallPipeline());
        edited->setReadOnly(true);
        drag(&edited.canvas, edited.at(u"tag"_s), edited.at(u"tag"_s) + QPoint(50, 50));
        edited->setCurrent(u"tag"_s);
        edited->removeSelected(DraftEditor::Gap::Leave);
        edited->paste();
        QCOMPARE(edited.stack.edits().size(), 0);
    }

    void anyGesturesUndoToTheStart()
    {
        QApplication::clipboard()->clear();
        EditedCanvas edited(smallPipeline());
        QRandomGenerator random(7);
        const QByteArray start = edited.stack.definition().toBytes();
        const QStringList components = edited->components().keys();
        for (int i = 0; i < 500; ++i) {
            const auto &nodes = edited->scene().graph().nodes;
            const QString node = nodes.isEmpty() ? QString() : nodes.at(random.bounded(nodes.size())).id;
            const QPoint any(random.bounded(edited->width()), random.bounded(edited->height()));
            switch (random.bounded(11)) {
            case 0:
                if (nodes.size() < 60)
                    edited->addComponent(components.at(random.bounded(components.size())));
                break;
            case 1:
            case 2:
                if (!node.isEmpty())
                    drag(&edited.canvas, edited.at(node), any);
                break;
            case 3:
            case 4:
                if (!node.isEmpty())
                    drag(&edited.canvas, edited.portAt(node, random.bounded(2) ? u"in"_s : u"error"_s), any);
                break;
            case 5:
                drag(&edited.canvas, any, {random.bounded(edited->width()), random.bounded(edited->height())});
                break;
            case 6:
                edited->copySelected(random.bounded(2));
                break;
            case 7:
                if (nodes.size() < 60 && !QApplication::clipboard()->text().isEmpty())
                    edited->paste();
                break;
            case 8:
                edited->setCurrent(node);
                if (random.bounded(3) == 0)
                    edited->removeSelected(DraftEditor::Gap::Bridge);
                break;
            case 9:
                edited.undo();
                break;
            default:
                edited->fitAll();
                break;
            }
        }
        edited->grab();
        const QByteArray end = edited.stack.definition().toBytes();
        const qsizetype position = edited.stack.position();
        QVERIFY(position > 40);
        while (edited.stack.canUndo())
            edited.undo();
        QCOMPARE(edited.stack.definition().toBytes(), start);
        while (edited.stack.position() < position)
            edited.redo();
        QCOMPARE(edited.stack.definition().toBytes(), end);
    }
};

QTEST_MAIN(TestCanvas)
#include "tst_canvas.moc"
