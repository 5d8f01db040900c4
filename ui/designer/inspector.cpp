// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/inspector.h"

#include "common/componenttext.h"
#include "common/configtext.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/schemaform.h"
#include "designer/configeditor.h"
#include "designer/fieldtree.h"

#include <QApplication>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostSeconds = 86'400;
constexpr int kMostAttempts = 1'000;
constexpr int kMostAtOnce = 1'000'000;
constexpr double kFewPerSecond = 0.01;
constexpr int kMostForms = 48; ///< more than there are kinds of steps here

QVBoxLayout *column(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(3), Metrics::gap(4), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(2));
    return layout;
}

QLabel *caption(const QString &text, QWidget *of, QWidget *page)
{
    QLabel *label = makeLabel(TextRole::Secondary, text, page);
    label->setBuddy(of);
    of->setAccessibleName(text);
    return label;
}

QSpinBox *number(int most, const QString &none, QWidget *page)
{
    auto *box = new QSpinBox(page);
    box->setRange(0, most);
    box->setSpecialValueText(none);
    box->setKeyboardTracking(false);
    box->setGroupSeparatorShown(true);
    return box;
}

} // namespace

Inspector::Inspector(Canvas *canvas, QWidget *parent)
    : QWidget(parent)
    , m_canvas(canvas)
    , m_pages(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_pages->addWidget(makePipelinePage());
    m_pages->addWidget(makeNodePage());
    m_pages->addWidget(makeLinkPage());
    m_pages->addWidget(makeNotePage());
    m_pages->addWidget(makeGroupPage());
    m_pages->addWidget(makeManyPage());
    for (QWidget *field : findChildren<QWidget *>())
        field->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { noteField(now); });
    connect(canvas, &Canvas::selectionChanged, this, [this] {
        flush();
        refresh();
    });
}

void Inspector::flush()
{
    m_config->flush();
    Q_EMIT fieldLeft();
}

bool Inspector::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut)
        Q_EMIT fieldLeft();
    return QWidget::eventFilter(watched, event);
}

void Inspector::noteField(QWidget *now)
{
    if (now && m_form->isAncestorOf(now) && dynamic_cast<FieldTarget *>(now))
        m_lastField = now;
}

void Inspector::setDocument(const Json &data, const Json &expected)
{
    if (data == m_support.words.document && expected == m_support.words.expected)
        return;
    m_support.words.document = data;
    m_support.words.expected = expected;
    setTemplates();
}

void Inspector::setTemplateSupport(const TemplateSupport &support)
{
    const TemplateWords known = std::exchange(m_support, support).words;
    m_support.words.document = known.document;
    m_support.words.expected = known.expected;
    setTemplates();
}

void Inspector::setSecrets(const QStringList &references)
{
    m_secrets = references;
    setTemplates();
}

void Inspector::setProblems(const std::function<QList<FormProblem>(const QString &node)> &problems)
{
    m_problems = problems;
    if (m_form)
        m_form->setProblems(m_problems(m_shown.node));
}

void Inspector::setTemplates()
{
    m_form->setCompletions(FieldTree::paths(m_support.words.expected) + m_secrets);
    m_form->setTemplates(m_support);
}

bool Inspector::enlargeText()
{
    const QList<TemplateField *> fields = m_form->findChildren<TemplateField *>();
    for (TemplateField *field : fields) {
        if (fields.size() == 1 || field->editor()->hasFocus() || field->editor() == m_lastField.data()) {
            field->enlarge();
            return true;
        }
    }
    return false;
}

bool Inspector::bindField(const QString &path)
{
    auto *target = dynamic_cast<FieldTarget *>(m_lastField.data());
    if (!target || !m_lastField->isVisible() || m_canvas->isReadOnly())
        return false;
    target->bindField(path);
    return true;
}

void Inspector::make(const DraftEditor &editor, const QString &label, const QString &mergeKey)
{
    if (m_isShowing || m_canvas->isReadOnly())
        return;
    if (const DraftEdit edit = editor.finish(label, mergeKey); !edit.isEmpty())
        Q_EMIT editMade(edit);
}

// --- pages -----------------------------------------------------------------------------------------------------------------

QWidget *Inspector::makePipelinePage()
{
    auto *page = new QWidget(this);
    m_pipelineTitle = new QLineEdit(page);
    m_pipelineText = new QPlainTextEdit(page);
    m_pipelineText->setProperty("field", true);
    m_pipelineText->setTabChangesFocus(true);
    auto *layout = column(page);
    layout->addWidget(caption(tr("Pipeline"), m_pipelineTitle, page));
    layout->addWidget(m_pipelineTitle);
    layout->addWidget(caption(tr("What it is for"), m_pipelineText, page));
    layout->addWidget(m_pipelineText);
    m_pipelineText->setMaximumHeight(Metrics::gap(40));
    auto *hint = makeLabel(TextRole::Secondary, tr("Choose a step or a link to change it. Press / to add a step."), page);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    layout->addStretch(1);
    connect(m_pipelineTitle, &QLineEdit::textEdited, this, [this](const QString &text) {
        DraftEditor editor(m_canvas->definition());
        editor.setMember("title", Json(text));
        make(editor, tr("Rename the pipeline"), u"title"_s);
    });
    connect(m_pipelineText, &QPlainTextEdit::textChanged, this, [this] {
        DraftEditor editor(m_canvas->definition());
        const QString text = m_pipelineText->toPlainText();
        editor.setMember("description", text.isEmpty() ? Json() : Json(text));
        make(editor, tr("Describe the pipeline"), u"description"_s);
    });
    return page;
}

QWidget *Inspector::makeNodePage()
{
    auto *page = new QWidget(this);
    m_nodeTitle = new QLineEdit(page);
    m_nodeKind = makeLabel(TextRole::Strong, {}, page);
    m_nodeText = makeLabel(TextRole::Secondary, {}, page);
    m_nodeText->setWordWrap(true);
    m_config = new ConfigEditor(page);
    m_ways = new QTabBar(page);
    m_ways->setDrawBase(false);
    m_ways->addTab(tr("Settings"));
    m_ways->addTab(tr("As JSON"));
    m_ways->setAccessibleName(tr("How settings are shown"));
    auto *scroll = new QScrollArea(page);
    auto *inner = new QWidget(scroll);
    auto *innerLayout = new QVBoxLayout(inner);
    innerLayout->setContentsMargins(0, 0, Metrics::gap(2), 0);
    m_formPlace = new QVBoxLayout;
    innerLayout->addLayout(m_formPlace);
    innerLayout->addStretch(1);
    useForm({}, {});
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_settings = new QStackedWidget(page);
    m_settings->addWidget(scroll);
    m_settings->addWidget(m_config);
    connect(m_ways, &QTabBar::currentChanged, this, [this](int way) {
        m_settings->setCurrentIndex(way);
        showConfig();
    });
    m_timeout = number(kMostSeconds, tr("%1 s").arg(PipelineNode().timeoutMs / 1000), page);
    m_timeout->setSuffix(tr(" s"));
    m_attempts = number(kMostAttempts, QString::number(RetryPolicy().maxAttempts), page);
    m_concurrency = number(kMostAtOnce, tr("no limit"), page);
    m_perSecond = new QDoubleSpinBox(page);
    m_perSecond->setRange(0, kMostAtOnce);
    m_perSecond->setDecimals(3);
    m_perSecond->setSpecialValueText(tr("no limit"));
    m_perSecond->setKeyboardTracking(false);
    m_cache = new QCheckBox(tr("Keep results and use them again"), page);
    auto *layout = column(page);
    layout->addWidget(m_nodeKind);
    layout->addWidget(m_nodeText);
    layout->addWidget(caption(tr("Title"), m_nodeTitle, page));
    layout->addWidget(m_nodeTitle);
    layout->addWidget(m_ways);
    layout->addWidget(m_settings, 1);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Metrics::gap(3));
    form->setVerticalSpacing(Metrics::gap(1));
    form->addRow(caption(tr("Time limit"), m_timeout, page), m_timeout);
    form->addRow(caption(tr("Attempts"), m_attempts, page), m_attempts);
    form->addRow(caption(tr("At the same time"), m_concurrency, page), m_concurrency);
    form->addRow(caption(tr("A second"), m_perSecond, page), m_perSecond);
    layout->addLayout(form);
    layout->addWidget(m_cache);
    connect(m_nodeTitle, &QLineEdit::textEdited, this,
            [this](const QString &text) { setNode("title", text.isEmpty() ? Json() : Json(text), tr("Rename a step")); });
    connect(m_config, &ConfigEditor::valueEdited, this, [this](const Json &value) { setNode("config", value, tr("Change settings")); });
    connect(m_timeout, &QSpinBox::valueChanged, this,
            [this](int seconds) { setNode("timeout_ms", seconds == 0 ? Json() : Json(qint64(seconds) * 1000), tr("Change the time limit")); });
    connect(m_attempts, &QSpinBox::valueChanged, this, &Inspector::setNodeRetry);
    connect(m_concurrency, &QSpinBox::valueChanged, this, [this](int count) { setNodeLimit("concurrency", count == 0 ? Json() : Json(count)); });
    connect(m_perSecond, &QDoubleSpinBox::valueChanged, this, [this](double rate) { setNodeLimit("per_second", rate == 0 ? Json() : Json(rate)); });
    connect(m_cache, &QCheckBox::toggled, this, [this](bool keeps) { setNode("cache", keeps ? Json(true) : Json(), tr("Change what is kept")); });
    return page;
}

QWidget *Inspector::makeLinkPage()
{
    auto *page = new QWidget(this);
    m_linkEnds = makeLabel(TextRole::Strong, {}, page);
    m_linkEnds->setWordWrap(true);
    m_condition = new QLineEdit(page);
    m_condition->setFont(Theme::font(TextRole::Fixed));
    m_condition->setPlaceholderText(tr("always"));
    m_maxItems = number(kMostAtOnce, tr("no limit"), page);
    auto *layout = column(page);
    layout->addWidget(m_linkEnds);
    layout->addWidget(caption(tr("Only where (JMESPath)"), m_condition, page));
    layout->addWidget(m_condition);
    auto *hint = makeLabel(TextRole::Secondary, tr("For example: score > `0.8`"), page);
    layout->addWidget(hint);
    layout->addWidget(caption(tr("Most that may wait here"), m_maxItems, page));
    layout->addWidget(m_maxItems);
    layout->addStretch(1);
    connect(m_condition, &QLineEdit::textEdited, this,
            [this](const QString &text) { setLink("condition", text.isEmpty() ? Json() : Json(text), tr("Change a condition")); });
    connect(m_maxItems, &QSpinBox::valueChanged, this, [this](int most) { setLinkLimit(most); });
    return page;
}

QWidget *Inspector::makeNotePage()
{
    auto *page = new QWidget(this);
    m_noteText = new QPlainTextEdit(page);
    m_noteText->setProperty("field", true);
    m_noteText->setTabChangesFocus(true);
    auto *layout = column(page);
    layout->addWidget(caption(tr("Note"), m_noteText, page));
    layout->addWidget(m_noteText, 1);
    connect(m_noteText, &QPlainTextEdit::textChanged, this, [this] {
        const QString id = m_shown.note;
        DraftEditor editor(m_canvas->definition());
        editor.setNoteMember(id, "text", Json(m_noteText->toPlainText()));
        make(editor, tr("Change a note"), u"note:"_s + id);
    });
    return page;
}

QWidget *Inspector::makeGroupPage()
{
    auto *page = new QWidget(this);
    m_groupTitle = new QLineEdit(page);
    auto *layout = column(page);
    layout->addWidget(caption(tr("Group"), m_groupTitle, page));
    layout->addWidget(m_groupTitle);
    layout->addStretch(1);
    connect(m_groupTitle, &QLineEdit::textEdited, this, [this](const QString &text) {
        const QString id = m_shown.group;
        DraftEditor editor(m_canvas->definition());
        editor.setGroupMember(id, "title", Json(text));
        make(editor, tr("Rename a group"), u"group:"_s + id);
    });
    return page;
}

QWidget *Inspector::makeManyPage()
{
    auto *page = new QWidget(this);
    m_many = makeLabel(TextRole::Strong, {}, page);
    auto *hint = makeLabel(TextRole::Secondary, tr("Drag one of them to move all. Align, group, copy and delete work on all of them."), page);
    hint->setWordWrap(true);
    auto *layout = column(page);
    layout->addWidget(m_many);
    layout->addWidget(hint);
    layout->addStretch(1);
    return page;
}

// --- showing ---------------------------------------------------------------------------------------------------------------

void Inspector::refresh()
{
    m_isShowing = true;
    const CanvasSelection &chosen = m_canvas->selection();
    m_shown = {.node = chosen.nodes.value(0),
               .note = chosen.notes.value(0),
               .group = chosen.groups.value(0),
               .link = chosen.links.isEmpty() ? std::nullopt : std::optional(chosen.links.first())};
    const qsizetype count = chosen.nodes.size() + chosen.links.size() + chosen.notes.size() + chosen.groups.size();
    setEnabled(true);
    for (QWidget *field : {static_cast<QWidget *>(m_pipelineTitle), static_cast<QWidget *>(m_nodeTitle), static_cast<QWidget *>(m_timeout),
                           static_cast<QWidget *>(m_attempts), static_cast<QWidget *>(m_concurrency), static_cast<QWidget *>(m_perSecond),
                           static_cast<QWidget *>(m_cache), static_cast<QWidget *>(m_condition), static_cast<QWidget *>(m_maxItems),
                           static_cast<QWidget *>(m_groupTitle), static_cast<QWidget *>(m_pipelineText), static_cast<QWidget *>(m_noteText)})
        field->setEnabled(!m_canvas->isReadOnly());
    m_config->setReadOnly(m_canvas->isReadOnly());
    m_form->setReadOnly(m_canvas->isReadOnly());
    const auto setLine = [](QLineEdit *line, const QString &text) {
        if (line->text() != text)
            line->setText(text);
    };
    const auto setText = [](QPlainTextEdit *edit, const QString &text) {
        if (edit->toPlainText() != text)
            edit->setPlainText(text);
    };
    if (count > 1) {
        m_many->setText(tr("%n thing(s) chosen", nullptr, int(count)));
        m_pages->setCurrentIndex(ManyPage);
    } else if (!chosen.nodes.isEmpty()) {
        showNode();
    } else if (!chosen.links.isEmpty()) {
        showLink();
    } else if (!chosen.notes.isEmpty()) {
        const auto &notes = m_canvas->scene().graph().notes;
        const auto note = std::ranges::find(notes, chosen.notes.first(), &DesignNote::id);
        setText(m_noteText, note == notes.cend() ? QString() : note->text);
        m_pages->setCurrentIndex(NotePage);
    } else if (!chosen.groups.isEmpty()) {
        const auto &groups = m_canvas->scene().graph().groups;
        const auto group = std::ranges::find(groups, chosen.groups.first(), &DesignGroup::id);
        setLine(m_groupTitle, group == groups.cend() ? QString() : group->title);
        m_pages->setCurrentIndex(GroupPage);
    } else {
        setLine(m_pipelineTitle, m_canvas->definition().value("title").toString());
        setText(m_pipelineText, m_canvas->definition().value("description").toString());
        m_pages->setCurrentIndex(PipelinePage);
    }
    m_isShowing = false;
}

void Inspector::showNode()
{
    const DesignNode *node = m_canvas->scene().graph().find(m_canvas->selection().nodes.first());
    if (!node)
        return;
    const ComponentDescriptor component = m_canvas->components().value(node->component);
    m_nodeKind->setText(node->isKnown ? node->kind : tr("%1 is not on this machine").arg(node->component));
    m_nodeText->setText(ComponentText::of(component.name, component.title, component.description).description);
    const QString title = node->json.value("title").toString();
    if (m_nodeTitle->text() != title)
        m_nodeTitle->setText(title);
    m_nodeTitle->setPlaceholderText(node->kind);
    const Json config = node->json.contains("config") ? node->json.value("config") : Json::object();
    if (m_formOf != node->component) {
        m_formOf = node->component;
        useForm(node->component, ConfigText::of(component.configSchema));
        m_form->setReadOnly(m_canvas->isReadOnly());
        m_form->setValue(config);
        setTemplates();
        // Without a schema there is nothing to make a form of.
        m_ways->setTabEnabled(0, !m_form->isEmpty());
        if (m_form->isEmpty())
            showForm(false);
    }
    showConfig();
    if (m_form->value() != config)
        m_form->setValue(config);
    if (m_problems)
        m_form->setProblems(m_problems(node->id));
    m_timeout->setValue(int(node->json.value("timeout_ms").toInt() / 1000));
    m_attempts->setValue(int(node->json.value("retry").value("max_attempts").toInt()));
    m_concurrency->setValue(int(node->json.value("limits").value("concurrency").toInt()));
    const double perSecond = node->json.value("limits").value("per_second").toDouble();
    m_perSecond->setDecimals(perSecond > 0 && perSecond < kFewPerSecond ? 6 : 3); // one a day is a limit, too
    m_perSecond->setValue(perSecond);
    m_cache->setChecked(node->json.value("cache").toBool());
    m_cache->setVisible(component.cacheable || m_cache->isChecked());
    m_pages->setCurrentIndex(NodePage);
}

/// The settings as JSON, where one looks at them so.
void Inspector::showConfig()
{
    const DesignNode *node = m_canvas->scene().graph().find(m_shown.node);
    if (!node || m_ways->currentIndex() == 0)
        return;
    m_config->setSchema(m_canvas->components().value(node->component).configSchema);
    // Pipelines have steps of the same names.
    m_config->setSubject(m_canvas->definition().value("id").toString() + u'/' + node->id);
    m_config->setValue(node->json.contains("config") ? node->json.value("config") : Json::object());
}

/// The form of a kind of step; those that were made are kept, since making one takes longer than a step from card to card may.
void Inspector::useForm(const QString &component, const Json &schema)
{
    if (m_form)
        m_form->hide();
    const auto known = std::ranges::find(m_forms, component, &QObject::objectName);
    if (known != m_forms.end()) {
        m_form = *known;
        m_forms.erase(known);
    } else {
        m_form = new SchemaForm(m_formPlace->parentWidget());
        m_form->setObjectName(component);
        m_form->setSchema(schema);
        for (QWidget *field : m_form->findChildren<QWidget *>())
            field->installEventFilter(this);
        connect(m_form, &SchemaForm::edited, this, [this, form = m_form](const QByteArray &where) {
            if (form == m_form)
                setNode("config", form->value().value_or(Json::object()), tr("Change settings"), where);
        });
        m_formPlace->addWidget(m_form);
        if (m_forms.size() == kMostForms)
            m_forms.takeFirst()->deleteLater();
    }
    m_forms.append(m_form);
    m_form->show();
}

void Inspector::showLink()
{
    const LinkRef &ref = m_canvas->selection().links.first();
    const DesignGraph &graph = m_canvas->scene().graph();
    const DesignNode *from = graph.find(ref.from.node);
    const DesignNode *to = graph.find(ref.to.node);
    const int port = from ? from->portOf(ref.from.port) : -1;
    m_linkEnds->setText(
        tr("%1 · %2 → %3")
            .arg(from ? from->title : ref.from.node, port < 0 ? ref.from.port : from->outputs.at(port).title, to ? to->title : ref.to.node));
    const QList<LinkRef> refs = linksOf(m_canvas->definition());
    const Json &json = m_canvas->definition().value("links").at(refs.indexOf(ref));
    const QString condition = json.value("condition").toString();
    if (m_condition->text() != condition)
        m_condition->setText(condition);
    m_maxItems->setValue(int(json.value("limits").value("max_items").toInt()));
    m_pages->setCurrentIndex(LinkPage);
}

// --- changing --------------------------------------------------------------------------------------------------------------

void Inspector::showForm(bool form)
{
    m_ways->setCurrentIndex(form ? 0 : 1);
}

void Inspector::setNode(QByteArrayView key, const Json &value, const QString &label, const QByteArray &where)
{
    DraftEditor editor(m_canvas->definition());
    editor.setNodeMember(m_shown.node, key, value);
    make(editor, label, u"%1%2:%3"_s.arg(QLatin1StringView(key), QString::fromUtf8(where), m_shown.node));
}

void Inspector::setNodeLimit(const char *key, const Json &value)
{
    const DesignNode *node = m_canvas->scene().graph().find(m_shown.node);
    if (!node)
        return;
    Json limits = node->json.value("limits");
    if (value.isNull())
        limits.remove(key);
    else
        limits.insert(key, value);
    setNode("limits", limits.isEmpty() ? Json() : limits, tr("Change limits"));
}

void Inspector::setNodeRetry(int attempts)
{
    const DesignNode *node = m_canvas->scene().graph().find(m_shown.node);
    if (!node)
        return;
    Json retry = node->json.value("retry");
    if (attempts == 0)
        retry.remove("max_attempts");
    else
        retry.insert("max_attempts", attempts);
    setNode("retry", retry.isEmpty() ? Json() : retry, tr("Change attempts"));
}

/// How many may wait; what else limits the link stays.
void Inspector::setLinkLimit(int most)
{
    if (!m_shown.link)
        return;
    const QList<LinkRef> refs = linksOf(m_canvas->definition());
    Json limits = m_canvas->definition().value("links").at(refs.indexOf(*m_shown.link)).value("limits");
    if (most == 0)
        limits.remove("max_items");
    else
        limits.insert("max_items", most);
    setLink("limits", limits.isEmpty() ? Json() : limits, tr("Change a link's limit"));
}

void Inspector::setLink(QByteArrayView key, const Json &value, const QString &label)
{
    if (!m_shown.link)
        return;
    const LinkRef &link = *m_shown.link;
    DraftEditor editor(m_canvas->definition());
    editor.setLinkMember(link, key, value);
    make(editor, label, u"%1:%2.%3>%4"_s.arg(QLatin1StringView(key), link.from.node, link.from.port, link.to.node));
}

void Inspector::focusTitle()
{
    QLineEdit *line = m_pages->currentIndex() == NodePage ? m_nodeTitle
        : m_pages->currentIndex() == GroupPage            ? m_groupTitle
        : m_pages->currentIndex() == LinkPage             ? m_condition
                                                          : m_pipelineTitle;
    if (m_pages->currentIndex() == NotePage) {
        focusContent();
        return;
    }
    line->setFocus(Qt::ShortcutFocusReason);
    line->selectAll();
}

void Inspector::focusContent()
{
    if (m_pages->currentIndex() == NodePage) {
        if (m_ways->currentIndex() == 1)
            m_config->setFocus(Qt::ShortcutFocusReason);
        else if (QWidget *first = m_form->nextInFocusChain(); first && m_form->isAncestorOf(first))
            first->setFocus(Qt::ShortcutFocusReason);
        else
            m_ways->setFocus(Qt::ShortcutFocusReason);
    } else if (m_pages->currentIndex() == NotePage) {
        m_noteText->setFocus(Qt::ShortcutFocusReason);
        m_noteText->selectAll();
    } else {
        focusTitle();
    }
}

} // namespace Millrace
