// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/boarddocument.h"
#include "metrics/plotcontent.h"

#include <QHash>
#include <QScrollArea>

#include <optional>

namespace Millrace {

class PanelCard;

/// The panels of a dashboard on their grid, as a document has them. Moved and resized by the mouse (the others make way while it is dragged) and by
/// Ctrl with the arrow keys, with Shift for the size; up and down go from panel to panel, left and right move the crosshair, which is one for all.
/// Main thread.
class PanelBoard final : public QScrollArea
{
    Q_OBJECT

public:
    explicit PanelBoard(BoardDocument *document, QWidget *parent = nullptr);

    void setEditable(bool editable);
    /// The panel that has the focus, or had it last; null where there is none.
    [[nodiscard]] PanelCard *current() const;
    void setCurrent(const QString &id);
    [[nodiscard]] PanelCard *card(const QString &id) const { return m_cards.value(id); }
    /// In the document's order.
    [[nodiscard]] QList<PanelCard *> cards() const;
    /// One panel over all the room; empty: all in their places.
    void setEnlarged(const QString &id);
    [[nodiscard]] QString enlarged() const { return m_enlarged; }

    void setRange(double from, double to);
    [[nodiscard]] double from() const { return m_from; }
    [[nodiscard]] double to() const { return m_to; }
    void setMarks(const QList<PlotMark> &marks);
    void setCrosshair(std::optional<double> time);
    [[nodiscard]] std::optional<double> crosshair() const { return m_crosshair; }

Q_SIGNALS:
    void rangeRequested(double from, double to);
    void backRequested();
    void editRequested(const QString &id);
    void menuRequested(const QString &id, QPoint globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showPanels();
    void arrange();
    void arrange(const QList<GridPlace> &places);
    void makeCard(const QString &id);
    void dragTo(const QString &id, const QRect &cells);
    void endDrag(const QString &id, bool isKept);
    bool takeKey(PanelCard *card, const QKeyEvent &event);
    void stepCrosshair(const PanelCard &card, int steps);
    [[nodiscard]] QRect pixels(const QRect &cells) const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] double columnWidth() const;

    BoardDocument *m_document;
    QWidget *m_ground;
    QHash<QString, PanelCard *> m_cards;
    QString m_current;
    QString m_enlarged;
    std::optional<QRect> m_dragged; ///< where a dragged panel would stand
    bool m_isEditable = true;
    double m_from = 0;
    double m_to = 1;
    QList<PlotMark> m_marks;
    std::optional<double> m_crosshair;
};

} // namespace Millrace
