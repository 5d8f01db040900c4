// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "reviewsupport.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kWaitMs = 60'000;

const char *const kSource = "The mill was built in 1874 by the Ferrin family. It stands on the Oder and ground rye until 1951. "
                            "The wheel is of oak and five metres wide. Since 2003 it has been a museum, open from May to October.";

Json document(int number)
{
    const QString id = u"note-%1"_s.arg(number, 6, 10, QChar(u'0'));
    const QByteArray text
        = "The mill was built in 1874 by the Ferrin family. It ground rye until 1951.\n\nThe **wheel** is of oak. It is a museum since 2003.";
    const auto span = [&](const char *sentence, const char *source) {
        const qsizetype from = text.indexOf(sentence);
        const qsizetype sourceFrom = QByteArray(kSource).indexOf(source);
        return Json::object({{"at", "/generated_content"},
                             {"from", Json(from)},
                             {"to", Json(from + qsizetype(qstrlen(sentence)))},
                             {"source", "/source_text"},
                             {"source_from", Json(sourceFrom)},
                             {"source_to", Json(sourceFrom + qsizetype(qstrlen(source)))}});
    };
    const double score = 0.4 + (number % 50) / 100.0;
    return Json::object(
        {{"id", Json(id)},
         {"type", "note"},
         {"data",
          Json::object(
              {{"title", Json(u"The mill at the Oder, part %1"_s.arg(number + 1))},
               {"source_text", kSource},
               {"generated_content", Json(text)},
               {"citations",
                Json::array({span("The mill was built in 1874 by the Ferrin family.", "The mill was built in 1874 by the Ferrin family."),
                             span("It ground rye until 1951.", "ground rye until 1951"),
                             span("The **wheel** is of oak.", "The wheel is of oak and five metres wide.")})},
               {"author", "Mara Linden"},
               {"classification", Json::object({{"label", number % 3 == 0 ? "place" : "history"}})},
               {"quality",
                Json::object(
                    {{"problems",
                      Json::array({Json::object(
                          {{"path", "/generated_content"}, {"message", "“five metres wide” is not in the text"}, {"severity", "warning"}})})}})},
               {"confidence",
                Json::object({{"score", Json(score)},
                              {"weakest", "completeness"},
                              {"parts",
                               Json::array({Json::object({{"name", "accuracy"}, {"score", 0.91}, {"weight", 2}, {"from", "quality"}}),
                                            Json::object({{"name", "completeness"}, {"score", 0.48}, {"weight", 1}, {"from", "quality"}}),
                                            Json::object({{"name", "consistency"}, {"score", 0.83}, {"weight", 1}, {"from", "quality"}})})}})}})}});
}

} // namespace

ReviewFixture::ReviewFixture(bool durable)
    : m_durable(durable)
    , m_theme(ThemeMode::Light)
{
    open();
}

void ReviewFixture::open()
{
    m_workspace.reset();
    WorkspaceOptions options;
    options.path = path(u"test.millrace"_s);
    options.indexPath = path(u"index"_s);
    options.create = !QFile::exists(options.path);
    options.synchronousFull = m_durable;
    options.actorName = u"Ada"_s;
    options.hostProgram = QStringLiteral(MILLRACE_BIN_DIR "/millrace");
    auto opened = Workspace::open(options);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().text));
    m_workspace = std::move(*opened);
}

Result<Json> ReviewFixture::triedAs(const QString &who, const QString &command, const Json &args)
{
    QFuture<Result<Json>> future = m_workspace->execute(command, args, who);
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, kWaitMs))
        return fail(ErrorCode::ComponentTimeout, u"no answer"_s);
    return future.result();
}

Json ReviewFixture::run(const QString &command, const Json &args)
{
    const auto answer = tried(command, args);
    if (!answer) {
        QTest::qFail(qPrintable(command + u": "_s + answer.error().text + u' ' + QString::fromUtf8(answer.error().detail.toBytes())), __FILE__,
                     __LINE__);
        return {};
    }
    return *answer;
}

Json ReviewFixture::formConfig()
{
    return Json::object(
        {{"question", "Is the label right?"},
         {"form",
          Json::object({{"type", "object"},
                        {"properties",
                         Json::object({{"label",
                                        Json::object({{"type", "string"},
                                                      {"title", "Label"},
                                                      {"enum", Json::array({"history", "place", "person"})},
                                                      {"keys", Json::object({{"history", "1"}, {"place", "2"}, {"person", "3"}})}})},
                                       {"rating",
                                        Json::object({{"type", "integer"},
                                                      {"title", "Readability"},
                                                      {"minimum", 1},
                                                      {"maximum", 5},
                                                      {"keys", Json::object({{"1", "Ctrl+Shift+1"}, {"5", "Ctrl+Shift+5"}})}})},
                                       {"reasons",
                                        Json::object({{"type", "array"},
                                                      {"title", "Reasons"},
                                                      {"items", Json::object({{"enum", Json::array({"wrong date", "personal data"})}})},
                                                      {"keys", Json::object({{"wrong date", "W"}, {"personal data", "P"}})}})}})},
                        {"required", Json::array({"label"})}})},
         {"suggest", Json::object({{"label", "classification.label"}})},
         {"label", "classification.label"}});
}

void ReviewFixture::saveReview(const Json &config)
{
    Json all
        = Json::object({{"text", "generated_content"}, {"format", "markdown"}, {"fields", Json::array({"title", "generated_content", "author"})}});
    for (const JsonMember &member : config.members())
        all.insert(member.key, member.value);
    run(u"pipeline.save"_s,
        Json::object({{"definition",
                       Json::object({{"format", "millrace.pipeline/1"},
                                     {"id", "notes"},
                                     {"title", "Notes on buildings"},
                                     {"nodes", Json::array({Json::object({{"id", "check"}, {"component", "review"}, {"config", all}})})},
                                     {"links", Json::array()}})}}));
}

void ReviewFixture::submit(int count, int first)
{
    Json documents = Json::array();
    for (int i = first; i < first + count; ++i)
        documents.append(document(i));
    run(u"submit.documents"_s, Json::object({{"pipeline", "notes"}, {"documents", documents}}));
}

qint64 ReviewFixture::waiting()
{
    return run(u"review.count"_s).value("count").toInt();
}

bool ReviewFixture::waitForWaiting(qint64 count)
{
    for (int i = 0; i < 600; ++i) {
        if (waiting() == count)
            return true;
        QTest::qWait(100);
    }
    return false;
}

QList<Json> ReviewFixture::decisions()
{
    const Json answer = run(u"review.decisions"_s, Json::object({{"mine", true}, {"limit", 1000}}));
    return QList<Json>(answer.value("decisions").items().begin(), answer.value("decisions").items().end());
}

Json ReviewFixture::data(const QString &id)
{
    return run(u"context.get"_s, Json::object({{"id", Json(id)}})).value("data");
}

} // namespace Millrace
