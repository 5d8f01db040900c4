// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every text of the window passes through a translator that makes it half as long again and marks it: whoever forgets tr(), or
// builds a layout for English alone, is found here.
#include "common/settings.h"
#include "common/theme.h"
#include "home/homepane.h"
#include "shell/mainwindow.h"
#include "shell/windowactions.h"

#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

class PseudoTranslator final : public QTranslator
{
public:
    [[nodiscard]] QString translate(const char *context, const char *source, const char *, int number) const override
    {
        // Qt's own texts are Qt's business.
        if (context[0] == 'Q')
            return {};
        QString text = QString::fromUtf8(source);
        if (number >= 0)
            text.replace(u"%n"_s, QString::number(number));
        return u"[%1 %2]"_s.arg(text, QString(text.size() / 2, u'ø'));
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

} // namespace

class TestPseudoLocale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsTranslatedAndNoButtonIsCut()
    {
        PseudoTranslator translator;
        QVERIFY(QApplication::installTranslator(&translator));
        {
            const Theme theme(ThemeMode::Light);
            QTemporaryDir folder;
            Settings settings(folder.filePath(u"settings.json"_s), Settings::Access::Frozen);
            const PaneInfo home{.id = u"home"_s,
                                .title = u"[home]"_s,
                                .iconName = u"go-home"_s,
                                .create = [&](Workspace *workspace, QWidget *parent) { return new HomePane(workspace, &settings, parent); },
                                .needsWorkspace = false};
            MainWindow window({home}, &settings, nullptr);
            window.resize(1280, 800);
            window.showPane(u"home"_s);
            window.show();
            for (const QAction *action : window.actions().all())
                QVERIFY2(action->text().startsWith(u'['), qPrintable(action->text()));
            for (const QAction *action : window.menuBar()->actions())
                QVERIFY2(!action->isVisible() || action->text().startsWith(u'['), qPrintable(action->text()));
            for (const QPushButton *button : window.findChildren<QPushButton *>()) {
                if (!button->isVisible())
                    continue;
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
            }
            for (const QAbstractButton *button : window.currentPane()->findChildren<QAbstractButton *>())
                QVERIFY2(button->text().startsWith(u'['), qPrintable(button->text()));
            QVERIFY(!window.grab().isNull());
        }
        QApplication::removeTranslator(&translator);
    }
};

QTEST_MAIN(TestPseudoLocale)
#include "tst_pseudolocale.moc"
