// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/fieldtracer.h"
#include "lineage/neighbourhood.h"
#include "workspace/readers.h"

#include <QList>

namespace Millrace {

/// What a command about lineage works with, for one call.
struct LineageDesk
{
    explicit LineageDesk(Reader &reader, qint64 asOf = LineageReader::kNow)
        : lineage(reader.db, asOf)
        , links(reader.contexts, lineage)
        , tracer(reader.db, reader.contexts, lineage)
    {}

    LineageReader lineage;
    LineageLinks links;
    FieldTracer tracer;
};

/// Of `as_of`, in microseconds; LineageReader::kNow where it is not there.
[[nodiscard]] Result<qint64> lineageTimeOf(const Json &args);

/// A context that a selection in the graph is about, and the finished steps that came before anything selected had a hand in it.
struct SelectedContext
{
    QString id;
    int fromStep = 0;
};

struct Selection
{
    QList<SelectedContext> contexts;
    QList<std::pair<QString, QString>> leftOut; ///< id, why
};

/// What doing the selected again means: of a template or a model every context that used it from the step on that did, of a field the step that wrote
/// it, of a file all that was made of it. Children go with a selected parent, what is superseded stays. `fromStart`: all from what was submitted.
[[nodiscard]] Result<Selection> selectionOf(LineageDesk &desk, const QStringList &nodes, bool fromStart, qsizetype most);

} // namespace Millrace
