// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/sourceview.h"
#include "common/theme.h"
#include "lineage/affectedview.h"
#include "lineage/lineagedetail.h"
#include "lineage/lineageview.h"
#include "lineage/replayview.h"
#include "lineage/spanview.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QPushButton>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// A door with set answers, as core/lineage gives them; it remembers what was asked.
struct SetDoor
{
    QHash<QString, std::function<Json(const Json &args)>> answers;
    QList<std::pair<QString, Json>> asked;

    [[nodiscard]] LineageDoor door()
    {
        return [this](const QString &command, const Json &args) {
            asked.append({command, args});
            const auto answer = answers.constFind(command);
            return QtFuture::makeReadyValueFuture(answer == answers.cend()
                                                      ? Result<Json>(fail(ErrorCode::NotFound, u"no answer to %1"_s.arg(command)))
                                                      : Result<Json>((*answer)(args)));
        };
    }
    [[nodiscard]] Json last(const QString &command) const
    {
        for (auto one = asked.crbegin(); one != asked.crend(); ++one) {
            if (one->first == command)
                return one->second;
        }
        return {};
    }
};

Json node(const QString &id, const char *kind, bool up = false, bool down = false)
{
    return Json::object({{"id", id},
                         {"kind", kind},
                         {"title", id.section(u':', 1)},
                         {"detail", ""},
                         {"status", qstrcmp(kind, "context") == 0 ? "completed" : ""},
                         {"at", "2026-03-12T14:03:22.000Z"},
                         {"more_up", up},
                         {"more_down", down},
                         {"context", qstrcmp(kind, "context") == 0 ? id.section(u':', 1) : QString()}});
}

Json edge(const QString &from, const QString &to)
{
    return Json::object({{"id", from + u'>' + to}, {"from", from}, {"to", to}, {"kind", "direct"}, {"relation", "child"}});
}

/// document:d → context:a → context:b → a stack of 30; asked around one of them, it tells of its neighbours.
Json smallLineage(const Json &args)
{
    const QString focus = args.value("focus").toString();
    const bool isOpen = !args.value("open").isEmpty();
    const Json d = node(u"document:d"_s, "document", false, focus == "context:b"_L1);
    const Json stack = Json::object({{"id", "stack:s"},
                                     {"kind", "stack"},
                                     {"member_kind", "context"},
                                     {"count", 30},
                                     {"parent", "context:b"},
                                     {"direction", "down"},
                                     {"relation", "child"}});
    Json nodes = Json::array();
    Json edges = Json::array();
    if (focus == "context:b"_L1) {
        nodes = Json::array({node(u"context:b"_s, "context"), node(u"context:a"_s, "context", true)});
        edges = Json::array({edge(u"context:a"_s, u"context:b"_s)});
        if (isOpen) {
            for (int i = 0; i < 30; ++i) {
                nodes.append(node(u"context:m%1"_s.arg(i), "context"));
                edges.append(edge(u"context:b"_s, u"context:m%1"_s.arg(i)));
            }
        } else {
            nodes.append(stack);
            edges.append(edge(u"context:b"_s, u"stack:s"_s));
        }
    } else if (focus == "context:a"_L1) {
        nodes = Json::array({node(u"context:a"_s, "context", false, true), d});
        edges = Json::array({edge(u"document:d"_s, u"context:a"_s)});
    }
    return Json::object({{"focus", focus}, {"level", args.value("level")}, {"nodes", nodes}, {"edges", edges}, {"truncated", false}});
}

} // namespace

class TestLineageViews : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void theGraphIsWalkedAndGrownByKeys()
    {
        SetDoor door;
        door.answers.insert(u"lineage.graph"_s, smallLineage);
        LineageView view(door.door());
        view.resize(1200, 700);
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocusNode(u"context:b"_s);
        LineageCanvas *canvas = view.canvas();
        QTRY_COMPARE(canvas->graph().nodes().size(), 3);
        QCOMPARE(canvas->current(), u"context:b"_s);
        canvas->setFocus();
        const QRectF place = canvas->scene().card(canvas->graph().indexOf(u"context:b"_s));

        QTest::keyClick(canvas, Qt::Key_Left);
        QCOMPARE(canvas->current(), u"context:a"_s);
        QTest::keyClick(canvas, Qt::Key_Return); // there is more before it
        QTRY_COMPARE(canvas->graph().nodes().size(), 4);
        QCOMPARE(canvas->scene().card(canvas->graph().indexOf(u"context:b"_s)), place);
        QVERIFY(!canvas->graph().find(u"context:a"_s)->hasMoreUp);
        QTest::keyClick(canvas, Qt::Key_Left);
        QCOMPARE(canvas->current(), u"document:d"_s);
        QTest::keyClick(canvas, Qt::Key_Home);
        QCOMPARE(canvas->current(), u"context:b"_s);
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(canvas->current(), u"stack:s"_s);
        QTest::keyClick(canvas, Qt::Key_Return);
        QTRY_COMPARE(canvas->graph().nodes().size(), 33);
        QCOMPARE(door.last(u"lineage.graph"_s).value("open").at(0).toString(), u"stack:s"_s);
        QCOMPARE(canvas->scene().card(canvas->graph().indexOf(u"context:b"_s)), place);

        // The way to the middle alone.
        canvas->setCurrent(u"document:d"_s);
        canvas->setPathShown(true);
        QCOMPARE(canvas->graph().between(canvas->graph().indexOf(u"document:d"_s), canvas->graph().indexOf(u"context:b"_s)).size(), 3);
        QCOMPARE(canvas->find(u"m2"_s), 11);
        canvas->findNext();
        QVERIFY(canvas->current().startsWith("context:m2"_L1));

        view.fold(u"context:b"_s, false);
        QTRY_COMPARE(canvas->graph().nodes().size(), 3);
    }

    void theGraphIsUsedByMouse()
    {
        SetDoor door;
        door.answers.insert(u"lineage.graph"_s, smallLineage);
        LineageView view(door.door());
        view.resize(1200, 700);
        view.show();
        view.setFocusNode(u"context:b"_s);
        LineageCanvas *canvas = view.canvas();
        QTRY_COMPARE(canvas->graph().nodes().size(), 3);
        const auto at
            = [&](const QString &id) { return canvas->view().toPixels(canvas->scene().card(canvas->graph().indexOf(id)).center()).toPoint(); };
        QTest::mouseClick(canvas, Qt::LeftButton, {}, at(u"context:a"_s));
        QCOMPARE(canvas->current(), u"context:a"_s);
        QCOMPARE(view.detail()->node(), u"context:a"_s);
        QTest::mouseClick(canvas, Qt::LeftButton, Qt::ControlModifier, at(u"context:b"_s));
        QCOMPARE(view.chosen(), QStringList({u"context:a"_s, u"context:b"_s}));
        // The + at its left end.
        const QPointF plus = canvas->view().toPixels(canvas->scene().handle(canvas->graph().indexOf(u"context:a"_s), true));
        QTest::mouseClick(canvas, Qt::LeftButton, {}, plus.toPoint());
        QTRY_COMPARE(canvas->graph().nodes().size(), 4);
        QCOMPARE(door.last(u"lineage.graph"_s).value("direction").toString(), u"up"_s);
        // Dragging what is empty moves all.
        const QPoint origin = canvas->view().origin;
        const QPoint corner(20, canvas->height() - 20);
        QTest::mousePress(canvas, Qt::LeftButton, {}, corner);
        QTest::mouseMove(canvas, corner + QPoint(60, -40));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, corner + QPoint(60, -40));
        QCOMPARE(canvas->view().origin, origin - QPoint(60, -40));
    }

    void anEmptyOneInvites()
    {
        SetDoor door;
        LineageView view(door.door());
        QSignalSpy wished(&view, &LineageView::focusRequested);
        view.resize(1000, 600);
        view.show();
        view.refresh();
        auto *button = view.findChild<QPushButton *>();
        QVERIFY(button && button->isVisible());
        button->click();
        QCOMPARE(wished.size(), 1);
        QVERIFY(door.asked.isEmpty());
    }

    void aSentenceShowsItsSourceAndBack()
    {
        const QString text = u"The mill ran all night. The wheel was mended in spring."_s;
        const QString source = u"Notes. In spring the wheel was mended. At the river the mill ran all night. End."_s;
        const qint64 ran = source.indexOf(u"the mill ran"_s);
        const qint64 mended = source.indexOf(u"the wheel"_s);
        const auto span = [](qint64 from, qint64 to, qint64 sourceFrom, qint64 sourceTo) {
            return Json::object(
                {{"from", from},
                 {"to", to},
                 {"kind", "direct"},
                 {"exact", false},
                 {"ends", "document"},
                 {"place", Json::object({{"context", "c"}, {"field", "/source_text"}, {"step", 0}, {"from", sourceFrom}, {"to", sourceTo}})},
                 {"document", Json::object({{"id", "d"}, {"title", "Notes"}})},
                 {"via", Json::array()}});
        };
        SetDoor door;
        door.answers.insert(u"context.get"_s, [&](const Json &) {
            return Json::object(
                {{"data", Json::object({{"source_text", source}, {"formatted_content", Json::object({{"format", "plain"}, {"content", text}})}})}});
        });
        door.answers.insert(u"lineage.source_of"_s, [&](const Json &args) {
            return Json::object({{"id", "c"},
                                 {"field", args.value("field")},
                                 {"spans", Json::array({span(0, 23, ran, ran + 27), span(24, text.size(), mended, mended + 20)})}});
        });
        SpanView view(door.door());
        view.resize(1200, 700);
        view.show();
        view.setSubject(u"c"_s, u"Mills"_s);
        QTRY_COMPARE(view.text()->spans().size(), 2);
        QTRY_COMPARE(view.current(), 0);
        QCOMPARE(door.last(u"lineage.source_of"_s).value("to").toInt(), text.size());
        QTRY_VERIFY(view.source()->toPlainText() == source);

        // One click on the second sentence.
        QTextCursor cursor(view.text()->document());
        cursor.setPosition(int(text.indexOf(u"mended"_s)));
        QTest::mouseClick(view.text()->viewport(), Qt::LeftButton, {}, view.text()->cursorRect(cursor).center());
        QCOMPARE(view.current(), 1);
        // And back, by one on the source of the first.
        QTextCursor back(view.source()->document());
        back.setPosition(int(ran + 10));
        QTest::mouseClick(view.source()->viewport(), Qt::LeftButton, {}, view.source()->cursorRect(back).center());
        QCOMPARE(view.current(), 0);
        QCOMPARE(view.text()->current(), 0);
        view.goTo(1);
        QCOMPARE(view.current(), 1);
        // What became of the passage elsewhere.
        door.answers.insert(u"lineage.result_of"_s, [](const Json &) {
            const Json place = Json::object({{"context", "other"}, {"field", "/title"}, {"step", 2}, {"text", "The wheel & the mill"}});
            return Json::object({{"spans", Json::array({Json::object({{"place", place}})})}});
        });
        QSignalSpy opened(&view, &SpanView::openRequested);
        for (auto *one : view.findChildren<QToolButton *>()) {
            if (one->text() == u"What became of it"_s)
                one->click();
        }
        QTRY_VERIFY(view.findChild<QMenu *>());
        QCOMPARE(door.last(u"lineage.result_of"_s).value("from").toInt(), mended);
        view.findChild<QMenu *>()->actions().first()->trigger();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<PaneTarget>().contextId, u"other"_s);
        view.findChild<QMenu *>()->close();
    }

    void everythingAffectedIsListedAndWritten()
    {
        SetDoor door;
        door.answers.insert(u"lineage.impact"_s, [](const Json &args) {
            Json items = Json::array();
            const bool isSecond = args.contains("after");
            for (int i = 0; i < (isSecond ? 50 : 200); ++i) {
                Json item = node(u"context:i%1"_s.arg(i + (isSecond ? 200 : 0)), "context");
                item.insert("depth", 1);
                item.insert("relation", "child");
                items.append(item);
            }
            return Json::object(
                {{"items", items}, {"counts", Json::object({{"context", 250}})}, {"after", isSecond ? Json() : Json("x")}, {"total", 250}});
        });
        door.answers.insert(u"lineage.export_impact"_s, [](const Json &args) { return Json::object({{"path", args.value("path")}, {"rows", 250}}); });
        AffectedView view(door.door());
        const QAbstractItemModelTester tester(view.model());
        view.resize(1000, 600);
        view.show();
        view.setSubject(u"context:a"_s, u"Mills"_s, {});
        QTRY_COMPARE(view.model()->rowCount(), 200);
        auto *list = view.findChild<QTreeView *>();
        list->scrollToBottom();
        QTRY_COMPARE(view.model()->rowCount(), 250);
        QSignalSpy told(&view, &AffectedView::noticeRequested);
        view.exportTo(u"/tmp/never-written.csv"_s, u"csv"_s);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(door.last(u"lineage.export_impact"_s).value("format").toString(), u"csv"_s);
        QVERIFY(door.last(u"lineage.export_impact"_s).value("overwrite").toBool()); // the dialog asked about that
    }

    void aListThatCannotBeWrittenStaysOnScreen()
    {
        SetDoor door;
        door.answers.insert(u"lineage.impact"_s, [](const Json &) {
            return Json::object({{"items", Json::array({node(u"context:i"_s, "context")})}, {"counts", Json::object()}, {"total", 1}});
        });
        AffectedView view(door.door()); // it knows of no export: that fails
        view.resize(1000, 600);
        view.show();
        view.setSubject(u"context:a"_s, u"Mills"_s, {});
        QTRY_COMPARE(view.model()->rowCount(), 1);
        QSignalSpy failed(&view, &AffectedView::failed);
        view.exportTo(u"/nowhere/list.csv"_s, u"csv"_s);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(view.findChild<QTreeView *>()->isVisible());
    }

    void aReplayShowsItsBillFirst()
    {
        SetDoor door;
        int states = 0;
        door.answers.insert(u"lineage.replay_plan"_s, [](const Json &) {
            return Json::object(
                {{"contexts", Json::array({Json::object({{"id", "a"}, {"possible", true}})})}, {"steps_again", 2}, {"duration_ms", 12.0}});
        });
        door.answers.insert(u"lineage.replay"_s,
                            [](const Json &) { return Json::object({{"job", "j"}, {"contexts", Json::array()}, {"refused", Json::array()}}); });
        door.answers.insert(u"lineage.jobs"_s, [](const Json &) {
            return Json::object(
                {{"jobs", Json::array({Json::object({{"job", "j"}, {"state", "ready"}, {"contexts", 1}, {"at", "2026-03-12T14:03:22.000Z"}})})}});
        });
        door.answers.insert(u"lineage.replay_state"_s, [&states](const Json &) {
            const bool isDone = ++states > 1;
            return Json::object({{"job", "j"},
                                 {"state", isDone ? "ready" : "running"},
                                 {"contexts",
                                  Json::array({Json::object({{"id", "n"},
                                                             {"of", "a"},
                                                             {"status", isDone ? "completed" : "processing"},
                                                             {"decision", "open"},
                                                             {"changed", isDone ? Json(1) : Json()}})})},
                                 {"after", nullptr}});
        });
        door.answers.insert(u"context.get"_s, [](const Json &args) { return Json::object({{"data", Json::object({{"text", args.value("id")}})}}); });
        door.answers.insert(u"lineage.adopt"_s, [](const Json &) { return Json::object({{"adopted", 1}, {"refused", Json::array()}}); });
        ReplayView view(door.door(), false);
        const QAbstractItemModelTester tester(view.model());
        view.resize(1200, 700);
        view.show();
        view.plan({u"context:a"_s});
        const auto button = [&](const QString &begin) -> QPushButton * {
            for (QPushButton *one : view.findChildren<QPushButton *>()) {
                if (one->isVisible() && one->text().startsWith(begin))
                    return one;
            }
            return nullptr;
        };
        QTRY_VERIFY(button(u"Replay 1"_s) && button(u"Replay 1"_s)->isEnabled());
        QVERIFY(door.last(u"lineage.replay"_s).isNull()); // nothing happens before the person says so
        button(u"Replay 1"_s)->click();
        QTRY_VERIFY(button(u"Adopt 1"_s) && button(u"Adopt 1"_s)->isEnabled());
        QTRY_VERIFY(door.last(u"context.get"_s).value("id").toString() == "n"_L1);
        QSignalSpy told(&view, &ReplayView::noticeRequested);
        button(u"Adopt 1"_s)->click();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(door.last(u"lineage.adopt"_s).value("job").toString(), u"j"_s);
    }

    void oneOfManyIsAdoptedWhereThatIsSaid()
    {
        SetDoor door;
        door.answers.insert(u"lineage.jobs"_s, [](const Json &) {
            return Json::object(
                {{"jobs", Json::array({Json::object({{"job", "j"}, {"state", "ready"}, {"contexts", 2}, {"at", "2026-03-12T14:03:22.000Z"}})})}});
        });
        door.answers.insert(u"lineage.replay_state"_s, [](const Json &) {
            const auto context = [](const char *id) {
                return Json::object({{"id", id}, {"of", "a"}, {"status", "completed"}, {"decision", "open"}, {"changed", 1}});
            };
            return Json::object({{"job", "j"}, {"state", "ready"}, {"contexts", Json::array({context("n"), context("m")})}, {"after", nullptr}});
        });
        door.answers.insert(u"context.get"_s, [](const Json &) { return Json::object({{"data", Json::object()}}); });
        door.answers.insert(u"lineage.adopt"_s, [](const Json &) { return Json::object({{"adopted", 1}, {"refused", Json::array()}}); });
        ReplayView view(door.door(), false);
        view.resize(1200, 700);
        view.show();
        view.refresh();
        const auto button = [&](const QString &text) -> QAbstractButton * {
            for (QAbstractButton *one : view.findChildren<QAbstractButton *>()) {
                if (one->isVisible() && one->text() == text)
                    return one;
            }
            return nullptr;
        };
        QTRY_VERIFY(button(u"Adopt 2"_s)); // one that is looked at is no choice
        QVERIFY(button(u"Only the chosen one"_s));
        button(u"Only the chosen one"_s)->click();
        QVERIFY(button(u"Adopt 1"_s));
        button(u"Adopt 1"_s)->click();
        QTRY_COMPARE(door.last(u"lineage.adopt"_s).value("ids").size(), 1);
        // The chosen one is decided: the others are not meant by that.
        door.answers.insert(u"lineage.replay_state"_s, [](const Json &) {
            const auto context = [](const char *id, const char *decision) {
                return Json::object({{"id", id}, {"of", "a"}, {"status", "completed"}, {"decision", decision}, {"changed", 1}});
            };
            return Json::object({{"job", "j"},
                                 {"state", "ready"},
                                 {"contexts", Json::array({context("n", "adopted"), context("m", "open"), context("o", "open")})},
                                 {"after", nullptr}});
        });
        view.refresh();
        QTRY_VERIFY(button(u"Adopt 0"_s));
        QVERIFY(!button(u"Adopt 0"_s)->isEnabled());
    }

    /// The chain of a field, the value it had, the prompt and the raw answer.
    void aFieldTellsHowItCameAbout()
    {
        SetDoor door;
        door.answers.insert(u"lineage.field"_s, [](const Json &) {
            return Json::object(
                {{"chain",
                  Json::array({Json::object({{"what", "submitted"}, {"title", "as submitted"}, {"text", "The mill ran."}, {"kind", "direct"}}),
                               Json::object({{"what", "model"},
                                             {"title", "Generator"},
                                             {"component", "ai_generator"},
                                             {"kind", "indirect"},
                                             {"model", Json::object({{"provider", "ollama"}, {"model", "m"}, {"call", "7.0"}})}})})}});
        });
        door.answers.insert(u"context.get"_s, [](const Json &) { return Json::object({{"data", Json::object({{"title", "A mill"}})}}); });
        door.answers.insert(u"lineage.call"_s, [](const Json &) {
            return Json::object({{"call", "7.0"},
                                 {"provider", "ollama"},
                                 {"model", "m"},
                                 {"parameters", Json::object({{"temperature", 0.2}})},
                                 {"messages", Json::array({Json::object({{"role", "user"}, {"text", "Write."}})})},
                                 {"answer", "A mill"}});
        });
        Json field = node(u"field:c@2#/title"_s, "field");
        field.insert("pointer", "/title");
        field.insert("step", 2);
        field.insert("context", "c");
        field.insert("value", "A mi…");
        const ShownGraph graph
            = ShownGraph::of(Json::object({{"focus", "field:c@2#/title"}, {"nodes", Json::array({field})}, {"edges", Json::array()}}));
        LineageDetail detail(door.door());
        detail.resize(400, 700);
        detail.showNode(graph, u"field:c@2#/title"_s, {});
        detail.show();
        QTRY_COMPARE(detail.text(), u"A mill"_s);
        auto *list = detail.findChild<QTreeView *>();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setCurrentIndex(list->model()->index(1, 0));
        QTRY_COMPARE(detail.text(), u"Write."_s);
        QSignalSpy texts(&detail, &LineageDetail::textsRequested);
        for (auto *one : detail.findChildren<QToolButton *>()) {
            if (one->text() == u"Read with sources"_s)
                one->click();
        }
        QCOMPARE(texts.size(), 1);
        QCOMPARE(texts.first().at(1).toString(), u"/title"_s);
    }
};

QTEST_MAIN(TestLineageViews)
#include "tst_lineageviews.moc"
