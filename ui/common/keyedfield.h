// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/schemafield.h"

#include <QKeySequence>
#include <QList>

class QAbstractButton;

namespace Millrace {

/// A value of a few, or some of a few, each a button with its own key: for forms that are filled in hundreds of times a day. Made for a
/// schema with `keys`: of a text or a list with an `enum`, of a whole number with bounds, of a yes or no.
class KeyedField final : public SchemaField
{
    Q_OBJECT

public:
    struct Choice
    {
        Json value;
        QString title;
        QKeySequence key; ///< may be empty
    };

    KeyedField(const Json &schema, QWidget *parent);

    /// True where the schema can be shown this way.
    [[nodiscard]] static bool fits(const Json &schema);

    void setValue(const std::optional<Json> &value) override;
    [[nodiscard]] std::optional<Json> value() const override;
    void setReadOnly(bool readOnly) override;

    [[nodiscard]] const QList<Choice> &choices() const { return m_choices; }
    /// What its key does: chooses it, or takes it out where it was chosen already.
    void toggle(qsizetype choice);

private:
    void showChosen();

    bool m_many; ///< some of them, as a list
    QList<Choice> m_choices;
    QList<QAbstractButton *> m_buttons;
    QList<bool> m_chosen;
    Json m_others = Json::array(); ///< that are no choices; kept
};

} // namespace Millrace
