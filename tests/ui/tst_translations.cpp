// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Half a language is worse than English: what is shipped is complete, and says every number that the English text says.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString context;
    QString source;
    QStringList forms; ///< one, or one for each plural
    bool numerus = false;
    bool unfinished = false;
};

QList<Message> messagesOf(QIODevice *file)
{
    QList<Message> messages;
    QString context;
    QXmlStreamReader xml(file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1) {
            context = xml.readElementText();
        } else if (xml.name() == "message"_L1) {
            messages.append({.context = context, .source = {}, .forms = {}, .numerus = xml.attributes().value("numerus"_L1) == "yes"_L1});
        } else if (xml.name() == "source"_L1) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == "numerusform"_L1) {
            messages.last().forms.append(xml.readElementText());
        } else if (xml.name() == "translation"_L1) {
            messages.last().unfinished = xml.attributes().hasAttribute("type"_L1);
            if (!messages.last().numerus)
                messages.last().forms.append(xml.readElementText());
        }
    }
    return xml.hasError() ? QList<Message>() : messages;
}

/// The places for values in a text, sorted; `%n` aside, which "one" may say in a word.
QStringList placesOf(const QString &text)
{
    static const QRegularExpression place(u"%L?[0-9]+"_s);
    QStringList places;
    for (const QRegularExpressionMatch &match : place.globalMatch(text))
        places.append(match.captured());
    places.sort();
    return places;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A class asks by its whole name. Some were in the file without the namespace, where lupdate had lost it: nobody ever found those texts.
    void everyContextIsOneThatIsAskedFor()
    {
        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/translations/millrace_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QSet<QString> contexts;
        for (const Message &message : messagesOf(&file))
            contexts.insert(message.context);
        QByteArray sources;
        for (const char *folder : {"/ui", "/app"}) {
            QDirIterator files(QStringLiteral(MILLRACE_SOURCE_DIR) + QLatin1StringView(folder), {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile source(files.next());
                QVERIFY(source.open(QIODevice::ReadOnly));
                sources += source.readAll();
            }
        }
        QStringList lost;
        for (const QString &context : std::as_const(contexts)) {
            if (!context.contains(u"::"_s) && !sources.contains('"' + context.toUtf8() + '"'))
                lost.append(context);
        }
        QCOMPARE(lost, QStringList());
    }

    void everyShippedLanguageIsComplete_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(MILLRACE_SOURCE_DIR "/translations"));
        for (const QString &name : folder.entryList({u"*.ts"_s}, QDir::Files))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void everyShippedLanguageIsComplete()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<Message> messages = messagesOf(&file);
        QVERIFY(!messages.isEmpty());
        for (const Message &message : messages) {
            const QByteArray where = (message.context + u": "_s + message.source).toUtf8();
            QVERIFY2(!message.unfinished, where.constData());
            QVERIFY2(!message.numerus || message.forms.size() == 2, where.constData());
            for (const QString &form : message.forms) {
                QVERIFY2(!form.isEmpty(), where.constData());
                QVERIFY2(placesOf(form) == placesOf(message.source), where.constData());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
