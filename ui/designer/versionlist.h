// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QWidget>

#include <optional>
#include <utility>

class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace Millrace {

/// Every published version with author, time and note, and the draft before them. Two chosen rows are compared, on the canvas and as text; one
/// alone is compared with the draft (the newest version where there is none). A version is restored as a new one.
class VersionList final : public QWidget
{
    Q_OBJECT

public:
    explicit VersionList(QWidget *parent = nullptr);

    /// As pipeline.versions answers.
    void setVersions(const Json &versions);
    /// There is a draft that versions can be compared with.
    void setDraft(bool isThere);
    /// What differs, as text; empty ends the comparison.
    void setDifference(const QString &text);
    [[nodiscard]] int current() const; ///< of the row with the focus; 0: none, or the draft
    /// The version that is selected alone; 0 where it is the draft, none, or several. The row with the focus may be another.
    [[nodiscard]] int chosenOne() const;
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    /// The older side and the newer one, which is 0 for the draft. 0 and 0: no more.
    void compareRequested(int from, int to);
    void restoreRequested(int version);
    /// Which runs used it, told by a menu at this place.
    void runsRequested(int version, QPoint global);

private:
    struct Chosen
    {
        int current = -1;
        QList<int> rows; ///< their versions; 0: the draft
    };
    [[nodiscard]] Chosen chosen() const;
    void fill(const Chosen &before);
    void showButtons();
    [[nodiscard]] int versionAt(int row) const; ///< 0: the draft
    /// What would be compared; nothing: nothing can be.
    [[nodiscard]] std::optional<std::pair<int, int>> sides() const;

    Json m_versions = Json::array();
    bool m_hasDraft = false;
    bool m_readOnly = false;
    QListWidget *m_list;
    QPushButton *m_compare;
    QPushButton *m_restore;
    QPushButton *m_runs;
    QPlainTextEdit *m_text;
};

} // namespace Millrace
