// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designersupport.h"

#include "components/registry.h"
#include "designer/designlayout.h"
#include "designer/linkrouter.h"

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

ComponentTable builtInComponents()
{
    ComponentTable table;
    for (const std::shared_ptr<Component> &component : builtinComponents())
        table.insert(component->descriptor().name, component->descriptor());
    return table;
}

Json largePipeline(int nodes, int links)
{
    static const QStringList kComponents{u"template"_s, u"filter"_s, u"clean"_s, u"ai_generator"_s, u"classify"_s, u"transformer"_s, u"tag"_s};
    const int columns = std::max(1, int(std::sqrt(nodes * 0.7)));
    Json list = Json::array();
    for (int i = 0; i < nodes; ++i) {
        const QString component = kComponents.at(i % kComponents.size());
        list.append(Json::object({{"id", u"n%1"_s.arg(i)},
                                  {"title", u"Step %1"_s.arg(i)},
                                  {"component", component},
                                  {"config", Json::object({{"number", i}})},
                                  {"position", Json::object({{"x", (i % columns) * 296}, {"y", (i / columns) * 152}})}}));
    }
    Json all = Json::array();
    for (int i = 0; i < links; ++i) {
        const int from = i % nodes;
        const int to = (from + 1 + (i / nodes) * (columns + i % 3)) % nodes;
        all.append(Json::object({{"from", Json::object({{"node", u"n%1"_s.arg(from)}, {"port", i < nodes ? "out" : "error"}})},
                                 {"to", Json::object({{"node", u"n%1"_s.arg(to)}, {"port", "in"}})}}));
    }
    return Json::object({{"format", "millrace.pipeline/1"}, {"id", "large"}, {"title", "Large"}, {"nodes", list}, {"links", all}});
}

Json smallPipeline()
{
    return Json::parseStrict(R"({"format":"millrace.pipeline/1","id":"small","title":"Small","nodes":[)"
                             R"({"id":"template","title":"Template","component":"template","config":{},"position":{"x":0,"y":0}},)"
                             R"({"id":"filter","title":"Filter","component":"filter","config":{},"position":{"x":296,"y":0}},)"
                             R"({"id":"format","title":"Format","component":"transformer","config":{},"position":{"x":592,"y":0}},)"
                             R"({"id":"tag","title":"Tag","component":"tag","config":{},"position":{"x":592,"y":200}}],)"
                             R"("links":[{"from":{"node":"template","port":"out"},"to":{"node":"filter","port":"in"}},)"
                             R"({"from":{"node":"filter","port":"out"},"to":{"node":"format","port":"in"}}],"groups":[],"notes":[]})")
        .value();
}

EditedCanvas::EditedCanvas(const Json &definition, QSize size)
    : stack(definition)
{
    canvas.resize(size);
    canvas.setComponents(builtInComponents());
    canvas.setDefinition(definition);
    connect(&canvas, &Canvas::editMade, this, [this](const DraftEdit &edit) {
        if (stack.push(edit))
            canvas.setDefinition(stack.definition());
    });
    canvas.show();
    canvas.setFocus();
    if (!QTest::qWaitForWindowExposed(&canvas))
        qFatal("the canvas is not shown");
    canvas.activateWindow();
}

QPoint EditedCanvas::at(const QString &node) const
{
    const int index = canvas.scene().graph().indexOf(node);
    return canvas.view().toPixels(canvas.scene().card(index).topLeft() + QPointF(100, 20)).toPoint();
}

QPoint EditedCanvas::portAt(const QString &node, const QString &port) const
{
    const DesignNode &one = *canvas.scene().graph().find(node);
    return canvas.view().toPixels(port == "in"_L1 ? DesignLayout::inPoint(one) : DesignLayout::outPoint(one, one.portOf(port))).toPoint();
}

QPoint EditedCanvas::onLink(int link) const
{
    return canvas.view().toPixels(labelPoint(canvas.scene().route(link))).toPoint();
}

QStringList EditedCanvas::links() const
{
    QStringList list;
    for (const LinkRef &link : linksOf(stack.definition()))
        list.append(u"%1.%2>%3.%4"_s.arg(link.from.node, link.from.port, link.to.node, link.to.port));
    return list;
}

void EditedCanvas::undo()
{
    if (stack.undo())
        canvas.setDefinition(stack.definition());
}

void EditedCanvas::redo()
{
    if (stack.redo())
        canvas.setDefinition(stack.definition());
}

void drag(QWidget *widget, QPoint from, QPoint to, Qt::KeyboardModifiers keys)
{
    QTest::mouseMove(widget, from);
    QTest::mousePress(widget, Qt::LeftButton, keys, from);
    for (int step = 1; step <= 5; ++step) {
        const QPoint at = from + (to - from) * step / 5;
        QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, keys, to);
}

} // namespace Millrace
