// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/spanview.h"

#include "common/difflines.h"
#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/sourceview.h"
#include "lineage/lineagetext.h"

#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostFields = 24;
constexpr qsizetype kMostShown = 30; ///< places in a menu

QWidget *bar(const QList<QWidget *> &widgets, QWidget *parent)
{
    auto *bar = new QWidget(parent);
    bar->setFixedHeight(Metrics::gap(11));
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    line->setSpacing(Metrics::gap(2));
    for (QWidget *widget : widgets)
        line->addWidget(widget, widgets.first() == widget ? 1 : 0);
    return bar;
}

QToolButton *button(const QString &icon, const QString &text, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Icons::icon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setToolTip(tip);
    return button;
}

} // namespace

SpanView::SpanView(LineageDoor door, QWidget *parent)
    : QWidget(parent)
    , m_door(std::move(door))
    , m_answers(this)
    , m_left(new ElidedLabel(TextRole::Strong, this))
    , m_right(new ElidedLabel(TextRole::Strong, this))
    , m_open(button(u"document-open"_s, tr("Open"), tr("Opens the source where it belongs: in the library, or as a context"), this))
    , m_center(button(u"vcs-branch"_s, tr("Show in the graph"), tr("Shows what surrounds the source"), this))
    , m_became(button(u"go-next"_s, tr("What became of it"), tr("Lists where this passage of the source stands now, also in other contexts"), this))
    , m_text(new ReadingText(this))
    , m_source(new SourceView(this))
    , m_foot(makeLabel(TextRole::Secondary, {}, this))
    , m_noSource(new EmptyState(this))
    , m_sourcePages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) {
        m_became->setEnabled(true);
        Q_EMIT failed(error);
        Q_EMIT shown();
    });
    m_foot->setWordWrap(true);
    m_foot->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    m_sourcePages->addWidget(m_source);
    m_sourcePages->addWidget(m_noSource);
    auto *left = new QWidget(this);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(bar({m_left}, this));
    leftColumn->addWidget(m_text, 1);
    auto *right = new QWidget(this);
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addWidget(bar({m_right, m_became, m_center, m_open}, this));
    rightColumn->addWidget(m_sourcePages, 1);
    rightColumn->addWidget(m_foot);
    auto *splitter = new QSplitter(this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    m_pages->addWidget(splitter);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    setFocusProxy(m_text);
    invite();

    connect(m_text, &ReadingText::spanChosen, this, [this](int span) { choose(m_text->spans().at(span).citation); });
    connect(m_source, &SourceView::citationChosen, this, &SpanView::choose);
    connect(m_open, &QToolButton::clicked, this, [this] {
        const LineageSpan span = m_spans.value(m_current);
        if (!span.documentId.isEmpty())
            Q_EMIT openRequested({.pane = u"library"_s, .documentId = span.documentId});
        else if (!span.context.isEmpty())
            Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = span.context, .step = int(span.step), .keepsFilter = true});
    });
    connect(m_became, &QToolButton::clicked, this, &SpanView::askBecame);
    connect(m_center, &QToolButton::clicked, this, [this] {
        const LineageSpan span = m_spans.value(m_current);
        Q_EMIT focusRequested(span.documentId.isEmpty() ? u"context:"_s + span.context : u"document:"_s + span.documentId);
    });
}

void SpanView::setSubject(const QString &context, const QString &title, const QByteArray &field)
{
    if (m_context == context && m_field == field)
        return;
    m_answers.forget("became");
    m_context = context;
    m_title = title;
    m_field = field;
    m_spans.clear();
    m_citations.clear();
    m_current = -1;
    m_shownSource.clear();
    m_data = {};
    if (m_context.isEmpty())
        invite();
    refresh();
}

void SpanView::invite()
{
    m_empty->setContent(u"view-split-left-right"_s,
                        tr("Choose a context in the graph first: its text is shown here beside what each sentence came from."));
    m_pages->setCurrentIndex(1);
}

void SpanView::refresh()
{
    if (m_context.isEmpty()) {
        Q_EMIT shown();
        return;
    }
    m_answers.ask("text", m_door(u"context.get"_s, Json::object({{"id", m_context}})), [this](const Json &document) {
        if (document.value("data") == m_data && !m_spans.isEmpty())
            return; // it is shown as it is
        showDocument(document);
    });
}

void SpanView::showDocument(const Json &document)
{
    m_data = document.value("data");
    std::optional<Reading> reading;
    if (m_field.isEmpty()) {
        reading = Reading::of(m_data);
    } else if (const Json *value = m_data.find(m_field); value && value->isString()) {
        const bool isFormatted = m_field == "/formatted_content/content";
        const std::optional<Reading> whole = isFormatted ? Reading::of(m_data) : std::nullopt;
        reading = whole ? *whole : Reading{.text = value->toString(), .parts = {{m_field, 0, value->toString().size()}}};
    }
    if (!reading) {
        // Nothing was written of it: its own source, if that is all there is.
        if (const Json *source = m_data.find("/source_text"); source && source->isString())
            reading = Reading{.text = source->toString(), .parts = {{"/source_text", 0, source->toString().size()}}};
    }
    m_pages->setCurrentIndex(reading ? 0 : 1);
    if (!reading) {
        m_empty->setContent(u"view-split-left-right"_s, tr("“%1” has no text to read.").arg(m_title));
        Q_EMIT shown();
        return;
    }
    m_reading = *reading;
    m_left->setText(m_reading.parts.size() == 1 ? u"%1 · %2"_s.arg(m_title, dottedPath(m_reading.parts.first().pointer)) : m_title);
    m_text->setContent(m_reading.text, m_reading.form);
    m_spans.clear();
    m_asking.clear();
    for (const ReadingPart &part : std::as_const(m_reading.parts)) {
        if (part.to > part.from && !m_asking.contains(part.pointer) && m_asking.size() < kMostFields)
            m_asking.append(part.pointer);
    }
    askSpans();
}

void SpanView::askSpans()
{
    if (m_asking.isEmpty()) {
        locate();
        return;
    }
    const QByteArray field = m_asking.takeFirst();
    const Json *value = m_data.find(field);
    const Json args = Json::object({{"id", m_context}, {"field", field}, {"from", 0}, {"to", value ? qint64(value->utf8().size()) : 0}});
    m_answers.ask("spans", m_door(u"lineage.source_of"_s, args), [this](const Json &answer) {
        m_spans += spansOf(answer);
        askSpans();
    });
}

/// Marks in the text what is known of its parts, and shows the first.
void SpanView::locate()
{
    m_citations = citationsOf(m_spans);
    m_text->setSpans(locateCitations(m_text->rendered(), m_data, m_citations));
    m_current = -1;
    if (m_text->spans().isEmpty()) {
        m_noSource->setContent(u"view-split-left-right"_s, tr("Nobody recorded where this text came from."));
        m_sourcePages->setCurrentIndex(1);
        showFoot();
        Q_EMIT shown();
        return;
    }
    choose(m_text->spans().first().citation);
}

void SpanView::choose(int span)
{
    if (span < 0 || span >= m_spans.size())
        return;
    m_answers.forget("became"); // of the passage before
    m_current = span;
    const auto here = std::ranges::find(m_text->spans(), span, &CitedSpan::citation);
    m_text->setCurrent(here == m_text->spans().end() ? -1 : int(here - m_text->spans().begin()));
    showFoot();
    const LineageSpan &one = m_spans.at(span);
    const QString wanted = u"%1@%2"_s.arg(one.context).arg(one.step);
    if (one.context.isEmpty() || wanted == m_shownSource)
        return showSource(span);
    Json args = Json::object({{"id", one.context}});
    if (one.step >= 0)
        args.insert("step", one.step);
    m_answers.ask("source", m_door(u"context.get"_s, args), [this, span, wanted](const Json &document) {
        m_shownSource = wanted;
        m_sourceData = document.value("data");
        if (span == m_current)
            showSource(span);
    });
}

void SpanView::goTo(int step)
{
    const QList<CitedSpan> &spans = m_text->spans();
    if (spans.isEmpty())
        return;
    const auto here = std::ranges::find(spans, m_current, &CitedSpan::citation);
    const qsizetype at = here == spans.end() ? -1 : here - spans.begin();
    choose(spans.at((at + step + spans.size()) % spans.size()).citation);
}

void SpanView::showSource(int span)
{
    const LineageSpan &one = m_spans.at(span);
    const Json *value = one.context.isEmpty() || one.placeField.isEmpty() ? nullptr : m_sourceData.find(one.placeField);
    if (value && value->isString()) {
        m_source->setSource(value->utf8().toByteArray(), one.context, one.placeField, m_citations);
        m_source->setCurrent(span);
        m_sourcePages->setCurrentIndex(0);
    } else if (!one.text.isEmpty()) {
        // What was read then is not a text of its own in the document: the words themselves.
        Citation words = m_citations.at(span);
        words.sourceFrom = 0;
        words.sourceTo = one.text.toUtf8().size();
        m_source->setSource(one.text.toUtf8(), one.context, one.placeField, {words});
        m_source->setCurrent(0);
        m_sourcePages->setCurrentIndex(0);
    } else {
        m_noSource->setContent(u"view-split-left-right"_s, tr("The source of this sentence is not a text."));
        m_sourcePages->setCurrentIndex(1);
    }
    Q_EMIT shown();
}

void SpanView::askBecame()
{
    const LineageSpan span = m_spans.value(m_current);
    Json args = Json::object({{"id", span.context}, {"field", span.placeField}, {"from", span.placeFrom}, {"to", span.placeTo}});
    if (span.step >= 0)
        args.insert("step", span.step);
    m_became->setEnabled(false);
    m_answers.ask("became", m_door(u"lineage.result_of"_s, args), [this](const Json &answer) { showBecame(answer); });
}

void SpanView::showBecame(const Json &answer)
{
    showFoot();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Json &span : answer.value("spans").items()) {
        const Json &place = span.value("place");
        const PaneTarget target{
            .pane = u"contexts"_s, .contextId = place.value("context").toString(), .step = int(place.value("step").toInt(-1)), .keepsFilter = true};
        const QString text = menu->fontMetrics().elidedText(place.value("text").toString().simplified(), Qt::ElideRight, Metrics::gap(80));
        QAction *action = menu->addAction(tr("%1 of %2: “%3”")
                                              .arg(dottedPath(place.value("field").utf8().toByteArray()), Format::shortId(target.contextId), text)
                                              .replace(u'&', "&&"_L1));
        connect(action, &QAction::triggered, this, [this, target] { Q_EMIT openRequested(target); });
        if (menu->actions().size() >= kMostShown)
            break;
    }
    if (menu->isEmpty())
        menu->addAction(tr("This passage stands nowhere else."))->setEnabled(false);
    menu->popup(m_became->mapToGlobal(QPoint(0, m_became->height())));
}

void SpanView::showFoot()
{
    const bool isKnown = m_current >= 0;
    m_became->setEnabled(true);
    m_became->setVisible(isKnown && !m_spans.at(m_current).context.isEmpty() && !m_spans.at(m_current).placeField.isEmpty());
    m_open->setVisible(isKnown && !(m_spans.at(m_current).context.isEmpty() && m_spans.at(m_current).documentId.isEmpty()));
    m_center->setVisible(m_open->isVisibleTo(this));
    m_foot->setVisible(isKnown);
    if (!isKnown) {
        m_right->setText(tr("Source"));
        return;
    }
    const LineageSpan &span = m_spans.at(m_current);
    m_open->setText(span.documentId.isEmpty() ? tr("Open the context") : tr("Open in the library"));
    m_right->setText(!span.documentTitle.isEmpty()   ? span.documentTitle
                         : span.context == m_context ? tr("Source in the same context")
                                                     : tr("Source"));
    m_foot->setText(spanSentence(span));
}

} // namespace Millrace
