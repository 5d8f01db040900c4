// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/card.h"
#include "metrics/boardinfo.h"

#include <optional>

class QLabel;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace Millrace {

class ElidedLabel;
class EmptyState;
class LinesModel;
class PlotView;
class ValueView;

/// One panel on its board: title, and what was measured as its kind shows it. Moved by its title, resized by its lower right corner; the keys for
/// that are the board's. Main thread.
class PanelCard final : public Card
{
    Q_OBJECT

public:
    explicit PanelCard(QWidget *parent = nullptr);

    void setInfo(const PanelInfo &info);
    [[nodiscard]] const PanelInfo &info() const { return m_info; }
    /// What was measured; `note` says what is not shown.
    void setContent(const PlotContent &content, const QString &note);
    /// Why there is nothing.
    void setProblem(const QString &problem);
    [[nodiscard]] const PlotContent &content() const { return m_content; }
    [[nodiscard]] PlotView *plot() const { return m_plot; }
    /// False: it stays where it is, and has no menu.
    void setEditable(bool editable);

    /// What it shows as texts in rows, for tables and files: header first.
    [[nodiscard]] QList<QStringList> table() const;
    /// Draws title and content, for files.
    void paintTo(QPainter *painter, QSize size);

Q_SIGNALS:
    /// By the mouse, in pixels since the press.
    void moveDragged(QPoint way);
    void sizeDragged(QPoint way);
    void dragEnded(bool isKept);
    void menuRequested(QPoint globalPosition);
    void focused();

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    enum class Drag : quint8 { None, Move, Size };

    void showContent();
    [[nodiscard]] Drag dragAt(QPoint point) const;

    PanelInfo m_info;
    PlotContent m_content;
    QString m_problem;
    bool m_isAnswered = false;
    bool m_isEditable = true;
    ElidedLabel *m_title;
    ElidedLabel *m_note;
    QToolButton *m_menu;
    QStackedWidget *m_pages;
    PlotView *m_plot;
    ValueView *m_value;
    LinesModel *m_lines;
    QTreeView *m_table;
    EmptyState *m_empty;
    Drag m_drag = Drag::None;
    QPoint m_pressed;
};

} // namespace Millrace
