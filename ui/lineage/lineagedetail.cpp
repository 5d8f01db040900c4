// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagedetail.h"

#include "common/difflines.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "lineage/lineagetext.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTabBar>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kNodeRole = Qt::UserRole + 1;
constexpr int kCallRole = Qt::UserRole + 2;
constexpr int kTextRole = Qt::UserRole + 3;

QToolButton *button(const QString &icon, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Icons::icon(icon));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAccessibleName(text);
    return button;
}

QString pretty(const Json &value)
{
    return value.isString() ? value.toString() : QString::fromUtf8(value.toBytes(Json::Format::Pretty));
}

/// A message as it was sent: who speaks, and what.
QString messageText(const Json &messages)
{
    QStringList parts;
    for (const Json &message : messages.items()) {
        const QString role = message.value("role").toString();
        parts.append(messages.size() > 1 || role != "user"_L1 ? u"[%1]\n%2"_s.arg(role, message.value("text").toString())
                                                              : message.value("text").toString());
    }
    return parts.join(u"\n\n"_s);
}

} // namespace

LineageDetail::LineageDetail(LineageDoor door, QWidget *parent)
    : QWidget(parent)
    , m_door(std::move(door))
    , m_answers(this)
    , m_icon(new QLabel(this))
    , m_title(new ElidedLabel(TextRole::Strong, this))
    , m_line(new ElidedLabel(TextRole::Secondary, this))
    , m_center(button(u"snap-bounding-box-center"_s, tr("Center on it"), this))
    , m_read(button(u"view-split-left-right"_s, tr("Read with sources"), this))
    , m_open(button(u"document-open"_s, tr("Open"), this))
    , m_factArea(new QWidget(this))
    , m_facts(new QFormLayout(m_factArea))
    , m_list(new QTreeWidget(this))
    , m_tabs(new QTabBar(this))
    , m_text(new QPlainTextEdit(this))
    , m_textArea(new QWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_answers.onError([this](const Error &error) { Q_EMIT failed(error); });
    m_center->setToolTip(tr("Begins anew around this"));
    m_read->setToolTip(tr("Its text beside what each sentence came from"));
    auto *head = new QHBoxLayout;
    head->setSpacing(Metrics::gap(2));
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_title);
    names->addWidget(m_line);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addLayout(names, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(2));
    for (QToolButton *one : {m_center, m_read, m_open})
        buttons->addWidget(one);
    buttons->addStretch(1);
    m_facts->setContentsMargins(0, Metrics::gap(2), 0, 0);
    m_facts->setHorizontalSpacing(Metrics::gap(4));
    m_facts->setVerticalSpacing(Metrics::gap(1));
    m_facts->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *top = new QWidget(this);
    auto *above = new QVBoxLayout(top);
    above->setContentsMargins(Metrics::gap(4), Metrics::gap(3), Metrics::gap(4), Metrics::gap(2));
    above->setSpacing(Metrics::gap(2));
    above->addLayout(head);
    above->addLayout(buttons);
    above->addWidget(m_factArea);

    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setAllColumnsShowFocus(true);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(2);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setAccessibleName(tr("What it came from and led to"));

    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Text"));
    auto *texts = new QVBoxLayout(m_textArea);
    texts->setContentsMargins(0, 0, 0, 0);
    texts->setSpacing(0);
    texts->addWidget(m_tabs);
    texts->addWidget(m_text, 1);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_textArea);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(top);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_list);

    connect(m_center, &QToolButton::clicked, this, [this] { Q_EMIT focusRequested(m_node.id); });
    connect(m_read, &QToolButton::clicked, this,
            [this] { Q_EMIT textsRequested(m_node.context, m_node.kind == ShownKind::Field ? QString::fromUtf8(m_node.pointer) : QString()); });
    connect(m_open, &QToolButton::clicked, this, &LineageDetail::openElsewhere);
    connect(m_tabs, &QTabBar::currentChanged, this, &LineageDetail::showText);
    const auto follow = [this](const QTreeWidgetItem *item) {
        if (item && !item->data(0, kNodeRole).toString().isEmpty())
            Q_EMIT nodeRequested(item->data(0, kNodeRole).toString());
    };
    connect(m_list, &QTreeWidget::itemActivated, this, follow);
    connect(m_list, &QTreeWidget::itemClicked, this, [this, follow](const QTreeWidgetItem *item) {
        if (m_node.kind != ShownKind::Field)
            follow(item);
    });
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *item) {
        if (!item || m_node.kind != ShownKind::Field)
            return;
        if (const QString call = item->data(0, kCallRole).toString(); !call.isEmpty())
            askCall(call);
        else if (const QString text = item->data(0, kTextRole).toString(); !text.isEmpty())
            setTexts({{tr("Text"), text}});
    });
}

void LineageDetail::showNode(const ShownGraph &graph, const QString &node, const QString &asOf)
{
    const ShownNode *one = graph.find(node);
    if (!one)
        return;
    const bool isSame = m_node.id == node && m_asOf == asOf;
    m_node = *one;
    m_asOf = asOf;
    const bool isStack = m_node.kind == ShownKind::Stack;
    const ShownKind kind = isStack ? m_node.memberKind : m_node.kind;
    m_icon->setPixmap(Icons::pixmap(LineageText::kindIcon(kind), Metrics::barIcon(), devicePixelRatioF(), Theme::color(ThemeRole::Text)));
    m_title->setText(LineageText::title(m_node));
    QStringList line{isStack ? tr("A stack of what is alike; Enter opens it") : LineageText::kindName(m_node.kind)};
    if (const QString word = LineageText::statusWord(m_node); !word.isEmpty())
        line.append(word);
    m_line->setText(line.join(u" · "_s));
    m_center->setVisible(!isStack && m_node.id != graph.focus());
    m_read->setVisible(!m_node.context.isEmpty() && (m_node.kind == ShownKind::Context || m_node.kind == ShownKind::Field));
    m_open->setVisible(!m_node.context.isEmpty() || m_node.kind == ShownKind::Document);
    m_open->setText(m_node.kind == ShownKind::Document                                   ? tr("Open in the library")
                        : m_node.kind == ShownKind::Review && m_node.status == "open"_L1 ? tr("Open in review")
                                                                                         : tr("Open the context"));
    showFacts();
    if (m_node.kind == ShownKind::Field) {
        if (!isSame)
            m_list->clear();
        askChain();
    } else {
        m_answers.forget("chain");
        showNeighbours(graph);
    }
    if (isSame)
        return;
    m_answers.forget("call");
    m_answers.forget("value");
    setTexts({});
    if (m_node.kind == ShownKind::Prompt || m_node.kind == ShownKind::Answer)
        askCall(m_node.bareId());
    else if (m_node.kind == ShownKind::Field)
        askValue();
}

// --- facts -----------------------------------------------------------------------------------------------------------------

void LineageDetail::addFact(const QString &name, const QString &value, bool isFixed)
{
    if (value.isEmpty())
        return;
    auto *label = new ElidedLabel(isFixed ? TextRole::Fixed : TextRole::Body, m_factArea);
    label->setText(value);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isFixed)
        label->setElideMode(Qt::ElideMiddle);
    m_facts->addRow(makeLabel(TextRole::Secondary, name, m_factArea), label);
}

void LineageDetail::showFacts()
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const bool isStack = m_node.kind == ShownKind::Stack;
    if (!isStack && m_node.kind != ShownKind::Field)
        addFact(tr("About"), m_node.detail);
    addFact(tr("Outcome"), m_node.outcome);
    addFact(tr("Written by"), m_node.person);
    addFact(m_node.kind == ShownKind::Review ? tr("Asked") : tr("Made"), LineageText::time(m_node.at));
    if (m_node.kind == ShownKind::Field) {
        addFact(tr("Step"), m_node.step == 0 ? tr("as submitted") : QString::number(m_node.step));
        addFact(tr("Path"), QString::fromUtf8(m_node.pointer), true);
    }
    addFact(tr("Superseded by"), m_node.supersededBy, true);
    if (!isStack)
        addFact(tr("Id"), m_node.kind == ShownKind::Field ? m_node.context : m_node.bareId(), true);
}

void LineageDetail::showNeighbours(const ShownGraph &graph)
{
    m_list->clear();
    m_list->setHeaderLabels({tr("Came from, led to"), tr("How")});
    m_list->setHeaderHidden(true);
    const int node = graph.indexOf(m_node.id);
    const auto addSection = [this](const QString &text) {
        auto *item = new QTreeWidgetItem(m_list, {text});
        item->setFlags(Qt::ItemIsEnabled);
        item->setFont(0, Theme::font(TextRole::Section));
        item->setFirstColumnSpanned(true);
    };
    for (const bool up : {true, false}) {
        bool isFirst = true;
        for (const int edge : graph.edgesAt(node)) {
            if ((up ? graph.toOf(edge) : graph.fromOf(edge)) != node)
                continue;
            if (std::exchange(isFirst, false))
                addSection(up ? tr("Came from") : tr("Led to"));
            const ShownEdge &one = graph.edges().at(edge);
            const ShownNode &other = graph.nodes().at(up ? graph.fromOf(edge) : graph.toOf(edge));
            QString how = LineageText::tieName(one.tie);
            if (!one.component.isEmpty())
                how = u"%1 · %2"_s.arg(LineageText::componentName(one.component, one.componentVersion), how);
            auto *item = new QTreeWidgetItem(m_list, {LineageText::title(other), how});
            item->setIcon(0, Icons::icon(LineageText::kindIcon(other.kind == ShownKind::Stack ? other.memberKind : other.kind)));
            item->setForeground(1, Theme::color(ThemeRole::Secondary));
            item->setData(0, kNodeRole, other.id);
            item->setToolTip(0, LineageText::edgeSentence(graph, edge));
            item->setToolTip(1, item->toolTip(0));
        }
    }
}

// --- fields and texts ------------------------------------------------------------------------------------------------------

void LineageDetail::askChain()
{
    Json args = Json::object({{"id", m_node.context}, {"field", m_node.pointer}});
    if (m_node.step >= 0)
        args.insert("step", m_node.step);
    m_answers.ask("chain", m_door(u"lineage.field"_s, args), [this](const Json &answer) {
        m_list->clear();
        m_list->setHeaderLabels({tr("How it came about"), tr("Kind")});
        m_list->setHeaderHidden(false);
        for (const Json &link : answer.value("chain").items()) {
            const LineageTie tie = lineageTieOf(link.value("kind").toString());
            const QString component = link.value("component").toString();
            QStringList words{link.value("title").toString()};
            if (!component.isEmpty())
                words.append(LineageText::componentName(component, QString::fromUtf8(link.value("component_version").utf8())));
            if (!link.value("actor").toString().isEmpty())
                words.append(link.value("actor").toString());
            if (const Json &model = link.value("model"); model.isObject())
                words.append(u"%1/%2"_s.arg(model.value("provider").toString(), model.value("model").toString()));
            words.removeAll(QString());
            words.removeDuplicates();
            auto *item = new QTreeWidgetItem(m_list, {words.join(u" · "_s), LineageText::tieName(tie)});
            item->setForeground(1, Theme::color(ThemeRole::Secondary));
            item->setData(0, kNodeRole, link.value("node").toString());
            item->setData(0, kCallRole, link.value("model").value("call").toString());
            item->setData(0, kTextRole, link.value("text").toString());
            QStringList tip{words.join(u" · "_s)};
            if (!link.value("field").toString().isEmpty())
                tip.append(dottedPath(link.value("field").utf8()));
            if (const QString at = LineageText::time(link.value("at").toString()); !at.isEmpty())
                tip.append(at);
            item->setToolTip(0, tip.join(u'\n'));
        }
    });
}

void LineageDetail::askValue()
{
    if (!m_node.value.isEmpty())
        setTexts({{tr("Value"), m_node.value}});
    Json args = Json::object({{"id", m_node.context}});
    if (m_node.step >= 0)
        args.insert("step", m_node.step);
    m_answers.ask("value", m_door(u"context.get"_s, args), [this](const Json &document) {
        if (const Json *value = document.value("data").find(m_node.pointer))
            setTexts({{tr("Value"), pretty(*value)}});
    });
}

void LineageDetail::askCall(const QString &call)
{
    m_answers.ask("call", m_door(u"lineage.call"_s, Json::object({{"call", call}})), [this](const Json &answer) { showCall(answer); });
}

void LineageDetail::showCall(const Json &call)
{
    const auto cut
        = [](const QString &text, bool isCut) { return isCut ? text + u"\n\n"_s + tr("[Longer than is kept; the rest was not recorded.]") : text; };
    QStringList facts{tr("Provider: %1").arg(call.value("provider").toString()), tr("Model: %1").arg(call.value("model").toString())};
    if (const QString asked = call.value("asked_model").toString(); !asked.isEmpty() && asked != call.value("model").toString())
        facts.append(tr("Asked for: %1").arg(asked));
    for (const JsonMember &parameter : call.value("parameters").members()) {
        if (!parameter.value.isNull())
            facts.append(u"%1: %2"_s.arg(QString::fromUtf8(parameter.key), pretty(parameter.value)));
    }
    facts.append(tr("Tokens: %1 in, %2 out").arg(Format::count(call.value("tokens_in").toInt()), Format::count(call.value("tokens_out").toInt())));
    if (const QString at = LineageText::time(call.value("at").toString()); !at.isEmpty())
        facts.append(tr("Answered: %1").arg(at));
    if (call.value("kept").toBool())
        facts.append(tr("A kept result: nothing was called this time."));
    const QList<Text> texts{{tr("Prompt"), cut(messageText(call.value("messages")), call.value("prompt_cut").toBool())},
                            {tr("Raw answer"), cut(call.value("answer").toString(), call.value("answer_cut").toBool())},
                            {tr("Parameters"), facts.join(u'\n')}};
    setTexts(texts);
    if (m_node.kind == ShownKind::Answer)
        m_tabs->setCurrentIndex(1);
}

void LineageDetail::setTexts(const QList<Text> &texts)
{
    m_texts = texts;
    const QSignalBlocker quiet(m_tabs);
    while (m_tabs->count() > texts.size())
        m_tabs->removeTab(m_tabs->count() - 1);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (i < m_tabs->count())
            m_tabs->setTabText(int(i), texts.at(i).title);
        else
            m_tabs->addTab(texts.at(i).title);
    }
    m_textArea->setVisible(!texts.isEmpty());
    showText();
}

void LineageDetail::showText()
{
    m_text->setPlainText(m_texts.value(m_tabs->currentIndex()).text);
}

QString LineageDetail::text() const
{
    return m_text->toPlainText();
}

void LineageDetail::openElsewhere()
{
    if (m_node.kind == ShownKind::Document)
        Q_EMIT openRequested({.pane = u"library"_s, .documentId = m_node.bareId()});
    else if (m_node.kind == ShownKind::Review && m_node.status == "open"_L1)
        Q_EMIT openRequested({.pane = u"review"_s, .contextId = m_node.context});
    else
        Q_EMIT openRequested({.pane = u"contexts"_s,
                              .contextId = m_node.context,
                              .step = m_node.kind == ShownKind::Field ? int(m_node.step) : -1,
                              .keepsFilter = true});
}

} // namespace Millrace
