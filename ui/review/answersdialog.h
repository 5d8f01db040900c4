// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QDialog>

namespace Millrace {

class SchemaForm;

/// Asks the questions of a form once, for many items that are decided together.
class AnswersDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `decision`: as people call it.
    AnswersDialog(const Json &form, const QString &decision, qsizetype items, QWidget *parent = nullptr);

    [[nodiscard]] Json answers() const;
    /// Closes where everything that is needed is answered; else says what is missing.
    void accept() override;

private:
    Json m_schema;
    SchemaForm *m_form;
};

} // namespace Millrace
