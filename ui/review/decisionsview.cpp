// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/decisionsview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "review/reviewrows.h"
#include "sdk/clock.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kPage = 100;
constexpr qint64 kMostRefreshed = 500;

QString plain(const Json &value)
{
    return value.isString() ? value.toString() : QString::fromUtf8(value.toBytes());
}

} // namespace

QString outcomeText(const Json &undone)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("DecisionsView", text); };
    const bool inPlace = undone.value("in_place").toBool(true);
    const Json &passedOver = undone.value("passed_over");
    if (inPlace && undone.value("published").isEmpty() && passedOver.isEmpty())
        return {};
    QStringList parts;
    if (!passedOver.isEmpty())
        parts.append(say(QT_TRANSLATE_NOOP("DecisionsView", "%1 of your later decisions cannot be taken back: %2."))
                         .arg(Format::count(passedOver.size()), passedOver.at(0).value("error").value("text").toString()));
    if (!inPlace && undone.contains("superseded") && undone.value("superseded").isNull())
        return (parts << say(QT_TRANSLATE_NOOP("DecisionsView", "The document was done again from before this decision: nothing else changes.")))
            .join(u' ');
    if (!inPlace)
        parts.append(
            undone.value("cancelled").toBool()
                ? say(QT_TRANSLATE_NOOP("DecisionsView", "The pipeline had gone on: the old context was stopped, and a new one takes its place."))
                : say(QT_TRANSLATE_NOOP("DecisionsView", "The pipeline had gone on: the old context is superseded, and a new one takes its place.")));
    QStringList published;
    for (const Json &one : undone.value("published").items()) {
        const auto at = parseIso(one.value("at").toString());
        published.append(
            say(QT_TRANSLATE_NOOP("DecisionsView", "%1 %2 (%3)"))
                .arg(one.value("target").toString(), one.value("address").toString(), at ? Format::clockTime(*at) : one.value("state").toString()));
    }
    if (published.isEmpty() && !inPlace)
        parts.append(say(QT_TRANSLATE_NOOP("DecisionsView", "Nothing of it was published.")));
    else if (!published.isEmpty())
        parts.append(say(QT_TRANSLATE_NOOP("DecisionsView", "Already published: %1")).arg(published.join(u"; "_s)));
    return parts.join(u' ');
}

DecisionsView::DecisionsView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_model(new DecisionModel(this))
    , m_list(new QTreeView(this))
    , m_everybody(new QCheckBox(tr("Everybody's decisions"), this))
    , m_detail(makeLabel(TextRole::Body, {}, this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    using Column = DecisionModel::Column;
    setUpRows(m_list, m_model);
    setUpColumns(m_list->header(), Column::Title,
                 {{Column::At, 30}, {Column::Decision, 42}, {Column::Note, 60}, {Column::Pipeline, 36}, {Column::State, 28}});
    m_list->setAccessibleName(tr("Decisions"));
    m_empty->setContent(u"task-complete"_s, tr("What you decide appears here, and can be taken back at any time."));
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    m_detail->setWordWrap(true);
    m_detail->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::paneMargin(), Metrics::gap(3));
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), Metrics::gap(2));
    bar->addWidget(m_everybody);
    bar->addStretch(1);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_detail);
    setFocusProxy(m_list);
    setTabOrder(m_everybody, m_list);
    connect(m_everybody, &QCheckBox::toggled, this, [this] { ask(false); });
    connect(m_model, &DecisionModel::moreWanted, this, [this] { ask(true); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DecisionsView::showCurrent);
    connect(m_list, &QTreeView::activated, this, [this] { Q_EMIT contextRequested(current().value("context").toString()); });
}

Json DecisionsView::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? m_model->row(index.row()) : Json();
}

void DecisionsView::refresh()
{
    ask(false);
}

void DecisionsView::ask(bool more)
{
    Json args = Json::object(
        {{"mine", Json(!m_everybody->isChecked())}, {"limit", Json(more ? kPage : std::clamp<qint64>(m_model->rowCount(), kPage, kMostRefreshed))}});
    if (more)
        args.insert("before", m_before);
    m_answers.ask("decisions", m_workspace->execute(u"review.decisions"_s, args, m_workspace->actor()), [this, more](const Json &answer) {
        QList<Json> rows = more ? m_model->rows() : QList<Json>();
        rows.append(QList<Json>(answer.value("decisions").items().begin(), answer.value("decisions").items().end()));
        m_before = answer.value("before");
        m_model->setMore(false);
        m_model->setRows(rows);
        m_model->setMore(!m_before.isNull());
        m_pages->setCurrentIndex(rows.isEmpty() ? 1 : 0);
        if (!rows.isEmpty() && !m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->index(0, 0));
        showCurrent();
    });
}

void DecisionsView::showCurrent()
{
    const Json decision = current();
    QStringList lines;
    if (!decision.isNull()) {
        if (const QString note = decision.value("note").toString(); !note.isEmpty())
            lines.append(note);
        QStringList answers;
        for (const JsonMember &answer : decision.value("answers").members())
            answers.append(u"%1: %2"_s.arg(QString::fromUtf8(answer.key), plain(answer.value)));
        if (!answers.isEmpty())
            lines.append(answers.join(u" · "_s));
        if (decision.value("undone_by").isObject()) {
            const auto at = parseIso(decision.value("undone_at").toString());
            lines.append(
                tr("Taken back by %1, %2").arg(decision.value("undone_by").value("name").toString(), at ? Format::clockTime(*at) : QString()));
        }
        if (const Json &published = decision.value("published"); published.isArray())
            lines.append(outcomeText(Json::object({{"in_place", false}, {"published", published}})));
    }
    m_detail->setText(lines.join(u'\n'));
    m_detail->setVisible(!lines.isEmpty());
    Q_EMIT currentChanged();
}

} // namespace Millrace
