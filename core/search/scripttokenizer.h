// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>
#include <QStringList>

struct Fts5ExtensionApi;
struct fts5_api;

namespace Millrace {

class Connection;

/// FTS5's own functions on a connection; Unsupported where the database has none.
[[nodiscard]] Result<fts5_api *> fullTextApi(Connection &db);

/// Makes the tokenizer "scripts" known to a connection: `unicode61 remove_diacritics 2`, but a character is a word where a script writes
/// without blanks (Chinese, Japanese, Thai, Lao, Khmer, Burmese), so that any part of such a text is found as a phrase. A mark stays
/// with its letter. Every connection that touches the full text needs it.
[[nodiscard]] Result<void> addScriptTokenizer(Connection &db);

/// The words of a query: runs of letters, digits and marks; where a script writes without blanks by dictionary.
[[nodiscard]] QStringList queryWords(const QString &text);

} // namespace Millrace
