// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/pageview.h"

#include "common/metrics.h"
#include "common/theme.h"
#include "library/pagerenderer.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace Millrace {

namespace {
constexpr int kCacheKiB = 96 * 1024;
constexpr double kLeastZoom = 0.25;
constexpr double kMostZoom = 5;
constexpr double kZoomStep = 1.2;
} // namespace

PageView::PageView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_renderer(new PageRenderer(this))
    , m_images(kCacheKiB)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Pages of the original"));
    verticalScrollBar()->setSingleStep(Metrics::gap(10));
    connect(m_renderer, &PageRenderer::opened, this, [this](const QList<QSize> &pages) {
        m_pages = pages;
        layOut(false);
        verticalScrollBar()->setValue(0);
        m_lastPage = currentPage();
        Q_EMIT opened();
        Q_EMIT currentPageChanged(m_lastPage);
        requestVisible();
    });
    connect(m_renderer, &PageRenderer::drawn, this, [this](int page, const QImage &image) {
        m_images.insert(page, new Drawn{image, m_pending.take(page)}, std::max<qsizetype>(1, image.sizeInBytes() / 1024));
        viewport()->update();
        if (!std::exchange(m_hasShown, true))
            Q_EMIT shown();
    });
    connect(m_renderer, &PageRenderer::pageFailed, this, [this](int page) {
        m_failed.insert(page);
        m_pending.remove(page);
        viewport()->update();
    });
    connect(m_renderer, &PageRenderer::failed, this, &PageView::failed);
}

PageView::~PageView() = default;

void PageView::open(const QString &path)
{
    close();
    m_renderer->open(path);
}

void PageView::close()
{
    m_renderer->close();
    m_pages.clear();
    m_images.clear();
    m_failed.clear();
    m_pending.clear();
    m_zoom = 1;
    m_lastPage = 0;
    m_hasShown = false;
    layOut(false);
}

int PageView::pageWidth() const
{
    const int fits = std::max(Metrics::gap(30), viewport()->width() - 2 * Metrics::gap(5));
    return static_cast<int>(std::lround(std::min(fits, Metrics::gap(260)) * m_zoom));
}

int PageView::heightOf(int page) const
{
    const QSize size = m_pages.at(page);
    return static_cast<int>(std::lround(double(pageWidth()) * size.height() / size.width()));
}

void PageView::layOut(bool keepsPlace)
{
    const double place = keepsPlace && !m_tops.isEmpty() && m_tops.last() > 0 ? double(verticalScrollBar()->value()) / m_tops.last() : 0;
    m_tops.clear();
    int y = Metrics::gap(4);
    for (int page = 0; page < m_pages.size(); ++page) {
        m_tops.append(y);
        y += heightOf(page) + Metrics::gap(4);
    }
    m_tops.append(y);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, y - viewport()->height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, pageWidth() + 2 * Metrics::gap(5) - viewport()->width()));
    if (keepsPlace)
        verticalScrollBar()->setValue(static_cast<int>(std::lround(place * y)));
    viewport()->update();
}

int PageView::pageAt(int y) const
{
    const auto after = std::ranges::upper_bound(m_tops, y);
    return std::clamp(static_cast<int>(after - m_tops.begin()) - 1, 0, std::max(0, pageCount() - 1));
}

int PageView::currentPage() const
{
    return m_pages.isEmpty() ? 0 : pageAt(verticalScrollBar()->value() + viewport()->height() / 2) + 1;
}

void PageView::goToPage(int number)
{
    if (number >= 1 && number <= pageCount())
        verticalScrollBar()->setValue(m_tops.at(number - 1) - Metrics::gap(4));
}

void PageView::zoomBy(double factor)
{
    m_zoom = std::clamp(m_zoom * factor, kLeastZoom, kMostZoom);
    layOut(true);
    requestVisible();
}

void PageView::fitWidth()
{
    zoomBy(1 / m_zoom);
}

void PageView::requestVisible()
{
    if (m_pages.isEmpty() || !isVisible())
        return;
    const int first = pageAt(verticalScrollBar()->value());
    const int last = pageAt(verticalScrollBar()->value() + viewport()->height());
    const int wholeWidth = static_cast<int>(std::lround(pageWidth() * devicePixelRatio()));
    m_renderer->keepOnly(first - 1, last + 1);
    m_pending.removeIf([=](const auto &wish) { return wish.key() < first - 1 || wish.key() > last + 1; });
    const auto want = [&](int page) {
        if (page < 0 || page >= pageCount() || m_failed.contains(page))
            return;
        // Of a larger one the cache would keep nothing; painting enlarges it.
        const double most = std::sqrt(kCacheKiB / 2.0 * 1024 / 4 * m_pages.at(page).width() / std::max(1, m_pages.at(page).height()));
        const int width = std::min(wholeWidth, static_cast<int>(most));
        if (m_pending.value(page) >= width)
            return;
        if (const Drawn *drawn = m_images.object(page); drawn && drawn->asked >= width)
            return;
        m_pending.insert(page, width);
        m_renderer->request(page, width);
    };
    // The newest wish is answered first: what is in sight comes last, from below.
    want(last + 1);
    want(first - 1);
    for (int page = last; page >= first; --page)
        want(page);
}

void PageView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Theme::color(ThemeRole::Window));
    if (m_pages.isEmpty())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const int top = verticalScrollBar()->value();
    const int width = pageWidth();
    const int left = std::max(Metrics::gap(5), (viewport()->width() - width) / 2) - horizontalScrollBar()->value();
    for (int page = pageAt(top); page < pageCount() && m_tops.at(page) < top + viewport()->height(); ++page) {
        const QRect rect(left, m_tops.at(page) - top, width, heightOf(page));
        painter.fillRect(rect, Qt::white); // paper is white, also where the window is dark
        if (const Drawn *drawn = m_images.object(page)) {
            painter.drawImage(rect, drawn->image);
        } else {
            painter.setPen(ThemeColors::light().of(ThemeRole::Secondary));
            painter.drawText(rect, Qt::AlignCenter,
                             m_failed.contains(page) ? tr("Page %1 cannot be drawn").arg(page + 1) : tr("Page %1").arg(page + 1));
        }
        painter.setPen(Theme::color(ThemeRole::Separator));
        painter.drawRect(rect.adjusted(-1, -1, 0, 0));
    }
}

void PageView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut(true);
    requestVisible();
}

void PageView::scrollContentsBy(int, int)
{
    viewport()->update();
    requestVisible();
    if (const int page = currentPage(); page != m_lastPage) {
        m_lastPage = page;
        Q_EMIT currentPageChanged(page);
    }
}

void PageView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::ZoomIn) || (event->key() == Qt::Key_Equal && event->modifiers() == Qt::ControlModifier))
        zoomBy(kZoomStep);
    else if (event->matches(QKeySequence::ZoomOut))
        zoomBy(1 / kZoomStep);
    else if (event->key() == Qt::Key_0 && event->modifiers() == Qt::ControlModifier)
        fitWidth();
    else if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(0);
    else if (event->key() == Qt::Key_End)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void PageView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() == Qt::ControlModifier)
        zoomBy(event->angleDelta().y() > 0 ? kZoomStep : 1 / kZoomStep);
    else
        QAbstractScrollArea::wheelEvent(event);
}

void PageView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

} // namespace Millrace
