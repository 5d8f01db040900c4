// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QWidget>

namespace Millrace {

/// Controls that are on the screen and have no name for a screen reader, found through the accessibility interface.
[[nodiscard]] inline QStringList namelessControls(QWidget *root)
{
    static const QList<QAccessible::Role> controls
        = {QAccessible::PushButton, QAccessible::CheckBox,   QAccessible::RadioButton, QAccessible::EditableText, QAccessible::ComboBox,
           QAccessible::SpinBox,    QAccessible::List,       QAccessible::Table,       QAccessible::Tree,         QAccessible::PageTabList,
           QAccessible::PageTab,    QAccessible::ButtonMenu, QAccessible::Slider,      QAccessible::MenuItem,     QAccessible::Dialog};
    QStringList nameless;
    QList<QAccessibleInterface *> open{QAccessible::queryAccessibleInterface(root)};
    while (!open.isEmpty()) {
        QAccessibleInterface *one = open.takeLast();
        if (!one || !one->isValid() || one->state().invisible)
            continue;
        const auto *widget = qobject_cast<QWidget *>(one->object());
        const bool isPartOfAnother = widget && widget->parentWidget() && widget->parentWidget()->focusProxy() == widget;
        if (controls.contains(one->role()) && one->text(QAccessible::Name).isEmpty() && !isPartOfAnother && !(widget && !widget->isVisible()))
            nameless.append(QStringLiteral("%1 (%2)")
                                .arg(one->object() ? QString::fromLatin1(one->object()->metaObject()->className()) : QStringLiteral("?"))
                                .arg(static_cast<int>(one->role())));
        // The cells of a table name themselves by what they hold.
        if (one->role() == QAccessible::Table || one->role() == QAccessible::Tree || one->role() == QAccessible::List)
            continue;
        for (int i = 0; i < one->childCount(); ++i)
            open.append(one->child(i));
    }
    return nameless;
}

} // namespace Millrace
