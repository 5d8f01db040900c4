// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/spellcheck.h"

#include "common/theme.h"

#include <Sonnet/GuessLanguage>
#include <Sonnet/Speller>

#include <QElapsedTimer>
#include <QTextBlock>
#include <QTextBoundaryFinder>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kRestMs = 250;
constexpr qint64 kSliceMs = 5;
constexpr qsizetype kGuessedFrom = 2'000; ///< units of the text
constexpr qsizetype kMostSuggestions = 12;

/// Names of things, numbers and addresses are no words of a language.
bool isWord(QStringView word)
{
    return word.size() > 1 && std::ranges::none_of(word, [](QChar c) { return c.isDigit() || c == u'_' || c == u'@' || c == u'/'; })
        && !std::ranges::all_of(word, [](QChar c) { return c.isUpper(); });
}

} // namespace

class SpellCheck::Dictionary
{
public:
    Sonnet::Speller speller;
    QString name;

    /// The dictionary for a language tag: its own, else one of the same language.
    void use(const QString &tag)
    {
        const QString wanted = QString(tag).replace(u'-', u'_');
        const QStringList known = speller.availableLanguages();
        QString found = known.contains(wanted) ? wanted : QString();
        // English and German have one usual home each, which is nobody's last resort.
        for (const QString &usual : {u"en_US"_s, u"de_DE"_s}) {
            if (found.isEmpty() && known.contains(usual) && usual.section(u'_', 0, 0) == wanted.section(u'_', 0, 0))
                found = usual;
        }
        for (const QString &one : known) {
            if (found.isEmpty() && one.section(u'_', 0, 0) == wanted.section(u'_', 0, 0))
                found = one;
        }
        if (found != name) {
            name = found;
            if (!name.isEmpty())
                speller.setLanguage(name);
        }
    }
};

SpellCheck::SpellCheck(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &SpellCheck::look);
    m_slice.setSingleShot(true);
    connect(&m_slice, &QTimer::timeout, this, &SpellCheck::goOn);
    connect(document, &QTextDocument::contentsChange, this, [this](int, int removed, int added) {
        // A whole new text waits; what is typed is marked at once.
        if (removed > 0 && added > 0 && added >= this->document()->characterCount() - 1)
            m_isLooking = false;
        if (!m_isLooking)
            m_slice.stop();
        if (m_enabled && !m_isLooking)
            m_rest.start();
    });
}

SpellCheck::~SpellCheck() = default;

void SpellCheck::setEnabled(bool enabled)
{
    if (m_enabled == enabled)
        return;
    m_enabled = enabled;
    m_isLooking = false;
    m_slice.stop();
    rehighlight();
    if (m_enabled)
        m_rest.start();
}

void SpellCheck::setLanguage(const QString &tag)
{
    m_language = tag;
    m_isLooking = false;
    m_slice.stop();
    if (m_enabled)
        m_rest.start();
}

QString SpellCheck::dictionary() const
{
    return m_dictionary ? m_dictionary->name : QString();
}

void SpellCheck::look()
{
    if (!m_enabled || !document())
        return;
    if (!m_dictionary)
        m_dictionary = std::make_unique<Dictionary>();
    QString tag = m_language;
    if (tag.isEmpty()) {
        static const Sonnet::GuessLanguage guess;
        tag = guess.identify(document()->toPlainText().first(std::min<qsizetype>(kGuessedFrom, document()->toPlainText().size())),
                             m_dictionary->speller.availableLanguages());
    }
    m_dictionary->use(tag);
    m_isLooking = true;
    m_nextBlock = 0;
    goOn();
}

void SpellCheck::goOn()
{
    QElapsedTimer spent;
    spent.start();
    for (QTextBlock block = document()->findBlockByNumber(m_nextBlock); block.isValid(); block = block.next()) {
        ++m_nextBlock;
        rehighlightBlock(block);
        if (spent.elapsed() >= kSliceMs) {
            m_slice.start(0);
            return;
        }
    }
    Q_EMIT checked();
}

bool SpellCheck::isMisspelt(const QString &word) const
{
    return m_dictionary && !m_dictionary->name.isEmpty() && isWord(word) && m_dictionary->speller.isMisspelled(word);
}

QStringList SpellCheck::suggestions(const QString &word) const
{
    return m_dictionary && !m_dictionary->name.isEmpty()
        ? m_dictionary->speller.suggest(word).first(std::min<qsizetype>(kMostSuggestions, m_dictionary->speller.suggest(word).size()))
        : QStringList();
}

void SpellCheck::learn(const QString &word)
{
    if (m_dictionary && !m_dictionary->name.isEmpty()) {
        m_dictionary->speller.addToPersonal(word);
        rehighlight();
    }
}

QList<std::pair<int, int>> SpellCheck::misspeltIn(const QString &text) const
{
    QList<std::pair<int, int>> found;
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    qsizetype start = -1;
    for (qsizetype at = 0; at >= 0; at = words.toNextBoundary()) {
        const auto reasons = words.boundaryReasons();
        if (start >= 0 && reasons.testFlag(QTextBoundaryFinder::EndOfItem)) {
            if (isMisspelt(text.sliced(start, at - start)))
                found.append({static_cast<int>(start), static_cast<int>(at - start)});
            start = -1;
        }
        if (reasons.testFlag(QTextBoundaryFinder::StartOfItem))
            start = at;
    }
    return found;
}

QTextCursor SpellCheck::next(int position) const
{
    QTextBlock block = document()->findBlock(position);
    for (int rest = document()->blockCount() + 1; rest > 0; --rest) {
        for (const auto &[offset, length] : misspeltIn(block.text())) {
            if (block.position() + offset < position)
                continue;
            QTextCursor cursor(block);
            cursor.setPosition(block.position() + offset);
            cursor.setPosition(block.position() + offset + length, QTextCursor::KeepAnchor);
            return cursor;
        }
        block = block.next();
        if (!block.isValid()) {
            block = document()->begin();
            position = 0;
        }
    }
    return {};
}

void SpellCheck::highlightBlock(const QString &text)
{
    if (!m_enabled || !m_isLooking)
        return;
    QTextCharFormat misspelt;
    misspelt.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
    misspelt.setUnderlineColor(Theme::color(ContextStatus::Failed));
    for (const auto &[offset, length] : misspeltIn(text))
        setFormat(offset, length, misspelt);
}

} // namespace Millrace
