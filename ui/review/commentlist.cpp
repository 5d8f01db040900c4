// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/commentlist.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "sdk/clock.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString timeOf(const Json &time)
{
    const auto at = parseIso(time.toString());
    return at ? Format::clockTime(*at) : QString();
}

} // namespace

CommentList::CommentList(QWidget *parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout)
    , m_line(new QLineEdit(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Metrics::gap(2));
    m_rows->setSpacing(Metrics::gap(2));
    layout->addLayout(m_rows);
    layout->addWidget(m_line);
    m_line->setAccessibleName(tr("New comment"));
    m_line->installEventFilter(this);
    m_line->setPlaceholderText(tr("Comment"));
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        const QString text = m_line->text().trimmed();
        if (!text.isEmpty()) {
            Q_EMIT commentRequested(text);
            m_line->clear();
        }
        Q_EMIT leaveRequested();
    });
}

void CommentList::setComments(const Json &comments)
{
    const Json given = comments.isArray() ? comments : Json::array();
    if (given == m_comments)
        return;
    m_comments = given;
    rebuild();
}

qsizetype CommentList::open() const
{
    return std::ranges::count_if(m_comments.items(), [](const Json &comment) { return !comment.value("resolved").toBool(); });
}

void CommentList::clearLine()
{
    m_line->clear();
    m_line->setPlaceholderText(tr("Comment"));
}

void CommentList::setWritable(bool writable)
{
    m_writable = writable;
    m_line->setVisible(writable);
}

void CommentList::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Json &comment : m_comments.items()) {
        const QString id = comment.value("id").toString();
        const bool resolved = comment.value("resolved").toBool();
        auto *row = new QWidget(this);
        auto *lines = new QVBoxLayout(row);
        lines->setContentsMargins(comment.value("reply_to").isString() ? Metrics::gap(4) : 0, 0, 0, 0);
        lines->setSpacing(0);
        auto *head = new QHBoxLayout;
        head->setSpacing(Metrics::gap(1));
        auto *who = new ElidedLabel(TextRole::Secondary, row);
        who->setText(tr("%1, %2").arg(comment.value("by").value("name").toString(), timeOf(comment.value("at"))));
        auto *resolve = new QToolButton(row);
        resolve->setIcon(Icons::icon(resolved ? u"edit-undo" : u"dialog-ok", ThemeRole::Secondary));
        resolve->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
        resolve->setToolTip(resolved ? tr("Open it again") : tr("Resolve"));
        resolve->setAccessibleName(resolved ? tr("Open the comment again: %1").arg(comment.value("text").toString())
                                            : tr("Resolve the comment: %1").arg(comment.value("text").toString()));
        resolve->setEnabled(m_writable);
        connect(resolve, &QToolButton::clicked, this, [this, id, resolved] { Q_EMIT resolveRequested(id, !resolved); });
        head->addWidget(who, 1);
        head->addWidget(resolve);
        lines->addLayout(head);
        const bool isCurrent = id == m_current;
        QLabel *text = makeLabel(isCurrent ? TextRole::Strong : TextRole::Body, comment.value("text").toString(), row);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (resolved)
            text->setForegroundRole(QPalette::PlaceholderText);
        lines->addWidget(text);
        if (resolved)
            lines->addWidget(makeLabel(TextRole::Secondary, tr("resolved by %1").arg(comment.value("resolved_by").value("name").toString()), row));
        m_rows->addWidget(row);
    }
}

bool CommentList::step(int by)
{
    QList<Json> open;
    qsizetype at = -1;
    for (const Json &comment : m_comments.items()) {
        if (comment.value("id").toString() == m_current)
            at = open.size() - (comment.value("resolved").toBool() && by > 0 ? 1 : 0);
        if (!comment.value("resolved").toBool())
            open.append(comment);
    }
    if (open.isEmpty())
        return false;
    const qsizetype next = at < 0 ? (by > 0 ? 0 : open.size() - 1) : (at + by + open.size()) % open.size();
    setCurrent(open.at(next).value("id").toString());
    Q_EMIT placeRequested(open.at(next));
    return true;
}

void CommentList::setCurrent(const QString &id)
{
    m_current = id;
    rebuild();
}

void CommentList::resolveCurrent()
{
    for (const Json &comment : m_comments.items()) {
        if (comment.value("id").toString() == m_current)
            Q_EMIT resolveRequested(m_current, !comment.value("resolved").toBool());
    }
}

void CommentList::startComment(const QString &about)
{
    m_line->setPlaceholderText(about.isEmpty() ? tr("Comment") : tr("Comment on “%1”").arg(about));
    m_line->setFocus(Qt::OtherFocusReason);
}

bool CommentList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        Q_EMIT leaveRequested();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Millrace
