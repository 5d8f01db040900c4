// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourcedetail.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "sources/sourcedelegate.h"
#include "sources/sourcefilesmodel.h"
#include "workspace/workspace.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPage = 200;

QString afterText(const SourceInfo &source)
{
    if (source.after == "delete"_L1)
        return SourceDetail::tr("Deleted once they are safely in the workspace");
    if (source.after == "move"_L1)
        return SourceDetail::tr("Moved to %1 once they are safely in the workspace").arg(source.moveTo);
    return SourceDetail::tr("Left where they are");
}

QString filesText(const SourceInfo &source)
{
    QStringList parts{source.include.isEmpty() ? SourceDetail::tr("All files") : source.include.join(u", "_s)};
    if (!source.exclude.isEmpty())
        parts.append(SourceDetail::tr("but not %1").arg(source.exclude.join(u", "_s)));
    parts.append(source.isRecursive ? SourceDetail::tr("with the folders below it") : SourceDetail::tr("without the folders below it"));
    return parts.join(u", "_s);
}

} // namespace

SourceDetail::SourceDetail(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_title(new ElidedLabel(TextRole::Title, this))
    , m_folder(new ElidedLabel(TextRole::Secondary, this))
    , m_scan(new QPushButton(tr("Look now"), this))
    , m_pause(new QPushButton(this))
    , m_edit(new QPushButton(tr("Change…"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
    , m_problemBar(new QWidget(this))
    , m_problem(makeLabel(TextRole::Body, {}, this))
    , m_problemSign(new QLabel(this))
    , m_facts(new QFormLayout)
    , m_tabs(new QTabBar(this))
    , m_files(new SourceFilesModel(this))
    , m_view(new QTreeView(this))
    , m_noFiles(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
    , m_retryAll(new QPushButton(this))
    , m_retry(new QPushButton(tr("Retry this one"), this))
    , m_open(new QPushButton(tr("Show the document"), this))
    , m_library(new QPushButton(tr("Show all in the library"), this))
    , m_note(makeLabel(TextRole::Secondary, {}, this))
{
    m_answers.onError([this](const Error &error) {
        // It was removed a moment ago; the list will say so.
        if (error.code != ErrorCode::NotFound)
            Q_EMIT failed(error);
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Metrics::gap(3), 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeFiles(), 1);
}

QWidget *SourceDetail::makeHead()
{
    m_folder->setElideMode(Qt::ElideMiddle);
    m_scan->setToolTip(tr("Take in at once what has come to rest in the folder (F5)"));
    m_edit->setToolTip(tr("Change what the folder is asked to do (F2)"));
    m_remove->setToolTip(tr("Watch the folder no more; its documents stay (Delete)"));
    connect(m_scan, &QPushButton::clicked, this, &SourceDetail::scanRequested);
    connect(m_pause, &QPushButton::clicked, this, &SourceDetail::pauseRequested);
    connect(m_edit, &QPushButton::clicked, this, &SourceDetail::editRequested);
    connect(m_remove, &QPushButton::clicked, this, &SourceDetail::removeRequested);

    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_title);
    names->addWidget(m_folder);
    auto *top = new QHBoxLayout;
    top->setSpacing(Metrics::gap(2));
    top->addLayout(names, 1);
    for (QPushButton *button : {m_scan, m_pause, m_edit, m_remove})
        top->addWidget(button);

    auto *warning = new QHBoxLayout(m_problemBar);
    warning->setContentsMargins(0, 0, 0, 0);
    warning->setSpacing(Metrics::gap(2));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    warning->addWidget(m_problemSign);
    warning->addWidget(m_problem, 1);
    m_problemBar->hide();

    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(Metrics::gap(6));
    m_facts->setVerticalSpacing(Metrics::gap(1));
    m_facts->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto *head = new QWidget(this);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(3));
    layout->setSpacing(Metrics::gap(3));
    layout->addLayout(top);
    layout->addWidget(m_problemBar);
    layout->addLayout(m_facts);
    return head;
}

QWidget *SourceDetail::makeFiles()
{
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("What became of the files"));
    for (int i = 0; i < kSourceFileKinds; ++i)
        m_tabs->addTab(QString());
    m_view->setModel(m_files);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Files"));
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(static_cast<int>(SourceFilesModel::Column::File), QHeaderView::Stretch);
    header->setSectionResizeMode(static_cast<int>(SourceFilesModel::Column::Reason), QHeaderView::Stretch);
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_noFiles);

    m_retryAll->setProperty("primary", true);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    foot->setSpacing(Metrics::gap(2));
    for (QPushButton *button : {m_retryAll, m_retry, m_open, m_library})
        foot->addWidget(button);
    m_note->setWordWrap(true);
    foot->addSpacing(Metrics::gap(2));
    foot->addWidget(m_note, 1);

    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(Metrics::gap(4), 0, Metrics::gap(4), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(m_pages, 1);
    layout->addLayout(foot);

    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { m_isChosen = true; });
    connect(m_tabs, &QTabBar::currentChanged, this, [this] { ask({}); });
    connect(m_files, &SourceFilesModel::moreRequested, this, [this] { ask(m_next); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &SourceDetail::showButtons);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const QString document = m_files->row(index.row()).document; !document.isEmpty())
            Q_EMIT documentRequested(document);
    });
    connect(m_retryAll, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested({}); });
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(currentFile()); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const QModelIndex index = m_view->currentIndex(); index.isValid())
            Q_EMIT documentRequested(m_files->row(index.row()).document);
    });
    connect(m_library, &QPushButton::clicked, this, &SourceDetail::documentsRequested);
    return box;
}

SourceFileKind SourceDetail::kind() const
{
    return static_cast<SourceFileKind>(m_tabs->currentIndex());
}

void SourceDetail::setKind(SourceFileKind kind)
{
    m_isChosen = true;
    m_tabs->setCurrentIndex(static_cast<int>(kind));
}

QString SourceDetail::currentFile() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? m_files->row(index.row()).path : QString();
}

void SourceDetail::show(const SourceInfo &source, const QString &pipelineTitle)
{
    const bool isSame = source.id == m_source.id;
    m_source = source;
    showHead(pipelineTitle);
    if (!isSame) {
        m_isChosen = false;
        m_files->setRows({});
    }
    const int before = m_tabs->currentIndex();
    showTabs();
    // A tab that was changed has asked already.
    if (m_tabs->currentIndex() == before)
        ask({});
}

void SourceDetail::showHead(const QString &pipelineTitle)
{
    m_title->setText(m_source.title);
    m_folder->setText(m_source.folder);
    m_pause->setText(m_source.isPaused ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(m_source.isPaused ? tr("Go on with the folder, with what has come in the meantime too (Ctrl+Shift+U)")
                                          : tr("Take nothing more from the folder for now (Ctrl+Shift+U)"));
    const bool canWrite = !m_workspace->isReadOnly();
    for (QPushButton *button : {m_pause, m_edit, m_remove})
        button->setEnabled(canWrite);
    m_scan->setEnabled(canWrite && !m_source.isPaused);
    m_problemBar->setVisible(!m_source.problem.isEmpty());
    m_problem->setText(m_source.problem);
    m_problemSign->setPixmap(
        Icons::pixmap(SourceDelegate::stateIcon(m_source), Metrics::barIcon(), devicePixelRatioF(), SourceDelegate::stateColor(m_source)));
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const auto add = [this](const QString &name, const QString &value) {
        auto *label = makeLabel(TextRole::Body, value, this);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_facts->addRow(makeLabel(TextRole::Secondary, name, this), label);
    };
    QString state = SourceDelegate::stateWord(m_source);
    if (m_source.lookedAt > 0)
        state = (m_source.problem.isEmpty() ? tr("%1; looked at last %2") : tr("%1; tried last %2")).arg(state, Format::clockTime(m_source.lookedAt));
    add(tr("State"), state);
    add(tr("Originals"), afterText(m_source));
    add(tr("Documents go to"), m_source.pipeline.isEmpty() ? tr("the pipeline that each names") : pipelineTitle);
    add(tr("Files"), filesText(m_source));
    if (m_source.linksDuplicates)
        add(tr("Bytes that are here already"), tr("only linked"));
}

void SourceDetail::showTabs()
{
    const QStringList titles{tr("Failed"), tr("Taken in"), tr("Put away"), tr("Being taken in"), tr("Gone")};
    for (int i = 0; i < kSourceFileKinds; ++i) {
        const qint64 count = m_source.count(static_cast<SourceFileKind>(i));
        const QString text = count > 0 ? u"%1  %2"_s.arg(titles.at(i), Format::count(count)) : titles.at(i);
        if (m_tabs->tabText(i) != text)
            m_tabs->setTabText(i, text);
        // What a source never does has no tab; taken and failed always have one.
        const bool isShown = i <= static_cast<int>(SourceFileKind::Taken) || count > 0;
        if (m_tabs->isTabVisible(i) != isShown)
            m_tabs->setTabVisible(i, isShown);
    }
    if (!m_isChosen)
        m_tabs->setCurrentIndex(static_cast<int>(m_source.count(SourceFileKind::Failed) > 0 ? SourceFileKind::Failed
                                                     : m_source.count(SourceFileKind::Taken) == 0 && m_source.count(SourceFileKind::PutAway) > 0
                                                     ? SourceFileKind::PutAway
                                                     : SourceFileKind::Taken));
}

void SourceDetail::ask(const QString &after)
{
    if (m_source.id.isEmpty())
        return;
    Json args = Json::object({{"id", m_source.id}, {"state", sourceFileKindName(kind())}});
    const bool isMore = !after.isEmpty();
    // A list that was read on is asked for again as far as it was read.
    args.insert("limit", isMore ? kPage : std::max<qint64>(kPage, m_files->rowCount()));
    if (isMore)
        args.insert("after", after);
    m_answers.ask("files", m_workspace->execute(u"source.files"_s, args, m_workspace->actor()),
                  [this, isMore](const Json &answer) { showFiles(answer, isMore); });
}

void SourceDetail::showFiles(const Json &answer, bool isMore)
{
    QList<SourceFile> files = isMore ? m_files->rows() : QList<SourceFile>();
    for (const Json &file : answer.value("files").items())
        files.append(SourceFile::fromJson(file));
    m_next = answer.value("next").toString();
    m_files->setHasMore(!m_next.isEmpty());
    m_files->setRows(files);
    // A file that was taken in has one where something of it went to quarantine.
    const bool showsReasons = kind() == SourceFileKind::Failed;
    const bool hasReasons = std::ranges::any_of(files, [](const SourceFile &file) { return file.reason.isObject(); });
    m_view->setColumnHidden(static_cast<int>(SourceFilesModel::Column::Reason), !showsReasons && !hasReasons);
    m_view->setColumnHidden(static_cast<int>(SourceFilesModel::Column::Attempts), !showsReasons);
    if (files.isEmpty()) {
        m_noFiles->setContent(showsReasons ? u"checkmark"_s : u"folder-open"_s,
                              showsReasons               ? tr("No file of this folder has failed.")
                                  : m_source.waiting > 0 ? tr("Its files are taken in once they have come to rest.")
                                                         : tr("Nothing has been taken in yet. A file that is put into the folder appears here."));
    } else if (!m_view->currentIndex().isValid()) {
        m_view->setCurrentIndex(m_files->index(0, 0));
    }
    m_pages->setCurrentWidget(files.isEmpty() ? static_cast<QWidget *>(m_noFiles) : m_view);
    showButtons();
    Q_EMIT shown();
}

void SourceDetail::showButtons()
{
    const bool isFailed = kind() == SourceFileKind::Failed;
    const qint64 failures = m_source.count(SourceFileKind::Failed);
    const bool canWrite = !m_workspace->isReadOnly();
    m_retryAll->setVisible(isFailed && failures > 0);
    m_retryAll->setText(tr("Retry %n file(s)", nullptr, static_cast<int>(failures)));
    m_retryAll->setEnabled(canWrite);
    m_retry->setVisible(isFailed && failures > 1);
    m_retry->setEnabled(canWrite && !currentFile().isEmpty());
    const QModelIndex index = m_view->currentIndex();
    m_open->setVisible(!isFailed && m_files->rowCount() > 0);
    m_open->setEnabled(index.isValid() && !m_files->row(index.row()).document.isEmpty());
    m_library->setVisible(!isFailed && m_files->rowCount() > 0);
    m_note->setText(isFailed && failures > 0
                        ? tr("A failed file is also tried again by itself when it changes, can be read again, or another reader is at hand.")
                        : m_source.waiting > 0 ? tr("%n file(s) wait until they have come to rest", nullptr, static_cast<int>(m_source.waiting))
                                               : QString());
}

} // namespace Millrace
