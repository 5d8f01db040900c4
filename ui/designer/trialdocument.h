// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"

#include <QMap>
#include <QTimer>

namespace Millrace {

class DesignerSource;

/// The trials of the pipeline that is designed: the one that is looked at, step by step as it goes, those before it, and what every step last took
/// in and gave. Main thread.
///
/// Trials, steps and pauses are as the door gives them (`try.get`). What others try on the same pipeline is listed too.
class TrialDocument final : public QObject
{
    Q_OBJECT

public:
    explicit TrialDocument(DesignerSource *source, QObject *parent = nullptr);

    /// Forgets everything; nothing: no pipeline.
    void setPipeline(const QString &pipeline);

    /// Begins a trial (arguments of `pipeline.try`) and looks at it.
    void begin(const Json &args);
    void show(const QString &id);
    void cancel();
    /// Lets what waits go on: the context, or all. `answer` may have "data" and "port"; `steps`: pauses again at the next step.
    void goOn(const QString &context, const Json &answer, bool steps, bool all = false);

    [[nodiscard]] QString id() const { return m_id; }
    /// Without its steps; null where none is looked at.
    [[nodiscard]] const Json &trial() const { return m_trial; }
    [[nodiscard]] const QMap<int, Json> &steps() const { return m_steps; }
    [[nodiscard]] bool isStarting() const { return m_isStarting; }
    [[nodiscard]] bool isRunning() const { return m_isStarting || state() == QLatin1StringView("running"); }
    [[nodiscard]] bool isPaused() const { return state() == QLatin1StringView("paused"); }
    [[nodiscard]] QString state() const { return m_trial.value("state").toString(); }
    /// The newest first.
    [[nodiscard]] const QList<Json> &trials() const { return m_trials; }
    /// What a node last took in and gave, in whichever trial; null where it was never tried.
    [[nodiscard]] Json last(const QString &node) const { return m_last.value(node); }
    /// The newest step of a node in the trial that is looked at; 0: none.
    [[nodiscard]] int stepOf(const QString &node) const;

Q_SIGNALS:
    /// The trial that is looked at, or its steps, are otherwise; `isOther`: another one is looked at.
    void changed(bool isOther);
    void listChanged();
    void failed(const Millrace::Error &error);

private:
    void trialsChanged(const QStringList &ids);
    void ask();
    void take(const Json &answer);
    void askList();
    void askLast();
    void command(const QString &name, const Json &args);

    DesignerSource *m_source;
    Answers m_answers;
    QString m_pipeline;
    QString m_id;
    Json m_trial;
    QMap<int, Json> m_steps;
    QList<Json> m_trials;
    QTimer m_pause; ///< a long trial changes more often than one can look
    QHash<QString, Json> m_last;
    bool m_isStarting = false;
    bool m_isAsking = false;
    bool m_asksAgain = false;
};

} // namespace Millrace
