// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"

#include <QPointer>

namespace Millrace {

class Settings;

/// Takes in what a person drops, pastes or chooses: asks the door to submit it and says what came of it, refusals included.
/// Remembers the pipeline used last. Owned by the window.
class Intake final : public QObject
{
    Q_OBJECT

public:
    Intake(Settings *settings, QObject *parent);

    void setWorkspace(Workspace *workspace);
    void take(const IntakeRequest &request);

    /// The arguments of `submit.documents` for a text: JSON documents as they are, anything else as one context with the text
    /// as its source and the first line as its title.
    [[nodiscard]] static Json documentsOf(const QString &text);
    /// What to tell about the answer of a submission.
    [[nodiscard]] static Notice noticeOf(const Json &answer);

Q_SIGNALS:
    void noticeRequested(const Millrace::Notice &notice);
    void workStarted(const QString &title, const QFuture<void> &work);
    /// The run's contexts are to be shown.
    void openRequested(const Millrace::PaneTarget &target);

private:
    void submit(const QString &pipeline, const IntakeRequest &request);
    void answered(const Result<Json> &answer);

    Settings *m_settings;
    QPointer<Workspace> m_workspace;
};

} // namespace Millrace
