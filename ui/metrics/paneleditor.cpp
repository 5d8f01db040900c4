// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/paneleditor.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "metrics/metrictext.h"
#include "metrics/panelcard.h"
#include "metrics/plotview.h"
#include "metrics/queryanswer.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPreviewMs = 300;
constexpr qint64 kPreviewSeconds = 3600;

QLineEdit *makeLine(const QString &name, const QString &placeholder, QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    line->setAccessibleName(name);
    line->setPlaceholderText(placeholder);
    return line;
}

std::optional<double> numberIn(const QLineEdit *line)
{
    bool isNumber = false;
    const double value = line->locale().toDouble(line->text().trimmed(), &isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

QString numberText(const QLineEdit *line, std::optional<double> value)
{
    return value ? line->locale().toString(*value, 'g', 12) : QString();
}

} // namespace

Json labelFilter(const QString &text)
{
    Json where = Json::object();
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const qsizetype middle = part.indexOf(u'=');
        const QString name = part.first(std::max<qsizetype>(middle, 0)).trimmed();
        if (name.isEmpty())
            continue;
        QStringList values;
        for (const QString &value : part.sliced(middle + 1).split(u'|', Qt::SkipEmptyParts))
            values.append(value.trimmed());
        if (!values.isEmpty())
            where.insert(name, values.size() == 1 ? Json(values.constFirst()) : Json::array(values));
    }
    return where;
}

QString labelFilterText(const Json &where)
{
    QStringList parts;
    for (const JsonMember &member : where.members()) {
        const QString value = member.value.isArray() ? member.value.toStringList().join(u'|') : member.value.toString();
        parts.append(u"%1=%2"_s.arg(QString::fromUtf8(member.key), value));
    }
    return parts.join(u", "_s);
}

PanelEditor::PanelEditor(Workspace *workspace, const PanelInfo &panel, bool isNew, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_panel(panel)
    , m_title(makeLine(tr("Title"), tr("What the panel shows"), this))
    , m_kind(new QComboBox(this))
    , m_questions(new QListWidget(this))
    , m_add(new QPushButton(tr("Add"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
    , m_metric(new QComboBox(this))
    , m_help(makeLabel(TextRole::Secondary, {}, this))
    , m_function(new QComboBox(this))
    , m_by(new QWidget(this))
    , m_where(makeLine(tr("Only where"), tr("node=ai_generator|transformer, pipeline=article"), this))
    , m_legend(makeLine(tr("Name of the lines"), tr("{{node}}"), this))
    , m_least(makeLine(tr("From"), tr("by itself"), this))
    , m_greatest(makeLine(tr("To"), tr("by itself"), this))
    , m_threshold(makeLine(tr("Line across at"), tr("none"), this))
    , m_logarithmic(new QCheckBox(tr("Logarithmic"), this))
    , m_save(nullptr)
    , m_preview(new PanelCard(this))
{
    setWindowTitle(isNew ? tr("Add a panel") : tr("Edit the panel"));
    resize(Metrics::gap(250), Metrics::gap(150));
    if (m_panel.queries.isEmpty())
        m_panel.queries.append(PanelQuery());
    if (!m_panel.cells.isValid())
        m_panel.cells = QRect(0, 0, 6, 3);
    m_preview->setEditable(false);
    m_preview->setFocusPolicy(Qt::NoFocus);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(isNew ? tr("Add the panel") : tr("Keep the changes"), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(Metrics::gap(6));
    sides->addWidget(makeForm(), 5);
    sides->addWidget(m_preview, 6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(6), Metrics::gap(5), Metrics::gap(6), Metrics::gap(5));
    layout->setSpacing(Metrics::gap(4));
    layout->addLayout(sides, 1);
    layout->addWidget(buttons);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPreviewMs);
    connect(&m_pause, &QTimer::timeout, this, &PanelEditor::askPreview);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showPanel();
    m_answers.onError([this](const Error &error) { m_preview->setProblem(error.text); });
    m_answers.ask("metrics", workspace->execute(u"metrics.list"_s, Json::object({{"values", true}}), workspace->actor()), [this](const Json &answer) {
        QList<MetricChoice> metrics;
        for (const Json &metric : answer.value("metrics").items())
            metrics.append(MetricChoice::fromJson(metric));
        setMetrics(metrics);
    });
}

QWidget *PanelEditor::makeForm()
{
    for (const PanelKind kind : kPanelKinds)
        m_kind->addItem(Icons::icon(MetricText::kindIcon(kind)), MetricText::kind(kind), static_cast<int>(kind));
    m_kind->setAccessibleName(tr("Shown as"));
    for (QLineEdit *line : {m_least, m_greatest, m_threshold})
        line->setValidator(new QDoubleValidator(line));
    auto *box = new QWidget(this);
    auto *form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(Metrics::gap(2));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("Shown as"), m_kind);
    form->addRow(tr("Asks for"), makeQuestions());
    form->addRow(tr("Metric"), m_metric);
    form->addRow(QString(), m_help);
    form->addRow(tr("Of it"), m_function);
    form->addRow(tr("A line for each"), m_by);
    form->addRow(tr("Only where"), m_where);
    form->addRow(tr("Name of the lines"), m_legend);
    auto *axis = new QHBoxLayout;
    axis->setSpacing(Metrics::gap(2));
    axis->addWidget(m_least);
    axis->addWidget(makeLabel(TextRole::Body, tr("to"), box));
    axis->addWidget(m_greatest);
    axis->addWidget(m_logarithmic);
    form->addRow(tr("Axis from"), axis);
    form->addRow(tr("Line across at"), m_threshold);
    m_help->setWordWrap(true);
    m_metric->setEditable(true);
    m_metric->setInsertPolicy(QComboBox::NoInsert);
    m_metric->setAccessibleName(tr("Metric"));
    m_metric->setMinimumContentsLength(28);
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_function->setAccessibleName(tr("Of it"));
    auto *labels = new QHBoxLayout(m_by);
    labels->setContentsMargins(0, 0, 0, 0);

    connect(m_title, &QLineEdit::textEdited, this, &PanelEditor::take);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &PanelEditor::take);
    for (QLineEdit *line : {m_least, m_greatest, m_threshold})
        connect(line, &QLineEdit::textEdited, this, &PanelEditor::take);
    connect(m_logarithmic, &QCheckBox::toggled, this, &PanelEditor::take);
    connect(m_questions, &QListWidget::currentRowChanged, this, &PanelEditor::showQuestion);
    connect(m_metric, &QComboBox::currentTextChanged, this, [this] {
        takeQuestion();
        showLabels();
    });
    connect(m_function, &QComboBox::currentIndexChanged, this, &PanelEditor::takeQuestion);
    connect(m_where, &QLineEdit::textEdited, this, &PanelEditor::takeQuestion);
    connect(m_legend, &QLineEdit::textEdited, this, &PanelEditor::takeQuestion);
    return box;
}

QWidget *PanelEditor::makeQuestions()
{
    m_questions->setAccessibleName(tr("What the panel asks for"));
    m_questions->setMaximumHeight(Metrics::gap(20));
    m_add->setAccessibleName(tr("Ask for something else too"));
    m_remove->setAccessibleName(tr("Do not ask for this any more"));
    auto *box = new QWidget(this);
    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(m_questions, 1);
    layout->addLayout(buttons);
    connect(m_add, &QPushButton::clicked, this, &PanelEditor::addQuestion);
    connect(m_remove, &QPushButton::clicked, this, &PanelEditor::removeQuestion);
    return box;
}

const MetricChoice *PanelEditor::metric(const QString &name) const
{
    const auto found = std::ranges::find(m_metrics, name, &MetricChoice::name);
    return found == m_metrics.end() ? nullptr : &*found;
}

void PanelEditor::setMetrics(const QList<MetricChoice> &metrics)
{
    m_metrics = metrics;
    m_isShowing = true;
    m_metric->clear();
    for (const MetricChoice &one : metrics) {
        m_metric->addItem(one.name);
        m_metric->setItemData(m_metric->count() - 1, one.title.isEmpty() ? one.help : u"%1: %2"_s.arg(one.title, one.help), Qt::ToolTipRole);
    }
    auto *completer = new QCompleter(m_metric->model(), m_metric);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_metric->setCompleter(completer);
    m_isShowing = false;
    showQuestion();
    askPreview();
}

QString PanelEditor::title(const PanelQuery &query) const
{
    if (query.metric.isEmpty())
        return tr("Choose a metric");
    const MetricChoice *known = metric(query.metric);
    return u"%1, %2"_s.arg(known && !known->title.isEmpty() ? known->title : query.metric, MetricText::function(query.function));
}

void PanelEditor::showPanel()
{
    m_isShowing = true;
    m_title->setText(m_panel.title);
    m_kind->setCurrentIndex(static_cast<int>(m_panel.kind));
    m_least->setText(numberText(m_least, m_panel.least));
    m_greatest->setText(numberText(m_greatest, m_panel.greatest));
    m_threshold->setText(numberText(m_threshold, m_panel.thresholds.isEmpty() ? std::nullopt : std::optional(m_panel.thresholds.constFirst())));
    m_logarithmic->setChecked(m_panel.isLogarithmic);
    m_questions->clear();
    for (const PanelQuery &query : std::as_const(m_panel.queries))
        m_questions->addItem(title(query));
    m_questions->setCurrentRow(0);
    m_isShowing = false;
    showQuestion();
}

void PanelEditor::showQuestion()
{
    const int row = m_questions->currentRow();
    m_remove->setEnabled(m_panel.queries.size() > 1);
    if (m_isShowing || row < 0 || row >= m_panel.queries.size())
        return;
    const PanelQuery query = m_panel.queries.at(row);
    m_isShowing = true;
    m_metric->setCurrentText(query.metric);
    m_where->setText(labelFilterText(query.where));
    m_legend->setText(query.legend);
    m_isShowing = false;
    showLabels();
}

void PanelEditor::showLabels()
{
    const int row = m_questions->currentRow();
    if (row < 0 || row >= m_panel.queries.size())
        return;
    const PanelQuery query = m_panel.queries.at(row);
    const MetricChoice *known = metric(query.metric);
    m_isShowing = true;
    m_help->setText(known ? known->help : QString());
    m_help->setVisible(!m_help->text().isEmpty());
    QStringList functions = MetricChoice::functionsOf(known ? known->kind : QString());
    if (!query.function.isEmpty() && !functions.contains(query.function) && !known)
        functions.prepend(query.function);
    m_function->clear();
    for (const QString &function : std::as_const(functions))
        m_function->addItem(MetricText::function(function), function);
    const int asked = m_function->findData(query.function);
    m_function->setCurrentIndex(std::max(asked, 0));
    QLayout *labels = m_by->layout();
    while (QLayoutItem *item = labels->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList names = known ? known->labels : query.by;
    for (const QString &name : names) {
        auto *box = new QCheckBox(name, m_by);
        box->setChecked(query.by.contains(name));
        if (known)
            box->setToolTip(known->values.value(name).join(u", "_s));
        connect(box, &QCheckBox::toggled, this, &PanelEditor::takeQuestion);
        labels->addWidget(box);
    }
    static_cast<QHBoxLayout *>(labels)->addStretch(1);
    m_isShowing = false;
    if (asked < 0)
        takeQuestion();
}

void PanelEditor::take()
{
    if (m_isShowing)
        return;
    m_panel.title = m_title->text();
    m_panel.kind = static_cast<PanelKind>(m_kind->currentData().toInt());
    m_panel.least = numberIn(m_least);
    m_panel.greatest = numberIn(m_greatest);
    const std::optional<double> threshold = numberIn(m_threshold);
    if (threshold != (m_panel.thresholds.isEmpty() ? std::nullopt : std::optional(m_panel.thresholds.constFirst())))
        m_panel.thresholds = threshold ? QList<double>{*threshold} : QList<double>();
    m_panel.isLogarithmic = m_logarithmic->isChecked();
    // The counts by size are what these two show, and nothing else has them.
    if (m_panel.kind == PanelKind::Histogram || m_panel.kind == PanelKind::HeatMap) {
        m_function->setCurrentIndex(std::max(m_function->findData(u"heatmap"_s), 0));
    } else if (m_function->currentData().toString() == "heatmap"_L1) {
        m_function->setCurrentIndex(0);
    }
    m_pause.start();
}

void PanelEditor::takeQuestion()
{
    const int row = m_questions->currentRow();
    if (m_isShowing || row < 0 || row >= m_panel.queries.size())
        return;
    PanelQuery &query = m_panel.queries[row];
    query.metric = m_metric->currentText().trimmed();
    if (m_function->count() > 0)
        query.function = m_function->currentData().toString();
    query.where = labelFilter(m_where->text());
    query.legend = m_legend->text().trimmed();
    query.by.clear();
    for (const QCheckBox *box : m_by->findChildren<QCheckBox *>(Qt::FindDirectChildrenOnly)) {
        if (box->isChecked())
            query.by.append(box->text());
    }
    m_questions->item(row)->setText(title(query));
    if (m_title->text().isEmpty())
        m_panel.title = title(query);
    m_pause.start();
}

void PanelEditor::addQuestion()
{
    // Mostly another percentile, or the same of another node.
    m_panel.queries.append(m_panel.queries.value(m_questions->currentRow()));
    m_questions->addItem(title(m_panel.queries.constLast()));
    m_questions->setCurrentRow(m_questions->count() - 1);
    m_pause.start();
}

void PanelEditor::removeQuestion()
{
    const int row = m_questions->currentRow();
    if (row < 0 || m_panel.queries.size() < 2)
        return;
    m_panel.queries.removeAt(row);
    delete m_questions->takeItem(row);
    showQuestion();
    m_pause.start();
}

void PanelEditor::askPreview()
{
    PanelInfo asked = m_panel;
    asked.queries.removeIf([](const PanelQuery &query) { return query.metric.isEmpty(); });
    m_preview->setInfo(asked);
    Json queries = Json::array();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    for (const PanelQuery &query : std::as_const(asked.queries)) {
        Json args = query.toArgs();
        args.insert("from", now - kPreviewSeconds);
        args.insert("to", now);
        args.insert("limit", 12);
        queries.append(args);
    }
    if (queries.isEmpty()) {
        m_answers.forget("preview");
        return;
    }
    m_preview->plot()->setRange(double(now - kPreviewSeconds), double(now));
    m_answers.ask("preview", m_workspace->execute(u"metrics.query"_s, Json::object({{"queries", queries}}), m_workspace->actor()),
                  [this, asked](const Json &answer) {
                      const QList<QueryAnswer> answers = QueryAnswer::listFromJson(answer);
                      if (!answers.isEmpty() && std::ranges::all_of(answers, [](const QueryAnswer &one) { return !one.problem.isEmpty(); }))
                          m_preview->setProblem(answers.constFirst().problem);
                      else
                          m_preview->setContent(panelContent(asked, answers, {}), {});
                  });
}

} // namespace Millrace
