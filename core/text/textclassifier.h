// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace Millrace {

struct LabelledText
{
    QString text;
    QString label;

    friend bool operator==(const LabelledText &, const LabelledText &) = default;
};

/// How often a classifier that was learned from a part of the examples is right on the rest.
struct CrossValidation
{
    int folds = 0;
    qint64 examples = 0;
    qint64 right = 0;
    double low = 0; ///< Wilson's 95 % interval of right / examples
    double high = 1;
    double guess = 0; ///< share of the most frequent class: what always answering with it would reach

    [[nodiscard]] double accuracy() const { return examples > 0 ? double(right) / double(examples) : 0; }
    [[nodiscard]] Json toJson() const;

    friend bool operator==(const CrossValidation &, const CrossValidation &) = default;
};

/// Puts texts into classes that it learned from examples: logistic regression over words and pairs of words (TF-IDF, L2 penalty, a fixed
/// number of passes). The same examples give the same model, bit for bit. A value; any thread.
class TextClassifier
{
public:
    struct Answer
    {
        QString label;
        double probability = 0;
        QStringList because; ///< the words that spoke most for it

        friend bool operator==(const Answer &, const Answer &) = default;
    };

    /// InvalidArgument with fewer than two classes.
    [[nodiscard]] static Result<TextClassifier> learned(const QList<LabelledText> &examples);
    /// Learns once for each fold, without it. Folds have the classes in equal shares.
    [[nodiscard]] static CrossValidation crossValidated(const QList<LabelledText> &examples, int folds = 5);
    /// The reverse of toJson().
    [[nodiscard]] static Result<TextClassifier> fromJson(const Json &json);
    [[nodiscard]] Json toJson() const;

    [[nodiscard]] const QStringList &labels() const { return m_labels; }
    /// Every class, the likeliest first.
    [[nodiscard]] QList<Answer> classify(const QString &text) const;

private:
    using Vector = std::vector<std::pair<int, double>>; ///< feature, weight; sorted

    [[nodiscard]] Vector vectorOf(const QString &text) const;

    QByteArray m_language; ///< of the examples: a short text would not tell its own
    QStringList m_labels;
    QHash<QString, int> m_features;
    std::vector<double> m_idf;
    std::vector<std::vector<double>> m_weights; ///< by class, then feature; the last is the bias
};

} // namespace Millrace
