// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/documentsink.h"

#include <QDialog>

class QButtonGroup;
class QRadioButton;

namespace Millrace {

/// Asks which contexts to export and as what; the place is asked for afterwards. Main thread.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    /// How many are chosen, how many the list has, and whether a filter keeps it from having all.
    ExportDialog(qint64 chosen, qint64 listed, bool filtered, QWidget *parent = nullptr);

    [[nodiscard]] bool exportsChosen() const;
    [[nodiscard]] ExportFormat format() const;

private:
    QRadioButton *m_chosen;
    QRadioButton *m_listed;
    QButtonGroup *m_formats;
};

} // namespace Millrace
