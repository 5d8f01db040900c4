// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/inputreader.h"

namespace Millrace {

/// Brings what lies in one file together for a pipeline that works on all of it: the rows of a table (also of a spreadsheet's), the objects of a
/// list and the mails of a box become one document with the list `data.LIST`, beside the file's own text and structure. A text's or mail's item
/// has its title, text and facts (`from`, `sent_at`); attachments lie with their mail. What has such a list already goes on as it is, and so does
/// what is refused. Of more than `most` bytes several documents are made, each a part of the file.
///
/// Stands between a reader and its sink, on their thread.
class Gatherer
{
public:
    Gatherer(QByteArray list, InputReader::Sink sink, qsizetype most = qsizetype(8) * 1024 * 1024);

    /// False where the sink wants no more.
    [[nodiscard]] bool take(Submission &&input);
    /// After the last.
    bool finish();

private:
    void add(const Json &item);
    bool deliver(bool isAll);

    QByteArray m_list;
    InputReader::Sink m_sink;
    qsizetype m_most;
    Submission m_file; ///< what is known of the file that is being read
    Json m_own; ///< what the file says of itself, as data
    QList<Json> m_items;
    qsizetype m_size = 0;
    int m_delivered = 0; ///< of this file
    bool m_isGoing = true;
};

} // namespace Millrace
