// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/problemlist.h"

#include "common/emptystate.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostFixes = 2;
constexpr qsizetype kRowsAtOnce = 24;

/// A problem as a row: sign, where, what, and buttons that mend it.
QWidget *rowOf(const DesignProblem &problem, const QString &title, ProblemList *list)
{
    auto *row = new QWidget(list);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(Metrics::gap(3), Metrics::gap(2), Metrics::gap(3), Metrics::gap(2));
    layout->setSpacing(Metrics::gap(2));
    auto *sign = new QLabel(row);
    const QColor color = Theme::color(problem.isWarning ? ContextStatus::Retrying : ContextStatus::Failed);
    sign->setPixmap(Icons::pixmap(problem.isWarning ? u"sign-warning" : u"status-failed", Metrics::smallIcon(), row->devicePixelRatioF(), color));
    layout->addWidget(sign, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(Metrics::gap(1));
    if (!title.isEmpty())
        texts->addWidget(makeLabel(TextRole::Strong, title, row));
    QLabel *what = makeLabel(TextRole::Body, problem.message, row);
    what->setWordWrap(true);
    texts->addWidget(what);
    for (const Json &fix : problem.fixes.items().first(std::min<std::size_t>(kMostFixes, problem.fixes.items().size()))) {
        auto *button = new QPushButton(fix.value("label").toString(), row);
        button->setAutoDefault(false);
        QObject::connect(button, &QPushButton::clicked, list, [list, fix] { Q_EMIT list->fixRequested(fix); });
        texts->addWidget(button, 0, Qt::AlignLeft);
    }
    layout->addLayout(texts, 1);
    return row;
}

/// As wide as the list; as high as its words then are.
void fitRow(QListWidget *list, QListWidgetItem *item, QWidget *row)
{
    row->setFixedWidth(std::max(list->viewport()->width(), Metrics::gap(60)));
    item->setSizeHint({0, row->layout()->hasHeightForWidth() ? row->layout()->heightForWidth(row->width()) : row->sizeHint().height()});
}

} // namespace

QList<DesignProblem> DesignProblem::fromJson(const Json &problems)
{
    QList<DesignProblem> list;
    for (const Json &json : problems.items())
        list.append({json.value("node").toString(), int(json.value("link").toInt(-1)), json.value("message").toString(),
                     json.value("severity").toString() == "warning"_L1, json.value("path").utf8().toByteArray(),
                     json.value("fixes").isArray() ? json.value("fixes") : Json::array()});
    return list;
}

ProblemList::ProblemList(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_list(new QListWidget(this))
{
    m_empty->setContent(u"status-completed"_s, tr("Nothing keeps this pipeline from running."));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Problems"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_list->viewport()->installEventFilter(this);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value + m_list->viewport()->height() >= m_list->verticalScrollBar()->maximum())
            addRows();
    });
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row < m_problems.size() && m_list->hasFocus())
            Q_EMIT shown(m_problems.at(row).node, m_problems.at(row).link);
    });
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) {
        const DesignProblem &problem = m_problems.at(m_list->row(item));
        Q_EMIT shown(problem.node, problem.link);
    });
}

void ProblemList::setProblems(const QList<DesignProblem> &problems, const QHash<QString, QString> &titles)
{
    // The words name other steps, too.
    if (problems == m_problems && titles == m_titles)
        return;
    m_problems = problems;
    m_titles = titles;
    m_isStale = true;
    m_pages->setCurrentIndex(problems.isEmpty() ? 0 : 1);
    if (isVisible())
        showRows();
}

void ProblemList::showRows()
{
    m_isStale = false;
    const int place = m_list->verticalScrollBar()->value();
    const int row = m_list->currentRow();
    const QSignalBlocker blocker(m_list); // nobody chose anything
    m_list->clear();
    addRows();
    fillView();
    // Who was reading further down still is.
    while (m_list->count() < m_problems.size() && (m_list->verticalScrollBar()->maximum() < place || m_list->count() <= row))
        addRows();
    m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    m_list->verticalScrollBar()->setValue(place);
}

/// There are rows as far down as one sees: without a way to scroll no more would come.
void ProblemList::fillView()
{
    m_list->doItemsLayout();
    while (m_list->count() < m_problems.size() && m_list->verticalScrollBar()->maximum() == 0)
        addRows();
}

void ProblemList::addRows()
{
    const qsizetype end = std::min(m_problems.size(), m_list->count() + kRowsAtOnce);
    for (qsizetype i = m_list->count(); i < end; ++i) {
        const DesignProblem problem = m_words ? m_words(m_problems.at(i)) : m_problems.at(i);
        auto *item = new QListWidgetItem(m_list);
        const QString title = m_titles.value(problem.node);
        item->setData(Qt::AccessibleTextRole, title.isEmpty() ? problem.message : title + u": "_s + problem.message);
        QWidget *row = rowOf(problem, title, this);
        fitRow(m_list, item, row);
        m_list->setItemWidget(item, row);
    }
    m_list->doItemsLayout();
}

void ProblemList::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        showRows();
}

bool ProblemList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        for (int i = 0; i < m_list->count(); ++i) {
            if (QWidget *row = m_list->itemWidget(m_list->item(i)))
                fitRow(m_list, m_list->item(i), row);
        }
        // Once the list has its size.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_isStale)
                    fillView();
            },
            Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Millrace
