// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/affectedview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "lineage/lineagetext.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPage = 200;
constexpr std::array kKinds{ShownKind::Context, ShownKind::Document, ShownKind::Review, ShownKind::Output, ShownKind::Event};

} // namespace

AffectedView::AffectedView(LineageDoor door, QWidget *parent)
    : QWidget(parent)
    , m_door(std::move(door))
    , m_answers(this)
    , m_exports(this)
    , m_direction(new QComboBox(this))
    , m_kind(new QComboBox(this))
    , m_sums(new ElidedLabel(TextRole::Secondary, this))
    , m_replay(new QPushButton(this))
    , m_export(new QPushButton(tr("Export…"), this))
    , m_model(new AffectedModel(this))
    , m_list(new QTreeView(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) {
        m_isAsking = false;
        m_empty->setContent(u"dialog-warning"_s, error.text);
        m_pages->setCurrentIndex(1);
        Q_EMIT failed(error);
        Q_EMIT shown();
    });
    m_exports.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_direction->addItem(tr("What came of it"), u"down"_s);
    m_direction->addItem(tr("What it came from"), u"up"_s);
    m_direction->setAccessibleName(tr("Direction"));
    m_kind->addItem(tr("Everything"), QString());
    for (const ShownKind kind : kKinds)
        m_kind->addItem(LineageText::kindName(kind), QString(LineageText::kindWord(kind)));
    m_kind->setAccessibleName(tr("Kind"));
    m_export->setToolTip(tr("Writes all of the list to a CSV or JSON file"));
    setUpRows(m_list, m_model);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Everything affected"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(int(AffectedModel::Column::Title), QHeaderView::Stretch);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(3));
    bar->addWidget(m_direction);
    bar->addWidget(m_kind);
    bar->addWidget(m_sums, 1);
    bar->addWidget(m_replay);
    bar->addWidget(m_export);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_list);
    m_empty->setContent(u"vcs-branch"_s, tr("Choose something in the graph first: what came of it is listed here."));
    m_pages->setCurrentIndex(1);
    m_replay->hide();

    connect(m_direction, &QComboBox::activated, this, &AffectedView::refresh);
    connect(m_kind, &QComboBox::activated, this, &AffectedView::refresh);
    connect(m_list, &QTreeView::activated, this, [this](const QModelIndex &index) { Q_EMIT focusRequested(m_model->row(index.row()).node.id); });
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_after.isEmpty() && value >= m_list->verticalScrollBar()->maximum() - m_list->verticalScrollBar()->pageStep())
            askNext();
    });
    const auto chosen = [this] {
        QStringList nodes;
        for (const QModelIndex &index : m_list->selectionModel()->selectedRows()) {
            if (m_model->row(index.row()).node.kind == ShownKind::Context)
                nodes.append(m_model->row(index.row()).node.id);
        }
        return nodes;
    };
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this, chosen] {
        const int count = int(chosen().size());
        m_replay->setVisible(count > 0);
        m_replay->setText(tr("Replay %n context(s)…", nullptr, count));
    });
    connect(m_replay, &QPushButton::clicked, this, [this, chosen] { Q_EMIT replayRequested(chosen()); });
    connect(m_export, &QPushButton::clicked, this, &AffectedView::askExport);
}

void AffectedView::setSubject(const QString &node, const QString &title, const QString &asOf)
{
    m_title = title;
    if (m_subject == node && m_asOf == asOf)
        return;
    m_subject = node;
    m_asOf = asOf;
    m_model->setRows({});
    refresh();
}

Json AffectedView::args() const
{
    Json args = Json::object({{"focus", m_subject}, {"direction", m_direction->currentData().toString()}});
    if (const QString kind = m_kind->currentData().toString(); !kind.isEmpty())
        args.insert("kinds", Json::array({kind}));
    if (!m_asOf.isEmpty())
        args.insert("as_of", m_asOf);
    return args;
}

void AffectedView::refresh()
{
    m_export->setEnabled(!m_subject.isEmpty());
    if (m_subject.isEmpty()) {
        Q_EMIT shown();
        return;
    }
    m_rows.clear();
    m_after.clear();
    m_isAsking = false;
    askNext();
}

void AffectedView::askNext()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    Json asked = args();
    asked.insert("limit", kPage);
    if (!m_after.isEmpty())
        asked.insert("after", m_after);
    m_answers.ask("impact", m_door(u"lineage.impact"_s, asked), [this](const Json &answer) {
        m_isAsking = false;
        m_rows += AffectedModel::rowsOf(answer);
        m_after = answer.value("after").toString();
        m_model->setRows(m_rows);
        showSums(answer);
        Q_EMIT shown();
    });
}

void AffectedView::showSums(const Json &answer)
{
    const bool isDown = m_direction->currentData().toString() == "down"_L1;
    m_empty->setContent(u"vcs-branch"_s, isDown ? tr("Nothing came of “%1” so far.").arg(m_title) : tr("“%1” came from nothing else.").arg(m_title));
    m_pages->setCurrentIndex(m_rows.isEmpty() ? 1 : 0);
    const qint64 total = answer.value("total").toInt(m_rows.size());
    QStringList parts{answer.value("total_is_least").toBool() ? tr("more than %1").arg(Format::count(total)) : Format::count(total)};
    if (m_rows.size() < total)
        parts.append(tr("%1 listed").arg(Format::count(m_rows.size())));
    else
        for (const JsonMember &count : answer.value("counts").members())
            parts.append(LineageText::kindCount(shownKindOf(QString::fromUtf8(count.key)), count.value.toInt()));
    m_sums->setText(m_rows.isEmpty() ? QString() : u"%1 · %2"_s.arg(m_title, parts.join(u" · "_s)));
}

void AffectedView::askExport()
{
    if (m_subject.isEmpty())
        return;
    const QString csv = tr("CSV (*.csv)");
    QString chosen = csv;
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export everything affected"), u"lineage.csv"_s, csv + u";;"_s + tr("JSON (*.json)"), &chosen);
    if (!path.isEmpty())
        exportTo(path, path.endsWith(".json"_L1) || (chosen != csv && !path.endsWith(".csv"_L1)) ? u"json"_s : u"csv"_s);
}

void AffectedView::exportTo(const QString &path, const QString &format)
{
    Json asked = args();
    asked.insert("format", format);
    asked.insert("path", path);
    asked.insert("overwrite", true); // the dialog has asked
    const QFuture<Result<Json>> written = m_door(u"lineage.export_impact"_s, asked);
    Q_EMIT workStarted(tr("Writing the list"), QFuture<void>(written));
    m_exports.ask("export", written, [this](const Json &answer) {
        Q_EMIT noticeRequested({.severity = Notice::Severity::Success,
                                .what = tr("%n row(s) written", nullptr, int(answer.value("rows").toInt())),
                                .why = answer.value("path").toString()});
    });
}

} // namespace Millrace
