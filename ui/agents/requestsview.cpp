// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/requestsview.h"

#include "common/emptystate.h"
#include "common/metrics.h"
#include "common/searchfield.h"
#include "common/theme.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kShown = 500;
constexpr int kPage = 1000;

/// As it reads best: JSON in its own lines, where it is whole.
QString pretty(const QString &text)
{
    const auto json = Json::parse(text.toUtf8());
    return json ? QString::fromUtf8(json->toBytes(Json::Format::Pretty)) : text;
}

} // namespace

RequestsView::RequestsView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_model(new RequestsModel(this))
    , m_search(new SearchField(tr("Tool, method or error"), this))
    , m_failed(new QCheckBox(tr("Only what failed"), this))
    , m_save(new QPushButton(tr("Save…"), this))
    , m_replay(new QPushButton(tr("Ask again"), this))
    , m_view(new QTreeView(this))
    , m_texts(new QPlainTextEdit(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_view->setModel(m_model);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("What agents asked"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(static_cast<int>(RequestsModel::Column::Asked), QHeaderView::Stretch);
    m_texts->setReadOnly(true);
    m_texts->setFrameShape(QFrame::NoFrame);
    m_texts->setFont(Theme::font(TextRole::Fixed));
    m_texts->setAccessibleName(tr("Request and answer"));
    m_save->setToolTip(tr("Write what is listed, and what is before it, to a file: one line of JSON each"));
    m_replay->setToolTip(tr("Make the chosen call once more, as you, and show what is answered now"));
    m_replay->setEnabled(false);
    m_empty->setContent(u"view-history"_s, tr("Nothing here. What agents ask, how it ended and how long it took appears here."));

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    bar->setSpacing(Metrics::gap(3));
    bar->addWidget(m_search, 1);
    bar->addWidget(m_failed);
    bar->addWidget(m_replay);
    bar->addWidget(m_save);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(m_texts);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    m_pages->addWidget(splitter);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_view);

    connect(m_search, &SearchField::searchChanged, this, &RequestsView::refresh);
    connect(m_search, &SearchField::downRequested, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_failed, &QCheckBox::toggled, this, &RequestsView::refresh);
    connect(m_save, &QPushButton::clicked, this, &RequestsView::save);
    connect(m_replay, &QPushButton::clicked, this, &RequestsView::replay);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &RequestsView::showCurrent);
}

void RequestsView::setClient(const QString &id)
{
    if (id == m_client)
        return;
    m_client = id;
    refresh();
}

Json RequestsView::filter() const
{
    Json args = Json::object();
    if (!m_client.isEmpty())
        args.insert("client", m_client);
    if (const QString text = m_search->text().trimmed(); !text.isEmpty())
        args.insert("text", text);
    if (m_failed->isChecked())
        args.insert("failed", true);
    return args;
}

void RequestsView::refresh()
{
    Json args = filter();
    args.insert("limit", kShown);
    m_answers.ask("requests", m_workspace->execute(u"request.list"_s, args, m_workspace->actor()), [this](const Json &answer) { show(answer); });
}

void RequestsView::show(const Json &answer)
{
    QList<RequestInfo> requests;
    for (const Json &json : answer.value("requests").items())
        requests.append(RequestInfo::fromJson(json));
    m_model->setRows(requests);
    m_save->setEnabled(!requests.isEmpty());
    m_pages->setCurrentIndex(requests.isEmpty() ? 1 : 0);
    if (!m_view->currentIndex().isValid() && !requests.isEmpty())
        m_view->setCurrentIndex(m_model->index(0, 0));
}

void RequestsView::showCurrent()
{
    const QModelIndex index = m_view->currentIndex();
    m_replay->setEnabled(index.isValid() && !m_model->row(index.row()).tool.isEmpty() && !m_workspace->isReadOnly());
    if (!index.isValid()) {
        m_shown = 0;
        m_texts->clear();
        return;
    }
    const RequestInfo &request = m_model->row(index.row());
    if (request.id == m_shown)
        return;
    m_shown = request.id;
    m_answers.forget("replay"); // which was of another one
    m_answers.ask("request", m_workspace->execute(u"request.get"_s, Json::object({{"id", request.id}}), m_workspace->actor()),
                  [this](const Json &answer) {
                      if (answer.value("calls").toInt() > 1)
                          m_texts->setPlainText(tr("These came in a flood: they were counted, and their texts were not kept."));
                      else
                          m_texts->setPlainText(u"%1\n%2\n\n%3\n%4"_s.arg(tr("Request"), pretty(answer.value("request").toString()), tr("Answer"),
                                                                          pretty(answer.value("answer").toString())));
                  });
}

void RequestsView::replay()
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid())
        return;
    const Json args = Json::object({{"id", m_model->row(index.row()).id}});
    m_answers.forget("request"); // what is answered now stays, however late the text of the earlier one comes
    m_answers.ask("replay", m_workspace->execute(u"request.replay"_s, args, m_workspace->actor()), [this](const Json &answer) {
        const Json &now = answer.contains("answer") ? answer.value("answer") : answer;
        m_texts->setPlainText(u"%1\n%2"_s.arg(tr("Answer now"), QString::fromUtf8(now.toBytes(Json::Format::Pretty))));
    });
}

void RequestsView::save()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the log"), u"agents.jsonl"_s, tr("JSON Lines (*.jsonl)"));
    if (!path.isEmpty())
        savePage(path, {}, 0, {});
}

void RequestsView::savePage(const QString &path, const QByteArray &lines, qint64 requests, const Json &before)
{
    Json args = filter();
    args.insert("limit", kPage);
    if (!before.isNull())
        args.insert("before", before);
    m_answers.ask("save", m_workspace->execute(u"request.list"_s, args, m_workspace->actor()), [this, path, lines, requests](const Json &answer) {
        QByteArray all = lines;
        for (const Json &request : answer.value("requests").items())
            all += request.toBytes() + '\n';
        const qint64 count = requests + answer.value("requests").size();
        if (!answer.value("next").isNull()) {
            savePage(path, all, count, answer.value("next"));
            return;
        }
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(all) != all.size() || !file.commit())
            Q_EMIT failed(Error::make(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString())));
        else
            Q_EMIT saved(path, count);
    });
}

} // namespace Millrace
