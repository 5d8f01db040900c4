// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/citationmap.h"
#include "common/readingtext.h"
#include "sdk/json.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace Millrace {

class EmptyState;
class SourceView;

/// The finished text of a context, for reading, with its source beside it once a cited sentence is chosen.
///
/// Main thread; shows what it is given and asks its owner for sources of other contexts. Where a document has no formatted content yet, the
/// generated sections are shown, and where it has neither, what is missing.
class ReadingView final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadingView(QWidget *parent = nullptr);

    /// Shows a document in S2's shape; keeps the place where the text is the same.
    void setDocument(const Json &document);
    /// The answer to sourceRequested: the document of that context.
    void setSourceDocument(const QString &contextId, const Json &document);
    /// True where there is something to read.
    [[nodiscard]] bool hasText() const { return m_hasText; }
    [[nodiscard]] ReadingText *text() const { return m_text; }
    [[nodiscard]] SourceView *source() const { return m_source; }

    /// Goes to the next or the previous cited sentence.
    void stepCitation(int by);

Q_SIGNALS:
    /// There is nothing to read, and the person wants to see what there is.
    void documentRequested();
    /// A sentence's source is in another context: its document is needed.
    void sourceRequested(const QString &contextId);
    /// The person wants to see the context a source is in.
    void contextRequested(const QString &contextId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showSpan(int span);
    void showCitation(int citation);
    void showSource(const Citation &citation, const Json &document);
    void setSourceShown(bool shown);

    Json m_document;
    bool m_hasText = false;
    QList<Citation> m_citations;
    int m_citation = -1; ///< the chosen one
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QLabel *m_facts;
    QLabel *m_cited;
    QToolButton *m_previous;
    QToolButton *m_next;
    QSplitter *m_splitter;
    ReadingText *m_text;
    QWidget *m_sourceSide;
    QLabel *m_sourceTitle;
    QToolButton *m_openSource;
    SourceView *m_source;
};

} // namespace Millrace
