// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/workspace.h"

namespace Millrace {

/// A workspace at the door, as a program that waits for its answers uses it. What goes wrong ends the program with a sentence: figures of half
/// a run are none.
class BenchWorkspace
{
public:
    enum class Engine : quint8 { Paused, Running };

    /// Opens the file, or makes it with the two pipelines "pure" and "durable".
    BenchWorkspace(const QString &path, Engine engine, const Json &settings = {});
    /// Closes it: one file is left.
    ~BenchWorkspace();
    BenchWorkspace(const BenchWorkspace &) = delete;
    BenchWorkspace &operator=(const BenchWorkspace &) = delete;

    Json ask(const QString &command, const Json &args = Json::object());
    /// Submits the documents [from, to) and waits for the commit. Their ids are benchId(pipeline, number).
    void submit(const QString &pipeline, int from, int to);
    void waitUntilDone() { ask(QStringLiteral("engine.wait"), Json::object({{"wait_s", 0}})); }
    /// Reads every `stride`-th of these contexts again and holds it against benchResult(): all completed, no other document.
    void compare(const QString &pipeline, int from, int to, int stride = 1);

private:
    std::unique_ptr<Workspace> m_workspace;
};

/// Processor time that the threads of this name have used so far, in microseconds: says the same on a busy machine.
[[nodiscard]] double threadUs(const QByteArray &name);

/// Says why, and ends the program.
[[noreturn]] void endBench(const QString &why);

} // namespace Millrace
