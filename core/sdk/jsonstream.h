// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/export.h"
#include "sdk/json.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace Millrace {

/// What a large JSON text is, without its values.
struct JsonShape
{
    struct Member
    {
        QByteArray key; ///< unescaped UTF-8
        qint64 from = 0; ///< the value's bytes in the text: [from, to)
        qint64 to = 0;

        friend bool operator==(const Member &, const Member &) = default;
    };

    Json::Type type = Json::Type::Null;
    qint64 size = 0; ///< bytes fed
    QList<Member> members; ///< of a root object, in order
    bool hasAllMembers = true; ///< false where the root object has more than kMostMembers, or keys of 64 KiB and more

    static constexpr qsizetype kMostMembers = 100'000;

    friend bool operator==(const JsonShape &, const JsonShape &) = default;
};

/// Decides of a JSON text that comes in pieces what Json::parseStrict() decides of a whole one, without building a tree: memory holds the
/// current key, one hash a key of the objects that are open, and the shape. Text that is accepted parses, and the reverse.
///
/// Owned and used by one thread. After an error every call gives that error again. Errors have `offset`, `line` and `column`, a duplicate
/// key its `path` too; where a text has several faults, the first in the text is told (parseStrict() looks for depth first).
class MILLRACE_SDK_EXPORT JsonStreamChecker
{
public:
    /// What intake wants, or what Json::parse() takes.
    enum class Duplicates : quint8 { Refuse, Keep };

    explicit JsonStreamChecker(Duplicates duplicates = Duplicates::Refuse);
    ~JsonStreamChecker();
    Q_DISABLE_COPY_MOVE(JsonStreamChecker)

    /// Takes the next piece, of any size.
    [[nodiscard]] Result<void> feed(QByteArrayView chunk);
    /// The text is over.
    [[nodiscard]] Result<JsonShape> finish();

private:
    class Machine;
    std::unique_ptr<Machine> m_machine;
};

} // namespace Millrace
