// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/planelayer.h"
#include "lineage/lineagepainter.h"

#include <QFuture>
#include <QTimer>
#include <QWidget>

namespace Millrace {

/// The lineage as a picture to walk in. It shows a graph and says what the person wants of it; who owns the graph asks the door and shows what came of it.
/// Laying out is done beside the window's thread; what is on the screen stays where it is while the graph grows. Main thread.
///
/// What rests is painted into a layer as large as the widget: panning moves the layer and paints only what comes into sight; what is chosen or
/// pointed at is painted above it.
class LineageCanvas final : public QWidget
{
    Q_OBJECT

public:
    enum class Way : quint8 { Up, Down, Both };

    explicit LineageCanvas(QWidget *parent = nullptr);

    /// Shows a graph once it is laid out (shown() tells). `anew`: nothing keeps its place, and what is seen begins anew. `around` is brought into sight with its neighbours.
    void setGraph(const ShownGraph &graph, bool anew, const QString &around = {});
    [[nodiscard]] const LineageScene &scene() const { return m_scene; }
    [[nodiscard]] const ShownGraph &graph() const { return m_scene.graph(); }

    /// The node that the keys go on from; empty: none.
    [[nodiscard]] const QString &current() const { return m_current; }
    void setCurrent(const QString &node);
    [[nodiscard]] const QStringList &selection() const { return m_selection; }
    void select(const QStringList &nodes);

    /// Dims all that is not on a way between the focus and the current node (or, where that is the focus, all that is neither before nor after it).
    void setPathShown(bool shown);
    [[nodiscard]] bool isPathShown() const { return m_showsPath; }
    /// Marks the nodes whose title or detail has these words; answers how many.
    int find(const QString &words);
    /// Goes to the next found one.
    void findNext();

    [[nodiscard]] const PlaneView &view() const { return m_view; }
    void zoomTo(double scale, QPointF about); ///< what is under the point of the widget stays there
    void zoomBy(double factor);
    void fit(const QRectF &area); ///< never larger than 100 %
    void fitAll();
    void scrollBy(QPoint pixels);
    void reveal(const QRectF &area); ///< as little as needed
    [[nodiscard]] int zoomPercent() const;

Q_SIGNALS:
    void shown();
    void currentChanged(const QString &node);
    void selectionChanged();
    void expandRequested(const QString &node, Millrace::LineageCanvas::Way way);
    /// Return on a node that has nothing more to show, or a double click.
    void activated(const QString &node);
    void menuRequested(QPoint global);
    void viewChanged();
    /// A sentence about what the pointer or the key is on; empty: nothing.
    void hinted(const QString &sentence);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Drag : quint8 { None, Pan, Band };

    void take(const ShownGraph &graph, const LineageLayout::Answer &layout, bool anew, const QString &around);
    void layOutNext();
    void setView(const PlaneView &view);
    void showBeginning();
    void refreshAll();
    void emphasize();
    void hover(QPointF pixel);
    void announce();
    void paintOverlay(QPainter &painter);
    [[nodiscard]] QRectF surroundings(int node) const;
    [[nodiscard]] double reach() const;
    void expandOrActivate(const QString &node);

    struct Wish
    {
        ShownGraph graph = {};
        bool anew = false;
        QString around = {};
    };

    LineageScene m_scene;
    LineagePainter m_painter;
    LineagePainter::Emphasis m_emphasis;
    PlaneView m_view;
    PlaneLayer m_layer;
    QTimer m_refine;
    bool m_hasMoved = false; ///< the person has: what is seen is theirs
    bool m_isLayingOut = false;
    std::optional<Wish> m_next; ///< came while the one before it was laid out

    QString m_current;
    QStringList m_selection;
    bool m_showsPath = false;
    QString m_words;
    int m_hoverEdge = -1;
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    QPointF m_last;
    bool m_adds = false;
};

} // namespace Millrace
