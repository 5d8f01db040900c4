// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Millrace {

/// The child side of PageRenderer: `millrace-workbench page-host FILE` opens a PDF or an image and draws its pages until its input ends.
///
/// Answers on standard output. First one line of JSON, `{"pages":[[width,height],…]}` in points (an image has one page, in pixels), or
/// `{"error":TEXT}`. Then for each input line `PAGE WIDTH` (page from 0, width in pixels) a line `{"page","width","height"}` and
/// width × height × 4 bytes (QImage::Format_RGB32), or a line `{"page","error"}`. Limits its own memory and processor time. Returns the exit code.
[[nodiscard]] int runPageHost(int argc, char *argv[]);

} // namespace Millrace
