// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/componenttext.h"
#include "common/configtext.h"

#include "components/registry.h"

#include <QFile>
#include <QTest>
#include <QXmlStreamReader>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// What of a context is in German, by its English text.
QHash<QString, QString> german(const QString &context)
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/translations/millrace_de.ts"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QHash<QString, QString> texts;
    QXmlStreamReader xml(&file);
    QString name;
    QString source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1)
            name = xml.readElementText();
        else if (xml.name() == "source"_L1)
            source = xml.readElementText();
        else if (xml.name() == "translation"_L1 && name == context && !xml.attributes().hasAttribute("type"_L1))
            texts.insert(source, xml.readElementText());
    }
    return texts;
}

/// Titles and help of a schema, of what is within too.
void collect(QStringList &texts, const Json &schema)
{
    if (!schema.isObject())
        return;
    for (const char *key : {"title", "description"}) {
        if (schema.value(key).isString())
            texts.append(schema.value(key).toString());
    }
    for (const JsonMember &property : schema.value("properties").members())
        collect(texts, property.value);
    for (const char *key : {"items", "additionalProperties"})
        collect(texts, schema.value(key));
}

} // namespace

class TestComponentText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheDescriptorSays()
    {
        const QHash<QString, QString> texts = german(u"ComponentText"_s);
        for (const auto &component : builtinComponents()) {
            const ComponentDescriptor &descriptor = component->descriptor();
            const ComponentText text = ComponentText::of(descriptor.name, {}, {});
            QCOMPARE(text.title, descriptor.title);
            QCOMPARE(text.description, descriptor.description);
            QVERIFY2(!texts.value(descriptor.title).isEmpty(), qPrintable(descriptor.title));
            QVERIFY2(!texts.value(descriptor.description).isEmpty(), qPrintable(descriptor.description));
        }
    }

    void everySettingHasItsTextInGerman()
    {
        const QHash<QString, QString> texts = german(u"ConfigText"_s);
        for (const auto &component : builtinComponents()) {
            QStringList said;
            collect(said, component->descriptor().configSchema);
            for (const QString &text : std::as_const(said))
                QVERIFY2(!texts.value(text).isEmpty(), qPrintable(component->descriptor().name + u": "_s + text));
        }
    }

    void aSchemaInTheWindowsLanguageIsTheSameSchema()
    {
        for (const auto &component : builtinComponents())
            QCOMPARE(ConfigText::of(component->descriptor().configSchema), component->descriptor().configSchema);
    }

    void leavesAPluginItsOwnWords() { QCOMPARE(ComponentText::of(u"acme_pdf"_s, u"PDF"_s, u"Reads."_s), (ComponentText{u"PDF"_s, u"Reads."_s})); }
};

QTEST_APPLESS_MAIN(TestComponentText)
#include "tst_componenttext.moc"
