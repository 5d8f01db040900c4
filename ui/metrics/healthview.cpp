// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/healthview.h"

#include "common/actions.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "metrics/alertinfo.h"
#include "metrics/metrictext.h"
#include "workspace/workspace.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

enum class Column : quint8 { Part, Status, Reason, Since, Checked, Took };

constexpr int kIdRole = Qt::UserRole + 1;

int at(Column column)
{
    return static_cast<int>(column);
}

ThemeRole roleOf(const QString &status)
{
    return status == "off"_L1 ? ThemeRole::Secondary : ThemeRole::Text;
}

QIcon healthSign(const QString &status)
{
    if (status == "healthy"_L1)
        return Icons::status(ContextStatus::Completed);
    if (status == "failing"_L1)
        return Icons::status(ContextStatus::Failed);
    return Icons::icon(MetricText::healthIcon(status), roleOf(status));
}

} // namespace

HealthView::HealthView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_sign(new QLabel(this))
    , m_status(makeLabel(TextRole::Number, {}, this))
    , m_dependencies(makeLabel(TextRole::Secondary, {}, this))
    , m_check(new QPushButton(tr("Check now"), this))
    , m_tree(new QTreeWidget(this))
{
    m_answers.onError([this](const Error &error) {
        m_check->setEnabled(true);
        Q_EMIT failed(error);
    });
    m_tree->setHeaderLabels({tr("Part"), tr("Status"), tr("Why"), tr("Since"), tr("Checked"), tr("Took")});
    m_tree->headerItem()->setTextAlignment(at(Column::Took), Qt::AlignRight | Qt::AlignVCenter);
    m_tree->setItemDelegate(new RowDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAccessibleName(tr("Parts of the workspace"));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(at(Column::Reason), QHeaderView::Stretch);
    m_dependencies->setWordWrap(true);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(Metrics::paneMargin(), Metrics::gap(4), Metrics::gap(4), Metrics::gap(4));
    top->setSpacing(Metrics::gap(3));
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_status);
    words->addWidget(m_dependencies);
    top->addWidget(m_sign);
    top->addLayout(words, 1);
    top->addWidget(m_check, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_tree, 1);
    setFocusProxy(m_tree);
    QAction *check = makeAction(this, u"view-refresh", tr("Check now how everything is"), Qt::Key_F5);
    check->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(check);
    m_check->setToolTip(check->toolTip());
    connect(check, &QAction::triggered, m_check, &QPushButton::click);
    connect(m_check, &QPushButton::clicked, this, [this] {
        m_check->setEnabled(false); // until there is an answer
        refresh();
    });
    if (Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, [this] { showSign(m_shown); });
}

void HealthView::refresh()
{
    m_answers.ask("health", m_workspace->execute(u"health.get"_s, Json::object(), m_workspace->actor()), [this](const Json &answer) {
        m_check->setEnabled(true);
        show(answer);
    });
}

void HealthView::showSign(const QString &status)
{
    m_shown = status;
    m_sign->setPixmap(status.isEmpty() ? QPixmap() : healthSign(status).pixmap(Metrics::gap(8), devicePixelRatioF()));
}

void HealthView::show(const Json &answer)
{
    const QString status = answer.value("status").toString();
    showSign(status);
    m_status->setText(MetricText::health(status));
    const Json &dependencies = answer.value("dependencies");
    const qint64 total = dependencies.value("total").toInt();
    const qint64 healthy = dependencies.value("healthy").toInt();
    QString text = total == 0
        ? tr("Depends on nothing outside.")
        : tr("%1 of %n thing(s) outside that it depends on are healthy.", nullptr, static_cast<int>(total)).arg(Format::count(healthy));
    if (const QStringList failed = dependencies.value("failed").toStringList(); !failed.isEmpty())
        text += u' ' + tr("Not: %1.").arg(failed.join(u", "_s));
    m_dependencies->setText(text);
    // Rows are kept, so that what is open and chosen stays so.
    const auto nodes = answer.value("nodes").items();
    while (m_tree->topLevelItemCount() > static_cast<int>(nodes.size()))
        delete m_tree->takeTopLevelItem(m_tree->topLevelItemCount() - 1);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto row = static_cast<int>(i);
        if (row >= m_tree->topLevelItemCount())
            m_tree->addTopLevelItem(new QTreeWidgetItem);
        showNode(nodes[i], m_tree->topLevelItem(row), 0);
    }
    Q_EMIT checked(status);
}

void HealthView::showNode(const Json &node, QTreeWidgetItem *item, int depth)
{
    const QString status = node.value("status").toString();
    const QString id = node.value("id").toString();
    const bool isOther = item->data(0, kIdRole).toString() != id;
    item->setData(0, kIdRole, id);
    const QString title = node.value("title").toString();
    item->setText(at(Column::Part), title.isEmpty() ? id : title);
    item->setText(at(Column::Status), MetricText::health(status));
    item->setIcon(at(Column::Status), healthSign(status));
    const QString reason = node.value("reason").toString();
    item->setText(at(Column::Reason), reason);
    item->setToolTip(at(Column::Reason), reason);
    item->setText(at(Column::Since), Format::clockTime(momentOf(node.value("since"))));
    item->setText(at(Column::Checked), Format::clockTime(momentOf(node.value("checked_at"))));
    item->setText(at(Column::Took),
                  node.value("duration_ms").isNumber()
                      ? Format::duration(static_cast<qint64>(std::llround(node.value("duration_ms").toDouble() * 1000)))
                      : QString());
    item->setTextAlignment(at(Column::Took), Qt::AlignRight | Qt::AlignVCenter);
    const auto children = node.value("children").items();
    while (item->childCount() > static_cast<int>(children.size()))
        delete item->takeChild(item->childCount() - 1);
    for (std::size_t i = 0; i < children.size(); ++i) {
        const auto row = static_cast<int>(i);
        if (row >= item->childCount())
            item->addChild(new QTreeWidgetItem);
        showNode(children[i], item->child(row), depth + 1);
    }
    if (isOther)
        item->setExpanded(depth == 0 || (status != "healthy"_L1 && status != "off"_L1));
}

} // namespace Millrace
