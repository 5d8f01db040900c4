// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/result.h"

#include <QByteArray>
#include <QString>

namespace Millrace {

enum class LineageKind : quint8 { Context, Document, Template, Model, Prompt, Answer, Review, Output, Event, Field, Stack };

[[nodiscard]] QLatin1StringView lineageKindName(LineageKind kind);

/// What a node of the graph stands for, outside as text: "context:ID", "template:ID@3", "field:ID@2#/title", … The same thing has the same text
/// wherever it is met, so that answers can be put together.
struct LineagePlace
{
    LineageKind kind = LineageKind::Context;
    QString id; ///< of context, document, template, review item; the provider of a model; the node that a stack hangs on
    QString model;
    int version = 0; ///< of a template
    qint64 number = 0; ///< of an output, an event; the transition of a prompt or an answer; where a stack begins among its members
    int position = 0; ///< of a prompt or an answer among the calls of its step
    int step = -1; ///< of a field, -1: now
    QByteArray pointer; ///< of a field
    QString relation; ///< of a stack: by which its members hang on the node,
    qint64 group = 0; ///< and which of several groups

    /// A node's text, or the bare id of a context or document, or "ID#/pointer". Whether such a thing is there is not asked. InvalidArgument.
    [[nodiscard]] static Result<LineagePlace> of(const QString &text);
    [[nodiscard]] QString toString() const;

    friend bool operator==(const LineagePlace &, const LineagePlace &) = default;
};

} // namespace Millrace
