// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Trying a pipeline in the window: what is tried on what, where it stops, what is pinned, and how all of it shows on the cards.
#include "designer/designerview.h"

#include "common/actions.h"
#include "designer/configeditor.h"
#include "designer/designersource.h"
#include "designer/draftdocument.h"
#include "designer/expectedfields.h"
#include "designer/fieldtree.h"
#include "designer/inspector.h"
#include "designer/pindialog.h"
#include "designer/trialbusy.h"
#include "designer/trialdocument.h"
#include "designer/trialpanel.h"
#include "pipeline/documentshape.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QSet>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What the card says; of several documents at a node what matters most.
QString cardState(const QString &known, const QString &state)
{
    static const QStringList kOrder{u"done"_s, u"running"_s, u"waits"_s, u"failed"_s};
    const QString said = kOrder.contains(state) ? state : u"done"_s;
    return kOrder.indexOf(said) > kOrder.indexOf(known) ? said : known;
}

bool isSameStep(const Json &a, const Json &b)
{
    return a.value("component") == b.value("component") && a.value("config") == b.value("config");
}

} // namespace

void DesignerView::makeTrialActions()
{
    add(u"try"_s, u"media-playback-start"_s, tr("Try the pipeline"), Qt::Key_F5, [this] {
        if (m_trials->isPaused())
            goOn({}, false);
        else
            tryOut({});
    });
    add(u"try.on"_s, u"document-import"_s, tr("Try on another document…"), Qt::ALT | Qt::Key_F5, [this] { tryOut({.asks = true}); });
    add(u"try.to"_s, u"go-jump-locationbar"_s, tr("Run to here"), Qt::Key_F6, [this] { tryOut({.to = m_canvas->current()}); });
    add(u"try.to.on"_s, u"go-jump-locationbar"_s, tr("Run to here on another document…"), Qt::ALT | Qt::Key_F6,
        [this] { tryOut({.to = m_canvas->current(), .asks = true}); });
    add(u"try.only"_s, u"media-playlist-repeat-song"_s, tr("Run this step alone"), Qt::Key_F7, [this] { tryOut({.only = m_canvas->current()}); });
    add(u"try.only.on"_s, u"media-playlist-repeat-song"_s, tr("Run this step alone on another document…"), Qt::ALT | Qt::Key_F7,
        [this] { tryOut({.only = m_canvas->current(), .asks = true}); });
    add(u"try.step"_s, u"media-skip-forward"_s, tr("Go on by one step"), Qt::Key_F10, [this] {
        if (m_trials->isPaused())
            goOn({}, true);
        else
            tryOut({.steps = true});
    });
    add(u"try.all"_s, u"media-seek-forward"_s, tr("Let all that waits go on"), Qt::CTRL | Qt::SHIFT | Qt::Key_F5,
        [this] { m_trials->goOn({}, Json::object(), false, true); });
    add(u"try.cancel"_s, u"media-playback-stop"_s, tr("Stop the trial"), Qt::SHIFT | Qt::Key_F5, [this] { m_trials->cancel(); });
    add(u"pin"_s, u"window-pin"_s, tr("Pin what the step gave"), Qt::Key_P, [this] { togglePin(); }, true);
    add(
        u"pin.edit"_s, u"document-edit"_s, tr("Write what the step gives…"), Qt::SHIFT | Qt::Key_P, [this] { editPin(m_canvas->current(), {}, {}); },
        true);
    add(u"try.panel"_s, u"view-split-top-bottom"_s, tr("Show the trial"), Qt::CTRL | Qt::Key_T,
        [this] { showTrialPanel(!m_trialPanel->isVisible()); });
    add(u"try.earlier"_s, u"view-history"_s, tr("Earlier trials"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, [this] {
        showTrialPanel(true);
        m_trialPanel->choice()->setFocus();
        m_trialPanel->choice()->showPopup();
    });
    add(u"try.fields"_s, u"view-list-tree"_s, tr("Fields of the document"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, [this] {
        showTrialPanel(true);
        m_trialPanel->setTab(TrialPanel::Tab::Input);
        m_trialPanel->fields()->setFocus();
    });
    add(u"template.enlarge"_s, u"document-edit"_s, tr("Edit the step's text in a window"), Qt::ALT | Qt::Key_Return, [this] {
        setTab(Tab::Inspector);
        if (!m_inspector->enlargeText())
            fail(tr("There is no text to edit."), tr("The chosen step has no prompt and no template in its settings."));
    });
    m_actions.value(u"try.panel"_s)->setCheckable(true);
}

void DesignerView::connectTrials()
{
    for (const char *name : {"try", "try.step", "try.cancel", "try.on"})
        m_trialPanel->addButton(m_actions.value(QLatin1StringView(name)));
    m_trialPanel->addButton(m_actions.value(u"try.panel"_s));
    m_trialPanel->busy()->setStop(m_actions.value(u"try.cancel"_s));
    connect(m_trialPanel->busy(), &TrialBusy::workStarted, this,
            [this](const QFuture<void> &work) { Q_EMIT workStarted(tr("Trying %1").arg(m_document->state().title), work); });
    m_trialPanel->setReadOnly(m_source->isReadOnly());
    m_trialPanel->hide();
    // Templates are filled in where steps do it.
    m_source->execute(u"template.words"_s, Json::object()).then(this, [this](const Result<Json> &answer) {
        TemplateSupport support;
        if (answer)
            support.words = {answer->value("tags").toStringList(), answer->value("filters").toStringList(), {}};
        support.render = [this](const QString &text, const Json &document, const std::function<void(const Result<QString> &)> &then) {
            m_source->execute(u"template.render"_s, Json::object({{"text", text}, {"data", document}}))
                .then(this,
                      [then](const Result<Json> &filled) { then(filled.transform([](const Json &json) { return json.value("text").toString(); })); });
        };
        m_inspector->setTemplateSupport(support);
    });
    connect(m_document, &DraftDocument::opened, this, [this] {
        m_trials->setPipeline(m_document->state().pipeline);
        m_tried = {};
        m_sample = {};
        m_shownPause = {};
        askSample();
    });
    connect(m_trials, &TrialDocument::failed, this, [this](const Error &error) { Q_EMIT noticeRequested(Notice::fromError(error)); });
    connect(m_trials, &TrialDocument::changed, this, [this] {
        showMarks();
        showActions();
        showExpected();
        // What waits is shown where it waits, once.
        const Json pause = m_trials->isPaused() ? m_trials->trial().value("paused").at(0) : Json();
        const Json place = pause.isNull() ? Json() : Json::object({{"node", pause.value("node")}, {"context", pause.value("context")}});
        if (place != m_shownPause && !place.isNull() && m_canvas->scene().graph().find(place.value("node").toString())) {
            showTrialPanel(true);
            // Who is writing goes on with it, in a window of its own, too.
            if (!QApplication::activeModalWidget() && !m_inspector->isAncestorOf(QApplication::focusWidget()))
                m_canvas->setCurrent(place.value("node").toString());
        }
        m_shownPause = place;
    });
    connect(m_canvas, &Canvas::selectionChanged, this, [this] {
        showExpected();
        if (m_trialPanel->isVisible())
            m_trialPanel->showNode(m_canvas->current(), expectedInput(m_canvas->current()));
    });
    connect(m_trialPanel, &TrialPanel::stepLookedAt, this, [this](const QString &node) {
        if (m_canvas->scene().graph().find(node))
            m_canvas->setCurrent(node);
    });
    connect(m_trialPanel, &TrialPanel::tryRequested, this, [this] { tryOut({}); });
    connect(m_trialPanel, &TrialPanel::goOnRequested, this, [this](const QString &port) { goOn(port, false); });
    connect(m_trialPanel, &TrialPanel::pinRequested, m_document, &DraftDocument::pin);
    connect(m_trialPanel, &TrialPanel::unpinRequested, m_document, &DraftDocument::unpin);
    connect(m_trialPanel, &TrialPanel::pinEditRequested, this, &DesignerView::editPin);
    connect(m_trialPanel, &TrialPanel::fieldChosen, this, [this](const QString &path) {
        setTab(Tab::Inspector);
        if (!m_inspector->bindField(path))
            fail(tr("The field was not put anywhere."), tr("Write in a setting of the step first; the field goes where the cursor was."));
    });
}

void DesignerView::showTrialPanel(bool shown)
{
    m_trialPanel->setVisible(shown);
    m_actions.value(u"try.panel"_s)->setChecked(shown);
    if (!shown)
        return;
    showTrialTitles();
    m_trialPanel->showNode(m_canvas->current(), expectedInput(m_canvas->current()));
    // What one works on stays in sight when the canvas gets smaller.
    QTimer::singleShot(0, m_canvas, [this] {
        const DesignScene &scene = m_canvas->scene();
        const int node = scene.graph().indexOf(m_canvas->current());
        if (node >= 0)
            m_canvas->reveal(scene.card(node));
    });
}

// --- what it is tried on ---------------------------------------------------------------------------------------------------

/// The first document that there is for this pipeline, until somebody chooses another one.
void DesignerView::askSample()
{
    const QString pipeline = m_document->state().pipeline;
    if (pipeline.isEmpty())
        return;
    const auto read = [this, pipeline](const TrialInput &input) {
        m_inputs.insert(pipeline, input);
        m_trialPanel->setInputTitle(input.title);
        const Json args = Json::object({{"pipeline", pipeline}, {"input", input.input}});
        m_source->execute(u"try.input"_s, args).then(this, [this, pipeline](const Result<Json> &answer) {
            if (!answer || pipeline != m_document->state().pipeline)
                return;
            m_sample = answer->value("data");
            m_sampleType = answer->value("type").toString(u"article"_s);
            showExpected();
            if (m_trialPanel->isVisible())
                m_trialPanel->showNode(m_canvas->current(), expectedInput(m_canvas->current()));
        });
    };
    m_trialPanel->setInputTitle({});
    if (m_inputs.contains(pipeline)) {
        read(m_inputs.value(pipeline));
        return;
    }
    m_source->execute(u"try.samples"_s, Json::object({{"pipeline", pipeline}})).then(this, [this, pipeline, read](const Result<Json> &answer) {
        if (!answer || pipeline != m_document->state().pipeline || answer->value("samples").isEmpty() || m_inputs.contains(pipeline))
            return;
        const Json &first = answer->value("samples").at(0);
        const bool isContext = first.value("kind").toString() == "context"_L1;
        read({first.value("title").toString(), Json::object({{isContext ? "context" : "sample", first.value("name")}})});
    });
}

/// What comes to a node, as far as is known: what last came, else what those before it last gave, else what the pipeline would begin with.
Json DesignerView::expectedInput(const QString &node) const
{
    if (const Json input = m_trials->last(node).value("input"); input.isObject())
        return input;
    const DesignGraph &graph = m_canvas->scene().graph();
    const int index = graph.indexOf(node);
    if (index < 0)
        return m_sample;
    QList<int> before = m_canvas->scene().previous(index);
    for (const int one : std::as_const(before)) {
        for (const Json &pin : m_document->pins().items()) {
            if (pin.value("node").toString() == graph.nodes.at(one).id && pin.value("data").isObject())
                return pin.value("data");
        }
        if (const Json output = m_trials->last(graph.nodes.at(one).id).value("output"); output.isObject())
            return output;
    }
    // What is further up comes through unless a step takes it away.
    QSet<int> seen{index};
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (seen.contains(before.at(i)))
            continue;
        seen.insert(before.at(i));
        const Json last = m_trials->last(graph.nodes.at(before.at(i)).id);
        if (const Json &known = last.value("output").isObject() ? last.value("output") : last.value("input"); known.isObject())
            return known;
        before += m_canvas->scene().previous(before.at(i));
    }
    return m_sample;
}

/// Of the document that came to a node in its last trial, else of the one that a trial would begin with.
QString DesignerView::typeAt(const QString &node) const
{
    const Json last = m_trials->last(node);
    for (const Json &trial : m_trials->trials()) {
        if (!last.isNull() && trial.value("try") == last.value("try"))
            return trial.value("input_type").toString(m_sampleType);
    }
    return m_sampleType;
}

void DesignerView::showExpected()
{
    const QString node = m_canvas->current();
    const Json seen = expectedInput(node);
    const ComponentTable &components = m_canvas->components();
    const auto lookup = [&components](const QString &name) {
        const auto found = components.constFind(name);
        return found == components.cend() ? nullptr : &*found;
    };
    const Json fields = node.isEmpty() ? Json() : fieldsBefore(m_document->definition(), node, lookup);
    m_inspector->setDocument(seen, withExpectedFields(seen, fields));
}

void DesignerView::tryOut(const Tried &what)
{
    if (!m_document->isOpen() || m_source->isReadOnly() || m_compared > 0)
        return;
    if (m_trials->isRunning() || m_trials->isPaused())
        m_trials->cancel();
    const QString pipeline = m_document->state().pipeline;
    // A step alone takes what last came to it.
    if (const Json input = expectedInput(what.only); !what.only.isEmpty() && !what.asks && input.isObject()) {
        begin(what, {tr("what last came"), Json::object({{"document", Json::object({{"type", typeAt(what.only)}, {"data", input}})}})});
        return;
    }
    if (!what.asks && m_inputs.contains(pipeline)) {
        begin(what, m_inputs.value(pipeline));
        return;
    }
    QString verb = tr("Try the pipeline");
    if (const DesignNode *node = m_canvas->scene().graph().find(what.to.isEmpty() ? what.only : what.to))
        verb = what.only.isEmpty() ? tr("Run to “%1”").arg(node->title) : tr("Run “%1” alone").arg(node->title);
    auto *dialog = new TrialInputDialog(m_source, pipeline, m_inputs.value(pipeline), verb, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TrialInputDialog::chosen, this, [this, what, pipeline](const TrialInput &input) {
        if (pipeline != m_document->state().pipeline)
            return;
        if (what.only.isEmpty()) {
            m_inputs.insert(pipeline, input);
            askSample();
        }
        begin(what, input);
    });
    dialog->open();
}

void DesignerView::begin(const Tried &what, const TrialInput &input)
{
    showTrialPanel(true);
    Json args
        = Json::object({{"pipeline", m_document->state().pipeline}, {"input", input.input}, {"breakpoints", Json::array(m_document->breakpoints())}});
    if (!what.to.isEmpty())
        args.insert("to", what.to);
    if (!what.only.isEmpty())
        args.insert("only", what.only);
    if (what.steps)
        args.insert("step", true);
    // The door tries the draft that it has.
    m_document->whenSaved([this, args] {
        m_tried = m_document->definition();
        m_trials->begin(args);
    });
}

void DesignerView::goOn(const QString &port, bool steps)
{
    if (!m_trialPanel->canGoOn()) {
        m_trialPanel->waiting()->setFocus();
        fail(tr("The trial does not go on."), tr("The document that waits cannot be read: %1").arg(m_trialPanel->waiting()->problem()));
        return;
    }
    Json answer = m_trialPanel->answer();
    if (!port.isEmpty())
        answer.insert("port", port);
    m_trials->goOn(m_trialPanel->waitingContext(), answer, steps);
}

// --- pins ------------------------------------------------------------------------------------------------------------------

Json DesignerView::pinOf(const QString &node) const
{
    for (const Json &pin : m_document->pins().items()) {
        if (pin.value("node").toString() == node)
            return pin;
    }
    return {};
}

/// A pin is no edit, so undo does not bring it back; and it may have been written by hand.
void DesignerView::offerPin(const Json &pin, const QString &what)
{
    const QString id = pin.value("node").toString();
    const DesignNode *node = m_canvas->scene().graph().find(id);
    Notice notice;
    notice.severity = Notice::Severity::Info;
    notice.what = what.arg(node ? node->title : id);
    notice.actionText = tr("Pin it as before");
    notice.action = [this, pin, id, pipeline = m_document->state().pipeline] {
        if (m_document->state().pipeline == pipeline)
            m_document->pin(id, pin.value("port").toString(), pin.value("data"));
        else
            Q_EMIT pipelineRequested(pipeline);
    };
    Q_EMIT noticeRequested(notice);
}

void DesignerView::togglePin()
{
    const QString node = m_canvas->current();
    if (node.isEmpty() || m_source->isReadOnly())
        return;
    if (const Json pin = pinOf(node); !pin.isNull()) {
        m_document->unpin(node);
        offerPin(pin, tr("%1 is not pinned any more."));
        return;
    }
    const Json last = m_trials->last(node);
    if (last.value("output").isObject())
        m_document->pin(node, last.value("port").toString(u"out"_s), last.value("output"));
    else
        editPin(node, {}, {});
}

/// Without a document: what is pinned, else what the step last gave, else what comes to it.
void DesignerView::editPin(const QString &id, const QString &port, const Json &data)
{
    const DesignNode *node = m_canvas->scene().graph().find(id);
    if (!node || m_source->isReadOnly())
        return;
    Json shown = data;
    QString by = port;
    if (const Json pin = pinOf(id); !pin.isNull()) {
        shown = pin.value("data");
        by = pin.value("port").toString();
    }
    if (!shown.isObject()) {
        shown = m_trials->last(id).value("output");
        by = m_trials->last(id).value("port").toString();
    }
    if (!shown.isObject())
        shown = expectedInput(id);
    auto *dialog = new PinDialog(m_source, *node, by, shown, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PinDialog::pinned, this, [this, id](const QString &way, const Json &document) {
        const Json before = pinOf(id);
        m_document->pin(id, way, document);
        if (!before.isNull() && (before.value("data") != document || before.value("port").toString() != way))
            offerPin(before, tr("%1 gives something else now."));
    });
    dialog->open();
}

// --- showing ---------------------------------------------------------------------------------------------------------------

/// How the nodes did in the trial that is looked at; a node that was changed since says nothing.
void DesignerView::showTrialMarks(QHash<QString, NodeMark> &marks) const
{
    QHash<QString, Json> tried;
    for (const Json &node : m_tried.value("nodes").items())
        tried.insert(node.value("id").toString(), node);
    for (const Json &step : m_trials->steps()) {
        const QString id = step.value("node").toString();
        const DesignNode *node = m_canvas->scene().graph().find(id);
        if (node && (m_tried.isNull() || isSameStep(tried.value(id), node->json)))
            marks[id].trial = cardState(marks[id].trial, step.value("state").toString());
    }
}

void DesignerView::showTrialActions()
{
    const bool canTry = m_document->isOpen() && !m_source->isReadOnly() && m_compared == 0;
    const bool isPaused = m_trials->isPaused();
    const bool hasNode = !m_canvas->current().isEmpty();
    const auto label = [this](const QString &name, const QString &text) {
        QAction *action = m_actions.value(name);
        action->setText(text);
        action->setToolTip(withKey(text, action->shortcut()));
    };
    label(u"try"_s, isPaused ? tr("Go on with the trial") : tr("Try the pipeline"));
    bool isPinned = false;
    QStringList pinned;
    for (const Json &pin : m_document->pins().items()) {
        pinned.append(pin.value("node").toString());
        isPinned = isPinned || pinned.last() == m_canvas->current();
    }
    label(u"pin"_s, isPinned ? tr("Unpin") : tr("Pin what the step gave"));
    label(u"breakpoint"_s,
          m_document->breakpoints().contains(m_canvas->current()) ? tr("No longer stop here in a trial") : tr("Stop here in a trial"));
    for (const char *name : {"try", "try.on", "try.step"})
        m_actions.value(QLatin1StringView(name))->setEnabled(canTry);
    for (const char *name : {"try.to", "try.to.on", "try.only", "try.only.on", "pin", "pin.edit", "breakpoint"})
        m_actions.value(QLatin1StringView(name))->setEnabled(canTry && hasNode);
    m_actions.value(u"try.all"_s)->setEnabled(canTry && isPaused);
    m_actions.value(u"try.cancel"_s)->setEnabled(canTry && (isPaused || m_trials->isRunning()));
    m_trialPanel->setPinned(pinned);
}

void DesignerView::showTrialTitles()
{
    if (m_trialPanel->isHidden())
        return;
    QHash<QString, QString> titles;
    QHash<QString, QString> ports;
    for (const DesignNode &node : m_canvas->scene().graph().nodes) {
        titles.insert(node.id, node.title);
        for (const DesignPort &port : node.outputs)
            ports.insert(node.id + u'\n' + port.name, port.title);
    }
    m_trialPanel->setPortTitles(ports);
    m_trialPanel->setTitles(titles);
}

} // namespace Millrace
