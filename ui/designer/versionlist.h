// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QWidget>

class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace Millrace {

/// Every published version with author, time and note; the chosen one can be compared with the draft, on the canvas and as text, and restored
/// as a new version.
class VersionList final : public QWidget
{
    Q_OBJECT

public:
    explicit VersionList(QWidget *parent = nullptr);

    /// As pipeline.versions answers.
    void setVersions(const Json &versions);
    /// What differs, as text; empty ends the comparison.
    void setDifference(const QString &text);
    [[nodiscard]] int current() const; ///< 0: none
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    /// 0: no more.
    void compareRequested(int version);
    void restoreRequested(int version);
    /// Which runs used it, told by a menu at this place.
    void runsRequested(int version, QPoint global);

private:
    void showButtons();

    Json m_versions = Json::array();
    bool m_readOnly = false;
    QListWidget *m_list;
    QPushButton *m_compare;
    QPushButton *m_restore;
    QPushButton *m_runs;
    QPlainTextEdit *m_text;
};

} // namespace Millrace
