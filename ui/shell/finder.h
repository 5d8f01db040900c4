// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "pipeline/definition.h"
#include "shell/quickpopup.h"

#include <QPointer>
#include <QTimer>

namespace Millrace {

/// The finder (Ctrl+P): documents by title or file name, contexts by title, text or id, and pipelines by title. Lives in the window; its workspace may change.
class Finder final : public QuickPopup
{
    Q_OBJECT

public:
    explicit Finder(QWidget *window);

    void setWorkspace(Workspace *workspace);

Q_SIGNALS:
    void openRequested(const Millrace::PaneTarget &target);

protected:
    void prepare() override;
    void seek(const QString &text) override;
    void choose(const QuickItem &item) override;

private:
    void ask();
    void showFound();

    QPointer<Workspace> m_workspace;
    Answers m_answers;
    QTimer m_pause;
    QString m_sought;
    QList<PipelineDefinition> m_pipelines;
    QList<ContextSummary> m_byId;
    QList<ContextSummary> m_byText;
    QList<QuickItem> m_documents;
};

} // namespace Millrace
