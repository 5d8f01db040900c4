// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/typedletters.h"

#include <QComboBox>
#include <QKeyEvent>

namespace Millrace {

namespace {

class LetterKeeper final : public QObject
{
public:
    explicit LetterKeeper(QComboBox *box)
        : QObject(box)
    {}

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::ShortcutOverride) {
            const auto *key = static_cast<QKeyEvent *>(event);
            const bool isPlain = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
            if (isPlain && !key->text().isEmpty() && key->text().front().isPrint()) {
                event->accept();
                return true;
            }
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

void keepTypedLetters(QComboBox *box)
{
    box->installEventFilter(new LetterKeeper(box));
}

} // namespace Millrace
