// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/trialpanel.h"

#include "common/actions.h"
#include "common/diffeditor.h"
#include "common/documentview.h"
#include "common/emptystate.h"
#include "common/errortext.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "designer/configeditor.h"
#include "designer/fieldtree.h"
#include "designer/trialbusy.h"
#include "designer/trialdocument.h"
#include "designer/trialsteps.h"

#include <QAction>
#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyle>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongEnough = 60; ///< from this length on a text is something to read

/// Which document waits: a context may wait again, with another one.
QString pauseKey(const Json &pause)
{
    return u"%1 %2 %3"_s.arg(pause.value("context").toString(), pause.value("node").toString()).arg(qHash(pause.value("data").toBytes()));
}

void collectTexts(QString &out, const Json &value, const QString &path)
{
    if (value.isString()) {
        const QString text = value.toString();
        if (text.size() >= kLongEnough || text.contains(u'\n'))
            out += u"%1\n%2\n\n"_s.arg(path, text);
        return;
    }
    for (const JsonMember &member : value.members())
        collectTexts(out, member.value, path.isEmpty() ? QString::fromUtf8(member.key) : path + u'.' + QString::fromUtf8(member.key));
    for (qsizetype i = 0; i < value.size() && value.isArray(); ++i)
        collectTexts(out, value.at(i), u"%1[%2]"_s.arg(path).arg(i));
}

QString timeOf(const Json &at)
{
    const QDateTime time = QDateTime::fromString(at.toString(), Qt::ISODateWithMs);
    return time.isValid() ? Format::clockTime(time.toMSecsSinceEpoch() * 1000) : QString();
}

QWidget *bar(QWidget *parent, QHBoxLayout **layout)
{
    auto *widget = new QWidget(parent);
    *layout = new QHBoxLayout(widget);
    (*layout)->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
    (*layout)->setSpacing(Metrics::gap(2));
    return widget;
}

} // namespace

QString readableText(const Json &data)
{
    QString text;
    collectTexts(text, data, {});
    return text.trimmed();
}

TrialPanel::TrialPanel(TrialDocument *trials, QWidget *parent)
    : QWidget(parent)
    , m_trials(trials)
    , m_busy(new TrialBusy(trials, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_busy);
    layout->addWidget(makePause());
    m_pages = new QStackedWidget(this);
    m_empty = new EmptyState(m_pages);
    connect(m_empty, &EmptyState::buttonClicked, this, &TrialPanel::tryRequested);
    m_list = new QTableView(this);
    m_steps = new TrialSteps(this);
    m_list->setModel(m_steps);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setShowGrid(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setDefaultSectionSize(Metrics::rowHeight());
    m_list->horizontalHeader()->setHighlightSections(false);
    m_list->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->horizontalHeader()->setStretchLastSection(false);
    m_list->horizontalHeader()->resizeSection(1, Metrics::gap(23));
    m_list->horizontalHeader()->resizeSection(2, Metrics::gap(20));
    m_list->horizontalHeader()->resizeSection(3, Metrics::gap(20));
    m_list->setTabKeyNavigation(false);
    m_list->setAccessibleName(tr("Steps of the trial"));
    m_body = new QSplitter(m_pages);
    m_body->setHandleWidth(1);
    m_body->setChildrenCollapsible(false);
    m_body->addWidget(m_list);
    m_body->addWidget(makeDetail());
    m_body->setStretchFactor(1, 1);
    m_list->setMinimumWidth(Metrics::gap(88));
    m_body->setSizes({Metrics::gap(104), Metrics::gap(160)});
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_body);
    layout->addWidget(m_pages, 1);
    setMinimumHeight(Metrics::gap(40));

    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (m_isChoosing || !current.isValid())
            return;
        m_follows = false;
        look(m_steps->row(current.row()).number);
        Q_EMIT stepLookedAt(m_step.value("node").toString());
    });
    connect(trials, &TrialDocument::changed, this, &TrialPanel::showTrial);
    connect(trials, &TrialDocument::listChanged, this, &TrialPanel::showList);
    showTrial(true);
    showList();
}

QWidget *TrialPanel::makeHead()
{
    QHBoxLayout *layout = nullptr;
    QWidget *head = bar(this, &layout);
    m_sign = new QLabel(head);
    m_state = makeLabel(TextRole::Strong, {}, head);
    m_choice = new QComboBox(head);
    m_choice->setAccessibleName(tr("Trials of this pipeline"));
    m_choice->setToolTip(tr("Trials of this pipeline"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(24);
    m_facts = new ElidedLabel(TextRole::Secondary, head);
    layout->addWidget(m_sign);
    layout->addWidget(m_state);
    layout->addWidget(m_choice);
    layout->addWidget(m_facts, 1);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(0);
    layout->addLayout(m_buttons);
    connect(m_choice, &QComboBox::activated, this, [this](int index) { m_trials->show(m_choice->itemData(index).toString()); });
    return head;
}

QWidget *TrialPanel::makePause()
{
    QHBoxLayout *layout = nullptr;
    m_pauseBar = bar(this, &layout);
    m_pauseBar->setAutoFillBackground(true);
    m_pauseBar->setBackgroundRole(QPalette::AlternateBase);
    auto *sign = new QLabel(m_pauseBar);
    sign->setPixmap(TrialSteps::stateIcon(u"paused"_s).pixmap(Metrics::smallIcon(), Metrics::smallIcon()));
    m_pauseText = makeLabel(TextRole::Body, {}, m_pauseBar);
    layout->addWidget(sign);
    layout->addWidget(m_pauseText);
    layout->addStretch(1);
    m_note = new QLineEdit(m_pauseBar);
    m_note->setPlaceholderText(tr("Note"));
    m_note->setAccessibleName(tr("Note"));
    layout->addWidget(m_note);
    m_pauseButtons = new QHBoxLayout;
    m_pauseButtons->setSpacing(Metrics::gap(2));
    layout->addLayout(m_pauseButtons);
    m_pauseBar->hide();
    return m_pauseBar;
}

QWidget *TrialPanel::makeDetail()
{
    auto *detail = new QWidget(this);
    m_problem = makeLabel(TextRole::Body, {}, detail);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();
    m_tabs = new QTabWidget(detail);
    m_tabs->setDocumentMode(true);

    auto *in = new QSplitter(m_tabs);
    in->setHandleWidth(1);
    in->setChildrenCollapsible(false);
    m_fields = new FieldTree(in);
    m_inputs = new QStackedWidget(in);
    m_input = new DocumentView(m_inputs);
    m_waiting = new ConfigEditor(m_inputs);
    m_waiting->editor()->setAccessibleName(tr("The document that waits"));
    m_inputs->addWidget(m_input);
    m_inputs->addWidget(m_waiting);
    connect(m_waiting, &ConfigEditor::valueEdited, this, [this](const Json &value) { m_answers.insert(m_waiting->subject(), value); });
    in->addWidget(m_fields);
    in->addWidget(m_inputs);
    in->setStretchFactor(1, 1);
    in->setSizes({Metrics::gap(76), Metrics::gap(90)});
    connect(m_fields, &FieldTree::fieldChosen, this, &TrialPanel::fieldChosen);

    auto *out = new QWidget(m_tabs);
    QHBoxLayout *pins = nullptr;
    QWidget *pinBar = bar(out, &pins);
    m_pin = new QPushButton(pinBar);
    m_edit = new QPushButton(tr("Edit and pin…"), pinBar);
    m_noOutput = makeLabel(TextRole::Secondary, {}, pinBar);
    for (QPushButton *button : {m_pin, m_edit}) {
        button->setAutoDefault(false);
        pins->addWidget(button);
    }
    pins->addWidget(m_noOutput, 1);
    m_output = new DocumentView(out);
    auto *outLayout = new QVBoxLayout(out);
    outLayout->setContentsMargins(0, 0, 0, 0);
    outLayout->setSpacing(0);
    outLayout->addWidget(pinBar);
    outLayout->addWidget(m_output, 1);
    connect(m_pin, &QPushButton::clicked, this, [this] {
        const QString node = m_step.value("node").toString();
        if (m_pinned.contains(node))
            Q_EMIT unpinRequested(node);
        else
            Q_EMIT pinRequested(node, m_step.value("port").toString(), m_step.value("output"));
    });
    connect(m_edit, &QPushButton::clicked, this,
            [this] { Q_EMIT pinEditRequested(m_step.value("node").toString(), m_step.value("port").toString(), m_step.value("output")); });

    m_text = new QPlainTextEdit(m_tabs);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(Theme::font(TextRole::Reading));
    m_text->document()->setDocumentMargin(Metrics::gap(4));
    m_text->setAccessibleName(tr("What comes out, as text"));

    auto *changes = new QWidget(m_tabs);
    m_summary = makeLabel(TextRole::Secondary, {}, changes);
    m_summary->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(1));
    m_changes = new DiffEditor(changes);
    auto *changesLayout = new QVBoxLayout(changes);
    changesLayout->setContentsMargins(0, 0, 0, 0);
    changesLayout->setSpacing(0);
    changesLayout->addWidget(m_summary);
    changesLayout->addWidget(m_changes, 1);

    m_outside = new DocumentView(m_tabs);
    m_tabs->addTab(in, tr("Comes in"));
    m_tabs->addTab(out, tr("Comes out"));
    m_tabs->addTab(m_text, tr("As text"));
    m_tabs->addTab(changes, tr("What changed"));
    m_tabs->addTab(m_outside, tr("Not sent"));
    auto *layout = new QVBoxLayout(detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addWidget(m_tabs, 1);
    return detail;
}

void TrialPanel::addButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    m_buttons->addWidget(button);
}

void TrialPanel::setTitles(const QHash<QString, QString> &titles)
{
    if (titles == m_titles)
        return;
    m_titles = titles;
    m_busy->setTitles(titles);
    showTrial(false);
}

void TrialPanel::setInputTitle(const QString &title)
{
    m_inputTitle = title;
    showState();
}

void TrialPanel::setPinned(const QStringList &nodes)
{
    m_pinned = nodes;
    m_pin->setText(m_pinned.contains(m_step.value("node").toString()) ? tr("Unpin") : tr("Pin this"));
}

void TrialPanel::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    showTrial(false);
}

void TrialPanel::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(int(tab));
}

QString TrialPanel::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->text();
}

QString TrialPanel::off() const
{
    return m_facts->text();
}

// --- the trial -------------------------------------------------------------------------------------------------------------

void TrialPanel::showTrial(bool isOther)
{
    if (isOther) {
        m_follows = true;
        m_step = {};
        m_pause = {};
        m_answers.clear();
    }
    QList<TrialStepRow> rows;
    for (const Json &step : m_trials->steps())
        rows.append(TrialSteps::toRow(step, m_titles.value(step.value("node").toString())));
    m_isChoosing = true;
    m_steps->setRows(rows);
    m_isChoosing = false;
    showState();
    showPause();
    // What an earlier trial gave may come after its step was asked for.
    const QString node = m_step.value("node").toString();
    if (const Json last = m_trials->last(node); !node.isEmpty() && m_step.value("state").toString().isEmpty() && !last.isNull())
        showStep(last, tr("From an earlier trial, %1.").arg(timeOf(last.value("at"))));
    const bool isEmpty = m_trials->id().isEmpty() && !m_trials->isStarting() && m_step.isNull();
    m_empty->setContent(u"media-playback-start"_s, tr("Try the pipeline on a document to see what each step takes in and gives."),
                        m_readOnly ? QString() : tr("Try it"));
    m_pages->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_body);
    if (m_trials->steps().isEmpty()) {
        if (!m_trials->trial().isNull())
            showStep({}, {});
        return;
    }
    // What wants to be seen: what waits, else what failed, else the newest.
    int number = int(m_step.value("number").toInt());
    if (m_follows || !m_trials->steps().contains(number)) {
        number = m_trials->steps().lastKey();
        for (const auto &[key, step] : m_trials->steps().asKeyValueRange()) {
            if (step.value("state").toString() == "failed"_L1)
                number = key;
        }
        for (const auto &[key, step] : m_trials->steps().asKeyValueRange()) {
            if (!pauseOf(step).isNull()) {
                number = key;
                break;
            }
        }
    }
    look(number);
}

QString TrialPanel::trialText(const Json &trial) const
{
    QStringList parts{timeOf(trial.value("started_at"))};
    if (const QString name = trial.value("input_name").toString(); !name.isEmpty())
        parts.append(name);
    if (const QString to = trial.value("to").toString(); !to.isEmpty())
        parts.append(tr("to %1").arg(titleOf(to)));
    else if (const QString only = trial.value("only").toString(); !only.isEmpty())
        parts.append(tr("%1 alone").arg(titleOf(only)));
    return parts.join(u" · "_s);
}

void TrialPanel::showList()
{
    m_choice->clear();
    for (const Json &trial : m_trials->trials())
        m_choice->addItem(TrialSteps::stateIcon(trial.value("state").toString()), trialText(trial), trial.value("try").toString());
    m_choice->setVisible(m_choice->count() > 0);
    m_choice->setPlaceholderText(tr("Earlier trials"));
    m_choice->setCurrentIndex(m_choice->findData(m_trials->id()));
}

void TrialPanel::showState()
{
    const QString state = m_trials->isStarting() ? u"running"_s : m_trials->state();
    m_sign->setPixmap(state.isEmpty() ? QPixmap() : TrialSteps::stateIcon(state).pixmap(Metrics::smallIcon(), Metrics::smallIcon()));
    m_sign->setVisible(!state.isEmpty());
    QString text = state.isEmpty() ? tr("Trial") : TrialSteps::stateWord(state);
    if (m_trials->isRunning()) {
        QSet<QString> reached;
        for (const Json &step : m_trials->steps())
            reached.insert(step.value("node").toString());
        if (const qsizetype all = m_trials->trial().value("nodes").size(); all > 0)
            text = tr("%1 · %2 of %3 steps").arg(text).arg(reached.size()).arg(all);
    }
    m_state->setText(text);
    // One sentence says what is off, whatever there is to see.
    QStringList facts{tr("Sinks, network and model providers are off")};
    if (!m_inputTitle.isEmpty())
        facts.append(tr("next on “%1”").arg(m_inputTitle));
    m_facts->setText(facts.join(u" · "_s));
    const int index = m_choice->findData(m_trials->id());
    if (index != m_choice->currentIndex())
        m_choice->setCurrentIndex(index);
}

Json TrialPanel::pauseOf(const Json &step) const
{
    if (step.value("state").toString() != "waits"_L1 || !m_trials->isPaused())
        return {};
    for (const Json &pause : m_trials->trial().value("paused").items()) {
        if (pause.value("context") == step.value("context") && pause.value("node") == step.value("node"))
            return pause;
    }
    return {};
}

void TrialPanel::showPause()
{
    const Json &paused = m_trials->trial().value("paused");
    const bool isPaused = m_trials->isPaused() && !paused.isEmpty();
    m_pauseBar->setVisible(isPaused);
    const Json shown = isPaused ? Json::array({m_pause.isNull() ? paused.at(0) : m_pause, Json(paused.size())}) : Json();
    if (shown == m_shownPause)
        return;
    m_shownPause = shown;
    m_note->clear();
    while (QLayoutItem *item = m_pauseButtons->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    if (!isPaused)
        return;
    const Json pause = m_pause.isNull() ? paused.at(0) : m_pause;
    const QString title = titleOf(pause.value("node").toString());
    const QString reason = pause.value("reason").toString();
    m_note->setVisible(reason == "review"_L1);
    QString text = reason == "review"_L1 ? tr("“%1” asks a person").arg(title)
        : reason == "signal"_L1          ? tr("“%1” waits for a signal").arg(title)
        : reason == "time"_L1            ? tr("“%1” waits for a time").arg(title)
                                         : tr("Stopped before “%1”: change the document below, then go on").arg(title);
    if (paused.size() > 1)
        text += tr(" · %n document(s) wait", nullptr, int(paused.size()));
    m_pauseText->setText(text);
    const auto button = [this](const QString &label, const QString &port) {
        auto *one = new QPushButton(label, m_pauseBar);
        one->setAutoDefault(false);
        if (port.isEmpty())
            one->setToolTip(withKey(label, Qt::Key_F5));
        connect(one, &QPushButton::clicked, this, [this, port] { Q_EMIT goOnRequested(port); });
        m_pauseButtons->addWidget(one);
    };
    if (reason == "review"_L1) {
        const QString node = pause.value("node").toString();
        for (const QString &port : pause.value("ports").toStringList())
            button(m_portTitles.value(node + u'\n' + port, port), port);
    } else {
        button(tr("Go on"), {});
    }
}

Json TrialPanel::waitingPause() const
{
    return m_pause.isNull() ? m_trials->trial().value("paused").at(0) : m_pause;
}

QString TrialPanel::waitingContext() const
{
    return waitingPause().value("context").toString();
}

bool TrialPanel::canGoOn() const
{
    m_waiting->flush();
    return m_waiting->subject() != pauseKey(waitingPause()) || m_waiting->problem().isEmpty();
}

Json TrialPanel::answer() const
{
    const auto written = m_answers.constFind(pauseKey(waitingPause()));
    Json answer = written == m_answers.cend() ? Json::object() : Json::object({{"data", *written}});
    if (m_note->isVisible() && !m_note->text().trimmed().isEmpty())
        answer.insert("note", m_note->text().trimmed());
    return answer;
}

// --- a step ----------------------------------------------------------------------------------------------------------------

void TrialPanel::showNode(const QString &node, const Json &expected)
{
    if (node.isEmpty() || node == m_step.value("node").toString())
        return;
    if (const int number = m_trials->stepOf(node); number > 0) {
        m_follows = false;
        look(number);
        return;
    }
    m_isChoosing = true;
    m_list->clearSelection();
    m_list->setCurrentIndex({});
    m_isChoosing = false;
    m_follows = false;
    const Json last = m_trials->last(node);
    if (!last.isNull()) {
        m_pages->setCurrentWidget(m_body);
        showStep(last, tr("From an earlier trial, %1.").arg(timeOf(last.value("at"))));
        return;
    }
    Json nothing = Json::object({{"node", node}, {"state", ""}});
    if (expected.isObject())
        nothing.insert("input", expected);
    if (!m_trials->trial().isNull() || expected.isObject()) {
        m_pages->setCurrentWidget(m_body);
        showStep(nothing,
                 expected.isObject() ? tr("“%1” was not tried yet. This is what comes to it as far as is known.").arg(titleOf(node))
                                     : tr("“%1” was not tried yet.").arg(titleOf(node)));
    }
}

void TrialPanel::look(int number)
{
    const Json step = m_trials->steps().value(number);
    const int row = m_steps->rowOf(number);
    if (row >= 0 && m_list->currentIndex().row() != row) {
        m_isChoosing = true;
        m_list->setCurrentIndex(m_steps->index(row, 0));
        m_isChoosing = false;
    }
    const Json pause = pauseOf(step);
    const bool isOther = step != m_step || pause != m_pause || (pause.isNull() && number == m_trials->steps().lastKey() && !m_trials->isRunning());
    m_pause = pause;
    if (isOther)
        showStep(step, {});
    showPause();
}

void TrialPanel::showStep(const Json &step, const QString &note)
{
    const bool isOtherNode = step.value("number") != m_step.value("number") || step.value("node") != m_step.value("node");
    m_step = step;
    const Json &input = step.value("input");
    const Json &output = step.value("output");
    const bool isCut = step.value("truncated").toBool();
    m_fields->setDocument(m_pause.isNull() ? input : m_pause.value("data"));
    if (m_pause.isNull()) {
        m_input->setDocument(input,
                             isCut && input.isNull() ? tr("Too large to be kept: %1").arg(Format::bytes(step.value("input_bytes").toInt()))
                                                     : Format::bytes(step.value("input_bytes").toInt()));
        m_inputs->setCurrentWidget(m_input);
    } else {
        const QString key = pauseKey(m_pause);
        m_waiting->setSubject(key);
        m_waiting->setValue(m_answers.value(key, m_pause.value("data")));
        m_waiting->setReadOnly(m_readOnly);
        m_inputs->setCurrentWidget(m_waiting);
        if (isOtherNode)
            setTab(Tab::Input);
    }
    const bool hasOutput = output.isObject();
    m_output->setDocument(output, hasOutput ? Format::bytes(step.value("output_bytes").toInt()) : QString());
    m_output->setVisible(hasOutput);
    m_noOutput->setText(hasOutput ? QString()
                            : isCut && step.value("output_bytes").toInt() > 0
                            ? tr("Too large to be kept: %1").arg(Format::bytes(step.value("output_bytes").toInt()))
                            : step.value("state").toString() == "running"_L1 ? tr("It is running.")
                                                                             : tr("Nothing came out."));
    m_pin->setEnabled((hasOutput || m_pinned.contains(step.value("node").toString())) && !m_readOnly);
    m_edit->setEnabled(!step.isNull() && !m_readOnly);
    setPinned(m_pinned);
    const QString text = readableText(output);
    m_text->setPlainText(text);
    m_tabs->setTabEnabled(int(Tab::Text), !text.isEmpty());
    Json outside = Json::object();
    for (const char *what : {"would_send", "events", "usage"}) {
        if (!step.value(what).isEmpty())
            outside.insert(what, step.value(what));
    }
    const qsizetype count = step.value("would_send").size() + step.value("events").size();
    m_outside->setDocument(outside, tr("What a run would have sent, and what the model counted"));
    m_tabs->setTabText(int(Tab::Outside), count > 0 ? tr("Not sent (%1)").arg(count) : tr("Not sent"));
    m_tabs->setTabVisible(int(Tab::Outside), !outside.isEmpty());
    showChanges(step);
    showProblem(step);
    if (!note.isEmpty())
        say(note, false);
    // What failed has nothing that came out: its input says more.
    if (isOtherNode && m_pause.isNull() && !hasOutput && m_tabs->currentIndex() == int(Tab::Output))
        setTab(Tab::Input);
    else if (isOtherNode && m_pause.isNull() && hasOutput && m_tabs->currentIndex() == int(Tab::Input) && m_follows)
        setTab(Tab::Output);
}

void TrialPanel::showProblem(const Json &step)
{
    QStringList lines;
    const bool failed = step.value("error").isObject();
    if (failed)
        lines.append(ErrorText::of(Error::fromJson(step.value("error"))).paragraph());
    else if (m_step.value("number").isNull() && m_trials->trial().value("error").isObject())
        lines.append(ErrorText::of(Error::fromJson(m_trials->trial().value("error"))).paragraph());
    // It may end badly without a step that failed: by a way out that nothing leads on from.
    const qint64 quarantined = m_trials->trial().value("counts").value("quarantined").toInt();
    const bool isLast = !m_trials->steps().isEmpty() && step.value("number").toInt() == m_trials->steps().lastKey();
    if (!failed && isLast && m_trials->state() == "failed"_L1 && quarantined > 0)
        lines.append(tr("In a run %n document(s) would now wait in quarantine.", nullptr, int(quarantined)));
    for (const Json &note : step.value("notes").items())
        lines.append(note.value("message").toString());
    say(lines.join(u'\n'), failed);
}

void TrialPanel::say(const QString &text, bool isProblem)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    m_problem->setProperty("problem", isProblem);
    m_problem->style()->unpolish(m_problem);
    m_problem->style()->polish(m_problem);
}

void TrialPanel::showChanges(const Json &step)
{
    const quint64 generation = ++m_generation;
    const bool hasBoth = step.value("input").isObject() && step.value("output").isObject();
    m_tabs->setTabEnabled(int(Tab::Changes), hasBoth);
    if (!hasBoth) {
        m_changes->setLines({});
        m_summary->clear();
        return;
    }
    QtConcurrent::run([before = step.value("input"), after = step.value("output")] {
        return diffText(before, after);
    }).then(this, [this, generation](const DiffText &diff) {
        if (generation != m_generation)
            return;
        m_changes->setLines(diff.lines);
        m_summary->setText(diff.lines.isEmpty() ? tr("Nothing changed: the document leaves as it came.")
                                                : tr("%1 added, %2 removed, %3 changed").arg(diff.added).arg(diff.removed).arg(diff.changed));
    });
}

} // namespace Millrace
