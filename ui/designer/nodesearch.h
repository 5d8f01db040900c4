// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designscene.h"

namespace Millrace {

/// The nodes that answer a search, in the pipeline's order. Words must all be found, in any property: title, id, component, settings, limits, the
/// conditions of the links that leave it, the title of its group.
/// `is:modified`, `is:invalid`, `is:linked`, `is:unlinked`, `is:pinned`, `is:waiting`, `type:COMPONENT` narrow; a minus before a part turns it round.
[[nodiscard]] QList<int> searchNodes(const DesignScene &scene, const QString &query);
/// The notes that have all of its words, by id; none where it narrows what only nodes can be.
[[nodiscard]] QStringList searchNotes(const DesignScene &scene, const QString &query);

} // namespace Millrace
