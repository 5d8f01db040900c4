// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/textclassifier.h"

#include "measures.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Paragraphs of the example library's English chapters with the manual they are from: "faq", "policy" or "reference".
QList<LabelledText> paragraphs()
{
    QList<LabelledText> examples;
    const QDir folder(qEnvironmentVariable("MILLRACE_LIBRARY") + u"/en"_s);
    for (const QString &name : folder.entryList({u"faq-*"_s, u"policy-*"_s, u"reference-*"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        QString text = QString::fromUtf8(file.readAll());
        static const QRegularExpression block(u"</?(?:p|li|h[1-6]|dd|dt|pre|div)[^>]*>"_s);
        static const QRegularExpression tag(u"<[^>]*>"_s);
        text.replace(block, u"\n\n"_s).remove(tag);
        int taken = 0;
        for (const QString &paragraph : text.split(QRegularExpression(u"\n\\s*\n"_s))) {
            if (paragraph.simplified().size() >= 200 && ++taken <= 25)
                examples.append({paragraph.simplified(), name.section(u'-', 0, 0)});
        }
    }
    return examples;
}

} // namespace

class TestTextClassifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void learnsRealParagraphs()
    {
        const QList<LabelledText> examples = paragraphs();
        if (examples.size() < 100)
            QSKIP("MILLRACE_LIBRARY names no folder");
        const CrossValidation result = TextClassifier::crossValidated(examples, 5);
        qInfo().noquote() << examples.size() << "paragraphs of three manuals:" << percent(result.right, result.examples)
                          << "always the same class:" << result.guess;
        QCOMPARE(result.examples, examples.size());
        QVERIFY2(result.low > result.guess + 0.15, qPrintable(QString::number(result.accuracy())));
    }

    void probabilitiesPromiseNoMoreThanIsTrue()
    {
        const QList<LabelledText> examples = paragraphs();
        if (examples.size() < 100)
            QSKIP("MILLRACE_LIBRARY names no folder");
        QList<LabelledText> lessons;
        QList<LabelledText> rest;
        for (qsizetype i = 0; i < examples.size(); ++i)
            (i % 3 == 0 ? rest : lessons).append(examples[i]);
        const TextClassifier model = TextClassifier::learned(lessons).value();
        std::map<bool, std::pair<qint64, qint64>> sure;
        double promised = 0;
        for (const LabelledText &example : rest) {
            const TextClassifier::Answer answer = model.classify(example.text).first();
            auto &[hits, of] = sure[answer.probability >= 0.8];
            hits += answer.label == example.label ? 1 : 0;
            ++of;
            promised += answer.probability >= 0.8 ? answer.probability : 0;
        }
        qInfo().noquote() << "0.8 and more:" << percent(sure[true].first, sure[true].second) << "promised"
                          << promised / double(std::max<qint64>(1, sure[true].second)) << "less:" << percent(sure[false].first, sure[false].second);
        QVERIFY(double(sure[true].first) / double(sure[true].second) > double(sure[false].first) / double(sure[false].second));
        QVERIFY(promised / double(sure[true].second) <= wilson(sure[true].first, sure[true].second).second);
    }

    void theSameLessonsGiveTheSameModel()
    {
        QList<LabelledText> examples;
        for (int i = 0; i < 10; ++i)
            examples << LabelledText{u"this is a red apple %1"_s.arg(i), u"fruit"_s} << LabelledText{u"that is a fast car %1"_s.arg(i), u"vehicle"_s};
        const TextClassifier model = TextClassifier::learned(examples).value();
        QCOMPARE(TextClassifier::learned(examples).value().toJson().toBytes(), model.toJson().toBytes());
        const TextClassifier read = TextClassifier::fromJson(Json::parse(model.toJson().toBytes()).value()).value();
        QCOMPARE(read.classify(u"an apple"_s), model.classify(u"an apple"_s));
        QCOMPARE(model.classify(u"an apple"_s).first().label, u"fruit"_s);
        QCOMPARE(model.classify(u"an apple"_s).first().because, QStringList{u"appl"_s});
    }

    void refusesWhatTeachesNothing()
    {
        QVERIFY(!TextClassifier::learned({}));
        QVERIFY(!TextClassifier::learned({{u"a"_s, u"x"_s}, {u"b"_s, u"x"_s}}));
        QCOMPARE(TextClassifier::crossValidated({}).examples, 0);
        for (const char *wrong : {"{}", R"({"format":"millrace.classifier/1","labels":["a"],"bias":[1]})",
                                  R"({"format":"millrace.classifier/1","labels":["a","b"],"bias":[1,2],"features":[["x",1]]})",
                                  R"({"format":"millrace.classifier/1","labels":["a","b"],"bias":[1,2],"features":[["x",1,"2",3]]})",
                                  R"({"format":"millrace.classifier/1","labels":["a","b"],"bias":[1,2],"features":[["x",1,1e300,3]]})"})
            QVERIFY(!TextClassifier::fromJson(Json::parse(wrong).value()));
    }
};

QTEST_APPLESS_MAIN(TestTextClassifier)
#include "tst_textclassifier.moc"
