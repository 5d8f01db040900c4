// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QHash>
#include <QImage>
#include <QSet>

namespace Millrace {

class PageRenderer;

/// An original as its pages look, one below the other, drawn as they come into sight. Ctrl + and Ctrl − zoom, Ctrl 0 fits the width.
/// Main thread.
class PageView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PageView(QWidget *parent = nullptr);
    ~PageView() override;

    [[nodiscard]] PageRenderer *renderer() const { return m_renderer; }
    void open(const QString &path);
    void close();
    [[nodiscard]] int pageCount() const { return static_cast<int>(m_pages.size()); }
    /// From 1: the page in the middle of what is seen; 0 where there is none.
    [[nodiscard]] int currentPage() const;
    void goToPage(int number);
    void zoomBy(double factor);
    void fitWidth();

Q_SIGNALS:
    void opened();
    void failed();
    void currentPageChanged(int number);
    /// The first page that is in sight is drawn.
    void shown();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] int pageWidth() const;
    [[nodiscard]] int heightOf(int page) const;
    [[nodiscard]] int pageAt(int y) const;
    void layOut(bool keepsPlace);
    void requestVisible();

    PageRenderer *m_renderer;
    QList<QSize> m_pages;
    QList<int> m_tops; ///< y of each page at the present zoom, and of the end
    struct Drawn
    {
        QImage image;
        int asked = 0; ///< the width that was asked for: an image is never drawn larger than it is
    };
    QCache<int, Drawn> m_images;
    QHash<int, int> m_pending; ///< the widths that pages were asked at
    QSet<int> m_failed;
    double m_zoom = 1;
    int m_lastPage = 0;
    bool m_hasShown = false;
};

} // namespace Millrace
