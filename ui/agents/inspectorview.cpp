// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/inspectorview.h"

#include "agents/foreignserver.h"
#include "common/actions.h"
#include "common/errortext.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/schemaform.h"
#include "common/theme.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostShown = 400'000; ///< characters of an answer; more would only be scrolled past

QString pretty(const Json &json)
{
    const QString text = QString::fromUtf8(json.toBytes(Json::Format::Pretty));
    return text.size() > kMostShown ? text.left(kMostShown) + u"\n…"_s : text;
}

/// {"url", "token"} of an address, {"command"} of anything else.
Json addressOf(const QString &text, const QString &token)
{
    if (text.startsWith("http://"_L1, Qt::CaseInsensitive) || text.startsWith("https://"_L1, Qt::CaseInsensitive))
        return Json::object({{"url", text}, {"token", token}});
    return Json::object({{"command", Json::array(QProcess::splitCommand(text))}});
}

/// Whom a token that is sent there is told to.
QString placeOf(const QString &address)
{
    const QUrl url(address.trimmed());
    return url.scheme() + u':' + url.authority();
}

} // namespace

InspectorView::InspectorView(Workspace *workspace, ForeignServer *server, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_foreign(server)
    , m_answers(this)
    , m_server(new QComboBox(this))
    , m_item(new QComboBox(this))
    , m_as(new QComboBox(this))
    , m_call(new QPushButton(tr("Call"), this))
    , m_place(new QWidget(this))
    , m_address(new QLineEdit(this))
    , m_token(new QLineEdit(this))
    , m_connect(new QPushButton(tr("Connect"), this))
    , m_about(makeLabel(TextRole::Secondary, {}, this))
    , m_asJson(new QCheckBox(tr("As JSON"), this))
    , m_form(new SchemaForm(this))
    , m_json(new QPlainTextEdit(this))
    , m_fill(new QStackedWidget(this))
    , m_took(makeLabel(TextRole::Secondary, {}, this))
    , m_texts(new QPlainTextEdit(this))
{
    m_answers.onError([this](const Error &error) { showProblem(error); });
    build();
    QAction *action = makeAction(this, u"media-playback-start"_s, tr("Call the tool"), QKeySequence(Qt::CTRL | Qt::Key_Return));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    connect(action, &QAction::triggered, this, &InspectorView::call);
    connect(m_call, &QPushButton::clicked, this, &InspectorView::call);
    connect(m_connect, &QPushButton::clicked, this, &InspectorView::connectToServer);
    connect(m_address, &QLineEdit::returnPressed, this, &InspectorView::connectToServer);
    connect(m_token, &QLineEdit::returnPressed, this, &InspectorView::connectToServer);
    connect(m_server, &QComboBox::currentIndexChanged, this, &InspectorView::showServer);
    connect(m_item, &QComboBox::currentIndexChanged, this, &InspectorView::showItem);
    connect(m_asJson, &QCheckBox::toggled, this, &InspectorView::showForm);
    connect(m_address, &QLineEdit::textChanged, this, [this](const QString &text) {
        // A token is for the server that it was given to.
        if (!m_tokenFor.isEmpty() && placeOf(text) != m_tokenFor) {
            m_token->clear();
            m_tokenFor.clear();
        }
        m_token->setEnabled(addressOf(text.trimmed(), {}).contains("url"));
        m_connect->setEnabled(!text.trimmed().isEmpty());
    });
    showServer();
}

InspectorView::~InspectorView()
{
    if (m_foreign)
        m_foreign->close();
}

void InspectorView::build()
{
    m_server->setAccessibleName(tr("Server"));
    m_server->addItems({tr("This workspace"), tr("Another server")});
    m_server->setVisible(m_foreign);
    m_item->setAccessibleName(tr("Tool"));
    m_item->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_as->setAccessibleName(tr("Called by"));
    m_as->addItem(tr("As you"));
    m_address->setAccessibleName(tr("Address or command"));
    m_address->setPlaceholderText(tr("https://… or the command that starts it"));
    m_token->setAccessibleName(tr("Token"));
    m_token->setPlaceholderText(tr("Token, if it wants one"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setEnabled(false);
    m_connect->setEnabled(false);
    for (QLabel *label : {m_about, m_took})
        label->setWordWrap(true);
    m_call->setProperty("primary", true);
    m_call->setToolTip(withKey(tr("Call the tool with these arguments"), QKeySequence(Qt::CTRL | Qt::Key_Return)));
    m_asJson->setToolTip(tr("Write the arguments as they are sent, also such as the tool does not ask for"));
    m_json->setAccessibleName(tr("Arguments"));
    m_json->setTabChangesFocus(true);
    m_texts->setReadOnly(true);
    m_texts->setAccessibleName(tr("Request and answer"));
    for (QPlainTextEdit *text : {m_json, m_texts}) {
        text->setFrameShape(QFrame::NoFrame);
        text->setFont(Theme::font(TextRole::Fixed));
    }

    auto *bar = new QHBoxLayout;
    bar->setSpacing(Metrics::gap(3));
    bar->addWidget(m_server);
    bar->addWidget(m_item, 1);
    bar->addWidget(m_as);
    bar->addWidget(m_call);
    auto *place = new QHBoxLayout(m_place);
    place->setContentsMargins({});
    place->setSpacing(Metrics::gap(3));
    place->addWidget(m_address, 3);
    place->addWidget(m_token, 1);
    place->addWidget(m_connect);
    auto *about = new QHBoxLayout;
    about->setSpacing(Metrics::gap(3));
    about->addWidget(m_about, 1);
    about->addWidget(m_asJson, 0, Qt::AlignTop);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    m_fill->addWidget(scroll);
    m_fill->addWidget(m_json);
    auto *upper = new QWidget(this);
    auto *above = new QVBoxLayout(upper);
    auto *lower = new QWidget(this);
    auto *below = new QVBoxLayout(lower);
    for (QVBoxLayout *half : {above, below}) {
        half->setContentsMargins(Metrics::paneMargin(), Metrics::gap(3), Metrics::gap(4), Metrics::gap(3));
        half->setSpacing(Metrics::gap(3));
    }
    above->addLayout(bar);
    above->addWidget(m_place);
    above->addLayout(about);
    above->addWidget(m_fill, 1);
    below->addWidget(m_took);
    below->addWidget(m_texts, 1);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(upper);
    splitter->addWidget(lower);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_item);
}

bool InspectorView::isForeign() const
{
    return m_server->currentIndex() == 1;
}

void InspectorView::setClient(const QString &id, const QString &name)
{
    const int chosen = m_as->currentIndex();
    const bool isSame = id == m_client;
    m_client = id;
    if (m_as->count() > 1)
        m_as->removeItem(1);
    if (id.isEmpty())
        return;
    m_as->addItem(tr("As %1").arg(name));
    if (isSame)
        m_as->setCurrentIndex(chosen);
}

void InspectorView::setTools(const Json &answer)
{
    m_own = InspectorItem::ofDoor(answer);
    if (!isForeign())
        showItems(m_own);
}

void InspectorView::setTool(const QString &name)
{
    m_item->setCurrentIndex(m_item->findText(name));
}

void InspectorView::showServer()
{
    m_place->setVisible(isForeign());
    m_as->setVisible(!isForeign());
    showItems(isForeign() ? m_others : m_own);
    if (isForeign() && m_others.isEmpty())
        m_address->setFocus();
}

void InspectorView::showItems(const QList<InspectorItem> &items)
{
    if (items != m_items) {
        const QString before = m_item->currentText();
        m_items = items;
        const QSignalBlocker blocker(m_item);
        m_item->clear();
        for (const InspectorItem &item : items)
            m_item->addItem(item.text);
        m_item->setCurrentIndex(std::max(0, m_item->findText(before)));
    }
    showItem();
}

void InspectorView::showItem()
{
    const int row = m_item->currentIndex();
    const bool isThere = row >= 0 && row < m_items.size();
    m_call->setEnabled(isThere && (isForeign() || !m_workspace->isReadOnly()));
    m_asJson->setVisible(isThere);
    m_fill->setVisible(isThere);
    if (!isThere) {
        m_about->setText(isForeign() ? tr("Connected to nothing yet.") : tr("There are no tools while no agents may come in."));
        m_shown = {};
        return;
    }
    const InspectorItem &item = m_items.at(row);
    m_about->setText(tr("%1 · about %2 tokens to list").arg(item.about, Format::count(item.tokens)));
    if (item == m_shown)
        return;
    m_shown = item;
    m_form->setSchema(item.schema);
    m_form->setValue(item.filled);
    m_json->setPlainText(pretty(item.filled));
}

void InspectorView::showForm(bool asJson)
{
    if (asJson) {
        m_json->setPlainText(pretty(m_form->value().value_or(Json::object())));
    } else if (const auto typed = Json::parse(m_json->toPlainText().toUtf8()); typed && typed->isObject()) {
        m_form->setValue(*typed);
    } else {
        // It stays where it can be mended.
        const QSignalBlocker blocker(m_asJson);
        m_asJson->setChecked(true);
        m_took->setText(tr("The arguments are no JSON object."));
        return;
    }
    m_fill->setCurrentIndex(asJson ? 1 : 0);
}

std::optional<Json> InspectorView::args()
{
    if (!m_asJson->isChecked())
        return m_form->value().value_or(Json::object());
    const auto typed = Json::parse(m_json->toPlainText().toUtf8());
    if (typed && typed->isObject())
        return *typed;
    m_took->setText(tr("The arguments are no JSON object."));
    return std::nullopt;
}

void InspectorView::connectToServer()
{
    const QString text = m_address->text().trimmed();
    if (!m_foreign || text.isEmpty())
        return;
    m_others.clear();
    showItems(m_others);
    m_texts->clear();
    m_took->setText(tr("Connecting…"));
    m_tokenFor = m_token->text().isEmpty() ? QString() : placeOf(text);
    m_answers.ask("connect", m_foreign->open(addressOf(text, m_token->text())), [this](const Json &found) { showFound(found); });
}

void InspectorView::showFound(const Json &found)
{
    m_others = InspectorItem::ofServer(found);
    qint64 tokens = 0;
    for (const InspectorItem &item : std::as_const(m_others))
        tokens += item.method == "tools/call"_L1 ? item.tokens : 0;
    const Json &server = found.value("server");
    m_took->setText(tr("%1 %2 speaks %3: %n tool(s), about %4 tokens to list", nullptr, static_cast<int>(found.value("tools").size()))
                        .arg(server.value("name").toString().left(100), server.value("version").toString().left(100),
                             found.value("version").toString(), Format::count(tokens)));
    Json brief = found;
    for (const char *list : {"tools", "resources", "templates", "prompts"})
        brief.insert(list, Json(found.value(list).size()));
    m_texts->setPlainText(pretty(brief));
    showItems(m_others);
}

void InspectorView::call()
{
    if (m_isRunning) {
        m_answers.forget("call");
        m_running.cancel();
        setRunning({});
        m_took->setText(tr("Stopped."));
        return;
    }
    const std::optional<Json> args = m_shown.method.isEmpty() || !m_call->isEnabled() ? std::nullopt : this->args();
    if (!args)
        return;
    QFuture<Result<Json>> asked;
    if (isForeign()) {
        asked = m_foreign->ask(m_shown.method, m_shown.params(*args));
    } else {
        Json call = Json::object({{"tool", m_shown.name}, {"args", *args}});
        if (m_as->currentIndex() == 1)
            call.insert("client", m_client);
        asked = m_workspace->execute(u"tool.call"_s, call, m_workspace->actor());
    }
    m_took->setText(tr("It runs…"));
    setRunning(asked);
    m_answers.ask("call", asked, [this](const Json &answer) { showAnswer(answer); });
}

void InspectorView::setRunning(const QFuture<Result<Json>> &running)
{
    m_running = running;
    m_isRunning = running.isValid();
    m_call->setText(m_isRunning ? tr("Stop") : tr("Call"));
}

void InspectorView::showAnswer(const Json &answer)
{
    setRunning({});
    m_took->setText(tr("%1 in %2").arg(Format::bytes(answer.value("bytes").toInt()), Format::duration(answer.value("duration_us").toInt())));
    QStringList texts{tr("Answer"), pretty(answer.value("answer")), {}};
    if (!answer.value("told").isEmpty())
        texts << tr("Told on the way") << pretty(answer.value("told")) << QString();
    texts << tr("Request") << pretty(answer.value("request"));
    m_texts->setPlainText(texts.join(u'\n'));
}

void InspectorView::showProblem(const Error &error)
{
    setRunning({});
    m_took->setText(ErrorText::of(error).paragraph());
    m_texts->setPlainText(error.text);
}

} // namespace Millrace
