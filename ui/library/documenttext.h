// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QTextBrowser>

namespace Millrace {

/// A document's text as it was taken from its original: the reading face, headings as headings, found words marked. Knows which page (slide,
/// sheet, …) a place belongs to. Loads nothing from anywhere. Main thread.
class DocumentText final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit DocumentText(QWidget *parent = nullptr);

    /// `structure` is `data.document` of a context: its blocks and parts; null where there is none. A text that begins with the one that is shown
    /// is gone on with: the reader keeps the place.
    void setText(const QString &text, const Json &structure);
    /// Marks the words wherever they stand and goes to the first.
    void setSought(const QString &words);
    /// Marks these places, in UTF-8 bytes of the text and in their order, and goes to the first.
    void setSoughtPlaces(const QList<std::pair<qint64, qint64>> &places);
    void stepMatch(int by);
    [[nodiscard]] qsizetype matchCount() const { return m_matches.size(); }
    [[nodiscard]] int currentMatch() const { return m_current; }
    /// The number of the part the cursor's place belongs to, as a reader counts; 0: none.
    [[nodiscard]] int partHere() const;
    void goToPart(int number);

Q_SIGNALS:
    void matchesChanged();
    /// The person wants to see this page of the original.
    void partChosen(int number);

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void fill();
    void appendBlocks();
    void dress();
    void center();
    void find();
    void mark();
    /// Rows of one table, from the first block that is not shown yet, as a table; false where it is too large to be laid out as one.
    bool appendTable(QTextCursor &cursor, const Json &blocks, const QByteArray &utf8);
    [[nodiscard]] QTextCursor cursorOver(qint64 from, qint64 to) const;

    struct Part
    {
        int number = 0;
        qint64 from = 0; ///< UTF-8 bytes of the text
        int position = 0; ///< of its first block in what is shown
    };

    /// A run of the text as it is shown.
    struct Run
    {
        qint64 from = 0; ///< UTF-8 bytes of the text
        QString written; ///< as long as what is shown
        int position = 0;
    };

    QString m_text;
    Json m_structure;
    qsizetype m_filled = 0; ///< blocks of the structure that are shown
    qsizetype m_begun = 0; ///< parts whose first block is
    bool m_isCut = false; ///< there is more than is shown
    QString m_sought;
    QList<std::pair<qint64, qint64>> m_soughtPlaces;
    QList<Part> m_parts;
    QList<Run> m_runs; ///< in their order
    QList<QTextCursor> m_matches;
    int m_current = -1;
};

} // namespace Millrace
