// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QDialog>
#include <QHash>
#include <QKeySequence>
#include <QSet>
#include <QStringList>

class QLabel;
class QPushButton;

namespace Millrace {

/// The keys of the decisions, as a person has them: what the form's author gave, unless the person chose others.
class ReviewKeys
{
public:
    /// "approved", "rejected", "edited", "escalated", "skipped", "undo".
    [[nodiscard]] static const QStringList &names();
    [[nodiscard]] static QString title(const QString &name);

    /// The keys for an item whose pipeline gives `given` (name to key). A person's own key gives way where something else has it there: another
    /// decision, or `others`, the form. `yielding`: decisions for which it does.
    [[nodiscard]] QHash<QString, QKeySequence> of(const Json &given, const QSet<QKeySequence> &others = {}, QStringList *yielding = nullptr) const;
    /// The person's own key, else what `given` says; whether it can be used or not.
    [[nodiscard]] QKeySequence wanted(const QString &name, const Json &given) const;
    /// The person's own; an empty sequence: back to what the pipeline gives.
    void setOwn(const QString &name, const QKeySequence &key);
    [[nodiscard]] const QHash<QString, QKeySequence> &own() const { return m_own; }
    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static ReviewKeys fromJson(const Json &json);

private:
    QHash<QString, QKeySequence> m_own;
};

/// Lets a person choose keys; two decisions with one key are refused.
class ReviewKeysDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `taken`: keys of the form, with what they do.
    ReviewKeysDialog(const ReviewKeys &keys, const Json &given, const QHash<QKeySequence, QString> &taken, QWidget *parent = nullptr);

    ~ReviewKeysDialog() override;

    [[nodiscard]] const ReviewKeys &keys() const { return m_keys; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void check();

    ReviewKeys m_keys;
    Json m_given;
    QHash<QKeySequence, QString> m_taken;
    QLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace Millrace
