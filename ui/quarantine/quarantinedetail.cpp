// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "quarantine/quarantinedetail.h"

#include "common/errortext.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/theme.h"
#include "quarantine/quarantinemodel.h"
#include "sdk/clock.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeWidget>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPauseMs = 300;
constexpr int kLineRole = Qt::UserRole + 1;

/// Why a step refused it, in the person's words: an error, or the list of what is wrong.
QString reasonText(const Json &reason)
{
    if (!reason.isArray())
        return reason.isObject() ? ErrorText::of(Error::fromJson(reason)).paragraph() : reason.toString();
    QStringList texts;
    for (const Json &one : reason.items()) {
        const QString path = one.value("path").toString();
        texts.append(path.isEmpty() ? one.value("message").toString() : u"%1: %2"_s.arg(path, one.value("message").toString()));
    }
    return texts.join(u"; "_s);
}

/// What is to be mended: the document, or what came in its place where none could be read.
QString contentOf(const Json &answer)
{
    return answer.value("text").toString(answer.value("raw").value("text").toString());
}

QString patchLines(const Json &patch)
{
    QStringList lines;
    for (const Json &op : patch.items())
        lines.append(u"%1 %2"_s.arg(op.value("op").toString(), op.value("path").toString()));
    return lines.join(u", "_s);
}

} // namespace

QuarantineDetail::QuarantineDetail(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_checks(this)
    , m_title(new ElidedLabel(TextRole::Strong, this))
    , m_line(new ElidedLabel(TextRole::Secondary, this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_editor(new FixEditor(this))
    , m_state(makeLabel(TextRole::Secondary, {}, this))
    , m_problems(new QListWidget(this))
    , m_node(new QComboBox(this))
    , m_note(new QLineEdit(this))
    , m_send(new QPushButton(this))
    , m_raw(new QPlainTextEdit(this))
    , m_passes(new QTreeWidget(this))
{
    m_answers.onError([this](const Error &error) {
        // What is shown went on its way: the list says so in a moment, and the person knows already.
        if (m_id == m_shown && error.code == ErrorCode::Conflict)
            return;
        if (m_id != m_shown)
            showNone(error.text);
        Q_EMIT failed(error);
    });
    m_checks.onError([this](const Error &error) { tell(ErrorText::of(error).paragraph()); });
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Parts of the context"));
    for (const QString &title : {tr("Content"), tr("As it came"), tr("Passes")})
        m_tabs->addTab(title);

    m_problems->setAccessibleName(tr("Problems"));
    m_problems->setFrameShape(QFrame::NoFrame);
    m_problems->setItemDelegate(new RowDelegate(m_problems));
    m_problems->setWordWrap(true);
    m_node->setAccessibleName(tr("Where it goes back in"));
    m_node->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_node->setMinimumContentsLength(16);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("What was mended, in a few words"));
    m_send->setToolTip(tr("Send it back in, to be validated again (Ctrl+Return)"));
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    foot->setSpacing(Metrics::gap(2));
    foot->addWidget(m_note, 1);
    foot->addWidget(m_node);
    foot->addWidget(m_send);
    auto *below = new QWidget(this);
    auto *belowLayout = new QVBoxLayout(below);
    belowLayout->setContentsMargins({});
    belowLayout->setSpacing(0);
    m_state->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    belowLayout->addWidget(m_state);
    belowLayout->addWidget(m_problems, 1);
    belowLayout->addLayout(foot);
    auto *content = new QSplitter(Qt::Vertical, this);
    content->setHandleWidth(1);
    content->setChildrenCollapsible(false);
    content->addWidget(m_editor);
    content->addWidget(below);
    content->setStretchFactor(0, 3);
    content->setStretchFactor(1, 1);
    content->setSizes({Metrics::gap(110), Metrics::gap(45)});
    m_pages->addWidget(content);

    m_raw->setReadOnly(true);
    m_raw->setFrameShape(QFrame::NoFrame);
    m_raw->setFont(Theme::font(TextRole::Fixed));
    m_raw->setAccessibleName(tr("Content as it came"));
    m_raw->document()->setDocumentMargin(Metrics::gap(4));
    m_pages->addWidget(m_raw);
    m_passes->setHeaderLabels({tr("Time"), tr("What"), tr("Step"), tr("Who"), tr("Why, or what was mended")});
    m_passes->setRootIsDecorated(false);
    m_passes->setFrameShape(QFrame::NoFrame);
    m_passes->setItemDelegate(new RowDelegate(m_passes));
    m_passes->setAllColumnsShowFocus(true);
    m_passes->setAccessibleName(tr("Passes"));
    m_passes->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_passes->header()->setStretchLastSection(true);
    m_pages->addWidget(m_passes);

    auto *names = new QVBoxLayout;
    names->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), 0);
    names->setSpacing(0);
    names->addWidget(m_title);
    names->addWidget(m_line);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(names);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(Metrics::gap(2), 0, Metrics::gap(2), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_editor);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &QuarantineDetail::check);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (m_isOurs)
            return;
        m_pause.start();
        edited();
    });
    connect(m_node, &QComboBox::activated, this, &QuarantineDetail::check);
    connect(m_problems, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        const int row = item->data(kLineRole).toInt();
        if (row >= 0 && row < m_editor->problems().size())
            m_editor->goTo(m_editor->problems().at(row));
    });
    connect(m_send, &QPushButton::clicked, this, &QuarantineDetail::sendBack);
    connect(m_note, &QLineEdit::returnPressed, this, &QuarantineDetail::sendBack);
    m_send->setText(tr("Retry"));
}

void QuarantineDetail::show(const QString &id)
{
    if (id != m_shown) {
        keepDraft();
        m_pause.stop();
        m_checks.forget("check");
        // Nobody types into one that is about to go.
        m_editor->setReadOnly(true);
    } else {
        m_drafts.remove(id); // back before another came: the editor still has it
    }
    m_id = id;
    if (id.isEmpty()) {
        m_answers.forget("show");
        showNone({});
        return;
    }
    m_answers.ask("show", m_workspace->execute(u"quarantine.show"_s, Json::object({{"id", Json(id)}}), m_workspace->actor()),
                  [this](const Json &answer) { showAnswer(answer); });
}

/// Nothing is to be seen, for a reason.
void QuarantineDetail::showNone(const QString &why)
{
    m_shown.clear();
    m_answer = {};
    m_isStale = false;
    m_title->setText({});
    m_line->setText(why);
    setText({});
    m_editor->setReadOnly(true);
    m_raw->clear();
    m_passes->clear();
    m_node->clear();
    m_node->setVisible(false);
    m_note->clear();
    showProblems({});
    setSendable(false);
    Q_EMIT changedChanged(false);
}

void QuarantineDetail::showAnswer(const Json &answer)
{
    const bool isOther = m_shown != m_id;
    if (!isOther && answer == m_answer) {
        m_editor->setReadOnly(m_workspace->isReadOnly());
        Q_EMIT shown();
        return;
    }
    m_title->setText(QuarantineModel::titleOf(answer));
    QStringList line{answer.value("pipeline_title").toString(answer.value("pipeline").toString())};
    if (const QString node = answer.value("node").toString(); !node.isEmpty())
        line.append(tr("refused by %1").arg(node));
    if (const auto since = parseIso(answer.value("since").toString()))
        line.append(Format::clockTime(*since));
    line.append(Format::shortId(answer.value("id").toString()));
    m_line->setText(line.join(u" · "_s));
    showNodes(answer.value("nodes"), isOther);
    showPasses(answer.value("times"));
    showContent(answer, isOther);
    setSendable(!m_workspace->isReadOnly() && !m_sending.contains(m_shown));
    edited();
    Q_EMIT shown();
}

void QuarantineDetail::showContent(const Json &answer, bool isOther)
{
    const Json &raw = answer.value("raw");
    const QString rawText = raw.value("text").isString()
        ? raw.value("text").toString()
        : QString::fromLatin1(QByteArray::fromBase64(raw.value("base64").utf8().toByteArray()).toHex(' '));
    m_raw->setPlainText(raw.isNull() ? tr("The bytes were not kept: this came from another step of its pipeline, as it stands under Content.")
                                     : rawText);
    const QString came = contentOf(answer);
    // An edit stays, where the same is shown again as where one comes back to it.
    const bool wasChanged = !isOther && isChanged();
    std::optional<Draft> draft;
    if (wasChanged)
        draft = Draft{.text = m_editor->content(), .note = m_note->text(), .came = contentOf(m_answer)};
    else if (isOther && m_drafts.contains(m_id))
        draft = m_drafts.take(m_id);
    const bool isSame = !isOther && contentOf(m_answer) == came;
    m_shown = m_id;
    m_answer = answer;
    if (!isSame) {
        m_isStale = (m_isStale && wasChanged) || (draft && draft->came != came);
        setText(came);
        if (draft) {
            m_isOurs = true;
            m_editor->setContent(draft->text);
            m_isOurs = false;
        }
    }
    if (isOther)
        m_note->setText(draft ? draft->note : QString());
    m_editor->setReadOnly(m_workspace->isReadOnly());
    if (isChanged()) {
        check();
        return;
    }
    showProblems(answer.value("problems"));
    if (m_editor->problems().isEmpty() && answer.value("reason").isObject()) {
        const ErrorText why = ErrorText::of(Error::fromJson(answer.value("reason")));
        m_problems->addItem(why.paragraph());
        m_problems->item(0)->setData(kLineRole, -1);
    }
    if (!isSame)
        m_editor->showFirstProblem();
}

void QuarantineDetail::showNodes(const Json &nodes, bool isOther)
{
    if (!isOther && nodes == m_answer.value("nodes"))
        return;
    m_node->clear();
    int usual = 0;
    for (const Json &node : nodes.items()) {
        if (node.value("default").toBool())
            usual = m_node->count();
        m_node->addItem(tr("in at %1").arg(node.value("title").toString(node.value("node").toString())),
                        node.value("default").toBool() ? QString() : node.value("node").toString());
    }
    m_node->setCurrentIndex(usual);
    m_node->setVisible(m_node->count() > 1);
}

void QuarantineDetail::showPasses(const Json &times)
{
    m_passes->clear();
    for (const Json &pass : times.items()) {
        const auto at = parseIso(pass.value("at").toString());
        const QString what = pass.value("what").toString();
        const QString edit = patchLines(pass.value("edit"));
        const QString message = reasonText(pass.value("reason"));
        m_passes->addTopLevelItem(new QTreeWidgetItem({at ? Format::clockTime(*at) : QString(),
                                                       what == "refused"_L1     ? tr("refused")
                                                           : what == "fixed"_L1 ? tr("mended")
                                                                                : tr("retried"),
                                                       pass.value("node").toString(), pass.value("by").toString(),
                                                       edit.isEmpty()          ? message
                                                           : message.isEmpty() ? edit
                                                                               : tr("%1 (%2)").arg(message, edit)}));
    }
}

void QuarantineDetail::showProblems(const Json &problems)
{
    QList<LineProblem> found;
    m_problems->clear();
    for (const Json &problem : problems.items()) {
        const LineProblem one{.line = static_cast<int>(problem.value("line").toInt()),
                              .column = static_cast<int>(problem.value("column").toInt()),
                              .path = problem.value("path").toString(),
                              .message = problem.value("message").toString(),
                              .isError = problem.value("severity").toString() != "warning"_L1};
        QString text = one.path.isEmpty() ? one.message : tr("%1: %2").arg(one.path, one.message);
        if (one.line > 0)
            text = tr("Line %1, %2").arg(one.line).arg(text);
        auto *item = new QListWidgetItem(text, m_problems);
        item->setData(kLineRole, static_cast<int>(found.size()));
        found.append(one);
    }
    m_editor->setProblems(found);
    tell(found.isEmpty() ? QString() : tr("%n problems", nullptr, static_cast<int>(found.size())));
}

void QuarantineDetail::tell(const QString &state)
{
    QStringList parts;
    if (m_isStale)
        parts.append(tr("It was changed since you began to type: what you send takes the place of that."));
    if (!state.isEmpty())
        parts.append(state);
    m_state->setText(parts.join(u' '));
}

void QuarantineDetail::check()
{
    if (m_shown.isEmpty() || m_shown != m_id)
        return;
    Json args = Json::object({{"id", Json(m_shown)}, {"text", Json(m_editor->content())}});
    if (!from().isEmpty())
        args.insert("from", Json(from()));
    m_checks.ask("check", m_workspace->execute(u"quarantine.check"_s, args, m_workspace->actor()), [this](const Json &answer) { showCheck(answer); });
}

void QuarantineDetail::showCheck(const Json &answer)
{
    showProblems(answer.value("problems"));
    if (answer.value("ok").toBool())
        tell(verdictOf(answer));
}

/// What is known of a text in which nothing was found to be wrong.
QString QuarantineDetail::verdictOf(const Json &checked)
{
    const QString node = checked.value("node").toString();
    const QString why = checked.value("untried").toString();
    if (why.isEmpty())
        return tr("As it stands now, the step would take it.");
    if (why == "effects"_L1)
        return tr("Its form is right. Whether %1 takes it shows when it runs: it asks others or acts outside.").arg(node);
    if (why == "waits"_L1)
        return tr("Its form is right. Whether %1 takes it shows when it runs: it depends on what it waits for.").arg(node);
    return tr("Its form is right. %1 could not be tried here.").arg(node);
}

bool QuarantineDetail::isChanged() const
{
    return !m_shown.isEmpty() && m_editor->content() != m_text;
}

void QuarantineDetail::setText(const QString &text)
{
    m_isOurs = true;
    m_editor->setContent(text);
    m_text = m_editor->content();
    m_isOurs = false;
}

void QuarantineDetail::keepDraft()
{
    if (isChanged())
        m_drafts.insert(m_shown, {.text = m_editor->content(), .note = m_note->text(), .came = contentOf(m_answer)});
    else
        m_drafts.remove(m_shown);
}

/// What depends on whether somebody typed.
void QuarantineDetail::edited()
{
    m_send->setText(isChanged() ? tr("Mend and retry") : tr("Retry"));
    Q_EMIT changedChanged(isChanged());
}

void QuarantineDetail::setSendable(bool sendable)
{
    // A button that is switched off hands the keyboard to whatever comes next.
    if (!sendable && m_send->hasFocus())
        m_editor->setFocus(Qt::OtherFocusReason);
    m_send->setEnabled(sendable);
}

QString QuarantineDetail::from() const
{
    return m_node->currentData().toString();
}

void QuarantineDetail::sendBack()
{
    // What is about to be shown is not yet known to the person, and what is shown is what they left.
    if (m_shown.isEmpty() || m_shown != m_id || m_workspace->isReadOnly() || m_sending.contains(m_shown))
        return;
    const QString id = m_shown;
    const QString text = m_editor->content();
    const bool isFix = isChanged();
    Json args = isFix ? Json::object({{"id", Json(id)}, {"text", Json(text)}}) : Json::object({{"ids", Json::array({Json(id)})}});
    if (const QString note = m_note->text().trimmed(); isFix && !note.isEmpty())
        args.insert("note", Json(note));
    if (!from().isEmpty())
        args.insert("from", Json(from()));
    m_sending.insert(id);
    setSendable(false);
    m_workspace->execute(isFix ? u"quarantine.fix"_s : u"quarantine.retry"_s, args, m_workspace->actor())
        .then(this, [this, id, text](const Result<Json> &answer) {
            m_sending.remove(id);
            if (id == m_shown)
                setSendable(true);
            if (!answer) {
                Q_EMIT failed(answer.error());
                return;
            }
            if (const Json &refused = answer->value("refused"); refused.size() > 0) {
                Q_EMIT failed(Error::fromJson(refused.at(0).value("error")));
                return;
            }
            // What was typed since stays.
            if (m_drafts.value(id).text == text)
                m_drafts.remove(id);
            if (id == m_shown) {
                m_text = text;
                m_isStale = false;
                edited();
            }
            Q_EMIT sent(id, answer->value("status").toString());
        });
}

void QuarantineDetail::discard()
{
    if (!isChanged())
        return;
    m_isStale = false;
    m_drafts.remove(m_shown);
    setText(QString(m_text));
    check();
    edited();
}

QuarantineDetail::Page QuarantineDetail::page() const
{
    return static_cast<Page>(m_pages->currentIndex());
}

void QuarantineDetail::setPage(Page page)
{
    m_tabs->setCurrentIndex(static_cast<int>(page));
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
    if (page == Page::Content)
        m_editor->setFocus(Qt::OtherFocusReason);
}

void QuarantineDetail::focusNote()
{
    setPage(Page::Content);
    m_note->setFocus(Qt::OtherFocusReason);
}

void QuarantineDetail::focusNode()
{
    setPage(Page::Content);
    m_node->setFocus(Qt::OtherFocusReason);
}

} // namespace Millrace
