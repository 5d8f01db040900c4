// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/actions.h"

#include "common/icons.h"

using namespace Qt::StringLiterals;

namespace Millrace {

QAction *makeAction(QObject *parent, QStringView iconName, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, parent);
    if (!iconName.isEmpty())
        action->setIcon(Icons::icon(iconName));
    action->setShortcut(key);
    // Menus show the text with its ellipsis and mnemonic; a tooltip wants neither.
    QString plain = text;
    plain.remove(u'&');
    action->setToolTip(withKey(plain, key));
    return action;
}

QString withKey(const QString &text, const QKeySequence &key)
{
    return key.isEmpty() ? text : u"%1 (%2)"_s.arg(text, key.toString(QKeySequence::NativeText));
}

} // namespace Millrace
