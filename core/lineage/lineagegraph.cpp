// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagegraph.h"

#include "sdk/clock.h"

using namespace Qt::StringLiterals;

namespace Millrace {

QLatin1StringView lineageFlowName(LineageFlow flow)
{
    switch (flow) {
    case LineageFlow::Direct:
        return "direct"_L1;
    case LineageFlow::Indirect:
        return "indirect"_L1;
    case LineageFlow::Masked:
        return "masked"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

Json LineageNode::toJson() const
{
    Json json = Json::object({{"id", id},
                              {"kind", lineageKindName(kind)},
                              {"title", title},
                              {"detail", detail},
                              {"status", status},
                              {"outcome", outcome},
                              {"at", at > 0 ? Json(isoMicroseconds(at)) : Json()},
                              {"count", count},
                              {"count_is_least", countIsLeast},
                              {"hop", hop},
                              {"more_up", moreUp},
                              {"more_down", moreDown},
                              {"context", context},
                              {"superseded_by", supersededBy},
                              {"replay", replay}});
    if (kind == LineageKind::Field) {
        json.insert("pointer", pointer);
        json.insert("step", step);
        if (from >= 0) {
            json.insert("from", from);
            json.insert("to", to);
        }
        json.insert("value", value);
        json.insert("person", person);
    }
    if (kind == LineageKind::Stack) {
        json.insert("member_kind", lineageKindName(memberKind));
        json.insert("relation", relation);
        json.insert("parent", parent);
        json.insert("direction", isUp ? "up" : "down");
    }
    return json;
}

void LineageStepName::writeTo(Json &json, const char *nodeKey) const
{
    json.insert("pipeline", pipeline);
    json.insert("version", version);
    json.insert(nodeKey, node);
    json.insert("component", component);
    json.insert("component_version", componentVersion ? Json(*componentVersion) : Json());
    json.insert("step", step);
}

Json LineageEdge::toJson() const
{
    Json json = Json::object({{"id", id()}, {"from", from}, {"to", to}, {"kind", lineageFlowName(flow)}, {"relation", relation}, {"joined", joined}});
    by.writeTo(json, "node");
    Json pairs = Json::array();
    for (const auto &[source, target] : fields)
        pairs.append(Json::array({Json(source), Json(target)}));
    json.insert("fields", pairs);
    return json;
}

Json LineageGraph::toJson() const
{
    Json nodeList = Json::array();
    for (const LineageNode &node : nodes)
        nodeList.append(node.toJson());
    Json edgeList = Json::array();
    for (const LineageEdge &edge : edges)
        edgeList.append(edge.toJson());
    return Json::object({{"focus", focus}, {"nodes", nodeList}, {"edges", edgeList}, {"truncated", isTruncated}});
}

} // namespace Millrace
