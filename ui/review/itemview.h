// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/citationmap.h"
#include "common/reading.h"
#include "review/reviewsession.h"

#include <QElapsedTimer>
#include <QSet>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace Millrace {

class CommentList;
class ConfidenceView;
class ElidedLabel;
class ReviewText;
class SchemaForm;
class SourceView;
class WordDiffView;

/// What a person has entered for an item that is not decided: kept while they look at others.
struct ReviewDraft
{
    Json answers = Json::object();
    QString note;
    QString rerunFrom;
    QString text; ///< rendered, where it was edited
    qint64 revision = 0; ///< of the item that it was made from; 0: not known
    Json data; ///< that the text was made from; null where it was not edited

    friend bool operator==(const ReviewDraft &, const ReviewDraft &) = default;
};

/// One item before the person: its source beside its text, and at the side the form, why the confidence is what it is, what was found, the note,
/// the comments and the fields. Main thread.
class ItemView final : public QWidget
{
    Q_OBJECT

public:
    explicit ItemView(QWidget *parent = nullptr);

    /// Shows an item as `review.show` gives it, with what was entered before: an edit of what the document was then is shown as it was made, and a
    /// banner says so.
    void setItem(const Json &full, const ReviewDraft &draft);
    /// The same item with other comments or log; what is being entered stays.
    void updateItem(const Json &full);
    /// The document of another context that a sentence comes from.
    void setSourceDocument(const QString &contextId, const Json &document);
    void setReadOnly(bool readOnly);
    /// What a correction found out already: shown over the item; empty: nothing.
    void setBanner(const QString &text);

    [[nodiscard]] const Json &item() const { return m_item; }
    /// True once the item that is shown was painted.
    [[nodiscard]] bool isOnScreen() const { return m_painted; }
    /// Milliseconds since then.
    [[nodiscard]] qint64 seenMs() const { return m_painted ? m_since.elapsed() : 0; }
    /// When it was painted, on the clock of QElapsedTimer's reference; 0: not yet.
    [[nodiscard]] qint64 paintedAt() const { return m_painted ? m_since.msecsSinceReference() : 0; }

    [[nodiscard]] ReviewDraft draft() const;
    /// What was edited as a patch under `data`; null: nothing; nothing at all: it cannot be put back into the document.
    [[nodiscard]] std::optional<Json> patch() const;
    [[nodiscard]] bool isEdited() const;
    /// Too long to be shown whole, and so to be edited.
    [[nodiscard]] bool isCut() const { return m_isCut; }
    /// Of the item as the screen has it; what is edited stands on an older one than the item may be by now.
    [[nodiscard]] qint64 shownRevision() const { return m_revision; }
    /// Fields with a suggestion that were on the screen, and those that were not.
    [[nodiscard]] QStringList seen() const;
    [[nodiscard]] QStringList unseen() const;
    /// Fields of the form that must be answered and are not.
    [[nodiscard]] QStringList unanswered() const;
    void focusAnswer(const QString &field);

    [[nodiscard]] ReviewText *text() const { return m_text; }
    [[nodiscard]] SourceView *source() const { return m_source; }
    [[nodiscard]] SchemaForm *form() const { return m_form; }
    [[nodiscard]] CommentList *comments() const { return m_comments; }
    void focusText();
    void focusNote();
    void focusRerun();
    void startComment();
    /// The next or previous sentence with a source.
    void stepSentence(int by);
    void setDiffShown(bool shown);
    [[nodiscard]] bool isDiffShown() const;
    void setSourceShown(bool shown);
    /// The place of a comment about the words that are selected: field, from, to; an empty object where nothing is.
    [[nodiscard]] Json selectedPlace() const;
    [[nodiscard]] QList<int> shownPlaces(const QString &words) const;
    [[nodiscard]] QList<Citation> writtenPlaces(const QString &words) const;

Q_SIGNALS:
    /// The item is on the screen now.
    void shown();
    void editedChanged(bool edited);
    void editingChanged(bool editing);
    /// A sentence comes from another context.
    void sourceRequested(const QString &contextId);
    void contextRequested(const QString &contextId);
    void commentRequested(const QString &text, const Millrace::Json &place);
    void resolveRequested(const QString &comment, bool resolved);
    void proposalTaken(const Millrace::Json &proposal);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeTexts();
    [[nodiscard]] QWidget *makeSide();
    [[nodiscard]] static Reading shownReading(const Json &full);
    void tellStale();
    void showHead();
    void showText();
    void showForm(const Json &answers);
    void showFindings();
    void showFields();
    void showProposals();
    void showSentence(int span);
    void showSource(const Citation *citation, const Json &data, bool own);
    void noteSeen();
    void notePainted();

    Json m_item;
    QList<Citation> m_citations;
    int m_span = -1;
    bool m_painted = false;
    bool m_isCut = false;
    qint64 m_revision = 0; ///< with m_data: of the document that the text on the screen comes from
    Json m_data;
    bool m_readOnly = false;
    QElapsedTimer m_since;
    QSet<QString> m_seen;
    QByteArray m_formSchema;
    Json m_commentPlace = Json::object();

    ElidedLabel *m_title;
    ElidedLabel *m_facts;
    QLabel *m_question;
    QLabel *m_banner;
    QSplitter *m_splitter;
    QWidget *m_sourceSide;
    ElidedLabel *m_sourceTitle;
    SourceView *m_source;
    QStackedWidget *m_sourcePages;
    QLabel *m_noSource;
    ElidedLabel *m_textTitle;
    QStackedWidget *m_textPages;
    ReviewText *m_text;
    WordDiffView *m_diff;
    QScrollArea *m_side;
    QWidget *m_answersBox;
    SchemaForm *m_form;
    QWidget *m_confidenceBox;
    ConfidenceView *m_confidence;
    QWidget *m_qualityBox;
    ConfidenceView *m_quality;
    QWidget *m_findingsBox;
    QVBoxLayout *m_findings;
    QWidget *m_proposalsBox;
    QVBoxLayout *m_proposals;
    QLineEdit *m_note;
    QComboBox *m_rerun;
    CommentList *m_comments;
    QWidget *m_fieldsBox;
    QVBoxLayout *m_fields;
};

/// The text of an item: the field that is reviewed, else what there is to read in the document, else its fields.
[[nodiscard]] Reading readingOf(const Json &full);
/// The item as it would be with another document.
[[nodiscard]] Json withData(const Json &full, const Json &data);

} // namespace Millrace
