// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What would mend a problem of a pipeline. Everything here only proposes: the validator tries each proposal and offers those that help.
#include "pipeline/topology.h"
#include "pipeline/validator_p.h"
#include "sdk/edit.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using Kind = PipelineFinding::Kind;
constexpr qsizetype kMostNames = 2;

/// Insertions, deletions and changes of one letter that make one word of the other.
qsizetype distance(QStringView a, QStringView b)
{
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row.at(0);
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype changed = diagonal + (a.at(i - 1) == b.at(j - 1) ? 0 : 1);
            diagonal = row.at(j);
            row[j] = std::min({changed, row.at(j) + 1, row.at(j - 1) + 1});
        }
    }
    return row.last();
}

/// The names that `name` may have meant, the likeliest first.
QStringList nearest(const QString &name, const QStringList &names)
{
    QList<std::pair<qsizetype, QString>> near;
    for (const QString &other : names) {
        const bool holds = name.size() > 2 && (other.contains(name) || name.contains(other)) && other.size() > 2;
        const qsizetype apart = holds ? 1 : distance(name.toLower(), other.toLower());
        if (other != name && apart <= std::max<qsizetype>(2, name.size() / 3))
            near.append({apart, other});
    }
    std::ranges::stable_sort(near, {}, &std::pair<qsizetype, QString>::first);
    QStringList found;
    for (const auto &[apart, other] : near.first(std::min(near.size(), kMostNames)))
        found.append(other);
    return found;
}

/// The schema of what stands at the tokens below a value of `schema`; null where it does not say.
Json schemaAt(Json schema, const QList<QByteArray> &tokens)
{
    for (const QByteArray &token : tokens) {
        const Json &property = schema.value("properties").value(token);
        Json below = !property.isNull() ? property : schema.value("items").isObject() ? schema.value("items") : schema.value("additionalProperties");
        schema = std::move(below); // what it was copied from lies within it
    }
    return schema;
}

QString typeOf(const Json &schema)
{
    const Json &type = schema.value("type");
    return type.isArray() ? type.at(0).toString() : type.toString();
}

/// The plainest value that a schema takes.
Json plainValue(const Json &schema)
{
    if (schema.contains("default"))
        return schema.value("default");
    if (schema.value("enum").isArray() && !schema.value("enum").isEmpty())
        return schema.value("enum").at(0);
    if (schema.contains("const"))
        return schema.value("const");
    const QString type = typeOf(schema);
    if (type == "integer"_L1 || type == "number"_L1)
        return schema.contains("minimum") ? schema.value("minimum") : Json(schema.contains("exclusiveMinimum") ? 1 : 0);
    if (type == "boolean"_L1)
        return Json(false);
    if (type == "string"_L1)
        return Json(QString(schema.value("minLength").toInt(), u'x'));
    if (type == "array"_L1) {
        Json list = Json::array();
        for (qint64 i = 0; i < std::min<qint64>(schema.value("minItems").toInt(), 8); ++i)
            list.append(plainValue(schema.value("items")));
        return list;
    }
    if (type != "object"_L1 && !schema.contains("properties"))
        return {};
    Json object = Json::object();
    for (const QString &key : schema.value("required").toStringList())
        object.insert(key, plainValue(schema.value("properties").value(key)));
    return object;
}

Json plainConfig(const Component &component)
{
    const Json config = plainValue(component.descriptor().configSchema);
    return config.isObject() ? config : Json::object();
}

class Proposals
{
public:
    Proposals(const PipelineFinding &finding, const Json &definition, const PipelineDefinition &pipeline, const ComponentLookup &lookup,
              const QStringList &names)
        : m_finding(finding)
        , m_problem(finding.problem)
        , m_definition(definition)
        , m_pipeline(pipeline)
        , m_lookup(lookup)
        , m_names(names)
    {}

    QList<PipelineFix> make()
    {
        switch (m_finding.kind) {
        case Kind::Form:
            mendForm();
            break;
        case Kind::UnknownComponent:
            replaceComponent();
            removeNode(m_finding.node);
            break;
        case Kind::NotCacheable:
            propose("no_cache", u"Do not keep its results"_s, removal(m_problem.path));
            break;
        case Kind::Config:
        case Kind::Prepare:
            mendConfig();
            break;
        case Kind::Port:
            reconnect();
            removeLink(m_problem.link);
            break;
        case Kind::Condition:
            propose("remove_condition", u"Remove the condition"_s, removal(m_problem.path));
            removeLink(m_problem.link);
            break;
        case Kind::OpenLinks:
            dropOpenLinks();
            break;
        case Kind::LimitInLoop:
        case Kind::LimitToJoin:
            propose("remove_limit", u"Remove the limit"_s, removal(m_problem.path));
            break;
        case Kind::EndlessLoop:
            leaveLoop();
            break;
        case Kind::LonelyJoin:
            removeNode(m_finding.node);
            break;
        case Kind::Unreachable:
            connectNode();
            removeNode(m_finding.node);
            break;
        case Kind::LostLink:
        case Kind::Empty:
            break;
        }
        return std::move(m_fixes);
    }

private:
    static Edit removal(const QByteArray &path)
    {
        Edit edit;
        edit.remove(path);
        return edit;
    }
    static Edit setting(const QByteArray &path, const Json &value)
    {
        Edit edit;
        edit.add(path, value); // replaces what is there
        return edit;
    }
    static Edit replacing(const QByteArray &path, const Json &value)
    {
        Edit edit;
        edit.replace(path, value);
        return edit;
    }

    void propose(const char *kind, const QString &label, const Edit &edit)
    {
        if (!edit.isEmpty())
            m_fixes.append({kind, label, edit.toJson()});
    }

    void removeLink(int link) { propose("remove_link", u"Remove the link"_s, removal("/links/" + QByteArray::number(link))); }

    /// The node goes with its links; one way through it is kept.
    void removeNode(int place)
    {
        if (place < 0)
            return;
        const QString &id = m_pipeline.nodes.at(place).id;
        QList<int> in;
        QList<int> out;
        for (int i = 0; i < m_pipeline.links.size(); ++i) {
            const PipelineLink &link = m_pipeline.links.at(i);
            if (link.to.node == id)
                in.append(i);
            if (link.from.node == id)
                out.append(i);
        }
        Edit edit;
        QSet<int> gone(in.cbegin(), in.cend());
        gone.unite(QSet<int>(out.cbegin(), out.cend()));
        const bool bridges = in.size() == 1 && out.size() == 1 && in.first() != out.first();
        if (bridges) {
            gone.remove(in.first());
            edit.replace("/links/" + QByteArray::number(in.first()) + "/to", m_definition.value("links").at(out.first()).value("to"));
        }
        QList<int> order(gone.cbegin(), gone.cend());
        std::ranges::sort(order, std::greater());
        for (const int link : std::as_const(order))
            edit.remove("/links/" + QByteArray::number(link));
        edit.remove("/nodes/" + QByteArray::number(place));
        propose("remove_node", u"Remove the node"_s, edit);
    }

    [[nodiscard]] QString freeId(const QString &wanted) const
    {
        const QString base = wanted.isEmpty() ? u"node"_s : wanted;
        for (int n = 1;; ++n) {
            const QString id = n == 1 ? base : u"%1_%2"_s.arg(base).arg(n);
            if (!m_pipeline.find(id))
                return id;
        }
    }

    void mendForm()
    {
        const QList<QByteArray> tokens = splitPointer(m_problem.path).value_or(QList<QByteArray>());
        const QByteArray part = tokens.value(0);
        const QByteArray field = tokens.value(2);
        if (part == "format") {
            propose("set_form", u"Set the format"_s, setting("/format", Json("millrace.pipeline/1")));
        } else if (tokens.size() == 1) {
            const bool isList = part == "nodes" || part == "links";
            propose("set_form", u"Set it anew"_s, setting(m_problem.path, isList ? Json::array() : Json(part == "id" ? u"pipeline"_s : QString())));
        } else if (part == "links") {
            mendLinkForm(field);
        } else if (field == "id") {
            propose("rename_node", u"Give it a name of its own"_s,
                    setting(m_problem.path, Json(freeId(m_pipeline.nodes.value(m_finding.node).component))));
        } else if (field == "component") {
            removeNode(m_finding.node);
        } else if (field == "config") {
            propose("set_default", u"Begin with an empty configuration"_s, setting(m_problem.path, Json::object()));
            if (const Component *component = m_lookup(m_pipeline.nodes.value(m_finding.node).component))
                propose("set_default", u"Begin with the usual configuration"_s, setting(m_problem.path, plainConfig(*component)));
        } else {
            if (m_problem.path.endsWith("/max_visits")) {
                const Json *visits = m_definition.find(m_problem.path);
                propose("raise_bound", u"Take the nearest that is possible"_s,
                        setting(m_problem.path, Json(visits && visits->toDouble() > 1 ? 65'000 : 1)));
            }
            propose("remove_key", u"Take the usual value"_s, removal(m_problem.path));
            if (tokens.size() > 3)
                propose("remove_key", u"Take the usual values"_s, removal("/nodes/" + tokens.value(1) + '/' + field));
        }
    }

    void mendLinkForm(const QByteArray &field)
    {
        if (m_problem.path.endsWith("/node")) {
            QStringList ids;
            for (const PipelineNode &node : m_pipeline.nodes)
                ids.append(node.id);
            const PipelineLink link = m_pipeline.links.value(m_problem.link);
            const QString &meant = field == "from" ? link.from.node : link.to.node;
            for (const QString &id : nearest(meant, ids))
                propose("connect_node", u"Lead it to \"%1\""_s.arg(id), setting(m_problem.path, Json(id)));
        } else {
            propose("remove_key", u"Take the usual value"_s, removal(m_problem.path));
        }
        removeLink(m_problem.link);
    }

    void replaceComponent()
    {
        const PipelineNode &node = m_pipeline.nodes.at(m_finding.node);
        for (const QString &name : nearest(node.component, m_names)) {
            Edit edit = replacing(m_problem.path, Json(name));
            propose("replace_component", u"Use \"%1\""_s.arg(name), edit);
            if (const Component *component = m_lookup(name)) {
                edit.add("/nodes/" + QByteArray::number(m_finding.node) + "/config", plainConfig(*component));
                propose("replace_component", u"Use \"%1\" with its usual configuration"_s.arg(name), edit);
            }
        }
    }

    void mendConfig()
    {
        const Component *component = m_lookup(m_pipeline.nodes.at(m_finding.node).component);
        const QByteArray config = "/nodes/" + QByteArray::number(m_finding.node) + "/config";
        const QByteArray below = m_problem.path.sliced(config.size());
        const QList<QByteArray> tokens = splitPointer(below).value_or(QList<QByteArray>());
        const Json schema = schemaAt(component->descriptor().configSchema, tokens);
        const Json *value = m_definition.find(m_problem.path);
        if (m_finding.keyword == "required" || (m_finding.kind == Kind::Prepare && !value && !tokens.isEmpty())) {
            fillRequired(schema, value);
            if (!value)
                propose("set_default", u"Fill it in"_s, setting(m_problem.path, plainValue(schema)));
            return;
        }
        if (!value)
            return;
        if (!tokens.isEmpty()) {
            for (const Json &other : likeValues(schema, *value))
                propose("set_default", u"Set it to %1"_s.arg(QString::fromUtf8(other.toBytes().left(40))), setting(m_problem.path, other));
            renameKey(config, tokens, *value);
        }
        for (const JsonMember &member : value->members()) {
            if (m_finding.keyword == "additionalProperties" && schema.value("properties").value(member.key).isNull())
                propose("remove_key", u"Remove \"%1\""_s.arg(QString::fromUtf8(member.key)),
                        removal(m_problem.path + '/' + escapePointerToken(member.key)));
        }
        if (!tokens.isEmpty())
            propose("remove_key", u"Remove \"%1\""_s.arg(QString::fromUtf8(tokens.last())), removal(m_problem.path));
    }

    void fillRequired(const Json &schema, const Json *value)
    {
        if (!value)
            return;
        for (const QString &key : schema.value("required").toStringList()) {
            if (value->contains(QByteArrayView(key.toUtf8())))
                continue;
            const Json filled = plainValue(schema.value("properties").value(key));
            propose("set_default", u"Fill in \"%1\""_s.arg(key), setting(m_problem.path + '/' + escapePointerToken(key.toUtf8()), filled));
        }
    }

    /// Values near to the one that is there: the same in the right type, or within the bounds, then the usual one.
    static QList<Json> likeValues(const Json &schema, const Json &value)
    {
        QList<Json> like;
        const QString type = typeOf(schema);
        if (value.isString() && (type == "integer"_L1 || type == "number"_L1)) {
            if (const Json number = Json::number(value.utf8()); number.isNumber())
                like.append(number);
        }
        if (value.isNumber() && type == "string"_L1)
            like.append(Json(QString::fromUtf8(value.utf8())));
        if (value.isString() && type == "array"_L1)
            like.append(Json::array({value}));
        if (value.isNumber()) {
            for (const char *bound : {"minimum", "maximum"}) {
                if (schema.value(bound).isNumber())
                    like.append(schema.value(bound));
            }
            std::ranges::stable_sort(like, {}, [&](const Json &other) { return std::abs(other.toDouble() - value.toDouble()); });
        }
        if (value.isString() && schema.value("enum").isArray()) {
            for (const QString &word : nearest(value.toString(), schema.value("enum").toStringList()))
                like.append(Json(word));
        }
        if (const Json plain = plainValue(schema); !plain.isNull() && !like.contains(plain))
            like.append(plain);
        return like;
    }

    /// A key that the schema does not know may be one that it does, misspelt.
    void renameKey(const QByteArray &config, QList<QByteArray> tokens, const Json &value)
    {
        const QByteArray key = tokens.takeLast();
        const Json above = schemaAt(m_lookup(m_pipeline.nodes.at(m_finding.node).component)->descriptor().configSchema, tokens);
        QByteArray path = config;
        for (const QByteArray &token : std::as_const(tokens))
            path += '/' + escapePointerToken(token);
        if (!above.value("properties").value(key).isNull())
            return;
        QStringList known;
        for (const JsonMember &member : above.value("properties").members())
            known.append(QString::fromUtf8(member.key));
        const Json *there = m_definition.find(path);
        for (const QString &name : nearest(QString::fromUtf8(key), known)) {
            if (there && there->contains(QByteArrayView(name.toUtf8())))
                continue;
            Edit edit = removal(m_problem.path);
            edit.add(path + '/' + escapePointerToken(name.toUtf8()), value);
            propose("rename_key", u"Call it \"%1\""_s.arg(name), edit);
        }
    }

    void reconnect()
    {
        const PipelineLink &link = m_pipeline.links.at(m_problem.link);
        const PipelineNode *from = m_pipeline.find(link.from.node);
        const QStringList ports = portsOf(*from, m_lookup);
        QStringList order = nearest(link.from.port, ports);
        for (const bool free : {true, false}) {
            for (const QString &port : ports) {
                if (m_pipeline.linksFrom(from->id, port).isEmpty() == free && !order.contains(port))
                    order.append(port);
            }
        }
        for (const QString &port : order.first(std::min<qsizetype>(order.size(), 3)))
            propose("connect_port", u"Lead it from \"%1\""_s.arg(port),
                    setting("/links/" + QByteArray::number(m_problem.link) + "/from/port", Json(port)));
    }

    void dropOpenLinks()
    {
        const PipelineLink &first = m_pipeline.links.at(m_problem.link);
        const PipelineNode *from = m_pipeline.find(first.from.node);
        QList<int> open;
        for (int i = 0; i < m_pipeline.links.size(); ++i) {
            const PipelineLink &link = m_pipeline.links.at(i);
            if (link.from == first.from && link.condition.isEmpty())
                open.append(i);
        }
        // The second may have been meant for a port that leads nowhere yet.
        for (const QString &port : portsOf(*from, m_lookup)) {
            if (open.size() == 2 && m_pipeline.linksFrom(from->id, port).isEmpty())
                propose("connect_port", u"Lead the second from \"%1\""_s.arg(port),
                        setting("/links/" + QByteArray::number(open.last()) + "/from/port", Json(port)));
        }
        for (const bool keepsFirst : {true, false}) {
            Edit edit;
            const QList<int> gone = keepsFirst ? open.sliced(1) : open.first(open.size() - 1);
            for (qsizetype i = gone.size() - 1; i >= 0; --i)
                edit.remove("/links/" + QByteArray::number(gone.at(i)));
            const PipelineLink &kept = m_pipeline.links.at(keepsFirst ? open.first() : open.last());
            propose("remove_link", u"Keep only the link to \"%1\""_s.arg(kept.to.node), edit);
        }
    }

    void leaveLoop()
    {
        const QHash<QString, int> loops = loopsOf(m_pipeline);
        const int loop = loops.value(m_problem.node, -1);
        for (int i = static_cast<int>(m_pipeline.links.size()) - 1; i >= 0; --i) {
            const PipelineLink &link = m_pipeline.links.at(i);
            if (loops.value(link.from.node, -2) == loop && loops.value(link.to.node, -2) == loop) {
                propose("leave_loop", u"Remove the link from \"%1\" back to \"%2\""_s.arg(link.from.node, link.to.node),
                        removal("/links/" + QByteArray::number(i)));
                if (m_fixes.size() == 3)
                    return;
            }
        }
    }

    /// From a node that is come to and leads nowhere by its usual port.
    void connectNode()
    {
        const QSet<QString> seen = reachableFrom(m_pipeline, {m_pipeline.firstNode()});
        QSet<std::pair<QString, QString>> left;
        for (const PipelineLink &link : m_pipeline.links)
            left.insert({link.from.node, link.from.port});
        QStringList from;
        QSet<QString> known;
        for (const PipelineNode &node : m_pipeline.nodes) {
            if (!seen.contains(node.id) || known.contains(node.id)) // the first counts, where an id is there twice
                continue;
            known.insert(node.id);
            const QStringList ports = portsOf(node, m_lookup);
            if (!ports.isEmpty() && !left.contains({node.id, ports.first()}))
                from.append(node.id);
        }
        std::ranges::reverse(from);
        for (const QString &id : from.first(std::min<qsizetype>(from.size(), kMostNames))) {
            const QString port = portsOf(*m_pipeline.find(id), m_lookup).first();
            Edit edit;
            if (!m_definition.value("links").isArray())
                edit.add("/links", Json::array());
            edit.add("/links/-",
                     Json::object(
                         {{"from", Json::object({{"node", id}, {"port", port}})}, {"to", Json::object({{"node", m_problem.node}, {"port", "in"}})}}));
            propose("connect_node", u"Lead to it from \"%1\""_s.arg(id), edit);
        }
    }

    const PipelineFinding &m_finding;
    const PipelineProblem &m_problem;
    const Json &m_definition;
    const PipelineDefinition &m_pipeline;
    const ComponentLookup &m_lookup;
    const QStringList &m_names;
    QList<PipelineFix> m_fixes;
};

} // namespace

QList<PipelineFix> fixesFor(const PipelineFinding &finding, const Json &definition, const PipelineDefinition &pipeline, const ComponentLookup &lookup,
                            const QStringList &names)
{
    return Proposals(finding, definition, pipeline, lookup, names).make();
}

} // namespace Millrace
