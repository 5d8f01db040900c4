// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextdetail.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/reading.h"
#include "common/rowdelegate.h"
#include "common/statuschip.h"
#include "contexts/contextcell.h"
#include "contexts/diffview.h"
#include "common/documentview.h"
#include "contexts/historymodel.h"
#include "contexts/problempanel.h"
#include "contexts/readingview.h"
#include "contexts/timelineview.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kGatherMs = 120;
constexpr qsizetype kDocumentsKept = 6;

/// A name that every file system takes.
QString fileName(const ContextSummary &summary)
{
    QString name = summary.title.isEmpty() ? summary.id : summary.title;
    for (QChar &c : name) {
        if (c.unicode() < 0x20 || u"/\\:*?\"<>|"_s.contains(c)) {
            c = u'_';
        }
    }
    return name.left(80).trimmed();
}

} // namespace

bool canRetry(ContextStatus status)
{
    return status == ContextStatus::Failed || status == ContextStatus::Quarantined;
}

bool canCancel(ContextStatus status)
{
    return isTransitionAllowed(status, ContextStatus::Cancelled);
}

ContextDetail::ContextDetail(ContextSource *source, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_answers(this)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_status(new StatusLabel(this))
    , m_title(new ElidedLabel(TextRole::Title, this))
    , m_facts(new ElidedLabel(TextRole::Secondary, this))
    , m_copyId(new QToolButton(this))
    , m_retry(new QPushButton(tr("Retry"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_export(new QToolButton(this))
    , m_problem(new ProblemPanel(this))
    , m_timeline(new TimelineView(this))
    , m_tabs(new QTabWidget(this))
    , m_reading(new ReadingView(this))
    , m_document(new DocumentView(this))
    , m_diff(new DiffView(this))
    , m_historyModel(new HistoryModel(this))
    , m_historyView(new QTableView(this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_problem);
    auto *line = new QWidget(this);
    auto *lineLayout = new QVBoxLayout(line);
    lineLayout->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    lineLayout->addWidget(m_timeline);
    layout->addWidget(line);
    layout->addWidget(makeTabs(), 1);
    m_stack->addWidget(page);
    m_stack->addWidget(m_empty);
    m_stack->setCurrentWidget(m_empty);
    setEmptyText(tr("Choose a context to see its text, its way and what each step changed."));
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_stack);

    m_gather.setSingleShot(true);
    m_gather.setInterval(kGatherMs);
    connect(&m_gather, &QTimer::timeout, this, &ContextDetail::load);
    connect(m_timeline, &TimelineView::chosen, this, &ContextDetail::chooseEntry);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ContextDetail::showStep);
    connect(m_diff, &DiffView::pairChosen, this, &ContextDetail::showPair);
    connect(m_problem, &ProblemPanel::retryRequested, m_retry, &QPushButton::click);
    connect(m_problem, &ProblemPanel::decisionRequested, this, [this](const QString &decision) {
        if (m_summary)
            Q_EMIT decisionRequested(m_summary->id, decision, m_documents.value(-1).value("data"));
    });
    connect(m_reading, &ReadingView::documentRequested, this, [this] { setTab(Tab::Document); });
    connect(m_reading, &ReadingView::contextRequested, this, &ContextDetail::contextRequested);
    connect(m_reading, &ReadingView::sourceRequested, this, [this](const QString &id) {
        m_answers.ask("sourceKey", m_source->find(id), [this, id](const std::optional<ContextKey> &key) {
            if (!key) {
                Q_EMIT failed(
                    Error::make(ErrorCode::NotFound, u"The source's context is not in this workspace."_s, Json::object({{"id", Json(id)}})));
                return;
            }
            m_answers.ask("source", m_source->document(*key, -1), [this, id](const Json &json) { m_reading->setSourceDocument(id, json); });
        });
    });
}

QWidget *ContextDetail::makeHeader()
{
    m_title->setTextInteractionFlags(Qt::NoTextInteraction);
    m_copyId->setIcon(Icons::icon(u"edit-copy"));
    m_copyId->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    m_copyId->setToolTip(tr("Copy the id (Ctrl+I)"));
    m_copyId->setAccessibleName(tr("Copy the id"));
    connect(m_copyId, &QToolButton::clicked, this, [this] {
        if (m_summary) {
            QApplication::clipboard()->setText(m_summary->id);
        }
    });
    m_retry->setToolTip(tr("Try the step again (R)"));
    m_cancel->setToolTip(tr("Cancel this context: it stays as it is and nothing follows (Shift+Del)"));
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (m_summary) {
            Q_EMIT retryRequested({m_summary->id});
        }
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_summary) {
            Q_EMIT cancelRequested({m_summary->id});
        }
    });
    auto *menu = new QMenu(m_export);
    connect(menu->addAction(tr("Text…")), &QAction::triggered, this, [this] { exportAs(true); });
    connect(menu->addAction(tr("Document as JSON…")), &QAction::triggered, this, [this] { exportAs(false); });
    m_export->setIcon(Icons::icon(u"document-export"));
    m_export->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    m_export->setMenu(menu);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setToolTip(tr("Export this context (Ctrl+Alt+E)"));
    m_export->setAccessibleName(tr("Export this context"));
    addAction(tr("Export this context…"), Qt::CTRL | Qt::ALT | Qt::Key_E, [this] { m_export->showMenu(); });
    addAction(tr("Copy this context's id"), Qt::CTRL | Qt::Key_I, [this] { m_copyId->click(); });
    addAction(tr("Go to the timeline"), Qt::CTRL | Qt::Key_T, [this] { m_timeline->setFocus(Qt::ShortcutFocusReason); });

    auto *header = new QWidget(this);
    auto *grid = new QGridLayout(header);
    grid->setContentsMargins(Metrics::gap(4), Metrics::gap(3), Metrics::gap(3), Metrics::gap(1));
    grid->setHorizontalSpacing(Metrics::gap(2));
    grid->setVerticalSpacing(Metrics::gap(1));
    auto *second = new QHBoxLayout;
    second->setSpacing(Metrics::gap(2));
    second->addWidget(m_status);
    second->addWidget(m_facts, 1);
    second->addWidget(m_copyId);
    second->addWidget(m_export);
    grid->addWidget(m_title, 0, 0);
    grid->addWidget(m_retry, 0, 1);
    grid->addWidget(m_cancel, 0, 2);
    grid->addLayout(second, 1, 0, 1, 3);
    grid->setColumnStretch(0, 1);
    grid->setRowMinimumHeight(0, Metrics::gap(8));
    return header;
}

QWidget *ContextDetail::makeTabs()
{
    m_historyView->setModel(m_historyModel);
    m_historyView->setItemDelegate(new RowDelegate(m_historyView));
    auto *chips = new StatusChipDelegate(m_historyView);
    m_historyView->setItemDelegateForColumn(int(HistoryModel::Column::From), chips);
    m_historyView->setItemDelegateForColumn(int(HistoryModel::Column::To), chips);
    m_historyView->setFrameShape(QFrame::NoFrame);
    m_historyView->setShowGrid(false);
    m_historyView->setWordWrap(false);
    m_historyView->setMouseTracking(true);
    m_historyView->setTabKeyNavigation(false);
    m_historyView->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_historyView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_historyView->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_historyView->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_historyView->setAccessibleName(tr("History"));
    m_historyView->verticalHeader()->hide();
    m_historyView->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_historyView->verticalHeader()->setDefaultSectionSize(Metrics::rowHeight());
    m_historyView->horizontalHeader()->setHighlightSections(false);
    m_historyView->horizontalHeader()->setStretchLastSection(true);
    m_historyView->horizontalHeader()->setFixedHeight(Metrics::gap(8));

    m_tabs->setDocumentMode(true);
    // The first tab's word begins where the title does.
    m_tabs->setStyleSheet(u"QTabWidget::tab-bar { left: %1px; }"_s.arg(Metrics::gap(4) - Metrics::gap(2) - 2));
    m_tabs->addTab(m_reading, tr("Reading"));
    m_tabs->addTab(m_document, tr("Document"));
    m_tabs->addTab(m_diff, tr("Diff"));
    m_tabs->addTab(m_historyView, tr("History"));
    for (int i = 0; i < m_tabs->count(); ++i) {
        m_tabs->setTabToolTip(i, tr("%1 (Alt+%2)").arg(m_tabs->tabText(i)).arg(i + 1));
        addAction(tr("Show: %1").arg(m_tabs->tabText(i)), QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + i)), [this, i] { m_tabs->setCurrentIndex(i); });
    }
    return m_tabs;
}

void ContextDetail::addAction(const QString &text, const QKeySequence &keys, const std::function<void()> &act)
{
    auto *action = new QAction(text, this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, act);
    QWidget::addAction(action);
}

void ContextDetail::setEmptyText(const QString &text)
{
    m_empty->setContent(u"view-list-details"_s, text);
}

ContextDetail::Tab ContextDetail::tab() const
{
    return Tab(m_tabs->currentIndex());
}

void ContextDetail::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(std::clamp(int(tab), 0, m_tabs->count() - 1));
}

int ContextDetail::step() const
{
    if (m_following || m_timeline->current() < 0) {
        return -1;
    }
    return m_timeline->entries()[m_timeline->current()].step;
}

void ContextDetail::setContext(ContextKey key, int step)
{
    if (key == m_key && step < 0) {
        return;
    }
    const bool other = key != m_key;
    m_key = key;
    m_wantedStep = step;
    if (key == 0) {
        m_stack->setCurrentWidget(m_empty);
        m_summary.reset();
        return;
    }
    if (other) {
        m_following = true;
        m_loaded = false;
        m_documents.clear();
    }
    load();
}

void ContextDetail::contextChanged()
{
    if (m_key != 0 && !m_gather.isActive()) {
        m_gather.start();
    }
}

void ContextDetail::load()
{
    const ContextKey key = m_key;
    m_answers.ask("rows", m_source->rows({key}), [this, key](const QList<ContextSummary> &rows) {
        if (key != m_key || rows.isEmpty()) {
            return;
        }
        m_summary = rows.constFirst();
        m_answers.ask("history", m_source->history(key), [this, key](const QList<TransitionRecord> &history) {
            if (key == m_key) {
                showHistory(history);
            }
        });
    });
}

void ContextDetail::showSummary()
{
    const ContextSummary &s = *m_summary;
    m_title->setText(s.title.isEmpty() ? tr("Untitled") : s.title);
    m_status->setStatus(s.status);
    QStringList facts;
    if (!s.type.isEmpty()) {
        facts.append(s.type);
    }
    facts.append(s.pipelineTitle.isEmpty() ? s.pipeline : s.pipelineTitle);
    if (!s.outcome.isEmpty() && s.outcome != "out"_L1) {
        facts.append(tr("left by %1").arg(s.outcome));
    }
    if (s.endedAt != 0 && s.startedAt != 0) {
        facts.append(Format::duration(s.endedAt - s.startedAt));
    }
    facts.append(Format::shortId(s.id));
    if (!s.supersededBy.isEmpty()) {
        facts.append(tr("replaced by %1").arg(Format::shortId(s.supersededBy)));
    }
    m_facts->setText(facts.join(u" · "_s));
    const bool writable = !m_source->isReadOnly();
    const auto last = std::ranges::find_if(m_history.crbegin(), m_history.crend(), [](const TransitionRecord &r) { return !r.reason.isNull(); });
    const std::optional<TransitionRecord> reason = last == m_history.crend() ? std::nullopt : std::optional(*last);
    m_problem->setProblem(s, reason, writable && (canRetry(s.status) || s.status == ContextStatus::AwaitingReview));
    // The problem's own button says it where there is a problem.
    m_retry->setVisible(writable && canRetry(s.status) && m_problem->isHidden());
    m_cancel->setVisible(writable && canCancel(s.status));
}

void ContextDetail::showHistory(const QList<TransitionRecord> &history)
{
    const bool first = !m_loaded;
    const qint64 newest = history.isEmpty() ? 0 : history.constLast().seq;
    const qint64 known = m_history.isEmpty() ? 0 : m_history.constLast().seq;
    if (first || newest != known) {
        m_documents.remove(-1);
    }
    m_history = history;
    m_loaded = true;
    showSummary();
    m_stack->setCurrentIndex(0);
    const QList<TimelineEntry> entries = timelineEntries(m_summary->createdAt, history);
    const int chosen = m_timeline->current();
    m_timeline->setEntries(entries);
    if (m_wantedStep >= 0) {
        const auto wanted = std::ranges::find(entries, m_wantedStep, &TimelineEntry::step);
        m_following = wanted == entries.end();
        m_timeline->setCurrent(int(wanted - entries.begin()));
        m_wantedStep = -1;
    } else {
        m_timeline->setCurrent(m_following ? int(entries.size()) - 1 : chosen);
    }
    m_historyModel->setRows(history);
    if (first) {
        m_historyView->resizeColumnsToContents();
        for (int i = 0; i < HistoryModel::kColumns; ++i) {
            m_historyView->setColumnWidth(i, m_historyView->columnWidth(i) + Metrics::gap(1));
        }
    }
    QStringList titles;
    for (int step = 0; step <= entries.constLast().step; ++step) {
        titles.append(stepTitle(step));
    }
    m_diff->setSteps(titles);
    chooseEntry(m_timeline->current());
}

QString ContextDetail::stepTitle(int step) const
{
    if (step == 0) {
        return tr("0 · as submitted");
    }
    const auto made = std::ranges::find(m_history, step, &TransitionRecord::step);
    return made == m_history.end() ? QString::number(step) : tr("%1 · %2").arg(step).arg(made->node);
}

void ContextDetail::chooseEntry(int index)
{
    const QList<TimelineEntry> &entries = m_timeline->entries();
    if (index < 0 || index >= entries.size()) {
        return;
    }
    m_following = index == entries.size() - 1;
    // What a step changed; where the last entry changed nothing (it failed, or runs), the last change there was.
    const int after = entries[index].step;
    m_diff->setPair(std::max(0, after - 1), after);
    showStep();
}

void ContextDetail::withDocument(const char *question, int step, const std::function<void(const Json &)> &then)
{
    const bool newest = !m_timeline->entries().isEmpty() && step == m_timeline->entries().constLast().step;
    const int wanted = newest ? -1 : step;
    if (const auto known = m_documents.constFind(wanted); known != m_documents.constEnd()) {
        m_answers.forget(question);
        then(*known);
        return;
    }
    m_answers.ask(question, m_source->document(m_key, wanted), [this, wanted, then, key = m_key](const Json &document) {
        if (key != m_key) {
            return;
        }
        if (m_documents.size() >= kDocumentsKept) {
            m_documents.clear();
        }
        m_documents.insert(wanted, document);
        then(document);
    });
}

void ContextDetail::showStep()
{
    const int index = m_timeline->current();
    if (index < 0 || !m_loaded) {
        return;
    }
    const int step = m_timeline->entries()[index].step;
    switch (tab()) {
    case Tab::Reading:
        withDocument("document", step, [this](const Json &document) {
            m_reading->setDocument(document);
            Q_EMIT shown();
        });
        break;
    case Tab::Document:
        withDocument("document", step, [this, step](const Json &document) {
            m_document->setDocument(document, tr("After step %1").arg(stepTitle(step)));
            Q_EMIT shown();
        });
        break;
    case Tab::Diff:
        showPair();
        break;
    case Tab::History: {
        const int row = m_historyModel->rowOf(m_timeline->entries()[index].lastSeq);
        if (row >= 0) {
            m_historyView->selectRow(row);
        } else {
            m_historyView->clearSelection();
        }
        Q_EMIT shown();
        break;
    }
    }
}

void ContextDetail::showPair()
{
    withDocument("before", m_diff->before(), [this](const Json &before) {
        withDocument("after", m_diff->after(), [this, before](const Json &after) {
            m_diff->setDocuments(before.value("data"), after.value("data"));
            Q_EMIT shown();
        });
    });
}

void ContextDetail::exportAs(bool text)
{
    if (!m_summary) {
        return;
    }
    const int step = m_timeline->current() < 0 ? 0 : m_timeline->entries()[m_timeline->current()].step;
    withDocument("export", step, [this, text](const Json &document) {
        const std::optional<Reading> reading = text ? Reading::of(document.value("data")) : std::nullopt;
        if (text && !reading) {
            Q_EMIT failed(Error::make(ErrorCode::NotFound, u"This step has no text yet."_s));
            return;
        }
        const QString ending = !text                       ? u".json"_s
            : reading->form == ReadingText::Form::Html     ? u".html"_s
            : reading->form == ReadingText::Form::Markdown ? u".md"_s
                                                           : u".txt"_s;
        const QByteArray bytes = text ? reading->text.toUtf8() : document.toBytes(Json::Format::Pretty) + '\n';
        auto *dialog = new QFileDialog(this, tr("Export"), fileName(*m_summary) + ending);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(ending.sliced(1));
        connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString &path) {
            QSaveFile file(path);
            if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) {
                Q_EMIT saved(path);
            } else {
                Q_EMIT failed(Error::make(ErrorCode::FileWrite, file.errorString(), Json::object({{"path", Json(path)}})));
            }
        });
        dialog->open();
    });
}

} // namespace Millrace
