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

#include <algorithm>

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

QWidget *draftRow(QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(3), Metrics::gap(2));
    layout->setSpacing(0);
    layout->addWidget(makeLabel(TextRole::Strong, VersionList::tr("The draft"), row));
    layout->addWidget(makeLabel(TextRole::Secondary, VersionList::tr("As it is now, not published"), row));
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
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_compare->setCheckable(true);
    m_compare->setToolTip(tr("Choose two rows (with Ctrl or Shift) to compare these two"));
    m_runs->setToolTip(tr("Which runs used this version"));
    m_restore->setToolTip(tr("Publishes this version again, as the newest"));
    m_text->setReadOnly(true);
    m_text->setFont(Theme::font(TextRole::Fixed));
    m_text->setFrameShape(QFrame::NoFrame);
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
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] {
        showButtons();
        if (const auto both = sides(); m_compare->isChecked() && both)
            Q_EMIT compareRequested(both->first, both->second);
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &VersionList::showButtons);
    connect(m_compare, &QPushButton::toggled, this, [this](bool on) {
        showButtons();
        const auto both = on ? sides() : std::nullopt;
        Q_EMIT compareRequested(both ? both->first : 0, both ? both->second : 0);
    });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(chosenOne()); });
    connect(m_runs, &QPushButton::clicked, this, [this] { Q_EMIT runsRequested(chosenOne(), m_runs->mapToGlobal(QPoint(0, m_runs->height()))); });
    showButtons();
}

int VersionList::versionAt(int row) const
{
    const int place = row - (m_hasDraft ? 1 : 0);
    return row < 0 || place < 0 ? 0 : int(m_versions.at(place).value("version").toInt());
}

int VersionList::current() const
{
    return versionAt(m_list->currentRow());
}

int VersionList::chosenOne() const
{
    const QList<QListWidgetItem *> items = m_list->selectedItems();
    return items.size() == 1 ? versionAt(m_list->row(items.first())) : 0;
}

std::optional<std::pair<int, int>> VersionList::sides() const
{
    QList<int> rows;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->isSelected())
            rows.append(row);
    }
    // The newest stands first. One alone is compared with what stands above all.
    if (rows.size() == 1 && rows.first() > 0)
        rows.prepend(0);
    if (rows.size() != 2)
        return std::nullopt;
    return std::pair(versionAt(rows.last()), versionAt(rows.first()));
}

void VersionList::setVersions(const Json &versions)
{
    if (versions == m_versions)
        return;
    const Chosen before = chosen();
    m_versions = versions;
    fill(before);
}

void VersionList::setDraft(bool isThere)
{
    if (isThere == m_hasDraft)
        return;
    const Chosen before = chosen();
    m_hasDraft = isThere;
    fill(before);
}

VersionList::Chosen VersionList::chosen() const
{
    Chosen chosen;
    chosen.current = m_list->currentRow() < 0 ? -1 : current();
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->isSelected())
            chosen.rows.append(versionAt(row));
    }
    return chosen;
}

/// What was chosen stays; else the newest version is.
void VersionList::fill(const Chosen &before)
{
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        const auto add = [this](QWidget *row, const QString &name) {
            auto *item = new QListWidgetItem(m_list);
            item->setSizeHint({0, row->sizeHint().height()});
            item->setData(Qt::AccessibleTextRole, name);
            m_list->setItemWidget(item, row);
        };
        if (m_hasDraft && !m_versions.isEmpty())
            add(draftRow(m_list), tr("The draft"));
        for (const Json &version : m_versions.items())
            add(rowOf(version, m_list), tr("Version %1").arg(version.value("version").toInt()));
        int row = m_hasDraft ? 1 : 0;
        for (int i = 0; i < m_list->count(); ++i) {
            if (versionAt(i) == before.current)
                row = i;
        }
        m_list->setCurrentRow(std::min(m_list->count() - 1, row));
        for (int i = 0; i < m_list->count(); ++i) {
            if (before.rows.size() > 1 && before.rows.contains(versionAt(i)))
                m_list->item(i)->setSelected(true);
        }
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
        showButtons();
    }
}

void VersionList::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    showButtons();
}

void VersionList::showButtons()
{
    const auto both = sides();
    const int newest = int(m_versions.at(0).value("version").toInt());
    m_compare->setEnabled(both.has_value() || m_compare->isChecked());
    m_compare->setText(m_compare->isChecked()                    ? tr("End the comparison")
                           : !both || both->second == 0          ? tr("Compare with the draft")
                           : m_list->selectedItems().size() == 1 ? tr("Compare with the newest")
                                                                 : tr("Compare versions %1 and %2").arg(both->first).arg(both->second));
    const int one = chosenOne();
    const auto hasRuns = [one](const Json &version) { return version.value("version").toInt() == one && version.value("runs").toInt() > 0; };
    m_restore->setEnabled(one > 0 && one != newest && !m_readOnly);
    m_runs->setEnabled(one > 0 && std::ranges::any_of(m_versions.items(), hasRuns));
}

} // namespace Millrace
