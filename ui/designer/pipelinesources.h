// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "designer/designscene.h"

namespace Millrace {

class DesignerSource;

/// The watched folders that lead into the pipeline that is open: asks for them, adds, pauses and removes them. A folder is only watched for a
/// pipeline that is published; one that is not yet takes its folders with the first version (published()). Main thread.
class PipelineSources final : public QObject
{
    Q_OBJECT

public:
    explicit PipelineSources(DesignerSource *source, QObject *parent = nullptr);

    /// Another pipeline; empty: none. `isPublished`: it has a version.
    void setPipeline(const QString &id, bool isPublished);
    /// What waits for the first version is watched once there is one, whoever published it.
    void publishedIs(bool isPublished);
    void refresh();
    [[nodiscard]] const QList<DesignSource> &list() const { return m_list; }
    /// Those that wait for the first version.
    [[nodiscard]] const QStringList &pending() const { return m_pending; }

    void watch(const QStringList &folders);
    void setPaused(const QString &id, bool paused);
    /// Looks through its folder now.
    void scan(const QString &id);
    void remove(const QString &id);

Q_SIGNALS:
    void changed();
    void added(const QString &title);
    void failed(const Millrace::Error &error);

private:
    void run(const QString &command, const QString &id);
    void showPending();

    DesignerSource *m_source;
    Answers m_answers;
    QString m_pipeline;
    bool m_isPublished = false;
    QStringList m_pending;
    QHash<QString, QStringList> m_waiting; ///< of the pipelines that are not shown, what waits for their first version
    QList<DesignSource> m_list;
};

} // namespace Millrace
