// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/pagerenderer.h"

#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// Originals drawn by the workbench's own page host.
class TestPageRenderer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_program = QStringLiteral(MILLRACE_BIN_DIR "/millrace-workbench");
        const QString pdf = m_folder.filePath(u"three.pdf"_s);
        QPdfWriter writer(pdf);
        writer.setPageSize(QPageSize(QPageSize::A5));
        QPainter painter(&writer);
        for (int page = 0; page < 3; ++page) {
            if (page > 0)
                writer.newPage();
            painter.fillRect(QRect(0, 0, writer.width(), writer.height()), page == 1 ? Qt::red : Qt::white);
        }
        painter.end();
    }

    void aPdfShowsItsPages()
    {
        PageRenderer renderer;
        renderer.setProgram(m_program);
        QSignalSpy opened(&renderer, &PageRenderer::opened);
        QSignalSpy drawn(&renderer, &PageRenderer::drawn);
        renderer.open(m_folder.filePath(u"three.pdf"_s));
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
        const auto pages = opened.first().first().value<QList<QSize>>();
        QCOMPARE(pages.size(), 3);
        QVERIFY(pages.first().height() > pages.first().width());
        renderer.request(1, 200);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.size(), 1, 20'000);
        QCOMPARE(drawn.first().first().toInt(), 1);
        const auto image = drawn.first().at(1).value<QImage>();
        QVERIFY(qAbs(image.width() - 200) <= 1);
        QCOMPARE(image.pixelColor(image.width() / 2, image.height() / 2), QColor(Qt::red));
    }

    void aPictureIsOnePage()
    {
        QImage picture(40, 20, QImage::Format_RGB32);
        picture.fill(Qt::blue);
        const QString path = m_folder.filePath(u"picture.png"_s);
        QVERIFY(picture.save(path));
        PageRenderer renderer;
        renderer.setProgram(m_program);
        QSignalSpy opened(&renderer, &PageRenderer::opened);
        QSignalSpy drawn(&renderer, &PageRenderer::drawn);
        renderer.open(path);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
        QCOMPARE(opened.first().first().value<QList<QSize>>(), QList{QSize(40, 20)});
        renderer.request(0, 400); // not larger than it is
        QTRY_COMPARE_WITH_TIMEOUT(drawn.size(), 1, 20'000);
        QCOMPARE(drawn.first().at(1).value<QImage>().size(), QSize(40, 20));
    }

    void whatIsNoDocumentFails_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QFile whole(m_folder.filePath(u"three.pdf"_s));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray pdf = whole.readAll();
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("just words");
        QTest::newRow("a cut PDF's beginning") << pdf.left(40);
        QTest::newRow("a PNG's beginning") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff", 24);
    }

    void whatIsNoDocumentFails()
    {
        QFETCH(QByteArray, bytes);
        const QString path = m_folder.filePath(u"hostile"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        PageRenderer renderer;
        renderer.setProgram(m_program);
        QSignalSpy opened(&renderer, &PageRenderer::opened);
        QSignalSpy failed(&renderer, &PageRenderer::failed);
        renderer.open(path);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        QCOMPARE(opened.size(), 0);
        renderer.request(0, 100); // nobody is there to answer; nothing breaks
    }

    void anotherFileTakesThePlaceOfTheFirst()
    {
        PageRenderer renderer;
        renderer.setProgram(m_program);
        QSignalSpy opened(&renderer, &PageRenderer::opened);
        renderer.open(m_folder.filePath(u"nowhere"_s));
        renderer.open(m_folder.filePath(u"three.pdf"_s));
        QSignalSpy failed(&renderer, &PageRenderer::failed);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
        QCOMPARE(failed.size(), 0);
    }

private:
    QTemporaryDir m_folder;
    QString m_program;
};

QTEST_MAIN(TestPageRenderer)
#include "tst_pagerenderer.moc"
