// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/componenttext.h"

#include "components/textcomponents.h"

#include <QFile>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestComponentText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheDescriptorSays()
    {
        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/translations/millrace_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString german = QString::fromUtf8(file.readAll());
        for (const auto &component : textComponents()) {
            const ComponentDescriptor &descriptor = component->descriptor();
            const ComponentText text = ComponentText::of(descriptor.name, {}, {});
            QCOMPARE(text.title, descriptor.title);
            QCOMPARE(text.description, descriptor.description);
            QVERIFY2(german.contains(u"<source>%1</source>"_s.arg(descriptor.title.toHtmlEscaped())), qPrintable(descriptor.title));
        }
    }

    void leavesAPluginItsOwnWords() { QCOMPARE(ComponentText::of(u"acme_pdf"_s, u"PDF"_s, u"Reads."_s), (ComponentText{u"PDF"_s, u"Reads."_s})); }
};

QTEST_APPLESS_MAIN(TestComponentText)
#include "tst_componenttext.moc"
