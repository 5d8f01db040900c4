// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/slowview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "metrics/timerange.h"
#include "metrics/unittext.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kRows = 50;

/// A cell with a bar of its share behind the number.
class ShareDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        RowDelegate::paint(painter, option, index);
        const QVariant share = index.data(kShareRole);
        if (!share.isValid())
            return;
        const QRect place = content(option.rect);
        const int width = static_cast<int>(place.width() * std::clamp(share.toDouble(), 0.0, 1.0));
        const QRect bar(place.left(), option.rect.bottom() - Metrics::gap(1) - 1, place.width(), 3);
        painter->fillRect(bar, Theme::color(ThemeRole::Track));
        painter->fillRect(QRect(bar.topLeft(), QSize(width, bar.height())), Theme::color(ThemeRole::Accent));
    }
};

QTreeView *makeList(QAbstractItemModel *model, int stretched, int share, const QString &name, QWidget *parent)
{
    auto *list = new QTreeView(parent);
    setUpRows(list, model);
    list->setItemDelegateForColumn(share, new ShareDelegate(list));
    list->setAccessibleName(name);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list->header()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    return list;
}

QWidget *titled(const QString &title, QWidget *content, QWidget *parent)
{
    auto *box = new QWidget(parent);
    QLabel *label = makeLabel(TextRole::Section, title, box);
    label->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), 0, Metrics::gap(1));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(label);
    layout->addWidget(content, 1);
    return box;
}

QString seconds(const Json &json)
{
    return UnitText::value(json.toDouble(), Unit::Seconds);
}

} // namespace

SlowView::SlowView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_range(new QComboBox(this))
    , m_sum(makeLabel(TextRole::Body, {}, this))
    , m_advice(makeLabel(TextRole::Body, {}, this))
    , m_nodes(new SlowNodesModel(this))
    , m_statements(new SlowStatementsModel(this))
    , m_nodeList(
          makeList(m_nodes, static_cast<int>(SlowNodesModel::Column::Node), static_cast<int>(SlowNodesModel::Column::Share), tr("Nodes"), this))
    , m_statementList(makeList(m_statements, static_cast<int>(SlowStatementsModel::Column::Sql), static_cast<int>(SlowStatementsModel::Column::Share),
                               tr("Statements of the store"), this))
    , m_statement(new QPlainTextEdit(this))
    , m_others(makeLabel(TextRole::Secondary, {}, this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    for (const TimeRange &range : TimeRange::offered()) {
        if (range.kind == TimeRange::Kind::Last)
            m_range->addItem(range.title(), u'-' + range.toText());
    }
    m_range->setCurrentIndex(2);
    m_range->setAccessibleName(tr("Time that is looked at"));
    m_range->setToolTip(m_range->accessibleName());
    m_advice->setWordWrap(true);
    m_others->setWordWrap(true);
    m_statement->setReadOnly(true);
    m_statement->setFrameShape(QFrame::NoFrame);
    m_statement->setFont(Theme::font(TextRole::Fixed));
    m_statement->setAccessibleName(tr("The statement, and how the store runs it"));
    m_empty->setContent(
        u"chronometer"_s,
        tr("Nothing ran in this time. Once something has, this page says where the time went: per node and per statement of the store."));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    top->setSpacing(Metrics::gap(3));
    top->addWidget(m_range);
    top->addWidget(m_sum, 1);
    m_advice->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(2));
    m_others->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    auto *below = new QSplitter(Qt::Horizontal, this);
    below->setHandleWidth(1);
    below->setChildrenCollapsible(false);
    below->addWidget(m_statementList);
    below->addWidget(m_statement);
    below->setStretchFactor(0, 3);
    below->setStretchFactor(1, 2);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(titled(tr("Nodes"), m_nodeList, this));
    splitter->addWidget(titled(tr("Statements of the store, since the workspace was opened"), below, this));
    m_pages->addWidget(splitter);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_advice);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_others);
    setFocusProxy(m_nodeList);
    m_advice->hide();
    m_others->hide();
    connect(m_range, &QComboBox::activated, this, &SlowView::refresh);
    connect(m_statementList->selectionModel(), &QItemSelectionModel::currentChanged, this, &SlowView::showStatement);
    connect(m_nodeList, &QTreeView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT pipelineRequested(m_nodes->row(index.row()).pipeline); });
}

void SlowView::refresh()
{
    const Json args = Json::object({{"from", m_range->currentData().toString()}, {"limit", kRows}});
    m_answers.ask("slow", m_workspace->execute(u"metrics.slow"_s, args, m_workspace->actor()), [this](const Json &answer) { show(answer); });
}

void SlowView::show(const Json &answer)
{
    QList<SlowNode> nodes;
    for (const Json &node : answer.value("nodes").items())
        nodes.append(SlowNode::fromJson(node));
    m_nodes->setRows(nodes);
    QList<SlowStatement> statements;
    for (const Json &statement : answer.value("statements").items())
        statements.append(SlowStatement::fromJson(statement));
    m_statements->setRows(statements);
    if (!m_statementList->currentIndex().isValid() && !statements.isEmpty())
        m_statementList->setCurrentIndex(m_statements->index(0, 0));
    m_pages->setCurrentIndex(nodes.isEmpty() && statements.isEmpty() ? 1 : 0);
    const Json &commits = answer.value("commits");
    QStringList sum{tr("Steps took %1 in all").arg(seconds(answer.value("busy_seconds")))};
    if (commits.value("count").toInt() > 0)
        sum.append(tr("%n commit(s), 95 of 100 within %1, %2 transitions in each", nullptr, static_cast<int>(commits.value("count").toInt()))
                       .arg(seconds(commits.value("p95")), UnitText::value(commits.value("transitions_avg").toDouble(), Unit::Number)));
    m_sum->setText(sum.join(u" · "_s));
    QStringList advice;
    for (const Json &one : answer.value("advice").items())
        advice.append(u"• "_s + one.value("text").toString());
    m_advice->setText(advice.join(u'\n'));
    m_advice->setVisible(!advice.isEmpty());
    QStringList providers;
    for (const Json &one : answer.value("providers").items()) {
        QString words = tr("%1 %2: %n call(s), 95 of 100 within %3", nullptr, static_cast<int>(one.value("calls").toInt()))
                            .arg(one.value("provider").toString(), one.value("model").toString(), seconds(one.value("p95")));
        if (const qint64 errors = one.value("errors").toInt(); errors > 0)
            words += u", "_s + tr("%n failed", nullptr, static_cast<int>(errors));
        providers.append(words);
    }
    m_others->setText(providers.isEmpty() ? QString() : tr("Models: %1").arg(providers.join(u" · "_s)));
    m_others->setVisible(!providers.isEmpty());
    showStatement();
}

void SlowView::showStatement()
{
    const QModelIndex index = m_statementList->currentIndex();
    if (!index.isValid()) {
        m_statement->clear();
        return;
    }
    const SlowStatement &row = m_statements->row(index.row());
    QString text = row.sql;
    if (!row.plan.isEmpty()) {
        QString plan = row.plan;
        text += u"\n\n"_s + plan.replace(u" | "_s, u"\n"_s);
    }
    QStringList notes;
    if (row.sorts > 0)
        notes.append(tr("%n sort(s)", nullptr, static_cast<int>(row.sorts)));
    if (row.autoIndexes > 0)
        notes.append(tr("%n row(s) in indexes made on the way", nullptr, static_cast<int>(row.autoIndexes)));
    if (!notes.isEmpty())
        text += u"\n\n"_s + notes.join(u", "_s);
    if (m_statement->toPlainText() != text)
        m_statement->setPlainText(text);
}

} // namespace Millrace
