// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/problempanel.h"

#include "common/errortext.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/statusstyle.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kReasonsShown = 5;

int signSide()
{
    return Metrics::smallIcon();
}

/// "• /title: is missing", one line each, the first few.
QString listOf(const Json &reasons)
{
    QStringList lines;
    for (const Json &reason : reasons.items()) {
        if (lines.size() == kReasonsShown) {
            lines.append(ProblemPanel::tr("and %n more, in History", nullptr, int(reasons.size() - kReasonsShown)));
            break;
        }
        const QString path = reason.value("path").toString();
        const QString message = reason.value("message").toString();
        lines.append(u"• "_s + (path.isEmpty() ? message : path + u": "_s + message));
    }
    return lines.join(u'\n');
}

} // namespace

ProblemPanel::ProblemPanel(QWidget *parent)
    : QWidget(parent)
    , m_what(makeLabel(TextRole::Strong, {}, this))
    , m_why(makeLabel(TextRole::Body, {}, this))
    , m_remedy(makeLabel(TextRole::Secondary, {}, this))
    , m_retry(new QPushButton(tr("Retry"), this))
    , m_approve(new QPushButton(tr("Approve"), this))
    , m_reject(new QPushButton(tr("Reject"), this))
{
    m_retry->setProperty("primary", true);
    m_approve->setProperty("primary", true);
    m_approve->setToolTip(tr("It goes on as approved; the decision stays in its history under your name"));
    m_reject->setToolTip(tr("It goes on as rejected; the decision stays in its history under your name"));
    m_retry->setToolTip(tr("Try the step again (R)"));
    for (QLabel *label : {m_what, m_why, m_remedy}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setTextFormat(Qt::PlainText);
        label->setFocusPolicy(Qt::NoFocus);
    }
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(Metrics::gap(4) + signSide(), Metrics::gap(3), Metrics::gap(3), Metrics::gap(3));
    layout->setHorizontalSpacing(Metrics::gap(3));
    layout->setVerticalSpacing(Metrics::gap(1));
    layout->addWidget(m_what, 0, 0);
    layout->addWidget(m_why, 1, 0);
    layout->addWidget(m_remedy, 2, 0);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Metrics::gap(2));
    for (QPushButton *button : {m_retry, m_approve, m_reject})
        buttons->addWidget(button);
    layout->addLayout(buttons, 0, 1, 3, 1, Qt::AlignTop);
    layout->setColumnStretch(0, 1);
    connect(m_retry, &QPushButton::clicked, this, &ProblemPanel::retryRequested);
    connect(m_approve, &QPushButton::clicked, this, [this] { Q_EMIT decisionRequested(u"approved"_s); });
    connect(m_reject, &QPushButton::clicked, this, [this] { Q_EMIT decisionRequested(u"rejected"_s); });
    hide();
}

void ProblemPanel::setProblem(const ContextSummary &summary, const std::optional<TransitionRecord> &last, bool canAct)
{
    const bool isReview = summary.status == ContextStatus::AwaitingReview;
    const bool shown = isReview || summary.status == ContextStatus::Failed || summary.status == ContextStatus::Quarantined
        || summary.status == ContextStatus::Retrying;
    setVisible(shown);
    if (!shown) {
        return;
    }
    m_status = summary.status;
    const QString node = last && !last->node.isEmpty() ? last->node : summary.node;
    QString what;
    QString remedy;
    switch (summary.status) {
    case ContextStatus::Quarantined:
        what = node.isEmpty() ? tr("Put aside") : tr("Put aside at %1").arg(node);
        remedy = tr("Mend the document or the rule, then retry.");
        break;
    case ContextStatus::Retrying:
        what = tr("%1 will be tried again").arg(node);
        break;
    case ContextStatus::AwaitingReview:
        what = tr("%1 waits for your decision").arg(node);
        break;
    default:
        what = node.isEmpty() ? tr("Failed") : tr("Failed at %1").arg(node);
        remedy = tr("Retry goes on from this step; finished steps are kept.");
        break;
    }
    QString why = summary.reason;
    if (last && last->reason.isArray() && !last->reason.isEmpty()) {
        why = last->reason.size() == 1 && last->reason.at(0).value("path").toString().isEmpty() ? last->reason.at(0).value("message").toString()
                                                                                                : listOf(last->reason);
    } else if (last && last->reason.isObject()) {
        const ErrorText text = ErrorText::of(Error::fromJson(last->reason));
        why = text.why.isEmpty() ? text.what : text.what + u". "_s + text.why;
        if (!text.remedy.isEmpty()) {
            remedy = text.remedy;
        }
    }
    m_what->setText(what);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_remedy->setText(remedy);
    m_remedy->setVisible(!remedy.isEmpty());
    m_retry->setVisible(canAct && !isReview);
    m_approve->setVisible(canAct && isReview);
    m_reject->setVisible(canAct && isReview);
    setAccessibleName(what);
    setAccessibleDescription(why);
    update();
}

void ProblemPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::color(ThemeRole::Window));
    const QColor color = Theme::color(m_status);
    painter.fillRect(QRect(0, 0, 3, height()), color);
    const int line = QFontMetrics(Theme::font(TextRole::Strong)).height();
    painter.drawPixmap(Metrics::gap(2) + 3, Metrics::gap(3) + (line - signSide()) / 2,
                       Icons::pixmap(StatusStyle::iconName(m_status), signSide(), devicePixelRatioF(), color));
    painter.setPen(Theme::color(ThemeRole::Separator));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace Millrace
