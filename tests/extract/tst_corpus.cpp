// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Thousands of files that nobody here wrote: what the packages of the build machine bring (documentation, manual pages in many languages, help,
// pictures, tables), and the folders that MILLRACE_CORPUS names (`./dev corpus` fetches packages with office files, mails and photographs).
//
// Every file has to end read, partial or refused with a reason, and what was read holds what an extracted document promises. It is held against the
// tool that others use for it. The measure is Dice's over bags of words (`similarity()`, twice what both have by what they have), for data the
// share of the names and values that are in the text, for OpenDocument and mails the share of the reference's (pandoc leaves out fields, headings of
// tables and text boxes, Python's parser all of the head), for pictures the share of facts that are alike. Pages of contents, indexes and the like,
// which are left out on purpose, are not compared. A format passes where its median and its
// twentieth from below reach the floors in `kMeasures`: single files in which a tool and we differ with reason are allowed, a tail of them is not.
//
// With every test a part is read and a few files of each format are compared; with MILLRACE_CORPUS_WHOLE all of them.
#include "engine/componentprocess.h"
#include "extract/documentreader.h"
#include "extract/formats.h"
#include "reference.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <map>
#include <numeric>
#include <thread>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kPart = 600; ///< files that are read where not all are
constexpr int kSample = 8; ///< files of a format that are compared then
constexpr qint64 kMostCompared = 1024 * 1024; ///< bytes; pandoc takes minutes for more

struct Measure
{
    const char *format;
    double median;
    double low; ///< what 95 of 100 files reach
};

constexpr Measure kMeasures[] = {{"manual", 0.99, 0.95}, {"html", 0.97, 0.85}, {"markdown", 0.98, 0.9}, {"rst", 0.95, 0.8},  {"text", 0.99, 0.95},
                                 {"pdf", 0.97, 0.95},    {"docx", 0.98, 0.9},  {"odt", 0.98, 0.9},      {"epub", 0.98, 0.9}, {"csv", 0.98, 0.95},
                                 {"eml", 0.95, 0.8},     {"json", 0.98, 0.95}, {"image", 1, 1}};

struct Outcome
{
    QString path;
    QString format; ///< empty where it was refused
    QString refusal;
    QString broken; ///< a promise that was not kept
    bool partial = false;
    bool comparable = false; ///< a reference tool knows the format, and does not take minutes
    double likeness = -1; ///< -1: not compared
};

/// What must hold of every extracted document; empty where it does.
QString brokenPromise(const ExtractedDocument &document)
{
    const QByteArray text = document.text.toUtf8();
    if (document.text.isEmpty() && document.children.isEmpty() && document.warnings.isEmpty())
        return u"neither text nor documents within, and nothing said of it"_s;
    qint64 last = 0;
    for (const TextBlock &block : document.blocks) {
        if (block.from < last || block.to <= block.from || block.to > text.size())
            return u"a block outside of the text"_s;
        if (block.kind != BlockKind::Code && text.sliced(block.from, block.to - block.from).contains('\n'))
            return u"a block of two lines"_s;
        if (block.place.part >= document.parts.size() || block.place.to < block.place.from || (block.place.from < 0 && block.place.to >= 0))
            return u"a place that is none"_s;
        last = block.to;
    }
    const Result<ExtractedDocument> back = ExtractedDocument::fromJson(document.toJson());
    if (!back || !(*back == document))
        return u"does not survive its journey between processes"_s;
    return document.partial && document.problems.isEmpty() && document.warnings.isEmpty() ? u"partial without saying why"_s : QString();
}

/// The share of a text's words that another one has.
double coverage(const QString &text, const QString &reference)
{
    QHash<QString, int> there;
    for (const QString &word : wordsOf(text))
        ++there[word];
    const QStringList words = wordsOf(reference);
    qsizetype found = 0;
    for (const QString &word : words)
        found += --there[word] >= 0 ? 1 : 0;
    return words.isEmpty() ? 1 : double(found) / double(words.size());
}

/// In a sandbox, so that a page does not take in the files beside it.
QString pandoc(const QString &path, const char *from)
{
    return QString::fromUtf8(outputOf(u"pandoc"_s, {u"--sandbox"_s, u"-f"_s, QLatin1StringView(from), u"-t"_s, u"plain"_s, u"--wrap=none"_s, path}));
}

/// Python's parser of mails: subject and the texts that a reader sees.
QString pythonMail(const QString &path)
{
    return QString::fromUtf8(outputOf(u"python3"_s,
                                      {u"-c"_s, uR"(
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
print(m['subject'] or '')
b = m.get_body(('plain', 'html'))
print(b.get_content() if b else '')
)"_s,
                                       path}));
}

/// The names and values of a JSON document, as Python reads them.
QString pythonJson(const QString &path)
{
    return QString::fromUtf8(outputOf(u"python3"_s,
                                      {u"-c"_s, uR"(
import json, sys
def show(value):
    if isinstance(value, dict):
        for name, member in value.items():
            print(name)
            show(member)
    elif isinstance(value, list):
        for item in value:
            show(item)
    else:
        print('null' if value is None else str(value).lower() if isinstance(value, bool) else value)
show(json.load(open(sys.argv[1], encoding='utf-8'), parse_float=str, parse_int=str))
)"_s,
                                       path}));
}

/// How like the reference a document is; -1 where there is none.
double likeness(const ExtractedDocument &document, const QString &path, const QByteArray &bytes)
{
    const QString &format = document.format;
    static const QRegularExpression contents(u"^(?:index|genindex|ap-flowcharts|cmake-[\\w-]+\\.7|cpack-generators\\.7)\\b"_s);
    if ((format == "html"_L1 || format == "rst"_L1) && contents.match(QFileInfo(path).fileName()).hasMatch())
        return -1;
    const auto words = [&](const QString &reference) { return reference.trimmed().isEmpty() ? -1 : similarity(document.text, reference, 1); };
    const auto covered = [&](const QString &reference) { return reference.trimmed().isEmpty() ? -1 : coverage(document.text, reference); };
    if (format == "manual"_L1)
        return words(pandoc(path, "man"));
    if (format == "html"_L1)
        return words(pandoc(path, "html"));
    if (format == "markdown"_L1)
        return words(pandoc(path, "gfm"));
    if (format == "rst"_L1)
        return words(pandoc(path, "rst"));
    if (format == "csv"_L1)
        return path.endsWith(".tsv"_L1) ? words(pandoc(path, "tsv")) : words(pandoc(path, "csv"));
    if (format == "docx"_L1 || format == "epub"_L1)
        return words(pandoc(path, format.toLatin1().constData()));
    if (format == "odt"_L1)
        return covered(pandoc(path, "odt"));
    if (format == "pdf"_L1)
        return words(QString::fromUtf8(outputOf(u"pdftotext"_s, {path, u"-"_s})));
    if (format == "eml"_L1)
        return covered(pythonMail(path));
    if (format == "text"_L1)
        return words(QString::fromUtf8(bytes));
    if (format == "json"_L1)
        return covered(pythonJson(path));
    if (format != "image"_L1)
        return -1;
    const Result<Json> printed = Json::parse(outputOf(u"exiftool"_s, {u"-json"_s, path}));
    if (!printed)
        return -1;
    const Json reference = printed->at(0);
    const Json &facts = document.facts;
    QList<bool> alike{facts.value("width").toInt() == reference.value("ImageWidth").toInt(),
                      facts.value("height").toInt() == reference.value("ImageHeight").toInt(),
                      facts.value("media_type").toString() == reference.value("MIMEType").toString()};
    if (const QString taken = reference.value("DateTimeOriginal").toString().left(19); taken.size() == 19)
        alike.append(facts.value("taken_at").toString().left(19).replace(u'T', u' ').replace(u'-', u':') == taken);
    return double(alike.count(true)) / double(alike.size());
}

} // namespace

class TestCorpus : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ComponentProcessPool> m_pool;
    std::unique_ptr<DocumentReader> m_reader;
    QStringList m_paths;
    bool m_whole = qEnvironmentVariableIsSet("MILLRACE_CORPUS_WHOLE");
    std::vector<Outcome> m_outcomes;

    /// Compressed files as they were before; others where they are.
    Outcome read(const QString &original, bool compares) const
    {
        Outcome outcome;
        outcome.path = original;
        QFile file(original);
        QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        QString path = original;
        if (original.endsWith(".gz"_L1)) {
            bytes = outputOf(u"gzip"_s, {u"-dc"_s, original});
            path = m_folder.filePath(QString::number(qHash(original), 16) + u'-' + QFileInfo(original).completeBaseName());
            QFile unpacked(path);
            if (!unpacked.open(QIODevice::WriteOnly) || unpacked.write(bytes) != bytes.size())
                outcome.broken = u"cannot be unpacked"_s;
        }
        ExtractInput input;
        input.name = QFileInfo(path).fileName();
        input.path = path;
        const Result<ExtractedDocument> document = m_reader->read(input, formatOf(input.name, bytes.first(std::min<qsizetype>(bytes.size(), 8192))));
        if (!document) {
            outcome.refusal = document.error().text;
            if (document.error().code != ErrorCode::FileRefused || outcome.refusal.isEmpty())
                outcome.broken = u"ended with "_s + errorCodeName(document.error().code);
        } else {
            outcome.format = document->format;
            outcome.partial = document->partial;
            outcome.broken = brokenPromise(*document);
            const bool isKnown
                = std::ranges::any_of(kMeasures, [&](const Measure &measure) { return outcome.format == QLatin1StringView(measure.format); });
            outcome.comparable = isKnown && !outcome.partial && bytes.size() <= kMostCompared;
            if (outcome.comparable && compares)
                outcome.likeness = likeness(*document, path, bytes);
        }
        if (path != original)
            QFile::remove(path);
        return outcome;
    }

    void readAll(const std::vector<size_t> &which, bool compares)
    {
        std::atomic<size_t> next = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.emplace_back([&] {
                for (size_t at = next++; at < which.size(); at = next++)
                    m_outcomes[which[at]] = read(m_paths.at(qsizetype(which[at])), compares);
            });
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        ComponentProcessOptions options;
        options.program = QStringLiteral(MILLRACE_BIN_DIR "/extracthost");
        options.maxProcesses = 2;
        m_pool = std::make_unique<ComponentProcessPool>(options);
        DocumentReaderOptions reader;
        reader.run = [this](const QString &component, const Json &config, const StepInput &input, qint64 deadlineUs,
                            const std::function<bool()> &isCancelled) { return m_pool->run(component, config, input, deadlineUs, isCancelled); };
        m_reader = std::make_unique<DocumentReader>(std::move(reader));

        QStringList folders{u"/usr/share/doc"_s,       u"/usr/share/man"_s,   u"/usr/share/developers-reference"_s,
                            u"/usr/share/qt6/doc"_s,   u"/usr/share/icons"_s, u"/usr/share/iso-codes/json"_s,
                            u"/usr/share/postgresql"_s};
        for (const QString &cmake : QDir(u"/usr/share"_s).entryList({u"cmake-*"_s}, QDir::Dirs))
            folders.append(u"/usr/share/"_s + cmake + u"/Help"_s);
        folders += qEnvironmentVariable("MILLRACE_CORPUS").split(u':', Qt::SkipEmptyParts);
        for (const QString &folder : std::as_const(folders)) {
            QDirIterator it(folder, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
            while (it.hasNext())
                m_paths.append(it.next());
        }
        // Spread, so that the sample of a format is not one package's; the same at every run.
        // (qHash is another one in each process.)
        m_paths.removeDuplicates();
        std::ranges::sort(m_paths, {}, [](const QString &path) { return QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1); });
    }

    void everyFileEnds()
    {
        if (m_paths.size() < 2000)
            QSKIP("fewer than 2,000 files are installed here");
        if (!m_whole)
            m_paths.resize(std::min(m_paths.size(), std::max<qsizetype>(kPart, qEnvironmentVariableIntValue("MILLRACE_CORPUS_FILES"))));
        m_outcomes.resize(size_t(m_paths.size()));
        std::vector<size_t> all(m_outcomes.size());
        std::iota(all.begin(), all.end(), size_t(0));
        readAll(all, m_whole);
        if (!m_whole) {
            // The first of each format: the same ones at every run.
            QHash<QString, int> taken;
            std::erase_if(all, [&](size_t at) { return !m_outcomes[at].comparable || taken[m_outcomes[at].format]++ >= kSample; });
            readAll(all, true);
        }

        struct Tally
        {
            int whole = 0;
            int partial = 0;
        };
        QMap<QString, Tally> formats;
        QMap<QString, int> reasons;
        for (const Outcome &outcome : m_outcomes) {
            if (!outcome.broken.isEmpty())
                QTest::qFail(qPrintable(outcome.path + u": "_s + outcome.broken), __FILE__, __LINE__);
            if (outcome.format.isEmpty())
                ++reasons[outcome.refusal];
            else
                ++(outcome.partial ? formats[outcome.format].partial : formats[outcome.format].whole);
        }
        qInfo("%lld files", qint64(m_paths.size()));
        for (auto it = formats.cbegin(); it != formats.cend(); ++it)
            qInfo("%-10s %5d whole, %d partial", qPrintable(it.key()), it->whole, it->partial);
        for (auto it = reasons.cbegin(); it != reasons.cend(); ++it)
            qInfo("refused %5d: %s", it.value(), qPrintable(it.key()));
    }

    void textAgreesWithTheReference_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("low");
        for (const Measure &measure : kMeasures)
            QTest::newRow(measure.format) << QString::fromLatin1(measure.format) << measure.median << measure.low;
    }
    void textAgreesWithTheReference()
    {
        QFETCH(QString, format);
        QFETCH(double, median);
        QFETCH(double, low);
        std::vector<std::pair<double, QString>> values;
        for (const Outcome &outcome : m_outcomes) {
            if (outcome.format == format && outcome.likeness >= 0)
                values.emplace_back(outcome.likeness, outcome.path);
        }
        if (values.empty())
            QSKIP("no such file here, or no tool to compare with");
        std::ranges::sort(values);
        const double middle = values[values.size() / 2].first;
        const double tail = values[values.size() / 20].first;
        qInfo("%zu files, median %.4f, one in twenty below %.4f, lowest %.4f", values.size(), middle, tail, values.front().first);
        if (qEnvironmentVariableIsSet("MILLRACE_VERBOSE")) {
            for (size_t i = 0; i < std::min<size_t>(values.size(), 15); ++i)
                qInfo("  %.4f %s", values[i].first, qPrintable(values[i].second));
        }
        QVERIFY2(middle >= median, qPrintable(QString::number(middle)));
        // Of a sample this small one file is more than one in twenty.
        QVERIFY2(values.size() < 20 || tail >= low, qPrintable(QString::number(tail)));
    }
};

int main(int argc, char **argv)
{
    // Thousands of conversions take longer than a test function may.
    qputenv("QTEST_FUNCTION_TIMEOUT", "36000000");
    QCoreApplication application(argc, argv);
    TestCorpus test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_corpus.moc"
