// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/policyview.h"

#include "agents/agentmodels.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kClasses = {"read", "propose", "write", "destroy"};

void choose(QComboBox *box, const QString &verdict)
{
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(std::max(0, box->findData(verdict)));
}

} // namespace

PolicyView::PolicyView(bool canChange, QWidget *parent)
    : QWidget(parent)
    , m_canChange(canChange)
    , m_readOnly(new QCheckBox(tr("Read only: whatever the rules say"), this))
    , m_folders(new QListWidget(this))
    , m_addFolder(new QPushButton(tr("Give a folder…"), this))
    , m_dropFolder(new QPushButton(tr("Take it back"), this))
    , m_toolsHead(makeLabel(TextRole::Section, tr("Rules for single tools"), this))
    , m_toolList(new QTreeWidget(this))
    , m_token(new QPushButton(tr("New token…"), this))
    , m_revoke(new QPushButton(tr("Shut out"), this))
    , m_undo(new QPushButton(tr("Undo all it did"), this))
{
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::gap(4), Metrics::gap(3));
    buttons->setSpacing(Metrics::gap(2));
    for (QPushButton *button : {m_token, m_undo, m_revoke})
        buttons->addWidget(button);
    buttons->addStretch(1);
    m_token->setToolTip(tr("The one that it has is worth nothing from then on"));
    m_undo->setToolTip(tr("Take back what this agent did, the newest first, as far as that is possible"));
    m_revoke->setToolTip(tr("It may not come in any more, from now on; what it did stays"));

    m_toolList->setColumnCount(3);
    m_toolList->setHeaderLabels({tr("Tool"), tr("What it does"), tr("Rule")});
    m_toolList->setRootIsDecorated(false);
    m_toolList->setFrameShape(QFrame::NoFrame);
    m_toolList->setAccessibleName(tr("Rules for single tools"));
    m_toolList->header()->setStretchLastSection(false);
    m_toolList->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_toolList->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_toolList->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeRules());
    layout->addWidget(m_toolList, 1);
    layout->addStretch(0);
    layout->addLayout(buttons);
    setFocusProxy(m_readOnly);

    connect(m_readOnly, &QCheckBox::toggled, this, [this](bool isOn) { Q_EMIT changeRequested(Json::object({{"read_only", isOn}})); });
    connect(m_token, &QPushButton::clicked, this, &PolicyView::tokenRequested);
    connect(m_revoke, &QPushButton::clicked, this, &PolicyView::revokeRequested);
    connect(m_undo, &QPushButton::clicked, this, &PolicyView::undoRequested);
    connect(m_folders, &QListWidget::currentRowChanged, this, &PolicyView::showButtons);
    connect(m_addFolder, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Give %1 a folder").arg(m_agent.name));
        if (folder.isEmpty())
            return;
        QStringList folders = m_agent.policy.value("folders").toStringList();
        folders.append(folder);
        sendFolders(folders);
    });
    connect(m_dropFolder, &QPushButton::clicked, this, [this] {
        QStringList folders = m_agent.policy.value("folders").toStringList();
        if (QListWidgetItem *item = m_folders->currentItem())
            folders.removeAll(item->text());
        sendFolders(folders);
    });
}

QComboBox *PolicyView::makeChoice(bool hasClass)
{
    auto *box = new QComboBox(this);
    if (hasClass)
        box->addItem(tr("As its kind"), QString());
    box->addItem(tr("Allow"), u"allow"_s);
    box->addItem(tr("Ask once"), u"ask_once"_s);
    box->addItem(tr("Ask always"), u"ask_always"_s);
    box->addItem(tr("Deny"), u"deny"_s);
    box->setEnabled(m_canChange);
    return box;
}

QWidget *PolicyView::makeRules()
{
    auto *rules = new QFormLayout;
    rules->setHorizontalSpacing(Metrics::gap(6));
    rules->setVerticalSpacing(Metrics::gap(2));
    rules->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    const QStringList names{tr("Reads"), tr("Proposes"), tr("Changes"), tr("Destroys")};
    for (std::size_t i = 0; i < kClasses.size(); ++i) {
        QComboBox *box = makeChoice(false);
        box->setAccessibleName(names.at(static_cast<qsizetype>(i)));
        connect(box, &QComboBox::currentIndexChanged, this,
                [this, box, name = kClasses.at(i)] { Q_EMIT changeRequested(Json::object({{name, box->currentData().toString()}})); });
        m_classes.append(box);
        rules->addRow(names.at(static_cast<qsizetype>(i)), box);
    }
    rules->addRow(QString(), m_readOnly);

    m_folders->setAccessibleName(tr("Folders that it was given"));
    m_folders->setMaximumHeight(Metrics::gap(26));
    auto *folderButtons = new QHBoxLayout;
    folderButtons->addWidget(m_addFolder);
    folderButtons->addWidget(m_dropFolder);
    folderButtons->addStretch(1);
    auto *folders = new QVBoxLayout;
    folders->setSpacing(Metrics::gap(2));
    folders->addWidget(makeLabel(TextRole::Secondary, tr("Files that it names have to lie in one of these folders"), this));
    folders->addWidget(m_folders);
    folders->addLayout(folderButtons);
    folders->addStretch(1);

    auto *sides = new QHBoxLayout;
    sides->setSpacing(Metrics::gap(10));
    sides->addLayout(rules);
    sides->addLayout(folders, 1);
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::gap(4), Metrics::gap(3));
    layout->setSpacing(Metrics::gap(4));
    layout->addLayout(sides);
    layout->addWidget(m_toolsHead);
    return box;
}

void PolicyView::show(const AgentInfo &agent)
{
    m_agent = agent;
    const Json &policy = agent.policy;
    for (std::size_t i = 0; i < kClasses.size(); ++i)
        choose(m_classes.at(static_cast<qsizetype>(i)), policy.value(kClasses.at(i)).toString());
    {
        const QSignalBlocker quiet(m_readOnly);
        m_readOnly->setChecked(policy.value("read_only").toBool());
    }
    const QStringList folders = policy.value("folders").toStringList();
    QStringList shown;
    for (int i = 0; i < m_folders->count(); ++i)
        shown.append(m_folders->item(i)->text());
    if (shown != folders) {
        m_folders->clear();
        m_folders->addItems(folders);
    }
    showButtons();
}

void PolicyView::setTools(const Json &tools)
{
    // The rows are made anew only for other tools: whoever has one of the boxes open keeps it.
    if (tools.value("tools") != m_tools) {
        m_tools = tools.value("tools");
        m_toolList->clear();
        for (const Json &tool : m_tools.items()) {
            const QString name = tool.value("name").toString();
            auto *item = new QTreeWidgetItem(m_toolList, {name, accessWord(tool.value("access").toString())});
            item->setToolTip(0, tool.value("title").toString());
            QComboBox *box = makeChoice(true);
            box->setAccessibleName(name);
            choose(box, m_agent.policy.value("tools").value(name).toString());
            connect(box, &QComboBox::currentIndexChanged, this, [this, box, name] {
                const QString verdict = box->currentData().toString();
                Q_EMIT changeRequested(Json::object({{"tools", Json::object({{name.toUtf8(), verdict.isEmpty() ? Json() : Json(verdict)}})}}));
            });
            m_toolList->setItemWidget(item, 2, box);
        }
    }
    m_toolsHead->setVisible(!m_tools.isEmpty());
    m_toolList->setVisible(!m_tools.isEmpty());
}

void PolicyView::sendFolders(const QStringList &folders)
{
    Q_EMIT changeRequested(Json::object({{"folders", Json::array(folders)}}));
}

void PolicyView::showButtons()
{
    const bool canChange = m_canChange && !m_agent.isRevoked;
    for (QComboBox *box : std::as_const(m_classes))
        box->setEnabled(canChange);
    m_readOnly->setEnabled(canChange);
    m_addFolder->setEnabled(canChange);
    m_dropFolder->setEnabled(canChange && m_folders->currentRow() >= 0);
    m_toolList->setEnabled(canChange);
    m_token->setEnabled(m_canChange);
    m_token->setText(!m_agent.hasToken ? tr("Let it in again") : tr("New token…"));
    m_token->setVisible(m_agent.hasToken || m_agent.isRevoked);
    m_revoke->setEnabled(canChange);
    m_undo->setEnabled(m_canChange);
}

} // namespace Millrace
