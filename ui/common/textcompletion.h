// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>

class QListWidget;
class QPlainTextEdit;

namespace Millrace {

/// One thing that may be written.
struct TextChoice
{
    QString text; ///< what is written
    QString detail = {}; ///< beside it in the list
    int back = 0; ///< how far before its end the cursor goes

    friend bool operator==(const TextChoice &, const TextChoice &) = default;
};

/// What may stand at the cursor in place of what stands between `from` and it.
struct TextOffer
{
    qsizetype from = 0;
    QList<TextChoice> choices;
};

/// Offers what may be written next in a text editor: as one types, and when asked (Ctrl+Space). Up and Down choose, Return or Tab writes, Escape
/// lets it be. The list floats over the editor's window and never takes the focus. Owned by the editor.
class TextCompletion final : public QObject
{
    Q_OBJECT

public:
    /// `source` is asked with the text and the cursor; `asked`: by key, so that an empty beginning is meant.
    using Source = std::function<TextOffer(const QString &text, qsizetype cursor, bool asked)>;
    TextCompletion(QPlainTextEdit *editor, Source source);
    ~TextCompletion() override;

    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] bool isOpen() const;
    void offer(bool asked);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool pressed(int key);
    void place();
    void take();

    QPlainTextEdit *m_editor;
    Source m_source;
    TextOffer m_offer;
    QListWidget *m_list;
};

/// Those of the words that begin with what is written, then those that contain it; all where nothing is.
[[nodiscard]] QList<TextChoice> fittingChoices(const QList<TextChoice> &words, const QString &written);

} // namespace Millrace
