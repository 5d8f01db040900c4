// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Multinomial logistic regression by stochastic gradient descent.
//
// Features are stems and pairs of neighbouring stems, those in at least two examples where there are twenty examples or more, at most
// 20,000; weights are (1 + log tf) · idf on unit vectors. The order of examples is shuffled by a fixed generator, so that nothing depends
// on the machine or the run.
#include "text/textclassifier.h"

#include "text/language.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPasses = 60;
constexpr double kPenalty = 1e-4;
constexpr size_t kMostFeatures = 20'000;
constexpr qsizetype kMostCharacters = 50'000; ///< of a text

QStringList termsOf(const QString &text, QByteArrayView code)
{
    const QString start = text.first(std::min(text.size(), kMostCharacters));
    const Language &language = Language::byCode(code);
    Stemmer stemmer(language);
    QStringList stems;
    for (const QString &word : wordsOf(start)) {
        if (word.size() > 1 && !language.stopwords.contains(word))
            stems.append(stemmer.stem(word));
    }
    QStringList terms = stems;
    for (qsizetype i = 0; i + 1 < stems.size(); ++i)
        terms.append(stems[i] + u' ' + stems[i + 1]);
    return terms;
}

struct Counted
{
    std::map<QString, double> counts;
    int label = 0;
};

/// Softmax in place.
void toProbabilities(std::vector<double> &scores)
{
    const double top = *std::ranges::max_element(scores);
    double sum = 0;
    for (double &score : scores) {
        score = std::exp(score - top);
        sum += score;
    }
    for (double &score : scores)
        score /= sum;
}

} // namespace

Json CrossValidation::toJson() const
{
    const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
    return Json::object({{"folds", folds},
                         {"examples", examples},
                         {"right", right},
                         {"accuracy", rounded(accuracy())},
                         {"interval", Json::array({rounded(low), rounded(high)})},
                         {"most_frequent_class", rounded(guess)}});
}

Result<TextClassifier> TextClassifier::learned(const QList<LabelledText> &examples)
{
    TextClassifier model;
    for (const LabelledText &example : examples) {
        if (!example.label.isEmpty() && !model.m_labels.contains(example.label))
            model.m_labels.append(example.label);
    }
    model.m_labels.sort();
    if (model.m_labels.size() < 2)
        return fail(ErrorCode::InvalidArgument, u"A classifier learns from examples of at least two classes."_s);

    QString sample;
    for (const LabelledText &example : examples) {
        if (sample.size() < kMostCharacters)
            sample += example.text.first(std::min<qsizetype>(example.text.size(), 1000)) + u'\n';
    }
    model.m_language = Language::of(sample).code;

    std::vector<Counted> counted;
    std::map<QString, int> holders;
    for (const LabelledText &example : examples) {
        if (example.label.isEmpty())
            continue;
        Counted entry;
        entry.label = int(model.m_labels.indexOf(example.label));
        for (const QString &term : termsOf(example.text, model.m_language))
            entry.counts[term] += 1;
        for (const auto &[term, count] : entry.counts)
            ++holders[term];
        counted.push_back(std::move(entry));
    }
    const int least = counted.size() >= 20 ? 2 : 1;
    std::vector<std::pair<int, QString>> terms;
    for (const auto &[term, count] : holders) {
        if (count >= least)
            terms.emplace_back(-count, term);
    }
    std::ranges::sort(terms);
    terms.resize(std::min(terms.size(), kMostFeatures));
    for (const auto &[count, term] : terms) {
        model.m_features.insert(term, int(model.m_idf.size()));
        model.m_idf.push_back(std::log((1.0 + double(counted.size())) / (1.0 - double(count))) + 1.0);
    }

    std::vector<Vector> vectors;
    for (const Counted &entry : counted) {
        Vector vector;
        double norm = 0;
        for (const auto &[term, count] : entry.counts) {
            const auto feature = model.m_features.constFind(term);
            if (feature == model.m_features.cend())
                continue;
            vector.emplace_back(*feature, (1 + std::log(count)) * model.m_idf[size_t(*feature)]);
            norm += vector.back().second * vector.back().second;
        }
        for (auto &[feature, weight] : vector)
            weight /= std::sqrt(norm);
        vectors.push_back(std::move(vector));
    }

    const size_t classes = size_t(model.m_labels.size());
    const size_t bias = model.m_idf.size();
    model.m_weights.assign(classes, std::vector<double>(bias + 1, 0.0));
    std::vector<size_t> order(vectors.size());
    std::iota(order.begin(), order.end(), size_t(0));
    quint64 state = 0x9E3779B97F4A7C15ULL;
    std::vector<double> scores(classes);
    for (int pass = 0; pass < kPasses; ++pass) {
        for (size_t i = order.size(); i > 1; --i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            std::swap(order[i - 1], order[size_t(state >> 33) % i]);
        }
        const double rate = 2.0 / (1.0 + 0.1 * pass);
        for (const size_t i : order) {
            for (size_t c = 0; c < classes; ++c) {
                scores[c] = model.m_weights[c][bias];
                for (const auto &[feature, weight] : vectors[i])
                    scores[c] += model.m_weights[c][size_t(feature)] * weight;
            }
            toProbabilities(scores);
            for (size_t c = 0; c < classes; ++c) {
                const double step = rate * ((int(c) == counted[i].label ? 1.0 : 0.0) - scores[c]);
                for (const auto &[feature, weight] : vectors[i])
                    model.m_weights[c][size_t(feature)] += step * weight;
                model.m_weights[c][bias] += 0.1 * step;
            }
        }
        // The penalty, once a pass.
        const double shrink = 1.0 - std::min(0.5, rate * kPenalty * double(vectors.size()));
        for (std::vector<double> &row : model.m_weights) {
            for (size_t f = 0; f < bias; ++f)
                row[f] *= shrink;
        }
    }
    return model;
}

CrossValidation TextClassifier::crossValidated(const QList<LabelledText> &examples, int folds)
{
    CrossValidation result;
    QHash<QString, qsizetype> ofClass;
    std::vector<int> fold;
    for (const LabelledText &example : examples)
        fold.push_back(int(ofClass[example.label]++ % std::max(2, folds)));
    if (ofClass.size() < 2)
        return result;
    result.folds = std::max(2, folds);
    result.examples = examples.size();
    for (int k = 0; k < result.folds; ++k) {
        QList<LabelledText> rest;
        for (qsizetype i = 0; i < examples.size(); ++i) {
            if (fold[size_t(i)] != k)
                rest.append(examples[i]);
        }
        const Result<TextClassifier> model = learned(rest);
        for (qsizetype i = 0; i < examples.size(); ++i) {
            if (fold[size_t(i)] == k && model && model->classify(examples[i].text).first().label == examples[i].label)
                ++result.right;
        }
    }
    result.guess = double(*std::ranges::max_element(ofClass)) / double(examples.size());
    constexpr double z = 1.959964;
    const double n = double(result.examples);
    const double p = result.accuracy();
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    result.low = middle - half;
    result.high = middle + half;
    return result;
}

TextClassifier::Vector TextClassifier::vectorOf(const QString &text) const
{
    std::map<int, double> counts;
    for (const QString &term : termsOf(text, m_language)) {
        if (const auto feature = m_features.constFind(term); feature != m_features.cend())
            counts[*feature] += 1;
    }
    Vector vector;
    double norm = 0;
    for (const auto &[feature, count] : counts) {
        vector.emplace_back(feature, (1 + std::log(count)) * m_idf[size_t(feature)]);
        norm += vector.back().second * vector.back().second;
    }
    for (auto &[feature, weight] : vector)
        weight /= std::sqrt(norm);
    return vector;
}

QList<TextClassifier::Answer> TextClassifier::classify(const QString &text) const
{
    const Vector vector = vectorOf(text);
    std::vector<double> scores;
    for (const std::vector<double> &weights : m_weights) {
        double score = weights.back();
        for (const auto &[feature, weight] : vector)
            score += weights[size_t(feature)] * weight;
        scores.push_back(score);
    }
    toProbabilities(scores);
    std::vector<QString> names(m_idf.size());
    for (auto it = m_features.cbegin(); it != m_features.cend(); ++it)
        names[size_t(*it)] = it.key();
    QList<Answer> answers;
    for (size_t c = 0; c < scores.size(); ++c) {
        Answer answer{m_labels[qsizetype(c)], scores[c], {}};
        std::vector<std::pair<double, int>> parts;
        for (const auto &[feature, weight] : vector) {
            if (const double part = weight * m_weights[c][size_t(feature)]; part > 0)
                parts.emplace_back(-part, feature);
        }
        std::ranges::sort(parts);
        for (size_t i = 0; i < std::min<size_t>(parts.size(), 5); ++i)
            answer.because.append(names[size_t(parts[i].second)]);
        answers.append(answer);
    }
    std::ranges::stable_sort(answers, std::ranges::greater(), &Answer::probability);
    return answers;
}

Json TextClassifier::toJson() const
{
    std::vector<QString> names(m_idf.size());
    for (auto it = m_features.cbegin(); it != m_features.cend(); ++it)
        names[size_t(*it)] = it.key();
    Json features = Json::array();
    for (size_t f = 0; f < names.size(); ++f) {
        Json row = Json::array({names[f], m_idf[f]});
        for (const std::vector<double> &weights : m_weights)
            row.append(weights[f]);
        features.append(row);
    }
    Json bias = Json::array();
    for (const std::vector<double> &weights : m_weights)
        bias.append(weights.back());
    return Json::object(
        {{"format", "millrace.classifier/1"}, {"language", m_language}, {"labels", Json::array(m_labels)}, {"bias", bias}, {"features", features}});
}

Result<TextClassifier> TextClassifier::fromJson(const Json &json)
{
    // Nothing that was learned comes near; sums of what is larger would be no numbers.
    constexpr double kLargest = 1e6;
    bool isUsable = true;
    const auto number = [&isUsable](const Json &value) {
        isUsable = isUsable && value.isNumber() && std::abs(value.toDouble()) <= kLargest;
        return value.toDouble();
    };
    TextClassifier model;
    model.m_language = json.value("language").utf8().toByteArray();
    model.m_labels = json.value("labels").toStringList();
    const qsizetype classes = model.m_labels.size();
    if (json.value("format").toString() != "millrace.classifier/1"_L1 || classes < 2 || json.value("bias").size() != classes)
        return fail(ErrorCode::InvalidArgument, u"This is no classifier."_s);
    model.m_weights.resize(size_t(classes));
    for (const Json &row : json.value("features").items()) {
        if (row.size() != classes + 2 || model.m_features.contains(row.at(0).toString()))
            return fail(ErrorCode::InvalidArgument, u"A feature of the classifier is wrong."_s);
        model.m_features.insert(row.at(0).toString(), int(model.m_idf.size()));
        model.m_idf.push_back(number(row.at(1)));
        for (qsizetype c = 0; c < classes; ++c)
            model.m_weights[size_t(c)].push_back(number(row.at(c + 2)));
    }
    for (qsizetype c = 0; c < classes; ++c)
        model.m_weights[size_t(c)].push_back(number(json.value("bias").at(c)));
    if (!isUsable)
        return fail(ErrorCode::InvalidArgument, u"A number of the classifier is wrong."_s);
    return model;
}

} // namespace Millrace
