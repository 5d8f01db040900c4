// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/collectionsettings.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "metrics/alertinfo.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostDays = 36500;

QLineEdit *makeLine(const QString &name, const QString &placeholder, QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    line->setAccessibleName(name);
    line->setPlaceholderText(placeholder);
    return line;
}

QSpinBox *makeNumber(const QString &name, int least, int most, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setAccessibleName(name);
    return box;
}

} // namespace

CollectionSettings::CollectionSettings(Workspace *workspace, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_size(makeLabel(TextRole::Secondary, {}, this))
    , m_form(new QFormLayout)
    , m_enabled(new QCheckBox(tr("Measure how everything runs"), this))
    , m_others(makeLabel(TextRole::Section, tr("Who else gets them"), this))
    , m_prometheus(new QCheckBox(tr("Prometheus may read them at /metrics"), this))
    , m_otlp(new QCheckBox(tr("Send them by OpenTelemetry"), this))
    , m_otlpUrl(makeLine(tr("Address of the collector"), u"http://127.0.0.1:4318/v1/metrics"_s, this))
    , m_otlpEvery(makeNumber(tr("Seconds between two sendings"), 1, 86400, this))
    , m_graphite(new QCheckBox(tr("Send them to Graphite"), this))
    , m_graphiteHost(makeLine(tr("Host"), u"127.0.0.1"_s, this))
    , m_graphitePort(makeNumber(tr("Port"), 1, 65535, this))
    , m_graphitePrefix(makeLine(tr("Prefix of the names"), u"millrace"_s, this))
    , m_save(nullptr)
{
    setWindowTitle(tr("Collection of metrics"));
    QFormLayout *form = m_form;
    form->setSpacing(Metrics::gap(2));
    form->addRow(m_enabled);
    const std::array steps = {std::pair("10s", tr("Ten seconds each")), std::pair("1m", tr("A minute each")), std::pair("1h", tr("An hour each")),
                              std::pair("1d", tr("A day each"))};
    form->addRow(makeLabel(TextRole::Section, tr("How long they are kept"), this));
    for (const auto &[step, text] : steps) {
        QSpinBox *days = makeNumber(text, 0, kMostDays, this);
        days->setSpecialValueText(tr("for ever"));
        days->setSuffix(tr(" d"));
        m_days.insert(step, days);
        form->addRow(text, days);
    }
    form->addRow(QString(), m_size);
    form->addRow(m_others);
    form->addRow(m_prometheus);
    form->addRow(m_otlp);
    form->addRow(tr("To"), m_otlpUrl);
    m_otlpEvery->setSuffix(tr(" s"));
    form->addRow(tr("Every"), m_otlpEvery);
    form->addRow(m_graphite);
    form->addRow(tr("Host"), m_graphiteHost);
    form->addRow(tr("Port"), m_graphitePort);
    form->addRow(tr("Prefix"), m_graphitePrefix);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("Keep the changes"), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    m_save->setEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(6), Metrics::gap(5), Metrics::gap(6), Metrics::gap(5));
    layout->setSpacing(Metrics::gap(4));
    layout->addLayout(form);
    layout->addWidget(buttons);
    setMinimumWidth(Metrics::gap(120));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        m_answers.ask("configure", m_workspace->execute(u"metrics.configure"_s, args(), m_workspace->actor()), [this](const Json &) { accept(); });
    });
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_answers.ask("settings", workspace->execute(u"metrics.settings"_s, Json::object(), workspace->actor()),
                  [this](const Json &answer) { show(answer); });
}

void CollectionSettings::show(const Json &settings)
{
    m_shown = settings;
    m_enabled->setChecked(settings.value("enabled").toBool(true));
    m_form->setRowVisible(m_prometheus, settings.contains("prometheus"));
    for (QWidget *widget : {static_cast<QWidget *>(m_otlp), static_cast<QWidget *>(m_otlpUrl), static_cast<QWidget *>(m_otlpEvery)})
        m_form->setRowVisible(widget, settings.contains("otlp"));
    for (QWidget *widget : {static_cast<QWidget *>(m_graphite), static_cast<QWidget *>(m_graphiteHost), static_cast<QWidget *>(m_graphitePort),
                            static_cast<QWidget *>(m_graphitePrefix)})
        m_form->setRowVisible(widget, settings.contains("graphite"));
    m_form->setRowVisible(m_others, settings.contains("prometheus") || settings.contains("otlp") || settings.contains("graphite"));
    for (auto it = m_days.cbegin(); it != m_days.cend(); ++it)
        it.value()->setValue(static_cast<int>(settings.value("keep").value(it.key()).toInt()));
    m_prometheus->setChecked(settings.value("prometheus").toBool());
    const Json &otlp = settings.value("otlp");
    m_otlp->setChecked(otlp.value("enabled").toBool());
    m_otlpUrl->setText(otlp.value("url").toString());
    m_otlpEvery->setValue(static_cast<int>(otlp.value("every_seconds").toInt(60)));
    const Json &graphite = settings.value("graphite");
    m_graphite->setChecked(graphite.value("enabled").toBool());
    m_graphiteHost->setText(graphite.value("host").toString());
    m_graphitePort->setValue(static_cast<int>(graphite.value("port").toInt(2003)));
    m_graphitePrefix->setText(graphite.value("prefix").toString());
    QStringList size{tr("They take %1").arg(Format::bytes(settings.value("bytes").toInt()))};
    if (const qint64 since = momentOf(settings.value("since")); since > 0)
        size.append(tr("since %1").arg(Format::clockTime(since)));
    m_size->setText(size.join(u", "_s));
    m_save->setEnabled(true);
}

Json CollectionSettings::args() const
{
    Json keep = Json::object();
    for (const char *step : {"10s", "1m", "1h", "1d"})
        keep.insert(step, m_days.value(step)->value());
    Json args = Json::object({{"enabled", m_enabled->isChecked()}, {"keep", keep}});
    if (m_shown.contains("prometheus"))
        args.insert("prometheus", m_prometheus->isChecked());
    // Who was never named is not sent to.
    if (m_shown.contains("otlp") && (m_otlp->isChecked() || !m_otlpUrl->text().isEmpty()))
        args.insert("otlp",
                    Json::object({{"enabled", m_otlp->isChecked()}, {"url", m_otlpUrl->text().trimmed()}, {"every_seconds", m_otlpEvery->value()}}));
    if (m_shown.contains("graphite") && (m_graphite->isChecked() || !m_graphiteHost->text().isEmpty()))
        args.insert("graphite",
                    Json::object({{"enabled", m_graphite->isChecked()},
                                  {"host", m_graphiteHost->text().trimmed()},
                                  {"port", m_graphitePort->value()},
                                  {"prefix", m_graphitePrefix->text().trimmed()}}));
    return args;
}

} // namespace Millrace
