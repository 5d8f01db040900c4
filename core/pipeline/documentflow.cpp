// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What comes to a step
//
// For each field that some step takes, as one type, every step is one of four: it gives the field so that it fits, it gives it otherwise, it may
// give anything, or it leaves the field as it is. What is given goes along the links until another step gives the field anew.
//
// 1. By `error` a step is left as it was entered: what it would have given is not there.
// 2. What a port that spawns sends off is a document of its own: nothing of what was before is known there.
// 3. A step that is not known here, foreign code that does not say what it gives (a script, a plugin), and a join, where children's documents
//    come together, may give anything: nothing of what was before is certain behind it, and nothing is wrong with it.
// 4. A schema without a type fits everything, and so does a member that a schema does not name.
#include "pipeline/documentflow.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kMostWork = 20'000'000; ///< steps and links looked at, of all fields

QStringList typesOf(const Json &schema)
{
    const Json &type = schema.value("type");
    return type.isString() ? QStringList{type.toString()} : type.toStringList();
}

/// The schema at a pointer into a document whose root members have these schemas; null where nothing is said of it.
Json schemaAt(const Json &fields, const QList<QByteArray> &tokens)
{
    Json here = fields.value(tokens.value(0));
    for (const QByteArray &token : tokens.sliced(std::min<qsizetype>(1, tokens.size()))) {
        const bool isItem = !token.isEmpty() && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
        here = isItem && here.contains("items") ? Json(here.value("items")) : Json(here.value("properties").value(token));
    }
    return here;
}

bool fits(const Json &given, const Json &taken)
{
    const QStringList gives = typesOf(given);
    const QStringList takes = typesOf(taken);
    return gives.isEmpty() || takes.isEmpty() || std::ranges::any_of(gives, [&takes](const QString &type) {
               return takes.contains(type) || (type == "integer"_L1 && takes.contains(u"number"_s));
           });
}

} // namespace

struct DocumentFlow::Reach
{
    QList<int> good; ///< by step: who gives it so that it fits; -1: nobody
    QList<int> bad; ///< who gives it otherwise
    QList<int> behind; ///< who gives it, that fitting, further on
};

DocumentFlow::DocumentFlow(QList<Step> steps, const QList<Link> &links)
    : m_steps(std::move(steps))
    , m_links(links)
    , m_out(m_steps.size())
    , m_in(m_steps.size())
    , m_given(m_steps.size())
{
    for (int i = 0; i < m_links.size(); ++i) {
        m_out[m_links.at(i).from].append(i);
        m_in[m_links.at(i).to].append(i);
    }
}

const Json &DocumentFlow::given(int step) const
{
    std::optional<Json> &fields = m_given[step];
    if (!fields)
        fields = m_steps.at(step).component ? givenFields(m_steps.at(step).component->configSchema, m_steps.at(step).config) : Json::object();
    return *fields;
}

bool DocumentFlow::mayGiveAnything(int step) const
{
    const ComponentDescriptor *component = m_steps.at(step).component;
    return !component || component->joins || (component->isolation == Isolation::Child && !component->configSchema.contains("x-gives"));
}

bool DocumentFlow::spawns(const Link &link) const
{
    const ComponentDescriptor *component = m_steps.at(link.from).component;
    return component
        && std::ranges::any_of(component->outputs, [&link](const PortDescriptor &port) { return port.spawns && port.name == link.port; });
}

DocumentFlow::Reach DocumentFlow::reachOf(const TakenField &field) const
{
    const QList<QByteArray> tokens = splitPointer(field.pointer).value_or(QList<QByteArray>());
    const qsizetype count = m_steps.size();
    enum class Gives : quint8 { Nothing, Fitting, Other, Anything };
    QList<Gives> gives(count, Gives::Nothing);
    Reach reach{QList<int>(count, -1), QList<int>(count, -1), QList<int>(count, -1)};
    for (int i = 0; i < count; ++i) {
        if (given(i).contains(tokens.value(0)))
            gives[i] = fits(schemaAt(given(i), tokens), field.schema) ? Gives::Fitting : Gives::Other;
        else if (mayGiveAnything(i))
            gives[i] = Gives::Anything;
    }
    const auto forward = [&](Gives what, QList<int> &from) {
        QList<int> open;
        const auto enter = [&](int step, int giver) {
            if (from.at(step) < 0) {
                from[step] = giver;
                open.append(step);
            }
        };
        for (int i = 0; i < count; ++i) {
            const bool isGiver = gives.at(i) == what || (what == Gives::Fitting && gives.at(i) == Gives::Anything);
            for (const int link : isGiver ? m_out.at(i) : QList<int>()) {
                if (m_links.at(link).port != "error"_L1)
                    enter(m_links.at(link).to, i);
            }
        }
        while (!open.isEmpty()) {
            const int here = open.takeLast();
            for (const int link : m_out.at(here)) {
                const bool isGivenAnew = gives.at(here) != Gives::Nothing && m_links.at(link).port != "error"_L1;
                if (!isGivenAnew && !spawns(m_links.at(link)))
                    enter(m_links.at(link).to, from.at(here));
            }
        }
    };
    forward(Gives::Fitting, reach.good);
    forward(Gives::Other, reach.bad);
    // Backwards from those that give it new, not from those that only change what is there.
    QList<int> open;
    for (int i = 0; i < count; ++i) {
        if (gives.at(i) != Gives::Fitting)
            continue;
        const Step &step = m_steps.at(i);
        const QList<TakenField> taken = takenFields(step.component->configSchema, step.config);
        if (std::ranges::any_of(taken, [&](const TakenField &other) { return other.pointer == field.pointer; }))
            continue;
        open.append(i);
        for (qsizetype next = open.size() - 1; next < open.size(); ++next) {
            for (const int link : m_in.at(open.at(next))) {
                const int before = m_links.at(link).from;
                if (reach.behind.at(before) < 0 && !spawns(m_links.at(link))) {
                    reach.behind[before] = i;
                    open.append(before);
                }
            }
        }
    }
    return reach;
}

QList<DocumentFlow::Misfit> DocumentFlow::misfits() const
{
    struct Taker
    {
        int step;
        TakenField field;
    };
    QHash<QByteArray, QList<Taker>> takers;
    QList<QByteArray> order;
    for (int i = 0; i < m_steps.size(); ++i) {
        if (!m_steps.at(i).component)
            continue;
        for (const TakenField &field : takenFields(m_steps.at(i).component->configSchema, m_steps.at(i).config)) {
            const QByteArray key = field.pointer + '\n' + field.schema.toBytes();
            if (!takers.contains(key))
                order.append(key);
            takers[key].append({i, field});
        }
    }
    QList<Misfit> found;
    qint64 work = 0;
    for (const QByteArray &key : std::as_const(order)) {
        work += m_steps.size() + m_links.size();
        if (work > kMostWork)
            break;
        const QList<Taker> &all = takers[key];
        const Reach reach = reachOf(all.first().field);
        for (const Taker &taker : all) {
            if (reach.good.at(taker.step) >= 0)
                continue;
            if (const int giver = reach.bad.at(taker.step); giver >= 0) {
                const QList<QByteArray> tokens = splitPointer(taker.field.pointer).value_or(QList<QByteArray>());
                found.append({taker.step, taker.field, giver, typeWords(schemaAt(given(giver), tokens))});
            } else if (const int later = reach.behind.at(taker.step); later >= 0 && later != taker.step) {
                found.append({taker.step, taker.field, later, {}});
            }
        }
    }
    std::ranges::stable_sort(found, {}, &Misfit::step);
    return found;
}

std::optional<DocumentFlow::Given> DocumentFlow::otherwiseGiven(int from, const QString &port, const TakenField &field) const
{
    if (spawns({from, from, port}))
        return std::nullopt;
    const QList<QByteArray> tokens = splitPointer(field.pointer).value_or(QList<QByteArray>());
    std::optional<Given> first;
    QSet<int> seen;
    QList<std::pair<int, bool>> open{{from, port != "error"_L1}};
    while (!open.isEmpty()) {
        const auto [here, gives] = open.takeLast();
        if (gives && given(here).contains(tokens.value(0))) {
            const Json schema = schemaAt(given(here), tokens);
            if (fits(schema, field.schema))
                return std::nullopt;
            if (!first)
                first = Given{here, typeWords(schema)};
            continue;
        }
        if (gives && mayGiveAnything(here))
            return std::nullopt;
        if (seen.contains(here))
            continue;
        seen.insert(here);
        if (here == 0 || m_in.at(here).isEmpty())
            return std::nullopt; // what a document comes with is not known
        for (const int link : m_in.at(here)) {
            if (spawns(m_links.at(link)))
                return std::nullopt;
            open.append({m_links.at(link).from, m_links.at(link).port != "error"_L1});
        }
    }
    return first;
}

QString typeWords(const Json &schema)
{
    static const QHash<QString, QString> words{{u"string"_s, u"a text"_s}, {u"number"_s, u"a number"_s},       {u"integer"_s, u"a whole number"_s},
                                               {u"array"_s, u"a list"_s},  {u"boolean"_s, u"a truth value"_s}, {u"object"_s, u"an object"_s},
                                               {u"null"_s, u"nothing"_s}};
    QStringList said;
    for (const QString &type : typesOf(schema))
        said.append(words.value(type, type));
    return said.join(u" or "_s);
}

QList<PipelineProblem> flowWarnings(const Json &definition, const DescriptorLookup &lookup)
{
    QList<DocumentFlow::Step> steps;
    QHash<QString, int> places;
    for (const Json &node : definition.value("nodes").items()) {
        const QString id = node.value("id").toString();
        if (!places.contains(id))
            places.insert(id, static_cast<int>(steps.size()));
        steps.append({id, lookup(node.value("component").toString()), node.value("config")});
    }
    QList<DocumentFlow::Link> links;
    for (const Json &link : definition.value("links").items()) {
        const int from = places.value(link.value("from").value("node").toString(), -1);
        const int to = places.value(link.value("to").value("node").toString(), -1);
        if (from >= 0 && to >= 0)
            links.append({from, to, link.value("from").value("port").toString(u"out"_s)});
    }
    const DocumentFlow flow(std::move(steps), links);
    QList<PipelineProblem> warnings;
    const auto warn = [&](const DocumentFlow::Misfit &misfit, const QString &message) {
        QByteArray path = "/nodes/" + QByteArray::number(misfit.step);
        if (!misfit.field.setting.isEmpty())
            path += "/config/" + escapePointerToken(misfit.field.setting);
        warnings.append({.node = flow.step(misfit.step).id, .code = ErrorCode::PipelineInvalid, .message = message, .path = path});
    };
    for (const DocumentFlow::Misfit &misfit : flow.misfits()) {
        const QString field = QString::fromUtf8(misfit.field.pointer);
        const QString &giver = flow.step(misfit.giver).id;
        if (misfit.given.isEmpty())
            warn(misfit, u"this step reads \"%1\", which only \"%2\" behind it gives"_s.arg(field, giver));
        else
            warn(misfit,
                 u"this step reads \"%1\" as %2, and \"%3\" gives it as %4"_s.arg(field, typeWords(misfit.field.schema), giver, misfit.given));
    }
    return warnings;
}

} // namespace Millrace
