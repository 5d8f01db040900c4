// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "lineage/lineagecanvas.h"
#include "lineage/lineagedoor.h"

class QLabel;
class QSplitter;

namespace Millrace {

class EmptyState;
class LineageDetail;
class Minimap;

/// What surrounds one thing: the graph, which grows by asking, and what is known of the node that is looked at. Main thread.
class LineageView final : public QWidget
{
    Q_OBJECT

public:
    enum class Level : quint8 { Item, Field };
    static constexpr int kMostHops = 8;

    LineageView(LineageDoor door, QWidget *parent = nullptr);

    /// Begins anew around a node (or a bare id of a context or document); empty: around nothing.
    void setFocusNode(const QString &node);
    /// As the door named it; as it was asked for until then.
    [[nodiscard]] const QString &focusNode() const { return m_focus; }
    void setLevel(Level level);
    [[nodiscard]] Level level() const { return m_level; }
    /// How it was at a time (ISO 8601); empty: as it is.
    void setAsOf(const QString &time);
    [[nodiscard]] const QString &asOf() const { return m_asOf; }
    void setHops(int hops);
    [[nodiscard]] int hops() const { return m_hops; }
    /// Asks again for what is around the focus; what is open stays open.
    void refresh();

    void expand(const QString &node, LineageCanvas::Way way);
    void fold(const QString &node, bool up);
    [[nodiscard]] LineageCanvas *canvas() const { return m_canvas; }
    [[nodiscard]] LineageDetail *detail() const { return m_detail; }
    [[nodiscard]] const ShownGraph &graph() const { return m_graph; }
    /// What is chosen, else the current node.
    [[nodiscard]] QStringList chosen() const;
    void setDetailShown(bool shown);
    [[nodiscard]] QSplitter *splitter() const { return m_splitter; }

Q_SIGNALS:
    void focusChanged(const QString &node);
    /// Asking began or ended.
    void busyChanged(bool isBusy);
    /// An answer is on the screen (or there is nothing to show).
    void shown();
    void failed(const Millrace::Error &error);
    void openRequested(const Millrace::PaneTarget &target);
    void focusRequested();
    void textsRequested(const QString &context, const QString &field);
    void menuRequested(QPoint global);

private:
    void ask(const QString &focus, int hops, LineageCanvas::Way way, const QStringList &open, const std::function<void(const ShownGraph &)> &then);
    void begin();
    void showGraph(bool anew, const QString &around = {});
    void showCurrent();
    void showHint(const QString &sentence);
    [[nodiscard]] QString standing() const;

    LineageDoor m_door;
    QString m_focus;
    Level m_level = Level::Item;
    QString m_asOf;
    int m_hops = 1;
    ShownGraph m_graph;
    quint64 m_generation = 0; ///< answers of an earlier one are dropped
    int m_asked = 0;

    LineageCanvas *m_canvas;
    Minimap *m_minimap;
    EmptyState *m_empty;
    QLabel *m_hint;
    QLabel *m_zoom;
    LineageDetail *m_detail;
    QSplitter *m_splitter;
    bool m_wantsDetail = true;
};

} // namespace Millrace
