// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Briefs of real documents that somebody has read and found good, one file each in tests/data/golden. They are made of the example
// library (MILLRACE_LIBRARY, collected by set-up). A document is passed over only where its package has another version here than the one
// that was read, which the golden file names; with the same version it has to be the same.
// After a deliberate change of the method: MILLRACE_RENEW_GOLDEN=1 writes them anew; read the difference before committing it.
#include "ai/offlineextractive.h"

#include "ingest/inputreader.h"
#include "support/testcontext.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json readJson(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? Json::parseStrict(file.readAll()).value_or(Json()) : Json();
}

/// What the library's manifest says of a file: its package and version.
struct Origin
{
    QString package;
    QString version;
};

Origin originOf(const QString &library, const QString &file)
{
    QFile manifest(library + u"/.manifest.tsv"_s);
    if (manifest.open(QIODevice::ReadOnly)) {
        for (const QString &line : QString::fromUtf8(manifest.readAll()).split(u'\n')) {
            const QStringList fields = line.split(u'\t');
            if (fields.size() > 3 && fields[0] == file)
                return {fields[2], fields[3]};
        }
    }
    return {};
}

} // namespace

class TestGoldenBriefs : public QObject
{
    Q_OBJECT

    const QString m_golden = QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/golden");

private Q_SLOTS:
    void thereAreTwentyInThreeLanguages()
    {
        const QStringList names = QDir(m_golden).entryList({u"*.json"_s}, QDir::Files);
        QVERIFY(names.size() >= 20);
        for (const QString &language : {u"en-"_s, u"de-"_s, u"fr-"_s})
            QVERIFY(names.filter(QRegularExpression(u'^' + language)).size() >= 3);
    }
    void areAsReviewed_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : QDir(m_golden).entryList({u"*.json"_s}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(name)) << name;
    }
    void areAsReviewed()
    {
        QFETCH(QString, name);
        const QString library = qEnvironmentVariable("MILLRACE_LIBRARY");
        const Json golden = readJson(m_golden + u'/' + name);
        QVERIFY(golden.isObject());
        const QString path = library + u'/' + golden.value("file").toString();
        if (library.isEmpty() || !QFile::exists(library))
            QSKIP("the example library is not here");
        QVERIFY2(QFile::exists(path), qPrintable(path));
        const Origin origin = originOf(library, golden.value("file").toString());

        Json data;
        QByteArray digest;
        (void)InputReader().read({path}, [&](Submission &&submission) {
            data = submission.document.value("data");
            digest = QCryptographicHash::hash(submission.original, QCryptographicHash::Sha256).toHex();
            return true;
        });
        const bool renews = qEnvironmentVariableIsSet("MILLRACE_RENEW_GOLDEN");
        if (!renews && golden.value("version").toString() != origin.version)
            QSKIP(qPrintable(u"%1 was read in %2, here is %3"_s.arg(origin.package, golden.value("version").toString(), origin.version)));
        if (!renews)
            QCOMPARE(digest, golden.value("source_sha256").utf8().toByteArray());

        ModelRequest request;
        request.title = data.value("title").toString();
        request.keywords = golden.value("keywords").toStringList();
        request.sourceText = data.value("source_text").toString();
        request.sourcePointer = u"/source_text"_s;
        request.sections = Json::array(
            {Json::object({{"type", "introduction"}}), Json::object({{"type", "body"}, {"sections", 3}}), Json::object({{"type", "conclusion"}})});
        TestContext context;
        const Result<ModelAnswer> answer = OfflineExtractive(nullptr).generate(request, context);
        QVERIFY(answer);
        QCOMPARE(answer->kind, u"extractive"_s);

        const QByteArray source = request.sourceText.toUtf8();
        Json spans = Json::array();
        QSet<QByteArray> sentences;
        for (const LineageRef &ref : answer->lineage) {
            const Json *field = answer->content.find(ref.target);
            QVERIFY(field);
            const QByteArray sentence = source.sliced(ref.sourceFrom, ref.sourceTo - ref.sourceFrom);
            QCOMPARE(field->utf8().sliced(ref.targetFrom, ref.targetTo - ref.targetFrom).toByteArray(), sentence);
            QVERIFY2(!sentences.contains(sentence.toLower()), sentence.constData());
            sentences.insert(sentence.toLower());
            spans.append(Json::array({ref.target, ref.targetFrom, ref.targetTo, ref.sourceFrom, ref.sourceTo}));
        }
        const QString all = QString::fromUtf8(answer->content.toBytes());
        for (const QString &keyword : std::as_const(request.keywords))
            QVERIFY2(all.contains(keyword, Qt::CaseInsensitive), qPrintable(keyword));

        if (renews) {
            const Json written = Json::object({{"file", golden.value("file")},
                                               {"package", origin.package},
                                               {"version", origin.version},
                                               {"source_sha256", digest},
                                               {"keywords", golden.value("keywords")},
                                               {"title", request.title},
                                               {"content", answer->content},
                                               {"spans", spans}});
            QFile file(m_golden + u'/' + name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(written.toBytes(Json::Format::Pretty) + '\n');
            return;
        }
        QCOMPARE(answer->content.toBytes(Json::Format::Pretty), golden.value("content").toBytes(Json::Format::Pretty));
        QCOMPARE(spans, golden.value("spans"));
    }
};

QTEST_GUILESS_MAIN(TestGoldenBriefs)
#include "tst_goldenbriefs.moc"
