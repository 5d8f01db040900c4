// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/inspectoritem.h"
#include "common/answers.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace Millrace {

class ForeignServer;
class SchemaForm;
class Workspace;

/// What agents get, asked for by hand: a form made of a tool's schema, or its arguments as JSON, and the request and the answer as they go over the wire.
/// Of this workspace, as the person who sits here or as the agent that is chosen, with what its policy says of it; or of another server, which
/// is connected to by its address or its command. Asks the door itself. Main thread.
class InspectorView final : public QWidget
{
    Q_OBJECT

public:
    /// `server`: the way to others, which must outlive this; null: there is none.
    InspectorView(Workspace *workspace, ForeignServer *server, QWidget *parent = nullptr);
    /// Ends the connection to another server.
    ~InspectorView() override;

    /// The agent that a call may be made as.
    void setClient(const QString &id, const QString &name);
    /// The answer of `tool.list`. What is filled in stays.
    void setTools(const Json &answer);
    void setTool(const QString &name);
    [[nodiscard]] SchemaForm *form() const { return m_form; }
    /// Asks; or, where an answer is waited for, waits no more.
    void call();
    void connectToServer();

private:
    void build();
    [[nodiscard]] bool isForeign() const;
    void showServer();
    void showItems(const QList<InspectorItem> &items);
    void showItem();
    void showForm(bool asJson);
    void showFound(const Json &found);
    void showAnswer(const Json &answer);
    void showProblem(const Error &error);
    void setRunning(const QFuture<Result<Json>> &running);
    /// Nothing, and said so, where what is typed is no JSON object.
    [[nodiscard]] std::optional<Json> args();

    Workspace *m_workspace;
    ForeignServer *m_foreign;
    Answers m_answers;
    QString m_client;
    QString m_tokenFor; ///< the place that the token was sent to
    QList<InspectorItem> m_own;
    QList<InspectorItem> m_others; ///< of the server that is connected
    QList<InspectorItem> m_items; ///< that are listed
    InspectorItem m_shown; ///< whose form is there
    QFuture<Result<Json>> m_running;
    bool m_isRunning = false;

    QComboBox *m_server;
    QComboBox *m_item;
    QComboBox *m_as;
    QPushButton *m_call;
    QWidget *m_place;
    QLineEdit *m_address;
    QLineEdit *m_token;
    QPushButton *m_connect;
    QLabel *m_about;
    QCheckBox *m_asJson;
    SchemaForm *m_form;
    QPlainTextEdit *m_json;
    QStackedWidget *m_fill;
    QLabel *m_took;
    QPlainTextEdit *m_texts;
};

} // namespace Millrace
