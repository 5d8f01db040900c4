// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the official conformance suite asks a server for: tools, resources and prompts with given names and answers. They are in builds with
// tests alone, and only where a server is started with `conformance`.

#include "mcp/server_p.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr int kPauseMs = 50;
/// One red pixel.
constexpr const char *kPicture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
/// A hundredth of a second of silence.
constexpr const char *kSound = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

Json text(const QString &words)
{
    return Json::object({{"type", "text"}, {"text", words}});
}

Json picture()
{
    return Json::object({{"type", "image"}, {"data", kPicture}, {"mimeType", "image/png"}});
}

Json embedded(const QString &uri, const char *mimeType, const char *words)
{
    return Json::object({{"type", "resource"}, {"resource", Json::object({{"uri", uri}, {"mimeType", mimeType}, {"text", words}})}});
}

void say(const CallPtr &call, const QString &words)
{
    call->answerContent(Json::array({text(words)}));
}

Json fromText(const QByteArray &json)
{
    const auto parsed = Json::parse(json);
    Q_ASSERT_X(parsed.has_value(), "conformance", json.constData());
    return parsed.value_or(Json());
}

Json elicit(const char *message, const char *properties, const char *required)
{
    return Json::object(
        {{"method", "elicitation/create"},
         {"params",
          Json::object(
              {{"message", message},
               {"requestedSchema", Json::object({{"type", "object"}, {"properties", fromText(properties)}, {"required", fromText(required)}})}})}});
}

Json sample(const QString &prompt, int most)
{
    return Json::object(
        {{"method", "sampling/createMessage"},
         {"params", Json::object({{"messages", Json::array({Json::object({{"role", "user"}, {"content", text(prompt)}})})}, {"maxTokens", most}})}});
}

Json roots()
{
    return Json::object({{"method", "roots/list"}, {"params", Json::object()}});
}

const char *const kName = R"({"name":{"type":"string"}})";
const char *const kOk = R"({"ok":{"type":"boolean"}})";

class Fixtures
{
public:
    Fixtures(Toolbox &toolbox, Resources &resources, QList<Prompt> &prompts, const std::function<void(const QByteArray &)> &listChanged)
        : m_toolbox(toolbox)
        , m_resources(resources)
        , m_prompts(prompts)
        , m_listChanged(listChanged)
    {}

    void add()
    {
        addContents();
        addTalk();
        addLegacyQuestions();
        addInput();
        addTasks();
        addSchemas();
        addResources();
        addPrompts();
    }

private:
    void tool(const char *name, const char *description, Tool::Function run, const char *properties = "{}", const char *required = "[]",
              TaskUse tasks = TaskUse::Never)
    {
        Tool made;
        made.name = QString::fromLatin1(name);
        made.title = made.name;
        made.description = QString::fromUtf8(description);
        made.command = u"engine.state"_s;
        made.tasks = tasks;
        made.inputSchema = Json::object({{"type", "object"}, {"properties", fromText(properties)}, {"required", fromText(required)}});
        made.run = std::move(run);
        m_toolbox.add(std::move(made));
    }

    void addContents();
    void addTalk();
    void addLegacyQuestions();
    void addInput();
    void addTasks();
    void addSchemas();
    void addResources();
    void addPrompts();

    Toolbox &m_toolbox;
    Resources &m_resources;
    QList<Prompt> &m_prompts;
    std::function<void(const QByteArray &)> m_listChanged;
};

void Fixtures::addContents()
{
    tool("test_simple_text", "Answers with a text.", [](const CallPtr &call, const Json &) {
        static const QByteArray members = R"("content":[{"type":"text","text":"This is a simple text response for testing."}])";
        call->answer(members);
    });
    tool("test_image_content", "Answers with a picture.", [](const CallPtr &call, const Json &) { call->answerContent(Json::array({picture()})); });
    tool("test_audio_content", "Answers with a sound.", [](const CallPtr &call, const Json &) {
        call->answerContent(Json::array({Json::object({{"type", "audio"}, {"data", kSound}, {"mimeType", "audio/wav"}})}));
    });
    tool("test_embedded_resource", "Answers with a resource.", [](const CallPtr &call, const Json &) {
        call->answerContent(Json::array({embedded(u"test://embedded-resource"_s, "text/plain", "This is an embedded resource content.")}));
    });
    tool("test_multiple_content_types", "Answers with several kinds of content.", [](const CallPtr &call, const Json &) {
        call->answerContent(Json::array({text(u"Multiple content types test:"_s), picture(),
                                         embedded(u"test://mixed-content-resource"_s, "application/json", R"({"test":"data","value":123})")}));
    });
    tool("test_error_handling", "Fails.", [](const CallPtr &call, const Json &) {
        call->answerContent(Json::array({text(u"This tool intentionally returns an error for testing"_s)}), true);
    });
}

void Fixtures::addTalk()
{
    const auto logging = [](const CallPtr &call, const Json &) {
        call->log(1, u"conformance"_s, "Tool execution started");
        call->later(kPauseMs, [call] {
            call->log(1, u"conformance"_s, "Tool processing data");
            call->later(kPauseMs, [call] {
                call->log(1, u"conformance"_s, "Tool execution completed");
                say(call, u"Logged three times."_s);
            });
        });
    };
    tool("test_tool_with_logging", "Logs three times.", logging);
    tool("test_logging_tool", "Logs three times, where logs are asked for.", logging);
    tool("test_tool_with_progress", "Tells of its progress three times.", [](const CallPtr &call, const Json &) {
        call->progress(0, 100);
        call->later(kPauseMs, [call] {
            call->progress(50, 100);
            call->later(kPauseMs, [call] {
                call->progress(100, 100);
                say(call, u"Told of progress three times."_s);
            });
        });
    });
    tool("test_reconnection", "Ends the connection in the middle.", [](const CallPtr &call, const Json &) {
        call->interruptStream();
        call->later(2 * kPauseMs, [call] { say(call, u"Reconnection test completed."_s); });
    });
    tool("test_trigger_tool_change", "Says that tools have changed.", [changed = m_listChanged](const CallPtr &call, const Json &) {
        changed("tools");
        say(call, u"Tools changed."_s);
    });
    tool("test_trigger_prompt_change", "Says that prompts have changed.", [changed = m_listChanged](const CallPtr &call, const Json &) {
        changed("prompts");
        say(call, u"Prompts changed."_s);
    });
}

void Fixtures::addLegacyQuestions()
{
    tool(
        "test_sampling", "Asks the client's model.",
        [](const CallPtr &call, const Json &args) {
            const Json &answer = call->input("answer");
            if (answer.isNull())
                call->requireInput(Json::object({{"answer", sample(args.value("prompt").toString(), 100)}}));
            else
                say(call, u"LLM response: %1"_s.arg(answer.value("content").value("text").toString()));
        },
        R"({"prompt":{"type":"string"}})", R"(["prompt"])");
    const auto asking = [](const QByteArray &message, const char *properties, const char *required, const QString &form) {
        return [=](const CallPtr &call, const Json &args) {
            const Json &answer = call->input("answer");
            if (answer.isNull()) {
                const QByteArray words = message.isEmpty() ? args.value("message").utf8().toByteArray() : message;
                call->requireInput(Json::object({{"answer", elicit(words.constData(), properties, required)}}));
            } else {
                say(call, form.arg(answer.value("action").toString(), QString::fromUtf8(answer.value("content").toBytes())));
            }
        };
    };
    tool("test_elicitation", "Asks the user.",
         asking({},
                R"({"username":{"type":"string","description":"User's response"},"email":{"type":"string","description":"User's email address"}})",
                R"(["username","email"])", u"User response: action=%1, content=%2"_s),
         R"({"message":{"type":"string"}})", R"(["message"])");
    const QString completed = u"Elicitation completed: action=%1, content=%2"_s;
    tool("test_elicitation_sep1034_defaults", "Asks the user, with defaults.",
         asking(
             "Please review and update the form fields with defaults",
             R"({"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},"score":{"type":"number","default":95.5},)"
             R"("status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},"verified":{"type":"boolean","default":true}})",
             "[]", completed));
    tool(
        "test_elicitation_sep1330_enums", "Asks the user to choose.",
        asking(
            "Please select options from the enum fields",
            R"({"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},)"
            R"("titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},)"
            R"("legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},)"
            R"("untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},)"
            R"("titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}})",
            "[]", completed));
}

void Fixtures::addInput()
{
    tool("test_missing_capability", "Needs a client's model.", [](const CallPtr &call, const Json &) {
        if (call->input("answer").isNull())
            call->requireInput(Json::object({{"answer", sample(u"Anything"_s, 10)}}));
        else
            say(call, u"It had one."_s);
    });
    const auto askName = [](const CallPtr &call, const Json &) {
        const Json &answer = call->input("user_name");
        if (answer.isNull())
            call->requireInput(Json::object({{"user_name", elicit("What is your name?", kName, R"(["name"])")}}));
        else
            say(call, u"Hello, %1!"_s.arg(answer.value("content").value("name").toString()));
    };
    tool("test_streaming_elicitation", "Asks the user.", askName);
    tool("test_input_required_result_elicitation", "Asks the user.", askName);
    tool("test_input_required_result_sampling", "Asks the client's model.", [](const CallPtr &call, const Json &) {
        const Json &answer = call->input("capital_question");
        if (answer.isNull())
            call->requireInput(Json::object({{"capital_question", sample(u"What is the capital of France?"_s, 100)}}));
        else
            say(call, answer.value("content").value("text").toString());
    });
    tool("test_input_required_result_list_roots", "Asks for the client's roots.", [](const CallPtr &call, const Json &) {
        const Json &answer = call->input("client_roots");
        if (answer.isNull())
            call->requireInput(Json::object({{"client_roots", roots()}}));
        else
            say(call, u"%1 roots: %2"_s.arg(answer.value("roots").size()).arg(answer.value("roots").at(0).value("uri").toString()));
    });
    for (const char *name : {"test_input_required_result_request_state", "test_input_required_result_tampered_state"}) {
        tool(name, "Asks the user, and wants its own state back.", [](const CallPtr &call, const Json &) {
            if (call->input("confirm").isNull() || call->state().utf8() != "asked")
                call->requireInput(Json::object({{"confirm", elicit("Please confirm", kOk, R"(["ok"])")}}), "asked");
            else
                say(call, u"state-ok"_s);
        });
    }
    tool("test_input_required_result_multiple_inputs", "Asks for three things.", [](const CallPtr &call, const Json &) {
        const Json &name = call->input("user_name");
        const Json &greeting = call->input("greeting");
        if (name.isNull() || greeting.isNull() || call->input("client_roots").isNull()) {
            call->requireInput(Json::object({{"user_name", elicit("What is your name?", kName, R"(["name"])")},
                                             {"greeting", sample(u"Generate a greeting"_s, 50)},
                                             {"client_roots", roots()}}),
                               "asked");
            return;
        }
        say(call, u"%1 %2"_s.arg(greeting.value("content").value("text").toString(), name.value("content").value("name").toString()));
    });
    tool("test_input_required_result_multi_round", "Asks twice.", [](const CallPtr &call, const Json &) {
        const Json &first = call->input("step1");
        const Json &second = call->input("step2");
        if (!second.isNull() && call->state().contains("name")) {
            say(call, u"%1 likes %2."_s.arg(call->state().value("name").toString(), second.value("content").value("color").toString()));
        } else if (!first.isNull() && call->state().isObject()) {
            call->requireInput(
                Json::object({{"step2", elicit("Step 2: What is your favorite color?", R"({"color":{"type":"string"}})", R"(["color"])")}}),
                Json::object({{"name", first.value("content").value("name")}}));
        } else {
            call->requireInput(Json::object({{"step1", elicit("Step 1: What is your name?", kName, R"(["name"])")}}), Json::object({{"round", 1}}));
        }
    });
    tool("test_input_required_result_capabilities", "Asks only for what the client can do.", [](const CallPtr &call, const Json &) {
        Json wanted = Json::object();
        if (call->clientCan("sampling"))
            wanted.insert("model", sample(u"Anything"_s, 10));
        if (call->clientCan("elicitation"))
            wanted.insert("user", elicit("Anything?", kOk, "[]"));
        if (wanted.isEmpty() || !call->input("model").isNull() || !call->input("user").isNull())
            say(call, u"That was all."_s);
        else
            call->requireInput(wanted);
    });
}

void Fixtures::addTasks()
{
    tool(
        "greet", "Greets, at once.", [](const CallPtr &call, const Json &args) { say(call, u"Hello, %1!"_s.arg(args.value("name").toString())); },
        R"({"name":{"type":"string"}})", R"(["name"])");
    tool(
        "slow_compute", "Takes as long as it is told to.",
        [](const CallPtr &call, const Json &args) {
            const double seconds = args.value("seconds").toDouble();
            call->becomeTask();
            call->later(static_cast<int>(seconds * 1000), [call, seconds] { say(call, u"Computed for %1 s."_s.arg(seconds)); });
        },
        R"({"seconds":{"type":"number"},"label":{"type":"string"}})", R"(["seconds"])", TaskUse::Optional);
    tool(
        "failing_job", "Fails after a second.",
        [](const CallPtr &call, const Json &) {
            call->becomeTask();
            call->later(1000, [call] { call->answerContent(Json::array({text(u"The job failed."_s)}), true); });
        },
        "{}", "[]", TaskUse::Always);
    tool(
        "protocol_error_job", "Breaks down.",
        [](const CallPtr &call, const Json &) {
            call->becomeTask();
            call->later(kPauseMs, [call] { call->refuse({RpcCode::kInternal, u"The job broke down."_s, {}}); });
        },
        "{}", "[]", TaskUse::Optional);
    tool(
        "confirm_delete", "Asks before it would delete.",
        [](const CallPtr &call, const Json &args) {
            call->becomeTask();
            const Json &answer = call->input("confirm");
            if (answer.isNull())
                call->requireInput(Json::object({{"confirm", elicit("Delete the file?", R"({"confirm":{"type":"boolean"}})", R"(["confirm"])")}}));
            else
                say(call, u"%1: %2"_s.arg(args.value("filename").toString(), answer.value("action").toString()));
        },
        R"({"filename":{"type":"string"}})", R"(["filename"])", TaskUse::Optional);
    tool(
        "multi_input", "Asks for two things at once.",
        [](const CallPtr &call, const Json &) {
            call->becomeTask();
            if (call->input("first").isNull() || call->input("second").isNull())
                call->requireInput(Json::object({{"first", elicit("First?", kName, "[]")}, {"second", elicit("Second?", kName, "[]")}}));
            else
                say(call, u"Got both."_s);
        },
        "{}", "[]", TaskUse::Optional);
    tool(
        "test_tool_with_task", "Asks first, then works.",
        [](const CallPtr &call, const Json &) {
            const Json &answer = call->input("user_name");
            if (answer.isNull()) {
                call->requireInput(Json::object({{"user_name", elicit("What is your name?", kName, R"(["name"])")}}), "asked");
                return;
            }
            const QString name = answer.value("content").value("name").toString();
            call->becomeTask();
            call->later(kPauseMs, [call, name] { say(call, u"Worked for %1."_s.arg(name)); });
        },
        "{}", "[]", TaskUse::Always);
}

void Fixtures::addSchemas()
{
    Tool made;
    made.name = u"json_schema_2020_12_tool"_s;
    made.title = made.name;
    made.description = u"Tool with JSON Schema 2020-12 features"_s;
    made.command = u"engine.state"_s;
    made.inputSchema
        = fromText(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","$defs":{"address":{"$anchor":"addressDef",)"
                   R"("type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},"properties":{"name":{"type":"string"},)"
                   R"("address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},)"
                   R"("email":{"type":"string"}},"allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],)"
                   R"("if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},)"
                   R"("else":{"required":["email"]},"additionalProperties":false})");
    made.run = [](const CallPtr &call, const Json &args) { say(call, QString::fromUtf8(args.toBytes())); };
    m_toolbox.add(std::move(made));
    tool(
        "test_x_mcp_header", "Has an argument that a header repeats.",
        [](const CallPtr &call, const Json &args) { say(call, args.value("region").toString()); },
        R"({"region":{"type":"string","x-mcp-header":"Region"}})", "[]");
}

void Fixtures::addResources()
{
    m_resources.add({u"test://static-text"_s,
                     u"static_text"_s,
                     u"A text"_s,
                     u"A text that stays."_s,
                     u"text/plain"_s,
                     [](const CallPtr &call, const QString &uri, const QStringList &) {
                         Resources::answerText(call, uri, u"text/plain"_s, "This is the content of the static text resource.");
                     },
                     {}});
    m_resources.add({u"test://static-binary"_s,
                     u"static_binary"_s,
                     u"A picture"_s,
                     u"A picture that stays."_s,
                     u"image/png"_s,
                     [](const CallPtr &call, const QString &uri, const QStringList &) {
                         const Json contents = Json::array({Json::object({{"uri", uri}, {"mimeType", "image/png"}, {"blob", kPicture}})});
                         call->answerCacheable(membersOf(Json::object({{"contents", contents}})), 0);
                     },
                     {}});
    m_resources.add(
        {u"test://watched-resource"_s,
         u"watched"_s,
         u"To be watched"_s,
         u"Something to subscribe to."_s,
         u"text/plain"_s,
         [](const CallPtr &call, const QString &uri, const QStringList &) { Resources::answerText(call, uri, u"text/plain"_s, "Watched."); },
         {}});
    m_resources.add({u"test://template/{id}/data"_s,
                     u"template_data"_s,
                     u"By its id"_s,
                     u"Data with the id in it."_s,
                     u"application/json"_s,
                     [](const CallPtr &call, const QString &uri, const QStringList &values) {
                         const Json json
                             = Json::object({{"id", values.value(0)}, {"templateTest", true}, {"data", u"Data for ID: %1"_s.arg(values.value(0))}});
                         Resources::answerText(call, uri, u"application/json"_s, json.toBytes());
                     },
                     {}});
}

void Fixtures::addPrompts()
{
    const auto answer = [](const CallPtr &call, std::initializer_list<Json> contents) {
        Json messages = Json::array();
        for (const Json &content : contents)
            messages.append(userMessage(content));
        call->answer(Json::object({{"messages", messages}}));
    };
    m_prompts.append({u"test_simple_prompt"_s, u"Simple"_s, u"A prompt without arguments."_s, {}, [answer](const CallPtr &call, const Json &) {
                          answer(call, {text(u"This is a simple prompt for testing."_s)});
                      }});
    m_prompts.append(
        {u"test_prompt_with_arguments"_s,
         u"With arguments"_s,
         u"A prompt with arguments."_s,
         {{"arg1", u"First test argument"_s, true, {u"testing"_s, u"tested"_s}}, {"arg2", u"Second test argument"_s, true, {}}},
         [answer](const CallPtr &call, const Json &given) {
             answer(call,
                    {text(u"Prompt with arguments: arg1='%1', arg2='%2'"_s.arg(given.value("arg1").toString(), given.value("arg2").toString()))});
         }});
    m_prompts.append({u"test_prompt_with_embedded_resource"_s,
                      u"With a resource"_s,
                      u"A prompt with a resource."_s,
                      {{"resourceUri", u"URI of the resource to embed"_s, true, {}}},
                      [answer](const CallPtr &call, const Json &given) {
                          answer(call,
                                 {embedded(given.value("resourceUri").toString(), "text/plain", "Embedded resource content for testing."),
                                  text(u"Please process the embedded resource above."_s)});
                      }});
    m_prompts.append(
        {u"test_prompt_with_image"_s, u"With a picture"_s, u"A prompt with a picture."_s, {}, [answer](const CallPtr &call, const Json &) {
             answer(call, {picture(), text(u"Please analyze the image above."_s)});
         }});
    m_prompts.append(
        {u"test_input_required_result_prompt"_s,
         u"With a question"_s,
         u"A prompt that asks first."_s,
         {},
         [answer](const CallPtr &call, const Json &) {
             const Json &given = call->input("user_context");
             if (given.isNull()) {
                 call->requireInput(Json::object(
                     {{"user_context", elicit("What context should the prompt use?", R"({"context":{"type":"string"}})", R"(["context"])")}}));
                 return;
             }
             answer(call, {text(u"Context: %1"_s.arg(given.value("content").value("context").toString()))});
         }});
}

} // namespace

void addConformanceFixtures(Toolbox &toolbox, Resources &resources, QList<Prompt> &prompts,
                            const std::function<void(const QByteArray &)> &listChanged)
{
    Fixtures(toolbox, resources, prompts, listChanged).add();
}

} // namespace Millrace::Mcp
