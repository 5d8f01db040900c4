// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "lineage/lineagedoor.h"
#include "lineage/showngraph.h"

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QSplitter;
class QTabBar;
class QToolButton;
class QTreeWidget;

namespace Millrace {

class ElidedLabel;

/// What is known of one node: its facts, what it came from and led to (of a field the whole chain), and the texts: a field's value, the prompt as it was
/// asked, the answer as it came, the parameters. Main thread.
class LineageDetail final : public QWidget
{
    Q_OBJECT

public:
    LineageDetail(LineageDoor door, QWidget *parent = nullptr);

    /// `asOf`: as the graph is; empty: now.
    void showNode(const ShownGraph &graph, const QString &node, const QString &asOf);
    [[nodiscard]] const QString &node() const { return m_node.id; }
    [[nodiscard]] QString text() const; ///< that is in sight

Q_SIGNALS:
    /// The person wants to go to this node of the graph.
    void nodeRequested(const QString &node);
    /// … to see what surrounds this one.
    void focusRequested(const QString &node);
    void openRequested(const Millrace::PaneTarget &target);
    /// … to read a context's text beside its sources; an empty field: whatever there is to read.
    void textsRequested(const QString &context, const QString &field);
    void failed(const Millrace::Error &error);

private:
    struct Text
    {
        QString title = {};
        QString text = {};
    };

    void showFacts();
    void addFact(const QString &name, const QString &value, bool isFixed = false);
    void showNeighbours(const ShownGraph &graph);
    void askChain();
    void askCall(const QString &call);
    void askValue();
    void showCall(const Json &call);
    void setTexts(const QList<Text> &texts);
    void showText();
    void openElsewhere();

    LineageDoor m_door;
    Answers m_answers;
    ShownNode m_node;
    QString m_asOf;
    QList<Text> m_texts;

    QLabel *m_icon;
    ElidedLabel *m_title;
    ElidedLabel *m_line;
    QToolButton *m_center;
    QToolButton *m_read;
    QToolButton *m_open;
    QWidget *m_factArea;
    QFormLayout *m_facts;
    QTreeWidget *m_list;
    QTabBar *m_tabs;
    QPlainTextEdit *m_text;
    QWidget *m_textArea;
    QSplitter *m_splitter;
};

} // namespace Millrace
