// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/passagesplitter.h"

#include <QByteArray>
#include <QString>
#include <QTest>

using namespace Millrace;

class TestPassageSplitter : public QObject
{
    Q_OBJECT

    static QList<QByteArray> piecesOf(const QByteArray &text)
    {
        QList<QByteArray> pieces;
        for (const PassageSpan &span : splitPassages(text))
            pieces.append(text.sliced(span.from, span.to - span.from));
        return pieces;
    }

private Q_SLOTS:
    void keepsShortTextsWhole()
    {
        QCOMPARE(piecesOf("One.\n\nTwo.\n"), (QList<QByteArray>{"One.\n\nTwo."}));
        QVERIFY(piecesOf("").isEmpty());
        QVERIFY(piecesOf(" \n\n \n").isEmpty());
    }

    void beginsAPassageAtAHeading()
    {
        const QByteArray text = "# A\n\nFirst part.\n\n## B\n\nSecond part.";
        QCOMPARE(piecesOf(text), (QList<QByteArray>{"# A\n\nFirst part.", "## B\n\nSecond part."}));
    }

    void keepsAHeadingWithALongParagraph()
    {
        const QByteArray paragraph = QByteArray("A sentence of some length here. ").repeated(30).trimmed();
        const QList<QByteArray> pieces = piecesOf("# A\n\n" + paragraph);
        QCOMPARE(pieces.size(), 1);
    }

    void dividesLongParagraphsAfterSentences()
    {
        const QByteArray text = QByteArray("A sentence of some length here. ").repeated(300).trimmed();
        const QList<QByteArray> pieces = piecesOf(text);
        QVERIFY(pieces.size() > 3);
        for (const QByteArray &piece : pieces) {
            QVERIFY(piece.size() <= 2000);
            QVERIFY(piece.startsWith("A sentence"));
            QVERIFY(piece.endsWith('.'));
        }
        QCOMPARE(pieces.join(' '), text);
    }

    void neverDividesACharacter()
    {
        const QByteArray text = QByteArray("ä€😀").repeated(2000);
        QByteArray all;
        for (const QByteArray &piece : piecesOf(text)) {
            QVERIFY(piece.size() <= 2000);
            QVERIFY(QString::fromUtf8(piece).toUtf8() == piece);
            all += piece;
        }
        QCOMPARE(all, text);
    }
};

QTEST_GUILESS_MAIN(TestPassageSplitter)
#include "tst_passagesplitter.moc"
