// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/searchfield.h"

#include "common/icons.h"
#include "common/metrics.h"

#include <QAbstractButton>
#include <QAction>
#include <QKeyEvent>

namespace Millrace {

namespace {
constexpr int kPauseMs = 150;
}

SearchField::SearchField(const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    for (auto *clear : findChildren<QAbstractButton *>())
        clear->setAccessibleName(tr("Clear"));
    addAction(Icons::icon(u"edit-find", ThemeRole::Secondary), QLineEdit::LeadingPosition);
    for (auto *button : findChildren<QAbstractButton *>()) {
        if (button->accessibleName().isEmpty())
            button->setAccessibleName(placeholder);
    }
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &SearchField::tell);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            tell();
        else
            m_pause.start();
    });
}

void SearchField::tell()
{
    m_pause.stop();
    const QString sought = text().trimmed();
    if (sought == m_told)
        return;
    m_told = sought;
    Q_EMIT searchChanged(sought);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT leaveRequested();
        else
            clear();
        return;
    case Qt::Key_Down:
        tell();
        Q_EMIT downRequested();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        tell();
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace Millrace
