// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFuture>
#include <QHash>
#include <QPromise>
#include <QTimer>
#include <QWidget>

#include <optional>

class QAction;
class QProgressBar;
class QToolButton;

namespace Millrace {

class ElidedLabel;
class TrialDocument;

/// Shown while a trial that takes longer than a second goes on: at which steps it is, for how long, how many it has reached, and what stops it. The
/// window's list of work has the same (workStarted), and can stop it too. Main thread.
class TrialBusy final : public QWidget
{
    Q_OBJECT

public:
    explicit TrialBusy(TrialDocument *trials, QWidget *parent = nullptr);
    ~TrialBusy() override;

    /// The button that stops the trial.
    void setStop(QAction *action);
    void setTitles(const QHash<QString, QString> &titles);
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QToolButton *stop() const { return m_stop; }

Q_SIGNALS:
    void workStarted(const QFuture<void> &work);

private:
    void follow();
    void begin();
    void end();
    void showProgress();

    TrialDocument *m_trials;
    QHash<QString, QString> m_titles;
    ElidedLabel *m_sentence;
    QProgressBar *m_progress;
    QToolButton *m_stop;
    QTimer m_patience; ///< what is over by then was quick
    QTimer m_tick;
    QElapsedTimer m_since;
    std::optional<QPromise<void>> m_work;
};

} // namespace Millrace
