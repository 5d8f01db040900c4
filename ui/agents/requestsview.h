// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/agentmodels.h"
#include "common/answers.h"

#include <QWidget>

class QCheckBox;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;
class SearchField;
class Workspace;

/// What agents asked and how it ended: filtered, with the texts of the chosen one, and saved as JSON Lines. Asks the door itself. Main thread.
class RequestsView final : public QWidget
{
    Q_OBJECT

public:
    explicit RequestsView(Workspace *workspace, QWidget *parent = nullptr);

    /// Of one client; empty: of all.
    void setClient(const QString &id);
    void refresh();

Q_SIGNALS:
    void failed(const Millrace::Error &error);
    void saved(const QString &path, qint64 requests);

private:
    [[nodiscard]] Json filter() const;
    void show(const Json &answer);
    void showCurrent();
    void save();
    /// The chosen request once more, as the person; shows what is answered now.
    void replay();
    /// The next page of what is saved, until there is none.
    void savePage(const QString &path, const QByteArray &lines, qint64 requests, const Json &before);

    Workspace *m_workspace;
    Answers m_answers;
    QString m_client;
    RequestsModel *m_model;
    SearchField *m_search;
    QCheckBox *m_failed;
    QPushButton *m_save;
    QPushButton *m_replay;
    QTreeView *m_view;
    QPlainTextEdit *m_texts;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    qint64 m_shown = 0; ///< whose texts are there
};

} // namespace Millrace
