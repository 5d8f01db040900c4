// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/pagerenderer.h"

#include "sdk/error.h"
#include "sdk/json.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kPatienceMs = 15'000;
constexpr qsizetype kLongestLine = 4 * 1024 * 1024;
constexpr qint64 kMostBytes = 512LL * 1024 * 1024; ///< of one picture
} // namespace

PageRenderer::PageRenderer(QObject *parent)
    : QObject(parent)
    , m_program(QCoreApplication::applicationFilePath())
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, &PageRenderer::giveUp);
}

PageRenderer::~PageRenderer()
{
    close();
}

void PageRenderer::close()
{
    m_patience.stop();
    m_wishes.clear();
    m_buffer.clear();
    m_isOpen = m_isDrawing = false;
    m_page = -1;
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    // It is gone at once; what is left is its row in the process table.
    connect(m_process, &QProcess::finished, m_process, &QObject::deleteLater);
    if (m_process->state() == QProcess::NotRunning)
        m_process->deleteLater();
    else
        m_process->setParent(QCoreApplication::instance()); // where nobody waits for that any more
    m_process = nullptr;
}

void PageRenderer::open(const QString &path)
{
    close();
    m_process = new QProcess(this);
    m_process->setProcessChannelMode(QProcess::SeparateChannels);
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process, &QProcess::readyReadStandardOutput, this, &PageRenderer::read);
    connect(m_process, &QProcess::errorOccurred, this, &PageRenderer::giveUp);
    connect(m_process, &QProcess::finished, this, &PageRenderer::giveUp);
    m_process->start(m_program, {u"page-host"_s, path});
    m_patience.start();
}

void PageRenderer::giveUp()
{
    close();
    Q_EMIT failed();
}

void PageRenderer::request(int page, int width)
{
    m_wishes.removeIf([page](const Wish &wish) { return wish.page == page; });
    m_wishes.append({page, width});
    next();
}

void PageRenderer::keepOnly(int first, int last)
{
    m_wishes.removeIf([=](const Wish &wish) { return wish.page < first || wish.page > last; });
}

void PageRenderer::next()
{
    if (!m_isOpen || m_isDrawing || m_wishes.isEmpty())
        return;
    const Wish wish = m_wishes.takeLast();
    m_isDrawing = true;
    m_process->write(QByteArray::number(wish.page) + ' ' + QByteArray::number(wish.width) + '\n');
    m_patience.start();
}

void PageRenderer::read()
{
    m_buffer += m_process->readAllStandardOutput();
    while (m_process) {
        if (m_page >= 0) {
            const qint64 wanted = qint64(m_size.width()) * m_size.height() * 4;
            if (m_buffer.size() < wanted)
                return;
            const QImage view(reinterpret_cast<const uchar *>(m_buffer.constData()), m_size.width(), m_size.height(), QImage::Format_RGB32);
            const QImage image = view.copy();
            const int page = std::exchange(m_page, -1);
            m_buffer.remove(0, wanted);
            m_isDrawing = false;
            m_patience.stop();
            next();
            Q_EMIT drawn(page, image);
            continue;
        }
        const qsizetype end = m_buffer.indexOf('\n');
        if (end < 0) {
            if (m_buffer.size() > kLongestLine)
                giveUp();
            return;
        }
        const QByteArray line = m_buffer.left(end);
        m_buffer.remove(0, end + 1);
        readLine(line);
    }
}

void PageRenderer::readLine(const QByteArray &line)
{
    const Json json = Json::parse(line).value_or(Json());
    if (!m_isOpen) {
        QList<QSize> pages;
        for (const Json &size : json.value("pages").items())
            pages.append(QSize(std::max(1, int(size.at(0).toInt())), std::max(1, int(size.at(1).toInt()))));
        if (pages.isEmpty()) {
            giveUp();
            return;
        }
        m_isOpen = true;
        m_patience.stop();
        Q_EMIT opened(pages);
        next();
        return;
    }
    const auto page = static_cast<int>(json.value("page").toInt(-1));
    m_size = QSize(int(json.value("width").toInt()), int(json.value("height").toInt()));
    const qint64 bytes = qint64(m_size.width()) * m_size.height() * 4;
    if (page < 0 || bytes < 0 || bytes > kMostBytes) {
        giveUp();
        return;
    }
    if (m_size.isEmpty()) {
        m_isDrawing = false;
        m_patience.stop();
        next();
        Q_EMIT pageFailed(page);
        return;
    }
    m_page = page;
}

} // namespace Millrace
