// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The processor time that a PDF's text takes here, beside what pdftotext takes for it, its start included: on request (label bench). The largest
// installed PDF is taken, or what MILLRACE_PDF names. The least of three counts.
#include "extract/formats.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <sys/resource.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestPdfSpeed : public QObject
{
    Q_OBJECT

    static double cpuMs(int who)
    {
        rusage usage{};
        ::getrusage(who, &usage);
        return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
    }

    static QString largest()
    {
        QString path = qEnvironmentVariable("MILLRACE_PDF");
        for (const char *folder : {"/usr/share/doc", "/usr/share/developers-reference"}) {
            QDirIterator it(QString::fromLatin1(folder), {u"*.pdf"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (it.hasNext() && qEnvironmentVariableIsEmpty("MILLRACE_PDF")) {
                const QString next = it.next();
                path = QFileInfo(next).size() > QFileInfo(path).size() ? next : path;
            }
        }
        return path;
    }

private Q_SLOTS:
    void textTakesAsLongAsPdftotext()
    {
        const QString path = largest();
        if (path.isEmpty() || !findExtractor(u"pdf"))
            QSKIP("no PDF");
        double ours = 1e9;
        double theirs = 1e9;
        int pages = 0;
        ExtractInput input;
        input.name = QFileInfo(path).fileName();
        input.path = path;
        for (int i = 0; i < 3; ++i) {
            double before = cpuMs(RUSAGE_SELF);
            const auto document = findExtractor(u"pdf")->extract(input);
            const Json wire = document ? document->toJson() : Json();
            QVERIFY(!wire.toBytes().isEmpty());
            ours = std::min(ours, cpuMs(RUSAGE_SELF) - before);
            QVERIFY(document);
            pages = document->partCount;
            before = cpuMs(RUSAGE_CHILDREN);
            QCOMPARE(QProcess::execute(u"pdftotext"_s, {path, u"/dev/null"_s}), 0);
            theirs = std::min(theirs, cpuMs(RUSAGE_CHILDREN) - before);
        }
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        qInfo("%s, %d pages: %.0f ms with structure, pdftotext %.0f ms, ratio %.2f; %ld MiB at most", qPrintable(path), pages, ours, theirs,
              ours / theirs, usage.ru_maxrss / 1024);
        QVERIFY(ours <= theirs * 1.2);
    }
};

QTEST_GUILESS_MAIN(TestPdfSpeed)
#include "tst_pdfspeed.moc"
