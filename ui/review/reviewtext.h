// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/reading.h"
#include "review/renderededit.h"

namespace Millrace {

class SpellCheck;

/// The text under review, as it will be published; edited in place. Cited sentences stay marked while words around them change.
class ReviewText final : public ReadingText
{
    Q_OBJECT

public:
    explicit ReviewText(QWidget *parent = nullptr);

    /// Shows a text; edits of the last one are gone.
    void setReading(const Reading &reading);
    [[nodiscard]] const Reading &reading() const { return m_reading; }
    /// Where the cited sentences stand in the text as it came.
    void setCited(const QList<CitedSpan> &spans);

    void setEditing(bool editing);
    [[nodiscard]] bool isEditing() const { return m_editing; }
    /// True where it reads otherwise than it came.
    [[nodiscard]] bool isChanged() const { return m_changed; }
    /// The text as it came, rendered.
    [[nodiscard]] const QString &before() const { return m_before; }
    /// The strings of the document as they are to be; nothing where the change cannot be put back into them.
    [[nodiscard]] std::optional<QList<FieldEdit>> edits() const;
    /// The text as it came.
    void revert();
    /// Puts an edit back that was made before: the rendered text, whole.
    void restore(const QString &rendered);
    [[nodiscard]] SpellCheck *spelling() const { return m_spelling; }
    /// Goes to the next misspelt word; false where there is none.
    bool nextMisspelt();
    /// A menu of what else the word at the cursor could be.
    void offerSuggestions();

Q_SIGNALS:
    void editingChanged(bool editing);
    void changedChanged(bool changed);
    /// The person is in another cited sentence; -1: in none.
    void sentenceEntered(int span);
    /// Escape, with nothing to leave any more.
    void leaveRequested();
    void painted();

protected:
    [[nodiscard]] bool isBeingEdited() const override { return m_editing || m_changed; }
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void follow(int position, int removed, int added);

    Reading m_reading;
    QList<CitedSpan> m_cited;
    QString m_before;
    SpellCheck *m_spelling;
    bool m_editing = false;
    bool m_changed = false;
    bool m_isOurs = false; ///< the text is being set, not typed
};

} // namespace Millrace
