// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/desktopnotices.h"

#include <QTest>
#include <QWidget>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestDesktopNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoLooksElsewhereIsToldAndWhoLooksHereIsNot()
    {
        QWidget window;
        QWidget other;
        DesktopNotices notices(&window);
        QStringList told;
        notices.setShower([&told](const QString &title, const QString &text, bool isCritical) {
            told.append(title + u": "_s + text + (isCritical ? u"!"_s : QString()));
        });
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        notices.tell(u"Disk"_s, u"full"_s, true);
        QVERIFY(told.isEmpty());
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        notices.tell(u"Disk"_s, u"full"_s, true);
        notices.tell(u"Queue"_s, u"long"_s, false);
        QCOMPARE(told, (QStringList{u"Disk: full!"_s, u"Queue: long"_s}));
    }

    void aDesktopWithoutMessagesIsNoFault()
    {
        QWidget window;
        DesktopNotices notices(&window);
        notices.tell(u"Disk"_s, u"full"_s, true); // nowhere to show it here
    }
};

QTEST_MAIN(TestDesktopNotices)
#include "tst_desktopnotices.moc"
