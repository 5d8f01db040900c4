// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace Millrace {

/// The nearest neighbours among vectors of length 1, by the cosine of their angle: a hierarchical navigable small world graph (hnswlib) in a
/// side file that can be made again at any time.
///
/// A missing, damaged or foreign file (another space, other dimensions) is an empty index, and sequence() then tells the owner to add
/// everything anew. Any thread; readers go on beside each other, writers alone.
class VectorIndex
{
public:
    struct Neighbour
    {
        qint64 key = 0;
        float similarity = 0; ///< -1 to 1

        friend bool operator==(const Neighbour &, const Neighbour &) = default;
    };
    struct Entry
    {
        qint64 key = 0;
        std::vector<float> vector;
    };

    /// `space` names what made the vectors. Fails only where the dimensions are no number from 1 to 4,096.
    [[nodiscard]] static Result<std::unique_ptr<VectorIndex>> open(const QString &path, const QString &space, int dimensions);
    ~VectorIndex();

    [[nodiscard]] QString space() const;
    [[nodiscard]] int dimensions() const;
    [[nodiscard]] qsizetype size() const;
    /// What the owner said with the last entries that are in.
    [[nodiscard]] qint64 sequence() const;

    /// Adds or replaces; a vector of zeros only takes away what was there. InvalidArgument for other dimensions, Internal where memory ends.
    [[nodiscard]] Result<void> add(const QList<Entry> &entries, qint64 sequence);
    void remove(qint64 key);
    /// Every key below this one.
    void removeBefore(qint64 key);
    /// The nearest first, at most `count`; `passes` may leave some out.
    [[nodiscard]] QList<Neighbour> nearest(std::span<const float> vector, int count, const std::function<bool(qint64)> &passes = {}) const;
    /// The vector that was added under the key; empty: none.
    [[nodiscard]] std::vector<float> vectorOf(qint64 key) const;
    /// Writes the file, whole or not at all. Does nothing where nothing changed.
    [[nodiscard]] Result<void> save();
    /// Added and removed since the file was written.
    [[nodiscard]] qint64 unsaved() const;
    /// Takes away both files of an index that nobody has open.
    static void removeFiles(const QString &path);

private:
    class Private;
    explicit VectorIndex(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace Millrace
