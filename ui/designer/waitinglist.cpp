// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/waitinglist.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/jsonhighlighter.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowmodel.h"
#include "common/statuschip.h"
#include "common/statusstyle.h"
#include "common/theme.h"
#include "designer/designersource.h"

#include <QDateTime>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kPage = 100;

struct WaitingRow
{
    QString id;
    QString title;
    QString reason;
    ContextStatus status = ContextStatus::Pending;
    qint64 since = 0; ///< microseconds

    friend bool operator==(const WaitingRow &, const WaitingRow &) = default;
};

WaitingRow rowOf(const Json &json)
{
    WaitingRow row;
    row.id = json.value("id").toString();
    row.title = json.value("title").toString();
    row.reason = json.value("reason").toString();
    row.status = statusFromName(json.value("status").toString()).value_or(ContextStatus::Pending);
    row.since = QDateTime::fromString(json.value("updated_at").toString(), Qt::ISODateWithMs).toMSecsSinceEpoch() * 1000;
    return row;
}

} // namespace

class WaitingModel final : public RowModel<WaitingRow, QString>
{
public:
    using RowModel::RowModel;

protected:
    [[nodiscard]] int columns() const override { return 3; }
    [[nodiscard]] QString idOf(const WaitingRow &row) const override { return row.id; }
    [[nodiscard]] QVariant header(int column, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        return column == 0 ? WaitingList::tr("Title") : column == 1 ? WaitingList::tr("State") : WaitingList::tr("Since");
    }
    [[nodiscard]] QVariant cell(const WaitingRow &row, int column, int role) const override
    {
        if (column == 1 && role == kStatusRole)
            return QVariant::fromValue(row.status);
        if (role == Qt::AccessibleTextRole && column == 1)
            return StatusStyle::word(row.status);
        if (role == Qt::ToolTipRole)
            return row.reason.isEmpty() ? row.id : row.id + u'\n' + row.reason;
        if (role != Qt::DisplayRole)
            return {};
        return column == 0 ? (row.title.isEmpty() ? Format::shortId(row.id) : row.title) : column == 2 ? Format::clockTime(row.since) : QString();
    }
};

WaitingList::WaitingList(DesignerSource *source, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_answers(this)
    , m_title(makeLabel(TextRole::Strong, {}, this))
    , m_facts(makeLabel(TextRole::Secondary, {}, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_split(new QSplitter(Qt::Vertical, this))
    , m_table(new QTableView(this))
    , m_model(new WaitingModel(this))
    , m_document(new QPlainTextEdit(this))
{
    m_answers.onError([this](const Error &) { showRows(); });
    m_title->setWordWrap(true);
    m_facts->setWordWrap(true);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setItemDelegateForColumn(1, new StatusChipDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Metrics::rowHeight());
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setAccessibleName(tr("What waits"));
    m_document->setReadOnly(true);
    m_document->setFrameShape(QFrame::NoFrame);
    m_document->setFont(Theme::font(TextRole::Fixed));
    m_document->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_document->setAccessibleName(tr("Its document"));
    highlightJson(m_document);
    auto *open = new QPushButton(tr("Open the context"), this);
    open->setToolTip(tr("Shows it with its history (Enter)"));

    auto *below = new QWidget(this);
    auto *belowLayout = new QVBoxLayout(below);
    belowLayout->setContentsMargins(0, 0, 0, 0);
    belowLayout->addWidget(m_document, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(Metrics::gap(3), Metrics::gap(2), Metrics::gap(3), Metrics::gap(2));
    buttons->addWidget(open);
    buttons->addStretch(1);
    belowLayout->addLayout(buttons);
    m_split->addWidget(m_table);
    m_split->addWidget(below);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_split);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(Metrics::gap(3), Metrics::gap(3), Metrics::gap(3), Metrics::gap(2));
    head->setSpacing(Metrics::gap(1));
    head->addWidget(m_title);
    head->addWidget(m_facts);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WaitingList::peek);
    connect(m_table, &QTableView::activated, this, &WaitingList::openChosen);
    connect(open, &QPushButton::clicked, this, &WaitingList::openChosen);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_next.isEmpty() && value >= m_table->verticalScrollBar()->maximum() - Metrics::rowHeight())
            ask(kPage, std::exchange(m_next, {}));
    });
    m_empty->setContent(u"view-process-tree"_s, tr("Choose a link or a step and press W: what waits there is listed here."));
}

void WaitingList::show(const WaitingPlace &place)
{
    if (place != m_place) {
        m_model->setRows({});
        m_next.clear();
        m_document->clear();
        m_peeked.clear();
    }
    m_place = place;
    m_title->setText(place.title);
    refresh();
}

void WaitingList::setFacts(const QString &facts)
{
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
}

void WaitingList::refresh()
{
    if (!m_place.node.isEmpty())
        ask(std::max<qsizetype>(kPage, m_model->rowCount()), {});
}

void WaitingList::focusList()
{
    m_table->setFocus();
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
}

QStringList WaitingList::ids() const
{
    QStringList ids;
    for (const WaitingRow &row : m_model->rows())
        ids.append(row.id);
    return ids;
}

QString WaitingList::document() const
{
    return m_document->toPlainText();
}

void WaitingList::ask(qsizetype limit, const QString &after)
{
    Json args = Json::object({{"pipeline", m_place.pipeline}, {"node", m_place.node}, {"limit", limit}});
    if (m_place.from)
        args.insert("from", Json::object({{"node", m_place.from->node}, {"port", m_place.from->port}}));
    if (!after.isEmpty())
        args.insert("after", after);
    m_answers.ask("rows", m_source->execute(u"context.list"_s, args), [this, of = m_place, after](const Json &answer) {
        if (of != m_place)
            return;
        QList<WaitingRow> rows = after.isEmpty() ? QList<WaitingRow>() : m_model->rows();
        for (const Json &json : answer.value("contexts").items())
            rows.append(rowOf(json));
        m_next = answer.value("next").toString();
        m_model->setRows(rows);
        showRows();
    });
}

void WaitingList::showRows()
{
    if (m_model->rowCount() == 0) {
        m_empty->setContent(u"status-completed"_s, m_place.from ? tr("Nothing waits in this link now.") : tr("Nothing is at this step now."));
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    m_pages->setCurrentWidget(m_split);
    if (!m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
    peek();
}

QString WaitingList::chosen() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model->row(index.row()).id : QString();
}

void WaitingList::peek()
{
    const QString id = chosen();
    if (id.isEmpty() || id == m_peeked)
        return;
    m_peeked = id;
    m_answers.ask("document", m_source->execute(u"context.get"_s, Json::object({{"id", id}})), [this](const Json &document) {
        m_document->setPlainText(QString::fromUtf8(document.value("data").toBytes(Json::Format::Pretty)));
    });
}

void WaitingList::openChosen()
{
    if (const QString id = chosen(); !id.isEmpty()) {
        PaneTarget target;
        target.pane = u"contexts"_s;
        target.contextId = id;
        target.keepsFilter = true;
        Q_EMIT openRequested(target);
    }
}

} // namespace Millrace
