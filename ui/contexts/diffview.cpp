// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/diffview.h"

#include "common/emptystate.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/diffeditor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace Millrace {

DiffView::DiffView(QWidget *parent)
    : QWidget(parent)
    , m_before(new QComboBox(this))
    , m_after(new QComboBox(this))
    , m_summary(makeLabel(TextRole::Secondary, {}, this))
    , m_stack(new QStackedWidget(this))
    , m_editor(new DiffEditor(this))
    , m_same(new EmptyState(this))
{
    m_before->setAccessibleName(tr("Older step"));
    m_before->setToolTip(tr("The older step"));
    m_after->setAccessibleName(tr("Newer step"));
    m_after->setToolTip(tr("The newer step"));
    auto *bar = new QWidget(this);
    bar->setFixedHeight(Metrics::gap(11));
    auto *head = new QHBoxLayout(bar);
    head->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    head->setSpacing(Metrics::gap(2));
    head->addWidget(m_before);
    head->addWidget(makeLabel(TextRole::Secondary, u"→"_s, this));
    head->addWidget(m_after);
    head->addStretch(1);
    head->addWidget(m_summary);
    m_same->setContent(u"checkmark"_s, tr("These two steps have the same data."));
    m_stack->addWidget(m_editor);
    m_stack->addWidget(m_same);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_stack, 1);
    const auto choose = [this] { Q_EMIT pairChosen(before(), after()); };
    connect(m_before, &QComboBox::activated, this, choose);
    connect(m_after, &QComboBox::activated, this, choose);
}

void DiffView::setSteps(const QStringList &titles)
{
    for (QComboBox *box : {m_before, m_after}) {
        const QSignalBlocker quiet(box);
        // Steps only ever grow at the end; what is open or chosen stays.
        for (int i = 0; i < titles.size(); ++i) {
            if (i < box->count()) {
                box->setItemText(i, titles[i]);
            } else {
                box->addItem(titles[i]);
            }
        }
        while (box->count() > titles.size()) {
            box->removeItem(box->count() - 1);
        }
    }
}

void DiffView::setPair(int before, int after)
{
    m_before->setCurrentIndex(before);
    m_after->setCurrentIndex(after);
}

int DiffView::before() const
{
    return m_before->currentIndex();
}

int DiffView::after() const
{
    return m_after->currentIndex();
}

void DiffView::setDocuments(const Json &before, const Json &after)
{
    const quint64 generation = ++m_generation;
    QtConcurrent::run([before, after] { return diffText(before, after); }).then(this, [this, generation](const DiffText &diff) {
        if (generation == m_generation) {
            showDiff(diff);
        }
    });
}

void DiffView::showDiff(const DiffText &diff)
{
    m_editor->setLines(diff.lines);
    QStringList parts;
    if (diff.added > 0) {
        parts.append(tr("%n added", nullptr, diff.added));
    }
    if (diff.removed > 0) {
        parts.append(tr("%n removed", nullptr, diff.removed));
    }
    if (diff.changed > 0) {
        parts.append(tr("%n changed", nullptr, diff.changed));
    }
    if (diff.left > 0) {
        parts.append(tr("%n not shown", nullptr, diff.left));
    }
    m_summary->setText(parts.join(u" · "_s));
    m_stack->setCurrentWidget(diff.lines.isEmpty() ? static_cast<QWidget *>(m_same) : m_editor);
    Q_EMIT shown();
}

} // namespace Millrace
