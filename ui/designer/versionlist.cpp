// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/versionlist.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString timeOf(const Json &at)
{
    const QDateTime time = QDateTime::fromString(at.toString(), Qt::ISODateWithMs);
    return time.isValid() ? Format::clockTime(time.toMSecsSinceEpoch() * 1000) : QString();
}

QWidget *rowOf(const Json &version, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(3), Metrics::gap(2));
    layout->setSpacing(0);
    QString head = VersionList::tr("Version %1").arg(version.value("version").toInt());
    if (version.value("newest").toBool())
        head += VersionList::tr(" · newest");
    layout->addWidget(makeLabel(TextRole::Strong, head, row));
    if (const QString note = version.value("note").toString(); !note.isEmpty()) {
        QLabel *label = makeLabel(TextRole::Body, note, row);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    QStringList told{timeOf(version.value("at")), version.value("author").toString()};
    told.removeAll(QString());
    layout->addWidget(makeLabel(TextRole::Secondary, told.join(u" · "_s), row));
    QStringList facts;
    if (const qint64 contexts = version.value("contexts").toInt(); contexts > 0)
        facts.append(VersionList::tr("%n context(s)", nullptr, int(contexts)));
    if (const qint64 runs = version.value("runs").toInt(); runs > 0)
        facts.append(VersionList::tr("%n run(s)", nullptr, int(runs)));
    facts.append(version.value("hash").toString().left(8));
    QLabel *last = makeLabel(TextRole::Secondary, facts.join(u" · "_s), row);
    last->setToolTip(version.value("hash").toString());
    layout->addWidget(last);
    return row;
}

} // namespace

VersionList::VersionList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
    , m_compare(new QPushButton(tr("Compare with the draft"), this))
    , m_restore(new QPushButton(tr("Restore"), this))
    , m_runs(new QPushButton(tr("Runs…"), this))
    , m_text(new QPlainTextEdit(this))
{
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Versions"));
    m_compare->setCheckable(true);
    m_runs->setToolTip(tr("Which runs used this version"));
    m_restore->setToolTip(tr("Publishes this version again, as the newest"));
    m_text->setReadOnly(true);
    m_text->setFont(Theme::font(TextRole::Fixed));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(tr("What differs"));
    m_text->hide();
    // Below each other: in the narrowest panel and the longest language no word is cut.
    auto *few = new QHBoxLayout;
    few->setSpacing(Metrics::gap(2));
    few->addWidget(m_restore, 1);
    few->addWidget(m_runs, 1);
    auto *buttons = new QVBoxLayout;
    buttons->setContentsMargins(Metrics::gap(3), Metrics::gap(2), Metrics::gap(3), Metrics::gap(2));
    buttons->setSpacing(Metrics::gap(2));
    buttons->addWidget(m_compare);
    buttons->addLayout(few);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    layout->addWidget(m_text, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        showButtons();
        if (m_compare->isChecked() && current() > 0)
            Q_EMIT compareRequested(current());
    });
    connect(m_compare, &QPushButton::toggled, this, [this](bool on) { Q_EMIT compareRequested(on ? current() : 0); });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(current()); });
    connect(m_runs, &QPushButton::clicked, this, [this] { Q_EMIT runsRequested(current(), m_runs->mapToGlobal(QPoint(0, m_runs->height()))); });
    showButtons();
}

int VersionList::current() const
{
    const int row = m_list->currentRow();
    return row < 0 ? 0 : int(m_versions.at(row).value("version").toInt());
}

void VersionList::setVersions(const Json &versions)
{
    if (versions == m_versions)
        return;
    const int chosen = current();
    m_versions = versions;
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const Json &version : versions.items()) {
            auto *item = new QListWidgetItem(m_list);
            QWidget *row = rowOf(version, m_list);
            item->setSizeHint({0, row->sizeHint().height()});
            item->setData(Qt::AccessibleTextRole, tr("Version %1").arg(version.value("version").toInt()));
            m_list->setItemWidget(item, row);
        }
        int row = 0;
        for (int i = 0; i < int(versions.size()); ++i) {
            if (versions.at(i).value("version").toInt() == chosen)
                row = i;
        }
        m_list->setCurrentRow(versions.isEmpty() ? -1 : row);
    }
    showButtons();
}

void VersionList::setDifference(const QString &text)
{
    m_text->setPlainText(text);
    m_text->setVisible(!text.isEmpty());
    if (text.isEmpty()) {
        const QSignalBlocker quiet(m_compare);
        m_compare->setChecked(false);
    }
}

void VersionList::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    showButtons();
}

void VersionList::showButtons()
{
    m_compare->setEnabled(current() > 0);
    m_restore->setEnabled(current() > 0 && m_list->currentRow() > 0 && !m_readOnly);
    m_runs->setEnabled(current() > 0 && m_versions.at(m_list->currentRow()).value("runs").toInt() > 0);
}

} // namespace Millrace
