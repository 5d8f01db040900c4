// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace Millrace {

/// A text to read, to copy for somebody who can help, or to delete; with the place of its file. Deletes itself when closed.
class ReportDialog final : public QDialog
{
    Q_OBJECT

public:
    ReportDialog(const QString &title, const QString &path, const QString &text, QWidget *parent);

Q_SIGNALS:
    void deleteRequested();
};

} // namespace Millrace
