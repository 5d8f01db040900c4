// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/emptystate.h"
#include "common/searchfield.h"
#include "common/theme.h"
#include "contexts/columnsdialog.h"
#include "contexts/contextdetail.h"
#include "contexts/contextstable.h"
#include "contexts/contextsums.h"
#include "contexts/contextsview.h"
#include "contexts/csvexport.h"
#include "contexts/documentexport.h"
#include "contexts/diffview.h"
#include "common/documentview.h"
#include "contexts/facetpanel.h"
#include "contexts/filterchip.h"
#include "contexts/readingview.h"
#include "common/sourceview.h"
#include "contexts/timelineview.h"
#include "ui/contexts/fakecontextsource.h"

#include <QLineEdit>
#include <QPaintEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestContextsView : public QObject
{
    Q_OBJECT

    struct Shown
    {
        explicit Shown(qint64 count)
            : source(count)
            , view(&source)
        {
            view.resize(1280, 800);
            view.show();
            view.refresh();
        }

        bool isReady()
        {
            return QTest::qWaitFor([this] { return view.model()->isReady() && !view.model()->isLoading(); });
        }

        FakeContextSource source;
        ContextsView view;
    };

    static FilterChip *chip(ContextsView &view, ContextStatus status)
    {
        for (FilterChip *found : view.findChildren<FilterChip *>()) {
            if (found->status() == status) {
                return found;
            }
        }
        return nullptr;
    }
    static ContextKey keyWith(const FakeContextSource &source, ContextStatus status, ContextKey from)
    {
        while (source.summary(from).status != status) {
            --from;
        }
        return from;
    }

private Q_SLOTS:
    void initTestCase() { m_theme = new Theme(ThemeMode::Light, this); }

    void theFirstRowIsShownInFull()
    {
        Shown shown(500);
        QVERIFY(shown.isReady());
        QTRY_COMPARE(shown.view.detail()->key(), 500);
        QTRY_VERIFY(shown.view.detail()->summary().has_value());
        QTRY_COMPARE(shown.view.detail()->timeline()->entries().size(), 1); // pending: submitted, nothing else
    }

    void aStatusChipFiltersAndItsCountSaysHowMany()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        FilterChip *failed = chip(shown.view, ContextStatus::Failed);
        QTRY_COMPARE(failed->count(), 40);
        QTest::mouseClick(failed, Qt::LeftButton);
        QTRY_COMPARE(shown.view.model()->rowCount(), 40);
        QVERIFY(failed->isChecked());
        QCOMPARE(shown.view.filterText(), u"Failed"_s);
        QTest::mouseClick(failed, Qt::LeftButton);
        QTRY_COMPARE(shown.view.model()->rowCount(), 1000);
    }

    void searchingWaitsForThePauseAndEscapeShowsAllAgain()
    {
        Shown shown(1200);
        QVERIFY(shown.isReady());
        auto *search = shown.view.findChild<SearchField *>();
        search->setFocus();
        QTest::keyClicks(search, u"bug report"_s);
        QTRY_COMPARE(shown.view.model()->rowCount(), 100);
        QTest::keyClick(shown.view.table(), Qt::Key_Escape);
        QTRY_COMPARE(shown.view.model()->rowCount(), 1200);
        QVERIFY(search->text().isEmpty());
    }

    void selectionAndPlaceSurviveARefreshThatMovesRows()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        shown.view.setFilter({.statuses = {ContextStatus::Completed}});
        QTRY_COMPARE(shown.view.model()->rowCount(), 830);
        ContextsTable *table = shown.view.table();
        const ContextKey chosen = shown.view.model()->keyAt(300);
        QVERIFY(table->setCurrentKey(chosen));
        table->verticalScrollBar()->setValue(280 * 28 + 5);
        const int offset = table->rowViewportPosition(shown.view.model()->rowOf(chosen));
        // One leaves the list above, another below: everything is read again.
        shown.source.setStatus(shown.view.model()->keyAt(3), ContextStatus::Failed);
        shown.source.setStatus(shown.view.model()->keyAt(700), ContextStatus::Failed);
        shown.view.refresh();
        QTRY_COMPARE(shown.view.model()->rowCount(), 828);
        QCOMPARE(table->currentKey(), chosen);
        QCOMPARE(table->selectedKeys(), QList<ContextKey>{chosen});
        QCOMPARE(table->rowViewportPosition(shown.view.model()->rowOf(chosen)), offset);
        QTRY_COMPARE(shown.view.detail()->key(), chosen); // it follows when the keyboard rests
    }

    void rowsThatComeInAboveDoNotMoveWhatIsLookedAt()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        ContextsTable *table = shown.view.table();
        table->verticalScrollBar()->setValue(4321);
        const ContextKey top = shown.view.model()->keyAt(table->rowAt(0));
        const int offset = table->rowViewportPosition(table->rowAt(0));
        shown.source.grow(7);
        QCOMPARE(shown.view.model()->keyAt(table->rowAt(0)), top);
        QCOMPARE(table->rowViewportPosition(table->rowAt(0)), offset);
    }

    void anEmptyWorkspaceInvitesAndANarrowFilterSaysSo()
    {
        Shown shown(0);
        QVERIFY(shown.isReady());
        auto *empty = shown.view.table()->parentWidget()->findChild<EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QSignalSpy start(&shown.view, &ContextsView::startRequested);
        QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(start.size(), 1);
        shown.source.grow(10);
        QTRY_VERIFY(!empty->isVisible());
        shown.view.setFilter({.text = u"no such words"_s});
        QTRY_VERIFY(empty->isVisible());
        QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_COMPARE(shown.view.model()->rowCount(), 10);
    }

    void retryIsOfferedWhereAllowedAndGoesThroughTheDoor()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        const ContextKey failed = keyWith(shown.source, ContextStatus::Failed, 1000);
        QVERIFY(shown.view.table()->setCurrentKey(failed));
        QTRY_VERIFY(shown.view.detail()->summary() && shown.view.detail()->summary()->key == failed);
        shown.view.table()->setFocus();
        QTest::keyClick(shown.view.table(), Qt::Key_R);
        QTRY_COMPARE(shown.source.executed.size(), 1);
        QCOMPARE(shown.source.executed[0].first, u"context.retry"_s);
        QCOMPARE(shown.source.executed[0].second.value("ids").toStringList(), QStringList{shown.source.summary(failed).id});

        const ContextKey done = keyWith(shown.source, ContextStatus::Completed, 1000);
        QVERIFY(shown.view.table()->setCurrentKey(done));
        QTRY_VERIFY(shown.view.detail()->summary() && shown.view.detail()->summary()->key == done);
        QSignalSpy asked(shown.view.model(), &ContextsModel::rowsRead);
        QTest::keyClick(shown.view.table(), Qt::Key_R);
        QTest::qWait(0);
        QCOMPARE(shown.source.executed.size(), 1);
    }

    void theTimelineIsSteppedByArrowsAndTheDocumentFollows()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        ContextDetail *detail = shown.view.detail();
        detail->setTab(ContextDetail::Tab::Document);
        auto *document = detail->findChild<DocumentView *>();
        QVERIFY(shown.view.table()->setCurrentKey(keyWith(shown.source, ContextStatus::Completed, 1000)));
        QTRY_COMPARE(detail->timeline()->entries().size(), 4);
        QTRY_VERIFY(document->text().contains(u"formatted_content"));
        QCOMPARE(detail->step(), -1);
        detail->timeline()->setFocus();
        QTest::keyClick(detail->timeline(), Qt::Key_Left);
        QCOMPARE(detail->step(), 2);
        QTRY_VERIFY(!document->text().contains(u"formatted_content"));
        QVERIFY(document->text().contains(u"generated_content"));
        QTest::keyClick(detail->timeline(), Qt::Key_Home);
        QTRY_VERIFY(!document->text().contains(u"\"template\": {"));
        QTest::keyClick(detail->timeline(), Qt::Key_End);
        QCOMPARE(detail->step(), -1);
    }

    void theDiffComparesAStepWithTheOneBefore()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        ContextDetail *detail = shown.view.detail();
        detail->setTab(ContextDetail::Tab::Diff);
        auto *diff = detail->findChild<DiffView *>();
        QSignalSpy seen(diff, &DiffView::shown);
        QVERIFY(shown.view.table()->setCurrentKey(keyWith(shown.source, ContextStatus::Completed, 1000)));
        QTRY_COMPARE(diff->after(), 3);
        QCOMPARE(diff->before(), 2);
        QTRY_VERIFY(!seen.isEmpty());
        auto *text = diff->findChild<QPlainTextEdit *>();
        QTRY_VERIFY(text->toPlainText().startsWith(u"formatted_content"));
    }

    void whatCameInIsReadWhereNothingIsWritten()
    {
        ReadingView view;
        view.setDocument(Json::object({{"id", "a"}, {"data", Json::object({{"title", "Mills"}, {"source_text", "The race & the wheel."}})}}));
        QVERIFY(!view.hasText());
        QCOMPARE(view.text()->toPlainText(), u"The race & the wheel."_s);
        view.setDocument(Json::object({{"id", "b"},
                                       {"data",
                                        Json::object({{"title", "Order <5>"},
                                                      {"amount", Json::object({{"value", 12.5}})},
                                                      {"tags", Json::array({"new", "paid"})},
                                                      {"values", Json::array({Json::object({{"path", "/date"}})})}})}}));
        const QString text = view.text()->toPlainText();
        for (const QString &part : {u"Order <5>"_s, u"amount.value"_s, u"12.5"_s, u"new, paid"_s, u"1 entries"_s})
            QVERIFY2(text.contains(part), qPrintable(text));
        QVERIFY(!text.contains(u"/date"_s));
    }

    void aSentenceLeadsToItsExactSourceAndBack()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        QVERIFY(shown.view.table()->setCurrentKey(keyWith(shown.source, ContextStatus::Completed, 1000)));
        ReadingView *reading = shown.view.detail()->reading();
        QTRY_VERIFY(reading->hasText());
        QCOMPARE(reading->text()->spans().size(), 9);
        const QString rendered = reading->text()->rendered();
        for (int i = 0; i < 9; ++i) {
            reading->stepCitation(1);
            QVERIFY(reading->source()->isVisible());
            const CitedSpan span = reading->text()->spans()[reading->text()->current()];
            const QString sentence = rendered.sliced(span.from, span.to - span.from);
            QString marked;
            for (const QTextEdit::ExtraSelection &selection : reading->source()->extraSelections()) {
                if (selection.format.background().style() != Qt::NoBrush) {
                    marked = selection.cursor.selectedText();
                }
            }
            QCOMPARE(marked, sentence);
        }
        QSignalSpy back(reading->source(), &SourceView::citationChosen);
        QTextCursor cursor = reading->source()->textCursor();
        cursor.setPosition(reading->source()->toPlainText().indexOf(u"Only main") + 3);
        reading->source()->setTextCursor(cursor);
        reading->source()->ensureCursorVisible();
        QTest::mouseClick(reading->source()->viewport(), Qt::LeftButton, {}, reading->source()->cursorRect().center());
        QCOMPARE(back.size(), 1);
        const CitedSpan span = reading->text()->spans()[reading->text()->current()];
        QCOMPARE(rendered.sliced(span.from, span.to - span.from), u"Only main is part of the distribution."_s);
    }

    void anOpenContextFollowsItsChanges()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        const ContextKey key = keyWith(shown.source, ContextStatus::Processing, 1000);
        QVERIFY(shown.view.table()->setCurrentKey(key));
        ContextDetail *detail = shown.view.detail();
        QTRY_COMPARE(detail->timeline()->entries().size(), 3);
        QVERIFY(detail->timeline()->entries().constLast().running);
        shown.source.setStatus(key, ContextStatus::Completed);
        shown.view.applyChanges({.updated = {key}});
        QTRY_COMPARE(detail->timeline()->entries().size(), 4);
        QTRY_COMPARE(detail->summary()->status, ContextStatus::Completed);
        QCOMPARE(detail->timeline()->current(), 3);
    }

    void groupsAddUpToWhatIsShown()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        shown.view.setGroupsShown(true);
        FacetPanel *facets = shown.view.facets();
        for (const ContextFacet facet :
             {ContextFacet::Pipeline, ContextFacet::Status, ContextFacet::Type, ContextFacet::Outcome, ContextFacet::Run}) {
            facets->setFacet(facet);
            QTRY_COMPARE(facets->total(), 1000);
        }
        facets->setFacet(ContextFacet::Pipeline);
        QTRY_VERIFY(facets->model()->rowCount() == 2);
        const FacetCount group = facets->model()->row(0);
        Q_EMIT facets->filterRequested(withFacet({}, ContextFacet::Pipeline, group.value));
        QTRY_COMPARE(shown.view.model()->rowCount(), int(group.count));
    }

    void numbersAreAddedUpOverTheFilterOrTheSelection()
    {
        FakeContextSource source(2000);
        ContextSums sums(&source);
        const QList<ContextColumn> columns = {ContextColumn::field(u"data.formatted_content.word_count"_s), ContextColumn::field(u"data.tone"_s)};
        QList<ContextKey> keys;
        double expected = 0;
        qint64 count = 0;
        for (ContextKey key = 1; key <= 1500; ++key) {
            keys.append(key);
            const Json document = FakeContextSource::documentOf(source.summary(key), -1);
            const Json *words = document.find("/data/formatted_content/word_count");
            if (words) {
                expected += words->toDouble();
                ++count;
            }
        }
        sums.ask(keys, columns);
        QTRY_COMPARE(sums.sums().size(), 1); // the tone is no number
        QCOMPARE(sums.sums()[0], (FieldSum{u"Word count"_s, count, expected}));
        sums.ask(QList<ContextKey>(ContextSums::kMost + 1, 1), columns);
        QVERIFY(sums.sums().isEmpty());
    }

    void aColumnIsMadeOfAnExpressionThatWasTried()
    {
        FakeContextSource source(100);
        ColumnsDialog dialog(&source, defaultColumns(), 100);
        auto *expression = dialog.findChild<QLineEdit *>();
        QPushButton *add = nullptr;
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text().contains(u"Add")) {
                add = button;
            }
        }
        QVERIFY(add);
        expression->setText(u"data.("_s);
        QTest::qWait(0);
        QVERIFY(!add->isEnabled());
        expression->setText(u"data.tone"_s);
        QTRY_VERIFY(add->isEnabled());
        add->click();
        QCOMPARE(dialog.columns().constLast().expression, u"data.tone"_s);
        QVERIFY(fieldExpressions(FakeContextSource::documentOf(source.summary(99), -1)).contains(u"data.formatted_content.word_count"_s));
    }

    void theTableIsExportedAsItIsShown()
    {
        Shown shown(3500);
        QVERIFY(shown.isReady());
        QList<ContextColumn> columns = defaultColumns();
        columns.append(ContextColumn::field(u"data.formatted_content.word_count"_s));
        shown.view.model()->setColumns(columns);
        shown.view.setFilter({.statuses = {ContextStatus::Failed, ContextStatus::Completed}});
        QTRY_COMPARE(shown.view.model()->rowCount(), 3045);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"out.csv"_s);
        QSignalSpy notices(&shown.view, &ContextsView::noticeRequested);
        QSignalSpy works(&shown.view, &ContextsView::workStarted);
        shown.view.exportCsv(path);
        QCOMPARE(works.size(), 1);
        QTRY_COMPARE(notices.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 3045 + 2);
        QCOMPARE(lines[0], QByteArray("status,title,type,pipeline,outcome,steps,updated,duration_ms,id,data.formatted_content.word_count\r"));
        QVERIFY(lines[1].startsWith("completed,"));
        QVERIFY(lines[1].contains(shown.source.summary(shown.view.model()->keyAt(0)).id.toUtf8()));
    }

    void documentsAreExportedAsLinesThatCanBeReadAgain()
    {
        Shown shown(200);
        QVERIFY(shown.isReady());
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"out.jsonl"_s);
        QSignalSpy notices(&shown.view, &ContextsView::noticeRequested);
        QSignalSpy works(&shown.view, &ContextsView::workStarted);
        shown.view.exportDocuments(shown.view.model()->keys(), ExportFormat::JsonLines, path);
        QCOMPARE(works.size(), 1);
        QTRY_COMPARE(notices.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 200 + 1);
        const ContextKey first = shown.view.model()->keyAt(0);
        QCOMPARE(lines[0], FakeContextSource::documentOf(shown.source.summary(first), -1).toBytes());
    }

    void finishedTextsAreExportedAndTheOthersCounted()
    {
        FakeContextSource source(100);
        QList<ContextKey> keys;
        for (ContextKey key = 1; key <= 100; ++key) {
            keys.append(key);
        }
        const QTemporaryDir folder;
        auto *job = new DocumentExport(&source, ExportFormat::Markdown, folder.filePath(u"texts"_s), keys);
        ExportedDocuments sums;
        bool finished = false;
        connect(job, &DocumentExport::finished, this, [&](const Result<ExportedDocuments> &documents) {
            finished = true;
            sums = documents.value_or(ExportedDocuments());
        });
        const QFuture<void> work = job->start();
        QTRY_VERIFY(finished);
        QCOMPARE(work.progressMaximum(), 100);
        QCOMPARE(sums.written + sums.without, 100);
        QCOMPARE(QDir(folder.filePath(u"texts"_s)).entryList({u"*.md"_s}, QDir::Files).size(), sums.written);
        QVERIFY(sums.without > 0);
    }

    void aCancelledExportOfDocumentsLeavesNoFile()
    {
        FakeContextSource source(2000);
        QList<ContextKey> keys;
        for (ContextKey key = 1; key <= 2000; ++key) {
            keys.append(key);
        }
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"out.json"_s);
        auto *job = new DocumentExport(&source, ExportFormat::JsonArray, path, keys);
        std::optional<ErrorCode> code;
        connect(job, &DocumentExport::finished, this,
                [&code](const Result<ExportedDocuments> &documents) { code = documents ? ErrorCode::Internal : documents.error().code; });
        job->start().cancel();
        QTRY_COMPARE(code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(path));
    }

    void rowsThatAreReadAgainArePainted()
    {
        struct Paints final : QObject
        {
            bool eventFilter(QObject *, QEvent *event) override
            {
                if (event->type() == QEvent::Paint) {
                    seen += static_cast<QPaintEvent *>(event)->region();
                }
                return false;
            }
            QRegion seen;
        };
        Shown shown(200);
        QVERIFY(shown.isReady());
        ContextsTable *table = shown.view.table();
        QTest::qWait(300);
        Paints paints;
        table->viewport()->installEventFilter(&paints);
        const ContextKey key = shown.view.model()->keyAt(3);
        shown.source.setStatus(key, ContextStatus::Failed);
        shown.source.touch({key});
        QTRY_VERIFY(paints.seen.contains(table->visualRect(shown.view.model()->index(3, 0))));
        QVERIFY(shown.view.model()->summaryAt(3)->status == ContextStatus::Failed);
    }

    void theGroupWithoutAnOutcomeIsAFilter()
    {
        Shown shown(300);
        QVERIFY(shown.isReady());
        FacetPanel *facets = shown.view.facets();
        shown.view.setGroupsShown(true);
        facets->setFacet(ContextFacet::Outcome);
        QTRY_VERIFY(facets->model()->rowOf(QString()) >= 0);
        const qint64 count = facets->model()->row(facets->model()->rowOf(QString())).count;
        Q_EMIT facets->filterRequested(withFacet({}, ContextFacet::Outcome, QString()));
        QTRY_COMPARE(shown.view.model()->rowCount(), count);
        QVERIFY(count > 0 && count < 300);
        QVERIFY(!shown.view.filterText().isEmpty());
        QCOMPARE(facetValue(shown.view.model()->filter(), ContextFacet::Outcome), QString());
        QVERIFY(!facetValue({}, ContextFacet::Outcome));
    }

    void aCancelledExportLeavesNoFile()
    {
        FakeContextSource source(200'000);
        QList<ContextKey> keys;
        for (ContextKey key = 1; key <= 200'000; ++key) {
            keys.append(key);
        }
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"out.csv"_s);
        auto *job = new CsvExport(&source, path, keys, defaultColumns());
        std::optional<ErrorCode> code;
        connect(job, &CsvExport::finished, this, [&code](const Result<qint64> &rows) { code = rows ? ErrorCode::Internal : rows.error().code; });
        job->start().cancel();
        QTRY_COMPARE(code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(path));
    }

    void columnsOrderAndGroupsAreKept()
    {
        Shown first(10);
        QVERIFY(first.isReady());
        QList<ContextColumn> columns = defaultColumns();
        columns.prepend(ContextColumn::field(u"data.tone"_s));
        first.view.model()->setColumns(columns);
        first.view.model()->setOrder(ContextOrder::Updated, false);
        first.view.setGroupsShown(true);
        first.view.facets()->setFacet(ContextFacet::Type);
        const Json state = first.view.saveState();
        Shown second(10);
        second.view.restoreState(state);
        QVERIFY(second.isReady());
        QCOMPARE(second.view.table()->columns().constFirst().expression, u"data.tone"_s);
        QCOMPARE(second.view.model()->order(), ContextOrder::Updated);
        QVERIFY(!second.view.model()->isDescending());
        QVERIFY(!second.view.facets()->isHidden());
        QCOMPARE(second.view.facets()->facet(), ContextFacet::Type);
    }

    void aLinkOpensItsContextAtItsStep()
    {
        Shown shown(1000);
        QVERIFY(shown.isReady());
        const ContextKey key = keyWith(shown.source, ContextStatus::Completed, 500);
        shown.view.open({.pane = u"contexts"_s, .contextId = shown.source.summary(key).id, .step = 1});
        QTRY_COMPARE(shown.view.table()->currentKey(), key);
        QTRY_COMPARE(shown.view.detail()->step(), 1);
        QCOMPARE(shown.view.place().contextId, shown.source.summary(key).id);
        QCOMPARE(shown.view.place().step, 1);
    }

private:
    Theme *m_theme = nullptr;
};

QTEST_MAIN(TestContextsView)
#include "tst_contextsview.moc"
