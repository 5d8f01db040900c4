// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QWidget>

namespace Millrace {

/// Why a score is what it is: the whole, and each part with its own; the weakest is named. Its words are its accessible description.
class ConfidenceView final : public QWidget
{
    Q_OBJECT

public:
    explicit ConfidenceView(QWidget *parent = nullptr);

    /// From an item as `review.show` gives it.
    void setItem(const Json &full);
    /// The same for the scores of its quality checks: the whole, and each dimension that was looked at.
    void setQuality(const Json &full);
    [[nodiscard]] bool isEmpty() const { return m_confidence < 0; }
    [[nodiscard]] QSize sizeHint() const override;

    /// A part's name in the person's language.
    [[nodiscard]] static QString partName(const QString &name);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Part
    {
        QString name;
        double score = 0;
        double weight = 0;
        QString from;
        bool isWeakest = false;
    };

    [[nodiscard]] int rowHeight() const;

    double m_confidence = -1;
    QString m_verdict; ///< what the thresholds say of it, or how many checks it has broken
    QList<Part> m_parts;
    bool m_isQuality = false;
};

} // namespace Millrace
