// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/ruleeditor.h"

#include "common/label.h"
#include "common/metrics.h"
#include "metrics/metrictext.h"
#include "metrics/paneleditor.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kTestMs = 400;
constexpr int kMostSeconds = 7 * 86400;
constexpr qsizetype kSaysMost = 3;

void choose(QComboBox *box, const QString &data)
{
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

QSpinBox *makeSeconds(const QString &name, int least, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setRange(least, kMostSeconds);
    box->setSingleStep(30);
    box->setSuffix(RuleEditor::tr(" s"));
    box->setGroupSeparatorShown(true);
    box->setAccessibleName(name);
    return box;
}

} // namespace

RuleEditor::RuleEditor(Workspace *workspace, const RuleInfo &rule, bool isNew, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_rule(rule)
    , m_form(new QFormLayout)
    , m_title(new QLineEdit(this))
    , m_severity(new QComboBox(this))
    , m_kind(new QComboBox(this))
    , m_topic(new QLineEdit(this))
    , m_metric(new QComboBox(this))
    , m_function(new QComboBox(this))
    , m_where(new QLineEdit(this))
    , m_by(new QLineEdit(this))
    , m_op(new QComboBox(this))
    , m_value(new QLineEdit(this))
    , m_window(makeSeconds(tr("Looked at"), 10, this))
    , m_holds(makeSeconds(tr("And that for"), 0, this))
    , m_enabled(new QCheckBox(tr("It is watched"), this))
    , m_desktop(new QCheckBox(tr("Tell me on the desktop"), this))
    , m_webhook(new QLineEdit(this))
    , m_says(makeLabel(TextRole::Secondary, {}, this))
    , m_save(nullptr)
{
    setWindowTitle(isNew ? tr("New rule") : tr("Edit the rule"));
    resize(Metrics::gap(150), sizeHint().height());
    for (const QString &severity : {u"info"_s, u"warning"_s, u"critical"_s})
        m_severity->addItem(MetricText::severity(severity), severity);
    m_kind->addItem(tr("A value is beyond a limit"), u"threshold"_s);
    m_kind->addItem(tr("A value changes too fast"), u"rate"_s);
    m_kind->addItem(tr("Nothing is measured"), u"absence"_s);
    m_kind->addItem(tr("Something happens too often"), u"event"_s);
    for (const QString &op : {u">"_s, u">="_s, u"<"_s, u"<="_s, u"=="_s, u"!="_s})
        m_op->addItem(op, op);
    m_metric->setEditable(true);
    m_metric->setInsertPolicy(QComboBox::NoInsert);
    m_metric->setMinimumContentsLength(28);
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_value->setValidator(new QDoubleValidator(m_value));
    m_where->setPlaceholderText(tr("node=ai_generator|transformer, pipeline=article"));
    m_by->setPlaceholderText(tr("provider, model"));
    m_topic->setPlaceholderText(tr("context.failed"));
    m_webhook->setPlaceholderText(tr("https://…, or empty"));
    m_says->setWordWrap(true);
    const QList<std::pair<QString, QWidget *>> rows
        = {{tr("Title"), m_title},    {tr("Severity"), m_severity}, {tr("It is a problem when"), m_kind}, {tr("Event"), m_topic},
           {tr("Metric"), m_metric},  {tr("Of it"), m_function},    {tr("Only where"), m_where},          {tr("Each apart by"), m_by},
           {tr("Is"), m_op},          {tr("Limit"), m_value},       {tr("Looked at"), m_window},          {tr("And that for"), m_holds},
           {tr("Send to"), m_webhook}};
    m_form->setSpacing(Metrics::gap(2));
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const auto &[label, widget] : rows) {
        widget->setAccessibleName(label);
        m_form->addRow(label, widget);
    }
    m_form->addRow(QString(), m_desktop);
    m_form->addRow(QString(), m_enabled);
    m_form->addRow(tr("It says now"), m_says);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(isNew ? tr("Add the rule") : tr("Keep the changes"), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(6), Metrics::gap(5), Metrics::gap(6), Metrics::gap(5));
    layout->setSpacing(Metrics::gap(4));
    layout->addLayout(m_form);
    layout->addWidget(buttons);

    m_title->setText(rule.title);
    choose(m_severity, rule.severity);
    choose(m_kind, rule.kind);
    m_topic->setText(rule.topic);
    m_metric->setCurrentText(rule.metric);
    m_where->setText(labelFilterText(rule.where));
    m_by->setText(rule.by.join(u", "_s));
    choose(m_op, rule.op);
    m_value->setText(m_value->locale().toString(rule.value, 'g', 12));
    m_window->setValue(static_cast<int>(rule.window));
    m_holds->setValue(static_cast<int>(rule.holds));
    m_enabled->setChecked(rule.isEnabled);
    m_desktop->setChecked(rule.onDesktop);
    m_webhook->setText(rule.webhook);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kTestMs);
    connect(&m_pause, &QTimer::timeout, this, &RuleEditor::askTest);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &RuleEditor::showKind);
    connect(m_metric, &QComboBox::currentTextChanged, this, &RuleEditor::showFunctions);
    for (QLineEdit *line : {m_title, m_topic, m_where, m_by, m_value, m_webhook})
        connect(line, &QLineEdit::textChanged, this, &RuleEditor::changed);
    for (QComboBox *box : {m_function, m_op})
        connect(box, &QComboBox::currentIndexChanged, this, &RuleEditor::changed);
    for (QSpinBox *box : {m_window, m_holds})
        connect(box, &QSpinBox::valueChanged, this, &RuleEditor::changed);
    showKind();
    m_answers.onError([this](const Error &error) { m_says->setText(error.text); });
    m_answers.ask("metrics", workspace->execute(u"metrics.list"_s, Json::object(), workspace->actor()), [this](const Json &answer) {
        QList<MetricChoice> metrics;
        for (const Json &metric : answer.value("metrics").items())
            metrics.append(MetricChoice::fromJson(metric));
        setMetrics(metrics);
    });
}

void RuleEditor::setMetrics(const QList<MetricChoice> &metrics)
{
    m_metrics = metrics;
    const QString chosen = m_metric->currentText();
    m_metric->clear();
    for (const MetricChoice &one : metrics)
        m_metric->addItem(one.name);
    auto *completer = new QCompleter(m_metric->model(), m_metric);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_metric->setCompleter(completer);
    m_metric->setCurrentText(chosen);
    showFunctions();
}

void RuleEditor::showKind()
{
    const QString kind = m_kind->currentData().toString();
    const bool isEvent = kind == "event"_L1;
    m_form->setRowVisible(m_topic, isEvent);
    for (QWidget *widget : {static_cast<QWidget *>(m_metric), static_cast<QWidget *>(m_where), static_cast<QWidget *>(m_by)})
        m_form->setRowVisible(widget, !isEvent);
    m_form->setRowVisible(m_function, kind == "threshold"_L1);
    m_form->setRowVisible(m_op, kind == "threshold"_L1 || kind == "rate"_L1);
    m_form->setRowVisible(m_value, kind != "absence"_L1);
    showFunctions();
}

void RuleEditor::showFunctions()
{
    const auto known = std::ranges::find(m_metrics, m_metric->currentText().trimmed(), &MetricChoice::name);
    const QString chosen = m_function->count() > 0 ? m_function->currentData().toString() : m_rule.function;
    const QSignalBlocker quiet(m_function);
    m_function->clear();
    for (const QString &function : MetricChoice::functionsOf(known == m_metrics.end() ? QString() : known->kind)) {
        if (function != "heatmap"_L1)
            m_function->addItem(MetricText::function(function), function);
    }
    if (known == m_metrics.end() && !chosen.isEmpty() && m_function->findData(chosen) < 0)
        m_function->addItem(MetricText::function(chosen), chosen);
    choose(m_function, chosen);
    changed();
}

RuleInfo RuleEditor::rule() const
{
    RuleInfo rule = m_rule;
    rule.kind = m_kind->currentData().toString();
    rule.severity = m_severity->currentData().toString();
    rule.topic = m_topic->text().trimmed();
    rule.metric = m_metric->currentText().trimmed();
    rule.function = rule.kind == "threshold"_L1 ? m_function->currentData().toString() : QString();
    rule.where = labelFilter(m_where->text());
    rule.by.clear();
    for (const QString &label : m_by->text().split(u',', Qt::SkipEmptyParts))
        rule.by.append(label.trimmed());
    rule.op = m_op->currentData().toString();
    rule.value = m_value->locale().toDouble(m_value->text());
    rule.window = m_window->value();
    rule.holds = m_holds->value();
    rule.isEnabled = m_enabled->isChecked();
    rule.onDesktop = m_desktop->isChecked();
    rule.webhook = m_webhook->text().trimmed();
    rule.title = m_title->text().trimmed().isEmpty() ? rule.condition() : m_title->text().trimmed();
    return rule;
}

void RuleEditor::changed()
{
    const RuleInfo now = rule();
    m_save->setEnabled(now.kind == "event"_L1 ? !now.topic.isEmpty() : !now.metric.isEmpty());
    m_pause.start();
}

void RuleEditor::askTest()
{
    if (!m_save->isEnabled()) {
        m_says->setText(tr("Nothing yet: choose what is watched."));
        return;
    }
    m_answers.ask("test", m_workspace->execute(u"alert.test"_s, Json::object({{"rule", rule().toJson()}}), m_workspace->actor()),
                  [this](const Json &answer) {
                      QStringList lines;
                      int fires = 0;
                      for (const Json &one : answer.value("readings").items()) {
                          fires += one.value("fires").toBool() ? 1 : 0;
                          if (lines.size() < kSaysMost) {
                              const QString labels = labelFilterText(one.value("labels"));
                              const QString value = one.value("value").isNumber() ? m_says->locale().toString(one.value("value").toDouble(), 'g', 6)
                                                                                  : tr("nothing measured");
                              lines.append(labels.isEmpty() ? value : u"%1: %2"_s.arg(labels, value));
                          }
                      }
                      lines.prepend(fires > 0 ? tr("It would be a problem now.") : tr("It would be no problem now."));
                      m_says->setText(lines.join(u'\n'));
                  });
}

} // namespace Millrace
