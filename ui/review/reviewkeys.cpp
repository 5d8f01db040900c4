// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewkeys.h"

#include "common/label.h"
#include "common/metrics.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

const QStringList &ReviewKeys::names()
{
    static const QStringList names = {u"approved"_s, u"rejected"_s, u"edited"_s, u"skipped"_s, u"escalated"_s, u"undo"_s};
    return names;
}

QString ReviewKeys::title(const QString &name)
{
    return name == "approved"_L1 ? QCoreApplication::translate("ReviewKeys", "Approve")
        : name == "rejected"_L1  ? QCoreApplication::translate("ReviewKeys", "Reject")
        : name == "edited"_L1    ? QCoreApplication::translate("ReviewKeys", "Edit")
        : name == "skipped"_L1   ? QCoreApplication::translate("ReviewKeys", "Skip")
        : name == "escalated"_L1 ? QCoreApplication::translate("ReviewKeys", "Escalate")
                                 : QCoreApplication::translate("ReviewKeys", "Undo");
}

QHash<QString, QKeySequence> ReviewKeys::of(const Json &given, const QSet<QKeySequence> &others, QStringList *yielding) const
{
    QHash<QString, QKeySequence> keys = {{u"approved"_s, Qt::Key_A}, {u"rejected"_s, Qt::Key_X},  {u"edited"_s, Qt::Key_E},
                                         {u"skipped"_s, Qt::Key_S},  {u"escalated"_s, Qt::Key_G}, {u"undo"_s, Qt::Key_Backspace}};
    for (const QString &name : names()) {
        if (const QString key = given.value(name).toString(); !key.isEmpty())
            keys.insert(name, QKeySequence(key, QKeySequence::PortableText));
    }
    const QHash<QString, QKeySequence> theirs = keys;
    for (auto own = m_own.cbegin(); own != m_own.cend(); ++own)
        keys.insert(own.key(), own.value());
    // Two of the same key would both be dead. What yields may meet another's own key: until none does.
    const auto collides = [&](const QString &name) {
        const QKeySequence key = keys.value(name);
        return others.contains(key) || std::ranges::any_of(names(), [&](const QString &other) { return other != name && keys.value(other) == key; });
    };
    for (bool yields = true; yields;) {
        yields = false;
        for (const QString &name : names()) {
            if (keys.value(name) == theirs.value(name) || !collides(name))
                continue;
            keys.insert(name, theirs.value(name));
            if (yielding)
                yielding->append(name);
            yields = true;
        }
    }
    return keys;
}

QKeySequence ReviewKeys::wanted(const QString &name, const Json &given) const
{
    return m_own.contains(name) ? m_own.value(name) : ReviewKeys().of(given).value(name);
}

void ReviewKeys::setOwn(const QString &name, const QKeySequence &key)
{
    if (key.isEmpty())
        m_own.remove(name);
    else
        m_own.insert(name, key);
}

Json ReviewKeys::toJson() const
{
    Json json = Json::object();
    for (const QString &name : names()) {
        if (m_own.contains(name))
            json.insert(name, Json(m_own.value(name).toString(QKeySequence::PortableText)));
    }
    return json;
}

ReviewKeys ReviewKeys::fromJson(const Json &json)
{
    ReviewKeys keys;
    for (const QString &name : names())
        keys.setOwn(name, QKeySequence(json.value(name).toString(), QKeySequence::PortableText));
    return keys;
}

ReviewKeysDialog::ReviewKeysDialog(const ReviewKeys &keys, const Json &given, const QHash<QKeySequence, QString> &taken, QWidget *parent)
    : QDialog(parent)
    , m_keys(keys)
    , m_given(given)
    , m_taken(taken)
    , m_problem(makeLabel(TextRole::Secondary, {}, this))
{
    setWindowTitle(tr("Keys of the decisions"));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Metrics::gap(4));
    form->setVerticalSpacing(Metrics::gap(2));
    for (const QString &name : ReviewKeys::names()) {
        auto *edit = new QKeySequenceEdit(keys.wanted(name, given), this);
        edit->setMaximumSequenceLength(1);
        edit->setAccessibleName(ReviewKeys::title(name));
        edit->setObjectName(name);
        edit->installEventFilter(this);
        if (auto *line = edit->findChild<QLineEdit *>())
            line->setAccessibleName(ReviewKeys::title(name));
        form->addRow(ReviewKeys::title(name), edit);
        connect(edit, &QKeySequenceEdit::keySequenceChanged, this, [this, name](const QKeySequence &key) {
            m_keys.setOwn(name, key == ReviewKeys().wanted(name, m_given) ? QKeySequence() : key);
            check();
        });
    }
    m_problem->setWordWrap(true);
    m_problem->setProperty("problem", true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept = buttons->addButton(tr("Use these keys"), QDialogButtonBox::AcceptRole);
    m_accept->setObjectName(u"use"_s);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::paneMargin(), Metrics::paneMargin(), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(4));
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    check();
}

ReviewKeysDialog::~ReviewKeysDialog()
{
    // An edit that loses the focus as it goes tells of its key once more.
    for (QKeySequenceEdit *edit : findChildren<QKeySequenceEdit *>())
        edit->disconnect(this);
}

bool ReviewKeysDialog::eventFilter(QObject *watched, QEvent *event)
{
    // The edits take every key as a wish; who has no mouse must get out of them.
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Escape:
            reject();
            return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            focusNextPrevChild(static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab);
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void ReviewKeysDialog::check()
{
    QHash<QKeySequence, QString> taken = m_taken;
    QString problem;
    for (const QString &name : ReviewKeys::names()) {
        const QKeySequence key = m_keys.wanted(name, m_given);
        if (taken.contains(key))
            problem = tr("%1 is the key of “%2” already").arg(key.toString(QKeySequence::NativeText), taken.value(key));
        taken.insert(key, ReviewKeys::title(name));
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_accept->setEnabled(problem.isEmpty());
}

} // namespace Millrace
