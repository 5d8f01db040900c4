// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "common/reading.h"
#include "lineage/lineagedoor.h"
#include "lineage/spans.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace Millrace {

class ElidedLabel;
class EmptyState;
class SourceView;

/// A text beside what it came from: a click on a sentence shows its source, a click on a part of the source shows its sentence. A sentence without a mark has
/// no recorded source. Main thread.
class SpanView final : public QWidget
{
    Q_OBJECT

public:
    SpanView(LineageDoor door, QWidget *parent = nullptr);

    /// An empty field: whatever there is to read in the context.
    void setSubject(const QString &context, const QString &title, const QByteArray &field = {});
    void refresh();
    [[nodiscard]] const QList<LineageSpan> &spans() const { return m_spans; }
    /// Shows the source of one of them, as a click on its sentence does.
    void choose(int span);
    void goTo(int step); ///< the next (1) or the one before (-1), in the order of the text
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] ReadingText *text() const { return m_text; }
    [[nodiscard]] SourceView *source() const { return m_source; }

Q_SIGNALS:
    void shown();
    void failed(const Millrace::Error &error);
    void openRequested(const Millrace::PaneTarget &target);
    /// The person wants to see this context's or document's lineage.
    void focusRequested(const QString &node);

private:
    void invite();
    void showDocument(const Json &document);
    void askSpans();
    void locate();
    void showSource(int span);
    void showFoot();
    /// Where the passage that the source shows stands now, to go to.
    void askBecame();
    void showBecame(const Json &answer);

    LineageDoor m_door;
    Answers m_answers;
    QString m_context;
    QString m_title;
    QByteArray m_field;
    Json m_data;
    Reading m_reading;
    QList<QByteArray> m_asking; ///< fields whose spans are still to be asked
    QList<LineageSpan> m_spans;
    QList<Citation> m_citations; ///< one for each span
    int m_current = -1;
    QString m_shownSource; ///< "context@step" whose document m_sourceData is
    Json m_sourceData;

    QLabel *m_left;
    QLabel *m_right;
    QToolButton *m_open;
    QToolButton *m_center;
    QToolButton *m_became;
    ReadingText *m_text;
    SourceView *m_source;
    QLabel *m_foot;
    EmptyState *m_noSource;
    QStackedWidget *m_sourcePages;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace Millrace
