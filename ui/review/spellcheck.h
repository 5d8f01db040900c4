// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>
#include <QTimer>

#include <memory>

namespace Millrace {

/// Marks misspelt words in a document, by the dictionaries of this machine. It looks once the text has rested for a moment, so that it never
/// holds up what is shown next. Owned by the document; main thread.
class SpellCheck final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit SpellCheck(QTextDocument *document);
    ~SpellCheck() override;

    void setEnabled(bool enabled);
    [[nodiscard]] bool isEnabled() const { return m_enabled; }
    /// "de", "en-GB" or empty: guessed from the text. Looks anew.
    void setLanguage(const QString &tag);
    /// The dictionary in use ("en_US"); empty where there is none for the text's language, or none is needed yet.
    [[nodiscard]] QString dictionary() const;
    [[nodiscard]] bool isMisspelt(const QString &word) const;
    [[nodiscard]] QStringList suggestions(const QString &word) const;
    /// Known from now on, to this person's dictionary.
    void learn(const QString &word);
    /// The next misspelt word behind a position, from the start again after the last; a null cursor where there is none.
    [[nodiscard]] QTextCursor next(int position) const;

Q_SIGNALS:
    /// It looked at the whole text.
    void checked();

protected:
    void highlightBlock(const QString &text) override;

private:
    class Dictionary;

    void look();
    /// Marks a few milliseconds' worth of blocks, then lets the window breathe.
    void goOn();
    /// The misspelt words of a block, as offset and length.
    [[nodiscard]] QList<std::pair<int, int>> misspeltIn(const QString &text) const;

    std::unique_ptr<Dictionary> m_dictionary;
    QString m_language;
    QTimer m_rest;
    QTimer m_slice;
    int m_nextBlock = 0;
    bool m_enabled = true;
    bool m_isLooking = false; ///< blocks are marked as they change
};

} // namespace Millrace
