// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/embedcomponent.h"
#include "components/similarcomponent.h"

#include "components/running.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json json(QByteArray text)
{
    return Json::parse(text.replace('\'', '"')).value_or(Json());
}

class CannedSimilarity final : public SimilaritySource
{
public:
    [[nodiscard]] QString model() const override { return name; }
    [[nodiscard]] Result<VectorAnswer> embed(const QStringList &texts) const override
    {
        if (name.isEmpty())
            return fail(ErrorCode::ModelUnavailable, u"nothing learnt"_s);
        VectorAnswer answer;
        answer.model = name;
        for (const QString &text : texts)
            answer.vectors.push_back(text.isEmpty() ? std::vector<float>{0, 0} : std::vector<float>{0.6F, 0.8F});
        return answer;
    }
    [[nodiscard]] Result<QList<SimilarText>> similar(const QString &, int limit, double least, const QString &exceptContextId) const override
    {
        lastExcept = exceptContextId;
        QList<SimilarText> list;
        for (const SimilarText &each : found) {
            if (list.size() < limit && each.similarity >= least)
                list.append(each);
        }
        return list;
    }

    QString name = u"latent:12"_s;
    QList<SimilarText> found{{u"c1"_s, u"d1"_s, u"Mills"_s, 0.9, {u"c1"_s, u"/source_text"_s, u"Mills"_s, u"Räder."_s, 10, 17, 0.8}},
                             {u"c2"_s, {}, u"Ships"_s, 0.4, {}}};
    mutable QString lastExcept;
};

class VectorModel final : public ModelService
{
public:
    [[nodiscard]] Result<ModelAnswer> generate(const ModelRequest &, const RunContext &, qint64 *) override
    {
        return fail(ErrorCode::Unsupported, u"no"_s);
    }
    [[nodiscard]] Result<VectorAnswer> embed(const VectorRequest &request, const RunContext &, qint64 *retryAfterUs) override
    {
        last = request;
        if (retryAfterUs)
            *retryAfterUs = retryAfter;
        return answer;
    }

    VectorRequest last;
    Result<VectorAnswer> answer;
    qint64 retryAfter = 0;
};

} // namespace

class TestMeaningComponents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void embedTakesTheWorkspacesOwnVectors()
    {
        TestContext context;
        CannedSimilarity similarity;
        context.similaritySource = &similarity;
        const Json data = json("{'source_text':'A mill.'}");
        const StepResult result = runOnce<EmbedComponent>(data, Json::object(), context);
        QVERIFY(!result.error);
        QVERIFY(!result.reusable);
        QVERIFY(result.usage.isEmpty());
        QCOMPARE(after(result, data).value("vector").toBytes(),
                 R"({"model":"latent:12","provider":"workspace","dimensions":2,"values":[0.6,0.8]})"_ba);
    }

    void embedAsksAProviderAndKeepsWhatItCost()
    {
        TestContext context;
        VectorModel model;
        VectorAnswer answer{{{1.0F, 0.0F, 0.0F}}, u"m-large"_s, {}};
        answer.usage.tokensIn = 7;
        model.answer = answer;
        context.modelService = &model;
        const Json data = json("{'note':{'text':'A mill.'}}");
        const StepResult result = runOnce<EmbedComponent>(data, json("{'provider':'p','model':'m','field':'note.text','into':'v'}"), context);
        QVERIFY(!result.error);
        QCOMPARE(model.last, (VectorRequest{u"p"_s, u"m"_s, {u"A mill."_s}, "key"}));
        QCOMPARE(after(result, data).value("v").value("model").toString(), u"m-large"_s);
        QCOMPARE(after(result, data).value("v").value("provider").toString(), u"p"_s);
        QCOMPARE(result.usage.size(), 1);
        QCOMPARE(result.usage.first().tokensIn, 7);
        QVERIFY(result.reusable);

        model.answer = fail(ErrorCode::ModelRateLimited, u"later"_s);
        model.retryAfter = 5;
        const StepResult limited = runOnce<EmbedComponent>(data, json("{'provider':'p','field':'note.text'}"), context);
        QCOMPARE(limited.error->code, ErrorCode::ModelRateLimited);
        QCOMPARE(limited.retryAfterUs, 5);
    }

    void embedSaysWhatIsMissing()
    {
        const Json data = json("{'source_text':'A mill.'}");
        QCOMPARE(runOnce<EmbedComponent>(data).error->code, ErrorCode::ModelUnavailable);
        QCOMPARE(runOnce<EmbedComponent>(data, json("{'provider':'p'}")).error->code, ErrorCode::ModelUnavailable);
        QCOMPARE(runOnce<EmbedComponent>(data, json("{'model':'m'}")).error->code, ErrorCode::ComponentConfig);
        QCOMPARE(runOnce<EmbedComponent>(json("{'source_text':7}")).error->code, ErrorCode::InputInvalid);
        TestContext context;
        CannedSimilarity similarity;
        similarity.name.clear();
        context.similaritySource = &similarity;
        QCOMPARE(runOnce<EmbedComponent>(data, Json::object(), context).error->code, ErrorCode::ModelUnavailable);
    }

    void similarWritesTheNearestWithTheirPassages()
    {
        TestContext context;
        CannedSimilarity similarity;
        context.similaritySource = &similarity;
        const Json data = json("{'source_text':'A mill.'}");
        const StepResult result = runOnce<SimilarComponent>(data, Json::object(), context);
        QVERIFY(!result.error);
        QVERIFY(!result.reusable);
        QCOMPARE(result.port, u"out"_s);
        QCOMPARE(similarity.lastExcept, u"ctx_123456"_s);
        const Json similar = after(result, data).value("similar");
        QCOMPARE(similar.value("model").toString(), u"latent:12"_s);
        QCOMPARE(similar.value("documents").size(), 2);
        QCOMPARE(similar.value("documents").at(0).value("document").toString(), u"d1"_s);
        QVERIFY(!similar.value("documents").at(1).contains("passage"));
        QCOMPARE(result.lineage.size(), 1);
        QCOMPARE(result.lineage.first(), (LineageRef{u"c1#/source_text"_s, 10, 17, "/similar/documents/0/passage/text", 0, 7}));
        QCOMPARE(after(runOnce<SimilarComponent>(data, json("{'least':0.5}"), context), data).value("similar").value("documents").size(), 1);
    }

    void similarLeavesByItsOwnPortWhereThereIsNone()
    {
        const Json data = json("{'source_text':'A mill.'}");
        TestContext context;
        CannedSimilarity similarity;
        context.similaritySource = &similarity;
        const StepResult far = runOnce<SimilarComponent>(data, json("{'least':0.95}"), context);
        QCOMPARE(far.port, u"none"_s);
        QCOMPARE(far.reasons.size(), 1);
        QCOMPARE(after(far, data).value("similar").value("documents").size(), 0);
        const StepResult nothing = runOnce<SimilarComponent>(data);
        QCOMPARE(nothing.port, u"none"_s);
        QVERIFY(after(nothing, data).value("similar").value("model").isNull());
        QCOMPARE(runOnce<SimilarComponent>(json("{'source_text':7}")).error->code, ErrorCode::InputInvalid);
    }
};

QTEST_GUILESS_MAIN(TestMeaningComponents)
#include "tst_meaningcomponents.moc"
