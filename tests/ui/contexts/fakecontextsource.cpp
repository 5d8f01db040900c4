// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contexts/fakecontextsource.h"

#include "contexts/contextcell.h"
#include "sdk/clock.h"

#include <QtConcurrent>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kTitles = {
    "Choosing a filesystem for small servers",
    "How packages enter the archive",
    "The life of a bug report",
    "Mirrors and how they are kept in step",
    "A first look at the policy manual",
    "Upgrading between stable releases",
    "Working with conffiles",
    "Notes on reproducible builds",
    "Signing uploads",
    "Translating package descriptions",
    "What maintainer scripts may do",
    "Réponses aux questions fréquentes",
};
constexpr std::array kTypes = {"article", "brief", "faq", "report"};

const char *kSource = "Debian comes with over sixty thousand packages. A package is built once and installed many times. "
                      "The archive is divided into three areas: main, contrib and non-free. Only main is part of the distribution. "
                      "Every package has a maintainer, who answers for it. Bugs are filed against packages, and each has a number. "
                      "The policy manual says what a package must do to enter the archive — and what it must not do. "
                      "Stable releases appear about every two years. Between them, only security fixes and important corrections enter stable. "
                      "Testing is where the next release grows. Packages migrate from unstable to testing after some days without serious bugs. "
                      "Mirrors carry copies of the archive all over the world, and are updated several times a day.\n\n"
                      "A conffile is a file whose local changes are kept on upgrade. The package manager asks before it replaces one. "
                      "Maintainer scripts run before and after unpacking. They must be idempotent: running one twice does no harm. "
                      "Größere Änderungen werden vorher besprochen. Reproducible builds give the same bytes from the same sources, "
                      "so that anybody can check that a binary belongs to its source.";

ContextStatus statusOf(ContextKey key)
{
    const qint64 n = key % 100;
    return n < 2 ? ContextStatus::Pending
        : n < 4  ? ContextStatus::Processing
        : n < 5  ? ContextStatus::Retrying
        : n < 9  ? ContextStatus::AwaitingReview
        : n < 12 ? ContextStatus::Quarantined
        : n < 16 ? ContextStatus::Failed
        : n < 17 ? ContextStatus::Cancelled
                 : ContextStatus::Completed;
}

int stepsOf(ContextStatus status)
{
    switch (status) {
    case ContextStatus::Pending:
        return 0;
    case ContextStatus::Processing:
    case ContextStatus::Retrying:
    case ContextStatus::Quarantined:
    case ContextStatus::Failed:
    case ContextStatus::Cancelled:
        return 1;
    case ContextStatus::AwaitingReview:
    case ContextStatus::Completed:
        break;
    }
    return 3;
}

struct Step
{
    const char *node;
    qint64 gapUs;
    qint64 lengthUs;
};
constexpr std::array kSteps = {Step{"template", 1'200'000, 4'180}, Step{"ai_generator", 260'000, 12'340'000}, Step{"transformer", 900, 38'200}};

/// Three cited sentences of the source put into sections, with exact spans.
void generate(Json &data)
{
    const QByteArray source(kSource);
    Json citations = Json::array();
    const auto cite = [&](const QByteArray &at, QByteArray &text, const QByteArray &sentence) {
        const qsizetype from = source.indexOf(sentence);
        if (!text.isEmpty()) {
            text += ' ';
        }
        citations.append(Json::object({{"at", Json(at)},
                                       {"from", Json(text.size())},
                                       {"to", Json(text.size() + sentence.size())},
                                       {"source", Json("/source_text")},
                                       {"source_from", Json(from)},
                                       {"source_to", Json(from + sentence.size())}}));
        text += sentence;
    };
    QByteArray introduction;
    cite("/generated_content/introduction", introduction, "Debian comes with over sixty thousand packages.");
    cite("/generated_content/introduction", introduction, "Every package has a maintainer, who answers for it.");
    QByteArray first;
    cite("/generated_content/body/0/content", first, "The archive is divided into three areas: main, contrib and non-free.");
    cite("/generated_content/body/0/content", first, "Only main is part of the distribution.");
    cite("/generated_content/body/0/content", first, "The policy manual says what a package must do to enter the archive — and what it must not do.");
    QByteArray second;
    cite("/generated_content/body/1/content", second, "Testing is where the next release grows.");
    cite("/generated_content/body/1/content", second, "Packages migrate from unstable to testing after some days without serious bugs.");
    cite("/generated_content/body/1/content", second, "Größere Änderungen werden vorher besprochen.");
    QByteArray conclusion;
    cite("/generated_content/conclusion", conclusion, "so that anybody can check that a binary belongs to its source.");
    data.insert("generated_content",
                Json::object({{"introduction", Json(introduction)},
                              {"body",
                               Json::array({Json::object({{"heading", Json("Key areas")}, {"content", Json(first)}}),
                                            Json::object({{"heading", Json("How a release grows")}, {"content", Json(second)}})})},
                              {"conclusion", Json(conclusion)}}));
    data.insert("model_used", Json("offline-extractive"));
    data.insert("generation_parameters", Json::object({{"temperature", Json(0.7)}, {"max_tokens", Json(2000)}}));
    data.insert("citations", citations);
}

QString markdownOf(const Json &data)
{
    const Json &generated = data.value("generated_content");
    QString text = u"# %1\n\n## Introduction\n\n%2\n\n"_s.arg(data.value("title").toString(), generated.value("introduction").toString());
    for (const Json &section : generated.value("body").items()) {
        text += u"## %1\n\n%2\n\n"_s.arg(section.value("heading").toString(), section.value("content").toString());
    }
    return text + u"- kept in order\n- with `code` and **strong** words\n\n## Conclusion\n\n"_s + generated.value("conclusion").toString() + u'\n';
}

template <typename T>
QFuture<Result<T>> ready(T value)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::move(value)));
}

} // namespace

FakeContextSource::FakeContextSource(qint64 count, QObject *parent)
    : ContextSource(parent)
    , m_count(count)
{}

ContextSummary FakeContextSource::summary(ContextKey key) const
{
    ContextSummary s;
    s.key = key;
    s.id = u"0198f2c1-7a3e-7%1-9b2d-4fd20ca1b3c4"_s.arg(key, 12, 16, '0'_L1);
    s.type = QString::fromLatin1(kTypes.at(std::size_t(key % qint64(kTypes.size()))));
    s.title = QString::fromUtf8(kTitles.at(std::size_t((key * 7) % qint64(kTitles.size()))));
    s.status = m_statuses.value(key, statusOf(key));
    s.pipeline = key % 3 == 0 ? u"brief_with_sources"_s : u"article"_s;
    s.pipelineTitle = key % 3 == 0 ? u"Brief with sources"_s : u"Article"_s;
    s.steps = stepsOf(s.status);
    s.attempt = 1;
    s.node = s.status == ContextStatus::Pending ? u"template"_s : s.steps == 1 ? u"ai_generator"_s : u"transformer"_s;
    s.outcome = s.status == ContextStatus::Completed ? u"out"_s : QString();
    s.createdAt = startUs + key * 1'730'000;
    s.startedAt = s.status == ContextStatus::Pending ? 0 : s.createdAt + kSteps[0].gapUs;
    const QList<TransitionRecord> history = historyOf(s);
    s.updatedAt = history.isEmpty() ? s.createdAt : history.constLast().at;
    s.endedAt = isFinal(s.status) ? s.updatedAt : 0;
    if (s.status == ContextStatus::Failed) {
        s.reason = u"The model provider cannot be reached."_s;
    } else if (s.status == ContextStatus::Quarantined) {
        s.reason = u"The title is missing."_s;
    }
    s.run = u"run_%1"_s.arg(key / 1000);
    return s;
}

void FakeContextSource::setStatus(ContextKey key, ContextStatus status)
{
    m_statuses.insert(key, status);
}

void FakeContextSource::grow(qint64 count)
{
    ChangeSet changes;
    for (qint64 i = 0; i < count; ++i) {
        changes.added.append(++m_count);
    }
    Q_EMIT changed(changes);
}

void FakeContextSource::touch(const QList<ContextKey> &keys)
{
    Q_EMIT changed({.updated = keys});
}

void FakeContextSource::releaseKeys(bool newestFirst)
{
    while (!m_held.isEmpty()) {
        const Held held = newestFirst ? m_held.takeLast() : m_held.takeFirst();
        held.promise->addResult(held.answer);
        held.promise->finish();
    }
}

Json FakeContextSource::documentOf(const ContextSummary &summary, int step)
{
    const bool newest = step < 0 || step >= summary.steps;
    const int steps = newest ? summary.steps : step;
    Json data = Json::object({{"title", Json(summary.title)},
                              {"keywords", Json::array(QStringList{u"debian"_s, u"packages"_s, u"policy"_s})},
                              {"target_audience", Json("developers")},
                              {"tone", Json("technical")},
                              {"source_text", Json(QByteArray(kSource))}});
    if (steps >= 1) {
        data.insert(
            "template",
            Json::object(
                {{"id", Json("tmpl_article_technical")},
                 {"sections",
                  Json::array({Json::object({{"type", Json("introduction")}, {"instructions", Json("Introduce the topic with technical context")}}),
                               Json::object({{"type", Json("body")}, {"sections", Json(2)}}), Json::object({{"type", Json("conclusion")}})})}}));
    }
    if (steps >= 2) {
        generate(data);
    }
    if (steps >= 3) {
        const QString text = markdownOf(data);
        data.insert("formatted_content",
                    Json::object({{"format", Json("markdown")},
                                  {"word_count", Json(400 + summary.key % 900)},
                                  {"reading_time", Json("2 minutes")},
                                  {"content", Json(text)}}));
    }
    return Json::object({{"id", Json(summary.id)},
                         {"type", Json(summary.type)},
                         {"status", Json(newest ? statusName(summary.status) : statusName(ContextStatus::Processing))},
                         {"pipeline", Json::array(QStringList{u"template"_s, u"ai_generator"_s, u"transformer"_s})},
                         {"data", data},
                         {"created_at", Json(isoSeconds(summary.createdAt))},
                         {"updated_at", Json(isoSeconds(summary.updatedAt))}});
}

QList<TransitionRecord> FakeContextSource::historyOf(const ContextSummary &summary)
{
    QList<TransitionRecord> history;
    qint64 at = summary.createdAt;
    qint64 seq = summary.key * 10;
    const auto add = [&](TransitionRecord record, const char *node) {
        record.seq = ++seq;
        record.at = at;
        record.node = QString::fromLatin1(node);
        record.component = record.node;
        record.actor = u"engine"_s;
        record.actorName = u"Millrace"_s;
        history.append(record);
    };
    using S = ContextStatus;
    for (int i = 0; i < summary.steps; ++i) {
        const Step &step = kSteps.at(std::size_t(i));
        at += step.gapUs;
        add({.from = i == 0 ? S::Pending : S::Processing, .to = S::Processing}, step.node);
        at += step.lengthUs + (summary.key % 7) * step.lengthUs / 10;
        const bool last = i + 1 == int(kSteps.size());
        const S to = last ? (summary.status == S::AwaitingReview ? S::AwaitingReview : S::Completed) : S::Processing;
        add({.from = S::Processing,
             .to = to,
             .kind = TransitionKind::Finished,
             .step = i + 1,
             .durationUs = step.lengthUs + (summary.key % 7) * step.lengthUs / 10,
             .port = u"out"_s},
            step.node);
    }
    const Json unreachable
        = Error::make(ErrorCode::ModelUnavailable, u"Connection refused"_s, Json::object({{"url", Json("http://127.0.0.1:11434")}})).toJson();
    const auto attempt = [&](int number, S to, const Json &reason) {
        at += number == 1 ? 90'000 : (1 << number) * 1'000'000;
        add({.from = number == 1 ? S::Processing : S::Retrying, .to = S::Processing, .attempt = number}, "ai_generator");
        at += 2'031'000;
        add({.from = S::Processing, .to = to, .kind = TransitionKind::Finished, .attempt = number, .durationUs = 2'031'000, .reason = reason},
            "ai_generator");
    };
    switch (summary.status) {
    case S::Processing:
        at += 80'000;
        add({.from = S::Processing, .to = S::Processing}, "ai_generator");
        break;
    case S::Retrying:
        attempt(1, S::Retrying, unreachable);
        break;
    case S::Failed:
        attempt(1, S::Retrying, unreachable);
        attempt(2, S::Retrying, unreachable);
        attempt(3, S::Failed, unreachable);
        break;
    case S::Quarantined:
        attempt(1, S::Quarantined,
                Json::array({Json::object({{"path", Json("/title")}, {"message", Json("is missing")}, {"severity", Json("error")}}),
                             Json::object({{"path", Json("/keywords")}, {"message", Json("has fewer than 2 items")}, {"severity", Json("error")}})}));
        break;
    case S::Cancelled:
        at += 65'000'000;
        add({.from = S::Processing, .to = S::Cancelled, .kind = TransitionKind::Control}, "");
        history.last().actorName = u"Ada"_s;
        break;
    default:
        break;
    }
    return history;
}

bool FakeContextSource::fits(const ContextSummary &summary, const ContextFilter &filter) const
{
    return passes(summary, filter) && (filter.text.isEmpty() || summary.title.contains(filter.text, Qt::CaseInsensitive));
}

QList<ContextKey> FakeContextSource::sorted(const ContextFilter &filter, ContextOrder, bool descending) const
{
    QList<ContextKey> keys;
    keys.reserve(m_count);
    ContextFilter statusOnly;
    statusOnly.statuses = filter.statuses;
    const bool quick = filter == statusOnly;
    for (ContextKey key = 1; key <= m_count; ++key) {
        const bool in
            = quick ? filter.statuses.isEmpty() || filter.statuses.contains(m_statuses.value(key, statusOf(key))) : fits(summary(key), filter);
        if (in) {
            keys.append(key);
        }
    }
    if (descending) {
        std::ranges::reverse(keys);
    }
    return keys;
}

QFuture<Result<QList<ContextKey>>> FakeContextSource::keys(const ContextFilter &filter, ContextOrder order, bool descending)
{
    using Answer = Result<QList<ContextKey>>;
    if (failing) {
        return QtFuture::makeReadyValueFuture(Answer(fail(ErrorCode::StoreIo, u"The disk failed."_s)));
    }
    if (m_hold) {
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        m_held.append({promise, sorted(filter, order, descending)});
        return promise->future();
    }
    return QtConcurrent::run([this, filter, order, descending] { return Answer(sorted(filter, order, descending)); });
}

QFuture<Result<QList<ContextSummary>>> FakeContextSource::rows(const QList<ContextKey> &keys)
{
    ++rowQuestions;
    rowsAsked += keys.size();
    QList<ContextSummary> rows;
    for (const ContextKey key : keys) {
        if (key >= 1 && key <= m_count) {
            rows.append(summary(key));
        }
    }
    return QtConcurrent::run([rows] { return Result<QList<ContextSummary>>(rows); });
}

QFuture<Result<QList<QList<Json>>>> FakeContextSource::fields(const QList<ContextKey> &keys, const QStringList &expressions)
{
    QList<QList<Json>> answer;
    for (const ContextKey key : keys) {
        const Json document = documentOf(summary(key), -1);
        QList<Json> values;
        for (const QString &expression : expressions) {
            if (expression.endsWith(u'(')) {
                return QtFuture::makeReadyValueFuture(
                    Result<QList<QList<Json>>>(fail(ErrorCode::ExpressionInvalid, u"The expression is not complete."_s)));
            }
            const Json *value = expression == "@"_L1 ? &document : document.find(QByteArray("/") + expression.toUtf8().replace('.', '/'));
            values.append(value ? *value : Json());
        }
        answer.append(values);
    }
    return ready(answer);
}

QFuture<Result<Json>> FakeContextSource::document(ContextKey key, int step)
{
    return ready(documentOf(summary(key), step));
}

QFuture<Result<QList<TransitionRecord>>> FakeContextSource::history(ContextKey key)
{
    return ready(historyOf(summary(key)));
}

QFuture<Result<std::optional<ContextKey>>> FakeContextSource::find(const QString &id)
{
    bool ok = false;
    const ContextKey key = id.mid(15, 12).toLongLong(&ok, 16);
    return ready(ok && key >= 1 && key <= m_count ? std::optional(key) : std::nullopt);
}

QFuture<Result<StatusCounts>> FakeContextSource::counts(const ContextFilter &filter)
{
    StatusCounts counts;
    for (ContextKey key = 1; key <= std::min<qint64>(m_count, 100'000); ++key) {
        const ContextStatus status = m_statuses.value(key, statusOf(key));
        if (filter == ContextFilter() || fits(summary(key), filter)) {
            counts.of(status) += m_count > 100'000 ? m_count / 100'000 : 1;
        }
    }
    return ready(counts);
}

QFuture<Result<QList<FacetCount>>> FakeContextSource::facets(const ContextFilter &filter, ContextFacet facet)
{
    QList<FacetCount> facets;
    for (ContextKey key = 1; key <= std::min<qint64>(m_count, 10'000); ++key) {
        const ContextSummary s = summary(key);
        if (!fits(s, filter)) {
            continue;
        }
        const QString value = facet == ContextFacet::Status ? QString(statusName(s.status))
            : facet == ContextFacet::Pipeline               ? s.pipeline
            : facet == ContextFacet::Type                   ? s.type
            : facet == ContextFacet::Outcome                ? s.outcome
                                                            : s.run;
        auto found = std::ranges::find(facets, value, &FacetCount::value);
        if (found == facets.end()) {
            facets.append({value, facet == ContextFacet::Pipeline ? s.pipelineTitle : QString(), 0});
            found = facets.end() - 1;
        }
        ++found->count;
    }
    std::ranges::stable_sort(facets, std::ranges::greater(), &FacetCount::count);
    return ready(facets);
}

QFuture<Result<QList<PipelineDefinition>>> FakeContextSource::pipelines()
{
    PipelineDefinition article;
    article.id = u"article"_s;
    article.title = u"Article"_s;
    PipelineDefinition brief;
    brief.id = u"brief_with_sources"_s;
    brief.title = u"Brief with sources"_s;
    return ready(QList<PipelineDefinition>{article, brief});
}

QFuture<Result<Json>> FakeContextSource::execute(const QString &command, const Json &args)
{
    executed.append({command, args});
    return ready(Json::object());
}

} // namespace Millrace
