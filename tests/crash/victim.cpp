// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// millrace-crash-victim WORKSPACE PROMISES EFFECTS PREFIX COUNT
//
// Submits COUNT contexts in small groups and works on them; their last step publishes an event, as it does itself; two subscriptions and a
// schedule start contexts too. It writes to PROMISES what it was told is durable: "id X" for every context that was acknowledged, "event N"
// for every event, "seq N" for every commit that was announced. The line is with the system before anything else happens, so it
// outlives the process. A test kills it, reopens the workspace and holds it against the promises.
#include "support/testcomponents.h"
#include "workspace/workspace.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFutureWatcher>

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kGroup = 5;
constexpr int kGroupsInFlight = 2;

/// A pure step, children with a result that is found again and one that is written outside, a join, a step that fails now and then and is tried
/// again, a way by a condition, one whose result is kept, a step that is left by its way for errors now and then, one that publishes an event,
/// and one that appends a line to a file through the outbox and waits for it.
Json pipeline(const QString &effects)
{
    Json json = Json::parse(R"({"format":"millrace.pipeline/1","id":"crash","title":"Crash","nodes":[
        {"id":"a","component":"test_echo"},
        {"id":"split","component":"split","config":{"items":"parts"}},
        {"id":"known","component":"test_sleep","config":{"ms":0},"cache":true},
        {"id":"b","component":"test_effect"},
        {"id":"join","component":"join","config":{"take":"item"}},
        {"id":"c","component":"test_flaky","config":{"fail_every":4},
         "retry":{"max_attempts":30,"backoff":"fixed","delay_ms":1,"max_delay_ms":1}},
        {"id":"aside","component":"test_echo"},
        {"id":"d","component":"test_sleep","config":{"ms":0},"cache":true},
        {"id":"check","component":"test_flaky","config":{"fail_every":3,"category":"recoverable"}},
        {"id":"mend","component":"test_echo"},
        {"id":"e","component":"publish_event","config":{"topic":"crash.done","key":"lane","payload":"title"}},
        {"id":"f","component":"publish","config":{"to":"json_lines","at":"/","content":"name"},
         "retry":{"max_attempts":30,"backoff":"fixed","delay_ms":1,"max_delay_ms":1}}],
        "links":[{"from":{"node":"a"},"to":{"node":"split"}},
        {"from":{"node":"split","port":"item"},"to":{"node":"known"}},{"from":{"node":"split"},"to":{"node":"join"}},
        {"from":{"node":"known"},"to":{"node":"b"}},{"from":{"node":"b"},"to":{"node":"join"}},{"from":{"node":"join"},"to":{"node":"c"}},
        {"from":{"node":"c"},"to":{"node":"aside"},"condition":"lane == `0`"},{"from":{"node":"c"},"to":{"node":"d"}},
        {"from":{"node":"aside"},"to":{"node":"d"}},{"from":{"node":"d"},"to":{"node":"check"}},
        {"from":{"node":"check"},"to":{"node":"e"}},{"from":{"node":"check","port":"error"},"to":{"node":"mend"}},
        {"from":{"node":"mend"},"to":{"node":"e"}},{"from":{"node":"e"},"to":{"node":"f"}}]})")
                    .value();
    Json nodes = json.value("nodes");
    for (qsizetype i = 0; i < nodes.size(); ++i) {
        Json node = nodes.at(i);
        const QString id = node.value("id").toString();
        if (id != "b"_L1 && id != "f"_L1)
            continue;
        Json config = id == "b"_L1 ? Json::object() : node.value("config");
        id == "b"_L1 ? config.insert("path", effects) : config.insert("at", effects + u".lines"_s);
        node.insert("config", config);
        nodes.replaceAt(i, node);
    }
    json.insert("nodes", nodes);
    return json;
}

/// What events and schedules start.
Json listener()
{
    return Json::parse(R"({"format":"millrace.pipeline/1","id":"listen","nodes":[{"id":"h","component":"test_echo"}],"links":[]})").value();
}

class Victim : public QObject
{
public:
    Victim(Workspace &workspace, int promises, const QString &effects, const QString &prefix, int count)
        : m_workspace(workspace)
        , m_promises(promises)
        , m_effects(effects)
        , m_prefix(prefix)
        , m_count(count)
    {
        connect(&workspace, &Workspace::changed, this, [this](const ChangeSet &changes) { promise("seq " + QByteArray::number(changes.sequence)); });
    }

    void begin()
    {
        ask(u"pipeline.save"_s, Json::object({{"definition", pipeline(m_effects)}}), [](const Json &) {});
        ask(u"pipeline.save"_s, Json::object({{"definition", listener()}}), [](const Json &) {});
        subscribe(u"each"_s, u"crash.*"_s, true);
        subscribe(u"any"_s, u"crash.done"_s, false);
        ask(u"schedule.list"_s, Json::object(), [this](const Json &known) {
            // Once: later starts find what is due, and what was missed.
            if (known.value("schedules").isEmpty())
                ask(u"schedule.save"_s,
                    Json::object({{"id", "tick"}, {"pipeline", "listen"}, {"missed", "all"}, {"when", Json::object({{"every_s", 1}})}}),
                    [](const Json &) {});
            for (int i = 0; i < kGroupsInFlight; ++i)
                submitNext();
        });
    }

private:
    void promise(const QByteArray &line)
    {
        const QByteArray bytes = line + '\n';
        if (::write(m_promises, bytes.constData(), static_cast<std::size_t>(bytes.size())) != bytes.size())
            std::_Exit(4);
    }

    void ask(const QString &command, const Json &args, const std::function<void(const Json &)> &then)
    {
        m_workspace.execute(command, args, m_workspace.actor()).then(this, [then, command](const Result<Json> &answer) {
            if (!answer) {
                std::fprintf(stderr, "%s: %s\n", qPrintable(command), qPrintable(answer.error().text));
                std::_Exit(5);
            }
            then(*answer);
        });
    }

    void subscribe(const QString &id, const QString &topic, bool ordered)
    {
        ask(u"subscription.save"_s, Json::object({{"id", id}, {"topic", topic}, {"pipeline", "listen"}, {"ordered", ordered}, {"position", 0}}),
            [](const Json &) {});
    }

    void submitNext()
    {
        if (m_submitted >= m_count) {
            if (m_inFlight == 0 && !m_ending) {
                m_ending = true;
                ask(u"schedule.enable"_s, Json::object({{"id", "tick"}, {"enabled", false}}), [](const Json &) {});
                ask(u"engine.wait"_s, Json::object({{"wait_s", 60}}), [](const Json &) { QCoreApplication::quit(); });
            }
            return;
        }
        ++m_inFlight;
        Json documents = Json::array();
        for (int i = 0; i < kGroup && m_submitted < m_count; ++i, ++m_submitted) {
            documents.append(Json::object({{"id", u"%1-%2"_s.arg(m_prefix).arg(m_submitted)},
                                           {"type", "article"},
                                           {"data",
                                            Json::object({{"name", u"%1-%2"_s.arg(m_prefix).arg(m_submitted)},
                                                          {"title", m_submitted},
                                                          {"lane", m_submitted % 3},
                                                          {"text", QString(300, u'x')},
                                                          {"parts", Json::array({1, 2})}})}}));
        }
        ask(u"submit.documents"_s, Json::object({{"pipeline", "crash"}, {"documents", documents}}), [this](const Json &answer) {
            for (const Json &id : answer.value("ids").items())
                promise("id " + id.toString().toUtf8());
            ask(u"event.publish"_s, Json::object({{"topic", "crash.asked"}, {"key", "0"}}), [this](const Json &published) {
                promise("event " + QByteArray::number(published.value("seq").toInt()));
                --m_inFlight;
                submitNext();
            });
        });
    }

    Workspace &m_workspace;
    int m_promises;
    QString m_effects;
    QString m_prefix;
    int m_count;
    int m_submitted = 0;
    int m_inFlight = 0;
    bool m_ending = false;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 6)
        return 2;
    WorkspaceOptions options;
    options.path = arguments.at(1);
    options.create = !QFileInfo::exists(options.path);
    options.runners = 2;
    options.indexPath = options.path + u".index"_s;
    for (const std::shared_ptr<Component> &component : testComponents())
        options.extraComponents.append(component);
    const Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options);
    if (!workspace) {
        std::fprintf(stderr, "%s\n", qPrintable(workspace.error().text));
        return 3;
    }
    const int promises = ::open(QFile::encodeName(arguments.at(2)).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    Victim victim(**workspace, promises, arguments.at(3), arguments.at(4), arguments.at(5).toInt());
    victim.begin();
    return QCoreApplication::exec();
}
