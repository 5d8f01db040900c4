// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/card.h"
#include "pipeline/definition.h"

class QComboBox;
class QLabel;

namespace Millrace {

/// The place where content comes in: a zone to drop on, "Add files…", "Paste", and the pipeline it all goes to.
class IntakeCard final : public Card
{
    Q_OBJECT

public:
    explicit IntakeCard(QWidget *parent = nullptr);

    /// Keeps the choice where its pipeline is still there; `preferred` is chosen at first.
    void setPipelines(const QList<PipelineDefinition> &pipelines, const QString &preferred);
    /// The chosen pipeline's id; empty while none is known.
    [[nodiscard]] QString pipeline() const;

Q_SIGNALS:
    void filesRequested();
    void pasteRequested();
    void pipelineChosen(const QString &pipeline);
    void filesDropped(const QStringList &paths);
    void textDropped(const QString &text);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QComboBox *m_pipelines;
    QLabel *m_sentence;
};

} // namespace Millrace
