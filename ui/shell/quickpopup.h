// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"

#include <QFrame>
#include <QLineEdit>
#include <QList>

#include <optional>

class QLabel;
class QListView;

namespace Millrace {

class QuickModel;

/// One line of a quick list.
struct QuickItem
{
    QString id; ///< unique in the list
    QString title;
    QString detail = {}; ///< secondary, after the title
    QString trailing = {}; ///< at the right end: a key, a time
    QString iconName = {};
    std::optional<ContextStatus> status = {}; ///< its sign instead of the icon
    QList<int> marked = {}; ///< letters of the title that match what was typed
    bool enabled = true;

    friend bool operator==(const QuickItem &, const QuickItem &) = default;
};

/// A line to type into and a list of answers, floating over the window: what the command palette and the finder share. It takes
/// the focus when it is shown, and gives it back when it goes (Escape, a choice, or a click elsewhere).
class QuickPopup : public QFrame
{
    Q_OBJECT

public:
    /// `window` is the widget it floats over and is placed in.
    explicit QuickPopup(QWidget *window);
    ~QuickPopup() override;

    /// Shows it empty, ready to type.
    void popUp();
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] const QList<QuickItem> &items() const;

protected:
    /// The text has changed; answer with showItems(), now or later.
    virtual void seek(const QString &text) = 0;
    /// The person chose this item (with Return or a click); it is enabled.
    virtual void choose(const QuickItem &item) = 0;
    /// The keys have come to this item; the default does nothing.
    virtual void look(const QuickItem &item);
    /// It is about to be shown.
    virtual void prepare();
    /// Return was pressed in the field; true: it is dealt with. The default says false, and the current item is chosen.
    virtual bool accept(const QString &text);

    void showItems(const QList<QuickItem> &items);
    /// A quiet line under the list; empty hides it.
    void setHint(const QString &hint);
    void close();

    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    void chooseCurrent();
    void moveCurrent(int rows);

    QLineEdit *m_field;
    QListView *m_list;
    QLabel *m_hint;
    QuickModel *m_model;
    QWidget *m_before = nullptr;
};

} // namespace Millrace
