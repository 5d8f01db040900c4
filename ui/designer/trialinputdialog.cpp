// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/trialinputdialog.h"

#include "common/errortext.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/searchfield.h"
#include "designer/configeditor.h"
#include "designer/designersource.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

TrialInputDialog::TrialInputDialog(DesignerSource *source, const QString &pipeline, const TrialInput &last, const QString &verb, QWidget *parent)
    : QDialog(parent)
    , m_source(source)
    , m_answers(this)
    , m_pipeline(pipeline)
    , m_search(new SearchField(tr("Find, or paste a context's id"), this))
    , m_list(new QListWidget(this))
    , m_title(makeLabel(TextRole::Strong, {}, this))
    , m_editor(new ConfigEditor(this))
    , m_problem(makeLabel(TextRole::Secondary, {}, this))
    , m_try(new QPushButton(verb, this))
{
    setWindowTitle(tr("Try on"));
    m_problem->setWordWrap(true);
    m_problem->setProperty("problem", true);
    m_problem->hide();
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAccessibleName(tr("Documents to try on"));
    m_editor->editor()->setAccessibleName(tr("The document"));
    m_editor->editor()->setPlaceholderText(u"{ }"_s);
    auto *file = new QPushButton(tr("Choose a file…"), this);
    file->setAutoDefault(false);
    auto *left = new QVBoxLayout;
    left->setSpacing(Metrics::gap(2));
    left->addWidget(m_search);
    left->addWidget(m_list, 1);
    left->addWidget(file);
    auto *right = new QVBoxLayout;
    right->setSpacing(Metrics::gap(2));
    right->addWidget(m_title);
    right->addWidget(m_editor, 1);
    right->addWidget(m_problem);
    auto *body = new QHBoxLayout;
    body->setSpacing(Metrics::gap(4));
    body->addLayout(left, 2);
    body->addLayout(right, 3);
    auto *off
        = makeLabel(TextRole::Secondary, tr("Sinks, network and model providers are off in a trial, and nothing of it is kept as a context."), this);
    off->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_try, QDialogButtonBox::AcceptRole);
    m_try->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Metrics::gap(3));
    layout->addLayout(body, 1);
    layout->addWidget(off);
    layout->addWidget(buttons);
    resize(Metrics::gap(220), Metrics::gap(130));

    connect(buttons, &QDialogButtonBox::accepted, this, &TrialInputDialog::finish);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(file, &QPushButton::clicked, this, &TrialInputDialog::askFile);
    connect(m_search, &SearchField::searchChanged, this, &TrialInputDialog::showChoices);
    connect(m_search, &SearchField::downRequested, m_list, [this] { m_list->setFocus(); });
    connect(m_search, &SearchField::leaveRequested, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item)
            look(m_choices.at(item->data(Qt::UserRole).toInt()).first);
    });
    connect(m_list, &QListWidget::itemActivated, this, &TrialInputDialog::finish);
    connect(m_editor, &ConfigEditor::valueEdited, this, [this] {
        m_isTyped = true;
        m_title->setText(m_chosen.title.isEmpty() ? tr("A document of your own") : tr("%1, changed").arg(m_chosen.title));
        showProblem({});
    });
    if (!last.input.isNull())
        m_choices.append({last, tr("last tried")});
    m_title->setText(tr("A document of your own"));
    m_editor->setValue(Json::object());
    showChoices();
    m_answers.onError([this](const Error &error) { showProblem(ErrorText::of(error).paragraph()); });
    m_answers.ask("samples", source->execute(u"try.samples"_s, Json::object({{"pipeline", pipeline}})), [this, last](const Json &answer) {
        for (const Json &sample : answer.value("samples").items()) {
            const bool isContext = sample.value("kind").toString() == "context"_L1;
            const QString title = sample.value("title").toString();
            const TrialInput input{title.isEmpty() ? tr("Without a title, %1").arg(sample.value("name").toString()) : title,
                                   Json::object({{isContext ? "context" : "sample", sample.value("name")}})};
            if (input.input != last.input)
                m_choices.append({input, isContext ? tr("went through it") : tr("sample")});
        }
        showChoices();
    });
    m_search->setFocus();
}

void TrialInputDialog::showChoices()
{
    const QString sought = m_search->text().trimmed();
    m_list->clear();
    for (int i = 0; i < m_choices.size(); ++i) {
        const auto &[input, kind] = m_choices.at(i);
        if (!sought.isEmpty() && !input.title.contains(sought, Qt::CaseInsensitive))
            continue;
        auto *item = new QListWidgetItem(tr("%1 · %2").arg(input.title, kind), m_list);
        item->setData(Qt::UserRole, i);
    }
    if (m_list->count() == 0 && !sought.isEmpty() && !sought.contains(u' ')) {
        m_choices.removeIf([](const auto &choice) { return choice.second.isEmpty(); });
        m_choices.append({{sought, Json::object({{"context", sought}})}, {}});
        auto *item = new QListWidgetItem(tr("Context %1").arg(sought), m_list);
        item->setData(Qt::UserRole, int(m_choices.size() - 1));
    }
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
}

void TrialInputDialog::look(const TrialInput &input)
{
    m_chosen = input;
    m_isTyped = false;
    showProblem({});
    m_title->setText(input.title);
    m_answers.ask("look", m_source->execute(u"try.input"_s, Json::object({{"pipeline", m_pipeline}, {"input", input.input}})),
                  [this](const Json &answer) { take(answer); });
}

void TrialInputDialog::take(const Json &answer)
{
    m_editor->flush();
    if (!m_isTyped)
        m_editor->setValue(answer.value("data"));
}

void TrialInputDialog::openFile(const QString &path)
{
    const TrialInput input{QFileInfo(path).fileName(), Json::object({{"path", path}})};
    m_choices.prepend({input, tr("file")});
    m_search->clear();
    showChoices();
}

void TrialInputDialog::askFile()
{
    auto *dialog = new QFileDialog(this, tr("Try on a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TrialInputDialog::openFile);
    dialog->open();
}

void TrialInputDialog::finish()
{
    m_editor->flush();
    if (!m_editor->problem().isEmpty()) {
        m_editor->setFocus();
        return;
    }
    if (!m_problem->text().isEmpty() && !m_isTyped)
        return;
    if (m_isTyped || m_chosen.input.isNull())
        m_chosen = {m_title->text(), Json::object({{"document", m_editor->value()}})};
    accept();
    Q_EMIT chosen(m_chosen);
}

void TrialInputDialog::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

} // namespace Millrace
