// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourcespane.h"

#include "common/theme.h"
#include "sources/sourcedetail.h"
#include "sources/sourceeditor.h"
#include "sources/sourcefilesmodel.h"
#include "sources/sourcesmodel.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// Watched folders in the window, over a real workspace and real folders.
class TestSourcesPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath(u"inbox"_s));
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"test.millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        options.hostProgram = QStringLiteral(MILLRACE_BIN_DIR "/millrace");
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
        m_pane = std::make_unique<SourcesPane>(m_workspace.get());
        m_pane->resize(1200, 720);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        QTRY_VERIFY(m_pane->isReady());
    }

    void cleanup()
    {
        m_pane.reset();
        m_workspace.reset();
        m_theme.reset();
    }

    void anEmptyOneInvitesAndAFolderIsAddedByKeyboard()
    {
        const QAbstractItemModelTester tester(model());
        QVERIFY(button(u"Watch a folder"_s)->isVisible());
        write(u"a.txt"_s, "The mill\n\nThe water turns the wheel of the mill.\n");
        QTest::keyClick(m_pane->focusWidget() ? m_pane->focusWidget() : m_pane.get(), Qt::Key_Insert);
        QTRY_VERIFY(m_pane->editor()->isVisible());
        QVERIFY(!button(u"Watch"_s)->isEnabled());
        QVERIFY(field(u"Folder"_s)->hasFocus());
        QTest::keyClicks(field(u"Folder"_s), m_folder->filePath(u"inbox"_s));
        QVERIFY(button(u"Watch"_s)->isEnabled());
        QTest::keyClick(field(u"Folder"_s), Qt::Key_Return);
        QTRY_COMPARE(model()->rowCount(), 1);
        QTRY_VERIFY(m_pane->detail()->isVisible());
        QCOMPARE(m_pane->detail()->source().title, u"inbox"_s);
        QVERIFY(!m_pane->detail()->source().pipeline.isEmpty()); // a text names none
        QTRY_COMPARE_WITH_TIMEOUT(count(SourceFileKind::Taken), 1, 20'000);
        QTRY_COMPARE(files()->rowCount(), 1);
        QCOMPARE(files()->row(0).path, u"a.txt"_s);
        QVERIFY(m_pane->detail()->source().lookedAt > 0);

        QSignalSpy wished(m_pane.get(), &Pane::openRequested);
        QTRY_VERIFY(!files()->row(0).document.isEmpty());
        button(u"Show the document"_s)->click();
        QCOMPARE(wished.size(), 1);
        const auto target = wished.first().first().value<PaneTarget>();
        QCOMPARE(target.pane, u"library"_s);
        QCOMPARE(target.documentId, files()->row(0).document);
        button(u"Show all in the library"_s)->click();
        QCOMPARE(wished.last().first().value<PaneTarget>().sourceId, m_pane->detail()->source().id);
    }

    void escapeLeavesTheFormWithoutASource()
    {
        button(u"Watch a folder"_s)->click();
        QTRY_VERIFY(m_pane->editor()->isVisible());
        QTest::keyClicks(field(u"Folder"_s), u"inbox"_s);
        QVERIFY(!button(u"Watch"_s)->isEnabled()); // not the whole path
        QTest::keyClick(field(u"Folder"_s), Qt::Key_Escape);
        QVERIFY(!m_pane->editor()->isVisible());
        QVERIFY(button(u"Watch a folder"_s)->isVisible());
        QCOMPARE(model()->rowCount(), 0);
    }

    void aDroppedFolderIsOfferedAndItsOriginalsAreMoved()
    {
        drop({m_folder->filePath(u"inbox"_s)});
        QTRY_VERIFY(m_pane->editor()->isVisible());
        QCOMPARE(field(u"Folder"_s)->text(), m_folder->filePath(u"inbox"_s));
        for (auto *choice : m_pane->editor()->findChildren<QRadioButton *>()) {
            if (choice->text().startsWith(u"Move"_s))
                choice->click();
        }
        QVERIFY(!button(u"Watch"_s)->isEnabled()); // where to?
        QTest::keyClicks(field(u"Where originals are moved to"_s), u"done"_s);
        QTest::keyClicks(field(u"Files taken in"_s), u"*.txt, *.md"_s);
        QTest::mouseClick(button(u"Watch"_s), Qt::LeftButton);
        QTRY_COMPARE(model()->rowCount(), 1);
        QCOMPARE(model()->row(0).after, u"move"_s);
        QCOMPARE(model()->row(0).include, QStringList({u"*.txt"_s, u"*.md"_s}));
        // Originals are let rest for a minute before they are put away; nobody waits for it here.
        Json args = model()->row(0).args;
        args.insert("rest_ms", 200);
        args.insert("rescan_ms", 150);
        QVERIFY(m_workspace->execute(u"source.add"_s, args, m_workspace->actor()).result().has_value());
        write(u"b.txt"_s, "The race\n\nThe race leads water to the mill.\n");
        write(u"c.tmp"_s, "Not for us.\n");
        QTRY_COMPARE_WITH_TIMEOUT(count(SourceFileKind::PutAway), 1, 20'000);
        QVERIFY(QFile::exists(m_folder->filePath(u"inbox/done/b.txt"_s)));
        QVERIFY(QFile::exists(m_folder->filePath(u"inbox/c.tmp"_s)));
        QTRY_COMPARE(m_pane->detail()->kind(), SourceFileKind::PutAway);
    }

    void droppedFilesAreTakenInOnce()
    {
        write(u"d.txt"_s, "Text.\n");
        QSignalSpy taken(m_pane.get(), &Pane::intakeRequested);
        drop({m_folder->filePath(u"inbox/d.txt"_s)});
        QCOMPARE(taken.size(), 1);
        QCOMPARE(taken.first().first().value<IntakeRequest>().paths, QStringList(m_folder->filePath(u"inbox/d.txt"_s)));
        QVERIFY(!m_pane->editor()->isVisible());
    }

    void failuresStayListedWithTheirReasonAndAreRetried()
    {
        write(u"letter.txt"_s, QByteArray("Letter\n\0\1\2 of no text", 21));
        write(u"sound.txt"_s, "The sluice\n\nThe sluice lets water in.\n");
        watch();
        QTRY_COMPARE_WITH_TIMEOUT(count(SourceFileKind::Failed), 1, 20'000);
        QTRY_COMPARE(m_pane->detail()->kind(), SourceFileKind::Failed); // it is what matters
        QTRY_COMPARE(files()->rowCount(), 1);
        const QModelIndex reason = files()->index(0, static_cast<int>(SourceFilesModel::Column::Reason));
        QVERIFY2(reason.data().toString().contains(u"binary"_s), qPrintable(reason.data().toString()));
        QVERIFY(!reason.data().toString().contains(m_folder->path()));
        const int attempts = files()->row(0).attempts;
        QPushButton *retry = button(u"Retry 1 file(s)"_s);
        QVERIFY(retry);
        QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(files()->rowCount() == 1 && files()->row(0).attempts > attempts, 20'000);
        // The cause goes, and so does the failure, by itself.
        write(u"letter.txt"_s, "Letter\n\nThe mill is mended, and the letter says so.\n");
        QTRY_COMPARE_WITH_TIMEOUT(count(SourceFileKind::Failed), 0, 20'000);
        QTRY_COMPARE(count(SourceFileKind::Taken), 2);
    }

    void aSourceIsPausedChangedRemovedAndBroughtBack()
    {
        watch();
        QTest::keyClick(list(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(model()->row(0).isPaused);
        QTRY_COMPARE(button(u"Resume"_s)->isVisible(), true);
        QTest::keyClick(list(), Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!model()->row(0).isPaused);

        QTest::keyClick(list(), Qt::Key_F2);
        QTRY_VERIFY(m_pane->editor()->isVisible());
        field(u"Name"_s)->setText(u"Post"_s);
        const Json args = m_pane->editor()->args();
        QCOMPARE(args.value("settle_ms").toInt(), 50); // nobody touched it
        auto *rest = m_pane->editor()->findChildren<QSpinBox *>().last();
        QVERIFY(!rest->isVisible()); // what is left where it is needs none
        m_pane->editor()->findChildren<QRadioButton *>().last()->setChecked(true);
        QVERIFY(rest->isVisible());
        QCOMPARE(args.value("rest_ms").toInt(), 60'000);
        rest->setValue(5);
        QCOMPARE(m_pane->editor()->args().value("rest_ms").toInt(), 5'000);
        m_pane->editor()->findChildren<QRadioButton *>().first()->setChecked(true);
        rest->setValue(60);
        QTest::keyClick(field(u"Name"_s), Qt::Key_Return);
        QTRY_COMPARE(model()->row(0).title, u"Post"_s);
        QCOMPARE(model()->rowCount(), 1);

        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_Delete);
        QTRY_COMPARE(model()->rowCount(), 0);
        QTRY_COMPARE(told.size(), 1);
        const auto notice = told.first().first().value<Notice>();
        QCOMPARE(notice.actionText, u"Undo"_s);
        notice.action();
        QTRY_COMPARE(model()->rowCount(), 1);
        QCOMPARE(model()->row(0).title, u"Post"_s);
        QTRY_COMPARE(m_pane->place().sourceId, model()->row(0).id);
    }

    void aFolderThatIsGoneSaysSo()
    {
        watch();
        QVERIFY(QDir(m_folder->filePath(u"inbox"_s)).removeRecursively());
        QTRY_VERIFY_WITH_TIMEOUT(!model()->row(0).problem.isEmpty(), 20'000);
        QVERIFY(QDir(m_folder->path()).mkpath(u"inbox"_s));
        QTRY_VERIFY_WITH_TIMEOUT(model()->row(0).problem.isEmpty(), 20'000);
    }

private:
    [[nodiscard]] SourcesModel *model() const { return m_pane->findChild<SourcesModel *>(); }
    [[nodiscard]] SourceFilesModel *files() const { return m_pane->findChild<SourceFilesModel *>(); }
    [[nodiscard]] QListView *list() const
    {
        for (auto *view : m_pane->findChildren<QListView *>()) {
            if (view->accessibleName() == u"Watched folders"_s)
                return view;
        }
        return nullptr;
    }
    [[nodiscard]] qint64 count(SourceFileKind kind) const { return model()->rowCount() > 0 ? model()->row(0).count(kind) : -1; }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *button : m_pane->findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        for (auto *button : m_pane->findChildren<QPushButton *>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }
    [[nodiscard]] QLineEdit *field(const QString &name) const
    {
        for (auto *field : m_pane->editor()->findChildren<QLineEdit *>()) {
            if (field->accessibleName() == name)
                return field;
        }
        return nullptr;
    }
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(u"inbox/"_s + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    void watch()
    {
        auto added = m_workspace->execute(u"source.add"_s,
                                          Json::object({{"folder", m_folder->filePath(u"inbox"_s)},
                                                        {"pipeline", "template,ai_generator,transformer"},
                                                        {"settle_ms", 50},
                                                        {"rescan_ms", 200}}),
                                          m_workspace->actor());
        QTRY_VERIFY(added.isFinished());
        QVERIFY2(added.result(), added.result() ? "" : qPrintable(added.result().error().text));
        QTRY_COMPARE(model()->rowCount(), 1);
        list()->setFocus();
    }
    void drop(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        const QPointF middle = m_pane->rect().center();
        QDragEnterEvent enter(middle.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_pane.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_pane.get(), &drop);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<SourcesPane> m_pane;
};

QTEST_MAIN(TestSourcesPane)
#include "tst_sourcespane.moc"
