// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/intakecard.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace Millrace {

IntakeCard::IntakeCard(QWidget *parent)
    : Card(parent)
    , m_pipelines(new QComboBox(this))
    , m_sentence(makeLabel(TextRole::Body, tr("Drop files or folders here"), this))
{
    setAcceptDrops(true);
    auto *title = makeLabel(TextRole::Section, tr("Add content"), this);
    auto *kinds = makeLabel(TextRole::Secondary, tr("Text, PDF, office files, mail, tables, pictures, JSON"), this);
    m_sentence->setAlignment(Qt::AlignCenter);
    kinds->setAlignment(Qt::AlignCenter);
    auto *to = makeLabel(TextRole::Secondary, tr("Pipeline"), this);
    to->setBuddy(m_pipelines);
    m_pipelines->setAccessibleName(tr("Pipeline for new content"));
    m_pipelines->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_pipelines->setMinimumContentsLength(12);
    auto *add = new QPushButton(tr("Add files…"), this);
    add->setProperty("primary", true);
    add->setToolTip(tr("Choose files to submit (Ctrl+Shift+A)"));
    auto *paste = new QPushButton(tr("Paste"), this);
    paste->setToolTip(tr("Submit the text or files on the clipboard (Ctrl+Shift+V)"));

    auto *choose = new QHBoxLayout;
    choose->setSpacing(Metrics::gap(2));
    choose->addWidget(to);
    choose->addWidget(m_pipelines, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(2));
    buttons->addWidget(add, 1);
    buttons->addWidget(paste, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(4) + 1, Metrics::gap(3), Metrics::gap(4) + 1, Metrics::gap(4));
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(title);
    layout->addSpacing(Metrics::gap(5));
    layout->addWidget(m_sentence);
    layout->addWidget(kinds);
    layout->addSpacing(Metrics::gap(6));
    layout->addLayout(choose);
    layout->addLayout(buttons);

    connect(add, &QPushButton::clicked, this, &IntakeCard::filesRequested);
    connect(paste, &QPushButton::clicked, this, &IntakeCard::pasteRequested);
    connect(m_pipelines, &QComboBox::activated, this, [this] { Q_EMIT pipelineChosen(pipeline()); });
}

void IntakeCard::setPipelines(const QList<PipelineDefinition> &pipelines, const QString &preferred)
{
    const QString before = pipeline().isEmpty() ? preferred : pipeline();
    QStringList ids;
    for (int i = 0; i < m_pipelines->count(); ++i)
        ids += m_pipelines->itemData(i).toString();
    QStringList wanted;
    for (const PipelineDefinition &one : pipelines)
        wanted += one.id;
    if (ids == wanted)
        return;
    m_pipelines->clear();
    for (const PipelineDefinition &one : pipelines)
        m_pipelines->addItem(one.title.isEmpty() ? one.id : one.title, one.id);
    m_pipelines->setCurrentIndex(std::max<int>(0, static_cast<int>(wanted.indexOf(before))));
}

QString IntakeCard::pipeline() const
{
    return m_pipelines->currentData().toString();
}

void IntakeCard::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) {
        event->acceptProposedAction();
        setHighlighted(true);
    }
}

void IntakeCard::dragLeaveEvent(QDragLeaveEvent *)
{
    setHighlighted(false);
}

void IntakeCard::dropEvent(QDropEvent *event)
{
    setHighlighted(false);
    event->acceptProposedAction();
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    if (!paths.isEmpty())
        Q_EMIT filesDropped(paths);
    else if (event->mimeData()->hasText())
        Q_EMIT textDropped(event->mimeData()->text());
}

void IntakeCard::paintEvent(QPaintEvent *event)
{
    Card::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen dashes(Theme::color(ThemeRole::ControlBorder), 1, Qt::DashLine);
    dashes.setDashPattern({4, 4});
    painter.setPen(dashes);
    painter.setBrush(Theme::color(ThemeRole::Window));
    const int top = m_sentence->y() - Metrics::gap(4);
    const int bottom = m_sentence->geometry().bottom() + QFontMetrics(Theme::font(TextRole::Secondary)).height() + Metrics::gap(6);
    painter.drawRoundedRect(QRectF(Metrics::gap(4) + 1.5, top + 0.5, width() - Metrics::gap(8) - 3, bottom - top), Metrics::controlRadius(),
                            Metrics::controlRadius());
}

} // namespace Millrace
