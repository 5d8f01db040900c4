// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/connectview.h"

#include "common/actions.h"
#include "common/errortext.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString fileOf(AgentProgram program)
{
    return AgentConfig::fileOf(program, QDir::homePath(), QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation));
}

} // namespace

ConnectView::ConnectView(QWidget *parent)
    : QWidget(parent)
    , m_title(makeLabel(TextRole::Title, tr("Let an agent in"), this))
    , m_program(new QComboBox(this))
    , m_name(new QLineEdit(this))
    , m_add(new QPushButton(tr("Let it in"), this))
    , m_leave(new QPushButton(tr("Cancel"), this))
    , m_problem(makeLabel(TextRole::Body, {}, this))
    , m_second(new QWidget(this))
    , m_once(makeLabel(TextRole::Body,
                       tr("It may come in. Its token stands below, this once: Millrace keeps none. Give it to the program now, by either way."),
                       this))
    , m_path(makeLabel(TextRole::Secondary, {}, this))
    , m_snippet(new QPlainTextEdit(this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_write(new QPushButton(tr("Write into its file"), this))
{
    for (const AgentProgram program : kAgentPrograms)
        m_program->addItem(AgentConfig::nameOf(program));
    m_program->setAccessibleName(tr("Program"));
    m_name->setMaxLength(100);
    m_name->setAccessibleName(tr("Name"));
    m_add->setProperty("primary", true);
    m_write->setProperty("primary", true);
    for (QLabel *label : {m_problem, m_once, m_path}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_problem->hide();
    m_snippet->setReadOnly(true);
    m_snippet->setFont(Theme::font(TextRole::Fixed));
    m_snippet->setAccessibleName(tr("Configuration"));
    m_copy->setToolTip(tr("Put the configuration on the clipboard"));
    m_write->setToolTip(tr("What the file holds besides stays, and a copy of it as it was is kept beside it"));

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Metrics::gap(6));
    form->setVerticalSpacing(Metrics::gap(3));
    form->addRow(tr("Program"), m_program);
    form->addRow(tr("Name"), m_name);
    auto *note = makeLabel(TextRole::Secondary,
                           tr("It reads and proposes; you are asked about the first change of each kind, and about everything that destroys. You "
                              "can change that at any time."),
                           this);
    note->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(2));
    buttons->addWidget(m_add);
    buttons->addWidget(m_leave);
    buttons->addStretch(1);

    auto *ways = new QHBoxLayout;
    ways->setSpacing(Metrics::gap(2));
    ways->addWidget(m_write);
    ways->addWidget(m_copy);
    ways->addStretch(1);
    auto *second = new QVBoxLayout(m_second);
    second->setContentsMargins(0, 0, 0, 0);
    second->setSpacing(Metrics::gap(3));
    second->addWidget(m_once);
    second->addWidget(m_snippet, 1);
    second->addWidget(m_path);
    second->addLayout(ways);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::gap(4), Metrics::paneMargin(), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(4));
    layout->addWidget(m_title);
    layout->addLayout(form);
    layout->addWidget(note);
    layout->addWidget(m_problem);
    layout->addWidget(m_second, 1);
    layout->addLayout(buttons);
    layout->addStretch(0);
    setFocusProxy(m_program);

    QAction *leave = makeAction(this, u"dialog-cancel"_s, tr("Leave the form"), Qt::Key_Escape);
    leave->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(leave, &QAction::triggered, this, &ConnectView::leaveRequested);
    addAction(leave);
    connect(m_program, &QComboBox::currentIndexChanged, this, [this] {
        if (m_name->text() == m_suggested)
            m_name->setText(m_suggested = AgentConfig::nameOf(program()));
        showSnippet();
    });
    connect(m_name, &QLineEdit::textChanged, this, &ConnectView::showSteps);
    connect(m_name, &QLineEdit::returnPressed, m_add, &QPushButton::click);
    connect(m_add, &QPushButton::clicked, this, [this] {
        m_problem->hide();
        Q_EMIT addRequested(m_name->text().trimmed());
    });
    connect(m_leave, &QPushButton::clicked, this, &ConnectView::leaveRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_snippet->toPlainText()); });
    connect(m_write, &QPushButton::clicked, this, &ConnectView::write);
}

AgentProgram ConnectView::program() const
{
    return kAgentPrograms.at(static_cast<std::size_t>(std::max(0, m_program->currentIndex())));
}

void ConnectView::begin(const QString &program, const QString &workspace)
{
    m_connection = {program, workspace, {}};
    m_name->setText(m_suggested = AgentConfig::nameOf(this->program()));
    m_problem->hide();
    showSteps();
    m_program->setFocus();
}

void ConnectView::beginWith(const QString &program, const QString &workspace, const QString &name, const QString &token)
{
    begin(program, workspace);
    m_suggested.clear();
    m_name->setText(name);
    for (const AgentProgram one : kAgentPrograms) {
        if (AgentConfig::nameOf(one) == name)
            m_program->setCurrentIndex(static_cast<int>(one));
    }
    setToken(token);
}

void ConnectView::setToken(const QString &token)
{
    m_connection.token = token;
    showSteps();
    showSnippet();
    m_write->setFocus();
}

void ConnectView::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->show();
}

void ConnectView::showSteps()
{
    const bool isIn = !m_connection.token.isEmpty();
    m_name->setEnabled(!isIn);
    m_add->setVisible(!isIn);
    m_add->setEnabled(!m_name->text().trimmed().isEmpty());
    m_leave->setText(isIn ? tr("Done") : tr("Cancel"));
    m_second->setVisible(isIn);
}

void ConnectView::showSnippet()
{
    m_snippet->setPlainText(QString::fromUtf8(AgentConfig::snippet(program(), m_connection)));
    m_path->setText(tr("%1 looks for it in %2").arg(AgentConfig::nameOf(program()), fileOf(program())));
}

void ConnectView::write()
{
    const auto done = AgentConfig::write(program(), fileOf(program()), m_connection);
    if (done) {
        m_problem->hide();
        Q_EMIT written(done->path, done->backup);
    } else {
        showProblem(ErrorText::of(done.error()).paragraph());
    }
}

} // namespace Millrace
