// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/difflines.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace Millrace {

class DiffEditor;
class EmptyState;

/// What two steps of a context differ in, field by field. The steps follow the timeline until the person chooses others here.
class DiffView final : public QWidget
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    /// The steps there are to compare, by number; the titles stand in the choices.
    void setSteps(const QStringList &titles);
    void setPair(int before, int after);
    [[nodiscard]] int before() const;
    [[nodiscard]] int after() const;
    /// The documents' `data` at the two steps chosen; compared beside the window's thread.
    void setDocuments(const Json &before, const Json &after);

Q_SIGNALS:
    /// Other steps were chosen here: their documents are needed.
    void pairChosen(int before, int after);
    void shown();

private:
    void showDiff(const DiffText &diff);

    quint64 m_generation = 0;
    QComboBox *m_before;
    QComboBox *m_after;
    QLabel *m_summary;
    QStackedWidget *m_stack;
    DiffEditor *m_editor;
    EmptyState *m_same;
};

} // namespace Millrace
