// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/readingview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/reading.h"
#include "common/sourceview.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Of still longer ones the beginning is shown; Export has all.
constexpr qsizetype kShownUnits = 1'000'000;
/// Of a record's fields: levels, items of a list, and letters of one value.
constexpr int kFieldDepth = 2;
constexpr qsizetype kFieldItems = 20;
constexpr qsizetype kFieldUnits = 2'000;

QToolButton *toolButton(const QString &icon, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Icons::icon(icon));
    button->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

QString textOf(const Json &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? ReadingView::tr("yes") : ReadingView::tr("no");
    return QString::fromUtf8(value.toBytes());
}

/// Rows of a table for the members of an object; what lies deeper is named with dots.
void addRows(QString &html, const Json &object, const QString &before, int depth)
{
    for (const JsonMember &member : object.members()) {
        const QString name = before + QString::fromUtf8(member.key);
        if (member.value.isObject() && depth < kFieldDepth) {
            addRows(html, member.value, name + u'.', depth + 1);
            continue;
        }
        QStringList values;
        const bool isOfObjects = std::ranges::any_of(member.value.items(), &Json::isObject);
        if (member.value.isArray() && isOfObjects) {
            values.append(ReadingView::tr("%n entries", nullptr, int(member.value.size())));
        } else if (member.value.isArray()) {
            for (qsizetype i = 0; i < std::min(member.value.size(), kFieldItems); ++i)
                values.append(textOf(member.value.at(i)));
            if (member.value.size() > kFieldItems)
                values.append(u"…"_s);
        } else if (!member.value.isNull()) {
            values.append(textOf(member.value));
        }
        QString value = values.join(u", "_s);
        if (value.isEmpty())
            continue;
        if (value.size() > kFieldUnits)
            value = value.first(kFieldUnits) + u'…';
        html += u"<tr><td style=\"padding-right: 16px\"><b>%1</b></td><td>%2</td></tr>"_s.arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    }
}

/// What there is to read before anything is written: the text that came in, or the fields of a record.
std::optional<Reading> givenOf(const Json &data)
{
    Reading reading;
    if (const QString source = data.value("source_text").toString(); !source.isEmpty()) {
        reading.text = source;
        return reading;
    }
    QString rows;
    addRows(rows, data, {}, 0);
    if (rows.isEmpty())
        return {};
    reading.text = u"<table cellpadding=\"4\">%1</table>"_s.arg(rows);
    reading.form = ReadingText::Form::Html;
    return reading;
}

} // namespace

ReadingView::ReadingView(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_facts(makeLabel(TextRole::Secondary, {}, this))
    , m_cited(makeLabel(TextRole::Secondary, {}, this))
    , m_previous(toolButton(u"go-up"_s, tr("Previous sentence with a source (Alt+Up)"), this))
    , m_next(toolButton(u"go-down"_s, tr("Next sentence with a source (Alt+Down)"), this))
    , m_splitter(new QSplitter(this))
    , m_text(new ReadingText(this))
    , m_sourceSide(new QWidget(this))
    , m_sourceTitle(makeLabel(TextRole::Strong, {}, this))
    , m_openSource(toolButton(u"go-jump"_s, tr("Go to the context this comes from"), this))
    , m_source(new SourceView(this))
{
    auto *bar = new QWidget(this);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
    barLayout->addWidget(m_facts);
    barLayout->addStretch(1);
    barLayout->addWidget(m_cited);
    barLayout->addWidget(m_previous);
    barLayout->addWidget(m_next);
    bar->setFixedHeight(Metrics::gap(9));

    auto *close = toolButton(u"window-close"_s, tr("Close the source (Esc)"), m_sourceSide);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
    head->addWidget(m_sourceTitle, 1);
    head->addWidget(m_openSource);
    head->addWidget(close);
    auto *side = new QVBoxLayout(m_sourceSide);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addLayout(head);
    side->addWidget(m_source, 1);
    m_sourceTitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_text);
    m_splitter->addWidget(m_sourceSide);
    m_sourceSide->hide();

    auto *page = new QWidget(this);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    pageLayout->addWidget(bar);
    pageLayout->addWidget(m_splitter, 1);
    m_stack->addWidget(page);
    m_stack->addWidget(m_empty);
    auto *unknown = new QWidget(this);
    m_stack->addWidget(unknown);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_empty->setContent(u"document-preview"_s, tr("Nothing is written at this step."), tr("Show the document"));
    connect(m_empty, &EmptyState::buttonClicked, this, &ReadingView::documentRequested);
    m_stack->setCurrentWidget(unknown); // until a document has come

    connect(m_text, &ReadingText::spanChosen, this, &ReadingView::showSpan);
    connect(m_source, &SourceView::citationChosen, this, [this](int citation) {
        m_citation = citation;
        for (int i = 0; i < m_text->spans().size(); ++i) {
            if (m_text->spans()[i].citation == citation) {
                m_text->setCurrent(i);
            }
        }
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { stepCitation(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { stepCitation(1); });
    connect(close, &QToolButton::clicked, this, [this] { setSourceShown(false); });
    connect(m_openSource, &QToolButton::clicked, this, [this] {
        if (m_citation >= 0) {
            Q_EMIT contextRequested(m_citations[m_citation].context);
        }
    });
    // From the table too: a hidden view does not hear them.
    const auto shortcut = [this](const QKeySequence &keys, auto action) {
        auto *made = new QShortcut(keys, this);
        connect(made, &QShortcut::activated, this, action);
        return made;
    };
    shortcut(Qt::ALT | Qt::Key_Up, [this] { stepCitation(-1); });
    shortcut(Qt::ALT | Qt::Key_Down, [this] { stepCitation(1); });
    auto *escape = new QShortcut(Qt::Key_Escape, m_sourceSide);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, [this] { setSourceShown(false); });
}

void ReadingView::setDocument(const Json &document)
{
    const Json &data = document.value("data");
    std::optional<Reading> reading = Reading::of(data);
    const bool isWritten = reading.has_value();
    if (!isWritten)
        reading = givenOf(data);
    const QList<Citation> citations = citationsOf(data);
    const bool sameSources = citations == m_citations && document.value("id") == m_document.value("id");
    m_document = document;
    m_hasText = isWritten;
    m_stack->setCurrentIndex(reading ? 0 : 1);
    if (!reading) {
        return;
    }
    const QString before = m_text->rendered();
    const bool inPart = reading->text.size() > kShownUnits;
    m_text->setContent(inPart ? reading->text.first(kShownUnits) : reading->text, reading->form);
    if (!sameSources || m_text->rendered() != before) {
        m_citations = citations;
        m_citation = -1;
        m_text->setSpans(locateCitations(m_text->rendered(), data, citations));
        setSourceShown(false);
    }

    QStringList facts;
    const Json &formatted = data.value("formatted_content");
    if (formatted.value("word_count").isNumber()) {
        facts.append(tr("%n words", nullptr, int(formatted.value("word_count").toInt())));
    }
    if (formatted.value("reading_time").isString()) {
        facts.append(formatted.value("reading_time").toString());
    }
    if (data.value("model_used").isString()) {
        facts.append(data.value("model_used").toString());
    }
    if (inPart) {
        facts.append(tr("the beginning; Export has all"));
    }
    if (!isWritten) {
        facts.prepend(reading->form == ReadingText::Form::Html ? tr("Its fields: nothing is written at this step")
                                                               : tr("The text that came in: nothing is written at this step"));
    } else if (!reading->formatted) {
        facts.append(tr("not formatted yet"));
    }
    m_facts->setText(facts.join(u" · "_s));
    const int cited = int(m_text->spans().size());
    m_cited->setText(cited == 0 ? QString() : tr("%n sentences with a source: click one", nullptr, cited));
    m_previous->setVisible(cited > 0);
    m_next->setVisible(cited > 0);
}

void ReadingView::stepCitation(int by)
{
    const int count = int(m_text->spans().size());
    if (count == 0) {
        return;
    }
    const int from = m_text->current() < 0 ? (by > 0 ? -1 : 0) : m_text->current();
    const int span = (from + by + count) % count;
    m_text->setCurrent(span);
    showSpan(span);
}

void ReadingView::showSpan(int span)
{
    showCitation(m_text->spans()[span].citation);
}

void ReadingView::showCitation(int citation)
{
    m_citation = citation;
    const Citation &chosen = m_citations[citation];
    if (chosen.context.isEmpty() || chosen.context == m_document.value("id").toString()) {
        showSource(chosen, m_document);
    } else {
        Q_EMIT sourceRequested(chosen.context);
    }
}

void ReadingView::setSourceDocument(const QString &contextId, const Json &document)
{
    if (m_citation >= 0 && m_citations[m_citation].context == contextId) {
        showSource(m_citations[m_citation], document);
    }
}

void ReadingView::showSource(const Citation &citation, const Json &document)
{
    const Json &data = document.value("data");
    const Json *text = data.find(citation.source);
    const bool own = citation.context.isEmpty() || citation.context == m_document.value("id").toString();
    const QString title = data.value("title").toString(Format::shortId(document.value("id").toString()));
    m_sourceTitle->setText(own ? tr("Source text") : title);
    m_sourceTitle->setToolTip(own ? QString::fromUtf8(citation.source) : title);
    m_openSource->setVisible(!own);
    m_source->setSource(text ? text->utf8().toByteArray() : QByteArray(), citation.context, citation.source, m_citations);
    setSourceShown(true);
    m_source->setCurrent(m_citation);
}

void ReadingView::setSourceShown(bool shown)
{
    if (shown == m_sourceSide->isVisibleTo(this)) {
        return;
    }
    m_sourceSide->setVisible(shown);
    if (shown) {
        const int whole = m_splitter->orientation() == Qt::Horizontal ? m_splitter->width() : m_splitter->height();
        m_splitter->setSizes({whole * 55 / 100, whole * 45 / 100});
        m_text->setCurrent(m_text->current()); // it may have moved out of sight
    } else {
        m_text->setCurrent(-1);
        m_text->setFocus();
    }
}

void ReadingView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Two columns only where both can hold a readable line.
    const Qt::Orientation wanted = width() >= Metrics::readingWidth() * 4 / 3 ? Qt::Horizontal : Qt::Vertical;
    if (wanted != m_splitter->orientation()) {
        m_splitter->setOrientation(wanted);
    }
}

} // namespace Millrace
