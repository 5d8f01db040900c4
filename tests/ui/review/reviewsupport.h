// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/theme.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>

#include <memory>

namespace Millrace {

/// A real workspace with a pipeline whose review has a form, and documents that wait in it.
class ReviewFixture
{
public:
    /// Where nothing is measured a commit need not reach the disk.
    explicit ReviewFixture(bool durable = false);

    void open();
    void close() { m_workspace.reset(); }
    [[nodiscard]] Workspace *workspace() const { return m_workspace.get(); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /// Runs a command and fails the test where it fails.
    Json run(const QString &command, const Json &args = Json::object());
    [[nodiscard]] Result<Json> tried(const QString &command, const Json &args) { return triedAs(m_workspace->actor(), command, args); }
    /// As somebody else.
    [[nodiscard]] Result<Json> triedAs(const QString &who, const QString &command, const Json &args);
    /// The pipeline "notes": a review with more of its configuration.
    void saveReview(const Json &config);
    /// `count` documents with a text, a source, citations, and a confidence that differs.
    void submit(int count, int first = 0);
    /// Waits until as many wait for a person.
    bool waitForWaiting(qint64 count);
    [[nodiscard]] qint64 waiting();
    [[nodiscard]] QList<Json> decisions();
    /// The context's `data` as it is now.
    [[nodiscard]] Json data(const QString &id);

    /// A form with a label, a rating, reasons and a free field; the label is suggested.
    [[nodiscard]] static Json formConfig();

private:
    bool m_durable;
    QTemporaryDir m_folder;
    Theme m_theme;
    std::unique_ptr<Workspace> m_workspace;
};

} // namespace Millrace
