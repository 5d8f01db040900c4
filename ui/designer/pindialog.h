// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"

#include <QDialog>

class QComboBox;
class QLabel;

namespace Millrace {

class ConfigEditor;
class DesignerSource;
struct DesignNode;

/// What a step is to give in trials in place of running: the whole document, checked as it is written, and the way out by which it leaves. A file is
/// kept in the workspace and named by the document.
class PinDialog final : public QDialog
{
    Q_OBJECT

public:
    PinDialog(DesignerSource *source, const DesignNode &node, const QString &port, const Json &data, QWidget *parent = nullptr);

    [[nodiscard]] ConfigEditor *editor() const { return m_editor; }
    [[nodiscard]] QComboBox *port() const { return m_port; }
    /// Keeps a file and names it as the document's original.
    void putFile(const QString &path);

Q_SIGNALS:
    void pinned(const QString &port, const Millrace::Json &data);

private:
    void askFile();
    void finish();
    void showProblem(const QString &text);

    DesignerSource *m_source;
    Answers m_answers;
    QComboBox *m_port;
    ConfigEditor *m_editor;
    QLabel *m_file;
    QLabel *m_problem;
};

} // namespace Millrace
