// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/notice.h"
#include "common/pane.h"
#include "common/schemaform.h"
#include "designer/canvas.h"
#include "designer/componentneeds.h"
#include "designer/problemlist.h"
#include "designer/trialinputdialog.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QSplitter;
class QTabWidget;
class QToolButton;

namespace Millrace {

class ComponentList;
class DesignerSource;
class DraftDocument;
class EmptyState;
class InsertPopup;
class Inspector;
class Minimap;
class PaneHeader;
class PipelineSources;
class SearchField;
class TrialDocument;
class TrialPanel;
class VersionList;
class WaitingList;

/// One pipeline being designed: components on the left, the canvas with the trial below, and on the right what is chosen, the problems and the
/// versions. It brings document and canvas together: the canvas and the inspector ask for edits, the document makes them, and what it says is shown.
class DesignerView final : public QWidget
{
    Q_OBJECT

public:
    explicit DesignerView(DesignerSource *source, QWidget *parent = nullptr);

    [[nodiscard]] DraftDocument *document() const { return m_document; }
    [[nodiscard]] Canvas *canvas() const { return m_canvas; }
    [[nodiscard]] Inspector *inspector() const { return m_inspector; }
    [[nodiscard]] InsertPopup *popup() const { return m_popup; }
    [[nodiscard]] ProblemList *problems() const { return m_problems; }
    [[nodiscard]] VersionList *versions() const { return m_versions; }
    [[nodiscard]] PipelineSources *sources() const { return m_sources; }
    [[nodiscard]] WaitingList *waiting() const { return m_waiting; }
    [[nodiscard]] TrialDocument *trials() const { return m_trials; }
    [[nodiscard]] TrialPanel *trialPanel() const { return m_trialPanel; }
    [[nodiscard]] SearchField *search() const { return m_search; }
    [[nodiscard]] QAction *action(const QString &name) const { return m_actions.value(name); }

    /// Asks again for what stands beside the definition: counts, versions.
    void refresh();
    /// What moves while the pipeline runs is asked for each second while this is so.
    void setLive(bool live);
    [[nodiscard]] bool isComparing() const { return m_compared > 0; }

    enum class Tab : quint8 { Inspector, Problems, Versions, Waiting };
    void setTab(Tab tab);

    [[nodiscard]] Json saveState() const;
    void restoreState(const Json &state);

Q_SIGNALS:
    /// The definition and its problems are on the screen.
    void ready();
    void noticeRequested(const Millrace::Notice &notice);
    void openRequested(const Millrace::PaneTarget &target);
    /// Back to where pipelines are chosen.
    void leaveRequested();
    /// Another pipeline: a subflow. Leaving comes back here.
    void subflowRequested(const QString &pipeline);
    /// Another pipeline, in place of this one.
    void pipelineRequested(const QString &pipeline);
    /// Files for the pipeline to work on.
    void filesGiven(const QStringList &paths);
    /// A pipeline file, to be imported.
    void importRequested(const QString &path);
    void workStarted(const QString &title, const QFuture<void> &work);

private:
    QAction *add(const QString &name, const QString &icon, const QString &text, const QKeySequence &key, const std::function<void()> &then,
                 bool onCanvasOnly = false);
    void makeActions();
    void makeEditActions();
    void makeViewActions();
    void makeHeader();
    void showPanels(bool shown);
    void makeTabs();
    void connectDocument();
    void publishOver(const QString &pipeline, const QString &note);
    void tellDiscarded();
    void connectCanvas();

    void showDefinition(bool glides);
    /// What is tried: all, up to a node, or one alone.
    struct Tried
    {
        QString to = {};
        QString only = {};
        bool asks = false; ///< on which document
        bool steps = false; ///< pauses before each step
    };
    void makeTrialActions();
    void connectTrials();
    void showTrialPanel(bool shown);
    void askSample();
    [[nodiscard]] Json expectedInput(const QString &node) const;
    void showExpected();
    void tryOut(const Tried &what);
    void begin(const Tried &what, const TrialInput &input);
    void goOn(const QString &port, bool steps);
    void togglePin();
    [[nodiscard]] Json pinOf(const QString &node) const;
    void offerPin(const Json &pin, const QString &what);
    void editPin(const QString &id, const QString &port, const Json &data);
    void showTrialMarks(QHash<QString, NodeMark> &marks) const;
    void showTrialActions();
    void showTrialTitles();
    [[nodiscard]] QString typeAt(const QString &node) const;

    void showHint(const QString &sentence);
    void showState();
    void showActions();
    [[nodiscard]] static StatusCounts countsOf(const Json &json);
    void showMarks();
    void showLoadMarks(QHash<QString, NodeMark> &marks, QHash<LinkRef, LinkMark> &links) const;
    void showSearch();
    void nextFound(int step);
    void nextProblem(int step);
    void validate();
    [[nodiscard]] DesignProblem inWords(DesignProblem problem) const;
    [[nodiscard]] QList<FormProblem> atFieldsOf(const QString &node) const;
    void askLoad();
    void askVersions();
    void compare(int from, int to = 0);
    void showDifference(const Json &from, const Json &to, const Json &answer);
    [[nodiscard]] QPointF placeBehind(const Json &from, const QString &id, const Json &shown) const;
    void restore(int version);
    void listRuns(int version, QPoint global);
    void insert(QPointF place, int fromNode, int fromPort);
    void connectByKey();
    void leadLinkByKey();
    void putIntoLinkByKey();
    void layOut();
    void openCurrent();
    void listWaiting(const LinkRef &link);
    void showWaiting();
    void showWaitingFacts();
    void extractSubflow();
    void askPublish();
    void askDiscard();
    void exportFile();
    void takeFiles(const QStringList &paths);
    void watch(const QStringList &folders);
    void askFolder();
    void showSourceMenu(int source, QPoint global);
    void showSources();
    void fillSourceMenu(QMenu *menu, int source);
    void showMenu(QPoint global);
    void fix(const Json &fix);
    void fail(const QString &what, const QString &why);

    DesignerSource *m_source;
    Answers m_answers;
    DraftDocument *m_document;
    PaneHeader *m_header;
    SearchField *m_search;
    QLabel *m_found;
    QSplitter *m_splitter;
    ComponentList *m_components;
    Canvas *m_canvas;
    Minimap *m_minimap;
    QLabel *m_hint;
    EmptyState *m_empty;
    InsertPopup *m_popup;
    QTabWidget *m_tabs;
    Inspector *m_inspector;
    ProblemList *m_problems;
    VersionList *m_versions;
    WaitingList *m_waiting;
    PipelineSources *m_sources;
    QSplitter *m_columns;
    QSplitter *m_rows;
    TrialDocument *m_trials;
    TrialPanel *m_trialPanel;
    QHash<QString, QAction *> m_actions;
    QList<QToolButton *> m_buttons;

    QTimer m_validate;
    QTimer m_poll;
    Json m_load;
    bool m_isValidating = false;
    bool m_isStale = false; ///< it changed while it was validated
    Json m_baseNodes; ///< what m_base was made of
    QHash<QString, Json> m_base; ///< the nodes that the draft began from, by id
    QHash<QString, DiffKind> m_nodeDiff;
    QHash<LinkRef, DiffKind> m_linkDiff;
    QHash<QString, DiffKind> m_noteDiff;
    QHash<QString, DiffKind> m_groupDiff;
    QHash<QString, TrialInput> m_inputs; ///< what each pipeline was last tried on
    QString m_sampleType = QStringLiteral("article");
    Json m_sample; ///< the document that is
    Json m_tried; ///< the definition that was
    Json m_shownPause;
    int m_compared = 0; ///< the older side of the comparison; 0: there is none
    int m_comparedTo = 0; ///< the newer one; 0: the draft
    QFuture<Result<QHash<QString, QPointF>>> m_layout;
    std::function<void(const QString &)> m_onChosen;
    ComponentPlugins m_plugins;
};

} // namespace Millrace
