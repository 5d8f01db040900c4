// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/difflines.h"

#include <QPlainTextEdit>

namespace Millrace {

/// A comparison as text to read and copy: signs and 3 px bars in a gutter, a tint under the changed words alone.
class DiffEditor final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit DiffEditor(QWidget *parent = nullptr);

    void setLines(const QList<DiffLine> &lines);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void dress();
    void fill();
    void paintGutter();
    [[nodiscard]] int gutterWidth() const;

    QList<DiffLine> m_lines;
    QList<int> m_lineOf; ///< per block: index of its line; -1 between fields
    QWidget *m_gutter;
};

} // namespace Millrace
