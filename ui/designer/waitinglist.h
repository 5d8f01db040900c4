// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "pipeline/drafteditor.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace Millrace {

class DesignerSource;
class EmptyState;
class WaitingModel;

/// Where contexts wait: in a link, or at a node whichever way they came.
struct WaitingPlace
{
    QString pipeline = {};
    QString node = {};
    std::optional<PortRef> from = {};
    QString title = {}; ///< for people

    friend bool operator==(const WaitingPlace &, const WaitingPlace &) = default;
};

/// What waits in a link or at a node, oldest first, with the document of the one that is chosen below. Main thread.
///
/// Pages come as one scrolls; refresh() asks for as many again as are shown, and the choice stays on its context.
class WaitingList final : public QWidget
{
    Q_OBJECT

public:
    explicit WaitingList(DesignerSource *source, QWidget *parent = nullptr);

    void show(const WaitingPlace &place);
    [[nodiscard]] const WaitingPlace &place() const { return m_place; }
    /// A sentence about the place: how long the oldest waits, what holds it.
    void setFacts(const QString &facts);
    /// Asks again, where a place is shown.
    void refresh();
    void focusList();

    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] QString document() const;

Q_SIGNALS:
    void openRequested(const Millrace::PaneTarget &target);

private:
    void ask(qsizetype limit, const QString &after);
    void showRows();
    void peek();
    void openChosen();
    [[nodiscard]] QString chosen() const;

    DesignerSource *m_source;
    Answers m_answers;
    WaitingPlace m_place;
    QString m_next; ///< what the following page begins after; empty: there is none
    QString m_peeked;
    QLabel *m_title;
    QLabel *m_facts;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QSplitter *m_split;
    QTableView *m_table;
    WaitingModel *m_model;
    QPlainTextEdit *m_document;
};

} // namespace Millrace
