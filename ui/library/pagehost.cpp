// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/pagehost.h"

#include "sdk/error.h"
#include "sdk/json.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QFile>
#include <QImage>
#include <QImageReader>

#include <poppler/qt6/poppler-qt6.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr rlim_t kMostMemory = 1024UL * 1024 * 1024;
constexpr rlim_t kMostSeconds = 600;
constexpr int kMostPages = 20'000;
constexpr int kWidest = 8'000; ///< pixels

void say(const Json &json)
{
    const QByteArray line = json.toBytes() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
}

void answer(int page, const QImage &drawn)
{
    if (drawn.isNull()) {
        say(Json::object({{"page", page}, {"error", "it cannot be drawn"}}));
        return;
    }
    const QImage image = drawn.convertToFormat(QImage::Format_RGB32);
    say(Json::object({{"page", page}, {"width", image.width()}, {"height", image.height()}}));
    for (int y = 0; y < image.height(); ++y)
        std::fwrite(image.constScanLine(y), 4, static_cast<std::size_t>(image.width()), stdout);
    std::fflush(stdout);
}

class Original
{
public:
    virtual ~Original() = default;
    [[nodiscard]] virtual Json sizes() const = 0;
    [[nodiscard]] virtual QImage draw(int page, int width) = 0;
};

class PdfOriginal final : public Original
{
public:
    explicit PdfOriginal(std::unique_ptr<Poppler::Document> document)
        : m_document(std::move(document))
    {
        m_document->setRenderHint(Poppler::Document::Antialiasing);
        m_document->setRenderHint(Poppler::Document::TextAntialiasing);
        m_document->setPaperColor(Qt::white);
    }

    Json sizes() const override
    {
        Json sizes = Json::array();
        for (int i = 0; i < std::min(m_document->numPages(), kMostPages); ++i) {
            const std::unique_ptr<Poppler::Page> page = m_document->page(i);
            const QSizeF size = page ? page->pageSizeF() : QSizeF(595, 842);
            sizes.append(Json::array({qRound(size.width()), qRound(size.height())}));
        }
        return sizes;
    }

    QImage draw(int number, int width) override
    {
        const std::unique_ptr<Poppler::Page> page = m_document->page(number);
        if (!page || page->pageSizeF().width() < 1)
            return {};
        const double dpi = 72.0 * width / page->pageSizeF().width();
        // A page a mile long is drawn as far as memory goes, not at the width that was asked for.
        const double longest = std::max(page->pageSizeF().height() * dpi / 72.0, 1.0);
        const double resolution = std::min(dpi, dpi * kWidest * 2 / longest);
        return page->renderToImage(resolution, resolution);
    }

private:
    std::unique_ptr<Poppler::Document> m_document;
};

class PictureOriginal final : public Original
{
public:
    explicit PictureOriginal(const QString &path)
    {
        QImageReader reader(path);
        reader.setAutoTransform(true);
        reader.setDecideFormatFromContent(true);
        m_image = reader.read();
    }

    [[nodiscard]] bool isNull() const { return m_image.isNull(); }
    Json sizes() const override { return Json::array({Json::array({m_image.width(), m_image.height()})}); }
    QImage draw(int, int width) override { return width >= m_image.width() ? m_image : m_image.scaledToWidth(width, Qt::SmoothTransformation); }

private:
    QImage m_image;
};

std::unique_ptr<Original> open(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return nullptr;
    if (file.peek(1024).contains("%PDF-")) {
        auto document = Poppler::Document::load(path);
        if (!document || document->isLocked() || document->numPages() < 1)
            return nullptr;
        return std::make_unique<PdfOriginal>(std::move(document));
    }
    auto picture = std::make_unique<PictureOriginal>(path);
    return picture->isNull() ? nullptr : std::move(picture);
}

void limit(int what, rlim_t most)
{
    const rlimit value{most, most};
    ::setrlimit(static_cast<__rlimit_resource>(what), &value);
}

} // namespace

int runPageHost(int argc, char *argv[])
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // Sanitizers map terabytes of shadow memory, so that no limit can be set under them.
    limit(RLIMIT_DATA, kMostMemory);
#endif
    limit(RLIMIT_CPU, kMostSeconds);
    limit(RLIMIT_CORE, 0);
    const QCoreApplication app(argc, argv);
    const QString path = QCoreApplication::arguments().value(2);
    const std::unique_ptr<Original> original = open(path);
    if (!original) {
        say(Json::object({{"error", "it cannot be opened"}}));
        return 1;
    }
    const Json sizes = original->sizes();
    say(Json::object({{"pages", sizes}}));
    int page = 0;
    int width = 0;
    while (std::cin >> page >> width) {
        const bool isThere = page >= 0 && page < sizes.size() && width > 0;
        answer(page, isThere ? original->draw(page, std::min(width, kWidest)) : QImage());
    }
    return 0;
}

} // namespace Millrace
