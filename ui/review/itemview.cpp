// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/itemview.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/schemaform.h"
#include "common/sourceview.h"
#include "review/commentlist.h"
#include "review/confidenceview.h"
#include "review/renderededit.h"
#include "review/reviewtext.h"
#include "review/spellcheck.h"
#include "review/worddiffview.h"
#include "sdk/clock.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kShownUnits = 1'000'000;
constexpr qsizetype kFieldUnits = 300; ///< of a field beside the text

QString plain(const Json &value)
{
    return value.isString() ? value.toString() : value.isNull() ? QString() : QString::fromUtf8(value.toBytes());
}

QString titleOfField(QString name)
{
    name.replace(u'_', u' ');
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

/// "title" and "classification.label" as pointers under `data`.
QByteArray pointerOf(const QString &path)
{
    if (path.startsWith(u'/'))
        return path.toUtf8();
    QByteArray pointer;
    for (const QString &token : path.split(u'.'))
        pointer += '/' + escapePointerToken(token.toUtf8());
    return pointer;
}

ReadingText::Form formOf(const QString &format)
{
    return format == "html"_L1 ? ReadingText::Form::Html : format == "markdown"_L1 ? ReadingText::Form::Markdown : ReadingText::Form::Plain;
}

/// A heading over a group at the side, with its content.
QWidget *section(const QString &title, QWidget *content, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(makeLabel(TextRole::Section, title, box));
    layout->addWidget(content);
    return box;
}

void clear(QVBoxLayout *rows)
{
    while (QLayoutItem *item = rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QVBoxLayout *rowsIn(QWidget *holder)
{
    auto *rows = new QVBoxLayout(holder);
    rows->setContentsMargins({});
    rows->setSpacing(Metrics::gap(2));
    return rows;
}

QList<Citation> citationsIn(const Json &full)
{
    Json citations = Json::array();
    for (const Json &span : full.value("spans").items()) {
        citations.append(Json::object({{"at", span.value("target")},
                                       {"from", span.value("target_from")},
                                       {"to", span.value("target_to")},
                                       {"source", span.value("source")},
                                       {"source_from", span.value("source_from")},
                                       {"source_to", span.value("source_to")}}));
    }
    return citationsOf(Json::object({{"citations", citations}}));
}

} // namespace

Reading readingOf(const Json &full)
{
    const Json &text = full.value("text");
    if (text.value("text").isString()) {
        Reading reading;
        reading.text = text.value("text").toString();
        reading.form = formOf(text.value("format").toString());
        reading.formatted = true;
        reading.parts.append({pointerOf(text.value("path").toString()), 0, reading.text.size()});
        return reading;
    }
    if (auto reading = Reading::of(full.value("data")))
        return *reading;
    Reading reading;
    reading.form = ReadingText::Form::Markdown;
    for (const Json &field : full.value("fields").items()) {
        const QByteArray pointer = pointerOf(field.toString());
        const Json *value = full.value("data").find(pointer);
        if (!value)
            continue;
        reading.text += u"## %1\n\n"_s.arg(titleOfField(field.toString()));
        const qsizetype from = reading.text.size();
        reading.text += plain(*value);
        if (value->isString())
            reading.parts.append({pointer, from, reading.text.size()});
        reading.text += u"\n\n"_s;
    }
    return reading;
}

Json withData(const Json &full, const Json &data)
{
    Json changed = full;
    changed.insert("data", data);
    if (const Json *text = data.find(pointerOf(full.value("text").value("path").toString())); text && text->isString()) {
        Json shown = full.value("text");
        shown.insert("text", *text);
        changed.insert("text", shown);
    }
    return changed;
}

ItemView::ItemView(QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(TextRole::Strong, this))
    , m_facts(new ElidedLabel(TextRole::Secondary, this))
    , m_question(makeLabel(TextRole::Section, {}, this))
    , m_banner(makeLabel(TextRole::Body, {}, this))
    , m_splitter(new QSplitter(this))
    , m_sourceSide(new QWidget(this))
    , m_sourceTitle(new ElidedLabel(TextRole::Secondary, this))
    , m_source(new SourceView(this))
    , m_sourcePages(new QStackedWidget(this))
    , m_noSource(makeLabel(TextRole::Secondary, tr("This document has no source to hold the text against."), this))
    , m_textTitle(new ElidedLabel(TextRole::Secondary, this))
    , m_textPages(new QStackedWidget(this))
    , m_text(new ReviewText(this))
    , m_diff(new WordDiffView(this))
    , m_side(new QScrollArea(this))
    , m_form(new SchemaForm(this))
    , m_confidence(new ConfidenceView(this))
    , m_quality(new ConfidenceView(this))
    , m_note(new QLineEdit(this))
    , m_rerun(new QComboBox(this))
    , m_comments(new CommentList(this))
{
    auto *head = new QVBoxLayout;
    head->setContentsMargins(Metrics::paneMargin(), 0, Metrics::paneMargin(), Metrics::gap(2));
    head->setSpacing(0);
    head->addWidget(m_title);
    head->addWidget(m_facts);
    m_banner->setWordWrap(true);
    m_banner->setContentsMargins(Metrics::paneMargin(), Metrics::gap(2), Metrics::paneMargin(), Metrics::gap(2));
    m_banner->setAutoFillBackground(true);
    m_banner->hide();
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeTexts());
    m_splitter->addWidget(makeSide());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({Metrics::gap(220), Metrics::gap(78)});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_banner);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_text);

    connect(m_text, &ReviewText::painted, this, &ItemView::notePainted);
    connect(m_text, &ReviewText::changedChanged, this, [this](bool changed) {
        showText();
        Q_EMIT editedChanged(changed);
    });
    // The style sheet that comes with another theme takes a label's own ground away.
    if (const Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, [this] { setBanner(m_banner->text()); });
    // What is gone to at the side is scrolled to; never sideways.
    connect(m_side->horizontalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_side->horizontalScrollBar()->setValue(0); });
    connect(m_text, &ReviewText::editingChanged, this, [this](bool editing) {
        if (editing)
            setDiffShown(false);
        showText();
        Q_EMIT editingChanged(editing);
    });
    connect(m_text, &ReviewText::sentenceEntered, this, &ItemView::showSentence);
    connect(m_text, &ReadingText::spanChosen, this, &ItemView::showSentence);
    connect(m_source, &SourceView::citationChosen, this, [this](int citation) {
        for (int i = 0; i < m_text->spans().size(); ++i) {
            if (m_text->spans().at(i).citation == citation)
                m_text->setCurrent(i);
        }
    });
    connect(m_comments, &CommentList::leaveRequested, this, &ItemView::focusText);
    connect(m_comments, &CommentList::commentRequested, this,
            [this](const QString &text) { Q_EMIT commentRequested(text, std::exchange(m_commentPlace, Json::object())); });
    connect(m_comments, &CommentList::resolveRequested, this, &ItemView::resolveRequested);
    connect(m_comments, &CommentList::placeRequested, this, [this](const Json &comment) {
        const Json *field = m_item.value("data").find(pointerOf(comment.value("field").toString()));
        if (!field || !field->isString() || !comment.value("to").isNumber())
            return;
        const Citation place{
            .at = pointerOf(comment.value("field").toString()), .from = comment.value("from").toInt(), .to = comment.value("to").toInt()};
        // The same words may stand in many places.
        const QString words = QString::fromUtf8(field->utf8().toByteArray().sliced(
            std::clamp<qint64>(place.from, 0, field->utf8().size()),
            std::clamp<qint64>(place.to - place.from, 0, field->utf8().size() - std::clamp<qint64>(place.from, 0, field->utf8().size()))));
        const QList<Citation> places = writtenPlaces(words);
        const QList<int> shown = shownPlaces(words);
        const auto nth = std::ranges::find_if(places, [&](const Citation &one) { return one.at == place.at && one.from == place.from; });
        int from = -1;
        int to = -1;
        if (nth != places.end() && shown.size() == places.size()) {
            from = shown.at(nth - places.begin());
            to = from + static_cast<int>(words.size());
        } else if (const auto spans = locateCitations(m_text->rendered(), m_item.value("data"), {place}); !spans.isEmpty()) {
            from = spans.constFirst().from;
            to = spans.constFirst().to;
        }
        if (from < 0)
            return;
        QTextCursor cursor(m_text->document());
        cursor.setPosition(from);
        cursor.setPosition(to, QTextCursor::KeepAnchor);
        m_text->setTextCursor(cursor);
        m_text->ensureCursorVisible();
    });
    connect(m_note, &QLineEdit::returnPressed, this, &ItemView::focusText);
    connect(m_side->verticalScrollBar(), &QScrollBar::valueChanged, this, &ItemView::noteSeen);
    connect(m_form, &SchemaForm::edited, this, [this] { m_form->setProblems({}); });
}

QWidget *ItemView::makeTexts()
{
    const auto column = [this](QWidget *side, ElidedLabel *title, QWidget *content) {
        auto *layout = new QVBoxLayout(side);
        layout->setContentsMargins({});
        layout->setSpacing(0);
        title->setFixedHeight(Metrics::gap(7));
        auto *head = new QHBoxLayout;
        head->setContentsMargins(Metrics::gap(4), 0, Metrics::gap(4), 0);
        head->addWidget(title);
        layout->addLayout(head);
        layout->addWidget(content, 1);
        side->setAutoFillBackground(true);
        side->setBackgroundRole(QPalette::Base);
    };
    m_noSource->setAlignment(Qt::AlignCenter);
    m_noSource->setWordWrap(true);
    m_noSource->setContentsMargins(Metrics::gap(6), 0, Metrics::gap(6), 0);
    m_sourcePages->addWidget(m_source);
    m_sourcePages->addWidget(m_noSource);
    column(m_sourceSide, m_sourceTitle, m_sourcePages);
    m_textPages->addWidget(m_text);
    m_textPages->addWidget(m_diff);
    auto *textSide = new QWidget(this);
    column(textSide, m_textTitle, m_textPages);
    auto *texts = new QSplitter(this);
    texts->setObjectName(u"texts"_s);
    texts->setHandleWidth(1);
    texts->setChildrenCollapsible(false);
    texts->addWidget(m_sourceSide);
    texts->addWidget(textSide);
    texts->setStretchFactor(0, 4);
    texts->setStretchFactor(1, 5);
    texts->setSizes({Metrics::gap(100), Metrics::gap(125)});
    return texts;
}

QWidget *ItemView::makeSide()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(3), Metrics::gap(4), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(5));

    // What is wrong with it is to be seen before anything is answered, however long the form is.
    auto *findings = new QWidget(content);
    m_findings = rowsIn(findings);
    m_findingsBox = section(tr("Found"), findings, content);
    layout->addWidget(m_findingsBox);

    m_question->setWordWrap(true);
    m_answersBox = new QWidget(content);
    auto *answers = rowsIn(m_answersBox);
    answers->addWidget(m_question);
    answers->addWidget(m_form);
    layout->addWidget(m_answersBox);

    auto *proposals = new QWidget(content);
    m_proposals = rowsIn(proposals);
    m_proposalsBox = section(tr("Proposed"), proposals, content);
    layout->addWidget(m_proposalsBox);

    m_confidenceBox = section(tr("Confidence"), m_confidence, content);
    layout->addWidget(m_confidenceBox);
    m_quality->setAccessibleName(tr("Quality"));
    m_qualityBox = section(tr("Quality"), m_quality, content);
    layout->addWidget(m_qualityBox);

    auto *note = new QWidget(content);
    auto *noteRows = rowsIn(note);
    m_note->setPlaceholderText(tr("Why, in a few words"));
    m_note->setAccessibleName(tr("Note to the decision"));
    m_rerun->setAccessibleName(tr("What a rejection does"));
    m_rerun->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_rerun->setMinimumContentsLength(12);
    noteRows->addWidget(m_note);
    noteRows->addWidget(m_rerun);
    layout->addWidget(section(tr("Note"), note, content));
    layout->addWidget(section(tr("Comments"), m_comments, content));

    auto *fields = new QWidget(content);
    m_fields = rowsIn(fields);
    m_fields->setSpacing(Metrics::gap(1));
    m_fieldsBox = section(tr("Fields"), fields, content);
    layout->addWidget(m_fieldsBox);
    layout->addStretch(1);

    m_side->setWidget(content);
    m_side->setWidgetResizable(true);
    m_side->setFrameShape(QFrame::NoFrame);
    m_side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_side->setFocusPolicy(Qt::NoFocus);
    m_side->setMinimumWidth(Metrics::gap(64));
    return m_side;
}

/// The text as far as it is shown. A part of it is no field any more: nothing can be put back.
Reading ItemView::shownReading(const Json &full)
{
    Reading reading = readingOf(full);
    if (reading.text.size() > kShownUnits) {
        reading.text.truncate(kShownUnits);
        reading.parts.clear();
    }
    return reading;
}

void ItemView::setItem(const Json &full, const ReviewDraft &draft)
{
    const bool isOther = full.value("item") != m_item.value("item");
    m_painted = false;
    // What was typed into another text than this is not put over it. The revision alone says too little: it is raised for other reasons too.
    const bool isStale
        = !draft.text.isEmpty() && draft.revision > 0 && draft.revision != full.value("revision").toInt() && draft.data != full.value("data");
    const Json shown = isStale ? withData(full, draft.data) : full;
    m_revision = isStale ? draft.revision : full.value("revision").toInt();
    m_data = shown.value("data");
    m_item = full;
    m_seen.clear();
    m_span = -1;
    m_commentPlace = Json::object();
    setDiffShown(false);
    showHead();

    const Json &data = full.value("data");
    const Reading reading = shownReading(shown);
    m_isCut = readingOf(shown).text.size() > kShownUnits;
    m_citations = citationsIn(full);
    if (m_citations.isEmpty())
        m_citations = citationsOf(data);
    m_text->setReading(reading);
    m_text->setCited(locateCitations(m_text->rendered(), m_data, m_citations));
    if (!draft.text.isEmpty())
        m_text->restore(draft.text);
    if (isStale)
        tellStale();
    showText();
    m_text->spelling()->setLanguage(data.value("language").toString());

    const Json &source = full.value("source");
    if (source.value("text").isString()) {
        const Citation whole{.source = pointerOf(source.value("path").toString())};
        showSource(nullptr, data, true);
        m_source->setSource(source.value("text").utf8().toByteArray(), {}, whole.source, m_citations);
        m_source->setCurrent(-1);
        m_source->verticalScrollBar()->setValue(0);
        m_sourcePages->setCurrentIndex(0);
        m_sourceTitle->setText(tr("Source"));
    } else {
        m_sourcePages->setCurrentIndex(1);
        m_sourceTitle->setText(tr("Source"));
    }

    // Without a form there is nothing to answer.
    const bool asks = full.value("form").isObject();
    Json answers = asks && full.value("suggestions").isObject() ? full.value("suggestions") : Json::object();
    for (const JsonMember &answer : draft.answers.members()) {
        if (asks)
            answers.insert(answer.key, answer.value);
    }
    showForm(answers);
    m_note->setText(draft.note);
    m_rerun->clear();
    m_rerun->addItem(tr("A rejection leaves by “rejected”"));
    for (const Json &node : full.value("rerun_from").items())
        m_rerun->addItem(tr("A rejection runs again from %1").arg(node.value("title").toString()), node.value("node").toString());
    m_rerun->setCurrentIndex(std::max(0, m_rerun->findData(draft.rerunFrom)));
    if (draft.rerunFrom.isEmpty())
        m_rerun->setCurrentIndex(0);
    m_rerun->setVisible(m_rerun->count() > 1);
    m_confidence->setItem(full);
    m_confidenceBox->setVisible(!m_confidence->isEmpty());
    m_quality->setQuality(full);
    m_qualityBox->setVisible(!m_quality->isEmpty());
    showProposals();
    showFindings();
    showFields();
    if (isOther)
        m_comments->clearLine();
    m_comments->setComments(full.value("comments_list"));
    m_side->verticalScrollBar()->setValue(0);
    m_text->viewport()->update();
}

void ItemView::updateItem(const Json &full)
{
    const bool isSame = full.value("data") == m_data;
    if (!isSame && !m_text->isChanged()) {
        ReviewDraft entered = draft();
        entered.revision = 0;
        setItem(full, entered);
        return;
    }
    if (isSame)
        m_revision = full.value("revision").toInt();
    else
        tellStale();
    m_item = full;
    showHead();
    showProposals();
    m_comments->setComments(full.value("comments_list"));
}

void ItemView::tellStale()
{
    setBanner(tr("The document was changed meanwhile. Your edit was made from how it was before: discard it to see what it is now."));
}

void ItemView::showHead()
{
    m_title->setText(m_item.value("title").toString(tr("Untitled")));
    QStringList facts{m_item.value("pipeline_title").toString(m_item.value("pipeline").toString())};
    if (const QString label = m_item.value("label").toString(); !label.isEmpty())
        facts.append(label);
    if (const auto since = parseIso(m_item.value("since").toString()))
        facts.append(tr("waits since %1").arg(Format::clockTime(*since)));
    if (const auto due = parseIso(m_item.value("due_at").toString()))
        facts.append(tr("due %1").arg(Format::clockTime(*due)));
    if (m_item.value("needed").toInt(1) > 1)
        facts.append(tr("%1 of %2 opinions").arg(m_item.value("made").toInt()).arg(m_item.value("needed").toInt()));
    if (m_item.value("escalated").toBool())
        facts.append(tr("escalated"));
    if (m_item.value("follows").isString())
        facts.append(tr("corrects an earlier decision"));
    if (!m_item.value("author_finished").toBool(true))
        facts.append(tr("the author is not finished"));
    const Json &claim = m_item.value("claim");
    if (!claim.isNull() && !claim.value("mine").toBool())
        facts.append(tr("held by %1").arg(claim.value("by").value("name").toString()));
    if (const QString state = m_item.value("state").toString(); state != "open"_L1)
        facts.append(state == "timed_out"_L1 ? tr("its time ran out") : state == "withdrawn"_L1 ? tr("withdrawn") : tr("decided"));
    m_facts->setText(facts.join(u" · "_s));
    m_question->setText(m_item.value("question").toString());
    m_question->setVisible(!m_question->text().isEmpty());
}

void ItemView::showText()
{
    QStringList title{m_text->isEditing() ? tr("Text, being edited (Esc: done)") : isDiffShown() ? tr("Text, what was changed") : tr("Text")};
    if (m_text->isChanged() && !m_text->isEditing())
        title.append(tr("edited"));
    if (const QString dictionary = m_text->spelling()->dictionary(); m_text->isEditing() && m_text->spelling()->isEnabled() && !dictionary.isEmpty())
        title.append(tr("spelling: %1").arg(QLocale(dictionary).nativeLanguageName()));
    m_textTitle->setText(title.join(u" · "_s));
}

void ItemView::showForm(const Json &answers)
{
    const Json &schema = m_item.value("form");
    const QByteArray bytes = schema.toBytes();
    if (bytes != m_formSchema) {
        // The rows are made anew only for another form: most items of a queue have the same.
        m_formSchema = bytes;
        m_form->setValue(Json::object());
        m_form->setSchema(schema.isObject() ? schema : Json::object());
    }
    m_form->setProblems({});
    m_form->setValue(answers);
    m_form->setVisible(!m_form->isEmpty());
    m_answersBox->setVisible(!m_form->isEmpty() || !m_question->text().isEmpty());
    m_side->setMinimumWidth(
        std::max(Metrics::gap(64), m_side->widget()->minimumSizeHint().width() + m_side->verticalScrollBar()->sizeHint().width()));
}

void ItemView::showProposals()
{
    clear(m_proposals);
    for (const Json &proposal : m_item.value("proposals").items()) {
        if (proposal.value("state").toString("open"_L1) != "open"_L1)
            continue;
        const QString decision = proposal.value("decision").toString();
        const QString verb = decision == "approved"_L1 ? tr("approve")
            : decision == "rejected"_L1                ? tr("reject")
            : decision == "edited"_L1                  ? tr("approve as edited")
                                                       : decision;
        QLabel *text = makeLabel(TextRole::Body, tr("%1 would %2").arg(proposal.value("by").value("name").toString(), verb), this);
        text->setWordWrap(true);
        m_proposals->addWidget(text);
        if (const QString note = proposal.value("note").toString(); !note.isEmpty()) {
            QLabel *why = makeLabel(TextRole::Secondary, note, this);
            why->setWordWrap(true);
            m_proposals->addWidget(why);
        }
        auto *take = new QPushButton(tr("Look at it"), this);
        take->setAccessibleName(tr("Take over what %1 proposes, to decide on it").arg(proposal.value("by").value("name").toString()));
        take->setEnabled(!m_readOnly);
        connect(take, &QPushButton::clicked, this, [this, proposal] { Q_EMIT proposalTaken(proposal); });
        m_proposals->addWidget(take, 0, Qt::AlignLeft);
    }
    m_proposalsBox->setVisible(m_proposals->count() > 0);
}

void ItemView::showFindings()
{
    clear(m_findings);
    for (const Json &problem : m_item.value("problems").items()) {
        const bool isError = problem.value("severity").toString() == "error"_L1;
        QLabel *text = makeLabel(TextRole::Body, problem.value("message").toString(), this);
        text->setWordWrap(true);
        m_findings->addWidget(text);
        const QString path = problem.value("path").toString();
        const QString line = isError ? tr("error in %1").arg(path) : tr("%1 in %2").arg(problem.value("severity").toString(), path);
        m_findings->addWidget(makeLabel(TextRole::Secondary, path.isEmpty() ? problem.value("severity").toString() : line, this));
    }
    m_findingsBox->setVisible(m_findings->count() > 0);
}

void ItemView::showFields()
{
    clear(m_fields);
    const QByteArray textPath = pointerOf(m_item.value("text").value("path").toString());
    for (const Json &field : m_item.value("fields").items()) {
        const QByteArray pointer = pointerOf(field.toString());
        const Json *value = m_item.value("data").find(pointer);
        if (!value || pointer == textPath || value->isObject() || pointer == "/title" || m_text->reading().parts.size() == 0)
            continue;
        const bool inText = std::ranges::any_of(m_text->reading().parts, [&](const ReadingPart &part) { return part.pointer.startsWith(pointer); });
        if (inText)
            continue;
        m_fields->addWidget(makeLabel(TextRole::Secondary, titleOfField(field.toString()), this));
        QLabel *shown = makeLabel(TextRole::Body, plain(*value).left(kFieldUnits), this);
        shown->setWordWrap(true);
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_fields->addWidget(shown);
    }
    m_fieldsBox->setVisible(m_fields->count() > 0);
}

void ItemView::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_form->setReadOnly(readOnly);
    m_note->setReadOnly(readOnly);
    m_rerun->setEnabled(!readOnly);
    m_comments->setWritable(!readOnly);
    if (readOnly)
        m_text->setEditing(false);
}

void ItemView::setBanner(const QString &text)
{
    m_banner->setText(text);
    m_banner->setVisible(!text.isEmpty());
    if (!text.isEmpty()) {
        QPalette colors = m_banner->palette();
        colors.setColor(QPalette::Window, Theme::color(ThemeRole::DiffChanged));
        m_banner->setPalette(colors);
    }
}

void ItemView::showSentence(int span)
{
    if (span == m_span && span >= 0)
        return;
    m_span = span;
    m_text->setCurrent(span);
    if (span < 0 || span >= m_text->spans().size()) {
        m_source->setCurrent(-1);
        return;
    }
    const Citation &citation = m_citations.at(m_text->spans().at(span).citation);
    if (citation.context.isEmpty() || citation.context == m_item.value("context").toString())
        showSource(&citation, m_item.value("data"), true);
    else
        Q_EMIT sourceRequested(citation.context);
}

void ItemView::setSourceDocument(const QString &contextId, const Json &document)
{
    if (m_span < 0 || m_span >= m_text->spans().size())
        return;
    const Citation &citation = m_citations.at(m_text->spans().at(m_span).citation);
    if (citation.context == contextId)
        showSource(&citation, document.value("data"), false);
}

void ItemView::showSource(const Citation *citation, const Json &data, bool own)
{
    if (!citation)
        return;
    const Json *text = data.find(citation->source);
    if (!text || !text->isString())
        return;
    m_source->setSource(text->utf8().toByteArray(), citation->context, citation->source, m_citations);
    m_source->setCurrent(m_text->spans().at(m_span).citation);
    m_sourcePages->setCurrentIndex(0);
    m_sourceTitle->setText(own ? tr("Source") : tr("Source: %1").arg(data.value("title").toString(Format::shortId(citation->context))));
}

void ItemView::notePainted()
{
    if (m_painted || m_item.isNull())
        return;
    m_painted = true;
    m_since.start();
    noteSeen();
    Q_EMIT shown();
}

void ItemView::noteSeen()
{
    if (!m_painted)
        return;
    for (const JsonMember &suggestion : m_item.value("suggestions").members()) {
        const SchemaField *field = m_form->field(suggestion.key);
        if (field && !field->visibleRegion().isEmpty())
            m_seen.insert(QString::fromUtf8(suggestion.key));
    }
}

QStringList ItemView::seen() const
{
    return {m_seen.cbegin(), m_seen.cend()};
}

QStringList ItemView::unseen() const
{
    QStringList fields;
    const Json answers = m_form->value().value_or(Json::object());
    for (const JsonMember &suggestion : m_item.value("suggestions").members()) {
        const QString name = QString::fromUtf8(suggestion.key);
        if (m_form->field(suggestion.key) && !m_seen.contains(name) && answers.value(name) == suggestion.value)
            fields.append(name);
    }
    return fields;
}

QStringList ItemView::unanswered() const
{
    QStringList fields;
    const Json answers = m_form->value().value_or(Json::object());
    for (const QString &name : m_item.value("form").value("required").toStringList()) {
        if (!answers.contains(name.toUtf8()))
            fields.append(name);
    }
    return fields;
}

void ItemView::focusAnswer(const QString &field)
{
    const QByteArray key = field.toUtf8();
    if (const SchemaField *control = m_form->field(key)) {
        m_side->ensureWidgetVisible(const_cast<SchemaField *>(control));
        m_form->focusField('/' + escapePointerToken(key));
        noteSeen();
    }
}

ReviewDraft ItemView::draft() const
{
    return {.answers = m_form->value().value_or(Json::object()),
            .note = m_note->text().trimmed(),
            .rerunFrom = m_rerun->currentData().toString(),
            .text = m_text->isChanged() ? m_text->rendered() : QString(),
            .revision = m_revision,
            .data = m_text->isChanged() ? m_data : Json()};
}

bool ItemView::isEdited() const
{
    return m_text->isChanged();
}

std::optional<Json> ItemView::patch() const
{
    if (!m_text->isChanged())
        return Json();
    const auto edits = m_text->edits();
    if (!edits)
        return std::nullopt;
    Json patch = Json::array();
    for (const FieldEdit &edit : *edits)
        patch.append(Json::object({{"op", "replace"}, {"path", Json(edit.pointer)}, {"value", Json(edit.text)}}));
    return patch.isEmpty() ? Json() : patch;
}

void ItemView::focusText()
{
    m_text->setFocus(Qt::OtherFocusReason);
}

void ItemView::focusNote()
{
    m_side->ensureWidgetVisible(m_note);
    m_note->setFocus(Qt::OtherFocusReason);
}

void ItemView::focusRerun()
{
    m_side->ensureWidgetVisible(m_rerun);
    m_rerun->setFocus(Qt::OtherFocusReason);
}

Json ItemView::selectedPlace() const
{
    const QTextCursor cursor = m_text->textCursor();
    if (!cursor.hasSelection() || m_text->isChanged())
        return Json::object();
    const QString words = cursor.selectedText();
    const QList<int> shown = shownPlaces(words);
    const QList<Citation> places = writtenPlaces(words);
    const qsizetype nth = shown.indexOf(cursor.selectionStart());
    if (nth < 0 || shown.size() != places.size())
        return Json::object();
    const Citation &place = places.at(nth);
    return Json::object({{"field", Json(place.at)}, {"from", Json(place.from)}, {"to", Json(place.to)}});
}

/// Where words stand in the text as it is shown.
QList<int> ItemView::shownPlaces(const QString &words) const
{
    const QString text = m_text->toPlainText();
    QList<int> places;
    for (qsizetype at = words.isEmpty() ? -1 : text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
        places.append(static_cast<int>(at));
    return places;
}

/// Where they stand in the fields that it is made of, in the same order.
QList<Citation> ItemView::writtenPlaces(const QString &words) const
{
    QList<Citation> places;
    for (const ReadingPart &part : m_text->reading().parts) {
        const QString field = m_text->reading().text.sliced(part.from, part.to - part.from);
        for (qsizetype at = words.isEmpty() ? -1 : field.indexOf(words); at >= 0; at = field.indexOf(words, at + 1))
            places.append({.at = part.pointer, .from = utf8Offset(field, at), .to = utf8Offset(field, at + words.size())});
    }
    return places;
}

void ItemView::startComment()
{
    m_commentPlace = selectedPlace();
    m_side->ensureWidgetVisible(m_comments);
    m_comments->startComment(m_commentPlace.isEmpty() ? QString() : m_text->textCursor().selectedText().left(40));
}

void ItemView::stepSentence(int by)
{
    const auto count = static_cast<int>(m_text->spans().size());
    if (count == 0)
        return;
    const int from = m_text->current() < 0 ? (by > 0 ? -1 : 0) : m_text->current();
    showSentence((from + by + count) % count);
}

void ItemView::setDiffShown(bool shown)
{
    if (shown == isDiffShown())
        return;
    if (shown) {
        m_text->setEditing(false);
        m_diff->setTexts(m_text->before(), m_text->rendered());
    }
    m_textPages->setCurrentIndex(shown ? 1 : 0);
    showText();
    (shown ? static_cast<QWidget *>(m_diff) : m_text)->setFocus(Qt::OtherFocusReason);
}

bool ItemView::isDiffShown() const
{
    return m_textPages->currentIndex() == 1;
}

void ItemView::setSourceShown(bool shown)
{
    m_sourceSide->setVisible(shown);
}

void ItemView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    noteSeen();
}

} // namespace Millrace
