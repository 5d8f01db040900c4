// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourceeditor.h"

#include "common/label.h"
#include "common/metrics.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kUsualSettleMs = 2'000;
constexpr int kUsualRestMs = 60'000;
constexpr int kLongestSettleS = 3'600;
constexpr int kLongestRestS = 86'400;
constexpr std::array kAfter = {"leave", "move", "delete"};

/// "*.pdf, *.html" as a list.
QStringList wildcardsOf(const QString &text)
{
    static const QRegularExpression between(u"\\s*[,;]\\s*"_s);
    return text.trimmed().split(between, Qt::SkipEmptyParts);
}

} // namespace

SourceEditor::SourceEditor(QWidget *parent)
    : QWidget(parent)
    , m_title(makeLabel(TextRole::Title, {}, this))
    , m_folder(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_pipeline(new QComboBox(this))
    , m_after(new QButtonGroup(this))
    , m_moveTo(new QLineEdit(this))
    , m_moveRow(new QWidget(this))
    , m_afterNote(makeLabel(TextRole::Secondary, {}, this))
    , m_recursive(new QCheckBox(tr("Folders below it too"), this))
    , m_include(new QLineEdit(this))
    , m_exclude(new QLineEdit(this))
    , m_links(new QCheckBox(tr("Only link a file whose bytes are here already"), this))
    , m_settle(new QSpinBox(this))
    , m_rest(new QSpinBox(this))
    , m_problem(makeLabel(TextRole::Body, {}, this))
    , m_save(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_save->setProperty("primary", true);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(2));
    buttons->addWidget(m_save);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::paneMargin(), Metrics::gap(4));
    column->setSpacing(Metrics::gap(4));
    column->addWidget(m_title);
    column->addWidget(makeForm());
    column->addWidget(m_problem);
    column->addLayout(buttons);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setFocusProxy(m_folder);

    connect(m_save, &QPushButton::clicked, this, &SourceEditor::save);
    connect(m_cancel, &QPushButton::clicked, this, &SourceEditor::cancelRequested);
    for (QLineEdit *field : {m_folder, m_moveTo})
        connect(field, &QLineEdit::textChanged, this, &SourceEditor::check);
    connect(m_folder, &QLineEdit::textChanged, this,
            [this](const QString &folder) { m_name->setPlaceholderText(QDir::cleanPath(folder).section(u'/', -1)); });
    connect(m_after, &QButtonGroup::idToggled, this, &SourceEditor::check);
}

QWidget *SourceEditor::makeForm()
{
    const auto withButton = [this](QLineEdit *field, const QString &title) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(Metrics::gap(2));
        auto *choose = new QPushButton(tr("Choose…"), row);
        choose->setAccessibleName(title);
        layout->addWidget(field, 1);
        layout->addWidget(choose);
        connect(choose, &QPushButton::clicked, this, [this, field, title] { chooseFolder(field, title); });
        return row;
    };
    m_folder->setPlaceholderText(tr("Whole path of the folder"));
    m_folder->setAccessibleName(tr("Folder"));
    m_name->setAccessibleName(tr("Name"));
    m_pipeline->setAccessibleName(tr("Pipeline"));
    m_moveTo->setPlaceholderText(tr("A whole path, or one below the folder"));
    m_moveTo->setAccessibleName(tr("Where originals are moved to"));
    m_include->setPlaceholderText(tr("All files; or wildcards, like *.pdf, *.html"));
    m_include->setAccessibleName(tr("Files taken in"));
    m_exclude->setPlaceholderText(tr("None; or wildcards, like *.tmp, drafts/*"));
    m_exclude->setAccessibleName(tr("Files left out"));
    m_settle->setRange(0, kLongestSettleS);
    m_settle->setSuffix(tr(" s"));
    m_settle->setAccessibleName(tr("Seconds a file must have rested"));
    m_settle->setToolTip(tr("A file is taken in when it has not changed for so long"));
    m_rest->setRange(0, kLongestRestS);
    m_rest->setSuffix(tr(" s"));
    m_rest->setAccessibleName(tr("Seconds a file must have rested before it is moved or deleted"));
    m_rest->setToolTip(tr("A copy over a network may pause: what is moved or deleted too early is cut in half"));
    m_afterNote->setWordWrap(true);

    auto *after = new QWidget(this);
    auto *choices = new QVBoxLayout(after);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(Metrics::gap(1));
    int id = 0;
    for (const QString &text : {tr("Leave them where they are"), tr("Move them to another folder"), tr("Delete them")}) {
        auto *choice = new QRadioButton(text, after);
        m_after->addButton(choice, id++);
        choices->addWidget(choice);
        if (id == 2) {
            auto *indented = new QHBoxLayout(m_moveRow);
            indented->setContentsMargins(Metrics::gap(6), 0, 0, 0);
            indented->addWidget(withButton(m_moveTo, tr("Choose where originals are moved to")));
            choices->addWidget(m_moveRow);
        }
    }
    choices->addWidget(m_afterNote);

    auto *form = new QWidget(this);
    auto *rows = new QFormLayout(form);
    m_rows = rows;
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setHorizontalSpacing(Metrics::gap(6));
    rows->setVerticalSpacing(Metrics::gap(3));
    rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(tr("Folder"), withButton(m_folder, tr("Choose the folder to watch")));
    rows->addRow(tr("Name"), m_name);
    rows->addRow(tr("Pipeline"), m_pipeline);
    rows->addRow(tr("Originals, once they are safely in"), after);
    rows->addRow(QString(), m_recursive);
    rows->addRow(tr("Files"), m_include);
    rows->addRow(tr("But not"), m_exclude);
    rows->addRow(QString(), m_links);
    rows->addRow(tr("Taken in after a rest of"), m_settle);
    rows->addRow(tr("Moved or deleted after a rest of"), m_rest);
    return form;
}

void SourceEditor::chooseFolder(QLineEdit *into, const QString &title)
{
    const QString folder = QFileDialog::getExistingDirectory(this, title, QDir::isAbsolutePath(into->text()) ? into->text() : m_folder->text());
    if (!folder.isEmpty())
        into->setText(folder);
}

void SourceEditor::setPipelines(const QList<PipelineDefinition> &pipelines)
{
    const std::optional<QString> chosen = m_pipeline->count() > 0 ? std::optional(m_pipeline->currentData().toString()) : std::nullopt;
    m_pipeline->clear();
    m_pipeline->addItem(tr("As each document says"), QString());
    for (const PipelineDefinition &pipeline : pipelines)
        m_pipeline->addItem(pipeline.title.isEmpty() ? pipeline.id : pipeline.title, pipeline.id);
    choosePipeline(chosen);
}

void SourceEditor::choosePipeline(const std::optional<QString> &id)
{
    // A text or a PDF names no pipeline: for a new source the first one serves.
    const bool isNew = m_source.id.isEmpty() && m_source.pipeline.isEmpty();
    const QString wanted = id ? *id : isNew ? m_pipeline->itemData(1).toString() : m_source.pipeline;
    // What was named in another way (a title, a chain) stays as it is.
    if (!wanted.isEmpty() && m_pipeline->findData(wanted) < 0)
        m_pipeline->addItem(wanted, wanted);
    m_pipeline->setCurrentIndex(std::max(0, m_pipeline->findData(wanted)));
}

void SourceEditor::edit(const SourceInfo &source)
{
    m_source = source;
    const bool isNew = source.id.isEmpty();
    m_title->setText(isNew ? tr("Watch a folder") : tr("Change %1").arg(source.title));
    m_save->setText(isNew ? tr("Watch") : tr("Save"));
    m_folder->setText(source.folder);
    m_name->setText(isNew ? QString() : source.title);
    if (m_pipeline->count() > 0)
        choosePipeline({});
    m_after->button(source.after == "move"_L1 ? 1 : source.after == "delete"_L1 ? 2 : 0)->setChecked(true);
    m_moveTo->setText(source.moveTo);
    m_recursive->setChecked(source.isRecursive);
    m_include->setText(source.include.join(u", "_s));
    m_exclude->setText(source.exclude.join(u", "_s));
    m_links->setChecked(source.linksDuplicates);
    m_settle->setMaximum(std::max(kLongestSettleS, static_cast<int>(source.settleMs / 1'000))); // the command line knows no limit
    m_settle->setValue(static_cast<int>((isNew ? kUsualSettleMs : source.settleMs) / 1'000));
    m_rest->setMaximum(std::max(kLongestRestS, static_cast<int>(source.restMs / 1'000)));
    m_rest->setValue(static_cast<int>((isNew ? kUsualRestMs : source.restMs) / 1'000));
    showProblem({});
    check();
    (source.folder.isEmpty() ? m_folder : m_name)->setFocus();
}

Json SourceEditor::args() const
{
    Json args = m_source.id.isEmpty() ? Json::object() : m_source.args;
    const QString folder = QDir::cleanPath(m_folder->text().trimmed());
    args.insert("folder", folder);
    const QString name = m_name->text().trimmed();
    args.insert("title", name.isEmpty() ? folder.section(u'/', -1) : name);
    args.insert("pipeline", m_pipeline->currentData().toString());
    args.insert("recursive", m_recursive->isChecked());
    args.insert("include", Json::array(wildcardsOf(m_include->text())));
    args.insert("exclude", Json::array(wildcardsOf(m_exclude->text())));
    args.insert("after", kAfter.at(static_cast<std::size_t>(std::max(0, m_after->checkedId()))));
    if (m_after->checkedId() == 1)
        args.insert("move_to", m_moveTo->text().trimmed());
    else
        args.remove("move_to");
    args.insert("duplicates", m_links->isChecked() ? "link" : "take");
    // Milliseconds that somebody set elsewhere stay, unless the seconds are others.
    if (m_source.id.isEmpty() || m_settle->value() != m_source.settleMs / 1'000)
        args.insert("settle_ms", m_settle->value() * 1'000);
    if (m_source.id.isEmpty() || m_rest->value() != m_source.restMs / 1'000)
        args.insert("rest_ms", m_rest->value() * 1'000);
    if (args.value("pipeline").toString().isEmpty())
        args.remove("pipeline");
    return args;
}

void SourceEditor::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    QPalette colors = m_problem->palette();
    colors.setColor(QPalette::WindowText, Theme::color(ContextStatus::Failed));
    m_problem->setPalette(colors);
}

void SourceEditor::check()
{
    const int after = m_after->checkedId();
    m_moveRow->setVisible(after == 1);
    m_afterNote->setText(after == 2
                             ? tr("Each file is deleted from the folder once its bytes are in the workspace, from where it can be saved again.")
                             : after == 1 ? tr("A file keeps its name there; where one of that name lies already, it gets a number.")
                                          : QString());
    m_afterNote->setVisible(after != 0);
    m_rows->setRowVisible(m_rest, after != 0);
    const QString folder = m_folder->text().trimmed();
    QString missing;
    if (folder.isEmpty())
        missing = tr("Name the folder first.");
    else if (QDir::isRelativePath(folder))
        missing = tr("The folder needs its whole path.");
    else if (after == 1 && m_moveTo->text().trimmed().isEmpty())
        missing = tr("Say where originals are moved to.");
    m_save->setEnabled(missing.isEmpty());
    m_save->setToolTip(missing);
    // A folder that is not there yet may come: a drive that is plugged in, a share that is mounted.
    const bool isAbsent = missing.isEmpty() && !QDir(folder).exists();
    showProblem(isAbsent ? tr("There is no such folder now. It is watched as soon as it is there.") : QString());
}

void SourceEditor::save()
{
    if (m_save->isEnabled())
        Q_EMIT saveRequested(args());
}

void SourceEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelRequested();
    else if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        QWidget::keyPressEvent(event);
    else if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
        button->click();
    else
        save();
}

} // namespace Millrace
