// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QHash>
#include <QMultiHash>
#include <QSet>
#include <QString>
#include <QStringList>

#include <memory>

struct sb_stemmer;

namespace Millrace {

/// What the offline provider knows of one language: its function words, the openings that lean on the sentence before, and
/// abbreviations after which a full stop ends nothing. Static data; any thread.
struct Language
{
    const char *code; ///< "en"
    const char *stemmer; ///< libstemmer's name; nullptr: words are compared as they are
    QSet<QString> stopwords;
    QMultiHash<QString, QString> leaning; ///< lower-case openings of one or more words ("this", "for example") by their first
    QStringList standing; ///< openings that do stand although one above fits: "it is possible"
    QSet<QString> selfWords; ///< first person singular
    QStringList concluding; ///< openings of closing sentences
    QStringList pointing; ///< words that point elsewhere in the text, between blanks: " below "
    QSet<QString> copulas; ///< forms that define: "is", "are"
    QString sourcesHeading; ///< above the list of what is cited

    /// The language of a text by its function words; the language without any where none is known.
    [[nodiscard]] static const Language &of(QStringView text);
    /// By its two letters; the language without any where the code is not known.
    [[nodiscard]] static const Language &byCode(QByteArrayView code);
    [[nodiscard]] static const Language &english();
    [[nodiscard]] bool isLeaning(QStringView sentence) const;
};

/// Reduces words to stems, remembering them. One thread.
class Stemmer
{
public:
    explicit Stemmer(const Language &language);
    ~Stemmer();
    Stemmer(const Stemmer &) = delete;
    Stemmer &operator=(const Stemmer &) = delete;

    /// The stem of a lower-case word.
    [[nodiscard]] QString stem(const QString &word);
    [[nodiscard]] qsizetype knownCount() const { return m_known.size(); }

private:
    sb_stemmer *m_stemmer = nullptr;
    QHash<QString, QString> m_known;
};

/// Letters and digits in runs, lower-cased, typographic apostrophes dividing ("l'archive" is "l", "archive").
[[nodiscard]] QStringList wordsOf(QStringView text);

} // namespace Millrace
