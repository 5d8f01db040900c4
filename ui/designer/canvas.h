// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/planelayer.h"
#include "designer/designlayout.h"
#include "designer/designpainter.h"
#include "designer/designscene.h"
#include "pipeline/draftedit.h"

#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

#include <memory>

namespace Millrace {

class Gesture;

/// What a component is dragged as: its name.
inline constexpr auto kComponentMime = QLatin1StringView("application/x-millrace-component");

/// What is chosen on the canvas, by id, so that it survives edits.
struct CanvasSelection
{
    QStringList nodes;
    QStringList notes;
    QStringList groups;
    QList<LinkRef> links;

    [[nodiscard]] bool isEmpty() const { return nodes.isEmpty() && notes.isEmpty() && groups.isEmpty() && links.isEmpty(); }
    friend bool operator==(const CanvasSelection &, const CanvasSelection &) = default;
};

/// The pipeline as a picture that is worked on by mouse and keyboard. It shows a definition and asks for edits (editMade); who owns the
/// document makes them and shows the new definition. Main thread.
///
/// What rests is painted into a layer that is as large as the widget: panning moves the layer and paints only what comes into sight, a change
/// paints only where it is, and what is dragged is painted above it. Sizes are those of DesignPainter.
class Canvas final : public QWidget
{
    Q_OBJECT

public:
    explicit Canvas(QWidget *parent = nullptr);
    ~Canvas() override;

    void setComponents(const ComponentTable &components);
    [[nodiscard]] const ComponentTable &components() const { return m_components; }
    /// Shows a definition; what is chosen and seen stays. Cards glide to their places where `glides`.
    /// The one that is shown already disturbs nothing, neither a drag nor a glide.
    void setDefinition(const Json &definition, bool glides = false);
    [[nodiscard]] const Json &definition() const { return m_definition; }
    [[nodiscard]] const DesignScene &scene() const { return m_scene; }
    void setMarks(const QHash<QString, NodeMark> &nodes, const QHash<LinkRef, LinkMark> &links);
    void setFrameDiffs(const QHash<QString, DiffKind> &notes, const QHash<QString, DiffKind> &groups);
    /// The next definition is of another pipeline: what is seen begins anew.
    void forgetView() { m_hasFit = false; }
    void setReadOnly(bool readOnly) { m_readOnly = readOnly; }
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    /// Only these nodes are at full strength; nothing: all are.
    void setLit(const std::optional<QStringList> &nodes);
    void setSources(const QList<DesignSource> &sources);

    [[nodiscard]] const CanvasSelection &selection() const { return m_selection; }
    void select(const CanvasSelection &selection);
    /// The node that the keys go on from.
    [[nodiscard]] QString current() const { return m_current; }
    void setCurrent(const QString &node);
    void selectAll();

    [[nodiscard]] const DesignView &view() const { return m_view; }
    /// About a point of the widget, so that what is under it stays there.
    void zoomTo(double scale, QPointF about);
    void zoomBy(double factor);
    void fit(const QRectF &area); ///< never larger than 100 %
    void fitAll();
    void fitSelection();
    void scrollBy(QPoint pixels);
    /// Scrolls as little as needed.
    void reveal(const QRectF &area);
    [[nodiscard]] int zoomPercent() const;

    /// Begins an edit of what the canvas shows, with places for all nodes that had none; to be given to make().
    [[nodiscard]] DraftEditor editor() const;
    void make(const DraftEditor &editor, const QString &label, const QString &mergeKey = {});

    // What keys and menus do.
    void removeSelected(DraftEditor::Gap gap);
    void nudge(QPoint steps);
    void align(DesignLayout::Edge edge);
    void distribute(Qt::Orientation direction);
    void groupSelected();
    void ungroupSelected();
    void addNote();
    void copySelected(bool cut);
    void paste();
    void duplicateSelected();
    /// Adds a node of this component: wired to `from` where that is given, else into the chosen link, else behind the chosen node.
    QString addComponent(const QString &component, std::optional<QPointF> place = {}, DesignScene::PortHit from = {},
                         std::optional<LinkRef> into = {});
    void connectNodes(int from, int port, int to);

    /// Gives a link another end.
    void leadLink(const LinkRef &link, const QString &to);
    void putIntoLink(const QString &node, const LinkRef &link);
    void resizeNotes(QPoint steps);
    /// The chosen steps, with those of chosen groups.
    [[nodiscard]] QStringList chosenNodes() const;
    void nextLink(int step);
    void nextFrame(int step); ///< a note or a group
    void keepChosen();

    // What gestures use.
    [[nodiscard]] DesignScene &mutableScene() { return m_scene; }
    [[nodiscard]] DesignPainter &painter() { return m_painter; }
    /// Paints these above the layer instead of in it.
    void lift(const QSet<int> &nodes, const QSet<int> &notes = {});
    void refreshAll();
    void refreshOverlay() { update(); }
    void endGesture();
    [[nodiscard]] bool hasGesture() const { return m_gesture != nullptr; }

Q_SIGNALS:
    void editMade(const Millrace::DraftEdit &edit);
    void selectionChanged();
    /// The person wants a step here, wired to this port where it is valid.
    void insertRequested(QPointF place, int fromNode, int fromPort);
    /// Opens what a node is made of, or its settings.
    void nodeActivated(const QString &node);
    void linkActivated(const Millrace::LinkRef &link);
    void noteActivated(const QString &note);
    void groupActivated(const QString &group);
    void menuRequested(QPoint global);
    void viewChanged();
    /// A sentence about what the pointer or the key is on; empty: nothing.
    void hinted(const QString &sentence);
    void filesDropped(const QStringList &paths, QPointF place);
    void failed(const QString &what, const QString &why);
    /// The menu of a source, by its place in the scene's list.
    void sourceMenuRequested(int source, QPoint global);

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
    void keyReleaseEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintLayer(const QRegion &region);
    void paintOverlay(QPainter &painter);
    void paintSelection(QPainter &painter);
    void take(const Json &definition, bool glides);
    void setView(const DesignView &view);
    [[nodiscard]] QSet<int> indexes(const QStringList &ids) const;
    [[nodiscard]] int linkIndex(const LinkRef &link) const;
    [[nodiscard]] double reach() const; ///< how near is near enough, in scene units
    void hover(QPointF pixel);
    void walk(int key, bool extends);
    void selectHit(QPointF scene, bool adds);
    void changeSelection(CanvasSelection selection);
    void announce();
    [[nodiscard]] QString describe(int node) const;
    [[nodiscard]] QString describeChosen() const;
    [[nodiscard]] QString linkWords(int link) const;
    [[nodiscard]] QRectF chosenFrame() const;
    void glide(const QHash<QString, QPointF> &from);
    void settle();
    void pruneSelection();
    void showBeginning();

    ComponentTable m_components;
    Json m_definition = Json::object();
    DesignScene m_scene;
    DesignPainter m_painter;
    DesignPainter::Emphasis m_emphasis;
    QSet<int> m_liftedNotes;
    DesignView m_view;
    bool m_readOnly = false;
    bool m_hasFit = false;
    std::optional<DesignView> m_beginning; ///< what was shown at first

    PlaneLayer m_layer;
    QTimer m_refine;

    CanvasSelection m_selection;
    QString m_current;
    QString m_anchor; ///< the step whose links one goes round
    QStringList m_kept; ///< steps that stay chosen while one goes on
    DesignScene::PortHit m_hoverPort;
    int m_hoverLink = -1;
    bool m_spaceDown = false;
    std::unique_ptr<Gesture> m_gesture;
    QPointF m_pressed;
    bool m_mayMove = false; ///< the button went down on something: what is chosen can be dragged
    QPointF m_lastPoint; ///< of the pointer, in scene units; where paste goes
    QString m_dropping; ///< component that is being dragged in
    QPointF m_dropPlace;
    std::optional<LinkRef> m_dropLink; ///< by name: somebody else may edit while one drags
    QVariantAnimation m_glide;
    QHash<int, std::pair<QPointF, QPointF>> m_glides;
};

} // namespace Millrace
