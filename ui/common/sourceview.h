// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/citationmap.h"

#include <QPlainTextEdit>

namespace Millrace {

/// A source's text with the parts that were cited from it marked. A click into such a part says so. Of very long sources the part around
/// the current citation is shown.
class SourceView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SourceView(QWidget *parent = nullptr);

    /// `citations` are all of the reading; those from this context and pointer are marked.
    void setSource(const QByteArray &utf8, const QString &context, const QByteArray &pointer, const QList<Citation> &citations);
    /// Marks what the citation came from and scrolls there.
    void setCurrent(int citation);
    [[nodiscard]] bool isExcerpt() const { return m_from > 0 || m_to < m_source.size(); }

Q_SIGNALS:
    /// The person clicked into what this citation came from.
    void citationChosen(int citation);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void showAround(qint64 from, qint64 to);
    void mark();
    void dress();

    QByteArray m_source;
    QString m_context;
    QByteArray m_pointer;
    QList<Citation> m_citations;
    qint64 m_from = 0; ///< bytes of the source that are in the editor
    qint64 m_to = 0;
    int m_current = -1;
};

} // namespace Millrace
