// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "crashoffer.h"

#include "common/noticebar.h"
#include "common/settings.h"
#include "common/theme.h"
#include "observe/crashreport.h"
#include "shell/mainwindow.h"
#include "shell/reportdialog.h"

#include <QDir>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// The message about a crash, in a window.
class TestCrashOffer : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;

    QString leave(const QString &program, int at = 1)
    {
        QFile file(m_dir->filePath(u"%1-%2-77.crash.txt"_s.arg(program).arg(at)));
        if (!file.open(QIODevice::WriteOnly) || file.write("the report") < 0 || !file.flush()
            || !file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + at), QFile::FileModificationTime))
            qFatal("no report");
        return file.fileName();
    }
    [[nodiscard]] NoticeBar *bar() const { return m_window->findChild<NoticeBar *>(); }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *button : bar()->findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    [[nodiscard]] bool offer() { return offerCrashReport(m_window.get(), m_dir->path()); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        m_settings = std::make_unique<Settings>(m_dir->filePath(u"settings.json"_s), Settings::Access::Frozen);
        m_window = std::make_unique<MainWindow>(QList<PaneInfo>(), m_settings.get(), nullptr);
        m_window->show();
    }
    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
    }

    void withoutAReportNothingIsSaid()
    {
        QVERIFY(!offer());
        QVERIFY(!bar()->isVisible());
    }

    void theNewestIsOfferedWithItsTime()
    {
        leave(u"millrace"_s, 1);
        leave(u"millrace-workbench"_s, 2);
        QVERIFY(offer());
        QVERIFY(bar()->isVisible());
        QVERIFY2(bar()->notice().what.startsWith(u"Millrace ended unexpectedly at "_s), qPrintable(bar()->notice().what));
        QVERIFY(button(u"Show report"_s) && button(u"Delete"_s));
    }

    void theCommandLineIsNamed()
    {
        leave(u"millrace"_s);
        QVERIFY(offer());
        QVERIFY(bar()->notice().what.startsWith(u"The command millrace ended"_s));
    }

    void deletedIsGone()
    {
        const QString path = leave(u"millrace-workbench"_s);
        QVERIFY(offer());
        QTest::mouseClick(button(u"Delete"_s), Qt::LeftButton);
        QVERIFY(!bar()->isVisible());
        QVERIFY(!QFile::exists(path));
        QVERIFY(!offer());
    }

    void dismissedStaysDismissedAndIsKept()
    {
        leave(u"millrace-workbench"_s, 1);
        const QString newest = leave(u"millrace-workbench"_s, 2);
        QVERIFY(offer());
        QTest::mouseClick(bar()->findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(!bar()->isVisible());
        QVERIFY(!offer());
        QVERIFY(QFile::exists(QString(newest).replace(u".crash."_s, u".seen."_s)));
    }

    void shownItCanBeReadAndDeletedAndIsOfferedNoMore()
    {
        leave(u"millrace-workbench"_s);
        QVERIFY(offer());
        QTest::mouseClick(button(u"Show report"_s), Qt::LeftButton);
        auto *dialog = m_window->findChild<ReportDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->findChild<QPlainTextEdit *>()->toPlainText(), u"the report"_s);
        QVERIFY(!offer());
        for (QPushButton *button : dialog->findChildren<QPushButton *>())
            QCOMPARE(button->isDefault(), button->text() == "Close"_L1);
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == "Delete report"_L1)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(QDir(m_dir->path()).entryList({u"*.txt"_s}).isEmpty());
    }

    void unansweredItIsOfferedAgain()
    {
        leave(u"millrace-workbench"_s);
        QVERIFY(offer());
        m_window->close();
        QVERIFY(offer());
    }
};

QTEST_MAIN(TestCrashOffer)
#include "tst_crashoffer.moc"
